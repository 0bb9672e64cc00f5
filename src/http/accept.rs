//! Which of several forms a client wants (RFC 9110, section 12.5.1).

use actix_web::http::header::{self, HeaderMap};

/// The first of `offers` that `Accept` gives the greatest weight by naming it; `None` where it names none of them, for
/// instance by `*/*` alone. An offer is a form with the media types that mean it.
#[must_use]
pub fn preferred<'a, F: Copy>(headers: &HeaderMap, offers: &[(F, &[&'a str])]) -> Option<(F, &'a str)> {
    let values = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    let ranges: Vec<_> = values.flat_map(|value| value.split(',')).map(range).collect();
    let named = offers.iter().flat_map(|(form, types)| types.iter().map(|media_type| (*form, *media_type)));
    let weighed = named.filter_map(|(form, media_type)| {
        let (_, weight) = ranges.iter().find(|(range, _)| range == media_type)?;
        Some((form, media_type, *weight))
    });
    let greatest = weighed.fold(None, |best: Option<(F, &str, f32)>, next| match best {
        Some(best) if best.2 >= next.2 => Some(best),
        _ => (next.2 > 0.0).then_some(next).or(best),
    });
    greatest.map(|(form, media_type, _)| (form, media_type))
}

/// A media range in lower case, and its weight.
fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|parameter| parameter.strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
    (media_type, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[(u8, &[&str])] = &[(1, &["text/csv"]), (2, &["application/x-ndjson", "application/ndjson"])];

    #[test]
    fn the_greater_weight_decides() {
        for (accept, form) in [
            ("", None),
            ("*/*", None),
            ("application/json", None),
            ("text/csv", Some(1)),
            ("text/csv;q=0", None),
            ("application/x-ndjson", Some(2)),
            ("application/x-ndjson, text/csv", Some(1)),
            ("text/csv;q=0.5, application/x-ndjson; q=0.9", Some(2)),
            ("Application/NDJSON, */*;q=0.1", Some(2)),
            (";;q=,,\u{e4}", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, header::HeaderValue::from_bytes(accept.as_bytes()).unwrap());
            assert_eq!(preferred(&headers, OFFERS).map(|(form, _)| form), form, "{accept}");
        }
    }
}
