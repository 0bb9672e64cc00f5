//! The one table of what a row can say: the column of each value, and its place in the nested form.

use crate::registry::evidence::EvidenceKind;
use crate::tabular::plain;

/// The columns that our own report adds, and that are ignored when it is sent back corrected.
pub const REPORT_COLUMNS: [&str; 4] = ["line", "outcome", "certificate_number", "reasons"];

/// How many pieces of evidence of a kind a CSV row can have: `course`, then `course_2` to `course_9`.
pub(super) const MOST_NUMBERED: usize = 9;

/// A value of which a row has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Reference,
    CandidateNumber,
    GivenNames,
    FamilyName,
    BirthDate,
    Email,
    Country,
    Listed,
    Qualification,
    SatOn,
    Marks,
    QuestionMarks,
    Edition,
    DeclaredOutcome,
}

/// Every field in the order of the columns: its column, the object it is in (none at the top), and its name there.
pub(super) const FIELDS: [(Field, &str, &str, &str); 14] = [
    (Field::Reference, "reference", "", "reference"),
    (Field::CandidateNumber, "candidate_number", "candidate", "number"),
    (Field::GivenNames, "given_names", "candidate", "given_names"),
    (Field::FamilyName, "family_name", "candidate", "family_name"),
    (Field::BirthDate, "birth_date", "candidate", "birth_date"),
    (Field::Email, "email", "candidate", "email"),
    (Field::Country, "country", "candidate", "country"),
    (Field::Listed, "listed", "candidate", "listed"),
    (Field::Qualification, "qualification", "result", "qualification"),
    (Field::SatOn, "sat_on", "result", "sat_on"),
    (Field::Marks, "marks", "result", "marks"),
    (Field::QuestionMarks, "question_marks", "result", "question_marks"),
    (Field::Edition, "edition", "result", "edition"),
    (Field::DeclaredOutcome, "declared_outcome", "result", "declared_outcome"),
];

/// The objects that fields are in.
pub(super) const OBJECTS: [&str; 2] = ["candidate", "result"];

impl Field {
    /// The column in a CSV file.
    pub const fn column(self) -> &'static str {
        FIELDS[self as usize].1
    }

    /// The object that it is in; none at the top.
    pub const fn object(self) -> &'static str {
        FIELDS[self as usize].2
    }

    /// The place in the nested form.
    pub fn pointer(self) -> String {
        let (_, _, object, name) = FIELDS[self as usize];
        if object.is_empty() { format!("/{name}") } else { format!("/{object}/{name}") }
    }
}

/// The most values that a piece of evidence has.
pub(super) const MOST_MEMBERS: usize = 5;

/// Of a kind of evidence: its array in the nested form, and the column and the name of each value.
pub(super) struct Group {
    pub kind: EvidenceKind,
    pub array: &'static str,
    pub members: &'static [(&'static str, &'static str)],
}

/// Every kind of evidence, in the order of [`EvidenceKind::ALL`].
pub(super) const GROUPS: [Group; 3] = [
    Group {
        kind: EvidenceKind::ExternalCertificate,
        array: "external_certificates",
        members: &[
            ("prior_certification", "certification"),
            ("prior_number", "number"),
            ("prior_awarded_on", "awarded_on"),
        ],
    },
    Group {
        kind: EvidenceKind::CourseAttendance,
        array: "course_attendances",
        members: &[("course", "course_id"), ("course_completed_on", "completed_on")],
    },
    Group {
        kind: EvidenceKind::AuditExperience,
        array: "audit_experience",
        members: &[
            ("experience_role", "role"),
            ("experience_organisation", "organisation"),
            ("experience_it_environment", "it_environment"),
            ("experience_started_on", "started_on"),
            ("experience_ended_on", "ended_on"),
        ],
    },
];

/// The column of a value of evidence, numbered from the second piece on.
pub(super) fn numbered(column: &str, piece: usize) -> String {
    if piece == 0 { column.to_owned() } else { format!("{column}_{}", piece + 1) }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A value of which there is one.
    Field(Field),
    /// A value of a piece of evidence.
    Evidence {
        /// Index in [`GROUPS`].
        group: usize,
        /// Which piece, counted from 0.
        piece: usize,
        /// Index in [`Group::members`].
        member: usize,
    },
    /// What our report added.
    Report,
    /// Nothing: the column has no name, and its cells must be empty.
    Nameless,
}

impl Content {
    /// What the column with this name holds; `None` when it is unknown.
    pub fn of_column(name: &str) -> Option<Self> {
        let name = plain(name);
        if name.is_empty() {
            return Some(Self::Nameless);
        }
        if REPORT_COLUMNS.contains(&name.as_str()) {
            return Some(Self::Report);
        }
        if let Some((field, ..)) = FIELDS.iter().find(|(_, column, ..)| *column == name) {
            return Some(Self::Field(*field));
        }
        let (stem, piece) = match name.rsplit_once('_') {
            Some((stem, number)) if matches!(number.as_bytes(), [b'2'..=b'9']) => {
                (stem, usize::from(number.as_bytes()[0] - b'1'))
            }
            _ => (name.as_str(), 0),
        };
        GROUPS.iter().enumerate().find_map(|(group, Group { members, .. })| {
            let member = members.iter().position(|(column, _)| *column == stem)?;
            Some(Self::Evidence { group, piece, member })
        })
    }

    /// Whether it is something that the sender says.
    pub const fn is_value(self) -> bool {
        matches!(self, Self::Field(_) | Self::Evidence { .. })
    }

    /// The place in the nested form; empty for what has none.
    pub fn pointer(self) -> String {
        match self {
            Self::Field(field) => field.pointer(),
            Self::Evidence { group, piece, member } => {
                let Group { array, members, .. } = &GROUPS[group];
                format!("/{array}/{piece}/{}", members[member].1)
            }
            Self::Report | Self::Nameless => String::new(),
        }
    }

    /// The name of the column.
    pub fn column(self) -> String {
        match self {
            Self::Field(field) => field.column().to_owned(),
            Self::Evidence { group, piece, member } => numbered(GROUPS[group].members[member].0, piece),
            Self::Report | Self::Nameless => String::new(),
        }
    }

    /// What stands at this place of the nested form.
    pub fn at(pointer: &str) -> Option<Self> {
        let mut tokens = pointer.strip_prefix('/')?.split('/');
        let first = tokens.next()?;
        let Some(group) = GROUPS.iter().position(|group| group.array == first) else {
            let (object, name) = if OBJECTS.contains(&first) { (first, tokens.next()?) } else { ("", first) };
            let found = FIELDS.iter().find(|(_, _, inside, member)| *inside == object && *member == name);
            return found.map(|(field, ..)| Self::Field(*field));
        };
        let piece = tokens.next()?.parse().ok()?;
        let member =
            tokens.next().map_or(Some(0), |name| GROUPS[group].members.iter().position(|(_, member)| *member == name));
        Some(Self::Evidence { group, piece, member: member? })
    }
}

/// The names of all columns that may be meant, for suggestions.
pub(super) fn column_names() -> impl Iterator<Item = &'static str> {
    let evidence = GROUPS.iter().flat_map(|group| group.members.iter().map(|(column, _)| *column));
    FIELDS.iter().map(|(_, column, ..)| *column).chain(evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields() {
        for (index, (field, column, ..)) in FIELDS.iter().enumerate() {
            assert_eq!(*field as usize, index);
            assert_eq!(field.column(), *column);
        }
        for (group, kind) in GROUPS.iter().zip(EvidenceKind::ALL) {
            assert_eq!(group.kind, kind);
            assert!(group.members.len() <= MOST_MEMBERS);
        }
    }

    #[test]
    fn column_and_pointer_name_the_same() {
        for name in column_names().chain(["course_2", "prior_awarded_on_9"]) {
            let content = Content::of_column(name).unwrap();
            assert_eq!(content.column(), name);
            assert_eq!(Content::at(&content.pointer()), Some(content));
        }
        for (pointer, column) in [
            ("/result/question_marks/3", "question_marks"),
            ("/course_attendances/1/course_id", "course_2"),
            ("/external_certificates/0", "prior_certification"),
        ] {
            assert_eq!(Content::at(pointer).unwrap().column(), column, "{pointer}");
        }
        for pointer in ["", "/", "/nobody", "/candidate", "/course_attendances", "/course_attendances/x/course"] {
            assert_eq!(Content::at(pointer), None, "{pointer}");
        }
    }

    #[test]
    fn columns_are_known_as_people_write_them() {
        for name in ["birth_date", " Birth Date ", "BIRTH-DATE", "birth\u{A0}date"] {
            assert_eq!(Content::of_column(name), Some(Content::Field(Field::BirthDate)), "{name}");
        }
        for name in ["birthdate", "course_1", "course_10", "course_0", "_2", "reference_2", "línea"] {
            assert_eq!(Content::of_column(name), None, "{name}");
        }
    }
}
