//! `touchstone body …`

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::json;

use super::context::{all, open_present_registry};
use super::failure::Failure;
use super::output::{printable, say, say_json, say_list};
use super::progress::note;
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::auditors::AuditorReference;
use crate::registry::bodies::{self, Body, NewBody};
use crate::registry::directory::Search;
use crate::scheme::country::CountryCode;
use crate::scheme::listing::ListingAssessment;
use crate::scheme::text::{self, Slug, Title};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List a certification body, so that it may examine
    Add {
        /// Its name
        #[arg(long, value_parser = Title::parse)]
        name: Title,
        /// Its country, by the ISO 3166-1 code
        #[arg(long, value_name = "CC", value_parser = CountryCode::parse)]
        country: CountryCode,
        /// The first day of the listing, such as 2013-01-01 [default: today]
        #[arg(long, value_name = "DATE", value_parser = parse_day)]
        listed_on: Option<NaiveDate>,
        /// Its name in addresses [default: made from the name]
        #[arg(long, value_parser = Slug::parse)]
        slug: Option<Slug>,
        /// Its website
        #[arg(long, value_name = "URL", value_parser = text::website)]
        website: Option<String>,
        /// An approved auditor whom the listing names: the number of a certificate, or the id of an entry of the
        /// registrar's own list; give as many as there are
        #[arg(long = "auditor", value_name = "NUMBER_OR_ID")]
        auditors: Vec<String>,
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

fn parse_day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "is not a day such as 2013-01-01".to_owned())
}

pub(super) fn run(command: Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    match command {
        Command::Add { name, country, listed_on, slug, website, auditors, json } => {
            let references = auditors.iter().map(|text| AuditorReference::guess(text)).collect();
            let new = NewBody {
                name,
                slug,
                country,
                website,
                contact: None,
                accredited_by: None,
                accreditation_number: None,
                approved_editions: None,
                listed_on,
                auditors: references,
            };
            let listed = registry.write(Caller::OPERATOR, |work| bodies::take_over(work, new.clone()));
            let (body, assessment) = listed.map_err(|error| explain(error, &auditors))?;
            warn(&assessment);
            tell(&body, json)
        }
        Command::List { json } => list(&registry, json),
    }
}

/// What is wrong with an auditor, beside the value that was given.
fn explain(error: Error, auditors: &[String]) -> Failure {
    let Error::Invalid(errors) = error else { return error.into() };
    let lines = errors.iter().map(|error| {
        let index = error.pointer.strip_prefix("/auditors/").and_then(|rest| rest.split('/').next()?.parse().ok());
        let given = index.and_then(|index: usize| auditors.get(index)).map_or("", String::as_str);
        format!("--auditor {}: {}", printable(given), error.detail)
    });
    Failure::all(lines)
}

/// Says on standard error that a listing was taken over with too few approved auditors.
fn warn(assessment: &ListingAssessment) {
    if !assessment.is_enough() {
        note(&format!(
            "warning: the listing has {}.\n         It stands on the list of what needs a registrar (GET /v1/attention) until others are named.",
            assessment.summary()
        ));
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
    let found = all(registry, |work, request| bodies::search(work, &Search::of(work.today()), request))?;
    let status = |body: &Body| bodies::status_word(body.listing().status_on(today));
    let json = |body: &Body| {
        json!({
            "id": body.id.to_string(),
            "slug": body.slug,
            "name": body.name,
            "country": body.country,
            "listed_on": body.listed_on,
            "status": status(body),
        })
    };
    let none = "There is no body yet. `touchstone body add --name NAME --country CC` lists one.";
    say_list(&found, as_json, json, none, ["SLUG", "COUNTRY", "STATUS", "LISTED ON", "NAME"], |body| {
        [
            body.slug.as_str().to_owned(),
            body.country.to_string(),
            status(body).unwrap_or("not yet").to_owned(),
            body.listed_on.to_string(),
            body.name.clone(),
        ]
    })
}
