//! Training organisations: public to read, for registrars to accredit.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::commands::{Command, NoForm};
use super::courses::CourseQuery;
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::http::view::view;
use crate::input::fields::{Key, Language, SearchWords};
use crate::input::form::form;
use crate::registry::training::{self, Delivery, NewTrainingOrganisation, TrainingOrganisation};
use crate::scheme::country::CountryCode;

view! {
    /// A training organisation.
    pub struct TrainingOrganisationView(organisation: &TrainingOrganisation) {
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
        pub accredited_from: NaiveDate = organisation.accredited.from,
        /// The last day of its accreditation.
        pub accredited_until: Option<NaiveDate> = organisation.accredited.until,
        /// When it was registered here.
        pub registered_at: DateTime<Utc>,
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
    const COLUMNS: &'static str = "id slug name country website accredited_from accredited_until registered_at";
}

/// List the training organisations
///
/// In the order of the names; with words to look for, the best answers first.
#[utoipa::path(tag = "training", params(TrainingOrganisationQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content(
        (Listing<TrainingOrganisationView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/training-organisations")]
pub async fn list_training_organisations(question: TableQuestion<TrainingOrganisationQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let TrainingOrganisationQuery { country, qualification, language, delivery, on, q } = query.clone();
            let wanted = CourseQuery { qualification, country, language, delivery, on, q }.search(work.today());
            Ok(training::search_organisations(work, &wanted, part)?.map(TrainingOrganisationView::of))
        })
        .await
}

/// Read a training organisation
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The training organisation's id or slug", example = "lernwerk-akademie")),
    responses((status = 200, description = "The training organisation", body = TrainingOrganisationView)))]
#[get("/v1/training-organisations/{id}")]
pub async fn read_training_organisation(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question.answer(move |work, _| Ok(TrainingOrganisationView::of(training::find_organisation(work, &id)?))).await
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
            created(location, &TrainingOrganisationView::of(organisation))
        })
        .await
}
