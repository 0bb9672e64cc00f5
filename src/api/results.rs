//! Results of sittings, their corrections and annulments.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created_as, refused, unchanged};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use super::warnings::Warned;
use crate::error::Error;
use crate::http::assessment::AssessmentView;
use crate::http::view::view;
use crate::registry::lettering::Warnings;
use crate::registry::results::{
    self, Annulment, Corrected, Marking, NewAnnulment, NewCorrection, NewResult, RegisteredResult, Registration,
    ResultQuery, ResultRequest,
};
use crate::scheme::assessment::Assessment;
use crate::scheme::numbers::CertificateNumber;

view! {
    /// The result of a sitting.
    pub struct ResultView(registered: &RegisteredResult) {
        let result = &registered.result;
        let certificate = registered.certificate.map(|number| CertificateReference::of(number, result.sat_on));
        let correction = result.correction.as_ref();
        let (marks, question_marks, marks_available, pass_mark) = match &result.marking {
            Marking::Declared => (None, None, None, None),
            Marking::Computed { marks, question_marks, marks_available, pass_mark } => {
                (Some(marks), question_marks.as_ref(), Some(marks_available), Some(pass_mark))
            }
        };
        /// Its id.
        pub id: String = result.id,
        /// The candidate's id.
        pub candidate_id: String = result.candidate,
        /// The body that registered it; null when a registrar did.
        pub body_id: Option<String> = result.body,
        /// Of which examination.
        pub qualification: String = &result.qualification,
        /// Its format: how the paper was built and marked.
        pub format: String = &result.format,
        /// The edition that the examination was based on.
        pub edition: String = &result.edition,
        /// The day of the sitting.
        pub sat_on: NaiveDate = result.sat_on,
        /// Whether the outcome was declared, because the papers of the format are not known.
        pub declared: bool = result.marking == Marking::Declared,
        /// The marks.
        pub marks: Option<u16> = marks,
        /// The marks of the single questions, where they were given.
        pub question_marks: Option<Vec<u16>> = question_marks,
        /// The most marks there were.
        pub marks_available: Option<u32> = marks_available,
        /// The marks needed to pass.
        pub pass_mark: Option<u16> = pass_mark,
        /// `pass` or `fail`.
        pub outcome: String = result.outcome,
        /// The certificate of this sitting; null on a fail.
        pub certificate: Option<CertificateReference> = certificate,
        /// The body's own reference.
        pub reference: Option<String> = &result.reference,
        /// The record that this one corrects.
        pub corrects_id: Option<String> = correction.map(|correction| correction.corrects),
        /// Why it was corrected.
        pub correction_reason: Option<String> = correction.map(|correction| &correction.reason),
        /// The record that corrects this one.
        pub corrected_by_id: Option<String> = registered.corrected_by,
        /// Who annulled it, when and why; null while it stands.
        pub annulment: Option<AnnulmentView> = result.annulment.as_ref(),
        /// Where it was annulled, or corrects a pass to a fail: the numbers of the certificates that rested on the pass. They stay
        /// as they are until a registrar decides of each.
        pub questioned_certificates: Vec<String> =
            registered.questioned.iter().map(ToString::to_string).collect::<Vec<_>>(),
        /// Who registered it.
        pub registered_by: String = &result.registered_by,
        /// When.
        pub registered_at: DateTime<Utc> = result.registered_at,
    }

    /// An annulment: there should never have been this result.
    pub struct AnnulmentView(annulment: &Annulment) {
        /// Who.
        pub annulled_by: String = &annulment.by,
        /// When.
        pub annulled_at: DateTime<Utc> = annulment.at,
        /// Why.
        pub reason: String,
    }

    /// The certificate of a sitting.
    pub struct CertificateReference(number: &CertificateNumber, awarded_on: NaiveDate) {
        /// Its number.
        #[schema(example = "7K3M-9QXP-T2VZ")]
        pub number: String = number,
        /// As of which day it is awarded.
        pub awarded_on: NaiveDate = awarded_on,
    }

    /// A result with the reasoned answer on which it was accepted.
    pub struct DecidedResultView(registered: &RegisteredResult, assessment: Option<&Assessment>) {
        /// The result.
        #[serde(flatten)]
        pub result: ResultView = registered,
        /// The reasoned answer of the rules; null once it has been erased.
        pub assessment: Option<AssessmentView> = assessment,
    }
}

/// List the results
///
/// A body sees those that it registered.
#[utoipa::path(tag = "results", security(("bearer" = [])), params(ResultQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ResultView>)))]
#[get("/v1/results")]
pub async fn list_results(question: ListQuestion<ResultQuery>) -> Answer {
    question.list(move |work, query, part| Ok(results::list(work, query, part)?.map(ResultView::of))).await
}

/// Register a result
///
/// The registry assesses the requirement as of the day of the sitting, computes the outcome from the marks and, on a
/// pass, awards the certificate: all at once or not at all. What the scheme does not allow is refused with the whole
/// assessment.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = ResultRequest,
    responses(
        (status = 201, description = "It is registered", body = Warned<DecidedResultView>),
        (status = 200, description = "The same result was registered before", body = Warned<DecidedResultView>)
    ))]
#[post("/v1/results")]
pub async fn create_result(command: Command<NewResult>) -> Answer {
    command
        .create(move |work, new| {
            let address = |registered: &RegisteredResult| format!("/v1/results/{}", registered.result.id);
            let (registration, warnings) = results::register(work, new)?;
            let warned = |registered: &RegisteredResult, assessment| {
                let warnings = if registered.certificate.is_some() { warnings } else { Warnings::new() };
                Warned::new(DecidedResultView::of(registered, assessment), &warnings)
            };
            match registration {
                Registration::Registered(registered, assessment) => {
                    warned(&registered, Some(&*assessment)).created(address(&registered))
                }
                Registration::Unchanged(registered, assessment) => {
                    unchanged(address(&registered), &warned(&registered, assessment.as_ref()))
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
            Ok(DecidedResultView::of(&registered, assessment.as_ref()))
        })
        .await
}

/// Correct a result
///
/// For registrars. The correction is a record of its own that points at the one it corrects. From fail to pass the
/// certificate is awarded; from pass to fail it is withdrawn as of its award.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = NewCorrection,
    params(("id" = String, Path, description = "The result's id")),
    responses((status = 201, description = "The correction", body = ResultView)))]
#[post("/v1/results/{id}/corrections")]
pub async fn correct_result(id: Path<String>, command: Command<NewCorrection>) -> Answer {
    command
        .create(move |work, new| match results::correct(work, &id, new)? {
            Corrected::Recorded(corrected) => {
                let id = corrected.result.id.to_string();
                let (registered, assessment) = results::find(work, &id)?;
                let read = DecidedResultView::of(&registered, assessment.as_ref());
                created_as(format!("/v1/results/{id}"), &ResultView::of(&*corrected), &read)
            }
            Corrected::Refused(refusal) => Ok(refused(Error::Refused(*refusal))),
        })
        .await
}

/// Annul a result
///
/// For registrars: there should never have been this result, because it is of the wrong person or the wrong day. It stays on
/// record, with all records that it corrects, and is annulled for good. Its certificate is withdrawn as of its award, and the
/// candidate is free to sit again, on the same day too.
#[utoipa::path(tag = "results", security(("bearer" = [])), request_body = NewAnnulment,
    params(("id" = String, Path, description = "The result's id")),
    responses((status = 201, description = "The result as it is now", body = ResultView)))]
#[post("/v1/results/{id}/annulments")]
pub async fn annul_result(id: Path<String>, command: Command<NewAnnulment>) -> Answer {
    command
        .create(move |work, new| {
            let annulled = ResultView::of(&results::annul(work, &id, new)?);
            let (registered, assessment) = results::find(work, &id)?;
            let read = DecidedResultView::of(&registered, assessment.as_ref());
            created_as(format!("/v1/results/{}", registered.result.id), &annulled, &read)
        })
        .await
}
