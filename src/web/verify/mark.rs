//! `/o/{number}/mark.svg`: a mark that an organisation shows on its website, and that always tells today's truth.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path};
use askama::Template;

use super::panel::Panel;
use crate::error::Error;
use crate::http::middleware::etag::tag_of;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::http::verification::Asker;
use crate::messages::Text;
use crate::registry::organisation_certificates::{Question, Verification};
use crate::scheme::Scheme;
use crate::scheme::numbers::RegisterNumber;
use crate::web::page::Reader;

/// Its width and height, in pixels of CSS.
pub(super) const SIZE: (u32, u32) = (320, 96);

/// How much room a line has, in Latin letters. A letter of a script that is written wide takes that of two.
const LONGEST_LINE: usize = 38;

/// Pages of others may show it, whatever they otherwise keep out.
const RESOURCE_POLICY: (HeaderName, &str) = (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");

#[derive(Template)]
#[template(path = "mark.svg", escape = "html")]
struct Mark {
    language: &'static str,
    title: String,
    kind: &'static str,
    colour: &'static str,
    word: String,
    lines: Vec<String>,
}

pub(in crate::web) async fn show(
    reader: Reader,
    request: HttpRequest,
    typed: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let number = RegisterNumber::parse(&typed).map_err(|_| Error::NotFound("address"))?.to_string();
    state.limits.check_verification(&request)?;
    let asker = Asker::of(&state, &request).await?;
    let question = Question { number: number.clone(), body: None, on: None };
    let (status, mark) = match state.verify_organisation(&asker, question).await {
        Ok(found) => {
            let status = if found.certificate.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            (status, Mark::of(text, state.registry.scheme(), &found, &reader.absolute(&format!("/o/{number}"))))
        }
        // A picture that is missing would be taken for a page that is broken.
        Err(error) if matches!(error.error(), Error::Unavailable { .. }) => {
            (StatusCode::SERVICE_UNAVAILABLE, Mark::unknown(text))
        }
        Err(error) => return Err(error),
    };
    let drawn = mark.render().map_err(|error| Error::Internal(format!("the mark cannot be drawn: {error}")))?;
    let mut response = HttpResponse::build(status);
    if status == StatusCode::OK {
        response.insert_header((header::ETAG, format!("W/{}", tag_of(drawn.as_bytes()))));
    }
    // To be asked about each time it is shown: a certificate may be suspended the next moment.
    let keeping = if status == StatusCode::OK { "public, no-cache" } else { "no-store" };
    Ok(response
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, keeping))
        .insert_header((header::VARY, crate::web::sending::VARY))
        .insert_header(RESOURCE_POLICY)
        .body(drawn))
}

impl Mark {
    fn of(text: Text, scheme: &Scheme, found: &Verification, address: &str) -> Self {
        let panel = Panel::of_organisation(text, found);
        let known = found.certificate.as_ref();
        let day = text.say_with("status-as-of", &[("day", text.day(found.as_of).into())]);
        let host = address.split_once("://").map_or(address, |(_, rest)| rest).to_owned();
        let named =
            known.map(|one| format!("{}: {}", scheme.standard_edition_words(&one.edition), one.organisation.name));
        let lines = [named, Some(day), Some(host)].into_iter().flatten();
        let lines: Vec<_> = lines.map(|line| shortened(&line)).collect();
        let title = [&[panel.word.clone()][..], &lines].concat().join(". ");
        Self { title, lines, ..Self::saying(text, panel.kind, panel.word) }
    }

    fn unknown(text: Text) -> Self {
        Self::saying(text, "unknown", text.say("mark-unknown-now"))
    }

    fn saying(text: Text, kind: &'static str, word: String) -> Self {
        let colour = match kind {
            "valid" => "#17693b",
            "suspended" => "#8a5300",
            "withdrawn" => "#a3231f",
            _ => "#4d5763",
        };
        Self { language: text.language().tag(), title: word.clone(), kind, colour, word, lines: Vec::new() }
    }
}

fn shortened(line: &str) -> String {
    let mut width = 0;
    let too_far = line.char_indices().find(|(_, letter)| {
        width += if is_wide(*letter) { 2 } else { 1 };
        width > LONGEST_LINE
    });
    match too_far {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Whether a letter is written as wide as it is high: those of Chinese, Japanese and Korean, and pictures.
const fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{1F000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_before_the_edge_in_every_script() {
        assert_eq!(shortened(&"a".repeat(38)), "a".repeat(38));
        assert_eq!(shortened(&"a".repeat(39)), format!("{}…", "a".repeat(38)));
        assert_eq!(shortened(&"界".repeat(19)), "界".repeat(19));
        assert_eq!(shortened(&"界".repeat(20)), format!("{}…", "界".repeat(19)));
    }
}
