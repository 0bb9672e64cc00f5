//! The file that a report is written to: whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::failure::Failure;
use super::named_file::folder_of;
use crate::tabular::Format;

/// A file beside the one that is wanted, which takes its place once it is whole. It is made before anything else is
/// done, so that nobody learns at the end that it cannot be. Only its owner may read it: it names people.
pub(super) struct ReportFile {
    path: PathBuf,
    unfinished: NamedTempFile,
}

impl ReportFile {
    /// Makes the file beside `path`. `input` is the file that the report is about, which it must not replace.
    pub(super) fn new(path: &Path, input: &Path) -> Result<Self, Failure> {
        let is_input =
            path.canonicalize().ok().is_some_and(|path| input.canonicalize().is_ok_and(|input| input == path));
        if is_input {
            return Err(Failure::usage(format!(
                "the report would replace {} itself: name another file",
                path.display()
            )));
        }
        if path.is_dir() {
            return Err(Failure::new(format!("the report cannot be written: {} is a directory", path.display())));
        }
        let unfinished = NamedTempFile::new_in(folder_of(path)).map_err(|error| unwritable(path, &error))?;
        Ok(Self { path: path.to_owned(), unfinished })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The format that its name asks for; none where a report has no such.
    pub(super) fn format(&self) -> Option<Format> {
        let ending = self.path.extension()?.to_str()?.to_ascii_lowercase();
        [Format::Csv, Format::Xlsx, Format::Ods].into_iter().find(|format| format.as_str() == ending)
    }

    /// Writes it with `write`, from its beginning however much an earlier attempt left.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
        let cannot = |error: io::Error| unwritable(&self.path, &error);
        let mut file = self.unfinished.as_file();
        io::Seek::rewind(&mut file).and_then(|()| file.set_len(0)).map_err(cannot)?;
        let mut buffered = BufWriter::new(file);
        write(&mut buffered)?;
        buffered.flush().map_err(cannot)
    }

    pub(super) fn finish(self) -> Result<PathBuf, Failure> {
        let Self { path, unfinished } = self;
        unfinished.as_file().sync_all().map_err(|error| unwritable(&path, &error))?;
        unfinished.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
        Ok(path)
    }
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("the report {} cannot be written: {error}", path.display()))
}
