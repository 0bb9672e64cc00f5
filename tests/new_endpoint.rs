//! The endpoint that CONTRIBUTING.md shows: its text is that of a file that compiles, and its document follows from it.

use std::path::Path;

use serde_json::json;
use utoipa_actix_web::AppExt;

mod example;

#[test]
fn the_endpoint_that_is_shown_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contributing = std::fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let shown = contributing.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let compiled = include_str!("new_endpoint/example.rs").replace("use touchstone::", "use crate::");
    assert_eq!(shown, compiled);
}

#[test]
fn its_document_follows_from_it() {
    let app = actix_web::App::new().into_utoipa_app().configure(|config| {
        config.service(example::read_accreditation);
    });
    let (_, document) = app.split_for_parts();
    let document = serde_json::to_value(document).unwrap();
    let operation = &document["paths"]["/v1/courses/{id}/accreditation"]["get"];
    let parameter = json!({
        "name": "on",
        "in": "query",
        "required": false,
        "description": "The day that is asked about; today when left out.",
        "schema": {"type": "string", "format": "date"}
    });
    assert_eq!(operation["parameters"][1], parameter);
    assert_eq!(operation["summary"], "Read whether a course is accredited");
}
