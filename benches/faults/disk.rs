//! The disk of the database is full, while clients write and a file is dealt with; then there is room again.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::postgres::{self, Database};
use super::support::world::text;
use super::support::writers::{Acknowledged, check, wait_until_writable, write_while};
use super::support::{Engine, Service, World};
use super::{QUIET, RECOVERY};

/// How large the disk is, in MiB: the templates of both engines and some thousand records fit.
const DISK: &str = "size=96m";

/// How many rows the file has.
const ROWS: usize = 1500;

/// Fills the disk `rounds` times, three at the most.
pub fn run(engine: Engine, rounds: u32) -> Result<String, String> {
    let disk = SmallDisk::mount()?;
    let service = match engine {
        Engine::Sqlite => Service::start_on_sqlite_in(disk.path(), QUIET),
        Engine::Postgres => {
            let database = Database::clone_of_template().ok_or("there is no PostgreSQL on this machine")?;
            move_to(&database, disk.path())?;
            let url = database.url().to_owned();
            Service::start_on_postgres(database, &url, QUIET)
        }
    };
    let world = World::new(&service);
    let (mut acknowledged, mut sent_away) = (Acknowledged::new(), 0);
    for round in 0..rounds.min(3) {
        let batch = send_file(&world, round);
        let (mut added, away) = write_while(&world, false, || {
            let filler = disk.fill();
            std::thread::sleep(Duration::from_secs(2));
            drop(filler);
        });
        acknowledged.append(&mut added);
        sent_away += away;
        wait_until_writable(&world, RECOVERY);
        wait_for_all_rows(&world, &batch);
        check(&world, &acknowledged);
    }
    Ok(format!(
        "{sent_away} writers sent away, every row of the files is decided, all of {} writes are there",
        acknowledged.len()
    ))
}

/// Puts a database on the small disk; the server's log stays where it was, because a server without room for that ends.
fn move_to(database: &Database, place: &Path) -> Result<(), String> {
    let directory = place.join("tablespace");
    std::fs::create_dir(&directory).map_err(|error| error.to_string())?;
    postgres::give_to_server(&directory)?;
    let (url, place) = (database.administration(), directory.display());
    postgres::administer(url, "DROP TABLESPACE IF EXISTS small");
    postgres::administer(url, &format!("CREATE TABLESPACE small LOCATION '{place}'"));
    postgres::administer(url, &format!("ALTER DATABASE {} SET TABLESPACE small", database.name()));
    Ok(())
}

fn send_file(world: &World, round: u32) -> String {
    let mut file = "given_names,family_name,birth_date,qualification,sat_on,marks,reference\n".to_owned();
    for row in 0..ROWS {
        let _ = writeln!(file, "Greta,Gruber {round} {row},1985-04-12,foundation,2015-06-01,33,R-{round}-{row}");
    }
    let answer =
        world.body.caller.client.send("POST", "/v1/result-batches", &[("content-type", "text/csv")], file.as_bytes());
    text(&answer.expect(202), "id")
}

fn wait_for_all_rows(world: &World, batch: &str) {
    let deadline = Instant::now() + Duration::from_mins(2);
    loop {
        let batch: Value = world.body.caller.client.get(&format!("/v1/result-batches/{batch}")).expect(200);
        if batch["state"] == "completed" {
            assert_eq!(batch["counts"]["pass"], ROWS, "{batch}");
            return;
        }
        assert!(Instant::now() < deadline, "the file is not done: {batch}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A file system in memory with an end; gone with the value.
struct SmallDisk(tempfile::TempDir);

/// What takes all the room, until it is dropped.
struct Filler(std::path::PathBuf);

impl SmallDisk {
    fn mount() -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(directory.path()).output();
        match mounted {
            Ok(output) if output.status.success() => Ok(Self(directory)),
            _ => Err("a small file system cannot be mounted here (that needs root)".to_owned()),
        }
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn fill(&self) -> Filler {
        let path = self.path().join("filler");
        let mut file = std::fs::File::create(&path).expect("there is room for a name");
        for size in [1 << 20, 1 << 12] {
            let piece = vec![1; size];
            while file.write_all(&piece).is_ok() {}
        }
        Filler(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).expect("the filler is there");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, because the database's server may still have it open.
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}
