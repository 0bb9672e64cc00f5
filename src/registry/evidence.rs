//! Evidence: "a body that records it attests to having checked it (who, when, how); a registrar may reject it later,
//! with a reason".

use serde_json::{Value, json};

use super::accredited_courses::AccreditedCourses;
use super::additions::Additions;
use super::bodies;
use super::candidates::{Candidate, find_referred};
use super::events::{Event, NewEvent};
use super::work::{Context, Work};
use crate::auth::permission::{Permission, Role};
use crate::error::{Code, Error};
use crate::ids::{BodyId, CandidateId, EvidenceId};
use crate::input::form::form;
use crate::scheme::evidence::Standing;
use crate::scheme::text::{Method, Note, Reason};
use crate::store::{candidates, evidence as kept};

pub(super) mod claims;

pub use crate::scheme::evidence::EvidenceKind;
pub use claims::NewClaim;
pub use kept::{Attestation, Claim, Evidence, Rejection};

impl EvidenceKind {
    /// The segment of the address.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::ExternalCertificate => "external-certificates",
            Self::CourseAttendance => "course-attendances",
            Self::AuditExperience => "audit-experience",
            Self::ContinuingEducation => "continuing-education",
        }
    }
}

form! {
    /// How evidence was checked.
    #[example({"method": "document_seen", "note": "The original was shown at the examination centre."})]
    #[derive(Default)]
    pub struct NewAttestation as "AttestationRequest" {
        /// How, in a word or two.
        pub method: Option<Method>,
        /// What else is to be said.
        pub note: Option<Note>,
    }
}

/// Whether a piece of evidence was on record before.
#[derive(Clone, Debug)]
pub enum Recorded {
    New(Evidence),
    /// The same was on record, and is what it was.
    Unchanged(Evidence),
}

/// Records a piece of evidence of a candidate. `attestation` says how it was checked; without one it is recorded
/// unverified and counts for nothing yet. The same evidence sent again is the same evidence, a rejected one included;
/// sent with an attestation, what was unverified is verified. A registrar may record it in the name of the body that
/// `body` is the id or slug of.
pub fn record(
    work: &mut Work<'_>,
    candidate: &str,
    new: NewClaim,
    attestation: Option<&NewAttestation>,
    body: Option<&str>,
) -> Result<Recorded, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let body = bodies::in_whose_name(work, &context.caller, body, "/body_id")?;
    let candidate = find_visible(work, candidate)?;
    let courses = AccreditedCourses::load(work, new.course().into_iter().map(str::to_owned).collect())?;
    let mut errors = Vec::new();
    let claim = claims::check(&context, Some(candidate.birth_date), new, &courses, "", &mut errors);
    let claim = claim.filter(|_| errors.is_empty()).ok_or(Error::Invalid(errors))?;
    let on_record = of_candidate(work, candidate.id)?;
    let mut additions = Additions::default();
    let recorded = enter(&context, &on_record, candidate.id, claim, attestation, body, &mut additions);
    additions.write(work.connection)?;
    Ok(recorded)
}

/// Enters a piece of evidence beside those `on_record`, and the event of it.
pub(super) fn enter(
    context: &Context<'_>,
    on_record: &[Evidence],
    candidate: CandidateId,
    claim: Claim,
    attestation: Option<&NewAttestation>,
    body: Option<BodyId>,
    additions: &mut Additions,
) -> Recorded {
    if let Some(same) = on_record.iter().find(|piece| repeats(context, &claim, piece)) {
        return Recorded::Unchanged(match (same.standing(), attestation) {
            (Standing::Unverified, Some(attestation)) => attest(context, same.clone(), attestation, additions),
            _ => same.clone(),
        });
    }
    let piece = Evidence {
        id: EvidenceId::new(context.now),
        candidate,
        claim,
        recorded_by_body: body,
        recorded_by: context.caller.principal.to_string(),
        recorded_at: context.now,
        attestation: attestation.map(|attestation| attested(context, attestation)),
        rejection: None,
    };
    let (data, personal_data) = told(&piece);
    additions.events.push(happened(context, "evidence_recorded", &piece, body, data, Some(&personal_data)));
    additions.evidence.push(piece.clone());
    Recorded::New(piece)
}

/// Whether this was on record before. A certificate that was rejected stays so, whatever else is said of it; only a registrar
/// records it anew, where something else is said.
fn repeats(context: &Context<'_>, claim: &Claim, recorded: &Evidence) -> bool {
    *claim == recorded.claim
        || match (&recorded.rejection, context.caller.role) {
            (None, _) => claim.repeats(&recorded.claim),
            (Some(_), Role::Registrar) => false,
            (Some(_), _) => claim.is_same_certificate(&recorded.claim),
        }
}

/// A candidate named in the address.
fn find_visible(work: &mut Work<'_>, candidate: &str) -> Result<Candidate, Error> {
    find_referred(work, candidate, "").map_err(|error| match error {
        Error::Refused(refusal) if refusal.code == Code::NotFound => Error::NotFound("candidate"),
        other => other,
    })
}

fn attested(context: &Context<'_>, attestation: &NewAttestation) -> kept::Attestation {
    kept::Attestation {
        by: context.caller.principal.to_string(),
        at: context.now,
        method: attestation.method.clone().map(String::from),
        note: attestation.note.clone().map(String::from),
    }
}

/// What the event tells of a piece of evidence, and what of it is personal.
fn told(piece: &Evidence) -> (Value, Value) {
    let verified = piece.attestation.is_some();
    let kind = piece.claim.kind().as_str();
    let candidate = piece.candidate.to_string();
    match &piece.claim {
        Claim::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url } => (
            json!({"evidence_kind": kind, "candidate_id": candidate, "verified": verified,
                "certification": certification, "awarded_on": awarded_on, "expires_on": expires_on, "checked_on": checked_on}),
            // The address of one certificate's page has its number.
            json!({"number": number, "checked_url": checked_url}),
        ),
        Claim::CourseAttendance { course, completed_on } => (
            json!({"evidence_kind": kind, "candidate_id": candidate, "verified": verified,
                "course_id": course.to_string(), "completed_on": completed_on}),
            json!({}),
        ),
        Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => (
            json!({"evidence_kind": kind, "candidate_id": candidate, "verified": verified, "role": role.as_str(),
                "it_environment": it_environment, "started_on": started_on, "ended_on": ended_on}),
            json!({"organisation": organisation}),
        ),
        Claim::ContinuingEducation { points, activity, organisation, completed_on } => (
            json!({"evidence_kind": kind, "candidate_id": candidate, "verified": verified, "points": points,
                "completed_on": completed_on}),
            json!({"activity": activity, "organisation": organisation}),
        ),
    }
}

fn happened(
    context: &Context<'_>,
    kind: &'static str,
    piece: &Evidence,
    body: Option<BodyId>,
    data: Value,
    personal_data: Option<&Value>,
) -> Event {
    let subject = ("evidence", piece.id.to_string());
    NewEvent { kind, subject, body, data, personal_data }.by(context)
}

/// All evidence of a candidate in the order of recording; of one kind, if it is given.
pub fn list(work: &mut Work<'_>, candidate: &str, kind: Option<EvidenceKind>) -> Result<Vec<Evidence>, Error> {
    let candidate = find_visible(work, candidate)?;
    let mut pieces = of_candidate(work, candidate.id)?;
    pieces.retain(|piece| kind.is_none_or(|kind| kind == piece.claim.kind()));
    Ok(pieces)
}

/// All evidence of a candidate and of what was merged into the record, in the order of recording.
pub(super) fn of_candidate(work: &mut Work<'_>, candidate: CandidateId) -> Result<Vec<Evidence>, Error> {
    let records = candidates::group(work.connection, candidate)?;
    kept::of_candidates(work.connection, &records)
}

/// One piece of evidence of a candidate.
pub fn find(work: &mut Work<'_>, candidate: &str, kind: EvidenceKind, id: &str) -> Result<Evidence, Error> {
    let id = EvidenceId::parse(id).ok_or(Error::NotFound("evidence"))?;
    list(work, candidate, Some(kind))?.into_iter().find(|piece| piece.id == id).ok_or(Error::NotFound("evidence"))
}

/// Attests to having checked a piece of evidence that was recorded unverified.
pub fn verify(
    work: &mut Work<'_>,
    candidate: &str,
    kind: EvidenceKind,
    id: &str,
    attestation: &NewAttestation,
) -> Result<Evidence, Error> {
    let piece = find(work, candidate, kind, id)?;
    if piece.rejection.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence was rejected, and stays rejected"));
    }
    if piece.attestation.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence is verified already"));
    }
    let mut additions = Additions::default();
    let piece = attest(&work.context(Permission::RegisterResults)?, piece, attestation, &mut additions);
    additions.write(work.connection)?;
    Ok(piece)
}

/// Enters that the caller has checked a piece that nobody had, and the event of it.
fn attest(
    context: &Context<'_>,
    mut piece: Evidence,
    attestation: &NewAttestation,
    additions: &mut Additions,
) -> Evidence {
    let attested = attested(context, attestation);
    additions.attestations.push((piece.id, attested.clone()));
    piece.attestation = Some(attested);
    let data = json!({"candidate_id": piece.candidate.to_string()});
    let body = context.caller.body().or(piece.recorded_by_body);
    additions.events.push(happened(context, "evidence_verified", &piece, body, data, None));
    piece
}

/// Rejects a piece of evidence, with a reason: from now on it counts for nothing.
pub fn reject(
    work: &mut Work<'_>,
    candidate: &str,
    kind: EvidenceKind,
    id: &str,
    reason: &Reason,
) -> Result<Evidence, Error> {
    let context = work.context(Permission::Administer)?;
    let mut piece = find(work, candidate, kind, id)?;
    if piece.rejection.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence was rejected before"));
    }
    let rejection = kept::Rejection {
        by: context.caller.principal.to_string(),
        at: context.now,
        reason: reason.as_str().to_owned(),
    };
    kept::reject(work.connection, piece.id, &rejection)?;
    piece.rejection = Some(rejection);
    let data = json!({"candidate_id": piece.candidate.to_string()});
    let personal_data = json!({"reason": reason.as_str()});
    let event = happened(&context, "evidence_rejected", &piece, piece.recorded_by_body, data, Some(&personal_data));
    work.append(event)?;
    Ok(piece)
}
