//! Workbooks, read back by another hand than ours.

use std::io::{Cursor, Read};

use calamine::{Data, Ods, Reader, Xlsx};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// The sheets of a workbook of either kind, with their names.
pub fn sheets(book: &[u8]) -> Vec<(String, Vec<Vec<Data>>)> {
    let rows = |(name, range): (String, calamine::Range<Data>)| (name, range.rows().map(<[Data]>::to_vec).collect());
    let bytes = Cursor::new(book.to_vec());
    let is_ods = part(book, "mimetype").is_some();
    let all = if is_ods {
        calamine::open_workbook_from_rs::<Ods<_>, _>(bytes).unwrap().worksheets()
    } else {
        calamine::open_workbook_from_rs::<Xlsx<_>, _>(bytes).unwrap().worksheets()
    };
    all.into_iter().map(rows).collect()
}

/// The cells of a sheet as texts: a day as `YYYY-MM-DD`.
pub fn texts(book: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let rows = sheets(book).swap_remove(sheet).1;
    rows.iter().map(|row| row.iter().map(|cell| day(cell).unwrap_or_else(|| cell.to_string())).collect()).collect()
}

/// The day that a cell is.
pub fn day(cell: &Data) -> Option<String> {
    match cell {
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::DateTimeIso(day) => Some(day.clone()),
        _ => None,
    }
}

/// A part of the package.
pub fn part(book: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}
