//! What a failure of the database means: another write got in between, the machine or the server is to blame, or we are.
//!
//! PostgreSQL tells by its SQLSTATE, of which diesel hands on a few as kinds and the others not at all; its words are in
//! the server's language, which a role may not choose. So nothing is read out of its words: what diesel knows no kind
//! for is the server's trouble (a full disk, no memory, a statement that was cancelled or took too long, a right that
//! is missing), unless it carries a mark of a statement or value that is wrong. What SQLite says is the same everywhere,
//! and its list of troubles is complete.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

use super::connection::Engine;
use crate::error::{Code, Error};

/// SQLite's words for the result codes that tell of the machine and not of the statement: `SQLITE_IOERR`, `_FULL`,
/// `_READONLY`, `_CANTOPEN`, `_NOMEM`, `_PERM`, `_PROTOCOL`, `_CORRUPT`, `_NOTADB`, `_INTERRUPT` and `_NOLFS`.
const SQLITE_TROUBLE: [&str; 11] = [
    "disk I/O error",
    "database or disk is full",
    "attempt to write a readonly database",
    "unable to open",
    "out of memory",
    "access permission denied",
    "locking protocol",
    "database disk image is malformed",
    "file is not a database",
    "interrupted",
    "large file support is disabled",
];

/// SQLite's words for `SQLITE_BUSY` and `SQLITE_LOCKED`.
const SQLITE_LOCKED: [&str; 3] = ["database is locked", "database table is locked", "database schema is locked"];

/// What the cause of a write begins with that met a value that must be unique, in whatever language the server speaks.
pub const NOT_UNIQUE: &str = "not unique";

/// What diesel says, in the registry's words.
impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(kind, information) => explain(*kind, &**information),
            DieselError::BrokenTransactionManager => away(error.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl Error {
    /// The same for whoever asked the store: what it does not explain is the server's trouble where it is a server.
    pub(super) fn explained(self, engine: Engine) -> Self {
        match (self, engine) {
            (Self::Unexplained(cause), Engine::Postgresql) => away(cause),
            (Self::Unexplained(cause), Engine::Sqlite) => Self::Internal(cause),
            (other, _) => other,
        }
    }
}

fn away(cause: String) -> Error {
    Error::Unavailable { code: Code::DatabaseUnavailable, cause }
}

fn explain(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> Error {
    let constraint = information.constraint_name().map(|name| format!(" ({name})")).unwrap_or_default();
    let cause = format!("{}{constraint}", information.message());
    match kind {
        DatabaseErrorKind::SerializationFailure => Error::Contended(cause),
        DatabaseErrorKind::UniqueViolation => Error::Contended(format!("{NOT_UNIQUE}: {cause}")),
        DatabaseErrorKind::ClosedConnection
        | DatabaseErrorKind::UnableToSendCommand
        | DatabaseErrorKind::ReadOnlyTransaction => away(cause),
        DatabaseErrorKind::ForeignKeyViolation
        | DatabaseErrorKind::NotNullViolation
        | DatabaseErrorKind::CheckViolation
        | DatabaseErrorKind::RestrictViolation
        | DatabaseErrorKind::ExclusionViolation => Error::Internal(cause),
        _ if is_deadlock(information) || says(&cause, &SQLITE_LOCKED) => Error::Contended(cause),
        _ if says(&cause, &SQLITE_TROUBLE) => away(cause),
        _ if is_our_fault(information) => Error::Internal(cause),
        _ => Error::Unexplained(cause),
    }
}

fn says(words: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| words.contains(sign))
}

/// Whether PostgreSQL broke a deadlock (40P01). It tells who waited for whom, a line each, and the names of its locks
/// (`ShareLock` and the like) are the same in every language.
fn is_deadlock(information: &dyn DatabaseErrorInformation) -> bool {
    let waiting = |line: &&str| line.contains("Lock") && line.bytes().any(|byte| byte.is_ascii_digit());
    information.details().is_some_and(|details| details.lines().filter(waiting).count() >= 2)
}

/// Whether a statement or a value is wrong: the server names the place in the statement (classes 26 and 42), the bytes
/// that are no text (22021, 22P05), or the index that does not take so long a value (54000).
fn is_our_fault(information: &dyn DatabaseErrorInformation) -> bool {
    let message = information.message();
    information.statement_position().is_some() || message.contains(" 0x") || message.contains("btree")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server of PostgreSQL says.
    struct Said(&'static str, Option<&'static str>, Option<i32>);

    impl DatabaseErrorInformation for Said {
        fn message(&self) -> &str {
            self.0
        }
        fn details(&self) -> Option<&str> {
            self.1
        }
        fn hint(&self) -> Option<&str> {
            None
        }
        fn table_name(&self) -> Option<&str> {
            None
        }
        fn column_name(&self) -> Option<&str> {
            None
        }
        fn constraint_name(&self) -> Option<&str> {
            None
        }
        fn statement_position(&self) -> Option<i32> {
            self.2
        }
    }

    fn failed(said: Said) -> DieselError {
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(said))
    }

    fn is_unavailable(error: &Error) -> bool {
        matches!(error, Error::Unavailable { code: Code::DatabaseUnavailable, .. })
    }

    #[test]
    fn the_servers_trouble_is_told_from_ours_in_every_language() {
        for message in [
            "could not extend file \"base/16384/16397\": No space left on device",
            "konnte Datei »base/16384/16397« nicht erweitern: Auf dem Gerät ist kein Speicherplatz mehr verfügbar",
            "storniere Anfrage wegen Zeitüberschreitung der Anfrage",
            "annulation de la requête à la demande de l'utilisateur",
            "一時ファイルのサイズがtemp_file_limit(64kB)を超えています",
            "keine Berechtigung für Tabelle candidates",
        ] {
            let error = Error::from(failed(Said(message, None, None))).explained(Engine::Postgresql);
            assert!(is_unavailable(&error), "{message}: {error:?}");
        }
        for (message, position) in [
            ("Spalte »x« existiert nicht", Some(8)),
            ("ungültige Byte-Sequenz für Kodierung »UTF8«: 0x00", None),
            ("Größe 2800 der Indexzeile überschreitet btree-Version-4-Maximum 2704 für Index »i«", None),
        ] {
            let error = Error::from(failed(Said(message, None, position))).explained(Engine::Postgresql);
            assert!(matches!(error, Error::Internal(_)), "{message}: {error:?}");
        }
        let details = "Prozess 7 wartet auf ShareLock-Sperre auf Transaktion 5; blockiert von Prozess 8.\n\
                       Prozess 8 wartet auf ShareLock-Sperre auf Transaktion 6; blockiert von Prozess 7.";
        let error = Error::from(failed(Said("Verklemmung entdeckt", Some(details), None)));
        assert!(matches!(error, Error::Contended(_)), "{error:?}");
    }

    #[test]
    fn sqlite_says_what_it_means() {
        let said = |message: &str| {
            let error = DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned()));
            Error::from(error).explained(Engine::Sqlite)
        };
        for message in SQLITE_TROUBLE {
            assert!(is_unavailable(&said(message)), "{message}");
        }
        for message in SQLITE_LOCKED {
            assert!(matches!(said(message), Error::Contended(_)), "{message}");
        }
        for message in ["no such table: candidates", "datatype mismatch", "results is append-only"] {
            assert!(matches!(said(message), Error::Internal(_)), "{message}");
        }
    }

    #[test]
    fn what_diesel_knows_needs_no_words() {
        for (kind, unavailable) in [
            (DatabaseErrorKind::ReadOnlyTransaction, true),
            (DatabaseErrorKind::ClosedConnection, true),
            (DatabaseErrorKind::CheckViolation, false),
            (DatabaseErrorKind::RestrictViolation, false),
        ] {
            let error = Error::from(DieselError::DatabaseError(kind, Box::new(String::new())));
            assert_eq!(is_unavailable(&error), unavailable, "{error:?}");
        }
    }
}
