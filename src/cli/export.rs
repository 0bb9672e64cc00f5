//! `touchstone export …`: straight from the database, without a server.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::SecondsFormat;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::ProgressBar;
use tempfile::NamedTempFile;

use super::context::open_present_registry;
use super::failure::Failure;
use super::named_file::{folder_of, no_temporary_file};
use super::output::write_out;
use super::progress::{BETWEEN_LINES, moving_line, note};
use super::result_file::format_parser;
use crate::api::exports::lines::{Lines, unwritable};
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::exports::{ExportRequest, Exported, Kind, Receiver, Snapshot};
use crate::tabular::{Format, Separator};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to export
    #[arg(value_parser = kind_parser())]
    kind: Kind,
    /// Of this body only, by slug or id
    #[arg(long, value_name = "SLUG")]
    body: Option<String>,
    /// How to write it
    #[arg(long, default_value = "csv", value_parser = format_parser())]
    format: Format,
    /// What separates the cells of CSV [default: comma]
    #[arg(long, value_parser = separator_parser())]
    separator: Option<Separator>,
    /// Where to write it; a file that is there is replaced once all is written [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on after the line with this cursor: writes what is to be appended to an export that broke off
    #[arg(long)]
    cursor: Option<String>,
}

fn kind_parser() -> impl TypedValueParser<Value = Kind> {
    const KINDS: [Kind; 3] = [Kind::Candidates, Kind::Results, Kind::Certificates];
    PossibleValuesParser::new(KINDS.map(Kind::as_str))
        .try_map(|text| KINDS.into_iter().find(|kind| kind.as_str() == text).ok_or("cannot be exported"))
}

fn separator_parser() -> impl TypedValueParser<Value = Separator> {
    PossibleValuesParser::new(Separator::ALL.map(Separator::as_str))
        .try_map(|text| Separator::parse(&text).ok_or("separates nothing"))
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    if arguments.separator.is_some() && arguments.format != Format::Csv {
        return Err(Failure::usage("--separator is for CSV, and another format is asked for: leave one of them out"));
    }
    let registry = open_present_registry(settings)?;
    match &arguments.output {
        Some(path) => to_file(&registry, arguments, path),
        None => to_standard_output(&registry, arguments),
    }
}

/// Into a file beside the one that is wanted, which takes its place once it is whole and on the disk.
fn to_file(registry: &Registry, arguments: &Arguments, path: &Path) -> Result<(), Failure> {
    let cannot = |error: io::Error| Failure::new(format!("{} cannot be written: {error}", path.display()));
    let unfinished = NamedTempFile::new_in(folder_of(path)).map_err(cannot)?;
    let (mut unfinished, progress) = write(registry, arguments, unfinished)?;
    unfinished.as_file_mut().sync_all().map_err(cannot)?;
    unfinished.persist(path).map_err(|error| cannot(error.error))?;
    progress.end(&format!(" to {}", path.display()));
    Ok(())
}

/// By way of a temporary file: the database is not kept waiting for whoever reads, and a failure prints nothing.
fn to_standard_output(registry: &Registry, arguments: &Arguments) -> Result<(), Failure> {
    let no_room = |error: io::Error| no_temporary_file(&error);
    let spool = tempfile::tempfile().map_err(no_room)?;
    let (mut spool, progress): (File, Progress) = write(registry, arguments, spool)?;
    progress.end("");
    spool.rewind().map_err(no_room)?;
    write_out(|stream| io::copy(&mut spool, stream).map(drop))
}

fn write<W: Write>(registry: &Registry, arguments: &Arguments, target: W) -> Result<(W, Progress), Failure> {
    let Arguments { kind, body, format, cursor, .. } = arguments;
    let separator = arguments.separator.unwrap_or(Separator::Comma);
    let unwritable = |error: io::Error| Failure::from(unwritable(&error));
    let request = ExportRequest { kind: *kind, body: body.clone(), cursor: cursor.clone() };
    let lines = Lines::new(BufWriter::new(target), *format, separator, *kind, cursor.is_some());
    let lines = lines.map_err(unwritable)?;
    let mut writing = Writing { lines, progress: Progress::new(*kind) };
    registry.export(Caller::OPERATOR, &request, &mut writing)?;
    let Writing { lines, progress } = writing;
    let buffered = lines.into_inner().map_err(unwritable)?;
    let target = buffered.into_inner().map_err(|error| unwritable(error.into_error()))?;
    Ok((target, progress))
}

struct Writing<W: Write> {
    lines: Lines<W>,
    progress: Progress,
}

impl<W: Write> Receiver for Writing<W> {
    fn begin(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        self.progress.as_of = snapshot.as_of.to_rfc3339_opts(SecondsFormat::Micros, true);
        Ok(())
    }

    fn take(&mut self, snapshot: &Snapshot, records: Vec<Exported>) -> Result<(), Error> {
        let written = records.iter().try_for_each(|record| self.lines.write(snapshot, record));
        written.map_err(|error| unwritable(&error))?;
        self.progress.advance(records.len());
        Ok(())
    }
}

/// Says how far it is, on standard error: a moving line on a terminal, plain lines elsewhere.
struct Progress {
    kind: Kind,
    as_of: String,
    written: u64,
    bar: Option<ProgressBar>,
    said_at: Instant,
}

impl Progress {
    fn new(kind: Kind) -> Self {
        let template = "{spinner} {human_pos} {msg} ({per_sec}, {elapsed})";
        let bar = moving_line(ProgressBar::new_spinner, template, kind.as_str());
        Self { kind, as_of: String::new(), written: 0, bar, said_at: Instant::now() }
    }

    fn advance(&mut self, written: usize) {
        self.written += written as u64;
        match &self.bar {
            Some(bar) => bar.set_position(self.written),
            None if self.said_at.elapsed() > BETWEEN_LINES => {
                self.said_at = Instant::now();
                self.say("so far");
            }
            None => {}
        }
    }

    fn end(self, whither: &str) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.say(&format!("as of {}{whither}", self.as_of));
    }

    fn say(&self, more: &str) {
        note(&format!("exported {} {} {more}", self.written, self.kind.as_str()));
    }
}
