//! What becomes of a published certificate: suspension, reinstatement, withdrawal, and transfer to another body.

use chrono::NaiveDate;
use serde_json::json;

use super::{OrganisationCertificate, SUBJECT, Transfer, find, kept, record};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::BodyId;
use crate::input::fields::Line;
use crate::input::form::form;
use crate::registry::bodies::{self, Body};
use crate::registry::directory;
use crate::registry::events::NewEvent;
use crate::registry::references::known_or;
use crate::registry::status_changes::{NewStatusChange, admit, told};
use crate::registry::work::Work;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::{Change, Inadmissible};
use crate::scheme::organisation_certificate::{admit_transfer, edition_obstacle, listing_obstacle};
use crate::scheme::text::{ForeignNumber, Reason};

form! {
    /// A transfer to another body.
    #[example({"body_id": "albion", "number": "AA-2026-9", "effective_on": "2026-11-01", "reason": "The organisation has changed its certification body."})]
    pub struct NewTransfer as "TransferRequest" {
        /// To which body: id or slug.
        pub body as "body_id": Line<80>,
        /// The number that it gives.
        pub number: ForeignNumber,
        /// The first day on which it answers for the certificate.
        pub effective_on: NaiveDate,
        /// Why, in words.
        pub reason: Reason,
    }
}

/// Suspends, reinstates or withdraws a published certificate: the decision of the body that answers for it (ISO/IEC 17021-1),
/// or a registrar's.
pub fn change_status(work: &mut Work<'_>, id: &str, new: &NewStatusChange) -> Result<OrganisationCertificate, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let by = caller.principal.to_string();
    let mut certificate = find_published(work, id)?;
    if let Some(body) = caller.body() {
        require_answering(work, &certificate, body, new.change.from())?;
    }
    let status = admit(work, &certificate.history(), new, by)?;
    kept::insert_status_change(work.connection, certificate.id, &status)?;
    let kind = told(
        new.change,
        [
            "organisation_certificate_suspended",
            "organisation_certificate_reinstated",
            "organisation_certificate_withdrawn",
        ],
    )?;
    let data =
        json!({"effective_on": new.change.from(), "until": new.change.until(), "reason_code": status.reason_code});
    let personal_data = json!({"reason": new.reason.as_str()});
    record(work, Permission::SubmitOrganisationCertificates, &certificate, kind, data, Some(&personal_data))?;
    directory::refresh_organisation(work, certificate.organisation)?;
    certificate.status_changes.push(status);
    Ok(certificate)
}

/// Agrees when `body` answers for the certificate, today and on the day of the change.
fn require_answering(
    work: &Work<'_>,
    certificate: &OrganisationCertificate,
    body: BodyId,
    effective_on: NaiveDate,
) -> Result<(), Error> {
    let Some(day) = [work.today(), effective_on].into_iter().find(|day| certificate.body_on(*day) != body) else {
        return Ok(());
    };
    let detail = format!(
        "the body that certified decides: on {day} another body answers for this certificate; ask it, or a registrar"
    );
    Err(Error::refused(Code::Forbidden, detail))
}

/// Transfers a certificate to another body, from a day on.
pub fn transfer(work: &mut Work<'_>, id: &str, new: &NewTransfer) -> Result<OrganisationCertificate, Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    let mut certificate = find_published(work, id)?;
    let mut wrong = Vec::new();
    let receiver = known_or(bodies::find(work, &new.body), "/body_id", "body", &mut wrong)?;
    if receiver.as_ref().is_some_and(|receiver| receiver.id == certificate.body_on(new.effective_on)) {
        let detail = format!("answers for the certificate on {} already", new.effective_on);
        wrong.push(InputError::new("/body_id", "same_body", detail));
    }
    let receiver = receiver.filter(|_| wrong.is_empty()).ok_or(Error::Invalid(wrong))?;
    require_in_time(work, &certificate, new.effective_on)?;
    let last = certificate.transfers.last().map(|last| last.effective_on);
    admit_transfer(&certificate.history(), last, new.effective_on).map_err(|Inadmissible(why)| {
        Error::refused(Code::StatusConflict, format!("the transfer cannot be recorded: {why}"))
    })?;
    check_receiver(work, &receiver, &certificate, new)?;
    let from = certificate.body_on(new.effective_on);
    let transfer = Transfer {
        body: receiver.id,
        number: new.number.as_str().to_owned(),
        effective_on: new.effective_on,
        reason: new.reason.as_str().to_owned(),
        recorded_by: by,
        recorded_at: work.now,
    };
    kept::insert_transfer(work.connection, certificate.id, &transfer)?;
    certificate.transfers.push(transfer);
    let data = json!({
        "from_body_id": from.to_string(),
        "to_body_id": receiver.id.to_string(),
        "number": new.number,
        "effective_on": new.effective_on,
    });
    let personal_data = json!({"reason": new.reason.as_str()});
    // The body that receives it reads of it, however long before the day.
    let event = NewEvent {
        kind: "organisation_certificate_transferred",
        subject: (SUBJECT, certificate.id.to_string()),
        body: Some(receiver.id),
        data,
        personal_data: Some(&personal_data),
    };
    work.record(Permission::Administer, event)?;
    directory::refresh_organisation(work, certificate.organisation)?;
    Ok(certificate)
}

/// Agrees unless the body that answers for the certificate left so long before that nobody may take it over any more.
///
/// Once the time is over, nothing is dated back into it: everybody was told that the certificate has lapsed. Only where the
/// withdrawal itself became known later, nobody could have been in time.
fn require_in_time(
    work: &mut Work<'_>,
    certificate: &OrganisationCertificate,
    effective_on: NaiveDate,
) -> Result<(), Error> {
    let Some(Departure { withdrawn_on, transferable_until }) = certificate.departure_on(effective_on) else {
        return Ok(());
    };
    let answering = bodies::find(work, &certificate.body_on(effective_on).to_string())?;
    let mut withdrawals = answering.status_changes.iter().filter(|one| matches!(one.change, Change::Withdrawal { .. }));
    let was_known = withdrawals.any(|one| one.recorded_at.date_naive() <= transferable_until);
    if effective_on <= transferable_until && (work.today() <= transferable_until || !was_known) {
        return Ok(());
    }
    let detail = format!(
        "its body is withdrawn since {withdrawn_on}, so that it could be transferred until {transferable_until}; certify \
         the organisation anew"
    );
    Err(Error::refused(Code::StatusConflict, detail))
}

/// The receiving body is listed on the first day, and has not given the number to another certificate. One that comes back
/// may have the number under which it was submitted.
fn check_receiver(
    work: &mut Work<'_>,
    receiver: &Body,
    certificate: &OrganisationCertificate,
    new: &NewTransfer,
) -> Result<(), Error> {
    if let Some(why) = listing_obstacle(&receiver.listing(), new.effective_on) {
        let detail =
            format!("a certificate is transferred to a listed body: on {} {} {why}", new.effective_on, receiver.name);
        return Err(Error::refused(Code::BodyNotListed, detail));
    }
    if let Some(why) = edition_obstacle(&receiver.approved_editions, &certificate.edition) {
        let detail = format!("{} {why}", receiver.name);
        return Err(Error::invalid("/body_id", "not_approved", detail));
    }
    let number = new.number.as_str();
    let submitted = kept::find_by_number(work.connection, receiver.id, number)?;
    if submitted.is_some_and(|submitted| submitted.id != certificate.id)
        || kept::has_transfer_number(work.connection, receiver.id, number)?
    {
        let detail = format!("{} has given the number {number} to a certificate before", receiver.name);
        return Err(Error::refused(Code::Duplicate, detail));
    }
    Ok(())
}

/// The certificate with this id, for one that changes what is published.
fn find_published(work: &mut Work<'_>, id: &str) -> Result<OrganisationCertificate, Error> {
    let certificate = find(work, id)?;
    if certificate.is_published() {
        return Ok(certificate);
    }
    let detail = format!(
        "it is not published, so it has no status: the application is {}",
        certificate.application.state.as_str()
    );
    Err(Error::refused(Code::StatusConflict, detail))
}
