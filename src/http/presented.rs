//! A file that somebody presents for a check: a PDF, a JSON document or a JSON Web Signature, told apart by its content.

use actix_web::web::Bytes;

use super::upload::off_the_reactor;
use crate::error::Error;
use crate::registry::credential_checks::Presented;
use crate::trust::{hexadecimal, sha256};

/// A PDF file begins so; some programs put something in front (ISO 32000-1, annex H.3.4.1: within the first 1,024 bytes).
const PDF_MARK: &[u8] = b"%PDF-";
const MARK_WITHIN: usize = 1024;

/// What a file is, and the credential in it. Reading a PDF takes a while, so it does not hold up others.
pub async fn present(file: Bytes) -> Result<Presented, Error> {
    off_the_reactor(move || read(&file)).await
}

fn read(file: &[u8]) -> Presented {
    let head = &file[..file.len().min(MARK_WITHIN)];
    if head.windows(PDF_MARK.len()).any(|bytes| bytes == PDF_MARK) {
        return match crate::pdf::attached_credential(file) {
            Ok(credential) => Presented::Pdf { digest: hexadecimal(&sha256(file)), credential },
            Err(error) => Presented::Unreadable(format!("the PDF cannot be read: {error}")),
        };
    }
    if file.is_empty() {
        return Presented::Unreadable("the file is empty".to_owned());
    }
    // A byte order mark is no part of the text.
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    match std::str::from_utf8(text) {
        Ok(text) => Presented::Credential(text.to_owned()),
        Err(_) => Presented::Unreadable("it is neither a PDF nor a text".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_files_apart_by_their_content() {
        assert!(matches!(read(b"eyJ.eyJ.x"), Presented::Credential(text) if text == "eyJ.eyJ.x"));
        assert!(matches!(read(b"\xef\xbb\xbf{}"), Presented::Credential(text) if text == "{}"));
        for file in [b"".as_slice(), b"\xff\xfe", b"\x89PNG\r\n\x1a\n\x00", b"%PDF-", b"\n\n%PDF-1.7\nnothing"] {
            assert!(!matches!(read(file), Presented::Credential(_)), "{file:?}");
        }
    }
}
