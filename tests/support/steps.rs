//! Steps that many tests take, and readings of what was answered.

use std::path::Path;

use serde_json::{Value, json};
use touchstone::clock::{Clock as _, SystemClock};

use super::world::text;
use super::{Answer, Client, Service, World};

/// The day that lies `offset` days after today, in UTC.
pub fn day(offset: i64) -> String {
    (SystemClock.now().date_naive() + chrono::Duration::days(offset)).to_string()
}

/// What is wrong with the input, as pairs of pointer and code, in the order of the answer.
#[track_caller]
pub fn mistakes(answer: &Answer) -> Vec<(String, String)> {
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors in {answer}"));
    errors.iter().map(|error| (text(error, "pointer"), text(error, "code"))).collect()
}

/// Asserts that the input was refused for exactly these reasons, in whatever order.
#[track_caller]
pub fn expect_mistakes(answer: &Answer, expected: &[(&str, &str)]) {
    answer.expect_problem(422, "invalid_input");
    let mut found = mistakes(answer);
    let mut expected: Vec<_> = expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{answer}");
}

/// Looks for a candidate by number and birth date together.
pub fn search(client: &Client, number: &str, birth_date: &str) -> Answer {
    client.post("/v1/candidate-searches", &json!({"number": number, "birth_date": birth_date}))
}

/// The text member `name` of every item of a list.
#[track_caller]
pub fn each(list: &Value, name: &str) -> Vec<String> {
    let items = list["items"].as_array().unwrap_or_else(|| panic!("no items in {list}"));
    items.iter().map(|item| text(item, name)).collect()
}

/// The number of the certificate of a result.
#[track_caller]
pub fn certificate_of(result: &Value) -> String {
    text(&result["certificate"], "number")
}

/// Changes a record over whatever its present version is.
pub fn patch(client: &Client, path: &str, changes: &Value) -> Answer {
    client.with_header("if-match", "*").patch(path, changes)
}

/// Suspends, reinstates or withdraws (`step`) a body as the registrar.
pub fn change_body(world: &World, body: &str, step: &str, effective_on: &str) -> Answer {
    let change = json!({"effective_on": effective_on, "reason": "The board has decided so."});
    world.registrar.client.post(&format!("/v1/bodies/{body}/{step}"), &change)
}

/// Suspends, reinstates or withdraws (`step`) a certificate as the registrar.
pub fn change_certificate(world: &World, number: &str, step: &str, effective_on: &str, until: Option<&str>) -> Answer {
    let mut change = json!({
        "effective_on": effective_on,
        "reason_code": "complaint",
        "reason": "A complaint is being looked into.",
    });
    if let Some(until) = until {
        change["until"] = json!(until);
    }
    world.registrar.client.post(&format!("/v1/certificates/{number}/{step}"), &change)
}

/// The assessment of a candidate for a qualification on a day.
#[track_caller]
pub fn eligibility(client: &Client, candidate: &str, qualification: &str, on: &str) -> Value {
    client.get(&format!("/v1/candidates/{candidate}/eligibility/{qualification}?on={on}")).expect(200)
}

/// What anybody is told about a certificate; `query` begins with `?` or is empty.
#[track_caller]
pub fn verification(world: &World, number: &str, query: &str) -> Value {
    world.public.get(&format!("/v1/verifications/{number}{query}")).expect(200)
}

/// Starts the service again with the scheme that `edit` makes of the one that is built in.
pub fn use_scheme(service: &mut Service, edit: impl Fn(&str) -> String) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scheme/iso-iec-20000.toml");
    let shipped = std::fs::read_to_string(shipped).expect("the scheme is in the tree");
    let edited = edit(&shipped);
    assert_ne!(edited, shipped, "the edit changes something");
    let file = service.data_directory().with_file_name("scheme.toml");
    std::fs::write(&file, edited).expect("a file can be written");
    service.set("TOUCHSTONE_SCHEME_FILE", file.to_str().expect("the path is text"));
    service.restart();
}

/// Spellings of a number that people use, encoded for an address.
pub fn spellings(number: &str) -> Vec<String> {
    let compact = number.replace('-', "");
    let letters = |zero: &str, one: &str| number.replace('0', zero).replace('1', one);
    vec![
        number.to_owned(),
        number.to_lowercase(),
        compact.to_lowercase(),
        letters("O", "I"),
        letters("o", "l"),
        letters("O", "L"),
        number.replace('-', "%20"),
        compact.chars().flat_map(|symbol| [symbol, '-']).collect(),
        compact,
    ]
}
