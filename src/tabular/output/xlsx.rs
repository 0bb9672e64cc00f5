//! A workbook of Excel's kind (ISO/IEC 29500), as little of it as a table needs. A sheet that is full is followed by another.

use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::NaiveDate;

use super::cell::{Cell, Heading, Kind};
use super::escape::{cut, escape, sheet_name};
use super::package::Package;

/// How many rows a sheet has at most, its head included.
const MOST_ROWS: u32 = 1_048_576;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Indices in [`STYLES`].
const PLAIN: u8 = 0;
const BOLD: u8 = 1;
const TEXT: u8 = 2;
const DAY: u8 = 3;

/// What stands around the cells: general, bold, as text (so that what is typed into it keeps its zeros), a day.
const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>\
    <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

pub struct Xlsx<W: Write> {
    package: Package<W>,
    name: String,
    head: Vec<Heading>,
    /// The letters of the columns that were written to.
    letters: Vec<String>,
    sheets: u32,
    /// Rows of the present sheet.
    rows: u32,
    most_rows: u32,
    /// The row in hand.
    row: String,
}

impl<W: Write> Xlsx<W> {
    pub fn begin(writer: W, name: &str, head: Vec<Heading>) -> io::Result<Self> {
        Self::with_most_rows(writer, name, head, MOST_ROWS)
    }

    pub(super) fn with_most_rows(writer: W, name: &str, head: Vec<Heading>, most_rows: u32) -> io::Result<Self> {
        let mut package = Package::new(writer);
        // Sheets are what XML is unless it is told otherwise: how many there will be is not known yet.
        package.part(
            "[Content_Types].xml",
            &format!(
                "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"{SHEET}.worksheet+xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEET}.styles+xml\"/></Types>",
                SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
            ),
        )?;
        package.part("_rels/.rels", &relationships([(1, "officeDocument", "xl/workbook.xml".to_owned())]))?;
        package.part("xl/styles.xml", &format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>"))?;
        let name = name.to_owned();
        let (letters, row) = (Vec::new(), String::new());
        let mut book = Self { package, name, head, letters, sheets: 0, rows: 0, most_rows, row };
        book.begin_sheet()?;
        Ok(book)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        self.rows = 0;
        self.package.begin(&format!("xl/worksheets/sheet{}.xml", self.sheets))?;
        let mut text = format!(
            "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" \
             topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"15\"/><cols>"
        );
        for (place, heading) in (1..).zip(&self.head) {
            let style = match heading.kind {
                Kind::Text => TEXT,
                Kind::Number => PLAIN,
                Kind::Day => DAY,
            };
            let width = heading.name.chars().count().clamp(10, 40) + 4;
            // Writing to a text does not fail.
            let _ = write!(
                text,
                "<col min=\"{place}\" max=\"{place}\" width=\"{width}\" style=\"{style}\" customWidth=\"1\"/>"
            );
        }
        text.push_str("</cols><sheetData>");
        self.package.write(&text)?;
        let head: Vec<_> = self.head.iter().map(|heading| Cell::Text(heading.name.clone().into())).collect();
        self.add_row(&head, BOLD)
    }

    pub fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.rows == self.most_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        self.add_row(cells, TEXT)
    }

    fn add_row(&mut self, cells: &[Cell<'_>], style_of_text: u8) -> io::Result<()> {
        self.rows += 1;
        while self.letters.len() < cells.len() {
            self.letters.push(letters(self.letters.len()));
        }
        let (row, number) = (&mut self.row, self.rows);
        row.clear();
        let _ = write!(row, "<row r=\"{number}\">");
        for (cell, column) in cells.iter().zip(&self.letters) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    let _ = write!(
                        row,
                        "<c r=\"{column}{number}\" s=\"{style_of_text}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                    );
                    add_text(cut(text), row);
                    row.push_str("</t></is></c>");
                }
                Cell::Number(text) => {
                    let _ = write!(row, "<c r=\"{column}{number}\"><v>{text}</v></c>");
                }
                Cell::Day(day) => {
                    let _ = write!(row, "<c r=\"{column}{number}\" s=\"{DAY}\"><v>{}</v></c>", serial(*day));
                }
            }
        }
        row.push_str("</row>");
        self.package.write(&self.row)
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        self.package.write("</sheetData></worksheet>")
    }

    pub fn finish(mut self) -> io::Result<W> {
        self.end_sheet()?;
        let mut book = format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
        let mut targets = vec![(self.sheets + 1, "styles", "styles.xml".to_owned())];
        for sheet in 1..=self.sheets {
            let number = if sheet == 1 { String::new() } else { format!(" {sheet}") };
            let _ = write!(
                book,
                "<sheet name=\"{}{number}\" sheetId=\"{sheet}\" r:id=\"rId{sheet}\"/>",
                sheet_name(&self.name)
            );
            targets.push((sheet, "worksheet", format!("worksheets/sheet{sheet}.xml")));
        }
        book.push_str("</sheets></workbook>");
        self.package.part("xl/workbook.xml", &book)?;
        self.package.part("xl/_rels/workbook.xml.rels", &relationships(targets))?;
        self.package.finish()
    }
}

fn relationships(targets: impl IntoIterator<Item = (u32, &'static str, String)>) -> String {
    let mut text =
        format!("{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (id, kind, target) in targets {
        let _ = write!(text, "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    text + "</Relationships>"
}

/// Excel writes what XML cannot have as `_x0001_`, and so what looks like that itself.
fn add_text(text: &str, to: &mut String) {
    let coded = |character: char, to: &mut String| {
        let _ = write!(to, "_x{:04X}_", u32::from(character));
    };
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        escape(&rest[..at], to, coded);
        let code = rest.as_bytes().get(at + 2..at + 7);
        let looks_coded = code.is_some_and(|code| code[..4].iter().all(u8::is_ascii_hexdigit) && code[4] == b'_');
        to.push_str(if looks_coded { "_x005F_" } else { "_" });
        rest = &rest[at + 1..];
    }
    escape(rest, to, coded);
}

/// The number of a day from March 1900 on.
fn serial(day: NaiveDate) -> i64 {
    NaiveDate::from_ymd_opt(1899, 12, 30).map_or(0, |first| (day - first).num_days())
}

/// The letters of a column, counted from 0.
fn letters(column: usize) -> String {
    let (rest, last) = (column / 26, column % 26);
    let last = char::from(b'A' + u8::try_from(last).unwrap_or_default());
    if rest == 0 { last.to_string() } else { format!("{}{last}", letters(rest - 1)) }
}
