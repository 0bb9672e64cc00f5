//! A stream of bytes to physical lines of UTF-8, with their numbers.

use std::io::{ErrorKind, Read};

use super::kind::{encoding_error, nul_error};
use super::{FileError, LONGEST_ROW};

/// One physical line; it ends with LF, CRLF, CR or the file.
pub struct Line<'a> {
    /// Counted from 1.
    pub number: u64,
    pub text: &'a str,
    /// The line with its end.
    pub whole: &'a str,
}

/// Reads lines through a buffer of fixed size.
pub struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Where the next line begins in the buffer.
    start: usize,
    /// Where the bytes that were read end.
    end: usize,
    /// Up to where no line end was found.
    searched: usize,
    number: u64,
    ended: bool,
}

impl<R: Read> Lines<R> {
    /// Reads the beginning, which [`beginning`](Self::beginning) then shows.
    pub fn open(reader: R) -> Result<Self, FileError> {
        let buffer = vec![0; 2 * LONGEST_ROW];
        let mut lines = Self { reader, buffer, start: 0, end: 0, searched: 0, number: 0, ended: false };
        while !lines.ended && lines.end < LONGEST_ROW {
            lines.fill()?;
        }
        Ok(lines)
    }

    /// What is read and not handed out yet.
    pub fn beginning(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Leaves out so many bytes: a byte-order mark.
    pub fn skip(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
        self.searched = self.start;
    }

    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, FileError> {
        let Some((length, ending)) = self.find_end()? else { return Ok(None) };
        self.number += 1;
        let number = self.number;
        let begin = self.start;
        self.start += length + ending;
        self.searched = self.start;
        let whole = &self.buffer[begin..self.start];
        let whole = std::str::from_utf8(whole).map_err(|error| encoding_error(whole, &error, number))?;
        if let Some(position) = whole.bytes().position(|byte| byte == 0) {
            return Err(nul_error(number, position));
        }
        Ok(Some(Line { number, text: &whole[..length], whole }))
    }

    /// The length of the next line, and that of its end.
    fn find_end(&mut self) -> Result<Option<(usize, usize)>, FileError> {
        loop {
            let found = self.buffer[self.searched..self.end].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let length = found.map(|position| self.searched + position - self.start);
            if length.unwrap_or(self.end - self.start) > LONGEST_ROW - 2 {
                return Err(too_long(self.number + 1));
            }
            match length {
                // Only the byte after a CR tells whether it is a line end by itself.
                Some(length) if self.buffer[self.start + length] == b'\r' && self.start + length + 1 == self.end => {
                    self.searched = self.start + length;
                    if self.ended {
                        return Ok(Some((length, 1)));
                    }
                }
                Some(length) => {
                    let is_pair = self.buffer[self.start + length..self.end].starts_with(b"\r\n");
                    return Ok(Some((length, if is_pair { 2 } else { 1 })));
                }
                None => {
                    self.searched = self.end;
                    if self.ended {
                        return Ok((self.start < self.end).then_some((self.end - self.start, 0)));
                    }
                }
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), FileError> {
        if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.searched -= self.start;
            self.start = 0;
        }
        match self.reader.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.ended = true,
            Ok(read) => self.end += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => {
                return Err(FileError::new(FileError::NOT_READ, format!("the file could not be read: {error}")));
            }
        }
        Ok(())
    }
}

/// The complaint about a row that nobody wrote by hand or by a program that works.
fn too_long(line: u64) -> FileError {
    let most = LONGEST_ROW / 1024;
    let detail = format!(
        "is longer than {most} KiB, which no row is; see that the rows are on lines of their own, and that the file is \
         what it is sent as"
    );
    FileError::on(line, "row_too_long", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a few bytes at a time, as a slow connection would.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn lines(bytes: &[u8], at_a_time: usize) -> Result<Vec<(u64, String)>, FileError> {
        let mut lines = Lines::open(Drops(bytes, at_a_time))?;
        let mut found = Vec::new();
        while let Some(line) = lines.next_line()? {
            found.push((line.number, line.text.to_owned()));
        }
        Ok(found)
    }

    #[test]
    fn every_line_end_ends_a_line() {
        for at_a_time in [1, 2, 3, 1000] {
            let found = lines(b"a\nb\r\nc\rd\r\r\ne", at_a_time).unwrap();
            let texts: Vec<_> = found.iter().map(|(_, text)| text.as_str()).collect();
            assert_eq!(texts, ["a", "b", "c", "d", "", "e"]);
            assert_eq!(found.last().unwrap().0, 6);
        }
        assert_eq!(lines(b"a\r", 1).unwrap().len(), 1);
        assert_eq!(lines(b"", 1).unwrap().len(), 0);
        assert_eq!(lines(b"\n", 1).unwrap(), [(1, String::new())]);
    }

    #[test]
    fn lines_may_cross_the_buffer() {
        let line = "é".repeat(LONGEST_ROW / 2 - 1);
        let bytes = format!("{line}\r\n{line}\r\nx\r\n{line}\r\n{line}").into_bytes();
        for at_a_time in [777, 1 << 20] {
            let found = lines(&bytes, at_a_time).unwrap();
            assert_eq!(found.len(), 5);
            assert_eq!(found[4].1, line);
        }
    }

    #[test]
    fn a_line_without_end_is_refused_early() {
        let endless = std::io::repeat(b'x');
        let error = Lines::open(endless).unwrap().next_line().map(|_| ()).unwrap_err();
        assert_eq!((error.code, error.line), ("row_too_long", Some(1)));
    }

    #[test]
    fn reading_may_fail() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        assert_eq!(Lines::open(Broken).err().unwrap().code, FileError::NOT_READ);
    }
}
