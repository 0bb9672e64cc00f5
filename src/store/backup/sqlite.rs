//! SQLite: `VACUUM INTO` reads one state while others write, which go on meanwhile. (The online backup interface begins
//! again at every write of another process, and beside eight writers never ends.)

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::Text;
use rustix::fs::{FlockOperation, fcntl_lock};
use tempfile::TempDir;

use super::{Contents, contents, missing, not_ours};
use crate::store::connection::DatabaseConnection;
use crate::store::{file_modes, inspection, sqlite_file};

fn file_of(url: &str) -> Result<&Path, String> {
    sqlite_file::path(url).ok_or_else(|| "DATABASE_URL names no file".to_owned())
}

/// Writes the database, which is known to be no other program's, into an empty file.
pub(super) fn write(url: &str, target: &Path) -> Result<Contents, String> {
    let path = file_of(url)?;
    let path = &*path.to_string_lossy();
    if !Path::new(path).is_file() {
        return Err(format!("there is no database {path}: check DATABASE_URL and --data-directory"));
    }
    let cannot = |reason: String| format!("{path} cannot be opened: {reason}");
    let mut connection = DatabaseConnection::connect(url).map_err(cannot)?;
    let before = contents(&mut connection, path)?;
    let name = target.to_str().ok_or("the name of the file to write is not UTF-8: name another one")?;
    let DatabaseConnection::Sqlite(sqlite) = &mut connection else {
        return Err("the database is not SQLite".to_owned());
    };
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(name).execute(sqlite).map_err(|error| {
        match error.to_string() {
            full if full.contains("disk is full") => format!("there is no room for it on the disk: {full}"),
            other => format!("SQLite cannot write it: {other}"),
        }
    })?;
    // Others may have written since the look: the last event is that of the copy.
    Ok(Contents { last_sequence: None, ..before })
}

/// Looks through a backup without touching it.
pub(super) fn examine(file: &Path) -> Result<Contents, String> {
    let shown = file.display().to_string();
    let damaged = |reason: &dyn std::fmt::Display| format!("{shown} is damaged: {reason}");
    for suffix in ["-wal", "-journal"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(suffix);
        if fs::metadata(&beside).is_ok_and(|found| found.len() > 0) {
            return Err(format!(
                "{shown} has a log beside it ({}), without which it is not whole: it is a database in use or a plain copy of one\n\
                 Make a backup of it with `touchstone backup`.",
                Path::new(&beside).display()
            ));
        }
    }
    let mut connection = sqlite_file::look(file).map(DatabaseConnection::Sqlite).map_err(|error| damaged(&error))?;
    match inspection::integrity(&mut connection) {
        Ok(inspection::Integrity::Damaged(found)) => return Err(damaged(&found.join("; "))),
        Ok(_) => {}
        Err(error) => return Err(damaged(&error)),
    }
    let tables = "SELECT name AS answer FROM sqlite_master WHERE type = 'table'";
    let missing = missing(&inspection::texts(&mut connection, tables).map_err(|error| damaged(&error))?);
    if !missing.is_empty() {
        return Err(not_ours(&shown, &missing));
    }
    contents(&mut connection, &shown)
}

/// That a process uses the database, if one does: whoever has it open holds a lock on a part of it, also while nothing is
/// asked. Gives a lock on all of it otherwise, which ends with the value, and earlier where this process opens and closes
/// the file again.
pub fn held_by(database: &Path) -> Result<Option<File>, String> {
    let cannot = |error: &dyn std::fmt::Display| format!("{} cannot be locked: {error}", database.display());
    let file = match File::options().read(true).write(true).open(database) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened.map_err(|error| cannot(&error))?,
    };
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(format!(
            "the database {} is in use: stop the service and whatever else has it open, and begin again",
            database.display()
        )),
        Err(error) => Err(cannot(&error)),
    }
}

/// A copy of a backup beside the database, to be made ready there and to take its place.
pub struct Replacement {
    database: PathBuf,
    /// A folder for the copy, as SQLite makes files beside it; it goes with the value.
    folder: TempDir,
}

impl Replacement {
    /// Copies a backup to the database's side.
    pub fn beside(url: &str, backup: &Path) -> Result<Self, String> {
        let named = file_of(url)?.to_owned();
        // A link stays one: what it leads to is replaced.
        let database = fs::canonicalize(&named).unwrap_or(named);
        let folder = folder_of(&database).to_owned();
        let cannot = |error: io::Error| {
            format!(
                "the backup cannot be copied into {}: {error}\nIt needs room there for a second database.",
                folder.display()
            )
        };
        let name = database.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let made =
            tempfile::Builder::new().prefix(&format!("{name}.restoring-")).tempdir_in(&folder).map_err(cannot)?;
        let replacement = Self { database, folder: made };
        fs::copy(backup, replacement.copy()).map_err(cannot)?;
        fs::set_permissions(replacement.copy(), Permissions::from_mode(0o600)).map_err(cannot)?;
        Ok(replacement)
    }

    fn copy(&self) -> PathBuf {
        self.folder.path().join("copy.db")
    }

    /// The address of the copy.
    #[must_use]
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.copy().display())
    }

    /// Puts the copy in the database's place, and keeps what was there under a name that ends in `mark`; says where.
    pub fn take_place(self, mark: &str) -> Result<Option<PathBuf>, String> {
        let (database, copy) = (&self.database, self.copy());
        let cannot = |error: io::Error| format!("{} cannot be replaced: {error}", database.display());
        File::open(&copy).and_then(|copy| copy.sync_all()).map_err(cannot)?;
        if file_modes::of(&copy).len() > 1 {
            return Err(format!("the copy {} is in use by another process: begin again", copy.display()));
        }
        // What is in the log goes into the file, where that can be read; the log of a damaged one goes with it below.
        if database.exists() {
            drop(DatabaseConnection::connect(&format!("sqlite:{}", database.display())));
        }
        let lock = held_by(database)?;
        let kept = with(database, &format!(".before-restore-{mark}"));
        if lock.is_some() {
            give(&copy, database)?;
        }
        let moved = swap(database, &copy, &kept).map_err(cannot)?;
        if let Err(error) = File::open(folder_of(database)).and_then(|folder| folder.sync_all()) {
            tracing::warn!(%error, "the folder of the database cannot be written to the disk: a power cut could undo this");
        }
        Ok(moved)
    }
}

/// Gives the copy to whoever owns the database.
fn give(copy: &Path, database: &Path) -> Result<(), String> {
    let looked = fs::metadata(database).and_then(|owner| Ok((owner, fs::metadata(copy)?)));
    let (owner, own) = looked.map_err(|error| format!("{} cannot be replaced: {error}", database.display()))?;
    if (owner.uid(), owner.gid()) == (own.uid(), own.gid()) {
        return Ok(());
    }
    chown(copy, Some(owner.uid()), Some(owner.gid())).map_err(|error| {
        format!("the restored database cannot be given to the user {}: {error}\nRun this as that user.", owner.uid())
    })
}

/// Puts the copy in the database's place, and what was there aside, also a log whose database is gone: SQLite would write
/// it into the copy. Says what was kept.
fn swap(database: &Path, copy: &Path, kept: &Path) -> io::Result<Option<PathBuf>> {
    let mut aside = Aside::default();
    for suffix in ["-wal", "-shm", "-journal"] {
        aside.put(&with(database, suffix), with(kept, suffix), |from, to| fs::rename(from, to))?;
    }
    // A second name first, so that there is a database under its own name at every moment.
    aside.put(database, kept.to_owned(), |from, to| fs::hard_link(from, to).or_else(|_| fs::rename(from, to)))?;
    fs::rename(copy, database)?;
    Ok(std::mem::take(&mut aside.moved).pop().map(|(_, kept)| kept))
}

/// The files that were put aside, by their own names and the new ones. They go back with the value.
#[derive(Default)]
struct Aside {
    moved: Vec<(PathBuf, PathBuf)>,
}

impl Aside {
    /// Gives a file, if it is there, a name that no other has.
    fn put(&mut self, from: &Path, to: PathBuf, rename: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
        if !from.exists() {
            return Ok(());
        }
        if to.exists() {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{} is there already", to.display())));
        }
        rename(from, &to)?;
        self.moved.push((from.to_owned(), to));
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        for (own, kept) in self.moved.drain(..) {
            // Where both are names of one file, to rename does nothing, and the second name is left.
            if fs::rename(&kept, own).is_ok() {
                let _ = fs::remove_file(kept);
            }
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever step fails, each file is there again under its own name, and no other is.
    #[test]
    fn what_was_put_aside_goes_back_when_the_swap_fails() {
        for obstacle in ["kept-wal", "kept-shm", "kept-journal", "kept", "copy"] {
            let folder = tempfile::tempdir().unwrap();
            let path = |name: &str| folder.path().join(name);
            let files = ["db", "db-journal", "db-shm", "db-wal"];
            for name in files {
                fs::write(path(name), name).unwrap();
            }
            match obstacle {
                "copy" => {}
                other => fs::create_dir(path(other)).unwrap(),
            }
            swap(&path("db"), &path("copy"), &path("kept")).unwrap_err();
            let entries = fs::read_dir(folder.path()).unwrap().flatten().filter(|entry| entry.path().is_file());
            let mut found: Vec<_> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
            found.sort();
            assert_eq!(found, files, "{obstacle}");
            for name in files {
                assert_eq!(fs::read_to_string(path(name)).unwrap(), name, "{obstacle}");
            }
        }
    }
}
