//! Places, in words; and what else a certificate of an organisation says of where and whom it covers.

use super::page::Reader;
use crate::http::names;
use crate::registry::organisation_certificates::{LegalEntity, PublicOrganisationCertificate, Site, place};

/// A place at which an organisation is certified, from the smallest to the largest.
pub(super) fn of_site(reader: &Reader, site: &Site) -> String {
    place(site, &names::country(reader.text.language(), site.country.as_str()))
}

/// What a certificate says beside what every one says: each fact with its label. A day that is the first anyway says nothing.
pub(super) fn particulars(reader: &Reader, one: &PublicOrganisationCertificate) -> Vec<(String, Vec<String>)> {
    let (text, said) = (reader.text, &one.particulars);
    let entity = |entity: &LegalEntity| {
        let country = entity.country.as_deref().map(|code| names::country(text.language(), code).into_owned());
        joined([Some(entity.name.clone()), entity.registration_number.clone(), country])
    };
    let first = (one.originally_issued_on < one.issued_on).then(|| text.day(one.originally_issued_on));
    let all = [
        (text.say("fact-trading-names"), said.trading_names.clone()),
        (text.say("fact-address"), filled(joined([said.street.clone(), said.postcode.clone()]))),
        (text.say("fact-legal-entities"), said.legal_entities.iter().map(entity).collect()),
        (text.say("fact-sectors"), filled(joined(said.sector_codes.iter().map(|code| Some(format!("IAF {code}")))))),
        (
            text.say("fact-certificate-accreditation"),
            filled(joined([said.accreditation_body.clone(), said.accreditation_number.clone()])),
        ),
        (text.say("fact-first-issued"), first.into_iter().collect()),
    ];
    all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn filled(text: String) -> Vec<String> {
    Some(text).filter(|text| !text.is_empty()).into_iter().collect()
}
