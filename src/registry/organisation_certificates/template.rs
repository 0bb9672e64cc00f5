//! Files of organisation certificates to begin with: what there is to say of each column, and examples.

use crate::tabular::template::{Column, Form, List, Needed, Template};

const fn column(name: &'static str, needed: Needed, form: Form) -> Column {
    Column { name, needed, form }
}

/// What is said of a file.
pub const TEMPLATE: Template = Template {
    name: "certificates",
    columns: &[
        column("organisation", Needed::Sometimes, Form::Text),
        column("organisation_id", Needed::Never, Form::Text),
        column("latin_name", Needed::Never, Form::Text),
        column("country", Needed::Sometimes, Form::Code(List::Countries)),
        column("region", Needed::Never, Form::Text),
        column("website", Needed::Never, Form::Text),
        column("registration_number", Needed::Never, Form::Text),
        column("number", Needed::Always, Form::Text),
        column("edition", Needed::Always, Form::Code(List::StandardEditions)),
        column("issued_on", Needed::Always, Form::Day),
        column("expires_on", Needed::Always, Form::Day),
        column("sites", Needed::Always, Form::Text),
        column("scope_statement", Needed::Always, Form::Text),
        column("renews", Needed::Never, Form::Text),
        column("follows", Needed::Never, Form::Text),
        column("originally_issued_on", Needed::Never, Form::Day),
        column("trading_names", Needed::Never, Form::Text),
        column("street", Needed::Never, Form::Text),
        column("postcode", Needed::Never, Form::Text),
        column("accreditation_body", Needed::Never, Form::Text),
        column("accreditation_number", Needed::Never, Form::Text),
        column("legal_entities", Needed::Never, Form::Text),
        column("sector_codes", Needed::Never, Form::Text),
        column("confidential", Needed::Never, Form::Words(&["yes", "no"])),
    ],
    examples: "\
Nordwind GmbH,,,DE,Nordrhein-Westfalen,https://nordwind.example,HRB 1,A-2026-1,2018,2026-03-01,2029-02-28,Bonn | DE; Graz | Steiermark | AT,The service management system for hosting services from Bonn and Graz.,,,2014-03-01,Nordwind Hosting; Nordwind Cloud,Hafenstraße 12,53113,DAkkS,D-ZM-12345-01-00,Nordwind Betrieb GmbH | DE,33; 31,
日本計算株式会社,,Nippon Keisan K.K.,JP,東京都,,,A-2026-2,2018,2026-03-01,2029-02-28,本社 | 千代田区 | 東京都 | JP,The service management system for data centre services.,,,,,,,,,,,
",
    notes: &[("note-columns", &[]), ("note-organisation", &[])],
};

#[cfg(test)]
mod tests {
    use super::super::file::{column_names, read_table};
    use super::*;
    use crate::scheme::Scheme;
    use crate::scheme::language::Language;
    use crate::tabular::template::{Audience, csv, workbook};

    #[test]
    fn the_templates_of_all_languages_are_files_without_mistakes_that_say_the_same() {
        assert!(TEMPLATE.columns.iter().map(|column| column.name).eq(column_names()));
        let scheme = Scheme::shipped().unwrap();
        let mut objects = Vec::new();
        for language in Language::ALL {
            let audience = Audience { language, scheme: &scheme, countries: &[("DE", "x")] };
            let table =
                read_table(csv(&TEMPLATE, &audience).unwrap().as_bytes(), crate::tabular::Said::default()).unwrap();
            assert!(table.rows.iter().all(|row| row.errors.is_empty()), "{:?}", table.rows);
            objects.push(table.rows.into_iter().map(|row| row.object).collect::<Vec<_>>());
            workbook(&TEMPLATE, &audience).unwrap();
        }
        assert_eq!(objects[0].len(), 2);
        assert!(objects.iter().all(|one| *one == objects[0]), "{objects:?}");
    }
}
