//! Scope statements before the audit: bodies ask for a review, registrars review.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::organisation_certificates::ScopeReviewRequest;
use super::questions::{ListQuestion, Question};
use crate::http::view::view;
use crate::registry::organisation_certificates::Review;
use crate::registry::preliminary_scopes::{
    self, NewPreliminaryScope, NewPreliminaryWithdrawal, PreliminaryScope, PreliminaryScopeQuery,
};

view! {
    /// A scope statement that a body has reviewed before the audit.
    pub struct PreliminaryScopeView(scope: &PreliminaryScope) {
        let end = scope.end.as_ref();
        /// Its id.
        pub id: String,
        /// The body that asks.
        pub body_id: String = scope.body,
        /// What the organisation is called that is to be audited.
        pub organisation_name: String,
        /// Where it is (ISO 3166-1).
        pub country: String = scope.country,
        /// Against which edition of ISO/IEC 20000-1.
        pub edition: String,
        /// What the organisation is to be certified for.
        pub scope_statement: String,
        /// `requested`, `agreed`, `not_agreed`, or `withdrawn`.
        #[schema(pattern = "^(requested|agreed|not_agreed|withdrawn)$")]
        pub state: &'static str = scope.state.as_str(),
        /// Who asked.
        pub requested_by: String,
        /// When.
        pub requested_at: DateTime<Utc>,
        /// Who reviewed or withdrew it; null while it waits.
        pub ended_by: Option<String> = end.map(|end| &end.by),
        /// When.
        pub ended_at: Option<DateTime<Utc>> = end.map(|end| end.at),
        /// What is to be better, what else is to be said of it, or why it was withdrawn.
        pub words: Option<String> = end.and_then(|end| end.words.as_ref()),
    }
}

/// List the preliminary scopes
///
/// A body sees its own.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), params(PreliminaryScopeQuery, PartQuery),
    responses((status = 200, description = "A part of the list, in the order in which the reviews were asked for", body = Listing<PreliminaryScopeView>)))]
#[get("/v1/preliminary-scopes")]
pub async fn list_preliminary_scopes(question: ListQuestion<PreliminaryScopeQuery>) -> Answer {
    question
        .list(|work, query, part| Ok(preliminary_scopes::list(work, query, part)?.map(PreliminaryScopeView::of)))
        .await
}

/// Read a preliminary scope
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])),
    params(("id" = String, Path, description = "The preliminary scope's id")),
    responses((status = 200, description = "The preliminary scope", body = PreliminaryScopeView)))]
#[get("/v1/preliminary-scopes/{id}")]
pub async fn read_preliminary_scope(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(PreliminaryScopeView::of(preliminary_scopes::find(work, &id)?))).await
}

/// Ask for a review of a scope statement before the audit
///
/// For a body, or for a registrar who names it. It waits for a registrar, and spends none of the three reviews of the application
/// that follows the audit.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = NewPreliminaryScope,
    responses((status = 201, description = "The preliminary scope", body = PreliminaryScopeView)))]
#[post("/v1/preliminary-scopes")]
pub async fn request_preliminary_scope(command: Command<NewPreliminaryScope>) -> Answer {
    command
        .create(move |work, new| {
            let requested = preliminary_scopes::request(work, new)?;
            created(format!("/v1/preliminary-scopes/{}", requested.id), &PreliminaryScopeView::of(requested))
        })
        .await
}

/// Review a preliminary scope
///
/// For registrars. The body reads the words; what is agreed here is reviewed again once it was audited.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = ScopeReviewRequest,
    params(("id" = String, Path, description = "The preliminary scope's id")),
    responses((status = 201, description = "The preliminary scope as it is now", body = PreliminaryScopeView)))]
#[post("/v1/preliminary-scopes/{id}/scope-reviews")]
pub async fn review_preliminary_scope(id: Path<String>, command: Command<Review>) -> Answer {
    command
        .create(move |work, new| {
            let reviewed = preliminary_scopes::review(work, &id, new)?;
            created(format!("/v1/preliminary-scopes/{}", reviewed.id), &PreliminaryScopeView::of(reviewed))
        })
        .await
}

/// Withdraw a preliminary scope
///
/// For the body that asked, or a registrar, while it waits.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = NewPreliminaryWithdrawal,
    params(("id" = String, Path, description = "The preliminary scope's id")),
    responses((status = 201, description = "The preliminary scope as it is now", body = PreliminaryScopeView)))]
#[post("/v1/preliminary-scopes/{id}/withdrawals")]
pub async fn withdraw_preliminary_scope(id: Path<String>, command: Command<NewPreliminaryWithdrawal>) -> Answer {
    command
        .create(move |work, new| {
            let withdrawn = preliminary_scopes::withdraw(work, &id, new)?;
            created(format!("/v1/preliminary-scopes/{}", withdrawn.id), &PreliminaryScopeView::of(withdrawn))
        })
        .await
}
