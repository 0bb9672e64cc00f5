//! Records that look like one organisation: found when a record is registered or changed, shown to registrars, and told
//! apart by them.
//!
//! What is found is bounded, so that no name that thousands share makes writing slow: of the other organisations that share
//! a key, [`MOST_ALIKE`] are looked at (those with the most keys in common, then the oldest), and [`MOST_SIMILAR`] for
//! similar names; an organisation is paired with the [`MOST_PAIRS`] that look most like it. Where there are more, the rest
//! comes to light as pairs are merged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;

use super::{Organisation, find, record};
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::ids::OrganisationId;
use crate::registry::references::{known_or, refuse_unknown};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest, directory};
use crate::scheme::resemblance::{self, Features, KeyKind, Reason, Resemblance};
use crate::scheme::text;
use crate::store::organisations::{self as kept, Distinction, DuplicateFilter, Pair};

/// How many that share a name, a number or a website are looked at.
const MOST_ALIKE: i64 = 50;

/// With how many that look like it an organisation is paired.
const MOST_PAIRS: usize = 50;

/// How many with rare groups of letters in common are looked at.
const MOST_SIMILAR: i64 = 50;

#[derive(Clone, Debug)]
pub struct OrganisationPair {
    /// The one that was registered first.
    pub first: Organisation,
    pub second: Organisation,
}

/// Two organisations that look like one.
#[derive(Clone, Debug)]
pub struct DuplicatePair {
    pub pair: OrganisationPair,
    /// Why, the weightiest reason first.
    pub reasons: Vec<Resemblance>,
}

/// Two organisations that are to be told apart.
#[derive(Clone, Debug)]
pub struct NewDistinction {
    /// The one: id or slug.
    pub first: String,
    /// The other: id or slug.
    pub second: String,
    pub reason: text::Reason,
}

/// Notes what a record is found by, and what looks like it.
pub(super) fn note(work: &mut Work<'_>, record: &Organisation) -> Result<(), Error> {
    kept::replace_keys(work.connection, record.id, Features::of(&record.description()).keys())?;
    look_again(work, &[record.survivor()])
}

/// Finds anew what looks like these organisations.
pub(super) fn look_again(work: &mut Work<'_>, survivors: &[OrganisationId]) -> Result<(), Error> {
    let mut pairs = BTreeMap::new();
    for survivor in survivors {
        for (other, reasons) in alike(work, *survivor)? {
            let (first, second) = ordered(*survivor, other);
            pairs.insert((first, second), Pair { first, second, reasons: reasons.into_iter().collect() });
        }
    }
    let pairs: Vec<Pair> = pairs.into_values().collect();
    kept::replace_pairs(work.connection, survivors, &pairs)
}

/// The organisations that look like this one, or whose records look like records of this one, and why; but for those that
/// were told apart from it.
fn alike(work: &mut Work<'_>, survivor: OrganisationId) -> Result<Vec<(OrganisationId, BTreeSet<Reason>)>, Error> {
    let group = kept::groups(work.connection, &[survivor])?;
    let distinct = distinct_from(work, &group)?;
    let mut alike: BTreeMap<OrganisationId, BTreeSet<Reason>> = BTreeMap::new();
    let own: Vec<_> = group.iter().map(|record| Features::of(&record.description())).collect();
    for other in candidates(work, &group, &own)? {
        if distinct.contains(&other.survivor()) {
            continue;
        }
        let features = Features::of(&other.description());
        let found = own.iter().flat_map(|record| resemblance::between(record, &features));
        let reasons: BTreeSet<Reason> = found.map(|one| one.reason).collect();
        if !reasons.is_empty() {
            alike.entry(other.survivor()).or_default().extend(reasons);
        }
    }
    let mut ranked: Vec<_> = alike.into_iter().collect();
    // A set of reasons begins with the weightiest; of those that weigh as much the oldest stay in front.
    ranked.sort_by(|(_, one), (_, other)| one.first().cmp(&other.first()).then(other.len().cmp(&one.len())));
    ranked.truncate(MOST_PAIRS);
    Ok(ranked)
}

/// The records of other organisations that have keys in common with this group.
fn candidates(work: &mut Work<'_>, group: &[Organisation], features: &[Features]) -> Result<Vec<Organisation>, Error> {
    let keys: Vec<_> = features.iter().flat_map(Features::keys).collect();
    let group: Vec<String> = group.iter().map(|record| record.id.to_string()).collect();
    let mut ids = BTreeSet::new();
    for kind in KeyKind::ALL {
        let texts: BTreeSet<&str> = keys.iter().filter(|key| key.kind == kind).map(|key| key.text.as_str()).collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        let most = if kind == KeyKind::Letters { MOST_SIMILAR } else { MOST_ALIKE };
        if !texts.is_empty() {
            ids.extend(kept::sharing(work.connection, kind, &texts, &group, most)?);
        }
    }
    let ids: Vec<String> = ids.into_iter().collect();
    kept::find_all(work.connection, &ids)
}

/// The organisations that were told apart from one of these records.
fn distinct_from(work: &mut Work<'_>, group: &[Organisation]) -> Result<BTreeSet<OrganisationId>, Error> {
    let ids: Vec<_> = group.iter().map(|record| record.id).collect();
    let distinctions = kept::distinctions_of(work.connection, &ids)?;
    let others: Vec<String> = distinctions
        .iter()
        .flat_map(|distinction| [distinction.first, distinction.second])
        .filter(|id| !ids.contains(id))
        .map(|id| id.to_string())
        .collect();
    Ok(kept::find_all(work.connection, &others)?.iter().map(Organisation::survivor).collect())
}

/// The distinctions between the records of two organisations.
pub(super) fn distinctions_between(
    work: &mut Work<'_>,
    one: OrganisationId,
    other: OrganisationId,
) -> Result<Vec<Distinction>, Error> {
    let ids = |group: Vec<Organisation>| group.iter().map(|record| record.id).collect::<Vec<_>>();
    let one = ids(kept::groups(work.connection, &[one])?);
    let other = ids(kept::groups(work.connection, &[other])?);
    let mut found = kept::distinctions_of(work.connection, &one)?;
    found.retain(|distinction| other.contains(&distinction.first) || other.contains(&distinction.second));
    Ok(found)
}

/// The one that was registered first stands first: ids sort so.
fn ordered(one: OrganisationId, other: OrganisationId) -> (OrganisationId, OrganisationId) {
    if one < other { (one, other) } else { (other, one) }
}

/// A page of the pairs that look like one organisation, with the reasons, in the order of registration.
///
/// # Errors
/// [`Code::InvalidParameter`] for an organisation that is not on record.
pub fn list_duplicates(
    work: &mut Work<'_>,
    organisation: Option<&str>,
    reason: Option<Reason>,
    request: &PageRequest,
) -> Result<Page<DuplicatePair>, Error> {
    work.authorise(Permission::Administer)?;
    let mut wrong = Vec::new();
    let organisation = match organisation {
        None => None,
        Some(named) => known_or(find(work, named), "/organisation", "organisation", &mut wrong)?.map(|found| found.id),
    };
    refuse_unknown(wrong)?;
    let page = kept::list_pairs(work.connection, &DuplicateFilter { organisation, reason }, request)?;
    let shown: Vec<_> = page.items.iter().flat_map(|pair| [pair.first, pair.second]).collect();
    let mut groups: HashMap<OrganisationId, Vec<Organisation>> = HashMap::new();
    for record in kept::groups(work.connection, &shown)? {
        groups.entry(record.survivor()).or_default().push(record);
    }
    page.try_map(|pair| {
        let group = |id: OrganisationId| groups.get(&id).map(Vec::as_slice).unwrap_or_default();
        let reasons = reasons_between(group(pair.first), group(pair.second));
        Ok(DuplicatePair { pair: pair_of(group(pair.first), group(pair.second), pair.first, pair.second)?, reasons })
    })
}

/// Why two groups of records look like one organisation: of each reason the first that is found.
fn reasons_between(one: &[Organisation], other: &[Organisation]) -> Vec<Resemblance> {
    let features = |group: &[Organisation]| -> Vec<Features> {
        group.iter().map(|record| Features::of(&record.description())).collect()
    };
    let mut found: BTreeMap<Reason, Resemblance> = BTreeMap::new();
    for first in &features(one) {
        for second in &features(other) {
            for resemblance in resemblance::between(first, second) {
                found.entry(resemblance.reason).or_insert(resemblance);
            }
        }
    }
    found.into_values().collect()
}

fn pair_of(
    one: &[Organisation],
    other: &[Organisation],
    first: OrganisationId,
    second: OrganisationId,
) -> Result<OrganisationPair, Error> {
    let find = |group: &[Organisation], id: OrganisationId| {
        let found = group.iter().find(|record| record.id == id).cloned();
        found.ok_or_else(|| Error::Internal(format!("a pair of organisations leads to no organisation {id}")))
    };
    Ok(OrganisationPair { first: find(one, first)?, second: find(other, second)? })
}

/// Records that two organisations are two, however alike they look.
///
/// # Errors
/// Where they are one on record, and where they were told apart before.
pub fn distinguish(work: &mut Work<'_>, new: &NewDistinction) -> Result<Distinction, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let one = named(work, &new.first, 0)?;
    let other = named(work, &new.second, 1)?;
    if one.id == other.id {
        let detail = format!("the two are one organisation on record, `{}`; separate them first", one.slug.as_str());
        return Err(Error::refused(Code::OrganisationConflict, detail));
    }
    let known = distinctions_between(work, one.id, other.id)?;
    if let Some(known) = known.first() {
        let day = known.decided_at.date_naive();
        let detail = format!("the two were told apart before, on {day}: {}", known.reason);
        return Err(Error::refused(Code::OrganisationConflict, detail));
    }
    let (first, second) = ordered(one.id, other.id);
    let distinction = Distinction {
        first,
        second,
        reason: new.reason.as_str().to_owned(),
        decided_by: caller.principal.to_string(),
        decided_at: work.now,
    };
    kept::insert_distinction(work.connection, &distinction)?;
    look_again(work, &[first, second])?;
    let (first, second) = if one.id == first { (one, other) } else { (other, one) };
    let data = json!({"organisation_ids": [first.id.to_string(), second.id.to_string()]});
    let words = json!({"reason": distinction.reason});
    record(work, Permission::Administer, &first, "organisations_distinguished", data, Some(&words))?;
    directory::refresh_organisation(work, first.id)?;
    directory::refresh_organisation(work, second.id)?;
    Ok(distinction)
}

/// The organisation that the request names in this place.
fn named(work: &mut Work<'_>, id_or_slug: &str, place: usize) -> Result<Organisation, Error> {
    match find(work, id_or_slug) {
        Err(Error::NotFound(_)) => Err(Error::missing(&format!("/organisation_ids/{place}"), "organisation")),
        other => other,
    }
}

/// A page of the pairs that registrars told apart, in the order of registration.
pub fn list_distinctions(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Distinction>, Error> {
    work.authorise(Permission::Administer)?;
    kept::list_distinctions(work.connection, request)
}
