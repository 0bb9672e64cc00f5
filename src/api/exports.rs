//! Exports: everything of one kind at once, streamed, as it was at one moment.

use std::io::{self, ErrorKind};
use std::time::Duration;

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpResponse, get, web};
use chrono::SecondsFormat;
use lines::{ExportedCandidate, ExportedCertificate, ExportedResult, Lines, unwritable};
use tokio::sync::oneshot;

use super::answers::Answer;
use super::questions::Question;
use super::tables::not_separated;
use crate::error::{Code, Error};
use crate::http::authentication::Authenticated;
use crate::http::concurrency::Party;
use crate::http::exports::PATIENCE;
use crate::http::{accept, spool};
use crate::input::fields::{Key, Verbatim, word_fields};
use crate::input::form::form;
use crate::registry::exports::{ExportRequest, Exported, Kind, Receiver, Snapshot};
use crate::tabular::{Format, Separator};

pub mod lines;

/// How long the first records are waited for; longer than the database's own statement timeout.
const BEGIN_DEADLINE: Duration = Duration::from_secs(20);

/// The header that says of which moment an export is.
const AS_OF: &str = "export-as-of";

form! {
    /// What is exported, and how.
    pub struct ExportQuery {
        /// `csv` or `ndjson`; what `Accept` prefers when left out, and CSV when that names neither.
        pub format: Option<Format>,
        /// What separates the cells of CSV: `comma`, `semicolon` (for a spreadsheet that is set to a country with a decimal comma)
        /// or `tab`; a comma when left out. Who names one wants CSV.
        pub separator: Option<Separator> => |object| {
            if let (Some(Some(format)), Some(Some(_))) = (format, separator) && format != Format::Csv {
                object.complain("separator", not_separated());
            }
        },
        /// Of this body only: id or slug. For registrars; a body is always itself.
        #[also({"maxLength": 100})]
        pub body: Option<Key>,
        /// Go on after the line with this `cursor`, in the same export.
        pub cursor: Option<Verbatim>,
    }
}

word_fields! {
    Format: Self = [Self::Csv, Self::Ndjson], Self::as_str;
}

/// Export the candidates
///
/// Those that the list shows, in the order of registration: for a body those that it knows. Streamed, from one state
/// of the registry. Every line ends with a `cursor`: a download that broke off goes on after its last whole line,
/// without repeating or skipping a candidate and without those who were registered since. What is said of a candidate
/// in such a later part is what is on record by then.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(ExportQuery),
    responses((status = 200, description = "Every candidate: a table, or one object a line", content(
        (String = "text/csv"), (ExportedCandidate = "application/x-ndjson")))))]
#[get("/v1/exports/candidates")]
pub async fn export_candidates(question: Question<ExportQuery>) -> Answer {
    answer(question, Kind::Candidates).await
}

/// Export the results
///
/// Those that the list shows, in the order of registration: for a body those that it registered. Streamed, from one
/// state of the registry. Every line ends with a `cursor`: a download that broke off goes on after its last whole
/// line, and the parts together are what the whole would have been.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(ExportQuery),
    responses((status = 200, description = "Every result: a table, or one object a line", content(
        (String = "text/csv"), (ExportedResult = "application/x-ndjson")))))]
#[get("/v1/exports/results")]
pub async fn export_results(question: Question<ExportQuery>) -> Answer {
    answer(question, Kind::Results).await
}

/// Export the certificates
///
/// Those that the list shows, in the order of award, with the status on the day of the export and the holder's number
/// and names: for a body those of its own results. Streamed, from one state of the registry. Every line ends with a
/// `cursor`: a download that broke off goes on after its last whole line, and the parts together are what the whole
/// would have been, with the status of the day on which it began; only the holders' names are those on record by then.
#[utoipa::path(tag = "exports", security(("bearer" = [])), params(ExportQuery),
    responses((status = 200, description = "Every certificate: a table, or one object a line", content(
        (String = "text/csv"), (ExportedCertificate = "application/x-ndjson")))))]
#[get("/v1/exports/certificates")]
pub async fn export_certificates(question: Question<ExportQuery>) -> Answer {
    answer(question, Kind::Certificates).await
}

async fn answer(question: Question<ExportQuery>, kind: Kind) -> Answer {
    let Question { state, request, asker: Authenticated(caller), query } = question;
    let named = query.format.or(query.separator.map(|_| Format::Csv));
    let format = named.unwrap_or_else(|| preferred(request.headers()));
    let separator = query.separator.unwrap_or(Separator::Comma);
    let wanted = ExportRequest { kind, body: query.body, cursor: query.cursor };
    let (open, reading) = state.exports.enter(Party::of(&caller)).await?;
    let (writer, reader) = spool::spool(open, PATIENCE).map_err(|error| unwritable(&error))?;
    let (sender, begun) = oneshot::channel();
    let registry = state.registry.clone();
    // The reading goes on by itself; it ends with the records, or when the client has gone.
    drop(web::block(move || {
        let _reading = reading;
        let lines = Lines::new(writer, format, separator, kind, wanted.cursor.is_some());
        let mut spooling = match lines {
            Ok(lines) => Spooling { lines, begun: Some(sender), is_abandoned: false },
            Err(error) => return drop(sender.send(Err(unwritable(&error)))),
        };
        let outcome = registry.export(caller, &wanted, &mut spooling);
        spooling.end(outcome);
    }));
    let timed_out = || Error::Unavailable {
        code: Code::DatabaseUnavailable,
        cause: "the database did not begin an export in time".to_owned(),
    };
    let begun = tokio::time::timeout(BEGIN_DEADLINE, begun).await.map_err(|_| timed_out())?;
    let snapshot = begun.map_err(|_| Error::Internal("an export panicked".to_owned()))??;
    let as_of = snapshot.as_of.to_rfc3339_opts(SecondsFormat::Micros, true);
    let disposition = format!("attachment; filename=\"{}\"", file_name(&snapshot, format));
    let media_type = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Ndjson => format.media_type(),
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "accept, accept-encoding"))
        .insert_header((AS_OF, as_of));
    Ok(response.streaming(reader.into_stream()))
}

/// What, whose and of which moment: letters, digits and hyphens, which need no quoting anywhere.
fn file_name(snapshot: &Snapshot, format: Format) -> String {
    let whose = snapshot.body_slug.as_ref().map(|slug| format!("{slug}-")).unwrap_or_default();
    let as_of = snapshot.as_of.format("%Y%m%dT%H%M%SZ");
    format!("{whose}{}-{as_of}.{}", snapshot.kind.as_str(), format.as_str())
}

/// The format that `Accept` asks for; CSV where it does not say.
fn preferred(headers: &HeaderMap) -> Format {
    const OFFERS: &[(Format, &[&str])] = &[
        (Format::Csv, &["text/csv"]),
        (Format::Ndjson, &["application/x-ndjson", "application/ndjson", "application/jsonl"]),
    ];
    accept::preferred(headers, OFFERS).map_or(Format::Csv, |(format, _)| format)
}

/// Writes an export into a spool.
struct Spooling {
    lines: Lines<spool::Writer>,
    begun: Option<oneshot::Sender<Result<Snapshot, Error>>>,
    is_abandoned: bool,
}

impl Spooling {
    fn note(&mut self, outcome: io::Result<()>) -> Result<(), Error> {
        outcome.map_err(|error| {
            self.is_abandoned = error.kind() == ErrorKind::BrokenPipe;
            unwritable(&error)
        })
    }

    fn end(mut self, outcome: Result<(), Error>) {
        let is_abandoned = self.is_abandoned;
        let error = match (outcome, self.begun.take()) {
            (Ok(()), _) => match self.lines.into_inner().and_then(spool::Writer::finish) {
                Ok(()) => return,
                Err(error) => unwritable(&error),
            },
            (Err(error), Some(begun)) => return drop(begun.send(Err(error))),
            (Err(error), None) => error,
        };
        // The spool is dropped unfinished, which breaks the answer off.
        if is_abandoned {
            tracing::info!("an export was given up: its client has gone");
        } else {
            tracing::error!(cause = error.to_string(), "an export broke off");
        }
    }
}

impl Receiver for Spooling {
    fn begin(&mut self, snapshot: &Snapshot) -> Result<(), Error> {
        if let Some(begun) = self.begun.take() {
            // Who has gone is noticed with the first lines.
            let _ = begun.send(Ok(snapshot.clone()));
        }
        Ok(())
    }

    fn take(&mut self, snapshot: &Snapshot, records: Vec<Exported>) -> Result<(), Error> {
        let written = records.iter().try_for_each(|record| self.lines.write(snapshot, record));
        let handed_on = written.and_then(|()| self.lines.flush());
        self.note(handed_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greater_weight_decides() {
        for (accept, format) in [
            ("", Format::Csv),
            ("*/*", Format::Csv),
            ("text/csv", Format::Csv),
            ("application/json", Format::Csv),
            ("application/x-ndjson", Format::Ndjson),
            ("application/x-ndjson, text/csv", Format::Ndjson),
            ("text/csv;q=0.5, application/x-ndjson; q=0.9", Format::Ndjson),
            ("Application/NDJSON, */*;q=0.1", Format::Ndjson),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(preferred(&headers), format, "{accept}");
        }
    }
}
