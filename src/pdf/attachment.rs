//! The credential inside a PDF.
use thiserror::Error;
/// The name under which the credential is attached.
pub const ATTACHMENT_NAME: &str = "credential.jwt";
/// Why not.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unreadable {
    /// No PDF.
    #[error("The file is not a PDF.")]
    NotPdf,
}
/// Finds.
pub fn attached_credential(pdf: &[u8]) -> Result<Option<String>, Unreadable> {
    if pdf.starts_with(b"%PDF") { Ok(None) } else { Err(Unreadable::NotPdf) }
}
