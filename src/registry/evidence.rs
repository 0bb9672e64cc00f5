//! Evidence: "a body that records it attests to having checked it (who, when, how); a registrar may reject it later,
//! with a reason".

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::candidates::{Candidate, before_birth, find_referred};
use super::events::NewEvent;
use super::training;
use super::work::Work;
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error, InputError};
use crate::ids::{BodyId, EvidenceId};
use crate::scheme::evidence::{AuditRole, Standing};
use crate::scheme::text::{ForeignNumber, Method, Note, Reason, Title, Word};
use crate::store::evidence as kept;

pub use kept::{Claim, Evidence};

/// The kinds of evidence, each with its address under a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// `external-certificates`
    ExternalCertificate,
    /// `course-attendances`
    CourseAttendance,
    /// `audit-experience`
    AuditExperience,
}

impl EvidenceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ExternalCertificate, Self::CourseAttendance, Self::AuditExperience];

    /// The word in assessments and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ExternalCertificate => "external_certificate",
            Self::CourseAttendance => "course_attendance",
            Self::AuditExperience => "audit_experience",
        }
    }

    /// The segment of the address.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::ExternalCertificate => "external-certificates",
            Self::CourseAttendance => "course-attendances",
            Self::AuditExperience => "audit-experience",
        }
    }
}

/// What a new piece of evidence says.
#[derive(Clone, Debug)]
pub enum NewClaim {
    /// A certificate that others awarded, or that is older than this registry.
    ExternalCertificate {
        /// Which certification.
        certification: Word,
        /// Its number there.
        number: ForeignNumber,
        /// The day of the award.
        awarded_on: NaiveDate,
    },
    /// A course completed.
    CourseAttendance {
        /// Which: id or slug.
        course: String,
        /// The last day of it.
        completed_on: NaiveDate,
    },
    /// A period of conducting audits.
    AuditExperience {
        /// For or in which organisation.
        organisation: Title,
        /// In which role.
        role: AuditRole,
        /// Whether in an IT environment.
        it_environment: bool,
        /// The first day.
        started_on: NaiveDate,
        /// The last day; `None` while it goes on.
        ended_on: Option<NaiveDate>,
    },
}

/// How evidence was checked, as the caller attests it.
#[derive(Clone, Debug, Default)]
pub struct Attestation {
    /// How.
    pub method: Option<Method>,
    /// What else is to be said.
    pub note: Option<Note>,
}

/// Whether a piece of evidence was on record before.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// It is new.
    New(Evidence),
    /// The same was on record, and is what it was.
    Unchanged(Evidence),
}

/// Records a piece of evidence of a candidate. `attestation` says how it was checked; without one it is recorded
/// unverified and counts for nothing yet. The same evidence sent again is the same evidence, a rejected one included;
/// sent with an attestation, what was unverified is verified.
pub fn record(
    work: &mut Work<'_>,
    candidate: &str,
    new: NewClaim,
    attestation: Option<&Attestation>,
) -> Result<Recorded, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let candidate = find_visible(work, candidate)?;
    let claim = check(work, &candidate, new)?;
    let on_record = kept::of_candidate(work.connection, candidate.id)?;
    if let Some(same) = on_record.into_iter().find(|piece| piece.claim == claim) {
        let same = match (same.standing(), attestation) {
            (Standing::Unverified, Some(attestation)) => attest(work, same, attestation)?,
            _ => same,
        };
        return Ok(Recorded::Unchanged(same));
    }
    let piece = Evidence {
        id: EvidenceId::new(work.now),
        candidate: candidate.id,
        claim,
        recorded_by_body: caller.body(),
        recorded_by: caller.principal.to_string(),
        recorded_at: work.now,
        verification: attestation.map(|attestation| verification(work, &caller, attestation)),
        rejection: None,
    };
    kept::insert(work.connection, &piece)?;
    let (data, personal_data) = told(&piece);
    append(work, "evidence_recorded", &piece, caller.body(), data, Some(&personal_data))?;
    Ok(Recorded::New(piece))
}

/// A candidate named in the address.
fn find_visible(work: &mut Work<'_>, candidate: &str) -> Result<Candidate, Error> {
    find_referred(work, candidate, "").map_err(|error| match error {
        Error::Refused(refusal) if refusal.code == Code::NotFound => Error::NotFound("candidate"),
        other => other,
    })
}

fn verification(work: &Work<'_>, caller: &Caller, attestation: &Attestation) -> kept::Verification {
    kept::Verification {
        by: caller.principal.to_string(),
        at: work.now,
        method: attestation.method.clone().map(String::from),
        note: attestation.note.clone().map(String::from),
    }
}

/// Checks that the days are possible and that what is referred to exists.
fn check(work: &mut Work<'_>, candidate: &Candidate, new: NewClaim) -> Result<Claim, Error> {
    let mut errors = Vec::new();
    let claim = match new {
        NewClaim::ExternalCertificate { certification, number, awarded_on } => {
            check_day(work, candidate, awarded_on, "/awarded_on", &mut errors);
            Some(Claim::ExternalCertificate { certification, number: number.into(), awarded_on })
        }
        NewClaim::CourseAttendance { course, completed_on } => {
            check_day(work, candidate, completed_on, "/completed_on", &mut errors);
            match training::find_course(work, &course) {
                Ok(course) => Some(Claim::CourseAttendance { course: course.id, completed_on }),
                Err(Error::NotFound(_)) => {
                    let detail = "there is no course with this id or slug";
                    errors.push(InputError::new("/course_id", "unknown_reference", detail));
                    None
                }
                Err(other) => return Err(other),
            }
        }
        NewClaim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
            check_day(work, candidate, started_on, "/started_on", &mut errors);
            if let Some(ended_on) = ended_on {
                check_day(work, candidate, ended_on, "/ended_on", &mut errors);
                if ended_on < started_on {
                    let detail = "lies before `started_on`";
                    errors.push(InputError::new("/ended_on", "ends_before_it_begins", detail));
                }
            }
            let organisation = organisation.into();
            Some(Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on })
        }
    };
    claim.filter(|_| errors.is_empty()).ok_or(Error::Invalid(errors))
}

fn check_day(work: &Work<'_>, candidate: &Candidate, day: NaiveDate, pointer: &str, errors: &mut Vec<InputError>) {
    if day > work.latest_day() {
        errors.push(InputError::new(
            pointer,
            "in_the_future",
            "lies in the future; what has not happened is no evidence",
        ));
    }
    errors.extend(before_birth(candidate, day, pointer));
}

/// What the event tells of a piece of evidence, and what of it is personal.
fn told(piece: &Evidence) -> (Value, Value) {
    let verified = piece.verification.is_some();
    let kind = piece.claim.kind();
    let candidate = piece.candidate.to_string();
    match &piece.claim {
        Claim::ExternalCertificate { certification, number, awarded_on } => (
            json!({"evidence_kind": kind, "candidate_id": candidate, "verified": verified,
                "certification": certification, "awarded_on": awarded_on}),
            json!({"number": number}),
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
    }
}

fn append(
    work: &mut Work<'_>,
    kind: &'static str,
    piece: &Evidence,
    body: Option<BodyId>,
    data: Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let subject = ("evidence", piece.id.to_string());
    work.record(Permission::RegisterResults, NewEvent { kind, subject, body, data, personal_data })
}

/// All evidence of a candidate in the order of recording; of one kind, if it is given.
pub fn list(work: &mut Work<'_>, candidate: &str, kind: Option<EvidenceKind>) -> Result<Vec<Evidence>, Error> {
    let candidate = find_visible(work, candidate)?;
    let mut pieces = kept::of_candidate(work.connection, candidate.id)?;
    pieces.retain(|piece| kind.is_none_or(|kind| kind.as_str() == piece.claim.kind()));
    Ok(pieces)
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
    attestation: &Attestation,
) -> Result<Evidence, Error> {
    let piece = find(work, candidate, kind, id)?;
    if piece.rejection.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence was rejected, and stays rejected"));
    }
    if piece.verification.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence is verified already"));
    }
    attest(work, piece, attestation)
}

/// Writes that the caller has checked a piece that nobody had, and the event of it.
fn attest(work: &mut Work<'_>, mut piece: Evidence, attestation: &Attestation) -> Result<Evidence, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let verification = verification(work, &caller, attestation);
    kept::verify(work.connection, piece.id, &verification)?;
    piece.verification = Some(verification);
    let data = json!({"candidate_id": piece.candidate.to_string()});
    append(work, "evidence_verified", &piece, caller.body().or(piece.recorded_by_body), data, None)?;
    Ok(piece)
}

/// Rejects a piece of evidence, with a reason: from now on it counts for nothing.
pub fn reject(
    work: &mut Work<'_>,
    candidate: &str,
    kind: EvidenceKind,
    id: &str,
    reason: &Reason,
) -> Result<Evidence, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let mut piece = find(work, candidate, kind, id)?;
    if piece.rejection.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this evidence was rejected before"));
    }
    let rejection =
        kept::Rejection { by: caller.principal.to_string(), at: work.now, reason: reason.as_str().to_owned() };
    kept::reject(work.connection, piece.id, &rejection)?;
    piece.rejection = Some(rejection);
    let data = json!({"candidate_id": piece.candidate.to_string()});
    let personal_data = json!({"reason": reason.as_str()});
    append(work, "evidence_rejected", &piece, piece.recorded_by_body, data, Some(&personal_data))?;
    Ok(piece)
}
