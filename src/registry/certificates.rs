//! Certificates and their status.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;

use super::events::NewEvent;
use super::status_changes::{NewStatusChange, admit, told};
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::error::Error;
use crate::ids::{CandidateId, CertificateId};
use crate::scheme::calendar::day_of;
use crate::scheme::definition::QualificationCode;
use crate::scheme::lifecycle::{Change, Status};
use crate::scheme::numbers::CertificateNumber;
use crate::store::questioned_certificates::{self, Decision};
use crate::store::{candidates, certificates as kept, status_lists};

pub use kept::{Certificate, Renewals};

/// The word for a certificate's status; before its award it is not known.
#[must_use]
pub const fn status_word(status: Status) -> &'static str {
    match status {
        Status::InForce => "valid",
        Status::Suspended { .. } => "suspended",
        Status::Withdrawn => "withdrawn",
        Status::Expired => "expired",
        Status::NotYet => "unknown",
    }
}

/// The day of which an answer about a certificate speaks when none was asked for ([`day_of`]).
#[must_use]
pub fn as_of(work: &Work<'_>, certificate: &Certificate) -> NaiveDate {
    day_of(work.now, certificate.awarded_on)
}

/// The certificate with this number: any for a registrar, of its own results for a body.
pub fn find(work: &mut Work<'_>, number: &str) -> Result<Certificate, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let number = CertificateNumber::parse(number).map_err(|_| Error::NotFound("certificate"))?;
    kept::find(work.connection, number, caller.body())?.ok_or(Error::NotFound("certificate"))
}

/// What is to be known of a certificate beside its own record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    /// Since when the holder has another one of the same qualification and edition: two records of one candidate were merged.
    pub held_since: Option<NaiveDate>,
    pub renewals: Renewals,
}

/// The same of these certificates; with only so much of what renews them as `known` leaves. No query where nothing has a last day
/// and no records were merged.
pub fn beside(
    work: &mut Work<'_>,
    certificates: &[Certificate],
    known: impl FnOnce(&mut Work<'_>, Vec<Certificate>) -> Result<Vec<Certificate>, Error>,
) -> Result<HashMap<CertificateId, Beside>, Error> {
    let since = held_since(work, certificates)?;
    let lasting = certificates.iter().filter(|one| one.expires_on.is_some());
    let lasting: Vec<_> = lasting.map(|one| (one.id, one.renews)).collect();
    let renewing = kept::renewing(work.connection, &lasting.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    let renewing = known(work, renewing)?;
    let renewals = kept::renewals(work.connection, &lasting, &renewing)?;
    let of = |id: CertificateId| Beside {
        held_since: since.get(&id).copied(),
        renewals: renewals.get(&id).copied().unwrap_or_default(),
    };
    Ok(certificates.iter().map(|one| (one.id, of(one.id))).collect())
}

/// What is to be known of one certificate beside its own record.
pub fn beside_one(work: &mut Work<'_>, certificate: &Certificate) -> Result<Beside, Error> {
    let mut found = beside(work, std::slice::from_ref(certificate), |_, renewing| Ok(renewing))?;
    Ok(found.remove(&certificate.id).unwrap_or_default())
}

/// Of these certificates those whose holders were awarded another one of the same qualification and edition before, which
/// stands, each with the day of that: two records of one candidate were merged. Two queries where none was.
fn held_since(work: &mut Work<'_>, certificates: &[Certificate]) -> Result<HashMap<CertificateId, NaiveDate>, Error> {
    let records: Vec<CandidateId> = certificates.iter().map(|certificate| certificate.candidate).collect();
    let survivors = candidates::survivors_of_merged(work.connection, &records)?;
    if survivors.is_empty() {
        return Ok(HashMap::new());
    }
    let records: Vec<CandidateId> = survivors.keys().copied().collect();
    let held = kept::of_candidates(work.connection, &records)?;
    let today = work.today();
    let earlier = certificates.iter().filter_map(|certificate| {
        let holder = survivors.get(&certificate.candidate)?;
        let renews = |id: CertificateId| held.iter().find(|one| one.id == id)?.renews;
        let renewed: Vec<_> = std::iter::successors(certificate.renews, |id| renews(*id)).collect();
        let before = held.iter().filter(|other| {
            survivors.get(&other.candidate) == Some(holder)
                && (&other.qualification, &other.edition) == (&certificate.qualification, &certificate.edition)
                && (other.awarded_on, other.id) < (certificate.awarded_on, certificate.id)
                && !renewed.contains(&other.id)
                && !other.history().has_ended(today)
        });
        Some((certificate.id, before.map(|other| other.awarded_on).min()?))
    });
    Ok(earlier.collect())
}

/// A page of the certificates that the caller may see, in the order of award.
pub fn list(
    work: &mut Work<'_>,
    candidate: Option<CandidateId>,
    qualification: Option<QualificationCode>,
    request: &PageRequest,
) -> Result<Page<Certificate>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let candidates = candidate.map(|candidate| candidates::group_of(work.connection, candidate)).transpose()?;
    kept::list(work.connection, &kept::CertificateFilter { body: caller.body(), candidates, qualification }, request)
}

/// Suspends, reinstates or withdraws a certificate.
pub fn change_status(work: &mut Work<'_>, number: &str, new: &NewStatusChange) -> Result<Certificate, Error> {
    work.authorise(Permission::Administer)?;
    let certificate = find(work, number)?;
    let (certificate, data) = apply_status_change(work, certificate, new)?;
    let kind = told(new.change, ["certificate_suspended", "certificate_reinstated", "certificate_withdrawn"])?;
    let subject = ("certificate", certificate.number.to_string());
    let personal_data = json!({"reason": new.reason.as_str()});
    let event = NewEvent { kind, subject, body: certificate.body, data, personal_data: Some(&personal_data) };
    work.record(Permission::Administer, event)?;
    Ok(certificate)
}

/// Writes a status change without its event, which the caller appends; gives what the event is to tell.
pub(super) fn apply_status_change(
    work: &mut Work<'_>,
    mut certificate: Certificate,
    new: &NewStatusChange,
) -> Result<(Certificate, serde_json::Value), Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    let status = admit(work, &certificate.history(), new, by)?;
    kept::insert_status_change(work.connection, certificate.id, &status)?;
    status_lists::touch(work.connection, certificate.id)?;
    if matches!(new.change, Change::Withdrawal { .. }) {
        let (reason, by) = (status.reason.clone(), status.recorded_by.clone());
        let decision = Decision { what: "withdrawn".to_owned(), reason, by, at: status.recorded_at };
        questioned_certificates::decide(work.connection, certificate.id, &decision)?;
    }
    // One that is to be withdrawn later is current until then; the award of another one notices that it has ended.
    if matches!(new.change, Change::Withdrawal { from } if from <= work.today()) {
        kept::end_currency(work.connection, certificate.id)?;
    }
    let data = json!({
        "certificate_number": certificate.number,
        "effective_on": new.change.from(),
        "until": new.change.until(),
        "reason_code": status.reason_code,
    });
    certificate.status_changes.push(status);
    Ok((certificate, data))
}
