//! Whether an organisation that a body describes is the one that a certificate on record is of.

use super::{NamedOrganisation, OrganisationCertificate, kept};
use crate::error::Error;
use crate::registry::organisations::{self, NewOrganisation, Organisation};
use crate::registry::work::Work;
use crate::store::organisation_certificates::DescribedOrganisation;

/// What a body says of an organisation that it describes; `None` of one on record.
pub(super) fn of_new(named: &NamedOrganisation) -> Option<DescribedOrganisation> {
    match named {
        NamedOrganisation::New(described) => Some(said(described)),
        NamedOrganisation::Known(_) => None,
    }
}

fn said(new: &NewOrganisation) -> DescribedOrganisation {
    DescribedOrganisation {
        name: new.name.clone().into(),
        latin_name: new.latin_name.clone().map(String::from),
        country: new.country.to_string(),
        region: new.region.clone().map(String::from),
        website: new.website.clone(),
        registration_number: new.registration_number.clone().map(String::from),
    }
}

fn on_record(organisation: Organisation) -> DescribedOrganisation {
    DescribedOrganisation {
        name: organisation.name,
        latin_name: organisation.latin_name,
        country: organisation.country.to_string(),
        region: organisation.region,
        website: organisation.website,
        registration_number: organisation.registration_number,
    }
}

/// Whether a body describes the organisation of this certificate: as it was described when the certificate was submitted,
/// or as it is on record by now, corrected or merged.
pub(super) fn is_of(
    work: &mut Work<'_>,
    certificate: &OrganisationCertificate,
    described: &NewOrganisation,
) -> Result<bool, Error> {
    let said = said(described);
    let submitted = kept::organisation_as_submitted(work.connection, certificate.id)?;
    if submitted.is_some_and(|submitted| agrees(&submitted, &said)) {
        return Ok(true);
    }
    let id = certificate.organisation.to_string();
    let survivor = organisations::find(work, &id)?;
    let submitted_for = crate::store::organisations::find_all(work.connection, &[id])?;
    Ok(submitted_for.into_iter().chain([survivor]).any(|one| agrees(&on_record(one), &said)))
}

/// Whether a body describes the organisation of a certificate that is renewed. What the body has `known` under the number
/// renews what it did when it was submitted, however the organisation was corrected since.
pub(super) fn is_of_renewed(
    work: &mut Work<'_>,
    renewed: &OrganisationCertificate,
    known: Option<&OrganisationCertificate>,
    described: &NewOrganisation,
) -> Result<bool, Error> {
    if is_of(work, renewed, described)? {
        return Ok(true);
    }
    match known.filter(|known| known.renews == Some(renewed.id)) {
        Some(again) => is_of(work, again, described),
        None => Ok(false),
    }
}

/// Whether what is said is what is known. What is not said does not differ.
fn agrees(known: &DescribedOrganisation, said: &DescribedOrganisation) -> bool {
    let agrees = |known: &Option<String>, said: &Option<String>| said.is_none() || known == said;
    known.name == said.name
        && known.country == said.country
        && agrees(&known.latin_name, &said.latin_name)
        && agrees(&known.region, &said.region)
        && agrees(&known.website, &said.website)
        && agrees(&known.registration_number, &said.registration_number)
}
