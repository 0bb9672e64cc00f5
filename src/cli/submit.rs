//! `touchstone submit`

use std::io::{self, Read, Seek};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use ureq::http::StatusCode;
use ureq::{Agent, SendBody};
use url::Url;

use self::credentials::Credentials;
use self::remote::Remote;
use self::views::{BatchView, RowsView};
use super::failure::Failure;
use super::interruption::Interruption;
use super::progress::{Progress, Unit, note};
use super::report_file::{ReportFile, unwritable};
use super::result_file::{FileArguments, ResultFile};
use super::settings::quoted;
use super::summary::{FEW, Refused, Summary};
use crate::config::{CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE};
use crate::registry::batches::{BatchState, RowOutcome};
use crate::trust::{Sha256, random_id};

mod answers;
mod credentials;
mod remote;
mod views;

/// How often the registry is asked how far it is: soon at first, as most files are small.
const ASK_EVERY: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];

const SAY_EVERY: Duration = Duration::from_secs(10);

const HELP: &str = "\
The client's secret is read from a file or from the variable TOUCHSTONE_CLIENT_SECRET. It cannot be an argument: other
users of the machine see the arguments of every process, and shells keep them.

A row is recorded as a whole or not at all, and one that is refused never stops the others. Sending the same file again
is safe: the registry recognises it, and nothing is done twice.

Ends with 0 when all rows were accepted, 1 when rows or the file were refused, 2 when the command line is wrong.";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    file: FileArguments,
    /// The registry, such as `https://registry.example`
    #[arg(long, value_parser = remote::parse_url)]
    url: Url,
    /// The client that sends it [default: the variable `TOUCHSTONE_CLIENT_ID`]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// A file with the client's secret [default: the variable `TOUCHSTONE_CLIENT_SECRET`]
    #[arg(long, value_name = "FILE")]
    client_secret_file: Option<PathBuf>,
    /// Do not wait until the rows have been dealt with
    #[arg(long, conflicts_with = "report")]
    no_wait: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let file = &arguments.file;
    let credentials = Credentials::find(arguments.client_id.as_deref(), arguments.client_secret_file.as_deref())?;
    let report = file.report_file()?;
    let opened = file.open(None)?;
    let interruption = Interruption::listen()?;
    let submission =
        Submission { arguments, remote: Remote::new(&arguments.url, credentials, interruption.clone()), interruption };
    let (batch, sent_before) = submission.send(&opened)?;
    if arguments.no_wait {
        return summary(batch, sent_before, Vec::new()).tell(file.json, &submission.command());
    }
    let batch = if batch.state().is_final() { batch } else { submission.follow(batch)? };
    let refused = submission.first_refused(&batch)?;
    let report = report.map(|report| submission.fetch_report(&batch, report)).transpose()?;
    let summary = summary(batch, sent_before, refused);
    Summary { report, ..summary }.tell(file.json, &submission.command())
}

struct Submission<'a> {
    arguments: &'a Arguments,
    remote: Remote,
    interruption: Interruption,
}

impl Submission<'_> {
    /// Sends the file; the batch that it is, and whether it was sent before.
    fn send(&self, file: &ResultFile) -> Result<(BatchView, bool), Failure> {
        let FileArguments { dry_run, again, dates, .. } = self.arguments.file;
        let mut path = format!("/v1/result-batches?dry_run={dry_run}&again={again}");
        if let Some(name) = &file.name {
            let name: String = url::form_urlencoded::byte_serialize(name.as_str().as_bytes()).collect();
            path.push_str("&file_name=");
            path.push_str(&name);
        }
        if let Some(order) = dates {
            path.push_str("&dates=");
            path.push_str(order.as_str());
        }
        let key = idempotency_key(file, &path)?;
        // Before the file, so that whoever may not send it is told at once.
        self.remote.authenticate()?;
        let progress = Progress::new("sending", Unit::Bytes, file.bytes);
        let answer = self.remote.request("send the file", |agent, token| {
            (&file.content).rewind().map_err(ureq::Error::Io)?;
            let mut content = Sending { file, sent: 0, progress: &progress, interruption: &self.interruption };
            agent
                .post(self.remote.address(&path))
                .header("authorization", token)
                .header("content-type", file.format.media_type())
                .header("content-length", file.bytes)
                .header("idempotency-key", &key)
                .send(SendBody::from_reader(&mut content))
        })?;
        drop(progress);
        let sent_before = answer.status() == StatusCode::OK;
        let batch: BatchView = answers::json(answer)?;
        if sent_before {
            note(match batch.state() {
                BatchState::Completed => {
                    "the same file was sent before: nothing is done; --again goes through it once more"
                }
                _ => "the same file was sent before, and is not finished",
            });
        }
        Ok((batch, sent_before))
    }

    fn follow(&self, mut batch: BatchView) -> Result<BatchView, Failure> {
        let progress = Progress::new("registering", Unit::Rows, batch.rows);
        let (mut said_at, mut pause) = (Instant::now(), ASK_EVERY[0]);
        while !batch.state().is_final() {
            if batch.state() == BatchState::Waiting && said_at.elapsed() > SAY_EVERY {
                said_at = Instant::now();
                progress.say(&format!("batch {} waits for its turn", batch.id));
            }
            progress.reach(batch.processed);
            self.interruption.sleep(pause);
            pause = (pause * 2).min(ASK_EVERY[1]);
            if self.interruption.is_told() {
                return Err(Failure::new(format!("stopped after {} of {} rows", batch.processed, batch.rows))
                    .and(&self.goes_on(&batch)));
            }
            let asked = self.get("ask how far it is", &format!("/v1/result-batches/{}", batch.id));
            batch = asked.and_then(answers::json).map_err(|failure| failure.and(&self.goes_on(&batch)))?;
        }
        Ok(batch)
    }

    fn get(&self, what: &str, path: &str) -> Result<ureq::http::Response<ureq::Body>, Failure> {
        self.remote.request(what, |agent: &Agent, token| {
            agent.get(self.remote.address(path)).header("authorization", token).call()
        })
    }

    fn first_refused(&self, batch: &BatchView) -> Result<Vec<Refused>, Failure> {
        let mut refused = Vec::new();
        for outcome in RowOutcome::ALL {
            if outcome.is_refusal() && batch.counts.of(outcome) > 0 {
                let path = format!("/v1/result-batches/{}/rows?outcome={}&limit={FEW}", batch.id, outcome.as_str());
                let rows: RowsView = answers::json(self.get("ask for the refused rows", &path)?)?;
                refused.extend(rows.items.into_iter().map(|row| row.refused(outcome)));
            }
        }
        Ok(Refused::first(refused))
    }

    fn fetch_report(&self, batch: &BatchView, file: ReportFile) -> Result<PathBuf, Failure> {
        let path = format!("/v1/result-batches/{}/report.csv", batch.id);
        self.remote.persist("fetch the report", || {
            let mut answer = self.get("fetch the report", &path)?;
            let mut broke_off = None;
            file.write(|to| {
                let mut content = answer.body_mut().with_config().limit(u64::MAX).reader();
                let mut buffer = vec![0; 64 * 1024];
                loop {
                    match content.read(&mut buffer) {
                        Ok(0) => return Ok(()),
                        Ok(read) => to.write_all(&buffer[..read]).map_err(|error| unwritable(file.path(), &error))?,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => {
                            broke_off = Some(error);
                            return Ok(());
                        }
                    }
                }
            })?;
            Ok(broke_off.map_or(Ok(()), |error| Err(ureq::Error::Io(error))))
        })?;
        file.finish()
    }

    fn goes_on(&self, batch: &BatchView) -> String {
        format!(
            "The registry has the file and goes on with batch {}. What became of it:\n  {}",
            batch.id,
            self.command()
        )
    }

    fn command(&self) -> String {
        let Arguments { file, url, client_id, client_secret_file, .. } = self.arguments;
        let mut line =
            format!("touchstone submit {} --url {}", quoted(&file.file.display().to_string()), quoted(url.as_str()));
        let mut add = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                line.extend([" --", flag, " ", &quoted(&value)]);
            }
        };
        add("client-id", client_id.clone());
        add("client-secret-file", client_secret_file.as_ref().map(|file| file.display().to_string()));
        add("report", Some("report.csv".to_owned()));
        line.push_str(&file.said());
        if file.dry_run {
            line.push_str(" --dry-run");
        }
        line
    }
}

fn summary(batch: BatchView, sent_before: bool, first_refused: Vec<Refused>) -> Summary {
    Summary {
        state: batch.state(),
        dry_run: batch.dry_run,
        sent_before,
        rows: batch.rows,
        counts: RowOutcome::ALL.map(|outcome| batch.counts.of(outcome)),
        seconds: batch.seconds(),
        first_refused,
        report: None,
        assumed: batch.assumed(),
        id: batch.id,
    }
}

/// A file on its way; it stops when the command is told to.
struct Sending<'a> {
    file: &'a ResultFile,
    sent: u64,
    progress: &'a Progress,
    interruption: &'a Interruption,
}

impl Read for Sending<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.interruption.is_told() {
            return Err(io::Error::other("stopped"));
        }
        let read = (&self.file.content).read(buffer)?;
        self.sent += read as u64;
        self.progress.reach(self.sent);
        Ok(read)
    }
}

/// What the registry recognises a request by that it has carried out, and whose answer was lost. It is of this run and
/// this content: another run is recognised by the content alone, unless --again says that it means to do it again.
fn idempotency_key(file: &ResultFile, path: &str) -> Result<String, Failure> {
    let unusable = |error: io::Error| Failure::new(format!("the temporary file cannot be read: {error}"));
    let mut digest = Sha256::new();
    digest.update(random_id().as_bytes());
    digest.update(path.as_bytes());
    (&file.content).rewind().map_err(unusable)?;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match (&file.content).read(&mut buffer).map_err(unusable)? {
            0 => return Ok(digest.finish()),
            read => digest.update(&buffer[..read]),
        }
    }
}
