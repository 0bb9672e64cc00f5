//! Events: every write appends one, in the same transaction; whoever may see them follows the feed.

use serde_json::{Map, Value};

use super::work::Work;
use crate::auth::permission::Permission;
use crate::error::Error;
use crate::ids::{BodyId, EventId};
use crate::store::events as kept;

pub use kept::{Event, FeedItem};

/// An event that is being made.
pub(super) struct NewEvent<'a> {
    /// What kind of thing happened.
    pub kind: &'static str,
    /// The kind and id of the record that it happened to.
    pub subject: (&'static str, String),
    /// The body that may read of it.
    pub body: Option<BodyId>,
    /// What is to be known, without personal data.
    pub data: Value,
    /// What is personal of it.
    pub personal_data: Option<&'a Value>,
}

impl Work<'_> {
    /// Appends the event of this write.
    pub(super) fn record(&mut self, permission: Permission, event: NewEvent<'_>) -> Result<(), Error> {
        let actor = self.authorise(permission)?.principal.to_string();
        let (subject_kind, subject_id) = event.subject;
        let kept = Event {
            id: EventId::new(self.now),
            kind: event.kind.to_owned(),
            subject_kind: subject_kind.to_owned(),
            subject_id,
            body: event.body,
            actor,
            recorded_at: self.now,
            data: canonical(&event.data),
            personal_data: event.personal_data.map(canonical),
        };
        kept::append(self.connection, &kept)
    }
}

/// The events after `after` in the order of commit: all for a registrar, its own for a body.
pub fn list(work: &mut Work<'_>, after: i64, limit: u32) -> Result<Vec<FeedItem>, Error> {
    let caller = work.authorise(Permission::FollowEvents)?;
    kept::list(work.connection, caller.body(), after, limit)
}

/// JSON in the canonical form of RFC 8785 for the values that events have: objects with ASCII keys, texts, whole
/// numbers, truth values, nulls and lists.
fn canonical(value: &Value) -> String {
    sorted(value).to_string()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<_> = members.keys().collect();
            keys.sort_unstable();
            let members = keys.into_iter().map(|key| (key.clone(), sorted(&members[key])));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn the_canonical_form_sorts_keys_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": null}], "a": "ü\n"});
        assert_eq!(super::canonical(&value), r#"{"a":"ü\n","b":[{"a":null,"z":1}]}"#);
    }
}
