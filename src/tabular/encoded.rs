//! Writing in another encoding than UTF-8: a table goes back as it came.

use std::io;

use super::Encoding;

/// Hands on what is written to it, which is UTF-8, in another encoding.
pub struct Encoded<W> {
    inner: W,
    encoding: Encoding,
    /// The beginning of a character that goes on in what is still to come.
    begun: Vec<u8>,
}

impl<W: io::Write> Encoded<W> {
    pub const fn new(inner: W, encoding: Encoding) -> Self {
        Self { inner, encoding, begun: Vec::new() }
    }

    pub fn into_inner(self) -> W {
        self.inner
    }
}

impl<W: io::Write> io::Write for Encoded<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.encoding == Encoding::Utf8 {
            return self.inner.write(bytes);
        }
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
        };
        let text = String::from_utf8_lossy(&self.begun[..whole]);
        self.inner.write_all(&self.encoding.encode(&text))?;
        self.begun.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn characters_may_be_written_in_parts() {
        let text = "Müller €\u{FEFF}王😀";
        for encoding in [Encoding::Utf8, Encoding::Utf16LittleEndian, Encoding::Utf16BigEndian] {
            let mut encoded = Encoded::new(Vec::new(), encoding);
            for byte in text.as_bytes() {
                encoded.write_all(&[*byte]).unwrap();
            }
            let mut back = Vec::new();
            assert!(encoding.convert(&encoded.into_inner()[..], &mut back).unwrap());
            assert_eq!(String::from_utf8(back).unwrap(), text, "{encoding:?}");
        }
        let mut western = Encoded::new(Vec::new(), Encoding::Windows1252);
        western.write_all("Müller – 王".as_bytes()).unwrap();
        assert_eq!(western.into_inner(), b"M\xFCller \x96 &#29579;");
        assert!(Encoded::new(Vec::new(), Encoding::Windows1252).write_all(b"\xFF").is_err());
    }
}
