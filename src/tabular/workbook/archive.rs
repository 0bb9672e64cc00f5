//! The archive that a workbook is (ZIP, APPNOTE 6.3.10), as far as a workbook is one: bounded in entries and in what comes out
//! of them, and no two entries of one name, which programs would read differently.

use std::io::{self, Read, Seek, SeekFrom, Take};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::{damaged, failure, too_large};
use crate::tabular::FileError;

/// The most entries: a workbook has some for each sheet, picture and comment.
const MOST_ENTRIES: u16 = 5000;
/// The most bytes of their list.
const LONGEST_DIRECTORY: u64 = 1 << 20;
/// The record at the end, and the longest comment that may come after it.
const END: usize = 22;
const LONGEST_COMMENT: usize = 0xFFFF;

pub(super) struct Archive<R> {
    file: R,
    entries: Vec<Entry>,
    /// How many bytes may still come out of it, over all that is read.
    left: u64,
    most: u64,
}

struct Entry {
    /// In small letters, as programs look for it.
    name: String,
    is_encrypted: bool,
    method: u16,
    checksum: u32,
    packed: u64,
    size: u64,
    at: u64,
}

fn cut_off() -> FileError {
    damaged("its end is missing, so it seems to be cut off")
}

/// A number of the file, the least significant byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the list of entries, of which so many bytes may come in all.
    pub fn open(mut file: R, most: u64) -> Result<Self, FileError> {
        let directory = read_directory(&mut file)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut rest = directory.as_slice();
        while rest.starts_with(b"PK\x01\x02") {
            let (entry, length) = Entry::read(rest).ok_or_else(|| damaged("its list of entries ends too early"))?;
            if entries.iter().any(|other| other.name == entry.name) {
                return Err(damaged("it has two entries of the same name"));
            }
            entries.push(entry);
            if entries.len() > usize::from(MOST_ENTRIES) {
                return Err(too_many_entries());
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        Ok(Self { file, entries, left: most, most })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The content of an entry, where there is one of this name in whatever case.
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_, R>>, FileError> {
        let name = name.to_lowercase();
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else { return Ok(None) };
        if entry.is_encrypted {
            return Err(super::encrypted());
        }
        if entry.size > self.left {
            return Err(too_much(self.most));
        }
        let mut head = [0; 30];
        self.file.seek(SeekFrom::Start(entry.at)).map_err(|error| failure(&error))?;
        self.file.read_exact(&mut head).map_err(|error| failure(&error))?;
        if !head.starts_with(b"PK\x03\x04") {
            return Err(damaged("an entry is not where its list says"));
        }
        let skipped = u16::from_le_bytes([head[26], head[27]]).saturating_add(u16::from_le_bytes([head[28], head[29]]));
        self.file.seek(SeekFrom::Current(skipped.into())).map_err(|error| failure(&error))?;
        let packed = (&mut self.file).take(entry.packed);
        let content = match entry.method {
            0 => Content::Stored(packed),
            8 => Content::Deflated(Box::new(DeflateDecoder::new(packed))),
            _ => return Err(damaged("an entry is compressed in a way that workbooks are not")),
        };
        let (size, checksum) = (entry.size, entry.checksum);
        Ok(Some(Part { content, left: &mut self.left, most: self.most, crc: Crc::new(), read: 0, size, checksum }))
    }

    /// The whole of a small entry, as text; empty where it is not there.
    pub fn text(&mut self, name: &str) -> Result<String, FileError> {
        let mut text = Vec::new();
        if let Some(part) = self.part(name)? {
            part.take(64 << 10).read_to_end(&mut text).map_err(|error| failure(&error))?;
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// The list of entries, which the record at the end leads to.
fn read_directory(file: &mut (impl Read + Seek)) -> Result<Vec<u8>, FileError> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| failure(&error))?;
    let end_at = length.saturating_sub((END + LONGEST_COMMENT) as u64);
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(end_at)).map_err(|error| failure(&error))?;
    file.take((END + LONGEST_COMMENT) as u64).read_to_end(&mut end).map_err(|error| failure(&error))?;
    let found = end.windows(END).rposition(|window| window.starts_with(b"PK\x05\x06")).ok_or_else(cut_off)?;
    let field = |at: usize, length: usize| number(&end[found..], at, length).ok_or_else(cut_off);
    let (count, size, start) = (field(10, 2)?, field(12, 4)?, field(16, 4)?);
    if count > u64::from(MOST_ENTRIES) || size > LONGEST_DIRECTORY {
        return Err(too_many_entries());
    }
    let mut directory = Vec::new();
    file.seek(SeekFrom::Start(start)).map_err(|error| failure(&error))?;
    file.take(size).read_to_end(&mut directory).map_err(|error| failure(&error))?;
    // The number of entries that is told and the one that is there may differ.
    if directory.len() as u64 != size || !directory.is_empty() && !directory.starts_with(b"PK\x01\x02") {
        return Err(damaged("its list of entries is not where its end says"));
    }
    Ok(directory)
}

impl Entry {
    /// The entry at the beginning of the list, and how long it is there.
    fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let field = |at: usize, length: usize| number(bytes, at, length);
        let length = |at: usize| usize::try_from(field(at, 2)?).ok();
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let (mut packed, mut size, mut at) = (field(20, 4)?, field(24, 4)?, field(42, 4)?);
        let extra_at = 46 + name;
        let mut extras = bytes.get(extra_at..extra_at + extra)?;
        // Programs that write as they go give lengths in 64 bits, of small files too.
        while let (Some(kind), Some(length)) = (number(extras, 0, 2), number(extras, 2, 2)) {
            let length = usize::try_from(length).ok()?;
            if kind == 1 {
                let mut from = 4;
                for value in [&mut size, &mut packed, &mut at] {
                    if *value == u64::from(u32::MAX) {
                        *value = number(extras, from, 8)?;
                        from += 8;
                    }
                }
            }
            extras = extras.get(4 + length..).unwrap_or_default();
        }
        let text = String::from_utf8_lossy(bytes.get(46..extra_at)?).replace('\\', "/").to_lowercase();
        let name = text.trim_start_matches('/').to_owned();
        let is_encrypted = field(8, 2)? & 1 != 0;
        let (method, checksum) = (u16::try_from(field(10, 2)?).ok()?, u32::try_from(field(16, 4)?).ok()?);
        Some((Self { name, is_encrypted, method, checksum, packed, size, at }, extra_at + extra + comment))
    }
}

/// The content of an entry. It reads to its end only if it is what the list of entries says.
pub(super) struct Part<'a, R: Read> {
    content: Content<'a, R>,
    left: &'a mut u64,
    most: u64,
    crc: Crc,
    read: u64,
    size: u64,
    checksum: u32,
}

enum Content<'a, R: Read> {
    Stored(Take<&'a mut R>),
    Deflated(Box<DeflateDecoder<Take<&'a mut R>>>),
}

impl<R: Read> Read for Part<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.content {
            Content::Stored(content) => content.read(buffer),
            Content::Deflated(content) => content.read(buffer),
        }?;
        self.crc.update(&buffer[..read]);
        self.read += read as u64;
        let is_over = read == 0 && !buffer.is_empty();
        if self.read > self.size || is_over && (self.read < self.size || self.crc.sum() != self.checksum) {
            return Err(io::Error::other(damaged("an entry is not what its checksum says")));
        }
        *self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(too_much(self.most)))?;
        Ok(read)
    }
}

fn too_many_entries() -> FileError {
    too_large(format!("it has more than {MOST_ENTRIES} entries"))
}

fn too_much(most: u64) -> FileError {
    too_large(format!("it is more than {} MiB when it is unpacked", most >> 20))
}
