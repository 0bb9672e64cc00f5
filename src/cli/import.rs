//! `touchstone import`

use std::time::{Duration, Instant};

use clap::Args;

use super::context::{load_fonts, open_present_registry};
use super::failure::Failure;
use super::interruption::Interruption;
use super::output::minute;
use super::progress::{Progress, Unit, note};
use super::report_file::ReportFile;
use super::result_file::{FileArguments, ResultFile};
use super::settings::quoted;
use super::summary::{FEW, Refused, Summary};
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::error::Error;
use crate::registry::batches::{
    self, Batch, BatchState, Counts, FileLimits, Inspected, Quota, Report, RowOutcome, Submission, Worked, Worker,
};
use crate::registry::{PageRequest, Registry, Work};
use crate::tabular::{Reading, Said};

/// The polling interval for a batch that another process works on.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// How often the command says again what it waits for.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// How often, and how many times in a row, a database that is away is asked again.
const ASK_AGAIN: (Duration, u32) = (Duration::from_secs(2), 15);

const HELP: &str = "\
Works on the database that the settings name, beside a running server or without one. A row is recorded as a whole or
not at all, and one that is refused never stops the others. The same file is recognised: importing it again changes
nothing, and goes on with it if it was not finished.

Ends with 0 when all rows were accepted, 1 when rows or the file were refused, 2 when the command line is wrong.";

#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    file: FileArguments,
    /// The body whose results they are, by slug or id
    #[arg(long, value_name = "SLUG")]
    body: String,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    let file = &arguments.file;
    let report = file.report_file()?;
    let opened = file.open(Some(settings.batches.limit_bytes))?;
    let registry = open_present_registry(settings)?.with_fonts(load_fonts(settings)?);
    let lease_seconds = settings.batches.lease_seconds;
    let limits = FileLimits { rows: settings.batches.limit_rows, bytes: settings.batches.limit_bytes };
    let worker = Worker::new(&registry, chrono::Duration::seconds(i64::from(lease_seconds)))?;
    let import = Import { arguments, registry, worker, lease_seconds, interruption: Interruption::listen()? };
    let (batch, sent_before) = import.submit(opened, limits)?;
    let batch = if batch.state.is_final() { batch } else { import.see_through(batch)? };
    let report = report.map(|report| import.report(&batch, report)).transpose()?;
    let summary = import.summary(&batch, sent_before)?;
    Summary { report, ..summary }.tell(file.json, &import.command(" --report report.csv"))
}

struct Import<'a> {
    arguments: &'a Arguments,
    registry: Registry,
    worker: Worker,
    lease_seconds: u32,
    interruption: Interruption,
}

enum Look {
    /// Nothing more will happen to it.
    Final(Box<Batch>),
    Worked,
    Waiting {
        what: String,
        /// How many of the batch's own rows have been dealt with.
        done: u64,
    },
}

impl Import<'_> {
    /// Has the file accepted; the batch that it is, and whether it was accepted before.
    fn submit(&self, file: ResultFile, limits: FileLimits) -> Result<(Batch, bool), Failure> {
        let FileArguments { dry_run, again, dates, ref sheet, .. } = self.arguments.file;
        let body = Some(self.arguments.body.clone());
        let submission = Submission { body, file_name: file.name, dry_run, again };
        // Before the file is read: a body that is not there is told at once.
        self.registry.read(Some(Caller::OPERATOR), |work| batches::admit(work, &submission, false))?;
        let said = Said { dates, sheet: sheet.as_deref() };
        let file = Inspected::read(file.content, file.format, said, limits, self.registry.scheme())?;
        let find = |work: &mut Work<'_>| batches::find_same(work, &file, &submission);
        if let Some(known) = self.registry.read(Some(Caller::OPERATOR), find)? {
            note(&sent_before(&known));
            return Ok((known, true));
        }
        let stored = self.registry.store_file(Caller::OPERATOR, &file, &submission, Quota::NONE)?;
        // Looked for again in the transaction that accepts it: the same file may be imported twice at once.
        let accepted = self.registry.write(Caller::OPERATOR, |work| match find(work)? {
            Some(known) => batches::discard(work, stored).map(|()| (known, true)),
            None => batches::accept(work, stored).map(|batch| (batch, false)),
        })?;
        Ok(accepted)
    }

    /// Deals with the batch, or waits for whoever does, until it has ended.
    fn see_through(&self, batch: Batch) -> Result<Batch, Failure> {
        let progress = Progress::new("importing", Unit::Rows, unsigned(batch.row_count));
        let (mut failed, mut said_at) = (0, None::<Instant>);
        let mut latest = batch;
        loop {
            if self.interruption.is_told() {
                return Err(self.stopped(&latest));
            }
            match self.look(&latest, &progress) {
                Ok(Look::Final(batch)) => return Ok(*batch),
                Ok(Look::Worked) => failed = 0,
                Ok(Look::Waiting { what, done }) => {
                    failed = 0;
                    progress.reach(done);
                    if said_at.is_none_or(|said_at| said_at.elapsed() > SAY_EVERY) {
                        said_at = Some(Instant::now());
                        progress.say(&what);
                    }
                    self.interruption.sleep(LOOK_EVERY);
                }
                Err(error @ Error::Unavailable { .. }) if failed < ASK_AGAIN.1 => {
                    failed += 1;
                    progress.say(&format!("{error}; trying again"));
                    self.interruption.sleep(ASK_AGAIN.0);
                }
                Err(error) => {
                    drop(progress);
                    return Err(Failure::from(error).and(&self.goes_on(&latest)));
                }
            }
            if let Ok(now) = self.find(&latest) {
                latest = now;
            }
        }
    }

    fn look(&self, batch: &Batch, progress: &Progress) -> Result<Look, Error> {
        let now = self.find(batch)?;
        if now.state.is_final() {
            return Ok(Look::Final(Box::new(now)));
        }
        let own = |counts: &Counts| progress.reach(unsigned(counts.total()));
        if self.work_on(&now, &own)? == Worked::Some {
            return Ok(Look::Worked);
        }
        let done = unsigned(now.counts.total());
        let earlier = self.registry.read(Some(Caller::OPERATOR), |work| batches::in_the_way(work, &now))?;
        let Some(earlier) = earlier else {
            let what = format!(
                "another process (a running server, another import) has this file in hand: following it; should it have \
                 been ended, this one goes on within {} s",
                self.lease_seconds
            );
            return Ok(Look::Waiting { what, done });
        };
        let name = earlier.file_name.as_deref().unwrap_or("without a name");
        let what = format!("an earlier file of this body ({name}, batch {}) comes first", earlier.id);
        if self.work_on(&earlier, &|_| ())? == Worked::Some {
            return Ok(Look::Worked);
        }
        let what = format!("{what}: {} of its {} rows have been dealt with", earlier.counts.total(), earlier.row_count);
        Ok(Look::Waiting { what, done })
    }

    fn work_on(&self, batch: &Batch, progress: &dyn Fn(&Counts)) -> Result<Worked, Error> {
        self.registry.work_on_batches(&self.worker, batch.id, &|| !self.interruption.is_told(), progress)
    }

    fn find(&self, batch: &Batch) -> Result<Batch, Error> {
        let id = batch.id.to_string();
        self.registry.read(Some(Caller::OPERATOR), |work| batches::find(work, &id))
    }

    fn report(&self, batch: &Batch, file: ReportFile) -> Result<std::path::PathBuf, Failure> {
        let report = Report::new(&self.registry, Caller::OPERATOR, batch);
        if !report.has_file()? {
            return Err(Failure::new(format!(
                "there is no report any more: the content of the file that batch {} came with is no longer kept\n\
                 With --again the file is gone through once more.",
                batch.id
            )));
        }
        let form = report.form(file.format())?;
        file.write(|to| Ok(report.write(to, form)?))?;
        file.finish()
    }

    fn summary(&self, batch: &Batch, sent_before: bool) -> Result<Summary, Failure> {
        let id = batch.id.to_string();
        let mut first_refused = Vec::new();
        for outcome in RowOutcome::ALL.into_iter().filter(|outcome| outcome.is_refusal()) {
            let request = PageRequest { after: None, limit: FEW };
            let rows =
                self.registry.read(Some(Caller::OPERATOR), |work| batches::rows(work, &id, Some(outcome), &request))?;
            first_refused.extend(rows.items.into_iter().map(|completed| Refused {
                line: unsigned(completed.row.line),
                reference: completed.row.reference,
                outcome,
                errors: completed.errors.into_iter().map(|error| [error.column, error.code, error.detail]).collect(),
            }));
        }
        let took = batch.started_at.zip(batch.finished_at).map(|(start, end)| (end - start).as_seconds_f64());
        Ok(Summary {
            state: batch.state,
            dry_run: batch.dry_run,
            sent_before,
            rows: unsigned(batch.row_count),
            counts: RowOutcome::ALL.map(|outcome| unsigned(batch.counts.of(outcome))),
            seconds: took,
            first_refused: Refused::first(first_refused),
            report: None,
            assumed: Reading::kept(batch.reading.as_deref()).in_words(),
            id,
        })
    }

    fn stopped(&self, batch: &Batch) -> Failure {
        let done = batch.counts.total();
        Failure::new(format!("stopped after {done} of {} rows", batch.row_count)).and(&self.goes_on(batch))
    }

    fn goes_on(&self, batch: &Batch) -> String {
        let stays = if batch.dry_run { "" } else { "What has been recorded stays. " };
        let command = self.command("");
        format!("{stays}A running server goes on with batch {}; without one, this does:\n  {command}", batch.id)
    }

    fn command(&self, more: &str) -> String {
        let Arguments { file, body } = self.arguments;
        let dry_run = if file.dry_run { " --dry-run" } else { "" };
        let said = file.said();
        let (name, body) = (file.file.display().to_string(), quoted(body));
        format!("touchstone import {} --body {body}{said}{dry_run}{more}", quoted(&name))
    }
}

fn sent_before(batch: &Batch) -> String {
    let when = minute(batch.submitted_at);
    match batch.state {
        BatchState::Completed => {
            format!(
                "the same file was dealt with before (sent {when}): nothing is done; --again goes through it once more"
            )
        }
        _ => format!("the same file was sent before ({when}) and is not finished: going on with it"),
    }
}

fn unsigned(number: i32) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
