//! The approved auditors whom the listing of a body names: for registrars, and for the body to see.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created};
use super::approved_auditors::RemovalRequest;
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::view::view;
use crate::registry::auditors::{self, AuditorReference, AuditorRequest, BodyAuditor, NamedBy};
use crate::registry::idempotency::StoredAnswer;

view! {
    /// An auditor whom the listing of a body names, or named.
    pub struct BodyAuditorView(auditor: &BodyAuditor) {
        let naming = &auditor.naming;
        let removal = naming.removal.as_ref();
        /// The id of the naming.
        pub id: String = naming.id,
        /// The body.
        pub body_id: String = naming.body,
        /// The certificate by which the person is named; null for an entry of the registrar's list.
        #[schema(example = "7K3M-9QXP-T2VZ")]
        pub certificate_number: Option<String> = auditor.number,
        /// The entry of the registrar's list by which the person is named; null for a certificate.
        pub approved_auditor_id: Option<String> = match naming.named_by {
            NamedBy::OwnList(id) => Some(id),
            NamedBy::Certificate(_) => None,
        },
        /// The person's name. Null where you may not see it: a body is not told the names of certificate holders.
        pub name: Option<String>,
        /// Whether the person counts today as one of the approved auditors that the listing needs.
        pub counts: bool = auditor.verdict.counts(),
        /// Why, or why not.
        pub reason: String = auditor.verdict.in_words(),
        /// Who recorded that the listing names the person.
        pub named_by: String = &naming.recorded_by,
        /// When.
        pub named_at: DateTime<Utc> = naming.recorded_at,
        /// Who recorded that it no longer does; null if nobody did.
        pub removed_by: Option<String> = removal.map(|removal| &removal.by),
        /// When.
        pub removed_at: Option<DateTime<Utc>> = removal.map(|removal| removal.at),
        /// Why, in words.
        pub removal_reason: Option<String> = removal.map(|removal| &removal.reason),
    }
}

/// List the auditors of a body
///
/// Whom its listing names, and whom it named before, each with whether the person counts today. A body sees its own.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(
        ("id" = String, Path, description = "The body's id or slug"),
        PartQuery
    ),
    responses((status = 200, description = "A part of the list, in the order of recording", body = Listing<BodyAuditorView>)))]
#[get("/v1/bodies/{id}/auditors")]
pub async fn list_body_auditors(id: Path<String>, question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(auditors::list(work, &id, part)?.map(BodyAuditorView::of))).await
}

/// Read an auditor of a body
#[utoipa::path(tag = "auditors", security(("bearer" = [])), params(
        ("id" = String, Path, description = "The body's id or slug"),
        ("auditor_id" = String, Path, description = "The id of the naming")
    ),
    responses((status = 200, description = "The auditor", body = BodyAuditorView)))]
#[get("/v1/bodies/{id}/auditors/{auditor_id}")]
pub async fn read_body_auditor(path: Path<(String, String)>, question: Question) -> Answer {
    let (id, auditor) = path.into_inner();
    question.answer(move |work, _| Ok(BodyAuditorView::of(auditors::find(work, &id, &auditor)?))).await
}

/// Name an auditor in a listing
///
/// Somebody who counts today: the holder of a valid certificate of the qualification that the scheme names for auditors,
/// or a person on the registrar's own list.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = AuditorRequest,
    params(("id" = String, Path, description = "The body's id or slug")),
    responses((status = 201, description = "The listing names the person", body = BodyAuditorView)))]
#[post("/v1/bodies/{id}/auditors")]
pub async fn name_body_auditor(id: Path<String>, command: Command<AuditorReference>) -> Answer {
    command.create(move |work, new| recorded(auditors::name(work, &id, new)?)).await
}

fn recorded(auditor: BodyAuditor) -> Result<StoredAnswer, Error> {
    let address = format!("/v1/bodies/{}/auditors/{}", auditor.naming.body, auditor.naming.id);
    created(address, &BodyAuditorView::of(auditor))
}

/// Remove an auditor from a listing
///
/// Refused (`too_few_auditors`) where fewer than the listing needs would remain who count: name another one first.
#[utoipa::path(tag = "auditors", security(("bearer" = [])), request_body = RemovalRequest,
    params(
        ("id" = String, Path, description = "The body's id or slug"),
        ("auditor_id" = String, Path, description = "The id of the naming")
    ),
    responses((status = 201, description = "The auditor, whom the listing no longer names", body = BodyAuditorView)))]
#[post("/v1/bodies/{id}/auditors/{auditor_id}/removals")]
pub async fn remove_body_auditor(path: Path<(String, String)>, command: Command<RemovalRequest>) -> Answer {
    let (id, auditor) = path.into_inner();
    command.create(move |work, new| recorded(auditors::remove(work, &id, &auditor, &new.reason)?)).await
}
