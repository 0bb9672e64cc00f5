//! Files in another encoding than UTF-8: recognised where there is no doubt, and converted before anything else is done.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use super::kind::{Width, width};
use super::western::is_western;
use super::{FileError, LONGEST_ROW};

/// In which encoding a file was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    #[default]
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "UTF-16LE")]
    Utf16LittleEndian,
    #[serde(rename = "UTF-16BE")]
    Utf16BigEndian,
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// As IANA calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// As a `Content-Type` calls a table that begins with a byte order mark if the encoding has one.
    pub const fn charset(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16LittleEndian | Self::Utf16BigEndian => "utf-16",
            Self::Windows1252 => "windows-1252",
        }
    }

    pub fn has_byte_order_mark(self) -> bool {
        self != Self::Windows1252
    }

    /// Whether a text can be written in this encoding, and is told from other encodings when it is read again.
    pub fn fits(self, text: &str) -> bool {
        self != Self::Windows1252 || !WINDOWS_1252.encode(text).2 && text.lines().all(is_western)
    }

    /// The text in this encoding. A character that it does not have is written as in HTML.
    pub fn encode(self, text: &str) -> Cow<'_, [u8]> {
        match self {
            Self::Utf8 => Cow::Borrowed(text.as_bytes()),
            Self::Utf16LittleEndian => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Windows1252 => WINDOWS_1252.encode(text).0,
        }
    }

    /// What a file may be in that begins so and could not be read for this reason; `None` where another encoding is not why.
    pub fn suspected(beginning: &[u8], error: &FileError) -> Option<Self> {
        if error.code != FileError::WRONG_ENCODING {
            return None;
        }
        match width(beginning) {
            Some(Width::Little) => Some(Self::Utf16LittleEndian),
            Some(Width::Big) => Some(Self::Utf16BigEndian),
            Some(Width::Four) => None,
            None => Some(Self::Windows1252),
        }
    }

    /// Writes what is read in this encoding in UTF-8. Whether all of it was in the encoding, without a doubt; else what was
    /// written is worth nothing.
    pub fn convert(self, mut from: impl Read, mut to: impl Write) -> io::Result<bool> {
        let mut decoder = match self {
            Self::Utf8 => return io::copy(&mut from, &mut to).map(|_| true),
            Self::Utf16LittleEndian => UTF_16LE.new_decoder_with_bom_removal(),
            Self::Utf16BigEndian => UTF_16BE.new_decoder_with_bom_removal(),
            Self::Windows1252 => WINDOWS_1252.new_decoder_without_bom_handling(),
        };
        let mut doubts = Doubts { is_western: self == Self::Windows1252, line: String::new() };
        let (mut bytes, mut text) = (vec![0; LONGEST_ROW], vec![0; 4 * LONGEST_ROW]);
        loop {
            let count = match from.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let is_last = count == 0;
            let (result, _, written) = decoder.decode_to_utf8_without_replacement(&bytes[..count], &mut text, is_last);
            let Ok(part) = std::str::from_utf8(&text[..written]) else { return Ok(false) };
            if result != DecoderResult::InputEmpty || doubts.rise(part, is_last) {
                return Ok(false);
            }
            to.write_all(part.as_bytes())?;
            if is_last {
                return Ok(true);
            }
        }
    }
}

/// Looks at a text as it is decoded, line by line.
struct Doubts {
    is_western: bool,
    /// The line that goes on in what is still to come.
    line: String,
}

impl Doubts {
    fn rise(&mut self, decoded: &str, is_last: bool) -> bool {
        if !self.is_western {
            return false;
        }
        // Five bytes are none of its characters, and no text has their places in Unicode.
        if decoded.chars().any(|one| matches!(one, '\u{80}'..='\u{9F}')) {
            return true;
        }
        let mut lines = decoded.split_inclusive(['\n', '\r']);
        let is_doubtful = lines.any(|part| {
            self.line.push_str(part);
            let is_whole = part.ends_with(['\n', '\r']);
            let is_doubtful = self.line.len() > 2 * LONGEST_ROW || is_whole && !is_western(&self.line);
            if is_whole {
                self.line.clear();
            }
            is_doubtful
        });
        // A file that ends in such a letter may be one in UTF-8 that was cut off.
        is_doubtful
            || is_last && (!is_western(&self.line) || self.line.chars().last().is_some_and(|last| !last.is_ascii()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(encoding: Encoding, bytes: &[u8]) -> Option<String> {
        let mut text = Vec::new();
        encoding.convert(bytes, &mut text).unwrap().then(|| String::from_utf8(text).unwrap())
    }

    #[test]
    fn a_file_is_converted_whole_or_not_at_all() {
        let text = "Müller;Zoë\r\n".repeat(20_000) + "王小明 😀";
        for (encoding, mark) in [(Encoding::Utf16LittleEndian, "\u{FEFF}"), (Encoding::Utf16BigEndian, "")] {
            let units = format!("{mark}{text}");
            let bytes: Vec<u8> = units
                .encode_utf16()
                .flat_map(
                    |unit| if encoding == Encoding::Utf16BigEndian { unit.to_be_bytes() } else { unit.to_le_bytes() },
                )
                .collect();
            assert_eq!(converted(encoding, &bytes).as_deref(), Some(&*text));
            assert_eq!(converted(encoding, &bytes[..bytes.len() - 1]), None, "half a character");
            assert_eq!(converted(encoding, &bytes[..bytes.len() - 2]), None, "half a pair");
        }
        let western = b"M\xFCller\r\n".repeat(20_000);
        assert_eq!(converted(Encoding::Windows1252, &western), Some("Müller\r\n".repeat(20_000)));
        for doubtful in [&b"M\xFC\x81"[..], b"a\nDvo\xF8\xE1k\nb", b"M\xC3\xBCller, Gr\xFCn\n", b"a,M\xC3"] {
            assert_eq!(converted(Encoding::Windows1252, doubtful), None, "{doubtful:?}");
        }
    }

    #[test]
    fn an_encoding_is_kept_by_its_name() {
        use Encoding::{Utf8, Utf16BigEndian, Utf16LittleEndian, Windows1252};
        for encoding in [Utf8, Utf16LittleEndian, Utf16BigEndian, Windows1252] {
            assert_eq!(serde_json::to_value(encoding).unwrap(), encoding.name());
            assert_eq!(serde_json::from_value::<Encoding>(encoding.name().into()).unwrap(), encoding);
        }
    }
}
