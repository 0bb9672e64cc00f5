//! The registrar's own list of approved auditors. For registrars only: it consists of names.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::view::view;
use crate::input::form::form;
use crate::registry::approved_auditors::{self, ApprovedAuditor, NewApprovedAuditor};
use crate::registry::idempotency::StoredAnswer;
use crate::scheme::text::Reason;

view! {
    /// Somebody whom the registrar approved as an auditor.
    pub struct ApprovedAuditorView(auditor: &ApprovedAuditor) {
        let removal = auditor.removal.as_ref();
        /// The entry's id, by which a listing names the person.
        pub id: String,
        /// The person's whole name.
        pub name: String,
        /// What was noted beside it.
        pub note: Option<String>,
        /// The first day of the approval.
        pub approved_on: NaiveDate,
        /// Who put the person on the list.
        pub registered_by: String,
        /// When.
        pub registered_at: DateTime<Utc>,
        /// Who took the person off it; null if nobody did.
        pub removed_by: Option<String> = removal.map(|removal| &removal.by),
        /// When. From that day on the person counts in no listing.
        pub removed_at: Option<DateTime<Utc>> = removal.map(|removal| removal.at),
        /// Why, in words.
        pub removal_reason: Option<String> = removal.map(|removal| &removal.reason),
    }
}

form! {
    /// Why somebody is removed.
    #[example({"reason": "Has retired."})]
    pub struct RemovalRequest {
        /// Why, in words.
        pub reason: Reason,
    }
}

/// List the registrar's approved auditors
///
/// Those who were taken off the list included.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of the names", body = Listing<ApprovedAuditorView>)))]
#[get("/v1/approved-auditors")]
pub async fn list_approved_auditors(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(approved_auditors::list(work, part)?.map(ApprovedAuditorView::of))).await
}

/// Read an entry of the registrar's list
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(("id" = String, Path, description = "The entry's id")),
    responses((status = 200, description = "The entry", body = ApprovedAuditorView)))]
#[get("/v1/approved-auditors/{id}")]
pub async fn read_approved_auditor(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(ApprovedAuditorView::of(approved_auditors::find(work, &id)?))).await
}

/// Put somebody on the registrar's list
///
/// For people who are approved without a certificate of this registry; its holders need no entry. The registry cannot
/// tell whether two entries, or an entry and a certificate, are of one person: put nobody on the list twice.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = NewApprovedAuditor,
    responses((status = 201, description = "The entry", body = ApprovedAuditorView)))]
#[post("/v1/approved-auditors")]
pub async fn approve_auditor(command: Command<NewApprovedAuditor>) -> Answer {
    command.create(move |work, new| recorded(approved_auditors::approve(work, new.clone())?)).await
}

/// Take somebody off the registrar's list
///
/// From today on the person counts in no listing. No listing is changed by it: one that has too few approved auditors
/// without this person is shown by `GET /v1/attention`.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = RemovalRequest,
    params(("id" = String, Path, description = "The entry's id")),
    responses((status = 201, description = "The entry as it is now", body = ApprovedAuditorView)))]
#[post("/v1/approved-auditors/{id}/removals")]
pub async fn remove_approved_auditor(id: Path<String>, command: Command<RemovalRequest>) -> Answer {
    command.create(move |work, new| recorded(approved_auditors::remove(work, &id, &new.reason)?)).await
}

fn recorded(auditor: ApprovedAuditor) -> Result<StoredAnswer, Error> {
    created(format!("/v1/approved-auditors/{}", auditor.id), &ApprovedAuditorView::of(auditor))
}
