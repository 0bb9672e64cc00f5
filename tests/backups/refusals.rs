//! What is no backup, and what cannot be one now, is refused in words, and leaves everything as it was.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection, SqliteConnection};

use super::{file, names};
use crate::support::command::{Ended, Program};
use crate::support::postgres::{self, Database};
use crate::support::sql::Sql;
use crate::support::world::World;
use crate::support::{Engine, Service, events, on_both_engines, scratch};

/// A file that begins as a backup of the other engine does.
fn of_another_engine(service: &Service) -> Vec<u8> {
    match service.engine() {
        Engine::Sqlite => b"PGDMP\x01\x0e\x00 and more".to_vec(),
        Engine::Postgres => [b"SQLite format 3\0", &[0; 4096][..]].concat(),
    }
}

on_both_engines! {
    fn what_is_no_backup_of_ours_is_refused_and_nothing_changes(mut service: Service) {
        let world = World::new(&service);
        let program = Program::beside(&service);
        let folder = service.data_directory().parent().unwrap().to_owned();
        let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        let restore = |name: &str| program.run(&["restore", &path(name)]);
        let good = path("good.backup");
        program.run(&["backup", &good]).done();
        restore("good.backup").refused(&["in use", "begin again", "as it was"]);
        let feed = events::all(&world.registrar.client);
        let bytes = std::fs::read(&good).unwrap();
        std::fs::write(path("cut.backup"), &bytes[..bytes.len() * 3 / 4]).unwrap();
        std::fs::write(path("text.backup"), "-- PostgreSQL database dump\n").unwrap();
        std::fs::write(path("empty.backup"), "").unwrap();
        std::fs::write(path("other.backup"), of_another_engine(&service)).unwrap();
        let mut sql = Sql::of(&service);
        sql.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')").unwrap();
        program.run(&["backup", &path("newer.backup")]).done();
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version = '99990101000000'").unwrap();
        // The tables are there in truth, so what the backup seems to lack cannot be made: it fails when it is nearly done.
        let lacking = "SELECT version AS value FROM __diesel_schema_migrations WHERE version >= '00000000000013'";
        let lacking = sql.texts(lacking);
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version >= '00000000000013'").unwrap();
        program.run(&["backup", &path("broken.backup")]).done();
        for version in lacking {
            sql.execute(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).unwrap();
        }
        drop(sql);
        service.terminate();
        let before = names(&service);
        for (name, words) in [
            ("cut.backup", ""),
            ("text.backup", "no backup of a registry"),
            ("empty.backup", "no backup of a registry"),
            ("other.backup", "goes back to the engine that it is of"),
            ("newer.backup", "newer than this program"),
            ("broken.backup", "cannot be brought up to date"),
            ("none.backup", "cannot be read"),
        ] {
            restore(name).refused(&["nothing was restored", "The database is as it was.", words]);
        }
        assert_eq!(names(&service), before, "nothing is left behind");
        if let Some(database) = service.database() {
            let schemas = "SELECT CAST(nspname AS text) AS value FROM pg_namespace WHERE nspname LIKE 'touchstone%'";
            assert_eq!(Sql::of(&service).texts(schemas), Vec::<String>::new(), "{}", database.name());
        }
        service.restart();
        assert_eq!(events::all(&world.registrar.client), feed);
        drop(world);
    }

    fn a_backup_has_its_name_only_when_it_is_whole(service: Service) {
        World::new(&service);
        let program = Program::beside(&service);
        let path = |name: &str| file(&service, name).to_str().unwrap().to_owned();
        let backup = |arguments: &[&str]| program.run(&[&["backup"], arguments].concat());
        let made = backup(&[&path("one.backup")]);
        assert!(made.done().contains("key-encryption.key") && made.printed.contains("bytes"), "{made:?}");
        let permissions = std::fs::metadata(path("one.backup")).unwrap().permissions();
        assert_eq!(permissions.mode() & 0o777, 0o600, "it names people");
        let first = std::fs::read(path("one.backup")).unwrap();
        let before = names(&service);
        backup(&[&path("one.backup")]).refused(&["is there already", "--force"]);
        assert_eq!(std::fs::read(path("one.backup")).unwrap(), first);
        backup(&[&path("nowhere/one.backup")]).refused(&["cannot be written"]);
        backup(&[&path("data"), "--force"]).refused(&["is a directory"]);
        assert_eq!(backup(&["-"]).code, Some(2));
        if service.engine() == Engine::Sqlite {
            let database = service.database_url().trim_start_matches("sqlite:").to_owned();
            backup(&[&database, "--force"]).refused(&["the database itself"]);
        }
        assert_eq!(names(&service), before, "nothing is left behind");
        backup(&[&path("one.backup"), "--force"]).done();
        assert_eq!(names(&service), before);
    }
}

/// A database that is none of ours, or not there, is not backed up as if it were.
#[test]
fn what_is_no_registry_is_not_backed_up() {
    let directory = scratch::directory("backups");
    let backup = |database: &Path| -> Ended {
        let url = format!("sqlite:{}", database.display());
        Program::new(directory.path()).set("DATABASE_URL", &url).run(&["backup", "x.backup"])
    };
    backup(&directory.path().join("none.db")).refused(&["there is no database"]);
    // A file of another program, which stays as it is.
    let foreign = directory.path().join("foreign.db");
    let mut sql = SqliteConnection::establish(foreign.to_str().unwrap()).unwrap();
    sql.batch_execute("CREATE TABLE dashboard (id INTEGER); INSERT INTO dashboard VALUES (1)").unwrap();
    drop(sql);
    let before = std::fs::read(&foreign).unwrap();
    backup(&foreign).refused(&["is not the registry's", "dashboard"]);
    assert_eq!(std::fs::read(&foreign).unwrap(), before);
    let restore = Program::new(directory.path()).run(&["restore", foreign.to_str().unwrap()]);
    restore.refused(&["is no registry's", "as it was"]);
    assert!(!directory.path().join("none.db").exists() && !directory.path().join("x.backup").exists());
}

/// Nor is another program's database replaced.
#[test]
fn another_programs_tables_are_not_replaced() {
    let (Some(ours), Some(theirs)) = (Database::clone_of_template(), Database::without_tables()) else { return };
    let directory = scratch::directory("backups");
    let program = |database: &Database| Program::new(directory.path()).set("DATABASE_URL", database.url());
    program(&ours).run(&["backup", "x.backup"]).done();
    theirs.execute("CREATE TABLE dashboard (id INTEGER)");
    theirs.execute("CREATE TABLE events (id INTEGER)");
    program(&theirs).run(&["restore", "x.backup"]).refused(&["another program's tables", "dashboard", "as it was"]);
    let tables = "SELECT schemaname || '.' || tablename AS answer FROM pg_tables WHERE tableowner = current_user \
                  AND schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";
    assert_eq!(postgres::ask(theirs.url(), tables), ["public.dashboard", "public.events"]);
    // What the refusal says.
    theirs.execute("ALTER SCHEMA public RENAME TO before");
    theirs.execute("CREATE SCHEMA public");
    theirs.execute("CREATE TABLE public.__diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY)");
    program(&theirs).run(&["restore", "x.backup"]).done();
}

/// A node that starts after the last look is seen before anything is final.
#[test]
fn who_connects_at_the_last_moment_is_seen() {
    let Some(cluster) = postgres::own_cluster() else { return };
    let database = Database::in_cluster(&cluster);
    let directory = scratch::directory("backups");
    let program = Program::new(directory.path()).set("DATABASE_URL", database.url());
    program.run(&["backup", "x.backup"]).done();
    // The swap's first step waits until somebody else is there.
    database.execute("CREATE SCHEMA hooks");
    database.execute(
        "CREATE FUNCTION hooks.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_query() LIKE '%touchstone_before_restore%' THEN
                FOR i IN 1..600 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    EXIT WHEN (SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND usename IS NOT NULL) > 1;
                    PERFORM pg_sleep(0.1);
                END LOOP;
            END IF;
        END $$",
    );
    database.execute(
        "CREATE EVENT TRIGGER waiting ON ddl_command_start WHEN TAG IN ('CREATE SCHEMA') EXECUTE FUNCTION hooks.wait()",
    );
    let mut running = program.start(&["restore", "x.backup"]);
    let swapping = "SELECT 'yes' AS answer FROM pg_stat_activity \
                    WHERE datname <> current_database() AND query LIKE '%touchstone_before_restore%' AND wait_event = 'PgSleep'";
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while postgres::ask(database.administration(), swapping).is_empty() {
        assert!(std::time::Instant::now() < deadline && running.is_running(), "it does not come to the swap");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let node = PgConnection::establish(database.url()).unwrap();
    running.ended().refused(&["in use by one session", "as it was"]);
    drop(node);
    let schemas = "SELECT CAST(nspname AS text) AS answer FROM pg_namespace WHERE nspname LIKE 'touchstone%'";
    assert_eq!(postgres::ask(database.url(), schemas), Vec::<String>::new());
    assert_eq!(postgres::ask(database.url(), "SELECT kind AS answer FROM events"), Vec::<String>::new());
}

/// Where there is no room the reason is said, and nothing is left behind.
#[test]
fn a_backup_that_does_not_fit_leaves_nothing() {
    let service = Service::start(Engine::Sqlite).unwrap();
    World::new(&service);
    let (program, before) = (Program::beside(&service), names(&service));
    let mut limited = std::process::Command::new("sh");
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" backup small.backup";
    let plain = program.command(&[]);
    limited.args(["-c", script]).arg(plain.get_program());
    limited.current_dir(plain.get_current_dir().unwrap());
    limited.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("no backup was made"), "{said}");
    assert_eq!(names(&service), before);
}
