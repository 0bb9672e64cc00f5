//! Merging what are two records of one candidate, and separating what was merged wrongly: for registrars.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created};
use super::candidates::{CandidateView, parse_id};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::ListQuestion;
use crate::error::Error;
use crate::http::view::view;
use crate::registry::candidates::{self, Candidate, MergeRecord, NewMerge};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::merges::NewSeparation;

view! {
    /// A merge or a separation of candidates on record.
    pub struct CandidateMergeView(record: &MergeRecord, duplicate: &Candidate, survivor: &Candidate) {
        /// Its id.
        pub id: String,
        /// `merge` or `separation`.
        pub kind: String,
        /// The record that was found to be a duplicate, or not to be one.
        pub duplicate: CandidateView = duplicate,
        /// The candidate that it was merged into, or separated from.
        pub survivor: CandidateView = survivor,
        /// Why, in words.
        pub reason: String,
        /// Who recorded it.
        pub recorded_by: String,
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}

fn recorded(candidate: &Candidate) -> Result<StoredAnswer, Error> {
    created(format!("/v1/candidates/{}", candidate.id), &CandidateView::of(candidate))
}

/// List what was merged into a candidate's record, and separated from it
///
/// Also what was merged into its duplicates before they were merged.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), params(
        ("id" = String, Path, description = "The candidate's id"), PartQuery),
    responses((status = 200, description = "A part of the list, in the order of recording", body = Listing<CandidateMergeView>)))]
#[get("/v1/candidates/{id}/merges")]
pub async fn list_candidate_merges(id: Path<String>, question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| {
            let (page, named) = candidates::list_merges(work, parse_id(&id)?, part)?;
            page.try_map(|record| {
                let missing = || Error::Internal(format!("candidate_merges row {} names no candidate", record.id));
                let duplicate = named.get(&record.duplicate).ok_or_else(missing)?;
                let survivor = named.get(&record.survivor).ok_or_else(missing)?;
                Ok(CandidateMergeView::of(&record, duplicate, survivor))
            })
        })
        .await
}

/// Merge a duplicate into a candidate
///
/// The two are one from then on: rows of files, results, evidence and searches that name the duplicate by id, number, or names
/// and birth date mean the candidate, and its assessment rests on what is on record of both. Nothing moves: results,
/// certificates and evidence stay with the record that they were recorded for, and `candidate_id` finds those of both.
/// Certificates of the duplicate are verified by the candidate's name, and by the duplicate's as an earlier one; credentials
/// with another name are replaced. The name is shown only if both agreed. Bodies that know the duplicate know the candidate
/// from then on. Of two certificates of one qualification both stay valid, until a registrar withdraws one.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = NewMerge,
    params(("id" = String, Path, description = "The id of the candidate whose record stays")),
    responses((status = 201, description = "The candidate whose record stays", body = CandidateView)))]
#[post("/v1/candidates/{id}/merges")]
pub async fn merge_candidate(id: Path<String>, command: Command<NewMerge>) -> Answer {
    command.create(move |work, new| recorded(&candidates::merge(work, parse_id(&id)?, new)?)).await
}

/// Separate a duplicate from the candidate that it was merged into
///
/// It is a candidate of its own again, with whatever was merged into it before. What was recorded meanwhile stays with the
/// candidate for whom it was recorded; credentials that were replaced stay replaced, and others are handed out.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = NewSeparation,
    params(("id" = String, Path, description = "The id of the duplicate")),
    responses((status = 201, description = "The candidate that was a duplicate", body = CandidateView)))]
#[post("/v1/candidates/{id}/separations")]
pub async fn separate_candidate(id: Path<String>, command: Command<NewSeparation>) -> Answer {
    command.create(move |work, new| recorded(&candidates::separate(work, parse_id(&id)?, &new.reason)?)).await
}
