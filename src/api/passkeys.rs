//! The passkeys of persons. What they are checked with is not shown.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get};
use chrono::{DateTime, Utc};

use super::answers::Answer;
use super::lists::Listing;
use super::questions::Question;
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::persons::passkeys::{self, Passkey};

view! {
    /// A passkey that a person signs in with.
    pub struct PasskeyView(passkey: &Passkey) {
        /// Its id in the registry.
        pub id: String,
        /// What the person calls it.
        pub name: String,
        /// When it was registered.
        pub registered_at: DateTime<Utc>,
        /// When it was used last; null if it was not.
        pub used_at: Option<DateTime<Utc>>,
    }
}

/// List the passkeys of a person
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, description = "All of them, in the order of registration", body = Listing<PasskeyView>)))]
#[get("/v1/persons/{id}/passkeys")]
pub async fn list_passkeys(id: Path<String>, question: Question) -> Answer {
    question
        .answer(move |work, _| {
            let items = passkeys::list(work, &id)?.iter().map(PasskeyView::of).collect();
            Ok(Listing { items, next_cursor: None })
        })
        .await
}

/// Remove a passkey of a person
///
/// It lets nobody in any more, and every session of the person ends. Where it was the last one, only a sign-in link lets the person
/// in.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The person's id"),
        ("passkey_id" = String, Path, description = "The passkey's id")
    ),
    responses((status = 204, description = "It is removed")))]
#[delete("/v1/persons/{id}/passkeys/{passkey_id}")]
pub async fn remove_passkey(caller: Authenticated, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (person, id) = path.into_inner();
    state.write(caller.0, move |work| passkeys::remove(work, &person, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
