//! Evidence of a candidate: certificates of others, courses attended, experience as an auditor.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Sent, create, created, unchanged};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::evidence::{self, Attestation, Claim, Evidence, EvidenceKind, Recorded};
use crate::scheme::text::{Method, Note, Reason};

pub mod claims;

pub use claims::*;

/// A piece of evidence: what it says, who recorded it, who checked it, and whether it was rejected.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceView {
    /// Its id.
    pub id: String,
    /// The candidate's id.
    pub candidate_id: String,
    /// `external_certificate`, `course_attendance` or `audit_experience`.
    pub kind: String,
    /// What it says.
    #[serde(flatten)]
    pub claim: ClaimView,
    /// `verified`, `unverified` or `rejected`.
    pub standing: String,
    /// Who checked it, when and how.
    pub verification: Option<AttestationView>,
    /// Who rejected it, when and why.
    pub rejection: Option<RejectionView>,
    /// The body that recorded it, or in whose name a registrar did; null when a registrar did in nobody's.
    pub recorded_by_body_id: Option<String>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// An attestation of having checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttestationView {
    /// Who.
    pub verified_by: String,
    /// When.
    pub verified_at: DateTime<Utc>,
    /// How.
    pub method: Option<String>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// A rejection.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectionView {
    /// Who.
    pub rejected_by: String,
    /// When.
    pub rejected_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl From<&Evidence> for EvidenceView {
    fn from(piece: &Evidence) -> Self {
        use crate::scheme::evidence::Standing;
        let standing = match piece.standing() {
            Standing::Verified => "verified",
            Standing::Unverified => "unverified",
            Standing::Rejected { .. } => "rejected",
        };
        Self {
            id: piece.id.to_string(),
            candidate_id: piece.candidate.to_string(),
            kind: piece.claim.kind().to_owned(),
            claim: ClaimView::from(&piece.claim),
            standing: standing.to_owned(),
            verification: piece.verification.as_ref().map(|verification| AttestationView {
                verified_by: verification.by.clone(),
                verified_at: verification.at,
                method: verification.method.clone(),
                note: verification.note.clone(),
            }),
            rejection: piece.rejection.as_ref().map(|rejection| RejectionView {
                rejected_by: rejection.by.clone(),
                rejected_at: rejection.at,
                reason: rejection.reason.clone(),
            }),
            recorded_by_body_id: piece.recorded_by_body.map(|body| body.to_string()),
            recorded_at: piece.recorded_at,
        }
    }
}

/// How evidence was checked.
#[derive(ToSchema)]
#[schema(example = json!({"method": "document_seen", "note": "The original was shown at the examination centre."}))]
pub struct AttestationRequest {
    /// How, in a word or two.
    #[schema(min_length = 1, max_length = 100)]
    pub method: Option<String>,
    /// What else is to be said.
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

impl FromObject for Attestation {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let method = object.optional("method", Method::parse);
        let note = object.optional("note", Note::parse);
        Some(Self { method, note })
    }
}

/// Why evidence is rejected.
#[derive(ToSchema)]
#[schema(example = json!({"reason": "The issuer does not know this number."}))]
pub struct RejectionRequest {
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A rejection as it is read.
pub struct NewRejection(Reason);

impl FromObject for NewRejection {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        object.required("reason", Reason::parse).map(Self)
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

async fn list(state: &State, caller: Caller, candidate: String, kind: EvidenceKind) -> Result<HttpResponse, ApiError> {
    let pieces = state.read(Some(caller), move |work| evidence::list(work, &candidate, Some(kind))).await?;
    let items = pieces.iter().map(EvidenceView::from).collect();
    Ok(HttpResponse::Ok().json(EvidenceListing { items, next_cursor: None }))
}

async fn record(state: &Arc<State>, sent: Sent, candidate: String, new: NewEvidence) -> Result<HttpResponse, ApiError> {
    create(state, sent, move |work| {
        let NewEvidence { claim, attestation, body } = &new;
        let recorded = evidence::record(work, &candidate, claim.clone(), attestation.as_ref(), body.as_deref())?;
        let (piece, answer): (_, fn(String, &EvidenceView) -> _) = match &recorded {
            Recorded::New(piece) => (piece, created),
            Recorded::Unchanged(piece) => (piece, unchanged),
        };
        answer(address(piece), &EvidenceView::from(piece))
    })
    .await
}

/// Where a piece of evidence is.
fn address(piece: &Evidence) -> String {
    let kind = match piece.claim {
        Claim::ExternalCertificate { .. } => EvidenceKind::ExternalCertificate,
        Claim::CourseAttendance { .. } => EvidenceKind::CourseAttendance,
        Claim::AuditExperience { .. } => EvidenceKind::AuditExperience,
    };
    format!("/v1/candidates/{}/{}/{}", piece.candidate, kind.segment(), piece.id)
}

/// List a candidate's external certificates
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of them", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/external-certificates")]
pub async fn list_external_certificates(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    list(&state, caller.0, id.into_inner(), EvidenceKind::ExternalCertificate).await
}

/// List the courses that a candidate attended
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of them", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/course-attendances")]
pub async fn list_course_attendances(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    list(&state, caller.0, id.into_inner(), EvidenceKind::CourseAttendance).await
}

/// List a candidate's experience as an auditor
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "All of it", body = EvidenceListing)))]
#[get("/v1/candidates/{id}/audit-experience")]
pub async fn list_audit_experience(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    list(&state, caller.0, id.into_inner(), EvidenceKind::AuditExperience).await
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
pub async fn record_external_certificate(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewExternalCertificate>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    record(&state, sent, id.into_inner(), body.value.0).await
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
pub async fn record_course_attendance(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewCourseAttendance>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    record(&state, sent, id.into_inner(), body.value.0).await
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
pub async fn record_audit_experience(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewAuditExperience>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    record(&state, sent, id.into_inner(), body.value.0).await
}

/// The kind of evidence in an address.
fn parse_kind(segment: &str) -> Result<EvidenceKind, Error> {
    EvidenceKind::ALL.into_iter().find(|kind| kind.segment() == segment).ok_or(Error::NotFound("evidence"))
}

/// Read a piece of evidence
#[utoipa::path(tag = "evidence", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience)$", description = "The kind of evidence", example = "external-certificates"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 200, description = "The evidence", body = EvidenceView)))]
#[get("/v1/candidates/{id}/{kind}/{evidence_id}")]
pub async fn read_evidence(
    caller: Authenticated,
    path: Path<(String, String, String)>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, kind, evidence_id) = path.into_inner();
    let piece = state.read(Some(caller.0), move |work| evidence::find(work, &id, parse_kind(&kind)?, &evidence_id));
    Ok(HttpResponse::Ok().json(EvidenceView::from(&piece.await?)))
}

/// Attest to having checked evidence
///
/// For evidence that was recorded with `verified` false.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = AttestationRequest,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience)$", description = "The kind of evidence", example = "audit-experience"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 201, description = "The evidence as it is now", body = EvidenceView)))]
#[post("/v1/candidates/{id}/{kind}/{evidence_id}/verifications")]
pub async fn verify_evidence(
    request: HttpRequest,
    caller: Authenticated,
    path: Path<(String, String, String)>,
    key: IdempotencyKey,
    body: Body<Attestation>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, kind, evidence_id) = path.into_inner();
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let piece = evidence::verify(work, &id, parse_kind(&kind)?, &evidence_id, &body.value)?;
        created(address(&piece), &EvidenceView::from(&piece))
    })
    .await
}

/// Reject evidence
///
/// For registrars. From then on it counts for nothing; what was decided before stays decided.
#[utoipa::path(tag = "evidence", security(("bearer" = [])), request_body = RejectionRequest,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("kind" = String, Path, pattern = "^(external-certificates|course-attendances|audit-experience)$", description = "The kind of evidence", example = "external-certificates"),
        ("evidence_id" = String, Path, description = "The id of the evidence")
    ),
    responses((status = 201, description = "The evidence as it is now", body = EvidenceView)))]
#[post("/v1/candidates/{id}/{kind}/{evidence_id}/rejections")]
pub async fn reject_evidence(
    request: HttpRequest,
    caller: Authenticated,
    path: Path<(String, String, String)>,
    key: IdempotencyKey,
    body: Body<NewRejection>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, kind, evidence_id) = path.into_inner();
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let piece = evidence::reject(work, &id, parse_kind(&kind)?, &evidence_id, &body.value.0)?;
        created(address(&piece), &EvidenceView::from(&piece))
    })
    .await
}
