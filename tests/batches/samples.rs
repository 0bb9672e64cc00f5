//! The files that bodies send: what comes of each row, and that neither the form of the file nor the order of its rows
//! matters.

use std::collections::BTreeMap;

use crate::support::batches::{
    self, Row, body, by_reference, csv, ndjson, outcome, read, registry, rows, sample_file, shuffled, submit,
};
use crate::support::world::World;
use crate::support::{Service, on_both_engines};

on_both_engines! {
    fn results_a(service: Service) {
        feed(&service, "results-a", b',');
    }

    fn results_b_spreadsheet(service: Service) {
        feed(&service, "results-b-spreadsheet", b';');
    }
}

/// Sends the same rows for several bodies, in every form and in several orders.
fn feed(service: &Service, name: &str, delimiter: u8) {
    let world = World::new(service);
    let file = sample_file(&format!("{name}.csv"));
    let sample = read(&file, delimiter);
    let expected: BTreeMap<String, String> = read(&sample_file(&format!("{name}.expected.csv")), b',')
        .into_iter()
        .map(|mut row| (row.remove("reference").unwrap(), row.remove("outcome").unwrap()))
        .collect();
    let own = outcome(&world.body.caller.client, "", &file);
    compare("as it is", &by_reference(&own), &expected);
    let entered = registry(service, &world.body.id);
    for kind in ["candidate ", "result ", "certificate ", "evidence ", "event result_refused "] {
        assert!(entered.iter().any(|line| line.starts_with(kind)), "no {kind}");
    }

    let reversed: Vec<Row> = sample.iter().rev().cloned().collect();
    for (way, media_type, file) in [
        ("NDJSON", "application/x-ndjson", ndjson(&sample)),
        ("reversed", "text/csv", csv(&reversed)),
        ("shuffled", "text/csv", csv(&shuffled(&sample, 1))),
        ("shuffled NDJSON", "application/x-ndjson", ndjson(&shuffled(&sample, 2))),
    ] {
        let other = body(&world, way);
        let registrar = &world.registrar.client;
        let sent = batches::send(registrar, &format!("?body={other}"), media_type, &file);
        let id = sent.expect(202)["id"].as_str().unwrap().to_owned();
        batches::finished(registrar, &id);
        compare(way, &by_reference(&rows(registrar, &id, "")), &expected);
        let theirs = registry(service, &other);
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|line| !those.contains(line)).take(5).cloned().collect()
        };
        assert!(
            theirs == entered,
            "{way}: only there {:#?}\nonly here {:#?}",
            only(&theirs, &entered),
            only(&entered, &theirs)
        );
    }
    let again = submit(&world.body.caller.client, "?again=true", &file);
    batches::finished(&world.body.caller.client, &again);
    let accepted = |word: &String| matches!(word.as_str(), "pass" | "fail");
    for (reference, word) in by_reference(&rows(&world.body.caller.client, &again, "")) {
        let before = &expected[&reference];
        assert_eq!(if accepted(before) { "unchanged" } else { before }, word, "{reference} again");
    }
    let twice = registry(service, &world.body.id);
    let without_refusals = |lines: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !line.starts_with("event result_refused")).cloned().collect()
    };
    assert_eq!(without_refusals(&twice), without_refusals(&entered), "nothing is recorded twice");
}

fn compare(way: &str, found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) {
    let differences: Vec<String> = expected
        .iter()
        .filter(|(reference, word)| found.get(*reference) != Some(word))
        .map(|(reference, word)| format!("{reference}: expected {word}, got {:?}", found.get(reference)))
        .collect();
    assert!(differences.is_empty() && found.len() == expected.len(), "{way}:\n{}", differences.join("\n"));
}
