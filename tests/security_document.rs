//! The answers to OWASP ASVS are complete, and what they point to is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What an answer may be.
const STATUSES: &[&str] = &["met", "deployment", "not met", "not applicable"];

/// What is not met, each with its reason in `SECURITY.md`. It may only become less.
const NOT_MET: &[&str] = &[];

/// How many requirements Levels 1 and 2 of version 5.0.0 have.
const REQUIREMENTS: usize = 253;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Status and evidence by requirement.
fn answers() -> BTreeMap<String, (String, String)> {
    let mut answers = BTreeMap::new();
    for row in csv::Reader::from_path(root().join("security/asvs.csv")).unwrap().deserialize() {
        let (id, applies, status, evidence): (String, String, String, String) = row.unwrap();
        assert_eq!(applies == "no", status == "not applicable", "{id}");
        assert!(answers.insert(id.clone(), (status, evidence)).is_none(), "{id} is answered twice");
    }
    answers
}

#[test]
fn every_requirement_is_answered() {
    let answers = answers();
    assert_eq!(answers.len(), REQUIREMENTS);
    let strange: Vec<_> = answers.iter().filter(|(_, (status, _))| !STATUSES.contains(&status.as_str())).collect();
    assert!(strange.is_empty(), "{strange:?}");
    let not_met: Vec<_> = answers.iter().filter(|(_, (status, _))| status == "not met").map(|(id, _)| id).collect();
    assert_eq!(not_met, NOT_MET);
    let document = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    assert!(NOT_MET.iter().all(|id| document.contains(id)), "SECURITY.md says why {NOT_MET:?} are not met");
}

#[test]
fn what_an_answer_points_to_is_there() {
    let names = |evidence: &str| -> BTreeSet<String> {
        let words = evidence.split(|one: char| one.is_whitespace() || matches!(one, ',' | ';' | '(' | ')' | ':' | '`'));
        let is_path = |word: &&str| ["src/", "tests/", "deployment/"].iter().any(|folder| word.starts_with(folder));
        let documents = ["SECURITY.md", "README.md", "ARCHITECTURE.md", "docker-compose.yml"];
        words.filter(|word| is_path(word) || documents.contains(word)).map(str::to_owned).collect()
    };
    let mut looked_at = 0;
    for (id, (_, evidence)) in answers() {
        for name in names(&evidence) {
            assert!(root().join(&name).exists(), "{id} names {name}, which is not there");
            looked_at += 1;
        }
        // A heading that is named stands in the document before it.
        for (document, heading) in headings(&evidence) {
            let text = std::fs::read_to_string(root().join(&document)).unwrap();
            let is_there =
                text.lines().any(|line| line.trim_start_matches('#').trim() == heading && line.starts_with('#'));
            assert!(is_there, "{id} names {document} {heading:?}, which is not there");
        }
    }
    assert!(looked_at > 50, "{looked_at}");
}

/// The headings that evidence names in quotation marks, each with its document.
fn headings(evidence: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (place, _) in evidence.match_indices(".md \"") {
        let document = evidence[..place].rsplit([' ', ';', ',']).next().unwrap();
        let rest = &evidence[place + 5..];
        found.push((format!("{document}.md"), rest[..rest.find('"').unwrap()].to_owned()));
    }
    found
}
