//! Training organisations: public to read, for registrars to accredit.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::accreditations::{
    AccreditationChangeRequest, AccreditationChangeView, AccreditationExtensionRequest, AccreditationSuspensionRequest,
};
use super::answers::{Answer, created};
use super::commands::{Change, Command, NoForm};
use super::courses::CourseQuery;
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, Question, TableQuestion};
use super::tables::{FormatQuery, Row};
use crate::error::Error;
use crate::http::view::view;
use crate::input::fields::{Key, Language, SearchWords};
use crate::input::form::form;
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::registry::training::{
    self, Delivery, NewTrainingOrganisation, TrainingOrganisation, TrainingOrganisationChanges,
};
use crate::scheme::country::CountryCode;

view! {
    /// A training organisation.
    pub struct TrainingOrganisationView(organisation: &TrainingOrganisation, today: NaiveDate) {
        let accreditation = organisation.accreditation();
        let days = accreditation.days();
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
        /// `accredited`, `suspended`, `withdrawn` or `expired` today; null before the accreditation begins.
        pub status: Option<String> = training::status_word(accreditation.status_on(today)),
        /// The first day of its accreditation.
        pub accredited_from: NaiveDate = days.from,
        /// The last day of its accreditation, as extended.
        pub accredited_until: Option<NaiveDate> = days.until,
        /// What happened to the accreditation since, in the order of recording.
        pub history: Vec<AccreditationChangeView> = &organisation.status_changes,
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
    const COLUMNS: &'static str = "id slug name country website status accredited_from accredited_until registered_at";
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
            let today = work.today();
            let TrainingOrganisationQuery { country, qualification, language, delivery, on, q } = query.clone();
            let wanted = CourseQuery { qualification, country, language, delivery, on, q }.search(today);
            Ok(training::search_organisations(work, &wanted, part)?.map(|one| TrainingOrganisationView::of(one, today)))
        })
        .await
}

/// Read a training organisation
#[utoipa::path(tag = "training",
    params(("id" = String, Path, description = "The training organisation's id or slug", example = "lernwerk-akademie")),
    responses((status = 200, description = "The training organisation", body = TrainingOrganisationView)))]
#[get("/v1/training-organisations/{id}")]
pub async fn read_training_organisation(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question
        .answer(move |work, _| Ok(TrainingOrganisationView::of(training::find_organisation(work, &id)?, work.today())))
        .await
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
            created(location, &TrainingOrganisationView::of(organisation, work.today()))
        })
        .await
}

/// Correct the record of a training organisation
///
/// What is wrong in it: a name, a place, the days of the accreditation. Days that were decided on anew are an extension.
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = TrainingOrganisationChanges,
    params(("id" = String, Path, description = "The training organisation's id or slug")),
    responses((status = 200, description = "The training organisation as it is now", body = TrainingOrganisationView)))]
#[patch("/v1/training-organisations/{id}")]
pub async fn change_training_organisation(id: Path<String>, change: Change<TrainingOrganisationChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let today = work.today();
            let unchanged = |known: &TrainingOrganisation| if_match.check(&TrainingOrganisationView::of(known, today));
            let changed = training::change_organisation(work, &id, unchanged, changes)?;
            Ok(TrainingOrganisationView::of(changed, today))
        })
        .await
}

fn change_status(work: &mut Work<'_>, id: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let organisation: TrainingOrganisation = training::change_status(work, id, change)?;
    let location = format!("/v1/training-organisations/{}", organisation.id);
    created(location, &TrainingOrganisationView::of(organisation, work.today()))
}

/// Extend the accreditation of a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationExtensionRequest,
    params(("id" = String, Path, description = "The training organisation's id or slug")),
    responses((status = 201, description = "The training organisation as it is now", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations/{id}/extensions")]
pub async fn extend_training_organisation(id: Path<String>, command: Command<AccreditationExtensionRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.extension())).await
}

/// Suspend the accreditation of a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationSuspensionRequest,
    params(("id" = String, Path, description = "The training organisation's id or slug")),
    responses((status = 201, description = "The training organisation as it is now", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations/{id}/suspensions")]
pub async fn suspend_training_organisation(
    id: Path<String>,
    command: Command<AccreditationSuspensionRequest>,
) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.suspension())).await
}

/// Reinstate the suspended accreditation of a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationChangeRequest,
    params(("id" = String, Path, description = "The training organisation's id or slug")),
    responses((status = 201, description = "The training organisation as it is now", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations/{id}/reinstatements")]
pub async fn reinstate_training_organisation(id: Path<String>, command: Command<AccreditationChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.reinstatement())).await
}

/// Withdraw the accreditation of a training organisation
#[utoipa::path(tag = "training", security(("bearer" = [])), request_body = AccreditationChangeRequest,
    params(("id" = String, Path, description = "The training organisation's id or slug")),
    responses((status = 201, description = "The training organisation as it is now", body = TrainingOrganisationView)))]
#[post("/v1/training-organisations/{id}/withdrawals")]
pub async fn withdraw_training_organisation(id: Path<String>, command: Command<AccreditationChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.withdrawal())).await
}
