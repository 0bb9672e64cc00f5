//! What the rules find, as data: a requirement's answer with its numbers, days and names, and no words.

use chrono::NaiveDate;

use crate::scheme::calendar::Length;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;

/// What the rules find about one qualification on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub qualification: QualificationCode,
    /// The day that they speak of.
    pub on: NaiveDate,
    /// The version of the scheme whose rules were applied.
    pub scheme_version: String,
    /// The requirement and all its parts.
    pub requirement: RequirementFinding,
}

/// What is found about one requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementFinding {
    /// Its kind on the wire, see [`super::AssessedRequirement::kind`].
    pub kind: &'static str,
    /// Whether it is met.
    pub satisfied: bool,
    /// What is found.
    pub finding: Finding,
    /// The evidence that was looked at.
    pub evidence: Vec<EvidenceFinding>,
    /// What is found about its parts.
    pub parts: Vec<RequirementFinding>,
}

/// What a requirement comes to on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It asks for nothing.
    Anyone,
    /// All parts are needed.
    AllOf {
        /// How many are met.
        met: usize,
        /// How many there are.
        of: usize,
    },
    /// One part is needed.
    AnyOf {
        /// How many are met.
        met: usize,
        /// How many there are.
        of: usize,
    },
    /// A certification is to be held; the evidence says whether it is.
    Certification { title: String },
    /// An accredited course is to be attended; the evidence says whether one was.
    AccreditedCourse {
        /// The name of the qualification that it is accredited for.
        title: String,
    },
    /// Audits are to be conducted for so many years.
    AuditExperience {
        /// How many are needed.
        years: u32,
        /// How long was counted; `None` where nothing counts.
        length: Option<Length>,
        /// How many days are missing; 0 when it suffices.
        missing_days: u64,
    },
}

/// What is found about one piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFinding {
    /// The certificate's number, the id of the record, or the place of a claim.
    pub id: String,
    pub piece: Piece,
    /// Whether it counts, and why not.
    pub verdict: Verdict,
}

/// A piece of evidence, as far as its reader needs to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A certificate of this registry.
    Certificate {
        /// The certification's name.
        title: String,
        number: String,
        /// The day of the award.
        awarded_on: NaiveDate,
    },
    /// A certificate of others, or an older one.
    ExternalCertificate {
        /// The certification's name.
        title: String,
        /// Its number, where it is known.
        number: Option<String>,
        /// The day of the award.
        awarded_on: NaiveDate,
    },
    /// A certificate of a certification that the scheme does not recognise.
    Unrecognised {
        /// The certification's code.
        code: String,
        /// The certificate's number, where it is known.
        number: Option<String>,
    },
    /// A course on record.
    Course {
        /// Its title.
        course: String,
        /// Who ran it.
        training_organisation: String,
        /// The last day of it.
        completed_on: NaiveDate,
    },
    /// A course that nobody named.
    UnnamedCourse {
        /// The name of the qualification that it was for.
        title: String,
        /// The last day of it.
        completed_on: NaiveDate,
    },
    /// A period of conducting audits.
    AuditExperience {
        role: AuditRole,
        /// For or in which organisation, where it is known.
        organisation: Option<String>,
        /// The first day.
        from: NaiveDate,
        /// The last day; `None` while it goes on.
        until: Option<NaiveDate>,
    },
}

/// Whether a piece of evidence counts on the day, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counts: a certificate of this registry is valid.
    Valid,
    /// It counts: a certificate of others is held.
    Held,
    /// It counts: the course was accredited when it was completed.
    Accredited {
        /// The name of the qualification that it was accredited for.
        title: String,
    },
    /// It counts, as long as the course was accredited when it was completed, which nobody looked up.
    TakenAsAccredited,
    /// It counts up to the day.
    CountsUpTo,
    /// It was awarded after the day.
    AwardedAfter,
    /// The certificate is suspended.
    Suspended,
    /// The certificate is withdrawn.
    Withdrawn,
    /// The certificate has expired.
    Expired,
    /// Nobody has verified it yet.
    Unverified,
    /// A registrar rejected it.
    Rejected {
        /// Why.
        reason: String,
    },
    /// The scheme does not know what it certifies.
    Unrecognised,
    /// The course was for another qualification.
    OtherQualification {
        code: String,
        /// The name of the qualification that is asked for.
        title: String,
    },
    /// The course was completed after the day.
    CompletedAfter,
    /// Who ran the course was not accredited when it was completed.
    OrganisationNotAccredited,
    /// The course was not accredited when it was completed.
    CourseNotAccredited,
    /// The audits were not in an IT environment.
    NoItEnvironment,
    /// The role is none that counts.
    OtherRole,
    /// The period began after the day.
    BeganAfter,
}

impl Findings {
    /// Whether the candidate may sit.
    pub const fn eligible(&self) -> bool {
        self.requirement.satisfied
    }
}

impl EvidenceFinding {
    pub const fn counts(&self) -> bool {
        matches!(
            self.verdict,
            Verdict::Valid
                | Verdict::Held
                | Verdict::Accredited { .. }
                | Verdict::TakenAsAccredited
                | Verdict::CountsUpTo
        )
    }
}

impl RequirementFinding {
    /// Whether a summary tells of the evidence, and not of the requirement alone.
    pub const fn tells_of_evidence(&self) -> bool {
        match self.finding {
            Finding::Certification { .. } | Finding::AccreditedCourse { .. } => true,
            Finding::AnyOf { .. } => !self.satisfied,
            Finding::Anyone | Finding::AllOf { .. } | Finding::AuditExperience { .. } => false,
        }
    }

    /// The evidence that a summary tells of: what counts when something does; else all of it, each with the reason why
    /// it does not count.
    pub fn telling_evidence(&self) -> Vec<&EvidenceFinding> {
        let counts = self.evidence.iter().any(EvidenceFinding::counts);
        self.evidence.iter().filter(|piece| !counts || piece.counts()).collect()
    }
}

impl Piece {
    /// The kind on the wire, see [`super::ConsideredEvidence::kind`].
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Certificate { .. } => "certificate",
            Self::ExternalCertificate { .. } | Self::Unrecognised { .. } => "external_certificate",
            Self::Course { .. } | Self::UnnamedCourse { .. } => "course_attendance",
            Self::AuditExperience { .. } => "audit_experience",
        }
    }
}
