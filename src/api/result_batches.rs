//! Result batches: files of results, and what became of their rows.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use utoipa::ToSchema;

use super::answers::{Answer, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::view::view;
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::registry::batches::{self, Batch, CompletedRow, Counts, RowNote, RowOutcome};
use crate::tabular::{Reading, Understood};

pub mod progress;
pub mod report;
pub mod submission;

view! {
    /// A file of results.
    pub struct ResultBatchView(batch: &Batch) {
        let reading = Reading::kept(batch.reading.as_deref());
        /// Its id.
        pub id: String,
        /// The body whose results they are; null when a registrar sent results of none.
        pub body_id: Option<String> = batch.body,
        /// `waiting`, `running`, `completed` or `cancelled`.
        pub state: String,
        /// Why a file that was begun waits: `unavailable` (the database or the disk could not be written) or `internal_error`
        /// (rows of it meet something unexpected inside the registry). It is tried again by itself. Null where it does not.
        #[schema(pattern = "^(unavailable|internal_error)$")]
        pub waits_because: Option<String> = batch.waits.map(|(reason, _)| reason),
        /// When it is tried again.
        pub waits_until: Option<DateTime<Utc>> = batch.waits.map(|(_, until)| until),
        /// The form of the file: `csv` or `ndjson`.
        pub format: String,
        /// Its name where it comes from.
        pub file_name: Option<String>,
        /// SHA-256 of its content.
        #[schema(pattern = "^sha256:[0-9a-f]{64}$")]
        pub digest: String = format!("sha256:{}", batch.digest),
        /// Its length.
        pub bytes: i64,
        /// How many rows it has.
        pub rows: i32 = batch.row_count,
        /// The encoding in which it was read. Any other than UTF-8 was told from the content, and is worth a look.
        #[schema(pattern = "^(UTF-8|UTF-16LE|UTF-16BE|windows-1252)$")]
        pub encoding: String = reading.encoding.name(),
        /// The columns that are called something else than in the template, with what they were read as.
        pub understood: Vec<UnderstoodView> = reading.understood.iter().map(UnderstoodView::of).collect::<Vec<_>>(),
        /// The forms in which its dates were read beside `YYYY-MM-DD`, such as `DD/MM/YYYY`.
        pub dates: Vec<String> = reading.dates.0.iter().map(ToString::to_string).collect::<Vec<_>>(),
        /// Whether everything is done but kept.
        pub dry_run: bool,
        /// How many rows have been dealt with.
        pub processed: i32 = batch.counts.total(),
        /// What became of them.
        pub counts: CountsView,
        /// Who sent it.
        pub submitted_by: String,
        /// When.
        pub submitted_at: DateTime<Utc>,
        /// When the first row was looked at.
        pub started_at: Option<DateTime<Utc>>,
        /// When the last row had been dealt with, or when it was cancelled.
        pub finished_at: Option<DateTime<Utc>>,
        /// Where there is more about it.
        pub links: LinksView = batch,
    }

    /// A column that is called something else than in the template.
    pub struct UnderstoodView(understood: &Understood) {
        /// Its name in the file.
        pub heading: String,
        /// What it was read as.
        pub column: String,
    }

    /// How many rows had which outcome.
    pub struct CountsView(counts: &Counts) {
        /// The result is on record, and is a pass.
        pub pass: i32 = counts.of(RowOutcome::Pass),
        /// The result is on record, and is a fail.
        pub fail: i32 = counts.of(RowOutcome::Fail),
        /// The same result was on record.
        pub unchanged: i32 = counts.of(RowOutcome::Unchanged),
        /// The requirement is not met: nothing is recorded but the refusal.
        pub not_eligible: i32 = counts.of(RowOutcome::NotEligible),
        /// A value is impossible or missing: nothing is recorded.
        pub invalid: i32 = counts.of(RowOutcome::Invalid),
        /// It contradicts what is on record, or could mean more than one candidate: nothing is recorded.
        pub conflict: i32 = counts.of(RowOutcome::Conflict),
        /// It was not decided, because the body that sent the file was not listed any more.
        pub refused: i32 = counts.of(RowOutcome::Refused),
    }

    /// Where there is more about a batch.
    pub struct LinksView(batch: &Batch) {
        let here = address(batch);
        /// What became of each row.
        pub rows: String = format!("{here}/rows"),
        /// The file back as CSV, with what became of each row beside it.
        pub report: String = format!("{here}/report.csv"),
        /// How far it is, as a stream of events.
        pub progress: String = format!("{here}/progress"),
    }

    /// What became of a row.
    pub struct ResultBatchRowView(completed: &CompletedRow) {
        /// The line on which it begins in the file, counted from 1.
        pub line: i32 = completed.row.line,
        /// The body's own reference.
        pub reference: Option<String> = &completed.row.reference,
        /// `pass`, `fail`, `unchanged`, `not_eligible`, `invalid`, `conflict` or `refused`.
        pub outcome: String = completed.row.outcome,
        /// The result that it is on record as; null in a dry run.
        pub result_id: Option<String> = completed.row.result,
        /// The number of the certificate that was awarded on it.
        pub certificate_number: Option<String> = completed.certificate,
        /// Everything that is wrong with it.
        pub errors: Vec<RowNoteView>,
        /// What else is to be said of a row that was taken: what it says otherwise than the candidate's record, and whether
        /// that was `changed` or the record is `kept`.
        pub notes: Vec<RowNoteView>,
    }
}

/// A part of the list of rows.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `lists::answer` shows")]
pub struct ResultBatchRowListing {
    /// The rows.
    items: Vec<ResultBatchRowView>,
    /// Where the next part begins: give it as `cursor`, with the same filters. Null at the end.
    next_cursor: Option<String>,
}

view! {
    /// One thing that is wrong with a row, or else to be said of it.
    pub struct RowNoteView(note: &RowNote) {
        /// The column as the file names it, or for NDJSON the JSON pointer into the line; empty for the row as a whole.
        pub column: String,
        /// What, for programs.
        pub code: String,
        /// What, and what to do, for people.
        pub detail: String,
    }
}

/// Where a batch is.
fn address(batch: &Batch) -> String {
    format!("/v1/result-batches/{}", batch.id)
}

form! {
    /// Which rows are wanted.
    pub struct RowListQuery {
        /// With this outcome.
        pub outcome: Option<RowOutcome>,
    }
}

word_fields! {
    RowOutcome: Self = Self::ALL, Self::as_str;
}

/// List the result files
///
/// A body sees its own.
#[utoipa::path(tag = "result batches", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order in which they were sent",
        body = Listing<ResultBatchView>)))]
#[get("/v1/result-batches")]
pub async fn list_result_batches(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(batches::list(work, part)?.map(ResultBatchView::of))).await
}

/// Read how far a result file is
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 200, description = "The batch", body = ResultBatchView)))]
#[get("/v1/result-batches/{id}")]
pub async fn read_result_batch(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(ResultBatchView::of(&batches::find(work, &id)?))).await
}

/// List what became of the rows
///
/// Rows that have not been dealt with yet are not in the list.
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id"), RowListQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of the file",
        body = ResultBatchRowListing)))]
#[get("/v1/result-batches/{id}/rows")]
pub async fn list_result_batch_rows(id: Path<String>, question: ListQuestion<RowListQuery>) -> Answer {
    question
        .list(move |work, query, part| Ok(batches::rows(work, &id, query.outcome, part)?.map(ResultBatchRowView::of)))
        .await
}

/// Cancel a result file
///
/// The rows that have been dealt with stay so, and those that are being dealt with right now are the last ones. The same
/// file can be sent again later: rows that are on record are `unchanged` then.
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 201, description = "The batch as it is now", body = ResultBatchView)))]
#[post("/v1/result-batches/{id}/cancellations")]
pub async fn cancel_result_batch(id: Path<String>, command: Command) -> Answer {
    command
        .create(move |work, _| {
            let batch = batches::cancel(work, &id)?;
            created_beside(address(&batch), &ResultBatchView::of(&batch))
        })
        .await
}
