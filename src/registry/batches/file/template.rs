//! Examples to begin with: a file of each format that says what may be in it.

use std::fmt::Write;

use super::fields::{MOST_NUMBERED, REPORT_COLUMNS};

/// Every column with what it means and accepts, in the order of the template.
const COLUMNS: [(&str, &str); 25] = [
    ("reference", "your own reference of the result, up to 100 characters; it must name nobody"),
    ("candidate_number", "the number of a candidate who is on record, such as 4J7RT-9WQ2C; empty for a new candidate"),
    ("given_names", "all names but the family name, in any script"),
    ("family_name", "the family name, or the only name; needed without a candidate number"),
    (
        "birth_date",
        "the day of birth as YYYY-MM-DD; needed without a candidate number, and with that of another body's candidate",
    ),
    ("email", "where to write to the candidate"),
    ("country", "where the candidate lives: two capital letters (ISO 3166-1), such as DE or JP"),
    (
        "listed",
        "yes if the candidate agreed to be shown by name in the public register; no withdraws that; empty says nothing",
    ),
    ("confirm_new", "yes to register somebody else than the candidate on record with this name and birth date"),
    ("qualification", "needed: foundation, practitioner or auditor"),
    ("sat_on", "needed: the day of the sitting as YYYY-MM-DD"),
    ("marks", "the marks, a whole number; the outcome is computed from them"),
    ("question_marks", "the marks of the single questions joined by +, for examinations that allow them"),
    ("edition", "may be left out, as it follows from the day of the sitting; another one is refused"),
    ("declared_outcome", "pass or fail, only by a registrar and only for editions whose formats are not known"),
    ("prior_certification", "a certificate held before, such as itil_foundation; with the next two columns"),
    ("prior_number", "its number there"),
    ("prior_awarded_on", "the day it was awarded as YYYY-MM-DD"),
    ("course", "an accredited course that was attended: its slug or id; with the next column"),
    ("course_completed_on", "the last day of it as YYYY-MM-DD"),
    ("experience_role", "experience in conducting audits: third_party or internal; with the next columns"),
    ("experience_organisation", "for or in which organisation"),
    ("experience_it_environment", "no if it was not in an IT environment; yes or empty if it was"),
    ("experience_started_on", "the first day of it as YYYY-MM-DD"),
    ("experience_ended_on", "the last day of it as YYYY-MM-DD; empty while it goes on"),
];

/// Rows that are read without a complaint: a new candidate for each examination, and one who is on record.
const EXAMPLES: [&str; 4] = [
    "2024-05-17/1,,Adèle,Gaillard,1996-05-01,adele@example.org,FR,yes,,foundation,2024-05-17,31,,,,,,,,,,,,,",
    "2024-05-17/2,,真綾,斎藤,1987-09-18,,JP,no,,practitioner,2024-05-17,52,14+12+11+15,,,itil_foundation,GR750012345,2015-03-14,,,,,,,",
    "2024-05-17/3,,Olívia,Abreu,1980-10-06,,BR,no,,auditor,2024-05-17,33,,,,,,,auditor-course-1,2024-04-26,third_party,\"Lowney, McCrea and Tutty\",yes,2019-02-15,",
    "2024-05-17/4,4J7RT-9WQ2C,,,1990-12-27,,,,,foundation,2024-05-17,27,,,,,,,,,,,,,",
];

/// A CSV file with comments, the header and examples: itself a file that can be sent.
#[must_use]
pub fn csv() -> String {
    let mut text = String::from(
        "# A result file for Touchstone: one row for each result, in UTF-8.\n\
         # Lines that begin with # are skipped above the header. Columns may be left out, and stand in any order; they\n\
         # are separated by commas, semicolons or tabs. A cell with one of these in it stands in quotation marks.\n\
         # Days are best written YYYY-MM-DD; 27.12.1990 and 27/12/1990 are read where the whole file leaves no doubt.\n\
         # Evidence in a row (prior_…, course…, experience_…) is attested: you say that you have checked it.\n#\n",
    );
    for (column, meaning) in COLUMNS {
        // Writing to a text does not fail.
        let _ = writeln!(text, "# {column}: {meaning}");
    }
    let _ = writeln!(
        text,
        "#\n# More pieces of evidence have the same columns with a number: course_2 and so on up to _{MOST_NUMBERED}.\n\
         # The columns of a report ({}) are ignored, so that a corrected report can be sent back.",
        REPORT_COLUMNS.join(", ")
    );
    let header: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
    let _ = writeln!(text, "{}", header.join(","));
    for example in EXAMPLES {
        let _ = writeln!(text, "{example}");
    }
    text
}

/// An NDJSON file of the same rows. NDJSON has no comments: the names say what the CSV template explains.
#[must_use]
pub const fn ndjson() -> &'static str {
    r#"{"reference":"2024-05-17/1","candidate":{"given_names":"Adèle","family_name":"Gaillard","birth_date":"1996-05-01","email":"adele@example.org","country":"FR","listed":true},"result":{"qualification":"foundation","sat_on":"2024-05-17","marks":31}}
{"reference":"2024-05-17/2","candidate":{"given_names":"真綾","family_name":"斎藤","birth_date":"1987-09-18","country":"JP","listed":false},"external_certificates":[{"certification":"itil_foundation","number":"GR750012345","awarded_on":"2015-03-14"}],"result":{"qualification":"practitioner","sat_on":"2024-05-17","marks":52,"question_marks":[14,12,11,15]}}
{"reference":"2024-05-17/3","candidate":{"given_names":"Olívia","family_name":"Abreu","birth_date":"1980-10-06","country":"BR","listed":false},"course_attendances":[{"course_id":"auditor-course-1","completed_on":"2024-04-26"}],"audit_experience":[{"role":"third_party","organisation":"Lowney, McCrea and Tutty","it_environment":true,"started_on":"2019-02-15","ended_on":null}],"result":{"qualification":"auditor","sat_on":"2024-05-17","marks":33}}
{"reference":"2024-05-17/4","candidate":{"number":"4J7RT-9WQ2C","birth_date":"1990-12-27"},"result":{"qualification":"foundation","sat_on":"2024-05-17","marks":27}}
"#
}

#[cfg(test)]
mod tests {
    use super::super::fields::column_names;
    use super::super::{Format, Row, Scanner};
    use super::*;

    fn read(format: Format, text: &str) -> Vec<Row> {
        let mut scanner = Scanner::open(format, text.as_bytes()).unwrap();
        let mut rows = Vec::new();
        while let Some(raw) = scanner.next_row().unwrap() {
            rows.push(scanner.layout().interpret(&raw));
        }
        rows
    }

    #[test]
    fn the_templates_are_files_without_mistakes_that_say_the_same() {
        let (rows, objects) = (read(Format::Csv, &csv()), read(Format::Ndjson, ndjson()));
        assert_eq!(rows.len(), EXAMPLES.len());
        assert_eq!(objects.len(), EXAMPLES.len());
        for (row, object) in rows.iter().zip(&objects) {
            assert_eq!((&row.errors, &object.errors), (&vec![], &vec![]), "{:?}", row.reference);
            assert_eq!(format!("{:?}", row.draft), format!("{:?}", object.draft));
        }
    }

    #[test]
    fn every_column_is_explained() {
        let explained: Vec<_> = COLUMNS.iter().map(|(column, _)| *column).collect();
        for column in column_names() {
            assert!(explained.contains(&column), "{column}");
        }
        assert_eq!(column_names().count(), explained.len());
    }
}
