//! `touchstone scheme …`

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::context::read_scheme;
use super::failure::Failure;
use super::output::say;
use super::settings::{SettingFlags, Sources};
use crate::scheme::Scheme;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Explain every mistake in a scheme file
    Check {
        /// The file
        file: PathBuf,
    },
    /// Show a scheme in words
    Show {
        /// The file [default: the scheme in force]
        file: Option<PathBuf>,
    },
}

pub(super) fn run(command: &Command, flags: &SettingFlags) -> Result<(), Failure> {
    match command {
        Command::Check { file } => check(file),
        Command::Show { file: Some(file) } => show(&read_scheme(file)?),
        Command::Show { file: None } => match flags.scheme_file() {
            Some(file) => show(&read_scheme(Path::new(file))?),
            None => show(&super::context::load_scheme(&Sources::read(flags)?.resolve()?)?),
        },
    }
}

fn show(scheme: &Scheme) -> Result<(), Failure> {
    say(scheme.show().trim_end())
}

fn check(file: &Path) -> Result<(), Failure> {
    let scheme = read_scheme(file)?;
    let found = format!(
        "{} has no mistake: {}, version {}, {} formats, {} editions, {} qualifications.",
        file.display(),
        scheme.title,
        scheme.version,
        scheme.formats.len(),
        scheme.editions.len(),
        scheme.qualifications.len()
    );
    let open = scheme.open_questions().into_iter().map(|note| format!("- {note}"));
    say(&std::iter::once(found).chain(open).collect::<Vec<_>>().join("\n"))
}
