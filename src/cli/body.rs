//! `touchstone body …`

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::json;

use super::client::parse_name;
use super::context::{all, open_registry};
use super::failure::Failure;
use super::output::{say, say_json, table};
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::registry::Registry;
use crate::registry::bodies::{self, Body, BodyFilter, NewBody};
use crate::scheme::country::CountryCode;
use crate::scheme::text::{self, Slug, Title};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List a certification body, so that it may examine
    Add {
        /// Its name
        #[arg(long, value_parser = parse_name)]
        name: Title,
        /// Its country, by the ISO 3166-1 code
        #[arg(long, value_name = "CC", value_parser = parse_country)]
        country: CountryCode,
        /// The first day of the listing, such as 2013-01-01 [default: today]
        #[arg(long, value_name = "DATE", value_parser = parse_day)]
        listed_on: Option<NaiveDate>,
        /// Its name in addresses [default: made from the name]
        #[arg(long, value_parser = parse_slug)]
        slug: Option<Slug>,
        /// Its website
        #[arg(long, value_name = "URL", value_parser = parse_website)]
        website: Option<String>,
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List the bodies on record
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
}

fn parse_country(text: &str) -> Result<CountryCode, String> {
    CountryCode::parse(text).map_err(|complaint| complaint.detail)
}

fn parse_slug(text: &str) -> Result<Slug, String> {
    Slug::parse(text).map_err(|complaint| complaint.detail)
}

fn parse_website(text: &str) -> Result<String, String> {
    text::website(text).map_err(|complaint| complaint.detail)
}

fn parse_day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "is not a day such as 2013-01-01".to_owned())
}

/// Runs the command.
pub(super) fn run(command: Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_registry(settings, false)?;
    match command {
        Command::Add { name, country, listed_on, slug, website, json } => {
            let new = NewBody {
                name,
                slug,
                country,
                website,
                contact: None,
                accredited_by: None,
                accreditation_number: None,
                listed_on,
            };
            let body = registry.write(Caller::OPERATOR, |work| bodies::list_new(work, new.clone()))?;
            tell(&body, json)
        }
        Command::List { json } => list(&registry, json),
    }
}

fn tell(body: &Body, as_json: bool) -> Result<(), Failure> {
    let slug = body.slug.as_str();
    if as_json {
        return say_json(&json!({"id": body.id.to_string(), "slug": slug}));
    }
    say(&format!(
        "{} is listed from {} on.\n\n  id    {}\n  slug  {slug}\n\nA client that acts for it:\n\n  \
         touchstone client add --name NAME --role body --body {slug}",
        body.name, body.listed_on, body.id
    ))
}

fn list(registry: &Registry, as_json: bool) -> Result<(), Failure> {
    let today = registry.now().date_naive();
    let found = all(registry, |work, request| bodies::list(work, &BodyFilter::default(), None, request))?;
    let status = |body: &Body| bodies::status_word(body.listing().status_on(today));
    if as_json {
        let rows = found.iter().map(|body| {
            json!({
                "id": body.id.to_string(),
                "slug": body.slug,
                "name": body.name,
                "country": body.country,
                "listed_on": body.listed_on,
                "status": status(body),
            })
        });
        return say_json(&rows.collect::<Vec<_>>());
    }
    if found.is_empty() {
        return say("There is no body yet. `touchstone body add --name NAME --country CC` lists one.");
    }
    let rows: Vec<_> = found
        .iter()
        .map(|body| {
            vec![
                body.slug.as_str().to_owned(),
                body.country.to_string(),
                status(body).unwrap_or("not yet").to_owned(),
                body.listed_on.to_string(),
                body.name.clone(),
            ]
        })
        .collect();
    say(&table(&["SLUG", "COUNTRY", "STATUS", "LISTED ON", "NAME"], &rows))
}
