//! Whatever the program writes is its owner's alone, whatever the umask and the folder.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::command::Program;
use crate::support::scratch;

/// The files below a folder that others than their owner may use, with their modes.
fn open_files(folder: &Path) -> BTreeMap<String, u32> {
    let mut open = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_symlink() {
            continue;
        }
        if entry.path().is_dir() {
            open.extend(open_files(&entry.path()));
            continue;
        }
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            open.insert(entry.path().display().to_string(), mode);
        }
    }
    open
}

/// A folder that everybody may use, with nothing in it.
fn open_folder(name: &str) -> tempfile::TempDir {
    let folder = scratch::directory(name);
    fs::create_dir(folder.path().join("data")).unwrap();
    for path in [folder.path().to_owned(), folder.path().join("data")] {
        fs::set_permissions(path, Permissions::from_mode(0o777)).unwrap();
    }
    folder
}

#[test]
fn whatever_is_written_is_its_owners_alone() {
    let folder = open_folder("modes");
    let temporary = folder.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    // The tests' own umask is inherited: nothing is left to it.
    let program = Program::new(folder.path()).set("TMPDIR", &temporary.display().to_string()).with_umask(0);
    program.run(&["migrate"]).done();
    program.run(&["body", "add", "--name", "B", "--country", "DE", "--listed-on", "2013-01-01", "--slug", "b"]).done();
    let template = program.run(&["template", "csv"]);
    fs::write(folder.path().join("results.csv"), template.done()).unwrap();
    fs::set_permissions(folder.path().join("results.csv"), Permissions::from_mode(0o600)).unwrap();
    let imported = program.run(&["import", "results.csv", "--body", "b", "--report", "report.csv"]);
    assert_eq!(imported.code, Some(1), "two rows of the template are invented: {imported:?}");
    program.run(&["export", "candidates", "--output", "candidates.csv"]).done();
    let serving = program.serve(&[]);
    serving.client().get("/readyz").expect(200);
    let written: Vec<_> =
        fs::read_dir(folder.path().join("data")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    for name in ["touchstone.db", "touchstone.db-wal", "touchstone.db-shm", "key-encryption.key"] {
        assert!(written.contains(&name.into()), "{name} is not among {written:?}");
    }
    for name in ["report.csv", "candidates.csv"] {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    assert_eq!(open_files(folder.path()), BTreeMap::new(), "while it serves");
    assert_eq!(serving.terminate(), Some(0));
    assert_eq!(open_files(folder.path()), BTreeMap::new(), "afterwards");
}

/// The demonstration keeps its invented records to itself too.
#[test]
fn the_folder_of_the_demonstration_is_closed() {
    let folder = open_folder("modes-demo");
    let serving = Program::new(folder.path())
        .set("TMPDIR", &folder.path().display().to_string())
        .with_umask(0)
        .serve(&["--demo"]);
    assert_eq!(open_files(folder.path()), BTreeMap::new());
    assert_eq!(serving.terminate(), Some(0));
}

/// What an earlier version left open, or an operator copied, is closed by the first command that opens it; until then the
/// doctor says it.
#[test]
fn a_database_that_is_open_is_closed() {
    for (link, mode) in [(false, 0o644), (true, 0o666), (false, 0o640)] {
        let folder = open_folder("modes-old");
        let program = Program::new(folder.path()).with_umask(0);
        program.run(&["migrate"]).done();
        let file = folder.path().join("data/touchstone.db");
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let program = if link {
            std::os::unix::fs::symlink(&file, folder.path().join("link.db")).unwrap();
            program.set("DATABASE_URL", &format!("sqlite:{}", folder.path().join("link.db").display()))
        } else {
            program
        };
        let doctor = program.run(&["doctor"]);
        assert!(doctor.printed.contains("other users of this machine can read the database"), "{doctor:?}");
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let serving = program.serve(&[]);
        serving.client().get("/readyz").expect(200);
        assert_eq!(open_files(folder.path()), BTreeMap::new(), "{link} {mode:o}");
        assert_eq!(serving.terminate(), Some(0));
        let doctor = program.run(&["doctor"]);
        assert!(!doctor.printed.contains("other users of this machine can read the database"), "{doctor:?}");
    }
}
