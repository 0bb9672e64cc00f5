//! What the registry counts for the public: the same figures as on the page, in the same words.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use crate::http::state::State;
use crate::http::view::view;
use crate::messages::{Language, Text};
use crate::registry::statistics::Statistics;

view! {
    /// What the registry counts, as of a day.
    pub struct StatisticsView(counted: &Statistics) {
        /// The day (UTC) of which the figures speak; they are counted anew every few minutes.
        pub as_of: NaiveDate = counted.on,
        /// Certificates awarded.
        pub certificates_awarded: AwardedFigureView = AwardedFigureView::of(counted),
        /// Certified organisations.
        pub certified_organisations: CountryFigureView = CountryFigureView::of(&counted.organisations[..], "statistics-organisations-note"),
        /// Certification bodies.
        pub bodies: CountryFigureView = CountryFigureView::of(&counted.bodies[..], "statistics-bodies-note"),
    }

    /// Certificates awarded, by qualification and year.
    pub struct AwardedFigureView(counted: &Statistics) {
        let counts = counted.awarded.iter().flat_map(|(qualification, years)| {
            years.iter().map(move |(year, count)| AwardedCountView::of(qualification.as_str(), *year, *count))
        });
        /// What is counted.
        pub definition: String = defined("statistics-awarded-note"),
        /// The counts, in the order of the scheme and of the years.
        pub counts: Vec<AwardedCountView> = counts.collect::<Vec<_>>(),
    }

    /// How many certificates were awarded.
    pub struct AwardedCountView(qualification: &str, year: i32, count: u64) {
        /// Of this qualification.
        pub qualification: String = qualification,
        /// In this year.
        pub year: i32 = year,
        /// How many.
        pub count: u64 = count,
    }

    /// A figure by country.
    pub struct CountryFigureView(counts: &[(String, u64)], definition: &str) {
        /// What is counted.
        pub definition: String = defined(definition),
        /// The counts, the greatest first; what there is none of is left out.
        pub counts: Vec<CountryCountView> = counts.iter().map(CountryCountView::of).collect::<Vec<_>>(),
    }

    /// How many there are in a country.
    pub struct CountryCountView(counted: &(String, u64)) {
        /// The country (ISO 3166-1).
        pub country: String = &counted.0,
        /// How many.
        pub count: u64 = counted.1,
    }
}

/// What a figure counts, as the page says it.
fn defined(id: &str) -> String {
    Text::new(Language::English).say(id)
}

/// Read the statistics
///
/// The figures of the page `/statistics`, each with what it counts.
#[utoipa::path(tag = "open data", responses((status = 200, description = "The figures", body = StatisticsView)))]
#[get("/v1/statistics")]
pub async fn read_statistics(state: Data<State>) -> Answer {
    let counted = state.statistics.current().await?;
    Ok(public(HttpResponse::Ok().json(StatisticsView::of(&*counted)), PUBLIC_SECONDS))
}
