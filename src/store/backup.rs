//! Copies of the whole database by its own means, and putting one in the place of what there is.
//!
//! Failures are texts for the operator: what, where, and what to do.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::connection::{DatabaseConnection, Engine};

mod postgresql;
mod programs;
mod sqlite;
mod staging;

pub use postgresql::{grantees, refuse_other_sessions};
pub use sqlite::{Replacement, held_by};
pub use staging::Staging;

/// Tables that every version of the registry has had.
const ALWAYS_THERE: [&str; 4] = ["bodies", "candidates", "certificates", "events"];

/// Whether the work is to be given up.
pub type IsTold<'a> = &'a (dyn Fn() -> bool + Sync);

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    pub engine: Engine,
    /// The migrations that had been run.
    pub versions: Vec<String>,
    /// The sequence of the last event; 0 where there is none. An archive of PostgreSQL does not tell.
    pub last_sequence: Option<i64>,
}

/// Writes the whole database at `url` into `target`, a file that is there and empty, as it is at one moment while others
/// go on writing; says what it holds. Then reads the file back.
///
/// # Errors
/// A text without the password.
pub fn write(url: &str, target: &Path, is_told: IsTold<'_>) -> Result<Contents, String> {
    let written = match Engine::of(url)? {
        Engine::Sqlite => sqlite::write(url, target)?,
        Engine::Postgresql => postgresql::write(url, target, is_told)?,
    };
    let read = examine(target, written.engine, is_told)
        .map_err(|reason| format!("what was written is of no use, and was removed: {reason}"))?;
    if read.versions != written.versions {
        return Err("a migration ran meanwhile: make the backup again".to_owned());
    }
    Ok(Contents { last_sequence: written.last_sequence.or(read.last_sequence), ..read })
}

/// Looks through a backup: whether it is one of the registry, of this engine, and whole.
///
/// # Errors
/// What is wrong with it.
pub fn examine(file: &Path, engine: Engine, is_told: IsTold<'_>) -> Result<Contents, String> {
    let shown = file.display();
    let found = kind(file).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    match found {
        None => Err(format!(
            "{shown} is no backup of a registry: it is neither an SQLite database nor an archive of pg_dump"
        )),
        Some(found) if found != engine => Err(format!(
            "{shown} is of {}, and the database is {}: a backup goes back to the engine that it is of",
            found.name(),
            engine.name()
        )),
        Some(Engine::Sqlite) => sqlite::examine(file),
        Some(Engine::Postgresql) => postgresql::examine(file, is_told),
    }
}

/// The engine of which a file looks like a backup.
fn kind(file: &Path) -> io::Result<Option<Engine>> {
    let mut head = Vec::new();
    File::open(file)?.take(16).read_to_end(&mut head)?;
    let begins = |mark: &[u8]| head.starts_with(mark);
    Ok(if begins(b"SQLite format 3\0") { Some(Engine::Sqlite) } else { begins(b"PGDMP").then_some(Engine::Postgresql) })
}

/// The tables of `ALWAYS_THERE` that are not among these.
fn missing(tables: &[String]) -> Vec<&'static str> {
    ALWAYS_THERE.into_iter().filter(|table| !tables.iter().any(|found| found == table)).collect()
}

fn not_ours(what: &str, missing: &[&str]) -> String {
    format!("{what} is no registry's: it lacks the tables {}", missing.join(", "))
}

/// What there is in the database of a connection, if it is a registry's.
fn contents(connection: &mut DatabaseConnection, what: &str) -> Result<Contents, String> {
    let versions = super::migrations::applied(connection)?;
    if versions.is_empty() {
        return Err(not_ours(what, &ALWAYS_THERE));
    }
    let last_sequence = super::events::last(connection).map_err(|error| not_ours_because(what, &error))?;
    Ok(Contents { engine: connection.engine(), versions, last_sequence: Some(last_sequence) })
}

fn not_ours_because(what: &str, error: &crate::error::Error) -> String {
    format!("{what} cannot be read as a registry's: {error}")
}
