//! A workbook of `LibreOffice`'s kind (ISO/IEC 26300), as little of it as a table needs. A sheet that is full is followed by
//! another.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::cell::{Cell, Heading, Kind};
use super::escape::{cut, escape, sheet_name};
use super::package::Package;

/// How many rows a sheet has at most, its head included.
const MOST_ROWS: u32 = 1_048_576;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// What stands before the first sheet: the styles of days, of texts (so that what is typed keeps its zeros) and of the head.
const BEGINNING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content \
    xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" office:version=\"1.3\">\
    <office:automatic-styles>\
    <number:date-style style:name=\"day\"><number:year number:style=\"long\"/><number:text>-</number:text>\
    <number:month number:style=\"long\"/><number:text>-</number:text><number:day number:style=\"long\"/></number:date-style>\
    <number:text-style style:name=\"text\"><number:text-content/></number:text-style>\
    <style:style style:name=\"Day\" style:family=\"table-cell\" style:data-style-name=\"day\"/>\
    <style:style style:name=\"Text\" style:family=\"table-cell\" style:data-style-name=\"text\"/>\
    <style:style style:name=\"Head\" style:family=\"table-cell\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
    <style:style style:name=\"Column\" style:family=\"table-column\"><style:table-column-properties \
    style:column-width=\"3.5cm\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>";

pub struct Ods<W: Write> {
    package: Package<W>,
    name: String,
    head: Vec<Heading>,
    sheets: u32,
    /// Rows of the present sheet.
    rows: u32,
    most_rows: u32,
    /// The row in hand.
    row: String,
}

impl<W: Write> Ods<W> {
    pub fn begin(writer: W, name: &str, head: Vec<Heading>) -> io::Result<Self> {
        Self::with_most_rows(writer, name, head, MOST_ROWS)
    }

    pub(super) fn with_most_rows(writer: W, name: &str, head: Vec<Heading>, most_rows: u32) -> io::Result<Self> {
        let mut package = Package::new(writer);
        package.bare_part("mimetype", MEDIA_TYPE)?;
        package.part(
            "META-INF/manifest.xml",
            &format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest \
                 xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">\
                 <manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" manifest:media-type=\"{MEDIA_TYPE}\"/>\
                 <manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"
            ),
        )?;
        package.begin("content.xml")?;
        package.write(BEGINNING)?;
        let mut book = Self { package, name: name.to_owned(), head, sheets: 0, rows: 0, most_rows, row: String::new() };
        book.begin_sheet()?;
        Ok(book)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        self.rows = 0;
        let number = if self.sheets == 1 { String::new() } else { format!(" {}", self.sheets) };
        let mut text = format!("<table:table table:name=\"{}{number}\">", sheet_name(&self.name));
        for heading in &self.head {
            let style = match heading.kind {
                Kind::Text => "Text",
                Kind::Number => "Default",
                Kind::Day => "Day",
            };
            // Writing to a text does not fail.
            let _ = write!(
                text,
                "<table:table-column table:style-name=\"Column\" table:default-cell-style-name=\"{style}\"/>"
            );
        }
        self.package.write(&text)?;
        let head: Vec<_> = self.head.iter().map(|heading| Cell::Text(heading.name.clone().into())).collect();
        self.add_row(&head, "Head")
    }

    pub fn write_row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.rows == self.most_rows {
            self.package.write("</table:table>")?;
            self.begin_sheet()?;
        }
        self.add_row(cells, "Text")
    }

    fn add_row(&mut self, cells: &[Cell<'_>], style_of_text: &str) -> io::Result<()> {
        self.rows += 1;
        let row = &mut self.row;
        row.clear();
        row.push_str("<table:table-row>");
        for cell in cells {
            let _ = match cell {
                Cell::Text(text) if text.is_empty() => row.write_str("<table:table-cell/>"),
                Cell::Text(text) => {
                    let _ = write!(
                        row,
                        "<table:table-cell office:value-type=\"string\" table:style-name=\"{style_of_text}\">"
                    );
                    let text = cut(text).replace("\r\n", "\n");
                    text.split(['\n', '\r']).for_each(|line| add_line(line, row));
                    row.write_str("</table:table-cell>")
                }
                Cell::Number(text) => write!(
                    row,
                    "<table:table-cell office:value-type=\"float\" office:value=\"{text}\" table:style-name=\"Default\">\
                     <text:p>{text}</text:p></table:table-cell>"
                ),
                Cell::Day(day) => write!(
                    row,
                    "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\" table:style-name=\"Day\">\
                     <text:p>{day}</text:p></table:table-cell>"
                ),
            };
        }
        row.push_str("</table:table-row>");
        self.package.write(&self.row)
    }

    pub fn finish(mut self) -> io::Result<W> {
        self.package.write("</table:table></office:spreadsheet></office:body></office:document-content>")?;
        self.package.finish()
    }
}

/// A line of a text. White space counts only where it is written as elements.
fn add_line(line: &str, to: &mut String) {
    to.push_str("<text:p>");
    let mut rest = line;
    while let Some(at) = rest.find([' ', '\t']) {
        // Nothing stands for what XML cannot have.
        escape(&rest[..at], to, |_, to| to.push('\u{FFFD}'));
        let white = &rest[at..];
        if let Some(behind) = white.strip_prefix('\t') {
            to.push_str("<text:tab/>");
            rest = behind;
            continue;
        }
        let spaces = white.len() - white.trim_start_matches(' ').len();
        if spaces == 1 && at > 0 && white.len() > 1 {
            to.push(' ');
        } else {
            let _ = write!(to, "<text:s text:c=\"{spaces}\"/>");
        }
        rest = &white[spaces..];
    }
    escape(rest, to, |_, to| to.push('\u{FFFD}'));
    to.push_str("</text:p>");
}
