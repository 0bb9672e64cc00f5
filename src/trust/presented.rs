//! A file that somebody presents for a check: a PDF, a JSON document or a JSON Web Signature, told apart by its content.

use super::{hexadecimal, sha256};
use crate::pdf::attached_credential;

/// A PDF file begins so; some programs put something in front (ISO 32000-1, annex H.3.4.1: within the first 1,024 bytes).
const PDF_MARK: &[u8] = b"%PDF-";
const MARK_WITHIN: usize = 1024;

/// A file as it was presented.
#[derive(Clone, Debug)]
pub enum Presented {
    /// A credential by itself, in either of its forms.
    Credential(String),
    /// A PDF file: its digest (SHA-256, hexadecimal), and the credential in it, if there is one.
    Pdf {
        /// The digest of the whole file.
        digest: String,
        /// The credential attached to it.
        credential: Option<String>,
    },
    /// Neither, and why.
    Unreadable(String),
}

impl Presented {
    /// Whether a file is a PDF, which unpacks to more than its length.
    #[must_use]
    pub fn is_pdf(file: &[u8]) -> bool {
        file[..file.len().min(MARK_WITHIN)].windows(PDF_MARK.len()).any(|bytes| bytes == PDF_MARK)
    }

    /// What a file is, and the credential in it. A PDF takes a while.
    #[must_use]
    pub fn read(file: &[u8]) -> Self {
        if Self::is_pdf(file) {
            return match attached_credential(file) {
                Ok(credential) => Self::Pdf { digest: hexadecimal(&sha256(file)), credential },
                Err(error) => Self::Unreadable(format!("the PDF cannot be read: {error}")),
            };
        }
        if file.is_empty() {
            return Self::Unreadable("the file is empty".to_owned());
        }
        // A byte order mark is no part of the text.
        let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
        match std::str::from_utf8(text) {
            Ok(text) => Self::Credential(text.to_owned()),
            Err(_) => Self::Unreadable("it is neither a PDF nor a text".to_owned()),
        }
    }

    /// The credential, with nothing about it checked yet.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn credential(&self) -> Result<&str, &str> {
        match self {
            Self::Credential(text) | Self::Pdf { credential: Some(text), .. } => Ok(text),
            Self::Pdf { credential: None, .. } => {
                Err("no credential is attached to this PDF: it is no certificate of ours, or somebody printed it anew")
            }
            Self::Unreadable(why) => Err(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_files_apart_by_their_content() {
        let read = Presented::read;
        assert!(matches!(read(b"eyJ.eyJ.x"), Presented::Credential(text) if text == "eyJ.eyJ.x"));
        assert!(matches!(read(b"\xef\xbb\xbf{}"), Presented::Credential(text) if text == "{}"));
        for file in [b"".as_slice(), b"\xff\xfe", b"\x89PNG\r\n\x1a\n\x00", b"%PDF-", b"\n\n%PDF-1.7\nnothing"] {
            assert!(!matches!(read(file), Presented::Credential(_)), "{file:?}");
            assert!(read(file).credential().is_err(), "{file:?}");
        }
    }
}
