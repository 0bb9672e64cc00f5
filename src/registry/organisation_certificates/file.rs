//! Reading a table of organisation certificates: one row for each, as CSV. Pure: nothing is looked up.
//!
//! A row becomes the JSON object that `POST /v1/organisation-certificates` takes, so that the same reader reads both and
//! complains in the same words; [`Layout::place`] leads from a complaint back to the column.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::error::{Error, InputError};
use crate::input::dates::DateOrder;
use crate::input::given::Given;
use crate::input::headings::{Headings, plain};
use crate::tabular::workbook::{self, LINE_BREAK, Wanted};
use crate::tabular::{
    DateColumns, Encoding, FileError, RawRow, Reading, Said, Sheet, Table, Understood, cell_value, check_columns,
    is_json, one_line,
};

/// Rows of a file at most.
pub const MOST_ROWS: usize = 1000;

/// Every column, with the place of its value in the object.
const COLUMNS: [(&str, &str); 14] = [
    ("organisation", "/organisation/name"),
    ("organisation_id", "/organisation_id"),
    ("latin_name", "/organisation/latin_name"),
    ("country", "/organisation/country"),
    ("region", "/organisation/region"),
    ("website", "/organisation/website"),
    ("registration_number", "/organisation/registration_number"),
    ("number", "/number"),
    ("edition", "/edition"),
    ("issued_on", "/issued_on"),
    ("expires_on", "/expires_on"),
    (SITES, "/sites"),
    (STATEMENT, "/scope_statement"),
    ("renews", "/renews_id"),
];

/// How many sites of a cell are complained about.
const MOST_BAD_SITES: usize = 20;

/// The column whose cells are taken apart.
const SITES: &str = "sites";

/// The column whose cells may have several lines.
const STATEMENT: &str = "scope_statement";

/// The places of days.
const DAYS: [&str; 2] = ["/issued_on", "/expires_on"];

/// Columns without which no row can be read.
const NEEDED: [&str; 6] = ["number", "edition", "issued_on", "expires_on", SITES, STATEMENT];

/// A table that was read through.
#[derive(Debug)]
pub struct CertificateTable {
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
    /// The names as the header has them, with the places of their values.
    columns: Vec<(String, &'static str)>,
    /// How the file was understood.
    reading: Reading,
}

/// The place of a column without a name, whose cells must be empty.
const NAMELESS: &str = "";

/// What else people call the columns.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("headings.tsv")));

/// How much may come out of a workbook: formats make sheets large that have few rows.
const MOST_UNPACKED: u64 = 128 << 20;

/// The most bytes of its table as CSV.
const MOST_BYTES: u64 = 8 << 20;

/// Reads a table through, or the wanted sheet of a workbook, with its dates in the order that the sender says, if any.
///
/// # Errors
/// [`crate::error::Code::InvalidFile`] with the reason for which the file cannot be taken: it is no CSV in UTF-8, its header lacks
/// columns or has unknown ones, it has no rows or more than [`MOST_ROWS`], or its dates could be others.
pub fn read_table(bytes: &[u8], said: Said<'_>) -> Result<CertificateTable, Error> {
    if workbook::is_workbook(bytes) {
        let (text, sheet) = sheet_of(bytes, said.sheet)?;
        return Ok(scan(&text, said.dates, true)?.read_as(|reading| reading.sheet = Some(sheet)));
    }
    if let Some(name) = said.sheet {
        return Err(FileError::no_sheets(name).into());
    }
    match scan(bytes, said.dates, false) {
        Err(error) => {
            let Some((text, encoding)) = in_utf8(bytes, &error) else { return Err(error.into()) };
            Ok(scan(&text, said.dates, false)?.read_as(|reading| reading.encoding = encoding))
        }
        Ok(table) => Ok(table),
    }
}

impl CertificateTable {
    fn read_as(mut self, note: impl FnOnce(&mut Reading)) -> Self {
        note(&mut self.layout.reading);
        self
    }
}

/// The wanted sheet as CSV, with the line breaks that cells have.
fn sheet_of(bytes: &[u8], sheet: Option<&str>) -> Result<(Vec<u8>, Sheet), FileError> {
    let knows = |name: &str| place_of_column(name).is_some();
    let (most_unpacked, most_bytes) = (MOST_UNPACKED, MOST_BYTES);
    let wanted = Wanted { sheet, knows: &knows, keeps_lines: true, most_unpacked, most_bytes };
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

fn scan(bytes: &[u8], said: Option<DateOrder>, is_sheet: bool) -> Result<CertificateTable, FileError> {
    let begins = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if is_json(begins) {
        let detail = "the file is JSON, not CSV; send it with the media type application/json";
        return Err(FileError::new("wrong_file_type", detail));
    }
    let mut table = Table::open(bytes, &|name| place_of_column(name).is_some())?;
    let mut layout = Layout::read(table.header(), table.passed_over().to_vec())?;
    let mut dates = layout.date_columns(said).typed(is_sheet);
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
    Ok(CertificateTable { layout, rows })
}

fn place_of_column(name: &str) -> Option<&'static str> {
    let name = plain(name);
    if name.is_empty() {
        return Some(NAMELESS);
    }
    let of = |wanted: &str| COLUMNS.iter().find(|(column, _)| *column == wanted).map(|(_, place)| *place);
    of(&name).or_else(|| of(HEADINGS.column(&name)?))
}

/// The names of all columns.
#[cfg(test)]
pub(super) fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(column, _)| *column)
}

/// The column whose values are at a place.
fn column_at(place: &str) -> Option<&'static str> {
    COLUMNS.iter().find(|(_, known)| *known == place).map(|(column, _)| *column)
}

impl Layout {
    fn read(header: &RawRow, passed_over: Vec<String>) -> Result<Self, FileError> {
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        let places: Vec<_> = names.iter().map(|name| place_of_column(name)).collect();
        let known = COLUMNS.map(|(column, _)| column);
        if !places.iter().flatten().any(|place| *place != NAMELESS) {
            let detail = format!(
                "names no column that is known; one of the first rows must name the columns (in CSV, separated by commas, \
                 semicolons or tabs): {}",
                known.join(", ")
            );
            return Err(FileError::on(header.line, "no_header", detail));
        }
        let unique = |place: &&'static str| column_at(place).map(str::to_owned);
        check_columns(header.line, &names, &places, unique, &known, &missing(&places))?;
        let columns: Vec<_> = names.into_iter().zip(places).filter_map(|(name, place)| Some((name, place?))).collect();
        let understood = columns.iter().filter_map(|(heading, place)| Understood::new(heading, column_at(place)?));
        let reading = Reading { understood: understood.collect(), passed_over, ..Reading::default() };
        Ok(Self { columns, reading })
    }

    fn date_columns(&self, said: Option<DateOrder>) -> DateColumns {
        let days = self.columns.iter().enumerate().filter(|(_, (_, place))| DAYS.contains(place));
        DateColumns::new(days.map(|(index, (name, _))| (index, name.trim().to_owned())), said)
    }

    /// How the file was understood.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The column in which a mistake lies, as the header names it; `None` for what concerns the whole row.
    #[must_use]
    pub fn column(&self, pointer: &str) -> Option<&str> {
        let pointer = match pointer {
            "/organisation" => "/organisation/name",
            place if place.starts_with("/sites/") => "/sites",
            place => place,
        };
        self.columns.iter().find(|(_, place)| *place == pointer && *place != NAMELESS).map(|(name, _)| name.trim())
    }

    fn interpret(&self, raw: &RawRow) -> TableRow {
        if let Some(error) = raw.misshapen(self.columns.len()) {
            return TableRow { line: raw.line, object: None, errors: vec![error] };
        }
        let mut object = Map::new();
        let mut errors = Vec::new();
        for (index, ((_, place), cell)) in self.columns.iter().zip(raw.cells()).enumerate() {
            let Some(text) = cell_value(cell) else { continue };
            let text = &*text.replace(LINE_BREAK, "\n");
            let text = &match *place {
                "/scope_statement" => Cow::Borrowed(text),
                // Each site on a line of its own.
                "/sites" => Cow::Owned(text.replace(['\n', '\r'], ";")),
                _ => one_line(text),
            };
            match *place {
                NAMELESS => {
                    let detail = format!(
                        "has a value in column {}, which has no name in the header; name it or empty it",
                        index + 1
                    );
                    errors.push(InputError::new("", "unnamed_column", detail));
                }
                "/sites" => {
                    object.insert("sites".to_owned(), sites(text, &mut errors));
                }
                place if DAYS.contains(&place) => match Given::Cell(text).day(&self.reading.dates) {
                    Ok(day) => enter(&mut object, place, &day.to_string()),
                    Err(wrong) => {
                        errors.push(InputError::new(place, wrong.code, wrong.detail));
                        enter(&mut object, place, text);
                    }
                },
                place => enter(&mut object, place, text),
            }
        }
        TableRow { line: raw.line, object: Some(Value::Object(object)), errors }
    }
}

/// The columns that the table lacks.
fn missing(places: &[Option<&'static str>]) -> Vec<String> {
    let has = |column: &str| places.contains(&place_of_column(column));
    let mut names: Vec<String> =
        NEEDED.iter().filter(|column| !has(column)).map(|column| format!("`{column}`")).collect();
    if !(has("organisation_id") || has("organisation") && has("country")) {
        names.insert(0, "`organisation` and `country` (or `organisation_id`)".to_owned());
    }
    names
}

/// Puts a text into its place of the object.
fn enter(object: &mut Map<String, Value>, place: &str, text: &str) {
    match place.trim_start_matches('/').split_once('/') {
        None => {
            object.insert(place.trim_start_matches('/').to_owned(), json!(text));
        }
        Some((outer, inner)) => {
            let within = object.entry(outer).or_insert_with(|| json!({}));
            within[inner] = json!(text);
        }
    }
}

/// The sites of a cell: separated by semicolons, each `locality | country`, `locality | region | country` or
/// `name | locality | region | country`; what is empty between the strokes is left out.
fn sites(text: &str, errors: &mut Vec<InputError>) -> Value {
    let mut sites = Vec::new();
    for site in text.split(';').map(str::trim).filter(|site| !site.is_empty()) {
        let parts: Vec<&str> = site.split('|').map(str::trim).collect();
        let names: &[&str] = match parts.len() {
            2 => &["locality", "country"],
            3 => &["locality", "region", "country"],
            4 => &["name", "locality", "region", "country"],
            found => {
                let detail = format!(
                    "has {found} parts; a site is written as `locality | country`, `locality | region | country` or \
                     `name | locality | region | country`, and sites are separated by semicolons"
                );
                if errors.len() < MOST_BAD_SITES {
                    errors.push(InputError::new(format!("/sites/{}", sites.len()), "not_a_site", detail));
                }
                sites.push(Value::Null);
                continue;
            }
        };
        let given = names.iter().zip(&parts).filter(|(_, part)| !part.is_empty());
        sites.push(Value::Object(given.map(|(name, part)| ((*name).to_owned(), json!(part))).collect()));
    }
    Value::Array(sites)
}

/// All that is wrong with a row: with its form, and what its reader says of the rest; of one place the form comes first.
#[must_use]
pub fn all_errors(of_form: Vec<InputError>, of_values: Vec<InputError>) -> Vec<InputError> {
    let mut all = of_form;
    let known: Vec<String> = all.iter().map(|error| error.pointer.clone()).collect();
    all.extend(of_values.into_iter().filter(|error| !known.contains(&error.pointer)));
    all
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
