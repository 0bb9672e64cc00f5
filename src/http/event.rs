//! An event as it is shown: the same in the feed and in a webhook.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::view::view;
use crate::error::Error;
use crate::registry::events::{Event, FeedItem};

view! {
    /// What happened.
    pub struct EventView(item: &FeedItem, data: Value) {
        /// Its place in the order: give it as `after` to go on behind it. Places can be left out, and never come later.
        pub sequence: i64,
        /// The event's id.
        pub id: String = item.event.id,
        /// What kind of thing happened, such as `result_registered`.
        pub kind: String = &item.event.kind,
        /// The record that it happened to.
        pub subject: SubjectView = &item.event,
        /// The body that it concerns.
        pub body_id: Option<String> = item.event.body,
        /// Who did it: `client:`, `person:` or `holder_link:` and an id, or `operator`; `registry` where a day brought it by itself.
        pub actor: String = &item.event.actor,
        /// When.
        pub recorded_at: DateTime<Utc> = item.event.recorded_at,
        /// What is to be known of it; never personal data.
        #[schema(value_type = Object)]
        pub data: Value = data,
    }

    /// The record that an event happened to.
    pub struct SubjectView(event: &Event) {
        /// The kind of record, such as `result`.
        pub kind: String = &event.subject_kind,
        /// Its id, or a certificate's number.
        pub id: String = &event.subject_id,
    }
}

impl TryFrom<FeedItem> for EventView {
    type Error = Error;

    fn try_from(item: FeedItem) -> Result<Self, Error> {
        let data = data_of(&item.event)?;
        Ok(Self::of(item, data))
    }
}

/// What is to be known of an event.
///
/// # Errors
/// [`Error::Internal`] where it is not what an event's data is.
pub fn data_of(event: &Event) -> Result<Value, Error> {
    let unreadable = |error| Error::Internal(format!("events.data of row {}: {error}", event.id));
    serde_json::from_str(&event.data).map_err(unreadable)
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
