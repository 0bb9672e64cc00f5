//! What days bring by themselves is news: "a suspension that ends, a certificate that expires, an accreditation that ends are
//! each an event on their day, once, in the feed and to the webhooks; what expires is announced 90, 30 and 7 days before".
//!
//! A day is told part by part. The place up to which it is told moves on in the transaction that records the events, so
//! that over all nodes and restarts each is recorded once; days that came while no node ran are made up for. What is
//! recorded of a day that has been told is not told again: the record of the change is the news then.

use chrono::{Months, NaiveDate};
use serde_json::json;

use super::PageRequest;
use super::events::NewEvent;
use super::work::{Context, Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::scheme::lifecycle::{ANNOUNCED, Coming, History, last_days_told_on};
use crate::store::calendar::{self as kept, CalendarPlace};
use crate::store::events::{Event, append};
use crate::store::organisation_certificates::{self, OrganisationCertificate};
use crate::store::{bodies, certificates, training};

/// Of how many records of one kind the news are recorded in one transaction; the others of the day follow in the next.
const AT_ONCE: i64 = 200;

/// Of how many bodies that left, each with all of its certificates.
const BODIES_AT_ONCE: u32 = 5;

/// News of a day, and after which record to go on; `None` at the end.
struct Part {
    events: Vec<Event>,
    next: Option<String>,
}

/// Gives the news of a day of one kind of record, after an id.
type Source = fn(&mut Work<'_>, NaiveDate, &str) -> Result<Part, Error>;

/// In the order in which they are told; a place is the position of one and an id, and so new ones are put at the end.
const SOURCES: [Source; 8] = [
    of_certificates,
    of_organisation_certificates,
    of_auditors,
    of_editions,
    of_training_organisations,
    of_courses,
    of_departures,
    of_examinations,
];

impl Registry {
    /// Records a part of what the days up to today bring, unless it is recorded; says whether there may be more.
    ///
    /// # Errors
    /// Those of the store. Nothing is lost by one: the next call goes on.
    pub fn turn_calendar(&self) -> Result<bool, Error> {
        let today = self.now().date_naive();
        // Nearly always there is nothing to do; looking holds nobody up.
        let reached = self.store.read(kept::reached)?;
        if reached.is_some_and(|place| place.day > today) {
            return Ok(false);
        }
        self.store.write(|connection| self.work(connection, Some(Caller::REGISTRY), turn))?;
        Ok(true)
    }
}

fn turn(work: &mut Work<'_>) -> Result<(), Error> {
    let today = work.today();
    let place = if let Some(place) = kept::reached(work.connection)? {
        place
    } else {
        // What is past when a registry first keeps a calendar is no news.
        let first = CalendarPlace { day: today, place: String::new() };
        kept::begin(work.connection, &first)?;
        first
    };
    if place.day > today {
        return Ok(());
    }
    let (first, mut after) = place.place.split_once(' ').unwrap_or(("0", ""));
    let first: usize = first.parse().unwrap_or(0);
    let mut next = None;
    for (number, source) in SOURCES.iter().enumerate().skip(first) {
        let part = source(work, place.day, after)?;
        append(work.connection, part.events)?;
        if let Some(id) = part.next {
            next = Some(CalendarPlace { day: place.day, place: format!("{number} {id}") });
            break;
        }
        after = "";
    }
    let next_day = || Some(CalendarPlace { day: place.day.succ_opt()?, place: String::new() });
    let next = next.or_else(next_day).ok_or_else(|| Error::Internal("the calendar has no more days".to_owned()))?;
    kept::go_on(work.connection, &place, &next)
}

/// The id after which to go on, where there may be more.
fn next(ids: &[String]) -> Option<String> {
    let is_full = i64::try_from(ids.len()).is_ok_and(|found| found >= AT_ONCE);
    ids.last().filter(|_| is_full).cloned()
}

/// How a kind of event is called, by what a day brings.
struct Kinds {
    suspension_ended: &'static str,
    expired: &'static str,
    expiring: &'static str,
}

impl Kinds {
    /// The kind, and the days that are left where it is announced.
    const fn of(&self, coming: Coming) -> (&'static str, Option<i64>) {
        match coming {
            Coming::SuspensionEnded => (self.suspension_ended, None),
            Coming::Expired => (self.expired, None),
            Coming::Expiring { days } => (self.expiring, Some(days)),
        }
    }
}

/// The accreditations of training organisations and of courses.
fn of_training(
    work: &mut Work<'_>,
    day: NaiveDate,
    subject: &'static str,
    kinds: &Kinds,
    known: impl Iterator<Item = (String, History)>,
) -> Result<Vec<Event>, Error> {
    let context = context(work)?;
    let mut events = Vec::new();
    for (id, accreditation) in known {
        for coming in accreditation.comings_on(day) {
            let (kind, days) = kinds.of(coming);
            let data = json!({"effective_on": day, "accredited_until": accreditation.days().until, "days_left": days});
            let event = NewEvent { kind, subject: (subject, id.clone()), body: None, data, personal_data: None };
            events.push(event.by(&context));
        }
    }
    Ok(events)
}

fn of_training_organisations(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    const KINDS: Kinds = Kinds {
        suspension_ended: "training_organisation_suspension_ended",
        expired: "training_organisation_accreditation_ended",
        expiring: "training_organisation_accreditation_ending",
    };
    let ids = kept::training_organisations(work.connection, &last_days_told_on(day), after, AT_ONCE)?;
    let found = training::find_organisations(work.connection, &ids)?;
    let known = found.iter().map(|one| (one.id.to_string(), one.accreditation()));
    Ok(Part { events: of_training(work, day, "training_organisation", &KINDS, known)?, next: next(&ids) })
}

fn of_courses(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    const KINDS: Kinds = Kinds {
        suspension_ended: "course_suspension_ended",
        expired: "course_accreditation_ended",
        expiring: "course_accreditation_ending",
    };
    let ids = kept::courses(work.connection, &last_days_told_on(day), after, AT_ONCE)?;
    let found = training::find_courses(work.connection, &ids)?;
    let known = found.iter().map(|one| (one.id.to_string(), one.accreditation()));
    Ok(Part { events: of_training(work, day, "course", &KINDS, known)?, next: next(&ids) })
}

fn of_certificates(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    const KINDS: Kinds = Kinds {
        suspension_ended: "certificate_suspension_ended",
        expired: "certificate_expired",
        expiring: "certificate_expiring",
    };
    let context = context(work)?;
    let ids = kept::certificates(work.connection, &last_days_told_on(day), after, AT_ONCE)?;
    let mut found = certificates::find_all(work.connection, &ids)?;
    found.sort_unstable_by_key(|certificate| certificate.id);
    let of: Vec<_> = found.iter().map(|certificate| certificate.id).collect();
    let renewing = certificates::renewing(work.connection, &of)?;
    let mut events = Vec::new();
    for certificate in &found {
        // Where it is renewed already, nobody needs to see to it.
        let is_renewed = renewing.iter().any(|one| one.renews == Some(certificate.id) && !one.is_void());
        let is_news = |coming: &Coming| !is_renewed || !matches!(coming, Coming::Expiring { .. });
        for coming in certificate.history().comings_on(day).into_iter().filter(is_news) {
            let (kind, days) = KINDS.of(coming);
            let event = NewEvent {
                kind,
                subject: ("certificate", certificate.number.to_string()),
                body: certificate.body,
                data: json!({"effective_on": day, "expires_on": certificate.expires_on, "days_left": days,
                    "qualification": certificate.qualification.as_str()}),
                personal_data: None,
            };
            events.push(event.by(&context));
        }
    }
    Ok(Part { events, next: next(&ids) })
}

fn of_organisation_certificates(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    let ids = kept::organisation_certificates(work.connection, &last_days_told_on(day), after, AT_ONCE)?;
    let mut events = Vec::new();
    for certificate in organisation_certificates::published(work.connection, &ids)? {
        let lasts_whole = certificate.history().days().until == Some(certificate.expires_on);
        let comings = certificate.history().comings_on(day).into_iter();
        let comings = comings.filter(|coming| lasts_whole || *coming == Coming::SuspensionEnded);
        events.extend(of_organisation_certificate(work, &certificate, day, comings)?);
    }
    Ok(Part { events, next: next(&ids) })
}

/// Certificates that end before their last day, because their body left and no other takes them over.
fn of_departures(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    let from = day.checked_sub_months(Months::new(7)).unwrap_or(day);
    let until = last_days_told_on(day).into_iter().max().unwrap_or(day);
    let request = PageRequest { after: (!after.is_empty()).then(|| after.to_owned()), limit: BODIES_AT_ONCE };
    let page = bodies::withdrawn_between(work.connection, (from, until), None, &request)?;
    let mut events = Vec::new();
    for body in &page.items {
        let organisations = organisation_certificates::certified_by(work.connection, body.id)?;
        for certificate in organisation_certificates::of_organisations(work.connection, &organisations)? {
            let last = certificate.history().days().until.filter(|last| *last < certificate.expires_on);
            if last.is_some_and(|last| certificate.body_on(last) == body.id) {
                let comings = certificate.history().comings_on(day).into_iter();
                let comings = comings.filter(|coming| *coming != Coming::SuspensionEnded);
                events.extend(of_organisation_certificate(work, &certificate, day, comings)?);
            }
        }
    }
    Ok(Part { events, next: page.next })
}

fn of_organisation_certificate(
    work: &Work<'_>,
    certificate: &OrganisationCertificate,
    day: NaiveDate,
    comings: impl Iterator<Item = Coming>,
) -> Result<Vec<Event>, Error> {
    const KINDS: Kinds = Kinds {
        suspension_ended: "organisation_certificate_suspension_ended",
        expired: "organisation_certificate_expired",
        expiring: "organisation_certificate_expiring",
    };
    let context = context(work)?;
    // Where it is renewed already, nobody needs to see to it.
    let is_news = |coming: &Coming| certificate.renewed_by.is_none() || !matches!(coming, Coming::Expiring { .. });
    let last = certificate.history().days().until;
    let event = |coming: Coming| {
        let (kind, days) = KINDS.of(coming);
        let event = NewEvent {
            kind,
            subject: ("organisation_certificate", certificate.id.to_string()),
            body: Some(certificate.body_on(day)),
            data: json!({"effective_on": day, "expires_on": last, "days_left": days,
                "number": certificate.number_on(day), "organisation_id": certificate.organisation}),
            personal_data: None,
        };
        event.by(&context)
    };
    Ok(comings.filter(is_news).map(event).collect())
}

/// Certificates by which listings name their approved auditors: somebody else is to be named in time.
fn of_auditors(work: &mut Work<'_>, day: NaiveDate, after: &str) -> Result<Part, Error> {
    let context = context(work)?;
    let namings = kept::auditors(work.connection, &last_days_told_on(day), None, (after, AT_ONCE))?;
    let ids: Vec<String> = namings.iter().map(|(naming, ..)| naming.to_string()).collect();
    let named: Vec<String> = namings.iter().map(|(.., certificate)| certificate.to_string()).collect();
    let held = certificates::find_all(work.connection, &named)?;
    let mut events = Vec::new();
    for (naming, body, certificate) in namings {
        let Some(certificate) = held.iter().find(|held| held.id == certificate) else { continue };
        for coming in certificate.history().comings_on(day) {
            let (kind, days) = match coming {
                Coming::Expired => ("body_auditor_expired", None),
                Coming::Expiring { days } => ("body_auditor_expiring", Some(days)),
                Coming::SuspensionEnded => continue,
            };
            let event = NewEvent {
                kind,
                subject: ("body", body.to_string()),
                body: Some(body),
                data: json!({"effective_on": day, "expires_on": certificate.expires_on, "days_left": days,
                    "auditor_id": naming}),
                personal_data: None,
            };
            events.push(event.by(&context));
        }
    }
    Ok(Part { events, next: next(&ids) })
}

/// Editions of the standard against which organisations may no longer be certified, or whose certificates end.
fn of_editions(work: &mut Work<'_>, day: NaiveDate, _: &str) -> Result<Part, Error> {
    let ends = work.scheme.standard_editions.iter().flat_map(|edition| {
        let code = edition.code.as_str();
        [
            ("edition", code, "certified_until", edition.certified_until),
            ("edition", code, "valid_until", edition.valid_until),
        ]
    });
    closings(work, day, ["edition_closed", "edition_closing"], ends)
}

/// Formats and editions of examinations that may no longer be sat.
fn of_examinations(work: &mut Work<'_>, day: NaiveDate, _: &str) -> Result<Part, Error> {
    let formats = work.scheme.formats.iter();
    let formats = formats.map(|one| ("examination_format", one.code.as_str(), "sat_until", one.sat.until));
    let editions = work.scheme.editions.iter();
    let editions = editions.map(|one| ("examination_edition", one.code.as_str(), "sat_until", one.sat.until));
    closings(work, day, ["examination_closed", "examination_closing"], formats.chain(editions))
}

/// What of these closes on a day or soon: the kind and code of the subject, which of its days it is, and that day.
fn closings<'a>(
    work: &Work<'a>,
    day: NaiveDate,
    [closed, closing]: [&'static str; 2],
    ends: impl Iterator<Item = (&'static str, &'a str, &'static str, Option<NaiveDate>)>,
) -> Result<Part, Error> {
    let context = context(work)?;
    let mut events = Vec::new();
    for (subject, code, what, last) in ends.filter_map(|(subject, code, what, last)| Some((subject, code, what, last?)))
    {
        let days = (last - day).num_days();
        let kind = match days {
            -1 => closed,
            days if ANNOUNCED.contains(&days) => closing,
            _ => continue,
        };
        let data =
            json!({"effective_on": day, "ends": what, "last_day": last, "days_left": (days > 0).then_some(days)});
        let event = NewEvent { kind, subject: (subject, code.to_owned()), body: None, data, personal_data: None };
        events.push(event.by(&context));
    }
    Ok(Part { events, next: None })
}

fn context<'a>(work: &Work<'a>) -> Result<Context<'a>, Error> {
    work.context(Permission::Administer)
}
