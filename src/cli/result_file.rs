//! The result file that `touchstone import` and `touchstone submit` are given.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::failure::Failure;
use super::named_file::{self, no_temporary_file};
use super::report_file::ReportFile;
use crate::input::dates::DateOrder;
use crate::scheme::text::FileName;
use crate::tabular::{Format, refuse_other_kinds};

/// What both commands are told about a file.
#[derive(Debug, Args)]
pub(super) struct FileArguments {
    /// The file: one row for each result (`touchstone template csv` prints one to begin with); `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Say what would become of each row, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go through a file once more that was dealt with before
    #[arg(long)]
    pub again: bool,
    /// Write the file back as CSV, with what became of each row beside it, to this file
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// The format of the file [default: by the ending of its name]
    #[arg(long, value_parser = format_parser())]
    pub format: Option<Format>,
    /// The order of the parts of its dates, where the file does not tell: is 03/04/2015 in March or in April?
    #[arg(long, value_name = "ORDER", value_parser = order_parser())]
    pub dates: Option<DateOrder>,
    /// Print one line of JSON
    #[arg(long)]
    pub json: bool,
}

pub(super) fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::as_str))
        .try_map(|text| Format::parse(&text).ok_or("is not a format"))
}

fn order_parser() -> impl TypedValueParser<Value = DateOrder> {
    PossibleValuesParser::new(DateOrder::ALL.map(DateOrder::as_str))
        .try_map(|text| DateOrder::parse(&text).ok_or("is not an order"))
}

/// A result file, copied: whoever goes on writing to the file that was named changes nothing any more, and a pipe can be
/// read as often as it takes.
pub(super) struct ResultFile {
    /// The copy, which has no name and is gone with the process.
    pub content: File,
    pub bytes: u64,
    pub format: Format,
    /// Its name where it comes from, if it has one that can be kept.
    pub name: Option<FileName>,
}

impl FileArguments {
    pub(super) fn report_file(&self) -> Result<Option<ReportFile>, Failure> {
        self.report.as_deref().map(|path| ReportFile::new(path, &self.file)).transpose()
    }

    /// Copies the file; at most `limit` bytes, if there is a limit.
    pub(super) fn open(&self, limit: Option<u64>) -> Result<ResultFile, Failure> {
        let is_input = named_file::is_input(&self.file);
        let named = self.format.or_else(|| Format::from_file_name(self.file.to_str()?));
        let Some(format) = named else { return Err(self.unknown_format(is_input)?) };
        if format == Format::Ndjson && self.dates.is_some() {
            let detail = "--dates is for tables that people write: in NDJSON dates are written YYYY-MM-DD";
            return Err(Failure::usage(detail));
        }
        let (content, bytes) = if is_input {
            self.copy(io::stdin().lock(), limit)?
        } else {
            let file = File::open(&self.file).map_err(|error| self.unreadable(&error))?;
            self.copy(file, limit)?
        };
        let name = self.file.file_name().filter(|_| !is_input);
        let name = name.and_then(|name| FileName::parse(&name.to_string_lossy()).ok());
        Ok(ResultFile { content, bytes, format, name })
    }

    /// What to say of a file whose name does not tell the format: what it is, where its beginning tells that it can be none.
    fn unknown_format(&self, is_input: bool) -> Result<Failure, Failure> {
        if is_input {
            let detail = "standard input has no name that tells the format: say --format csv or --format ndjson";
            return Ok(Failure::usage(detail.to_owned()));
        }
        let mut beginning = Vec::new();
        let file = File::open(&self.file).map_err(|error| self.unreadable(&error))?;
        // A folder shows when it is read, and has no ending either.
        let read = file.take(512).read_to_end(&mut beginning);
        Ok(match refuse_other_kinds(&beginning, Format::Csv) {
            Err(error) if read.is_ok() && error.code == "wrong_file_type" => {
                Failure::new(format!("{} cannot be read: {}", self.shown(), error.detail))
            }
            _ => Failure::usage(format!(
                "{} does not tell by its ending the format: say --format csv or --format ndjson",
                self.shown()
            )),
        })
    }

    fn copy(&self, from: impl Read, limit: Option<u64>) -> Result<(File, u64), Failure> {
        let copy = tempfile::tempfile().map_err(|error| no_temporary_file(&error))?;
        let mut from = Noting { inner: from.take(limit.map_or(u64::MAX, |limit| limit + 1)), failed: false };
        let copied = io::copy(&mut from, &mut &copy);
        let bytes =
            copied.map_err(|error| if from.failed { self.unreadable(&error) } else { no_temporary_file(&error) })?;
        match limit {
            Some(limit) if bytes > limit => Err(Failure::new(format!(
                "{} has more than {limit} bytes, which TOUCHSTONE_BATCH_LIMIT_BYTES allows: split it, and send the parts",
                self.shown()
            ))),
            _ => Ok((copy, bytes)),
        }
    }

    fn unreadable(&self, error: &io::Error) -> Failure {
        Failure::new(named_file::unreadable(&self.file, error))
    }

    /// What was said of how the file is to be read, for a command that reads it again.
    pub(super) fn said(&self) -> String {
        let format = self.format.map_or_else(String::new, |format| format!(" --format {format}"));
        let dates = self.dates.map_or_else(String::new, |order| format!(" --dates {order}"));
        format + &dates
    }

    pub(super) fn shown(&self) -> String {
        named_file::shown(&self.file)
    }
}

/// Notes that reading failed, which a copy does not tell from writing.
struct Noting<R> {
    inner: R,
    failed: bool,
}

impl<R: Read> Read for Noting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer);
        self.failed = read.as_ref().is_err_and(|error| error.kind() != ErrorKind::Interrupted);
        read
    }
}
