//! The audit trail: who did what, when, to which record. It is the events, the latest first, with what their authors are called.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;

use super::events::{Event, EventKind, FeedItem, SUBJECT_KINDS};
use super::persons::RoleAssignment;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Permission, Principal};
use crate::auth::person_role::ActsFor;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId, ClientId, EventId};
use crate::input::fields::text_fields;
use crate::input::form::form;
use crate::input::suggestion::did_you_mean;
use crate::scheme::Complaint;
use crate::scheme::numbers::{CandidateNumber, CertificateNumber};
use crate::scheme::text::{Slug, line};
use crate::store::{audit as kept, bodies, clients, organisations, persons, training};

form! {
    /// Which part of the audit trail is wanted: all that is named has to be so.
    pub struct AuditQuery {
        /// What happened to this record: its id, the number of a certificate or of a candidate, or the slug of a body, a training
        /// organisation, a course or an organisation; with the kind of record and a colon in front, as `subject` tells it
        /// (`body:nordlicht`), it is a record of that kind only.
        #[example("4J7RT-9WQ2C")]
        pub subject: Option<Subject>,
        /// What was done by this author: `client:`, `person:` or `holder_link:` and an id, `operator` or `registry`.
        pub actor: Option<Actor>,
        /// Events of this kind, such as `result_registered`.
        pub kind: Option<EventKind>,
        /// Recorded on this day (UTC) or later.
        pub from: Option<NaiveDate>,
        /// Recorded on this day (UTC) or earlier.
        pub until: Option<NaiveDate> => |object| {
            if let (Some(Some(from)), Some(Some(until))) = (&from, &until) && until < from {
                object.complain("until", Complaint::new("ends_before_it_begins", "lies before `from`"));
            }
        },
    }
}

/// The record that events happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is, where that is said.
    kind: Option<String>,
    /// What it is named by.
    name: String,
}

impl Subject {
    /// The longest that an issuer is named by.
    const LONGEST: usize = 300;

    fn parse(text: &str) -> Result<Self, Complaint> {
        let text = line(text, Self::LONGEST)?;
        match text.split_once(':') {
            // An issuer's id has colons itself: `did:web:…`.
            None | Some(("did", _)) => Ok(Self { kind: None, name: text }),
            Some((kind, name)) if SUBJECT_KINDS.contains(&kind) && !name.is_empty() => {
                Ok(Self { kind: Some(kind.to_owned()), name: name.to_owned() })
            }
            Some((kind, _)) => {
                let suggestion = did_you_mean(kind, SUBJECT_KINDS.iter().copied());
                let all = SUBJECT_KINDS.join(", ");
                let detail =
                    format!("is no id, and no kind of record with a colon and an id{suggestion}; there are {all}");
                Err(Complaint::new("unknown_word", detail))
            }
        }
    }
}

/// Who did it, in the words of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor(String);

impl Actor {
    fn parse(text: &str) -> Result<Self, Complaint> {
        if Principal::parse(text).is_some() {
            return Ok(Self(text.to_owned()));
        }
        let detail = "must be `client:`, `person:` or `holder_link:` and an id, `operator` or `registry`";
        Err(Complaint::new("invalid_actor", detail))
    }
}

text_fields! {
    Subject: Self = Self::parse, {"minLength": 1, "maxLength": Self::LONGEST};
    Actor: Self = Self::parse, {"pattern": "^(operator|registry|(client|person|holder_link):[0-9a-f-]{36})$"};
}

/// What happened, and what its author is called.
#[derive(Clone, Debug)]
pub struct Entry {
    pub item: FeedItem,
    /// `None` where it is not known, or not for whoever asks.
    pub actor_name: Option<String>,
}

/// A page of the audit trail, the latest first: all for a registrar, for a body what concerns it.
///
/// # Errors
/// Those of who may ask, and those of the database.
pub fn list(work: &mut Work<'_>, query: &AuditQuery, request: &PageRequest) -> Result<Page<Entry>, Error> {
    let caller = work.authorise(Permission::FollowEvents)?;
    let subject_id = query.subject.as_ref().map(|subject| id_of(work, subject)).transpose()?;
    let wanted = kept::Wanted {
        body: caller.body(),
        subject_kind: query.subject.as_ref().and_then(|subject| subject.kind.clone()),
        subject_id,
        actor: query.actor.as_ref().map(|actor| actor.0.clone()),
        kind: query.kind.clone(),
        from: query.from.map(beginning),
        before: query.until.and_then(|day| day.succ_opt()).map(beginning),
    };
    let page = kept::list(work.connection, &wanted, request)?;
    let names = Names::of(work, caller.body(), &page.items)?;
    Ok(page.map(|item| Entry { actor_name: names.name(&item), item }))
}

/// The first moment of a day.
fn beginning(day: NaiveDate) -> Moment {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Finds the id by which events tell a record of what else it is named by.
type Find = fn(&mut Work<'_>, &str) -> Result<Option<String>, Error>;

/// The kinds of records that are named by more than their id. What is on record comes before what only has the form of a
/// number, which a slug may have too.
const NAMED: [(&str, Find); 6] = [
    ("body", |work, name| {
        let Ok(slug) = Slug::parse(name) else { return Ok(None) };
        Ok(bodies::find_by_slug(work.connection, slug.as_str())?.map(|body| body.id.to_string()))
    }),
    ("training_organisation", |work, name| {
        let Ok(slug) = Slug::parse(name) else { return Ok(None) };
        let found = training::find_organisation(work.connection, slug.as_str())?;
        Ok(found.map(|organisation| organisation.id.to_string()))
    }),
    ("course", |work, name| {
        let Ok(slug) = Slug::parse(name) else { return Ok(None) };
        Ok(training::find_course(work.connection, slug.as_str())?.map(|course| course.id.to_string()))
    }),
    ("organisation", |work, name| {
        let Ok(slug) = Slug::parse(name) else { return Ok(None) };
        let found = organisations::find_by_slug(work.connection, slug.as_str())?;
        Ok(found.map(|organisation| organisation.id.to_string()))
    }),
    ("candidate", |work, name| {
        let Ok(number) = CandidateNumber::parse(name) else { return Ok(None) };
        Ok(kept::numbered(work.connection, &number)?.map(|id| id.to_string()))
    }),
    ("certificate", |_, name| Ok(CertificateNumber::parse(name).ok().map(|number| number.to_string()))),
];

/// The id by which events tell a record. Whether there is one, and whether the caller may know, is not told by that: it leads
/// to events, of which a body sees its own.
fn id_of(work: &mut Work<'_>, subject: &Subject) -> Result<String, Error> {
    // An id of one kind is written as that of any other.
    if CandidateId::parse(&subject.name).is_none() {
        let kind = subject.kind.as_deref();
        for (_, find) in NAMED.iter().filter(|(named, _)| kind.is_none_or(|kind| kind == *named)) {
            if let Some(id) = find(work, &subject.name)? {
                return Ok(id);
            }
        }
    }
    Ok(subject.name.clone())
}

/// What the authors of events are called, for whoever asks.
struct Names {
    /// The body that asks: it is told the names of whoever acted for it only.
    body: Option<BodyId>,
    clients: HashMap<ClientId, (String, Option<BodyId>)>,
    /// In which roles the persons act or did, for a body.
    roles: Vec<RoleAssignment>,
    /// What authors were called at the time, where that is kept with the event.
    noted: HashMap<EventId, String>,
}

impl Names {
    fn of(work: &mut Work<'_>, body: Option<BodyId>, items: &[FeedItem]) -> Result<Self, Error> {
        let (mut clients, mut persons) = (HashSet::new(), HashSet::new());
        for item in items {
            match Principal::parse(&item.event.actor) {
                Some(Principal::Client(id)) => drop(clients.insert(id)),
                Some(Principal::Person(id)) if body.is_some() => drop(persons.insert(id)),
                _ => {}
            }
        }
        let clients = clients::names(work.connection, &clients.into_iter().collect::<Vec<_>>())?;
        let roles = persons::assignments_ever(work.connection, &persons.into_iter().collect::<Vec<_>>())?;
        let mut names = Self { body, clients, roles, noted: HashMap::new() };
        let told = items.iter().filter(|item| names.may_tell(&item.event)).map(|item| item.event.id);
        let personal = kept::personal_data(work.connection, &told.collect::<Vec<_>>())?;
        names.noted = personal.into_iter().filter_map(|(event, data)| Some((event, noted_name(&data)?))).collect();
        Ok(names)
    }

    /// Whether the name of an event's author is for whoever asks.
    fn may_tell(&self, event: &Event) -> bool {
        let Some(body) = self.body else { return true };
        match Principal::parse(&event.actor) {
            Some(Principal::Client(id)) => self.clients.get(&id).is_some_and(|(_, acts_for)| *acts_for == Some(body)),
            Some(Principal::Person(id)) => acted_for(body, self.roles.iter().filter(|role| role.person == id), event),
            _ => false,
        }
    }

    fn name(&self, item: &FeedItem) -> Option<String> {
        let event = &item.event;
        if let Some(noted) = self.noted.get(&event.id) {
            return Some(noted.clone());
        }
        match Principal::parse(&event.actor)? {
            Principal::Operator => Some("the operator".to_owned()),
            Principal::Registry => Some("the registry".to_owned()),
            Principal::Client(id) if self.may_tell(event) => self.clients.get(&id).map(|(name, _)| name.clone()),
            // What a person was called is erased with the personal part of the event, and not looked up again.
            Principal::Client(_) | Principal::Person(_) | Principal::HolderLink(_) => None,
        }
    }
}

/// Whether somebody with these roles acted for the body when something happened. Whoever had a role of the scheme office then
/// may have acted in that: the body is not told which of its people is one of the registrar's.
fn acted_for<'a>(body: BodyId, roles: impl Iterator<Item = &'a RoleAssignment>, event: &Event) -> bool {
    let at = event.recorded_at;
    let mut own = false;
    for role in roles.filter(|role| role.assigned_at <= at && role.ended_at.is_none_or(|end| at <= end)) {
        if role.role.acts_for() == ActsFor::SchemeOffice {
            return false;
        }
        own |= role.body == Some(body);
    }
    own
}

/// What the personal part of an event says its author was called. Nothing else of it is told.
fn noted_name(personal_data: &str) -> Option<String> {
    let read: Value = serde_json::from_str(personal_data).ok()?;
    read.get("actor_name")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";

    #[test]
    fn a_subject_is_an_id_or_a_kind_with_one() {
        let read = |text: &str| Subject::parse(text).map(|subject| (subject.kind, subject.name));
        let of = |kind: Option<&str>, name: &str| Ok((kind.map(str::to_owned), name.to_owned()));
        assert_eq!(read(ID), of(None, ID));
        assert_eq!(read(&format!("candidate:{ID}")), of(Some("candidate"), ID));
        assert_eq!(read("did:web:registry.example"), of(None, "did:web:registry.example"));
        assert_eq!(read("issuer:did:web:registry.example"), of(Some("issuer"), "did:web:registry.example"));
        for strange in ["candidates:1", "candidate:", ":1", "certificate :1", "a\0b"] {
            assert!(read(strange).is_err(), "{strange}");
        }
        assert!(read("candidat:1").unwrap_err().detail.contains("`candidate`"));
    }

    #[test]
    fn an_actor_is_written_as_events_write_it() {
        for known in ["operator", "registry"] {
            assert!(Actor::parse(known).is_ok(), "{known}");
        }
        for kind in ["client", "person", "holder_link"] {
            assert!(Actor::parse(&format!("{kind}:{ID}")).is_ok(), "{kind}");
            for strange in
                [kind.to_owned(), format!("{kind}:"), format!("{kind}:1"), format!("{kind}:{}", ID.to_uppercase())]
            {
                assert!(Actor::parse(&strange).is_err(), "{strange}");
            }
        }
        for strange in ["", "Operator", "operator:", "body:nordlicht", ID] {
            assert!(Actor::parse(strange).is_err(), "{strange}");
        }
    }

    #[test]
    fn only_the_name_is_read_of_what_is_personal() {
        assert_eq!(noted_name(r#"{"actor_name":"Ada Lovelace","reason":"x"}"#).as_deref(), Some("Ada Lovelace"));
        for other in [r#"{"reason":"x"}"#, r#"{"actor_name":null}"#, r#"{"actor_name":["x"]}"#, "[]", "no JSON"] {
            assert_eq!(noted_name(other), None, "{other}");
        }
    }
}
