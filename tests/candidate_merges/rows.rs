//! Rows of files that name one record or the other.

use serde_json::{Value, json};

use super::{merge, person, read, separate};
use crate::support::batches::{Row, csv, foundation, outcome, row, words, wrong};
use crate::support::world::World;
use crate::support::{Client, Service, events, on_both_engines};

/// Somebody as a row names her: by number or not, with this spelling.
fn named(
    reference: &str,
    number: &str,
    [given_names, family_name, birth_date]: [&str; 3],
    more: &[(&str, &str)],
) -> Row {
    let names = [
        ("candidate_number", number),
        ("given_names", given_names),
        ("family_name", family_name),
        ("birth_date", birth_date),
    ];
    foundation(reference, &[&names[..], more].concat())
}

const KEPT: [&str; 3] = ["Zoë", "Łuczak", "1985-04-12"];
const MERGED: [&str; 3] = ["Zoé Ana", "Luczack", "1985-12-04"];

fn results(client: &Client, id: &str) -> usize {
    events::all_items(client, &format!("/v1/results?candidate_id={id}")).len()
}

on_both_engines! {
    fn rows_mean_the_candidate_however_they_name_her(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [kept, merged] = [KEPT, MERGED].map(|[given, family, born]| person(own, given, family, &json!({"birth_date": born})));
        let before = csv(&[
            named("by name", "", MERGED, &[]),
            named("by number", &merged.number, MERGED, &[("sat_on", "2014-06-01"), ("marks", "3")]),
            named("of the other", &kept.number, ["", "", ""], &[("sat_on", "2013-06-01"), ("marks", "3")]),
        ]);
        assert_eq!(words(&outcome(own, "", &before)), ["pass", "fail", "fail"]);
        merge(&world, &kept.id, &merged.id).expect(201);
        assert_eq!(words(&outcome(own, "?again=true", &before)), ["unchanged"; 3], "what was recorded is recorded");
        assert_eq!(words(&outcome(own, "?again=true&dry_run=true", &before)), ["unchanged"; 3]);

        let practitioner = |reference: &str, number: &str, names: [&str; 3], sat_on: &str| {
            named(reference, number, names, &[("qualification", "practitioner"), ("sat_on", sat_on), ("marks", "20")])
        };
        // Foundation was passed by the duplicate.
        let rows = outcome(own, "", &csv(&[
            practitioner("1", "", KEPT, "2016-01-01"),
            practitioner("2", "", MERGED, "2016-01-02"),
            practitioner("3", &kept.number, ["", "", ""], "2016-01-03"),
            practitioner("4", &merged.number, ["", "", ""], "2016-01-04"),
            practitioner("5", &merged.number, MERGED, "2016-01-05"),
            practitioner("6", &merged.number, KEPT, "2016-01-06"),
            practitioner("7", &merged.number, ["Zoë", "Łuczak", "1985-12-04"], "2016-01-07"),
            practitioner("8", &kept.number, MERGED, "2016-01-08"),
        ]));
        assert_eq!(words(&rows), ["fail", "fail", "fail", "fail", "fail", "fail", "conflict", "conflict"], "{rows:?}");
        assert_eq!(wrong(&rows[6]), [("birth_date".to_owned(), "candidate_mismatch".to_owned())], "some of each is neither");
        assert_eq!(events::all_items(own, "/v1/candidates").len(), 2, "nobody was registered anew");
        assert_eq!((results(own, &kept.id), results(own, &merged.id)), (9, 9));
        for item in events::all_items(own, "/v1/results?qualification=practitioner") {
            assert_eq!(item["candidate_id"], kept.id.as_str());
        }
        let found = own.post("/v1/candidates", &crate::support::world::candidate(&json!({"given_names": "Zoe Ana", "family_name": "Luczack", "birth_date": "1985-12-04"})));
        let possible = found.expect_problem(409, "candidate_exists");
        assert_eq!(possible["possible_candidates"][0]["id"], kept.id.as_str());
        assert_eq!(possible["possible_candidates"].as_array().map(Vec::len), Some(1));

        separate(&world, &merged.id).expect(201);
        assert_eq!(words(&outcome(own, "?again=true", &before)), ["unchanged"; 3]);
        assert_eq!((results(own, &kept.id), results(own, &merged.id)), (7, 2));
    }

    /// They are sorted as those of one candidate: by day, though two records are named.
    fn rows_of_both_are_decided_in_the_order_of_their_days(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        for (tag, swap) in [("Eins", false), ("Zwei", true)] {
            let names = [["Ada", &format!("{tag} Ahorn"), "1985-04-12"], ["Ada", &format!("{tag} Buche"), "1985-04-12"]].map(|names| names.map(str::to_owned));
            let people = names.each_ref().map(|[given, family, born]| person(own, given, family, &json!({"birth_date": born})));
            merge(&world, &people[0].id, &people[1].id).expect(201);
            let (first, later) = if swap { (1, 0) } else { (0, 1) };
            let of = |place: usize| names[place].each_ref().map(String::as_str);
            let file = csv(&[
                named(&format!("{tag} later"), "", of(later), &[("qualification", "practitioner"), ("sat_on", "2016-01-01"), ("marks", "50")]),
                named(&format!("{tag} first"), "", of(first), &[]),
            ]);
            for query in ["?dry_run=true", ""] {
                assert_eq!(words(&outcome(own, query, &file)), ["pass", "pass"], "{tag} {query}");
            }
        }
    }

    /// Merged and separated while a file about her is being processed: each row is decided, once.
    fn a_merge_beside_a_file_loses_nothing(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [kept, merged] = ["Ahorn", "Birke"].map(|name| person(own, "Ada", name, &json!({})));
        let day = |number: u32| format!("20{:02}-{:02}-01", 13 + number / 12, 1 + number % 12);
        let failed = |number: u32| {
            let of = if number.is_multiple_of(2) { &kept } else { &merged };
            let day = day(number);
            row(&[("reference", &number.to_string()), ("candidate_number", &of.number), ("qualification", "foundation"), ("sat_on", &day), ("marks", "3")])
        };
        let file = csv(&(0..60).map(failed).collect::<Vec<_>>());
        let rows = std::thread::scope(|scope| {
            let merging = scope.spawn(|| {
                for _ in 0..4 {
                    merge(&world, &kept.id, &merged.id).expect(201);
                    separate(&world, &merged.id).expect(201);
                }
                merge(&world, &kept.id, &merged.id).expect(201);
            });
            let rows = outcome(own, "", &file);
            merging.join().unwrap();
            rows
        });
        assert_eq!(words(&rows), ["fail"; 60]);
        assert_eq!(results(own, &kept.id), 60);
        assert_eq!(words(&outcome(own, "?again=true", &file)), ["unchanged"; 60]);
    }

    fn a_consent_that_a_row_takes_back_is_taken_back_for_both(service: Service) {
        let world = World::new(&service);
        let own = &world.body.caller.client;
        let [kept, merged] = ["Ahorn", "Birke"].map(|name| person(own, "Ada", name, &json!({"listed": true})));
        merge(&world, &kept.id, &merged.id).expect(201);
        assert_eq!(read(own, &kept.id)["listed"], true);
        let rows = outcome(own, "", &csv(&[named("1", &merged.number, ["", "", ""], &[("listed", "no")])]));
        assert_eq!(words(&rows), ["pass"]);
        assert_eq!(rows[0]["notes"][0]["code"], "changed");
        separate(&world, &merged.id).expect(201);
        assert_eq!([&kept, &merged].map(|one| read(own, &one.id)["listed"].clone()), [Value::from(false), Value::from(false)]);
    }
}
