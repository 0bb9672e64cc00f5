//! Views: what is answered, each declared once. From one declaration come the struct, its description in the OpenAPI document
//! and how it is made of a record; how a value of the registry is shown, its type says.
//!
//! ```
//! # use chrono::NaiveDate;
//! # use touchstone::http::view::view;
//! pub struct Person {
//!     pub names: Vec<String>,
//!     pub birth_date: Option<NaiveDate>,
//! }
//!
//! view! {
//!     /// Somebody.
//!     pub struct PersonView(person: &Person, position: usize) {
//!         /// Which of all, from 0.
//!         pub position: usize = position,
//!         /// What they are called first.
//!         pub name: Option<String> = person.names.first(),
//!         /// The day of birth.
//!         pub birth_date: Option<NaiveDate>,
//!     }
//! }
//!
//! let ada = Person { names: vec!["Ada".to_owned()], birth_date: NaiveDate::from_ymd_opt(1815, 12, 10) };
//! let shown = serde_json::to_string(&PersonView::of(&ada, 7)).unwrap();
//! assert_eq!(shown, r#"{"position":7,"name":"Ada","birth_date":"1815-12-10"}"#);
//! ```

use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{Slug, Word};

/// How a value is shown as a `V`. What can be null or is a list is shown as its values are.
pub trait Show<V> {
    /// The value as it is shown.
    fn show(self) -> V;
}

impl<T: Display> Show<String> for T {
    fn show(self) -> String {
        self.to_string()
    }
}

impl<T: Show<V>, V> Show<Option<V>> for Option<T> {
    fn show(self) -> Option<V> {
        self.map(Show::show)
    }
}

impl<'a, T, V> Show<Option<V>> for &'a Option<T>
where
    &'a T: Show<V>,
{
    fn show(self) -> Option<V> {
        self.as_ref().map(Show::show)
    }
}

impl<T: Show<V>, V> Show<Vec<V>> for Vec<T> {
    fn show(self) -> Vec<V> {
        self.into_iter().map(Show::show).collect()
    }
}

impl<'a, T, V> Show<Vec<V>> for &'a Vec<T>
where
    &'a T: Show<V>,
{
    fn show(self) -> Vec<V> {
        self.iter().map(Show::show).collect()
    }
}

/// What is shown as it is.
macro_rules! as_it_is {
    ($($type:ty),+) => {$(
        impl Show<$type> for $type {
            fn show(self) -> $type {
                self
            }
        }

        impl Show<$type> for &$type {
            fn show(self) -> $type {
                self.clone()
            }
        }
    )+};
}

/// What is shown as its text although it has no `Display`.
macro_rules! as_text {
    ($($type:ty),+) => {$(
        impl Show<String> for &$type {
            fn show(self) -> String {
                self.as_str().to_owned()
            }
        }

        impl Show<String> for $type {
            fn show(self) -> String {
                self.as_str().to_owned()
            }
        }
    )+};
}

as_it_is!(bool, i32, i64, u16, u32, u64, usize, &'static str, NaiveDate, DateTime<Utc>, Value);
as_text!(FamilyName, GivenNames, Slug, Word);

/// Declares views; see the [module](self). A member shows what follows `=`, or else the record's member of the same name. What
/// several members need is said by a `let` before them. `of` makes the view, of a record that is borrowed or given; where nothing
/// but the record is needed, records in other views are shown so as well.
///
/// What follows `=` must have a type of its own (`collect::<Vec<_>>()`, `None::<String>`), and what may be null is an `Option`
/// there too. A value is shown by its `Display`, so that must be what clients are to read; one without gets a [`Show`] beside
/// its view.
#[macro_export]
macro_rules! view {
    ($(
        $(#[$($about:tt)+])+
        $visibility:vis struct $name:ident($record:ident: &$type:ty $(, $parameter:ident: $kind:ty)* $(,)?) {
            $(let $pattern:pat = $value:expr;)*
            $(
                $(#[$($documentation:tt)+])+
                $member_visibility:vis $member:ident: $shown:ty $(= $expression:expr)?
            ),+ $(,)?
        }
    )+) => {$(
        #[derive(::serde::Serialize, ::utoipa::ToSchema)]
        $(#[$($about)+])+
        $visibility struct $name {
            $($(#[$($documentation)+])+ $member_visibility $member: $shown,)+
        }

        impl $name {
            /// What is shown of it.
            #[must_use]
            $visibility fn of($record: impl ::std::borrow::Borrow<$type> $(, $parameter: $kind)*) -> Self {
                let $record: &$type = $record.borrow();
                $(let $pattern = $value;)*
                Self {
                    $($member: $crate::http::view::Show::show(
                        $crate::http::view::value!($($expression,)? or &$record.$member)
                    ),)+
                }
            }
        }

        impl $crate::http::view::Show<$name> for $name {
            fn show(self) -> Self {
                self
            }
        }

        $crate::http::view::alone!($name, $type $(, $kind)*);
    )+};
}

/// What is given, or else what is usual.
#[macro_export]
#[doc(hidden)]
macro_rules! value {
    (or $usual:expr) => {
        $usual
    };
    ($given:expr, or $usual:expr) => {
        $given
    };
}

/// Shows a record as the view wherever that is a member of another one, if the view needs nothing but the record.
#[macro_export]
#[doc(hidden)]
macro_rules! alone {
    ($name:ident, $type:ty) => {
        impl<T: ::std::borrow::Borrow<$type>> $crate::http::view::Show<$name> for T {
            fn show(self) -> $name {
                $name::of(self)
            }
        }
    };
    ($name:ident, $type:ty, $($kind:ty),+) => {};
}

pub use {alone, value, view};
