//! Certificates: for the body whose results they were awarded on, and for registrars, who change their status.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use super::status_changes::{CertificateChangeRequest, CertificateSuspensionRequest, StatusChangeView};
use crate::error::Error;
use crate::http::view::view;
use crate::ids::CandidateId;
use crate::input::form::form;
use crate::registry::Work;
use crate::registry::certificates::{self, Beside, Certificate, status_word};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::questioned_certificates::{self, NewCertificateConfirmation, Questioned};
use crate::registry::renewals::{self, NewRenewal};
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::Status;

view! {
    /// A certificate.
    pub struct CertificateView(
        certificate: &Certificate,
        as_of: NaiveDate,
        believed_at: Option<DateTime<Utc>>,
        beside: &Beside,
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
        pub held_since: Option<NaiveDate> = beside.held_since,
        /// Its last day, if it has one.
        pub expires_on: Option<NaiveDate>,
        /// The number of the certificate that it renews.
        pub renews: Option<String> = beside.renewals.renews,
        /// The number of the certificate that renews it.
        pub renewed_by: Option<String> = beside.renewals.renewed_by,
        /// When it was awarded.
        pub awarded_at: DateTime<Utc>,
    }

    /// The history of a certificate's status.
    pub struct HistoryView(certificate: &Certificate, questioned: Option<&Questioned>) {
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
        /// That a result which it rested on stands no more, and what was decided; null for every other.
        pub questioned: Option<QuestionedView> = questioned,
    }

    /// That a result on which a certificate rested was annulled, or corrected to a fail.
    pub struct QuestionedView(questioned: &Questioned) {
        let decision = questioned.decision.as_ref();
        /// The result that was annulled, or the one that corrects it to a fail.
        pub result_id: String = questioned.result,
        /// Since when it is to be decided whether the certificate stands.
        pub questioned_at: DateTime<Utc> = questioned.recorded_at,
        /// `confirmed` or `withdrawn`; null until a registrar decides.
        pub decision: Option<String> = decision.map(|decision| &decision.what),
        /// Why.
        pub reason: Option<String> = decision.map(|decision| &decision.reason),
        /// Who decided.
        pub decided_by: Option<String> = decision.map(|decision| &decision.by),
        /// When.
        pub decided_at: Option<DateTime<Utc>> = decision.map(|decision| decision.at),
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
            let beside = certificates::beside(work, &page.items, |_, renewing| Ok(renewing))?;
            Ok(page.map(|certificate| {
                let as_of = certificates::as_of(work, &certificate);
                let beside = beside.get(&certificate.id).copied().unwrap_or_default();
                CertificateView::of(&certificate, as_of, None, &beside)
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
            let beside = certificates::beside_one(work, &certificate)?;
            Ok(CertificateView::of(&certificate, as_of, query.believed_at, &beside))
        })
        .await
}

/// Read a certificate's history
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ")),
    responses((status = 200, description = "The history", body = HistoryView)))]
#[get("/v1/certificates/{number}/history")]
pub async fn read_certificate_history(number: Path<String>, question: Question) -> Answer {
    question
        .answer(move |work, _| {
            let certificate = certificates::find(work, &number)?;
            let questioned = questioned_certificates::of(work, &certificate)?;
            Ok(HistoryView::of(&certificate, questioned.as_ref()))
        })
        .await
}

/// A certificate as it is now.
fn shown(work: &mut Work<'_>, certificate: &Certificate) -> Result<CertificateView, Error> {
    let beside = certificates::beside_one(work, certificate)?;
    Ok(CertificateView::of(certificate, certificates::as_of(work, certificate), None, &beside))
}

fn change_status(work: &mut Work<'_>, number: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let certificate = certificates::change_status(work, number, change)?;
    let view = shown(work, &certificate)?;
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

/// Renew a certificate
///
/// By what is on record of its holder: points of continuing education, or another examination that was passed. Where the
/// scheme renews certificates by an examination, registering its result does it. The certificate that renews is awarded on the
/// same result; its years begin where those of the one before end.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = NewRenewal,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate that renews it", body = CertificateView)))]
#[post("/v1/certificates/{number}/renewals")]
pub async fn renew_certificate(number: Path<String>, command: Command<NewRenewal>) -> Answer {
    command
        .create(move |work, new| {
            let renewed = renewals::renew(work, &number, new)?;
            created(format!("/v1/certificates/{}", renewed.number), &shown(work, &renewed)?)
        })
        .await
}

/// Confirm a certificate
///
/// For registrars: that it stands although a result that it rested on was annulled or corrected to a fail, as the list of what needs
/// a registrar says (`certificate_questioned`). Withdrawing it decides as well.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = NewCertificateConfirmation,
    params(("number" = String, Path, description = "The certificate's number, in any spelling")),
    responses((status = 201, description = "The certificate as it is", body = CertificateView)))]
#[post("/v1/certificates/{number}/confirmations")]
pub async fn confirm_certificate(number: Path<String>, command: Command<NewCertificateConfirmation>) -> Answer {
    command
        .create(move |work, new| {
            let certificate = questioned_certificates::confirm(work, &number, new)?;
            let view = shown(work, &certificate)?;
            created_beside(format!("/v1/certificates/{}/history", certificate.number), &view)
        })
        .await
}
