use super::*;
use crate::scheme::codes::FormatCode;
use crate::scheme::requirement::{CountedTo, Requirement};

#[test]
fn the_shipped_scheme_has_no_mistake() {
    let scheme = Scheme::shipped().unwrap();
    let formats: Vec<_> = scheme
        .qualifications
        .iter()
        .map(|qualification| {
            let format = qualification.paper(&FormatCode::new("2011")).unwrap();
            (qualification.code.as_str(), format.marks_available(), format.pass_mark, format.duration_minutes)
        })
        .collect();
    assert_eq!(formats, [("foundation", 40, 26, 60), ("practitioner", 80, 40, 180), ("auditor", 40, 26, 60)]);
}

/// The codes of the formats and of the editions that may be sat on a day.
fn possible(scheme: &Scheme, day: &str) -> (String, String) {
    let day = day.parse().unwrap();
    let formats: Vec<_> = scheme.formats_on(day).iter().map(|format| format.code.as_str()).collect();
    let editions: Vec<_> = scheme.editions_on(day).iter().map(|edition| edition.code.as_str()).collect();
    (formats.join(" "), editions.join(" "))
}

#[test]
fn what_may_be_sat_follows_from_the_day_or_is_to_be_named() {
    let scheme = Scheme::shipped().unwrap();
    for (day, formats, editions) in [
        ("1999-01-01", "previous", "2005"),
        ("2011-03-31", "previous", "2005"),
        ("2011-04-01", "previous", "2005 2011"),
        ("2012-02-15", "previous", "2005 2011"),
        ("2012-05-31", "previous", "2005 2011"),
        ("2012-06-01", "2011", "2011"),
        ("2026-11-23", "2011", "2011"),
    ] {
        assert_eq!(possible(&scheme, day), (formats.to_owned(), editions.to_owned()), "{day}");
    }
    let pairs: Vec<_> =
        scheme.pairs().iter().map(|pair| format!("{} on {}", pair.format.code, pair.edition.code)).collect();
    assert_eq!(pairs, ["previous on 2005", "previous on 2011", "2011 on 2011"]);
    assert_eq!(scheme.open_questions(), ["from 2011-04-01 to 2012-05-31: a client names the edition: 2005 or 2011."]);
}

#[test]
fn gaps_and_overlaps_are_told() {
    for (from, to, told) in [
        (
            "sat_from = 2012-06-01",
            "sat_from = 2012-07-01",
            vec![
                "from 2011-04-01 to 2012-05-31: a client names the edition: 2005 or 2011.",
                "from 2012-06-01 to 2012-06-30: nobody can sit, for no format has these days.",
            ],
        ),
        (
            "sat_from = 2012-06-01",
            "sat_from = 2012-05-01\nsat_until = 2020-12-31",
            vec![
                "from 2011-04-01 to 2012-04-30: a client names the edition: 2005 or 2011.",
                "from 2012-05-01 to 2012-05-31: a client names the format: previous or 2011; a client names the edition: 2005 or 2011.",
                "from 2021-01-01: nobody can sit, for no format has these days.",
            ],
        ),
        (
            "title = \"ISO/IEC 20000:2005\"\nsat_until = 2012-05-31",
            "title = \"ISO/IEC 20000:2005\"\nsat_from = 2005-12-15\nsat_until = 2011-03-31",
            vec!["until 2005-12-14: nobody can sit, for no edition has these days."],
        ),
    ] {
        let edited = SHIPPED.replacen(from, to, 1);
        assert_ne!(edited, SHIPPED, "{from}");
        assert_eq!(Scheme::parse(&edited).unwrap().open_questions(), told, "{to}");
    }
    let backwards = SHIPPED.replacen("sat_from = 2012-06-01", "sat_from = 2012-06-01\nsat_until = 2012-05-31", 1);
    let mistakes = Scheme::parse(&backwards).unwrap_err();
    assert!(mistakes.iter().any(|one| one.to_string().contains("lies before `sat_from`")), "{mistakes:?}");
}

#[test]
fn a_later_format_on_a_later_edition_is_data() {
    let added = ["format", "edition"]
        .map(|table| format!("[[{table}]]\ncode = \"2018\"\ntitle = \"2018\"\nsat_from = 2027-01-01\n\n"));
    let with_2018 = SHIPPED.replace("[listing]", &format!("{}[listing]", added.concat()));
    let mistakes = Scheme::parse(&with_2018).unwrap_err();
    assert_eq!(mistakes.len(), 3, "every qualification lacks a paper: {mistakes:?}");
    let paper = "[[qualification.format]]\nformat = \"2018\"\nquestion_style = \"multiple choice\"\nquestions = 50\nmarks_per_question = 1\npass_mark = 33\nduration_minutes = 60\nbook = \"closed\"\n";
    let papers = with_2018.replace("book = \"closed\"\n", &format!("book = \"closed\"\n{paper}"));
    let papers = papers.replace("question_marks = true\n", &format!("question_marks = true\n{paper}"));
    let scheme = Scheme::parse(&papers).unwrap();
    assert_eq!(possible(&scheme, "2026-12-31"), ("2011".to_owned(), "2011".to_owned()));
    assert_eq!(possible(&scheme, "2027-01-01"), ("2011 2018".to_owned(), "2011 2018".to_owned()));
    assert_eq!(
        scheme.pairs().len(),
        6,
        "the new edition may be sat in the format of 2011 too, as long as that has no end"
    );
}

#[test]
fn a_file_in_which_the_format_followed_from_the_edition_is_told_the_cure() {
    let start = SHIPPED.find("[[format]]").unwrap();
    let end = SHIPPED.find("# What a body's listing must name").unwrap();
    let editions = "[[edition]]\ncode = \"2005\"\ntitle = \"2005\"\ndeclared = true\n\n[[edition]]\ncode = \"2011\"\n\
        title = \"2011\"\nsat_from = 2012-06-01\n\n";
    let earlier = format!("{}{editions}{}", &SHIPPED[..start], &SHIPPED[end..]);
    let earlier = earlier.replace("[[qualification.format]]\nformat =", "[[qualification.format]]\nedition =");
    let mistakes = Scheme::parse(&earlier).unwrap_err();
    let said: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    let told = |words: &str| said.iter().filter(|one| one.contains(words)).count();
    assert_eq!(told("`format` is missing: what is sat is a format on an edition"), 1, "{said:?}");
    assert_eq!(told("under the code of that edition"), 1, "{said:?}");
    assert_eq!(told("`edition[0].declared` is said of a `[[format]]`"), 1, "{said:?}");
    assert_eq!(told("name the `format`, such as format = \"2011\""), 3, "{said:?}");
}

#[test]
fn every_mistake_is_explained_with_its_line() {
    let broken = r#"version = 3
[[edition]]
code = "A B"
title = "First"
sat_from = "2001"
[[format]]
code = "f"
title = "F"
declared = 1
[listing]
auditors = { qualification = "cook", at_least = 0, at_most = 3 }
auditor = 1
[[certification]]
code = "x"
title = "X"
qualification = "nobody"
[[certification]]
code = "x"
title = ""
[[standard_edition]]
code = "20:18"
name = "The standard"
[[standard_edition]]
code = "2018"
title = "The standard of 2018"
[[standard_edition]]
code = "2018"
title = "The same once more"
[[qualification]]
code = "q"
title = "Q"
summary = "s"
passmark = 1
requirement = { any_of = [ { certification = "y" }, { anyone = false }, { audit_experience = { years = 0, roles = ["cook"] } }, {} ] }
[[qualification.format]]
format = "2011"
question_style = "m"
questions = 4
marks_per_question = 2
pass_mark = 9
duration_minutes = "60"
book = "open"
"#;
    let mistakes = Scheme::parse(broken).unwrap_err();
    let said: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    let said = said.join("\n");
    for expected in [
        "line 1: `version` must be a text",
        "`title` is missing",
        "line 3: `edition[0].code` must be 1 to 20",
        "line 5: `edition[0].sat_from` must be a day such as 2012-06-01",
        "line 11: `listing.auditors.qualification` names `cook`, which this file does not declare; declared are q",
        "line 11: `listing.auditors.at_least` must be a whole number from 1 to 20, but is the number 0",
        "line 11: `listing.auditors.at_most` is not known here; known are at_least, qualification",
        "line 12: `listing.auditor` is not known here; known are auditors",
        "line 16: `certification[0].qualification` names `nobody`",
        "line 18: `certification[1].code` is used twice",
        "line 19: `certification[1].title` is empty",
        "line 21: `standard_edition[0].code` must be 1 to 20",
        "`standard_edition[0].title` is missing",
        "line 22: `standard_edition[0].name` is not known here",
        "line 27: `standard_edition[2].code` is used twice: 2018",
        "line 33: `qualification[0].passmark` is not known here",
        "`qualification[0].requirement.any_of[0].certification` names `y`",
        "`qualification[0].requirement.any_of[1].anyone` can only be true",
        "`qualification[0].requirement.any_of[2].audit_experience.years` must be a whole number from 1 to 50",
        "`qualification[0].requirement.any_of[2].audit_experience.roles` may only name",
        "`qualification[0].requirement.any_of[3]` must have exactly one of",
        "line 36: `qualification[0].format[0].format` names `2011`",
        "line 41: `qualification[0].format[0].duration_minutes` must be a whole number",
        "line 42: `qualification[0].format[0].book` must be \"closed\"",
    ] {
        assert!(said.contains(expected), "missing: {expected}\nin:\n{said}");
    }
}

#[test]
fn what_a_listing_must_name_is_data() {
    let rule = Scheme::shipped().unwrap().listing;
    assert_eq!((rule.qualification.as_str(), rule.at_least), ("auditor", 2));
    let shipped = "auditors = { qualification = \"auditor\", at_least = 2 }";
    for (written, said) in [
        ("auditors = { qualification = \"practitioner\", at_least = 3 }", None),
        ("", Some("`listing.auditors` is missing")),
        ("auditors = 2", Some("`listing.auditors` must be a table, but is the number 2")),
        ("auditors = { at_least = 2 }", Some("`listing.auditors.qualification` is missing")),
        ("auditors = { qualification = \"auditor\" }", Some("`listing.auditors.at_least` is missing")),
        ("auditors = { qualification = \"auditor\", at_least = \"2\" }", Some("must be a whole number from 1 to 20")),
        ("auditors = { qualification = \"auditor\", at_least = 21 }", Some("but is the number 21")),
    ] {
        let mistakes = Scheme::parse(&SHIPPED.replace(shipped, written)).err().unwrap_or_default();
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), usize::from(said.is_some()), "{written}: {told:?}");
        assert!(said.is_none_or(|said| told[0].contains(said)), "{written}: {told:?}");
    }
    let without = SHIPPED.replace("[listing]", "").replace(shipped, "");
    assert!(Scheme::parse(&without).unwrap_err()[0].to_string().contains("`listing` is missing"));
}

#[test]
fn junk_is_explained_and_never_panics() {
    for junk in ["", "=", "[[edition]]", "edition = 1", "[qualification]\n", "version = \"", "\0", "a.b.c = [[[[]]]]"] {
        assert!(!Scheme::parse(junk).unwrap_err().is_empty(), "{junk:?}");
    }
}

#[test]
fn organisations_are_certified_against_editions_of_their_own() {
    let scheme = Scheme::shipped().unwrap();
    let codes: Vec<_> = scheme.standard_editions.iter().map(|edition| edition.code.as_str()).collect();
    assert_eq!(codes, ["2005", "2011", "2018"]);
    assert_eq!(scheme.standard_edition("2018").unwrap().title, "ISO/IEC 20000-1:2018");
    assert_eq!(scheme.standard_edition_words(&EditionCode::new("1999")), "ISO/IEC 20000 1999");
    let start = SHIPPED.find("[[standard_edition]]").unwrap();
    let end = SHIPPED.find("[[qualification]]").unwrap();
    let without = format!("{}{}", &SHIPPED[..start], &SHIPPED[end..]);
    let mistakes = Scheme::parse(&without).unwrap_err();
    let said: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["line 1: `standard_edition` is missing"]);
}

#[test]
fn an_edition_closes_before_it_ends() {
    for (from, to, says) in [
        ("certified_until = 2021-09-30\n", "", "needs `certified_until` beside it"),
        ("valid_until = 2022-03-31", "valid_until = 2021-09-29", "must not lie before `certified_until`"),
        ("valid_until = 2022-03-31", "valid_until = \"2022-03-31\"", "must be a day such as"),
    ] {
        let mistakes = Scheme::parse(&SHIPPED.replace(from, to)).unwrap_err();
        assert!(mistakes.len() == 1 && mistakes[0].to_string().contains(says), "{mistakes:?}");
    }
}

#[test]
fn experience_is_counted_to_a_course_only_beside_one() {
    let beside = "    { accredited_course = \"auditor\" },\n";
    let counted = ", counted_to = \"course\"";
    for (from, to, says) in [
        (counted, ", counted_to = \"moon\"", "must be \"course\" or \"sitting\""),
        (counted, ", counted_to = 3", "must be a text"),
        (beside, "", "can be \"course\" only beside exactly one `accredited_course`"),
        (beside, "    { any_of = [{ accredited_course = \"auditor\" }] },\n", "only beside exactly one"),
        (
            beside,
            "    { accredited_course = \"auditor\" },\n    { accredited_course = \"foundation\" },\n",
            "exactly one",
        ),
    ] {
        let mistakes = Scheme::parse(&SHIPPED.replace(from, to)).unwrap_err();
        assert!(mistakes.len() == 1 && mistakes[0].to_string().contains(says), "{to}: {mistakes:?}");
        assert!(mistakes[0].to_string().contains("counted_to"), "{mistakes:?}");
    }
    for to in ["", ", counted_to = \"sitting\""] {
        let scheme = Scheme::parse(&SHIPPED.replace(counted, to)).unwrap();
        let auditor = &scheme.qualification("auditor").unwrap().requirement;
        assert!(
            auditor
                .parts()
                .iter()
                .any(|part| matches!(part, Requirement::AuditExperience { counted_to: CountedTo::Sitting, .. }))
        );
    }
}

#[test]
fn renewal_is_explained_where_it_is_wrong() {
    let title = "title = \"Foundation\"\n";
    let read = |said: &str| Scheme::parse(&SHIPPED.replace(title, &format!("{title}{said}\n")));
    let right = "window_months = 6, grace_months = 3, routes = [{ examination = \"auditor\" }, { points = 60 }]";
    for (said, told) in [
        (format!("renewal = {{ {right} }}"), vec!["needs `valid_for_years` beside it"]),
        ("valid_for_years = 1\nrenewal = 3".to_owned(), vec!["must be a table"]),
        ("valid_for_years = 1\nrenewal = {}".to_owned(), vec!["grace_months` is missing", "routes` is missing", "window_months` is missing"]),
        (
            "valid_for_years = 1\nrenewal = { window_months = 13, grace_months = 24, routes = [] }".to_owned(),
            vec!["`qualification[0].renewal.grace_months` is longer than", "routes` is empty", "window_months` is longer than a certificate is valid: 1 year"],
        ),
        (
            "valid_for_years = 1\nrenewal = { window_months = 0, grace_months = 0, routes = [{ points = 0 }, {}, { examination = \"moon\" }] }".to_owned(),
            vec!["routes[0].points` must be a whole number from 1", "routes[1].examination` or `points` must be", "names `moon`, which this file does not declare", "window_months` must be a whole number from 1"],
        ),
        (
            "valid_for_years = 1\nrenewal = { window_months = 1, grace_months = 0, routes = [{ points = 3 }, { points = 4 }], cost = 3 }".to_owned(),
            vec!["cost` is not known here", "routes[1].points` is among the routes already"],
        ),
    ] {
        let mistakes = read(&said).unwrap_err();
        assert_eq!(mistakes.len(), told.len(), "{said}: {mistakes:?}");
        for (mistake, told) in mistakes.iter().zip(told) {
            assert!(mistake.to_string().contains(told), "{told}: {mistake}");
        }
    }
    let scheme = read(&format!("valid_for_years = 3\nrenewal = {{ {right} }}")).unwrap();
    let words = "A certificate is valid for 3 years; renewed from 6 months before its last day until 3 months after it, by passing the \
                 Auditor examination, or by 60 verified points of continuing education";
    assert!(scheme.show().contains(words), "{}", scheme.show());
    let foundation = scheme.qualification("foundation").unwrap();
    assert_eq!(foundation.renewed_until("2027-05-16".parse().unwrap()), "2030-05-16".parse().ok());
    assert_eq!(Scheme::shipped().unwrap().qualifications.iter().filter(|one| one.renewal.is_some()).count(), 0);
}
