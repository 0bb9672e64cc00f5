//! What a file is read as: CSV or NDJSON in UTF-8. One in another encoding, or a workbook, is converted into a temporary file
//! before anything else is done, and that is what is kept of it.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

use super::file::{FileError, Format, knows};
use crate::error::Error;
use crate::tabular::workbook::{self, Wanted};
use crate::tabular::{Encoding, Sheet};
use crate::trust::Sha256;

/// How many times as much as may be kept of a file may come out of the archive that a workbook is.
const UNPACKED: u64 = 8;

/// How much a file may hold.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    pub rows: u32,
    /// Bytes that are kept.
    pub bytes: u64,
}

/// A file whose content is to be read as what it is here.
pub(super) struct Converted {
    pub content: File,
    pub format: Format,
    pub sheet: Option<Sheet>,
}

/// How a file begins.
pub(super) fn beginning(content: &mut File) -> Result<Vec<u8>, Error> {
    let mut beginning = Vec::new();
    content.rewind().map_err(|error| unusable(&error))?;
    content.take(512).read_to_end(&mut beginning).map_err(|error| unusable(&error))?;
    content.rewind().map_err(|error| unusable(&error))?;
    Ok(beginning)
}

/// The sheet of a workbook that is wanted; any other file as it is. What it is sent as counts for less than what it is.
pub(super) fn sheet_of(
    mut content: File,
    format: Format,
    wanted: Option<&str>,
    limits: FileLimits,
) -> Result<Converted, Error> {
    if !workbook::is_workbook(&beginning(&mut content)?) {
        if let Some(name) = wanted {
            return Err(FileError::no_sheets(name).into());
        }
        let format = if format.is_workbook() { Format::Csv } else { format };
        return Ok(Converted { content, format, sheet: None });
    }
    let wanted = Wanted {
        sheet: wanted,
        knows: &knows,
        keeps_lines: false,
        most_unpacked: limits.bytes.saturating_mul(UNPACKED),
        most_bytes: limits.bytes,
    };
    let mut table = tempfile::tempfile().map_err(|error| unusable(&error))?;
    let sheet = workbook::convert(&mut content, &wanted, &table)?;
    table.rewind().map_err(|error| unusable(&error))?;
    Ok(Converted { content: table, format: Format::Csv, sheet: Some(sheet) })
}

/// The file in UTF-8, if it is certain in which encoding it is that could not be read for this reason.
pub(super) fn in_utf8(
    content: &mut File,
    error: &FileError,
    limits: FileLimits,
) -> Result<Option<(File, Encoding)>, Error> {
    let Some(encoding) = Encoding::suspected(&beginning(content)?, error) else { return Ok(None) };
    let converted = tempfile::tempfile().map_err(|error| unusable(&error))?;
    let mut to = BufWriter::new(Limited { inner: converted, left: limits.bytes, most: limits.bytes });
    let is_certain = encoding.convert(BufReader::new(content), &mut to).map_err(|error| refused(&error))?;
    let mut converted = to.into_inner().map_err(|error| refused(error.error()))?.inner;
    converted.rewind().map_err(|error| unusable(&error))?;
    Ok(is_certain.then_some((converted, encoding)))
}

pub(super) fn unusable(error: &std::io::Error) -> Error {
    Error::storage("the temporary file of an upload cannot be used", error)
}

fn refused(error: &std::io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()) {
        Some(refusal) => refusal.clone().into(),
        None => unusable(error),
    }
}

/// Writes on what it is given, up to a limit.
struct Limited<W> {
    inner: W,
    left: u64,
    most: u64,
}

impl<W: Write> Write for Limited<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let too_large = || std::io::Error::other(FileError::too_large(self.most));
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        self.inner.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// Reads on what another reader gives, and counts and digests it on the way.
pub(super) struct Tee<R> {
    inner: R,
    digest: Sha256,
    bytes: u64,
}

impl<R: Read> Tee<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, digest: Sha256::new(), bytes: 0 }
    }

    /// SHA-256 in hexadecimal, and the length, of all of it: what was not read yet is read.
    pub fn finish(mut self) -> Result<(String, u64), Error> {
        std::io::copy(&mut self, &mut std::io::sink()).map_err(|error| unusable(&error))?;
        Ok((self.digest.finish(), self.bytes))
    }
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
