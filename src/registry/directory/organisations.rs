//! Certified organisations, with what they are certified for.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::projection::standing;
use super::search::{Search, search};
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::registry::references::{known_or, refuse_unknown, unknown_edition};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest, bodies};
use crate::scheme::country::CountryCode;
use crate::scheme::departure::Departure;
use crate::store::bodies::BodyName;
use crate::store::directory::{Facet, Kind, Standing};
use crate::store::organisation_certificates::{self as certificates, OrganisationCertificate};
use crate::store::organisations::{self, Organisation};

#[derive(Clone, Debug, Default)]
pub struct OrganisationSearch {
    /// Words of the name, of scope statements, or of the places of sites; or a certificate's number.
    pub query: Option<String>,
    /// In this country, or with a site there.
    pub country: Option<CountryCode>,
    /// In this part of a country, or with a site there.
    pub region: Option<String>,
    pub status: Option<Standing>,
    /// With a certificate against this edition.
    pub edition: Option<String>,
    /// With a certificate that this body answers for on the day: id or slug.
    pub body: Option<String>,
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
}

/// A certified organisation that was found.
#[derive(Clone, Debug)]
pub struct CertifiedOrganisation {
    pub record: Organisation,
    /// Its countries, its own first.
    pub countries: Vec<String>,
    /// What holds of it on the day: of several certificates, what says most. `None` before the first of them.
    pub status: Option<Standing>,
    /// Those of its certificates that are valid or suspended on the day; where there is none, those that its status
    /// follows from. The latest issue comes first.
    pub certificates: Vec<CertificateInShort>,
}

/// A certificate in short, as of a day.
#[derive(Clone, Debug)]
pub struct CertificateInShort {
    pub record: OrganisationCertificate,
    /// The number that it has with the body.
    pub number: String,
    pub body: BodyName,
    pub status: Standing,
    /// That the body is withdrawn by then.
    pub departure: Option<Departure>,
}

/// A page of certified organisations, as of a day: the best answers first, and then in the order of their names. Public.
pub fn list_organisations(
    work: &mut Work<'_>,
    wanted: &OrganisationSearch,
    request: &PageRequest,
) -> Result<Page<CertifiedOrganisation>, Error> {
    let wanted = understood(work, wanted)?;
    let found = search(work, &wanted, request)?;
    let ids: Vec<_> = found.items.iter().filter_map(|one| OrganisationId::parse(&one.subject_id)).collect();
    let group = organisations::groups(work.connection, &ids)?;
    let survivors: HashMap<_, _> = group.iter().map(|one| (one.id, one.survivor())).collect();
    let members: Vec<_> = group.iter().map(|one| one.id).collect();
    let mut in_short = in_short(work, &members, &survivors, wanted.on)?;
    let mut records: HashMap<String, Organisation> =
        group.into_iter().filter(|one| one.merged_into.is_none()).map(|one| (one.id.to_string(), one)).collect();
    found.try_map(|one| {
        let lost = || Error::Internal(format!("the organisation {} of the directory is not on record", one.subject_id));
        let record = records.remove(&one.subject_id).ok_or_else(lost)?;
        let all = in_short.remove(&record.id).unwrap_or_default();
        let is_current = |one: &CertificateInShort| one.status <= Standing::Suspended;
        let has_current = all.iter().any(is_current);
        let shown =
            |short: &CertificateInShort| if has_current { is_current(short) } else { Some(short.status) == one.status };
        Ok(CertifiedOrganisation {
            certificates: all.into_iter().filter(shown).collect(),
            countries: one.countries,
            status: one.status,
            record,
        })
    })
}

/// The certificates of these organisations by the organisation that they are found to be, as of a day.
fn in_short(
    work: &mut Work<'_>,
    members: &[OrganisationId],
    survivors: &HashMap<OrganisationId, OrganisationId>,
    on: NaiveDate,
) -> Result<HashMap<OrganisationId, Vec<CertificateInShort>>, Error> {
    let found =
        if members.is_empty() { Vec::new() } else { certificates::public_of_organisations(work.connection, members)? };
    let mut ids: Vec<_> = found.iter().map(|one| one.body_on(on)).collect();
    ids.sort_unstable();
    ids.dedup();
    let bodies = crate::store::bodies::names(work.connection, &ids)?;
    let mut by_survivor: HashMap<OrganisationId, Vec<CertificateInShort>> = HashMap::new();
    for record in found {
        let Some(status) = standing(record.history().status_on(on)) else { continue };
        let survivor = survivors.get(&record.organisation).copied().unwrap_or(record.organisation);
        let body = bodies.get(&record.body_on(on)).cloned();
        let body = body.ok_or_else(|| Error::Internal(format!("the body of certificate {} is lost", record.id)))?;
        let (number, departure) = (record.number_on(on).to_owned(), record.departure_on(on));
        by_survivor.entry(survivor).or_default().push(CertificateInShort { record, number, body, status, departure });
    }
    Ok(by_survivor)
}

/// The search, if all that it names is there.
fn understood(work: &mut Work<'_>, wanted: &OrganisationSearch) -> Result<Search, Error> {
    let mut wrong = Vec::new();
    let body = match &wanted.body {
        None => None,
        Some(named) => known_or(bodies::find(work, named), "/body", "body", &mut wrong)?.map(|body| body.id),
    };
    if wanted.edition.as_ref().is_some_and(|edition| work.scheme().standard_edition(edition).is_none()) {
        wrong.push(unknown_edition(work.scheme()));
    }
    refuse_unknown(wrong)?;
    let facets =
        [(Facet::Country, wanted.country.map(|country| country.to_string())), (Facet::Region, wanted.region.clone())];
    Ok(Search {
        query: wanted.query.clone(),
        kind: Some(Kind::Organisation),
        facets: facets.into_iter().filter_map(|(facet, value)| Some((facet, value?))).collect(),
        status: wanted.status,
        edition: wanted.edition.clone(),
        body,
        on: wanted.on.unwrap_or_else(|| work.today()),
    })
}
