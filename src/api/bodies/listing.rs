//! Looking bodies up.

use actix_web::get;
use chrono::NaiveDate;

use super::BodyView;
use crate::api::answers::Answer;
use crate::api::lists::{Listing, PartQuery};
use crate::api::questions::TableQuestion;
use crate::api::tables::{FormatQuery, Row};
use crate::input::fields::{SearchWords, word_fields};
use crate::input::form::form;
use crate::registry::bodies;
use crate::registry::directory::{Facet, Search, Standing};
use crate::scheme::country::CountryCode;

form! {
    /// Which bodies are wanted.
    pub struct BodyQuery {
        /// Of this country (ISO 3166-1).
        #[example("DE")]
        pub country: Option<CountryCode>,
        /// With this status on the day: `listed`, `suspended` or `withdrawn`.
        pub status: Option<BodyStatus>,
        /// The day of which the status speaks; today when left out.
        pub on: Option<NaiveDate>,
        /// With these words or parts of words in the name, in any order; case and accents do not matter.
        pub q: Option<SearchWords>,
    }
}

/// What holds of a listing.
pub struct BodyStatus;

word_fields! {
    BodyStatus: Standing = [Standing::Listed, Standing::Suspended, Standing::Withdrawn], Standing::as_str;
}

impl BodyQuery {
    fn search(&self, today: NaiveDate) -> Search {
        Search {
            query: self.q.clone(),
            facets: self.country.iter().map(|country| (Facet::Country, country.to_string())).collect(),
            status: self.status,
            ..Search::of(self.on.unwrap_or(today))
        }
    }
}

impl Row for BodyView {
    const TABLE: &'static str = "bodies";
    const COLUMNS: &'static str =
        "id slug name country website contact accredited_by accreditation_number status listed_on registered_at";
}

/// List the bodies
///
/// In the order of the names; with words to look for, the best answers first: the name itself, names that begin so, names
/// with words that begin so, and then names with that inside a word.
#[utoipa::path(tag = "bodies", params(BodyQuery, PartQuery, FormatQuery),
    responses((status = 200, description = "A part of the list", content((Listing<BodyView> = "application/json"), (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/bodies")]
pub async fn list_bodies(question: TableQuestion<BodyQuery>) -> Answer {
    question
        .list(move |work, query, part| {
            let wanted = query.search(work.today());
            Ok(bodies::search(work, &wanted, part)?.map(|body| BodyView::of(&body, wanted.on)))
        })
        .await
}
