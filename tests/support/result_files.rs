//! Result files: the samples, what is expected of them, and files made for a test.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The samples.
pub const SAMPLES: [&str; 2] = ["results-a", "results-b-spreadsheet"];

/// Where a sample lies.
pub fn sample(name: &str) -> String {
    directory().join(format!("{name}.csv")).display().to_string()
}

/// What is expected of each row of a sample, by its reference.
pub fn expected(name: &str) -> BTreeMap<String, String> {
    outcomes(&std::fs::read(directory().join(format!("{name}.expected.csv"))).expect("it is in the tree"))
}

/// How many rows have each outcome, in the words of a summary.
pub fn counts(outcomes: &BTreeMap<String, String>) -> BTreeMap<String, u64> {
    let words = ["pass", "fail", "unchanged", "not_eligible", "invalid", "conflict", "refused"];
    let mut counts: BTreeMap<_, _> = words.map(|word| (word.to_owned(), 0)).into();
    for outcome in outcomes.values() {
        *counts.entry(outcome.clone()).or_default() += 1;
    }
    counts
}

/// The counts of a summary.
pub fn counts_of(summary: &Value) -> BTreeMap<String, u64> {
    serde_json::from_value(summary["counts"].clone()).unwrap_or_else(|error| panic!("{error}: {summary}"))
}

/// The outcome of each row of a report, by its reference. It is separated as its file is.
pub fn outcomes(report: &[u8]) -> BTreeMap<String, String> {
    let report = report.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(report);
    let separator = report.iter().copied().find(|byte| b",;\t".contains(byte)).unwrap_or(b',');
    let rows = csv::ReaderBuilder::new()
        .delimiter(separator)
        .from_reader(report)
        .into_deserialize::<BTreeMap<String, String>>();
    rows.map(|row| row.expect("it is CSV"))
        .map(|mut row| (take(&mut row, "reference"), take(&mut row, "outcome")))
        .collect()
}

fn take(row: &mut BTreeMap<String, String>, column: &str) -> String {
    row.remove(column).unwrap_or_else(|| panic!("no {column} in {row:?}"))
}

/// A file of Foundation results that all pass, of as many new candidates, whose references begin with `prefix`.
pub fn passes(prefix: &str, rows: u32) -> String {
    let mut text = "reference,given_names,family_name,birth_date,country,qualification,sat_on,marks\n".to_owned();
    for row in 1..=rows {
        writeln!(text, "{prefix}-{row},Ada,{prefix} {row},1990-05-17,PT,foundation,2015-06-01,33").expect("text grows");
    }
    text
}

/// Writes a file for a command.
pub fn write(directory: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = directory.join(name);
    std::fs::write(&path, content).expect("a file can be written");
    path.display().to_string()
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}
