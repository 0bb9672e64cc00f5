//! Evidence of all kinds, with its attestation and rejection.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::{DatabaseConnection, insert_all};
use super::rows::{Columns, Impossible, Rows, rows_with, values};
use super::schema::evidence;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, CourseId, EvidenceId};
use crate::scheme::evidence::{AuditRole, EvidenceKind, Standing};
use crate::scheme::organisation_certificate::number_key;
use crate::scheme::text::Word;

/// A piece of evidence on record.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = evidence)]
pub struct Evidence {
    pub id: EvidenceId,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    #[diesel(select_expression = (
        evidence::kind,
        (
            evidence::certification,
            evidence::number,
            evidence::awarded_on,
            evidence::expires_on,
            evidence::checked_on,
            evidence::checked_url,
        ),
        (evidence::course_id, evidence::completed_on),
        (evidence::organisation, evidence::role, evidence::it_environment, evidence::started_on, evidence::ended_on),
        (evidence::points, evidence::activity),
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
    pub attestation: Option<Attestation>,
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
        /// The last day on which it is valid; `None` where it never lapses.
        expires_on: Option<NaiveDate>,
        /// The day on which somebody looked up at its issuer's that it is valid, and the address where.
        checked_on: Option<NaiveDate>,
        checked_url: Option<String>,
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
    ContinuingEducation {
        points: u32,
        /// What was done.
        activity: String,
        /// By whom it was offered.
        organisation: String,
        completed_on: NaiveDate,
    },
}

/// The columns of a claim: its kind, and those of each kind.
type ClaimColumns = (
    EvidenceKind,
    (Option<Word>, Option<String>, Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>, Option<String>),
    (Option<CourseId>, Option<NaiveDate>),
    (Option<String>, Option<AuditRole>, Option<bool>, Option<NaiveDate>, Option<NaiveDate>),
    (Option<u32>, Option<String>),
);

composed!(Claim: ClaimColumns, |(kind, certificate, (course, completed_on), experience, (points, activity))| {
    match kind {
        EvidenceKind::ExternalCertificate => {
            let (certification, number, awarded_on, expires_on, checked_on, checked_url) = certificate;
            Ok(Self::ExternalCertificate {
                certification: certification.ok_or(Impossible("certification"))?,
                number: number.ok_or(Impossible("number"))?,
                awarded_on: awarded_on.ok_or(Impossible("awarded_on"))?,
                expires_on,
                checked_on,
                checked_url,
            })
        }
        EvidenceKind::CourseAttendance => Ok(Self::CourseAttendance {
            course: course.ok_or(Impossible("course_id"))?,
            completed_on: completed_on.ok_or(Impossible("completed_on"))?,
        }),
        EvidenceKind::AuditExperience => {
            let (organisation, role, it_environment, started_on, ended_on) = experience;
            Ok(Self::AuditExperience {
                organisation: organisation.ok_or(Impossible("organisation"))?,
                role: role.ok_or(Impossible("role"))?,
                it_environment: it_environment.ok_or(Impossible("it_environment"))?,
                started_on: started_on.ok_or(Impossible("started_on"))?,
                ended_on,
            })
        }
        EvidenceKind::ContinuingEducation => Ok(Self::ContinuingEducation {
            points: points.ok_or(Impossible("points"))?,
            activity: activity.ok_or(Impossible("activity"))?,
            organisation: experience.0.ok_or(Impossible("organisation"))?,
            completed_on: completed_on.ok_or(Impossible("completed_on"))?,
        }),
    }
});

impl Claim {
    #[must_use]
    pub const fn kind(&self) -> EvidenceKind {
        match self {
            Self::ExternalCertificate { .. } => EvidenceKind::ExternalCertificate,
            Self::CourseAttendance { .. } => EvidenceKind::CourseAttendance,
            Self::AuditExperience { .. } => EvidenceKind::AuditExperience,
            Self::ContinuingEducation { .. } => EvidenceKind::ContinuingEducation,
        }
    }

    /// Whether both are of one certificate of another issuer, however its number is written and whatever else is said of it.
    #[must_use]
    pub fn is_same_certificate(&self, other: &Self) -> bool {
        let of = |claim: &Self| match claim {
            Self::ExternalCertificate { certification, number, awarded_on, .. } => {
                Some((certification.clone(), number_key(number), *awarded_on))
            }
            _ => None,
        };
        of(self).is_some_and(|one| Some(one) == of(other))
    }

    /// Whether this says nothing that `recorded` does not: of a certificate, what is left out may stand there.
    #[must_use]
    pub fn repeats(&self, recorded: &Self) -> bool {
        let mut whole = self.clone();
        if let (
            Self::ExternalCertificate { expires_on, checked_on, checked_url, .. },
            Self::ExternalCertificate { expires_on: last, checked_on: checked, checked_url: at, .. },
        ) = (&mut whole, recorded)
        {
            *expires_on = expires_on.or(*last);
            *checked_on = checked_on.or(*checked);
            *checked_url = checked_url.take().or_else(|| at.clone());
        }
        whole == *recorded
    }

    fn columns(&self) -> ClaimColumns {
        let (certificate, course, experience, education) = Default::default();
        let kind = self.kind();
        match self.clone() {
            Self::ExternalCertificate { certification, number, awarded_on, expires_on, checked_on, checked_url } => {
                let certificate =
                    (Some(certification), Some(number), Some(awarded_on), expires_on, checked_on, checked_url);
                (kind, certificate, course, experience, education)
            }
            Self::CourseAttendance { course, completed_on } => {
                (kind, certificate, (Some(course), Some(completed_on)), experience, education)
            }
            Self::AuditExperience { organisation, role, it_environment, started_on, ended_on } => {
                let experience = (Some(organisation), Some(role), Some(it_environment), Some(started_on), ended_on);
                (kind, certificate, course, experience, education)
            }
            Self::ContinuingEducation { points, activity, organisation, completed_on } => {
                let experience = (Some(organisation), None, None, None, None);
                (kind, certificate, (None, Some(completed_on)), experience, (Some(points), Some(activity)))
            }
        }
    }
}

/// An attestation of having checked: "who, when, how".
#[derive(Clone, Debug, Queryable)]
pub struct Attestation {
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
        match (&self.rejection, &self.attestation) {
            (Some(rejection), _) => Standing::Rejected { reason: rejection.reason.clone() },
            (None, Some(_)) => Standing::Verified,
            (None, None) => Standing::Unverified,
        }
    }
}

pub fn insert(connection: &mut DatabaseConnection, pieces: &[Evidence]) -> Result<(), Error> {
    let rows = pieces.iter().map(|piece| {
        let (kind, certificate, (course, completed_on), experience, (points, activity)) = piece.claim.columns();
        let (certification, number, awarded_on, expires_on, checked_on, checked_url) = certificate;
        let (organisation, role, it_environment, started_on, ended_on) = experience;
        let attestation = piece.attestation.as_ref();
        values!(evidence: id = piece.id, candidate_id = piece.candidate, kind = kind,
            certification = certification, number = number, awarded_on = awarded_on,
            expires_on = expires_on, checked_on = checked_on, checked_url = checked_url, course_id = course,
            completed_on = completed_on, organisation = organisation, role = role, it_environment = it_environment,
            started_on = started_on, ended_on = ended_on, points = points.map(Column), activity = activity,
            recorded_by_body_id = piece.recorded_by_body,
            recorded_by = piece.recorded_by.clone(), recorded_at = Column(piece.recorded_at),
            verified_by = attestation.map(|one| one.by.clone()),
            verified_at = attestation.map(|one| Column(one.at)),
            verification_method = attestation.and_then(|one| one.method.clone()),
            verification_note = attestation.and_then(|one| one.note.clone()))
    });
    insert_all!(connection, evidence::table, rows);
    Ok(())
}

pub fn verify(connection: &mut DatabaseConnection, id: EvidenceId, attestation: &Attestation) -> Result<(), Error> {
    let change = values!(evidence: verified_by = &attestation.by, verified_at = Column(attestation.at),
        verification_method = &attestation.method, verification_note = &attestation.note);
    diesel::update(evidence::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn reject(connection: &mut DatabaseConnection, id: EvidenceId, rejection: &Rejection) -> Result<(), Error> {
    let change = values!(evidence: rejected_by = &rejection.by, rejected_at = Column(rejection.at),
        rejection_reason = &rejection.reason);
    diesel::update(evidence::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

/// All evidence of these records of candidates in the order of recording.
pub fn of_candidates(connection: &mut DatabaseConnection, candidates: &[CandidateId]) -> Result<Vec<Evidence>, Error> {
    let query = evidence::table.order(evidence::id).select(Evidence::columns());
    rows_with!(query, evidence::candidate_id = one of candidates, connection)
}
