//! A large file made from the rows of a small one.

use std::io::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// Writes a file of `rows` rows into `directory`: those of the sample again and again, each time of other people, with
/// other references. With `confirm_new` every row says that nobody on record is meant, so that nobody who is alike is looked for.
pub fn make(directory: &Path, rows: usize, confirm_new: bool) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/results-a.csv");
    let mut sample = csv::Reader::from_path(sample).unwrap();
    let header = sample.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = sample.records().map(Result::unwrap).collect();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (reference, family_name, email) = (column("reference"), column("family_name"), column("email"));
    let birth_date = column("birth_date");
    let path = directory.join("results.csv");
    let mut writer = csv::Writer::from_path(&path).unwrap();
    let confirmed = |value: &'static str| confirm_new.then_some(value);
    writer.write_record(header.iter().chain(confirmed("confirm_new"))).unwrap();
    for number in 0..rows {
        let (round, record) = (number / records.len(), &records[number % records.len()]);
        let cells = record.iter().enumerate().map(|(place, cell)| match place {
            _ if cell.is_empty() => String::new(),
            _ if place == reference => format!("{cell}-{round}"),
            _ if place == family_name => format!("{cell} {}", letters(round)),
            _ if place == birth_date => earlier(cell, round),
            _ if place == email => format!("{round}.{cell}"),
            _ => cell.to_owned(),
        });
        writer.write_record(cells.chain(confirmed("yes").map(str::to_owned))).unwrap();
    }
    writer.into_inner().unwrap().flush().unwrap();
    path
}

/// The same file as a workbook, with its days and numbers as such, and the texts shared.
pub fn as_workbook(csv: &Path) -> PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("dd\\.mm\\.yyyy");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(csv).unwrap();
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(&record.unwrap()) {
            if cell.len() == 10
                && let Ok(date) = ExcelDateTime::parse_from_str(cell)
            {
                sheet.write_with_format(row, column, date, &day).unwrap();
            } else if cell.len() < 3 && cell.parse::<u8>().is_ok() {
                sheet.write(row, column, cell.parse::<u8>().unwrap()).unwrap();
            } else if !cell.is_empty() {
                sheet.write(row, column, cell).unwrap();
            }
        }
    }
    let path = csv.with_extension("xlsx");
    workbook.save(&path).unwrap();
    path
}

/// A day as many days earlier: who has the same names and birth date but for a letter is hardly another person.
fn earlier(day: &str, days: usize) -> String {
    let day: chrono::NaiveDate = day.parse().unwrap();
    day.checked_sub_days(chrono::Days::new(u64::try_from(days).unwrap())).unwrap().to_string()
}

/// A number in letters, as names have no digits.
fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
        if number == 0 {
            return letters;
        }
    }
}
