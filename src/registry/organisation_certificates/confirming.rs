//! The monthly word of a body that what is on record of its certificates is right.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::kept;
use crate::auth::permission::Permission;
use crate::clock::latest_day_on_earth;
use crate::error::{Error, InputError};
use crate::ids::{BodyId, OrganisationCertificateId};
use crate::input::fields::Line;
use crate::input::form::{Several, form};
use crate::registry::bodies;
use crate::registry::events::NewEvent;
use crate::registry::work::Work;

form! {
    /// That certificates are on record as they are.
    #[example({"confirmed_on": "2026-11-20"})]
    pub struct NewConfirmation as "ConfirmationRequest" {
        /// The body that answers for them: id or slug. For registrars; a body leaves it out.
        pub body as "body_id": Option<Line<80>>,
        /// The ids of the certificates; all that the body answers for on the day, and that are not over, when left out.
        pub certificates as "certificate_ids": Option<Several<Line<64>, 1, 1000>>,
        /// As of which day; today when left out.
        pub confirmed_on: Option<NaiveDate>,
    }
}

/// What was confirmed.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub body: BodyId,
    pub confirmed_on: NaiveDate,
    pub certificates: Vec<OrganisationCertificateId>,
}

/// Records that certificates are as they are on record. What is confirmed as of that day already stays so.
pub fn confirm(work: &mut Work<'_>, new: &NewConfirmation) -> Result<Confirmation, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let mut wrong = Vec::new();
    let body = bodies::find_acting(work, &caller, new.body.as_deref(), &mut wrong)?;
    if body.is_none() && wrong.is_empty() {
        wrong.push(InputError::new(
            "/body_id",
            "required",
            "is missing: a registrar names the body that answers for them",
        ));
    }
    let confirmed_on = new.confirmed_on.unwrap_or_else(|| work.today());
    if confirmed_on > latest_day_on_earth(work.now) {
        wrong.push(InputError::new("/confirmed_on", "in_the_future", "lies in the future"));
    }
    let Some(body) = body.map(|body| body.id).filter(|_| wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    let organisations = kept::certified_by(work.connection, body)?;
    let mut known = kept::of_organisations(work.connection, &organisations)?;
    known.retain(|one| one.body_on(confirmed_on) == body && one.is_in_use_on(confirmed_on));
    if let Some(named) = &new.certificates {
        let wanted: Vec<_> = named.iter().map(|id| OrganisationCertificateId::parse(id)).collect();
        for (place, id) in wanted.iter().enumerate() {
            if id.is_none_or(|id| known.iter().all(|one| one.id != id)) {
                let detail =
                    format!("is no certificate that the body answers for on {confirmed_on} and that is not over");
                wrong.push(InputError::new(format!("/certificate_ids/{place}"), "unknown_reference", detail));
            }
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        known.retain(|one| wanted.contains(&Some(one.id)));
    }
    let certificates: Vec<_> = known.iter().map(|one| one.id).collect();
    let before: BTreeSet<_> = kept::confirmed_on(work.connection, &certificates, confirmed_on)?.into_iter().collect();
    let fresh: Vec<_> = certificates.iter().copied().filter(|id| !before.contains(id)).collect();
    kept::confirm(work.connection, &fresh, confirmed_on, (&caller.principal.to_string(), work.now))?;
    let data = json!({"confirmed_on": confirmed_on, "certificates": certificates.len()});
    let event = NewEvent {
        kind: "organisation_certificates_confirmed",
        subject: ("body", body.to_string()),
        body: Some(body),
        data,
        personal_data: None,
    };
    work.record(Permission::SubmitOrganisationCertificates, event)?;
    Ok(Confirmation { body, confirmed_on, certificates })
}
