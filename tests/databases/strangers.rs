//! A file that is something else is refused by every command, and nothing of it is changed.

use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};

use crate::support::command::Program;
use crate::support::sql::Sql;
use crate::support::world::World;
use crate::support::{Engine, Service, scratch};

const COMMANDS: [&[&str]; 8] = [
    &["serve", "--bind", "127.0.0.1:0"],
    &["migrate"],
    &["client", "list"],
    &["export", "candidates"],
    &["keys", "rotate"],
    &["doctor"],
    &["backup", "x.backup"],
    &["restore", BACKUP],
];

/// The name of a backup, in the folder of the test.
const BACKUP: &str = "good.backup";

/// What makes a file.
type Make<'a> = &'a dyn Fn(&Path);

/// Every file in the directory with its content.
fn content(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(directory).unwrap().flatten().filter(|entry| entry.path().is_file());
    let mut files: Vec<_> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

fn database(file: &Path, statements: &str) {
    SqliteConnection::establish(file.to_str().unwrap()).unwrap().batch_execute(statements).unwrap();
}

/// A file whose last writer was killed: its journal is applied by whoever opens it to write.
fn left_in_the_middle(file: &Path) {
    let whole = file.with_extension("whole");
    let mut writer = SqliteConnection::establish(whole.to_str().unwrap()).unwrap();
    writer.batch_execute("CREATE TABLE user (id); PRAGMA cache_size = 1; BEGIN").unwrap();
    let numbers = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000)";
    writer.batch_execute(&format!("{numbers} INSERT INTO user SELECT zeroblob(200) FROM n")).unwrap();
    for suffix in ["", "-journal"] {
        let beside = |file: &Path| format!("{}{suffix}", file.display());
        std::fs::copy(beside(&whole), beside(file)).unwrap();
    }
    drop(writer);
    std::fs::remove_file(whole).unwrap();
}

#[test]
fn what_is_something_else_is_refused_and_left_as_it_is() {
    let own = scratch::directory("strangers");
    let whole = own.path().join("whole.db");
    let url = format!("sqlite:{}", whole.display());
    let ours = Program::new(own.path()).set("DATABASE_URL", &url);
    ours.run(&["migrate"]).done();
    ours.run(&["backup", BACKUP]).done();
    database(&whole, "PRAGMA wal_checkpoint(TRUNCATE)");
    let ours = std::fs::read(&whole).unwrap();
    let another_program = "another program made it";
    let made: [(&str, Make<'_>, &str); 10] = [
        ("tables", &|file| database(file, "CREATE TABLE user (id); CREATE TABLE dashboard (id)"), another_program),
        (
            "that writes ahead",
            &|file| database(file, "PRAGMA journal_mode = WAL; CREATE TABLE user (id)"),
            another_program,
        ),
        ("left in the middle", &left_in_the_middle, another_program),
        (
            "another id",
            &|file| database(file, "PRAGMA application_id = 1; CREATE TABLE candidates (id)"),
            another_program,
        ),
        (
            "diesel",
            &|file| database(file, "CREATE TABLE __diesel_schema_migrations (version); CREATE TABLE posts (id)"),
            another_program,
        ),
        (
            "similar",
            &|file| database(file, "CREATE TABLE candidates (id); CREATE TABLE certificates (id)"),
            another_program,
        ),
        ("text", &|file| std::fs::write(file, "id,name\n1,x\n").unwrap(), "no SQLite database"),
        (
            "zeroed head",
            &|file| std::fs::write(file, [&[0; 4096], &ours[4096..]].concat()).unwrap(),
            "no SQLite database",
        ),
        ("half", &|file| std::fs::write(file, &ours[..ours.len() / 2]).unwrap(), "damaged"),
        (
            "overwritten",
            &|file| std::fs::write(file, [&ours[..100], &[0xAA; 8092][..], &ours[8192..]].concat()).unwrap(),
            "damaged",
        ),
    ];
    for (name, make, words) in made {
        for arguments in COMMANDS {
            let directory = scratch::directory("strangers");
            let file = directory.path().join("their file.db");
            make(&file);
            std::fs::copy(own.path().join(BACKUP), directory.path().join(BACKUP)).unwrap();
            let before = content(directory.path());
            let program = Program::new(directory.path()).set("DATABASE_URL", &format!("sqlite:{}", file.display()));
            let ended = program.run(arguments);
            if (words, arguments[0]) == ("damaged", "restore") {
                // To restore is the cure for one of ours.
                assert!(ended.done().contains("What was there before is kept"), "{name}: {ended:?}");
                continue;
            }
            let all = format!("{}{}", ended.printed, ended.said);
            assert!(ended.code == Some(1) && all.contains(words), "{name} {arguments:?}: {all}");
            assert!(
                !all.contains("right to write") && !all.contains("may write to it"),
                "a wrong cure for {name}: {all}"
            );
            assert!(content(directory.path()) == before, "{name} {arguments:?}: the file was changed");
        }
    }
}

/// Nothing is a stranger to whom a first command gives what it needs; a file of an earlier version becomes known by its id.
#[test]
fn what_is_empty_or_ours_is_taken() {
    let directory = scratch::directory("strangers");
    let file = directory.path().join("x?y#z%.db");
    let url = |file: &Path| format!("sqlite:{}", file.display());
    Program::new(directory.path()).set("DATABASE_URL", &url(&file)).run(&["migrate"]).refused(&["no parameters"]);
    let file = directory.path().join("y#z%41 ü.db");
    std::fs::write(&file, "").unwrap();
    let program = Program::new(directory.path()).known().set("DATABASE_URL", &url(&file));
    let doctor = program.run(&["doctor"]);
    assert_eq!(std::fs::read(&file).unwrap(), b"", "{doctor:?}");
    program.run(&["migrate"]).done();
    let id = |file: &Path| std::fs::read(file).unwrap()[68..72].to_vec();
    assert_eq!(id(&file), b"TOUC");
    database(&file, "PRAGMA application_id = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
    let before = std::fs::read(&file).unwrap();
    let doctor = program.run(&["doctor"]);
    doctor.done();
    assert_eq!(id(&file), [0; 4], "to look changes nothing");
    assert_eq!(before[18..20], std::fs::read(&file).unwrap()[18..20], "not even the journal");
    program.run(&["client", "list"]).done();
    assert_eq!(id(&file), b"TOUC");
    program.run(&["doctor"]).done();
}

/// What is no file is left alone as well: its mode is not changed, and nobody waits for it to say something.
#[test]
fn what_is_no_file_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = scratch::directory("strangers");
    let socket = directory.path().join("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let folder = directory.path().join("folder");
    std::fs::create_dir(&folder).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
    for path in [socket.as_path(), &folder] {
        let before = mode(path);
        let program = Program::new(directory.path()).set("DATABASE_URL", &format!("sqlite:{}", path.display()));
        program.run(&["client", "list"]).refused(&["no SQLite database"]);
        assert_eq!(mode(path), before);
    }
}

/// A running service is no stranger either.
#[test]
fn the_doctor_looks_at_a_database_that_is_served() {
    let Some(service) = Service::start(Engine::Sqlite) else { return };
    World::new(&service);
    assert!(Program::beside(&service).run(&["doctor"]).done().contains("up to date"));
    let mut sql = Sql::of(&service);
    assert_eq!(sql.texts("SELECT CAST(application_id AS text) AS value FROM pragma_application_id"), ["1414485315"]);
}
