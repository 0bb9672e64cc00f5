//! Result files to begin with: what there is to say of each column, and examples.

use super::fields::MOST_NUMBERED;
use crate::tabular::template::{Column, Form, List, Named, Needed, Template};

const fn column(name: &'static str, needed: Needed, form: Form) -> Column {
    Column { name, needed, form }
}

const YES_NO: Form = Form::Words(&["yes", "no"]);

/// Every column, in the order of the template.
const COLUMNS: [Column; 33] = [
    column("reference", Needed::Never, Form::Text),
    column("candidate_number", Needed::Never, Form::Text),
    column("given_names", Needed::Never, Form::Text),
    column("family_name", Needed::Sometimes, Form::Text),
    column("birth_date", Needed::Sometimes, Form::PastDay),
    column("email", Needed::Never, Form::Text),
    column("country", Needed::Never, Form::Code(List::Countries)),
    column("listed", Needed::Never, YES_NO),
    column("confirm_new", Needed::Never, YES_NO),
    column("qualification", Needed::Always, Form::Code(List::Qualifications)),
    column("sat_on", Needed::Always, Form::PastDay),
    column("marks", Needed::Sometimes, Form::Marks),
    column("question_marks", Needed::Never, Form::Text),
    column("format", Needed::Never, Form::Code(List::Formats)),
    column("edition", Needed::Never, Form::Code(List::Editions)),
    column("declared_outcome", Needed::Never, Form::Words(&["pass", "fail"])),
    column("prior_certification", Needed::Never, Form::Code(List::Certifications)),
    column("prior_number", Needed::Never, Form::Text),
    column("prior_awarded_on", Needed::Never, Form::PastDay),
    column("prior_expires_on", Needed::Never, Form::Day),
    column("prior_checked_on", Needed::Never, Form::PastDay),
    column("prior_checked_url", Needed::Never, Form::Text),
    column("course", Needed::Never, Form::Text),
    column("course_completed_on", Needed::Never, Form::PastDay),
    column("experience_role", Needed::Never, Form::Words(&["third_party", "internal"])),
    column("experience_organisation", Needed::Never, Form::Text),
    column("experience_it_environment", Needed::Never, YES_NO),
    column("experience_started_on", Needed::Never, Form::PastDay),
    column("experience_ended_on", Needed::Never, Form::PastDay),
    column("education_points", Needed::Never, Form::Text),
    column("education_activity", Needed::Never, Form::Text),
    column("education_organisation", Needed::Never, Form::Text),
    column("education_completed_on", Needed::Never, Form::PastDay),
];

/// A new candidate for each examination, and one who is on record.
const EXAMPLES: &str = "\
2024-05-17/1,,Adèle,Gaillard,1996-05-01,adele@example.org,FR,yes,,foundation,2024-05-17,31,,,,,,,,,,,,,,,,,,,,,
2024-05-17/2,,真綾,斎藤,1987-09-18,,JP,no,,practitioner,2024-05-17,52,14+12+11+15,,,,itil_foundation,GR750012345,2015-03-14,,2024-05-10,https://certificates.example.org/GR750012345,,,,,,,,,,,
2024-05-17/3,,Olívia,Abreu,1980-10-06,,BR,no,,auditor,2024-05-17,33,,,,,,,,,,,auditor-course-1,2024-04-26,third_party,\"Lowney, McCrea and Tutty\",yes,2019-02-15,,,,,
2024-05-17/4,4J7RT-9WQ2C,,,1990-12-27,,,,,foundation,2024-05-17,27,,,,,,,,,,,,,,,,,,,,,
";

/// What is said of a result file.
pub const TEMPLATE: Template = Template {
    name: "results",
    columns: &COLUMNS,
    examples: EXAMPLES,
    notes: &[
        ("note-columns", &[]),
        ("note-evidence", &[("from", Named::Column("prior_certification")), ("most", Named::Text("9"))]),
        ("note-report", &[("columns", Named::Text("line, outcome, certificate_number, reasons, cure, notes"))]),
    ],
};

const _: () = assert!(MOST_NUMBERED == 9, "the note says so");
/// An NDJSON file of the same rows. NDJSON has no comments: the names say what the CSV template explains.
#[must_use]
pub const fn ndjson() -> &'static str {
    r#"{"reference":"2024-05-17/1","candidate":{"given_names":"Adèle","family_name":"Gaillard","birth_date":"1996-05-01","email":"adele@example.org","country":"FR","listed":true},"result":{"qualification":"foundation","sat_on":"2024-05-17","marks":31}}
{"reference":"2024-05-17/2","candidate":{"given_names":"真綾","family_name":"斎藤","birth_date":"1987-09-18","country":"JP","listed":false},"external_certificates":[{"certification":"itil_foundation","number":"GR750012345","awarded_on":"2015-03-14","checked_on":"2024-05-10","checked_url":"https://certificates.example.org/GR750012345"}],"result":{"qualification":"practitioner","sat_on":"2024-05-17","marks":52,"question_marks":[14,12,11,15]}}
{"reference":"2024-05-17/3","candidate":{"given_names":"Olívia","family_name":"Abreu","birth_date":"1980-10-06","country":"BR","listed":false},"course_attendances":[{"course_id":"auditor-course-1","completed_on":"2024-04-26"}],"audit_experience":[{"role":"third_party","organisation":"Lowney, McCrea and Tutty","it_environment":true,"started_on":"2019-02-15","ended_on":null}],"result":{"qualification":"auditor","sat_on":"2024-05-17","marks":33}}
{"reference":"2024-05-17/4","candidate":{"number":"4J7RT-9WQ2C","birth_date":"1990-12-27"},"result":{"qualification":"foundation","sat_on":"2024-05-17","marks":27}}
"#
}

#[cfg(test)]
mod tests {
    use super::super::fields::{REPORT_COLUMNS, column_names};
    use super::super::{Format, Row, Scanner};
    use super::*;
    use crate::scheme::Scheme;
    use crate::scheme::evidence::AuditRole;
    use crate::scheme::exam::Outcome;
    use crate::scheme::language::Language;
    use crate::tabular::template::{Audience, csv, workbook};

    fn read(format: Format, text: &str) -> Vec<Row> {
        let mut scanner = Scanner::open(format, text.as_bytes()).unwrap();
        let mut rows = Vec::new();
        while let Some(raw) = scanner.next_row().unwrap() {
            rows.push(scanner.layout().interpret(&raw));
        }
        rows
    }

    #[test]
    fn the_templates_of_all_languages_are_files_without_mistakes_that_say_the_same() {
        let scheme = Scheme::shipped().unwrap();
        let objects = read(Format::Ndjson, ndjson());
        assert_eq!(objects.len(), 4);
        for language in Language::ALL {
            let audience = Audience { language, scheme: &scheme, countries: &[("DE", "x"), ("JP", "y")] };
            let rows = read(Format::Csv, &csv(&TEMPLATE, &audience).unwrap());
            assert_eq!(rows.len(), objects.len(), "{}", language.tag());
            for (row, object) in rows.iter().zip(&objects) {
                assert_eq!((&row.errors, &object.errors), (&vec![], &vec![]), "{:?}", row.reference);
                assert_eq!(format!("{:?}", row.draft), format!("{:?}", object.draft));
            }
            let made = workbook(&TEMPLATE, &audience).unwrap();
            assert_eq!(made, workbook(&TEMPLATE, &audience).unwrap(), "the same bytes");
        }
    }

    #[test]
    fn every_column_is_explained_and_drop_downs_have_the_words_that_are_read() {
        assert!(TEMPLATE.columns.iter().map(|column| column.name).eq(column_names()));
        let words = |wanted: &str| {
            TEMPLATE.columns.iter().find(|column| column.name == wanted).map(|column| match column.form {
                Form::Words(words) => words.to_vec(),
                _ => Vec::new(),
            })
        };
        assert_eq!(words("experience_role").unwrap(), AuditRole::ALL.map(AuditRole::as_str));
        assert_eq!(words("declared_outcome").unwrap(), Outcome::ALL.map(Outcome::as_str));
        let (_, variables) = TEMPLATE.notes[2];
        assert!(matches!(variables[0].1, Named::Text(told) if told == REPORT_COLUMNS.join(", ")));
    }
}
