//! Result files: made, sent and followed to their end, and what they leave in the registry.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::sql::Sql;
use super::world::{World, text};
use super::{Answer, Client, Service, events};

/// A row by the names of its columns; empty values are left out.
pub type Row = BTreeMap<String, String>;

/// How long a batch may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// The columns that a file of these rows has when it is made here.
const COLUMNS: &[&str] = &[
    "reference",
    "candidate_number",
    "given_names",
    "family_name",
    "birth_date",
    "email",
    "country",
    "listed",
    "confirm_new",
    "qualification",
    "sat_on",
    "marks",
    "question_marks",
    "format",
    "edition",
    "declared_outcome",
    "prior_certification",
    "prior_number",
    "prior_awarded_on",
    "prior_expires_on",
    "prior_checked_on",
    "prior_checked_url",
    "course",
    "course_completed_on",
    "experience_role",
    "experience_organisation",
    "experience_started_on",
    "experience_ended_on",
];

/// A file among the samples.
pub fn sample_file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of a file.
pub fn read(file: &[u8], delimiter: u8) -> Vec<Row> {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(file);
    let rows = reader.deserialize::<Row>();
    rows.map(|row| row.expect("a table").into_iter().filter(|(_, value)| !value.is_empty()).collect()).collect()
}

/// A row of values, with `reference` among them.
pub fn row(values: &[(&str, &str)]) -> Row {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A row in which somebody sits Foundation, with `values` in place of the usual ones.
pub fn foundation(reference: &str, values: &[(&str, &str)]) -> Row {
    let usual = [
        ("reference", reference),
        ("given_names", "Frida"),
        ("family_name", "Ferreira"),
        ("birth_date", "1985-04-12"),
        ("qualification", "foundation"),
        ("sat_on", "2015-06-01"),
        ("marks", "30"),
    ];
    let mut row = row(&usual);
    row.extend(self::row(values));
    row.retain(|_, value| !value.is_empty());
    row
}

/// A file of so many rows, in each of which another person passes Foundation.
pub fn passes(count: usize, tag: &str) -> Vec<u8> {
    let name = |number: usize| format!("{tag} {number}");
    let rows: Vec<Row> =
        (0..count).map(|number| foundation(&number.to_string(), &[("family_name", &name(number))])).collect();
    csv(&rows)
}

/// The rows as a CSV file.
pub fn csv(rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("it is written to memory");
    for row in rows {
        assert!(row.keys().all(|name| COLUMNS.contains(&name.as_str())), "{row:?}");
        let cells = COLUMNS.iter().map(|name| row.get(*name).map_or("", String::as_str));
        writer.write_record(cells).expect("it is written to memory");
    }
    writer.into_inner().expect("it is written to memory")
}

/// The rows as an NDJSON file, as a body's own program would write them.
pub fn ndjson(rows: &[Row]) -> Vec<u8> {
    let lines = rows.iter().map(|row| format!("{}\n", nested(row)));
    lines.collect::<String>().into_bytes()
}

fn nested(row: &Row) -> Value {
    let pick = |names: &[(&str, &str)]| -> Map<String, Value> {
        let found = names.iter().filter_map(|(column, name)| Some(((*name).to_owned(), json!(row.get(*column)?))));
        found.collect()
    };
    let mut candidate = pick(&[
        ("candidate_number", "number"),
        ("given_names", "given_names"),
        ("family_name", "family_name"),
        ("birth_date", "birth_date"),
        ("email", "email"),
        ("country", "country"),
    ]);
    for name in ["listed", "confirm_new"] {
        candidate.extend(row.get(name).map(|said| (name.to_owned(), json!(said == "yes"))));
    }
    let mut result =
        pick(&["qualification", "sat_on", "format", "edition", "declared_outcome"].map(|name| (name, name)));
    result.extend(row.get("marks").map(|marks| ("marks".to_owned(), number(marks))));
    let each = row.get("question_marks").map(|marks| marks.split('+').map(number).collect());
    result.extend(each.map(|marks| ("question_marks".to_owned(), marks)));
    let mut nested = json!({"reference": row.get("reference"), "candidate": candidate, "result": result});
    let certificate = pick(&[
        ("prior_certification", "certification"),
        ("prior_number", "number"),
        ("prior_awarded_on", "awarded_on"),
        ("prior_expires_on", "expires_on"),
        ("prior_checked_on", "checked_on"),
        ("prior_checked_url", "checked_url"),
    ]);
    let course = pick(&[("course", "course_id"), ("course_completed_on", "completed_on")]);
    let mut experience = pick(&[
        ("experience_role", "role"),
        ("experience_organisation", "organisation"),
        ("experience_started_on", "started_on"),
        ("experience_ended_on", "ended_on"),
    ]);
    if !experience.is_empty() {
        experience.insert("it_environment".to_owned(), json!(true));
    }
    for (name, piece) in
        [("external_certificates", certificate), ("course_attendances", course), ("audit_experience", experience)]
    {
        if !piece.is_empty() {
            nested[name] = json!([piece]);
        }
    }
    nested
}

/// A number as a program would write it: whole if it is, else with its fraction, else the text itself.
fn number(text: &str) -> Value {
    let whole = text.parse::<i64>().map(Value::from);
    whole.or_else(|_| text.parse::<f64>().map(Value::from)).unwrap_or_else(|_| json!(text))
}

/// The same rows in another order, which `seed` decides.
pub fn shuffled(rows: &[Row], mut seed: u64) -> Vec<Row> {
    let mut rows = rows.to_vec();
    for last in (1..rows.len()).rev() {
        let other = usize::try_from(random(&mut seed) % (last as u64 + 1)).expect("it is small");
        rows.swap(last, other);
    }
    rows
}

/// The next number of a sequence that looks random (splitmix64).
pub fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Sends a file; `query` begins with `?` or is empty.
pub fn send(client: &Client, query: &str, media_type: &str, file: &[u8]) -> Answer {
    client.send("POST", &format!("/v1/result-batches{query}"), &[("content-type", media_type)], file)
}

/// Sends a CSV file that is accepted; the batch's id.
#[track_caller]
pub fn submit(client: &Client, query: &str, file: &[u8]) -> String {
    text(&send(client, query, "text/csv", file).expect(202), "id")
}

/// Waits until nothing more happens to the batch; as it is then.
#[track_caller]
pub fn finished(client: &Client, id: &str) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let batch = client.get(&format!("/v1/result-batches/{id}")).expect(200);
        if batch["state"] == "completed" || batch["state"] == "cancelled" {
            return batch;
        }
        assert!(Instant::now() < deadline, "it takes too long: {batch}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What became of the rows of a file that is sent now, in the order of the file.
#[track_caller]
pub fn outcome(client: &Client, query: &str, file: &[u8]) -> Vec<Value> {
    let id = submit(client, query, file);
    let batch = finished(client, &id);
    assert_eq!((&batch["state"], &batch["processed"]), (&json!("completed"), &batch["rows"]), "{batch}");
    rows(client, &id, "")
}

/// What became of the rows; `query` is empty or `?outcome=…`.
#[track_caller]
pub fn rows(client: &Client, id: &str, query: &str) -> Vec<Value> {
    events::all_items(client, &format!("/v1/result-batches/{id}/rows{query}"))
}

/// The outcomes by reference.
#[track_caller]
pub fn by_reference(rows: &[Value]) -> BTreeMap<String, String> {
    rows.iter().map(|row| (text(row, "reference"), text(row, "outcome"))).collect()
}

/// The outcomes in the order of the file.
#[track_caller]
pub fn words(rows: &[Value]) -> Vec<String> {
    rows.iter().map(|row| text(row, "outcome")).collect()
}

/// The places and codes of what is wrong with a row.
#[track_caller]
pub fn wrong(row: &Value) -> Vec<(String, String)> {
    let errors = row["errors"].as_array().expect("a row has errors, be there none");
    errors.iter().map(|error| (text(error, "column"), text(error, "code"))).collect()
}

/// Another body, listed since 2010, whose results the registrar sends: its id.
pub fn body(world: &World, name: &str) -> String {
    let body = json!({"name": name, "country": "NL", "listed_on": "2010-01-01"});
    text(&world.list_body(&body).expect(201), "id")
}

/// Everything that the results of a body left in the registry, without what is made anew each time: ids, numbers and
/// instants.
pub fn registry(service: &Service, body: &str) -> Vec<String> {
    let person = "c.family_name || '/' || coalesce(c.given_names, '') || '/' || CAST(c.birth_date AS TEXT)";
    let either = |column: &str| format!("coalesce(CAST({column} AS TEXT), '-')");
    let all = |columns: &[&str]| columns.iter().map(|column| either(column)).collect::<Vec<_>>().join(" || '|' || ");
    let candidate = all(&["c.email", "c.country", "c.listed"]);
    let result = all(&[
        "r.qualification",
        "r.format",
        "r.edition",
        "r.sat_on",
        "r.marks",
        "r.question_marks",
        "r.outcome",
        "r.reference",
        "d.scheme_version",
    ]);
    let certificate =
        all(&["x.qualification", "x.format", "x.edition", "x.awarded_on", "x.expires_on", "x.current", "r.sat_on"]);
    let evidence = all(&[
        "e.kind",
        "e.certification",
        "e.number",
        "e.awarded_on",
        "e.expires_on",
        "e.checked_on",
        "e.checked_url",
        "k.slug",
        "e.completed_on",
        "e.organisation",
        "e.role",
        "e.it_environment",
        "e.started_on",
        "e.ended_on",
        "e.verification_method",
    ]);
    let known = format!("candidates c JOIN candidate_bodies b ON b.candidate_id = c.id AND b.body_id = '{body}'");
    let queries = [
        format!("SELECT 'candidate ' || {person} || '|' || {candidate} AS value FROM {known}"),
        format!(
            "SELECT 'result ' || {person} || '|' || {result} AS value FROM results r \
             JOIN candidates c ON c.id = r.candidate_id LEFT JOIN decisions d ON d.result_id = r.id \
             WHERE r.body_id = '{body}'"
        ),
        format!(
            "SELECT 'certificate ' || {person} || '|' || {certificate} AS value FROM certificates x \
             JOIN candidates c ON c.id = x.candidate_id JOIN results r ON r.id = x.result_id WHERE x.body_id = '{body}'"
        ),
        format!(
            "SELECT 'evidence ' || {person} || '|' || {evidence} AS value FROM evidence e \
             JOIN candidates c ON c.id = e.candidate_id LEFT JOIN courses k ON k.id = e.course_id \
             WHERE e.recorded_by_body_id = '{body}'"
        ),
    ];
    let mut sql = Sql::of(service);
    let mut found: Vec<String> = queries.iter().flat_map(|query| sql.texts(query)).collect();
    let events = sql.texts(&format!("SELECT kind || ' ' || data AS value FROM events WHERE body_id = '{body}'"));
    found.extend(events.iter().filter_map(|event| event_of_a_row(event)));
    found.sort();
    found
}

/// What an event says of a row, if it is about one.
fn event_of_a_row(event: &str) -> Option<String> {
    let (kind, data) = event.split_once(' ')?;
    if kind.starts_with("result_batch") || kind.starts_with("body") {
        return None;
    }
    let data: Value = serde_json::from_str(data).expect("the data of an event is JSON");
    let members =
        ["qualification", "sat_on", "outcome", "code", "kind", "format", "edition"].map(|name| data[name].clone());
    Some(format!("event {kind} {}", json!(members)))
}

/// Holds the batches of a body back, as if another node were at an earlier one.
pub fn hold_back(service: &Service, body: &str) {
    let statement = format!(
        "INSERT INTO result_batches (id, body_id, submitted_by, submitted_as, submitted_at, format, digest, bytes, \
         row_count, dry_run, state, pass, fail, unchanged, not_eligible, invalid, conflict, missed_numbers, started_at, \
         worker, leased_until) VALUES ('{HELD}', '{body}', 'operator', 'registrar', '2020-01-01 00:00:00', 'csv', 'none', \
         1, 1, FALSE, 'running', 0, 0, 0, 0, 0, 0, 0, '2020-01-01 00:00:00', 'elsewhere', '2999-01-01 00:00:00')"
    );
    Sql::of(service).execute(&statement).expect("the batch is added");
}

/// Lets them go on.
pub fn let_go(service: &Service) {
    let statement = format!("DELETE FROM result_batches WHERE id = '{HELD}'");
    Sql::of(service).execute(&statement).expect("the batch is removed");
}

/// The id of the batch that holds the others back: earlier than any.
const HELD: &str = "00000000-0000-7000-8000-000000000000";
