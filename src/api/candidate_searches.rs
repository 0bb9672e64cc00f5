//! Finding a candidate: by the number among those whom the caller may see, by number and birth date together among all.
//! Posted, because it may change who knows the candidate, and because what is asked is personal.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use super::candidates::CandidateView;
use crate::http::authentication::Authenticated;
use crate::http::extract::Body;
use crate::http::security_log::{self, SecurityEvent};
use crate::http::state::State;
use crate::input::form::form;
use crate::registry::candidates;
use crate::scheme::numbers::CandidateNumber;

form! {
    /// Who is looked for.
    #[example({"number": "4J7RT-9WQ2C", "birth_date": "1996-05-01"})]
    pub struct CandidateSearchRequest {
        /// The candidate's number, in any spelling.
        #[also({"example": "4J7RT-9WQ2C"})]
        pub number: CandidateNumber,
        /// The day of birth. Without it only candidates whom you may see anyway are found.
        pub birth_date: Option<NaiveDate>,
    }
}

/// Who was found.
#[derive(Serialize, ToSchema)]
pub struct CandidateSearchView {
    /// The candidate; nobody when number and birth date do not belong together.
    #[schema(max_items = 1)]
    pub items: Vec<CandidateView>,
}

/// Find a candidate
///
/// A body finds a candidate of another body only by number and birth date together, and knows that candidate from then on:
/// it may record evidence and results, and read. Wrong birth dates are counted for the body, with those in its files; over
/// the limit nothing is looked at for a while (429 `too_many_guesses`).
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = CandidateSearchRequest,
    responses((status = 200, description = "The candidate, or nobody", body = CandidateSearchView)))]
#[post("/v1/candidate-searches")]
pub async fn search_candidates(
    caller: Authenticated,
    body: Body<CandidateSearchRequest>,
    state: Data<State>,
) -> Answer {
    let CandidateSearchRequest { number, birth_date } = body.value;
    // A body that is not listed goes on finding those that it knows.
    let known = state.read(Some(caller.0), move |work| candidates::find_known(work, number, birth_date)).await?;
    let found = match known {
        Some((known, is_born)) => Some(known).filter(|_| is_born),
        None => state.write(caller.0, move |work| candidates::search(work, number, birth_date)).await?,
    };
    if found.is_none() && birth_date.is_some() {
        security_log::record(SecurityEvent::WrongBirthDate, "no candidate has this number and this birth date");
    }
    let items = found.into_iter().map(CandidateView::of).collect();
    Ok(HttpResponse::Ok().json(CandidateSearchView { items }))
}
