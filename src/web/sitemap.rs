//! `/robots.txt` and `/sitemap.xml`: what search engines may list, and where it is.

use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::sitemap::{Listed, part, parts};

/// For how long what is found here may be kept.
const CACHING: &str = "public, max-age=3600";

/// The pages that are always there, beside those of each qualification.
const PAGES: [&str; 9] = [
    "/",
    "/about",
    "/bodies",
    "/eligibility",
    "/organisations",
    "/qualifications",
    "/statistics",
    "/training",
    "/verify",
];

/// `GET /robots.txt`. What is found by searching has a page of its own; a holder's page is nobody else's.
pub(super) async fn robots(state: Data<Arc<State>>) -> HttpResponse {
    let text =
        format!("User-agent: *\nDisallow: /holder/\nDisallow: /search\n\nSitemap: {}/sitemap.xml\n", state.public_url);
    send("text/plain; charset=utf-8", text)
}

/// `GET /sitemap.xml`: the parts.
pub(super) async fn index(state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    let numbers = state
        .read(None, |work| Listed::ALL.into_iter().map(|listed| Ok((listed, parts(work, listed)?))).collect())
        .await?;
    let numbers: Vec<(Listed, i64)> = numbers;
    let mut names = vec!["pages".to_owned()];
    for (listed, parts) in numbers {
        names.extend((1..=parts).map(|number| format!("{}-{number}", listed.root())));
    }
    let addresses = names.iter().map(|name| format!("/sitemap/{name}.xml"));
    Ok(document(&state, "sitemapindex", "sitemap", addresses))
}

/// `GET /sitemap/{part}.xml`
pub(super) async fn show(name: Path<String>, state: Data<Arc<State>>) -> Result<HttpResponse, ApiError> {
    if name.as_str() == "pages" {
        let qualifications = &state.registry.scheme().qualifications;
        let qualifications = qualifications.iter().map(|known| format!("/qualifications/{}", known.code));
        let addresses: Vec<_> = PAGES.iter().map(ToString::to_string).chain(qualifications).collect();
        return Ok(document(&state, "urlset", "url", addresses.into_iter()));
    }
    let (listed, number) = read(&name).ok_or(Error::NotFound("part of the sitemap"))?;
    let slugs = state.read(None, move |work| part(work, listed, number)).await?;
    let addresses = slugs.iter().map(|slug| format!("/{}/{slug}", listed.root()));
    Ok(document(&state, "urlset", "url", addresses))
}

/// The part that a name means: `bodies-1`, in no other spelling.
fn read(name: &str) -> Option<(Listed, u32)> {
    let (root, number) = name.rsplit_once('-')?;
    let listed = Listed::ALL.into_iter().find(|listed| listed.root() == root)?;
    let number = number.parse().ok().filter(|one: &u32| *one > 0 && one.to_string() == number)?;
    Some((listed, number))
}

fn document(state: &State, root: &str, item: &str, addresses: impl Iterator<Item = String>) -> HttpResponse {
    let base = state.public_url.replace('&', "&amp;").replace('<', "&lt;");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for address in addresses {
        // Writing to a text cannot fail; our own addresses have nothing to escape.
        let _ = writeln!(text, "<{item}><loc>{base}{address}</loc></{item}>");
    }
    let _ = writeln!(text, "</{root}>");
    send("application/xml; charset=utf-8", text)
}

fn send(content_type: &'static str, text: String) -> HttpResponse {
    HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, CACHING)).body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_one_name() {
        assert_eq!(read("bodies-1"), Some((Listed::Bodies, 1)));
        assert_eq!(read("organisations-20"), Some((Listed::Organisations, 20)));
        for wrong in ["", "bodies", "bodies-0", "bodies-01", "bodies-+1", "bodies--1", "people-1", "bodies-99999999999"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
