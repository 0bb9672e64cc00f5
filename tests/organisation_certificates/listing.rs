//! Looking organisation certificates up.

use serde_json::{Value, json};

use crate::support::organisation_certificates::{PATH, change, published, read, submit};
use crate::support::steps::day;
use crate::support::world::{World, text};
use crate::support::{Service, on_both_engines};

/// The numbers of what a search finds, in its order.
fn found(world: &World, query: &str) -> Vec<String> {
    let page = world.public.get(&format!("{PATH}?{query}")).expect(200);
    page["items"].as_array().unwrap().iter().map(|item| text(item, "number")).collect()
}

/// Certificates numbered after what is particular to them.
fn populate(world: &World) -> Vec<String> {
    let to_come = day(400);
    let add = |number: &str, changes: Value| {
        let mut changes = changes;
        changes["number"] = json!(number);
        published(world, &changes)
    };
    let organisation = json!({"name": "Juniper", "country": "JP"});
    vec![
        add("EXPIRED", json!({"expires_on": "2022-03-31", "edition": "2011"})),
        add("VALID", json!({"expires_on": to_come, "organisation": organisation})),
        add("SUSPENDED", json!({"expires_on": to_come, "sites": [{"locality": "東京", "country": "JP"}]})),
        add("WITHDRAWN", json!({"expires_on": to_come})),
    ]
}

on_both_engines! {
    fn certificates_are_found_by_what_is_said_of_them(service: Service) {
        let world = World::new(&service);
        let ids = populate(&world);
        change(&world, &ids[2], "suspensions", "2022-01-01", None).expect(201);
        change(&world, &ids[3], "withdrawals", "2022-01-01", None).expect(201);
        submit(&world.body.caller.client, &json!({"number": "PENDING"}));
        let everything = ["EXPIRED", "VALID", "SUSPENDED", "WITHDRAWN"];
        let body = format!("body={}", world.body.slug);
        let other_body = format!("body={}", world.other_body.id);
        for (query, expected) in [
            ("", &everything[..]),
            ("state=published", &everything),
            ("state=submitted", &[]),
            ("status=valid", &["VALID"]),
            ("status=suspended", &["SUSPENDED"]),
            ("status=withdrawn", &["WITHDRAWN"]),
            ("status=expired", &["EXPIRED"]),
            ("status=not_yet", &[]),
            ("status=valid&on=2021-12-31", &everything),
            ("status=not_yet&on=2020-04-30", &everything),
            ("status=suspended&on=2021-12-31", &[]),
            ("status=expired&on=2200-01-01", &["EXPIRED", "VALID", "SUSPENDED"]),
            ("status=valid&state=returned", &[]),
            ("edition=2011", &["EXPIRED"]),
            ("edition=2005", &[]),
            ("country=JP", &["VALID", "SUSPENDED"]),
            ("country=JP&status=valid", &["VALID"]),
            ("organisation=juniper", &["VALID"]),
            (body.as_str(), &everything),
            (other_body.as_str(), &[]),
        ] {
            assert_eq!(found(&world, query), expected, "{query}");
        }
        for query in [
            "status=good", "state=open", "country=jp", "edition=", "body=nobody", "organisation=nobody", "on=today", "q=juniper",
            "organisation=%00", "body=%E6%9D%B1",
        ] {
            world.public.get(&format!("{PATH}?{query}")).expect_problem(400, "invalid_parameter");
        }
        let answer = world.public.get(&format!("{PATH}?body=nobody&organisation=nothing"));
        assert_eq!(answer.pointers(), ["/body", "/organisation"], "both at once");
    }

    fn a_country_is_that_of_the_organisation_that_is_shown(service: Service) {
        let world = World::new(&service);
        for (number, name, country, site) in [("A", "Aspen", "DE", "FR"), ("B", "Aspen GmbH", "AT", "CH"), ("C", "Rowan", "AT", "AT")] {
            let changes = json!({
                "number": number, "organisation": {"name": name, "country": country}, "sites": [{"locality": "X", "country": site}],
            });
            published(&world, &changes);
        }
        let expect = |table: [(&str, &[&str]); 5]| for (country, expected) in table {
            assert_eq!(found(&world, &format!("country={country}")), expected, "{country}");
        };
        let apart: [(&str, &[&str]); 5] = [("DE", &["A"]), ("FR", &["A"]), ("AT", &["B", "C"]), ("CH", &["B"]), ("NL", &[])];
        expect(apart);
        let registrar = &world.registrar.client;
        let merge = json!({"duplicate_id": "aspen-gmbh", "reason": "One entry."});
        registrar.post("/v1/organisations/aspen/merges", &merge).expect(201);
        expect([("DE", &["A", "B"]), ("FR", &["A"]), ("AT", &["C"]), ("CH", &["B"]), ("NL", &[])]);
        let shown = world.public.get(&format!("{PATH}?country=DE")).expect(200);
        assert!(shown["items"].as_array().unwrap().iter().all(|item| item["organisation"]["country"] == "DE"), "{shown}");
        registrar.post("/v1/organisations/aspen-gmbh/separations", &json!({"reason": "Two entries."})).expect(201);
        expect(apart);
    }

    fn a_status_is_found_page_by_page(service: Service) {
        let world = World::new(&service);
        for number in 0..9 {
            let id = published(&world, &json!({"number": format!("P-{number}"), "expires_on": day(400)}));
            if number % 3 != 0 {
                change(&world, &id, "suspensions", "2022-01-01", (number % 3 == 1).then_some("2022-02-01")).expect(201);
            }
        }
        for (status, expected) in [("valid", &[0, 1, 3, 4, 6, 7][..]), ("suspended", &[2, 5, 8])] {
            for limit in 1..=7 {
                let (mut numbers, mut address) = (Vec::new(), Some(format!("{PATH}?status={status}&limit={limit}")));
                while let Some(here) = address {
                    let page = world.public.get(&here).expect(200);
                    let items = page["items"].as_array().unwrap();
                    assert!(items.len() <= limit && (page["next_cursor"].is_null() || items.len() == limit), "{page}");
                    numbers.extend(items.iter().map(|item| text(item, "number")));
                    let next = page["next_cursor"].as_str();
                    address = next.map(|cursor| format!("{PATH}?status={status}&limit={limit}&cursor={cursor}"));
                }
                let expected: Vec<_> = expected.iter().map(|number| format!("P-{number}")).collect();
                assert_eq!(numbers, expected, "{status} by {limit}");
            }
        }
    }

    fn one_is_read_as_of_a_day(service: Service) {
        let world = World::new(&service);
        let ids = populate(&world);
        let shown = read(&world.public, &ids[1], "?on=2021-07-01");
        assert_eq!((&shown["as_of"], &shown["status"]), (&json!("2021-07-01"), &json!("valid")));
        for query in ["on=x", "on=2021-02-29", "day=2021-01-01"] {
            world.public.get(&format!("{PATH}/{}?{query}", ids[1])).expect_problem(400, "invalid_parameter");
        }
    }
}
