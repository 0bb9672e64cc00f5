//! The monthly word of a body that what is on record of its certificates is right.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::{OrganisationCertificate, acting_body, kept};
use crate::auth::permission::Permission;
use crate::clock::latest_day_on_earth;
use crate::error::{Error, InputError};
use crate::ids::{BodyId, OrganisationCertificateId};
use crate::input::fields::Line;
use crate::input::form::{Several, form};
use crate::registry::events::NewEvent;
use crate::registry::work::Work;
use crate::scheme::organisation_certificate::number_key;
use crate::tabular::objects::ReadRow;

const PERMISSION: Permission = Permission::SubmitOrganisationCertificates;

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

/// A number that a row of a file confirms.
#[derive(Clone, Debug)]
pub struct ConfirmedNumber(pub String);

/// What became of a row.
#[derive(Clone, Debug)]
pub struct ConfirmedRow {
    /// The line on which it begins, or which entry it is, counted from 1.
    pub line: u64,
    /// The certificate, and whether it was confirmed as of that day only now; or why not.
    pub outcome: Result<(OrganisationCertificateId, bool), Vec<InputError>>,
}

/// Records that certificates are as they are on record. What is confirmed as of that day already stays so.
pub fn confirm(work: &mut Work<'_>, new: &NewConfirmation) -> Result<Confirmation, Error> {
    let asked = Asked::read(work, new.body.as_deref(), new.confirmed_on, "/body_id")?;
    let confirmed_on = asked.confirmed_on;
    let mut known: Vec<_> = asked.certificates.iter().filter(|one| asked.obstacle(one).is_none()).collect();
    if let Some(named) = &new.certificates {
        let wanted: Vec<_> = named.iter().map(|id| OrganisationCertificateId::parse(id)).collect();
        let unknown =
            wanted.iter().enumerate().filter(|(_, id)| id.is_none_or(|id| known.iter().all(|one| one.id != id)));
        let detail = format!("is no certificate that the body answers for on {confirmed_on} and that is not over");
        let complaint =
            |(place, _)| InputError::new(format!("/certificate_ids/{place}"), "unknown_reference", detail.clone());
        let wrong: Vec<_> = unknown.map(complaint).collect();
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        known.retain(|one| wanted.contains(&Some(one.id)));
    }
    let certificates: Vec<_> = known.iter().map(|one| one.id).collect();
    asked.record(work, &certificates)?;
    Ok(Confirmation { body: asked.body, confirmed_on, certificates })
}

/// The same for the numbers of a file, each of which is confirmed or refused by itself; of a dry run nothing stays.
///
/// # Errors
/// Only what concerns the whole file.
pub fn confirm_file(
    work: &mut Work<'_>,
    rows: &[ReadRow<ConfirmedNumber>],
    (body, confirmed_on): (Option<&str>, Option<NaiveDate>),
    dry_run: bool,
) -> Result<(NaiveDate, Vec<ConfirmedRow>), Error> {
    let asked = Asked::read(work, body, confirmed_on, "/body")?;
    let found: Vec<_> = rows.iter().map(|row| row.read.clone().and_then(|number| asked.find(&number.0))).collect();
    let mut ids: Vec<_> = found.iter().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut before = asked.confirmed_before(work, &ids)?;
    if !dry_run && ids.iter().any(|id| !before.contains(id)) {
        asked.record(work, &ids)?;
    }
    // A number that stands in the file twice is confirmed by the first of its rows.
    let outcome = |(row, found): (&ReadRow<_>, Result<_, _>)| ConfirmedRow {
        line: row.line,
        outcome: found.map(|id| (id, before.insert(id))),
    };
    Ok((asked.confirmed_on, rows.iter().zip(found).map(outcome).collect()))
}

/// In whose name and as of which day something is confirmed, and all that the body certified or took over.
struct Asked {
    by: String,
    body: BodyId,
    confirmed_on: NaiveDate,
    certificates: Vec<OrganisationCertificate>,
}

impl Asked {
    fn read(
        work: &mut Work<'_>,
        body: Option<&str>,
        confirmed_on: Option<NaiveDate>,
        pointer: &'static str,
    ) -> Result<Self, Error> {
        let caller = work.authorise(PERMISSION)?;
        let mut wrong = Vec::new();
        let body = acting_body(work, &caller, body, pointer, &mut wrong)?;
        let confirmed_on = confirmed_on.unwrap_or_else(|| work.today());
        if confirmed_on > latest_day_on_earth(work.now) {
            wrong.push(InputError::new("/confirmed_on", "in_the_future", "lies in the future"));
        }
        let Some(body) = body.map(|body| body.id).filter(|_| wrong.is_empty()) else {
            return Err(Error::Invalid(wrong));
        };
        let organisations = kept::certified_by(work.connection, body)?;
        let mut certificates = kept::of_organisations(work.connection, &organisations)?;
        certificates.retain(|one| one.concerns(body));
        Ok(Self { by: caller.principal.to_string(), body, confirmed_on, certificates })
    }

    /// Why the body cannot confirm this certificate; `None` if it can.
    fn obstacle(&self, certificate: &OrganisationCertificate) -> Option<String> {
        let day = self.confirmed_on;
        if certificate.body_on(day) != self.body {
            return Some(format!("is a certificate for which another body answers on {day}"));
        }
        (!certificate.is_in_use_on(day)).then(|| format!("is a certificate that is not valid on {day}, nor suspended"))
    }

    /// The certificate with this number: as it is written, or else with the same letters and digits.
    fn find(&self, number: &str) -> Result<OrganisationCertificateId, Vec<InputError>> {
        let refuse = |detail: String| Err(vec![InputError::new("/number", "unknown_reference", detail)]);
        let day = self.confirmed_on;
        let meant = |is_it: &dyn Fn(&str) -> bool| {
            let all = self.certificates.iter().filter(|one| one.numbers().any(is_it));
            let (can, cannot): (Vec<_>, Vec<_>) = all.partition(|one| self.obstacle(one).is_none());
            let now: Vec<_> = can.into_iter().filter(|one| is_it(one.number_on(day))).collect();
            if now.is_empty() { cannot } else { now }
        };
        let mut found = meant(&|known| known == number.trim());
        if found.is_empty() {
            found = meant(&|known| number_key(known) == number_key(number));
        }
        match found[..] {
            [] => refuse("is the number of no published certificate of the body".to_owned()),
            [one] => self.obstacle(one).map_or(Ok(one.id), refuse),
            _ => refuse("is written like several numbers of the body; write it as it stands on the paper".to_owned()),
        }
    }

    /// Those of these that are confirmed as of the day already.
    fn confirmed_before(
        &self,
        work: &mut Work<'_>,
        ids: &[OrganisationCertificateId],
    ) -> Result<BTreeSet<OrganisationCertificateId>, Error> {
        Ok(kept::confirmed_on(work.connection, ids, self.confirmed_on)?.into_iter().collect())
    }

    /// Records that these are confirmed, and one event.
    fn record(&self, work: &mut Work<'_>, ids: &[OrganisationCertificateId]) -> Result<(), Error> {
        let before = self.confirmed_before(work, ids)?;
        let fresh: Vec<_> = ids.iter().copied().filter(|id| !before.contains(id)).collect();
        kept::confirm(work.connection, &fresh, self.confirmed_on, (&self.by, work.now))?;
        let event = NewEvent {
            kind: "organisation_certificates_confirmed",
            subject: ("body", self.body.to_string()),
            body: Some(self.body),
            data: json!({"confirmed_on": self.confirmed_on, "certificates": ids.len()}),
            personal_data: None,
        };
        work.record(PERMISSION, event)
    }
}
