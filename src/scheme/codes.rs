//! The codes by which everything else names what stands in the scheme file.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares a code that stands in the scheme file.
macro_rules! codes {
    ($($(#[$documentation:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$documentation])*
        ///
        /// Whether the scheme knows it is for [`Scheme`](super::Scheme) to say.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A code that was read from the scheme or from a record.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )+};
}

codes! {
    /// The code of a qualification, such as `foundation`.
    QualificationCode,
    /// The code of an edition, such as `2011`.
    EditionCode,
    /// The code of a format of examinations, such as `2011` or `previous`.
    FormatCode,
}
