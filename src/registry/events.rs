//! Events: every write appends one, in the same transaction; whoever may see them follows the feed.

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::feed::{FeedPlace, RESTORED};
use super::work::{Context, Work};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::{BodyId, EventId};
use crate::input::fields::text_fields;
use crate::input::suggestion::did_you_mean;
use crate::scheme::Complaint;
use crate::store::events as kept;

pub use kept::{Event, FeedItem};

/// Every kind of event that is recorded, with its meaning: the vocabulary of the feed and of subscriptions to it.
pub const KINDS: &[(&str, &str)] = &[
    ("attendance_confirmed", "a training organisation said of an attendance on record that it is so"),
    ("auditor_approved", "somebody was put on the registrar's list of approved auditors"),
    ("auditor_removed", "somebody was taken off the registrar's list of approved auditors"),
    ("body_auditor_expired", "the certificate of an auditor whom a listing names has expired"),
    ("body_auditor_expiring", "the certificate of an auditor whom a listing names expires in 90, 30 or 7 days"),
    ("body_auditor_named", "a listing names one more auditor"),
    ("body_auditor_removed", "a listing no longer names an auditor"),
    ("body_changed", "a body's name, contact or accreditation was changed"),
    ("body_listed", "a body was listed"),
    ("body_reinstated", "a suspended listing was reinstated"),
    ("body_suspended", "a listing was suspended"),
    ("body_withdrawn", "a listing was withdrawn"),
    ("candidate_changed", "a candidate's record was changed"),
    (
        "candidate_found",
        "a body came to know a candidate: by number and birth date, or as what was merged into the record",
    ),
    ("candidate_merged", "a candidate's record was found to be a duplicate of another one"),
    ("candidate_registered", "a candidate was registered"),
    ("candidate_separated", "a candidate's record was found not to be the duplicate that it was taken for"),
    ("candidates_distinguished", "two candidates who look like one person were found to be two"),
    (
        "certificate_confirmed",
        "a registrar confirmed that a certificate stands although a result that it rested on stands no more",
    ),
    ("certificate_expired", "a certificate has expired"),
    ("certificate_expiring", "a certificate that is not renewed expires in 90, 30 or 7 days"),
    (
        "certificate_questioned",
        "a result that a certificate rested on was annulled or corrected to a fail: a registrar decides whether it stands",
    ),
    ("certificate_reinstated", "a suspended certificate was reinstated"),
    (
        "certificate_renewed",
        "a certificate was renewed by another examination than its own, or by continuing education",
    ),
    ("certificate_suspended", "a certificate was suspended"),
    ("certificate_suspension_ended", "a suspension of a certificate ended by itself"),
    ("certificate_withdrawn", "a certificate was withdrawn"),
    ("client_registered", "a client was registered"),
    ("client_removed", "a client was removed"),
    ("client_secret_replaced", "a client got a new secret"),
    ("correction_refused", "a correction of a result was refused"),
    ("course_accreditation_ended", "a course's accreditation has ended"),
    ("course_accreditation_ending", "a course's accreditation ends in 90, 30 or 7 days"),
    ("course_accredited", "a course was accredited"),
    ("course_changed", "what was wrong in the record of a course was corrected"),
    ("course_extended", "a course's accreditation was extended"),
    ("course_reinstated", "a course's suspended accreditation was reinstated"),
    ("course_session_cancelled", "a session of a course was cancelled"),
    ("course_session_changed", "a session of a course was changed"),
    ("course_session_published", "a session of a course was published"),
    ("course_suspended", "a course's accreditation was suspended"),
    ("course_suspension_ended", "a suspension of a course's accreditation ended by itself"),
    ("course_withdrawn", "a course's accreditation was withdrawn"),
    ("credential_issued", "a certificate got a signed credential, the first or one in the place of another"),
    ("credential_replaced", "a credential is not true any more, and every check says so; another one is handed out"),
    ("document_corrected", "what is on record of a document was corrected, or its file was sent"),
    ("document_published", "a document was published"),
    ("document_withdrawn", "a document was withdrawn: it is shown no more"),
    (
        "edition_closed",
        "organisations may no longer be certified against an edition of the standard, or such certificates have ended",
    ),
    ("edition_closing", "an edition of the standard closes, or certificates against it end, in 90, 30 or 7 days"),
    ("evidence_recorded", "a piece of evidence was recorded"),
    ("evidence_rejected", "a piece of evidence was rejected"),
    ("evidence_verified", "a piece of evidence was verified"),
    ("examination_closed", "a format or an edition of examinations may no longer be sat"),
    ("examination_closing", "a format or an edition of examinations may be sat for 90, 30 or 7 days more"),
    ("holder_link_issued", "a link was issued with which a holder opens the certificate"),
    ("holder_link_revoked", "a holder's link was revoked"),
    ("identity_change_agreed", "a candidate's name or birth date was changed with a registrar's consent"),
    ("identity_change_refused", "a registrar refused to change a candidate's name or birth date"),
    ("identity_change_requested", "a body asked for a change of a candidate's name or birth date"),
    ("identity_change_withdrawn", "a body no longer asks for a change of a candidate's name or birth date"),
    ("invitation_accepted", "a person accepted an invitation to act in a role"),
    ("invitation_issued", "a person was invited to act in a role"),
    ("invitation_link_replaced", "an invitation got a new link; the one before opens no more"),
    ("invitation_withdrawn", "an invitation was withdrawn"),
    ("issuer_key_revoked", "what a key that signed credentials has signed counts no longer"),
    ("issuer_keys_generated", "keys that sign credentials were made; those before them no longer sign"),
    ("issuer_moved", "credentials are issued under another public URL from now on"),
    ("issuer_recorded", "the public URL was recorded under which credentials are issued"),
    ("notice_corrected", "what a notice says was corrected"),
    ("notice_published", "a notice was published"),
    ("notice_withdrawn", "a notice was withdrawn: it is shown no more"),
    ("organisation_application_withdrawn", "an application for an organisation certificate was withdrawn"),
    ("organisation_certificate_expired", "an organisation certificate has expired"),
    (
        "organisation_certificate_expiring",
        "an organisation certificate that is not renewed expires in 90, 30 or 7 days",
    ),
    ("organisation_certificate_published", "an organisation certificate was agreed and published"),
    ("organisation_certificate_reinstated", "a suspended organisation certificate was reinstated"),
    ("organisation_certificate_submitted", "an organisation certificate was submitted for review"),
    ("organisation_certificate_suspended", "an organisation certificate was suspended"),
    ("organisation_certificate_suspension_ended", "a suspension of an organisation certificate ended by itself"),
    ("organisation_certificate_transferred", "an organisation certificate was transferred to another body"),
    ("organisation_certificate_withdrawn", "an organisation certificate was withdrawn"),
    (
        "organisation_certificates_confirmed",
        "a body confirmed that its organisation certificates are on record as they are",
    ),
    ("organisation_changed", "an organisation's name, place, website or registration number was changed"),
    (
        "organisation_credential_issued",
        "an organisation's certificate got a signed credential, the first or one in the place of another",
    ),
    ("organisation_merged", "an organisation was found to be a duplicate of another one"),
    ("organisation_registered", "an organisation was registered that has no certificate yet"),
    ("organisation_scope_feedback_given", "a scope statement was returned to the body with feedback"),
    ("organisation_scope_revised", "a body revised a scope statement"),
    ("organisation_separated", "an organisation was found not to be the duplicate that it was taken for"),
    ("organisations_distinguished", "two organisations that look like one were found to be two"),
    ("other_sessions_ended", "a person ended all sessions but one"),
    ("passkey_registered", "a person registered one more passkey"),
    ("passkey_removed", "a passkey was removed: it lets nobody in any more"),
    ("passkey_renamed", "a person gave a passkey another name"),
    (
        "passkey_replaced",
        "a person who had lost every passkey registered another one; those before let nobody in any more",
    ),
    ("person_changed", "what a person is called or written to was changed"),
    ("person_left", "a person left: every role and session ended"),
    ("preliminary_scope_requested", "a body asked for a review of a scope statement before the audit"),
    ("preliminary_scope_reviewed", "a scope statement was reviewed before the audit"),
    ("preliminary_scope_withdrawn", "a review of a scope statement before the audit is no longer asked for"),
    (
        RESTORED,
        "the registry was restored from a backup: what had happened after `last_sequence` is not on record any more",
    ),
    ("result_annulled", "a result was annulled, and its certificate withdrawn, if there was one"),
    ("result_batch_cancelled", "a result batch was stopped"),
    ("result_batch_completed", "all rows of a result batch have been dealt with"),
    ("result_batch_submitted", "a file of results was accepted"),
    ("result_corrected", "a result was corrected"),
    ("result_refused", "a result was refused, with reasons"),
    ("result_registered", "a result was registered, and a certificate awarded if it was a pass"),
    ("role_assigned", "a person got one more role"),
    ("role_ended", "a person's role ended"),
    ("session_begun", "a person signed in"),
    ("session_confirmed", "a person who is signed in was seen to be who it is once more"),
    ("session_ended", "a person's session was ended, by the person or by an administrator"),
    ("session_role_chosen", "a person chose in which role a session acts"),
    ("sign_in_link_agreed", "a second administrator agreed to a link for a person who has lost every passkey"),
    ("sign_in_link_requested", "a link was asked for with which a person who has lost every passkey registers another"),
    ("signing_key_generated", "a key that signs access tokens was made"),
    ("signing_key_revoked", "a key that signs access tokens was revoked: tokens that it signed are refused"),
    ("training_organisation_accreditation_ended", "a training organisation's accreditation has ended"),
    ("training_organisation_accreditation_ending", "a training organisation's accreditation ends in 90, 30 or 7 days"),
    ("training_organisation_accredited", "a training organisation was accredited"),
    ("training_organisation_changed", "what was wrong in the record of a training organisation was corrected"),
    ("training_organisation_extended", "a training organisation's accreditation was extended"),
    ("training_organisation_reinstated", "a training organisation's suspended accreditation was reinstated"),
    ("training_organisation_suspended", "a training organisation's accreditation was suspended"),
    (
        "training_organisation_suspension_ended",
        "a suspension of a training organisation's accreditation ended by itself",
    ),
    ("training_organisation_withdrawn", "a training organisation's accreditation was withdrawn"),
    ("webhook_secret_replaced", "a subscription got a new secret"),
    ("webhook_subscription_changed", "a subscription was changed, paused or resumed"),
    ("webhook_subscription_confirmed", "the URL of a subscription answered its test message; events are sent to it"),
    ("webhook_subscription_disabled", "a subscriber answered that it is gone (410)"),
    ("webhook_subscription_registered", "a client subscribed to events"),
    ("webhook_subscription_removed", "a subscription was removed"),
];

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
