//! The report of a batch, as a download.

use std::fmt::Write as _;

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpResponse, get};

use crate::api::answers::Answer;
use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::http::authentication::Authenticated;
use crate::http::concurrency::Party;
use crate::http::exports::PATIENCE;
use crate::http::extract::Parameters;
use crate::http::problem::ApiError;
use crate::http::spool::spool;
use crate::http::state::State;
use crate::input::form::form;
use crate::registry::batches::{self, Batch, Report};
use crate::scheme::Complaint;
use crate::tabular::Format;

form! {
    /// How the report is wanted.
    pub struct ReportQuery {
        /// `csv`, `xlsx` or `ods`; as the file came when left out, and CSV for one that came as NDJSON.
        #[also({"pattern": "^(csv|xlsx|ods)$"})]
        pub format: Option<Format> => |object| {
            if format == Some(Some(Format::Ndjson)) {
                object.complain("format", Complaint::new("unknown_word", "must be one of csv, xlsx, ods"));
            }
        },
    }
}

/// Fetch the report as the file came
///
/// The file back, with what became of each row before it: its outcome, the certificate's number, all that is wrong with it, and
/// what to do. A workbook comes back as a workbook of its kind, with days and numbers as such. CSV is written as the file is, with
/// the same headings, order of columns, forms of dates, separator (also in a line `sep=`), line ends and encoding; only where
/// Windows-1252 does not have all that is said of the rows it is in UTF-8, and in Unicode it begins with a byte-order mark. That of
/// NDJSON is CSV with commas. It opens in a spreadsheet, and can be put right there and sent again: what was added is ignored then.
/// Rows that have not been dealt with yet have no outcome. The file is kept for a while after the last row, and with it the report.
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id"), ReportQuery),
    responses((status = 200, description = "The report: a table; CSV in the encoding that `charset` says", content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/result-batches/{id}/report")]
pub async fn read_result_batch_report(
    caller: Authenticated,
    id: Path<String>,
    query: Parameters<ReportQuery>,
    state: Data<State>,
) -> Answer {
    report(caller.0, id.into_inner(), query.0.format, state).await
}

/// Fetch the report as CSV
///
/// The same, whatever the file came as.
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(("id" = String, Path, description = "The batch's id")),
    responses((status = 200, description = "The report: a table in the encoding that `charset` says",
        content((String = "text/csv")))))]
#[get("/v1/result-batches/{id}/report.csv")]
pub async fn read_result_batch_report_as_csv(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
    report(caller.0, id.into_inner(), Some(Format::Csv), state).await
}

async fn report(caller: Caller, id: String, wanted: Option<Format>, state: Data<State>) -> Answer {
    let place = state.reports.enter(Party::of(&caller))?;
    let found = state.queue.run(move |registry| {
        let batch = registry.read(Some(caller), |work| batches::find(work, &id))?;
        let report = Report::new(registry, caller, &batch);
        let form = if report.has_file()? { Some(report.form(wanted)?) } else { None };
        Ok((batch, form))
    });
    let (batch, form) = found.await?;
    let Some(form) = form else {
        let detail = format!(
            "the file of this batch is not kept any more, and so there is no report: that is so {} days after its last \
             row; /v1/result-batches/{}/rows still has what became of each row",
            state.batches.file_days, batch.id
        );
        return Err(ApiError::refused(Code::NotFound, detail));
    };
    let disposition = disposition(&file_name(&batch, form.format));
    let no_file = |error| Error::storage("the temporary file of a report cannot be made", &error);
    let (mut writer, reader) = spool(place, PATIENCE).map_err(no_file)?;
    let registry = state.registry.clone();
    // Goes on by itself; it ends with the rows, or when the client has gone.
    drop(web::block(move || match Report::new(&registry, caller, &batch).write(&mut writer, form) {
        // All has been handed on; a client that has gone since needs no end.
        Ok(()) => drop(writer.finish()),
        Err(_) if writer.is_abandoned() => tracing::info!("a report was given up: its client has gone"),
        Err(error) => tracing::error!(cause = error.to_string(), batch = %batch.id, "a report broke off"),
    }));
    let content_type = match form.format {
        Format::Csv => format!("text/csv; charset={}; header=present", form.encoding.charset()),
        other => other.media_type().to_owned(),
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.streaming(reader.into_stream()))
}

/// The name of the report of a file: the file's own, with what it is.
fn file_name(batch: &Batch, format: Format) -> String {
    let own = batch.file_name.as_deref().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let stem = own.filter(|stem| !stem.trim().is_empty()).map_or_else(|| batch.id.to_string(), str::to_owned);
    format!("{stem}-report.{format}")
}

/// The header (RFC 6266) by which a browser saves it under this name; for those that read no other alphabet, a plain one
/// first.
fn disposition(name: &str) -> String {
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-' | '_');
    let plain: String = name.chars().map(|one| if is_plain(one) { one } else { '_' }).collect();
    let mut header = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if is_plain(char::from(byte)) {
                header.push(char::from(byte));
            } else {
                // Writing to a text does not fail.
                let _ = write!(header, "%{byte:02X}");
            }
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_in_every_alphabet() {
        assert_eq!(disposition("May-report.csv"), "attachment; filename=\"May-report.csv\"");
        assert_eq!(
            disposition("Prüfung \"1\".csv"),
            "attachment; filename=\"Pr_fung__1_.csv\"; filename*=UTF-8''Pr%C3%BCfung%20%221%22.csv"
        );
    }
}
