//! Whether the database can be written, and whether what is on record is whole.

use std::sync::mpsc::channel;
use std::time::Duration;

use super::report::Report;
use crate::cli::progress::note;
use crate::config::Settings;
use crate::registry::database::{self, Engine, Examination, Integrity};

/// How long the database is looked through; a few million records take less.
const PATIENCE: Duration = Duration::from_mins(2);

/// A file larger than this takes a while, which is said before.
const LARGE: u64 = 256 << 20;

pub(super) fn check_writing(report: &mut Report, settings: &Settings) {
    match database::probe(&settings.database) {
        Ok(()) => report.ok("writing", "the database can be written"),
        Err(trouble) => report.problem(
            "writing",
            &trouble.to_string(),
            "Check the room on its disk, the rights to its files and directory, how the disk is mounted, and whether the \
             server is a replica.",
        ),
    }
}

pub(super) fn check(report: &mut Report, settings: &Settings, engine: Engine) {
    say_if_large(settings);
    let (sender, receiver) = channel();
    let database = settings.database.clone();
    // Ends with the process where it takes too long.
    let looking = std::thread::Builder::new().spawn(move || drop(sender.send(database::examine(&database))));
    let found = looking.ok().and_then(|_| receiver.recv_timeout(PATIENCE).ok());
    match found {
        Some(Ok(examination)) => tell(report, engine, &examination),
        Some(Err(error)) => report.problem("integrity", &error, ADVICE),
        None => report.warning(
            "integrity",
            &format!("the database could not be looked through within {} s", PATIENCE.as_secs()),
            match engine {
                Engine::Sqlite => "Run `PRAGMA quick_check` on a copy of the file.",
                Engine::Postgresql => "Run `pg_amcheck` at a quiet hour.",
            },
        ),
    }
}

const ADVICE: &str =
    "Stop the service, keep a copy of the database as it is, and restore the last backup that is whole.";

fn tell(report: &mut Report, engine: Engine, examination: &Examination) {
    let unseen = "a value that was changed and is still well formed is not seen";
    match &examination.integrity {
        Integrity::Sound => {
            let looked = match engine {
                Engine::Sqlite => "every page was read (quick_check)",
                Engine::Postgresql => "every index was read (amcheck)",
            };
            report.ok("integrity", &format!("{looked}; {unseen}"));
        }
        Integrity::NotLooked(reason) => report.ok("integrity", &format!("not looked at: {reason}")),
        Integrity::Damaged(found) => report.problem("integrity", &format!("damaged:\n{}", found.join("\n")), ADVICE),
    }
    if examination.mistyped_numbers.is_empty() {
        report.ok("numbers", "every number on record has its check symbol");
    } else {
        report.problem(
            "numbers",
            &examination.mistyped_numbers.join("\n"),
            "Compare them with a backup: they were changed.",
        );
    }
}

fn say_if_large(settings: &Settings) {
    let file = database::sqlite_file(&settings.database);
    let size = file.and_then(|file| std::fs::metadata(file).ok()).map_or(0, |metadata| metadata.len());
    if size > LARGE {
        note(&format!("looking through {} MiB of records …", size >> 20));
    }
}
