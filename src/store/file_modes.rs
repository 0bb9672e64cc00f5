//! The files of an SQLite database are their owner's alone: they name people, and hold sealed keys.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What the files of a database are called beside it: its log, the index of that, and the journal.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What others than the owner may do.
const OTHERS: u32 = 0o077;

/// The files of the database that are there, by their own names: SQLite writes its log beside the file that a link
/// leads to. The database itself is the first.
#[must_use]
pub fn of(database: &Path) -> Vec<PathBuf> {
    let database = fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let companion = |suffix: &str| {
        let mut name = database.clone().into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    };
    let companions: Vec<_> = COMPANIONS.into_iter().map(companion).collect();
    std::iter::once(database).chain(companions).filter(|file| file.exists()).collect()
}

/// Whether others than the owner may use the file.
///
/// # Errors
/// When it cannot be looked at.
pub fn is_open(file: &Path) -> io::Result<bool> {
    Ok(fs::metadata(file)?.permissions().mode() & OTHERS != 0)
}

/// Takes the database's files from everybody but their owner. SQLite gives the files that it makes later the mode of
/// the database. Says whether any of them was open.
///
/// # Errors
/// When a mode cannot be changed, because the file is somebody else's or its file system has no modes.
pub fn make_private(database: &Path) -> io::Result<bool> {
    let mut was_open = false;
    for file in of(database) {
        match is_open(&file) {
            Ok(false) => {}
            Ok(true) => {
                fs::set_permissions(&file, Permissions::from_mode(0o600))?;
                was_open = true;
            }
            // Another process has removed its log in between.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(was_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_database_becomes_its_owners_alone() {
        let directory = tempfile::tempdir().unwrap();
        let (database, link) = (directory.path().join("x.db"), directory.path().join("link.db"));
        for (suffix, mode) in [("", 0o644), ("-wal", 0o664), ("-shm", 0o600), ("-journal", 0o604)] {
            let file = directory.path().join(format!("x.db{suffix}"));
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        }
        std::os::unix::fs::symlink(&database, &link).unwrap();
        assert!(make_private(&link).unwrap());
        assert_eq!(of(&link).len(), 4);
        assert!(of(&database).iter().all(|file| !is_open(file).unwrap()));
        assert!(!make_private(&database).unwrap());
        assert!(!make_private(&directory.path().join("none.db")).unwrap());
    }
}
