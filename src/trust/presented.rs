//! A file that somebody presents for a check: a PDF, a JSON document or a JSON Web Signature, told apart by its content.

use std::borrow::Cow;

use super::no_credential::NoCredential;
use super::{hexadecimal, sha256};
use crate::pdf::attached_credential;

/// A PDF file begins so; some programs put something in front (ISO 32000-1, annex H.3.4.1: within the first 1,024 bytes).
const PDF_MARK: &[u8] = b"%PDF-";
const MARK_WITHIN: usize = 1024;

#[derive(Clone, Debug)]
pub enum Presented {
    Credential(String),
    /// A PDF file: its digest (SHA-256, hexadecimal), and the credential in it, if there is one.
    Pdf {
        digest: String,
        credential: Option<String>,
    },
    Unreadable(NoCredential),
}

impl Presented {
    /// Whether a file is a PDF, which unpacks to more than its length.
    pub fn is_pdf(file: &[u8]) -> bool {
        file[..file.len().min(MARK_WITHIN)].windows(PDF_MARK.len()).any(|bytes| bytes == PDF_MARK)
    }

    /// What a file is, and the credential in it. A PDF takes a while.
    pub fn read(file: &[u8]) -> Self {
        if Self::is_pdf(file) {
            return match attached_credential(file) {
                Ok(credential) => Self::Pdf { digest: hexadecimal(&sha256(file)), credential },
                Err(error) => Self::Unreadable(error.into()),
            };
        }
        match text_of(file) {
            Ok(text) => Self::Credential(text.into_owned()),
            Err(why) => Self::Unreadable(why),
        }
    }

    /// The credential, with nothing about it checked yet, or why there is none.
    pub fn credential(&self) -> Result<&str, NoCredential> {
        match self {
            Self::Credential(text) | Self::Pdf { credential: Some(text), .. } => Ok(text),
            Self::Pdf { credential: None, .. } => Err(NoCredential::NothingAttached),
            Self::Unreadable(why) => Err(why.clone()),
        }
    }
}

/// How two bytes are one unit of UTF-16.
type ByteOrder = fn([u8; 2]) -> u16;

/// The text in a file: UTF-8, or UTF-16 in either order, as some shells write what they save. The first character of all
/// that is read here is one of ASCII, by which UTF-16 is known without a byte order mark, and other bytes are known not
/// to be.
pub fn text_of(file: &[u8]) -> Result<Cow<'_, str>, NoCredential> {
    let (order, text): (Option<ByteOrder>, _) = match file {
        [0xEF, 0xBB, 0xBF, text @ ..] => (None, text),
        [0xFF, 0xFE, text @ ..] => (Some(u16::from_le_bytes), text),
        [0xFE, 0xFF, text @ ..] => (Some(u16::from_be_bytes), text),
        [b'\t'..=b'~', 0, ..] => (Some(u16::from_le_bytes), file),
        [0, b'\t'..=b'~', ..] => (Some(u16::from_be_bytes), file),
        _ => (None, file),
    };
    if text.is_empty() {
        return Err(NoCredential::Empty);
    }
    let Some(order) = order else {
        return std::str::from_utf8(text).map(Cow::Borrowed).map_err(|_| NoCredential::NoText);
    };
    let (pairs, rest) = text.as_chunks();
    let units = pairs.iter().map(|pair| order(*pair));
    let decoded: Result<String, _> = char::decode_utf16(units).collect();
    match (decoded, pairs.first()) {
        (_, Some(first)) if order(*first) > 0x7F => Err(NoCredential::NoText),
        (Ok(text), _) if rest.is_empty() => Ok(Cow::Owned(text)),
        _ => Err(NoCredential::DamagedUtf16),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_shells_write() {
        let both = |text: &str| {
            let units: Vec<u16> = text.encode_utf16().collect();
            let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
            [little, big]
        };
        for text in ["{\"name\": \"Zoë 𠮷\"}\r\n", "eyJ.eyJ.x"] {
            let files = [[text.as_bytes().to_vec(), [b"\xef\xbb\xbf", text.as_bytes()].concat()], both(text)];
            for file in files.into_iter().flatten().chain(both(&format!("\u{feff}{text}"))) {
                assert_eq!(text_of(&file).unwrap(), text, "{file:?}");
                let cut = text_of(&file[..file.len() - 1]);
                assert!(file.len() <= text.len() + 3 || cut == Err(NoCredential::DamagedUtf16), "{file:?}");
            }
        }
        for file in [b"\xff\xfe".as_slice(), b"\xfe\xff", b"\xef\xbb\xbf", b""] {
            assert_eq!(text_of(file), Err(NoCredential::Empty), "{file:?}");
        }
        assert_eq!(text_of(b"\xff\xfe{\0\x00\xd8"), Err(NoCredential::DamagedUtf16), "half a pair");
        assert_eq!(text_of(b"\xff\xfe\x00\x01"), Err(NoCredential::NoText));
    }

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
