//! Runs of the binary that must end by themselves, and runs of the server with a command line of the test's own.

use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::service::{PUBLIC_URL, Service, clean_command, command_with_umask};
use super::{Client, reaper};

/// How long a command may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The user and group who own nothing.
pub const NOBODY: u32 = 65534;

/// The binary with its settings, in a directory of the test's own.
#[derive(Clone)]
pub struct Program {
    directory: PathBuf,
    settings: Vec<(String, String)>,
    umask: Option<u32>,
}

/// What a command left behind.
#[derive(Debug)]
pub struct Ended {
    /// Its exit code; `None` when it had to be killed.
    pub code: Option<i32>,
    /// Its standard output.
    pub printed: String,
    /// Its standard error.
    pub said: String,
}

/// A command that has not ended yet, or not been waited for; it is killed with the value.
pub struct Running {
    child: Child,
    printed: File,
    said: File,
}

/// A running server; it is killed with the value.
pub struct Serving {
    child: Child,
    printed: Arc<Mutex<String>>,
    said: Arc<Mutex<String>>,
}

/// Starts the binary. A copy that was just made cannot be while another thread's child, which was forked meanwhile, has not
/// closed what it was written by.
fn started(command: &mut Command) -> Child {
    loop {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => std::thread::sleep(Duration::from_millis(5)),
            other => return other.expect("the binary can be started"),
        }
    }
}

impl Program {
    /// The binary with no settings but those that keep its files in `directory`.
    pub fn new(directory: &Path) -> Self {
        let program = Self { directory: directory.to_owned(), settings: Vec::new(), umask: None };
        program.set("TOUCHSTONE_DATA_DIRECTORY", &directory.join("data").display().to_string())
    }

    /// The same, known by an address that everybody can follow.
    #[must_use]
    pub fn known(self) -> Self {
        self.set("TOUCHSTONE_PUBLIC_URL", PUBLIC_URL)
    }

    /// The binary on the database and in the directories of a service.
    pub fn beside(service: &Service) -> Self {
        let data = service.data_directory();
        let program =
            Self { directory: data.parent().expect("it has a parent").to_owned(), settings: Vec::new(), umask: None };
        program
            .set("TOUCHSTONE_DATA_DIRECTORY", &data.display().to_string())
            .set("DATABASE_URL", service.database_url())
            .known()
    }

    /// The same with a setting, or any other environment variable.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, started by somebody with this umask.
    #[must_use]
    pub fn with_umask(mut self, umask: u32) -> Self {
        self.umask = Some(umask);
        self
    }

    /// Runs a command to its end. One that does not end is killed, and has no exit code.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.start(arguments).ended()
    }

    /// Starts a command.
    pub fn start(&self, arguments: &[&str]) -> Running {
        self.start_with(arguments, Stdio::null())
    }

    /// Runs a command to its end, with this on its standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ended {
        use std::io::{Seek as _, Write as _};
        let mut file = tempfile::tempfile().expect("a file can be made");
        file.write_all(input.as_bytes()).and_then(|()| file.rewind()).expect("a file can be written");
        self.start_with(arguments, file.into()).ended()
    }

    /// Runs a command to its end as the user and group `nobody`, from a copy of the binary that they can reach.
    pub fn run_as_nobody(&self, arguments: &[&str]) -> Ended {
        use std::os::unix::process::CommandExt as _;
        let copy = self.directory.join("touchstone");
        if !copy.exists() {
            std::fs::copy(env!("CARGO_BIN_EXE_touchstone"), &copy).expect("the binary can be copied");
        }
        let plain = self.command(arguments);
        let mut command = Command::new(&copy);
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null());
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.uid(NOBODY).gid(NOBODY);
        Self::spawn(command).ended()
    }

    fn start_with(&self, arguments: &[&str], input: Stdio) -> Running {
        let mut command = self.command(arguments);
        command.stdin(input);
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Running {
        let (printed, said) = (tempfile::tempfile(), tempfile::tempfile());
        let (printed, said) = (printed.expect("a file can be made"), said.expect("a file can be made"));
        command.stdout(handle(&printed)).stderr(handle(&said));
        let child = started(&mut command);
        reaper::process(child.id());
        Running { child, printed, said }
    }

    /// Starts the server and waits until it says where it listens.
    pub fn serve(&self, arguments: &[&str]) -> Serving {
        let mut command = self.command(&[&["serve", "--bind", "127.0.0.1:0"], arguments].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = started(&mut command);
        reaper::process(child.id());
        let printed = gather(child.stdout.take().expect("its standard output is a pipe"));
        let said = gather(child.stderr.take().expect("its standard error is a pipe"));
        let serving = Serving { child, printed, said };
        serving.wait_for("listening on http://127.0.0.1:");
        serving
    }

    /// Starts the server with its output going where the test says, and waits until it answers.
    pub fn serve_into(&self, printed: impl Into<Stdio>, said: impl Into<Stdio>) -> Serving {
        let address = free_address().to_string();
        let child = self.command(&["serve", "--bind", &address]).stdout(printed).stderr(said).spawn();
        let child = child.expect("the binary can be started");
        reaper::process(child.id());
        let printed = Arc::new(Mutex::new(format!("listening on http://{address}\n")));
        let serving = Serving { child, printed, said: Arc::default() };
        let deadline = Instant::now() + PATIENCE;
        while std::net::TcpStream::connect(&address).is_err() {
            assert!(Instant::now() < deadline, "it does not listen on {address}");
            std::thread::sleep(Duration::from_millis(5));
        }
        serving
    }

    /// The binary with its settings, for a test that starts it in a way of its own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.umask.map_or_else(clean_command, command_with_umask);
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl Running {
    /// Waits for its end.
    pub fn ended(mut self) -> Ended {
        let code = wait(&mut self.child);
        reaper::gone(self.child.id());
        Ended { code, printed: read(&mut self.printed), said: read(&mut self.said) }
    }

    /// Waits until it has said this on standard error.
    #[track_caller]
    pub fn wait_until_it_says(&mut self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // Not by a handle of our own that is moved: the place where the command writes would move with it.
            let mut said = vec![0; 64 * 1024];
            let length = self.said.read_at(&mut said, 0).expect("what was written can be read");
            let said = String::from_utf8_lossy(&said[..length]).into_owned();
            if said.contains(words) {
                return;
            }
            assert!(self.is_running() && Instant::now() < deadline, "{words:?} is not said: {said}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let number = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process number");
        // A process that has ended and was not waited for still has its number: nobody else can be hit.
        let _ = kill_process(number, signal);
    }

    /// Its arguments, as every user of the machine may see them.
    pub fn arguments(&self) -> String {
        let arguments = std::fs::read(format!("/proc/{}/cmdline", self.child.id())).expect("it runs");
        String::from_utf8_lossy(&arguments).replace('\0', " ")
    }

    /// Whether it has not ended yet.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("it is our child").is_none()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Where it was waited for this does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// Asserts that it did what it was told, and returns what it printed.
    #[track_caller]
    pub fn done(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.printed
    }

    /// Asserts that it printed one line of JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        let line = self.done();
        assert_eq!(line.matches('\n').count(), 1, "{self:?}");
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Asserts that it refused, and said so with all these words on standard error.
    #[track_caller]
    pub fn refused(&self, words: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for word in words {
            assert!(self.said.contains(word), "{word:?} is not said: {self:?}");
        }
        assert!(!self.said.contains("panicked"), "{self:?}");
    }
}

impl Serving {
    /// What it has printed so far.
    pub fn printed(&self) -> String {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until it has printed `wanted`.
    #[track_caller]
    pub fn wait_for(&self, wanted: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.printed().contains(wanted) {
            let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
            assert!(Instant::now() < deadline, "{wanted:?} is not printed: {}\n{said}", self.printed());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until it has said `wanted` on its standard error.
    #[track_caller]
    pub fn wait_until_it_says(&self, wanted: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if said.contains(wanted) {
                return;
            }
            assert!(Instant::now() < deadline, "{wanted:?} is not said: {said}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A client of it.
    pub fn client(&self) -> Client {
        let printed = self.printed();
        let line = printed.lines().find_map(|line| line.strip_prefix("listening on http://127.0.0.1:"));
        let port = line.expect("it listens").trim_end_matches('/').parse().expect("a port follows");
        Client::new(Arc::new(AtomicU16::new(port)))
    }

    /// Asks it to end; its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let number = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process number");
        let _ = kill_process(number, Signal::TERM);
        let code = wait(&mut self.child);
        reaper::gone(self.child.id());
        code
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        if self.child.wait().is_ok() {
            reaper::gone(self.child.id());
        }
    }
}

fn wait(child: &mut Child) -> Option<i32> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().expect("it is our child") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let _ = (child.kill(), child.wait());
    None
}

fn handle(file: &File) -> Stdio {
    file.try_clone().expect("a handle can be copied").into()
}

fn read(file: &mut File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).expect("what was written can be read");
    text
}

fn gather(output: impl std::io::Read + Send + 'static) -> Arc<Mutex<String>> {
    let gathered = Arc::new(Mutex::new(String::new()));
    let copy = Arc::clone(&gathered);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let mut text = copy.lock().unwrap_or_else(PoisonError::into_inner);
            text.push_str(&line);
            text.push('\n');
        }
    });
    gathered
}

/// An address of the loopback interface that nobody listens on. It lies below those that the system gives out by itself,
/// and is given out once, so that nobody takes it before the test does.
pub fn free_address() -> std::net::SocketAddr {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    let first = std::process::id().wrapping_mul(61);
    loop {
        let place = first.wrapping_add(GIVEN.fetch_add(1, Ordering::Relaxed).into()) % 20_000;
        let port = 10_000 + u16::try_from(place).expect("it is small");
        if let Ok(listener) = std::net::TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().expect("it has an address");
        }
    }
}
