//! Single rows: how values are read, and what is said of those that cannot be.

use super::*;

const HEADER: &str = "reference,family_name,birth_date,qualification,sat_on,marks";
const ROW: &str = "A-1,Gaillard,1996-05-01,foundation,2024-05-17,31";

/// The rows below a header, with the layout that reads them.
fn scan(format: Format, text: &str) -> (Layout, Vec<RawRow>) {
    let mut scanner = Scanner::open(format, text.as_bytes()).unwrap();
    let mut rows = Vec::new();
    while let Some(raw) = scanner.next_row().unwrap() {
        rows.push(raw);
    }
    (scanner.layout().clone(), rows)
}

fn rows(format: Format, text: &str) -> Vec<Row> {
    let (layout, rows) = scan(format, text);
    rows.iter().map(|raw| layout.interpret(raw)).collect()
}

/// The one row of a CSV file.
fn row(header: &str, cells: &str) -> Row {
    rows(Format::Csv, &format!("{header}\n{cells}\n")).remove(0)
}

fn object(json: &str) -> Row {
    rows(Format::Ndjson, json).remove(0)
}

fn codes(row: &Row) -> Vec<(&str, &str)> {
    row.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect()
}

#[test]
fn columns_come_in_any_order_case_and_delimiter() {
    let plain = format!("{:?}", row(HEADER, ROW));
    for (header, cells) in [
        (HEADER.replace(',', ";"), ROW.replace(',', ";")),
        (HEADER.replace(',', "\t"), ROW.replace(',', "\t")),
        (HEADER.to_uppercase().replace('_', " "), ROW.to_owned()),
        (HEADER.replace('_', "-").replace(',', " , "), ROW.replace(',', " , ")),
        (format!("\"{}\"", HEADER.replace(',', "\",\"")), format!("\"{}\"", ROW.replace(',', "\",\""))),
        (format!("\"{}\"", HEADER.replace(',', "\" ,\"")), format!("\"{}\"", ROW.replace(',', "\" ,\""))),
        (format!("{HEADER},,"), format!("{ROW},, ")),
        (format!("line,{HEADER},outcome,certificate_number,Reasons"), format!("7,{ROW},invalid,,a b")),
    ] {
        assert_eq!(format!("{:?}", row(&header, &cells)), plain, "{header}");
    }
    for file in [
        format!("sep=;\n{HEADER}\n{ROW}").replace(',', ";"),
        format!("\u{FEFF}\"sep=\t\"\r\n{HEADER}\r\n{ROW}").replace(',', "\t"),
        format!("\u{FEFF}# a comment, and \"another\n\"# a third, quoted\"\n\n{HEADER}\r\r{ROW}\r,,,,,\r"),
    ] {
        let read = rows(Format::Csv, &file);
        assert_eq!(read.len(), 1, "{file}");
        assert_eq!(codes(&read[0]), []);
        assert_eq!(read[0].draft.marks, Some(31));
    }
}

#[test]
fn lines_are_physical_lines() {
    let file =
        format!("# comment\r\n{HEADER}\r\n{ROW}\r\n\r\n{}\r\n{ROW}", ROW.replace("Gaillard", "\"Gail\r\n\r\nlard\""));
    let read = rows(Format::Csv, &file);
    assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5, 8]);
    assert_eq!(codes(&read[1]), []);
    assert_eq!(read[1].draft.family_name.as_ref().unwrap().as_str(), "Gail lard");
    let json = r#"{"reference":"A"}"#;
    let read = rows(Format::Ndjson, &format!("{json}\r{json}\n\n \n{json}"));
    assert_eq!(read.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 5]);
}

#[test]
fn rows_of_another_form_are_the_rows_own_mistake() {
    for (cells, code, words) in [
        ("A-1,\"Gaillard,1\nA-2,Smith\",1996-05-01,foundation,2024-05-17,31", "line_break", "from line 2 to line 3"),
        ("A-1,Smith, Jane,1996-05-01,foundation,2024-05-17,31", "too_many_cells", "has 7 cells"),
        ("A-1,\"Smith\" Jane,1996-05-01,foundation,2024-05-17,31", "misplaced_quote", "twice"),
        ("A-1,\"Smith, Jane,\nx,\",foundation", "too_few_cells", "from line 2 to line 3"),
    ] {
        let read = rows(Format::Csv, &format!("{HEADER}\n{cells}\n{ROW}"));
        assert_eq!(codes(&read[0]), [("", code)]);
        assert!(read[0].errors[0].detail.contains(words), "{}", read[0].errors[0].detail);
        assert_eq!(read[0].reference.as_deref(), Some("A-1"));
        assert!(read[0].draft.marks.is_none());
        assert_eq!((read.len(), codes(&read[1])), (2, vec![]));
    }
    assert_eq!(codes(&row(&format!("{HEADER},"), &format!("{ROW},x"))), [("", "unnamed_column")]);
    // Cut off in the midst of the marks; in a file with other short rows it may be whole.
    let header = format!("{HEADER},edition");
    let (whole, cut) = (format!("{ROW},"), ROW.strip_suffix('1').unwrap());
    let last = |file: String| rows(Format::Csv, &file).pop().unwrap().errors.first().map(|error| error.code);
    assert_eq!(last(format!("{header}\n{whole}\n{cut}")), Some("too_few_cells"));
    assert_eq!(last(format!("{header}\n{whole}\n{cut}\n")), None);
    assert_eq!(last(format!("{header}\n{whole}\n{ROW}\n{cut}")), None);
}

#[test]
fn cells_are_read_as_people_mean_them() {
    let whole = format!("{:?}", row(HEADER, ROW));
    for (header, cells) in [
        (format!("{HEADER},edition,email,course"), ROW.to_owned()),
        (format!("{HEADER},,"), ROW.to_owned()),
        (HEADER.to_owned(), ROW.replace("Gaillard", " \"Gaillard\"")),
        (HEADER.to_owned(), ROW.replace(",Gaillard", ",   \"Gaillard\" ")),
        (HEADER.to_owned(), ROW.replace("Gaillard", "\"Gaillard\r\n\"")),
        (HEADER.replace("family_name", "fam\u{200B}ily\u{FEFF}_name"), ROW.to_owned()),
        (HEADER.replace("family_name", "\"family\r\nname\""), ROW.to_owned()),
        (HEADER.to_owned(), ROW.replace("1996-05-01", "1996–05–01").replace("31", "31,0").replace("31,0", "\"31,0\"")),
        ("Referenz,Nachname,Geburtsdatum,Prüfung,Prüfungsdatum,Punkte".to_owned(), ROW.to_owned()),
        ("Our reference,Surname *,Date of birth (YYYY-MM-DD),Exam,Exam date,Score".to_owned(), ROW.to_owned()),
    ] {
        let read = row(&header, &cells);
        let read = Row { line: 2, ..read };
        assert_eq!(format!("{read:?}"), whole, "{header}: {cells}");
    }
    assert_eq!(codes(&row(HEADER, "A-1,Gaillard,1996-05-01,foundation")), [("/result/sat_on", "required")]);
    let quoted = row(HEADER, &ROW.replace("Gaillard", " \"Jo\" Gaillard"));
    assert_eq!(codes(&quoted), [("", "misplaced_quote")]);
    let (layout, _) = scan(Format::Csv, &format!("reference,Surname,Birth Date,qualification,sat_on,Score\n{ROW}"));
    let understood: Vec<_> = layout.understood().into_iter().map(|one| (one.heading, one.column)).collect();
    assert_eq!(understood, [("Surname", "family_name"), ("Score", "marks")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(layout.place_of("/candidate/family_name"), "Surname");
}

#[test]
fn everything_wrong_is_said_at_once() {
    let header = format!("{HEADER},candidate_number,email,country,listed,question_marks,declared_outcome,edition");
    let read =
        row(&header, "'=x,7,27.12.1990,,2024-02-30,24.5,1234,nobody,de,maybe,1+x,passed,the edition of the year 2011");
    assert_eq!(
        codes(&read),
        [
            ("/candidate/number", "mistyped_number"),
            ("/candidate/family_name", "not_a_name"),
            ("/candidate/birth_date", "invalid_date"),
            ("/candidate/email", "not_an_email_address"),
            ("/candidate/country", "unknown_country"),
            ("/candidate/listed", "wrong_type"),
            ("/result/qualification", "required"),
            ("/result/sat_on", "invalid_date"),
            ("/result/marks", "wrong_type"),
            ("/result/question_marks/1", "wrong_type"),
            ("/result/edition", "too_long"),
            ("/result/declared_outcome", "unknown_word"),
        ]
    );
    assert_eq!(read.reference.as_deref(), Some("=x"));
    let (layout, _) = scan(Format::Csv, &format!("{}\n{ROW},,,,,,,", header.replace(",marks", ", Marks")));
    let places: Vec<_> = read.errors.iter().map(|error| layout.place_of(&error.pointer)).collect();
    assert_eq!(places[..3], ["candidate_number", "family_name", "birth_date"]);
    assert_eq!(places[8..10], ["Marks", "question_marks"]);
}

#[test]
fn a_candidate_has_a_number_or_a_name() {
    let header = "candidate_number,family_name,birth_date,listed,qualification,sat_on";
    let rest = "foundation,2024-05-17";
    let of = |cells: &str| row(header, &format!("{cells},{rest}"));
    let required = [("/candidate/family_name", "required"), ("/candidate/birth_date", "required")];
    assert_eq!(codes(&of(",,,yes")), required);
    assert_eq!(codes(&of(" , ,'  ,")), [("/candidate/birth_date", "invalid_date"), required[0]]);
    assert_eq!(codes(&of("4j7rt 9wq2c,,,")), []);
    assert_eq!(codes(&of("4J7RT-9WQ2D,,,")), [("/candidate/number", "mistyped_number")]);
    assert_eq!(of("4J7RT-9WQ2C,,,").draft.listed, None);
    assert_eq!(of(",Kim,1990-01-01,").draft.listed, None);
    assert_eq!(of(",Kim,1990-01-01,no").draft.listed, Some(false));
    assert_eq!(of(",Kim,1990-01-01,YES").draft.listed, Some(true));
    assert_eq!(of(",Kim,1990-01-01,maybe").draft.listed, None);
}

#[test]
fn evidence_is_numbered_and_whole() {
    let header = format!(
        "{HEADER},prior_certification,prior_number,prior_awarded_on,course_3,course_completed_on_3,experience_it_environment,experience_role_2,experience_organisation_2,experience_started_on_2,experience_ended_on_2,experience_it_environment_2"
    );
    let whole =
        row(&header, &format!("{ROW},itil_foundation,7,2020-01-01,x-1,2020-02-02,yes,internal,Abc,2015-01-01,,No"));
    assert_eq!(codes(&whole), []);
    let places: Vec<_> = whole.draft.claims.iter().map(|claim| claim.place.as_str()).collect();
    assert_eq!(places, ["/external_certificates/0", "/course_attendances/2", "/audit_experience/1"]);
    assert!(format!("{:?}", whole.draft.claims[2].claim).contains("it_environment: false"));
    let partial = row(&header, &format!("{ROW},,7,,,2020-02-02,,,,,2015-02-30,"));
    assert_eq!(
        codes(&partial),
        [
            ("/external_certificates/0/certification", "required"),
            ("/external_certificates/0/awarded_on", "required"),
            ("/course_attendances/2/course_id", "required"),
            ("/audit_experience/1/role", "required"),
            ("/audit_experience/1/organisation", "required"),
            ("/audit_experience/1/started_on", "required"),
            ("/audit_experience/1/ended_on", "invalid_date"),
        ]
    );
    assert!(partial.draft.claims.is_empty());
    let (layout, _) = scan(Format::Csv, &format!("{header}\n{ROW},,,,,,,,,,,"));
    assert_eq!(layout.place_of("/course_attendances/2/course_id"), "course_3");
    assert_eq!(layout.place_of("/external_certificates/0"), "prior_certification");
    assert_eq!(layout.place_of(""), "");
}

#[test]
fn objects_have_the_types_of_the_json_face() {
    let read = object(
        r#"{"reference": 7, "candidate": {"family_name": "", "birth_date": 1990, "listed": "yes", "nmae": 1, "number": null},
        "external_certificates": [{"certification": "itil_foundation", "number": 7, "awarded_on": "2020-01-01"}, 3, {}],
        "course_attendances": {}, "audit_experience": null, "resullt": {}, "a/b~": 1,
        "result": {"qualification": "foundation", "qualification": "auditor", "sat_on": "2024-05-17T10:00", "marks": "24",
        "question_marks": [1, 2.5, "3", 18446744073709551615]}}"#
            .replace('\n', " ")
            .as_str(),
    );
    let expected = [
        ("/reference", "wrong_type"),
        ("/candidate/family_name", "empty"),
        ("/candidate/birth_date", "wrong_type"),
        ("/candidate/listed", "wrong_type"),
        ("/result/sat_on", "invalid_date"),
        ("/result/marks", "wrong_type"),
        ("/result/question_marks/1", "wrong_type"),
        ("/result/question_marks/2", "wrong_type"),
        ("/result/question_marks/3", "out_of_range"),
        ("/external_certificates/0/number", "wrong_type"),
        ("/external_certificates/2/certification", "required"),
        ("/external_certificates/2/number", "required"),
        ("/external_certificates/2/awarded_on", "required"),
        ("/resullt", "unknown_field"),
        ("/a~1b~0", "unknown_field"),
        ("/candidate/nmae", "unknown_field"),
        ("/external_certificates/1", "wrong_type"),
        ("/course_attendances", "wrong_type"),
        ("/result/qualification", "duplicate_name"),
    ];
    assert_eq!(codes(&read), expected);
    let details: Vec<_> = read.errors.iter().map(|error| error.detail.as_str()).collect();
    assert_eq!(details[5], "must be a whole number, not a text");
    assert_eq!(details[13], "is unknown here; did you mean `result`?");
    assert_eq!(read.reference.as_deref(), Some("7"));
}

#[test]
fn broken_lines_are_the_rows_own_mistake() {
    let whole =
        r#"{"candidate":{"number":"4J7RT-9WQ2C"},"result":{"qualification":"foundation","sat_on":"2024-05-17"}}"#;
    let file = format!("{whole}\n{{\"a\":\n{{'a': 1}}\n[1]\n{whole} {whole}\n7\n{{}}\n{}\n{whole}", "[".repeat(9999));
    let read = rows(Format::Ndjson, &file);
    let found: Vec<_> = read.iter().map(|row| (row.line, row.errors.first().map(|error| error.code))).collect();
    let malformed = Some("malformed_json");
    let expected = [
        (1, None),
        (2, malformed),
        (3, malformed),
        (4, Some("wrong_type")),
        (5, malformed),
        (6, Some("wrong_type")),
        (7, Some("required")),
        (8, malformed),
        (9, None),
    ];
    assert_eq!(found, expected);
    assert_eq!(read[1].errors[0].detail, "is not valid JSON: EOF while parsing a value, at position 5 of the line");
    assert_eq!(
        codes(&object(r#"{"candidate": 1, "result": []}"#)),
        [("/candidate", "wrong_type"), ("/result", "wrong_type")]
    );
    let pieces = format!("{{\"audit_experience\":[{}{{}}]}}", "{},".repeat(100));
    assert!(codes(&object(&pieces)).contains(&("/audit_experience", "wrong_length")));
    let strange = (0..5000).map(|index| format!("\"a{index}\":1,")).collect::<Vec<_>>().concat();
    assert!(object(&format!("{{{strange}\"b\":1}}")).errors.len() < 30);
}

#[test]
fn a_report_gets_the_files_own_cells() {
    let file = format!("line,{HEADER},reasons,\n7,{ROW},x,\nA-2,x\n1,{ROW},,,9,9\n");
    let (layout, raws) = scan(Format::Csv, &file);
    // The column without a name is the sender's own too: what stands in it is refused, and must be so again.
    assert_eq!(layout.columns(), HEADER.split(',').chain([""]).collect::<Vec<_>>());
    assert_eq!(layout.cells(&raws[0]), ROW.split(',').chain([""]).collect::<Vec<_>>());
    assert_eq!(layout.cells(&raws[1]), ["x", "", "", "", "", "", ""]);
    assert_eq!(layout.cells(&raws[2]).len(), 9);
    assert_eq!(raws[0].cells().next(), Some("7"));
    let first = r#"{"reference":"A","result":{"marks":31,"question_marks":[1,2]},"candidate":{"listed":true}}"#;
    let second =
        r#"{"course_attendances":[{"course_id":"x","completed_on":"y"},{"course_id":"z","completed_on":null}]}"#;
    let (layout, raws) = scan(Format::Ndjson, &format!("{first}\n{second}\nbroken"));
    let cell = |row: usize, column: &str| {
        let index = layout.columns().iter().position(|name| name == column).unwrap();
        layout.cells(&raws[row])[index].to_string()
    };
    assert_eq!((cell(0, "reference"), cell(0, "marks"), cell(0, "listed")), ("A".into(), "31".into(), "yes".into()));
    assert_eq!(cell(0, "question_marks"), "1+2");
    assert_eq!(
        (cell(1, "course"), cell(1, "course_2"), cell(1, "course_completed_on_2")),
        ("x".into(), "z".into(), String::new())
    );
    assert!(layout.cells(&raws[2]).iter().all(|cell| cell.is_empty()));
    assert_eq!(layout.columns().len(), 33 + 2);
    assert_eq!(layout.place_of("/result/marks"), "/result/marks");
}

#[test]
fn formats_are_named_in_many_ways() {
    for format in Format::TEXTS {
        assert_eq!(Format::parse(format.as_str()), Some(format));
        assert_eq!(Format::from_media_type(format.media_type()), Some(format));
    }
    assert_eq!(Format::from_media_type("Text/CSV; charset=utf-8"), Some(Format::Csv));
    assert_eq!(Format::from_media_type("application/jsonl"), Some(Format::Ndjson));
    assert_eq!(Format::from_media_type("application/json"), None);
    assert_eq!(Format::from_file_name("Results 2024.CSV"), Some(Format::Csv));
    assert_eq!(Format::from_file_name("a.b.jsonl"), Some(Format::Ndjson));
    assert_eq!(Format::from_file_name("csv"), None);
}

#[test]
fn what_is_kept_of_a_row_is_not_many_times_as_long() {
    let marks = format!("{ROW},{}", vec!["x"; 1000].join("+"));
    let pieces = vec!["{}"; 100].join(",");
    let groups = ["external_certificates", "course_attendances", "audit_experience"];
    let groups: Vec<String> = groups.iter().map(|group| format!("\"{group}\":[{pieces}]")).collect();
    for row in [
        row(&format!("{HEADER},question_marks"), &marks),
        object(&format!("{{{}}}", groups.join(","))),
        object(&format!("{{{}\"b\":1}}", "\"reference\":1,".repeat(4000))),
        object(&format!(
            "{{{}\"b\":1}}",
            (0..4000).map(|number| format!("\"c{number}\":1,")).collect::<Vec<_>>().concat()
        )),
    ] {
        assert!((1..=51).contains(&row.errors.len()), "{}", row.errors.len());
        assert!(row.errors.iter().all(|error| error.detail.len() < 200), "{:?}", row.errors[0]);
    }
}
