//! Why a file has no credential that could be checked. The words are for programs and their people; the page has its own.

use crate::pdf::Unreadable;

/// Why there is nothing to check in a file. Of the first ones nobody can tell what is in them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCredential {
    #[error("the PDF cannot be read: {0}")]
    UnreadablePdf(#[from] Unreadable),
    /// A text in UTF-16 with half a character in it.
    #[error("it is a text in UTF-16 that is cut off or damaged; save it in UTF-8")]
    DamagedUtf16,
    #[error("it is larger than any credential, of more than {0}")]
    TooLarge(&'static str),
    /// The lines of a message: a JSON Web Signature is one word (RFC 7515, section 2).
    #[error(
        "there are line breaks or spaces within it, as mail programs put them into long lines; save the attachment itself, \
         or take them out"
    )]
    Broken,
    /// It holds several, and one answer would be for one of them alone.
    #[error("there are {0} credentials in it; check each by itself")]
    Several(usize),
    #[error("it is a presentation without a credential in it")]
    NothingWrapped,
    #[error("no credential is attached to this PDF: it is no certificate of ours, or somebody printed it anew")]
    NothingAttached,
    #[error("the file is empty")]
    Empty,
    #[error("it is neither a PDF nor a text")]
    NoText,
    /// What only those understand who make credentials.
    #[error("{0}")]
    Other(String),
}

impl From<&str> for NoCredential {
    fn from(why: &str) -> Self {
        Self::Other(why.to_owned())
    }
}
