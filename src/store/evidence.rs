//! Evidence of all kinds, with its attestation and rejection.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::{DatabaseConnection, insert_all};
use super::row::{Place, from_column, to_column};
use super::schema::evidence;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CourseId, EvidenceId};
use crate::scheme::evidence::{AuditRole, Standing};
use crate::scheme::text::Word;

/// A piece of evidence on record.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The record.
    pub id: EvidenceId,
    /// Of whom.
    pub candidate: CandidateId,
    /// What it says.
    pub claim: Claim,
    /// The body that recorded it; `None` when a registrar did.
    pub recorded_by_body: Option<BodyId>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Moment,
    /// Who checked it, when and how; `None` while nobody has.
    pub verification: Option<Verification>,
    /// Who rejected it, when and why; `None` while it stands.
    pub rejection: Option<Rejection>,
}

/// What a piece of evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A certificate that others awarded, or that is older than this registry.
    ExternalCertificate {
        /// Which certification.
        certification: Word,
        /// Its number there.
        number: String,
        /// The day of the award.
        awarded_on: NaiveDate,
    },
    /// A course completed.
    CourseAttendance {
        /// Which.
        course: CourseId,
        /// The last day of it.
        completed_on: NaiveDate,
    },
    /// A period of conducting audits.
    AuditExperience {
        /// For or in which organisation.
        organisation: String,
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

impl Claim {
    /// The kind's word in the table, in assessments and on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ExternalCertificate { .. } => "external_certificate",
            Self::CourseAttendance { .. } => "course_attendance",
            Self::AuditExperience { .. } => "audit_experience",
        }
    }
}

/// An attestation of having checked: "who, when, how".
#[derive(Clone, Debug)]
pub struct Verification {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// How.
    pub method: Option<String>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// A rejection: "a registrar may reject it later, with a reason".
#[derive(Clone, Debug)]
pub struct Rejection {
    /// Who.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

impl Evidence {
    /// Whether it counts.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (&self.rejection, &self.verification) {
            (Some(rejection), _) => Standing::Rejected { reason: rejection.reason.clone() },
            (None, Some(_)) => Standing::Verified,
            (None, None) => Standing::Unverified,
        }
    }
}

#[derive(Queryable)]
struct EvidenceRow {
    id: String,
    candidate_id: String,
    kind: String,
    certification: Option<String>,
    number: Option<String>,
    awarded_on: Option<NaiveDate>,
    course_id: Option<String>,
    completed_on: Option<NaiveDate>,
    organisation: Option<String>,
    role: Option<String>,
    it_environment: Option<bool>,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    recorded_by_body_id: Option<String>,
    recorded_by: String,
    recorded_at: NaiveDateTime,
    verified_by: Option<String>,
    verified_at: Option<NaiveDateTime>,
    verification_method: Option<String>,
    verification_note: Option<String>,
    rejected_by: Option<String>,
    rejected_at: Option<NaiveDateTime>,
    rejection_reason: Option<String>,
}

#[derive(Insertable, Default)]
#[diesel(table_name = evidence, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    candidate_id: String,
    kind: String,
    certification: Option<String>,
    number: Option<String>,
    awarded_on: Option<NaiveDate>,
    course_id: Option<String>,
    completed_on: Option<NaiveDate>,
    organisation: Option<String>,
    role: Option<String>,
    it_environment: Option<bool>,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    recorded_by_body_id: Option<String>,
    recorded_by: String,
    recorded_at: NaiveDateTime,
    verified_by: Option<String>,
    verified_at: Option<NaiveDateTime>,
    verification_method: Option<String>,
    verification_note: Option<String>,
}

impl From<&Evidence> for NewRow {
    fn from(piece: &Evidence) -> Self {
        let verification = piece.verification.as_ref();
        let common = Self {
            id: piece.id.to_string(),
            candidate_id: piece.candidate.to_string(),
            kind: piece.claim.kind().to_owned(),
            recorded_by_body_id: piece.recorded_by_body.map(|body| body.to_string()),
            recorded_by: piece.recorded_by.clone(),
            recorded_at: to_column(piece.recorded_at),
            verified_by: verification.map(|verification| verification.by.clone()),
            verified_at: verification.map(|verification| to_column(verification.at)),
            verification_method: verification.and_then(|verification| verification.method.clone()),
            verification_note: verification.and_then(|verification| verification.note.clone()),
            ..Self::default()
        };
        match &piece.claim {
            Claim::ExternalCertificate { certification, number, awarded_on } => Self {
                certification: Some(certification.as_str().to_owned()),
                number: Some(number.clone()),
                awarded_on: Some(*awarded_on),
                ..common
            },
            Claim::CourseAttendance { course, completed_on } => {
                Self { course_id: Some(course.to_string()), completed_on: Some(*completed_on), ..common }
            }
            Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => Self {
                organisation: Some(organisation.clone()),
                role: Some(role.as_str().to_owned()),
                it_environment: Some(*it_environment),
                started_on: Some(*started_on),
                ended_on: *ended_on,
                ..common
            },
        }
    }
}

/// Adds pieces of evidence.
pub fn insert(connection: &mut DatabaseConnection, pieces: &[Evidence]) -> Result<(), Error> {
    insert_all!(connection, evidence::table, pieces.iter().map(NewRow::from).collect::<Vec<_>>());
    Ok(())
}

/// Notes who checked a piece, when and how.
pub fn verify(connection: &mut DatabaseConnection, id: EvidenceId, verification: &Verification) -> Result<(), Error> {
    diesel::update(evidence::table.find(id.to_string()))
        .set((
            evidence::verified_by.eq(&verification.by),
            evidence::verified_at.eq(to_column(verification.at)),
            evidence::verification_method.eq(&verification.method),
            evidence::verification_note.eq(&verification.note),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes who rejected a piece, when and why.
pub fn reject(connection: &mut DatabaseConnection, id: EvidenceId, rejection: &Rejection) -> Result<(), Error> {
    diesel::update(evidence::table.find(id.to_string()))
        .set((
            evidence::rejected_by.eq(&rejection.by),
            evidence::rejected_at.eq(to_column(rejection.at)),
            evidence::rejection_reason.eq(&rejection.reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// All evidence of a candidate in the order of recording.
pub fn of_candidate(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Vec<Evidence>, Error> {
    let query = evidence::table.filter(evidence::candidate_id.eq(candidate.to_string())).order(evidence::id);
    query.load::<EvidenceRow>(connection)?.into_iter().map(from_row).collect()
}

/// All evidence of these candidates in the order of recording.
pub fn of_candidates(connection: &mut DatabaseConnection, candidates: &[CandidateId]) -> Result<Vec<Evidence>, Error> {
    // One candidate and many are two statements, so that each is prepared once.
    if let [only] = candidates {
        return of_candidate(connection, *only);
    }
    let ids: Vec<String> = candidates.iter().map(ToString::to_string).collect();
    let query = evidence::table.filter(evidence::candidate_id.eq_any(ids)).order(evidence::id);
    query.load::<EvidenceRow>(connection)?.into_iter().map(from_row).collect()
}

fn from_row(row: EvidenceRow) -> Result<Evidence, Error> {
    let place = Place { table: "evidence", row: &row.id };
    let claim = match row.kind.as_str() {
        "external_certificate" => Claim::ExternalCertificate {
            certification: place.value("certification", row.certification.and_then(|code| Word::parse(&code).ok()))?,
            number: place.value("number", row.number)?,
            awarded_on: place.value("awarded_on", row.awarded_on)?,
        },
        "course_attendance" => Claim::CourseAttendance {
            course: place.value("course_id", row.course_id.and_then(|id| CourseId::parse(&id)))?,
            completed_on: place.value("completed_on", row.completed_on)?,
        },
        "audit_experience" => Claim::AuditExperience {
            organisation: place.value("organisation", row.organisation)?,
            role: place.value("role", row.role.and_then(|role| AuditRole::parse(&role)))?,
            it_environment: place.value("it_environment", row.it_environment)?,
            started_on: place.value("started_on", row.started_on)?,
            ended_on: row.ended_on,
        },
        _ => place.value("kind", None)?,
    };
    let verification = row.verified_by.zip(row.verified_at).map(|(by, at)| Verification {
        by,
        at: from_column(at),
        method: row.verification_method,
        note: row.verification_note,
    });
    let rejection = row.rejected_by.zip(row.rejected_at).zip(row.rejection_reason);
    Ok(Evidence {
        id: place.value("id", EvidenceId::parse(&row.id))?,
        candidate: place.value("candidate_id", CandidateId::parse(&row.candidate_id))?,
        recorded_by_body: place.optional("recorded_by_body_id", row.recorded_by_body_id, |id| BodyId::parse(&id))?,
        recorded_by: row.recorded_by,
        recorded_at: from_column(row.recorded_at),
        rejection: rejection.map(|((by, at), reason)| Rejection { by, at: from_column(at), reason }),
        claim,
        verification,
    })
}
