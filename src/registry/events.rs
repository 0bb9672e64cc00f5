//! Events: every write appends one, in the same transaction; whoever may see them follows the feed.

use serde_json::{Map, Value};

use super::work::{Context, Work};
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

impl NewEvent<'_> {
    /// The event as it is kept, made by whoever the context names.
    pub fn by(self, context: &Context<'_>) -> Event {
        let (subject_kind, subject_id) = self.subject;
        Event {
            id: EventId::new(context.now),
            kind: self.kind.to_owned(),
            subject_kind: subject_kind.to_owned(),
            subject_id,
            body: self.body,
            actor: context.caller.principal.to_string(),
            recorded_at: context.now,
            data: canonical(&self.data),
            personal_data: self.personal_data.map(canonical),
        }
    }
}

impl Work<'_> {
    /// Appends the event of this write.
    pub(super) fn record(&mut self, permission: Permission, event: NewEvent<'_>) -> Result<(), Error> {
        let event = event.by(&self.context(permission)?);
        kept::append(self.connection, &[event])
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
