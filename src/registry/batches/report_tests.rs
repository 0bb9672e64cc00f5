use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A file as a spreadsheet writes it.
fn file(rows: &[Vec<String>], shape: Shape) -> Vec<u8> {
    let mut table = tabular::Writer::shaped(Vec::new(), shape).unwrap();
    let header = ["Referenz", "Nachname", "birth_date", "Prüfung", "sat_on", "Punkte"];
    table.write_row(header).unwrap();
    for row in rows {
        table.write_row(row.iter().map(String::as_str)).unwrap();
    }
    table.into_inner().unwrap()
}

fn in_utf8(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut text = Vec::new();
    assert!(encoding.convert(bytes, &mut text).unwrap());
    text
}

/// The cells of a row, and what is wrong with the row as a whole.
type ScannedRow = (Vec<String>, Option<&'static str>);

/// The columns, the cells of all rows and what is in doubt about them, and how the file is written down.
fn scanned(text: &[u8]) -> (Vec<String>, Vec<ScannedRow>, Shape) {
    let mut scanner = Scanner::open(Format::Csv, text).unwrap();
    let shape = scanner.shape().unwrap();
    let mut rows = Vec::new();
    while let Some(raw) = scanner.next_row().unwrap() {
        let cells = scanner.layout().cells(&raw);
        let cells = cells.iter().map(|cell| tabular::unguard(cell, shape.separator).into_owned()).collect();
        let error = scanner.layout().interpret(&raw).errors.into_iter().find(|error| error.pointer.is_empty());
        rows.push((cells, error.map(|error| error.code)));
    }
    (scanner.layout().columns().to_vec(), rows, shape)
}

fn reported(text: &[u8], encoding: Encoding) -> Vec<u8> {
    let mut scanner = Scanner::open(Format::Csv, text).unwrap();
    let columns = scanner.layout().columns().to_vec();
    let byte_order_mark = encoding.has_byte_order_mark();
    let shape = Shape { encoding, byte_order_mark, ..scanner.shape().unwrap() };
    let kinds = scanner.layout().kinds();
    let mut table = ReportTable::begin(Vec::new(), (Format::Csv, ""), shape, &columns, &kinds).unwrap();
    while let Some(raw) = scanner.next_row().unwrap() {
        let words = ["7", "invalid", "", "marks: is wrong; put it right, \"please\" | =1", "put it right", ""];
        table.row(&words.map(str::to_owned), scanner.layout(), &raw).unwrap();
    }
    table.table.finish().unwrap()
}

proptest! {
    #[test]
    fn a_report_that_is_read_again_has_the_cells_of_its_file(
        rows in proptest::collection::vec(
            proptest::collection::vec("[a-zäöü0-9 ,;\"'=\t\r\n.-]{0,10}", 6), 1..8
        ),
        separator in proptest::sample::select(&b",;\t"[..]),
        line_end in proptest::sample::select(&[LineEnd::CrLf, LineEnd::Lf, LineEnd::Cr][..]),
        encoding in proptest::sample::select(
            &[Encoding::Utf8, Encoding::Utf16LittleEndian, Encoding::Utf16BigEndian][..]
        ),
        names_separator in any::<bool>(),
    ) {
        prop_assume!(rows.iter().all(|row| !row.concat().trim().is_empty()));
        let shape = Shape { encoding, byte_order_mark: true, separator, line_end, names_separator };
        let text = in_utf8(&file(&rows, shape), encoding);
        let report = reported(&text, encoding);
        let again = in_utf8(&report, encoding);
        prop_assert_eq!(scanned(&again), scanned(&text));
        // Nor does it change any more.
        prop_assert_eq!(reported(&again, encoding), report);
    }
}

#[test]
fn what_is_in_doubt_stays_so() {
    let header = "reference;family_name;birth_date;qualification;sat_on;marks\r\n";
    let mut text = String::new();
    for (rows, code) in [
        ("1;\"Smith\"son;1990-01-01;foundation;2015-06-01;30\r\n", Some("misplaced_quote")),
        ("1;A;1990-01-01;foundation;2015-06-01;30\r\n2;B;1990-01-01;foundation;2015-06-01", Some("too_few_cells")),
        ("1;A;1990-01-01;foundation;2015-06-01;30;more\r\n", Some("too_many_cells")),
        ("1;\"A;\nB\";1990-01-01;foundation;2015-06-01;30\r\n", Some("line_break")),
        ("1;\"A;1990\n2;B\"\r\n", Some("too_few_cells")),
        ("1;A;1990-01-01;foundation\r\n", None),
    ] {
        text.clear();
        write!(text, "{header}{rows}").unwrap();
        let (_, found, _) = scanned(text.as_bytes());
        assert_eq!(found.last().unwrap().1, code, "{rows}");
        let report = reported(text.as_bytes(), Encoding::Utf8);
        assert_eq!(scanned(&report).1, found, "{}", String::from_utf8_lossy(&report));
    }
}
