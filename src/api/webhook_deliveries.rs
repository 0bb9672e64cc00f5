//! What was sent to a subscriber, and what came of it.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::view::view;
use crate::input::fields::word_fields;
use crate::input::form::form;
use crate::registry::events::FeedItem;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::webhook_deliveries::{self, Attempt, DeliveryState, Told};

view! {
    /// A message to a subscriber.
    pub struct WebhookDeliveryView(told: &Told) {
        let (delivery, event) = told;
        let (next, finished) = match delivery.state {
            DeliveryState::Pending(next) => (Some(next), None),
            DeliveryState::Delivered(at) | DeliveryState::GivenUp(at) => (None, Some(at)),
        };
        /// Its id.
        pub id: String = delivery.id,
        /// `event`; `redelivery`, by hand; or `test`.
        pub reason: String = delivery.reason.as_str(),
        /// The event that it tells of; null for a test.
        pub event: Option<DeliveredEventView> = event,
        /// `pending`, `delivered`, or `given_up` after the last attempt.
        pub state: String = delivery.state.as_str(),
        /// How often sending it was begun.
        pub attempt_count: i32 = delivery.attempts,
        /// When it is sent next, at the earliest; null when it no longer is.
        pub next_attempt_at: Option<DateTime<Utc>> = next,
        /// When it was made out.
        pub created_at: DateTime<Utc> = delivery.created_at,
        /// When it was delivered or given up.
        pub finished_at: Option<DateTime<Utc>> = finished,
    }

    /// The event that a message tells of.
    pub struct DeliveredEventView(item: &FeedItem) {
        /// Its place in the feed.
        pub sequence: i64,
        /// Its id, which the message bears as `webhook-id`.
        pub id: String = item.event.id,
        /// What kind of thing happened.
        pub kind: String = &item.event.kind,
    }

    /// A message to a subscriber, with all attempts to deliver it.
    pub struct WebhookDeliveryLogView(told: &Told, attempts: Vec<Attempt>) {
        /// The message.
        #[serde(flatten)]
        pub delivery: WebhookDeliveryView = told,
        /// The attempts, in their order. A number that is left out was begun by a process that then ended.
        pub attempts: Vec<WebhookAttemptView> = attempts,
    }

    /// What came of an attempt.
    pub struct WebhookAttemptView(attempt: &Attempt) {
        /// Which attempt, from 1.
        pub number: i32,
        /// When it was begun.
        pub started_at: DateTime<Utc>,
        /// How long it took, in milliseconds.
        pub duration_ms: i32,
        /// The HTTP status of the answer; null if there was none.
        pub status: Option<i32>,
        /// Why it failed; null if it did not.
        pub error: Option<String>,
    }
}

form! {
    /// Which deliveries are wanted.
    pub struct WebhookDeliveryQuery {
        /// In this state: `pending`, `delivered` or `given_up`.
        pub state: Option<DeliveryStateName>,
    }
}

/// The name of a [`DeliveryState`].
pub struct DeliveryStateName;

word_fields! {
    DeliveryStateName: &'static str = DeliveryState::NAMES, std::convert::identity;
}

/// List the deliveries of a subscription
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id"), WebhookDeliveryQuery, PartQuery),
    responses((status = 200, description = "A part of the list, the latest first", body = Listing<WebhookDeliveryView>)))]
#[get("/v1/webhook-subscriptions/{id}/deliveries")]
pub async fn list_webhook_deliveries(id: Path<String>, question: ListQuestion<WebhookDeliveryQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            Ok(webhook_deliveries::list(work, &id, query.state, part)?.map(WebhookDeliveryView::of))
        })
        .await
}

/// Read a delivery, with its attempts
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The subscription's id"),
        ("delivery_id" = String, Path, description = "The delivery's id")
    ),
    responses((status = 200, description = "The delivery", body = WebhookDeliveryLogView)))]
#[get("/v1/webhook-subscriptions/{id}/deliveries/{delivery_id}")]
pub async fn read_webhook_delivery(path: Path<(String, String)>, question: Question) -> Answer {
    let (id, delivery) = path.into_inner();
    question
        .answer(move |work, _| {
            let (told, attempts) = webhook_deliveries::find(work, &id, &delivery)?;
            Ok(WebhookDeliveryLogView::of(told, attempts))
        })
        .await
}

/// Send a delivery's message once more
///
/// The subscriber gets the same `webhook-id`, unless it was a test. While the subscription is paused or disabled it waits.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The subscription's id"),
        ("delivery_id" = String, Path, description = "The delivery's id")
    ),
    responses((status = 201, description = "The new delivery", body = WebhookDeliveryView)))]
#[post("/v1/webhook-subscriptions/{id}/deliveries/{delivery_id}/redeliveries")]
pub async fn redeliver_webhook(path: Path<(String, String)>, command: Command) -> Answer {
    let (id, delivery) = path.into_inner();
    command.create(move |work, _| made_out(&id, webhook_deliveries::redeliver(work, &id, &delivery)?)).await
}

/// Send a message that tells of no event
///
/// For trying out a subscriber: a message of the type `webhook_test`. Where the URL has not answered any yet, this asks it
/// once more; three may wait for an answer, each with four attempts, and a client has thirty attempts an hour.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])),
    params(("id" = String, Path, description = "The subscription's id")),
    responses((status = 201, description = "The delivery", body = WebhookDeliveryView)))]
#[post("/v1/webhook-subscriptions/{id}/tests")]
pub async fn test_webhook(id: Path<String>, command: Command) -> Answer {
    command.create(move |work, _| made_out(&id, webhook_deliveries::test(work, &id)?)).await
}

fn made_out(subscription: &str, told: Told) -> Result<StoredAnswer, Error> {
    let location = format!("/v1/webhook-subscriptions/{subscription}/deliveries/{}", told.0.id);
    created_beside(location, &WebhookDeliveryView::of(told))
}
