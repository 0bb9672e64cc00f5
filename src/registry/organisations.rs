//! Organisations: who is certified. Two records of one organisation become one when a registrar says so, never by
//! guesswork.

use super::training::choose_slug;
use super::work::Work;
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::scheme::country::CountryCode;
use crate::scheme::text::{ForeignNumber, Region, Slug, Title};
use crate::store::organisations as kept;

pub use kept::Organisation;

/// An organisation as a body names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
    /// Its name, in its own script.
    pub name: Title,
    /// Its name in Latin letters.
    pub latin_name: Option<Title>,
    /// Where it is.
    pub country: CountryCode,
    /// The part of the country.
    pub region: Option<Region>,
    /// Its website.
    pub website: Option<String>,
    /// Its number in the company register of its country.
    pub registration_number: Option<ForeignNumber>,
}

/// Registers an organisation, as a part of the use case that names it; the caller records the event.
pub(super) fn register(work: &mut Work<'_>, new: NewOrganisation) -> Result<Organisation, Error> {
    let id = OrganisationId::new(work.now);
    let spelling = new.latin_name.as_ref().unwrap_or(&new.name);
    let slug = choose_slug(None, spelling.as_str(), "organisation", &id.to_string(), |slug| {
        kept::find_by_slug(work.connection, slug).map(|found| found.is_some())
    })?;
    let organisation = Organisation {
        id,
        slug,
        name: new.name.into(),
        latin_name: new.latin_name.map(String::from),
        country: new.country,
        region: new.region.map(String::from),
        website: new.website,
        registration_number: new.registration_number.map(String::from),
        registered_by: work.caller().and_then(|caller| caller.body()),
        merged_into: None,
        registered_at: work.now,
        changed_at: work.now,
    };
    kept::insert(work.connection, &organisation)?;
    Ok(organisation)
}

/// The organisation with this id or slug; of one that was found to be a duplicate, the one that it is.
pub fn find(work: &mut Work<'_>, id_or_slug: &str) -> Result<Organisation, Error> {
    let found = match OrganisationId::parse(id_or_slug) {
        Some(id) => kept::find(work.connection, id)?,
        // What is no slug is not looked for: PostgreSQL takes no NUL, not even to compare with.
        None => match Slug::parse(id_or_slug) {
            Ok(slug) => kept::find_by_slug(work.connection, slug.as_str())?,
            Err(_) => None,
        },
    };
    let found = match found {
        Some(Organisation { merged_into: Some(into), .. }) => kept::find(work.connection, into)?,
        other => other,
    };
    found.ok_or(Error::NotFound("organisation"))
}
