//! Evidence: what is known of a candidate that a requirement may rest on.

use std::fmt;

use chrono::NaiveDate;

use super::calendar::Period;
use super::codes::QualificationCode;
use super::lifecycle::History;
use super::numbers::CertificateNumber;
use super::text::Word;
use super::words::words;
use crate::ids::EvidenceId;

/// "Evidence counts once it is verified …; a registrar may reject it later, with a reason. Unverified or rejected
/// evidence counts for nothing and says so."
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Verified,
    Unverified,
    Rejected { reason: String },
}

/// Where a piece of evidence comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Record(EvidenceId),
    /// Somebody says so: the place where, as a JSON pointer.
    Claim(String),
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(id) => id.fmt(formatter),
            Self::Claim(pointer) => formatter.write_str(pointer),
        }
    }
}

/// Everything that is known of a candidate.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub certificates: Vec<HeldCertificate>,
    /// Certificates that others awarded, or that are older than this registry.
    pub external_certificates: Vec<ExternalCertificate>,
    pub course_attendances: Vec<CourseAttendance>,
    pub audit_experience: Vec<AuditExperience>,
}

/// A certificate of this registry.
#[derive(Clone, Debug)]
pub struct HeldCertificate {
    pub number: CertificateNumber,
    pub qualification: QualificationCode,
    pub history: History,
}

/// A certificate recorded as evidence.
#[derive(Clone, Debug)]
pub struct ExternalCertificate {
    pub source: Source,
    pub certification: Word,
    /// Its number there; `None` where nobody asked for it.
    pub number: Option<String>,
    pub awarded_on: NaiveDate,
    /// Its last day of validity; `None` where it never lapses.
    pub expires_on: Option<NaiveDate>,
    pub standing: Standing,
}

/// A course that the candidate completed.
#[derive(Clone, Debug)]
pub struct CourseAttendance {
    pub source: Source,
    /// The qualification that the course is for.
    pub qualification: QualificationCode,
    pub course: AttendedCourse,
    pub completed_on: NaiveDate,
    pub standing: Standing,
}

/// What is known of a course that was attended.
#[derive(Clone, Debug)]
pub enum AttendedCourse {
    /// It is in the directory.
    Known { title: String, accredited: History, training_organisation: String, organisation_accredited: History },
    /// Nobody named it, and it is taken as accredited when it was completed. Never so for evidence on record.
    TakenAsAccredited,
}

words! {
    AuditRole {
        ThirdParty = "third_party",
        Internal = "internal",
    }
    /// What evidence on record can be, as assessments call it.
    EvidenceKind {
        ExternalCertificate = "external_certificate",
        CourseAttendance = "course_attendance",
        AuditExperience = "audit_experience",
        /// It counts for renewals, and for no requirement.
        ContinuingEducation = "continuing_education",
    }
}

/// A period of conducting audits.
#[derive(Clone, Debug)]
pub struct AuditExperience {
    pub source: Source,
    /// For or in which organisation; `None` where nobody asked for it.
    pub organisation: Option<String>,
    pub role: AuditRole,
    pub it_environment: bool,
    /// From when, until when; an open period goes on.
    pub period: Period,
    pub standing: Standing,
}
