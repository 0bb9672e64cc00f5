//! Why a PDF that somebody presents cannot be looked into.

use thiserror::Error;

/// The largest file that is looked into, in bytes. A certificate has some fifty thousand.
pub const LARGEST_FILE: usize = 8 << 20;

/// Why a PDF could not be looked into. Each says what the person who has the file can do.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    #[error("The file is not a PDF.")]
    NotPdf,
    /// It is longer than any certificate.
    #[error("The file is too large: certificates are far smaller than {} MiB.", LARGEST_FILE >> 20)]
    TooLarge,
    /// It needs a password, or says that it does.
    #[error("The PDF is protected by encryption. Save it without a password, or check the certificate by its number.")]
    Encrypted,
    #[error("The PDF is damaged. Check the original file, or the certificate by its number.")]
    Damaged,
    #[error(
        "The PDF has an attachment that is packed in a way that cannot be read here. Check the original file, or the \
         certificate by its number."
    )]
    Packed,
    #[error(
        "The PDF is more complicated than any certificate. Check the original file, or the certificate by its number."
    )]
    TooComplicated,
}
