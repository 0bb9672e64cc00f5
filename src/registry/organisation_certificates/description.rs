//! Whether an organisation that a body describes is the one that a certificate on record is of.

use crate::ids::BodyId;
use crate::registry::organisations::{NewOrganisation, Organisation};
use crate::scheme::country::CountryCode;
use crate::scheme::person::comparable;
use crate::store::organisation_certificates::DescribedOrganisation;

/// What a file takes for one organisation: the body that describes it, the name but for case, accents and spaces, the
/// country and the registration number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DescribedAs(BodyId, String, CountryCode, Option<String>);

impl DescribedAs {
    pub fn new(body: BodyId, described: &NewOrganisation) -> Self {
        let number = described.registration_number.as_ref().map(|number| comparable(number.as_str()));
        Self(body, comparable(described.name.as_str()), described.country, number)
    }
}

impl From<&NewOrganisation> for DescribedOrganisation {
    fn from(new: &NewOrganisation) -> Self {
        Self {
            name: new.name.clone().into(),
            latin_name: new.latin_name.clone().map(String::from),
            country: new.country.to_string(),
            region: new.region.clone().map(String::from),
            website: new.website.clone(),
            registration_number: new.registration_number.clone().map(String::from),
        }
    }
}

impl From<&Organisation> for DescribedOrganisation {
    fn from(organisation: &Organisation) -> Self {
        Self {
            name: organisation.name.clone(),
            latin_name: organisation.latin_name.clone(),
            country: organisation.country.to_string(),
            region: organisation.region.clone(),
            website: organisation.website.clone(),
            registration_number: organisation.registration_number.clone(),
        }
    }
}

/// Whether what is said is what is known. What is not said does not differ.
pub(super) fn agrees(known: &DescribedOrganisation, said: &DescribedOrganisation) -> bool {
    let agrees = |known: &Option<String>, said: &Option<String>| said.is_none() || known == said;
    known.name == said.name
        && known.country == said.country
        && agrees(&known.latin_name, &said.latin_name)
        && agrees(&known.region, &said.region)
        && agrees(&known.website, &said.website)
        && agrees(&known.registration_number, &said.registration_number)
}
