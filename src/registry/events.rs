//! Events: every write appends one, in the same transaction; whoever may see them follows the feed.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::feed::FeedPlace;
use super::work::{Context, Work};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::{BodyId, EventId};
use crate::input::fields::text_fields;
use crate::input::suggestion::did_you_mean;
use crate::scheme::Complaint;
use crate::store::events as kept;

mod kinds;

pub use kept::{Event, FeedItem};
pub use kinds::KINDS;

/// Every kind of record that an event happens to.
pub const SUBJECT_KINDS: &[&str] = &[
    "approved_auditor",
    "body",
    "body_auditor",
    "candidate",
    "certificate",
    "client",
    "course",
    "course_session",
    "document",
    "edition",
    "evidence",
    "examination_edition",
    "examination_format",
    "holder_link",
    "invitation",
    "issuer",
    "issuer_key",
    "notice",
    "organisation",
    "organisation_certificate",
    "person",
    "preliminary_scope",
    "registry",
    "result",
    "result_batch",
    "signing_key",
    "training_organisation",
    "webhook_subscription",
];

/// Whether there are events of this kind.
pub fn is_kind(kind: &str) -> bool {
    meaning(kind).is_some()
}

/// What events of this kind tell, if there are any.
pub fn meaning(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, meaning)| *meaning)
}

/// The name of a kind of event.
pub struct EventKind;

text_fields! {
    EventKind: String = event_kind, {};
}

fn event_kind(text: &str) -> Result<String, Complaint> {
    if is_kind(text) {
        return Ok(text.to_owned());
    }
    let known = || KINDS.iter().map(|(kind, _)| *kind);
    let all = known().collect::<Vec<_>>().join(", ");
    let detail = format!("is no kind of event{}; there are {all}", did_you_mean(text, known()));
    Err(Complaint::new("unknown_word", detail))
}

/// An event that is being made.
pub(super) struct NewEvent<'a> {
    pub kind: &'static str,
    /// The kind and id of the record that it happened to.
    pub subject: (&'static str, String),
    /// The body that may read of it.
    pub body: Option<BodyId>,
    /// What is to be known, without personal data.
    pub data: Value,
    pub personal_data: Option<&'a Value>,
}

impl NewEvent<'_> {
    /// The event as it is kept, made by whoever the context names.
    pub fn by(self, context: &Context<'_>) -> Event {
        debug_assert!(is_kind(self.kind), "say in KINDS what {} means", self.kind);
        let (subject_kind, subject_id) = self.subject;
        debug_assert!(SUBJECT_KINDS.contains(&subject_kind), "say in SUBJECT_KINDS that there is a {subject_kind}");
        Event {
            id: EventId::new(context.now),
            kind: self.kind.to_owned(),
            subject_kind: subject_kind.to_owned(),
            subject_id,
            body: self.body,
            actor: context.caller.principal.to_string(),
            recorded_at: context.now,
            data: canonical(&self.data),
            personal_data: match context.actor_name {
                None => self.personal_data.map(canonical),
                Some(name) => Some(canonical(&with_actor_name(self.personal_data, name))),
            },
        }
    }
}

/// What is personal of an event, with what the person who made it was called at the time.
fn with_actor_name(personal_data: Option<&Value>, name: &str) -> Value {
    let mut all = personal_data.and_then(Value::as_object).cloned().unwrap_or_default();
    all.insert("actor_name".to_owned(), name.into());
    Value::Object(all)
}

impl Work<'_> {
    /// Appends the event of this write.
    pub(super) fn record(&mut self, permission: Permission, event: NewEvent<'_>) -> Result<(), Error> {
        let event = event.by(&self.context(permission)?);
        self.append(event)
    }

    /// Appends the event of what somebody does about the own access, which needs no permission.
    pub(super) fn record_own(&mut self, caller: Caller, event: NewEvent<'_>) -> Result<(), Error> {
        let event = event.by(&self.context_of(caller));
        self.append(event)
    }

    /// Appends an event that is made already.
    pub(super) fn append(&mut self, event: Event) -> Result<(), Error> {
        kept::append(self.connection, vec![event])
    }
}

/// The events after `after` in the order of commit: all for a registrar, its own for a body.
///
/// # Errors
/// [`Code::FeedRestored`](crate::error::Code::FeedRestored) where what was read up to there is not this feed.
pub fn list(work: &mut Work<'_>, after: &FeedPlace, limit: u32) -> Result<Vec<FeedItem>, Error> {
    let caller = work.authorise(Permission::FollowEvents)?;
    let horizon = kept::horizon(work.connection)?;
    after.check(work.connection, horizon)?;
    kept::list(work.connection, caller.body(), after.sequence, horizon, limit)
}

/// JSON in the canonical form of RFC 8785 for the values that events have: objects with ASCII keys, texts, whole
/// numbers, truth values, nulls and lists.
fn canonical(value: &Value) -> String {
    serde_json::to_string(&Sorted(value)).unwrap_or_default()
}

/// A value whose objects have their members in the order of their keys, whichever order the map has.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().map(|(key, value)| (key, Sorted(value))).collect();
                members.sort_unstable_by_key(|(key, _)| *key);
                serializer.collect_map(members)
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Sorted)),
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn kinds_are_sorted_and_told_once() {
        assert!(super::KINDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn the_canonical_form_sorts_keys_at_every_depth() {
        let value = json!({"b": [{"z": 1, "a": null}], "a": "ü\n"});
        assert_eq!(super::canonical(&value), r#"{"a":"ü\n","b":[{"a":null,"z":1}]}"#);
    }
}
