//! `touchstone backup`

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::Args;
use serde::Serialize;
use tempfile::NamedTempFile;

use super::context::key_origin;
use super::failure::Failure;
use super::interruption::Interruption;
use super::named_file::folder_of;
use super::output::{say, say_json};
use crate::config::Settings;
use crate::registry::backups::{self, Contents};
use crate::registry::database;

/// How often it is looked whether the command was told to stop.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// How long what was told to stop is waited for.
const LAST_WAIT: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to write; its folder must be there
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
    /// Print what was written as one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    file: &'a Path,
    engine: &'static str,
    bytes: u64,
    last_sequence: Option<i64>,
    schema: Option<&'a str>,
    seconds: f64,
}

/// The file has its name once it is whole and on the disk.
pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    let started = Instant::now();
    let path = &arguments.file;
    let unfinished = begin(arguments, settings)?;
    let contents = write(settings, unfinished.path())?;
    let cannot = |error: io::Error| unwritable(path, &error);
    unfinished.as_file().sync_all().map_err(cannot)?;
    let bytes = unfinished.as_file().metadata().map_err(cannot)?.len();
    let persisted = if arguments.force { unfinished.persist(path) } else { unfinished.persist_noclobber(path) };
    persisted.map_err(|error| match error.error.kind() {
        ErrorKind::AlreadyExists => is_there(path),
        _ => cannot(error.error),
    })?;
    File::open(folder_of(path)).and_then(|folder| folder.sync_all()).map_err(cannot)?;
    let seconds = started.elapsed().as_secs_f64();
    let (engine, schema) = (contents.engine.name(), contents.versions.last().map(String::as_str));
    if arguments.json {
        return say_json(&Report { file: path, engine, bytes, last_sequence: contents.last_sequence, schema, seconds });
    }
    say(&format!(
        "{} has the {engine} database up to event {}: {bytes} bytes, in {seconds:.1} s. It was read back and is whole.",
        path.display(),
        contents.last_sequence.unwrap_or(0)
    ))?;
    say(&format!(
        "The key is not in it: keep a copy of {} in another place. Without it nothing of what the registry has sealed opens: \
         its signing keys and the secrets of webhooks.",
        key_origin(settings)
    ))
}

/// The file beside the one that is wanted. It is made before anything is read.
fn begin(arguments: &Arguments, settings: &Settings) -> Result<NamedTempFile, Failure> {
    let path = &arguments.file;
    let Some(name) = path.file_name().filter(|_| !path.is_dir()) else {
        return Err(Failure::new(format!("{} is a directory: name the file itself", path.display())));
    };
    if path.as_os_str() == "-" {
        return Err(Failure::usage("a backup is read back before it is one, so it goes into a file: name it"));
    }
    if path.exists() && !arguments.force {
        return Err(is_there(path));
    }
    let database = database::sqlite_file(&settings.database).and_then(|file| file.canonicalize().ok());
    if database.is_some() && path.canonicalize().ok() == database {
        return Err(Failure::new(format!("{} is the database itself: name another file", path.display())));
    }
    let prefix = format!(".{}.", name.to_string_lossy());
    let made = tempfile::Builder::new().prefix(&prefix).suffix(".unfinished").tempfile_in(folder_of(path));
    made.map_err(|error| unwritable(path, &error))
}

/// Writes on a thread of its own, so that it can be given up in the middle and leaves nothing behind.
fn write(settings: &Settings, target: &Path) -> Result<Contents, Failure> {
    let interruption = Interruption::listen()?;
    let is_told = Arc::new(AtomicBool::new(false));
    let (done, is_done) = channel();
    let (database, target, told) = (settings.database.clone(), target.to_owned(), is_told.clone());
    let work = move || {
        let written = backups::write(&database, &target, &|| told.load(Ordering::Relaxed));
        // Nobody waits for what was given up.
        let _ = done.send(written);
    };
    std::thread::Builder::new()
        .name("backup".to_owned())
        .spawn(work)
        .map_err(|error| Failure::new(error.to_string()))?;
    loop {
        match is_done.recv_timeout(BETWEEN_LOOKS) {
            Ok(written) => return written.map_err(|reason| Failure::new(format!("no backup was made: {reason}"))),
            Err(RecvTimeoutError::Timeout) if interruption.is_told() => {
                is_told.store(true, Ordering::Relaxed);
                let _ = is_done.recv_timeout(LAST_WAIT);
                return Err(Failure::new("no backup was made: it was told to stop"));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::new("no backup was made: its thread has failed"));
            }
        }
    }
}

fn is_there(path: &Path) -> Failure {
    Failure::new(format!("{} is there already: name another file, or replace it with --force", path.display()))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("{} cannot be written: {error}", path.display()))
}
