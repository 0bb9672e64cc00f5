//! What workbooks may not be: damaged, too large, of other kinds.

use proptest::prelude::*;

use super::tests::{SPREADSHEET, archive, ods, read, text_cell, xlsx};
use super::*;

fn refusal(bytes: &[u8]) -> FileError {
    read(bytes, None).map(|(text, _)| text).unwrap_err()
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    let formula = |cell: &str| xlsx(&format!("<row r=\"7\">{cell}</row>"), "<styleSheet/>", "");
    let mut cfb = vec![0_u8; 2048];
    cfb[..4].copy_from_slice(b"\xD0\xCF\x11\xE0");
    cfb[30] = 9;
    let mut encrypted = cfb.clone();
    for (at, byte) in "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).enumerate() {
        encrypted[600 + at] = byte;
    }
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let whole = formula("<c><v>1</v></c>");
    for (bytes, code, words) in [
        (formula("<c r=\"C7\"><f>A1</f></c>"), "uncalculated_formula", "C7"),
        (formula("<c r=\"AB7\"><f>A1</f><v></v></c>"), "uncalculated_formula", "AB7"),
        (formula("<c r=\"A7\" t=\"s\"><v>5</v></c>"), "damaged_workbook", "text that is not there"),
        (formula("<c r=\"B7\"><v>1</v></c><c r=\"A7\"><v>1</v></c>"), "damaged_workbook", "in order"),
        (formula("<c r=\"GS7\"><v>1</v></c>"), "too_many_columns", "column GS"),
        (formula("</row><row r=\"7\"><c><v>1</v></c>"), "damaged_workbook", "in order"),
        (formula("</row><row r=\"1048577\"><c><v>1</v></c>"), "damaged_workbook", "last"),
        (formula("<c><v>&bomb;</v></c>"), "damaged_workbook", "entity"),
        (cfb, "wrong_file_type", ".xlsx"),
        (encrypted, "encrypted_workbook", "password"),
        (
            archive(&[("mimetype", SPREADSHEET), ("META-INF/manifest.xml", manifest), ("content.xml", "?")]),
            "encrypted_workbook",
            "password",
        ),
        (
            archive(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")]),
            "wrong_file_type",
            "OpenDocument",
        ),
        (archive(&[("[Content_Types].xml", ""), ("xl/workbook.bin", "")]), "wrong_file_type", ".xlsb"),
        (archive(&[("[Content_Types].xml", ""), ("word/document.xml", "")]), "wrong_file_type", "Word"),
        (archive(&[("Index/Document.iwa", "")]), "wrong_file_type", "Numbers"),
        (archive(&[("results.csv", "")]), "wrong_file_type", "inside it"),
        (archive(&[]), "damaged_workbook", "nothing"),
        (archive(&[("[Content_Types].xml", "")]), "damaged_workbook", "sheets"),
        (archive(&[("[content_types].xml", ""), ("[Content_Types].xml", "")]), "damaged_workbook", "same name"),
        (whole[..whole.len() / 2].to_vec(), "damaged_workbook", "cut off"),
        (b"PK\x03\x04".to_vec(), "damaged_workbook", "cut off"),
        (
            ods(
                "<table:table table:name=\"T\"><table:table-row><table:table-cell table:formula=\"of:=A1\"/></table:table-row></table:table>",
            ),
            "uncalculated_formula",
            "A1",
        ),
        (
            archive(&[("mimetype", SPREADSHEET), ("content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]),
            "damaged_workbook",
            "declares",
        ),
    ] {
        let error = refusal(&bytes);
        assert_eq!(error.code, code, "{error}");
        assert!(error.detail.contains(words), "{words}: {error}");
    }
}

#[test]
fn what_is_too_much_is_refused_early() {
    let row = |cell: &str| {
        format!(
            "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row></table:table>"
        )
    };
    let wide =
        text_cell("a").replace("<table:table-cell", "<table:table-cell table:number-columns-repeated=\"4294967295\"");
    let many: Vec<(String, &str)> = (0..5001).map(|number| (format!("a{number}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    let packed = xlsx(&" ".repeat(9 << 20), "<styleSheet/>", "");
    let mut lies = packed.clone();
    // The size that the list of entries tells; the content is more.
    let name = lies.windows(24).rposition(|window| window == b"xl/worksheets/sheet1.xml").unwrap();
    lies[name - 22..name - 18].copy_from_slice(&100_u32.to_le_bytes());
    for (bytes, code, words) in [
        (ods(&row(&text_cell("abc"))), FileError::TOO_LARGE, "2097152 bytes"),
        (ods(&row(&wide)), "too_many_columns", "200 columns"),
        (archive(&many), "workbook_too_large", "5000 entries"),
        (packed, "workbook_too_large", "8 MiB"),
        (lies, "damaged_workbook", "checksum"),
        (
            xlsx(&format!("<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(2 << 20)), "", ""),
            "workbook_too_large",
            "1024 KiB",
        ),
        (xlsx(&"<a>".repeat(101), "", ""), "workbook_too_large", "100 elements"),
        (ods(&"<table:table table:name=\"T\"></table:table>".repeat(1001)), "workbook_too_large", "1000 sheets"),
    ] {
        let error = refusal(&bytes);
        assert_eq!(error.code, code, "{error}");
        assert!(error.detail.contains(words), "{words}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_damaged_workbook_is_read_or_refused(
        is_ods: bool,
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6),
        end: Option<proptest::sample::Index>,
    ) {
        let cells = "<row><c t=\"str\"><v>family_name</v></c><c t=\"str\"><v>marks</v></c></row>".repeat(40);
        let table = format!("<table:table table:name=\"T\"><table:table-row>{0}{0}</table:table-row></table:table>", text_cell("marks"));
        let mut bytes = if is_ods { ods(&table) } else { xlsx(&cells, "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>", "") };
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        // Whatever comes of it, it comes back, and what is read is text.
        drop(read(&bytes, None));
    }

    #[test]
    fn damaged_parts_are_read_or_refused(flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4)) {
        let mut sheet = "<row r=\"1\"><c r=\"A1\" s=\"0\" t=\"str\"><f>A</f><v>x&amp;&#65;</v></c><c r=\"B1\"><v>1.5</v></c></row>".to_owned().into_bytes();
        for (at, value) in flips {
            let at = at.index(sheet.len());
            sheet[at] = value & 0x7F;
        }
        drop(read(&xlsx(&String::from_utf8(sheet).unwrap(), "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>", ""), None));
    }
}
