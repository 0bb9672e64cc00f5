//! Requirements: who may sit an examination, as a tree.

use super::codes::QualificationCode;
use super::evidence::AuditRole;
use super::text::Word;
use super::words::words;

/// What a candidate must have on the day of the sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// "Foundation: anyone."
    Anyone,
    /// All of these; at least one.
    AllOf(Vec<Requirement>),
    /// One of these; at least one.
    AnyOf(Vec<Requirement>),
    /// Holds a certification.
    Certification(Word),
    /// "Has attended an accredited course: run by an accredited training organisation, accredited for the …
    /// qualification on the day the course was completed."
    AccreditedCourse(QualificationCode),
    /// "At least three years' experience conducting audits in an IT environment."
    AuditExperience {
        /// How many years, 1 to 50.
        years: u32,
        roles: Vec<AuditRole>,
        counted_to: CountedTo,
    },
}

/// Up to which day experience is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CountedTo {
    /// The day of the sitting.
    Sitting,
    /// "The day on which that course was completed": of each accredited course for this qualification; one of them has to
    /// suffice.
    Course(QualificationCode),
}

impl CountedTo {
    /// The words of the scheme file and of the API.
    pub const WORDS: [&str; 2] = ["sitting", "course"];

    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Sitting => Self::WORDS[0],
            Self::Course(_) => Self::WORDS[1],
        }
    }
}

words! {
    /// What a requirement asks for: its key in the scheme file, and its name on the wire.
    RequirementKind {
        Anyone = "anyone",
        AllOf = "all_of",
        AnyOf = "any_of",
        Certification = "certification",
        AccreditedCourse = "accredited_course",
        AuditExperience = "audit_experience",
    }
}

impl Requirement {
    pub const fn kind(&self) -> RequirementKind {
        match self {
            Self::Anyone => RequirementKind::Anyone,
            Self::AllOf(_) => RequirementKind::AllOf,
            Self::AnyOf(_) => RequirementKind::AnyOf,
            Self::Certification(_) => RequirementKind::Certification,
            Self::AccreditedCourse(_) => RequirementKind::AccreditedCourse,
            Self::AuditExperience { .. } => RequirementKind::AuditExperience,
        }
    }

    /// The direct parts of a tree's node.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::AllOf(parts) | Self::AnyOf(parts) => parts,
            Self::Anyone | Self::Certification(_) | Self::AccreditedCourse(_) | Self::AuditExperience { .. } => &[],
        }
    }
}
