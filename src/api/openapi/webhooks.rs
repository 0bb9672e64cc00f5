//! What the document says about the messages that the service sends, and about the kinds of events.

use serde_json::{Value, json};

use crate::registry::events::KINDS;

/// The `webhooks` of the document.
pub(super) fn describe() -> Value {
    let header = |name: &str, description: &str, example: Value| {
        json!({"name": name, "in": "header", "required": true, "description": description,
            "schema": {"type": "string"}, "example": example})
    };
    json!({"event": {"post": {
        "operationId": "receive_event",
        "tags": ["webhooks"],
        "summary": "An event",
        "description": "Sent to the URL of a subscription, in the form of Standard Webhooks. Answer from 200 to 299 \
                        within 15 seconds; anything else, redirects included, is tried again for about three days. \
                        410 disables the subscription. A message can arrive more than once, and after a later one.",
        "security": [],
        "parameters": [
            header("webhook-id", "The event's id: the same each time the message is sent.", json!("0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e09")),
            header("webhook-timestamp", "When it is sent, in seconds since 1970; refuse what is older than five minutes.", json!("1795341600")),
            header("webhook-signature", "Signatures, separated by spaces, of which one must match: `v1,` and the base64 \
                of the HMAC-SHA256 of `webhook-id.webhook-timestamp.body`, with what follows `whsec_` in the secret, \
                decoded from base64, as the key.", json!("v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="))
        ],
        "requestBody": {"required": true, "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/WebhookMessageView"}}}},
        "responses": {
            "204": {"description": "Taken. Any other status from 200 to 299 says the same."},
            "410": {"description": "Gone: the subscription is disabled."}
        }
    }}})
}

/// Says which kinds of events there are, where they are chosen.
pub(super) fn name_kinds(components: &mut Value) {
    let names: Vec<_> = KINDS.iter().map(|(kind, _)| *kind).collect();
    for schema in ["WebhookSubscriptionRequest", "WebhookSubscriptionPatch"] {
        let kinds = &mut components["schemas"][schema]["properties"]["event_kinds"];
        kinds["items"]["enum"] = json!(names);
    }
    let meanings: Vec<_> = KINDS.iter().map(|(kind, meaning)| format!("- `{kind}`: {meaning}")).collect();
    let description = format!("What kind of thing happened:\n\n{}", meanings.join("\n"));
    components["schemas"]["EventView"]["properties"]["kind"]["description"] = json!(description);
}
