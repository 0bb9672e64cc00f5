//! Records that look like one organisation, and those that a registrar told apart: for registrars.

use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::organisations::OrganisationView;
use super::questions::ListQuestion;
use crate::http::view::view;
use crate::input::fields::{Key, Line};
use crate::input::form::{Several, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::organisations::{self, Distinction, DuplicatePair, NewDistinction, OrganisationPair};
use crate::scheme::resemblance::{Reason, Resemblance};
use crate::scheme::text;

view! {
    /// Two organisations that look like one.
    pub struct OrganisationDuplicateView(found: &DuplicatePair) {
        let OrganisationPair { first, second } = &found.pair;
        /// The id of the pair.
        pub id: String = format!("{}~{}", first.id, second.id),
        /// The two, the one that was registered first in front.
        #[schema(min_items = 2, max_items = 2)]
        pub organisations: Vec<OrganisationView> = vec![first, second],
        /// Why they look like one, the weightiest reason first.
        pub reasons: Vec<ResemblanceView>,
    }

    /// Why two organisations look like one.
    #[schema(as = Resemblance)]
    pub struct ResemblanceView(resemblance: &Resemblance) {
        /// `same_registration_number`, `same_name`, `same_latin_name`, `same_website` or `similar_name`.
        pub code: String = resemblance.reason,
        /// In words.
        pub detail: String,
    }
}

form! {
    /// Which pairs are wanted.
    pub struct DuplicateQuery {
        /// With this organisation: its id or slug.
        pub organisation: Option<Line<100>>,
        /// That look like one for this reason, perhaps among others.
        pub reason: Option<Reason>,
    }
}

/// List the organisations that look like one
///
/// Pairs come from the records themselves whenever one is registered or changed: the same number in the register of a
/// country, the same name but for case, accents, spaces and legal form (in any script, or in Latin letters), the same
/// host of the website, or names of one country that share three in five of their groups of three letters. Pairs that
/// were merged or told apart are not here. Not found are translations, abbreviations and spellings in other letters
/// without a Latin name; where more than fifty look like one, those that look most like it come first.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(DuplicateQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<OrganisationDuplicateView>)))]
#[get("/v1/organisation-duplicates")]
pub async fn list_organisation_duplicates(question: ListQuestion<DuplicateQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            Ok(organisations::list_duplicates(work, query.organisation.as_deref(), query.reason, part)?
                .map(OrganisationDuplicateView::of))
        })
        .await
}

form! {
    /// Two organisations that are to be told apart.
    #[example({"organisation_ids": ["0198f3b2-7c1e-7d30-9a55-2f3b8c6d1ea1", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1ea2"], "reason": "Two companies of one family, each with a register entry."})]
    pub struct DistinctionRequest {
        /// The two: ids or slugs.
        pub organisation_ids: Several<Key, 2, 2>,
        /// Why they are two, in words.
        pub reason: text::Reason,
    }
}

impl FromObject for NewDistinction {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let DistinctionRequest { organisation_ids, reason } = FromObject::from_object(object)?;
        let [first, second] = <[String; 2]>::try_from(organisation_ids).ok()?;
        Some(Self { first, second, reason })
    }
}

view! {
    /// Two organisations that a registrar told apart.
    pub struct OrganisationDistinctionView(distinction: &Distinction) {
        /// The id of the pair.
        pub id: String = distinction.key(),
        /// The ids of the two, the one that was registered first in front.
        #[schema(min_items = 2, max_items = 2)]
        pub organisation_ids: Vec<String> = vec![distinction.first, distinction.second],
        /// Why they are two, in words.
        pub reason: String,
        /// Who told them apart.
        pub decided_by: String,
        /// When.
        pub decided_at: DateTime<Utc>,
    }
}

/// List the organisations that were told apart
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<OrganisationDistinctionView>)))]
#[get("/v1/organisation-distinctions")]
pub async fn list_organisation_distinctions(question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| {
            Ok(organisations::list_distinctions(work, part)?.map(OrganisationDistinctionView::of))
        })
        .await
}

/// Tell two organisations apart
///
/// They look like one and are two: the pair does not come again, and they are not merged unless that is taken back.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = DistinctionRequest,
    responses((status = 201, description = "It is on record", body = OrganisationDistinctionView)))]
#[post("/v1/organisation-distinctions")]
pub async fn distinguish_organisations(command: Command<NewDistinction>) -> Answer {
    command
        .create(move |work, new| {
            let distinction = organisations::distinguish(work, new)?;
            let location = format!("/v1/organisation-duplicates?organisation={}", distinction.first);
            created_beside(location, &OrganisationDistinctionView::of(distinction))
        })
        .await
}
