//! The registrar's own list of approved auditors: people who are approved without a certificate of this registry.
//!
//! Their names are for registrars and for the bodies whose listings name them; events and public answers have none.

use chrono::NaiveDate;
use serde_json::json;

use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::clock::latest_day_on_earth;
use crate::error::{Code, Error};
use crate::ids::ApprovedAuditorId;
use crate::input::form::form;
use crate::scheme::person::FullName;
use crate::scheme::text::{Note, Reason};
use crate::store::approved_auditors as kept;

pub use kept::{ApprovedAuditor, Removal};

form! {
    /// Somebody who is to be approved.
    #[example({"name": "Ingrid Solberg", "note": "Assessed by the board in March.", "approved_on": "2024-03-01"})]
    pub struct NewApprovedAuditor as "ApprovedAuditorRequest" {
        /// The person's whole name.
        pub name: FullName,
        /// What is to be noted beside it.
        pub note: Option<Note>,
        /// The first day of the approval; today when left out.
        pub approved_on: Option<NaiveDate>,
    }
}

/// Puts somebody on the list.
///
/// # Errors
/// A day that lies in the future: what is approved later is recorded then.
pub fn approve(work: &mut Work<'_>, new: NewApprovedAuditor) -> Result<ApprovedAuditor, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let approved_on = new.approved_on.unwrap_or_else(|| work.today());
    if approved_on > latest_day_on_earth(work.now) {
        let detail = "lies in the future; an approval is recorded once it was given";
        return Err(Error::invalid("/approved_on", "in_the_future", detail));
    }
    let auditor = ApprovedAuditor {
        id: ApprovedAuditorId::new(work.now),
        name: new.name.into(),
        note: new.note.map(String::from),
        approved_on,
        registered_by: caller.principal.to_string(),
        registered_at: work.now,
        removal: None,
    };
    kept::insert(work.connection, &auditor)?;
    let personal_data = json!({"name": auditor.name, "note": auditor.note});
    record(work, &auditor, "auditor_approved", json!({"approved_on": approved_on}), &personal_data)?;
    Ok(auditor)
}

/// Takes somebody off the list: from today on the person counts in no listing. The listings stay as they are; those that
/// have too few without this person show up as needing attention.
///
/// # Errors
/// [`Code::StatusConflict`] where the person was taken off it before.
pub fn remove(work: &mut Work<'_>, id: &str, reason: &Reason) -> Result<ApprovedAuditor, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let mut auditor = find(work, id)?;
    if let Some(removal) = &auditor.removal {
        let detail = format!("the person was taken off the list on {} already", removal.day());
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let removal = Removal { by: caller.principal.to_string(), at: work.now, reason: reason.as_str().to_owned() };
    kept::remove(work.connection, auditor.id, &removal)?;
    record(work, &auditor, "auditor_removed", json!({}), &json!({"reason": removal.reason}))?;
    auditor.removal = Some(removal);
    Ok(auditor)
}

fn record(
    work: &mut Work<'_>,
    auditor: &ApprovedAuditor,
    kind: &'static str,
    data: serde_json::Value,
    personal_data: &serde_json::Value,
) -> Result<(), Error> {
    let subject = ("approved_auditor", auditor.id.to_string());
    let event = NewEvent { kind, subject, body: None, data, personal_data: Some(personal_data) };
    work.record(Permission::Administer, event)
}

pub fn find(work: &mut Work<'_>, id: &str) -> Result<ApprovedAuditor, Error> {
    work.authorise(Permission::Administer)?;
    let missing = || Error::NotFound("approved auditor");
    let id = ApprovedAuditorId::parse(id).ok_or_else(missing)?;
    kept::find(work.connection, id)?.ok_or_else(missing)
}

/// A page of the list in the order of the names, those who were taken off it included.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<ApprovedAuditor>, Error> {
    work.authorise(Permission::Administer)?;
    kept::list(work.connection, request)
}
