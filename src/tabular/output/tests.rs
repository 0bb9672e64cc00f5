use std::io::Cursor;

use calamine::{Data, Range, Reader};

use super::*;

fn head() -> Vec<Heading> {
    let heading = |name: &str, kind| Heading { name: name.to_owned(), kind };
    vec![heading("name", Kind::Text), heading("marks", Kind::Number), heading("sat_on", Kind::Day)]
}

fn cells<'a>(texts: &[&'a str; 3]) -> Vec<Cell<'a>> {
    head().iter().zip(texts).map(|(heading, text)| Cell::new(heading.kind, (*text).into())).collect()
}

fn written(format: Format, rows: &[[&str; 3]]) -> Vec<u8> {
    let wanted = Wanted { format, separator: b';', name: "results", is_continued: false };
    let mut sheet = TableWriter::begin(Vec::new(), wanted, head()).unwrap();
    for row in rows {
        sheet.write_row(&cells(row)).unwrap();
    }
    sheet.finish().unwrap()
}

fn read(format: Format, book: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let book = Cursor::new(book);
    match format {
        Format::Xlsx => calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(book).unwrap().worksheets(),
        _ => calamine::open_workbook_from_rs::<calamine::Ods<_>, _>(book).unwrap().worksheets(),
    }
}

#[test]
fn cells_have_the_types_of_their_columns_where_they_are_written_exactly_so() {
    for format in [Format::Xlsx, Format::Ods] {
        let rows = [
            ["=1+1", "31", "2024-05-17"],
            ["00042", "031", "17.05.2024"],
            ["", "", ""],
            ["<a & \"b\">", "-5", "1900-01-01"],
            ["123456789012345678", "1234567890123456", "2024-5-17"],
        ];
        let sheets = read(format, written(format, &rows));
        let [(name, range)] = &sheets[..] else { panic!("{sheets:?}") };
        assert_eq!(name, "results");
        let cells: Vec<&[Data]> = range.rows().collect();
        let text = |text: &str| Data::String(text.to_owned());
        assert_eq!(cells[0], [text("name"), text("marks"), text("sat_on")]);
        assert_eq!(cells[1][0], text("=1+1"), "a text is no formula");
        assert_eq!(cells[1][1], Data::Float(31.0));
        let day = |cell: &Data| match cell {
            Data::DateTime(moment) => {
                let (year, month, day, ..) = moment.to_ymd_hms_milli();
                Some(format!("{year:04}-{month:02}-{day:02}"))
            }
            Data::DateTimeIso(day) => Some(day.clone()),
            _ => None,
        };
        assert_eq!(day(&cells[1][2]).as_deref(), Some("2024-05-17"), "{:?}", cells[1][2]);
        assert_eq!(cells[2], [text("00042"), text("031"), text("17.05.2024")]);
        assert_eq!(
            (&cells[4][0], &cells[4][1], &cells[4][2]),
            (&text("<a & \"b\">"), &Data::Float(-5.0), &text("1900-01-01"))
        );
        assert_eq!(cells[5], rows[4].map(text));
    }
}

#[test]
fn a_text_comes_back_as_it_was() {
    for sample in ["two\nlines", " leading", "two  spaces ", "a\tb", "_x0041_ _x", "𠮷 王 Ó", "a\u{b}b"] {
        for format in [Format::Xlsx, Format::Ods] {
            let sheets = read(format, written(format, &[[sample, "", ""]]));
            let found = sheets[0].1.get_value((1, 0)).map(ToString::to_string).unwrap_or_default();
            // How readers of one kind decode what the other cannot write at all is theirs.
            let plain = |text: &str| text.replace(['\u{b}', '\u{FFFD}'], "?").replace("_x000B_", "?");
            assert_eq!(plain(&found), plain(sample), "{format}");
        }
    }
    let long = "ü".repeat(40_000);
    let sheets = read(Format::Xlsx, written(Format::Xlsx, &[[&long, "", ""]]));
    assert_eq!(sheets[0].1.get_value((1, 0)).unwrap().to_string().chars().count(), 32_767);
}

#[test]
fn a_full_sheet_is_followed_by_another() {
    let mut xlsx = Xlsx::with_most_rows(Vec::new(), "results", head(), 3).unwrap();
    let mut ods = Ods::with_most_rows(Vec::new(), "results", head(), 3).unwrap();
    for number in ["1", "2", "3", "4", "5"] {
        xlsx.write_row(&cells(&["x", number, ""])).unwrap();
        ods.write_row(&cells(&["x", number, ""])).unwrap();
    }
    for sheets in [read(Format::Xlsx, xlsx.finish().unwrap()), read(Format::Ods, ods.finish().unwrap())] {
        let shown = |range: &Range<Data>| range.rows().map(|row| row[1].to_string()).collect::<Vec<_>>().join(" ");
        let shown: Vec<_> = sheets.iter().map(|(name, range)| (name.as_str(), shown(range))).collect();
        let expected = [("results", "marks 1 2"), ("results 2", "marks 3 4"), ("results 3", "marks 5")];
        assert_eq!(shown, expected.map(|(name, rows)| (name, rows.to_owned())));
    }
}

#[test]
fn what_is_separated_is_as_it_always_was_and_the_same_is_the_same_bytes() {
    let rows = [["=1;x", "31", "2024-05-17"], ["b", "", ""]];
    let table = String::from_utf8(written(Format::Csv, &rows)).unwrap();
    assert_eq!(table, "\u{feff}name;marks;sat_on\r\n\"'=1;x\";31;2024-05-17\r\nb;;\r\n");
    assert_eq!(written(Format::Xlsx, &rows), written(Format::Xlsx, &rows));
    assert!(written(Format::Ods, &rows)[30..].starts_with(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"));
}

#[test]
fn who_takes_no_more_is_told_once() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in [Format::Xlsx, Format::Ods] {
        let wanted = Wanted { format, separator: b',', name: "results", is_continued: false };
        let mut sheet = TableWriter::begin(Full(2000), wanted, head()).unwrap();
        let varied = |number: u32| format!("{:x}", number.wrapping_mul(2_654_435_761));
        let failed = (0..200_000).find_map(|number| sheet.write_row(&cells(&[&varied(number), "1", ""])).err());
        assert_eq!(failed.map(|error| error.kind()), Some(io::ErrorKind::StorageFull));
        assert!(sheet.finish().is_err(), "what broke off is not whole");
    }
}
