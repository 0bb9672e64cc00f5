//! Many attendances at once: a table in, a report of every row out.

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, post};

use crate::api::answers::{Answer, Sent, create, created_beside, unchanged};
use crate::api::result_batches::{SheetView, UnderstoodView};
use crate::api::small_files::{MOST_MISTAKES, SmallFile, TABLES};
use crate::error::InputError;
use crate::http::authentication::Authenticated;
use crate::http::extract::{IdempotencyKey, Parameters, compute};
use crate::http::state::State;
use crate::http::view::view;
use crate::input::dates::DateOrder;
use crate::input::fields::Line;
use crate::input::form::{OrUsual, form};
use crate::input::object::parse_object;
use crate::registry::training::attendance_files::{EnteredAttendance, admit_file, submit_file};
use crate::registry::training::attendance_table;
use crate::registry::training::attendances::NewAttendance;
use crate::tabular::Said;
use crate::tabular::objects::Layout;

form! {
    /// What is asked for with a file.
    pub struct AttendanceFileQuery {
        /// The course of every row that names none: id or slug.
        #[example("foundation-online")]
        pub course: Option<Line<80>>,
        /// Whether everything is to be done but kept: what would become of each row is said, and nothing is recorded.
        pub dry_run: OrUsual<bool>,
        /// In which order the file has the parts of its dates, where that cannot be told from it: `day_month_year`,
        /// `month_day_year` or `year_month_day`. Dates with the year first are read in any case.
        pub dates: Option<DateOrder>,
        /// The name of the sheet of a workbook that is read; when left out, the first that is to be seen and has a header.
        pub sheet: Option<Line<100>>,
    }
}

view! {
    /// What became of a file.
    pub struct AttendanceFileReportView(entered: &Vec<EnteredAttendance>, dry_run: bool, layout: Option<&Layout>) {
        let rows = entered.iter().map(|row| AttendanceFileRowView::of(row, layout)).collect::<Vec<_>>();
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
        /// The columns that are called something else than in this description, with what they were read as.
        pub understood: Vec<UnderstoodView> = reading.understood.iter().map(UnderstoodView::of).collect::<Vec<_>>(),
        /// The forms in which its dates were read beside `YYYY-MM-DD`, such as `DD/MM/YYYY`.
        pub dates: Vec<String> = reading.dates.0.iter().map(ToString::to_string).collect::<Vec<_>>(),
        /// Rows that are recorded now, or would be.
        pub recorded: usize = count("recorded"),
        /// Rows that were recorded before.
        pub unchanged: usize = count("unchanged"),
        /// Rows of which nothing is kept.
        pub refused: usize = count("refused"),
        /// Every row, in the order of the file.
        pub rows: Vec<AttendanceFileRowView> = rows,
    }

    /// What became of a row.
    pub struct AttendanceFileRowView(row: &EnteredAttendance, layout: Option<&Layout>) {
        let refusal = row.outcome.as_ref().err();
        let entered = row.outcome.as_ref().ok();
        let kept = entered.filter(|_| row.is_kept).map(|(attendance, _)| attendance);
        let mistakes = refusal.iter().flat_map(|refusal| &refusal.errors).take(MOST_MISTAKES);
        let errors = mistakes.map(|error| AttendanceFileErrorView::of(error, layout));
        /// The line of the file on which it begins, counted from 1.
        pub line: u64,
        /// `recorded`, `unchanged` or `refused`.
        pub outcome: String = match entered {
            None => "refused",
            Some((_, true)) => "recorded",
            Some((_, false)) => "unchanged",
        },
        /// The id of the attendance; null for a refused row, and for what only a dry run has entered.
        pub attendance_id: Option<String> = kept.map(|attendance| attendance.evidence.id),
        /// The candidate's number, to be told to the candidate; null where the id is.
        pub candidate_number: Option<String> = kept.map(|attendance| attendance.candidate_number),
        /// Why it was refused, for programs.
        pub code: Option<String> = refusal.map(|refusal| refusal.code.as_str()),
        /// Why it was refused, for people.
        pub detail: Option<String> = refusal.map(|refusal| &refusal.detail),
        /// The mistakes of a refused row, at most 30.
        pub errors: Vec<AttendanceFileErrorView> = errors.collect::<Vec<_>>(),
    }

    /// A mistake of a row.
    pub struct AttendanceFileErrorView(error: &InputError, layout: Option<&Layout>) {
        /// The column, as the header names it; null for what concerns the whole row.
        pub column: Option<String> = layout.and_then(|layout| layout.column(&error.pointer)),
        /// The place in the object that a row stands for: a JSON pointer.
        pub pointer: String,
        /// What, for programs.
        pub code: String,
        /// What, for people.
        pub detail: String,
    }
}

/// Record a file of attendances
///
/// For a training organisation, or a registrar: at most 1,000 rows and 2 MiB, answered at once. Each row is recorded as it would
/// be by itself; a refused one leaves nothing, and the others stay. The same file sent again changes nothing.
///
/// It has a header in any order and commas, semicolons or tabs: `course` (id or slug; or the parameter of this name),
/// `completed_on`, `birth_date`, and `candidate_number` or `family_name` with `given_names`, `email`, `country` and `confirm_new`
/// (`yes` or `no`). What else they are called in English, German, Spanish, French and Japanese is understood, and said
/// (`understood`). Dates are read in other forms than `YYYY-MM-DD` as in result files, and said (`dates`).
///
/// | | |
/// |---|---|
/// | Types | `text/csv` (commas, semicolons or tabs), in UTF-8, UTF-16 or Windows-1252 where all of it leaves no doubt (`encoding` says so); workbooks `.xlsx` and `.ods`, by their types or as `text/csv` (`sheet` says so); no other, no other archives, nothing that needs a password, no `Content-Encoding` |
/// | Size | 2 MiB and 1,000 rows; a row 64 KiB, a table 200 columns |
/// | Unpacked | a workbook: 128 MiB in all, and 8 MiB of the sheet as CSV; as for result files else. Nothing else |
/// | Arrival | within 10 seconds unless the operator sets another limit, else 408 |
/// | A hostile file | is refused as a whole with 400 or 422 and the place, and nothing of it is kept; a row that cannot be read is refused by itself, with 30 of its mistakes at most |
#[utoipa::path(tag = "training", security(("bearer" = [])), params(AttendanceFileQuery),
    request_body(description = "The file", content(
        (String = "text/csv", example = "course,completed_on,given_names,family_name,birth_date,country\r\n\
            foundation-online,2026-10-02,Inès,Moreau-Lefèvre,1991-04-17,FR\r\n\
            foundation-online,2026-10-02,Piotr,Wiśniewski,1987-12-01,PL\r\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")
    )),
    responses(
        (status = 201, description = "Rows were recorded", body = AttendanceFileReportView),
        (status = 200, description = "A dry run, or nothing new was in it", body = AttendanceFileReportView)
    ))]
#[post("/v1/attendance-files")]
pub async fn record_attendance_file(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    query: Parameters<AttendanceFileQuery>,
    payload: Payload,
    state: Data<State>,
) -> Answer {
    state.read(Some(caller.0), admit_file).await?;
    let file = SmallFile::arrive(&request, payload, TABLES).await?;
    let AttendanceFileQuery { course, dry_run, dates, sheet } = query.0;
    let sent = Sent::new(&request, caller.0, key, &file.digest());
    let length = file.len();
    let reading = move || {
        let said = Said { dates, sheet: sheet.as_deref() };
        let read_table = |bytes: &[u8], said: Said<'_>| attendance_table::read_table(bytes, said, course.is_some());
        file.read(said, read_table, |mut object| {
            if let (Some(course), true) = (&course, object["course_id"].is_null()) {
                object["course_id"] = course.as_str().into();
            }
            parse_object::<NewAttendance>(&object)
        })
    };
    let (rows, layout) = compute(&request, length, reading).await??;
    create(&state, sent, move |work| {
        let entered = submit_file(work, &rows, dry_run)?;
        let report = AttendanceFileReportView::of(entered, dry_run, layout.as_ref());
        let location = "/v1/attendances".to_owned();
        if dry_run || report.recorded == 0 { unchanged(location, &report) } else { created_beside(location, &report) }
    })
    .await
}
