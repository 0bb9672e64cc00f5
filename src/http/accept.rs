//! Which of several forms and languages a client wants (RFC 9110, sections 12.5.1 and 12.5.4).

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};

use crate::scheme::language::Language;

/// A media range in lower case, and its weight.
type Range = (String, f32);

/// The offer that `Accept` gives the greatest weight: of equal ones the one that it names, and of several named ones the
/// first that it names. `None` where it names none of them, for instance by `*/*` alone. An offer is a form with the media
/// types that mean it.
pub fn preferred<'a, F: Copy>(headers: &HeaderMap, offers: &[(F, &[&'a str])]) -> Option<(F, &'a str)> {
    let ranges = ranges(headers);
    let offered = offers.iter().flat_map(|(form, types)| types.iter().map(|media_type| (*form, *media_type)));
    let weighed: Vec<_> = offered
        .filter_map(|(form, media_type)| {
            let (place, weight) = weight(&ranges, media_type)?;
            Some((form, media_type, place.unwrap_or(usize::MAX), weight))
        })
        .collect();
    if weighed.iter().all(|(_, _, place, weight)| *place == usize::MAX && *weight > 0.0) {
        return None;
    }
    let greatest = weighed.into_iter().filter(|(.., weight)| *weight > 0.0).reduce(|best, next| {
        let is_better = next.3 > best.3 || next.3.total_cmp(&best.3).is_eq() && next.2 < best.2;
        if is_better { next } else { best }
    });
    greatest.map(|(form, media_type, ..)| (form, media_type))
}

/// The language in which whoever sends a request is answered.
pub fn language_of(request: &HttpRequest) -> Language {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    language(accepted.unwrap_or_default())
}

/// The language that serves best whoever sends this `Accept-Language` (RFC 9110, section 12.5.4): the one with the
/// greatest weight, among equals the first; English where there is none that we have.
pub fn language(accepted: &str) -> Language {
    let known = weighted(accepted).filter_map(|(tag, weight)| {
        let language = if tag == "*" { Some(Language::default()) } else { Language::of_tag(&tag) };
        // What lies above 1 counts as 1.
        Some((weight?.min(1.0), language?))
    });
    let best = known.filter(|(weight, _)| *weight > 0.0);
    let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or_else(Language::default, |(_, language)| language)
}

/// Whether a client says nothing of what it wants: no `Accept`, or `*/*` alone.
pub fn is_open(headers: &HeaderMap) -> bool {
    ranges(headers).iter().all(|(range, _)| range == "*/*")
}

/// The weight of a media type by the range that speaks of it most closely, and the place of that range if it names it.
fn weight(ranges: &[Range], media_type: &str) -> Option<(Option<usize>, f32)> {
    let of = |wanted: &str| ranges.iter().position(|(range, _)| range == wanted);
    let main = media_type.split('/').next().unwrap_or_default();
    let named = of(media_type);
    let place = named.or_else(|| of(&format!("{main}/*"))).or_else(|| of("*/*"))?;
    Some((named, ranges[place].1))
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    let values = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    values.flat_map(weighted).map(|(range, weight)| (range, weight.unwrap_or(1.0))).collect()
}

/// What a header lists, in lower case, each with its weight (RFC 9110, section 12.4.2): 1 where none is given, `None` where
/// it is none.
pub fn weighted(value: &str) -> impl Iterator<Item = (String, Option<f32>)> {
    let entry = |text: &str| {
        let mut parts = unquoted(text, ';').into_iter().map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.eq_ignore_ascii_case("q").then(|| value.parse().ok().filter(|weight: &f32| weight.is_finite()))
        });
        (name, weight.unwrap_or(Some(1.0)))
    };
    unquoted(value, ',').into_iter().map(entry).filter(|(name, _)| !name.is_empty())
}

/// The parts of a text between separators that stand in no quoted string.
fn unquoted(text: &str, separator: char) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(|character| {
        let separates = !is_quoted && character == separator;
        is_quoted ^= character == '"' && !is_escaped;
        is_escaped = is_quoted && character == '\\' && !is_escaped;
        separates
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[(u8, &[&str])] = &[(1, &["text/csv"]), (2, &["application/x-ndjson", "application/ndjson"])];

    #[test]
    fn the_greater_weight_decides_and_then_the_first_that_is_named() {
        for (accept, form) in [
            ("", None),
            ("*/*", None),
            ("application/json", None),
            ("application/json, */*;q=0.8", None),
            ("text/csv;q=0", None),
            ("application/x-ndjson", Some(2)),
            ("application/x-ndjson, text/csv", Some(2)),
            ("text/csv, application/x-ndjson", Some(1)),
            ("text/csv;q=0.5, application/x-ndjson; q=0.9", Some(2)),
            ("text/csv;Q=0.5, */*", Some(2)),
            ("text/csv;q=0, */*", Some(2)),
            ("*/*, application/ndjson", Some(2)),
            ("application/*;q=0.2, text/csv;q=0.1", Some(2)),
            ("text/*;q=0.3, application/ndjson;q=0.1", Some(1)),
            ("a/b;x=\"text/csv,\\\",\", application/ndjson;x=\";q=0\"", Some(2)),
            ("Application/NDJSON, */*;q=0.1", Some(2)),
            (";;q=,,\u{e4}", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, header::HeaderValue::from_bytes(accept.as_bytes()).unwrap());
            assert_eq!(preferred(&headers, OFFERS).map(|(form, _)| form), form, "{accept}");
        }
    }

    #[test]
    fn the_language_of_the_greatest_weight_is_spoken() {
        for (accepted, expected) in [
            ("", "en"),
            ("de", "de"),
            ("de-AT, en;q=0.9", "de"),
            ("en;q=0.3, fr-CA;q=0.9, de;q=0.8", "fr"),
            ("pt-BR, es;q=0.7, en;q=0.6", "es"),
            ("JA", "ja"),
            ("it, *;q=0.5", "en"),
            ("it, ja;q=0.1, *;q=0.05", "ja"),
            ("*, de;q=0.5", "en"),
            ("de;q=0, fr;q=0.001", "fr"),
            ("de;q=0", "en"),
            ("fr, de", "fr"),
            ("de;q=much, es;q=0.1", "es"),
            ("de;level=1;q=0.4, es;q=0.5", "es"),
            ("de;q=1.000, es;q=7", "de"),
            ("de ; q=0.2 , es ; q=0.25", "es"),
            (",,;;,q=,-,\u{202e}", "en"),
            ("deutsch, zh_Hans, enx", "en"),
        ] {
            assert_eq!(language(accepted).tag(), expected, "{accepted:?}");
        }
        assert_eq!(language(&"fr;q=0.1,".repeat(50_000)), Language::French);
    }
}
