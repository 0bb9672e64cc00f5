//! Links with which persons who have lost every passkey register another. A link is shown once.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::questions::Question;
use crate::clock::Moment;
use crate::error::Error;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::persons::sign_in_links::{self, SignInLink};
use crate::secret::Secret;

view! {
    /// A link with which a person who has lost every passkey registers another; without its address, which was shown once.
    pub struct SignInLinkView(link: &SignInLink, now: Moment) {
        /// Its id, which opens nothing.
        pub id: String,
        /// Whom it lets in.
        pub person_id: String = link.person,
        /// Who asked for it.
        pub requested_by: String,
        /// When.
        pub requested_at: DateTime<Utc>,
        /// Who agreed to it, where two decide; null as long as nobody has, and where one decides.
        pub agreed_by: Option<String>,
        /// `waiting` for a second administrator, `open`, `used` or `expired`.
        pub state: String = link.state_at(now),
        /// Until when it opens; null as long as it waits.
        pub expires_at: Option<DateTime<Utc>>,
    }
}

/// A link with its address, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct SignInLinkSecretView {
    /// The link.
    #[serde(flatten)]
    pub link: SignInLinkView,
    /// The address to give to the person: keep it secret, whoever has it registers a passkey as the person. It cannot be shown
    /// again. Null as long as the link waits for a second administrator, who is shown it.
    pub url: Option<String>,
}

/// Read a sign-in link
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The person's id"),
        ("link_id" = String, Path, description = "The link's id")
    ),
    responses((status = 200, description = "The link, without its address", body = SignInLinkView)))]
#[get("/v1/persons/{id}/sign-in-links/{link_id}")]
pub async fn read_sign_in_link(path: Path<(String, String)>, question: Question) -> Answer {
    let (person, id) = path.into_inner();
    question
        .answer(move |work, _| {
            let link = sign_in_links::find_link(work, &person, &id)?;
            Ok(SignInLinkView::of(link, work.now()))
        })
        .await
}

/// Ask for a sign-in link
///
/// For a person who has lost every passkey: whoever opens the link registers another one, those before count no more, and every
/// session of the person ends. The answer has the link's address, which is shown this once; it opens once, for a quarter of an hour.
/// For somebody who acts for the scheme office, or did, two administrators decide: the link waits, for a week at most, until another
/// one agrees at `…/agreements`, and the address is shown there.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 201, description = "The link, with its address unless it waits", body = SignInLinkSecretView)))]
#[post("/v1/persons/{id}/sign-in-links")]
pub async fn request_sign_in_link(id: Path<String>, command: Command) -> Answer {
    let known = command.state.clone();
    command
        .create(move |work, _| {
            let (link, token) = sign_in_links::request(work, &id)?;
            told(&known, &link, token.as_ref(), work.now())
        })
        .await
}

/// Agree to a sign-in link
///
/// As the second administrator, who is neither whoever asked for it nor the person. The answer has the link's address, which is
/// shown this once; it opens once, for a quarter of an hour.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The person's id"),
        ("link_id" = String, Path, description = "The link's id")
    ),
    responses((status = 201, description = "The link, with its address", body = SignInLinkSecretView)))]
#[post("/v1/persons/{id}/sign-in-links/{link_id}/agreements")]
pub async fn agree_to_sign_in_link(path: Path<(String, String)>, command: Command) -> Answer {
    let (person, id) = path.into_inner();
    let known = command.state.clone();
    command
        .create(move |work, _| {
            let (link, token) = sign_in_links::agree(work, &person, &id)?;
            told(&known, &link, Some(&token), work.now())
        })
        .await
}

fn told(known: &State, link: &SignInLink, token: Option<&Secret>, now: Moment) -> Result<StoredAnswer, Error> {
    let location = format!("/v1/persons/{}/sign-in-links/{}", link.person, link.id);
    let url = token.map(|token| format!("{}/sign-in/{}", known.public_url, token.expose()));
    let shown = SignInLinkSecretView { link: SignInLinkView::of(link, now), url };
    created_as(location, &shown, &shown.link)
}
