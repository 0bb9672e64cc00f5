//! What pages tell programs is in the words of schema.org: each type is one, each property is for that type or one that it is a
//! kind of, and each value is what such a property has. `data/schema_org.csv` has the definitions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use crate::support::command::Program;
use crate::support::scratch;

/// The definitions: what a type is a kind of, and for each property the types that have it and those that its values have.
struct Vocabulary {
    types: BTreeMap<&'static str, Vec<&'static str>>,
    properties: BTreeMap<&'static str, (Vec<&'static str>, Vec<&'static str>)>,
}

fn vocabulary() -> Vocabulary {
    let mut vocabulary = Vocabulary { types: BTreeMap::new(), properties: BTreeMap::new() };
    let lines = include_str!("data/schema_org.csv").lines().filter(|line| !line.starts_with('#')).skip(1);
    for line in lines {
        let [kind, name, of, values] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let list = |text: &'static str| text.split('+').filter(|one| !one.is_empty()).collect::<Vec<_>>();
        match kind {
            "type" => drop(vocabulary.types.insert(name, list(of))),
            _ => drop(vocabulary.properties.insert(name, (list(of), list(values)))),
        }
    }
    vocabulary
}

impl Vocabulary {
    /// Whether a type is one of these, or a kind of one.
    fn is_kind_of(&self, name: &str, wanted: &[&str]) -> bool {
        wanted.contains(&name)
            || self.types.get(name).is_some_and(|of| of.iter().any(|one| self.is_kind_of(one, wanted)))
    }

    /// Whether a value is of one of these types.
    fn fits(&self, value: &Value, ranges: &[&str]) -> bool {
        match value {
            Value::Object(object) => match object.get("@type").and_then(Value::as_str) {
                Some(name) => self.is_kind_of(name, ranges),
                // What is described elsewhere.
                None => object.contains_key("@id"),
            },
            Value::String(text) => ranges.iter().any(|range| match *range {
                "Text" => true,
                "URL" => text.contains("://"),
                "Date" => text.parse::<NaiveDate>().is_ok(),
                "DateTime" => DateTime::parse_from_rfc3339(text).is_ok(),
                // A value of an enumeration is named by its address.
                other => text.starts_with("https://schema.org/") && self.is_kind_of(other, &["Enumeration"]),
            }),
            Value::Number(number) => {
                ranges.contains(&"Number")
                    || ranges.contains(&"Text")
                    || (ranges.contains(&"Integer") && number.is_i64())
            }
            Value::Bool(_) => ranges.contains(&"Boolean"),
            Value::Array(_) | Value::Null => false,
        }
    }

    /// Enters what is wrong with an object, and which types it has.
    fn check(&self, place: &str, value: &Value, met: &mut BTreeSet<String>, wrong: &mut BTreeSet<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.check(place, item, met, wrong)),
            Value::Object(object) => {
                let Some(name) = object.get("@type").and_then(Value::as_str) else { return };
                met.insert(name.to_owned());
                if !self.types.contains_key(name) {
                    wrong.insert(format!("{place}: {name} is no type"));
                }
                for (member, value) in object.iter().filter(|(member, _)| !member.starts_with('@')) {
                    // How a potential action names its input is an annotation of the property.
                    let property = member.strip_suffix("-input").unwrap_or(member);
                    let Some((domains, ranges)) = self.properties.get(property) else {
                        wrong.insert(format!("{place}: {member} of {name} is no property"));
                        continue;
                    };
                    if !self.is_kind_of(name, domains) {
                        wrong.insert(format!("{place}: {name} has no {member}, but {domains:?}"));
                    }
                    let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
                    for one in values.iter().filter(|one| !self.fits(one, ranges)) {
                        wrong.insert(format!("{place}: {member} of {name} is one of {ranges:?}, not {one}"));
                    }
                    self.check(&format!("{place} {member}"), value, met, wrong);
                }
            }
            _ => {}
        }
    }
}

/// The addresses in a sitemap.
fn addresses(sitemap: &str) -> Vec<String> {
    let path = |address: &str| {
        address.split_once("://").map(|(_, rest)| rest[rest.find('/').unwrap_or(rest.len())..].to_owned())
    };
    sitemap
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| path(&rest.split("</loc>").next()?.replace("&amp;", "&")))
        .collect()
}

/// In a demonstration, which has something of everything: what a page tells does not depend on the engine.
#[test]
fn pages_tell_programs_what_schema_org_defines() {
    let directory = scratch::directory("structured");
    let serving = Program::new(directory.path()).serve(&["--demo"]);
    serving.wait_for("# 5. ");
    let (client, vocabulary) = (serving.client(), vocabulary());
    let parts = addresses(&client.get("/sitemap.xml").text());
    let pages: BTreeSet<String> = parts.iter().flat_map(|part| addresses(&client.get(part).text())).collect();
    let (mut told, mut met, mut wrong) = (0, BTreeSet::new(), BTreeSet::new());
    for path in &pages {
        let page = client.get(path).text();
        let Some((_, rest)) = page.split_once("<script type=\"application/ld+json\">") else { continue };
        let document: Value = serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap();
        let documents = document.as_array().map_or_else(|| std::slice::from_ref(&document), Vec::as_slice);
        assert!(documents.iter().all(|one| one["@context"] == "https://schema.org"), "{path}");
        told += 1;
        vocabulary.check(path, &document, &mut met, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().take(40).collect::<Vec<_>>().join("\n"));
    assert!(told > 20, "{told} of {} pages", pages.len());
    for name in [
        "Certification",
        "Course",
        "Dataset",
        "EducationalOccupationalCredential",
        "NewsArticle",
        "Organization",
        "WebSite",
    ] {
        assert!(met.contains(name), "no page tells of a {name}: {met:?}");
    }
}

#[test]
fn what_is_no_word_of_schema_org_is_found() {
    let vocabulary = vocabulary();
    for (document, said) in [
        (r#"{"@type": "Kourse"}"#, "no type"),
        (r#"{"@type": "Course", "titel": "x"}"#, "no property"),
        (r#"{"@type": "Course", "addressCountry": "DE"}"#, "has no addressCountry"),
        (r#"{"@type": "Course", "provider": {"@type": "Place"}}"#, "provider of Course is one of"),
        (r#"{"@type": "CourseInstance", "startDate": "soon"}"#, "startDate of CourseInstance is one of"),
    ] {
        let mut wrong = BTreeSet::new();
        vocabulary.check("/", &serde_json::from_str(document).unwrap(), &mut BTreeSet::new(), &mut wrong);
        assert!(wrong.len() == 1 && wrong.iter().all(|one| one.contains(said)), "{document}: {wrong:?}");
    }
    let fine = r#"{"@type": "Course", "name": "x", "provider": {"@type": "Organization", "url": "https://x.example"}}"#;
    let mut wrong = BTreeSet::new();
    vocabulary.check("/", &serde_json::from_str(fine).unwrap(), &mut BTreeSet::new(), &mut wrong);
    assert!(wrong.is_empty(), "{wrong:?}");
}
