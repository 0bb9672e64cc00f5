//! What the rules find, as data: a requirement's answer with its numbers, days and names, and no words.

use chrono::NaiveDate;

use crate::scheme::calendar::Length;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::lifecycle::Lapse;

/// What the rules find about one qualification on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    pub qualification: QualificationCode,
    pub on: NaiveDate,
    pub scheme_version: String,
    pub requirement: RequirementFinding,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementFinding {
    /// Its kind on the wire, see [`super::AssessedRequirement::kind`].
    pub kind: &'static str,
    pub satisfied: bool,
    pub finding: Finding,
    pub evidence: Vec<EvidenceFinding>,
    pub parts: Vec<RequirementFinding>,
}

/// What a requirement comes to on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    Anyone,
    AllOf {
        met: usize,
        of: usize,
    },
    AnyOf {
        met: usize,
        of: usize,
    },
    /// A certification is to be held; the evidence says whether it is.
    Certification {
        title: String,
    },
    /// An accredited course is to be attended; the evidence says whether one was.
    AccreditedCourse {
        /// The name of the qualification that it is accredited for.
        title: String,
    },
    AuditExperience {
        years: u32,
        /// The name of the qualification up to whose accredited course it is counted; `None` where it is counted up to the sitting.
        course_for: Option<String>,
        /// What it comes to by the day of the sitting; or by that of each accredited course, the latest first.
        counts: Vec<Count>,
        /// From which day on a course would do, where none does.
        enough_from: Option<NaiveDate>,
    },
}

/// What experience comes to by a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub until: NaiveDate,
    /// The title of the course that was completed on that day, where it has one.
    pub course: Option<String>,
    /// How long was counted; `None` where nothing counts.
    pub length: Option<Length>,
    /// How many days are missing; 0 when it suffices.
    pub missing_days: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFinding {
    /// The certificate's number, the id of the record, or the place of a claim.
    pub id: String,
    pub piece: Piece,
    pub verdict: Verdict,
}

/// A piece of evidence, as far as its reader needs to recognise it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A certificate of this registry.
    Certificate { title: String, number: String, awarded_on: NaiveDate },
    /// A certificate of others, or an older one.
    ExternalCertificate { title: String, number: Option<String>, awarded_on: NaiveDate },
    /// A certificate of a certification that the scheme does not recognise.
    Unrecognised { code: String, number: Option<String> },
    Course {
        /// Its title.
        course: String,
        training_organisation: String,
        completed_on: NaiveDate,
    },
    /// A course that nobody named.
    UnnamedCourse {
        /// The name of the qualification that it was for.
        title: String,
        completed_on: NaiveDate,
    },
    AuditExperience {
        role: AuditRole,
        /// For or in which organisation, where it is known.
        organisation: Option<String>,
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
    /// It counts: a certificate of others is held, and has no last day.
    Held,
    /// It counts: a certificate of others is held, which is valid until this day.
    HeldUntil(NaiveDate),
    /// It counts, although this was its last day.
    LapsedAndCounts(NaiveDate),
    /// It was valid until this day.
    Lapsed(NaiveDate),
    /// It counts: the course was accredited when it was completed.
    Accredited {
        /// The name of the qualification that it was accredited for.
        title: String,
    },
    /// It counts, as long as the course was accredited when it was completed, which nobody looked up.
    TakenAsAccredited,
    /// It counts up to this day.
    CountsUpTo(NaiveDate),
    /// It counts up to the day on which an accredited course is completed; none is.
    CountsUpToCourse,
    AwardedAfter,
    Suspended,
    Withdrawn,
    Expired,
    Unverified,
    Rejected {
        reason: String,
    },
    /// The scheme does not know what it certifies.
    Unrecognised,
    OtherQualification {
        code: String,
        /// The name of the qualification that is asked for.
        title: String,
    },
    CompletedAfter,
    /// The course, who ran it, or both were not accredited when it was completed.
    NotAccredited(NotAccredited),
    NoItEnvironment,
    OtherRole,
    /// It began after the day up to which it is counted, this one.
    BeganAfter(NaiveDate),
}

/// What was not accredited, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAccredited {
    Course(Lapse),
    Organisation(Lapse),
    Both { course: Lapse, organisation: Lapse },
}

impl Findings {
    pub const fn eligible(&self) -> bool {
        self.requirement.satisfied
    }
}

impl EvidenceFinding {
    pub const fn counts(&self) -> bool {
        match self.verdict {
            Verdict::Valid
            | Verdict::Held
            | Verdict::HeldUntil(_)
            | Verdict::LapsedAndCounts(_)
            | Verdict::Accredited { .. }
            | Verdict::TakenAsAccredited
            | Verdict::CountsUpTo(_)
            | Verdict::CountsUpToCourse => true,
            Verdict::AwardedAfter
            | Verdict::Suspended
            | Verdict::Withdrawn
            | Verdict::Expired
            | Verdict::Unverified
            | Verdict::Rejected { .. }
            | Verdict::Unrecognised
            | Verdict::OtherQualification { .. }
            | Verdict::CompletedAfter
            | Verdict::NotAccredited(_)
            | Verdict::NoItEnvironment
            | Verdict::OtherRole
            | Verdict::Lapsed(_)
            | Verdict::BeganAfter(_) => false,
        }
    }
}

impl EvidenceFinding {
    /// Whether it is work that had ended by the day up to which it counts, so that nothing of it lies beyond.
    pub fn counts_whole(&self) -> bool {
        match (&self.piece, &self.verdict) {
            (Piece::AuditExperience { until: Some(until), .. }, Verdict::CountsUpTo(day)) => until <= day,
            _ => false,
        }
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
