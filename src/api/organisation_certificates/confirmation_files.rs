//! The monthly word of a body by the file: the numbers of its certificates in, what became of every row out.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, post};
use chrono::NaiveDate;

use crate::api::answers::{Answer, Sent, create, created_beside, unchanged};
use crate::api::organisation_certificate_files::CertificateFileErrorView;
use crate::api::result_batches::{SheetView, UnderstoodView};
use crate::api::small_files::{MOST_MISTAKES, SmallFile, TABLES_AND_JSON};
use crate::http::authentication::Authenticated;
use crate::http::extract::{IdempotencyKey, Parameters, compute};
use crate::http::state::State;
use crate::http::view::view;
use crate::input::fields::{Line, Typed};
use crate::input::form::{OrUsual, form};
use crate::input::object::parse_object;
use crate::registry::organisation_certificates::files::admit_file;
use crate::registry::organisation_certificates::{ConfirmedNumber, ConfirmedRow, confirm_file, confirmation_file};
use crate::registry::verifications::LONGEST_NUMBER;
use crate::tabular::Said;
use crate::tabular::objects::Layout;

form! {
    /// What is asked for with a file of numbers.
    pub struct ConfirmationFileQuery {
        /// The body that answers for the certificates: id or slug. For registrars; a body is always itself.
        pub body: Option<Line<80>>,
        /// As of which day; today when left out.
        pub confirmed_on: Option<NaiveDate>,
        /// Whether it is only to be said what would become of each row, and nothing is recorded.
        pub dry_run: OrUsual<bool>,
        /// The name of the sheet of a workbook that is read; when left out, the first that is to be seen and has a header.
        pub sheet: Option<Line<100>>,
    }

    /// A certificate that is on record as it is.
    #[example({"number": "NL-20000-017"})]
    pub struct ConfirmedNumberRequest {
        /// Its number with the body that answers for it. Case, spaces and hyphens do not matter.
        pub number: Typed<LONGEST_NUMBER>,
    }
}

view! {
    /// What became of a file of numbers.
    pub struct ConfirmationFileReportView(
        confirmed_on: &NaiveDate, rows: &[ConfirmedRow], dry_run: bool, layout: Option<&Layout>,
    ) {
        let rows = rows.iter().map(|row| ConfirmationFileRowView::of(row, layout)).collect::<Vec<_>>();
        let reading = layout.map(|layout| layout.reading().clone()).unwrap_or_default();
        let count = |outcome: &str| rows.iter().filter(|row| row.outcome == outcome).count();
        /// Whether nothing was recorded.
        pub dry_run: bool = dry_run,
        /// As of which day.
        pub confirmed_on: NaiveDate = *confirmed_on,
        /// The encoding in which it was read. Any other than UTF-8 was told from the content, and is worth a look.
        #[schema(pattern = "^(UTF-8|UTF-16LE|UTF-16BE|windows-1252)$")]
        pub encoding: String = reading.encoding.name(),
        /// The sheet that was read of a workbook; null for any other file.
        pub sheet: Option<SheetView> = reading.sheet.as_ref().map(SheetView::of),
        /// The columns that are called something else, with what they were read as.
        pub understood: Vec<UnderstoodView> = reading.understood.iter().map(UnderstoodView::of).collect::<Vec<_>>(),
        /// Rows that are confirmed now, or would be.
        pub confirmed: usize = count("confirmed"),
        /// Rows whose certificates were confirmed as of that day before.
        pub unchanged: usize = count("unchanged"),
        /// Rows that confirm nothing.
        pub refused: usize = count("refused"),
        /// Every row, in the order of the file.
        pub rows: Vec<ConfirmationFileRowView> = rows,
    }

    /// What became of a row.
    pub struct ConfirmationFileRowView(row: &ConfirmedRow, layout: Option<&Layout>) {
        let mistakes = row.outcome.as_ref().err().into_iter().flatten().take(MOST_MISTAKES);
        let errors = mistakes.map(|error| CertificateFileErrorView::of(error, layout)).collect::<Vec<_>>();
        /// The line of the file on which it begins; of JSON, which entry it is. Counted from 1.
        pub line: u64,
        /// `confirmed`, `unchanged` (as of that day already) or `refused`.
        pub outcome: String = match row.outcome {
            Ok((_, true)) => "confirmed",
            Ok((_, false)) => "unchanged",
            Err(_) => "refused",
        },
        /// The id of the certificate; null for a refused row.
        pub id: Option<String> = row.outcome.as_ref().ok().map(|(id, _)| id),
        /// Why it was refused.
        pub errors: Vec<CertificateFileErrorView> = errors,
    }
}

/// Confirm organisation certificates by a file
///
/// For the body that answers for them, once a month: a table with the column `number`, or an array of objects with that member, at
/// most 1,000 rows and 2 MiB, answered at once. Each row is confirmed or refused by itself: a number that is unknown, of a
/// certificate that is over, or for which another body answers, is refused with the reason. The same file sent again changes
/// nothing. Types, encodings and limits are those of files of organisation certificates.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), params(ConfirmationFileQuery),
    request_body(description = "The file", content(
        (String = "text/csv", example = "number\r\nNL-20000-017\r\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet"),
        (Vec<ConfirmedNumberRequest> = "application/json", example = json!([{"number": "NL-20000-017"}]))
    )),
    responses(
        (status = 201, description = "Certificates are confirmed", body = ConfirmationFileReportView),
        (status = 200, description = "A dry run, or nothing new was in it", body = ConfirmationFileReportView)
    ))]
#[post("/v1/organisation-certificate-confirmation-files")]
pub async fn confirm_organisation_certificates_by_file(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    query: Parameters<ConfirmationFileQuery>,
    payload: Payload,
    state: Data<State>,
) -> Answer {
    state.read(Some(caller.0), admit_file).await?;
    let file = SmallFile::arrive(&request, payload, TABLES_AND_JSON).await?;
    let ConfirmationFileQuery { body, confirmed_on, dry_run, sheet } = query.0;
    let sent = Sent::new(&request, caller.0, key, &file.digest());
    let length = file.len();
    let reading = move || {
        let said = Said { dates: None, sheet: sheet.as_deref() };
        let number = |entry| parse_object::<ConfirmedNumberRequest>(&entry).map(|read| ConfirmedNumber(read.number));
        file.read(said, confirmation_file::read_table, number)
    };
    let (rows, layout) = compute(&request, length, reading).await??;
    create(&state, sent, move |work| {
        let (confirmed_on, confirmed) = confirm_file(work, &rows, (body.as_deref(), confirmed_on), dry_run)?;
        let report = ConfirmationFileReportView::of(confirmed_on, &confirmed, dry_run, layout.as_ref());
        let location = "/v1/organisation-certificates".to_owned();
        if dry_run || report.confirmed == 0 { unchanged(location, &report) } else { created_beside(location, &report) }
    })
    .await
}
