//! Many organisation certificates at once: a table or an array in, a report of every row out.

use std::io;

use actix_web::http::header;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde_json::Value;

use super::answers::{Answer, Sent, create, created_beside, unchanged};
use super::lists::{PartQuery, link_to_next};
use super::organisation_certificates::requests::OrganisationCertificateRequest;
use super::questions::Question;
use super::result_batches::{SheetView, UnderstoodView};
use super::small_files::{MOST_MISTAKES, SmallFile, TABLES_AND_JSON};
use super::tables::{FormatQuery, content_type as table_type};
use crate::error::{Error, InputError};
use crate::http::authentication::Authenticated;
use crate::http::extract::{IdempotencyKey, Parameters, compute};
use crate::http::state::State;
use crate::http::view::view;
use crate::input::dates::DateOrder;
use crate::input::fields::{Limit, Line, Verbatim};
use crate::input::form::{OrUsual, form};
use crate::input::object::parse_object;
use crate::registry::organisation_certificates::file::{self, read_table};
use crate::registry::organisation_certificates::files::{EnteredRow, admit_file, submit_file};
use crate::registry::organisation_certificates::{NewOrganisationCertificate, Outcome, export};
use crate::tabular::objects::Layout;
use crate::tabular::{Cell, Format, Said, Separator, TableWriter, Wanted};

/// What a table is called in the name of a file.
const TABLE: &str = "organisation-certificates";

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

form! {
    /// Which file is wanted.
    pub struct CertificateExportQuery {
        /// The body that submitted: id or slug. For registrars; a body is always itself.
        #[example("nordlicht")]
        pub body: Option<Line<80>>,
        /// Rows at most; a larger number is lowered to 1,000, which is what can be sent again at once.
        pub limit: Limit<1000, 1000>,
        /// Where to go on: as the `Link` of the part before says.
        pub cursor: Option<Verbatim>,
    }
}

/// Fetch a file of organisation certificates
///
/// For a body, or for a registrar who names it: what it has submitted and not withdrawn, in the order of submission, in the form
/// in which it is sent, so that the file can be sent again as it is: nothing changes then. What was transferred to a body is not
/// in it, as another one has submitted that. As JSON it is the array that can be sent.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), params(CertificateExportQuery, FormatQuery),
    responses((status = 200, description = "The file", content(
        (Vec<OrganisationCertificateRequest> = "application/json"),
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/organisation-certificate-files")]
pub async fn export_organisation_certificates(question: Question<(CertificateExportQuery, FormatQuery)>) -> Answer {
    let (query, wanted) = question.query.clone();
    let part = PartQuery { limit: query.limit, cursor: query.cursor }.request(&question.request)?;
    let page = question.read(move |work| export(work, query.body.as_deref(), &part)).await?;
    let mut response = HttpResponse::Ok();
    link_to_next(&question.request, &mut response, page.next.as_deref());
    response.insert_header((header::VARY, "accept, accept-encoding, authorization"));
    let Some(format) = wanted.of(&question.request).as_table() else { return Ok(response.json(page.items)) };
    let separator = wanted.separator.unwrap_or(Separator::Comma).byte();
    let table = table(&page.items, Wanted { format, separator, name: TABLE, is_continued: false });
    let table = table.map_err(|error| Error::Internal(format!("a table cannot be written: {error}")))?;
    response
        .insert_header((header::CONTENT_TYPE, table_type(format)))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{TABLE}.{format}\"")));
    Ok(response.body(table))
}

fn table(objects: &[Value], wanted: Wanted<'_>) -> io::Result<Vec<u8>> {
    let mut sheet = TableWriter::begin(Vec::new(), wanted, file::headings())?;
    for object in objects {
        let mut row = file::row(object);
        if wanted.format != Format::Csv {
            row.iter_mut().for_each(Cell::guard_in_sheet);
        }
        sheet.write_row(&row)?;
    }
    sheet.finish()
}

fn read_entry(entry: &Value, body: Option<&str>) -> Result<NewOrganisationCertificate, Error> {
    let new = parse_object::<NewOrganisationCertificate>(entry)?;
    Ok(NewOrganisationCertificate { body: new.body.or_else(|| body.map(str::to_owned)), ..new })
}

/// Submit a file of organisation certificates
///
/// For a body, or for a registrar who names it: at most 1,000 rows and 2 MiB, answered at once. Each row is submitted as it
/// would be by itself; a refused one leaves nothing, and the others stay. The same file sent again changes nothing.
///
/// A table has a header in any order and commas, semicolons or tabs: `organisation` (the name) with `latin_name`,
/// `country`, `region`, `website`, `registration_number`, or `organisation_id` of one on record; `number`, `edition`,
/// `issued_on`, `expires_on`, `scope_statement`, `renews` and `follows` (the ids of the certificate that it renews, and of what it follows), and `sites`: separated
/// by semicolons, each written as `locality | country`, `locality | region | country`, `name | locality | region | country` or
/// `name | street | postcode | locality | region | country | scope` (a backslash takes `;` and `|` for letters). What else is optional:
/// `originally_issued_on`, `trading_names`, `street`, `postcode`, `accreditation_body`, `accreditation_number`, `legal_entities`
/// (`name`, `name | country` or `name | registration_number | country`), `sector_codes` (IAF codes) and `confidential` (`yes`). What else they are called in English, German, Spanish, French and Japanese is
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
    let file = SmallFile::arrive(&request, payload, TABLES_AND_JSON).await?;
    let FileQuery { body, dry_run, dates, sheet } = query.0;
    let sent = Sent::new(&request, caller.0, key, &file.digest());
    let length = file.len();
    let reading = move || {
        let said = Said { dates, sheet: sheet.as_deref() };
        file.read(said, read_table, |entry| read_entry(&entry, body.as_deref()))
    };
    let (rows, layout) = compute(&request, length, reading).await??;
    create(&state, sent, move |work| {
        let entered = submit_file(work, &rows, dry_run)?;
        let report = CertificateFileReportView::of(entered, dry_run, layout.as_ref());
        let location = "/v1/organisation-certificates".to_owned();
        if dry_run || report.submitted == 0 { unchanged(location, &report) } else { created_beside(location, &report) }
    })
    .await
}
