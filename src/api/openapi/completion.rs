//! What is the same for many operations is said once, here: the answers that are problems, the headers of requests
//! that create and that change, and that unknown members are not accepted.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::conflicts::may_conflict;
use super::webhooks;
use crate::auth::scope::{self, Scope};
use crate::error::Code;
use crate::http::problem_catalogue::describe;

/// Examples of answers, by the name of their schema. The document's lint holds them against the schemas.
const EXAMPLES: &str = include_str!("../../../openapi/examples.json");

/// Examples of parameters, by the beginning of the address: the longest that has one counts. They are of
/// records that the demonstration has, so that it answers whoever sends them as they are printed.
const PARAMETERS: &str = include_str!("../../../openapi/parameters.json");

/// The name of the security scheme.
const SCHEME: &str = "oauth2";

/// Completes the document.
pub(super) fn complete(document: &mut Value) {
    let mut request_schemas = BTreeSet::new();
    let parameters: Map<String, Value> = serde_json::from_str(PARAMETERS).unwrap_or_default();
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, item) in paths {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete_operation(path, method, operation);
                add_examples(path, operation, &parameters);
                collect_references(&operation["requestBody"], &mut request_schemas);
            }
        }
    }
    document["webhooks"] = webhooks::describe();
    let components = &mut document["components"];
    webhooks::name_kinds(components);
    name_items(components);
    close_schemas(components, &mut request_schemas);
    complete_answers(components, &request_schemas);
    components["securitySchemes"] = json!({SCHEME: {
        "type": "oauth2",
        "description": "The id and the secret of a client get an access token, which is good for a quarter of an hour, for the scopes \
            that are chosen, or, where none is, for all that the client's role has.",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes()}}
    }});
    let mut responses = Map::new();
    // A method that an address does not have is no operation, so nothing would refer to its answer.
    for code in Code::ALL.iter().filter(|code| **code != Code::MethodNotAllowed) {
        let status = describe(*code).status.as_u16().to_string();
        let response = responses.entry(format!("Problem{status}")).or_insert_with(|| {
            json!({
                "description": "",
                "headers": {"X-Request-Id": {"description": "The id of the request.", "schema": {"type": "string"}}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}}
            })
        });
        describe_in(response, *code);
    }
    components["responses"] = Value::Object(responses);
}

/// What tokens may be good for.
fn scopes() -> Map<String, Value> {
    Scope::ALL.iter().map(|scope| (scope.as_str().to_owned(), json!(scope.help()))).collect()
}

/// The scopes any of which an operation needs. Its handler says only that there is to be a token, for they follow from its
/// method and its address.
fn add_scopes(path: &str, method: &str, operation: &mut Value, is_optional: bool) {
    let needed = scope::needed(&method.to_uppercase(), path);
    let anybody = is_optional.then(|| json!({}));
    let alternatives = needed.iter().map(|scope| json!({SCHEME: [scope.as_str()]}));
    operation["security"] = anybody.into_iter().chain(alternatives).collect();
    if !is_optional {
        let names: Vec<_> = needed.iter().map(|scope| format!("`{}`", scope.as_str())).collect();
        let said = operation["description"].as_str().map_or_else(String::new, |said| format!("{said}\n\n"));
        operation["description"] = json!(format!("{said}Needs the scope {}.", names.join(" or ")));
    }
}

/// Gives the parameters of an operation their examples.
fn add_examples(path: &str, operation: &mut Value, known: &Map<String, Value>) {
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let of_address = known.iter().filter(|(start, _)| path.starts_with(start.as_str()));
        let longest = of_address.filter(|(_, names)| names.get(&name).is_some()).max_by_key(|(start, _)| start.len());
        if let Some((_, names)) = longest.filter(|_| parameter["in"] == "path") {
            parameter["example"] = names[&name].clone();
        }
        if name == "If-Match" {
            parameter["example"] = json!("*");
        }
    }
}

/// A list names what it is a list of, and a record with warnings the record, instead of describing it once more.
fn name_items(components: &mut Value) {
    let Some(schemas) = components["schemas"].as_object_mut() else { return };
    for (beginning, place) in [("Listing_", "/properties/items/items"), (WARNED, "/allOf/0")] {
        let names: Vec<String> = schemas.keys().filter(|name| name.starts_with(beginning)).cloned().collect();
        for name in names {
            let item = name.trim_start_matches(beginning);
            if schemas.contains_key(item)
                && let Some(described) = schemas[&name].pointer_mut(place)
            {
                *described = json!({"$ref": format!("#/components/schemas/{item}")});
            }
        }
    }
}

/// How the name of the schema of a record with warnings begins.
const WARNED: &str = "Warned_";

/// Adds a code to the response that stands for its status.
fn describe_in(response: &mut Value, code: Code) {
    let description = describe(code);
    let said = response["description"].as_str().unwrap_or_default();
    let separator = if said.is_empty() { "" } else { " " };
    response["description"] = json!(format!("{said}{separator}`{}`: {}", code.as_str(), description.explanation));
    response["content"]["application/problem+json"]["examples"][code.as_str()] = json!({
        "summary": description.title,
        "value": {
            "type": format!("/problems/{}", code.as_str()),
            "title": description.title,
            "status": description.status.as_u16(),
            "detail": description.explanation,
            "code": code.as_str(),
            "request_id": "tQq1tqFfT5yE0v0aSvJr3w"
        }
    });
}

fn complete_operation(path: &str, method: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let is_optional = knows_anybody(operation);
    let is_secured = !is_optional && operation.get("security").is_some();
    let has_body = operation.get("requestBody").is_some();
    let answers = &operation["responses"];
    let creates = method == "post" && (answers.get("201").is_some() || answers.get("202").is_some());
    let mut statuses = BTreeSet::from([400, 406, 408, 413, 414, 415, 431, 500, 503]);
    if !has_body {
        statuses.retain(|status| ![408, 413, 415].contains(status));
    }
    let is_export = path.starts_with("/v1/exports/");
    if path.contains('{') || has_body && is_secured || is_export {
        statuses.insert(404);
    }
    if is_export || id == "list_events" {
        statuses.insert(410);
    }
    if is_secured {
        statuses.extend([401, 403]);
        add_scopes(path, method, operation, false);
    } else if is_optional {
        statuses.extend([401, 403]);
        add_scopes(path, method, operation, true);
    } else {
        operation["security"] = json!([]);
    }
    if has_body && is_secured {
        statuses.insert(422);
    }
    if creates {
        statuses.extend([409, 422]);
    }
    if method == "patch" {
        statuses.extend([412, 428]);
        add_header(operation, "If-Match", "The `ETag` of the version that is to be changed.", true);
    }
    if may_conflict(&id) {
        statuses.insert(409);
    }
    match id.as_str() {
        "issue_token" => statuses.insert(401),
        "read_dump_file" => statuses.insert(416),
        _ => false,
    };
    if id == "review_scope" {
        statuses.insert(412);
        add_header(operation, "If-Match", "The `ETag` of the version that was reviewed.", false);
    }
    if [
        "assess_claims",
        "export_organisation_certificates",
        "verify_certificate_with_name",
        "read_organisation_certificate_template",
    ]
    .contains(&id.as_str())
    {
        statuses.insert(422);
    }
    if id == "check_credential" {
        // An empty file is one in which there is no credential, and it is told so.
        operation["requestBody"]["required"] = json!(false);
    }
    // Beside those that are counted, those that need a place, of which one party has a share: large bodies, files.
    let is_report = path.ends_with("/report.csv") || path.ends_with("/report");
    let needs_place = is_export || is_report || path.ends_with("/progress");
    if has_body || needs_place || id == "list_candidates" || path.starts_with("/v1/verifications") {
        statuses.insert(429);
    }
    if creates {
        let description = "A key of your own: the same request sent again with it gets the same answer.";
        add_header(operation, "Idempotency-Key", description, false);
    }
    for status in statuses {
        operation["responses"][status.to_string()] = json!({"$ref": format!("#/components/responses/Problem{status}")});
    }
    unbound_numbers(operation);
    add_response_headers(operation, method, creates);
    if is_report {
        let disposition = json!({"description": "A name for the file.", "schema": {"type": "string"}});
        operation["responses"]["200"]["headers"]["Content-Disposition"] = disposition;
    }
    if is_export {
        let headers = &mut operation["responses"]["200"]["headers"];
        headers["Export-As-Of"] = json!({
            "description": "The moment that the export shows; the same for a part that is fetched later.",
            "schema": {"type": "string", "format": "date-time"}
        });
        headers["Content-Disposition"] = json!({"description": "A name for the file.", "schema": {"type": "string"}});
    }
}

/// Whether an operation answers anybody, and more to whoever has a token.
fn knows_anybody(operation: &Value) -> bool {
    let schemes = operation["security"].as_array();
    schemes.is_some_and(|schemes| schemes.iter().any(|scheme| scheme.as_object().is_some_and(Map::is_empty)))
}

/// However large a `limit` or the place in the feed is, it is lowered: no width of integer bounds it.
fn unbound_numbers(operation: &mut Value) {
    let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["schema"]["format"] == "int64") {
        if let Some(schema) = parameter["schema"].as_object_mut() {
            schema.remove("format");
        }
    }
}

fn add_header(operation: &mut Value, name: &str, description: &str, required: bool) {
    let parameter = json!({
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
    });
    match operation["parameters"].as_array_mut() {
        Some(parameters) => parameters.push(parameter),
        None => operation["parameters"] = json!([parameter]),
    }
}

fn add_response_headers(operation: &mut Value, method: &str, creates: bool) {
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if !status.starts_with('2') {
            continue;
        }
        let mut headers =
            json!({"X-Request-Id": {"description": "The id of the request.", "schema": {"type": "string"}}});
        if creates && ["201", "202"].contains(&status.as_str()) {
            headers["Location"] = json!({"description": "Where the record is.", "schema": {"type": "string"}});
        }
        if method == "patch" || creates && status == "201" {
            let description = "The version of the record, where the answer shows the one that can be changed.";
            headers["ETag"] = json!({"description": description, "schema": {"type": "string"}});
        }
        response["headers"] = headers;
    }
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
                found.insert(name.to_owned());
            }
            members.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

/// "Unknown request fields are an error": the schemas of request bodies, and those they refer to, say so. Not the
/// token endpoint's, where RFC 6749 (section 3.2) wants unknown parameters ignored.
fn close_schemas(components: &mut Value, names: &mut BTreeSet<String>) {
    let schemas = &mut components["schemas"];
    loop {
        let before = names.len();
        for name in names.clone() {
            collect_references(&schemas[&name], names);
        }
        if names.len() == before {
            break;
        }
    }
    for name in names.iter().filter(|name| *name != "TokenRequest") {
        schemas[name]["additionalProperties"] = json!(false);
    }
}

/// A problem has what there is to say of it; what is registered is what is read later, and has nothing more where nobody is like
/// it.
const WITH_OPTIONAL_MEMBERS: [&str; 2] = ["Problem", "RegisteredCandidateView"];

/// Answers have all their members, be they null, and an example each.
fn complete_answers(components: &mut Value, request_schemas: &BTreeSet<String>) {
    let examples: Map<String, Value> = serde_json::from_str(EXAMPLES).unwrap_or_default();
    for (name, schema) in components["schemas"].as_object_mut().into_iter().flatten() {
        let warned = name.strip_prefix(WARNED);
        if !request_schemas.contains(name) && warned.is_none() && !WITH_OPTIONAL_MEMBERS.contains(&name.as_str()) {
            require_all(schema);
        }
        let item = name.strip_prefix("Listing_").and_then(|item| examples.get(item));
        if let Some(example) = examples.get(warned.unwrap_or(name)) {
            schema["example"] = example.clone();
        } else if let Some(item) = item {
            schema["example"] = json!({"items": [item], "next_cursor": null});
        }
    }
}

/// The members of an object are all required; so are those of its alternatives and of what it is put together from.
fn require_all(schema: &mut Value) {
    if let Some(properties) = schema["properties"].as_object() {
        schema["required"] = properties.keys().map(String::as_str).collect();
    }
    for part in ["allOf", "oneOf"] {
        if let Some(parts) = schema.get_mut(part).and_then(Value::as_array_mut) {
            parts.iter_mut().for_each(require_all);
        }
    }
}
