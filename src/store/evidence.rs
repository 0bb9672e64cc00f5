//! Evidence of all kinds, with its attestation and rejection.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::{DatabaseConnection, insert_all};
use super::rows::{Columns, Impossible, Rows};
use super::schema::evidence;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CourseId, EvidenceId};
use crate::scheme::evidence::{AuditRole, Standing};
use crate::scheme::text::Word;

/// A piece of evidence on record.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evidence)]
pub struct Evidence {
    pub id: EvidenceId,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    #[diesel(select_expression = (
        (evidence::kind, evidence::certification, evidence::number, evidence::awarded_on),
        (evidence::course_id, evidence::completed_on),
        (evidence::organisation, evidence::role, evidence::it_environment, evidence::started_on, evidence::ended_on),
    ))]
    pub claim: Claim,
    /// The body that recorded it; `None` when a registrar did.
    #[diesel(column_name = recorded_by_body_id)]
    pub recorded_by_body: Option<BodyId>,
    pub recorded_by: String,
    pub recorded_at: Moment,
    /// Who checked it, when and how; `None` while nobody has.
    #[diesel(select_expression = (
        evidence::verified_by.assume_not_null(),
        evidence::verified_at.assume_not_null(),
        evidence::verification_method,
        evidence::verification_note,
    ).nullable())]
    pub verification: Option<Verification>,
    /// Who rejected it, when and why; `None` while it stands.
    #[diesel(select_expression = (
        evidence::rejected_by.assume_not_null(),
        evidence::rejected_at.assume_not_null(),
        evidence::rejection_reason.assume_not_null(),
    ).nullable())]
    pub rejection: Option<Rejection>,
}

/// What a piece of evidence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A certificate that others awarded, or that is older than this registry.
    ExternalCertificate {
        certification: Word,
        number: String,
        awarded_on: NaiveDate,
    },
    CourseAttendance {
        course: CourseId,
        completed_on: NaiveDate,
    },
    AuditExperience {
        /// For or in which organisation.
        organisation: String,
        role: AuditRole,
        it_environment: bool,
        started_on: NaiveDate,
        /// The last day; `None` while it goes on.
        ended_on: Option<NaiveDate>,
    },
}

composed!(Claim: (
    (String, Option<Word>, Option<String>, Option<NaiveDate>),
    (Option<CourseId>, Option<NaiveDate>),
    (Option<String>, Option<AuditRole>, Option<bool>, Option<NaiveDate>, Option<NaiveDate>),
), |((kind, certification, number, awarded_on), (course, completed_on), experience)| {
    match kind.as_str() {
        "external_certificate" => Ok(Self::ExternalCertificate {
            certification: certification.ok_or(Impossible("certification"))?,
            number: number.ok_or(Impossible("number"))?,
            awarded_on: awarded_on.ok_or(Impossible("awarded_on"))?,
        }),
        "course_attendance" => Ok(Self::CourseAttendance {
            course: course.ok_or(Impossible("course_id"))?,
            completed_on: completed_on.ok_or(Impossible("completed_on"))?,
        }),
        "audit_experience" => {
            let (organisation, role, it_environment, started_on, ended_on) = experience;
            Ok(Self::AuditExperience {
                organisation: organisation.ok_or(Impossible("organisation"))?,
                role: role.ok_or(Impossible("role"))?,
                it_environment: it_environment.ok_or(Impossible("it_environment"))?,
                started_on: started_on.ok_or(Impossible("started_on"))?,
                ended_on,
            })
        }
        _ => Err(Impossible("kind")),
    }
});

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
#[derive(Clone, Debug, Queryable)]
pub struct Verification {
    pub by: String,
    pub at: Moment,
    pub method: Option<String>,
    pub note: Option<String>,
}

/// A rejection: "a registrar may reject it later, with a reason".
#[derive(Clone, Debug, Queryable)]
pub struct Rejection {
    pub by: String,
    pub at: Moment,
    pub reason: String,
}

impl Evidence {
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (&self.rejection, &self.verification) {
            (Some(rejection), _) => Standing::Rejected { reason: rejection.reason.clone() },
            (None, Some(_)) => Standing::Verified,
            (None, None) => Standing::Unverified,
        }
    }
}

pub fn insert(connection: &mut DatabaseConnection, pieces: &[Evidence]) -> Result<(), Error> {
    let rows = pieces.iter().map(|piece| {
        let (certification, number, awarded_on) = match &piece.claim {
            Claim::ExternalCertificate { certification, number, awarded_on } => {
                (Some(certification.clone()), Some(number.clone()), Some(*awarded_on))
            }
            _ => (None, None, None),
        };
        let (course, completed_on) = match &piece.claim {
            Claim::CourseAttendance { course, completed_on } => (Some(*course), Some(*completed_on)),
            _ => (None, None),
        };
        let (organisation, role, it_environment, started_on, ended_on) = match &piece.claim {
            Claim::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
                (Some(organisation.clone()), Some(*role), Some(*it_environment), Some(*started_on), *ended_on)
            }
            _ => (None, None, None, None, None),
        };
        let verification = piece.verification.as_ref();
        (
            evidence::id.eq(piece.id),
            evidence::candidate_id.eq(piece.candidate),
            evidence::kind.eq(piece.claim.kind()),
            evidence::certification.eq(certification),
            evidence::number.eq(number),
            evidence::awarded_on.eq(awarded_on),
            evidence::course_id.eq(course),
            evidence::completed_on.eq(completed_on),
            evidence::organisation.eq(organisation),
            evidence::role.eq(role),
            evidence::it_environment.eq(it_environment),
            evidence::started_on.eq(started_on),
            evidence::ended_on.eq(ended_on),
            evidence::recorded_by_body_id.eq(piece.recorded_by_body),
            evidence::recorded_by.eq(piece.recorded_by.clone()),
            evidence::recorded_at.eq(Column(piece.recorded_at)),
            evidence::verified_by.eq(verification.map(|one| one.by.clone())),
            evidence::verified_at.eq(verification.map(|one| Column(one.at))),
            evidence::verification_method.eq(verification.and_then(|one| one.method.clone())),
            evidence::verification_note.eq(verification.and_then(|one| one.note.clone())),
        )
    });
    insert_all!(connection, evidence::table, rows.collect::<Vec<_>>());
    Ok(())
}

pub fn verify(connection: &mut DatabaseConnection, id: EvidenceId, verification: &Verification) -> Result<(), Error> {
    diesel::update(evidence::table.find(id))
        .set((
            evidence::verified_by.eq(&verification.by),
            evidence::verified_at.eq(Column(verification.at)),
            evidence::verification_method.eq(&verification.method),
            evidence::verification_note.eq(&verification.note),
        ))
        .execute(connection)?;
    Ok(())
}

pub fn reject(connection: &mut DatabaseConnection, id: EvidenceId, rejection: &Rejection) -> Result<(), Error> {
    diesel::update(evidence::table.find(id))
        .set((
            evidence::rejected_by.eq(&rejection.by),
            evidence::rejected_at.eq(Column(rejection.at)),
            evidence::rejection_reason.eq(&rejection.reason),
        ))
        .execute(connection)?;
    Ok(())
}

/// All evidence of a candidate in the order of recording.
pub fn of_candidate(connection: &mut DatabaseConnection, candidate: CandidateId) -> Result<Vec<Evidence>, Error> {
    let query = evidence::table.filter(evidence::candidate_id.eq(candidate)).order(evidence::id);
    query.select(Evidence::columns()).rows(connection)
}

/// All evidence of these candidates in the order of recording.
pub fn of_candidates(connection: &mut DatabaseConnection, candidates: &[CandidateId]) -> Result<Vec<Evidence>, Error> {
    // One candidate and many are two statements, so that each is prepared once.
    if let [only] = candidates {
        return of_candidate(connection, *only);
    }
    let query = evidence::table.filter(evidence::candidate_id.eq_any(candidates)).order(evidence::id);
    query.select(Evidence::columns()).rows(connection)
}
