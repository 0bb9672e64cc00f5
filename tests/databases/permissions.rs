//! A database or a directory that this user may not write is told of before a write fails.

use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;

use serde_json::Value;

use crate::support::command::{NOBODY, Program};
use crate::support::world::World;
use crate::support::{Engine, Service};

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Gives everything in the directory, and itself, to a user.
fn give(directory: &Path, user: u32) {
    chown(directory, Some(user), Some(user)).unwrap();
    for entry in std::fs::read_dir(directory).unwrap().flatten() {
        if entry.path().is_dir() {
            give(&entry.path(), user);
        } else {
            chown(entry.path(), Some(user), Some(user)).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_written_is_told_of() {
    let Some(mut service) = Service::start(Engine::Sqlite) else { return };
    if !rustix::process::geteuid().is_root() {
        eprintln!("SKIPPED: only root can run the program as somebody else");
        return;
    }
    let world = World::new(&service);
    world.register_candidate(&world.body.caller.client, &Value::Null);
    service.terminate();
    let program = Program::beside(&service);
    let directory = service.data_directory().parent().unwrap().to_owned();
    let file = Path::new(service.database_url().trim_start_matches("sqlite:")).to_owned();
    program.run_as_nobody(&["openapi"]);
    give(&directory, NOBODY);
    program.run_as_nobody(&["doctor"]).done();

    // Somebody else's file, which everybody may read.
    chown(&file, Some(0), Some(0)).unwrap();
    mode(&file, 0o644);
    let serve = ["serve", "--bind", "127.0.0.1:0"];
    program.run_as_nobody(&serve).refused(&["cannot be written", "must be able to write the file"]);
    let doctor = program.run_as_nobody(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("problem  writing"), "{doctor:?}");
    assert!(program.run_as_nobody(&["client", "list", "--json"]).done().contains("client_id"), "reading goes on");
    program.run_as_nobody(&["client", "add", "--name", "N", "--role", "employer"]).refused(&["readonly"]);

    // Their own file in somebody else's directory, where the log cannot be made.
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
    chown(&directory, Some(0), Some(0)).unwrap();
    mode(&directory, 0o755);
    let serving = program.run_as_nobody(&serve);
    assert!(serving.code == Some(1) && serving.said.contains("may write to it"), "{serving:?}");
    let doctor = program.run_as_nobody(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("problem"), "{doctor:?}");

    // A data directory that is somebody else's.
    give(&directory, NOBODY);
    chown(service.data_directory(), Some(0), Some(0)).unwrap();
    mode(&service.data_directory(), 0o755);
    let doctor = program.run_as_nobody(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("problem  data directory"), "{doctor:?}");
}

/// A machine without a directory for temporary files has the data directory.
#[test]
fn without_a_temporary_directory_the_data_directory_serves() {
    let Some(mut service) = Service::start(Engine::Sqlite) else { return };
    let world = World::new(&service);
    let person = world.register_candidate(&world.body.caller.client, &Value::Null);
    service.set("TMPDIR", "/no/such/directory");
    service.restart();
    service.wait_for_log("pass through the data directory");
    let exported = world.registrar.client.get("/v1/exports/candidates");
    assert!(exported.status == 200 && exported.text().contains(&person), "{exported}");
    let program = Program::beside(&service).set("TMPDIR", "/no/such/directory");
    assert!(program.run(&["export", "candidates"]).done().contains(&person));
    let doctor = program.run(&["doctor"]);
    assert!(doctor.done().contains("data/tmp"), "{doctor:?}");
    let blocked = service.data_directory().join("tmp");
    std::fs::remove_dir(&blocked).unwrap();
    std::fs::write(&blocked, "").unwrap();
    let doctor = program.run(&["doctor"]);
    assert!(doctor.code == Some(1) && doctor.printed.contains("problem  temporary"), "{doctor:?}");
    service.restart();
    service.wait_for_log("name another directory with TMPDIR");
}
