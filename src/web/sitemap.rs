//! `/robots.txt` and `/sitemap.xml`: what search engines may list, and where it is.

use std::fmt::Write as _;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use super::directory::{address, root};
use super::xml::escaped;
use super::{ADDRESSES, Shown};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::directory::Kind;
use crate::registry::sitemap::{part, parts};

/// For how long what is found here may be kept.
const CACHING: &str = "public, max-age=3600";

/// What has pages of its own.
const LISTED: [Kind; 3] = [Kind::Body, Kind::Organisation, Kind::TrainingOrganisation];

/// `GET /robots.txt`. What is found by searching has a page of its own; a holder's page is nobody else's.
pub(super) async fn robots(state: Data<State>) -> HttpResponse {
    let text =
        format!("User-agent: *\nDisallow: /holder/\nDisallow: /search\n\nSitemap: {}/sitemap.xml\n", state.public_url);
    send("text/plain; charset=utf-8", text)
}

pub(super) async fn index(state: Data<State>) -> Result<HttpResponse, ApiError> {
    let numbers =
        state.read(None, |work| LISTED.into_iter().map(|kind| Ok((kind, parts(work, kind)?))).collect()).await?;
    let numbers: Vec<(Kind, i64)> = numbers;
    let mut names = vec!["pages".to_owned()];
    for (kind, parts) in numbers {
        names.extend((1..=parts).map(|number| format!("{}-{number}", root(kind))));
    }
    let addresses = names.iter().map(|name| format!("/sitemap/{name}.xml"));
    Ok(document(&state, "sitemapindex", "sitemap", addresses))
}

pub(super) async fn show(name: Path<String>, state: Data<State>) -> Result<HttpResponse, ApiError> {
    if name.as_str() == "pages" {
        let qualifications = &state.registry.scheme().qualifications;
        let qualifications = qualifications.iter().map(|known| format!("/qualifications/{}", known.code));
        let always = ADDRESSES.iter().filter(|(shown, ..)| *shown == Shown::Listed);
        let addresses: Vec<_> = always.map(|(.., address)| (*address).to_owned()).chain(qualifications).collect();
        return Ok(document(&state, "urlset", "url", addresses.into_iter()));
    }
    let (kind, number) = read(&name).ok_or(Error::NotFound("part of the sitemap"))?;
    let slugs = state.read(None, move |work| part(work, kind, number)).await?;
    let addresses = slugs.iter().map(|slug| address(kind, slug));
    Ok(document(&state, "urlset", "url", addresses))
}

/// The part that a name means: `bodies-1`, in no other spelling.
fn read(name: &str) -> Option<(Kind, u32)> {
    let (first, number) = name.rsplit_once('-')?;
    let kind = LISTED.into_iter().find(|kind| root(*kind) == first)?;
    let number = number.parse().ok().filter(|one: &u32| *one > 0 && one.to_string() == number)?;
    Some((kind, number))
}

fn document(state: &State, root: &str, item: &str, addresses: impl Iterator<Item = String>) -> HttpResponse {
    let base = escaped(&state.public_url);
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
        assert_eq!(read("bodies-1"), Some((Kind::Body, 1)));
        assert_eq!(read("organisations-20"), Some((Kind::Organisation, 20)));
        for wrong in ["", "bodies", "bodies-0", "bodies-01", "bodies-+1", "bodies--1", "people-1", "bodies-99999999999"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
