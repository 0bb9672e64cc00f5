//! The result files that bodies send, fed row by row through the API as a body's own script would, and every row
//! compared with what the scheme says of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};

/// Requests that run at the same time, as several scripts of one body would.
const SENDERS: usize = 4;

/// A row by the names of its columns; empty values are left out.
type Row = BTreeMap<String, String>;

/// What became of a row.
struct Outcome {
    reference: String,
    /// In the words of the expected files; anything else is shown as it came.
    word: String,
    candidate_id: Option<String>,
    result_id: Option<String>,
}

on_both_engines! {
    fn results_a(service: Service) {
        feed(&service, "results-a", b',');
    }

    fn results_b_spreadsheet(service: Service) {
        feed(&service, "results-b-spreadsheet", b';');
    }
}

fn feed(service: &Service, name: &str, delimiter: u8) {
    let world = World::new(service);
    let rows = read(&format!("{name}.csv"), delimiter);
    let expected: BTreeMap<String, String> = read(&format!("{name}.expected.csv"), b',')
        .into_iter()
        .map(|mut row| (row.remove("reference").unwrap(), row.remove("outcome").unwrap()))
        .collect();
    assert_eq!(rows.len(), expected.len());

    let outcomes = send_all(&world, &rows);
    let mismatches: Vec<String> = outcomes
        .iter()
        .filter(|outcome| expected.get(&outcome.reference) != Some(&outcome.word))
        .map(|outcome| {
            let wanted = expected.get(&outcome.reference).map_or("no such row", String::as_str);
            format!("{}: expected {wanted}, got {}", outcome.reference, outcome.word)
        })
        .collect();
    assert!(mismatches.is_empty(), "{} of {}:\n{}", mismatches.len(), rows.len(), mismatches.join("\n"));
    announced_once(&world, &outcomes);
}

/// Each accepted result is announced once, each refusal once, and nothing else is.
fn announced_once(world: &World, outcomes: &[Outcome]) {
    let events = events::all(&world.registrar.client);
    let accepted: BTreeMap<String, usize> =
        outcomes.iter().filter_map(|outcome| Some((outcome.result_id.clone()?, 1))).collect();
    assert_eq!(events::subjects(&events, "result_registered"), accepted);

    let refusals: Vec<&Value> = events.iter().filter(|event| event["kind"] == "result_refused").collect();
    let refused: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.word == "not_eligible").collect();
    assert_eq!(refusals.len(), refused.len());
    for outcome in refused {
        let candidate = outcome.candidate_id.as_deref().unwrap();
        let about = refusals
            .iter()
            .filter(|event| event["subject"]["id"] == candidate || event["data"]["candidate_id"] == candidate);
        assert_eq!(about.count(), 1, "refusals about {}", outcome.reference);
    }
}

fn send_all(world: &World, rows: &[Row]) -> Vec<Outcome> {
    let (next, outcomes) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..SENDERS {
            scope.spawn(|| {
                let client = world.body.caller.client.with_own_connections();
                while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = send(&client, row);
                    outcomes.lock().unwrap().push(outcome);
                }
            });
        }
    });
    outcomes.into_inner().unwrap()
}

/// Sends one row: the candidate, the evidence, the result. The first answer that is not a success ends it.
fn send(client: &Client, row: &Row) -> Outcome {
    let mut outcome =
        Outcome { reference: row["reference"].clone(), word: String::new(), candidate_id: None, result_id: None };
    let mut candidate = pick(row, &["given_names", "family_name", "birth_date", "email", "country"]);
    candidate["listed"] = json!(row["listed"] == "yes");
    let answer = client.post("/v1/candidates", &candidate);
    if answer.status != 201 {
        outcome.word = refusal(&answer);
        return outcome;
    }
    let candidate_id = text(&answer.json(), "id");
    outcome.candidate_id = Some(candidate_id.clone());
    for (kind, body) in evidence(row) {
        let answer = client.post(&format!("/v1/candidates/{candidate_id}/{kind}"), &body);
        if answer.status != 201 {
            outcome.word = refusal(&answer);
            return outcome;
        }
    }
    let mut result = pick(row, &["qualification", "sat_on", "reference"]);
    result["candidate_id"] = json!(candidate_id);
    result["marks"] = number(&row["marks"]);
    if let Some(marks) = row.get("question_marks") {
        result["question_marks"] = marks.split('+').map(number).collect();
    }
    let answer = client.post("/v1/results", &result);
    if answer.status == 201 {
        let recorded = answer.json();
        outcome.word = text(&recorded, "outcome");
        outcome.result_id = Some(text(&recorded, "id"));
    } else {
        outcome.word = refusal(&answer);
    }
    outcome
}

fn evidence(row: &Row) -> Vec<(&'static str, Value)> {
    let mut evidence = Vec::new();
    if row.contains_key("prior_certification") {
        let body = json!({
            "certification": row["prior_certification"],
            "number": row["prior_number"],
            "awarded_on": row["prior_awarded_on"],
            "verification": {"method": "original_seen", "note": "Attested by the body that sent the file."},
        });
        evidence.push(("external-certificates", body));
    }
    if row.contains_key("course") {
        let body = json!({"course_id": row["course"], "completed_on": row["course_completed_on"]});
        evidence.push(("course-attendances", body));
    }
    if row.contains_key("experience_role") {
        let body = json!({
            "organisation": row["experience_organisation"],
            "role": row["experience_role"],
            "it_environment": true,
            "started_on": row["experience_started_on"],
            "ended_on": row.get("experience_ended_on"),
        });
        evidence.push(("audit-experience", body));
    }
    evidence
}

/// The word of the expected files for an answer that is not a success, or the whole answer.
fn refusal(answer: &Answer) -> String {
    match (answer.status, answer.problem_code().as_str()) {
        (422, "not_eligible") => "not_eligible".to_owned(),
        (400 | 422, "invalid_input") => "invalid".to_owned(),
        _ => answer.to_string(),
    }
}

fn pick(row: &Row, names: &[&str]) -> Value {
    let fields = names.iter().filter_map(|name| Some(((*name).to_owned(), json!(row.get(*name)?))));
    Value::Object(fields.collect())
}

/// A number as a script would write it: whole if it is, else with its fraction, else the text itself.
fn number(text: &str) -> Value {
    text.parse::<i64>()
        .map(Value::from)
        .or_else(|_| text.parse::<f64>().map(Value::from))
        .unwrap_or_else(|_| json!(text))
}

fn read(name: &str, delimiter: u8) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    reader
        .deserialize::<Row>()
        .map(|row| row.unwrap().into_iter().filter(|(_, value)| !value.is_empty()).collect())
        .collect()
}
