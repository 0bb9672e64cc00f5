//! Results of sittings, and the decisions on which they were accepted. A result is never edited.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::{DatabaseConnection, insert_all};
use super::page::{Page, PageRequest};
use super::row::{Place, from_column, to_column};
use super::schema::{decisions, results};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, ResultId};
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::{EditionCode, QualificationCode};
use crate::scheme::exam::Outcome;

/// The result of a sitting.
#[derive(Clone, Debug)]
pub struct SittingResult {
    /// The record.
    pub id: ResultId,
    /// Whose.
    pub candidate: CandidateId,
    /// The body that registered it; `None` when a registrar did.
    pub body: Option<BodyId>,
    /// Of which examination.
    pub qualification: QualificationCode,
    /// On which edition it was based.
    pub edition: EditionCode,
    /// The day of the sitting.
    pub sat_on: NaiveDate,
    /// How it was marked.
    pub marking: Marking,
    /// What it came to.
    pub outcome: Outcome,
    /// The body's own reference.
    pub reference: Option<String>,
    /// What it corrects, if it is a correction.
    pub correction: Option<Correction>,
    /// Who registered it.
    pub registered_by: String,
    /// When.
    pub registered_at: Moment,
}

/// How a paper was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marking {
    /// By its marks, against the pass mark.
    Computed {
        /// The marks.
        marks: u16,
        /// The marks of the single questions, where they were given.
        question_marks: Option<Vec<u16>>,
        /// The most marks there were.
        marks_available: u32,
        /// The marks needed to pass.
        pass_mark: u16,
    },
    /// The outcome was declared, because the formats of the edition are not known.
    Declared,
}

/// What a correction corrects, and why.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The record that it replaces.
    pub corrects: ResultId,
    /// Why.
    pub reason: String,
}

type ResultRow = (
    (String, String, Option<String>, String, String, NaiveDate),
    (Option<i32>, Option<String>, Option<i32>, Option<i32>, String),
    (Option<String>, Option<String>, Option<String>, String, NaiveDateTime),
);

macro_rules! columns {
    () => {
        (
            (
                results::id,
                results::candidate_id,
                results::body_id,
                results::qualification,
                results::edition,
                results::sat_on,
            ),
            (results::marks, results::question_marks, results::marks_available, results::pass_mark, results::outcome),
            (
                results::reference,
                results::corrects_id,
                results::correction_reason,
                results::registered_by,
                results::registered_at,
            ),
        )
    };
}

/// A result with the reasoned answer on which it was accepted.
#[derive(Clone, Debug)]
pub struct DecidedResult {
    /// The result.
    pub result: SittingResult,
    /// The answer.
    pub assessment: Assessment,
}

#[derive(Insertable)]
#[diesel(table_name = results, treat_none_as_default_value = false)]
struct NewRow {
    id: String,
    candidate_id: String,
    body_id: Option<String>,
    qualification: String,
    edition: String,
    sat_on: NaiveDate,
    marks: Option<i32>,
    question_marks: Option<String>,
    marks_available: Option<i32>,
    pass_mark: Option<i32>,
    outcome: String,
    reference: Option<String>,
    corrects_id: Option<String>,
    correction_reason: Option<String>,
    registered_by: String,
    registered_at: NaiveDateTime,
}

impl From<&SittingResult> for NewRow {
    fn from(result: &SittingResult) -> Self {
        let (marks, question_marks, marks_available, pass_mark) = match &result.marking {
            Marking::Declared => (None, None, None, None),
            Marking::Computed { marks, question_marks, marks_available, pass_mark } => (
                Some(i32::from(*marks)),
                question_marks.as_ref().map(|each| each.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")),
                i32::try_from(*marks_available).ok(),
                Some(i32::from(*pass_mark)),
            ),
        };
        Self {
            id: result.id.to_string(),
            candidate_id: result.candidate.to_string(),
            body_id: result.body.map(|body| body.to_string()),
            qualification: result.qualification.as_str().to_owned(),
            edition: result.edition.as_str().to_owned(),
            sat_on: result.sat_on,
            outcome: result.outcome.as_str().to_owned(),
            reference: result.reference.clone(),
            corrects_id: result.correction.as_ref().map(|correction| correction.corrects.to_string()),
            correction_reason: result.correction.as_ref().map(|correction| correction.reason.clone()),
            registered_by: result.registered_by.clone(),
            registered_at: to_column(result.registered_at),
            marks,
            question_marks,
            marks_available,
            pass_mark,
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
struct NewDecision {
    result_id: String,
    scheme_version: String,
    assessment: String,
}

/// Adds results with their decisions. A second original of one candidate, qualification and day, or a second correction
/// of one record, violates a constraint.
pub fn insert(connection: &mut DatabaseConnection, decided: &[DecidedResult]) -> Result<(), Error> {
    let rows = decided.iter().map(|one| NewRow::from(&one.result));
    insert_all!(connection, results::table, rows.collect::<Vec<_>>());
    let rows = decided.iter().map(|one| {
        let assessment = serde_json::to_string(&one.assessment).map_err(|error| Error::Internal(error.to_string()))?;
        let scheme_version = one.assessment.scheme_version.clone();
        Ok(NewDecision { result_id: one.result.id.to_string(), scheme_version, assessment })
    });
    insert_all!(connection, decisions::table, rows.collect::<Result<Vec<_>, Error>>()?);
    Ok(())
}

/// The result with this id; of this body only, if one is given.
pub fn find(
    connection: &mut DatabaseConnection,
    id: ResultId,
    body: Option<BodyId>,
) -> Result<Option<SittingResult>, Error> {
    let mut query = results::table.select(columns!()).filter(results::id.eq(id.to_string())).into_boxed();
    if let Some(body) = body {
        query = query.filter(results::body_id.eq(body.to_string()));
    }
    query.first::<ResultRow>(connection).optional()?.map(from_row).transpose()
}

/// The reasoned answer on which a result was accepted; `None` once it has been erased.
pub fn decision(connection: &mut DatabaseConnection, id: ResultId) -> Result<Option<Assessment>, Error> {
    let query = decisions::table.find(id.to_string()).select(decisions::assessment);
    let stored = query.first::<String>(connection).optional()?;
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
    let ids: Vec<String> = candidates.iter().map(ToString::to_string).collect();
    let query = results::table.order(results::id).select(columns!());
    // One candidate and many are two statements, so that each is prepared once.
    let rows = match &ids[..] {
        [only] => query.filter(results::candidate_id.eq(only)).load::<ResultRow>(connection)?,
        _ => query.filter(results::candidate_id.eq_any(&ids)).load::<ResultRow>(connection)?,
    };
    rows.into_iter().map(from_row).collect()
}

/// The records that correct these, by what they correct.
pub fn corrections_of(
    connection: &mut DatabaseConnection,
    ids: &[ResultId],
) -> Result<HashMap<ResultId, ResultId>, Error> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = results::table
        .filter(results::corrects_id.eq_any(ids))
        .select((results::corrects_id.assume_not_null(), results::id))
        .load::<(String, String)>(connection)?;
    rows.into_iter()
        .map(|(corrected, id)| {
            let place = Place { table: "results", row: &id };
            Ok((place.value("corrects_id", ResultId::parse(&corrected))?, place.value("id", ResultId::parse(&id))?))
        })
        .collect()
}

/// Which results are wanted.
#[derive(Clone, Debug, Default)]
pub struct ResultFilter {
    /// Registered by this body.
    pub body: Option<BodyId>,
    /// Of this candidate.
    pub candidate: Option<CandidateId>,
    /// Of this qualification.
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
    let mut query = results::table
        .select(columns!())
        .filter(results::id.gt(request.after()))
        .order(results::id)
        .limit(request.rows())
        .into_boxed();
    if let Some(body) = filter.body {
        query = query.filter(results::body_id.eq(body.to_string()));
    }
    if let Some(candidate) = filter.candidate {
        query = query.filter(results::candidate_id.eq(candidate.to_string()));
    }
    if let Some(qualification) = &filter.qualification {
        query = query.filter(results::qualification.eq(qualification.as_str().to_owned()));
    }
    if let Some(reference) = &filter.reference {
        query = query.filter(results::reference.eq(reference.clone()));
    }
    let rows = query.load::<ResultRow>(connection)?;
    request.page(rows, |row| row.0.0.clone()).try_map(from_row)
}

fn from_row(row: ResultRow) -> Result<SittingResult, Error> {
    let (
        (id, candidate, body, qualification, edition, sat_on),
        (marks, question_marks, marks_available, pass_mark, outcome),
        (reference, corrects, reason, registered_by, registered_at),
    ) = row;
    let place = Place { table: "results", row: &id };
    let marking = match marks {
        None => Marking::Declared,
        Some(marks) => Marking::Computed {
            marks: place.value("marks", u16::try_from(marks).ok())?,
            question_marks: place.optional("question_marks", question_marks, |joined| {
                joined.split('+').map(|mark| mark.parse().ok()).collect::<Option<Vec<u16>>>()
            })?,
            marks_available: place
                .value("marks_available", marks_available.and_then(|marks| u32::try_from(marks).ok()))?,
            pass_mark: place.value("pass_mark", pass_mark.and_then(|marks| u16::try_from(marks).ok()))?,
        },
    };
    let corrects = place.optional("corrects_id", corrects, |corrects| ResultId::parse(&corrects))?;
    Ok(SittingResult {
        id: place.value("id", ResultId::parse(&id))?,
        candidate: place.value("candidate_id", CandidateId::parse(&candidate))?,
        body: place.optional("body_id", body, |body| BodyId::parse(&body))?,
        qualification: QualificationCode::new(qualification),
        edition: EditionCode::new(edition),
        outcome: place.value("outcome", Outcome::parse(&outcome))?,
        correction: corrects.zip(reason).map(|(corrects, reason)| Correction { corrects, reason }),
        registered_at: from_column(registered_at),
        sat_on,
        marking,
        reference,
        registered_by,
    })
}
