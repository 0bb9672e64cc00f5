//! Where a chunked body ends (RFC 9112, section 7.1). What is wrong with one is actix's to say; here it only must not
//! end too early.

/// Where the reader stands in a chunked body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chunks {
    /// Before a size, or between its digits.
    #[default]
    BeforeSize,
    /// In the line of a size, of which the digits so far say this.
    Size(u64),
    /// Behind the digits of a size, in the rest of its line.
    Extension(u64),
    /// In a chunk that has so many more bytes.
    Data(u64),
    /// Behind a chunk, before the end of its line.
    AfterData,
    /// In a line of the trailer, which is empty so far or not.
    Trailer { is_empty: bool },
    /// Behind all of it.
    Ended,
}

impl Chunks {
    pub fn have_ended(self) -> bool {
        self == Self::Ended
    }

    /// Takes what has arrived; what is left belongs to the next request.
    pub fn take<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            if let Self::Data(left) = *self {
                let here = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
                let left = left - here as u64;
                *self = if left == 0 { Self::AfterData } else { Self::Data(left) };
                rest = &rest[here..];
                continue;
            }
            if self.have_ended() {
                break;
            }
            *self = self.next(byte);
            rest = after;
        }
        rest
    }

    fn next(self, byte: u8) -> Self {
        let digit = char::from(byte).to_digit(16).map(u64::from);
        match (self, byte) {
            (Self::Size(0) | Self::Extension(0), b'\n') => Self::Trailer { is_empty: true },
            (Self::Size(size) | Self::Extension(size), b'\n') => Self::Data(size),
            (Self::BeforeSize, _) => digit.map_or(Self::BeforeSize, Self::Size),
            (Self::Size(size), _) => {
                digit.map_or(Self::Extension(size), |digit| Self::Size(size.saturating_mul(16).saturating_add(digit)))
            }
            (Self::AfterData, b'\n') => Self::BeforeSize,
            (Self::Trailer { is_empty: true }, b'\n') => Self::Ended,
            (Self::Trailer { .. }, b'\n') => Self::Trailer { is_empty: true },
            (Self::Trailer { is_empty }, b'\r') => Self::Trailer { is_empty },
            (Self::Trailer { .. }, _) => Self::Trailer { is_empty: false },
            (same, _) => same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_ends_with_its_last_chunk_and_trailer() {
        for (text, left) in [
            ("0\r\n\r\n", Some("")),
            ("0\r\n\r\nGET", Some("GET")),
            ("5\r\nhello\r\n0\r\n\r\n", Some("")),
            ("5;name=value\r\nhello\r\n000;last\r\n\r\nx", Some("x")),
            ("a\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", Some("")),
            ("A\r\n0123456789\r\n0\r\nexpires: never\r\ndigest: x\r\n\r\n", Some("")),
            ("5\r\nhello\r\n", None),
            ("5\r\nhel", None),
            ("0\r\n", None),
            ("0\r\nexpires: never\r\n", None),
            ("ffffffffffffffffff\r\n0\r\n\r\n", None),
            ("", None),
        ] {
            let mut chunks = Chunks::default();
            let rest = chunks.take(text.as_bytes());
            assert_eq!(chunks.have_ended().then_some(rest), left.map(str::as_bytes), "{text:?}");
            let mut single = Chunks::default();
            let taken =
                text.bytes().take_while(|byte| !single.have_ended() && single.take(&[*byte]).is_empty()).count();
            assert_eq!(single, chunks, "{text:?}");
            assert_eq!(text.len() - taken, left.map_or(0, str::len), "{text:?}");
        }
    }
}
