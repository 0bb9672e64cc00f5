//! The archive that a workbook is, written from its beginning to its end, wherever to.

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

pub struct Package<W: Write> {
    archive: ZipWriter<StreamWriter<Fuse<W>>>,
}

impl<W: Write> Package<W> {
    pub fn new(writer: W) -> Self {
        Self { archive: ZipWriter::new_stream(Fuse { writer, has_failed: false }) }
    }

    /// Begins a part, which is written to with [`write`](Self::write).
    pub fn begin(&mut self, name: &str) -> io::Result<()> {
        self.archive.start_file(name, SimpleFileOptions::default()).map_err(io::Error::from)
    }

    pub fn write(&mut self, text: &str) -> io::Result<()> {
        self.archive.write_all(text.as_bytes())
    }

    /// A part that is there as a whole.
    pub fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.begin(name)?;
        self.write(text)
    }

    /// A part that is not compressed, for those who look at the first bytes.
    pub fn bare_part(&mut self, name: &str, text: &str) -> io::Result<()> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.archive.start_file(name, stored).map_err(io::Error::from)?;
        self.write(text)
    }

    pub fn finish(self) -> io::Result<W> {
        let fuse = self.archive.finish().map_err(io::Error::from)?.into_inner();
        if fuse.has_failed { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(fuse.writer) }
    }
}

/// After a failure takes everything and writes nothing: an archive that is dropped would still write its end, and print on
/// standard error that it could not.
struct Fuse<W> {
    writer: W,
    has_failed: bool,
}

impl<W: Write> Write for Fuse<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_failed {
            return Ok(bytes.len());
        }
        let written = self.writer.write(bytes);
        self.has_failed = written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.has_failed { Ok(()) } else { self.writer.flush() }
    }
}
