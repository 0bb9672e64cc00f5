//! Telling apart candidates who look like one person: for the bodies that know both, and for registrars.

use actix_web::{get, post};
use chrono::{DateTime, Utc};

use super::answers::{Answer, created_beside};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::ListQuestion;
use crate::http::view::view;
use crate::registry::candidates::{self, Distinction, NewCandidateDistinction};

view! {
    /// Two candidates who were told apart.
    pub struct CandidateDistinctionView(distinction: &Distinction) {
        /// The id of the pair.
        pub id: String = distinction.key(),
        /// The ids of the two, the one who was registered first in front.
        #[schema(min_items = 2, max_items = 2)]
        pub candidate_ids: Vec<String> = vec![distinction.first, distinction.second],
        /// Why they are two, in words.
        pub reason: String,
        /// Who told them apart.
        pub decided_by: String,
        /// When.
        pub decided_at: DateTime<Utc>,
    }
}

/// List the candidates who were told apart
///
/// A body sees those both of whom it knows.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<CandidateDistinctionView>)))]
#[get("/v1/candidate-distinctions")]
pub async fn list_candidate_distinctions(question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| Ok(candidates::list_distinctions(work, part)?.map(CandidateDistinctionView::of)))
        .await
}

/// Tell two candidates apart
///
/// For a body that knows both, or a registrar: they look like one person and are two. The pair does not come again, and they are not
/// merged unless that is taken back.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = NewCandidateDistinction,
    responses((status = 201, description = "It is on record", body = CandidateDistinctionView)))]
#[post("/v1/candidate-distinctions")]
pub async fn distinguish_candidates(command: Command<NewCandidateDistinction>) -> Answer {
    command
        .create(move |work, new| {
            let distinction = candidates::distinguish(work, new)?;
            created_beside("/v1/candidate-distinctions".to_owned(), &CandidateDistinctionView::of(distinction))
        })
        .await
}
