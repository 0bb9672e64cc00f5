//! The one table of what a row can say: the column of each value, and its place in the nested form.

use std::sync::LazyLock;

use crate::input::headings::{Headings, plain};
use crate::registry::evidence::EvidenceKind;

/// The columns that our own report adds, and that are ignored when it is sent back corrected.
pub const REPORT_COLUMNS: [&str; 6] = ["line", "outcome", "certificate_number", "reasons", "cure", "notes"];

/// How many pieces of evidence of a kind a CSV row can have: `course`, then `course_2` to `course_9`.
pub(super) const MOST_NUMBERED: usize = 9;

/// Where values stand in the nested form of a row.
pub(super) struct Group {
    /// The name of the object, or of the array of pieces of evidence; none at the top.
    pub name: &'static str,
    pub evidence: Option<EvidenceKind>,
    /// The column and the name of each value.
    pub members: &'static [(&'static str, &'static str)],
}

const TOP: usize = 0;
const CANDIDATE: usize = 1;
const RESULT: usize = 2;
/// The groups before this one have one piece each.
pub(super) const FIRST_EVIDENCE: usize = 3;

/// Every group, in the order of the columns; evidence in the order of [`EvidenceKind::ALL`].
pub(super) const GROUPS: [Group; 7] = [
    Group { name: "", evidence: None, members: &[("reference", "reference")] },
    Group {
        name: "candidate",
        evidence: None,
        members: &[
            ("candidate_number", "number"),
            ("given_names", "given_names"),
            ("family_name", "family_name"),
            ("birth_date", "birth_date"),
            ("email", "email"),
            ("country", "country"),
            ("listed", "listed"),
            ("confirm_new", "confirm_new"),
        ],
    },
    Group {
        name: "result",
        evidence: None,
        members: &[
            ("qualification", "qualification"),
            ("sat_on", "sat_on"),
            ("marks", "marks"),
            ("question_marks", "question_marks"),
            ("format", "format"),
            ("edition", "edition"),
            ("declared_outcome", "declared_outcome"),
        ],
    },
    Group {
        name: "external_certificates",
        evidence: Some(EvidenceKind::ExternalCertificate),
        members: &[
            ("prior_certification", "certification"),
            ("prior_number", "number"),
            ("prior_awarded_on", "awarded_on"),
            ("prior_expires_on", "expires_on"),
            ("prior_checked_on", "checked_on"),
            ("prior_checked_url", "checked_url"),
        ],
    },
    Group {
        name: "course_attendances",
        evidence: Some(EvidenceKind::CourseAttendance),
        members: &[("course", "course_id"), ("course_completed_on", "completed_on")],
    },
    Group {
        name: "audit_experience",
        evidence: Some(EvidenceKind::AuditExperience),
        members: &[
            ("experience_role", "role"),
            ("experience_organisation", "organisation"),
            ("experience_it_environment", "it_environment"),
            ("experience_started_on", "started_on"),
            ("experience_ended_on", "ended_on"),
        ],
    },
    Group {
        name: "continuing_education",
        evidence: Some(EvidenceKind::ContinuingEducation),
        members: &[
            ("education_points", "points"),
            ("education_activity", "activity"),
            ("education_organisation", "organisation"),
            ("education_completed_on", "completed_on"),
        ],
    },
];

/// The most values that a group has.
pub(super) const MOST_MEMBERS: usize = 8;

/// A value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Index in [`GROUPS`].
    pub group: usize,
    /// Which piece of evidence, counted from 0.
    pub piece: usize,
    /// Index in [`Group::members`].
    pub member: usize,
}

impl Field {
    pub const REFERENCE: Self = Self::only(TOP, 0);
    pub const CANDIDATE_NUMBER: Self = Self::only(CANDIDATE, 0);
    pub const GIVEN_NAMES: Self = Self::only(CANDIDATE, 1);
    pub const FAMILY_NAME: Self = Self::only(CANDIDATE, 2);
    pub const BIRTH_DATE: Self = Self::only(CANDIDATE, 3);
    pub const EMAIL: Self = Self::only(CANDIDATE, 4);
    pub const COUNTRY: Self = Self::only(CANDIDATE, 5);
    pub const LISTED: Self = Self::only(CANDIDATE, 6);
    pub const CONFIRM_NEW: Self = Self::only(CANDIDATE, 7);
    pub const QUALIFICATION: Self = Self::only(RESULT, 0);
    pub const SAT_ON: Self = Self::only(RESULT, 1);
    pub const MARKS: Self = Self::only(RESULT, 2);
    pub const QUESTION_MARKS: Self = Self::only(RESULT, 3);
    pub const FORMAT: Self = Self::only(RESULT, 4);
    pub const EDITION: Self = Self::only(RESULT, 5);
    pub const DECLARED_OUTCOME: Self = Self::only(RESULT, 6);

    const fn only(group: usize, member: usize) -> Self {
        Self { group, piece: 0, member }
    }

    /// Whether the order of rows rests on it.
    pub fn is_of_order(self) -> bool {
        const IDENTITY: [Field; 4] =
            [Field::CANDIDATE_NUMBER, Field::GIVEN_NAMES, Field::FAMILY_NAME, Field::BIRTH_DATE];
        const REST: [Field; 4] = [Field::CONFIRM_NEW, Field::QUALIFICATION, Field::SAT_ON, Field::REFERENCE];
        IDENTITY.contains(&self) || REST.contains(&self)
    }

    /// Whether it is a day.
    pub fn is_day(self) -> bool {
        let (_, member) = GROUPS[self.group].members[self.member];
        member == "birth_date" || member.ends_with("_on")
    }

    /// The column in a CSV file: numbered from the second piece on.
    pub fn column(self) -> String {
        let (column, _) = GROUPS[self.group].members[self.member];
        if self.piece == 0 { column.to_owned() } else { format!("{column}_{}", self.piece + 1) }
    }

    /// The place in the nested form.
    pub fn pointer(self) -> String {
        let Group { name, evidence, members } = &GROUPS[self.group];
        let (_, member) = members[self.member];
        match evidence {
            Some(_) => format!("/{name}/{}/{member}", self.piece),
            None if self.group == TOP => format!("/{member}"),
            None => format!("/{name}/{member}"),
        }
    }

    /// What stands at this place of the nested form, or first in this piece.
    pub fn at(pointer: &str) -> Option<Self> {
        let mut tokens = pointer.strip_prefix('/')?.split('/');
        let first = tokens.next()?;
        let group = GROUPS.iter().skip(1).position(|group| group.name == first).map_or(TOP, |place| place + 1);
        let Group { evidence, members, .. } = &GROUPS[group];
        let piece = if evidence.is_some() { tokens.next()?.parse().ok()? } else { 0 };
        let name = if group == TOP { Some(first) } else { tokens.next() };
        let member = match name {
            None if evidence.is_some() => 0,
            name => members.iter().position(|(_, member)| Some(*member) == name)?,
        };
        Some(Self { group, piece, member })
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Field(Field),
    /// What our report added.
    Report,
    /// Nothing: the column has no name, and its cells must be empty.
    Nameless,
}

/// What else people call the columns.
static HEADINGS: LazyLock<Headings> = LazyLock::new(|| Headings::new(include_str!("headings.tsv")));

impl Content {
    /// What each column of a header holds; `None` where that is unknown. Some headings are told by those beside them.
    pub fn of_columns(names: &[String]) -> Vec<Option<Self>> {
        let beside = HEADINGS.columns(names.iter().map(String::as_str));
        let of = |(name, column): (&String, Option<&str>)| Self::of_column(name).or_else(|| Self::named(column?));
        names.iter().zip(beside).map(of).collect()
    }

    /// Whether a column of this name may be one of a result file.
    pub fn is_known(name: &str) -> bool {
        Self::of_column(name).is_some() || HEADINGS.knows(name)
    }

    /// What the column with this name holds, whatever stands beside it; `None` when it is unknown.
    pub fn of_column(name: &str) -> Option<Self> {
        Self::named(name).or_else(|| {
            let (stem, number) = match name.trim().char_indices().last() {
                Some((at, '2'..='9')) => name.trim().split_at(at),
                _ => (name, ""),
            };
            let column = HEADINGS.column(stem)?;
            Self::named(&if number.is_empty() { column.to_owned() } else { format!("{column}_{number}") })
        })
    }

    /// What the column of exactly this name holds.
    fn named(name: &str) -> Option<Self> {
        let name = plain(name);
        if name.is_empty() {
            return Some(Self::Nameless);
        }
        if REPORT_COLUMNS.contains(&name.as_str()) {
            return Some(Self::Report);
        }
        let (stem, piece) = match name.rsplit_once('_') {
            Some((stem, number)) if matches!(number.as_bytes(), [b'2'..=b'9']) => {
                (stem, usize::from(number.as_bytes()[0] - b'1'))
            }
            _ => (name.as_str(), 0),
        };
        let mut groups = GROUPS.iter().enumerate().filter(|(_, one)| piece == 0 || one.evidence.is_some());
        groups.find_map(|(group, one)| {
            let member = one.members.iter().position(|(column, _)| *column == stem)?;
            Some(Self::Field(Field { group, piece, member }))
        })
    }

    /// The column, if it is something that the sender says.
    pub fn column(self) -> Option<String> {
        if let Self::Field(field) = self { Some(field.column()) } else { None }
    }

    /// Whether it is the sender's own, and no column of our report.
    pub const fn is_sent(self) -> bool {
        !matches!(self, Self::Report)
    }

    /// Whether it is something that the sender says.
    pub const fn is_value(self) -> bool {
        matches!(self, Self::Field(_))
    }
}

/// The names of all columns that may be meant, for suggestions.
pub(super) fn column_names() -> impl Iterator<Item = &'static str> {
    GROUPS.iter().flat_map(|group| group.members.iter().map(|(column, _)| *column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (field, column) in [
            (Field::REFERENCE, "reference"),
            (Field::CANDIDATE_NUMBER, "candidate_number"),
            (Field::GIVEN_NAMES, "given_names"),
            (Field::FAMILY_NAME, "family_name"),
            (Field::BIRTH_DATE, "birth_date"),
            (Field::EMAIL, "email"),
            (Field::COUNTRY, "country"),
            (Field::LISTED, "listed"),
            (Field::QUALIFICATION, "qualification"),
            (Field::SAT_ON, "sat_on"),
            (Field::MARKS, "marks"),
            (Field::QUESTION_MARKS, "question_marks"),
            (Field::FORMAT, "format"),
            (Field::EDITION, "edition"),
            (Field::DECLARED_OUTCOME, "declared_outcome"),
        ] {
            assert_eq!(field.column(), column);
        }
        assert!(GROUPS[FIRST_EVIDENCE..].iter().map(|group| group.evidence).eq(EvidenceKind::ALL.map(Some)));
        assert!(GROUPS.iter().all(|group| group.members.len() <= MOST_MEMBERS));
    }

    #[test]
    fn column_and_pointer_name_the_same() {
        for name in column_names().chain(["course_2", "prior_awarded_on_9"]) {
            let Some(Content::Field(field)) = Content::of_column(name) else { panic!("{name}") };
            assert_eq!(field.column(), name);
            assert_eq!(Field::at(&field.pointer()), Some(field));
        }
        for (pointer, column) in [
            ("/result/question_marks/3", "question_marks"),
            ("/course_attendances/1/course_id", "course_2"),
            ("/external_certificates/0", "prior_certification"),
        ] {
            assert_eq!(Field::at(pointer).unwrap().column(), column, "{pointer}");
        }
        for pointer in ["", "/", "/nobody", "/candidate", "/course_attendances", "/course_attendances/x/course"] {
            assert_eq!(Field::at(pointer), None, "{pointer}");
        }
    }

    #[test]
    fn columns_are_known_as_people_write_them() {
        for name in ["birth_date", " Birth Date ", "BIRTH-DATE", "birth\u{A0}date"] {
            assert_eq!(Content::of_column(name), Some(Content::Field(Field::BIRTH_DATE)), "{name}");
        }
        for (name, field) in [
            ("Birthdate", Field::BIRTH_DATE),
            ("Geburtsdatum", Field::BIRTH_DATE),
            ("fecha de nacimiento", Field::BIRTH_DATE),
            ("生年月日", Field::BIRTH_DATE),
            ("Surname", Field::FAMILY_NAME),
            ("Prénom(s)", Field::GIVEN_NAMES),
            ("SCORE", Field::MARKS),
            ("Kurs 2", Field { piece: 1, ..Field::at("/course_attendances/0/course_id").unwrap() }),
        ] {
            assert_eq!(Content::of_column(name), Some(Content::Field(field)), "{name}");
        }
        for name in
            ["name", "date", "course_1", "course_10", "course_0", "_2", "reference_2", "Vorname 2", "línea", "Ergebnis"]
        {
            assert_eq!(Content::of_column(name), None, "{name}");
        }
        let names = ["Name", "Vorname", "Datum"].map(str::to_owned);
        assert_eq!(
            Content::of_columns(&names),
            [Some(Content::Field(Field::FAMILY_NAME)), Some(Content::Field(Field::GIVEN_NAMES)), None]
        );
        assert_eq!(Content::of_columns(&names[..1]), [None]);
        crate::input::headings::tests::check(include_str!("headings.tsv"), &column_names().collect::<Vec<_>>());
    }
}
