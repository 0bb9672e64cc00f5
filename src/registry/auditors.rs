//! The approved auditors whom the listings of bodies name: "A listing names at least two approved auditors: holders of a
//! valid Auditor certificate of this registry, or people on the registrar's own list of approved auditors."

use serde_json::json;

use super::bodies::{self, Body};
use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::ids::{BodyAuditorId, BodyId};
use crate::scheme::lifecycle::Status;
use crate::scheme::listing::{ListingAssessment, NamedAuditor, Verdict};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Reason;
use crate::store::approved_auditors::Removal;
use crate::store::auditors::{self as kept, KnownAuditor};

pub use kept::{NamedBy, Naming};

pub(super) mod reference;

pub use reference::{AuditorReference, AuditorRequest, MOST};
use reference::{Chosen, choose, insert};

/// An auditor of a listing, and whether the person counts today.
#[derive(Clone, Debug)]
pub struct BodyAuditor {
    pub naming: Naming,
    /// The number of the certificate, where the person is named by one.
    pub number: Option<CertificateNumber>,
    /// The person's name; `None` for a caller who may not see it.
    pub name: Option<String>,
    pub verdict: Verdict,
}

impl BodyAuditor {
    /// A body knows the people on the registrar's list whom it is listed with, but the holder of a certificate may be a
    /// candidate of another body.
    pub(super) fn new(known: KnownAuditor, verdict: Verdict, caller: Caller) -> Self {
        let number = known.ground.number();
        let is_visible = number.is_none() || caller.body().is_none();
        Self { naming: known.naming, number, name: is_visible.then_some(known.name), verdict }
    }
}

/// What the rule says today of a listing that names, or named, these.
fn assess(work: &Work<'_>, known: &[KnownAuditor]) -> ListingAssessment {
    let named: Vec<NamedAuditor> = known.iter().map(KnownAuditor::named).collect();
    work.scheme.listing.assess(&named, work.today())
}

/// How many approved auditors the listing of a body names who count today. Public: a number, and nobody's name.
pub fn counting_auditors(work: &mut Work<'_>, body: BodyId) -> Result<u32, Error> {
    let known = kept::present(work.connection, body)?;
    Ok(assess(work, &known).counting)
}

/// The body, if the caller may see whom its listing names: any for a registrar, its own for a body.
fn find_body(work: &mut Work<'_>, id_or_slug: &str) -> Result<(Body, Caller), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let body = bodies::find(work, id_or_slug)?;
    if caller.body().is_some_and(|own| own != body.id) {
        return Err(Error::NotFound("body of yours"));
    }
    Ok((body, caller))
}

/// A page of whom the listing of a body names, in the order of recording, those whom it no longer names included.
pub fn list(work: &mut Work<'_>, id_or_slug: &str, request: &PageRequest) -> Result<Page<BodyAuditor>, Error> {
    let (body, caller) = find_body(work, id_or_slug)?;
    let present = kept::present(work.connection, body.id)?;
    let verdicts = assess(work, &present).verdicts;
    let page = kept::list(work.connection, body.id, request)?;
    Ok(page.map(|known| {
        let at = present.iter().position(|one| one.naming.id == known.naming.id);
        let verdict = at.and_then(|at| verdicts.get(at).copied()).unwrap_or(Verdict::NotNamed);
        BodyAuditor::new(known, verdict, caller)
    }))
}

pub fn find(work: &mut Work<'_>, id_or_slug: &str, id: &str) -> Result<BodyAuditor, Error> {
    let (body, caller) = find_body(work, id_or_slug)?;
    let known = find_known(work, body.id, id)?;
    let verdict = verdict_of(work, &known)?;
    Ok(BodyAuditor::new(known, verdict, caller))
}

fn find_known(work: &mut Work<'_>, body: BodyId, id: &str) -> Result<KnownAuditor, Error> {
    let missing = || Error::NotFound("auditor of this body");
    let id = BodyAuditorId::parse(id).ok_or_else(missing)?;
    kept::find(work.connection, body, id)?.ok_or_else(missing)
}

/// What is said of one of those whom a listing names, in the light of the others.
fn verdict_of(work: &mut Work<'_>, known: &KnownAuditor) -> Result<Verdict, Error> {
    let present = kept::present(work.connection, known.naming.body)?;
    let at = present.iter().position(|one| one.naming.id == known.naming.id);
    let verdicts = assess(work, &present).verdicts;
    Ok(at.and_then(|at| verdicts.get(at).copied()).unwrap_or(Verdict::NotNamed))
}

/// Names one more auditor.
///
/// # Errors
/// Somebody who does not count today; [`Code::Duplicate`] for a person whose naming counts already;
/// [`Code::StatusConflict`] where the listing is withdrawn; [`Code::LimitReached`].
pub fn name(work: &mut Work<'_>, id_or_slug: &str, reference: &AuditorReference) -> Result<BodyAuditor, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let body = bodies::find(work, id_or_slug)?;
    if is_withdrawn(work, &body) {
        return Err(Error::refused(
            Code::StatusConflict,
            "the listing is withdrawn for good: it names nobody any more",
        ));
    }
    let chosen = choose(work, reference, "")?.map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let present = kept::present(work.connection, body.id)?;
    if let Some(same) = find_counting(work, &present, &chosen) {
        let detail = format!("the listing names this person already, as {}", same.naming.id);
        return Err(Error::refused(Code::Duplicate, detail));
    }
    let verdict = work.scheme.listing.judge(&chosen.ground, work.today());
    if !verdict.counts() {
        return Err(Error::Invalid(vec![chosen.complaint(&verdict)]));
    }
    if present.len() >= MOST {
        let detail = format!("the listing names {MOST} auditors already; remove one that is not needed any more");
        return Err(Error::refused(Code::LimitReached, detail));
    }
    let known = insert(work, &body, caller, vec![chosen])?.pop();
    let known = known.ok_or_else(|| Error::Internal("nobody was named".to_owned()))?;
    record(work, &known, "body_auditor_named", None)?;
    Ok(BodyAuditor::new(known, verdict, caller))
}

/// The naming that makes another one of the same person needless: by the very same, or one that counts today. One by a
/// certificate that does not is no hindrance: whoever holds a new one is named by it, and then the old one is removed.
fn find_counting<'a>(work: &Work<'_>, present: &'a [KnownAuditor], chosen: &Chosen) -> Option<&'a KnownAuditor> {
    let verdicts = assess(work, present).verdicts;
    let judged = present.iter().zip(&verdicts).find(|(known, verdict)| {
        let is_needless = known.naming.named_by == chosen.named_by || verdict.counts();
        is_needless && known.ground.is_same_person(&chosen.ground)
    });
    judged.map(|(known, _)| known)
}

fn is_withdrawn(work: &Work<'_>, body: &Body) -> bool {
    body.listing().status_on(work.today()) == Status::Withdrawn
}

/// Removes an auditor from a listing.
///
/// # Errors
/// [`Code::TooFewAuditors`] where fewer than a listing needs would remain, unless it is withdrawn;
/// [`Code::StatusConflict`] where the listing does not name the person any more.
pub fn remove(work: &mut Work<'_>, id_or_slug: &str, id: &str, reason: &Reason) -> Result<BodyAuditor, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let body = bodies::find(work, id_or_slug)?;
    let mut known = find_known(work, body.id, id)?;
    if let Some(removal) = &known.naming.removal {
        let detail = format!("the listing does not name this person any more since {}", removal.day());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let mut others = kept::present(work.connection, body.id)?;
    others.retain(|other| other.naming.id != known.naming.id);
    let remaining = assess(work, &others);
    if !remaining.is_enough() && !is_withdrawn(work, &body) {
        let detail = format!(
            "without this person the listing would have {}; name another approved auditor first",
            remaining.summary()
        );
        return Err(Error::refused(Code::TooFewAuditors, detail));
    }
    let removal = Removal { by: caller.principal.to_string(), at: work.now, reason: reason.as_str().to_owned() };
    kept::remove(work.connection, known.naming.id, &removal)?;
    record(work, &known, "body_auditor_removed", Some(&removal.reason))?;
    known.naming.removal = Some(removal);
    Ok(BodyAuditor::new(known, Verdict::NotNamed, caller))
}

fn record(work: &mut Work<'_>, known: &KnownAuditor, kind: &'static str, reason: Option<&str>) -> Result<(), Error> {
    let subject = ("body_auditor", known.naming.id.to_string());
    let personal_data = reason.map(|reason| json!({"reason": reason}));
    let data = reference::in_event(&known.ground);
    let body = Some(known.naming.body);
    let event = NewEvent { kind, subject, body, data, personal_data: personal_data.as_ref() };
    work.record(Permission::Administer, event)
}
