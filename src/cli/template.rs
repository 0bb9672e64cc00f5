//! `touchstone template`

use clap::Args;

use super::failure::Failure;
use super::output::say;
use super::result_file::format_parser;
use crate::registry::batches::file::{Format, template};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The format of the file
    #[arg(value_parser = format_parser(Format::TEXTS))]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments.format {
        Format::Ndjson => say(template::ndjson().trim_end_matches('\n')),
        Format::Csv | Format::Xlsx | Format::Ods => say(template::csv().trim_end_matches('\n')),
    }
}
