//! Reading a table of attendances: one row for each, as CSV or in a sheet. Pure: nothing is looked up.
//!
//! A row becomes the JSON object that `POST /v1/attendances` takes, so that the same reader reads both and complains in the same
//! words.

use std::io::Cursor;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::error::{Error, InputError};
use crate::input::given::Given;
use crate::input::headings::{Headings, plain};
use crate::tabular::workbook::{self, Wanted};
use crate::tabular::{
    DateColumns, Encoding, FileError, RawRow, Reading, Said, Sheet, Table, Understood, cell_value, check_columns,
    is_json, one_line,
};

/// Rows of a file at most.
pub const MOST_ROWS: usize = 1000;

/// Every column, which is the member of the object, but for the course and its last day, which result files call otherwise.
const COLUMNS: [(&str, &str); 9] = [
    ("course", "course_id"),
    ("completed_on", "completed_on"),
    ("candidate_number", "candidate_number"),
    ("birth_date", "birth_date"),
    ("given_names", "given_names"),
    ("family_name", "family_name"),
    ("email", "email"),
    ("country", "country"),
    ("confirm_new", "confirm_new"),
];

const DAYS: [&str; 2] = ["completed_on", "birth_date"];

/// The member of a column without a name, whose cells must be empty.
const NAMELESS: &str = "";

/// What else people call the columns: as in files of results.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("../batches/file/headings.tsv")));

/// How much may come out of a workbook: formats make sheets large that have few rows.
const MOST_UNPACKED: u64 = 128 << 20;

/// The most bytes of its table as CSV.
const MOST_BYTES: u64 = 8 << 20;

/// A table that was read through.
#[derive(Debug)]
pub struct AttendanceTable {
    pub layout: Layout,
    /// Its rows, in the order of the file.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Debug)]
pub struct TableRow {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// What it says, as an object; `None` where its cells cannot be told apart.
    pub object: Option<Value>,
    /// What is wrong with its form.
    pub errors: Vec<InputError>,
}

/// What the columns of a table hold.
#[derive(Debug)]
pub struct Layout {
    /// The names as the header has them, with the members that they hold.
    columns: Vec<(String, &'static str)>,
    /// How the file was understood.
    reading: Reading,
}

/// Reads a table through, or the wanted sheet of a workbook, with its dates in the order that the sender says, if any. The
/// course may stand outside, where all rows are of one.
///
/// # Errors
/// [`crate::error::Code::InvalidFile`] with the reason for which the file cannot be taken.
pub fn read_table(bytes: &[u8], said: Said<'_>, course_is_given: bool) -> Result<AttendanceTable, Error> {
    if workbook::is_workbook(bytes) {
        let (text, sheet) = sheet_of(bytes, said.sheet)?;
        return Ok(scan(&text, said, true, course_is_given)?.read_as(|reading| reading.sheet = Some(sheet)));
    }
    if let Some(name) = said.sheet {
        return Err(FileError::no_sheets(name).into());
    }
    match scan(bytes, said, false, course_is_given) {
        Err(error) => {
            let Some((text, encoding)) = in_utf8(bytes, &error) else { return Err(error.into()) };
            Ok(scan(&text, said, false, course_is_given)?.read_as(|reading| reading.encoding = encoding))
        }
        Ok(table) => Ok(table),
    }
}

impl AttendanceTable {
    fn read_as(mut self, note: impl FnOnce(&mut Reading)) -> Self {
        note(&mut self.layout.reading);
        self
    }
}

/// The wanted sheet as CSV.
fn sheet_of(bytes: &[u8], sheet: Option<&str>) -> Result<(Vec<u8>, Sheet), FileError> {
    let knows = |name: &str| member_of(name).is_some();
    let (most_unpacked, most_bytes) = (MOST_UNPACKED, MOST_BYTES);
    let wanted = Wanted { sheet, knows: &knows, keeps_lines: false, most_unpacked, most_bytes };
    let mut text = Vec::new();
    let sheet = workbook::convert(&mut Cursor::new(bytes), &wanted, &mut text)?;
    Ok((text, sheet))
}

/// The file in UTF-8, if it is certain in which encoding it is that could not be read for this reason.
fn in_utf8(bytes: &[u8], error: &FileError) -> Option<(Vec<u8>, Encoding)> {
    let encoding = Encoding::suspected(bytes, error)?;
    let mut text = Vec::with_capacity(bytes.len());
    let is_certain = encoding.convert(bytes, &mut text).is_ok_and(|is_certain| is_certain);
    is_certain.then_some((text, encoding))
}

fn scan(bytes: &[u8], said: Said<'_>, is_sheet: bool, course_is_given: bool) -> Result<AttendanceTable, FileError> {
    let begins = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if is_json(begins) {
        let detail = "the file is JSON, not CSV; record attendances in JSON one by one";
        return Err(FileError::new("wrong_file_type", detail));
    }
    let mut table = Table::open(bytes, &|name| member_of(name).is_some())?;
    let mut layout = Layout::read(table.header(), table.passed_over().to_vec(), course_is_given)?;
    let days = layout.columns.iter().enumerate().filter(|(_, (_, member))| DAYS.contains(member));
    let days = days.map(|(index, (name, _))| (index, name.trim().to_owned()));
    let mut dates = DateColumns::new(days, said.dates).typed(is_sheet);
    let mut rows: Vec<RawRow> = Vec::new();
    while let Some(raw) = table.next_row()? {
        if rows.len() == MOST_ROWS {
            let detail = format!("is one row more than the {MOST_ROWS} that a file may have; split the file");
            return Err(FileError::on(raw.line, "too_many_rows", detail));
        }
        if raw.misshapen(layout.columns.len()).is_none() {
            dates.see(&raw);
        }
        rows.push(raw);
    }
    if rows.is_empty() {
        let detail = "the file has a header and no row below it; send at least one row";
        return Err(FileError::new("no_rows", detail));
    }
    layout.reading.dates = dates.judge()?;
    let rows = rows.iter().map(|raw| layout.interpret(raw)).collect();
    Ok(AttendanceTable { layout, rows })
}

/// The member that a column holds.
fn member_of(heading: &str) -> Option<&'static str> {
    let name = plain(heading);
    if name.is_empty() {
        return Some(NAMELESS);
    }
    let of = |wanted: &str| COLUMNS.iter().find(|(column, _)| *column == wanted).map(|(_, member)| *member);
    of(&name).or_else(|| match HEADINGS.column(&name)? {
        "course_completed_on" => of("completed_on"),
        known => of(known),
    })
}

fn column_of(member: &str) -> Option<&'static str> {
    COLUMNS.iter().find(|(_, known)| *known == member).map(|(column, _)| *column)
}

impl Layout {
    fn read(header: &RawRow, passed_over: Vec<String>, course_is_given: bool) -> Result<Self, FileError> {
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        let members: Vec<_> = names.iter().map(|name| member_of(name)).collect();
        let known = COLUMNS.map(|(column, _)| column);
        if !members.iter().flatten().any(|member| *member != NAMELESS) {
            let detail = format!(
                "names no column that is known; one of the first rows must name the columns (in CSV, separated by commas, \
                 semicolons or tabs): {}",
                known.join(", ")
            );
            return Err(FileError::on(header.line, "no_header", detail));
        }
        let unique = |member: &&'static str| column_of(member).map(str::to_owned);
        let has = |member: &str| members.iter().flatten().any(|known| *known == member);
        let mut missing: Vec<String> =
            DAYS.iter().filter(|member| !has(member)).map(|member| format!("`{member}`")).collect();
        if !has("course_id") && !course_is_given {
            missing.insert(0, "`course` (or the parameter `course`)".to_owned());
        }
        if !has("candidate_number") && !has("family_name") {
            missing.push("`candidate_number` or `family_name`".to_owned());
        }
        check_columns(header.line, &names, &members, unique, &known, &missing)?;
        let columns: Vec<_> =
            names.into_iter().zip(members).filter_map(|(name, member)| Some((name, member?))).collect();
        let understood = columns.iter().filter_map(|(heading, member)| Understood::new(heading, column_of(member)?));
        let reading = Reading { understood: understood.collect(), passed_over, ..Reading::default() };
        Ok(Self { columns, reading })
    }

    /// How the file was understood.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The column in which a mistake lies, as the header names it; `None` for what concerns the whole row.
    #[must_use]
    pub fn column(&self, pointer: &str) -> Option<&str> {
        let wanted = pointer.strip_prefix('/').filter(|member| *member != NAMELESS)?;
        self.columns.iter().find(|(_, member)| *member == wanted).map(|(name, _)| name.trim())
    }

    fn interpret(&self, raw: &RawRow) -> TableRow {
        if let Some(error) = raw.misshapen(self.columns.len()) {
            return TableRow { line: raw.line, object: None, errors: vec![error] };
        }
        let (mut object, mut errors) = (Map::new(), Vec::new());
        for (index, ((_, member), cell)) in self.columns.iter().zip(raw.cells()).enumerate() {
            let Some(text) = cell_value(cell) else { continue };
            let text = &*one_line(text);
            let value = match *member {
                NAMELESS => {
                    let place = index + 1;
                    let detail =
                        format!("has a value in column {place}, which has no name in the header; name it or empty it");
                    errors.push(InputError::new("", "unnamed_column", detail));
                    continue;
                }
                member if DAYS.contains(&member) => {
                    Given::Cell(text).day(&self.reading.dates).map(|day| json!(day.to_string()))
                }
                "confirm_new" => Given::Cell(text).boolean().map(|truth| json!(truth)),
                _ => Ok(json!(text)),
            };
            let value = value.unwrap_or_else(|wrong| {
                errors.push(InputError::new(format!("/{member}"), wrong.code, wrong.detail));
                Value::Null
            });
            object.insert((*member).to_owned(), value);
        }
        TableRow { line: raw.line, object: Some(Value::Object(object)), errors }
    }
}
