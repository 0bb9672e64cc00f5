//! The service under test: the real binary, on a database of the test's own, ended with the value.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::{Answer, Client, postgres, reaper, scratch};

/// What the service prints when it is ready, up to the port.
const READY: &str = "listening on http://127.0.0.1:";

/// What it prints before that, up to the port that shows its metrics.
const METRICS: &str = "metrics on http://127.0.0.1:";

/// The public URL of a service unless a test sets another: credentials are issued under none of this machine.
pub const PUBLIC_URL: &str = "http://registry.example";

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Settings that switch every rate limit off, for tests and measurements that mean to send much.
pub const UNLIMITED: &[(&str, &str)] =
    &[("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "0"), ("TOUCHSTONE_TOKENS_PER_MINUTE", "0")];

/// The database under the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The file inside the binary's own process.
    Sqlite,
    /// A server.
    Postgres,
}

/// A running service and its database.
pub struct Service {
    process: Option<Process>,
    /// The port of the running process, shared with every client.
    port: Arc<AtomicU16>,
    metrics_port: Arc<AtomicU16>,
    database_url: String,
    settings: Vec<(String, String)>,
    log: Arc<Mutex<String>>,
    engine: Engine,
    directory: TempDir,
    /// Dropped after the process, which holds connections.
    database: Option<postgres::Database>,
}

/// One run of the binary.
struct Process {
    child: Child,
    readers: Vec<std::thread::JoinHandle<()>>,
}

impl Service {
    /// A service on an empty, migrated database; `None` when the engine is not to be had, which was said.
    pub fn start(engine: Engine) -> Option<Self> {
        Self::start_with(engine, &[])
    }

    /// The same with settings, as environment variables.
    pub fn start_with(engine: Engine, settings: &[(&str, &str)]) -> Option<Self> {
        let directory = scratch::directory("service");
        let (database_url, database) = match engine {
            Engine::Sqlite => (copy_sqlite_template(directory.path()), None),
            Engine::Postgres => {
                let database = postgres::Database::clone_of_template()?;
                (database.url().to_owned(), Some(database))
            }
        };
        Some(Self::start_in(engine, directory, database_url, database, settings))
    }

    /// A service on an empty, migrated SQLite database below `place`.
    pub fn start_on_sqlite_in(place: &Path, settings: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir_in(place).expect("a directory can be made");
        let url = copy_sqlite_template(directory.path());
        Self::start_in(Engine::Sqlite, directory, url, None, settings)
    }

    /// A service on a database that the test made, reached by an address that the test names: through a proxy, say.
    pub fn start_on_postgres(database: postgres::Database, url: &str, settings: &[(&str, &str)]) -> Self {
        let directory = scratch::directory("service");
        Self::start_in(Engine::Postgres, directory, url.to_owned(), Some(database), settings)
    }

    fn start_in(
        engine: Engine,
        directory: TempDir,
        database_url: String,
        database: Option<postgres::Database>,
        settings: &[(&str, &str)],
    ) -> Self {
        reaper::directory(directory.path());
        write_sealing_key(&directory.path().join("data"));
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut service = Self {
            process: None,
            port: Arc::new(AtomicU16::new(0)),
            metrics_port: Arc::new(AtomicU16::new(0)),
            database_url,
            settings,
            log: Arc::default(),
            engine,
            directory,
            database,
        };
        service.run();
        service
    }

    /// The database under this service.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The number of the running process.
    pub fn process_id(&self) -> u32 {
        self.process.as_ref().expect("it runs").child.id()
    }

    /// The address that the service has its database by.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// The PostgreSQL database, for statements past the service.
    pub fn database(&self) -> Option<&postgres::Database> {
        self.database.as_ref()
    }

    /// The directory that the service keeps its files in.
    pub fn data_directory(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// A client without a token. It goes on working after a restart.
    pub fn client(&self) -> Client {
        Client::new(Arc::clone(&self.port))
    }

    /// What the running process counts, from the address that only its operator knows.
    pub fn metrics(&self) -> Answer {
        Client::new(Arc::clone(&self.metrics_port)).get("/metrics")
    }

    /// All that the service has logged so far, through all restarts: one JSON object a line.
    pub fn log(&self) -> String {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until `wanted` stands in the log; the log is written a moment after the answer.
    #[track_caller]
    pub fn wait_for_log(&self, wanted: &str) {
        let deadline = Instant::now() + Duration::from_secs(5);
        while !self.log().contains(wanted) {
            assert!(Instant::now() < deadline, "the log does not say {wanted:?}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Changes a setting from the next start on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(existing, _)| existing != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Asks the service to end, and waits: what it was doing is finished first.
    pub fn terminate(&mut self) -> ExitStatus {
        self.end(Signal::TERM)
    }

    /// Waits for the end of a service that was told to end before.
    pub fn ended(&mut self) -> ExitStatus {
        self.end(Signal::CONT)
    }

    /// Ends the service as a power cut would.
    pub fn kill_nine(&mut self) {
        let status = self.end(Signal::KILL);
        assert_eq!(status.signal(), Some(9), "the service had ended before:\n{}", self.log());
    }

    /// Starts the service again on the same database, after having ended it if it runs. It gets the same port unless
    /// somebody else took that in between.
    pub fn restart(&mut self) {
        if self.process.is_some() {
            self.terminate();
        }
        self.run();
    }

    /// Runs another command of the binary on the same database with the same settings.
    pub fn command(&self, arguments: &[&str]) -> Output {
        let mut command = clean_command();
        self.configure(&mut command);
        command.args(arguments).stdin(Stdio::null()).output().expect("the binary can be started")
    }

    /// The same, for commands that print JSON and must succeed.
    #[track_caller]
    pub fn command_json(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments);
        let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "touchstone {arguments:?}: {}\n{printed}\n{said}", output.status);
        serde_json::from_str(&printed).unwrap_or_else(|error| panic!("touchstone {arguments:?}: {error}\n{printed}"))
    }

    fn configure(&self, command: &mut Command) {
        command.env("DATABASE_URL", &self.database_url);
        command.env("TOUCHSTONE_DATA_DIRECTORY", self.data_directory());
        command.env("TOUCHSTONE_LOG_FORMAT", "json");
        command.env("TOUCHSTONE_METRICS_BIND", "127.0.0.1:0");
        command.env("TOUCHSTONE_PUBLIC_URL", PUBLIC_URL);
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.directory.path());
    }

    fn run(&mut self) {
        let before = self.port.load(Ordering::Relaxed);
        let port = self.try_run(before).or_else(|| self.try_run(0));
        let port = port.unwrap_or_else(|| panic!("the service does not start:\n{}", self.log()));
        self.port.store(port, Ordering::Relaxed);
    }

    /// Starts the binary and waits for its word that it listens; `None` when it ended instead.
    fn try_run(&mut self, port: u16) -> Option<u16> {
        let mut command = clean_command();
        self.configure(&mut command);
        command.args(["serve", "--bind", &format!("127.0.0.1:{port}")]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary can be started");
        reaper::process(child.id());
        let (lines, printed) = lines_of(child.stdout.take().expect("its standard output is a pipe"));
        let errors = BufReader::new(child.stderr.take().expect("its standard error is a pipe"));
        let log = Arc::clone(&self.log);
        let logging = std::thread::spawn(move || {
            for line in errors.split(b'\n').map_while(Result::ok) {
                let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                log.push_str(&String::from_utf8_lossy(&line));
                log.push('\n');
            }
        });
        self.process = Some(Process { child, readers: vec![lines, logging] });
        let deadline = Instant::now() + PATIENCE;
        while let Ok(line) = printed.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            if let Some(port) = line.strip_prefix(METRICS).and_then(|rest| rest.strip_suffix("/metrics")) {
                self.metrics_port.store(port.parse().expect("a port follows"), Ordering::Relaxed);
            }
            if let Some(port) = line.strip_prefix(READY) {
                return Some(port.trim_end_matches('/').parse().expect("a port follows"));
            }
        }
        self.end(Signal::KILL);
        None
    }

    fn end(&mut self, signal: Signal) -> ExitStatus {
        let mut process = self.process.take().expect("the service runs");
        let number = process.child.id();
        let pid = Pid::from_raw(i32::try_from(number).expect("a process number")).expect("it is not zero");
        // A process that has ended and was not waited for still has its number: nobody else can be hit.
        let _ = kill_process(pid, signal);
        let status = process.wait(PATIENCE).unwrap_or_else(|| {
            let _ = process.child.kill();
            panic!("the service does not end on {signal:?}:\n{}", self.log())
        });
        for reader in process.readers {
            let _ = reader.join();
        }
        status
    }
}

impl Process {
    fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + patience;
        let number = self.child.id();
        loop {
            match self.child.try_wait().expect("it is our child") {
                Some(status) => {
                    reaper::gone(number);
                    return Some(status);
                }
                None if Instant::now() > deadline => return None,
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.child.kill();
            let _ = process.wait(PATIENCE);
            for reader in process.readers {
                let _ = reader.join();
            }
        }
        if std::thread::panicking() {
            // Shown by the test runner with the failed test, and only then.
            println!("the service logged:\n{}", self.log());
        }
    }
}

/// The binary, with none of the settings of whoever runs the tests.
pub fn clean_command() -> Command {
    cleaned(Command::new(env!("CARGO_BIN_EXE_touchstone")))
}

/// The binary as whoever has this umask starts it.
pub fn command_with_umask(umask: u32) -> Command {
    let mut command = Command::new("sh");
    let script = format!("umask {umask:04o}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_touchstone")]);
    cleaned(command)
}

fn cleaned(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("TOUCHSTONE_") || text.starts_with("PG") || text == "DATABASE_URL" || text == "RUST_LOG" {
            command.env_remove(&name);
        }
    }
    command
}

/// The key-encryption key of every service of the tests, so that the keys sealed in one database open in a copy of it.
fn write_sealing_key(data_directory: &Path) {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    std::fs::DirBuilder::new().mode(0o700).create(data_directory).expect("a directory can be made");
    let mut file = std::fs::OpenOptions::new();
    let file = file.write(true).create_new(true).mode(0o600).open(data_directory.join("key-encryption.key"));
    let key = b"dGhlIGtleSBvZiBldmVyeSBzZXJ2aWNlIGluIHRlc3Q=\n";
    file.and_then(|mut file| file.write_all(key)).expect("a file can be written");
}

/// Copies a migrated database that is made once per process, so that the migrations run once and not once a test.
fn copy_sqlite_template(directory: &Path) -> String {
    static TEMPLATE: OnceLock<TempDir> = OnceLock::new();
    let name = "touchstone.sqlite";
    let template = TEMPLATE.get_or_init(|| {
        let template = scratch::directory("template");
        reaper::directory(template.path());
        let url = format!("sqlite:{}", template.path().join(name).display());
        let mut command = clean_command();
        command.arg("migrate").env("DATABASE_URL", url).current_dir(template.path());
        let output = command.output().expect("the binary can be started");
        assert!(output.status.success(), "touchstone migrate: {}", String::from_utf8_lossy(&output.stderr));
        template
    });
    for entry in std::fs::read_dir(template.path()).expect("the template is there").flatten() {
        // The database, and the write-ahead log if the binary left one.
        if entry.file_name().to_string_lossy().starts_with(name) {
            std::fs::copy(entry.path(), directory.join(entry.file_name())).expect("a file can be copied");
        }
    }
    format!("sqlite:{}", directory.join(name).display())
}

fn lines_of(output: std::process::ChildStdout) -> (std::thread::JoinHandle<()>, Receiver<String>) {
    let (sender, receiver) = channel();
    let reader = std::thread::spawn(move || {
        // Goes on reading when nobody listens any more: a full pipe would block the service.
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    (reader, receiver)
}
