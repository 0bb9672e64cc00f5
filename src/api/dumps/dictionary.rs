//! The data dictionary: what the columns mean, as the descriptions of what the API answers have it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;
use utoipa::ToSchema;

use crate::api::bodies::BodyView;
use crate::api::courses::CourseView;
use crate::api::directory::CertifiedOrganisationView;
use crate::api::tables::Row;
use crate::api::training_organisations::TrainingOrganisationView;
use crate::http::dictionary::{DataDictionary, DictionaryColumn, DictionaryTable};

/// The dictionary.
#[must_use]
pub fn dictionary() -> &'static DataDictionary {
    static MADE: OnceLock<DataDictionary> = OnceLock::new();
    MADE.get_or_init(|| DataDictionary {
        tables: vec![
            table::<BodyView>(),
            table::<CourseView>(),
            table::<CertifiedOrganisationView>(),
            table::<TrainingOrganisationView>(),
        ],
    })
}

fn table<V: Row + ToSchema>() -> DictionaryTable {
    let mut parts = Vec::new();
    V::schemas(&mut parts);
    let parts: BTreeMap<String, Value> =
        parts.into_iter().map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default())).collect();
    let whole = serde_json::to_value(V::schema()).unwrap_or_default();
    DictionaryTable {
        name: V::TABLE,
        description: text(&whole, "description"),
        columns: V::COLUMNS.split_whitespace().map(|path| column(&parts, &whole, path)).collect(),
    }
}

fn text(schema: &Value, member: &str) -> String {
    schema[member].as_str().unwrap_or_default().replace('\n', " ")
}

/// What is said of the member that a path leads to.
fn column(parts: &BTreeMap<String, Value>, whole: &Value, path: &str) -> DictionaryColumn {
    let (mut at, mut meaning, mut nullable) = (whole.clone(), String::new(), false);
    // What is inside of something else is said to be so.
    let mut of = String::new();
    for (depth, name) in path.split('/').enumerate() {
        if depth > 0 {
            of = format!("{} ", text(&at, "description"));
        }
        at = at["properties"][name].clone();
        let said = text(&at, "description");
        if !said.is_empty() {
            meaning = said;
        }
        loop {
            let types = at["type"].as_array().cloned().unwrap_or_default();
            nullable |= types.iter().any(|one| one == "null");
            let choices = at["oneOf"].as_array().cloned().unwrap_or_default();
            nullable |= choices.iter().any(|one| one["type"] == "null");
            if let Some(inner) = choices.into_iter().find(|one| one["type"] != "null") {
                at = inner;
            } else if at["type"] == "array" || types.iter().any(|one| one == "array") {
                at = at["items"].clone();
            } else if let Some(part) = at["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
                at = parts.get(part).cloned().unwrap_or_default();
            } else {
                break;
            }
        }
    }
    let of_several = at["type"].as_array().and_then(|types| types.iter().find(|one| *one != "null")).cloned();
    let plain = of_several.unwrap_or_else(|| at["type"].clone());
    let kind = at["format"].as_str().filter(|format| format.starts_with("date")).or(plain.as_str());
    let kind = kind.unwrap_or("string").to_owned();
    let meaning = format!("{of}{meaning}");
    DictionaryColumn { name: path.replace('/', "_"), path: path.to_owned(), kind, nullable, meaning }
}
