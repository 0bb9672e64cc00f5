//! Organisations: who is certified. Two records of one organisation become one when a registrar says so, never by
//! guesswork.

use serde_json::{Value, json};

use super::directory;
use super::events::NewEvent;
use super::patches::apply;
use super::slugs::{choose_slug, slug_of_id};
use super::work::Work;
use crate::auth::permission::{Permission, Role};
use crate::error::Error;
use crate::ids::OrganisationId;
use crate::input::fields::Website;
use crate::input::form::{Replacement, form};
use crate::scheme::country::CountryCode;
use crate::scheme::text::{ForeignNumber, Region, Slug, Title};
use crate::store::organisations as kept;

mod duplicates;
mod merging;

pub use duplicates::{
    DuplicatePair, NewDistinction, OrganisationPair, distinguish, list_distinctions, list_duplicates,
};
pub use kept::{Distinction, DuplicateFilter, MergeRecord, Organisation};
pub use merging::{NewMerge, list_merges, merge, separate};

form! {
    /// An organisation that is not on record yet.
    #[example({"name": "株式会社東京情報", "latin_name": "Tokyo Joho K.K.", "country": "JP", "region": "東京都", "website": "https://joho.example", "registration_number": "0104-01-000001"})]
    #[derive(PartialEq, Eq)]
    pub struct NewOrganisation as "NewOrganisationRequest" {
        /// Its name, in its own script.
        pub name: Title,
        /// Its name in Latin letters, where it is written in others.
        pub latin_name: Option<Title>,
        /// Where it is (ISO 3166-1).
        pub country: CountryCode,
        /// The part of the country.
        pub region: Option<Region>,
        /// Its website.
        pub website: Option<Website>,
        /// Its number in the company register of its country.
        pub registration_number: Option<ForeignNumber>,
    }

    /// What is to change of an organisation. What is left out stays; null clears.
    #[example({"website": "https://tsubame.example/en", "region": null})]
    #[derive(Default)]
    pub struct OrganisationChanges as "OrganisationPatch" {
        /// Its name, in its own script.
        pub name: Replacement<Title>,
        /// Its name in Latin letters, where it is written in others.
        pub latin_name: Option<Option<Title>>,
        /// Where it is (ISO 3166-1).
        pub country: Replacement<CountryCode>,
        /// The part of the country.
        pub region: Option<Option<Region>>,
        /// Its website.
        pub website: Option<Option<Website>>,
        /// Its number in the company register of its country.
        pub registration_number: Option<Option<ForeignNumber>>,
    }
}

/// The name in addresses of an organisation of which nothing is published yet: it tells nobody who applies, and takes no
/// name from anybody.
fn provisional_slug(id: OrganisationId) -> Result<Slug, Error> {
    slug_of_id("organisation", &id.to_string())
}

/// Makes what the public sees of an organisation follow its records: the entry in the directory, and, once there is
/// something to see, a name in addresses that people can read. That one stays.
pub(super) fn refresh(work: &mut Work<'_>, id: OrganisationId) -> Result<(), Error> {
    let organisation = find(work, &id.to_string())?;
    if organisation.slug == provisional_slug(organisation.id)? {
        let group = kept::groups(work.connection, &[organisation.id])?;
        let ids: Vec<_> = group.iter().map(|record| record.id).collect();
        if kept::any_published(work.connection, &ids)? {
            let spelling = organisation.latin_name.as_ref().unwrap_or(&organisation.name);
            let id = organisation.id.to_string();
            let slug = choose_slug(None, spelling, "organisation", &id, |slug| {
                kept::find_by_slug(work.connection, slug)
                    .map(|found| found.is_some_and(|one| one.id != organisation.id))
            })?;
            kept::set_slug(work.connection, organisation.id, &slug)?;
        }
    }
    directory::refresh_organisation(work, id)
}

/// Registers an organisation, as a part of the use case that names it; the caller records the event.
pub(super) fn register(work: &mut Work<'_>, new: NewOrganisation) -> Result<Organisation, Error> {
    let id = OrganisationId::new(work.now);
    let organisation = Organisation {
        id,
        slug: provisional_slug(id)?,
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
    duplicates::note(work, &organisation)?;
    Ok(organisation)
}

/// Registers an organisation that has no certificate yet.
pub fn register_new(work: &mut Work<'_>, new: NewOrganisation) -> Result<Organisation, Error> {
    work.authorise(Permission::SubmitOrganisationCertificates)?;
    let organisation = register(work, new)?;
    let data = json!({"slug": organisation.slug, "country": organisation.country});
    record(work, Permission::SubmitOrganisationCertificates, &organisation, "organisation_registered", data, None)?;
    Ok(organisation)
}

/// Changes what can change of an organisation, if `unchanged` agrees with the version on record. Its slug stays: it is
/// in addresses that others have.
pub fn change(
    work: &mut Work<'_>,
    id_or_slug: &str,
    unchanged: impl Fn(&Organisation) -> Result<(), Error>,
    changes: &OrganisationChanges,
) -> Result<Organisation, Error> {
    work.authorise(Permission::Administer)?;
    let mut organisation = find(work, id_or_slug)?;
    unchanged(&organisation)?;
    let changes = changes.clone();
    let fields = apply!(changes => organisation: name.into(), latin_name.map(String::from), country,
        region.map(String::from), website, registration_number.map(String::from));
    organisation.changed_at = work.now;
    kept::update(work.connection, &organisation)?;
    duplicates::note(work, &organisation)?;
    let data = json!({"changed": fields});
    record(work, Permission::Administer, &organisation, "organisation_changed", data, None)?;
    refresh(work, organisation.id)?;
    Ok(organisation)
}

/// Appends an event about an organisation, for the body that registered it to read.
fn record(
    work: &mut Work<'_>,
    permission: Permission,
    organisation: &Organisation,
    kind: &'static str,
    data: Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let subject = ("organisation", organisation.id.to_string());
    work.record(permission, NewEvent { kind, subject, body: organisation.registered_by, data, personal_data })
}

/// The record with this id or slug, whether or not it is another one's duplicate.
fn find_record(work: &mut Work<'_>, id_or_slug: &str) -> Result<Option<Organisation>, Error> {
    match OrganisationId::parse(id_or_slug) {
        Some(id) => kept::find(work.connection, id),
        // What is no slug is not looked for: PostgreSQL takes no NUL, not even to compare with.
        None => match Slug::parse(id_or_slug) {
            Ok(slug) => kept::find_by_slug(work.connection, slug.as_str()),
            Err(_) => Ok(None),
        },
    }
}

/// The organisation with this id or slug; of one that was found to be a duplicate, the one that it is.
pub fn find(work: &mut Work<'_>, id_or_slug: &str) -> Result<Organisation, Error> {
    let found = match find_record(work, id_or_slug)? {
        Some(Organisation { merged_into: Some(into), .. }) => kept::find(work.connection, into)?,
        other => other,
    };
    found.ok_or(Error::NotFound("organisation"))
}

/// The same, if the caller may see it: anybody, once a certificate of it was published; before that registrars, and the
/// bodies that registered it or what was merged into it, or for which an application of theirs is on record.
pub fn find_visible(work: &mut Work<'_>, id_or_slug: &str) -> Result<Organisation, Error> {
    let organisation = find(work, id_or_slug)?;
    let role = work.caller().map(|caller| caller.role);
    if role == Some(Role::Registrar) {
        return Ok(organisation);
    }
    let group = kept::groups(work.connection, &[organisation.id])?;
    let body = role.and_then(Role::body);
    let is_own = body.is_some() && group.iter().any(|record| record.registered_by == body);
    let ids: Vec<_> = group.iter().map(|record| record.id).collect();
    if is_own || kept::any_published(work.connection, &ids)? {
        return Ok(organisation);
    }
    match body {
        Some(body) if kept::any_of_body(work.connection, &ids, body)? => Ok(organisation),
        _ => Err(Error::NotFound("organisation")),
    }
}
