//! Looking bodies up.

use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use utoipa::IntoParams;

use super::{BodyView, one_of};
use crate::api::answers::{PUBLIC_SECONDS, public};
use crate::api::lists::{Listing, PartParameters, PartQuery};
use crate::api::tables::{self, FormatParameter, Row, Wanted};
use crate::http::extract::Parameters;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::bodies::{self, STATUSES};
use crate::registry::directory::{Facet, Search, Standing};
use crate::scheme::country::CountryCode;
use crate::scheme::search;

/// Which bodies are wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `BodyQuery` reads")]
pub struct BodyParameters {
    /// Of this country (ISO 3166-1).
    #[param(pattern = "^[A-Z]{2}$", example = "SE", nullable = false)]
    country: Option<String>,
    /// With this status on the day: `listed`, `suspended` or `withdrawn`.
    #[param(pattern = "^(listed|suspended|withdrawn)$", nullable = false)]
    status: Option<String>,
    /// The day of which the status speaks; today when left out.
    #[param(nullable = false)]
    on: Option<NaiveDate>,
    /// With these words or parts of words in the name, in any order; case and accents do not matter.
    #[param(min_length = 1, max_length = 200, nullable = false)]
    q: Option<String>,
}

/// Which bodies are wanted, as it is read.
pub struct BodyQuery {
    country: Option<CountryCode>,
    status: Option<Standing>,
    on: Option<NaiveDate>,
    words: Option<String>,
    list: PartQuery,
    format: Wanted,
}

impl FromObject for BodyQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let country = object.optional("country", CountryCode::parse);
        let status = object.optional("status", |text| one_of(text, &STATUSES)).and_then(Standing::parse);
        let on = object.optional_date("on");
        let words = object.optional("q", search::line);
        let list = PartQuery::from_object(object);
        let format = Wanted::read(object);
        Some(Self { country, status, on, words, list: list?, format })
    }
}

impl BodyQuery {
    fn search(&self, today: NaiveDate) -> Search {
        Search {
            query: self.words.clone(),
            facets: self.country.iter().map(|country| (Facet::Country, country.to_string())).collect(),
            status: self.status,
            ..Search::of(self.on.unwrap_or(today))
        }
    }
}

impl Row for BodyView {
    const TABLE: &'static str = "bodies";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "slug",
        "name",
        "country",
        "website",
        "contact",
        "accredited_by",
        "accreditation_number",
        "status",
        "listed_on",
        "registered_at",
    ];
}

/// List the bodies
///
/// In the order of the names; with words to look for, the best answers first: the name itself, names that begin so, names
/// with words that begin so, and then names with that inside a word.
#[utoipa::path(tag = "bodies", params(BodyParameters, PartParameters, FormatParameter),
    responses((status = 200, description = "A part of the list", content((Listing<BodyView> = "application/json"), (String = "text/csv")))))]
#[get("/v1/bodies")]
pub async fn list_bodies(
    request: HttpRequest,
    query: Parameters<BodyQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let query = query.0;
    let format = query.format;
    let part = query.list.request(&request)?;
    let page = state.read(None, move |work| {
        let wanted = query.search(work.today());
        Ok(bodies::search(work, &wanted, &part)?.map(|body| BodyView::new(&body, wanted.on)))
    });
    Ok(public(tables::answer(&request, format, page.await?)?, PUBLIC_SECONDS))
}
