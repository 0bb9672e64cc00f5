//! Random files: nothing panics, and what is written comes back.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;

/// Reads a file in every way there is; that it ends is the test.
fn exercise(format: Format, bytes: &[u8]) {
    let Ok(mut scanner) = Scanner::open(format, bytes) else { return };
    while let Ok(Some(raw)) = scanner.next_row() {
        let row = scanner.layout().interpret(&raw);
        assert_eq!(row.line, raw.line);
        for error in &row.errors {
            let _ = scanner.layout().place_of(&error.pointer);
            assert!(!error.detail.is_empty());
        }
        assert!(scanner.layout().cells(&raw).len() >= scanner.layout().columns().len());
        let mut spooled = Vec::new();
        raw.write(&mut spooled);
        assert_eq!(RawRow::from_bytes(&spooled), Some(raw));
    }
}

const HEADER: &str = "reference,family_name,birth_date,qualification,sat_on,marks";

/// Cells with what is special to CSV, to spreadsheets and to Unicode.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "[\",;\t\r\n'=a ]{0,8}", "\\PC{0,6}", Just(String::new())]
}

proptest! {
    #[test]
    fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for format in Format::TEXTS {
            exercise(format, &bytes);
        }
    }

    #[test]
    fn any_bytes_below_a_header_come_to_an_end(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), proptest::sample::select(&b"\",;\r\n\t#' 2"[..])], 0..600)
    ) {
        exercise(Format::Csv, &[HEADER.as_bytes(), b"\n", &bytes].concat());
    }

    #[test]
    fn any_text_like_json_comes_to_an_end(
        lines in proptest::collection::vec(
            r#"\{("(candidate|result|reference|course_attendances)":[\[\]{}0-9a",:]{0,12},?){0,3}\}?"#, 0..8
        )
    ) {
        exercise(Format::Ndjson, lines.join("\n").as_bytes());
    }

    #[test]
    fn what_is_written_comes_back(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 6), 1..20),
        delimiter in proptest::sample::select(&b",;\t"[..]),
        crlf in any::<bool>(),
        always_quote in any::<bool>(),
        mark in any::<bool>(),
    ) {
        // Rows of blanks are no rows, and NUL is no text.
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| row.into_iter().map(|cell| cell.replace('\0', "")).collect::<Vec<_>>())
            .filter(|row| !row.concat().trim().is_empty())
            .collect();
        prop_assume!(!rows.is_empty());
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .quote_style(if always_quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .from_writer(if mark { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() });
        writer.write_record(HEADER.split(',')).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let file = writer.into_inner().unwrap();
        let mut scanner = Scanner::open(Format::Csv, &file[..]).unwrap();
        let mut line = 2;
        for row in &rows {
            let raw = scanner.next_row().unwrap().unwrap();
            prop_assert_eq!(raw.line, line);
            prop_assert_eq!(&raw.cells().collect::<Vec<_>>(), row);
            prop_assert_eq!(scanner.layout().cells(&raw), row.iter().map(Cow::from).collect::<Vec<_>>());
            line += u64::from(raw.lines);
        }
        prop_assert!(scanner.next_row().unwrap().is_none());
        exercise(Format::Csv, &file);
    }

    #[test]
    fn every_line_end_is_the_same(
        words in proptest::collection::vec("[a-zé]{1,5}", 1..20),
        end in proptest::sample::select(&["\n", "\r\n", "\r"][..]),
    ) {
        let rows: Vec<_> = words.iter().map(|word| format!("{word},{word},1990-01-01,{word},2024-01-01,7{end}")).collect();
        let rows = rows.concat();
        let file = format!("{HEADER}{end}{rows}");
        let mut scanner = Scanner::open(Format::Csv, file.as_bytes()).unwrap();
        for (line, word) in (2..).zip(&words) {
            let row = scanner.next_row().unwrap().map(|raw| scanner.layout().interpret(&raw)).unwrap();
            prop_assert_eq!((row.line, row.errors.len(), row.reference.as_ref()), (line, 0, Some(word)));
        }
        prop_assert!(scanner.next_row().unwrap().is_none());
    }
}
