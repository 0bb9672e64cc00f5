//! Bodies: public to read, for registrars to list, change, suspend, reinstate and withdraw.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::commands::{Change, Command, NoForm};
use super::questions::{Anybody, Question};
use super::status_changes::BodyChangeRequest;
use super::warnings::Warned;
use crate::error::Error;
use crate::http::view::view;
use crate::registry::bodies::{self, BodyChanges, NewBody, status_word};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::status_changes::NewStatusChange;
use crate::registry::{StatusRecord, Work};

pub mod listing;

view! {
    /// A Registered Certification Body.
    pub struct BodyView(body: &bodies::Body, today: NaiveDate) {
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
        /// Whom to ask there.
        pub contact: Option<String>,
        /// Who accredited it.
        pub accredited_by: Option<String>,
        /// The number of that accreditation.
        pub accreditation_number: Option<String>,
        /// For which editions of ISO/IEC 20000-1 it may certify organisations.
        pub approved_editions: Vec<String>,
        /// `listed`, `suspended` or `withdrawn` today, or on the day that a list was asked for; null before the listing begins.
        pub status: Option<String> = status_word(body.listing().status_on(today)),
        /// The first day of the listing.
        pub listed_on: NaiveDate,
        /// What happened to the listing since, in the order of recording.
        pub history: Vec<ListingChangeView> = &body.status_changes,
        /// When it was registered here.
        pub registered_at: DateTime<Utc>,
    }

    /// A change of a listing. By whom is on record, and not for the public.
    pub struct ListingChangeView(record: &StatusRecord) {
        /// `suspension`, `reinstatement` or `withdrawal`.
        pub kind: String = record.change.kind(),
        /// The first day of it.
        pub effective_on: NaiveDate = record.change.from(),
        /// Why, in words.
        pub reason: String,
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}

/// Read a body
#[utoipa::path(tag = "bodies",
    params(("id" = String, Path, description = "The body's id or slug", example = "nordic-certification-ab")),
    responses((status = 200, description = "The body", body = BodyView)))]
#[get("/v1/bodies/{id}")]
pub async fn read_body(id: Path<String>, question: Question<NoForm, Anybody>) -> Answer {
    question.answer(move |work, _| Ok(BodyView::of(bodies::find(work, &id)?, work.today()))).await
}

/// List a new body
///
/// Refused (`too_few_auditors`) where fewer of the auditors whom it names count today than a listing needs; `errors` says
/// who does not, and why.
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = NewBody,
    responses((status = 201, description = "The body is listed", body = Warned<BodyView>)))]
#[post("/v1/bodies")]
pub async fn create_body(command: Command<NewBody>) -> Answer {
    command
        .create(move |work, new| {
            let body = bodies::list_new(work, new.clone())?;
            let warnings = work.unshown("/name", &body.name);
            Warned::new(BodyView::of(&body, work.today()), &warnings).created(format!("/v1/bodies/{}", body.id))
        })
        .await
}

/// Change a body
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChanges,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 200, description = "The body as it is now", body = Warned<BodyView>)))]
#[patch("/v1/bodies/{id}")]
pub async fn change_body(id: Path<String>, change: Change<BodyChanges>) -> Answer {
    change
        .carry_out_warned(move |work, if_match, changes| {
            let today = work.today();
            let changed = bodies::change(work, &id, |known| if_match.check(&BodyView::of(known, today)), changes)?;
            let warnings = changes.name.as_ref().map(|name| work.unshown("/name", name.as_str())).unwrap_or_default();
            Ok(Warned::new(BodyView::of(&changed, today), &warnings))
        })
        .await
}

fn change_status(work: &mut Work<'_>, id: &str, change: &NewStatusChange) -> Result<StoredAnswer, Error> {
    let body = bodies::change_status(work, id, change)?;
    created(format!("/v1/bodies/{}", body.id), &BodyView::of(&body, work.today()))
}

/// Suspend a listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/suspensions")]
pub async fn suspend_body(id: Path<String>, command: Command<BodyChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.suspension())).await
}

/// Reinstate a suspended listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/reinstatements")]
pub async fn reinstate_body(id: Path<String>, command: Command<BodyChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.reinstatement())).await
}

/// Withdraw a listing
#[utoipa::path(tag = "bodies", security(("bearer" = [])), request_body = BodyChangeRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The body as it is now", body = BodyView)))]
#[post("/v1/bodies/{id}/withdrawals")]
pub async fn withdraw_body(id: Path<String>, command: Command<BodyChangeRequest>) -> Answer {
    command.create(move |work, new| change_status(work, &id, &new.withdrawal())).await
}
