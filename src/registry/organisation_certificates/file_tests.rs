//! Tables of organisation certificates, good and ugly.

use serde_json::json;

use super::*;
use crate::input::dates::DateOrder;
use crate::tabular::Encoding;
use crate::tabular::objects::{MOST_ROWS, TableRow};

const HEADER: &str = "Organisation,country,number,edition,issued_on,expires_on,sites,scope_statement,renews";

fn refusal(bytes: &[u8]) -> (String, String) {
    let Err(Error::Refused(refusal)) = read_table(bytes, Said::default()) else { panic!("taken") };
    (refusal.errors[0].code.to_owned(), refusal.detail)
}

#[test]
fn a_row_becomes_the_object_that_is_sent_for_one() {
    let text = format!(
        "\u{FEFF}# our certificates\r\n{HEADER}\r\n Nordwind GmbH ,DE,A-1,2018,2020-05-01,2023-04-30,\"Head office | Bonn | | DE; \
         Graz|Steiermark|AT;Wien | AT\",\"The service\nmanagement system\",\r\n"
    );
    let table = read_table(text.as_bytes(), Said::default()).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].line), (1, 3));
    assert_eq!(table.rows[0].errors, []);
    assert_eq!(
        table.rows[0].object,
        Some(json!({
            "organisation": {"name": "Nordwind GmbH", "country": "DE"},
            "number": "A-1", "edition": "2018", "issued_on": "2020-05-01", "expires_on": "2023-04-30",
            "sites": [
                {"name": "Head office", "locality": "Bonn", "country": "DE"},
                {"locality": "Graz", "region": "Steiermark", "country": "AT"},
                {"locality": "Wien", "country": "AT"},
            ],
            "scope_statement": "The service\nmanagement system",
        }))
    );
    let semicolons = HEADER.replace(',', ";") + "\nNord;DE;1;2018;2020-05-01;2023-04-30;\"Bonn|DE;Graz|AT\";x;id\n";
    let table = read_table(semicolons.as_bytes(), Said::default()).unwrap();
    let object = table.rows[0].object.as_ref().unwrap();
    assert_eq!((&object["sites"][1]["locality"], &object["renews_id"]), (&json!("Graz"), &json!("id")));
}

#[test]
fn a_mistake_is_led_back_to_its_column() {
    let table =
        read_table(format!("{HEADER}\nx,DE,1,2018,1.5.20,43000,Bonn,x,\n").as_bytes(), Said::default()).unwrap();
    let column = |pointer: &str| table.layout.column(pointer);
    assert_eq!(column("/organisation"), Some("Organisation"));
    assert_eq!(column("/organisation/name"), Some("Organisation"));
    assert_eq!(column("/sites/3/country"), Some("sites"));
    assert_eq!(column("/renews_id"), Some("renews"));
    assert_eq!((column(""), column("/body_id"), column("/organisation/region")), (None, None, None));
    let found: Vec<_> = table.rows[0].errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    assert_eq!(found, [("/issued_on", "invalid_date"), ("/expires_on", "invalid_date"), ("/sites/0", "not_a_site")]);
    assert!(table.rows[0].errors[1].detail.contains("spreadsheet counts days"));
}

#[test]
fn a_file_that_cannot_be_taken_says_why() {
    let row = "x,DE,1,2018,2020-05-01,2023-04-30,Bonn|DE,x,\n";
    let many = format!("{HEADER}\n{}", row.repeat(MOST_ROWS + 1));
    for (bytes, code, words) in [
        (&b""[..], "empty_file", "is empty"),
        (b" \r\n \n", "empty_file", "white space"),
        (b"[{}]", "wrong_file_type", "application/json"),
        (b"PK\x03\x04", "damaged_workbook", "spreadsheet"),
        (b"organisation\0,number\n", "nul_byte", "NUL"),
        (b"a,b,c\n1,2,3\n", "no_header", "organisation, organisation_id"),
        (b"organisation,country,number\n", "missing_column", "`edition`, `issued_on`"),
        (b"number,edition,issued_on,expires_on,sites,scope_statement\n", "missing_column", "or `organisation_id`"),
        (
            b"organisation,country,number,number,edition,issued_on,expires_on,sites,scope_statement\n",
            "duplicate_column",
            "`number`",
        ),
        (b"organisation,country,numbre,edition\n", "unknown_column", "did you mean `number`"),
        (
            b"Firma,Land,Nummer,number,edition,issued_on,expires_on,sites,scope\n",
            "duplicate_column",
            "`number` beside `Nummer` (`number`)",
        ),
        (
            b"organisation,country,number,edition,issued_on,expires_on,sites,scope_statement\n",
            "no_rows",
            "at least one row",
        ),
        (
            b"organisation,country,number,edition,issued_on,expires_on,sites,scope_statement\n\"x,DE\n",
            "unclosed_quote",
            "never closed",
        ),
        (
            b"organisation,country,number,edition,issued_on,expires_on,sites,scope_statement\nDvo\xF8\xE1k,",
            "wrong_encoding",
            "UTF-8",
        ),
        (many.as_bytes(), "too_many_rows", "split the file"),
    ] {
        let (found, detail) = refusal(bytes);
        assert_eq!(found, code, "{detail}");
        assert!(detail.contains(words), "{detail}");
    }
}

#[test]
fn a_row_whose_cells_cannot_be_told_apart_spoils_no_other() {
    let text = format!(
        "{HEADER}\na,\"b,c\nd,\",e\nx,DE,1,2018,2020-05-01,2023-04-30,Bonn|DE,x,,\nx,DE,\"1\"2,2018,,,,,\nx,DE,1,2018,,,,,\n"
    );
    let table = read_table(text.as_bytes(), Said::default()).unwrap();
    let codes: Vec<_> = table.rows.iter().map(|row| row.errors.first().map(|error| error.code)).collect();
    assert_eq!(codes, [Some("too_few_cells"), Some("too_many_cells"), Some("misplaced_quote"), None]);
    assert!(table.rows[..3].iter().all(|row| row.object.is_none()));
}

#[test]
fn what_spreadsheets_make_of_a_table_is_read_as_it_is_meant() {
    let text = "Firma;Land;Zertifikatsnummer;Norm;Ausgestellt am;Gültig bis;Standorte;Geltungsbereich;;\r\n\
        \"Nordwind\r\nGmbH\";DE;A-1;2018;'2020–05–01;2023-04-30; \"Bonn|DE\r\nGraz|AT\";\"Hosting.\r\nMail.\"\r\n\
        x;DE;A-2;2018;2020-05-01;2023-04-30;Bonn|DE;x;y\r\n";
    let table = read_table(text.as_bytes(), Said::default()).unwrap();
    assert_eq!(table.rows[0].errors, []);
    let object = table.rows[0].object.as_ref().unwrap();
    assert_eq!(object["organisation"], json!({"name": "Nordwind GmbH", "country": "DE"}));
    assert_eq!(object["issued_on"], "2020-05-01");
    assert_eq!(object["sites"], json!([{"locality": "Bonn", "country": "DE"}, {"locality": "Graz", "country": "AT"}]));
    assert_eq!(object["scope_statement"], "Hosting.\r\nMail.");
    let codes: Vec<_> = table.rows[1].errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    assert_eq!(codes, [("", "unnamed_column")]);
    assert_eq!((table.layout.column(""), table.layout.reading().encoding), (None, Encoding::Utf8));
    let western: Vec<u8> = text.chars().map(|one| u8::try_from(u32::from(one)).unwrap_or(0x96)).collect();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding) in [(western, Encoding::Windows1252), (wide, Encoding::Utf16LittleEndian)] {
        let read = read_table(&bytes, Said::default()).unwrap();
        assert_eq!((read.layout.reading().encoding, &read.rows[0].object), (encoding, &table.rows[0].object));
        assert_eq!(read.layout.reading().understood, table.layout.reading().understood);
    }
    let understood: Vec<_> =
        table.layout.reading().understood.clone().into_iter().map(|one| (one.heading, one.column)).collect();
    assert_eq!(understood.len(), 8);
    assert!(understood.contains(&("Gültig bis".to_owned(), "expires_on".to_owned())), "{understood:?}");
    crate::input::headings::tests::check(include_str!("headings.tsv"), &COLUMNS.map(|(column, _)| column));
}

#[test]
fn a_cell_of_bad_sites_does_not_become_many_times_as_long() {
    let text = format!("{HEADER}\nx,DE,1,2018,2020-05-01,2023-04-30,{},x,\n", "a;".repeat(30_000));
    let table = read_table(text.as_bytes(), Said::default()).unwrap();
    let mistakes = table.rows[0].errors.iter().filter(|error| error.code == "not_a_site").count();
    assert!((1..=20).contains(&mistakes), "{mistakes}");
}

#[test]
fn dates_are_read_as_the_whole_table_has_them() {
    let rows = |days: &[[&str; 2]], dates| {
        let row = |[issued, expires]: &[&str; 2]| format!("x,DE,1,2018,{issued},{expires},Bonn|DE,x,\n");
        let file = format!("{HEADER}\n{}", days.iter().map(row).collect::<String>());
        read_table(file.as_bytes(), Said { dates, sheet: None }).map(|table| {
            let days = |row: &TableRow| {
                let object = row.object.as_ref().unwrap();
                ["issued_on", "expires_on"].map(|name| object[name].as_str().unwrap().to_owned())
            };
            table.rows.iter().flat_map(days).collect::<Vec<_>>()
        })
    };
    assert_eq!(
        rows(&[["01/05/2020", "30/04/2023"], ["02/05/2020", "2023-04-30"]], None).unwrap(),
        ["2020-05-01", "2023-04-30", "2020-05-02", "2023-04-30"]
    );
    assert_eq!(
        rows(&[["1.5.2020", "4/30/2023"]], Some(DateOrder::MonthDayYear)).unwrap(),
        ["2020-01-05", "2023-04-30"]
    );
    let Err(Error::Refused(refusal)) = rows(&[["01/05/2020", "02/05/2023"]], None) else { panic!("taken") };
    assert_eq!(refusal.errors[0].code, "ambiguous_dates");
}
