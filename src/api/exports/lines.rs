//! The lines of an export: CSV for people and their spreadsheets, NDJSON for programs.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::candidates::CandidateView;
use crate::api::certificates::CertificateView;
use crate::api::results::ResultView;
use crate::error::Error;
use crate::registry::exports::{Exported, Kind, Record, Snapshot, status_day};
use crate::scheme::lifecycle::Status;
use crate::tabular::{self, Format};

/// A candidate in an export.
#[derive(Serialize, ToSchema)]
pub struct ExportedCandidate {
    /// The candidate.
    #[serde(flatten)]
    pub candidate: CandidateView,
    /// Where to go on after this line.
    pub cursor: String,
}

/// A result in an export.
#[derive(Serialize, ToSchema)]
pub struct ExportedResult {
    /// The result.
    #[serde(flatten)]
    pub result: ResultView,
    /// Where to go on after this line.
    pub cursor: String,
}

/// A certificate in an export, with what is asked for together with it.
#[derive(Serialize, ToSchema)]
pub struct ExportedCertificate {
    /// The certificate.
    #[serde(flatten)]
    pub certificate: CertificateView,
    /// The first day of the present status; null before the award.
    pub status_since: Option<NaiveDate>,
    /// The last day of a suspension that ends by itself.
    pub suspended_until: Option<NaiveDate>,
    /// The holder's number; null, like the names, where the body does not know the holder.
    pub candidate_number: Option<String>,
    /// The holder's given names.
    pub given_names: Option<String>,
    /// The holder's family name.
    pub family_name: Option<String>,
    /// Where to go on after this line.
    pub cursor: String,
}

/// The columns of a table, as paths into the object that the other format has: `certificate/number` becomes
/// `certificate_number`. A test holds them against the objects.
const fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Candidates => &[
            "id",
            "number",
            "given_names",
            "family_name",
            "birth_date",
            "email",
            "country",
            "listed",
            "registered_by_body_id",
            "registered_at",
            "changed_at",
            "cursor",
        ],
        Kind::Results => &[
            "id",
            "candidate_id",
            "body_id",
            "qualification",
            "edition",
            "sat_on",
            "declared",
            "marks",
            "question_marks",
            "marks_available",
            "pass_mark",
            "outcome",
            "certificate/number",
            "certificate/awarded_on",
            "reference",
            "corrects_id",
            "correction_reason",
            "corrected_by_id",
            "registered_by",
            "registered_at",
            "cursor",
        ],
        Kind::Certificates => &[
            "number",
            "status",
            "status_since",
            "suspended_until",
            "as_of",
            "qualification",
            "edition",
            "candidate_id",
            "candidate_number",
            "given_names",
            "family_name",
            "result_id",
            "body_id",
            "awarded_on",
            "expires_on",
            "awarded_at",
            "cursor",
        ],
    }
}

/// Writes the lines of an export.
pub enum Lines<W: Write> {
    /// A table.
    Csv(Box<tabular::Writer<W>>),
    /// Objects.
    Ndjson(W),
}

impl<W: Write> Lines<W> {
    /// Lines of `kind` that are written to `writer`. What continues an earlier part has no head, so that it can be
    /// appended to that as it is.
    pub fn new(writer: W, format: Format, kind: Kind, is_continued: bool) -> io::Result<Self> {
        if format == Format::Ndjson {
            return Ok(Self::Ndjson(writer));
        }
        let mut table = tabular::Writer::new(writer, !is_continued)?;
        if !is_continued {
            let names: Vec<String> = columns(kind).iter().map(|path| path.replace('/', "_")).collect();
            table.write_row(names.iter().map(String::as_str))?;
        }
        Ok(Self::Csv(Box::new(table)))
    }

    /// Writes a line.
    pub fn write(&mut self, snapshot: &Snapshot, exported: &Exported) -> io::Result<()> {
        match self {
            Self::Csv(table) => {
                let object = serialise(snapshot, exported, &mut ToValue)?;
                let cells: Vec<String> = columns(snapshot.kind).iter().map(|path| cell(&object, path)).collect();
                table.write_row(cells.iter().map(String::as_str))
            }
            Self::Ndjson(writer) => {
                serialise(snapshot, exported, &mut ToText(&mut *writer))?;
                writer.write_all(b"\n")
            }
        }
    }

    /// Hands on what is held back.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Csv(table) => table.flush(),
            Self::Ndjson(writer) => writer.flush(),
        }
    }

    /// Where it was written to.
    pub fn into_inner(self) -> io::Result<W> {
        match self {
            Self::Csv(table) => table.into_inner(),
            Self::Ndjson(writer) => Ok(writer),
        }
    }
}

/// What a view is made into.
trait Output {
    type Made;
    fn put(&mut self, view: &impl Serialize) -> io::Result<Self::Made>;
}

struct ToValue;

impl Output for ToValue {
    type Made = Value;
    fn put(&mut self, view: &impl Serialize) -> io::Result<Value> {
        Ok(serde_json::to_value(view)?)
    }
}

struct ToText<W>(W);

impl<W: Write> Output for ToText<W> {
    type Made = ();
    fn put(&mut self, view: &impl Serialize) -> io::Result<()> {
        Ok(serde_json::to_writer(&mut self.0, view)?)
    }
}

fn serialise<O: Output>(snapshot: &Snapshot, exported: &Exported, output: &mut O) -> io::Result<O::Made> {
    let cursor = exported.cursor.clone();
    match &exported.record {
        Record::Candidate(candidate) => {
            output.put(&ExportedCandidate { candidate: CandidateView::from(&**candidate), cursor })
        }
        Record::Result(result) => output.put(&ExportedResult { result: ResultView::from(&**result), cursor }),
        Record::Certificate(certificate, holder) => {
            let day = status_day(snapshot, certificate);
            let history = certificate.history();
            let suspended_until = match history.status_on(day) {
                Status::Suspended { until } => until,
                _ => None,
            };
            output.put(&ExportedCertificate {
                certificate: CertificateView::new(certificate, day, None),
                status_since: history.status_since(day),
                suspended_until,
                candidate_number: holder.as_ref().map(|holder| holder.number.to_string()),
                given_names: holder
                    .as_ref()
                    .and_then(|holder| holder.given_names.as_ref())
                    .map(|names| names.as_str().to_owned()),
                family_name: holder.as_ref().map(|holder| holder.family_name.as_str().to_owned()),
                cursor,
            })
        }
    }
}

/// The text of a cell: nothing for null, and sets joined as bodies send them.
fn cell(object: &Value, path: &str) -> String {
    let value = path.split('/').fold(object, |value, name| &value[name]);
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(Value::to_string).collect::<Vec<_>>().join("+"),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// What went wrong with writing, in the registry's words.
#[must_use]
pub fn unwritable(error: &io::Error) -> Error {
    Error::storage("the export cannot be written", error)
}
