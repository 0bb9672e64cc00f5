//! PostgreSQL's own programs: which one is taken, and what other users of the machine see of it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rustix::process::Signal;

use super::{file, names};
use crate::support::command::Program;
use crate::support::postgres::{self, Database};
use crate::support::world::World;
use crate::support::{Engine, Service, scratch};

/// A program of this name in a folder of its own; the folder.
fn program(folder: &Path, name: &str, script: &str) -> String {
    std::fs::create_dir_all(folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder.display().to_string()
}

/// The folders of the PATH before these.
fn path_behind(folders: &[&str]) -> String {
    let path = std::env::var("PATH").unwrap();
    [folders, &[path.as_str()]].concat().join(":")
}

#[test]
fn an_older_pg_dump_is_passed_over_and_no_password_is_on_a_command_line() {
    let Some(database) = Database::clone_of_template() else { return };
    let directory = scratch::directory("backups");
    let older = program(&directory.path().join("older"), "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'; exit 3");
    let log = directory.path().join("log");
    let pass_on = format!(
        "echo \"$0 $*\" >>'{}'\nPATH='{}'\nfor real in $(command -v pg_dump) /usr/lib/postgresql/*/bin/pg_dump; do exec \"$real\" \"$@\"; done",
        log.display(),
        std::env::var("PATH").unwrap()
    );
    let seen = program(&directory.path().join("seen"), "pg_dump", &pass_on);
    let mut url = url::Url::parse(database.url()).unwrap();
    url.set_password(Some("PASSWORD")).unwrap();
    let url = url.as_str().replace("PASSWORD", "of?the%2Ftests");
    let touchstone =
        Program::new(directory.path()).set("DATABASE_URL", &url).set("PATH", &path_behind(&[&older, &seen]));
    touchstone.run(&["backup", "x.backup"]).done();
    touchstone.run(&["restore", "x.backup"]).done();
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(said.contains("--format=custom") && !said.contains("the%2Ftests") && !said.contains("the/tests"), "{said}");
    let secret = format!("{url}{}sslpassword=of-the-tests", if database.url().contains('?') { '&' } else { '?' });
    touchstone
        .clone()
        .set("DATABASE_URL", &secret)
        .run(&["backup", "z.backup"])
        .refused(&["sslpassword", "without it"]);
    let nothing = program(&directory.path().join("nothing"), "pg_config", "exit 1");
    let blind = touchstone.set("PATH", &nothing).run(&["backup", "y.backup"]);
    if blind.code != Some(0) {
        blind.refused(&["pg_dump is not found", "postgresql-client"]);
    }
}

/// Whoever is told to stop leaves nothing behind, and no program running.
#[test]
fn a_backup_that_is_interrupted_leaves_nothing() {
    let Some(service) = Service::start(Engine::Postgres) else { return };
    World::new(&service);
    let before = names(&service);
    let directory = scratch::directory("backups");
    let version = "SELECT CAST(current_setting('server_version_num')::integer / 10000 AS text) AS answer";
    let version = postgres::ask(service.database_url(), version).remove(0);
    let script = format!(
        "case $1 in --version) echo 'pg_dump (PostgreSQL) {version}.1';; *) echo $$ >\"$0.pid\"; exec sleep 600;; esac"
    );
    let slow = program(directory.path(), "pg_dump", &script);
    let touchstone = Program::beside(&service).set("PATH", &path_behind(&[&slow]));
    let mut running = touchstone.start(&["backup", "slow.backup"]);
    let pid = directory.path().join("pg_dump.pid");
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    let number = loop {
        let text = std::fs::read_to_string(&pid).unwrap_or_default();
        if let Ok(number) = text.trim().parse::<i32>() {
            break number;
        }
        assert!(std::time::Instant::now() < deadline && running.is_running(), "it does not begin");
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    running.signal(Signal::TERM);
    running.ended().refused(&["told to stop"]);
    assert_eq!(names(&service), before);
    let child = rustix::process::Pid::from_raw(number).unwrap();
    assert!(rustix::process::test_kill_process(child).is_err(), "its program has ended");
    assert!(!file(&service, "slow.backup").exists());
}

/// A replica is as good as its primary: nobody who works is held up.
#[test]
fn a_backup_can_be_made_of_a_replica() {
    let Some(primary) = postgres::own_cluster() else { return };
    let database = Database::in_cluster(&primary);
    let Ok(standby) = postgres::Cluster::standby_of(&primary) else { return };
    let directory = scratch::directory("backups");
    let backup = Program::new(directory.path()).set("DATABASE_URL", &standby.url(database.name()));
    assert!(backup.run(&["backup", "x.backup"]).done().contains("is whole"));
    drop(database);
}
