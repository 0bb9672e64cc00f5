//! What needs a registrar: records that are as they are until somebody decides, and that the registry does not change by
//! itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Months, NaiveDate};

use super::auditors::BodyAuditor;
use super::bodies::Body;
use super::identity_changes::IdentityChange;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::scheme::lifecycle::Status;
use crate::scheme::listing::NamedAuditor;
use crate::store::organisation_certificates::{self, OrganisationCertificate};
use crate::store::{auditors, bodies, identity_changes};

/// Something that needs a registrar.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place among those of its kind.
    key: String,
    /// The first day on which it is as it is.
    pub since: NaiveDate,
    /// What is the matter, in words that name no person.
    pub summary: String,
    pub about: About,
}

/// What an item is about.
#[derive(Clone, Debug)]
pub enum About {
    /// A listing with fewer approved auditors than it needs.
    TooFewAuditors { body: Body, auditors: Vec<BodyAuditor> },
    /// A body that is withdrawn, and the certificates of organisations that it left: nobody has taken them over yet.
    IssuerWithdrawn { body: Body, certificates: Vec<OrganisationCertificate>, transferable_until: NaiveDate },
    /// A listed body that has not confirmed certificates for more than a month.
    OverdueConfirmation { body: Body, certificates: Vec<OrganisationCertificate> },
    /// A change of a candidate's name or birth date that a body asks for.
    IdentityChange { body: Body, change: Box<IdentityChange> },
}

/// The kind of item of a change of name or birth date that waits for a decision.
pub const IDENTITY_CHANGE: &str = "identity_change";

/// The kind of item of a body that left.
pub const ISSUER_WITHDRAWN: &str = "issuer_withdrawn";

/// The kind of item of a body whose monthly confirmation is overdue.
pub const OVERDUE_CONFIRMATION: &str = "overdue_confirmation";

/// The kind of item of a listing with too few approved auditors.
pub const TOO_FEW_AUDITORS: &str = "too_few_auditors";

impl Item {
    /// Its kind, on the wire.
    pub const fn kind(&self) -> &'static str {
        match self.about {
            About::TooFewAuditors { .. } => TOO_FEW_AUDITORS,
            About::IssuerWithdrawn { .. } => ISSUER_WITHDRAWN,
            About::OverdueConfirmation { .. } => OVERDUE_CONFIRMATION,
            About::IdentityChange { .. } => IDENTITY_CHANGE,
        }
    }

    /// An id that stays the same as long as the item does.
    pub fn id(&self) -> String {
        match &self.about {
            About::TooFewAuditors { body, .. }
            | About::IssuerWithdrawn { body, .. }
            | About::OverdueConfirmation { body, .. } => format!("{}:{}", self.kind(), body.id),
            About::IdentityChange { change, .. } => format!("{}:{}", self.kind(), change.id),
        }
    }
}

/// Gives a page of the items of one kind, in the order of their keys.
type Source = fn(&mut Work<'_>, Caller, &PageRequest) -> Result<Page<Item>, Error>;

/// Every kind with where its items come from, in the order of the kinds.
const SOURCES: &[(&str, Source)] = &[
    (IDENTITY_CHANGE, waiting_changes),
    (ISSUER_WITHDRAWN, withdrawn_issuers),
    (OVERDUE_CONFIRMATION, overdue_confirmations),
    (TOO_FEW_AUDITORS, too_few_auditors),
];

/// What stands between the kind and the key of an item within its kind, in the key of the whole list.
const SEPARATOR: char = '\u{1}';

/// A page of what needs a registrar: kind by kind, and within a kind in an order of its own.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let after = request.after();
    let (after_kind, after_key) = after.split_once(SEPARATOR).unwrap_or((&after, ""));
    let mut items: Vec<Item> = Vec::new();
    for (kind, source) in SOURCES.iter().filter(|(kind, _)| *kind >= after_kind) {
        let wanted = request.limit.saturating_sub(u32::try_from(items.len()).unwrap_or(u32::MAX));
        if wanted == 0 {
            // The page is full, and this kind has not been looked at yet.
            return Ok(Page { items, next: Some(format!("{kind}{SEPARATOR}")) });
        }
        let after = (*kind == after_kind && !after_key.is_empty()).then(|| after_key.to_owned());
        let page = source(work, caller, &PageRequest { after, limit: wanted })?;
        items.extend(page.items);
        if let Some(key) = page.next {
            return Ok(Page { items, next: Some(format!("{kind}{SEPARATOR}{key}")) });
        }
    }
    Ok(Page { items, next: None })
}

/// The changes of names and birth dates that bodies ask for, the oldest first.
fn waiting_changes(work: &mut Work<'_>, _: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let page = identity_changes::all_waiting(work.connection, request)?;
    let ids: BTreeSet<String> = page.items.iter().filter_map(|(change, _)| Some(change.body?.to_string())).collect();
    let known = bodies::find_all(work.connection, &ids.into_iter().collect::<Vec<_>>())?;
    page.try_map(|(change, number)| {
        let body = known.iter().find(|body| Some(body.id) == change.body).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("identity change {} is of no body", change.id)))?;
        let fields = change.edit.fields().join(" and ").replace('_', " ");
        let summary = format!("{} asks to change the {fields} of candidate {number}", body.name);
        let (key, since) = (change.id.to_string(), change.requested_at.date_naive());
        Ok(Item { key, since, summary, about: About::IdentityChange { body, change: Box::new(change) } })
    })
}

/// The bodies that left certificates which may still be transferred and are not, in the order of the bodies' names.
fn withdrawn_issuers(work: &mut Work<'_>, _: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let today = work.today();
    let earliest = today.checked_sub_months(Months::new(7)).unwrap_or(today);
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let mut found: Vec<Item> = Vec::new();
    let mut part = PageRequest { after: request.after.clone(), limit: AT_ONCE };
    loop {
        let page = bodies::withdrawn_between(work.connection, (earliest, today), &part)?;
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
            let about = About::IssuerWithdrawn { body, certificates: left, transferable_until: until };
            found.push(Item { key, since, summary, about });
        }
        match page.next {
            Some(key) => part.after = Some(key),
            None => return Ok(Page { items: found, next: None }),
        }
    }
}

/// The listed bodies that have not confirmed certificates for more than a month, in the order of their names.
fn overdue_confirmations(work: &mut Work<'_>, _: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let today = work.today();
    let due = today.checked_sub_months(Months::new(1)).unwrap_or(today);
    let mut by_body: BTreeMap<String, Vec<OrganisationCertificate>> = BTreeMap::new();
    for one in organisation_certificates::unconfirmed(work.connection, due, today)? {
        if one.is_in_use_on(today) {
            by_body.entry(one.body_on(today).to_string()).or_default().push(one);
        }
    }
    let ids: Vec<String> = by_body.keys().cloned().collect();
    let known = if ids.is_empty() { Vec::new() } else { bodies::find_all(work.connection, &ids)? };
    let overdue = |body: Body| {
        let certificates = by_body.remove(&body.id.to_string())?;
        let last = |one: &OrganisationCertificate| {
            one.last_confirmed_on.or(one.published_at.map(|at| at.date_naive())).unwrap_or(one.issued_on)
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
        Some(Item { key, since, summary, about: About::OverdueConfirmation { body, certificates } })
    };
    let listed = known.into_iter().filter(|body| body.listing().status_on(today) == Status::InForce);
    let mut items: Vec<Item> = listed.filter_map(overdue).filter(|item| *item.key > *request.after()).collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let next = (items.len() > limit).then(|| items[limit - 1].key.clone());
    items.truncate(limit);
    Ok(Page { items, next })
}

/// The listings that are in force or suspended today and have too few approved auditors, in the order of the bodies'
/// names.
///
/// The store leaves out those that certainly have enough, so that a page is nearly always full at the first go: only a
/// listing that has enough with somebody whose certificate was suspended once is looked at for nothing. So the number of
/// queries does not grow with the page.
fn too_few_auditors(work: &mut Work<'_>, caller: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let (rule, today) = (work.scheme.listing.clone(), work.today());
    let mut found: Vec<Item> = Vec::new();
    let mut part = PageRequest { after: request.after.clone(), limit: AT_ONCE };
    loop {
        let page = bodies::with_doubtful_auditors(work.connection, &rule, today, &part)?;
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
            let auditors = present.map(|(one, verdict)| BodyAuditor::new(one, *verdict, caller)).collect();
            let summary = assessment.summary();
            found.push(Item { key: body.sort_key(), since, summary, about: About::TooFewAuditors { body, auditors } });
        }
        match page.next {
            Some(key) => part.after = Some(key),
            None => return Ok(Page { items: found, next: None }),
        }
    }
}

/// How many listings are looked at together. A page has at most 200 items, and one more tells whether there is another.
const AT_ONCE: u32 = 201;
