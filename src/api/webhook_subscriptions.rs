//! Subscriptions to events, for the client that they belong to. A secret is shown once.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{IfMatch, Sent, changed, create, created_as};
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::input::suggestion::did_you_mean;
use crate::outbound::Destination;
use crate::registry::events;
use crate::registry::webhook_subscriptions::{self, NewSubscription, Subscription, SubscriptionChanges};
use crate::scheme::Complaint;
use crate::secret::Secret;

/// A subscription to events.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookSubscriptionView {
    /// Its id.
    pub id: String,
    /// Where messages go.
    pub url: String,
    /// Which kinds of events; null for all, those to come included.
    pub event_kinds: Option<Vec<String>>,
    /// `active`; `paused` by its client; or `disabled`, because the subscriber answered 410.
    pub state: String,
    /// The `sequence` of the event behind which it begins: what comes later in `GET /v1/events` is sent.
    pub starts_after: i64,
    /// When it was registered.
    pub registered_at: DateTime<Utc>,
    /// When its URL, kinds or state were last changed.
    pub changed_at: DateTime<Utc>,
    /// When its URL first answered a test message with 200 to 299; null as long as it has not, and until then no events
    /// are sent.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When its secret was made.
    pub secret_changed_at: DateTime<Utc>,
    /// Until when the secret before signs too; null if there is none.
    pub previous_secret_until: Option<DateTime<Utc>>,
}

impl From<Subscription> for WebhookSubscriptionView {
    fn from(subscription: Subscription) -> Self {
        Self {
            id: subscription.id.to_string(),
            url: subscription.url,
            event_kinds: Some(subscription.event_kinds).filter(|kinds| !kinds.is_empty()),
            state: subscription.state.as_str().to_owned(),
            starts_after: subscription.starts_after,
            registered_at: subscription.registered_at,
            changed_at: subscription.changed_at,
            confirmed_at: subscription.confirmed_at,
            secret_changed_at: subscription.secret_changed_at,
            previous_secret_until: subscription.previous_secret.map(|(_, until)| until),
        }
    }
}

/// A subscription with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct WebhookSecretView {
    /// The subscription.
    #[serde(flatten)]
    pub subscription: WebhookSubscriptionView,
    /// The secret that its messages are signed with: keep it, it cannot be shown again.
    pub secret: String,
}

impl WebhookSecretView {
    fn new(subscription: Subscription, secret: &Secret) -> Self {
        Self { subscription: subscription.into(), secret: secret.expose().to_owned() }
    }
}

/// A subscription that is to be registered.
#[derive(ToSchema)]
#[schema(example = json!({"url": "https://hooks.example.org/touchstone", "event_kinds": ["result_registered", "certificate_withdrawn"]}))]
pub struct WebhookSubscriptionRequest {
    /// Where messages go: https, a public address, and a port that the operator allows (443).
    #[schema(min_length = 1, max_length = 2000)]
    pub url: String,
    /// Which kinds of events; all when left out.
    #[schema(min_items = 1)]
    pub event_kinds: Option<Vec<String>>,
}

/// What is to be changed of a subscription; what is left out stays.
#[derive(ToSchema)]
#[schema(example = json!({"paused": true}))]
pub struct WebhookSubscriptionPatch {
    /// Where messages go from now on.
    #[schema(min_length = 1, max_length = 2000, nullable = false)]
    pub url: Option<String>,
    /// Which kinds of events from now on; null for all.
    #[schema(min_items = 1)]
    pub event_kinds: Option<Vec<String>>,
    /// Whether nothing is to be sent for a while; false resumes, also what was disabled.
    pub paused: Option<bool>,
}

fn event_kind(text: &str) -> Result<String, Complaint> {
    if events::is_kind(text) {
        return Ok(text.to_owned());
    }
    let known = || events::KINDS.iter().map(|(kind, _)| *kind);
    let all = known().collect::<Vec<_>>().join(", ");
    let detail = format!("is no kind of event{}; there are {all}", did_you_mean(text, known()));
    Err(Complaint::new("unknown_word", detail))
}

fn distinct(mut kinds: Vec<String>) -> Vec<String> {
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

impl FromObject for NewSubscription {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let url = object.required("url", Destination::parse);
        let event_kinds = object.optional_array_of_texts("event_kinds", 1..=100, event_kind);
        Some(Self { url: url?, event_kinds: distinct(event_kinds.unwrap_or_default()) })
    }
}

impl FromObject for SubscriptionChanges {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let url = object.replacement("url", Destination::parse);
        let event_kinds = object.change_array_of_texts("event_kinds", 1..=100, event_kind);
        let event_kinds = event_kinds.map(|kinds| distinct(kinds.unwrap_or_default()));
        let paused = object.optional_boolean("paused");
        Some(Self { url, event_kinds, paused })
    }
}

/// List your subscriptions
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(PartParameters),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<WebhookSubscriptionView>)))]
#[get("/v1/webhook-subscriptions")]
pub async fn list_webhook_subscriptions(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| webhook_subscriptions::list(work, &part)).await?;
    Ok(lists::answer(&request, page.map(WebhookSubscriptionView::from)))
}

/// Read a subscription
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 200, description = "The subscription", body = WebhookSubscriptionView)))]
#[get("/v1/webhook-subscriptions/{id}")]
pub async fn read_webhook_subscription(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let found = state.read(Some(caller.0), move |work| webhook_subscriptions::find(work, &id)).await?;
    Ok(HttpResponse::Ok().json(WebhookSubscriptionView::from(found)))
}

/// Subscribe to events
///
/// From now on the events that your client can read in `GET /v1/events` are sent to the URL, each as a POST in the form
/// of Standard Webhooks, once the URL has answered a first message of the type `webhook_test` with 200 to 299: see
/// `confirmed_at`. The answer has the secret that messages are signed with, which is shown this once.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), request_body = WebhookSubscriptionRequest,
    responses((status = 201, description = "The subscription, with its secret", body = WebhookSecretView)))]
#[post("/v1/webhook-subscriptions")]
pub async fn create_webhook_subscription(
    request: HttpRequest,
    caller: Authenticated,
    key: IdempotencyKey,
    body: Body<NewSubscription>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    let known = state.clone();
    create(&state, sent, move |work| {
        let (rules, sealing_key) = (&known.webhooks_go, &known.sealing_key);
        let (subscription, secret) = webhook_subscriptions::register(work, &body.value, rules, sealing_key)?;
        let location = format!("/v1/webhook-subscriptions/{}", subscription.id);
        let shown = WebhookSecretView::new(subscription, &secret);
        created_as(location, &shown, &shown.subscription)
    })
    .await
}

/// Change, pause or resume a subscription
///
/// While it is paused nothing is sent and nothing is missed: it goes on where it stopped. A new URL is sent a test
/// message first, and events once it has answered that.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), request_body = WebhookSubscriptionPatch,
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 200, description = "The subscription as it is now", body = WebhookSubscriptionView)))]
#[patch("/v1/webhook-subscriptions/{id}")]
pub async fn change_webhook_subscription(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    body: Body<SubscriptionChanges>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let if_match = IfMatch::of(&request)?;
    let known = state.clone();
    let view = state.write(caller.0, move |work| {
        let agrees = |found: &Subscription| if_match.check(&WebhookSubscriptionView::from(found.clone()));
        webhook_subscriptions::change(work, &id, agrees, &body.value, &known.webhooks_go)
    });
    changed(&WebhookSubscriptionView::from(view.await?))
}

/// Remove a subscription
///
/// Nothing is sent any more, and what is known of its deliveries is forgotten.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 204, description = "It is removed")))]
#[delete("/v1/webhook-subscriptions/{id}")]
pub async fn remove_webhook_subscription(
    caller: Authenticated,
    id: Path<String>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    state.write(caller.0, move |work| webhook_subscriptions::remove(work, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Replace a subscription's secret
///
/// For 24 hours messages bear two signatures, of the new secret and of the one before.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 201, description = "The subscription, with its new secret", body = WebhookSecretView)))]
#[post("/v1/webhook-subscriptions/{id}/secret")]
pub async fn replace_webhook_secret(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &[0; 32]);
    let known = state.clone();
    create(&state, sent, move |work| {
        let (subscription, secret) = webhook_subscriptions::replace_secret(work, &id, &known.sealing_key)?;
        let location = format!("/v1/webhook-subscriptions/{}", subscription.id);
        let shown = WebhookSecretView::new(subscription, &secret);
        created_as(location, &shown, &shown.subscription)
    })
    .await
}
