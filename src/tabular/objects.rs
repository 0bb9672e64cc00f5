//! Small tables, whose rows stand each for the JSON object that one request takes, so that the same reader reads both and
//! complains in the same words; [`Layout::column`] leads from a complaint back to the column.

use std::io::Cursor;

use serde_json::{Map, Value, json};

use super::workbook::{self, LINE_BREAK, Wanted};
use super::{
    DateColumns, Encoding, FileError, RawRow, Reading, Said, Sheet, Table, Understood, cell_value, check_columns,
    is_json, one_line, unguard,
};
use crate::error::{Error, InputError};
use crate::input::given::Given;
use crate::input::headings::plain;

/// Rows of a file at most.
pub const MOST_ROWS: usize = 1000;

/// How much may come out of a workbook: formats make sheets large that have few rows.
const MOST_UNPACKED: u64 = 128 << 20;

/// The most bytes of its table as CSV.
const MOST_BYTES: u64 = 8 << 20;

/// The place of a column without a name, whose cells must be empty.
const NAMELESS: &str = "";

/// What the tables of one kind are like.
pub struct RowForm {
    /// Every column, with the place of its value in the object: a JSON pointer of one or two members.
    pub columns: &'static [(&'static str, &'static str)],
    /// The column that people call something else.
    pub called: fn(&str) -> Option<&'static str>,
    /// The places of days.
    pub days: &'static [&'static str],
    /// Whether cells may have several lines.
    pub keeps_lines: bool,
    /// What to do with a file in JSON.
    pub instead_of_json: &'static str,
    /// What stands for the text of a cell at its place, with all that is wrong with it.
    pub value: fn(&str, &str, &mut Vec<InputError>) -> Value,
    /// The place of the column in which a complaint about this place lies.
    pub told_at: fn(&str) -> &str,
}

/// Which of the columns that are needed a table lacks, by whether it has one.
pub type Missing<'a> = &'a dyn Fn(&dyn Fn(&str) -> bool) -> Vec<String>;

/// A table that was read through.
pub struct ObjectTable {
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

/// A row as its reader understood it.
#[derive(Clone, Debug)]
pub struct ReadRow<T> {
    /// The line on which it begins, or which entry it is, counted from 1.
    pub line: u64,
    /// What it says, or everything that is wrong with it.
    pub read: Result<T, Vec<InputError>>,
}

/// What the columns of a table hold.
pub struct Layout {
    form: &'static RowForm,
    /// The names as the header has them, with the places of their values.
    columns: Vec<(String, &'static str)>,
    /// What separates the cells of CSV; `None` for a sheet of a workbook.
    separator: Option<u8>,
    /// How the file was understood.
    reading: Reading,
}

impl RowForm {
    /// Reads a table through, or the wanted sheet of a workbook, with its dates in the order that the sender says, if any.
    ///
    /// # Errors
    /// [`crate::error::Code::InvalidFile`] with the reason for which the file cannot be taken: it is no CSV in UTF-8, its header
    /// lacks columns or has unknown ones, it has no rows or more than [`MOST_ROWS`], or its dates could be others.
    pub fn read(&'static self, bytes: &[u8], said: Said<'_>, missing: Missing<'_>) -> Result<ObjectTable, Error> {
        if workbook::is_workbook(bytes) {
            let (text, sheet) = self.sheet_of(bytes, said.sheet)?;
            let mut table = self.scan(&text, said, true, missing)?;
            table.layout.reading.sheet = Some(sheet);
            return Ok(table);
        }
        if let Some(name) = said.sheet {
            return Err(FileError::no_sheets(name).into());
        }
        match self.scan(bytes, said, false, missing) {
            Err(error) => {
                let Some((text, encoding)) = in_utf8(bytes, &error) else { return Err(error.into()) };
                let mut table = self.scan(&text, said, false, missing)?;
                table.layout.reading.encoding = encoding;
                Ok(table)
            }
            Ok(table) => Ok(table),
        }
    }

    /// The wanted sheet as CSV.
    fn sheet_of(&self, bytes: &[u8], sheet: Option<&str>) -> Result<(Vec<u8>, Sheet), FileError> {
        let (knows, keeps_lines) = (|name: &str| self.place_of(name).is_some(), self.keeps_lines);
        let (most_unpacked, most_bytes) = (MOST_UNPACKED, MOST_BYTES);
        let wanted = Wanted { sheet, knows: &knows, keeps_lines, most_unpacked, most_bytes };
        let mut text = Vec::new();
        let sheet = workbook::convert(&mut Cursor::new(bytes), &wanted, &mut text)?;
        Ok((text, sheet))
    }

    fn scan(
        &'static self,
        bytes: &[u8],
        said: Said<'_>,
        is_sheet: bool,
        missing: Missing<'_>,
    ) -> Result<ObjectTable, FileError> {
        let begins = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if is_json(begins) {
            let detail = format!("the file is JSON, not CSV; {}", self.instead_of_json);
            return Err(FileError::new("wrong_file_type", detail));
        }
        let mut table = Table::open(bytes, &|name| self.place_of(name).is_some())?;
        let mut layout = Layout::read(self, table.header(), table.passed_over().to_vec(), missing)?;
        layout.separator = (!is_sheet).then_some(table.shape().separator);
        let days = layout.columns.iter().enumerate().filter(|(_, (_, place))| self.days.contains(place));
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
        Ok(ObjectTable { layout, rows })
    }

    /// The place of the column that is called so.
    fn place_of(&self, heading: &str) -> Option<&'static str> {
        let name = plain(heading);
        if name.is_empty() {
            return Some(NAMELESS);
        }
        let of = |wanted: &str| self.columns.iter().find(|(column, _)| *column == wanted).map(|(_, place)| *place);
        of(&name).or_else(|| of((self.called)(&name)?))
    }

    /// The column whose values are at a place.
    fn column_at(&self, place: &str) -> Option<&'static str> {
        self.columns.iter().find(|(_, known)| *known == place).map(|(column, _)| *column)
    }
}

/// The file in UTF-8, if it is certain in which encoding it is that could not be read for this reason.
fn in_utf8(bytes: &[u8], error: &FileError) -> Option<(Vec<u8>, Encoding)> {
    let encoding = Encoding::suspected(bytes, error)?;
    let mut text = Vec::with_capacity(bytes.len());
    let is_certain = encoding.convert(bytes, &mut text).is_ok_and(|is_certain| is_certain);
    is_certain.then_some((text, encoding))
}

impl Layout {
    fn read(
        form: &'static RowForm,
        header: &RawRow,
        passed_over: Vec<String>,
        missing: Missing<'_>,
    ) -> Result<Self, FileError> {
        let names: Vec<String> = header.cells().map(str::to_owned).collect();
        let places: Vec<_> = names.iter().map(|name| form.place_of(name)).collect();
        let known: Vec<&str> = form.columns.iter().map(|(column, _)| *column).collect();
        if !places.iter().flatten().any(|place| *place != NAMELESS) {
            let detail = format!(
                "names no column that is known; one of the first rows must name the columns (in CSV, separated by commas, \
                 semicolons or tabs): {}",
                known.join(", ")
            );
            return Err(FileError::on(header.line, "no_header", detail));
        }
        let unique = |place: &&'static str| form.column_at(place).map(str::to_owned);
        let has = |column: &str| places.contains(&form.place_of(column));
        check_columns(header.line, &names, &places, unique, &known, &missing(&has))?;
        let columns: Vec<_> = names.into_iter().zip(places).filter_map(|(name, place)| Some((name, place?))).collect();
        let understood = columns.iter().filter_map(|(heading, place)| Understood::new(heading, form.column_at(place)?));
        let reading = Reading { understood: understood.collect(), passed_over, ..Reading::default() };
        Ok(Self { form, columns, separator: None, reading })
    }

    /// How the file was understood.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The column in which a mistake lies, as the header names it; `None` for what concerns the whole row.
    #[must_use]
    pub fn column(&self, pointer: &str) -> Option<&str> {
        let wanted = (self.form.told_at)(pointer);
        self.columns.iter().find(|(_, place)| *place == wanted && *place != NAMELESS).map(|(name, _)| name.trim())
    }

    fn interpret(&self, raw: &RawRow) -> TableRow {
        if let Some(error) = raw.misshapen(self.columns.len()) {
            return TableRow { line: raw.line, object: None, errors: vec![error] };
        }
        let (mut object, mut errors) = (Map::new(), Vec::new());
        for (index, ((_, place), cell)) in self.columns.iter().zip(raw.cells()).enumerate() {
            let text = match self.separator {
                Some(separator) => unguard(cell.trim(), separator),
                None => cell_value(cell).unwrap_or_default().replace(LINE_BREAK, "\n").into(),
            };
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            if *place == NAMELESS {
                let place = index + 1;
                let detail =
                    format!("has a value in column {place}, which has no name in the header; name it or empty it");
                errors.push(InputError::new("", "unnamed_column", detail));
                continue;
            }
            let value = if self.form.days.contains(place) {
                match Given::Cell(&one_line(text)).day(&self.reading.dates) {
                    Ok(day) => json!(day.to_string()),
                    Err(wrong) => {
                        errors.push(InputError::new(*place, wrong.code, wrong.detail));
                        json!(text)
                    }
                }
            } else {
                (self.form.value)(place, text, &mut errors)
            };
            enter(&mut object, place, value);
        }
        TableRow { line: raw.line, object: Some(Value::Object(object)), errors }
    }
}

/// Puts a value into its place of the object.
fn enter(object: &mut Map<String, Value>, place: &str, value: Value) {
    let place = place.trim_start_matches('/');
    match place.split_once('/') {
        None => {
            object.insert(place.to_owned(), value);
        }
        Some((outer, inner)) => object.entry(outer).or_insert_with(|| json!({}))[inner] = value,
    }
}

impl TableRow {
    /// What the row says, as the reader of its object has it; of one place what is wrong with the form comes first.
    ///
    /// # Errors
    /// Those of the reader that are none of the row.
    pub fn read<T>(self, reader: impl FnOnce(Value) -> Result<T, Error>) -> Result<ReadRow<T>, Error> {
        let Self { line, object, mut errors } = self;
        let Some(object) = object else { return Ok(ReadRow { line, read: Err(errors) }) };
        let read = match reader(object) {
            Ok(read) if errors.is_empty() => Ok(read),
            Ok(_) => Err(errors),
            Err(Error::Invalid(of_values)) => {
                let is_new = |error: &InputError| errors.iter().all(|known| known.pointer != error.pointer);
                let more: Vec<_> = of_values.into_iter().filter(is_new).collect();
                errors.extend(more);
                Err(errors)
            }
            Err(other) => return Err(other),
        };
        Ok(ReadRow { line, read })
    }
}
