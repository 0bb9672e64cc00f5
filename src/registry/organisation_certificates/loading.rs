//! What is on record that a submission is judged by, loaded once.

use std::collections::HashMap;

use super::description::DescribedAs;
use super::{NamedOrganisation, NewOrganisationCertificate, OrganisationCertificate, kept};
use crate::error::{Error, InputError};
use crate::ids::{OrganisationCertificateId, OrganisationId};
use crate::registry::bodies::{self, Body};
use crate::registry::organisations::{self, Organisation};
use crate::registry::references::known_or;
use crate::registry::work::{Context, Work};
use crate::store::organisation_certificates::DescribedOrganisation;
use crate::store::organisations::find;

/// The organisations that earlier rows of a file have described.
pub(super) type Described = HashMap<DescribedAs, OrganisationId>;

/// What is on record.
pub(super) struct Loaded {
    /// The body that audited.
    pub body: Option<Body>,
    /// Who it is for, where that is said by an id or slug, or by an earlier row of the same file.
    pub organisation: Option<Organisation>,
    /// What a file takes for one organisation, where the submission describes one and neither renews nor follows anything: else it
    /// says by itself which organisation it is for.
    pub described_as: Option<DescribedAs>,
    /// What the body has submitted under the number.
    pub known: Option<OnRecord>,
    /// The scope statement with which that was submitted first.
    pub first_statement: Option<String>,
    /// Whether the number was given to a certificate that was transferred to the body.
    pub is_transferred: bool,
    /// What is renewed, if it is published.
    pub renewed: Option<OnRecord>,
    /// What is followed, if the body may know of it.
    pub followed: Option<OnRecord>,
    /// What renews that already.
    pub renewal: Option<OrganisationCertificateId>,
    /// What is named and cannot be found.
    pub wrong: Vec<InputError>,
}

/// A certificate on record.
pub(super) struct OnRecord {
    pub certificate: OrganisationCertificate,
    /// Its organisation; of one that was found to be a duplicate, the one that it is.
    pub organisation: Organisation,
    /// What its organisation was and is called: when it was submitted, in its record, and by now.
    pub descriptions: Vec<DescribedOrganisation>,
}

/// Loads it.
pub(super) fn load(
    work: &mut Work<'_>,
    context: &Context<'_>,
    new: &NewOrganisationCertificate,
    described: &Described,
) -> Result<Loaded, Error> {
    let mut wrong = Vec::new();
    let body = bodies::find_acting(work, &context.caller, new.body.as_deref(), &mut wrong)?;
    if body.is_none() && wrong.is_empty() {
        wrong.push(InputError::new("/body_id", "required", "is missing: a registrar names the body that audited"));
    }
    let mut described_as = None;
    let organisation = match &new.organisation {
        NamedOrganisation::Known(named) => {
            known_or(organisations::find_visible(work, named), "/organisation_id", "organisation", &mut wrong)?
        }
        NamedOrganisation::New(organisation) => {
            let body = body.as_ref().filter(|_| new.renews.is_none() && new.follows.is_none());
            described_as = body.map(|body| DescribedAs::new(body.id, organisation));
            let same = described_as.as_ref().and_then(|same| described.get(same));
            same.map(|id| organisations::find(work, &id.to_string())).transpose()?
        }
    };
    let mut loaded = Loaded {
        body,
        organisation,
        described_as,
        known: None,
        first_statement: None,
        is_transferred: false,
        renewed: None,
        followed: None,
        renewal: None,
        wrong,
    };
    let Some(body) = &loaded.body else { return Ok(loaded) };
    let number = new.number.as_str();
    if let Some(known) = kept::find_by_number(work.connection, body.id, number)? {
        let first = kept::steps(work.connection, known.id)?.into_iter().next();
        loaded.first_statement = first.and_then(|first| first.scope_statement);
        loaded.known = Some(OnRecord::load(work, known)?);
    }
    loaded.is_transferred = kept::has_transfer_number(work.connection, body.id, number)?;
    if let Some(id) = new.renews.as_deref().and_then(OrganisationCertificateId::parse)
        && let Some(renewed) = kept::find(work.connection, id)?.filter(OrganisationCertificate::is_published)
        && (renewed.is_public() || renewed.concerns(body.id))
    {
        loaded.renewal = kept::find_renewal(work.connection, id)?;
        loaded.renewed = Some(OnRecord::load(work, renewed)?);
    }
    if let Some(id) = new.follows.as_deref().and_then(OrganisationCertificateId::parse)
        && let Some(followed) = kept::find(work.connection, id)?
        && (followed.is_public() || followed.concerns(body.id))
    {
        loaded.followed = Some(OnRecord::load(work, followed)?);
    }
    Ok(loaded)
}

impl OnRecord {
    fn load(work: &mut Work<'_>, certificate: OrganisationCertificate) -> Result<Self, Error> {
        let lost =
            || Error::Internal(format!("the organisation of organisation certificate {} is lost", certificate.id));
        let recorded = find(work.connection, certificate.organisation)?.ok_or_else(lost)?;
        let organisation = match recorded.merged_into {
            Some(into) => find(work.connection, into)?.ok_or_else(lost)?,
            None => recorded.clone(),
        };
        let mut descriptions: Vec<_> = [&recorded, &organisation].map(DescribedOrganisation::from).into();
        descriptions.extend(kept::organisation_as_submitted(work.connection, certificate.id)?);
        Ok(Self { certificate, organisation, descriptions })
    }
}
