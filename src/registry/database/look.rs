//! What can be seen of a database: for the operator's questions.

use super::{OpenError, Trouble, TroubleKind, connect, refuse_strangers, sqlite_file, state, unusable};
use crate::clock::Moment;
use crate::config::DatabaseSettings;
use crate::error::Error;
use crate::store::inspection::{self, Integrity};
use crate::store::migrations::SchemaState;
use crate::store::{DatabaseConnection, Store, file_modes, grants};

/// Whether others than its owner can use a file of the SQLite database; `None` where none can be looked at.
#[must_use]
pub fn is_open_to_others(settings: &DatabaseSettings) -> Option<bool> {
    let files = file_modes::of(&sqlite_file(settings)?);
    files.iter().map(|file| file_modes::is_open(file).ok()).reduce(|one, other| Some(one? || other?))?
}

/// What can be seen of a database without changing it.
#[derive(Debug)]
pub struct Inspection {
    pub version: String,
    /// How its schema compares with the one that this program is made for.
    pub schema: SchemaState,
    /// Which durability setting is wrong, if one is.
    pub not_durable: Option<String>,
    /// The encoding of its texts, where that can be chosen.
    pub encoding: Option<String>,
    /// Which time-outs its sessions lack, because a pooler does not hand them on.
    pub missing_time_outs: Vec<&'static str>,
    /// The clock of the database's machine, where it is another one than ours.
    pub clock: Option<Moment>,
    /// When the last write was recorded; unknown where the schema is not current.
    pub last_write: Option<Moment>,
    /// What the role that connects may do though the service never needs it, in words. Looked for in a current schema.
    pub excess_powers: Vec<String>,
}

/// Looks at the database. Of an SQLite file no byte is changed.
pub fn inspect(settings: &DatabaseSettings) -> Result<Inspection, OpenError> {
    super::engine(settings)?;
    refuse_strangers(settings)?;
    let looked = DatabaseConnection::look(settings.url.expose());
    let mut connection = looked.map_err(|reason| unusable(settings, &reason))?;
    let unreadable = |error: Error| unusable(settings, &error.to_string());
    let schema = state(&mut connection, settings)?;
    let is_current = schema == SchemaState::Current;
    let excess_powers = if is_current { grants::excess(&mut connection).map_err(unreadable)? } else { Vec::new() };
    let last_write = if is_current { inspection::last_write(&mut connection).map_err(unreadable)? } else { None };
    // The journal of a file is changed when it is opened.
    let not_durable = match sqlite_file(settings) {
        Some(_) => None,
        None => connection.check_durability().err(),
    };
    Ok(Inspection {
        version: inspection::version(&mut connection).map_err(unreadable)?,
        encoding: connection.encoding().map_err(unreadable)?,
        missing_time_outs: connection.missing_time_outs().map_err(unreadable)?,
        clock: inspection::clock(&mut connection).map_err(unreadable)?,
        not_durable,
        schema,
        last_write,
        excess_powers,
    })
}

/// What a look through all of the database found.
#[derive(Debug)]
pub struct Examination {
    pub integrity: Integrity,
    /// Numbers on record that are none.
    pub mistyped_numbers: Vec<String>,
}

/// Looks through all of the database, which takes as long as it takes to read it.
pub fn examine(settings: &DatabaseSettings) -> Result<Examination, String> {
    let mut connection = connect(settings).map_err(|error| error.to_string())?;
    let unreadable = |error: Error| format!("the database cannot be read: {error}");
    let integrity = inspection::integrity(&mut connection).map_err(unreadable)?;
    let mistyped_numbers = inspection::mistyped_numbers(&mut connection).map_err(unreadable)?;
    Ok(Examination { integrity, mistyped_numbers })
}

/// Whether the database can be read and written.
pub fn probe(settings: &DatabaseSettings) -> Result<(), Trouble> {
    let store = Store::open(settings).map_err(|cause| Trouble { kind: TroubleKind::Unreachable, cause })?;
    store.probe()
}
