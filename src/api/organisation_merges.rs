//! Merging what are two records of one organisation, and separating what was merged wrongly: for registrars.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::Answer;
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::organisations::{OrganisationView, recorded};
use super::questions::ListQuestion;
use crate::error::Error;
use crate::http::view::view;
use crate::registry::merges::NewSeparation;
use crate::registry::organisations::{self, MergeRecord, NewMerge, Organisation};

view! {
    /// A merge or a separation on record.
    pub struct OrganisationMergeView(record: &MergeRecord, duplicate: &Organisation, survivor: &Organisation) {
        /// Its id.
        pub id: String,
        /// `merge` or `separation`.
        pub kind: String,
        /// The record that was found to be a duplicate, or not to be one.
        pub duplicate: OrganisationView = duplicate,
        /// The organisation that it was merged into, or separated from.
        pub survivor: OrganisationView = survivor,
        /// Why, in words.
        pub reason: String,
        /// Who recorded it.
        pub recorded_by: String,
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}

/// List what was merged into an organisation, and separated from it
///
/// Also what was merged into its duplicates before they were merged.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), params(
        ("id" = String, Path, description = "The organisation's id or slug"), PartQuery),
    responses((status = 200, description = "A part of the list, in the order of recording", body = Listing<OrganisationMergeView>)))]
#[get("/v1/organisations/{id}/merges")]
pub async fn list_organisation_merges(id: Path<String>, question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| {
            let (page, named) = organisations::list_merges(work, &id, part)?;
            page.try_map(|record| {
                let missing =
                    || Error::Internal(format!("organisation_merges row {} names no organisation", record.id));
                let duplicate = named.get(&record.duplicate).ok_or_else(missing)?;
                let survivor = named.get(&record.survivor).ok_or_else(missing)?;
                Ok(OrganisationMergeView::of(&record, duplicate, survivor))
            })
        })
        .await
}

/// Merge a duplicate into an organisation
///
/// The two are one from then on: the duplicate's id and slug lead to the organisation, and so do those of whatever was
/// merged into the duplicate before. Its certificates are shown with the organisation's.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = NewMerge,
    params(("id" = String, Path, description = "The id or slug of the organisation that stays")),
    responses((status = 201, description = "The organisation that stays", body = OrganisationView)))]
#[post("/v1/organisations/{id}/merges")]
pub async fn merge_organisation(id: Path<String>, command: Command<NewMerge>) -> Answer {
    command.create(move |work, new| recorded(&organisations::merge(work, &id, new)?)).await
}

/// Separate a duplicate from the organisation that it was merged into
///
/// It is an organisation of its own again, with whatever was merged into it before.
#[utoipa::path(tag = "organisations", security(("bearer" = [])), request_body = NewSeparation,
    params(("id" = String, Path, description = "The id or slug of the duplicate")),
    responses((status = 201, description = "The organisation that was a duplicate", body = OrganisationView)))]
#[post("/v1/organisations/{id}/separations")]
pub async fn separate_organisation(id: Path<String>, command: Command<NewSeparation>) -> Answer {
    command.create(move |work, new| recorded(&organisations::separate(work, &id, &new.reason)?)).await
}
