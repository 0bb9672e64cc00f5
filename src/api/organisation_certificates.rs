//! Organisation certificates: public once they are published; before that for the body that submitted and for registrars.

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use chrono::NaiveDate;
use requests::OrganisationCertificateRequest;
use views::{OrganisationCertificateHistoryView, OrganisationCertificateView};

use super::answers::{Answer, created_beside, dated_tag, unchanged};
use super::commands::{Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Asker, ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::MaybeAuthenticated;
use crate::input::form::form;
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::organisation_certificates::{
    self as certificates, NewOrganisationCertificate, OrganisationCertificate, OrganisationCertificateQuery, Outcome,
};

pub mod confirmation_files;
pub mod confirmations;
pub mod decisions;
pub mod requests;
pub mod views;

pub use requests::ScopeReviewRequest;

form! {
    /// Of which day.
    pub struct OrganisationCertificateDay {
        /// The day of which status, body and number speak; today when left out.
        pub on: Option<NaiveDate>,
    }
}

/// List the organisation certificates
///
/// Anybody sees the published ones. With a token, a body sees its own applications too, and a registrar all of them:
/// `?state=submitted` is what waits for a review.
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(OrganisationCertificateQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of submission", body = Listing<OrganisationCertificateView>)))]
#[get("/v1/organisation-certificates")]
pub async fn list_organisation_certificates(
    question: ListQuestion<OrganisationCertificateQuery, MaybeAuthenticated>,
) -> Answer {
    question
        .list(move |work, query, part| {
            let page = certificates::list(work, query, part)?;
            Ok(page.map(|shown| OrganisationCertificateView::of(shown, work)))
        })
        .await
}

/// Read an organisation certificate
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id"), OrganisationCertificateDay),
    responses((status = 200, description = "The certificate, or the application", body = OrganisationCertificateView)))]
#[get("/v1/organisation-certificates/{id}")]
pub async fn read_organisation_certificate(
    id: Path<String>,
    question: Question<OrganisationCertificateDay, MaybeAuthenticated>,
) -> Answer {
    let on = question.query.on;
    let found = question.read(move |work| {
        let shown = certificates::read(work, &id, on)?;
        tagged(work, &shown)
    });
    let (view, tag) = found.await?;
    Ok(question.asker.told(HttpResponse::Ok().insert_header((header::ETAG, tag)).json(view)))
}

/// Read an organisation certificate's history
///
/// What happened since it was issued, up to today, for anybody; the steps of the application and the words of every
/// change for the bodies that it concerns and for registrars.
#[utoipa::path(tag = "organisation certificates", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The certificate's id")),
    responses((status = 200, description = "The history", body = OrganisationCertificateHistoryView)))]
#[get("/v1/organisation-certificates/{id}/history")]
pub async fn read_organisation_certificate_history(
    id: Path<String>,
    question: Question<NoForm, MaybeAuthenticated>,
) -> Answer {
    question
        .answer(move |work, _| {
            let (shown, steps) = certificates::history(work, &id)?;
            Ok(OrganisationCertificateHistoryView::of(shown, steps))
        })
        .await
}

/// Submit an organisation certificate
///
/// For the body that audited, or for a registrar who names it. It is published once a registrar has agreed to its scope
/// statement. The very same submission again is answered with what is on record.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = OrganisationCertificateRequest,
    responses(
        (status = 201, description = "It is submitted, and waits for its review", body = OrganisationCertificateView),
        (status = 200, description = "The same was submitted before", body = OrganisationCertificateView)
    ))]
#[post("/v1/organisation-certificates")]
pub async fn submit_organisation_certificate(command: Command<NewOrganisationCertificate>) -> Answer {
    command
        .create(move |work, new| {
            let (certificate, outcome) = certificates::submit(work, new.clone())?;
            let (view, tag) = shown_now(work, &certificate)?;
            let address = format!("/v1/organisation-certificates/{}", certificate.id);
            let answer = match outcome {
                Outcome::New => created_beside(address, &view),
                Outcome::Unchanged => unchanged(address, &view),
            };
            Ok(StoredAnswer { tag: Some(tag), ..answer? })
        })
        .await
}

/// The record as it is after a write, and its tag.
fn shown_now(
    work: &mut Work<'_>,
    certificate: &OrganisationCertificate,
) -> Result<(OrganisationCertificateView, String), Error> {
    let shown = certificates::read(work, &certificate.id.to_string(), None)?;
    tagged(work, &shown)
}

fn tagged(work: &Work<'_>, shown: &certificates::Shown) -> Result<(OrganisationCertificateView, String), Error> {
    let view = OrganisationCertificateView::of(shown, work);
    let tag = dated_tag(&OrganisationCertificateView::of(shown, work).version(), &view)?;
    Ok((view, tag))
}
