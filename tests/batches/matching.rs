//! Whom a row means: by number, else by names and day of birth, and never a guess.

use serde_json::{Value, json};

use crate::support::batches::{csv, foundation, outcome, row, words, wrong};
use crate::support::sql::Sql;
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

fn candidates(client: &Client) -> Vec<Value> {
    events::all_items(client, "/v1/candidates")
}

/// A candidate that the single face registered: the id and the number.
fn registered(world: &World, client: &Client, given_names: &str, family_name: &str) -> (String, String) {
    let names = json!({"given_names": given_names, "family_name": family_name});
    let id = world.register_candidate(client, &names);
    let number = text(&client.get(&format!("/v1/candidates/{id}")).expect(200), "number");
    (id, number)
}

on_both_engines! {
    fn names_match_whatever_the_case_and_the_accents(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (id, _) = registered(&world, client, "Zoë", "Müller-Łuczak");
        let spelled = [("given_names", "ZOE\u{308}"), ("family_name", "MULLER LUCZAK")];
        let other_day = [("given_names", "Zoë"), ("family_name", "Müller-Łuczak"), ("birth_date", "1985-04-13")];
        let other_name = [("given_names", "Zoé Ana"), ("family_name", "Müller-Łuczak")];
        let file = csv(&[
            foundation("spelled", &spelled),
            foundation("other day", &other_day),
            foundation("other name", &other_name),
        ]);
        let rows = outcome(client, "", &file);
        assert_eq!(words(&rows), ["pass"; 3], "{rows:?}");
        let results = events::all_items(client, &format!("/v1/results?candidate_id={id}"));
        assert_eq!(results.len(), 1);
        assert_eq!(results[0]["id"], rows[0]["result_id"]);
        assert_eq!(candidates(client).len(), 3, "another day of birth or another name is another person");
    }

    fn candidates_of_an_earlier_version_are_matched(mut service: Service) {
        let world = World::new(&service);
        registered(&world, &world.body.caller.client, "Zoë", "Müller");
        // As a version left it that did not know files.
        let mut sql = Sql::of(&service);
        assert_eq!(sql.execute("UPDATE candidates SET matching_key = ''").unwrap(), 1);
        drop(sql);
        service.terminate();
        service.restart();
        let client = &world.body.caller.client;
        let file = csv(&[foundation("known", &[("given_names", "Zoë"), ("family_name", "Müller")])]);
        assert_eq!(words(&outcome(client, "", &file)), ["pass"]);
        assert_eq!(candidates(client).len(), 1);
    }

    /// Keys that an earlier version made otherwise are made anew by the upgrade.
    fn a_name_with_what_nobody_sees_is_matched_after_an_upgrade(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        registered(&world, client, "Zoë", "Müller");
        registered(&world, client, "Ada", "Smith-Jones");
        service.terminate();
        let mut sql = Sql::of(&service);
        for (family_name, stored, key) in [
            ("Müller", "Mül\u{AD}ler", "mul\u{AD}ler\u{1}zoe"),
            ("Smith-Jones", "Smith\u{2212}Jones", "smith\u{2212}jones\u{1}ada"),
        ] {
            let names = format!("family_name = '{stored}', matching_key = '1985-04-12\u{1}{key}'");
            let update = format!("UPDATE candidates SET {names} WHERE family_name = '{family_name}'");
            assert_eq!(sql.execute(&update).unwrap(), 1);
        }
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version = '00000000000020'").unwrap();
        drop(sql);
        let migrated = service.command(&["migrate"]);
        assert!(migrated.status.success(), "{migrated:?}");
        service.restart();
        let spelled = [
            ("Zoë", "Mül\u{AD}ler"), ("Zoe", "Müller"), ("Ada", "Smith\u{2212}Jones"), ("Ada", "Smith-Jones"),
        ];
        for (place, (given_names, family_name)) in spelled.into_iter().enumerate() {
            let names = [("given_names", given_names), ("family_name", family_name)];
            let outcome = outcome(client, "?again=true", &csv(&[foundation(&format!("row {place}"), &names)]));
            assert!(["pass", "unchanged"].contains(&words(&outcome)[0].as_str()), "{family_name:?}: {outcome:?}");
        }
        assert_eq!(candidates(client).len(), 2, "nobody is registered twice");
    }

    /// Keys that differed before an upgrade and are one after it: the two stay two, and are told apart by their numbers.
    fn names_that_an_upgrade_makes_alike_stay_two_people(mut service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let persian = registered(&world, client, "Sara", "کریمی");
        let arabic = registered(&world, client, "Sara", "كريمي");
        registered(&world, client, "Dan", "צ׳רני");
        service.terminate();
        let mut sql = Sql::of(&service);
        for (family_name, key) in [("کریمی", "کریمی\u{1}sara"), ("كريمي", "كريمي\u{1}sara"), ("צ׳רני", "צ׳רני\u{1}dan")] {
            let update = format!("UPDATE candidates SET matching_key = '1985-04-12\u{1}{key}' WHERE family_name = '{family_name}'");
            assert_eq!(sql.execute(&update).unwrap(), 1);
        }
        sql.execute("DELETE FROM __diesel_schema_migrations WHERE version = '00000000000026'").unwrap();
        drop(sql);
        let migrated = service.command(&["migrate"]);
        assert!(migrated.status.success(), "{migrated:?}");
        service.restart();
        let row = |reference: &str, given_names: &str, family_name: &str, number: &str| {
            foundation(reference, &[("given_names", given_names), ("family_name", family_name), ("candidate_number", number)])
        };
        let file = csv(&[
            row("1", "Sara", "کریمی", ""),
            row("2", "Sara", "كريمي", &persian.1),
            row("3", "Sara", "کریمی", &arabic.1),
            row("4", "Dan", "צ'רני", ""),
        ]);
        let rows = outcome(client, "", &file);
        assert_eq!(words(&rows), ["conflict", "pass", "pass", "pass"], "{rows:?}");
        assert_eq!(wrong(&rows[0])[0].1, "ambiguous_candidate", "{rows:?}");
        assert_eq!(candidates(client).len(), 3, "nobody is merged, and nobody is registered twice");
        for (id, _) in [persian, arabic] {
            assert_eq!(events::all_items(client, &format!("/v1/results?candidate_id={id}")).len(), 1);
        }
    }

    /// One and the same however it is typed; spelled otherwise it is another name, and so another person.
    fn a_name_typed_on_another_keyboard_is_the_same_and_spelled_otherwise_another(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        registered(&world, client, "Ada", "Müller");
        for (place, (family_name, people)) in
            [("Mül\u{AD}ler", 1), ("MULLER", 1), ("Ｍüller", 1), ("Mu\u{308}\u{FE0F}ller", 1), ("Mueller", 2), ("MUELLER", 2)].into_iter().enumerate()
        {
            let named = foundation(&format!("row {place}"), &[("given_names", "Ada"), ("family_name", family_name)]);
            outcome(client, "?again=true", &csv(&[named]));
            assert_eq!(candidates(client).len(), people, "{family_name:?}");
        }
    }

    fn an_ambiguous_match_is_a_conflict(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let twins = [registered(&world, client, "Ana", "Twin"), registered(&world, client, "Ana", "Twin")];
        let named = [("given_names", "Ana"), ("family_name", "Twin")];
        let numbered = [("given_names", "Ana"), ("family_name", "Twin"), ("candidate_number", twins[1].1.as_str())];
        let rows = outcome(client, "", &csv(&[foundation("named", &named), foundation("numbered", &numbered)]));
        assert_eq!(words(&rows), ["conflict", "pass"], "{rows:?}");
        assert_eq!(wrong(&rows[0])[0].1, "ambiguous_candidate", "{rows:?}");
        assert!(text(&rows[0]["errors"][0], "detail").contains("candidate number"), "{rows:?}");
        assert_eq!(candidates(client).len(), 2);
        let results = events::all_items(client, "/v1/results");
        assert_eq!(results.len(), 1);
        assert_eq!(results[0]["candidate_id"], twins[1].0);
    }

    /// Homonyms and twins: the number of one with the names of the other is nobody's row.
    fn a_number_and_the_names_of_somebody_else_are_a_conflict(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (_, anna) = registered(&world, client, "Anna", "Zwilling");
        registered(&world, client, "Berta", "Zwilling");
        let (_, maria) = registered(&world, client, "Ana Maria", "Silva");
        let mononym = world.register_candidate(client, &json!({"given_names": null, "family_name": "Suharto"}));
        let mononym = text(&client.get(&format!("/v1/candidates/{mononym}")).expect(200), "number");
        for (place, (number, given_names, family_name, birth_date, wrong_column)) in [
            (&anna, "Berta", "Zwilling", "1985-04-12", Some("given_names")),
            (&anna, "Berta", "Zwilling", "", Some("given_names")),
            (&anna, "Berta", "", "", Some("given_names")),
            (&anna, "Zwilling", "Anna", "", Some("family_name")),
            (&maria, "Maria Ana", "Silva", "", Some("given_names")),
            (&maria, "Ana Luísa", "Silva", "", Some("given_names")),
            (&maria, "An", "Silva", "", Some("given_names")),
            (&mononym, "Muhammad", "Suharto", "", Some("given_names")),
            (&anna, "ANNA", "zwilling", "1985-04-12", None),
            (&maria, "Ana", "Silva", "", None),
            (&maria, "Maria", "", "", None),
            (&maria, "Ana-Maria", "Silva", "", None),
            (&maria, "Ana Luísa Maria", "Silva", "", None),
            (&mononym, "", "Suharto", "", None),
        ].into_iter().enumerate() {
            let day = format!("2015-06-{:02}", 1 + place);
            let values = [
                ("candidate_number", number.as_str()), ("given_names", given_names), ("family_name", family_name),
                ("birth_date", birth_date), ("sat_on", &day), ("marks", "3"),
            ];
            let rows = outcome(client, "", &csv(&[foundation(&format!("row {place}"), &values)]));
            let Some(column) = wrong_column else {
                assert_eq!(words(&rows), ["fail"], "{given_names} {family_name}: {rows:?}");
                continue;
            };
            assert_eq!(words(&rows), ["conflict"], "{given_names} {family_name}: {rows:?}");
            assert_eq!(wrong(&rows[0])[0], (column.to_owned(), "candidate_mismatch".to_owned()), "{rows:?}");
            let detail = text(&rows[0]["errors"][0], "detail");
            let given = if column == "given_names" { given_names } else { family_name };
            let on_record = if number == &mononym { "none" } else if column == "family_name" { "Zwilling" } else { "An" };
            assert!(detail.contains(given) && detail.contains(on_record), "both sides are shown: {detail}");
        }
    }

    /// Whoever only knows number and day of birth learns no name by a wrong one.
    fn what_is_on_record_elsewhere_is_not_shown(service: Service) {
        let world = World::new(&service);
        let (_, number) = registered(&world, &world.body.caller.client, "Uma", "Secret");
        let values = [("candidate_number", number.as_str()), ("given_names", "Eva"), ("family_name", "Guess")];
        let rows = outcome(&world.other_body.caller.client, "", &csv(&[foundation("guess", &values)]));
        assert_eq!(words(&rows), ["conflict"], "{rows:?}");
        assert!(!rows[0].to_string().contains("Secret") && !rows[0].to_string().contains("Uma"), "{rows:?}");
    }

    fn what_a_row_says_otherwise_than_the_record_is_said(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (id, number) = registered(&world, client, "Ana Maria", "Silva");
        let told = |row: &Value| -> Vec<(String, String)> {
            let notes = row["notes"].as_array().unwrap().iter();
            notes.map(|note| (text(note, "column"), text(note, "code"))).collect()
        };
        let pair = |column: &str, code: &str| (column.to_owned(), code.to_owned());
        let values = |day: &'static str, more: &[(&'static str, &'static str)]| {
            let mut values = vec![("candidate_number", number.as_str()), ("given_names", ""), ("family_name", ""),
                ("birth_date", ""), ("sat_on", day), ("marks", "3")];
            values.extend_from_slice(more);
            foundation(day, &values)
        };
        let names = [("given_names", "Ana"), ("email", "other@example.org"), ("country", "BR"), ("listed", "yes")];
        let same = [("email", ""), ("country", "PT"), ("listed", "no")];
        for query in ["?dry_run=true", ""] {
            let rows = outcome(client, query, &csv(&[values("2015-06-01", &names), values("2015-06-02", &same)]));
            assert_eq!(words(&rows), ["fail"; 2], "{rows:?}");
            let kept = ["given_names", "email", "country", "listed"].map(|column| pair(column, "kept"));
            assert_eq!(told(&rows[0]), kept, "{rows:?}");
            assert_eq!(told(&rows[1]), [], "{rows:?}");
        }
        let on_record = client.get(&format!("/v1/candidates/{id}")).expect(200);
        assert_eq!((&on_record["listed"], &on_record["country"], &on_record["given_names"]),
            (&json!(false), &json!("PT"), &json!("Ana Maria")));
        // By name as by number, and whichever body says so.
        let listed = [("given_names", "Eva"), ("family_name", "Listed"), ("listed", "yes")];
        let unlisted = [("given_names", "Eva"), ("family_name", "Listed"), ("listed", "no"), ("sat_on", "2015-07-01"), ("marks", "3")];
        let silent = [("given_names", "Eva"), ("family_name", "Listed"), ("listed", ""), ("sat_on", "2015-08-01"), ("marks", "3")];
        let rows = outcome(client, "", &csv(&[foundation("agreed", &listed), foundation("silent", &silent)]));
        assert_eq!(told(&rows[1]), [], "{rows:?}");
        let certificate = text(&rows[0], "certificate_number");
        let holder = || world.public.get(&format!("/v1/verifications/{certificate}")).expect(200)["holder"].clone();
        assert!(holder().to_string().contains("Listed"), "{}", holder());
        let dry = outcome(client, "?dry_run=true", &csv(&[foundation("withdrawn", &unlisted)]));
        assert_eq!(told(&dry[0]), [pair("listed", "changed")], "{dry:?}");
        assert!(holder().to_string().contains("Listed"), "a dry run changes nothing");
        let rows = outcome(client, "", &csv(&[foundation("withdrawn", &unlisted)]));
        assert_eq!(told(&rows[0]), [pair("listed", "changed")], "{rows:?}");
        assert!(!holder().to_string().contains("Listed"), "{}", holder());
        // Where the result is refused too, as a pass is of somebody who holds the certificate.
        let path = format!("/v1/candidates/{}", text(
            candidates(client).iter().find(|one| one["family_name"] == "Listed").unwrap(),
            "id"
        ));
        let tag = client.get(&path).header("etag").to_owned();
        client.with_header("if-match", &tag).patch(&path, &json!({"listed": true})).expect(200);
        let again = [("given_names", "Eva"), ("family_name", "Listed"), ("listed", "no"), ("sat_on", "2015-09-01")];
        let rows = outcome(client, "", &csv(&[foundation("again", &again)]));
        assert_eq!((words(&rows), told(&rows[0])), (vec!["conflict".to_owned()], vec![pair("listed", "changed")]), "{rows:?}");
        assert!(!holder().to_string().contains("Listed"), "{}", holder());
        let event = events::all(&world.registrar.client).into_iter().rfind(|event| event["kind"] == "candidate_changed");
        assert_eq!(event.unwrap()["data"]["changed"], json!(["listed"]));
    }

    fn a_number_is_enough_for_ones_own_candidate(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (id, number) = registered(&world, client, "Ida", "Number");
        let alone = |reference: &str, more: &[(&str, &str)]| {
            let mut values = row(&[("reference", reference), ("candidate_number", &number.to_lowercase()),
                ("qualification", "foundation"), ("sat_on", "2015-06-01"), ("marks", "30")]);
            values.extend(row(more));
            values
        };
        let file = csv(&[
            alone("ok", &[]),
            alone("name", &[("family_name", "Other"), ("sat_on", "2015-07-01")]),
            alone("date", &[("birth_date", "1985-04-13"), ("sat_on", "2015-08-01")]),
        ]);
        let rows = outcome(client, "", &file);
        assert_eq!(words(&rows), ["pass", "conflict", "conflict"], "{rows:?}");
        assert_eq!(wrong(&rows[1]), [("family_name".to_owned(), "candidate_mismatch".to_owned())]);
        assert_eq!(wrong(&rows[2]), [("birth_date".to_owned(), "candidate_mismatch".to_owned())]);
        let results = events::all_items(client, "/v1/results");
        assert_eq!((results.len(), &results[0]["candidate_id"]), (1, &json!(id)));
        assert_eq!(candidates(client).len(), 1);
    }

    fn another_bodys_candidate_is_found_by_number_and_day_of_birth_only(service: Service) {
        let world = World::new(&service);
        let (own, other) = (&world.body.caller.client, &world.other_body.caller.client);
        let (id, number) = registered(&world, own, "Uma", "Shared");
        let about = |reference: &str, birth_date: &str| {
            foundation(reference, &[("given_names", ""), ("family_name", ""), ("candidate_number", &number), ("birth_date", birth_date)])
        };
        let rows = outcome(other, "", &csv(&[about("wrong", "1985-04-13"), about("none", "")]));
        assert_eq!(words(&rows), ["invalid", "invalid"], "{rows:?}");
        for row in &rows {
            assert_eq!(wrong(row), [("candidate_number".to_owned(), "unknown_reference".to_owned())]);
        }
        assert_eq!(candidates(other).len(), 0, "a wrong guess makes nobody known");
        let rows = outcome(other, "", &csv(&[about("right", "1985-04-12")]));
        assert_eq!(words(&rows), ["pass"], "{rows:?}");
        assert_eq!(other.get(&format!("/v1/candidates/{id}")).expect(200)["number"], json!(number));
        assert_eq!(candidates(&world.registrar.client).len(), 1);
    }

    fn numbers_are_not_guessed(service: Service) {
        let world = World::new(&service);
        let (_, number) = registered(&world, &world.body.caller.client, "Uma", "Guessed");
        let other = &world.other_body.caller.client;
        let about = |reference: &str, birth_date: &str| {
            foundation(reference, &[("given_names", ""), ("family_name", ""), ("candidate_number", &number), ("birth_date", birth_date)])
        };
        let guesses: Vec<_> =
            (0..40).map(|day| about(&day.to_string(), &format!("1984-{:02}-{:02}", 1 + day / 28, 1 + day % 28))).collect();
        let codes = |rows: &[Value]| -> Vec<String> { rows.iter().map(|row| wrong(row)[0].1.clone()).collect() };
        let count = |rows: &[Value], code: &str| codes(rows).iter().filter(|found| *found == code).count();
        let rows = outcome(other, "", &csv(&guesses));
        assert_eq!((count(&rows, "unknown_reference"), count(&rows, "too_many_guesses")), (10, 30), "{rows:?}");
        let right = outcome(other, "", &csv(&[about("right", "1985-04-12")]));
        assert_eq!(codes(&right), ["too_many_guesses"], "not in the next file either: {right:?}");
        let dry = outcome(other, "?dry_run=true", &csv(&[about("right", "1985-04-12")]));
        assert_eq!(codes(&dry), ["too_many_guesses"], "nor in a dry run: {dry:?}");
        assert_eq!(words(&outcome(other, "", &csv(&[foundation("1", &[])]))), ["pass"], "rows without numbers go on");
    }
}
