//! Results of sittings, and their corrections.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answers::{Sent, create, created, created_as, refused, unchanged};
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::error::Error;
use crate::http::assessment::AssessmentView;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::CandidateId;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::results::{
    self, Corrected, Marking, NewCorrection, NewResult, NewSitting, RegisteredResult, Registration, ResultQuery,
};
use crate::scheme::Complaint;
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::QualificationCode;
use crate::scheme::exam::Outcome;
use crate::scheme::text::{Reason, Reference, Word, line};

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

/// A result as it is submitted.
#[derive(ToSchema)]
#[schema(example = json!({"candidate_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "qualification": "foundation", "sat_on": "2024-05-17", "marks": 31, "reference": "2024-05-17/0042"}))]
pub struct ResultRequest {
    /// The candidate's id.
    pub candidate_id: String,
    /// Of which examination.
    pub qualification: String,
    /// The day of the sitting.
    pub sat_on: NaiveDate,
    /// The marks; needed for every edition whose outcome is computed.
    pub marks: Option<i64>,
    /// The marks of the single questions, for examinations that allow them; they add up to the marks.
    #[schema(max_items = 1000)]
    pub question_marks: Option<Vec<i64>>,
    /// The edition, which follows from the day; another one is refused.
    pub edition: Option<String>,
    /// `pass` or `fail`: by a registrar, for editions whose formats are not known.
    #[schema(pattern = "^(pass|fail)$")]
    pub declared_outcome: Option<String>,
    /// The body's own reference.
    #[schema(min_length = 1, max_length = 100)]
    pub reference: Option<String>,
    /// The body that examined: id or slug. For registrars; a body is always itself.
    pub body_id: Option<String>,
}

fn outcome(text: &str) -> Result<Outcome, Complaint> {
    Outcome::parse(text).ok_or_else(|| Complaint::new("unknown_word", "must be one of pass, fail"))
}

impl FromObject for NewResult {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let candidate = object.required("candidate_id", |text| line(text, 100));
        let qualification = object.required("qualification", |text| line(text, Word::LONGEST));
        let sat_on = object.required_date("sat_on");
        let marks = object.optional_integer("marks", i64::MIN..=i64::MAX);
        let question_marks = object.optional_array_of_integers("question_marks", 0..=1000, i64::MIN..=i64::MAX);
        let edition = object.optional("edition", |text| line(text, 20));
        let declared_outcome = object.optional("declared_outcome", outcome);
        let reference = object.optional("reference", Reference::parse);
        let body = object.optional("body_id", |text| line(text, 100));
        let sitting = NewSitting {
            qualification: qualification?,
            sat_on: sat_on?,
            marks,
            question_marks,
            edition,
            declared_outcome,
            reference,
        };
        Some(Self { candidate: candidate?, sitting, body })
    }
}

/// A correction of a result.
#[derive(ToSchema)]
#[schema(example = json!({"marks": 27, "reason": "One answer sheet was read upside down."}))]
pub struct CorrectionRequest {
    /// The right marks; needed for every edition whose outcome is computed.
    pub marks: Option<i64>,
    /// The right marks of the single questions.
    #[schema(max_items = 1000)]
    pub question_marks: Option<Vec<i64>>,
    /// The right outcome, for a result that was recorded as declared.
    #[schema(pattern = "^(pass|fail)$")]
    pub declared_outcome: Option<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

impl FromObject for NewCorrection {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let marks = object.optional_integer("marks", i64::MIN..=i64::MAX);
        let question_marks = object.optional_array_of_integers("question_marks", 0..=1000, i64::MIN..=i64::MAX);
        let declared_outcome = object.optional("declared_outcome", outcome);
        let reason = object.required("reason", Reason::parse);
        Some(Self { marks, question_marks, declared_outcome, reason: reason? })
    }
}

/// Which results are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `ResultListQuery` reads")]
pub struct ResultParameters {
    /// Of this candidate.
    #[param(nullable = false)]
    candidate_id: Option<String>,
    /// Of this examination.
    #[param(example = "foundation", nullable = false)]
    qualification: Option<String>,
    /// With this reference of the body's own.
    #[param(min_length = 1, max_length = 100, nullable = false)]
    reference: Option<String>,
}

/// Which results are wanted, as it is read.
pub struct ResultListQuery {
    query: ResultQuery,
    list: PartQuery,
}

/// The id of a candidate in a query.
pub(super) fn candidate_id(text: &str) -> Result<CandidateId, Complaint> {
    CandidateId::parse(text).ok_or_else(|| Complaint::new("not_an_id", "is not the id of a candidate"))
}

/// The code of a qualification in a query.
pub(super) fn qualification_code(text: &str) -> Result<QualificationCode, Complaint> {
    line(text, Word::LONGEST).map(QualificationCode::new)
}

impl FromObject for ResultListQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let candidate = object.optional("candidate_id", candidate_id);
        let qualification = object.optional("qualification", qualification_code);
        let reference = object.optional("reference", |text| line(text, Reference::LONGEST));
        let list = PartQuery::from_object(object);
        Some(Self { query: ResultQuery { candidate, qualification, reference }, list: list? })
    }
}

/// List the results
///
/// A body sees those that it registered.
#[utoipa::path(tag = "results", security(("bearer" = [])), params(ResultParameters, PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ResultView>)))]
#[get("/v1/results")]
pub async fn list_results(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<ResultListQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let ResultListQuery { query, list } = query.0;
    let part = list.request(&request)?;
    let page = state.read(Some(caller.0), move |work| results::list(work, &query, &part)).await?;
    Ok(lists::answer(&request, page.map(|registered| ResultView::from(&registered))))
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
pub async fn create_result(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewResult>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let address = |registered: &RegisteredResult| format!("/v1/results/{}", registered.result.id);
        match results::register(work, &body.value)? {
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
pub async fn read_result(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (registered, assessment) = state.read(Some(caller.0), move |work| results::find(work, &id)).await?;
    Ok(HttpResponse::Ok().json(DecidedResultView::new(&registered, assessment.as_ref())))
}

/// Correct a result
///
/// For registrars. The correction is a record of its own that points at the one it corrects. From fail to pass the
/// certificate is awarded; from pass to fail it is withdrawn as of its award.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = CorrectionRequest,
    params(("id" = String, Path, description = "The result's id")),
    responses((status = 201, description = "The correction", body = ResultView)))]
#[post("/v1/results/{id}/corrections")]
pub async fn correct_result(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewCorrection>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| match results::correct(work, &id, &body.value)? {
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
