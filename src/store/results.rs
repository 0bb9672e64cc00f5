//! Results of sittings, and the decisions on which they were accepted. A result is never edited.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::{Column, composed};
use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Impossible, Rows, narrow, rows_with, values};
use super::schema::{decisions, result_annulments, results};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, ResultId};
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::exam::Outcome;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = results)]
pub struct SittingResult {
    pub id: ResultId,
    #[diesel(column_name = candidate_id)]
    pub candidate: CandidateId,
    /// The body that registered it; `None` when a registrar did.
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    pub qualification: QualificationCode,
    pub format: FormatCode,
    pub edition: EditionCode,
    pub sat_on: NaiveDate,
    #[diesel(select_expression = (results::marks, results::question_marks, results::marks_available, results::pass_mark))]
    pub marking: Marking,
    pub outcome: Outcome,
    /// The body's own reference.
    pub reference: Option<String>,
    #[diesel(select_expression = (
        results::corrects_id.assume_not_null(),
        results::correction_reason.assume_not_null(),
    ).nullable())]
    pub correction: Option<Correction>,
    /// Which sitting of the candidate for the qualification on that day it is: the first, but for those that were annulled.
    pub sitting_number: u32,
    /// Who annulled it, when and why; `None` while it stands.
    #[diesel(select_expression = (
        result_annulments::reason,
        result_annulments::recorded_by,
        result_annulments::recorded_at,
    ).nullable())]
    pub annulment: Option<Annulment>,
    pub registered_by: String,
    pub registered_at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marking {
    /// By its marks, against the pass mark.
    Computed { marks: u16, question_marks: Option<Vec<u16>>, marks_available: u32, pass_mark: u16 },
    /// The outcome was declared, because the formats of the edition are not known.
    Declared,
}

#[derive(Clone, Debug, Queryable)]
pub struct Correction {
    /// The record that it replaces.
    pub corrects: ResultId,
    pub reason: String,
}

/// That there should never have been a result.
#[derive(Clone, Debug, Queryable)]
pub struct Annulment {
    pub reason: String,
    pub by: String,
    pub at: Moment,
}

composed!(Marking: (Option<i32>, Option<String>, Option<i32>, Option<i32>),
    |(marks, question_marks, marks_available, pass_mark)| {
    let Some(marks) = marks else { return Ok(Self::Declared) };
    let each = |joined: String| joined.split('+').map(|mark| mark.parse().ok()).collect::<Option<Vec<u16>>>();
    let question_marks = question_marks.map(|joined| each(joined).ok_or(Impossible("question_marks")));
    let available = marks_available.and_then(|marks| u32::try_from(marks).ok());
    let needed = pass_mark.and_then(|marks| u16::try_from(marks).ok());
    Ok(Self::Computed {
        marks: u16::try_from(marks).map_err(|_| Impossible("marks"))?,
        question_marks: question_marks.transpose()?,
        marks_available: available.ok_or(Impossible("marks_available"))?,
        pass_mark: needed.ok_or(Impossible("pass_mark"))?,
    })
});

/// A result with the reasoned answer on which it was accepted.
#[derive(Clone, Debug)]
pub struct DecidedResult {
    pub result: SittingResult,
    pub assessment: Assessment,
}

/// Adds results with their decisions. A second original of one candidate, qualification and day, or a second correction
/// of one record, violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, decided: Vec<DecidedResult>) -> Result<(), Error> {
    let reasoned = decided.iter().map(|one| {
        let assessment = serde_json::to_string(&one.assessment).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(values!(decisions: result_id = one.result.id, scheme_version = one.assessment.scheme_version.clone(),
            assessment = assessment))
    });
    let reasoned = reasoned.collect::<Result<Vec<_>, Error>>()?;
    let rows = decided.into_iter().map(|DecidedResult { result, .. }| {
        let (marks, question_marks, marks_available, pass_mark) = match &result.marking {
            Marking::Declared => (None, None, None, None),
            Marking::Computed { marks, question_marks, marks_available, pass_mark } => (
                Some(i32::from(*marks)),
                question_marks.as_ref().map(|each| each.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")),
                i32::try_from(*marks_available).ok(),
                Some(i32::from(*pass_mark)),
            ),
        };
        let (corrects, correction_reason) = result.correction.map(|one| (one.corrects, one.reason)).unzip();
        values!(results: id = result.id, candidate_id = result.candidate, body_id = result.body,
            qualification = result.qualification, format = result.format, edition = result.edition,
            sat_on = result.sat_on, marks = marks, question_marks = question_marks, marks_available = marks_available,
            pass_mark = pass_mark, outcome = result.outcome, reference = result.reference, corrects_id = corrects,
            correction_reason = correction_reason, sitting_number = Column(result.sitting_number),
            registered_by = result.registered_by, registered_at = Column(result.registered_at))
    });
    insert_all!(connection, results::table, rows);
    insert_all!(connection, decisions::table, reasoned);
    Ok(())
}

/// Annuls these records.
pub fn annul(connection: &mut DatabaseConnection, ids: &[ResultId], annulment: &Annulment) -> Result<(), Error> {
    let rows = ids.iter().map(|id| {
        values!(result_annulments: result_id = *id, reason = annulment.reason.clone(), recorded_by = annulment.by.clone(),
            recorded_at = Column(annulment.at))
    });
    insert_all!(connection, result_annulments::table, rows);
    Ok(())
}

/// The result with this id; of this body only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    id: ResultId,
    body: Option<BodyId>,
) -> Result<Option<SittingResult>, Error> {
    let query = results::table.left_join(result_annulments::table).select(SittingResult::columns());
    let mut query = query.filter(results::id.eq(id)).into_boxed();
    narrow!(query: results::body_id = body);
    query.row(connection)
}

/// The reasoned answer on which a result was accepted; `None` once it has been erased.
pub fn decision(connection: &mut DatabaseConnection, id: ResultId) -> Result<Option<Assessment>, Error> {
    let stored = decisions::table.find(id).select(decisions::assessment).row(connection)?;
    let read = |text: String| {
        serde_json::from_str(&text)
            .map_err(|error| Error::Internal(format!("decisions.assessment of row {id}: {error}")))
    };
    stored.map(read).transpose()
}

/// The results of these candidates in all qualifications, in the order of registration: originals and corrections.
pub fn of_candidates(
    connection: &mut DatabaseConnection,
    candidates: &[CandidateId],
) -> Result<Vec<SittingResult>, Error> {
    let query = results::table.left_join(result_annulments::table);
    let query = query.order(results::id).select(SittingResult::columns());
    rows_with!(query, results::candidate_id = one of candidates, connection)
}

/// The records that correct these, by what they correct.
pub fn corrections_of(
    connection: &mut DatabaseConnection,
    ids: &[ResultId],
) -> Result<HashMap<ResultId, ResultId>, Error> {
    let query = results::table.filter(results::corrects_id.eq_any(ids));
    let rows: Vec<_> = query.select((results::corrects_id.assume_not_null(), results::id)).rows(connection)?;
    Ok(rows.into_iter().collect())
}

#[derive(Clone, Debug, Default)]
pub struct ResultFilter {
    /// Registered by this body.
    pub body: Option<BodyId>,
    /// Of these records of a candidate.
    pub candidates: Option<Vec<CandidateId>>,
    pub qualification: Option<QualificationCode>,
    /// With this reference of the body's own.
    pub reference: Option<String>,
}

/// A page of results in the order of registration.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: &ResultFilter,
    request: &PageRequest,
) -> Result<Page<SittingResult>, Error> {
    let mut query =
        paged!(results::id, request).left_join(result_annulments::table).select(SittingResult::columns()).into_boxed();
    narrow!(query:
        results::body_id = filter.body,
        results::qualification = &filter.qualification,
        results::reference = &filter.reference
    );
    if let Some(candidates) = &filter.candidates {
        query = query.filter(results::candidate_id.eq_any(candidates));
    }
    Ok(request.page(query.rows(connection)?, |result: &SittingResult| result.id))
}
