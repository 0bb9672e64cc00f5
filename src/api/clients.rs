//! API clients, for registrars to manage. A secret is shown once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::clients::{self, Client, NewClient};
use crate::registry::idempotency::StoredAnswer;
use crate::secret::Secret;

view! {
    /// An API client.
    pub struct ClientView(client: &Client) {
        /// Its id, which is its `client_id` at the token endpoint.
        pub id: String,
        /// Its name.
        pub name: String,
        /// `registrar`, `body`, `training` or `employer`.
        pub role: String = client.role.as_str(),
        /// The body it acts for.
        pub body_id: Option<String> = client.role.body(),
        /// The training organisation it acts for.
        pub training_organisation_id: Option<String> = client.role.training_organisation(),
        /// When it was registered.
        pub registered_at: DateTime<Utc>,
        /// When its secret was last replaced.
        pub secret_changed_at: DateTime<Utc>,
    }

    /// A client with its secret, which is shown this once.
    pub struct ClientSecretView(client: &Client, secret: &Secret) {
        /// The client.
        #[serde(flatten)]
        pub client: ClientView = client,
        /// Its id again, as OAuth calls it.
        pub client_id: String = client.id,
        /// Its secret: keep it, it cannot be shown again.
        pub client_secret: String = secret.expose(),
    }
}

/// List the clients
#[utoipa::path(tag = "clients", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ClientView>)))]
#[get("/v1/clients")]
pub async fn list_clients(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(clients::list(work, part)?.map(ClientView::of))).await
}

/// Read a client
#[utoipa::path(tag = "clients", security(("bearer" = [])),
    params(("id" = String, Path, description = "The client's id")),
    responses((status = 200, description = "The client", body = ClientView)))]
#[get("/v1/clients/{id}")]
pub async fn read_client(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(ClientView::of(clients::find(work, &id)?))).await
}

/// Register a client
///
/// The answer has the secret, which is shown this once.
#[utoipa::path(tag = "clients", security(("bearer" = [])), request_body = NewClient,
    responses((status = 201, description = "The client, with its secret", body = ClientSecretView)))]
#[post("/v1/clients")]
pub async fn create_client(command: Command<NewClient>) -> Answer {
    command.create(move |work, new| told(clients::register(work, new)?)).await
}

/// Remove a client
///
/// It gets no token any more, and those it has are refused at once.
#[utoipa::path(tag = "clients", security(("bearer" = [])),
    params(("id" = String, Path, description = "The client's id")),
    responses((status = 204, description = "It is removed")))]
#[delete("/v1/clients/{id}")]
pub async fn remove_client(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
    state.write(caller.0, move |work| clients::remove(work, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Replace a client's secret
///
/// The old one is of no use from then on; tokens that were issued on it are refused from then on.
#[utoipa::path(tag = "clients", security(("bearer" = [])),
    params(("id" = String, Path, description = "The client's id")),
    responses((status = 201, description = "The client, with its new secret", body = ClientSecretView)))]
#[post("/v1/clients/{id}/secret")]
pub async fn replace_client_secret(id: Path<String>, command: Command) -> Answer {
    command.create(move |work, _| told(clients::replace_secret(work, &id)?)).await
}

fn told((client, secret): (Client, Secret)) -> Result<StoredAnswer, Error> {
    let shown = ClientSecretView::of(client, &secret);
    created_as(format!("/v1/clients/{}", shown.client_id), &shown, &shown.client)
}
