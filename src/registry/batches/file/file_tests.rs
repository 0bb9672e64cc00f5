//! Whole files: the samples, and those that cannot be taken.

use serde_json::{Map, Value, json};

use super::fields::Content;
use super::*;
use crate::tabular::{LONGEST_ROW, MOST_COLUMNS};

/// The file's rows as they are interpreted, or why it cannot be taken.
fn read(format: Format, bytes: impl AsRef<[u8]>) -> Result<Vec<Row>, FileError> {
    let mut scanner = Scanner::open(format, bytes.as_ref())?;
    let mut rows = Vec::new();
    while let Some(raw) = scanner.next_row()? {
        rows.push(scanner.layout().interpret(&raw));
    }
    Ok(rows)
}

fn sample(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    std::fs::read(path).unwrap()
}

/// Reference, pointer and code of everything that is wrong.
fn mistakes(rows: &[Row]) -> Vec<(String, String, &'static str)> {
    let of_row = |row: &Row| {
        let reference = row.reference.clone().unwrap_or_default();
        row.errors.iter().map(|error| (reference.clone(), error.pointer.clone(), error.code)).collect::<Vec<_>>()
    };
    rows.iter().flat_map(of_row).collect()
}

#[test]
fn the_samples_have_exactly_the_mistakes_that_reading_can_know() {
    let name = |reference: &str| (reference.to_owned(), "/candidate/family_name".to_owned(), "required");
    let country = |reference: &str| (reference.to_owned(), "/candidate/country".to_owned(), "unknown_country");
    let marks = |reference: &str| (reference.to_owned(), "/result/marks".to_owned(), "wrong_type");
    // The other invalid rows have an unknown qualification or impossible marks, which the scheme knows.
    let rows = read(Format::Csv, sample("results-a.csv")).unwrap();
    assert_eq!(rows.len(), 400);
    assert_eq!(
        mistakes(&rows),
        [
            marks("R01-00050"),
            country("R01-00147"),
            marks("R01-00246"),
            name("R01-00291"),
            country("R01-00296"),
            country("R01-00390"),
            name("R01-00393"),
        ]
    );
    let rows = read(Format::Csv, sample("results-b-spreadsheet.csv")).unwrap();
    assert_eq!(rows.len(), 300);
    assert_eq!(
        mistakes(&rows),
        [
            name("R02-00006"),
            name("R02-00019"),
            marks("R02-00059"),
            name("R02-00079"),
            country("R02-00092"),
            name("R02-00110"),
            name("R02-00117"),
            name("R02-00165"),
            ("R02-00229".to_owned(), "/result/sat_on".to_owned(), "invalid_date"),
            country("R02-00249"),
        ]
    );
}

#[test]
fn a_sample_row_is_read_in_full() {
    let rows = read(Format::Csv, sample("results-a.csv")).unwrap();
    let row = &rows[35];
    assert_eq!((row.line, row.reference.as_deref(), row.errors.len()), (37, Some("R01-00036"), 0));
    let draft = &row.draft;
    assert_eq!(draft.family_name.as_ref().unwrap().as_str(), "Mehigan");
    assert_eq!(draft.listed, Some(true));
    assert_eq!((draft.marks, draft.qualification.as_deref()), (Some(25), Some("auditor")));
    let places: Vec<_> = draft.claims.iter().map(|claim| claim.place.as_str()).collect();
    assert_eq!(places, ["/course_attendances/0", "/audit_experience/0"]);
    let said = format!("{:?}", draft.claims[1].claim);
    assert!(said.contains("Lowney, McCrea and Tutty") && said.contains("it_environment: true"), "{said}");
    assert_eq!(rows[5].draft.question_marks.as_deref(), Some(&[14, 12, 11, 15][..]));
}

/// A CSV file as a script would send it: nested, typed, without what is empty.
fn as_ndjson(csv_file: &[u8], delimiter: u8) -> String {
    let bytes = csv_file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(csv_file);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let mut text = String::new();
    for record in reader.records() {
        let mut object = json!({});
        for (column, cell) in header.iter().zip(record.unwrap().iter()).filter(|(_, cell)| !cell.trim().is_empty()) {
            let Some(Content::Field(field)) = Content::of_column(column) else { panic!("{column}") };
            let pointer = field.pointer();
            insert(&mut object, &pointer, typed(column, cell));
        }
        text.push_str(&object.to_string());
        text.push('\n');
    }
    text
}

fn typed(column: &str, cell: &str) -> Value {
    let number = |text: &str| text.parse::<i64>().map_or_else(|_| json!(text), Value::from);
    match column {
        "listed" => json!(cell == "yes"),
        "marks" => number(cell),
        "question_marks" => cell.split('+').map(number).collect(),
        _ => json!(cell),
    }
}

fn insert(object: &mut Value, pointer: &str, value: Value) {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let mut place = object;
    for token in tokens {
        if token == "0" {
            if !place.is_array() {
                *place = json!([{}]);
            }
            place = &mut place[0];
        } else {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[token];
        }
    }
    *place = value;
}

#[test]
fn the_samples_as_ndjson_say_the_same() {
    for (name, delimiter) in [("results-a.csv", b','), ("results-b-spreadsheet.csv", b';')] {
        let file = sample(name);
        let rows = read(Format::Csv, &file).unwrap();
        let objects = read(Format::Ndjson, as_ndjson(&file, delimiter)).unwrap();
        assert_eq!(rows.len(), objects.len());
        for (row, object) in rows.iter().zip(&objects) {
            assert_eq!(format!("{:?}", row.draft), format!("{:?}", object.draft));
        }
        assert_eq!(mistakes(&rows), mistakes(&objects));
    }
}

const HEADER: &str = "reference,family_name,birth_date,qualification,sat_on,marks";
const ROW: &str = "A-1,Gaillard,1996-05-01,foundation,2024-05-17,31";
const OBJECT: &str = r#"{"reference":"A-1","candidate":{"family_name":"Gaillard","birth_date":"1996-05-01"},"result":{"qualification":"foundation","sat_on":"2024-05-17","marks":31}}"#;

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF).into_iter();
    mark.chain(text.encode_utf16()).flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect()
}

/// That a file is refused: with this code, on this line, in these words.
fn refuses(format: Format, file: impl AsRef<[u8]>, code: &str, line: Option<u64>, words: &str) {
    let error = read(format, file).expect_err(words);
    assert_eq!((error.code, error.line), (code, line), "{error}");
    assert!(error.detail.contains(words), "{words} / {error}");
}

#[test]
fn files_without_rows_are_refused() {
    for format in Format::TEXTS {
        refuses(format, "", "empty_file", None, "is empty");
        refuses(format, " \r\n\n \t ", "empty_file", None, "nothing but white space");
        refuses(format, "\u{FEFF}", "empty_file", None, "nothing but white space");
    }
    for end in ["", "\n", "\r\n\r\n", "\n,,,,,\n", "\n  \n"] {
        refuses(Format::Csv, format!("{HEADER}{end}"), "no_rows", None, "at least one row");
    }
    refuses(Format::Csv, "# only\n# comments\n", "no_header", None, "name the columns");
}

#[test]
fn other_encodings_are_refused_with_the_remedy() {
    let file = format!("{HEADER}\n{ROW}\n");
    for (big, mark) in [(false, true), (true, true), (false, false), (true, false)] {
        refuses(Format::Csv, utf16(&file, big, mark), "wrong_encoding", None, "CSV UTF-8");
        refuses(Format::Ndjson, utf16(OBJECT, big, mark), "wrong_encoding", None, "in UTF-8");
    }
    let file = format!("{HEADER}\n{ROW}\n{}\n", ROW.replace("Gaillard", "Müller"));
    refuses(
        Format::Csv,
        latin(&file),
        "wrong_encoding",
        Some(3),
        "has the byte 0xFC at position 6; the file is likely",
    );
    refuses(Format::Csv, latin(&file), "wrong_encoding", Some(3), "ISO-8859-1 or Windows-1252");
    let quoted = latin(&file.replace('ü', "\u{92}"));
    refuses(Format::Csv, quoted, "wrong_encoding", Some(3), "in Windows-1252");
    let cyrillic = latin(&file.replace("Müller", "\u{D1}\u{F2}\u{E5}\u{EF}\u{E0}\u{ED}"));
    refuses(Format::Csv, cyrillic, "wrong_encoding", Some(3), "another script");
    let object = latin(&format!("{OBJECT}\n{}", OBJECT.replace("Gaillard", "Müller")));
    refuses(Format::Ndjson, object, "wrong_encoding", Some(2), "UTF-8");
    let cut = format!("{HEADER}\n{ROW}\nA-2,M\u{fc}");
    refuses(Format::Csv, &cut.as_bytes()[..cut.len() - 1], "wrong_encoding", Some(3), "cut off");
    refuses(Format::Csv, format!("{HEADER}\n{ROW}\nA-2\0,x"), "nul_byte", Some(3), "position 4");
    refuses(Format::Ndjson, format!("{OBJECT}\n\0"), "nul_byte", Some(2), "position 1");
}

#[test]
fn other_kinds_of_file_are_refused_with_the_remedy() {
    for (bytes, words) in [
        (&b"PK\x03\x04\x14\0\x06\0"[..], ".xlsx"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ".xls"),
        (b"\x1F\x8B\x08\0", "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\xEF\xBB\xBF\r\n <html>", "HTML"),
        (b"<?xml version=\"1.0\"?>", "XML"),
    ] {
        for format in Format::TEXTS {
            refuses(format, bytes, "wrong_file_type", None, words);
        }
    }
    let array = format!("[\n{OBJECT},\n{OBJECT}\n]");
    refuses(Format::Ndjson, &array, "wrong_file_type", None, "jq -c '.[]'");
    refuses(Format::Ndjson, format!("[{OBJECT}]"), "wrong_file_type", None, "JSON array");
    refuses(Format::Csv, &array, "wrong_file_type", None, "is JSON, not CSV");
    refuses(Format::Csv, format!("\u{FEFF} {OBJECT}"), "wrong_file_type", None, "application/x-ndjson");
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(OBJECT).unwrap()).unwrap();
    refuses(Format::Ndjson, &pretty, "wrong_file_type", Some(1), "over several lines");
    let half_pretty = OBJECT.replace("},", "},\n");
    refuses(Format::Ndjson, half_pretty, "wrong_file_type", Some(1), "over several lines");
    for delimiter in [",", ";", "\t"] {
        let file = format!("\n{HEADER}\n{ROW}").replace(',', delimiter);
        refuses(Format::Ndjson, file, "wrong_file_type", Some(2), "text/csv");
    }
    refuses(Format::Ndjson, "reference\nA-1\n", "wrong_file_type", Some(1), "no JSON object");
    refuses(Format::Ndjson, "\"text\"\n", "wrong_file_type", Some(1), "no JSON object");
}

#[test]
fn a_quote_that_is_never_closed_is_found_wherever_it_is() {
    let unclosed = ROW.replace("Gaillard", "\"Gaillard");
    let quoted = ROW.replace("Gaillard", "\"Smith, Jane\"");
    let many = format!("{ROW}\n").repeat(3000);
    for (rows, line) in [
        (unclosed.clone(), 2),
        (format!("{unclosed}\n"), 2),
        (format!("{ROW}\r\n{ROW}\r\n{unclosed}\r\n"), 4),
        (format!("{ROW}\n{unclosed}\n{ROW}\n{ROW}"), 3),
        (format!("{ROW}\n{ROW},\""), 3),
        // The next quotation mark is not the end of it, whatever a forgiving reader makes of it.
        (format!("{unclosed}\n{ROW}\n{quoted}\n{ROW}\n"), 2),
        (format!("{unclosed}\n{ROW}\n{}\n{ROW}", ROW.replace("31", "\"31\"")), 2),
        (format!("{unclosed}\n{}\n{ROW}", ROW.replace("31", "\"\"")), 2),
        (format!("{quoted}\n{unclosed}\n{many}"), 3),
        (format!("{many}{unclosed}\n{many}"), 3002),
        (format!("{ROW}\nA-2,\"Smith \"\"Jane\"\",1996-05-01\n{ROW}"), 3),
    ] {
        refuses(Format::Csv, format!("{HEADER}\n{rows}"), "unclosed_quote", Some(line), "never closed");
    }
    refuses(Format::Csv, format!("\"{HEADER}\n{ROW}\n{ROW}"), "unclosed_quote", Some(1), "never closed");
}

#[test]
fn what_is_too_large_is_refused_early() {
    let long = "x".repeat(LONGEST_ROW);
    refuses(Format::Csv, format!("{HEADER}\n{ROW}\n{long}"), "row_too_long", Some(3), "64 KiB");
    refuses(Format::Ndjson, format!("{OBJECT}\n{{\"a\":\"{long}\"}}"), "row_too_long", Some(2), "64 KiB");
    refuses(Format::Csv, &long, "row_too_long", Some(1), "64 KiB");
    let columns = "marks,".repeat(1_000_000);
    refuses(Format::Csv, format!("{columns}\n{ROW}"), "too_many_columns", Some(1), "200");
    let columns = format!("{HEADER}{}", ",".repeat(MOST_COLUMNS));
    refuses(Format::Csv, format!("{columns}\n{ROW}"), "too_many_columns", Some(1), "200");
}

#[test]
fn headers_are_refused_with_all_that_is_wrong() {
    let csv = |header: &str| format!("{header}\n{ROW}");
    refuses(Format::Csv, csv(ROW), "no_header", Some(1), "one of the first rows must name the columns");
    refuses(Format::Csv, csv("a;b;c"), "no_header", Some(1), "touchstone template csv");
    refuses(Format::Csv, csv("line,reasons"), "no_header", Some(1), "no column that is known");
    let header = "referense,family_name,birthdaet,qualification,sat_on,colour";
    refuses(Format::Csv, csv(header), "unknown_column", Some(1), "`referense` (did you mean `reference`?)");
    refuses(Format::Csv, csv(header), "unknown_column", Some(1), "`birthdaet` (did you mean `birth_date`?), `colour`;");
    refuses(Format::Csv, csv(header), "unknown_column", Some(1), "lacks the column `family_name` and `birth_date`");
    let header = "marks,Marks,family name,FAMILY-NAME,birth_date,qualification,sat_on";
    refuses(Format::Csv, csv(header), "duplicate_column", Some(1), "`Marks`, `FAMILY-NAME`");
    let header = "Nachname,Surname,birth_date,qualification,sat_on,marks";
    let words = "`Surname` (`family_name`) beside `Nachname` (`family_name`)";
    refuses(Format::Csv, csv(header), "duplicate_column", Some(1), words);
    let header = "Name,birth_date,qualification,sat_on,marks,reference";
    refuses(Format::Csv, csv(header), "unknown_column", Some(1), "`Name`");
    refuses(Format::Csv, csv("family_name,birth_date"), "missing_column", Some(1), "`qualification`, `sat_on`");
    refuses(Format::Csv, csv("family_name,sat_on,qualification"), "missing_column", Some(1), "or `candidate_number`");
    let whole = format!("\"{HEADER}\"\n\"{ROW}\"");
    refuses(Format::Csv, whole, "no_header", Some(1), "in quotation marks as a whole");
    refuses(Format::Csv, HEADER.replace(',', "|"), "no_header", Some(1), "commas, semicolons or tabs");
    assert!(read(Format::Csv, "candidate_number,sat_on,qualification\n4J7RT-9WQ2C,2024-05-17,foundation").is_ok());
}
