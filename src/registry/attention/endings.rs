//! What ends soon, or has just ended, by itself. The days are those that the calendar tells of, looked at as a whole.

use chrono::{Duration, NaiveDate};

use super::{AT_ONCE, About, Asked, AttentionKind, Item, RecordNamed, filled, known_bodies, paged};
use crate::error::Error;
use crate::ids::BodyId;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::lifecycle::{ANNOUNCED, History, Status};
use crate::store::{calendar, certificates, organisation_certificates, training};

/// For so many days after the last one what has ended is told of.
const TOLD_AFTER: i64 = 30;

/// For so many days before the last one what will end is told of: from when it is first announced.
const TOLD_BEFORE: i64 = ANNOUNCED[0];

/// The last days that are of interest today.
fn last_days(today: NaiveDate) -> Vec<NaiveDate> {
    (-TOLD_AFTER..=TOLD_BEFORE).filter_map(|days| today.checked_add_signed(Duration::days(days))).collect()
}

/// The first day on which something that ends so is told of.
fn told_since(last: NaiveDate) -> NaiveDate {
    last.checked_sub_signed(Duration::days(TOLD_BEFORE)).unwrap_or(last)
}

/// The last day of what ends by itself, where that is of interest and it was not ended by anybody before.
fn ends(history: &History, today: NaiveDate) -> Option<NaiveDate> {
    let is_told = |last: &NaiveDate| (-TOLD_AFTER..=TOLD_BEFORE).contains(&(*last - today).num_days());
    let last = history.days().until.filter(is_told)?;
    (history.status_on(last) != Status::Withdrawn && history.status_on(today) != Status::NotYet).then_some(last)
}

/// What ends, in words: "the accreditation of the course X ends on 2026-12-31".
fn in_words(what: &str, last: NaiveDate, today: NaiveDate) -> String {
    if last < today { format!("{what} ended on {last}") } else { format!("{what} ends on {last}") }
}

fn item(kind: AttentionKind, what: &str, last: NaiveDate, today: NaiveDate, record: RecordNamed) -> Item {
    Item {
        kind,
        key: record.id.clone(),
        name: None,
        since: told_since(last),
        summary: in_words(what, last, today),
        body: None,
        about: About::Records { records: vec![record], last_day: Some(last) },
    }
}

/// A part of the ids that a query gives, with where the next part begins.
fn part(ids: &[String]) -> Option<String> {
    ids.last().filter(|_| ids.len() >= usize::try_from(AT_ONCE).unwrap_or(usize::MAX)).cloned()
}

pub(super) fn courses(work: &mut Work<'_>, _: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let today = work.today();
    filled(request, |page| {
        let ids = calendar::courses(work.connection, &last_days(today), &page.after(), i64::from(page.limit))?;
        let mut found = training::find_courses(work.connection, &ids)?;
        found.sort_unstable_by_key(|one| one.id);
        let told = |one: &training::Course| {
            let (last, record) = (ends(&one.accreditation(), today)?, RecordNamed::at("course", one.id, "courses"));
            let what = format!("the accreditation of the course {}", one.title);
            Some(item(AttentionKind::CourseAccreditationEnding, &what, last, today, record))
        };
        Ok(Page { items: found.iter().map(told).collect(), next: part(&ids) })
    })
}

pub(super) fn training_organisations(
    work: &mut Work<'_>,
    _: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let today = work.today();
    filled(request, |page| {
        let days = last_days(today);
        let ids = calendar::training_organisations(work.connection, &days, &page.after(), i64::from(page.limit))?;
        let mut found = training::find_organisations(work.connection, &ids)?;
        found.sort_unstable_by_key(|one| one.id);
        let told = |one: &training::TrainingOrganisation| {
            let last = ends(&one.accreditation(), today)?;
            let record = RecordNamed::at("training_organisation", one.id, "training-organisations");
            let what = format!("the accreditation of the training organisation {}", one.name);
            Some(item(AttentionKind::TrainingAccreditationEnding, &what, last, today, record))
        };
        Ok(Page { items: found.iter().map(told).collect(), next: part(&ids) })
    })
}

/// Those that nobody has renewed.
pub(super) fn organisation_certificates(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let today = work.today();
    filled(request, |page| {
        let stretch = (&*page.after(), i64::from(page.limit));
        let ids = organisation_certificates::expiring(work.connection, &last_days(today), asked.body, stretch)?;
        let found = organisation_certificates::published(work.connection, &ids)?;
        let bodies: Vec<BodyId> = found.iter().map(|one| one.body_on(today)).collect();
        let known = known_bodies(work, bodies)?;
        let told = |one: &organisation_certificates::OrganisationCertificate| {
            let body = one.body_on(today);
            let last = ends(&one.history(), today)
                .filter(|last| *last == one.expires_on && one.renewed_by.is_none() && asked.is_for(body))?;
            let record = RecordNamed::at("organisation_certificate", one.id, "organisation-certificates");
            let what = format!("certificate {} of an organisation", one.number_on(today));
            let item = item(AttentionKind::OrganisationCertificateExpiring, &what, last, today, record);
            Some(Item { body: known.iter().find(|known| known.id == body).cloned(), ..item })
        };
        Ok(Page { items: found.iter().map(told).collect(), next: part(&ids) })
    })
}

/// Certificates by which listings name their approved auditors.
pub(super) fn auditors(work: &mut Work<'_>, asked: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let today = work.today();
    filled(request, |page| {
        let stretch = (&*page.after(), i64::from(page.limit));
        let namings = calendar::auditors(work.connection, &last_days(today), asked.body, stretch)?;
        let ids: Vec<String> = namings.iter().map(|(naming, ..)| naming.to_string()).collect();
        let named: Vec<String> = namings.iter().map(|(.., certificate)| certificate.to_string()).collect();
        let held = certificates::find_all(work.connection, &named)?;
        let of: Vec<BodyId> = namings.iter().map(|(_, body, _)| *body).collect();
        let known = known_bodies(work, of)?;
        let told = |(naming, body, certificate): &(crate::ids::BodyAuditorId, BodyId, crate::ids::CertificateId)| {
            let held = held.iter().find(|held| held.id == *certificate)?;
            let (last, body) = (ends(&held.history(), today)?, known.iter().find(|known| known.id == *body)?);
            let what = format!("certificate {}, by which an approved auditor of {} counts,", held.number, body.name);
            let record = RecordNamed::at("certificate", held.number, "certificates");
            let item = item(AttentionKind::BodyAuditorExpiring, &what, last, today, record);
            Some(Item { key: naming.to_string(), body: Some(body.clone()), ..item })
        };
        Ok(Page { items: namings.iter().map(told).collect(), next: part(&ids) })
    })
}

/// Editions of the standard against which organisations may soon no longer be certified, or whose certificates end.
#[expect(clippy::unnecessary_wraps, reason = "it is called as the other sources are")]
pub(super) fn editions(work: &mut Work<'_>, _: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let today = work.today();
    let days = last_days(today);
    let mut items = Vec::new();
    for edition in &work.scheme.standard_editions {
        let ends = [("certification", edition.certified_until), ("validity", edition.valid_until)];
        for (what, last) in
            ends.into_iter().filter_map(|(what, last)| Some((what, last.filter(|last| days.contains(last))?)))
        {
            let record = RecordNamed { kind: "edition", id: edition.code.as_str().to_owned(), path: None };
            let words = format!("the {what} of certificates against {}", edition.title);
            let item = item(AttentionKind::EditionClosing, &words, last, today, record);
            items.push(Item { key: format!("{}-{what}", edition.code.as_str()), ..item });
        }
    }
    Ok(paged(items, request))
}
