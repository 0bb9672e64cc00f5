use super::*;

fn forms(texts: &[&str]) -> DateForms {
    DateForms(texts.iter().map(|text| DateForm::try_from((*text).to_owned()).unwrap()).collect())
}

#[test]
fn programs_write_the_iso_form_only_and_others_are_explained() {
    assert_eq!(day("1990-12-27").unwrap().to_string(), "1990-12-27");
    for (text, words) in [
        ("27.12.1990", "taken for each other"),
        ("27. 12. 1990", "taken for each other"),
        ("12/27/1990", "1990-12-27"),
        ("5/6/90", "the year first"),
        ("1990/12/27", "with hyphens"),
        ("1990-1-2", "with hyphens"),
        ("1990-02-30", "is no day of the calendar"),
        ("1890-01-01", "must lie in the years"),
        ("1990–12–27", "is not a date written YYYY-MM-DD"),
        ("1.2.3.4", "is not a date written YYYY-MM-DD"),
        ("33234", "spreadsheet counts days"),
        ("1990-12-27T00:00:00Z", "it has a time of day"),
    ] {
        let complaint = day(text).unwrap_err();
        assert_eq!(complaint.code, "invalid_date");
        assert!(complaint.detail.contains(words), "{text}: {}", complaint.detail);
    }
}

#[test]
fn the_year_first_means_one_day_however_it_is_typed() {
    for cell in [
        "1990-12-07",
        "1990-12-7",
        "1990/12/7",
        "1990.12.07",
        "1990. 12. 7.",
        "1990–12–07",
        "1990\u{2011}12\u{2212}07",
        "'1990-12-07",
        "’1990/12/07",
        "１９９０－１２－０７",
        "１９９０／１２／０７",
        "1990年12月7日",
        "١٩٩٠/١٢/٠٧",
        "۱۹۹۰-۱۲-۰۷",
        "\u{200E}1990\u{200E}/12/07",
    ] {
        assert_eq!(DateForms::default().read(cell).unwrap().to_string(), "1990-12-07", "{cell}");
    }
}

#[test]
fn the_year_last_is_read_in_the_forms_of_the_table() {
    let german = forms(&["DD.MM.YYYY", "DD/MM/YYYY"]);
    for cell in [
        "7.12.1990",
        "07.12.1990",
        "7. 12. 1990",
        "07.12.1990.",
        "'07.12.1990",
        "٠٧/١٢/١٩٩٠",
        "0７／12／1990",
        "\u{200E}7/12/1990",
    ] {
        assert_eq!(german.read(cell).unwrap().to_string(), "1990-12-07", "{cell}");
    }
    assert_eq!(forms(&["MM/DD/YYYY"]).read("7/12/1990").unwrap().to_string(), "1990-07-12");
    assert_eq!(forms(&["DD-MM-YYYY"]).read("07–12–1990").unwrap().to_string(), "1990-12-07");
    for (cell, words) in [
        ("07-12-1990", "in which the dates of this file are not read"),
        ("7.12.90", "a year of two digits"),
        ("90-12-07", "a year of two digits"),
        ("12.27.1990", "is no day of the calendar, read as DD.MM.YYYY"),
        ("30-02-1990", "is no day of the calendar"),
        ("07.12.1890", "must lie in the years"),
        ("27.12/1990", "is not a date; write it"),
        ("27 12 1990", "is not a date; write it"),
        ("1.2.3.4", "is not a date; write it"),
        ("Dec 27, 1990", "is not a date; write it"),
        ("๒๕๓๓-12-27", "is not a date; write it"),
        ("4294967296-1-1", "is not a date; write it"),
        ("33234", "spreadsheet counts days"),
    ] {
        let complaint = german.read(cell).unwrap_err();
        assert_eq!(complaint.code, "invalid_date");
        assert!(complaint.detail.contains(words), "{cell}: {}", complaint.detail);
    }
}

#[test]
fn instants_are_no_dates_in_whichever_form() {
    for (cell, is_midnight) in [
        ("1990-12-27T00:00:00Z", true),
        ("1990-12-27 00:00", true),
        ("27.12.1990 00:00:00", true),
        ("27. 12. 1990 0:00", true),
        ("12/27/1990, 12:00:00 AM", false),
        ("1990-12-26T23:00:00.000Z", false),
        ("1990-12-27T00:00:01+02:00", false),
        ("26/12/1990 23:00", false),
    ] {
        let complaint = forms(&["DD/MM/YYYY", "DD.MM.YYYY"]).read(cell).unwrap_err();
        assert!(complaint.detail.starts_with("is an instant and not a date"), "{cell}: {}", complaint.detail);
        assert!(complaint.detail.contains("as it was typed"), "{cell}: {}", complaint.detail);
        assert_eq!(complaint.detail.contains("time zone"), !is_midnight, "{cell}: {}", complaint.detail);
    }
}

#[test]
fn forms_are_kept_as_they_are_shown() {
    let kept = serde_json::to_string(&forms(&["MM/DD/YYYY", "YYYY.MM.DD"])).unwrap();
    assert_eq!(kept, r#"["MM/DD/YYYY","YYYY.MM.DD"]"#);
    assert_eq!(serde_json::from_str::<DateForms>(&kept).unwrap(), forms(&["MM/DD/YYYY", "YYYY.MM.DD"]));
    assert!(serde_json::from_str::<DateForms>(r#"["DD MM"]"#).is_err());
}
