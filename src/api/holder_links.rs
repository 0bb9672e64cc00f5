//! The links that holders open their certificates with: for the body whose result a certificate was awarded on, and for
//! registrars. A link is shown once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::holder_links::{self, HolderLink, NewHolderLink};
use crate::scheme::numbers::CertificateNumber;

view! {
    /// A link that a holder opens the certificate with; without the link itself, which was shown once.
    pub struct HolderLinkView(link: &HolderLink, number: CertificateNumber, today: NaiveDate) {
        let revocation = link.revocation.as_ref();
        /// Its id, which opens nothing.
        pub id: String,
        /// The number of the certificate that it opens.
        #[schema(example = "7K3M-9QXP-T2VZ")]
        pub certificate_number: String = number,
        /// `active`, `revoked` or `expired`: an active one opens.
        pub state: String = link.state_on(today),
        /// Who issued it.
        pub issued_by: String,
        /// When.
        pub issued_at: DateTime<Utc>,
        /// The last day on which it opens, in UTC.
        pub expires_on: NaiveDate,
        /// Who revoked it; null if nobody did.
        pub revoked_by: Option<String> = revocation.map(|revocation| &revocation.by),
        /// When.
        pub revoked_at: Option<DateTime<Utc>> = revocation.map(|revocation| revocation.at),
    }
}

/// A link with its address, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct HolderLinkSecretView {
    /// The link.
    #[serde(flatten)]
    pub link: HolderLinkView,
    /// The address to give to the holder: keep it secret, whoever has it is taken for the holder. It cannot be shown
    /// again.
    pub url: String,
}

/// List the holder's links of a certificate
///
/// Those that open no more included.
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"), PartQuery),
    responses((status = 200, description = "A part of the list, in the order of issue", body = Listing<HolderLinkView>)))]
#[get("/v1/certificates/{number}/holder-links")]
pub async fn list_holder_links(number: Path<String>, question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| {
            let (number, page) = holder_links::list(work, &number, part)?;
            Ok(page.map(|link| HolderLinkView::of(link, number, work.today())))
        })
        .await
}

/// Read a holder's link
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(
        ("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"),
        ("id" = String, Path, description = "The link's id")
    ),
    responses((status = 200, description = "The link, without its address", body = HolderLinkView)))]
#[get("/v1/certificates/{number}/holder-links/{id}")]
pub async fn read_holder_link(path: Path<(String, String)>, question: Question) -> Answer {
    let (number, id) = path.into_inner();
    question
        .answer(move |work, _| {
            let (certificate, link) = holder_links::find(work, &number, &id)?;
            Ok(HolderLinkView::of(link, certificate.number, work.today()))
        })
        .await
}

/// Issue a holder's link
///
/// The answer has the link's address, which is shown this once. The holder opens it in a browser, without an account: to
/// see and share the certificate, and to decide whether the public register shows the name. It opens for a year, or up to
/// the day that is named, five years away at most. At most 20 links of a certificate open at the same time.
#[utoipa::path(tag = "certificates", security(("bearer" = [])), request_body = NewHolderLink,
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ")),
    responses((status = 201, description = "The link, with its address", body = HolderLinkSecretView)))]
#[post("/v1/certificates/{number}/holder-links")]
pub async fn issue_holder_link(number: Path<String>, command: Command<NewHolderLink>) -> Answer {
    let known = command.state.clone();
    command
        .create(move |work, new| {
            let (certificate, link, token) = holder_links::issue(work, &number, new)?;
            let location = format!("/v1/certificates/{}/holder-links/{}", certificate.number, link.id);
            let url = format!("{}/holder/{}", known.public_url, token.expose());
            let link = HolderLinkView::of(link, certificate.number, work.today());
            let shown = HolderLinkSecretView { link, url };
            created_as(location, &shown, &shown.link)
        })
        .await
}

/// Revoke a holder's link
///
/// It opens nothing from then on. Revoking it once more changes nothing.
#[utoipa::path(tag = "certificates", security(("bearer" = [])),
    params(
        ("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"),
        ("id" = String, Path, description = "The link's id")
    ),
    responses((status = 204, description = "It is revoked")))]
#[delete("/v1/certificates/{number}/holder-links/{id}")]
pub async fn revoke_holder_link(caller: Authenticated, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (number, id) = path.into_inner();
    state.write(caller.0, move |work| holder_links::revoke(work, &number, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
