//! One attempt: the message, its signatures, and what came of it.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::clock::Moment;
use crate::error::Error;
use crate::http::event::{TEST_MESSAGE, WebhookMessageView};
use crate::http::security_log::{self, SecurityEvent};
use crate::outbound::{Answer, Failure, Message, Sender};
use crate::registry::Registry;
use crate::registry::webhook_dispatch::{ClaimedDelivery, Outcome};
use crate::trust::sealing::SealingKey;
use crate::trust::webhooks::WebhookSecret;

/// Sends what was claimed. How long it took to find out that a destination may not be called is not told: it would say
/// whether its name is known.
pub(super) fn make(sender: &Sender, sealing_key: &SealingKey, claim: &ClaimedDelivery, registry: &Registry) -> Outcome {
    let (started_at, started) = (registry.now(), Instant::now());
    let sent = send(sender, sealing_key, claim, started_at);
    let (started_at, duration) = match sent {
        Err(Failure::Refused) => {
            let client = format!("client:{}", claim.subscription.client);
            security_log::record_for(client, SecurityEvent::DestinationRefused, "what it leads to may not be called");
            (registry.now(), Duration::ZERO)
        }
        _ => (started_at, started.elapsed()),
    };
    let duration_ms = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
    let retry_after = sent.as_ref().ok().and_then(|answer| answer.retry_after);
    let answer = sent.map(|answer| answer.status).map_err(|failure| failure.to_string());
    Outcome { started_at, duration_ms, answer, retry_after }
}

fn send(sender: &Sender, sealing_key: &SealingKey, claim: &ClaimedDelivery, at: Moment) -> Result<Answer, Failure> {
    let prepared = prepare(sealing_key, claim, at).map_err(|error| {
        tracing::error!(delivery = %claim.delivery.id, %error, "a webhook cannot be made");
        Failure::Failed("the registry could not make the message; its operator has been told".to_owned())
    });
    let (id, body, signature) = prepared?;
    if signature.is_empty() {
        tracing::warn!(subscription = %claim.subscription.id, "the secret of a webhook subscription does not open");
        let detail = "the registry has lost the key to this subscription's secret; set a new secret, and it goes on";
        return Err(Failure::Failed(detail.to_owned()));
    }
    let message = Message {
        url: &claim.subscription.url,
        id: &id,
        timestamp: at.timestamp(),
        signature: &signature,
        body: body.as_bytes(),
    };
    sender.send(&message)
}

/// The id of the message, its body, and its signatures; none where no secret opens. An event has the same id however
/// often it is sent, so that a subscriber recognises what it has seen.
fn prepare(sealing_key: &SealingKey, claim: &ClaimedDelivery, at: Moment) -> Result<(String, String, String), Error> {
    let (id, message) = match &claim.event {
        Some(item) => (item.event.id.to_string(), WebhookMessageView::of(item.clone())?),
        None => (claim.delivery.id.to_string(), test_message(claim)),
    };
    let body = serde_json::to_string(&message).map_err(|error| Error::Internal(error.to_string()))?;
    let subscription = &claim.subscription;
    let previous = subscription.previous_secret.iter().filter(|(_, until)| *until > at).map(|(sealed, _)| sealed);
    let mut signatures = Vec::new();
    for sealed in std::iter::once(&subscription.sealed_secret).chain(previous) {
        // One whose key is lost is left out: the other, if there is one, will do.
        if let Ok(secret) = WebhookSecret::from_sealed(sealing_key, &subscription.id.to_string(), sealed) {
            signatures.push(secret.sign(&id, at.timestamp(), body.as_bytes()));
        }
    }
    Ok((id, body, signatures.join(" ")))
}

fn test_message(claim: &ClaimedDelivery) -> WebhookMessageView {
    let data = json!({"subscription_id": claim.subscription.id.to_string()});
    WebhookMessageView { r#type: TEST_MESSAGE.to_owned(), timestamp: claim.delivery.created_at, data }
}
