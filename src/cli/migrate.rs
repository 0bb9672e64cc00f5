//! `touchstone migrate`

use super::context::prepare_data_directory;
use super::failure::Failure;
use super::output::say;
use crate::config::Settings;
use crate::registry::database;

/// Brings the schema up to date and says what it ran.
pub(super) fn run(settings: &Settings) -> Result<(), Failure> {
    prepare_data_directory(settings)?;
    let engine = database::engine(&settings.database)?.name();
    let run = database::migrate(&settings.database)?;
    if run.is_empty() {
        return say(&format!("The {engine} database's schema is up to date; there was nothing to run."));
    }
    for version in &run {
        say(&format!("ran migration {version}"))?;
    }
    say(&format!("The {engine} database's schema is up to date."))
}
