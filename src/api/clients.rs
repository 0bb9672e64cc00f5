//! API clients, for registrars to manage. A secret is shown once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::registry::clients::{self, Client, NewClient};
use crate::secret::Secret;

/// An API client.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClientView {
    /// Its id, which is its `client_id` at the token endpoint.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `registrar`, `body` or `employer`.
    pub role: String,
    /// The body it acts for.
    pub body_id: Option<String>,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// When its secret was last replaced.
    pub secret_changed_at: DateTime<Utc>,
}

impl From<Client> for ClientView {
    fn from(client: Client) -> Self {
        Self {
            id: client.id.to_string(),
            body_id: client.role.body().map(|body| body.to_string()),
            role: client.role.as_str().to_owned(),
            name: client.name,
            registered_at: client.registered_at,
            secret_changed_at: client.secret_changed_at,
        }
    }
}

/// A client with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct ClientSecretView {
    /// The client.
    #[serde(flatten)]
    pub client: ClientView,
    /// Its id again, as OAuth calls it.
    pub client_id: String,
    /// Its secret: keep it, it cannot be shown again.
    pub client_secret: String,
}

impl ClientSecretView {
    fn new(client: Client, secret: &Secret) -> Self {
        Self { client_id: client.id.to_string(), client: client.into(), client_secret: secret.expose().to_owned() }
    }
}

/// List the clients
#[utoipa::path(tag = "clients", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ClientView>)))]
#[get("/v1/clients")]
pub async fn list_clients(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(clients::list(work, part)?.map(ClientView::from))).await
}

/// Read a client
#[utoipa::path(tag = "clients", security(("bearer" = [])),
    params(("id" = String, Path, description = "The client's id")),
    responses((status = 200, description = "The client", body = ClientView)))]
#[get("/v1/clients/{id}")]
pub async fn read_client(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(ClientView::from(clients::find(work, &id)?))).await
}

/// Register a client
///
/// The answer has the secret, which is shown this once.
#[utoipa::path(tag = "clients", security(("bearer" = [])), request_body = NewClient,
    responses((status = 201, description = "The client, with its secret", body = ClientSecretView)))]
#[post("/v1/clients")]
pub async fn create_client(command: Command<NewClient>) -> Answer {
    command
        .create(move |work, new| {
            let (client, secret) = clients::register(work, new)?;
            let shown = ClientSecretView::new(client, &secret);
            created_as(format!("/v1/clients/{}", shown.client_id), &shown, &shown.client)
        })
        .await
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
    command
        .create(move |work, _| {
            let (client, secret) = clients::replace_secret(work, &id)?;
            let shown = ClientSecretView::new(client, &secret);
            created_as(format!("/v1/clients/{}", shown.client_id), &shown, &shown.client)
        })
        .await
}
