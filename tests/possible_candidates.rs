//! Who may be a candidate that is on record: said to whoever registers somebody, one by one or by the file, and never guessed.

use serde_json::{Value, json};

use crate::support::batches::{csv, foundation, outcome, words};
use crate::support::world::{World, candidate, text};
use crate::support::{Client, Service, on_both_engines};

fn each(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap_or_else(|| panic!("no list: {list}")).iter().map(|one| text(one, name)).collect()
}

const DAY: &str = "1988-02-03";

/// Given names, family name, birth date; the family name of whom it may be, and why.
type Case = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

/// What is registered beside Ngozi Okafor, Ana Maria Silva and Jörg Müller, all born on [`DAY`], and whom it may be.
const ALIKE: [Case; 16] = [
    ("Okafor", "Ngozi", DAY, Some(("Okafor", "names_in_another_order"))),
    ("Maria Ana", "Silva", DAY, Some(("Silva", "names_in_another_order"))),
    ("Ana", "Silva", DAY, Some(("Silva", "more_names"))),
    ("Ana Maria", "Silva Souza", DAY, Some(("Silva", "more_names"))),
    ("", "Silva", DAY, Some(("Silva", "more_names"))),
    ("Joerg", "Mueller", DAY, Some(("Müller", "names_spelled_otherwise"))),
    ("Ngozi", "Okafor", "1988-03-02", Some(("Okafor", "day_and_month_exchanged"))),
    ("Ngozi", "Okafor", "1989-02-03", Some(("Okafor", "one_digit_of_birth_date"))),
    ("Ngozi", "Okafor", "1988-02-13", Some(("Okafor", "one_digit_of_birth_date"))),
    ("Ngozi", "Pkafor", DAY, Some(("Okafor", "one_letter_of_names"))),
    ("Ngozzi", "Okafor", DAY, Some(("Okafor", "one_letter_of_names"))),
    ("Ngozi", "Okafro", "1988-03-02", None),
    ("Ngozi", "Okafor", "1989-02-04", None),
    ("Chidi", "Okafor", DAY, None),
    ("Ana Luísa", "Silva", DAY, None),
    ("Ana", "Silva", "1988-03-02", None),
];

fn person(given_names: &str, family_name: &str, birth_date: &str) -> Value {
    let given_names = Some(given_names).filter(|names| !names.is_empty());
    candidate(&json!({"given_names": given_names, "family_name": family_name, "birth_date": birth_date}))
}

/// A name that only the people of one case have.
fn of_case(name: &str, case: usize) -> String {
    let letter = char::from(b"bcdfghjkmnpqrstv"[case]);
    name.split_whitespace().map(|single| format!("{single}{letter}")).collect::<Vec<_>>().join(" ")
}

/// Registers those whom others may be in this case; by family name.
fn known(client: &Client, case: usize) -> impl Fn(&str) -> Value + use<> {
    let all = [("Ngozi", "Okafor"), ("Ana Maria", "Silva"), ("Jörg", "Müller")].map(|(given_names, family_name)| {
        let new = person(&of_case(given_names, case), &of_case(family_name, case), DAY);
        let registered = client.post("/v1/candidates", &new).expect(201);
        assert_eq!(registered["possible_candidates"], Value::Null);
        registered
    });
    move |family_name| all.iter().find(|one| one["family_name"] == of_case(family_name, case)).cloned().unwrap()
}

on_both_engines! {
    fn the_same_names_and_birth_date_are_the_same_person(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let ngozi = known(own, 0)("Okafor");
        for again in [person("Ngozib", "Okaforb", DAY), person("NGOZIB", "Okáforb", DAY)] {
            let refused = own.post("/v1/candidates", &again).expect_problem(409, "candidate_exists");
            assert_eq!(each(&refused["possible_candidates"], "id"), [text(&ngozi, "id")], "{refused}");
            assert_eq!(refused["possible_candidates"][0]["because"], "same_identity");
            assert!(text(&refused, "detail").contains(&text(&ngozi, "number")), "{refused}");
            assert!(text(&refused, "detail").contains("confirm_new=true"), "{refused}");
        }
        let again = person("Ngozib", "Okaforb", DAY);
        // Whom a body does not know, it does not hear of.
        let elsewhere = other.post("/v1/candidates", &again).expect(201);
        assert_eq!(elsewhere["possible_candidates"], Value::Null);
        let mut in_its_name = again.clone();
        in_its_name["body_id"] = json!(world.body.slug);
        world.registrar.client.post("/v1/candidates", &in_its_name).expect_problem(409, "candidate_exists");
        own.post("/v1/candidates?confirm_new=false", &again).expect_problem(409, "candidate_exists");
        own.post("/v1/candidates?confirm_new=perhaps", &again).expect_problem(400, "invalid_parameter");
        let twin = own.post("/v1/candidates?confirm_new=true", &again);
        let read = own.get(&format!("/v1/candidates/{}", text(&twin.expect(201), "id")));
        assert_ne!(read.json()["id"], ngozi["id"]);
        assert_eq!(twin.header("etag"), read.header("etag"), "the tag is of what is read there");
    }

    fn who_looks_like_somebody_on_record_is_registered_and_told(service: Service) {
        let world = World::new(&service);
        let (client, other) = (&world.body.caller.client, &world.other_body.caller.client);
        for (case, (given_names, family_name, birth_date, expected)) in ALIKE.into_iter().enumerate() {
            let known = known(client, case);
            let new = person(&of_case(given_names, case), &of_case(family_name, case), birth_date);
            let asked = format!("{given_names} {family_name} {birth_date}");
            assert_eq!(other.post("/v1/candidates", &new).expect(201)["possible_candidates"], Value::Null, "{asked}");
            let registered = client.post("/v1/candidates", &new).expect(201);
            let Some((meant, because)) = expected else {
                assert_eq!(registered["possible_candidates"], Value::Null, "{asked}: {registered}");
                continue;
            };
            let told = registered["possible_candidates"].as_array().unwrap();
            assert_eq!(told.len(), 1, "{asked}: {registered}");
            assert_eq!((&told[0]["id"], &told[0]["because"]), (&known(meant)["id"], &json!(because)), "{asked}");
            let confirmed = client.post("/v1/candidates?confirm_new=true", &new).expect(201);
            assert_eq!(confirmed["possible_candidates"], Value::Null, "{asked}");
        }
    }

    fn a_row_that_looks_like_somebody_on_record_says_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (case, (given_names, family_name, birth_date, expected)) in ALIKE.into_iter().enumerate() {
            let known = known(client, case);
            let (given, family) = (of_case(given_names, case), of_case(family_name, case));
            let names = [("given_names", given.as_str()), ("family_name", &family), ("birth_date", birth_date)];
            let prior = |more: &[(&'static str, &'static str)]| foundation("row", &[&names[..], more].concat());
            let asked = format!("{given_names} {family_name} {birth_date}");
            // Taken, or refused for want of what the one who is meant holds.
            for (row, word) in [(prior(&[]), "pass"), (prior(&[("qualification", "practitioner")]), "not_eligible")] {
                for query in ["?dry_run=true", "?again=true"] {
                    if (word, query) == ("pass", "?again=true") {
                        continue;
                    }
                    let rows = outcome(client, query, &csv(std::slice::from_ref(&row)));
                    assert_eq!(words(&rows), [word], "{asked}: {rows:?}");
                    let codes = each(&rows[0]["notes"], "code");
                    let Some((meant, _)) = expected else {
                        assert!(codes.is_empty(), "{asked}: {rows:?}");
                        continue;
                    };
                    assert_eq!(codes, ["possible_candidate"], "{asked}: {rows:?}");
                    let detail = text(&rows[0]["notes"][0], "detail");
                    let number = text(&known(meant), "number");
                    assert!(detail.starts_with(&format!("may be your candidate {number}, who has ")), "{asked}: {detail}");
                }
            }
            let confirmed = outcome(client, "?dry_run=true", &csv(&[prior(&[("confirm_new", "yes")])]));
            assert_eq!((words(&confirmed), &confirmed[0]["notes"]), (vec!["pass".to_owned()], &json!([])), "{asked}");
        }
    }

    /// Rows of one file are told of one another, and of nobody when they are sent again.
    fn rows_that_look_like_one_another_say_so(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (case, (given_names, family_name, birth_date, expected)) in ALIKE.into_iter().enumerate() {
            let known = [("Ngozi", "Okafor"), ("Ana Maria", "Silva"), ("Jörg", "Müller")];
            let row = |reference: &str, given: &str, family: &str, day: &str| {
                let (given, family) = (of_case(given, case), of_case(family, case));
                foundation(reference, &[("given_names", &given), ("family_name", &family), ("birth_date", day)])
            };
            let mut rows: Vec<_> = known.iter().map(|(given, family)| row(family, given, family, DAY)).collect();
            rows.push(row("row", given_names, family_name, birth_date));
            for query in ["?dry_run=true", "", "?again=true"] {
                let told = outcome(client, query, &csv(&rows));
                let all = told.iter().flat_map(|row| row["notes"].as_array().unwrap().clone());
                let details: Vec<String> = all.map(|note| text(&note, "detail")).collect();
                let is_new = query != "?again=true";
                assert_eq!(details.len(), usize::from(expected.is_some() && is_new), "{given_names} {family_name} {query}: {told:?}");
                assert!(details.iter().all(|detail| detail.starts_with("may be somebody whom another row registers")), "{details:?}");
                assert!(details.iter().all(|detail| detail.contains("registers as ") != (query == "?dry_run=true")), "{details:?}");
            }
        }
    }

    /// Whatever their order in the file.
    fn two_of_one_name_in_one_file_are_two(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let named = |reference: &'static str, day: &'static str, confirm_new: &'static str| {
            let names = [("given_names", "Ngozi"), ("family_name", "Twice"), ("birth_date", DAY)];
            foundation(reference, &[&names[..], &[("sat_on", day), ("confirm_new", confirm_new), ("marks", "3")]].concat())
        };
        let (first, second) = (named("z", "2015-07-01", ""), named("a", "2015-06-01", "yes"));
        let again = named("b", "2015-06-02", "yes");
        let rows = outcome(client, "", &csv(&[first, second, again]));
        assert_eq!(words(&rows), ["fail", "fail", "conflict"], "{rows:?}");
        assert_eq!(rows[2]["errors"][0]["code"], "ambiguous_candidate", "{rows:?}");
        let whose = |row: &Value| {
            let result = client.get(&format!("/v1/results/{}", text(row, "result_id"))).expect(200);
            text(&result, "candidate_id")
        };
        assert_ne!(whose(&rows[0]), whose(&rows[1]));
        let unreferenced = outcome(client, "", &csv(&[named("", "2015-08-01", "yes")]));
        assert_eq!(words(&unreferenced), ["invalid"], "{unreferenced:?}");
        assert_eq!(unreferenced[0]["errors"][0]["column"], "confirm_new", "{unreferenced:?}");
    }

    fn a_row_can_say_that_it_is_somebody_else(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let ngozi = known(client, 0)("Okafor");
        let names = [("given_names", "Ngozib"), ("family_name", "Okaforb"), ("birth_date", DAY)];
        let file = csv(&[foundation("twin", &[&names[..], &[("confirm_new", "yes")]].concat())]);
        let rows = outcome(client, "", &file);
        assert_eq!(words(&rows), ["pass"], "{rows:?}");
        let result = client.get(&format!("/v1/results/{}", text(&rows[0], "result_id"))).expect(200);
        assert_ne!(result["candidate_id"], ngozi["id"]);
        let again = outcome(client, "?again=true", &file);
        assert_eq!(words(&again), ["unchanged"], "sent again, the row registers nobody: {again:?}");
        assert_eq!(again[0]["result_id"], rows[0]["result_id"]);
        let without = outcome(client, "", &csv(&[foundation("which", &[&names[..], &[("sat_on", "2015-07-01")]].concat())]));
        assert_eq!(words(&without), ["conflict"], "{without:?}");
        assert!(text(&without[0]["errors"][0], "detail").contains("confirm_new"), "{without:?}");
    }
}
