//! What pages tell programs in the words of schema.org (JSON-LD), for search engines and whoever reads them.
//!
//! It stands in a data block, which runs nothing, and says nothing that the page does not say to people.

use serde_json::{Value, json};

use super::page::Reader;

/// A document of this type about what is found at `path`, with what else is known; nothing is said of what is null.
pub(super) fn document(reader: &Reader, kind: &str, path: &str, known: Value) -> Value {
    let address = reader.absolute(path);
    let mut document = json!({"@context": "https://schema.org", "@id": address, "url": address});
    if let (Some(members), Value::Object(known)) = (document.as_object_mut(), part(kind, known)) {
        members.extend(known);
    }
    document
}

/// A part of a document: the same without a context, and without nulls.
pub(super) fn part(kind: &str, known: Value) -> Value {
    let mut part = json!({"@type": kind});
    if let (Some(members), Value::Object(known)) = (part.as_object_mut(), known) {
        members.extend(known.into_iter().filter(|(_, value)| !value.is_null()));
    }
    part
}

/// An address in a country.
pub(super) fn postal_address(country: &str, region: Option<&str>, locality: Option<&str>) -> Value {
    let known = json!({"addressCountry": country, "addressRegion": region, "addressLocality": locality});
    part("PostalAddress", known)
}

/// The scheme owner's register, as whom others name.
pub(super) fn registry(reader: &Reader) -> Value {
    part("Organization", json!({"name": reader.operator().site_name, "url": reader.absolute("/")}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_not_said() {
        let address = postal_address("DE", None, None);
        assert_eq!(address, json!({"@type": "PostalAddress", "addressCountry": "DE"}));
    }
}
