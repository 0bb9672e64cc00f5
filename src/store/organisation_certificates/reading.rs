//! Organisation certificates: finding them.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::not;
use diesel::prelude::*;

use super::rows::{complete, not_withdrawn};
use super::{DescribedOrganisation, OrganisationCertificate, RecordedStep};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId, OrganisationId};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::lifecycle::Status;
use crate::scheme::organisation_certificate::State;
use crate::scheme::words::words;
use crate::store::connection::DatabaseConnection;
use crate::store::page::{Page, PageRequest, paged};
use crate::store::rows::{Columns, Rows, impossible, narrow};
use crate::store::schema::{
    body_status_changes, organisation_certificate_sites as sites,
    organisation_certificate_status_changes as status_changes, organisation_certificate_steps as steps,
    organisation_certificate_transfers as transfers, organisation_certificates as certificates, organisations,
};

/// Which certificates are wanted. What follows from a history is narrowed here, and decided by whoever reads it.
#[derive(Clone, Debug, Default)]
pub struct OrganisationCertificateFilter {
    /// Published ones only, and besides all of this body.
    pub visible_to: Visible,
    pub state: Option<State>,
    pub edition: Option<EditionCode>,
    /// Of an organisation in this country, or with a site there.
    pub country: Option<CountryCode>,
    /// Submitted by this body, or transferred to it at some time.
    pub body: Option<BodyId>,
    pub organisations: Option<Vec<OrganisationId>>,
    /// Submitted by this body, and not withdrawn before it was published.
    pub submitted_by: Option<BodyId>,
    /// That can have this status on a day from the first to the last of these.
    pub status: Option<(StatusWanted, NaiveDate, NaiveDate)>,
}

/// What the asker may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visible {
    #[default]
    Published,
    /// What is published, and all that concerns this body.
    PublishedAndOf(BodyId),
    All,
}

words! {
    StatusWanted {
        NotYet = "not_yet",
        Valid = "valid",
        Suspended = "suspended",
        Withdrawn = "withdrawn",
        Expired = "expired",
    }
}

impl StatusWanted {
    #[must_use]
    pub const fn of(status: Status) -> Self {
        match status {
            Status::NotYet => Self::NotYet,
            Status::InForce => Self::Valid,
            Status::Suspended { .. } => Self::Suspended,
            Status::Withdrawn => Self::Withdrawn,
            Status::Expired => Self::Expired,
        }
    }
}

pub fn find(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
) -> Result<Option<OrganisationCertificate>, Error> {
    let found = certificates::table.find(id).select(OrganisationCertificate::columns()).rows(connection)?;
    Ok(complete(connection, found)?.pop())
}

/// Those with these ids, in no order.
pub fn find_all(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationCertificateId],
) -> Result<Vec<OrganisationCertificate>, Error> {
    let found = certificates::table.filter(certificates::id.eq_any(ids));
    let found = found.select(OrganisationCertificate::columns()).rows(connection)?;
    complete(connection, found)
}

/// The certificate, or application that was not withdrawn, which this body submitted under this number.
pub fn find_by_number(
    connection: &mut DatabaseConnection,
    body: BodyId,
    number: &str,
) -> Result<Option<OrganisationCertificate>, Error> {
    let found = certificates::table
        .filter(certificates::body_id.eq(body))
        .filter(certificates::number.eq(number))
        .filter(not_withdrawn())
        .limit(1)
        .select(OrganisationCertificate::columns())
        .rows(connection)?;
    Ok(complete(connection, found)?.pop())
}

/// Whether this body got a certificate by a transfer to which it gave this number.
pub fn has_transfer_number(connection: &mut DatabaseConnection, body: BodyId, number: &str) -> Result<bool, Error> {
    let query = transfers::table.filter(transfers::body_id.eq(body)).filter(transfers::number.eq(number));
    Ok(query.select(transfers::organisation_certificate_id).row::<String>(connection)?.is_some())
}

/// The certificate that renews this one, or the application for it unless that was withdrawn.
pub fn find_renewal(
    connection: &mut DatabaseConnection,
    renewed: OrganisationCertificateId,
) -> Result<Option<OrganisationCertificateId>, Error> {
    let query = certificates::table.filter(certificates::renews_id.eq(renewed)).filter(not_withdrawn());
    query.select(certificates::id).row(connection)
}

/// The steps of an application, in their order.
pub fn steps(connection: &mut DatabaseConnection, id: OrganisationCertificateId) -> Result<Vec<RecordedStep>, Error> {
    let query = steps::table.filter(steps::organisation_certificate_id.eq(id)).order(steps::position);
    query.select(RecordedStep::columns()).rows(connection)
}

/// When the last step of each of these applications was made, if one was.
pub fn last_steps(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationCertificateId],
) -> Result<HashMap<OrganisationCertificateId, Moment>, Error> {
    let made = steps::table.filter(steps::organisation_certificate_id.eq_any(ids)).order(steps::position);
    let made = made.select((steps::organisation_certificate_id, steps::recorded_at)).rows(connection)?;
    Ok(made.into_iter().collect())
}

/// What the body said of the organisation when it submitted this certificate; `None` where it named one on record.
pub fn organisation_as_submitted(
    connection: &mut DatabaseConnection,
    id: OrganisationCertificateId,
) -> Result<Option<DescribedOrganisation>, Error> {
    let query = certificates::table.find(id).select(certificates::organisation_as_submitted);
    let stored = query.row::<Option<String>>(connection)?.flatten();
    let read = |text: String| serde_json::from_str(&text);
    stored.map(read).transpose().map_err(|_| impossible("organisation_certificates.organisation_as_submitted", id))
}

/// The organisation with this id and all that were merged into it.
pub fn same_organisation(
    connection: &mut DatabaseConnection,
    survivor: OrganisationId,
) -> Result<Vec<OrganisationId>, Error> {
    let merged = organisations::table
        .filter(organisations::merged_into_id.eq(survivor))
        .order(organisations::id)
        .select(organisations::id)
        .rows(connection)?;
    Ok([vec![survivor], merged].concat())
}

/// The published certificates of these organisations, the latest issue first; confidential ones too.
pub fn of_organisations(
    connection: &mut DatabaseConnection,
    of: &[OrganisationId],
) -> Result<Vec<OrganisationCertificate>, Error> {
    let found = certificates::table
        .filter(certificates::organisation_id.eq_any(of))
        .filter(certificates::state.eq(State::Published))
        .order((certificates::issued_on.desc(), certificates::id.desc()))
        .select(OrganisationCertificate::columns())
        .rows(connection)?;
    complete(connection, found)
}

/// Those of them that anybody may look up.
pub fn public_of_organisations(
    connection: &mut DatabaseConnection,
    of: &[OrganisationId],
) -> Result<Vec<OrganisationCertificate>, Error> {
    let mut found = of_organisations(connection, of)?;
    found.retain(OrganisationCertificate::is_public);
    Ok(found)
}

/// Those of these that are published, in the order of their ids.
pub fn published(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<OrganisationCertificate>, Error> {
    let found = certificates::table
        .filter(certificates::id.eq_any(ids))
        .filter(certificates::state.eq(State::Published))
        .order(certificates::id)
        .select(OrganisationCertificate::columns())
        .rows(connection)?;
    complete(connection, found)
}

/// Whether a body answers for a certificate, or answered.
#[diesel::dsl::auto_type]
pub(super) fn is_certified_by(body: BodyId) -> _ {
    let transferred = transfers::table.filter(transfers::body_id.eq(body));
    let transferred = transferred.select(transfers::organisation_certificate_id);
    certificates::body_id.eq(body).or(certificates::id.eq_any(transferred))
}

/// The organisations of the published certificates for which this body answers, or answered: of all of them.
pub fn certified_by(connection: &mut DatabaseConnection, body: BodyId) -> Result<Vec<OrganisationId>, Error> {
    certificates::table
        .filter(certificates::state.eq(State::Published))
        .filter(is_certified_by(body))
        .select(certificates::organisation_id)
        .distinct()
        .rows(connection)
}

/// The ids of the published certificates with one of these last days, of those for which a body answers or
/// answered if one is given: in order, after an id, at most so many.
pub fn expiring(
    connection: &mut DatabaseConnection,
    last_days: &[NaiveDate],
    body: Option<BodyId>,
    (after, limit): (&str, i64),
) -> Result<Vec<String>, Error> {
    let mut query = certificates::table
        .filter(certificates::expires_on.eq_any(last_days))
        .filter(certificates::state.eq(State::Published))
        .filter(certificates::id.gt(after))
        .order(certificates::id)
        .limit(limit)
        .select(certificates::id)
        .into_boxed();
    if let Some(body) = body {
        query = query.filter(is_certified_by(body));
    }
    query.rows(connection)
}

/// Which of these anybody may look up, with the number that each was submitted under.
pub fn published_ids(
    connection: &mut DatabaseConnection,
    ids: &[OrganisationCertificateId],
) -> Result<HashMap<OrganisationCertificateId, String>, Error> {
    let rows: Vec<_> = certificates::table
        .filter(certificates::id.eq_any(ids))
        .filter(certificates::state.eq(State::Published))
        .filter(not(certificates::confidential))
        .select((certificates::id, certificates::number))
        .rows(connection)?;
    Ok(rows.into_iter().collect())
}

/// A page of certificates and applications in the order of submission.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: &OrganisationCertificateFilter,
    request: &PageRequest,
) -> Result<Page<OrganisationCertificate>, Error> {
    let mut query = paged!(certificates::id, request).select(OrganisationCertificate::columns()).into_boxed();
    query = match filter.visible_to {
        Visible::All => query,
        Visible::Published => {
            query.filter(certificates::state.eq(State::Published)).filter(not(certificates::confidential))
        }
        Visible::PublishedAndOf(body) => {
            let public = certificates::state.eq(State::Published).and(not(certificates::confidential));
            let own = is_certified_by(body);
            query.filter(public.or(own))
        }
    };
    narrow!(query:
        certificates::state = filter.state,
        certificates::edition = &filter.edition
    );
    if let Some(country) = filter.country {
        // Those that were merged into another are where that one is.
        let survivor = diesel::alias!(organisations as survivors);
        let survivors_there = survivor
            .filter(survivor.field(organisations::country).eq(country))
            .select(survivor.field(organisations::id).nullable());
        let merged = organisations::table
            .filter(organisations::merged_into_id.eq_any(survivors_there))
            .select(organisations::id);
        let there = organisations::table
            .filter(organisations::country.eq(country))
            .filter(organisations::merged_into_id.is_null())
            .select(organisations::id);
        let with_site = sites::table.filter(sites::country.eq(country)).select(sites::organisation_certificate_id);
        let of_organisation =
            certificates::organisation_id.eq_any(there).or(certificates::organisation_id.eq_any(merged));
        query = query.filter(of_organisation.or(certificates::id.eq_any(with_site)));
    }
    if let Some(body) = filter.body {
        query = query.filter(is_certified_by(body));
    }
    if let Some(body) = filter.submitted_by {
        query = query.filter(certificates::body_id.eq(body)).filter(not_withdrawn());
    }
    if let Some(organisations) = &filter.organisations {
        query = query.filter(certificates::organisation_id.eq_any(organisations));
    }
    if let Some((status, first, last)) = filter.status {
        let changed = |kind: &'static str| {
            status_changes::table
                .filter(status_changes::kind.eq(kind))
                .filter(status_changes::effective_on.le(last))
                .select(status_changes::organisation_certificate_id)
        };
        query = match status {
            StatusWanted::NotYet => query.filter(certificates::issued_on.gt(first)),
            StatusWanted::Valid => {
                query.filter(certificates::issued_on.le(last)).filter(certificates::expires_on.ge(first))
            }
            StatusWanted::Suspended => query.filter(certificates::id.eq_any(changed("suspension"))),
            StatusWanted::Withdrawn => query.filter(certificates::id.eq_any(changed("withdrawal"))),
            StatusWanted::Expired => {
                // One whose body left may be over before its last day.
                let left = || {
                    body_status_changes::table
                        .filter(body_status_changes::kind.eq("withdrawal"))
                        .select(body_status_changes::body_id)
                };
                let taken_over = transfers::table
                    .filter(transfers::body_id.eq_any(left()))
                    .select(transfers::organisation_certificate_id);
                let may_lapse = certificates::body_id.eq_any(left()).or(certificates::id.eq_any(taken_over));
                query.filter(certificates::expires_on.lt(last).or(may_lapse))
            }
        };
    }
    request
        .page(query.rows(connection)?, |one: &OrganisationCertificate| one.id)
        .try_all(|found| complete(connection, found))
}
