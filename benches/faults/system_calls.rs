//! System calls of the service fail, or kill it, at the n-th.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::support::writers::{Acknowledged, check, random, wait_until_writable, write_until_killed, write_while};
use super::support::{Engine, Service, World};
use super::{QUIET, RECOVERY};

/// What fails, and how. The database's calls on SQLite are the service's own; on PostgreSQL they are those of its socket.
const ON_SQLITE: &[(&str, &str)] = &[
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("pread64", "EIO"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("ftruncate", "ENOSPC"),
    ("openat", "EMFILE"),
    ("openat", "EACCES"),
];
const ON_POSTGRES: &[(&str, &str)] =
    &[("sendto", "ECONNRESET"), ("recvfrom", "ECONNRESET"), ("connect", "ECONNREFUSED"), ("openat", "EMFILE")];

/// The calls at which the service is killed.
const FATAL: &[&str] = &["pwrite64", "fdatasync", "sendto", "recvfrom"];

/// Lets every call fail from some point on for a while, `rounds` times altogether, and kills as often.
pub fn run(engine: Engine, rounds: u32) -> Result<String, String> {
    let mut service = Service::start_with(engine, QUIET).ok_or("there is no such engine on this machine")?;
    let possible = Tracer::attach(&service, "fault=none").map(Tracer::detach);
    possible.map_err(|reason| format!("strace cannot attach to the service: {reason}"))?;
    let world = World::new(&service);
    let faults = if engine == Engine::Sqlite { ON_SQLITE } else { ON_POSTGRES };
    let (mut acknowledged, mut sent_away, mut seed) = (Acknowledged::new(), 0, u64::from(rounds));
    for round in 0..rounds {
        let (call, error) = faults[round as usize % faults.len()];
        let first = 1 + random(&mut seed) % 40;
        // From the n-th on each or every third, so that what follows a failure is met as well.
        let step = 1 + random(&mut seed) % 3;
        let injection = format!("inject={call}:error={error}:when={first}+{step}");
        let tracer = Tracer::attach(&service, &injection)?;
        let (mut added, away) = write_while_traced(&world, tracer);
        acknowledged.append(&mut added);
        sent_away += away;
        wait_until_writable(&world, RECOVERY);
        check(&world, &acknowledged);
    }
    for round in 0..rounds {
        let call = FATAL[round as usize % FATAL.len()];
        let nth = 1 + random(&mut seed) % 60;
        let tracer = Tracer::attach(&service, &format!("inject={call}:signal=KILL:when={nth}"))?;
        // It may be killed before its time by the tracer, and is killed then in any case.
        acknowledged.append(&mut write_until_killed(&mut service, &world, Duration::from_millis(400)));
        tracer.detach();
        service.restart();
        check(&world, &acknowledged);
    }
    let kept = acknowledged.len();
    Ok(format!("{rounds} failures ({sent_away} writers sent away) and {rounds} kills, all of {kept} writes are there"))
}

fn write_while_traced(world: &World, tracer: Tracer) -> (Acknowledged, usize) {
    // The calls of the database's socket are those of the clients' sockets as well.
    write_while(world, true, || {
        std::thread::sleep(Duration::from_millis(400));
        tracer.detach();
    })
}

/// A tracer that is attached to the service, and tampers with its calls.
struct Tracer(Child);

impl Tracer {
    fn attach(service: &Service, injection: &str) -> Result<Self, String> {
        let calls = injection.strip_prefix("inject=").and_then(|rest| rest.split(':').next()).unwrap_or("none");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
        if calls != "none" {
            command.args(["-e", injection]);
        }
        command.args(["-p", &service.process_id().to_string()]).stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| error.to_string())?;
        let mut tracer = Self(child);
        // It says nothing when it is attached; one that may not attach ends at once, and one that has killed the service
        // ends with it.
        std::thread::sleep(Duration::from_millis(300));
        match tracer.0.try_wait() {
            Ok(None) => Ok(tracer),
            Ok(Some(status)) if status.success() => Ok(tracer),
            Ok(Some(status)) => Err(format!("it ended with {status}")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Lets the service go, which lives on without it.
    fn detach(mut self) {
        let id = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw).expect("a process number");
        let _ = kill_process(id, Signal::TERM);
        let _ = self.0.wait();
    }
}
