//! What is the matter with the listing of a body, or with what it answers for.

use std::collections::{BTreeMap, HashMap};

use chrono::{Months, NaiveDate};

use super::{AT_ONCE, About, Asked, AttentionKind, Item, known_bodies, paged};
use crate::error::Error;
use crate::ids::BodyId;
use crate::registry::auditors::BodyAuditor;
use crate::registry::bodies::Body;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::lifecycle::Status;
use crate::scheme::listing::NamedAuditor;
use crate::store::organisation_certificates::{self, OrganisationCertificate};
use crate::store::{auditors, bodies};

/// An item of which a body has one.
fn of_body(kind: AttentionKind, key: String, since: NaiveDate, summary: String, body: Body, about: About) -> Item {
    Item { kind, key, name: Some(body.id.to_string()), since, summary, body: Some(body), about }
}

/// The bodies that left certificates which may still be transferred and are not, in the order of the bodies' names.
pub(super) fn withdrawn_issuers(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let today = work.today();
    let earliest = today.checked_sub_months(Months::new(7)).unwrap_or(today);
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let mut found: Vec<Item> = Vec::new();
    let mut part = PageRequest { after: request.after.clone(), limit: AT_ONCE };
    loop {
        let page = bodies::withdrawn_between(work.connection, (earliest, today), asked.body, &part)?;
        for body in page.items {
            let organisations = organisation_certificates::certified_by(work.connection, body.id)?;
            let mut left = organisation_certificates::of_organisations(work.connection, &organisations)?;
            let departure = |one: &OrganisationCertificate| {
                let is_open = !one.history().has_ended(today) && one.body_on(today) == body.id;
                one.departure_on(today).filter(|_| is_open)
            };
            left.retain(|one| departure(one).is_some());
            let Some(first) = left.iter().filter_map(departure).min_by_key(|one| one.transferable_until) else {
                continue;
            };
            if found.len() == limit {
                let next = found.last().map(|last| last.key.clone());
                return Ok(Page { items: found, next });
            }
            let (number, until) = (left.len(), first.transferable_until);
            let certificates =
                if number == 1 { "certificate of an organisation" } else { "certificates of organisations" };
            let summary = format!(
                "{} is withdrawn since {} and leaves {number} {certificates}: transfer each to another body by {until}, or it \
                 is valid no longer",
                body.name, first.withdrawn_on
            );
            let (key, since) = (body.sort_key(), first.withdrawn_on);
            let about = About::LeftCertificates { certificates: left, transferable_until: until };
            found.push(of_body(AttentionKind::IssuerWithdrawn, key, since, summary, body, about));
        }
        match page.next {
            Some(key) => part.after = Some(key),
            None => return Ok(Page { items: found, next: None }),
        }
    }
}

/// The listed bodies that have not confirmed certificates for more than a month, in the order of their names.
pub(super) fn overdue_confirmations(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let today = work.today();
    let due = today.checked_sub_months(Months::new(1)).unwrap_or(today);
    let mut by_body: BTreeMap<BodyId, Vec<OrganisationCertificate>> = BTreeMap::new();
    for one in organisation_certificates::unconfirmed(work.connection, due, today, asked.body)? {
        if one.is_in_use_on(today) {
            by_body.entry(one.body_on(today)).or_default().push(one);
        }
    }
    let known = known_bodies(work, by_body.keys().copied())?;
    let overdue = |body: Body| {
        let certificates = by_body.remove(&body.id)?;
        let last = |one: &OrganisationCertificate| {
            one.last_confirmed_on(today).or(one.published_at.map(|at| at.date_naive())).unwrap_or(one.issued_on)
        };
        let first = certificates.iter().map(last).min()?;
        let since = first.checked_add_months(Months::new(1)).and_then(|day| day.succ_opt()).unwrap_or(today);
        let summary = format!(
            "{} has not confirmed {} of its organisation certificates since {first}: ask it to look at what is on record and to \
             confirm it",
            body.name,
            certificates.len()
        );
        let key = body.sort_key();
        let about = About::Certificates(certificates);
        Some(of_body(AttentionKind::OverdueConfirmation, key, since, summary, body, about))
    };
    let listed = known.into_iter().filter(|body| body.listing().status_on(today) == Status::InForce);
    Ok(paged(listed.filter(|body| asked.is_for(body.id)).filter_map(overdue).collect(), request))
}

/// The listings that are in force or suspended today and have too few approved auditors, in the order of the bodies'
/// names.
///
/// The store leaves out those that certainly have enough, so that a page is nearly always full at the first go: only a
/// listing that has enough with somebody whose certificate was suspended once is looked at for nothing. So the number of
/// queries does not grow with the page.
pub(super) fn too_few_auditors(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let (rule, today) = (work.scheme.listing.clone(), work.today());
    let mut found: Vec<Item> = Vec::new();
    let mut part = PageRequest { after: request.after.clone(), limit: AT_ONCE };
    loop {
        let page = bodies::with_doubtful_auditors(work.connection, &rule, today, asked.body, &part)?;
        let ids: Vec<_> = page.items.iter().map(|body| body.id).collect();
        let mut named = if ids.is_empty() { HashMap::new() } else { auditors::of_bodies(work.connection, &ids)? };
        for body in page.items {
            let known = named.remove(&body.id).unwrap_or_default();
            let facts: Vec<NamedAuditor> = known.iter().map(auditors::KnownAuditor::named).collect();
            let Some(since) = rule.too_few_since(&facts, body.listed_on, today) else { continue };
            if found.len() == limit {
                let next = found.last().map(|last| last.key.clone());
                return Ok(Page { items: found, next });
            }
            let assessment = rule.assess(&facts, today);
            let present = known.into_iter().zip(&assessment.verdicts).filter(|(one, _)| one.naming.removal.is_none());
            let auditors = present.map(|(one, verdict)| BodyAuditor::new(one, *verdict, asked.caller)).collect();
            let summary = assessment.summary();
            let (key, about) = (body.sort_key(), About::Auditors(auditors));
            found.push(of_body(AttentionKind::TooFewAuditors, key, since, summary, body, about));
        }
        match page.next {
            Some(key) => part.after = Some(key),
            None => return Ok(Page { items: found, next: None }),
        }
    }
}
