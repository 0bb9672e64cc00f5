//! The lines of an export: CSV and workbooks for people and their spreadsheets, NDJSON for programs.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use crate::api::candidates::CandidateView;
use crate::api::certificates::CertificateView;
use crate::api::results::ResultView;
use crate::api::tables::{cells, head};
use crate::error::Error;
use crate::http::view::view;
use crate::registry::candidates::Candidate;
use crate::registry::certificates::{Beside, Certificate};
use crate::registry::exports::{Exported, Kind, Record, Snapshot, status_day};
use crate::registry::results::RegisteredResult;
use crate::scheme::lifecycle::Status;
use crate::tabular::{Format, Separator, TableWriter, Wanted};

view! {
    /// A candidate in an export.
    pub struct ExportedCandidate(candidate: &Candidate, cursor: &str) {
        /// The candidate.
        #[serde(flatten)]
        pub candidate: CandidateView = candidate,
        /// Where to go on after this line.
        pub cursor: String = cursor,
    }

    /// A result in an export.
    pub struct ExportedResult(result: &RegisteredResult, cursor: &str) {
        /// The result.
        #[serde(flatten)]
        pub result: ResultView = result,
        /// Where to go on after this line.
        pub cursor: String = cursor,
    }

    /// A certificate in an export, with what is asked for together with it.
    pub struct ExportedCertificate(
        certificate: &Certificate,
        holder: Option<&Candidate>,
        beside: &Beside,
        day: NaiveDate,
        cursor: &str,
    ) {
        let history = certificate.history();
        /// The certificate.
        #[serde(flatten)]
        pub certificate: CertificateView = CertificateView::of(certificate, day, None, beside),
        /// The first day of the present status; null before the award.
        pub status_since: Option<NaiveDate> = history.status_since(day),
        /// The last day of a suspension that ends by itself.
        pub suspended_until: Option<NaiveDate> = match history.status_on(day) {
            Status::Suspended { until } => until,
            _ => None,
        },
        /// The holder's number; null, like the names, where the body does not know the holder.
        pub candidate_number: Option<String> = holder.map(|holder| holder.number),
        /// The holder's given names.
        pub given_names: Option<String> = holder.and_then(|holder| holder.given_names.as_ref()),
        /// The holder's family name.
        pub family_name: Option<String> = holder.map(|holder| &holder.family_name),
        /// Where to go on after this line.
        pub cursor: String = cursor,
    }
}

/// The columns of a table, as in [`Row`](crate::api::tables::Row). A test holds them against the objects.
const fn columns(kind: Kind) -> &'static str {
    match kind {
        Kind::Candidates => {
            "id number given_names family_name birth_date email country listed merged_into_id registered_by_body_id \
             registered_at changed_at cursor"
        }
        Kind::Results => {
            "id candidate_id body_id qualification format edition sat_on declared marks question_marks marks_available \
             pass_mark outcome certificate/number certificate/awarded_on reference corrects_id correction_reason \
             corrected_by_id annulment/annulled_at annulment/annulled_by annulment/reason questioned_certificates registered_by registered_at \
             cursor"
        }
        Kind::Certificates => {
            "number status status_since suspended_until as_of qualification format edition candidate_id candidate_number \
             given_names family_name result_id body_id awarded_on held_since expires_on renews renewed_by awarded_at cursor"
        }
    }
}

/// Writes the lines of an export.
pub enum Lines<W: Write> {
    /// A table.
    Table(Box<TableWriter<W>>),
    /// Objects.
    Ndjson(W),
}

impl<W: Write> Lines<W> {
    /// Lines of `kind` that are written to `writer`. What continues an earlier part has no head, so that it can be
    /// appended to that as it is. What separates cells is
    /// said of CSV only.
    pub fn new(writer: W, format: Format, separator: Separator, kind: Kind, is_continued: bool) -> io::Result<Self> {
        if format == Format::Ndjson {
            return Ok(Self::Ndjson(writer));
        }
        let wanted = Wanted { format, separator: separator.byte(), name: kind.as_str(), is_continued };
        Ok(Self::Table(Box::new(TableWriter::begin(writer, wanted, head(columns(kind)))?)))
    }

    /// Writes a line.
    pub fn write(&mut self, snapshot: &Snapshot, exported: &Exported) -> io::Result<()> {
        let line = Line::of(snapshot, &exported.record, &exported.cursor);
        match self {
            Self::Table(sheet) => sheet.write_row(&cells(columns(snapshot.kind), &serde_json::to_value(line)?)),
            Self::Ndjson(writer) => {
                serde_json::to_writer(&mut *writer, &line)?;
                writer.write_all(b"\n")
            }
        }
    }

    /// Hands on what is held back, as far as the format can.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Table(sheet) => sheet.flush(),
            Self::Ndjson(writer) => writer.flush(),
        }
    }

    /// Ends them; where they were written to.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Table(sheet) => sheet.finish(),
            Self::Ndjson(writer) => Ok(writer),
        }
    }
}

/// A line of any kind.
#[derive(Serialize)]
#[serde(untagged)]
enum Line {
    Candidate(ExportedCandidate),
    Result(ExportedResult),
    Certificate(ExportedCertificate),
}

impl Line {
    fn of(snapshot: &Snapshot, record: &Record, cursor: &str) -> Self {
        match record {
            Record::Candidate(candidate) => Self::Candidate(ExportedCandidate::of(&**candidate, cursor)),
            Record::Result(result) => Self::Result(ExportedResult::of(&**result, cursor)),
            Record::Certificate { certificate, holder, beside } => {
                let day = status_day(snapshot, certificate);
                Self::Certificate(ExportedCertificate::of(&**certificate, holder.as_deref(), beside, day, cursor))
            }
        }
    }
}

/// What went wrong with writing, in the registry's words.
#[must_use]
pub fn unwritable(error: &io::Error) -> Error {
    Error::storage("the export cannot be written", error)
}
