//! Training organisations: public to read, for registrars to accredit.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created};
use super::commands::{Command, NoForm};
use super::courses::accredited;
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::input::fields::{Key, Language, SearchWords};
use crate::input::form::form;
use crate::registry::directory::Facet;
use crate::registry::training::{self, Delivery, NewTrainingOrganisation, TrainingOrganisation};
use crate::scheme::country::CountryCode;

/// A training organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingOrganisationView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where it is (ISO 3166-1).
    pub country: String,
    /// Its website.
    pub website: Option<String>,
    /// The first day of its accreditation.
    pub accredited_from: NaiveDate,
    /// The last day of its accreditation.
    pub accredited_until: Option<NaiveDate>,
    /// When it was registered here.
    pub registered_at: DateTime<Utc>,
}

impl From<TrainingOrganisation> for TrainingOrganisationView {
    fn from(organisation: TrainingOrganisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            slug: organisation.slug.as_str().to_owned(),
            name: organisation.name,
            country: organisation.country.to_string(),
            website: organisation.website,
            accredited_from: organisation.accredited.from,
            accredited_until: organisation.accredited.until,
            registered_at: organisation.registered_at,
        }
    }
}

form! {
    /// Which training organisations are wanted.
    pub struct TrainingOrganisationQuery {
        /// In this country (ISO 3166-1).
        #[example("DE")]
        pub country: Option<CountryCode>,
        /// With a course for this qualification.
        #[example("auditor")]
        pub qualification: Option<Key<64>>,
        /// With a course in this language (BCP 47).
        #[example("de")]
        pub language: Option<Language>,
        /// With a course given so: `classroom` or `online`.
        pub delivery: Option<Delivery>,
        /// Accredited, with the course that is asked for, on this day.
        pub on: Option<NaiveDate>,
        /// With these words or parts of words in the name, in any order; case and accents do not matter.
        pub q: Option<SearchWords>,
    }
}

impl Row for TrainingOrganisationView {
    const TABLE: &'static str = "training-organisations";
    const COLUMNS: &'static [&'static str] =
        &["id", "slug", "name", "country", "website", "accredited_from", "accredited_until", "registered_at"];
}

/// List the training organisations
///
/// In the order of the names; with words to look for, the best answers first.
#[utoipa::path(tag = "training", params(TrainingOrganisationQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content(
        (Listing<TrainingOrganisationView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/training-organisations")]
pub async fn list_training_organisations(question: TableQuestion<TrainingOrganisationQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let facets = [
                (Facet::Qualification, query.qualification.clone()),
                (Facet::Country, query.country.map(|country| country.to_string())),
                (Facet::Language, query.language.clone()),
                (Facet::Delivery, query.delivery.map(str::to_owned)),
            ];
            let wanted = accredited(facets, query.on, query.q.clone(), work.today());
            Ok(training::search_organisations(work, &wanted, part)?.map(TrainingOrganisationView::from))
        })
        .await
}

/// Read a training organisation
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The training organisation's id or slug", example = "lernwerk-akademie")),
    responses((status = 200, description = "The training organisation", body = TrainingOrganisationView)))]
#[get("/v1/training-organisations/{id}")]
pub async fn read_training_organisation(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question.answer(move |work, _| Ok(TrainingOrganisationView::from(training::find_organisation(work, &id)?))).await
}

/// Accredit a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = NewTrainingOrganisation,
    responses((status = 201, description = "It is accredited", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations")]
pub async fn create_training_organisation(command: Command<NewTrainingOrganisation>) -> Answer {
    command
        .create(move |work, new| {
            let organisation = training::accredit_organisation(work, new.clone())?;
            let location = format!("/v1/training-organisations/{}", organisation.id);
            created(location, &TrainingOrganisationView::from(organisation))
        })
        .await
}
