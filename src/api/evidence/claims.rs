//! What evidence says: as it is sent, as it is read, and as it is shown.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::AttestationRequest;
use crate::api::bodies::one_of;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::evidence::{Attestation, Claim, NewClaim};
use crate::scheme::Complaint;
use crate::scheme::evidence::AuditRole;
use crate::scheme::text::{ForeignNumber, Title, Word, line};

/// A certificate that others awarded, or that is older than this registry.
#[derive(ToSchema)]
#[schema(example = json!({"certification": "itil_foundation", "number": "GR750012345", "awarded_on": "2015-03-14", "verification": {"method": "issuer_confirmed", "note": "Looked up in the issuer's register."}}))]
pub struct ExternalCertificateRequest {
    /// Which certification: a code in lower case with underscores.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]*$")]
    pub certification: String,
    /// Its number there.
    #[schema(min_length = 1, max_length = 100)]
    pub number: String,
    /// The day of the award.
    pub awarded_on: NaiveDate,
    /// How it was checked.
    pub verification: Option<AttestationRequest>,
    /// Whether it was checked; true when left out. What was not counts for nothing until it is.
    pub verified: Option<bool>,
    /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
    pub body_id: Option<String>,
}

/// A course completed.
#[derive(ToSchema)]
#[schema(example = json!({"course_id": "auditor-course-1", "completed_on": "2020-06-12"}))]
pub struct CourseAttendanceRequest {
    /// Which: id or slug.
    pub course_id: String,
    /// The last day of it.
    pub completed_on: NaiveDate,
    /// How it was checked.
    pub verification: Option<AttestationRequest>,
    /// Whether it was checked; true when left out. What was not counts for nothing until it is.
    pub verified: Option<bool>,
    /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
    pub body_id: Option<String>,
}

/// A period of conducting audits.
#[derive(ToSchema)]
#[schema(example = json!({"organisation": "Auditoria Lda", "role": "third_party", "it_environment": true, "started_on": "2016-01-01", "ended_on": null}))]
pub struct AuditExperienceRequest {
    /// For or in which organisation.
    #[schema(min_length = 1, max_length = 200)]
    pub organisation: String,
    /// In which role: `third_party` or `internal`.
    #[schema(pattern = "^(third_party|internal)$")]
    pub role: String,
    /// Whether in an IT environment; only such experience counts.
    pub it_environment: bool,
    /// The first day.
    pub started_on: NaiveDate,
    /// The last day; null while it goes on.
    pub ended_on: Option<NaiveDate>,
    /// How it was checked.
    pub verification: Option<AttestationRequest>,
    /// Whether it was checked; true when left out. What was not counts for nothing until it is.
    pub verified: Option<bool>,
    /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
    pub body_id: Option<String>,
}

/// Evidence as it is read, of any kind.
#[derive(Clone)]
pub struct NewEvidence {
    pub(super) claim: NewClaim,
    pub(super) attestation: Option<Attestation>,
    /// In whose name, if a registrar names a body.
    pub(super) body: Option<String>,
}

/// An external certificate as it is read.
pub struct NewExternalCertificate(pub(super) NewEvidence);

/// A course attendance as it is read.
pub struct NewCourseAttendance(pub(super) NewEvidence);

/// Experience as it is read.
pub struct NewAuditExperience(pub(super) NewEvidence);

/// "A body that records it attests to having checked it": so it is, unless it says that it did not.
fn read_attestation(object: &mut ObjectReader<'_>) -> Option<Attestation> {
    let said = object.optional_object("verification", Attestation::from_object);
    let verified = object.optional_boolean("verified").unwrap_or(true);
    if said.is_some() && !verified {
        object.complain(
            "verified",
            Complaint::new("contradiction", "is false, but `verification` says how it was checked"),
        );
    }
    verified.then(|| said.unwrap_or_default())
}

fn read_body(object: &mut ObjectReader<'_>) -> Option<String> {
    object.optional("body_id", |text| line(text, 100))
}

impl FromObject for NewExternalCertificate {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let certification = object.required("certification", Word::parse);
        let number = object.required("number", ForeignNumber::parse);
        let awarded_on = object.required_date("awarded_on");
        let attestation = read_attestation(object);
        let body = read_body(object);
        let claim =
            NewClaim::ExternalCertificate { certification: certification?, number: number?, awarded_on: awarded_on? };
        Some(Self(NewEvidence { claim, attestation, body }))
    }
}

impl FromObject for NewCourseAttendance {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let course = object.required("course_id", |text| line(text, 100));
        let completed_on = object.required_date("completed_on");
        let attestation = read_attestation(object);
        let body = read_body(object);
        let claim = NewClaim::CourseAttendance { course: course?, completed_on: completed_on? };
        Some(Self(NewEvidence { claim, attestation, body }))
    }
}

impl FromObject for NewAuditExperience {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let roles = AuditRole::ALL.map(AuditRole::as_str);
        let organisation = object.required("organisation", Title::parse);
        let role = object.required("role", |text| one_of(text, &roles));
        let it_environment = object.required_boolean("it_environment");
        let started_on = object.required_date("started_on");
        let ended_on = object.optional_date("ended_on");
        let attestation = read_attestation(object);
        let body = read_body(object);
        let claim = NewClaim::AuditExperience {
            organisation: organisation?,
            role: AuditRole::parse(role?)?,
            it_environment: it_environment?,
            started_on: started_on?,
            ended_on,
        };
        Some(Self(NewEvidence { claim, attestation, body }))
    }
}

/// What a piece of evidence says; the members depend on its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum ClaimView {
    /// Of an external certificate.
    ExternalCertificate {
        /// Which certification.
        certification: String,
        /// Its number there.
        number: String,
        /// The day of the award.
        awarded_on: NaiveDate,
    },
    /// Of a course attendance.
    CourseAttendance {
        /// Which course.
        course_id: String,
        /// The last day of it.
        completed_on: NaiveDate,
    },
    /// Of audit experience.
    AuditExperience {
        /// For or in which organisation.
        organisation: String,
        /// `third_party` or `internal`.
        role: String,
        /// Whether in an IT environment.
        it_environment: bool,
        /// The first day.
        started_on: NaiveDate,
        /// The last day; null while it goes on.
        ended_on: Option<NaiveDate>,
    },
}

impl From<&Claim> for ClaimView {
    fn from(claim: &Claim) -> Self {
        match claim.clone() {
            Claim::ExternalCertificate { certification, number, awarded_on } => {
                Self::ExternalCertificate { certification: certification.into(), number, awarded_on }
            }
            Claim::CourseAttendance { course, completed_on } => {
                Self::CourseAttendance { course_id: course.to_string(), completed_on }
            }
            Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
                Self::AuditExperience {
                    organisation,
                    role: role.as_str().to_owned(),
                    it_environment,
                    started_on,
                    ended_on,
                }
            }
        }
    }
}
