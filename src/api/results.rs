//! Results of sittings, and their corrections.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created, created_as, refused, unchanged};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::assessment::AssessmentView;
use crate::ids::CandidateId;
use crate::input::fields::{Integer, Key, Line, text_fields};
use crate::input::form::{Several, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::results::{
    self, Corrected, Marking, NewCorrection, NewResult, NewSitting, RegisteredResult, Registration, ResultQuery,
};
use crate::scheme::Complaint;
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::QualificationCode;
use crate::scheme::exam::Outcome;
use crate::scheme::text::{Reason, Reference, Word};

/// The result of a sitting.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultView {
    /// Its id.
    pub id: String,
    /// The candidate's id.
    pub candidate_id: String,
    /// The body that registered it; null when a registrar did.
    pub body_id: Option<String>,
    /// Of which examination.
    pub qualification: String,
    /// The edition that the examination was based on, which follows from the day.
    pub edition: String,
    /// The day of the sitting.
    pub sat_on: NaiveDate,
    /// Whether the outcome was declared, because the formats of the edition are not known.
    pub declared: bool,
    /// The marks.
    pub marks: Option<u16>,
    /// The marks of the single questions, where they were given.
    pub question_marks: Option<Vec<u16>>,
    /// The most marks there were.
    pub marks_available: Option<u32>,
    /// The marks needed to pass.
    pub pass_mark: Option<u16>,
    /// `pass` or `fail`.
    pub outcome: String,
    /// The certificate of this sitting; null on a fail.
    pub certificate: Option<CertificateReference>,
    /// The body's own reference.
    pub reference: Option<String>,
    /// The record that this one corrects.
    pub corrects_id: Option<String>,
    /// Why it was corrected.
    pub correction_reason: Option<String>,
    /// The record that corrects this one.
    pub corrected_by_id: Option<String>,
    /// Who registered it.
    pub registered_by: String,
    /// When.
    pub registered_at: DateTime<Utc>,
}

/// The certificate of a sitting.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateReference {
    /// Its number.
    #[schema(example = "7K3M-9QXP-T2VC")]
    pub number: String,
    /// As of which day it is awarded.
    pub awarded_on: NaiveDate,
}

/// A result with the reasoned answer on which it was accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidedResultView {
    /// The result.
    #[serde(flatten)]
    pub result: ResultView,
    /// The reasoned answer of the rules; null once it has been erased.
    pub assessment: Option<AssessmentView>,
}

impl From<&RegisteredResult> for ResultView {
    fn from(registered: &RegisteredResult) -> Self {
        let result = &registered.result;
        let (marks, question_marks, marks_available, pass_mark) = match &result.marking {
            Marking::Declared => (None, None, None, None),
            Marking::Computed { marks, question_marks, marks_available, pass_mark } => {
                (Some(*marks), question_marks.clone(), Some(*marks_available), Some(*pass_mark))
            }
        };
        Self {
            id: result.id.to_string(),
            candidate_id: result.candidate.to_string(),
            body_id: result.body.map(|body| body.to_string()),
            qualification: result.qualification.as_str().to_owned(),
            edition: result.edition.as_str().to_owned(),
            sat_on: result.sat_on,
            declared: result.marking == Marking::Declared,
            marks,
            question_marks,
            marks_available,
            pass_mark,
            outcome: result.outcome.as_str().to_owned(),
            certificate: registered
                .certificate
                .map(|number| CertificateReference { number: number.to_string(), awarded_on: result.sat_on }),
            reference: result.reference.clone(),
            corrects_id: result.correction.as_ref().map(|correction| correction.corrects.to_string()),
            correction_reason: result.correction.as_ref().map(|correction| correction.reason.clone()),
            corrected_by_id: registered.corrected_by.map(|id| id.to_string()),
            registered_by: result.registered_by.clone(),
            registered_at: result.registered_at,
        }
    }
}

impl DecidedResultView {
    fn new(registered: &RegisteredResult, assessment: Option<&Assessment>) -> Self {
        Self { result: registered.into(), assessment: assessment.map(Into::into) }
    }
}

form! {
    /// A result as it is submitted.
    #[example({"candidate_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "qualification": "foundation", "sat_on": "2024-05-17", "marks": 31, "reference": "2024-05-17/0042"})]
    pub struct ResultRequest {
        /// The candidate's id.
        pub candidate as "candidate_id": Key,
        /// Of which examination.
        pub qualification: Key<{ Word::LONGEST }>,
        /// The day of the sitting.
        pub sat_on: NaiveDate,
        /// The marks; needed for every edition whose outcome is computed.
        pub marks: Option<Integer>,
        /// The marks of the single questions, for examinations that allow them; they add up to the marks.
        pub question_marks: Option<Several<Integer, 0, 1000>>,
        /// The edition, which follows from the day; another one is refused.
        pub edition: Option<Key<20>>,
        /// `pass` or `fail`: by a registrar, for editions whose formats are not known.
        pub declared_outcome: Option<Outcome>,
        /// The body's own reference.
        pub reference: Option<Reference>,
        /// The body that examined: id or slug. For registrars; a body is always itself.
        pub body as "body_id": Option<Key>,
    }
}

form! {
    /// A correction of a result.
    #[example({"marks": 27, "reason": "One answer sheet was read upside down."})]
    pub struct CorrectionRequest {
        /// The right marks; needed for every edition whose outcome is computed.
        pub marks: Option<Integer>,
        /// The right marks of the single questions.
        pub question_marks: Option<Several<Integer, 0, 1000>>,
        /// The right outcome, for a result that was recorded as declared.
        pub declared_outcome: Option<Outcome>,
        /// Why.
        pub reason: Reason,
    }
}

form! {
    /// Which results are wanted.
    pub struct ResultListQuery {
        /// Of this candidate.
        pub candidate_id: Option<CandidateId>,
        /// Of this examination.
        #[example("foundation")]
        pub qualification: Option<QualificationCode>,
        /// With this reference of the body's own.
        pub reference: Option<Line<{ Reference::LONGEST }>>,
    }
}

text_fields! {
    CandidateId: Self = candidate_id, {};
}

fn candidate_id(text: &str) -> Result<CandidateId, Complaint> {
    CandidateId::parse(text).ok_or_else(|| Complaint::new("not_an_id", "is not the id of a candidate"))
}

impl FromObject for NewResult {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let ResultRequest {
            candidate,
            qualification,
            sat_on,
            marks,
            question_marks,
            edition,
            declared_outcome,
            reference,
            body,
        } = FromObject::from_object(object)?;
        let sitting = NewSitting { qualification, sat_on, marks, question_marks, edition, declared_outcome, reference };
        Some(Self { candidate, sitting, body })
    }
}

impl FromObject for NewCorrection {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let CorrectionRequest { marks, question_marks, declared_outcome, reason } = FromObject::from_object(object)?;
        Some(Self { marks, question_marks, declared_outcome, reason })
    }
}

/// List the results
///
/// A body sees those that it registered.
#[utoipa::path(tag = "results", security(("bearer" = [])), params(ResultListQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ResultView>)))]
#[get("/v1/results")]
pub async fn list_results(question: ListQuestion<ResultListQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let ResultListQuery { candidate_id, qualification, reference } = query.clone();
            let query = ResultQuery { candidate: candidate_id, qualification, reference };
            Ok(results::list(work, &query, part)?.map(|registered| ResultView::from(&registered)))
        })
        .await
}

/// Register a result
///
/// The registry assesses the requirement as of the day of the sitting, computes the outcome from the marks and, on a
/// pass, awards the certificate: all at once or not at all. What the scheme does not allow is refused with the whole
/// assessment.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = ResultRequest,
    responses(
        (status = 201, description = "It is registered", body = DecidedResultView),
        (status = 200, description = "The same result was registered before", body = DecidedResultView)
    ))]
#[post("/v1/results")]
pub async fn create_result(command: Command<NewResult>) -> Answer {
    command
        .create(move |work, new| {
            let address = |registered: &RegisteredResult| format!("/v1/results/{}", registered.result.id);
            match results::register(work, new)? {
                Registration::Registered(registered, assessment) => {
                    created(address(&registered), &DecidedResultView::new(&registered, Some(&assessment)))
                }
                Registration::Unchanged(registered, assessment) => {
                    unchanged(address(&registered), &DecidedResultView::new(&registered, assessment.as_ref()))
                }
                Registration::Refused(refusal) => Ok(refused(Error::Refused(*refusal))),
            }
        })
        .await
}

/// Read a result
#[utoipa::path(tag = "results", security(("bearer" = [])),
    params(("id" = String, Path, description = "The result's id")),
    responses((status = 200, description = "The result", body = DecidedResultView)))]
#[get("/v1/results/{id}")]
pub async fn read_result(id: Path<String>, question: Question) -> Answer {
    question
        .answer(move |work, _| {
            let (registered, assessment) = results::find(work, &id)?;
            Ok(DecidedResultView::new(&registered, assessment.as_ref()))
        })
        .await
}

/// Correct a result
///
/// For registrars. The correction is a record of its own that points at the one it corrects. From fail to pass the
/// certificate is awarded; from pass to fail it is withdrawn as of its award.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = CorrectionRequest,
    params(("id" = String, Path, description = "The result's id")),
    responses((status = 201, description = "The correction", body = ResultView)))]
#[post("/v1/results/{id}/corrections")]
pub async fn correct_result(id: Path<String>, command: Command<NewCorrection>) -> Answer {
    command
        .create(move |work, new| match results::correct(work, &id, new)? {
            Corrected::Recorded(corrected) => {
                let id = corrected.result.id.to_string();
                let (registered, assessment) = results::find(work, &id)?;
                let read = DecidedResultView::new(&registered, assessment.as_ref());
                created_as(format!("/v1/results/{id}"), &ResultView::from(&*corrected), &read)
            }
            Corrected::Refused(refusal) => Ok(refused(Error::Refused(*refusal))),
        })
        .await
}
