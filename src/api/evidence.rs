//! Evidence of a candidate: certificates of others, courses attended, experience as an auditor, continuing education.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created, unchanged};
use super::commands::Command;
use super::questions::Question;
use crate::error::Error;
use crate::http::view::view;
use crate::input::form::form;
use crate::registry::evidence::{self, Attestation, Evidence, EvidenceKind, NewAttestation, Recorded, Rejection};
use crate::registry::idempotency::StoredAnswer;
use crate::scheme::evidence::Standing;
use crate::scheme::text::Reason;

pub mod claims;

pub use claims::*;

view! {
    /// A piece of evidence: what it says, who recorded it, who checked it, and whether it was rejected.
    pub struct EvidenceView(piece: &Evidence) {
        /// Its id.
        pub id: String,
        /// The candidate's id.
        pub candidate_id: String = piece.candidate,
        /// `external_certificate`, `course_attendance`, `audit_experience` or `continuing_education`.
        pub kind: String = piece.claim.kind(),
        /// What it says.
        #[serde(flatten)]
        pub claim: ClaimView,
        /// `verified`, `unverified` or `rejected`.
        pub standing: String = match piece.standing() {
            Standing::Verified => "verified",
            Standing::Unverified => "unverified",
            Standing::Rejected { .. } => "rejected",
        },
        /// Who checked it, when and how.
        pub verification: Option<AttestationView> = &piece.attestation,
        /// Who rejected it, when and why.
        pub rejection: Option<RejectionView>,
        /// The body that recorded it, or in whose name a registrar did; null when a registrar did in nobody's.
        pub recorded_by_body_id: Option<String> = piece.recorded_by_body,
        /// When.
        pub recorded_at: DateTime<Utc>,
    }

    /// An attestation of having checked.
    pub struct AttestationView(attestation: &Attestation) {
        /// Who.
        pub verified_by: String = &attestation.by,
        /// When.
        pub verified_at: DateTime<Utc> = attestation.at,
        /// How.
        pub method: Option<String>,
        /// What else is to be said.
        pub note: Option<String>,
    }

    /// A rejection.
    pub struct RejectionView(rejection: &Rejection) {
        /// Who.
        pub rejected_by: String = &rejection.by,
        /// When.
        pub rejected_at: DateTime<Utc> = rejection.at,
        /// Why.
        pub reason: String,
    }
}

form! {
    /// Why evidence is rejected.
    #[example({"reason": "The issuer does not know this number."})]
    pub struct RejectionRequest {
        /// Why, in words.
        pub reason: Reason,
    }
}

/// All evidence of one kind.
#[derive(Serialize, ToSchema)]
pub struct EvidenceListing {
    /// The evidence in the order of recording.
    pub items: Vec<EvidenceView>,
    /// Always null: all of it fits on one page.
    pub next_cursor: Option<String>,
}

async fn list(question: Question, candidate: Path<String>, kind: EvidenceKind) -> Answer {
    question
        .answer(move |work, _| {
            let items = evidence::list(work, &candidate, Some(kind))?.into_iter().map(EvidenceView::of).collect();
            Ok(EvidenceListing { items, next_cursor: None })
        })
        .await
}

async fn record<T: Clone + Into<NewEvidence> + Send + 'static>(command: Command<T>, candidate: Path<String>) -> Answer {
    command
        .create(move |work, new| {
            let NewEvidence { claim, attestation, body } = new.clone().into();
            match evidence::record(work, &candidate, claim, attestation.as_ref(), body.as_deref())? {
                Recorded::New(piece) => recorded(&piece),
                Recorded::Unchanged(piece) => unchanged(address(&piece), &EvidenceView::of(&piece)),
            }
        })
        .await
}

fn recorded(piece: &Evidence) -> Result<StoredAnswer, Error> {
    created(address(piece), &EvidenceView::of(piece))
}

/// Where a piece of evidence is.
fn address(piece: &Evidence) -> String {
    format!("/v1/candidates/{}/{}/{}", piece.candidate, piece.claim.kind().segment(), piece.id)
}

/// List a candidate's external certificates
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of them", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/external-certificates")]
pub async fn list_external_certificates(id: Path<String>, question: Question) -> Answer {
    list(question, id, EvidenceKind::ExternalCertificate).await
}

/// List the courses that a candidate attended
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of them", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/course-attendances")]
pub async fn list_course_attendances(id: Path<String>, question: Question) -> Answer {
    list(question, id, EvidenceKind::CourseAttendance).await
}

/// List a candidate's experience as an auditor
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of it", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/audit-experience")]
pub async fn list_audit_experience(id: Path<String>, question: Question) -> Answer {
    list(question, id, EvidenceKind::AuditExperience).await
}

/// List a candidate's continuing education
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of it", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/continuing-education")]
pub async fn list_continuing_education(id: Path<String>, question: Question) -> Answer {
    list(question, id, EvidenceKind::ContinuingEducation).await
}

/// Record a certificate that others awarded
///
/// Recording it attests to having checked it, unless `verified` is false. A certification that the scheme does not
/// recognise is recorded and counts for nothing.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = ExternalCertificateRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses(
        (status = 201, description = "It is recorded", body = EvidenceView),
        (status = 200, description = "It was on record before, and is what it was", body = EvidenceView)
    ))]
#[post("/v1/candidates/{id}/external-certificates")]
pub async fn record_external_certificate(id: Path<String>, command: Command<ExternalCertificateRequest>) -> Answer {
    record(command, id).await
}

/// Record that a candidate attended a course
///
/// Recording it attests to having checked it, unless `verified` is false.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = CourseAttendanceRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses(
        (status = 201, description = "It is recorded", body = EvidenceView),
        (status = 200, description = "It was on record before, and is what it was", body = EvidenceView)
    ))]
#[post("/v1/candidates/{id}/course-attendances")]
pub async fn record_course_attendance(id: Path<String>, command: Command<CourseAttendanceRequest>) -> Answer {
    record(command, id).await
}

/// Record a period of conducting audits
///
/// Recording it attests to having checked it, unless `verified` is false.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = AuditExperienceRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses(
        (status = 201, description = "It is recorded", body = EvidenceView),
        (status = 200, description = "It was on record before, and is what it was", body = EvidenceView)
    ))]
#[post("/v1/candidates/{id}/audit-experience")]
pub async fn record_audit_experience(id: Path<String>, command: Command<AuditExperienceRequest>) -> Answer {
    record(command, id).await
}

/// Record points of continuing education
///
/// They count for the renewal of certificates, where the scheme has one by points, and for no requirement. Recording them
/// attests to having checked them, unless `verified` is false.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = ContinuingEducationRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses(
        (status = 201, description = "They are recorded", body = EvidenceView),
        (status = 200, description = "They were on record before, and are what they were", body = EvidenceView)
    ))]
#[post("/v1/candidates/{id}/continuing-education")]
pub async fn record_continuing_education(id: Path<String>, command: Command<ContinuingEducationRequest>) -> Answer {
    record(command, id).await
}

/// The kind of evidence in an address.
fn parse_kind(segment: &str) -> Result<EvidenceKind, Error> {
    EvidenceKind::ALL.into_iter().find(|kind| kind.segment() == segment).ok_or(Error::NotFound("evidence"))
}

/// Read a piece of evidence
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience|continuing-education)$", description = "The kind of evidence", example = "external-certificates"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 200, description = "The evidence", body = EvidenceView)))]
#[get("/v1/candidates/{id}/{kind}/{evidence_id}")]
pub async fn read_evidence(path: Path<(String, String, String)>, question: Question) -> Answer {
    let (id, kind, evidence_id) = path.into_inner();
    question
        .answer(move |work, _| Ok(EvidenceView::of(&evidence::find(work, &id, parse_kind(&kind)?, &evidence_id)?)))
        .await
}

/// Attest to having checked evidence
///
/// For evidence that was recorded with `verified` false.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = NewAttestation,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience|continuing-education)$", description = "The kind of evidence", example = "audit-experience"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 201, description = "The evidence as it is now", body = EvidenceView)))]
#[post("/v1/candidates/{id}/{kind}/{evidence_id}/verifications")]
pub async fn verify_evidence(path: Path<(String, String, String)>, command: Command<NewAttestation>) -> Answer {
    let (id, kind, evidence_id) = path.into_inner();
    command
        .create(move |work, new| recorded(&evidence::verify(work, &id, parse_kind(&kind)?, &evidence_id, new)?))
        .await
}

/// Reject evidence
///
/// For registrars. From then on it counts for nothing; what was decided before stays decided.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = RejectionRequest,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience|continuing-education)$", description = "The kind of evidence", example = "external-certificates"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 201, description = "The evidence as it is now", body = EvidenceView)))]
#[post("/v1/candidates/{id}/{kind}/{evidence_id}/rejections")]
pub async fn reject_evidence(path: Path<(String, String, String)>, command: Command<RejectionRequest>) -> Answer {
    let (id, kind, evidence_id) = path.into_inner();
    command
        .create(move |work, new| recorded(&evidence::reject(work, &id, parse_kind(&kind)?, &evidence_id, &new.reason)?))
        .await
}
