//! API clients, for registrars to manage. A secret is shown once.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Sent, create, created_as};
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::clients::{self, Client, NewClient, RoleName};
use crate::scheme::Complaint;
use crate::scheme::text::{Title, line};
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

/// A client that is to be registered.
#[derive(ToSchema)]
#[schema(example = json!({"name": "Examination system", "role": "body", "body_id": "nordic-certification-ab"}))]
pub struct ClientRequest {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// `registrar`, `body` or `employer`.
    #[schema(pattern = "^(registrar|body|employer)$")]
    pub role: String,
    /// The body it acts for: id or slug; for the role `body` only.
    pub body_id: Option<String>,
}

impl FromObject for NewClient {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let name = object.required("name", Title::parse);
        let role = object.required("role", |text| {
            let detail = || Complaint::new("unknown_word", format!("must be one of {}", RoleName::ALL.join(", ")));
            RoleName::parse(text).ok_or_else(detail)
        });
        let body = object.optional("body_id", |text| line(text, 100));
        Some(Self { name: name?, role: role?, body })
    }
}

/// List the clients
#[utoipa::path(tag = "clients", security(("bearer" = [])), params(PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<ClientView>)))]
#[get("/v1/clients")]
pub async fn list_clients(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| clients::list(work, &part)).await?;
    Ok(lists::answer(&request, page.map(ClientView::from)))
}

/// Read a client
#[utoipa::path(tag = "clients", security(("bearer" = [])),
    params(("id" = String, Path, description = "The client's id")),
    responses((status = 200, description = "The client", body = ClientView)))]
#[get("/v1/clients/{id}")]
pub async fn read_client(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let client = state.read(Some(caller.0), move |work| clients::find(work, &id)).await?;
    Ok(HttpResponse::Ok().json(ClientView::from(client)))
}

/// Register a client
///
/// The answer has the secret, which is shown this once.
#[utoipa::path(tag = "clients", security(("bearer" = [])), request_body = ClientRequest,
    responses((status = 201, description = "The client, with its secret", body = ClientSecretView)))]
#[post("/v1/clients")]
pub async fn create_client(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewClient>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        let (client, secret) = clients::register(work, &body.value)?;
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
pub async fn remove_client(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
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
pub async fn replace_client_secret(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &[0; 32]);
    create(&state, sent, move |work| {
        let (client, secret) = clients::replace_secret(work, &id)?;
        let shown = ClientSecretView::new(client, &secret);
        created_as(format!("/v1/clients/{}", shown.client_id), &shown, &shown.client)
    })
    .await
}
