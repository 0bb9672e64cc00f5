//! `/statistics`: what the registry counts, drawn and in tables.

mod chart;
mod map;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::page::{Keeping, Page, Reader, render};
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::directory::Standing;
use crate::scheme::Scheme;
use chart::Chart;
use map::Map;

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage {
    page: Page,
    as_of: String,
    charts: Vec<Awarded>,
    years: Vec<Year>,
    land: &'static str,
    maps: Vec<Places>,
}

struct Awarded {
    title: String,
    total: String,
    chart: Chart,
}

struct Year {
    year: i32,
    counts: Vec<String>,
}

struct Places {
    id: &'static str,
    title: String,
    /// What a number means.
    note: String,
    /// The head of the column of numbers.
    counted: String,
    nothing: String,
    map: Map,
    countries: Vec<Country>,
}

struct Country {
    name: String,
    address: String,
    count: String,
}

pub(super) async fn show(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let statistics = state.statistics.current().await?;
    let (text, scheme) = (reader.text, state.registry.scheme());
    let maps = vec![
        Places {
            id: "organisations",
            title: text.say("statistics-organisations"),
            note: text.say("statistics-organisations-note"),
            counted: text.say("statistics-organisations-counted"),
            ..Places::of(&reader, &statistics.organisations, "/organisations", Standing::Valid)
        },
        Places {
            id: "bodies",
            title: text.say("statistics-bodies"),
            note: text.say("statistics-bodies-note"),
            counted: text.say("statistics-bodies-counted"),
            ..Places::of(&reader, &statistics.bodies, "/bodies", Standing::Listed)
        },
    ];
    let greatest = statistics.awarded.iter().map(|(_, years)| Chart::greatest(years)).max().unwrap_or_default();
    let page = StatisticsPage {
        page: reader.page(text.say("statistics-title")).described(text.say("statistics-lead")),
        as_of: text.say_with("statistics-as-of", &[("day", text.day(statistics.on).into())]),
        charts: statistics
            .awarded
            .iter()
            .map(|(code, years)| Awarded::of(text, scheme, code, years, greatest))
            .collect(),
        years: years(text, &statistics.awarded),
        land: map::LAND,
        maps,
    };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}

impl Awarded {
    fn of(text: Text, scheme: &Scheme, code: &str, years: &BTreeMap<i32, u64>, greatest: u64) -> Self {
        let title = scheme.qualification(code).map_or_else(|| code.to_owned(), |known| known.title.clone());
        let total = names::number(text.language(), years.values().sum());
        Self { title, total, chart: Chart::of(text.language(), years, greatest) }
    }
}

/// The table of all years, the latest first.
fn years(text: Text, awarded: &[(String, BTreeMap<i32, u64>)]) -> Vec<Year> {
    let years = awarded.first().into_iter().flat_map(|(_, years)| years.keys().rev().copied());
    let count = |year: i32, counts: &BTreeMap<i32, u64>| {
        names::number(text.language(), counts.get(&year).copied().unwrap_or_default())
    };
    years.map(|year| Year { year, counts: awarded.iter().map(|(_, counts)| count(year, counts)).collect() }).collect()
}

impl Places {
    /// `list` is the page that has those which are counted, all of this standing.
    fn of(reader: &Reader, counts: &[(String, u64)], list: &str, standing: Standing) -> Self {
        let (text, language) = (reader.text, reader.text.language());
        let country = |(code, count): &(String, u64)| Country {
            name: names::country(language, code).into_owned(),
            address: reader.link_with(list, &[("country", code.as_str()), ("status", standing.as_str())]),
            count: names::number(language, *count),
        };
        Self {
            id: "",
            title: String::new(),
            note: String::new(),
            counted: String::new(),
            nothing: text.say("statistics-nothing"),
            map: Map::of(language, counts),
            countries: counts.iter().map(country).collect(),
        }
    }
}
