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
use crate::ids::ResultId;
use crate::scheme::lifecycle::Status;
use crate::scheme::listing::NamedAuditor;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::organisation_certificate::State;
use crate::scheme::words::words;
use crate::store::organisation_certificates::{self, OrganisationCertificate, OrganisationCertificateFilter, Visible};
use crate::store::{auditors, bodies, certificates, dependents, identity_changes};

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
    /// A certificate that rested on a result which was annulled; the body that registered its own result, if one did.
    RestsOnAnnulled { body: Option<Body>, certificate: CertificateNumber, result: ResultId },
    /// An application for an organisation certificate whose scope statement waits for a review.
    WaitingScope { body: Body, certificate: Box<OrganisationCertificate> },
}

words! {
    /// What is the matter.
    AttentionKind {
        /// A change of name or birth date waits for a decision.
        IdentityChange = "identity_change",
        /// A body left.
        IssuerWithdrawn = "issuer_withdrawn",
        /// A body's monthly confirmation is overdue.
        OverdueConfirmation = "overdue_confirmation",
        /// A certificate rested on a result that was annulled.
        RestsOnAnnulled = "rests_on_annulled",
        /// A listing has too few approved auditors.
        TooFewAuditors = "too_few_auditors",
        /// A scope statement waits for its review.
        WaitingScope = "waiting_scope",
    }
}

impl Item {
    /// Its kind, on the wire.
    pub const fn kind(&self) -> AttentionKind {
        match self.about {
            About::TooFewAuditors { .. } => AttentionKind::TooFewAuditors,
            About::IssuerWithdrawn { .. } => AttentionKind::IssuerWithdrawn,
            About::OverdueConfirmation { .. } => AttentionKind::OverdueConfirmation,
            About::IdentityChange { .. } => AttentionKind::IdentityChange,
            About::RestsOnAnnulled { .. } => AttentionKind::RestsOnAnnulled,
            About::WaitingScope { .. } => AttentionKind::WaitingScope,
        }
    }

    /// An id that stays the same as long as the item does.
    pub fn id(&self) -> String {
        match &self.about {
            About::TooFewAuditors { body, .. }
            | About::IssuerWithdrawn { body, .. }
            | About::OverdueConfirmation { body, .. } => format!("{}:{}", self.kind(), body.id),
            About::IdentityChange { change, .. } => format!("{}:{}", self.kind(), change.id),
            About::RestsOnAnnulled { certificate, .. } => format!("{}:{certificate}", self.kind()),
            About::WaitingScope { certificate, .. } => format!("{}:{}", self.kind(), certificate.id),
        }
    }
}

/// Gives a page of the items of one kind, in the order of their keys.
type Source = fn(&mut Work<'_>, Caller, &PageRequest) -> Result<Page<Item>, Error>;

/// Every kind with where its items come from, in the order of the kinds.
const SOURCES: &[(AttentionKind, Source)] = &[
    (AttentionKind::IdentityChange, waiting_changes),
    (AttentionKind::IssuerWithdrawn, withdrawn_issuers),
    (AttentionKind::OverdueConfirmation, overdue_confirmations),
    (AttentionKind::RestsOnAnnulled, resting_on_annulled),
    (AttentionKind::TooFewAuditors, too_few_auditors),
    (AttentionKind::WaitingScope, waiting_scopes),
];

/// What stands between the kind and the key of an item within its kind, in the key of the whole list.
const SEPARATOR: char = '\u{1}';

/// A page of what needs a registrar, of one kind if one is given: kind by kind, and within a kind in an order of its own.
pub fn list(work: &mut Work<'_>, only: Option<AttentionKind>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let after = request.after();
    let (after_kind, after_key) = after.split_once(SEPARATOR).unwrap_or((&after, ""));
    let mut items: Vec<Item> = Vec::new();
    let wanted = |kind: AttentionKind| kind.as_str() >= after_kind && only.is_none_or(|only| only == kind);
    for (kind, source) in SOURCES.iter().filter(|(kind, _)| wanted(*kind)) {
        let wanted = request.limit.saturating_sub(u32::try_from(items.len()).unwrap_or(u32::MAX));
        if wanted == 0 {
            // The page is full, and this kind has not been looked at yet.
            return Ok(Page { items, next: Some(format!("{kind}{SEPARATOR}")) });
        }
        let after = (kind.as_str() == after_kind && !after_key.is_empty()).then(|| after_key.to_owned());
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

/// The certificates that rested on results which were annulled, in the order of their award.
fn resting_on_annulled(work: &mut Work<'_>, _: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let page = dependents::undecided(work.connection, request)?;
    let ids: Vec<String> = page.items.iter().map(|one| one.certificate.to_string()).collect();
    let known = if ids.is_empty() { Vec::new() } else { certificates::find_all(work.connection, &ids)? };
    let of: BTreeSet<String> = known.iter().filter_map(|one| Some(one.body?.to_string())).collect();
    let listed = bodies::find_all(work.connection, &of.into_iter().collect::<Vec<_>>())?;
    page.try_map(|one| {
        let certificate = known.iter().find(|known| known.id == one.certificate);
        let lost = || Error::Internal(format!("certificate {} is lost", one.certificate));
        let certificate = certificate.ok_or_else(lost)?;
        let summary = format!(
            "certificate {} of {}, awarded on {}, rested on result {}, which was annulled: withdraw it, or confirm that it stands",
            certificate.number, certificate.qualification, certificate.awarded_on, one.result
        );
        let body = listed.iter().find(|body| Some(body.id) == certificate.body).cloned();
        let about = About::RestsOnAnnulled { body, certificate: certificate.number, result: one.result };
        Ok(Item { key: one.certificate.to_string(), since: one.recorded_at.date_naive(), summary, about })
    })
}

/// The applications whose scope statements wait for a review, in the order of submission; each since it was submitted or revised.
fn waiting_scopes(work: &mut Work<'_>, _: Caller, request: &PageRequest) -> Result<Page<Item>, Error> {
    let filter = OrganisationCertificateFilter {
        visible_to: Visible::All,
        state: Some(State::Submitted),
        ..OrganisationCertificateFilter::default()
    };
    let page = organisation_certificates::list(work.connection, &filter, request)?;
    let ids: Vec<_> = page.items.iter().map(|certificate| certificate.id).collect();
    let last = organisation_certificates::last_steps(work.connection, &ids)?;
    let ids: BTreeSet<String> = page.items.iter().map(|certificate| certificate.body.to_string()).collect();
    let known = bodies::find_all(work.connection, &ids.into_iter().collect::<Vec<_>>())?;
    page.try_map(|certificate| {
        let body = known.iter().find(|body| body.id == certificate.body).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("application {} is of no body", certificate.id)))?;
        let summary =
            format!("{} waits for a review of the scope statement of certificate {}", body.name, certificate.number);
        let since = last.get(&certificate.id).copied().unwrap_or(certificate.submitted_at).date_naive();
        let about = About::WaitingScope { body, certificate: Box::new(certificate.clone()) };
        Ok(Item { key: certificate.id.to_string(), since, summary, about })
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
