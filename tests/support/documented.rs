//! That no answer has a status which the document of the API does not tell of.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

/// The statuses that are told of, by method and address.
static OPERATIONS: LazyLock<HashMap<String, Vec<Described>>> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(include_str!("../../openapi/touchstone.json")).expect("it is JSON");
    let mut operations: HashMap<String, Vec<Described>> = HashMap::new();
    for (template, item) in document["paths"].as_object().expect("the document has paths") {
        for (method, described) in item.as_object().expect("an address has operations") {
            let answers = described["responses"].as_object().expect("an operation has answers");
            operations.entry(method.to_uppercase()).or_default().push(Described {
                template: template.split('/').map(str::to_owned).collect(),
                statuses: answers.keys().map(|status| status.parse().expect("a status is a number")).collect(),
            });
        }
    }
    operations
});

struct Described {
    template: Vec<String>,
    statuses: Vec<u16>,
}

impl Described {
    fn is_meant_by(&self, segments: &[&str]) -> bool {
        let is_like =
            |(part, segment): (&String, &&str)| part.starts_with('{') && !segment.is_empty() || part == segment;
        self.template.len() == segments.len() && self.template.iter().zip(segments).all(is_like)
    }

    fn parameters(&self) -> usize {
        self.template.iter().filter(|part| part.starts_with('{')).count()
    }
}

/// Fails the test if the document tells of this operation, and not of such an answer.
pub fn check(method: &str, path: &str, status: u16) {
    let method = if method == "HEAD" { "GET" } else { method };
    // What a request with a condition gets instead of 200 (RFC 9110, section 13).
    let status = if status == 304 { 200 } else { status };
    let address = path.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = address.split('/').collect();
    let meant = OPERATIONS.get(method).into_iter().flatten().filter(|one| one.is_meant_by(&segments));
    if let Some(meant) = meant.min_by_key(|one| one.parameters()) {
        assert!(meant.statuses.contains(&status), "{method} {address} answers {status}, which is not documented");
    }
}
