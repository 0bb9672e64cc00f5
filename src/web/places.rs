//! Places, in words.

use super::page::Reader;
use crate::http::names;
use crate::registry::organisation_certificates::Site;

/// A place at which an organisation is certified, from the smallest to the largest.
pub(super) fn of_site(reader: &Reader, site: &Site) -> String {
    let country = names::country(reader.text.language(), site.country.as_str()).into_owned();
    let parts = [site.name.clone(), Some(site.locality.clone()), site.region.clone(), Some(country)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
