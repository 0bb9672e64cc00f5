//! Requirements: who may sit an examination, as a tree.

use super::codes::QualificationCode;
use super::evidence::AuditRole;
use super::text::Word;

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
    },
}

impl Requirement {
    /// The kind's name on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::AllOf(_) => "all_of",
            Self::AnyOf(_) => "any_of",
            Self::Certification(_) => "certification",
            Self::AccreditedCourse(_) => "accredited_course",
            Self::AuditExperience { .. } => "audit_experience",
        }
    }

    /// The direct parts of a tree's node.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::AllOf(parts) | Self::AnyOf(parts) => parts,
            _ => &[],
        }
    }
}
