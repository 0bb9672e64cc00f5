//! Backups are made while eight clients write, and what is restored is whole; the feed says that it was restored.

mod commands;
mod feed;
mod refusals;
mod roles;
mod upgrades;

use std::path::PathBuf;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::support::command::Program;
use crate::support::world::World;
use crate::support::{Engine, Service, events, on_both_engines, postgres, scratch, writers};

/// How many clients write.
const WRITERS: usize = 8;

/// A file beside the directories of a service.
fn file(service: &Service, name: &str) -> PathBuf {
    service.data_directory().with_file_name(name)
}

/// The names of the files beside the database of a service, or where it keeps its data.
fn names(service: &Service) -> Vec<String> {
    let folder = service.data_directory();
    let folder = folder.parent().unwrap();
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

on_both_engines! {
    fn a_backup_beside_eight_writers_is_whole_and_a_part_of_the_feed(mut service: Service) {
        let world = World::new(&service);
        let (program, backup) = (Program::beside(&service), file(&service, "night.backup"));
        let (_, _, (before, report)) = writers::write_beside(WRITERS, &world, false, |acknowledged| {
            let before = writers::wait_for_more(acknowledged, 60);
            let report = program.run(&["backup", backup.to_str().unwrap(), "--json"]).json();
            writers::wait_for_more(acknowledged, 30);
            (before, report)
        });
        let whole = events::all(&world.registrar.client);
        service.terminate();
        let restored = program.run(&["restore", backup.to_str().unwrap()]);
        assert!(restored.done().contains("What was there before is kept"), "{restored:?}");
        let doctor = program.run(&["doctor"]);
        assert_eq!(doctor.code, Some(0), "{doctor:?}");
        service.restart();

        writers::check(&world, &before);
        let feed = events::all(&world.registrar.client);
        let (last, rest) = feed.split_last().unwrap();
        assert_eq!(rest, &whole[..rest.len()], "the feed up to the backup, without a gap");
        assert!(rest.len() < whole.len(), "others wrote after it");
        assert_eq!(last["kind"], "registry_restored");
        assert_eq!(last["data"]["last_sequence"], rest.last().unwrap()["sequence"]);
        assert_eq!(last["data"]["last_sequence"], report["last_sequence"], "{report}");
        assert_eq!(report["bytes"], std::fs::metadata(&backup).unwrap().len());
        let (_, _, after) = writers::write_beside(WRITERS, &world, false, |acknowledged| {
            writers::wait_for_more(acknowledged, 20)
        });
        writers::check(&world, &after);
    }

    fn a_restore_that_is_killed_leaves_the_one_or_the_other(mut service: Service) {
        let world = World::new(&service);
        world.certified_candidate(&json!({}));
        let (program, backup) = (Program::beside(&service), file(&service, "early.backup"));
        let backup = backup.to_str().unwrap();
        program.run(&["backup", backup]).done();
        let early = events::all(&world.registrar.client);
        world.certified_candidate(&json!({}));
        let late = events::all(&world.registrar.client);
        service.terminate();
        for milliseconds in [10, 50, 150, 400, 800] {
            let running = program.start(&["restore", backup]);
            std::thread::sleep(Duration::from_millis(milliseconds));
            running.signal(Signal::KILL);
            running.ended();
            service.restart();
            let now = events::all(&world.registrar.client);
            let is_early = now.len() == early.len() + 1 && now[..early.len()] == early;
            assert!(now == late || is_early, "after {milliseconds} ms: {now:?}");
            service.terminate();
        }
        program.run(&["restore", backup]).done();
        service.restart();
        assert_eq!(events::all(&world.registrar.client)[..early.len()], early);
    }

    fn a_backup_is_restored_where_nothing_was(service: Service) {
        let world = World::new(&service);
        world.certified_candidate(&json!({}));
        let backup = file(&service, "whole.backup").display().to_string();
        Program::beside(&service).run(&["backup", &backup]).done();
        let directory = scratch::directory("backups");
        let elsewhere = match service.engine() {
            Engine::Sqlite => None,
            Engine::Postgres => Some(postgres::Database::without_tables().unwrap()),
        };
        let program = Program::new(directory.path()).known();
        let program = match &elsewhere {
            None => program,
            Some(database) => program.set("DATABASE_URL", database.url()),
        };
        let restored = program.run(&["restore", &backup]);
        assert!(!restored.done().contains("What was there before"), "{restored:?}");
        assert!(restored.printed.contains("put the key that belongs to the backup back"), "{restored:?}");
        let key = service.data_directory().join("key-encryption.key").display().to_string();
        let program = program.set("TOUCHSTONE_KEY_FILE", &key);
        let doctor = program.run(&["doctor"]);
        assert_eq!(doctor.code, Some(0), "{doctor:?}");
        let serving = program.serve(&[]);
        serving.client().get("/readyz").expect(200);
        assert_eq!(serving.terminate(), Some(0));
    }
}

/// A log whose database was removed is not written into what is restored.
#[test]
fn a_log_without_its_database_does_not_come_back() {
    let mut service = Service::start(Engine::Sqlite).unwrap();
    let world = World::new(&service);
    let (program, backup) = (Program::beside(&service), file(&service, "early.backup"));
    let backup = backup.to_str().unwrap();
    program.run(&["backup", backup]).done();
    let early = events::all(&world.registrar.client);
    world.certified_candidate(&json!({}));
    service.kill_nine();
    let database = service.database_url().trim_start_matches("sqlite:").to_owned();
    assert!(std::fs::metadata(format!("{database}-wal")).unwrap().len() > 0);
    std::fs::remove_file(&database).unwrap();
    let restored = program.run(&["restore", backup]);
    assert!(restored.done().contains("What was there before is kept"), "{restored:?}");
    service.restart();
    let (_, before) =
        events::all(&world.registrar.client).split_last().map(|(last, rest)| (last.clone(), rest.to_vec())).unwrap();
    assert_eq!(before, early);
    let doctor = program.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
}
