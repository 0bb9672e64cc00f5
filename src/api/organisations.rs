//! Organisations: public to read once a certificate is published, for bodies and registrars to register, for registrars
//! to change.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Path;
use actix_web::{HttpResponse, get, patch, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created};
use super::commands::{Change, Command, NoForm};
use super::questions::{Asker, Question};
use crate::error::Error;
use crate::http::authentication::MaybeAuthenticated;
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::organisations::{self, NewOrganisation, Organisation, OrganisationChanges};

view! {
    /// An organisation that is certified, or applies to be.
    pub struct OrganisationView(organisation: &Organisation) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name, in its own script.
        pub name: String,
        /// Its name in Latin letters, where it is written in others.
        pub latin_name: Option<String>,
        /// Where it is (ISO 3166-1).
        pub country: String,
        /// The part of the country.
        pub region: Option<String>,
        /// Its website.
        pub website: Option<String>,
        /// Its number in the company register of its country.
        pub registration_number: Option<String>,
        /// When it was registered here.
        pub registered_at: DateTime<Utc>,
        /// When its record was last changed.
        pub changed_at: DateTime<Utc>,
    }
}

/// The answer to what was recorded of an organisation.
pub(super) fn recorded(organisation: &Organisation) -> Result<StoredAnswer, Error> {
    created(address(organisation), &OrganisationView::of(organisation))
}

fn address(organisation: &Organisation) -> String {
    format!("/v1/organisations/{}", organisation.id)
}

/// Read an organisation
///
/// The id or slug of one that was found to be a duplicate leads to the one that it is; `Content-Location` names that one.
/// Before a certificate of it is published, registrars and the bodies that registered it or applied for a certificate of
/// it find it, with their token.
#[utoipa::path(tag = "organisations", security((), ("bearer" = [])),
    params(("id" = String, Path, description = "The organisation's id or slug", example = "tokyo-joho-k-k")),
    responses((status = 200, description = "The organisation", body = OrganisationView)))]
#[get("/v1/organisations/{id}")]
pub async fn read_organisation(id: Path<String>, question: Question<NoForm, MaybeAuthenticated>) -> Answer {
    let found = question.read(move |work| organisations::find_visible(work, &id)).await?;
    let mut response = HttpResponse::Ok().json(OrganisationView::of(&found));
    if let Ok(location) = HeaderValue::from_str(&address(&found)) {
        response.headers_mut().insert(header::CONTENT_LOCATION, location);
    }
    Ok(question.asker.told(response))
}

/// Register an organisation
///
/// It has no certificate yet. An application for a certificate may also name its organisation itself.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = NewOrganisation,
    responses((status = 201, description = "The organisation is registered", body = OrganisationView)))]
#[post("/v1/organisations")]
pub async fn create_organisation(command: Command<NewOrganisation>) -> Answer {
    command.create(move |work, new| recorded(&organisations::register_new(work, new.clone())?)).await
}

/// Change an organisation
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = OrganisationChanges,
    params(("id" = String, Path, description = "The organisation's id or slug")),
    responses((status = 200, description = "The organisation as it is now", body = OrganisationView)))]
#[patch("/v1/organisations/{id}")]
pub async fn change_organisation(id: Path<String>, change: Change<OrganisationChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |known: &Organisation| if_match.check(&OrganisationView::of(known));
            let changed = organisations::change(work, &id, unchanged, changes)?;
            Ok(OrganisationView::of(&changed))
        })
        .await
}
