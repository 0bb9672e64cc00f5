//! Lists: page by page through each of them, whatever is added meanwhile.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::steps::patch;
use crate::support::world::{World, text};
use crate::support::{Answer, Client, Service, events, on_both_engines};
use crate::support::{batches, operations};

/// A list with what makes the next item of it, and the member that tells the items apart.
struct List {
    path: &'static str,
    key: &'static str,
    add: fn(&World, usize),
}

/// Names that sort all over the place, so that what is added falls between what is there.
fn name(number: usize) -> String {
    let initial = ["M", "A", "Z", "Émile", "m", "Ω", "a", "Y"][number % 8];
    format!("{initial} item {number}")
}

/// The lists that belong to a record.
const DELIVERIES: &str = "/v1/webhook-subscriptions/{id}/deliveries";
const BODY_AUDITORS: &str = "/v1/bodies/{id}/auditors";
const HOLDER_LINKS: &str = "/v1/certificates/{number}/holder-links";
const IDENTITY_CHANGES: &str = "/v1/candidates/{id}/identity-changes";
const CANDIDATE_MERGES: &str = "/v1/candidates/{id}/merges";
const ORGANISATION_MERGES: &str = "/v1/organisations/{id}/merges";

/// Registers an organisation in a country, and returns its id.
fn organisation(world: &World, name: &str, country: &str) -> String {
    let body = json!({"name": name, "country": country});
    text(&world.registrar.client.post("/v1/organisations", &body).expect(201), "id")
}

/// The address of a list: that of auditors is of the first body, that of the deliveries of the first subscription, paused so
/// that nothing comes in between, that of the links of the first certificate, that of the changes and that of the merges of
/// the first candidate, and that of the merges of an organisation that is made for it.
fn address(world: &World, path: &str) -> String {
    if path == HOLDER_LINKS {
        let first = world.registrar.client.get("/v1/certificates?limit=1").expect(200);
        return path.replace("{number}", &text(&first["items"][0], "number"));
    }
    if [IDENTITY_CHANGES, CANDIDATE_MERGES].contains(&path) {
        let client = &world.registrar.client;
        let first = client.get("/v1/candidates?limit=1").expect(200)["items"][0]["id"].clone();
        let id = first.as_str().map_or_else(|| world.register_candidate(client, &json!({})), str::to_owned);
        return path.replace("{id}", &id);
    }
    if path == BODY_AUDITORS {
        return path.replace("{id}", &world.body.id);
    }
    if !path.contains("{id}") {
        return path.to_owned();
    }
    if path == ORGANISATION_MERGES {
        let slug = "the-one-that-stays";
        if world.registrar.client.get(&format!("/v1/organisations/{slug}")).status == 404 {
            let one = json!({"organisation": {"name": "The one that stays", "country": "NL"}});
            crate::support::organisation_certificates::published(world, &one);
        }
        return path.replace("{id}", slug);
    }
    let client = &world.registrar.client;
    let first = client.get("/v1/webhook-subscriptions?limit=1").expect(200);
    let id = text(&first["items"][0], "id");
    patch(client, &format!("/v1/webhook-subscriptions/{id}"), &json!({"paused": true})).expect(200);
    path.replace("{id}", &id)
}

const LISTS: &[List] = &[
    // The first, while there are few events yet.
    List {
        path: "/v1/audit",
        key: "id",
        add: |world, _| {
            world.register_candidate(&world.body.caller.client, &json!({}));
        },
    },
    List {
        path: "/v1/bodies",
        key: "id",
        add: |world, number| {
            let body = json!({"name": name(number), "country": "NL", "listed_on": "2011-01-01"});
            world.list_body(&body).expect(201);
        },
    },
    List {
        path: BODY_AUDITORS,
        key: "id",
        add: |world, number| {
            let auditor = json!({"approved_auditor_id": world.approve_auditor(&name(number))});
            world.registrar.client.post(&address(world, BODY_AUDITORS), &auditor).expect(201);
        },
    },
    List {
        path: IDENTITY_CHANGES,
        key: "id",
        add: |world, number| {
            let change =
                json!({"family_name": name(number), "reason": "spelling", "proof": {"method": "passport_seen"}});
            world.registrar.client.post(&address(world, IDENTITY_CHANGES), &change).expect(201);
        },
    },
    List {
        path: "/v1/candidate-distinctions",
        key: "id",
        add: |world, number| {
            let client = &world.registrar.client;
            let two = [world.register_candidate(client, &json!({})), world.register_candidate(client, &json!({}))];
            let apart = json!({"candidate_ids": two, "reason": name(number)});
            client.post("/v1/candidate-distinctions", &apart).expect(201);
        },
    },
    List {
        path: "/v1/preliminary-scopes",
        key: "id",
        add: |world, number| {
            let statement = json!({"body_id": world.body.id, "organisation_name": name(number), "country": "NL", "edition": "2018",
                "scope_statement": "Hosting from Utrecht."});
            world.registrar.client.post("/v1/preliminary-scopes", &statement).expect(201);
        },
    },
    List {
        path: "/v1/approved-auditors",
        key: "id",
        add: |world, number| {
            world.approve_auditor(&name(number));
        },
    },
    List {
        path: "/v1/attention",
        key: "id",
        add: |world, number| {
            let gone = world.approve_auditor("Somebody who is going");
            let auditors = json!([{"approved_auditor_id": gone}, world.auditors()[0]]);
            let body = json!({"name": name(number), "country": "NL", "listed_on": "2011-01-01", "auditors": auditors});
            world.list_body(&body).expect(201);
            let removals = format!("/v1/approved-auditors/{gone}/removals");
            world.registrar.client.post(&removals, &json!({"reason": "Has gone."})).expect(201);
        },
    },
    List {
        path: "/v1/documents",
        key: "id",
        add: |world, number| {
            let body = json!({"title": name(number), "language": "en", "kind": "guide", "owner": "Somebody", "url": "https://somebody.example"});
            world.registrar.client.post("/v1/documents", &body).expect(201);
        },
    },
    List {
        path: "/v1/notices",
        key: "id",
        add: |world, number| {
            let texts = json!([{"language": "en", "title": name(number), "text": "It is so."}]);
            world.registrar.client.post("/v1/notices", &json!({"texts": texts})).expect(201);
        },
    },
    List {
        path: "/v1/training-organisations",
        key: "id",
        add: |world, number| {
            let body = json!({"name": name(number), "country": "NL", "accredited_from": "2011-01-01"});
            world.registrar.client.post("/v1/training-organisations", &body).expect(201);
        },
    },
    List {
        path: "/v1/courses",
        key: "id",
        add: |world, number| {
            let organisation = &world.training_organisation_id;
            let body = json!({"training_organisation_id": organisation, "qualification": "auditor", "title": name(number),
            "accredited_from": "2011-01-01"});
            world.registrar.client.post("/v1/courses", &body).expect(201);
        },
    },
    List { path: "/v1/persons", key: "id", add: |world, number| world.register_person(&name(number)) },
    List {
        path: "/v1/invitations",
        key: "id",
        add: |world, number| {
            let body = json!({"name": name(number), "email": "somebody@persons.example", "role": "auditor"});
            world.registrar.client.post("/v1/invitations", &body).expect(201);
        },
    },
    List {
        path: "/v1/clients",
        key: "id",
        add: |world, number| {
            let body = json!({"name": name(number), "role": "employer"});
            world.registrar.client.post("/v1/clients", &body).expect(201);
        },
    },
    List {
        path: "/v1/webhook-subscriptions",
        key: "id",
        add: |world, number| {
            let body = json!({"url": format!("https://hooks.invalid/{number}")});
            world.registrar.client.post("/v1/webhook-subscriptions", &body).expect(201);
        },
    },
    List {
        path: DELIVERIES,
        key: "id",
        add: |world, _| {
            // Its first message is the test that nobody answers; sent again, it is one more each time.
            let (client, path) = (&world.registrar.client, address(world, DELIVERIES));
            let first = text(&client.get(&format!("{path}?limit=1")).expect(200)["items"][0], "id");
            client.post(&format!("{path}/{first}/redeliveries"), &json!({})).expect(201);
        },
    },
    List {
        path: "/v1/candidates",
        key: "id",
        add: |world, number| {
            world.register_candidate(&world.body.caller.client, &json!({"family_name": name(number)}));
        },
    },
    List {
        path: "/v1/results",
        key: "id",
        add: |world, _| {
            world.certified_candidate(&json!({}));
        },
    },
    List {
        path: "/v1/certificates",
        key: "number",
        add: |world, _| {
            world.certified_candidate(&json!({}));
        },
    },
    List {
        path: "/v1/organisation-certificates",
        key: "id",
        add: |world, number| {
            let application =
                json!({"number": format!("L-{number}"), "organisation": {"name": name(number), "country": "NL"}});
            crate::support::organisation_certificates::submit(&world.body.caller.client, &application);
        },
    },
    List {
        path: "/v1/organisations",
        key: "id",
        add: |world, number| {
            let application =
                json!({"number": format!("P-{number}"), "organisation": {"name": name(number), "country": "NL"}});
            crate::support::organisation_certificates::published(world, &application);
        },
    },
    List {
        path: "/v1/directory",
        key: "id",
        add: |world, number| {
            let body = json!({"name": name(number), "country": "NL", "listed_on": "2011-01-01"});
            world.list_body(&body).expect(201);
        },
    },
    List {
        path: HOLDER_LINKS,
        key: "id",
        add: |world, _| {
            world.body.caller.client.post(&address(world, HOLDER_LINKS), &json!({})).expect(201);
        },
    },
    List {
        path: "/v1/organisation-duplicates",
        key: "id",
        add: |world, number| {
            // Each in a country of its own, so that only the names that are the same look alike.
            let countries = "AT BE CH CZ DE DK ES FI FR GB GR HR HU IE IS IT JP KR LT LU LV MT MX NO".split(' ');
            for country in countries.skip(2 * (number % 12)).take(2) {
                organisation(world, &format!("{} Twins", name(number)), country);
            }
        },
    },
    List {
        path: "/v1/organisation-distinctions",
        key: "id",
        add: |world, number| {
            let two = ["NZ", "PL"].map(|country| organisation(world, &name(number), country));
            let body = json!({"organisation_ids": two, "reason": "Two companies."});
            world.registrar.client.post("/v1/organisation-distinctions", &body).expect(201);
        },
    },
    List {
        path: CANDIDATE_MERGES,
        key: "id",
        add: |world, _| {
            let duplicate = world.register_candidate(&world.registrar.client, &json!({}));
            let body = json!({"duplicate_id": duplicate, "reason": "The same."});
            world.registrar.client.post(&address(world, CANDIDATE_MERGES), &body).expect(201);
        },
    },
    List {
        path: ORGANISATION_MERGES,
        key: "id",
        add: |world, number| {
            let body = json!({"duplicate_id": organisation(world, &name(number), "PT"), "reason": "The same."});
            world.registrar.client.post(&address(world, ORGANISATION_MERGES), &body).expect(201);
        },
    },
    List {
        path: "/v1/course-sessions",
        key: "id",
        add: |world, number| {
            let day = format!("2199-01-{:02}", number % 28 + 1);
            let body = json!({"course_id": world.course_id, "starts_on": day, "language": "en",
                "enrol_url": "https://damson.example/enrol"});
            world.registrar.client.post("/v1/course-sessions", &body).expect(201);
        },
    },
    List {
        path: "/v1/attendances",
        key: "id",
        add: |world, number| {
            let body = json!({"course_id": world.course_id, "completed_on": "2014-06-12", "birth_date": "1980-01-01",
                "family_name": name(number)});
            world.registrar.client.post("/v1/attendances", &body).expect(201);
        },
    },
    List {
        path: "/v1/result-batches",
        key: "id",
        add: |world, number| {
            let row = batches::foundation("1", &[("family_name", &format!("Item {number}"))]);
            batches::submit(&world.body.caller.client, "?again=true", &batches::csv(&[row]));
        },
    },
];

fn keys(items: &Value, key: &str) -> Vec<String> {
    items.as_array().expect("a list has items").iter().map(|item| text(item, key)).collect()
}

/// The address of the next page, in the words of RFC 8288, or nothing.
fn next(answer: &Answer) -> Option<String> {
    let link = answer.header("link");
    let address = link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\""));
    assert!(link.is_empty() || address.is_some(), "{link}");
    address.map(str::to_owned)
}

/// Follows the `Link` headers to the end; between two pages `meanwhile` happens.
fn follow(client: &Client, start: &str, limit: usize, key: &str, mut meanwhile: impl FnMut(usize)) -> Vec<String> {
    let (mut found, mut address, mut pages) = (Vec::new(), Some(format!("{start}?limit={limit}")), 0);
    while let Some(here) = address {
        let answer = client.get(&here);
        let page = answer.expect(200);
        let items = keys(&page["items"], key);
        address = next(&answer);
        assert!(items.len() <= limit && (address.is_none() || items.len() == limit), "{here}: {page}");
        let cursor = page["next_cursor"].as_str();
        assert_eq!(cursor.is_some(), address.is_some(), "{here}: {page}");
        if let (Some(cursor), Some(address)) = (cursor, &address) {
            assert!(address.contains(&format!("cursor={cursor}")) && address.contains(&format!("limit={limit}")));
        }
        found.extend(items);
        pages += 1;
        assert!(pages < 100, "{start} has no end");
        meanwhile(pages);
    }
    found
}

on_both_engines! {
    fn the_table_knows_every_list(service: Service) {
        // An export takes a cursor and is no list; the rows of a batch are all there at once, and its own tests go
        // through them.
        let is_list = |operation: &operations::Operation| {
            operation.takes("cursor") && !operation.id.starts_with("export_") && !operation.template.ends_with("/rows")
        };
        let listed = operations::all(&service.client()).into_iter().filter(is_list);
        let listed: BTreeSet<String> = listed.map(|operation| operation.template).collect();
        assert_eq!(listed, LISTS.iter().map(|list| list.path.to_owned()).collect());
    }

    fn pages_neither_repeat_nor_skip_while_items_are_added(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        for List { path, key, add } in LISTS {
            (0..7).for_each(|number| add(&world, number));
            let path = &address(&world, path);
            let before: BTreeSet<String> = keys(&client.get(&format!("{path}?limit=200")).expect(200)["items"], key).into_iter().collect();
            assert!(before.len() >= 7, "{path} {before:?}");
            for limit in [1, 2, before.len()] {
                let found = follow(client, path, limit, key, |_| ());
                let unique: BTreeSet<String> = found.iter().cloned().collect();
                assert_eq!((found.len(), &unique), (before.len(), &before), "{path} with limit {limit}");
            }
            let mut added = 7;
            let found = follow(client, path, 3, key, |page| if page <= 3 {
                add(&world, added);
                added += 1;
            });
            let unique: BTreeSet<String> = found.iter().cloned().collect();
            assert_eq!(unique.len(), found.len(), "{path} repeats: {found:?}");
            assert!(unique.is_superset(&before), "{path} skips: {:?}", before.difference(&unique));
        }
    }

    fn a_limit_is_lowered_and_has_a_default(service: Service) {
        let world = World::new(&service);
        for _ in 0..203 {
            world.register_candidate(&world.body.caller.client, &json!({}));
        }
        let client = &world.body.caller.client;
        for (query, expected) in [
            ("", 50), ("?limit=200", 200), ("?limit=201", 200), ("?limit=100000", 200), ("?limit=4294967297", 200),
            ("?limit=9223372036854775807", 200), ("?limit=99999999999999999999999", 200),
        ] {
            let page = client.get(&format!("/v1/candidates{query}")).expect(200);
            assert_eq!(page["items"].as_array().map(Vec::len), Some(expected), "{query}");
            assert!(page["next_cursor"].is_string(), "{query}");
        }
        let feed = client.get("/v1/events?limit=99999999999999999999999").expect(200);
        assert!(feed["items"].as_array().is_some_and(|items| items.len() >= 203), "{feed}");
    }

    fn a_cursor_belongs_to_its_list_its_filters_and_its_spelling(service: Service) {
        let world = World::new(&service);
        for List { add, .. } in LISTS {
            (0..3).for_each(|number| add(&world, number));
        }
        let client = &world.registrar.client;
        let mut cursors = Vec::new();
        for List { path, .. } in LISTS {
            let path = address(&world, path);
            let cursor = text(&client.get(&format!("{path}?limit=1")).expect(200), "next_cursor");
            client.get(&format!("{path}?cursor={cursor}&limit=2")).expect(200);
            let altered: String = cursor.chars().rev().collect();
            client.get(&format!("{path}?cursor={altered}")).expect_problem(400, "invalid_cursor");
            client.get(&format!("{path}?cursor={}", &cursor[1..])).expect_problem(400, "invalid_cursor");
            cursors.push((path, cursor));
        }
        for (path, _) in &cursors {
            for (other, cursor) in cursors.iter().filter(|(other, _)| other != path) {
                let answer = client.get(&format!("{path}?cursor={cursor}"));
                assert_eq!(answer.problem_code(), "invalid_cursor", "{other}'s at {path}: {answer}");
                assert_eq!(answer.pointers(), ["/cursor"]);
            }
        }
        let page = client.get("/v1/bodies?country=NL&q=a&limit=1");
        let cursor = text(&page.expect(200), "next_cursor");
        let same = client.get(&format!("/v1/bodies?cursor={cursor}&q=a&limit=2&country=NL"));
        same.expect(200);
        for query in ["country=NL", "country=DE&q=a", "q=a", "country=NL&q=b", "country=NL&q=a&status=listed", ""] {
            client.get(&format!("/v1/bodies?{query}&cursor={cursor}")).expect_problem(400, "invalid_cursor");
        }
        assert!(next(&page).is_some_and(|address| address.contains("country=NL") && address.contains("q=a")));
    }

    fn the_feed_is_followed_without_gaps(service: Service) {
        let world = World::new(&service);
        (0..5).for_each(|_| drop(world.certified_candidate(&json!({}))));
        let client = &world.registrar.client;
        let whole = events::all(client);
        let (mut found, mut address) = (Vec::new(), Some("/v1/events?limit=3".to_owned()));
        while let Some(here) = address {
            let answer = client.get(&here);
            let page = answer.expect(200);
            found.extend(page["items"].as_array().unwrap().iter().cloned());
            address = next(&answer);
            assert_eq!(address.is_some(), page["next_cursor"].is_string(), "{page}");
        }
        assert_eq!(found, whole);
        assert!(whole.len() >= 15, "{}", whole.len());
        let last = whole.last().unwrap()["sequence"].clone();
        let end = client.get(&format!("/v1/events?after={last}"));
        assert_eq!(end.expect(200)["items"], json!([]));
        assert!(end.expect(200)["next_cursor"].is_null() && next(&end).is_none(), "nothing has happened since");
        for bad in ["after=-1", "after=x", "after=1.5", "after=", "cursor=1", "after=1&after=1"] {
            client.get(&format!("/v1/events?{bad}")).expect_problem(400, "invalid_parameter");
        }
    }

    fn an_empty_list_is_a_list(service: Service) {
        let world = World::new(&service);
        for path in ["/v1/candidates", "/v1/results", "/v1/certificates", "/v1/bodies?country=IS", "/v1/courses?on=1999-01-01"] {
            let answer = world.registrar.client.get(path);
            assert_eq!(answer.expect(200), json!({"items": [], "next_cursor": null}), "{path}");
            assert!(next(&answer).is_none());
        }
    }
}
