//! The holder's link: a body or a registrar issues it for a certificate, and whoever opens it is taken for the holder,
//! until it is revoked or has expired.
//!
//! "A candidate decides whether the public register shows the name": with the link, and without an account.

use chrono::{Months, NaiveDate};
use serde_json::json;

use super::callers::{check_link, opens_nothing};
use super::candidates::{self, Candidate, CandidateChanges};
use super::certificates::{self, Certificate};
use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission, Principal};
use crate::error::{Code, Error};
use crate::ids::HolderLinkId;
use crate::input::form::form;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::{FamilyName, GivenNames};
use crate::secret::Secret;
use crate::store::holder_links::{self as kept, Revocation};
use crate::store::{candidates as kept_candidates, certificates as kept_certificates};
use crate::trust;

pub use kept::{HolderLink, LinkState};

/// How many links of one certificate may open at the same time.
pub const MOST: i64 = 20;

/// How long a link opens whose end nobody named: a year, after which whoever still needs it asks for another.
const USUAL: Months = Months::new(12);

form! {
    /// A link that is to be issued.
    #[example({"expires_on": "2027-12-31"})]
    pub struct NewHolderLink as "HolderLinkRequest" {
        /// The last day on which it opens, in UTC: from today to five years from today. A year from today when left out.
        pub expires_on: Option<NaiveDate>,
    }
}

/// What a holder sees.
#[derive(Clone, Debug)]
pub struct HeldCertificate {
    pub link: HolderLinkId,
    pub certificate: Certificate,
    pub given_names: Option<GivenNames>,
    pub family_name: FamilyName,
    /// Whether the holder agreed to be shown by name, with this certificate and with every other of the same holder.
    pub listed: bool,
}

impl HeldCertificate {
    fn new(link: &HolderLink, certificate: Certificate, holder: Candidate) -> Self {
        let listed = holder.is_listed();
        let Candidate { given_names, family_name, .. } = holder;
        Self { link: link.id, certificate, given_names, family_name, listed }
    }

    /// Who acts from here on: the holder, by this link.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        Caller::holder(self.link)
    }
}

/// Issues a link. Its token is shown this once; what is kept of it is a digest.
///
/// # Errors
/// A last day that is over or more than five years away, and more links that open than [`MOST`].
pub fn issue(
    work: &mut Work<'_>,
    number: &str,
    new: &NewHolderLink,
) -> Result<(Certificate, HolderLink, Secret), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let certificate = certificates::find(work, number)?;
    let today = work.today();
    if new.expires_on.is_some_and(|last| last < today) {
        let detail = format!("is over: the link opens up to this day, so it must be {today} or later");
        return Err(Error::invalid("/expires_on", "in_the_past", detail));
    }
    let longest = kept::longest(today);
    if new.expires_on.is_some_and(|last| last > longest) {
        let detail = format!("is too late: a link opens for five years at most, so it must be {longest} or earlier");
        return Err(Error::invalid("/expires_on", "too_late", detail));
    }
    let usual = today.checked_add_months(USUAL).unwrap_or(longest);
    if kept::count_active(work.connection, certificate.id, today)? >= MOST {
        let detail = format!("{MOST} links of this certificate open already; revoke one that is not needed any more");
        return Err(Error::refused(Code::LimitReached, detail));
    }
    let token = trust::random_link_token();
    let link = HolderLink {
        id: HolderLinkId::new(work.now),
        certificate: certificate.id,
        issued_by: caller.principal.to_string(),
        issued_at: work.now,
        expires_on: new.expires_on.unwrap_or(usual),
        revocation: None,
    };
    kept::insert(work.connection, &link, &digest(&token))?;
    let data = json!({"certificate_number": certificate.number, "expires_on": link.expires_on});
    record(work, &certificate, link.id, "holder_link_issued", data)?;
    Ok((certificate, link, token))
}

/// What is kept of a token.
fn digest(token: &Secret) -> String {
    trust::hexadecimal(&trust::digest(token))
}

fn record(
    work: &mut Work<'_>,
    certificate: &Certificate,
    link: HolderLinkId,
    kind: &'static str,
    data: serde_json::Value,
) -> Result<(), Error> {
    let subject = ("holder_link", link.to_string());
    let event = NewEvent { kind, subject, body: certificate.body, data, personal_data: None };
    work.record(Permission::RegisterResults, event)
}

/// A page of the links of a certificate that the caller may see, in the order of issue, with the certificate's number.
pub fn list(
    work: &mut Work<'_>,
    number: &str,
    request: &PageRequest,
) -> Result<(CertificateNumber, Page<HolderLink>), Error> {
    let certificate = certificates::find(work, number)?;
    Ok((certificate.number, kept::list(work.connection, certificate.id, request)?))
}

/// The link with this id, with its certificate, if it is one of that certificate's and the caller may see it.
pub fn find(work: &mut Work<'_>, number: &str, id: &str) -> Result<(Certificate, HolderLink), Error> {
    let certificate = certificates::find(work, number)?;
    let missing = || Error::NotFound("holder's link");
    let id = HolderLinkId::parse(id).ok_or_else(missing)?;
    let link = kept::find(work.connection, id)?.filter(|link| link.certificate == certificate.id);
    Ok((certificate, link.ok_or_else(missing)?))
}

/// Revokes a link: it opens nothing from then on. One that was revoked before stays as it is.
pub fn revoke(work: &mut Work<'_>, number: &str, id: &str) -> Result<(), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let (certificate, link) = find(work, number, id)?;
    if link.revocation.is_some() {
        return Ok(());
    }
    let revocation = Revocation { by: caller.principal.to_string(), at: work.now };
    kept::revoke(work.connection, link.id, &revocation)?;
    let data = json!({"certificate_number": certificate.number});
    record(work, &certificate, link.id, "holder_link_revoked", data)
}

/// Opens a link by its token, which is all that its holder needs to show.
///
/// # Errors
/// [`Code::NotFound`], the same for a token that never was and for a link that was revoked or has expired.
pub fn open(work: &mut Work<'_>, token: &Secret) -> Result<HeldCertificate, Error> {
    let link = kept::find_by_digest(work.connection, &digest(token))?.ok_or_else(opens_nothing)?;
    check_link(&link, work.today())?;
    let (certificate, holder) = opened(work, &link)?;
    Ok(HeldCertificate::new(&link, certificate, holder))
}

/// What the caller's link opens.
pub fn read(work: &mut Work<'_>) -> Result<HeldCertificate, Error> {
    let link = link_of_caller(work)?;
    let (certificate, holder) = opened(work, &link)?;
    Ok(HeldCertificate::new(&link, certificate, holder))
}

/// The certificate that the caller's link opens, if it has this number.
pub(super) fn read_certificate(work: &mut Work<'_>, number: &str) -> Result<Certificate, Error> {
    let held = read(work)?.certificate;
    let asked = CertificateNumber::parse(number).ok();
    if asked == Some(held.number) { Ok(held) } else { Err(Error::NotFound("certificate")) }
}

/// Decides, by the caller's link, whether the holder's name is shown. A decision that is on record already changes
/// nothing.
pub fn decide_listing(work: &mut Work<'_>, listed: bool) -> Result<HeldCertificate, Error> {
    let context = work.context(Permission::HoldCertificate)?;
    let link = link_of_caller(work)?;
    let (certificate, mut holder) = opened(work, &link)?;
    if holder.is_listed() != listed {
        let changes = CandidateChanges { listed: Some(listed), ..CandidateChanges::default() };
        holder = candidates::record_changes(work, &context, holder, &changes, None)?;
    }
    Ok(HeldCertificate::new(&link, certificate, holder))
}

fn link_of_caller(work: &mut Work<'_>) -> Result<HolderLink, Error> {
    match work.authorise(Permission::HoldCertificate)?.principal {
        Principal::HolderLink(link) => kept::find(work.connection, link)?.ok_or_else(opens_nothing),
        Principal::Operator | Principal::Client(_) | Principal::Person(_) | Principal::Registry => {
            Err(Error::refused(Code::Forbidden, "this is for whoever opened a holder's link"))
        }
    }
}

/// The certificate that a link is for, and its holder.
fn opened(work: &mut Work<'_>, link: &HolderLink) -> Result<(Certificate, Candidate), Error> {
    let incomplete = |what: &str| Error::Internal(format!("holder_links row {} leads to no {what}", link.id));
    let certificate = kept_certificates::find_by_id(work.connection, link.certificate)?;
    let certificate = certificate.ok_or_else(|| incomplete("certificate"))?;
    let holder = kept_candidates::survivor(work.connection, certificate.candidate)?;
    Ok((certificate, holder.ok_or_else(|| incomplete("candidate"))?))
}
