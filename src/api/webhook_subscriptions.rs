//! Subscriptions to events, for the client that they belong to. A secret is shown once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, patch, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created_as};
use super::commands::{Change, Command};
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::webhook_subscriptions::{self, NewSubscription, Subscription, SubscriptionChanges};
use crate::secret::Secret;

view! {
    /// A subscription to events.
    pub struct WebhookSubscriptionView(subscription: &Subscription) {
        let previous = subscription.previous_secret.as_ref();
        /// Its id.
        pub id: String,
        /// Where messages go.
        pub url: String,
        /// Which kinds of events; null for all, those to come included.
        pub event_kinds: Option<Vec<String>> = Some(&subscription.event_kinds).filter(|kinds| !kinds.is_empty()),
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
        pub previous_secret_until: Option<DateTime<Utc>> = previous.map(|(_, until)| until),
    }

    /// A subscription with its secret, which is shown this once.
    pub struct WebhookSecretView(subscription: &Subscription, secret: &Secret) {
        /// The subscription.
        #[serde(flatten)]
        pub subscription: WebhookSubscriptionView = subscription,
        /// The secret that its messages are signed with: keep it, it cannot be shown again.
        pub secret: String = secret.expose(),
    }
}

/// List your subscriptions
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<WebhookSubscriptionView>)))]
#[get("/v1/webhook-subscriptions")]
pub async fn list_webhook_subscriptions(question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| Ok(webhook_subscriptions::list(work, part)?.map(WebhookSubscriptionView::of)))
        .await
}

/// Read a subscription
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 200, description = "The subscription", body = WebhookSubscriptionView)))]
#[get("/v1/webhook-subscriptions/{id}")]
pub async fn read_webhook_subscription(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(WebhookSubscriptionView::of(webhook_subscriptions::find(work, &id)?))).await
}

/// Subscribe to events
///
/// From now on the events that your client can read in `GET /v1/events` are sent to the URL, each as a POST in the form
/// of Standard Webhooks, once the URL has answered a first message of the type `webhook_test` with 200 to 299: see
/// `confirmed_at`. The answer has the secret that messages are signed with, which is shown this once.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), request_body = NewSubscription,
    responses((status = 201, description = "The subscription, with its secret", body = WebhookSecretView)))]
#[post("/v1/webhook-subscriptions")]
pub async fn create_webhook_subscription(command: Command<NewSubscription>) -> Answer {
    let known = command.state.clone();
    command
        .create(move |work, new| {
            let (rules, sealing_key) = (&known.webhooks_go, &known.sealing_key);
            told(webhook_subscriptions::register(work, new, rules, sealing_key)?)
        })
        .await
}

/// Change, pause or resume a subscription
///
/// While it is paused nothing is sent and nothing is missed: it goes on where it stopped. A new URL is sent a test
/// message first, and events once it has answered that.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), request_body = SubscriptionChanges,
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 200, description = "The subscription as it is now", body = WebhookSubscriptionView)))]
#[patch("/v1/webhook-subscriptions/{id}")]
pub async fn change_webhook_subscription(id: Path<String>, change: Change<SubscriptionChanges>) -> Answer {
    let known = change.state.clone();
    change
        .carry_out(move |work, if_match, changes| {
            let agrees = |found: &Subscription| if_match.check(&WebhookSubscriptionView::of(found));
            let changed = webhook_subscriptions::change(work, &id, agrees, changes, &known.webhooks_go)?;
            Ok(WebhookSubscriptionView::of(changed))
        })
        .await
}

/// Remove a subscription
///
/// Nothing is sent any more, and what is known of its deliveries is forgotten.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 204, description = "It is removed")))]
#[delete("/v1/webhook-subscriptions/{id}")]
pub async fn remove_webhook_subscription(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
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
pub async fn replace_webhook_secret(id: Path<String>, command: Command) -> Answer {
    let known = command.state.clone();
    command.create(move |work, _| told(webhook_subscriptions::replace_secret(work, &id, &known.sealing_key)?)).await
}

fn told((subscription, secret): (Subscription, Secret)) -> Result<StoredAnswer, Error> {
    let shown = WebhookSecretView::of(subscription, &secret);
    created_as(format!("/v1/webhook-subscriptions/{}", shown.subscription.id), &shown, &shown.subscription)
}
