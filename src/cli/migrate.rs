//! `touchstone migrate`

use clap::Args;

use super::context::prepare_data_directory;
use super::failure::Failure;
use super::output::say;
use crate::config::Settings;
use crate::registry::database::{self, Engine};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The PostgreSQL role that the service runs under: it may read and add, and change what the registry changes, in
    /// every table that there is then; never alter a table or drop a trigger
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
}

/// Brings the schema up to date and says what it ran; then grants what the service needs to its role.
pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    let engine = database::engine(&settings.database)?;
    if arguments.grant_to.is_some() && engine == Engine::Sqlite {
        return Err(Failure::usage("SQLite has no roles: --grant-to is for PostgreSQL".to_owned()));
    }
    prepare_data_directory(settings)?;
    let run = database::migrate(&settings.database)?;
    for version in &run {
        say(&format!("ran migration {version}"))?;
    }
    let rest = if run.is_empty() { "; there was nothing to run" } else { "" };
    say(&format!("The {} database's schema is up to date{rest}.", engine.name()))?;
    if let Some(role) = &arguments.grant_to {
        let tables = database::grant(&settings.database, role)?;
        say(&format!("The role {role} may do what the service needs, in {tables} tables."))?;
    }
    Ok(())
}
