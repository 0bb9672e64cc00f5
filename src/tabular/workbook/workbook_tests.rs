use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

pub(super) const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn knows(name: &str) -> bool {
    ["", "family_name", "birth_date", "marks", "reference"].contains(&name.trim())
}

fn wanted(sheet: Option<&str>) -> Wanted<'_> {
    Wanted { sheet, knows: &knows, keeps_lines: false, most_unpacked: 8 << 20, most_bytes: 2 << 20 }
}

pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<(String, Sheet), FileError> {
    let mut text = Vec::new();
    let sheet = convert(&mut Cursor::new(bytes), &wanted(sheet), &mut text)?;
    Ok((String::from_utf8(text).unwrap(), sheet))
}

/// An archive of these entries.
pub(super) fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An `.xlsx` as other programs write it: a sheet of these rows, with these formats.
pub(super) fn xlsx(sheet: &str, styles: &str, properties: &str) -> Vec<u8> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{relation}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"b\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"c\" Type=\"{relation}/styles\" Target=\"../xl/styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns:n=\"{relation}\"><workbookPr {properties}/><sheets><sheet name=\"A &amp; B\" sheetId=\"1\" n:id=\"b\"/></sheets></workbook>"
            ),
        ),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ])
}

/// An `.ods` with these tables.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", SPREADSHEET), ("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", &content)])
}

pub(super) fn text_cell(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn cells_are_what_their_author_sees() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"00000\"/><numFmt numFmtId=\"171\" formatCode=\"dd\\.mm\\.yyyy;@\"/>\
        <numFmt numFmtId=\"172\" formatCode=\"&quot;A-&quot;000\\-00\"/><numFmt numFmtId=\"173\" formatCode=\"mm/yy\"/>\
        <numFmt numFmtId=\"174\" formatCode=\"0&quot; marks&quot;\"/><numFmt numFmtId=\"175\" formatCode=\"[$-F800]dddd, mmmm dd, yyyy\"/></numFmts>\
        <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf numFmtId=\"173\"/>\
        <xf numFmtId=\"174\"/><xf numFmtId=\"175\"/><xf numFmtId=\"9\"/><xf numFmtId=\"20\"/><xf numFmtId=\"46\"/><xf numFmtId=\"49\"/></cellXfs></styleSheet>";
    let cells = [
        (0, "n", "26", "26"),
        (0, "n", "26.0", "26"),
        (0, "n", "26.499999999999996", "26.5"),
        (0, "n", "0.30000000000000004", "0.3"),
        (0, "n", "123456789012345", "123456789012345"),
        (0, "n", "1.2345678901234501E+16", "1.23456789012345E+16"),
        (0, "n", "-3", "-3"),
        (0, "n", "1E-3", "0.001"),
        (11, "n", "42", "42"),
        (1, "n", "35186", "1996-05-01"),
        (3, "n", "35186", "1996-05-01"),
        (7, "n", "35186", "1996-05-01"),
        (5, "n", "35186", "1996-05"),
        (1, "n", "35186.75", "1996-05-01T18:00:00"),
        (1, "n", "59", "1900-02-28"),
        (1, "n", "60", "1900-02-29"),
        (1, "n", "61", "1900-03-01"),
        (1, "n", "-1", "-1"),
        (9, "n", "0.5", "12:00:00"),
        (10, "n", "1.5", "36:00"),
        (2, "n", "42", "00042"),
        (4, "n", "42", "A-000-42"),
        (4, "n", "1234567", "A-12345-67"),
        (6, "n", "26", "26"),
        (8, "n", "0.65", "65%"),
        (8, "n", "0.285", "28.5%"),
        (0, "b", "1", "TRUE"),
        (0, "b", "0", "FALSE"),
        (0, "e", "#N/A", "#N/A"),
        (0, "e", "#SPILL!", "#SPILL!"),
        (0, "d", "1996-05-01", "1996-05-01"),
        (0, "d", "1996-05-01T00:00:00Z", "1996-05-01"),
        (0, "d", "1996-05-01T23:00:00Z", "1996-05-01T23:00:00Z"),
        (0, "str", "a_x000D_&#10;b &lt;c", "a b <c"),
        (0, "str", "_x0041_x_xyz", "Ax_xyz"),
    ];
    let rows = |kind: fn(&(i32, &str, &str, &str)) -> String| cells.iter().map(kind).collect::<String>();
    let sheet = rows(|(style, kind, value, _)| format!("<row><c s=\"{style}\" t=\"{kind}\"><v>{value}</v></c></row>"));
    let expected = rows(|(.., expected)| format!("{expected}\n"));
    let (text, found) = read(&xlsx(&sheet, styles, ""), None).unwrap();
    assert_eq!(text, expected);
    assert_eq!((found.format, found.name.as_str()), (Format::Xlsx, "A & B"));
    let day = "<row><c s=\"1\"><v>33724</v></c></row>";
    assert_eq!(read(&xlsx(day, styles, "date1904=\"1\""), None).unwrap().0, "1996-05-01\n");
}

#[test]
fn cells_of_an_ods_are_what_their_author_sees() {
    let cells = [
        ("office:value-type=\"float\" office:value=\"26\"", "26", "26"),
        ("office:value-type=\"float\" office:value=\"26.5\"", "26,5", "26.5"),
        ("office:value-type=\"float\" office:value=\"42\"", "00042", "00042"),
        ("office:value-type=\"float\" office:value=\"42\"", "A-00042", "A-00042"),
        ("office:value-type=\"float\" office:value=\"0\"", "0,00", "0"),
        ("office:value-type=\"float\" office:value=\"1234\"", "1.234", "1234"),
        ("office:value-type=\"percentage\" office:value=\"0.65\"", "65 %", "65%"),
        ("office:value-type=\"currency\" office:value=\"26\"", "26,00 €", "26"),
        ("office:value-type=\"date\" office:date-value=\"1996-05-01\"", "01.05.96", "1996-05-01"),
        ("office:value-type=\"date\" office:date-value=\"1996-05-01\"", "", "1996-05-01"),
        ("office:value-type=\"date\" office:date-value=\"1996-05-01\"", "平成8年5月1日", "1996-05-01"),
        ("office:value-type=\"date\" office:date-value=\"1996-05-01\"", "05/96", "1996-05"),
        ("office:value-type=\"date\" office:date-value=\"2026-05-17\"", "17. Mai", "--05-17"),
        ("office:value-type=\"date\" office:date-value=\"1996-05-01T18:00:00\"", "01.05.1996", "1996-05-01T18:00:00"),
        ("office:value-type=\"boolean\" office:boolean-value=\"true\"", "WAHR", "TRUE"),
        (
            "office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\" table:formula=\"of:=NA()\"",
            "#NV",
            "#NV",
        ),
        ("office:value-type=\"float\" office:value=\"0\" table:formula=\"of:=X\"", "Err:508", "Err:508"),
        ("office:value-type=\"string\"", "a<text:s text:c=\"2\"/>b<text:line-break/>c</text:p><text:p>d", "a  b c d"),
        (
            "office:value-type=\"string\"",
            "a</text:p><office:annotation><text:p>said</text:p></office:annotation><text:p>",
            "a",
        ),
        (
            "office:value-type=\"string\"",
            "<text:ruby><text:ruby-base>葛城</text:ruby-base><text:ruby-text>かつらぎ</text:ruby-text></text:ruby>",
            "葛城",
        ),
    ];
    let rows: Vec<_> = cells
        .iter()
        .map(|(value, text, _)| {
            format!("<table:table-row><table:table-cell {value}><text:p>{text}</text:p></table:table-cell></table:table-row>")
        })
        .collect();
    let rows = rows.concat();
    let expected: Vec<_> = cells.iter().map(|(.., expected)| format!("{expected}\n")).collect();
    let (text, sheet) = read(&ods(&format!("<table:table table:name=\"T\">{rows}</table:table>")), None).unwrap();
    assert_eq!(text, expected.concat());
    assert_eq!(sheet.format, Format::Ods);
}

#[test]
fn rows_have_the_numbers_that_people_see() {
    let sheet = "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><r><t>ti</t></r><r><t>tle</t></r><rPh><t>no</t></rPh></is></c></row>\
        <row r=\"3\"><c r=\"A3\" s=\"0\"/><c r=\"KK3\" s=\"0\"/></row>\
        <row r=\"5\" hidden=\"1\"><c r=\"A5\" t=\"str\"><v>x, &quot;y&quot;&#10;z</v></c><c r=\"C5\"><v>1</v></c><c r=\"D5\" t=\"str\"><v> </v></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\"><v>2</v></c></row>";
    let (text, found) = read(&xlsx(sheet, "<styleSheet/>", ""), None).unwrap();
    assert_eq!(text.lines().take(5).collect::<Vec<_>>(), ["", ",title", "", "", "\"x, \"\"y\"\" z\",,1"]);
    assert_eq!((text.lines().count(), text.lines().last(), found.hidden_rows), (1_048_576, Some("2"), 1));

    let filled = text_cell("a");
    let tables = format!(
        "<table:table table:name=\"T\"><table:table-header-rows><table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>{filled}<table:table-cell table:number-columns-repeated=\"16381\"/>\
         </table:table-row></table:table-header-rows><table:table-row table:visibility=\"filter\" table:number-rows-repeated=\"2\">\
         <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048569\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"9\"><table:table-cell/></table:table-row></table:table>"
    );
    let (text, found) = read(&ods(&tables), None).unwrap();
    assert_eq!((text.as_str(), found.hidden_rows), ("\n\n\n,,a\n1,1\n1,1\n", 2));
}

#[test]
fn the_first_sheet_with_a_header_that_is_to_be_seen_is_taken() {
    let mut workbook = Workbook::new();
    let names = ["Hidden", "Read me", "Results", "Later"];
    for (name, cells) in names.iter().zip([
        ["family_name", "marks"],
        ["family_name", "what it is"],
        ["family_name", "marks"],
        ["family_name", "marks"],
    ]) {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        sheet.write_row(3, 0, cells).unwrap();
        sheet.write(4, 0, *name).unwrap();
        sheet.protect_with_password("x");
    }
    workbook.worksheet_from_index(0).unwrap().set_hidden(true);
    workbook.worksheet_from_index(2).unwrap().set_active(true);
    let mut bytes = workbook.save_to_buffer().unwrap();
    let (text, sheet) = read(&bytes, None).unwrap();
    assert_eq!(text, "\n\n\nfamily_name,marks\nResults\n");
    assert_eq!((sheet.name.as_str(), sheet.others.join(" ").as_str()), ("Results", "Hidden Read me Later"));
    for name in ["Hidden", " hidden ", "Later"] {
        assert!(read(&bytes, Some(name)).unwrap().0.to_lowercase().contains(&name.trim().to_lowercase()), "{name}");
    }
    let error = read(&bytes, Some("Result")).unwrap_err();
    assert_eq!(error.code, "unknown_sheet");
    assert!(error.detail.contains("`Results`, `Later`"), "{error}");
    let hidden = format!(
        "<table:table table:name=\"H\" table:style-name=\"ta2\"><table:table-row>{0}{0}</table:table-row></table:table>",
        text_cell("marks")
    );
    let seen = hidden.replace(" table:style-name=\"ta2\"", "").replace('H', "S").replace("marks", "reference");
    bytes = ods(&format!("{hidden}{seen}"));
    assert_eq!(read(&bytes, None).unwrap().0, "reference,reference\n");
    assert_eq!(read(&bytes, Some("H")).unwrap().0, "marks,marks\n");
    assert_eq!(read(&ods(&hidden), None).unwrap_err().code, "unknown_sheet");
}

#[test]
fn what_libreoffice_writes_is_read_from_either_kind() {
    // LibreOffice 7.4 made both of the same sheets; in the .xlsx it shows the first, which is hidden in the .ods.
    let expected = "Ergebnisse\n\nreference,family_name,birth_date,marks\n\
        00042,\"Müller  &  Söhne \"\"GmbH\"\"\",1996-05-01,26.5\n00043,ADA,1996-05,65%\n\n\n\
        123456789012345,#N/A,1996-05-01T18:00:00,1\n";
    for bytes in [
        &include_bytes!("../../../tests/samples/workbook.ods")[..],
        include_bytes!("../../../tests/samples/workbook.xlsx"),
    ] {
        let (text, sheet) = read(bytes, Some("Juni & Juli")).unwrap();
        assert_eq!(text, expected);
        assert_eq!(
            (sheet.name.as_str(), sheet.others.join(", ").as_str(), sheet.hidden_rows),
            ("Juni & Juli", "Alt, Lies mich", 1)
        );
    }
}

#[test]
fn what_another_program_writes_is_read_as_another_reader_reads_it() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = CellFormat::new().set_num_format("dd.mm.yyyy");
    for row in 0..50 {
        sheet.write(row, 0, format!("Müller {row}")).unwrap();
        sheet.write(row, 1, f64::from(row) / 8.0).unwrap();
        sheet
            .write_with_format(
                row,
                2,
                ExcelDateTime::from_ymd(1990, 1, 1 + u8::try_from(row % 28).unwrap()).unwrap(),
                &day,
            )
            .unwrap();
        sheet.write(row, 3, Formula::new("A1").set_result("kept")).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let mut other: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(&bytes)).unwrap();
    let range = calamine::Reader::worksheet_range(&mut other, "Sheet1").unwrap();
    let text = |cell: &calamine::Data| match cell {
        calamine::Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    let expected: String = range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>().join(",") + "\n").collect();
    assert_eq!(read(&bytes, None).unwrap().0, expected);
}

#[test]
fn a_format_says_no_more_than_can_be_entered() {
    let formats =
        [("170", "0".repeat(300_000)), ("171", "[$-407]General".to_owned()), ("172", "[Red]general".to_owned())];
    let own = formats.map(|(id, code)| format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")).concat();
    let many = "<xf numFmtId=\"170\"/>".repeat(5000);
    let styles = format!(
        "<styleSheet><numFmts>{own}</numFmts><cellXfs>{many}<xf numFmtId=\"171\"/><xf numFmtId=\"172\"/></cellXfs></styleSheet>"
    );
    for style in [0, 4999, 5000, 5001] {
        let cell = format!("<row r=\"1\"><c s=\"{style}\"><v>31</v></c></row>");
        assert_eq!(read(&xlsx(&cell, &styles, ""), None).unwrap().0, "31\n", "{style}");
    }
}

#[test]
fn a_month_is_no_day() {
    for (shown, expected) in [
        ("01/2026", "2026-01"),
        ("1/26", "2026-01"),
        ("January 2026", "2026-01"),
        ("01/01/2026", "2026-01-01"),
        ("1 January 2026", "2026-01-01"),
    ] {
        let cell = format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-01-01\"><text:p>{shown}</text:p></table:table-cell>"
        );
        let table = format!("<table:table table:name=\"T\"><table:table-row>{cell}</table:table-row></table:table>");
        assert_eq!(read(&ods(&table), None).unwrap().0, format!("{expected}\n"), "{shown}");
    }
}
