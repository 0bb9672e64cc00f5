//! A private, throw-away PostgreSQL cluster from the machine's own `initdb`.
//!
//! A small shell, started as an account that is not root, makes the cluster, runs the server and reads orders from a
//! pipe that the test process holds. When the pipe closes, because the test process ended in whatever way, the shell
//! stops the server and removes the directory: nothing outlives the tests.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::{Connection as _, PgConnection};

use super::super::command::free_address;
use super::super::scratch;

/// Arguments: the directory with PostgreSQL's programs, the cluster's directory, the port, the locale, and the port of a
/// cluster to be the standby of, if any. Answers every order with one line. `fsync` stays on: the service refuses a database
/// that could lose what it acknowledged. `TERM` goes before the signal that ends a server at once, because one that is only
/// just starting ignores that.
const SCRIPT: &str = r#"
programs=$1 directory=$2 port=$3 locale=$4 primary=$5 server=
start() {
    : >"$directory/log"
    "$programs/postgres" -D "$directory/data" -k "$directory" -p "$port" \
        -c listen_addresses=127.0.0.1 -c max_connections=300 -c min_wal_size=32MB -c max_wal_size=512MB \
        -c logging_collector=off -c autovacuum_naptime=10s </dev/null >>"$directory/log" 2>&1 &
    server=$!
}
stop() {
    [ -z "$server" ] && return
    for signal; do kill "-$signal" "$server"; done
    wait "$server"
    server=
}
trap '' INT
make() {
    if [ -n "$primary" ]; then
        copy=$programs/pg_basebackup
        [ -x "$copy" ] || copy=pg_basebackup
        "$copy" -D "$directory/data" -h 127.0.0.1 -p "$primary" -U touchstone -R -c fast --no-sync
    else
        "$programs/initdb" -D "$directory/data" --username=touchstone --auth=trust --encoding=UTF8 --locale="$locale" \
            --wal-segsize=4 --no-sync
    fi
}
if make </dev/null >"$directory/log" 2>&1; then echo made; else echo failed; fi
while read -r order value; do
    case $order in
        start) port=${value:-$port}; start ;;
        stop) stop TERM INT ;;
        crash) stop QUIT ;;
    esac
    echo "$order"
done
stop TERM QUIT
rm -rf -- "$directory"
"#;

/// A cluster of this process's own. It ends with the value, or with the process.
pub struct Cluster {
    shell: Child,
    answers: BufReader<ChildStdout>,
    directory: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster; says in words why there is none.
    pub fn start() -> Result<Self, String> {
        Self::make(None, None)
    }

    /// The same with a server that speaks another language, where its translations are installed.
    pub fn start_speaking(language: Option<&str>) -> Result<Self, String> {
        Self::make(language, None)
    }

    /// Makes and starts a hot standby of `primary`, which receives all that is written there from now on.
    pub fn standby_of(primary: &Self) -> Result<Self, String> {
        Self::make(None, Some(primary.port))
    }

    fn make(language: Option<&str>, primary: Option<u16>) -> Result<Self, String> {
        let programs = programs().ok_or("no initdb in PATH, by pg_config, or where packages put it")?;
        let account = account()?;
        let directory = directory(account)?;
        let port = free_port();
        let mut command = as_account("sh", account);
        command.args(["-c", SCRIPT, "postgres-of-the-tests"]).args([&programs, &directory]).arg(port.to_string());
        // The messages are translated in every locale but the one that is called C.
        command.arg(if language.is_some() { "C.UTF-8" } else { "C" });
        command.envs(language.into_iter().flat_map(|language| [("LANGUAGE", language), ("LC_ALL", "C.UTF-8")]));
        command.arg(primary.map_or_else(String::new, |port| port.to_string()));
        command.current_dir(&directory).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.process_group(0);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        let mut shell = command.spawn().map_err(|error| format!("sh: {error}"))?;
        let answers = BufReader::new(shell.stdout.take().expect("its standard output is a pipe"));
        let mut cluster = Self { shell, answers, directory, port };
        if cluster.answer() != "made" {
            return Err(format!("the cluster cannot be made: {}", cluster.log()));
        }
        cluster.run()?;
        Ok(cluster)
    }

    /// The address of `database` in this cluster, over TCP on the loopback interface.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://touchstone@127.0.0.1:{}/{database}", self.port)
    }

    /// The loopback port that the server listens on; it stays the same through [`Self::stop`] and [`Self::resume`].
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops the server as an operator would: connections are cut, everything is written.
    pub fn stop(&mut self) {
        self.order("stop");
    }

    /// Stops the server as a power cut would: it will recover from its log.
    pub fn crash(&mut self) {
        self.order("crash");
    }

    /// Starts the server again after [`Self::stop`] or [`Self::crash`], and waits until it answers.
    pub fn resume(&mut self) {
        self.order("start");
        self.wait_until_ready().expect("the cluster starts again");
    }

    /// Starts the server, on another port when somebody was quicker to take this one.
    fn run(&mut self) -> Result<(), String> {
        for _ in 0..5 {
            self.order(&format!("start {}", self.port));
            match self.wait_until_ready() {
                Ok(()) => return Ok(()),
                Err(_) if self.log().contains("could not bind") => self.port = free_port(),
                Err(problem) => return Err(problem),
            }
        }
        Err(format!("no free port: {}", self.log()))
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            match PgConnection::establish(&self.url("postgres")) {
                Ok(_) => return Ok(()),
                Err(error) if Instant::now() > deadline || self.gave_up() => {
                    return Err(format!("PostgreSQL does not answer: {error}: {}", self.log()));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// True when the server has ended by itself: it takes its lock file away.
    fn gave_up(&self) -> bool {
        let log = self.log();
        log.contains("could not create any TCP/IP sockets") || log.contains("database system is shut down")
    }

    fn order(&mut self, order: &str) {
        let orders = self.shell.stdin.as_mut().expect("its standard input is a pipe");
        writeln!(orders, "{order}").expect("the watching shell reads");
        let answer = self.answer();
        assert!(order.starts_with(&answer) && !answer.is_empty(), "the watching shell answered {answer:?} to {order}");
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the watching shell answers");
        line.trim().to_owned()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.directory.join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// The directory with `initdb` and `postgres`: the one that PATH leads to, the one `pg_config` names, or the newest
/// of those where the usual packages put it.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        places.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    let packaged = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
    ];
    for (parent, prefix, inner) in packaged {
        let mut found: Vec<PathBuf> = std::fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| entry.path().join(inner))
            .collect();
        found.sort_by_key(|place| std::cmp::Reverse(version(place)));
        places.extend(found);
    }
    places.into_iter().find(|place| place.join("initdb").is_file() && place.join("postgres").is_file())
}

fn version(place: &Path) -> u32 {
    let name = place.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    name.trim_matches(|character: char| !character.is_ascii_digit()).parse().unwrap_or(0)
}

/// The user and group to run the server as when the tests run as root, which PostgreSQL refuses to.
fn account() -> Result<Option<(u32, u32)>, String> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let accounts = std::fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
    let numbers = |wanted: &str| {
        let line = accounts.lines().find(|line| line.split(':').next() == Some(wanted))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let found = numbers("postgres").or_else(|| numbers("nobody"));
    found.map(Some).ok_or_else(|| "root may not run PostgreSQL, and there is no account postgres or nobody".to_owned())
}

fn as_account(program: &str, account: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = account {
        command.uid(user).gid(group);
    }
    command
}

/// Gives a directory to the account that servers run as.
pub fn give_to_server(directory: &Path) -> Result<(), String> {
    let Some((user, group)) = account()? else { return Ok(()) };
    std::os::unix::fs::chown(directory, Some(user), Some(group)).map_err(|error| error.to_string())
}

/// A directory of the account's own, in the first scratch place that the account can reach. Its name is kept short:
/// the path of a Unix socket has little more than a hundred bytes.
fn directory(account: Option<(u32, u32)>) -> Result<PathBuf, String> {
    for place in scratch::places().into_iter().chain(["/var/tmp".into(), "/tmp".into()]) {
        let Ok(directory) = tempfile::Builder::new().prefix("touchstone-pg-").tempdir_in(&place) else { continue };
        if let Some((user, group)) = account
            && std::os::unix::fs::chown(directory.path(), Some(user), Some(group)).is_err()
        {
            continue;
        }
        let reachable = as_account("sh", account)
            .args(["-c", r#"cd "$1" && : > probe && rm probe"#, "probe"])
            .arg(directory.path())
            .current_dir("/")
            .stderr(Stdio::null())
            .status();
        if reachable.is_ok_and(|status| status.success()) && directory.path().as_os_str().len() < 80 {
            return Ok(directory.keep());
        }
    }
    Err("no temporary directory that the database's account can reach".to_owned())
}

fn free_port() -> u16 {
    free_address().port()
}
