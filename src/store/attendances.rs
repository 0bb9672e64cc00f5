//! Attendances that the organisation that ran the course says to be so: which pieces of evidence, and since when.

use std::collections::HashSet;

use diesel::prelude::*;

use super::candidates;
use super::column::Column;
use super::connection::DatabaseConnection;
use super::evidence::Evidence;
use super::page::{Page, PageRequest};
use super::rows::{Columns, Rows};
use super::schema::{attendances, evidence};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CandidateId, EvidenceId, TrainingOrganisationId};
use crate::scheme::numbers::CandidateNumber;

/// That a training organisation says of a piece of evidence that it is so.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = attendances)]
pub struct AttendanceRecord {
    #[diesel(column_name = evidence_id)]
    pub evidence: EvidenceId,
    #[diesel(column_name = training_organisation_id)]
    pub training_organisation: TrainingOrganisationId,
    pub recorded_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub recorded_at: Moment,
}

/// An attendance on record.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub evidence: Evidence,
    pub candidate_number: CandidateNumber,
    pub training_organisation: TrainingOrganisationId,
    pub recorded_at: Moment,
}

pub fn insert(connection: &mut DatabaseConnection, record: AttendanceRecord) -> Result<(), Error> {
    diesel::insert_into(attendances::table).values(record).execute(connection)?;
    Ok(())
}

/// The attendance that this piece of evidence is, if it is one of this organisation; without one, of any.
pub fn find(
    connection: &mut DatabaseConnection,
    id: EvidenceId,
    organisation: Option<TrainingOrganisationId>,
) -> Result<Option<Attendance>, Error> {
    let mut query = attendances::table.inner_join(evidence::table).filter(attendances::evidence_id.eq(id)).into_boxed();
    if let Some(organisation) = organisation {
        query = query.filter(attendances::training_organisation_id.eq(organisation));
    }
    let columns = (Evidence::columns(), attendances::training_organisation_id, attendances::recorded_at);
    let found = query.select(columns).rows(connection)?;
    Ok(numbered(connection, found)?.pop())
}

/// A page of the attendances of an organisation, or of all, in the order of recording.
pub fn list(
    connection: &mut DatabaseConnection,
    organisation: Option<TrainingOrganisationId>,
    request: &PageRequest,
) -> Result<Page<Attendance>, Error> {
    let mut query = attendances::table
        .inner_join(evidence::table)
        .filter(attendances::evidence_id.gt(request.after()))
        .order(attendances::evidence_id)
        .limit(request.rows())
        .into_boxed();
    if let Some(organisation) = organisation {
        query = query.filter(attendances::training_organisation_id.eq(organisation));
    }
    let columns = (Evidence::columns(), attendances::training_organisation_id, attendances::recorded_at);
    let found = query.select(columns).rows(connection)?;
    let found = numbered(connection, found)?;
    Ok(request.page(found, |one: &Attendance| one.evidence.id))
}

/// These, with the numbers of their candidates: of records that were merged, their own.
fn numbered(
    connection: &mut DatabaseConnection,
    found: Vec<(Evidence, TrainingOrganisationId, Moment)>,
) -> Result<Vec<Attendance>, Error> {
    let ids: Vec<CandidateId> = found.iter().map(|(evidence, ..)| evidence.candidate).collect();
    let known = candidates::find_many(connection, &ids, None)?;
    let attendance = |(evidence, training_organisation, recorded_at): (Evidence, _, _)| {
        let lost = || Error::Internal(format!("the candidate of evidence {} is lost", evidence.id));
        let candidate_number = known.get(&evidence.candidate).ok_or_else(lost)?.number;
        Ok(Attendance { evidence, candidate_number, training_organisation, recorded_at })
    };
    found.into_iter().map(attendance).collect()
}

/// Those of these candidates of whom the organisation has recorded an attendance.
pub fn known_among(
    connection: &mut DatabaseConnection,
    candidates: &[CandidateId],
    organisation: TrainingOrganisationId,
) -> Result<HashSet<CandidateId>, Error> {
    if candidates.is_empty() {
        return Ok(HashSet::new());
    }
    let known = attendances::table
        .inner_join(evidence::table)
        .filter(attendances::training_organisation_id.eq(organisation))
        .filter(evidence::candidate_id.eq_any(candidates))
        .select(evidence::candidate_id);
    Ok(known.rows(connection)?.into_iter().collect())
}
