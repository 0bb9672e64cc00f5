//! PostgreSQL: `pg_dump` in the custom format, of a state that begins with a moment in which nobody is in the middle of an
//! event, so that what it has of the feed is all up to a place.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::programs::{find, newest};
use super::{Contents, IsTold, contents, missing, not_ours};
use crate::config::DatabaseUrl;
use crate::error::Error;
use crate::store::connection::{DatabaseConnection, Engine};
use crate::store::grants::MIGRATIONS;
use crate::store::inspection::{ask, texts};

/// How often a program that works is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// How often it is looked who is connected before that counts: the server takes a moment to notice that somebody has gone.
const LOOKS: u32 = 20;

/// The pause between two of these.
const BETWEEN_LOOKS_AT_SESSIONS: Duration = Duration::from_millis(100);

pub(super) fn in_words(error: Error) -> String {
    error.explained(Engine::Postgresql).to_string()
}

/// Connects to the server itself. Through a pooler locks, settings and the schema to look in would be those of another
/// session after every transaction.
pub(super) fn connect(url: &str) -> Result<DatabaseConnection, String> {
    let mut connection = DatabaseConnection::connect(url)
        .map_err(|reason| format!("the PostgreSQL database cannot be reached: {}", reason.trim_end()))?;
    if connection.is_pooled().map_err(in_words)? {
        return Err("a pooler stands between here and the PostgreSQL server, which gives the session to others\n\
                    Give the server's own address in DATABASE_URL for this command."
            .to_owned());
    }
    Ok(connection)
}

pub(super) fn server_version(connection: &mut DatabaseConnection) -> Result<u32, String> {
    let number = ask(connection, "SELECT current_setting('server_version_num') AS answer").map_err(in_words)?;
    number.parse::<u32>().map(|number| number / 10_000).map_err(|_| format!("the server's version is {number}"))
}

/// The schema that tables are looked for in.
pub(super) fn schema(connection: &mut DatabaseConnection) -> Result<String, String> {
    ask(connection, "SELECT CAST(coalesce(current_schema(), '') AS text) AS answer").map_err(in_words)
}

/// Writes the database into an empty file.
pub(super) fn write(url: &str, target: &Path, is_told: IsTold<'_>) -> Result<Contents, String> {
    let mut connection = connect(url)?;
    let program = find("pg_dump", server_version(&mut connection)?)?;
    let schema = schema(&mut connection)?;
    // Writers draw an event's number under this lock and keep it until they commit.
    connection.run("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0").map_err(in_words)?;
    connection.run("SELECT pg_advisory_lock(20000)").map_err(in_words)?;
    connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").map_err(in_words)?;
    let snapshot = ask(&mut connection, "SELECT pg_export_snapshot() AS answer");
    connection.run("SELECT pg_advisory_unlock(20000)").map_err(in_words)?;
    let snapshot = snapshot.map_err(in_words)?;
    let written = contents(&mut connection, "the database")?;
    let mut command = command(&program, url)?;
    command.args(["--format=custom", "--no-password", "--lock-wait-timeout=60s", "--snapshot", &snapshot]);
    command.arg(format!("--schema=\"{}\"", schema.replace('"', "\"\""))).arg("--file").arg(target);
    run(&mut command, is_told).map_err(|reason| match reason {
        denied if denied.contains("permission denied") => format!(
            "{denied}\nRun it under the role that owns the tables, or run `touchstone migrate --grant-to ROLE` once more as that \
             role: from this version on the service's role may read all that a backup needs."
        ),
        full if full.contains("No space left on device") => format!("there is no room for it on the disk\n{full}"),
        other => other,
    })?;
    Ok(written)
}

/// Looks through a backup.
pub(super) fn examine(file: &Path, is_told: IsTold<'_>) -> Result<Contents, String> {
    archive(file, &newest("pg_restore")?, is_told).map(|archive| archive.contents)
}

/// A backup as its table of contents has it.
pub(super) struct Archive {
    /// The schema of its tables.
    pub schema: String,
    pub contents: Contents,
}

pub(super) fn archive(file: &Path, program: &Path, is_told: IsTold<'_>) -> Result<Archive, String> {
    let shown = file.display();
    let damaged = |reason: String| {
        format!(
            "{shown} cannot be read as a whole: {reason}\nIt is damaged, or client programs of PostgreSQL made it that are newer than those here."
        )
    };
    let read = |arguments: &[&str]| {
        let mut command = Command::new(program);
        run(command.args(arguments).arg(file), is_told).map_err(damaged)
    };
    let list = read(&["--list"])?;
    // `205; 1259 16391 TABLE public events owner`
    let entry = |line: &str| {
        let mut words = line.split(' ').skip(3);
        let is_table = words.next() == Some("TABLE") && !line.contains(" TABLE DATA ");
        is_table.then(|| Some((words.next()?.to_owned(), words.next()?.to_owned()))).flatten()
    };
    let tables: Vec<(String, String)> = list.lines().filter(|line| !line.starts_with(';')).filter_map(entry).collect();
    let schema =
        tables.iter().find(|(_, table)| table == "events").map(|(schema, _)| schema.clone()).unwrap_or_default();
    let names: Vec<String> = tables.into_iter().filter(|(found, _)| *found == schema).map(|(_, table)| table).collect();
    let missing = missing(&names);
    if !missing.is_empty() {
        return Err(not_ours(&shown.to_string(), &missing));
    }
    // All of it is read and unpacked, which shows where something is missing at its end.
    read(&["--file=/dev/null"])?;
    let listed = read(&["--data-only", "--table", MIGRATIONS, "--file=-"])?;
    let versions = listed.lines().filter_map(|line| line.split('\t').next());
    let mut versions: Vec<String> = versions
        .filter(|word| word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    versions.sort_unstable();
    Ok(Archive { schema, contents: Contents { engine: Engine::Postgresql, versions, last_sequence: None } })
}

/// A program of PostgreSQL's for the database at `url`. The password is in its environment, which other users cannot see,
/// unlike its arguments.
pub(super) fn command(program: &Path, url: &str) -> Result<Command, String> {
    let DatabaseUrl::Postgresql(url) = DatabaseUrl::parse(url)? else {
        return Err("the database is not PostgreSQL".to_owned());
    };
    if let Some(name) = url.secrets().find(|name| *name != "password") {
        return Err(format!(
            "DATABASE_URL has the parameter {name}, which PostgreSQL's programs can only be told where other users of the \
             machine see it\nGive an address without it for this command."
        ));
    }
    let (address, password) = url.without_secrets();
    let mut command = Command::new(program);
    command.arg("--dbname").arg(address).envs(password.map(|password| ("PGPASSWORD", password)));
    Ok(command)
}

/// Runs a program to its end, or until it is told to stop; what it printed.
fn run(command: &mut Command, is_told: IsTold<'_>) -> Result<String, String> {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    let (printed, said) = (gather(child.stdout.take()), gather(child.stderr.take()));
    let ended = wait(&mut child, is_told)?;
    let (printed, said) = (printed.join().unwrap_or_default(), said.join().unwrap_or_default());
    if ended.success() { Ok(printed) } else { Err(failed(&name, ended, &said)) }
}

pub(super) fn failed(name: &str, ended: ExitStatus, said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).take(5).collect();
    if lines.is_empty() { format!("{name} failed: {ended}") } else { lines.join("\n") }
}

pub(super) fn gather(output: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read is worth telling, and the exit status says whether all went well.
        let _ = output.map(|mut output| output.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

pub(super) fn wait(child: &mut Child, is_told: IsTold<'_>) -> Result<ExitStatus, String> {
    loop {
        match child.try_wait() {
            Ok(Some(ended)) => return Ok(ended),
            Ok(None) if is_told() => {
                let _ = child.kill();
                let _ = child.wait();
                return Err("it was told to stop".to_owned());
            }
            Ok(None) => std::thread::sleep(BETWEEN_LOOKS),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Refuses while anybody is connected to the database besides us, and stays so.
pub fn refuse_other_sessions(url: &str) -> Result<(), String> {
    refuse_others(&mut connect(url)?)
}

/// See [`refuse_other_sessions`].
pub(super) fn refuse_others(connection: &mut DatabaseConnection) -> Result<(), String> {
    let mut sessions = Vec::new();
    for _ in 0..LOOKS {
        sessions = other_sessions(connection).map_err(in_words)?;
        if sessions.is_empty() {
            return Ok(());
        }
        std::thread::sleep(BETWEEN_LOOKS_AT_SESSIONS);
    }
    Err(format!(
        "the database is in use by {}: {}\nStop every node of the service, and whatever else is connected, and begin again.",
        if sessions.len() == 1 { "one session".to_owned() } else { format!("{} sessions", sessions.len()) },
        sessions.join(", ")
    ))
}

fn other_sessions(connection: &mut DatabaseConnection) -> Result<Vec<String>, Error> {
    // Within a transaction the first answer would be repeated.
    ask(connection, "SELECT CAST(pg_stat_clear_snapshot() AS text) AS answer")?;
    let query = "SELECT CAST(usename AS text) || ' (' || coalesce(nullif(application_name, ''), 'no application name') || \
                 coalesce(' from ' || host(client_addr), '') || ')' AS answer FROM pg_stat_activity \
                 WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid() ORDER BY 1";
    texts(connection, query)
}

/// The roles that may add events, besides the one that owns the table: those that the service runs under.
pub fn grantees(url: &str) -> Result<Vec<String>, String> {
    let query = "SELECT DISTINCT CAST(r.rolname AS text) AS answer FROM pg_class c, aclexplode(c.relacl) a, pg_roles r \
                 WHERE c.relname = 'events' AND c.relnamespace = CAST(current_schema() AS regnamespace) \
                 AND a.privilege_type = 'INSERT' AND r.oid = a.grantee AND a.grantee <> c.relowner ORDER BY 1";
    texts(&mut connect(url)?, query).map_err(in_words)
}
