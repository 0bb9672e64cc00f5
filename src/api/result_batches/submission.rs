//! Sending a result file.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{self, ContentDisposition, HeaderMap};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, post};

use super::{ResultBatchView, address};
use crate::api::answers::{Answer, Sent, accepted, answered_before, create, unchanged};
use crate::error::{Code, Error};
use crate::http::authentication::Authenticated;
use crate::http::computing::off_the_reactor;
use crate::http::concurrency::Party;
use crate::http::extract::{IdempotencyKey, Parameters, content_type, limits_of, require_plain_text};
use crate::http::state::State;
use crate::http::upload::{UploadLimits, receive};
use crate::ids::ResultBatchId;
use crate::input::dates::DateOrder;
use crate::input::fields::{Line, text_fields};
use crate::input::form::{OrUsual, form};
use crate::registry::Registry;
use crate::registry::batches::{self, FileLimits, Inspected, Quota, Submission};
use crate::scheme::text::FileName;
use crate::tabular::{Format, Said};

/// How long a file that has arrived waits until others are stored.
const PATIENCE: Duration = Duration::from_secs(30);

form! {
    /// What is asked for with a file.
    pub struct SubmissionQuery {
        /// Whether everything is to be done but kept: what would become of each row is said, and nothing is recorded.
        pub dry_run: OrUsual<bool>,
        /// Whether a file that was sent before is to be gone through again.
        pub again: OrUsual<bool>,
        /// The name of the sheet of a workbook that is read; when left out, the first that is to be seen and has a header.
        pub sheet: Option<Line<100>>,
        /// The body whose results they are: id or slug. For registrars; a body is always itself.
        pub body: Option<Line<100>>,
        /// The file's name where it comes from; else that of `Content-Disposition: attachment; filename=…`.
        pub file_name: Option<FileName>,
        /// In which order a table has the parts of its dates, where that cannot be told from it: `day_month_year`,
        /// `month_day_year` or `year_month_day`. Dates with the year first are read in any case.
        pub dates: Option<DateOrder>,
    }
}

text_fields! {
    FileName: Self = |text| Self::parse(without_path(text)), {"minLength": 1, "maxLength": Self::LONGEST};
}

/// The last part of a path, of whatever system it is.
fn without_path(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The file's name by `Content-Disposition`. It is a hint: one that cannot be kept is left out.
fn file_name(headers: &HeaderMap) -> Option<FileName> {
    let disposition = ContentDisposition::from_raw(headers.get(header::CONTENT_DISPOSITION)?).ok()?;
    let extended = disposition.get_filename_ext().and_then(|name| String::from_utf8(name.value.clone()).ok());
    let name = extended.or_else(|| disposition.get_filename().map(str::to_owned))?;
    let clean: String = without_path(&name).chars().filter(|one| !one.is_control()).take(FileName::LONGEST).collect();
    FileName::parse(&clean).ok()
}

/// The format that the file is sent as.
fn format(headers: &HeaderMap) -> Result<Format, Error> {
    let sent = content_type(headers);
    let Some(format) = Format::from_media_type(sent) else {
        let what = match sent.split(';').next().unwrap_or_default().trim() {
            "" => "no `Content-Type` was sent".to_owned(),
            "multipart/form-data" => "forms are not read here".to_owned(),
            _ => "another `Content-Type` was sent".to_owned(),
        };
        let detail = format!(
            "{what}; send the file itself as the body, with the `Content-Type` {}",
            Format::ALL.map(Format::media_type).join(" or ")
        );
        return Err(Error::refused(Code::UnsupportedMediaType, detail));
    };
    require_plain_text(headers)?;
    Ok(format)
}

/// Send a result file
///
/// The file is the body of the request: CSV with a header, or one JSON object on each line. It is read through once, so
/// that whatever makes it unreadable is said at once; then it is stored, and its rows are dealt with in the background,
/// each exactly as a single result would be: candidate, evidence and result, all of it or none. One bad row never stops
/// the others. The same file sent again is the batch that it already is.
///
/// Of a workbook (`.xlsx`, `.ods`), one sheet is read: the first that is to be seen and has a header, or the one that `sheet`
/// names. Days are read as days whatever their format, other numbers as they were typed, formulas as the values that the
/// spreadsheet program last gave them. Rows above the header are passed over in every table, and said (`passed_over`). Lines
/// of a workbook are the rows of the sheet, by the numbers at its left edge.
///
/// Columns are found by the names of the template (`touchstone template csv`) and by what else they are called in English,
/// German, Spanish, French and Japanese ("Surname", "Geburtsdatum", "得点"): `understood` says which. A file whose column of
/// marks holds percentages is refused as a whole, because some of them would look like marks.
///
/// Dates of a table are best written `YYYY-MM-DD`, and are read in other forms where the whole file leaves no doubt: with the
/// year first, with points (`27.12.1990`, the day first), and with strokes or hyphens (`27/12/1990`, `12/27/1990`) where some date
/// of the column, or of another in which they look the same, can be read in one order only and none in the other. Else the file
/// is refused with both readings of the first date in doubt; `dates` says which it is. `dates` in the answer says what was
/// read. Years have four digits. In NDJSON dates are `YYYY-MM-DD`.
///
/// | | |
/// |---|---|
/// | Types | `text/csv` (commas, semicolons or tabs) and `application/x-ndjson`, in UTF-8, or in UTF-16 or Windows-1252 where all of the file leaves no doubt (`encoding` says so); workbooks `.xlsx` and `.ods`, by their types or as `text/csv` (`format` says so); no other, no other archives, nothing that needs a password, no `Content-Encoding` |
/// | Size | 64 MiB and 100,000 rows unless the operator sets other limits; a row 64 KiB, a table 200 columns |
/// | Unpacked | a workbook: 8 times the size that a file may have in all, 5,000 entries, 2,000,000 shared texts of 64 MiB, 1,000 sheets, 65,536 formats, 1 MiB a cell, 100 elements in one another, no declarations of entities; the sheet as CSV as much as a file may have. Nothing else |
/// | Arrival | within 10 minutes and at 4 KiB a second at least, else 408; at most 4 files of one body arrive at once, others get 429 |
/// | A hostile file | is refused as a whole with 422, `invalid_file` and the line, and nothing of it is kept; a row that cannot be read is refused by itself; what looks like a formula in CSV is text, and is written with an apostrophe into CSV that a spreadsheet may open; of a workbook's formulas the values are read |
#[utoipa::path(tag = "result batches", security(("bearer" = [])), params(SubmissionQuery),
    request_body(description = "The file", content(
        (String = "text/csv", example = "reference,given_names,family_name,birth_date,qualification,sat_on,marks\r\n\
            2024-09-20/0008,Noor,de Vries,1991-07-23,foundation,2024-09-20,31\r\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet"),
        (Value = "application/x-ndjson", example = "{\"reference\":\"2024-09-20/0009\",\"candidate\":{\"given_names\":\
            \"Matteo\",\"family_name\":\"Ricci\",\"birth_date\":\"1987-02-14\"},\"result\":{\"qualification\":\
            \"foundation\",\"sat_on\":\"2024-09-20\",\"marks\":34}}\n")
    )),
    responses(
        (status = 202, description = "It is stored, and will be dealt with", body = ResultBatchView),
        (status = 200, description = "The same file was sent before", body = ResultBatchView)
    ))]
#[post("/v1/result-batches")]
pub async fn create_result_batch(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    query: Parameters<SubmissionQuery>,
    payload: Payload,
    state: Data<State>,
) -> Answer {
    let (caller, SubmissionQuery { dry_run, again, sheet, body, file_name: named, dates }) = (caller.0, query.0);
    let file_name = named.or_else(|| file_name(request.headers()));
    let submission = Arc::new(Submission { body, file_name, dry_run, again });
    let client = caller.principal.to_string();
    let occupied = key.0.as_ref().map(|key| state.occupy(&client, key)).transpose()?;
    let (asked, is_keyed) = (submission.clone(), key.0.is_some());
    state.read(Some(caller), move |work| batches::admit(work, &asked, is_keyed)).await?;
    let format = format(request.headers())?;

    let (settings, party) = (state.batches, Party::of(&caller));
    let arriving = state.arriving_files.enter(party.clone())?;
    let deadline = Duration::from_secs(settings.deadline_seconds);
    let limits = UploadLimits { bytes: settings.limit_bytes, deadline, grace: limits_of(&request).body_deadline };
    let content = receive(&request, payload.into_inner(), limits).await?;
    // Whoever has sent a whole file is worth waiting for; the file keeps its place meanwhile.
    let place = (arriving, state.uploads.enter_within(party, PATIENCE).await?);
    let registry = state.registry.clone();
    let most = FileLimits { rows: settings.limit_rows, bytes: settings.limit_bytes };
    let inspect = move || {
        let said = Said { dates, sheet: sheet.as_deref() };
        Inspected::read(content, format, said, most, registry.scheme())
    };
    let inspected = off_the_reactor(inspect).await??;
    let file = Arc::new(inspected);

    let sent = Sent::new(&request, caller, key, file.digest().as_bytes()).occupying(occupied);
    if let Some(answer) = answered_before(&state, &sent).await? {
        return Ok(answer);
    }
    let (same, wanted) = (file.clone(), submission.clone());
    let known = state.read(Some(caller), move |work| batches::find_same(work, &same, &wanted)).await?;
    let stored = if known.is_some() {
        None
    } else {
        let quota = Quota { open: settings.quota_open, bytes: settings.quota_bytes, file_days: settings.file_days };
        let (registry, content, wanted) = (state.registry.clone(), file.clone(), submission.clone());
        // In pieces, each of which takes a connection for a moment.
        let store = move || {
            let id = registry.store_file(caller, &content, &wanted, quota)?;
            Ok::<_, Error>(StoredFile { registry, id, is_accepted: false })
        };
        Some(off_the_reactor(store).await??)
    };
    drop(place);
    let mut guard = stored;
    let stored = guard.as_ref().map(|stored| stored.id);
    let answer = create(&state, sent, move |work| {
        // Looked for again in the transaction that accepts it: the same file may have been sent twice at once.
        let known = batches::find_same(work, &file, &submission)?;
        match (known, stored) {
            (Some(known), stored) => {
                stored.map_or(Ok(()), |id| batches::discard(work, id))?;
                unchanged(address(&known), &ResultBatchView::of(&known))
            }
            (None, Some(id)) => {
                let batch = batches::accept(work, id)?;
                accepted(address(&batch), &ResultBatchView::of(&batch))
            }
            (None, None) => {
                let cause = "the batch that the file was has been cancelled in between".to_owned();
                Err(Error::Unavailable { code: Code::Overloaded, cause })
            }
        }
    });
    let answer = answer.await?;
    if let Some(stored) = &mut guard {
        stored.is_accepted = true;
    }
    state.intake.notify();
    Ok(answer)
}

/// What was stored of a file. Where it is not accepted, because the registry is overloaded or the client has gone, it is
/// given up, so that it takes no room that the body may want for the next try.
struct StoredFile {
    registry: Arc<Registry>,
    id: ResultBatchId,
    is_accepted: bool,
}

impl Drop for StoredFile {
    fn drop(&mut self) {
        if !self.is_accepted {
            let (registry, id) = (self.registry.clone(), self.id);
            // Left to the hourly cleaning where the system gives no thread.
            let _ = std::thread::Builder::new().spawn(move || registry.discard_file(id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_DISPOSITION, header::HeaderValue::from_bytes(value.as_bytes()).unwrap());
        file_name(&headers).map(String::from)
    }

    #[test]
    fn the_name_of_a_file_is_its_last_part() {
        for (value, name) in [
            ("attachment; filename=\"May.csv\"", Some("May.csv")),
            ("attachment; filename=May.csv", Some("May.csv")),
            ("attachment; filename=\"../../etc/May.csv\"", Some("May.csv")),
            ("attachment; filename=\"C:\\\\Results\\\\May.csv\"", Some("May.csv")),
            ("attachment; filename=\"x.csv\"; filename*=UTF-8''Pr%C3%BCfung.csv", Some("Prüfung.csv")),
            ("attachment; filename=\"/\"", None),
            ("attachment; filename=\"a\u{202E}b\"", None),
            ("attachment", None),
            ("", None),
        ] {
            assert_eq!(named(value).as_deref(), name, "{value}");
        }
        assert_eq!(named(&format!("attachment; filename={}", "x".repeat(500))).map(|name| name.len()), Some(200));
    }

    #[test]
    fn what_is_no_result_file_is_told_what_to_send() {
        for (sent, word) in [
            ("", "no `Content-Type`"),
            ("multipart/form-data; boundary=x", "forms"),
            ("application/zip", "another `Content-Type`"),
            ("text/csv; charset=iso-8859-1", "UTF-8"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(sent));
            let error = format(&headers).unwrap_err();
            assert_eq!(error.code(), Code::UnsupportedMediaType, "{sent}");
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
