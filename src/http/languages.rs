//! In which language somebody is answered.

use actix_web::HttpRequest;
use actix_web::http::header;

use super::accept::weighted;
use crate::messages::Language;

/// The language that a request asks for by `Accept-Language`.
pub fn accepted(request: &HttpRequest) -> Language {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    negotiate(accepted.unwrap_or_default())
}

/// The language that serves best whoever sends this `Accept-Language` (RFC 9110, section 12.5.4): the one with the
/// greatest weight, among equals the first; English where there is none that we have.
fn negotiate(accepted: &str) -> Language {
    let known = weighted(accepted).filter_map(|(tag, weight)| {
        let language = if tag == "*" { Some(Language::default()) } else { Language::of_tag(&tag) };
        // What lies above 1 counts as 1.
        Some((weight?.min(1.0), language?))
    });
    let best = known.filter(|(weight, _)| *weight > 0.0);
    let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or_else(Language::default, |(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_weight_decides_and_then_the_order() {
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
            assert_eq!(negotiate(accepted).tag(), expected, "{accepted:?}");
        }
        assert_eq!(negotiate(&"fr;q=0.1,".repeat(50_000)), Language::French);
    }
}
