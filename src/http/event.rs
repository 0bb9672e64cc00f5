//! An event as it is shown: the same in the feed and in a webhook.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::error::Error;
use crate::registry::events::FeedItem;

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    /// Its place in the order: give it as `after` to go on behind it. Places can be left out, and never come later.
    pub sequence: i64,
    /// The event's id.
    pub id: String,
    /// What kind of thing happened, such as `result_registered`.
    pub kind: String,
    /// The record that it happened to.
    pub subject: SubjectView,
    /// The body that it concerns.
    pub body_id: Option<String>,
    /// Who did it: `client:` or `holder_link:` and an id, or `operator`.
    pub actor: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What is to be known of it; never personal data.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// The record that an event happened to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubjectView {
    /// The kind of record, such as `result`.
    pub kind: String,
    /// Its id, or a certificate's number.
    pub id: String,
}

impl TryFrom<FeedItem> for EventView {
    type Error = Error;

    fn try_from(item: FeedItem) -> Result<Self, Error> {
        let event = item.event;
        let data = serde_json::from_str(&event.data)
            .map_err(|error| Error::Internal(format!("events.data of row {}: {error}", event.id)))?;
        Ok(Self {
            sequence: item.sequence,
            id: event.id.to_string(),
            kind: event.kind,
            subject: SubjectView { kind: event.subject_kind, id: event.subject_id },
            body_id: event.body.map(|body| body.to_string()),
            actor: event.actor,
            recorded_at: event.recorded_at,
            data,
        })
    }
}

/// The kind of the message that tries a subscriber out.
pub const TEST_MESSAGE: &str = "webhook_test";

/// The body of a webhook, as Standard Webhooks has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookMessageView {
    /// The kind of event, or `webhook_test`.
    #[schema(rename = "type")]
    pub r#type: String,
    /// When it happened.
    pub timestamp: DateTime<Utc>,
    /// The event, as `GET /v1/events` shows it; in a test, the id of the subscription as `subscription_id`.
    #[schema(value_type = Object)]
    pub data: Value,
}

impl WebhookMessageView {
    /// The message that tells of an event.
    pub fn of(item: FeedItem) -> Result<Self, Error> {
        let (kind, timestamp) = (item.event.kind.clone(), item.event.recorded_at);
        let data = serde_json::to_value(EventView::try_from(item)?)
            .map_err(|error| Error::Internal(format!("an event cannot be shown: {error}")))?;
        Ok(Self { r#type: kind, timestamp, data })
    }
}
