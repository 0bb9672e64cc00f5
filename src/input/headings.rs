//! What people call the columns of a table: in the languages of the pages, and by common synonyms.

use std::collections::HashMap;

use crate::scheme::characters::is_unseen;
use crate::scheme::folding::fold;

/// The names of columns, each with what else it is called.
pub(crate) struct Headings {
    /// By the folded heading: the column, and the column beside which alone it is meant.
    known: HashMap<String, (&'static str, Option<&'static str>)>,
}

impl Headings {
    /// Reads a table of a column on each line, with its other names behind it. Names of one column only are taken: the tables'
    /// tests see that there are no others.
    pub fn new(table: &'static str) -> Self {
        let mut known = HashMap::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut names = line.split('\t');
            let Some(column) = names.next() else { continue };
            known.insert(folded(column), (column, None));
            for name in names {
                let (name, beside) = name.split_once(" + ").map_or((name, None), |(name, beside)| (name, Some(beside)));
                known.insert(folded(name), (column, beside));
            }
        }
        Self { known }
    }

    /// The column that a heading names whatever stands beside it.
    pub fn column(&self, heading: &str) -> Option<&'static str> {
        self.find(heading).filter(|(_, beside)| beside.is_none()).map(|(column, _)| column)
    }

    /// The column that each of these headings names. One that names two may be told by the others: beside a first name, "Name"
    /// is the family name.
    pub fn columns<'a>(&self, headings: impl Iterator<Item = &'a str>) -> Vec<Option<&'static str>> {
        let found: Vec<_> = headings.map(|heading| self.find(heading)).collect();
        let is_there = |wanted: &str| found.iter().flatten().any(|(column, _)| *column == wanted);
        found
            .iter()
            .map(|found| {
                let (column, beside) = (*found)?;
                beside.is_none_or(is_there).then_some(column)
            })
            .collect()
    }

    /// Whether a heading may name a column.
    pub fn knows(&self, heading: &str) -> bool {
        self.find(heading).is_some()
    }

    fn find(&self, heading: &str) -> Option<(&'static str, Option<&'static str>)> {
        self.known.get(&folded(heading)).copied()
    }
}

/// A heading without what nobody sees or means: case, accents, invisible characters, hyphens and underscores for spaces, and
/// what marks a column that is needed.
fn folded(heading: &str) -> String {
    let seen: String = heading.chars().filter(|character| !is_unseen(*character)).collect();
    let name = seen.split(['(', '[', '（', '［']).next().unwrap_or_default();
    fold(name, true).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of a column without what people change about it: case, spaces, line breaks and hyphens for underscores, and characters
/// that nobody sees.
pub(crate) fn plain(name: &str) -> String {
    let seen = name.chars().filter(|character| !is_unseen(*character));
    let character = |one: char| if one == '-' || one.is_whitespace() { '_' } else { one.to_ascii_lowercase() };
    seen.collect::<String>().trim().chars().map(character).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// That each heading of a table names one column, in five languages.
    pub fn check(table: &'static str, columns: &[&str]) {
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut found = Vec::new();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut names = line.split('\t');
            let column = names.next().unwrap();
            found.push(column);
            for name in std::iter::once(column).chain(names.map(|name| name.split(" + ").next().unwrap())) {
                let before = seen.insert(folded(name), column.to_owned());
                assert!(before.as_deref().is_none_or(|before| before == column), "{name}: {column}, {before:?}");
            }
        }
        assert_eq!(found, columns, "every column is there, in its order");
    }

    #[test]
    fn headings_are_found_as_people_write_them() {
        let headings = Headings::new(
            "# comment\nfamily_name\tsurname\tname + given_names\tNachname\ngiven_names\tprénom\nmarks\t得点",
        );
        for (heading, column) in [
            ("family_name", Some("family_name")),
            ("Family Name", Some("family_name")),
            (" SURNAME * ", Some("family_name")),
            ("Sur\u{200B}name:", Some("family_name")),
            ("\u{FEFF}nach-name", None),
            ("NACHNAME (wie im Ausweis)", Some("family_name")),
            ("Pre\u{301}nom", Some("given_names")),
            ("PRENOM", Some("given_names")),
            ("得点", Some("marks")),
            ("得点（40点満点）", Some("marks")),
            ("Marks [0–40]", Some("marks")),
            ("Name", None),
            ("", None),
            ("(marks)", None),
        ] {
            assert_eq!(headings.column(heading), column, "{heading}");
        }
        let all = headings.columns(["Name", "Prénom", "x"].into_iter());
        assert_eq!(all, [Some("family_name"), Some("given_names"), None]);
        assert_eq!(headings.columns(["Name", "marks"].into_iter()), [None, Some("marks")]);
    }

    #[test]
    fn names_of_columns_are_plain() {
        for name in
            ["birth_date", " Birth Date ", "BIRTH-DATE", "birth\u{A0}date", "birth\ndate", "\u{200B}birth\u{AD}_date"]
        {
            assert_eq!(plain(name), "birth_date", "{name:?}");
        }
    }
}
