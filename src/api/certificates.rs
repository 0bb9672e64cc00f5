//! Certificates: for the body whose results they were awarded on, and for registrars, who change their status.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use super::status_changes::{CertificateChangeRequest, CertificateSuspensionRequest, StatusChangeView};
use crate::error::Error;
use crate::http::view::view;
use crate::ids::CandidateId;
use crate::input::form::form;
use crate::registry::Work;
use crate::registry::certificates::{self, Certificate, status_word};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::Status;

view! {
    /// A certificate.
    pub struct CertificateView(
        certificate: &Certificate,
        as_of: NaiveDate,
        believed_at: Option<DateTime<Utc>>,
        held_since: Option<NaiveDate>,
    ) {
        let status = match believed_at {
            None => certificate.history().status_on(as_of),
            Some(moment) if moment < certificate.awarded_at => Status::NotYet,
            Some(moment) => certificate.history().believed_at(moment).status_on(as_of),
        };
        /// Its number.
        #[schema(example = "7K3M-9QXP-T2VZ")]
        pub number: String,
        /// `valid`, `suspended`, `withdrawn` or `expired`; `unknown` before its award.
        pub status: String = status_word(status),
        /// The day that the status speaks of.
        pub as_of: NaiveDate = as_of,
        /// What it certifies.
        pub qualification: String,
        /// Of which format the examination was.
        pub format: String,
        /// On which edition.
        pub edition: String,
        /// The holder's id.
        pub candidate_id: String = certificate.candidate,
        /// The result on which it was awarded.
        pub result_id: String = certificate.result,
        /// The body that registered the result; null when a registrar did.
        pub body_id: Option<String> = certificate.body,
        /// As of which day it is awarded.
        pub awarded_on: NaiveDate,
        /// The day on which the holder was awarded another certificate of the same qualification and edition that stands: two
        /// records of one candidate were merged, and this is the later one; null for every other.
        pub held_since: Option<NaiveDate> = held_since,
        /// Its last day, if it has one.
        pub expires_on: Option<NaiveDate>,
        /// When it was awarded.
        pub awarded_at: DateTime<Utc>,
    }

    /// The history of a certificate's status.
    pub struct HistoryView(certificate: &Certificate) {
        /// The certificate's number.
        pub number: String,
        /// The day from which it is valid.
        pub awarded_on: NaiveDate,
        /// When it was awarded.
        pub awarded_at: DateTime<Utc>,
        /// Its last day, if it has one.
        pub expires_on: Option<NaiveDate>,
        /// Every change since, in the order of recording.
        pub items: Vec<StatusChangeView> = &certificate.status_changes,
    }
}

form! {
    /// Which certificates are wanted.
    pub struct CertificateListQuery {
        /// Of this candidate, whichever record of it they were recorded for.
        pub candidate_id: Option<CandidateId>,
        /// Of this qualification.
        #[example("foundation")]
        pub qualification: Option<QualificationCode>,
    }
}

form! {
    /// Of which day, and as believed when.
    pub struct CertificateQuery {
        /// The day of which the status speaks; today when left out.
        pub on: Option<NaiveDate>,
        /// The status as the registry believed it at this instant (RFC 3339); now when left out.
        pub believed_at: Option<DateTime<Utc>>,
    }
}

/// List the certificates
///
/// A body sees those of its own results.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), params(CertificateListQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of award", body = Listing<CertificateView>)))]
#[get("/v1/certificates")]
pub async fn list_certificates(question: ListQuestion<CertificateListQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let page = certificates::list(work, query.candidate_id, query.qualification.clone(), part)?;
            let since = certificates::held_since(work, &page.items)?;
            Ok(page.map(|certificate| {
                let as_of = certificates::as_of(work, &certificate);
                CertificateView::of(&certificate, as_of, None, since.get(&certificate.id).copied())
            }))
        })
        .await
}

/// Read a certificate
///
/// With the status on a day, and as the registry believed it at an earlier instant.
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"), CertificateQuery),
    responses((status = 200, description = "The certificate", body = CertificateView)))]
#[get("/v1/certificates/{number}")]
pub async fn read_certificate(number: Path<String>, question: Question<CertificateQuery>) -> Answer {
    question
        .answer(move |work, query| {
            let certificate = certificates::find(work, &number)?;
            let as_of = query.on.unwrap_or_else(|| certificates::as_of(work, &certificate));
            let since = certificates::held_since(work, std::slice::from_ref(&certificate))?;
            Ok(CertificateView::of(&certificate, as_of, query.believed_at, since.get(&certificate.id).copied()))
        })
        .await
}

/// Read a certificate's history
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ")),
    responses((status = 200, description = "The history", body = HistoryView)))]
#[get("/v1/certificates/{number}/history")]
pub async fn read_certificate_history(number: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(HistoryView::of(certificates::find(work, &number)?))).await
}

fn change_status(work: &mut Work<'_>, number: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let certificate = certificates::change_status(work, number, change)?;
    let since = certificates::held_since(work, std::slice::from_ref(&certificate))?.remove(&certificate.id);
    let view = CertificateView::of(&certificate, certificates::as_of(work, &certificate), None, since);
    created_beside(format!("/v1/certificates/{}/history", certificate.number), &view)
}

/// Suspend a certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateSuspensionRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/suspensions")]
pub async fn suspend_certificate(number: Path<String>, command: Command<CertificateSuspensionRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &number, &new.suspension())).await
}

/// Reinstate a suspended certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/reinstatements")]
pub async fn reinstate_certificate(number: Path<String>, command: Command<CertificateChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &number, &new.reinstatement())).await
}

/// Withdraw a certificate
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = CertificateChangeRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is now", body = CertificateView)))]
#[post("/v1/certificates/{number}/withdrawals")]
pub async fn withdraw_certificate(number: Path<String>, command: Command<CertificateChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &number, &new.withdrawal())).await
}
