//! Recognising files of another kind or in another encoding, so that the answer can say what to do.

use std::str::Utf8Error;

use super::{FileError, Format};

/// How to get from a spreadsheet to a file that can be read.
const SAVE_AS: &str = "send it as the workbook that it is (.xlsx, .ods), or save it as \"CSV UTF-8 (Comma delimited)\"";

/// What stands in the file that Google's programs put in place of a spreadsheet.
const LINKS: [&[u8]; 2] = [b"docs.google.com", b"\"doc_id\""];

/// First bytes that give a kind of file away, with what it is and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet (.xlsx, .ods)", SAVE_AS),
    (b"PK\x05\x06", "an empty ZIP archive", SAVE_AS),
    (
        b"\xD0\xCF\x11\xE0",
        "a spreadsheet of the old binary kind (.xls)",
        "save it as a workbook (.xlsx) or as \"CSV UTF-8\"",
    ),
    (b"\x1F\x8B", "compressed by gzip", "send it uncompressed"),
    (b"BZh", "compressed by bzip2", "send it uncompressed"),
    (b"\x28\xB5\x2F\xFD", "compressed by zstd", "send it uncompressed"),
    (b"\xFD7zXZ\0", "compressed by xz", "send it uncompressed"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive", "send the file inside it"),
    (b"%PDF", "a PDF document", "send the table that it was made from, as CSV"),
    (b"SQLite format 3\0", "a database", "export the results as CSV"),
    (b"{\\rtf", "a word processor's document", "send the table in it as CSV"),
];

/// Refuses what cannot be a result file of this format, by its first bytes.
pub fn refuse_other_kinds(beginning: &[u8], format: Format) -> Result<(), FileError> {
    if beginning.is_empty() {
        return Err(FileError::new("empty_file", "the file is empty; send a header and at least one row"));
    }
    if let Some((_, what, remedy)) = MAGIC.iter().find(|(magic, _, _)| beginning.starts_with(magic)) {
        return Err(wrong_kind(format!("the file is {what}, not {}; {remedy}", describe(format))));
    }
    if width(beginning).is_some() {
        let detail = format!("the file is in UTF-16 (\"Unicode text\") and damaged, or in UTF-32; {}", in_utf8(format));
        return Err(FileError::new(FileError::WRONG_ENCODING, detail));
    }
    let text = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning).trim_ascii_start();
    match (text.first(), format) {
        (Some(b'<'), _) if is_markup(text) => {
            let detail = format!(
                "the file is HTML or XML, not {}; if it was downloaded, it may be a page that asks to sign in; if a spreadsheet \
                 program opens it, save it there as .xlsx",
                describe(format)
            );
            Err(wrong_kind(detail))
        }
        (Some(b'{'), _)
            if text.len() < 4096 && LINKS.iter().any(|link| text.windows(link.len()).any(|one| one == *link)) =>
        {
            Err(wrong_kind(
                "the file is a link to a Google sheet and not the sheet; open it there, download it (File, Download, \
                 Microsoft Excel) as .xlsx, and send that"
                    .to_owned(),
            ))
        }
        (Some(b'{' | b'['), Format::Csv) if is_json(text) => Err(wrong_kind(
            "the file is JSON, not CSV; send one object on each line as NDJSON, with the media type \
             application/x-ndjson"
                .to_owned(),
        )),
        (Some(b'['), Format::Ndjson) => Err(wrong_kind(
            "the file is a JSON array; NDJSON is one object on each line, without brackets around them and without \
             commas between them (`jq -c '.[]'` makes it so)"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Whether a text goes on as JSON does behind its first bracket. A title above a table may stand in brackets too.
pub fn is_json(text: &[u8]) -> bool {
    let Some((bracket @ (b'{' | b'['), behind)) = text.split_first() else { return false };
    match behind.trim_ascii_start().first() {
        None | Some(b'"' | b'{' | b'[' | b']' | b'}') => true,
        Some(other) => *bracket == b'[' && (other.is_ascii_digit() || *other == b'-'),
    }
}

/// Whether a text begins as HTML and XML do. A title above a table may stand in angle brackets too.
fn is_markup(text: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 11] =
        [b"<!", b"<?", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<script", b"<div", b"<title", b"<workbook"];
    BEGINNINGS.iter().any(|begins| text.get(..begins.len()).is_some_and(|text| text.eq_ignore_ascii_case(begins)))
}

/// A file of another kind than it is sent as.
pub fn wrong_kind(detail: String) -> FileError {
    FileError::new("wrong_file_type", detail)
}

const fn describe(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Ndjson => "NDJSON",
        Format::Xlsx | Format::Ods => "a workbook",
    }
}

fn in_utf8(format: Format) -> &'static str {
    match format {
        Format::Csv => "save it as \"CSV UTF-8\"",
        Format::Ndjson => "write it in UTF-8",
        Format::Xlsx | Format::Ods => "save it as a workbook (.xlsx)",
    }
}

/// How many bytes make a character, and which of two comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Little,
    Big,
    Four,
}

/// Whether two bytes or four make a character: by the byte-order mark, or by NUL bytes in every second place.
pub(super) fn width(beginning: &[u8]) -> Option<Width> {
    match beginning {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Some(Width::Four),
        [0xFF, 0xFE, ..] => return Some(Width::Little),
        [0xFE, 0xFF, ..] => return Some(Width::Big),
        _ => {}
    }
    let sample = &beginning[..beginning.len().min(512) & !1];
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let half = sample.len() / 2;
    // Latin letters leave one half of the bytes NUL; a text in another script has delimiters and digits at least.
    let is_wide = half >= 2 && (even.min(odd) == 0) && even.max(odd) * 4 >= half;
    is_wide.then_some(if odd > 0 { Width::Little } else { Width::Big })
}

/// The complaint about bytes that are not UTF-8, with the place and what they are likely to be.
pub fn encoding_error(line: &[u8], error: &Utf8Error, number: u64) -> FileError {
    let position = error.valid_up_to();
    let byte = line.get(position).copied().unwrap_or_default();
    let place = format!("has the byte 0x{byte:02X} at position {}", position + 1);
    let detail = if error.error_len().is_none() {
        format!("ends in the midst of a character: it {place}; the file seems to be cut off, send it whole")
    } else {
        format!(
            "is not UTF-8: it {place}; the file is likely to be in {}; save it as \"CSV UTF-8\", or convert it to UTF-8",
            likely_encoding(line)
        )
    };
    FileError::on(number, FileError::WRONG_ENCODING, detail)
}

/// The likely encoding of a line that is not UTF-8. Western letters stand between plain ones; where several high bytes
/// follow each other, they make up the words themselves, and then only the sender can know.
fn likely_encoding(line: &[u8]) -> &'static str {
    let longest_run = line.split(u8::is_ascii).map(<[u8]>::len).max().unwrap_or_default();
    if longest_run > 2 {
        return "an older encoding of another script (such as Windows-1251, Shift_JIS, GBK or Big5)";
    }
    if line.iter().any(|byte| matches!(byte, 0x80..=0x9F)) {
        return "Windows-1252 (\"ANSI\") or a relative of it";
    }
    "ISO-8859-1 or Windows-1252 (\"ANSI\")"
}

pub fn nul_error(number: u64, position: usize) -> FileError {
    let detail = format!(
        "has a NUL byte at position {}; the file is damaged, or not a text: export it again as \"CSV UTF-8\"",
        position + 1
    );
    FileError::on(number, "nul_byte", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_brackets_is_no_other_kind_of_file() {
        for (text, is_refused) in [
            ("[Confidential] Results,,\n", false),
            ("{Draft}\n", false),
            ("<Results>\n", false),
            ("[1]", true),
            ("[]", true),
            (" [ {\"a\": 1}]", true),
            ("{\"a\": 1}", true),
            ("{\n", true),
            ("<!DOCTYPE html>", true),
            ("<HTML>", true),
            ("<?xml version=\"1.0\"?>", true),
        ] {
            assert_eq!(refuse_other_kinds(text.as_bytes(), Format::Csv).is_err(), is_refused, "{text}");
        }
    }
}
