//! Workbooks, made as spreadsheet programs make them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// A cell, with its type.
#[derive(Clone, Copy)]
pub enum Cell {
    Text(&'static str),
    Number(f64),
    /// A day as `YYYY-MM-DD`, shown as `DD.MM.YYYY`.
    Day(&'static str),
    Percentage(f64),
    /// A number that is shown with so many figures.
    Figures(f64, usize),
    Empty,
}

/// A sheet: its name, whether it is to be seen, and its rows.
pub type Sheet<'a> = (&'a str, bool, Vec<Vec<Cell>>);

/// The same workbook in both kinds, with its media type.
pub fn both(sheets: &[Sheet<'_>]) -> [(&'static str, Vec<u8>); 2] {
    [(XLSX, xlsx(sheets)), (ODS, ods(sheets))]
}

pub fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let first_seen = sheets.iter().position(|(_, is_visible, _)| *is_visible);
    for (index, (name, is_visible, rows)) in sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        sheet.set_hidden(!is_visible).set_active(first_seen == Some(index));
        sheet.protect();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                write(sheet, row, column, *cell);
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell) {
    let format = |code: &str| Format::new().set_num_format(code);
    match cell {
        Cell::Empty => sheet.write_blank(row, column, &format("@")),
        Cell::Text(text) => sheet.write(row, column, text),
        Cell::Number(number) => sheet.write(row, column, number),
        Cell::Day(day) => {
            let day = ExcelDateTime::parse_from_str(day).unwrap();
            sheet.write_with_format(row, column, day, &format("dd\\.mm\\.yyyy"))
        }
        Cell::Percentage(part) => sheet.write_with_format(row, column, part, &format("0%")),
        Cell::Figures(number, figures) => sheet.write_with_format(row, column, number, &format(&"0".repeat(figures))),
    }
    .unwrap();
}

/// As `LibreOffice` writes it: the rest of the sheet is there as rows and cells that are repeated.
pub fn ods(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut content = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
        <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
        <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
        </office:automatic-styles><office:body><office:spreadsheet>"
        .to_owned();
    for (name, is_visible, rows) in sheets {
        let (name, style) = (name.replace('&', "&amp;"), if *is_visible { "ta1" } else { "ta2" });
        write!(content, "<table:table table:name=\"{name}\" table:style-name=\"{style}\"><table:table-column/>")
            .unwrap();
        for cells in rows {
            let cells: String = cells.iter().map(|cell| ods_cell(*cell)).collect();
            write!(
                content,
                "<table:table-row>{cells}<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>"
            )
            .unwrap();
        }
        let left = 1_048_576 - rows.len();
        write!(
            content,
            "<table:table-row table:number-rows-repeated=\"{left}\"><table:table-cell table:number-columns-repeated=\"16384\"/>\
             </table:table-row></table:table>"
        )
        .unwrap();
    }
    content.push_str("</office:spreadsheet></office:body></office:document-content>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("mimetype", ODS), ("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", &content)]
    {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn ods_cell(cell: Cell) -> String {
    let typed = |kind: &str, holder: &str, value: &str, shown: &str| {
        format!(
            "<table:table-cell office:value-type=\"{kind}\" office:{holder}=\"{value}\" calcext:value-type=\"{kind}\">\
             <text:p>{shown}</text:p></table:table-cell>"
        )
    };
    match cell {
        Cell::Empty => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "</text:p><text:p>");
            format!(
                "<table:table-cell office:value-type=\"string\" calcext:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        }
        Cell::Number(number) => typed("float", "value", &number.to_string(), &number.to_string().replace('.', ",")),
        Cell::Day(day) => {
            let shown = day.split('-').rev().collect::<Vec<_>>().join(".");
            typed("date", "date-value", day, &shown)
        }
        Cell::Percentage(part) => typed("percentage", "value", &part.to_string(), &format!("{} %", part * 100.0)),
        Cell::Figures(number, figures) => typed("float", "value", &number.to_string(), &format!("{number:0>figures$}")),
    }
}
