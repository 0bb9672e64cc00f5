//! What evidence says: as it is sent, as it is read, and as it is shown.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::view::Show;
use crate::input::fields::{Integer, Key, Website};
use crate::input::form::form;
use crate::input::object::ObjectReader;
use crate::registry::evidence::{Claim, NewAttestation, NewClaim};
use crate::scheme::Complaint;
use crate::scheme::evidence::AuditRole;
use crate::scheme::text::{ForeignNumber, Title, Word};

form! {
    /// A certificate that others awarded, or that is older than this registry.
    #[example({"certification": "itil_foundation", "number": "GR750012345", "awarded_on": "2015-03-14", "expires_on": null, "checked_on": "2026-11-20", "checked_url": "https://certificates.example.org/GR750012345", "verification": {"method": "issuer_confirmed", "note": "Looked up in the issuer's register."}})]
    pub struct ExternalCertificateRequest {
        /// Which certification: a code in lower case with underscores.
        pub certification: Word,
        /// Its number there.
        pub number: ForeignNumber,
        /// The day of the award.
        pub awarded_on: NaiveDate,
        /// The last day on which it is valid, which may lie ahead; left out or null where it has none, and so never lapses.
        pub expires_on: Option<NaiveDate>,
        /// The day on which it was looked up that it is valid.
        pub checked_on: Option<NaiveDate>,
        /// The address where: of the issuer's register, or of the certificate's own page there.
        pub checked_url: Option<Website>,
        /// How it was checked.
        pub verification: Option<NewAttestation>,
        /// Whether it was checked; true when left out. What was not counts for nothing until it is.
        pub verified: Option<bool> => |object| {
            contradict(object, matches!((&verification, verified), (Some(Some(_)), Some(Some(false)))));
        },
        /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
        pub body_id: Option<Key>,
    }

    /// A course completed.
    #[example({"course_id": "auditor-course-1", "completed_on": "2020-06-12"})]
    pub struct CourseAttendanceRequest {
        /// Which: id or slug.
        pub course as "course_id": Key,
        /// The last day of it.
        pub completed_on: NaiveDate,
        /// How it was checked.
        pub verification: Option<NewAttestation>,
        /// Whether it was checked; true when left out. What was not counts for nothing until it is.
        pub verified: Option<bool> => |object| {
            contradict(object, matches!((&verification, verified), (Some(Some(_)), Some(Some(false)))));
        },
        /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
        pub body_id: Option<Key>,
    }

    /// A period of conducting audits.
    #[example({"organisation": "Auditoria Lda", "role": "third_party", "it_environment": true, "started_on": "2016-01-01", "ended_on": null})]
    pub struct AuditExperienceRequest {
        /// For or in which organisation.
        pub organisation: Title,
        /// In which role: `third_party` or `internal`.
        pub role: AuditRole,
        /// Whether in an IT environment; only such experience counts.
        pub it_environment: bool,
        /// The first day.
        pub started_on: NaiveDate,
        /// The last day; null while it goes on.
        pub ended_on: Option<NaiveDate>,
        /// How it was checked.
        pub verification: Option<NewAttestation>,
        /// Whether it was checked; true when left out. What was not counts for nothing until it is.
        pub verified: Option<bool> => |object| {
            contradict(object, matches!((&verification, verified), (Some(Some(_)), Some(Some(false)))));
        },
        /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
        pub body_id: Option<Key>,
    }

    /// Points of continuing education.
    #[example({"points": 12, "activity": "Two days on auditing services in the cloud", "organisation": "Alder Academy", "completed_on": "2026-05-20"})]
    pub struct ContinuingEducationRequest {
        /// How many.
        pub points: Integer<1, 10_000>,
        /// What was done.
        pub activity: Title,
        /// By whom it was offered.
        pub organisation: Title,
        /// The last day of it.
        pub completed_on: NaiveDate,
        /// How it was checked.
        pub verification: Option<NewAttestation>,
        /// Whether it was checked; true when left out. What was not counts for nothing until it is.
        pub verified: Option<bool> => |object| {
            contradict(object, matches!((&verification, verified), (Some(Some(_)), Some(Some(false)))));
        },
        /// The body in whose name it is recorded: id or slug. For registrars; a body is always itself.
        pub body_id: Option<Key>,
    }
}

/// Evidence as it is read, of any kind.
#[derive(Clone)]
pub struct NewEvidence {
    pub(super) claim: NewClaim,
    pub(super) attestation: Option<NewAttestation>,
    /// In whose name, if a registrar names a body.
    pub(super) body: Option<String>,
}

fn contradict(object: &mut ObjectReader<'_>, is_contradiction: bool) {
    if is_contradiction {
        let detail = "is false, but `verification` says how it was checked";
        object.complain("verified", Complaint::new("contradiction", detail));
    }
}

/// "A body that records it attests to having checked it": so it is, unless it says that it did not.
fn attested(said: Option<NewAttestation>, verified: Option<bool>) -> Option<NewAttestation> {
    verified.unwrap_or(true).then(|| said.unwrap_or_default())
}

impl From<ExternalCertificateRequest> for NewEvidence {
    fn from(new: ExternalCertificateRequest) -> Self {
        let ExternalCertificateRequest {
            certification, number, awarded_on, expires_on, checked_on, checked_url, ..
        } = new;
        let claim =
            NewClaim::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url };
        Self { claim, attestation: attested(new.verification, new.verified), body: new.body_id }
    }
}

impl From<CourseAttendanceRequest> for NewEvidence {
    fn from(new: CourseAttendanceRequest) -> Self {
        let CourseAttendanceRequest { course, completed_on, verification, verified, body_id } = new;
        let claim = NewClaim::CourseAttendance { course, completed_on };
        Self { claim, attestation: attested(verification, verified), body: body_id }
    }
}

impl From<AuditExperienceRequest> for NewEvidence {
    fn from(new: AuditExperienceRequest) -> Self {
        let AuditExperienceRequest { organisation, role, it_environment, started_on, ended_on, .. } = new;
        let claim = NewClaim::AuditExperience { organisation, role, it_environment, started_on, ended_on };
        Self { claim, attestation: attested(new.verification, new.verified), body: new.body_id }
    }
}

impl From<ContinuingEducationRequest> for NewEvidence {
    fn from(new: ContinuingEducationRequest) -> Self {
        let ContinuingEducationRequest { points, activity, organisation, completed_on, .. } = new;
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        let claim = NewClaim::ContinuingEducation { points, activity, organisation, completed_on };
        Self { claim, attestation: attested(new.verification, new.verified), body: new.body_id }
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
        /// The last day on which it is valid; null where it never lapses.
        expires_on: Option<NaiveDate>,
        /// The day on which it was looked up that it is valid.
        checked_on: Option<NaiveDate>,
        /// The address where.
        checked_url: Option<String>,
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
    /// Of continuing education.
    ContinuingEducation {
        /// How many points.
        points: u32,
        /// What was done.
        activity: String,
        /// By whom it was offered.
        organisation: String,
        /// The last day of it.
        completed_on: NaiveDate,
    },
}

impl Show<ClaimView> for &Claim {
    fn show(self) -> ClaimView {
        match self.clone() {
            Claim::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url } => {
                let certification = certification.into();
                ClaimView::ExternalCertificate {
                    certification,
                    number,
                    awarded_on,
                    expires_on,
                    checked_on,
                    checked_url,
                }
            }
            Claim::CourseAttendance { course, completed_on } => {
                ClaimView::CourseAttendance { course_id: course.to_string(), completed_on }
            }
            Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
                ClaimView::AuditExperience {
                    organisation,
                    role: role.as_str().to_owned(),
                    it_environment,
                    started_on,
                    ended_on,
                }
            }
            Claim::ContinuingEducation { points, activity, organisation, completed_on } => {
                ClaimView::ContinuingEducation { points, activity, organisation, completed_on }
            }
        }
    }
}
