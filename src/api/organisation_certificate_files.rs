//! Many organisation certificates at once: a table or an array in, a report of every row out.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, post};
use serde_json::Value;

use super::answers::{Answer, Sent, create, created_beside, unchanged};
use super::organisation_certificates::requests::OrganisationCertificateRequest;
use super::result_batches::{SheetView, UnderstoodView};
use crate::error::{Code, Error, InputError};
use crate::http::authentication::Authenticated;
use crate::http::extract::{IdempotencyKey, Parameters, compute, content_type, read_body_up_to};
use crate::http::state::State;
use crate::http::view::view;
use crate::input::dates::DateOrder;
use crate::input::fields::Line;
use crate::input::form::{OrUsual, form};
use crate::input::json;
use crate::input::object::parse_object;
use crate::registry::batches::no_choice_of_dates;
use crate::registry::organisation_certificates::file;
use crate::registry::organisation_certificates::files::{EnteredRow, FileRow, admit_file, submit_file};
use crate::registry::organisation_certificates::{NewOrganisationCertificate, Outcome};
use crate::tabular::objects::{Layout, MOST_ROWS};
use crate::tabular::{Format, Said};
use crate::trust::sha256;

/// The largest file, in bytes.
const MOST_BYTES: usize = 2 << 20;

/// The most mistakes of a row that are told.
const MOST_MISTAKES: usize = 30;

/// The types of a file; which kind of table it is, is told by its content.
const CSV: &str = Format::Csv.media_type();
const JSON: &str = "application/json";
const TYPES: [&str; 4] = [CSV, Format::Xlsx.media_type(), Format::Ods.media_type(), JSON];

form! {
    /// What is asked for with a file.
    pub struct FileQuery {
        /// The body that audited: id or slug. For registrars, unless every entry names it; a body is always itself.
        pub body: Option<Line<80>>,
        /// Whether everything is to be done but kept: what would become of each row is said, and nothing is recorded.
        pub dry_run: OrUsual<bool>,
        /// In which order a table has the parts of its dates, where that cannot be told from it: `day_month_year`,
        /// `month_day_year` or `year_month_day`. Dates with the year first are read in any case.
        pub dates: Option<DateOrder>,
        /// The name of the sheet of a workbook that is read; when left out, the first that is to be seen and has a header.
        pub sheet: Option<Line<100>>,
    }
}

view! {
    /// What became of a file.
    pub struct CertificateFileReportView(entered: &Vec<EnteredRow>, dry_run: bool, layout: Option<&Layout>) {
        let row = |row: &EnteredRow| CertificateFileRowView::of(row, dry_run, layout);
        let rows = entered.iter().map(row).collect::<Vec<_>>();
        let reading = layout.map(|layout| layout.reading().clone()).unwrap_or_default();
        let count = |outcome: &str| rows.iter().filter(|row| row.outcome == outcome).count();
        /// Whether nothing was recorded.
        pub dry_run: bool = dry_run,
        /// The encoding in which it was read. Any other than UTF-8 was told from the content, and is worth a look.
        #[schema(pattern = "^(UTF-8|UTF-16LE|UTF-16BE|windows-1252)$")]
        pub encoding: String = reading.encoding.name(),
        /// The sheet that was read of a workbook; null for any other file.
        pub sheet: Option<SheetView> = reading.sheet.as_ref().map(SheetView::of),
        /// The rows above the header, which were passed over, as far as there is room to say them.
        pub passed_over: Vec<String> = reading.passed_over.clone(),
        /// The columns that are called something else than in the template, with what they were read as.
        pub understood: Vec<UnderstoodView> = reading.understood.iter().map(UnderstoodView::of).collect::<Vec<_>>(),
        /// The forms in which its dates were read beside `YYYY-MM-DD`, such as `DD/MM/YYYY`.
        pub dates: Vec<String> = reading.dates.0.iter().map(ToString::to_string).collect::<Vec<_>>(),
        /// Rows that are submitted now, or would be.
        pub submitted: usize = count("submitted"),
        /// Rows that were submitted before.
        pub unchanged: usize = count("unchanged"),
        /// Rows of which nothing is kept.
        pub refused: usize = count("refused"),
        /// Every row, in the order of the file.
        pub rows: Vec<CertificateFileRowView> = rows,
    }

    /// What became of a row.
    pub struct CertificateFileRowView(row: &EnteredRow, dry_run: bool, layout: Option<&Layout>) {
        let refusal = row.outcome.as_ref().err();
        let entered = row.outcome.as_ref().ok();
        let is_new = entered.is_some_and(|entered| entered.outcome == Outcome::New);
        let kept = entered.filter(|_| !(is_new && dry_run));
        let mistakes = refusal.iter().flat_map(|refusal| &refusal.errors).take(MOST_MISTAKES);
        let errors = mistakes.map(|error| CertificateFileErrorView::of(error, layout));
        /// The line of the file on which it begins; of JSON, which entry it is. Counted from 1.
        pub line: u64,
        /// `submitted`, `unchanged` or `refused`.
        pub outcome: String = match entered {
            None => "refused",
            Some(_) if is_new => "submitted",
            Some(_) => "unchanged",
        },
        /// The id of the certificate; null for a refused row, and for a new one of a dry run.
        pub id: Option<String> = kept.map(|entered| entered.id),
        /// The id of its organisation; null where `id` is.
        pub organisation_id: Option<String> = kept.map(|entered| entered.organisation),
        /// Why it was refused, for programs.
        pub code: Option<String> = refusal.map(|refusal| refusal.code.as_str()),
        /// Why it was refused, for people.
        pub detail: Option<String> = refusal.map(|refusal| &refusal.detail),
        /// The mistakes of a refused row, at most 30.
        pub errors: Vec<CertificateFileErrorView> = errors.collect::<Vec<_>>(),
    }

    /// A mistake of a row.
    pub struct CertificateFileErrorView(error: &InputError, layout: Option<&Layout>) {
        /// The column, as the header names it; null for JSON, and for what concerns the whole row.
        pub column: Option<String> = layout.and_then(|layout| layout.column(&error.pointer)),
        /// The place in the object that a row stands for: a JSON pointer.
        pub pointer: String,
        /// What, for programs.
        pub code: String,
        /// What, for people.
        pub detail: String,
    }
}

/// The rows of a file, and what its columns are where it has some.
fn read(
    bytes: &[u8],
    is_json: bool,
    body: Option<&str>,
    said: Said<'_>,
) -> Result<(Vec<FileRow>, Option<Layout>), Error> {
    if is_json {
        if said.dates.is_some() {
            return Err(no_choice_of_dates("JSON"));
        }
        return Ok((read_entries(bytes, body)?, None));
    }
    let table = file::read_table(bytes, said)?;
    let rows = table.rows.into_iter().map(|row| row.read(|object| read_entry(&object, body)));
    Ok((rows.collect::<Result<_, Error>>()?, Some(table.layout)))
}

fn read_entries(bytes: &[u8], body: Option<&str>) -> Result<Vec<FileRow>, Error> {
    let Value::Array(entries) = json::parse(bytes)? else {
        return Err(Error::invalid("", "wrong_type", "must be an array of organisation certificates"));
    };
    if !(1..=MOST_ROWS).contains(&entries.len()) {
        let detail = format!("must have from 1 to {MOST_ROWS} entries, not {}", entries.len());
        return Err(Error::invalid("", "wrong_length", detail));
    }
    let read = |(line, entry): (u64, &Value)| match read_entry(entry, body) {
        Ok(new) => Ok(FileRow { line, read: Ok(new) }),
        Err(Error::Invalid(errors)) => Ok(FileRow { line, read: Err(errors) }),
        Err(other) => Err(other),
    };
    (1..).zip(&entries).map(read).collect()
}

fn read_entry(entry: &Value, body: Option<&str>) -> Result<NewOrganisationCertificate, Error> {
    let new = parse_object::<NewOrganisationCertificate>(entry)?;
    Ok(NewOrganisationCertificate { body: new.body.or_else(|| body.map(str::to_owned)), ..new })
}

/// The type that the file is sent as.
fn media_type(request: &HttpRequest) -> Result<&str, Error> {
    let sent = content_type(request.headers()).split(';').next().unwrap_or_default().trim();
    let is_table = Format::from_media_type(sent).is_some_and(|format| format != Format::Ndjson);
    (is_table || sent.eq_ignore_ascii_case(JSON)).then_some(sent).ok_or_else(|| {
        let detail = format!("send the file itself as the body, with the `Content-Type` {}", TYPES.join(" or "));
        Error::refused(Code::UnsupportedMediaType, detail)
    })
}

/// Submit a file of organisation certificates
///
/// For a body, or for a registrar who names it: at most 1,000 rows and 2 MiB, answered at once. Each row is submitted as it
/// would be by itself; a refused one leaves nothing, and the others stay. The same file sent again changes nothing.
///
/// A table has a header in any order and commas, semicolons or tabs: `organisation` (the name) with `latin_name`,
/// `country`, `region`, `website`, `registration_number`, or `organisation_id` of one on record; `number`, `edition`,
/// `issued_on`, `expires_on`, `scope_statement`, `renews` (the id of the certificate that it renews), and `sites`: separated
/// by semicolons, each written as `locality | country`, `locality | region | country` or
/// `name | locality | region | country`. What else they are called in English, German, Spanish, French and Japanese is
/// understood, and said (`understood`). Dates are read in other forms than `YYYY-MM-DD` as in result files, and said (`dates`).
/// JSON is an array of what one submission takes.
///
/// Rows that describe the same new organisation (name, but for case, accents and spaces, country and registration number)
/// are for one organisation, because one file by one body says so.
///
/// | | |
/// |---|---|
/// | Types | `text/csv` (commas, semicolons or tabs) and `application/json`, in UTF-8; a table also in UTF-16 or Windows-1252 where all of it leaves no doubt (`encoding` says so); workbooks `.xlsx` and `.ods`, by their types or as `text/csv` (`sheet` says so); no other, no other archives, nothing that needs a password, no `Content-Encoding` |
/// | Size | 2 MiB and 1,000 rows; a row of a table 64 KiB, a table 200 columns |
/// | Unpacked | a workbook: 128 MiB in all, and 8 MiB of the sheet as CSV; as for result files else. Nothing else |
/// | Arrival | within 10 seconds unless the operator sets another limit, else 408 |
/// | A hostile file | is refused as a whole with 400 or 422 and the place, and nothing of it is kept; a row that cannot be read is refused by itself, with 30 of its mistakes at most |
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), params(FileQuery),
    request_body(description = "The file", content(
        (String = "text/csv", example = "organisation,country,number,edition,issued_on,expires_on,sites,scope_statement\r\n\
            Bergbahn Rechenzentrum GmbH,DE,A-2026-1,2018,2026-03-01,2029-02-28,Bonn | DE; Graz | Steiermark | AT,The service management \
            system for hosting services from Bonn and Graz.\r\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet"),
        (Vec<OrganisationCertificateRequest> = "application/json", example = json!([{"organisation": {"name":
            "Ostwind Hosting GmbH", "country": "DE"}, "number": "A-2026-2", "edition": "2018", "issued_on": "2026-03-01",
            "expires_on": "2029-02-28", "sites": [{"locality": "Bonn", "country": "DE"}], "scope_statement":
            "The service management system for hosting services from Bonn."}]))
    )),
    responses(
        (status = 201, description = "Rows were submitted", body = CertificateFileReportView),
        (status = 200, description = "A dry run, or nothing new was in it", body = CertificateFileReportView)
    ))]
#[post("/v1/organisation-certificate-files")]
pub async fn submit_organisation_certificate_file(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    query: Parameters<FileQuery>,
    payload: Payload,
    state: Data<State>,
) -> Answer {
    state.read(Some(caller.0), admit_file).await?;
    let media_type = media_type(&request)?;
    let bytes = read_body_up_to(&request, payload.into_inner(), media_type, MOST_BYTES).await?;
    let FileQuery { body, dry_run, dates, sheet } = query.0;
    let sent = Sent::new(&request, caller.0, key, &sha256(&bytes));
    let (length, is_json) = (bytes.len(), media_type.eq_ignore_ascii_case(JSON));
    let reading = move || read(&bytes, is_json, body.as_deref(), Said { dates, sheet: sheet.as_deref() });
    let (rows, layout) = compute(&request, length, reading).await??;
    create(&state, sent, move |work| {
        let entered = submit_file(work, &rows, dry_run)?;
        let report = CertificateFileReportView::of(entered, dry_run, layout.as_ref());
        let location = "/v1/organisation-certificates".to_owned();
        if dry_run || report.submitted == 0 { unchanged(location, &report) } else { created_beside(location, &report) }
    })
    .await
}
