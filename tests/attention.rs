//! What needs a registrar: listings with too few approved auditors show up, go away again, and are never changed by it.

mod kinds;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::sql::Sql;
use crate::support::steps::{change_body, change_certificate, day, each, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Service, events, on_both_engines, organisation_certificates};

/// A body listed since 2016 with one person of the registrar's list and one certificate of 2015: its id, the certificate's
/// number, and the person's id.
fn listed(world: &World, name: &str) -> (String, String, String) {
    let number = world.certified_auditor("2015-06-01");
    let entry = world.approve_auditor("Fern Fuller");
    let auditors = json!([{"certificate_number": number}, {"approved_auditor_id": entry}]);
    let request = json!({"name": name, "country": "NL", "listed_on": "2016-01-01", "auditors": auditors});
    (text(&world.list_body(&request).expect(201), "id"), number, entry)
}

/// What the list says of a body, if it stands on it.
fn item(world: &World, body: &str) -> Option<Value> {
    let items = events::all_items(&world.registrar.client, "/v1/attention?kind=too_few_auditors");
    let mut about = items.into_iter().filter(|item| item["body"]["id"] == body);
    let found = about.next();
    assert!(about.next().is_none(), "{body} is there twice");
    found
}

/// Asserts that the list says this of a body, whose listing is what it was.
#[track_caller]
fn expect_item(world: &World, body: &str, since: &str, summary: &str) -> Value {
    let found = item(world, body).unwrap_or_else(|| panic!("{body} is not on the list"));
    assert_eq!(
        (&found["kind"], &found["id"]),
        (&json!("too_few_auditors"), &json!(format!("too_few_auditors:{body}")))
    );
    assert_eq!((text(&found, "since"), text(&found, "summary")), (since.to_owned(), summary.to_owned()));
    let public = world.public.get(&format!("/v1/bodies/{body}")).expect(200);
    assert_eq!((&public["status"], &public["history"]), (&json!("listed"), &json!([])));
    found
}

const ONE: &str = "1 of the 2 approved auditors that a listing needs:";

on_both_engines! {
    fn a_suspended_certificate_shows_up_until_it_is_reinstated(service: Service) {
        let world = World::new(&service);
        let (body, number, entry) = listed(&world, "Elm");
        assert_eq!(item(&world, &body), None);
        change_certificate(&world, &number, "suspensions", &day(5), None).expect(201);
        assert_eq!(item(&world, &body), None, "not yet");
        change_certificate(&world, &number, "suspensions", "2024-03-01", Some("2024-03-31")).expect(201);
        assert_eq!(item(&world, &body), None, "it is over");
        change_certificate(&world, &number, "suspensions", "2025-03-01", None).expect(201);
        let summary = format!("{ONE} certificate {number} is suspended since 2025-03-01");
        let found = expect_item(&world, &body, "2025-03-01", &summary);
        assert_eq!(found["body"], json!({"id": body, "slug": "elm", "name": "Elm", "status": "listed"}));
        let auditors = found["auditors"].as_array().unwrap();
        assert_eq!((&auditors[0]["certificate_number"], &auditors[0]["counts"]), (&json!(number), &json!(false)));
        assert_eq!((&auditors[1]["approved_auditor_id"], &auditors[1]["counts"]), (&json!(entry), &json!(true)));
        assert!(text(&auditors[0], "reason").contains("suspended") && auditors.len() == 2, "{found}");
        let before = events::all(&world.registrar.client).len();
        expect_item(&world, &body, "2025-03-01", &summary);
        assert_eq!(events::all(&world.registrar.client).len(), before, "looking changes nothing");

        change_certificate(&world, &number, "reinstatements", &day(-1), None).expect(201);
        assert_eq!(item(&world, &body), None);
        let named = world.registrar.client.get("/v1/bodies/elm/auditors").expect(200);
        assert_eq!((&named["items"][0]["counts"], &named["items"][1]["counts"]), (&json!(true), &json!(true)));
    }

    fn a_withdrawn_certificate_shows_up_until_another_is_named(service: Service) {
        let world = World::new(&service);
        let (body, number, _) = listed(&world, "Elm");
        change_certificate(&world, &number, "withdrawals", "2020-02-29", None).expect(201);
        expect_item(&world, &body, "2020-02-29", &format!("{ONE} certificate {number} is withdrawn since 2020-02-29"));
        let at = "/v1/bodies/elm/auditors";
        let withdrawn = text(&world.registrar.client.get(at).expect(200)["items"][0], "id");
        let removals = format!("{at}/{withdrawn}/removals");
        let gone = json!({"reason": "The certificate is withdrawn."});
        world.registrar.client.post(&removals, &gone).expect_problem(422, "too_few_auditors");
        let another = json!({"certificate_number": world.certified_auditor("2016-06-01")});
        world.registrar.client.post(at, &another).expect(201);
        assert_eq!(item(&world, &body), None);
        world.registrar.client.post(&removals, &gone).expect(201);
        assert_eq!(item(&world, &body), None);
    }

    fn an_expired_certificate_shows_up(mut service: Service) {
        let title = "title = \"Auditor\"\n";
        use_scheme(&mut service, |scheme| scheme.replace(title, &format!("{title}valid_for_years = 3\n")));
        let world = World::new(&service);
        let (long, short) = (world.certified_auditor(&day(-30)), world.certified_auditor("2015-06-01"));
        let request = |number: &str| {
            let auditors = json!([{"certificate_number": number}, world.auditors()[0]]);
            json!({"name": "Elm", "country": "NL", "listed_on": "2016-01-01", "auditors": auditors})
        };
        let problem = world.list_body(&request(&short)).expect_problem(422, "too_few_auditors");
        assert!(text(&problem, "detail").contains("expired, its last day was 2018-05-31"), "{problem}");
        let body = text(&world.list_body(&request(&long)).expect(201), "id");
        assert_eq!(item(&world, &body), None);
        let expire = format!("INSERT INTO body_auditors (id, body_id, certificate_id, named_on, named_by, named_at) SELECT '0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e77', '{body}', c.id, '2016-01-01', 'operator', c.awarded_at FROM certificates c WHERE c.number = '{}'", short.replace('-', ""));
        let mut sql = Sql::of(&service);
        assert_eq!(sql.execute(&expire), Ok(1));
        assert_eq!(item(&world, &body), None, "the other two suffice");
        let gone = format!("UPDATE body_auditors SET removed_by = 'operator', removed_at = '{} 10:00:00', removal_reason = 'x' WHERE body_id = '{body}' AND certificate_id = (SELECT id FROM certificates WHERE number = '{}')", day(-1), long.replace('-', ""));
        assert_eq!(sql.execute(&gone), Ok(1));
        let summary = format!("{ONE} certificate {short} expired, its last day was 2018-05-31");
        expect_item(&world, &body, &day(-1), &summary);
    }

    fn somebody_taken_off_the_list_shows_up(service: Service) {
        let world = World::new(&service);
        let (body, number, entry) = listed(&world, "Elm");
        let (other, ..) = listed(&world, "Fir");
        let reason = json!({"reason": "Has retired."});
        world.registrar.client.post(&format!("/v1/approved-auditors/{entry}/removals"), &reason).expect(201);
        let today = day(0);
        expect_item(&world, &body, &today, &format!("{ONE} the person was taken off the registrar's list on {today}"));
        assert_eq!(item(&world, &other), None);
        change_certificate(&world, &number, "suspensions", "2017-01-01", None).expect(201);
        expect_item(&world, &body, "2017-01-01", &format!(
            "none of the 2 approved auditors that a listing needs: certificate {number} is suspended since 2017-01-01; the person was taken off the registrar's list on {today}"
        ));
        let successor = world.approve_auditor("Hope Hale");
        for named in [json!({"approved_auditor_id": successor}), json!({"certificate_number": world.certified_auditor("2016-06-01")})] {
            assert!(item(&world, &body).is_some());
            world.registrar.client.post("/v1/bodies/elm/auditors", &named).expect(201);
        }
        assert_eq!(item(&world, &body), None);
    }

    fn only_listings_that_go_on_need_auditors(service: Service) {
        let world = World::new(&service);
        let names = || {
            let items = events::all_items(&world.registrar.client, "/v1/attention?kind=too_few_auditors");
            items.iter().map(|item| text(&item["body"], "name")).collect::<Vec<_>>()
        };
        assert_eq!(names(), ["Alder Certification", "Birch Assurance"], "taken over without auditors");
        expect_item(&world, &world.body.id, "2010-01-01", "none of the 2 approved auditors that a listing needs: nobody is named");
        change_body(&world, &world.body.id, "suspensions", "2020-01-01").expect(201);
        assert_eq!(item(&world, &world.body.id).unwrap()["body"]["status"], "suspended");
        change_body(&world, &world.body.id, "withdrawals", &day(1)).expect(201);
        assert_eq!(names().len(), 2, "withdrawn tomorrow");
        change_body(&world, &world.other_body.id, "withdrawals", &day(0)).expect(201);
        assert_eq!(names(), ["Alder Certification"]);
        for (name, listed_on) in [("Future", day(1)), ("Today", day(0))] {
            service.command_json(&["body", "add", "--name", name, "--country", "NL", "--listed-on", &listed_on, "--json"]);
        }
        assert_eq!(names(), ["Alder Certification", "Today"]);
        for (caller, status, code) in [
            (&world.employer.client, 403, "forbidden"),
            (&world.public, 401, "unauthenticated"),
        ] {
            caller.get("/v1/attention").expect_problem(status, code);
        }
        for (query, code) in [("limit=0", "invalid_parameter"), ("kind=x", "invalid_parameter"), ("cursor=AAAA", "invalid_cursor")] {
            world.registrar.client.get(&format!("/v1/attention?{query}")).expect_problem(400, code);
        }
    }

    /// Ten thousand bodies, of which every fiftieth has too few, and every other of the rest an auditor who was suspended.
    fn ten_thousand_listings_are_looked_through_at_once(service: Service) {
        let world = World::new(&service);
        let [first, second] = [0, 1].map(|index| text(&world.auditors()[index], "approved_auditor_id"));
        let number = world.certified_auditor("2015-06-01");
        change_certificate(&world, &number, "suspensions", "2017-01-01", Some("2017-01-31")).expect(201);
        let mut sql = Sql::of(&service);
        let certificate = format!("SELECT id AS value FROM certificates WHERE number = '{}'", number.replace('-', ""));
        let certificate = format!("'{}'", sql.texts(&certificate)[0]);
        let (mut bodies, mut namings) = (Vec::new(), Vec::new());
        for index in 0..10_000 {
            let id = format!("0198f3b2-7c1e-7d30-9a55-{index:012}");
            bodies.push(format!("('{id}', 'body-{index}', 'Body {index:05}', 'body {index:05}\u{1}{id}', 'NL', '2016-01-01', '2016-01-01 10:00:00')"));
            let by_certificate = index % 2 == 0;
            let other = if by_certificate { format!("NULL, {certificate}") } else { format!("'{second}', NULL") };
            let named = [format!("'{first}', NULL"), other];
            for (place, named) in named.iter().enumerate().take(if index % 50 == 7 { 1 } else { 2 }) {
                namings.push(format!("('0198f3b2-7c1e-7d30-9a5{place}-{index:012}', '{id}', {named}, '2016-01-01', 'operator', '2016-01-01 10:00:00')"));
            }
        }
        for part in bodies.chunks(1000) {
            let columns = "id, slug, name, sort_key, country, listed_on, registered_at";
            sql.execute(&format!("INSERT INTO bodies ({columns}) VALUES {}", part.join(", "))).unwrap();
        }
        for part in namings.chunks(1000) {
            let columns = "id, body_id, approved_auditor_id, certificate_id, named_on, named_by, named_at";
            sql.execute(&format!("INSERT INTO body_auditors ({columns}) VALUES {}", part.join(", "))).unwrap();
        }
        let begun = Instant::now();
        let page = world.registrar.client.get("/v1/attention?kind=too_few_auditors&limit=200").expect(200);
        let taken = begun.elapsed();
        assert!(taken < Duration::from_secs(20), "{taken:?}");
        eprintln!("ten thousand listings: {taken:?}");
        let all = events::all_items(&world.registrar.client, "/v1/attention?kind=too_few_auditors");
        assert_eq!(all.len(), 202, "and the two of this world");
        assert_eq!(each(&page, "id"), all[..200].iter().map(|item| text(item, "id")).collect::<Vec<_>>());
        let about: Vec<_> = all.iter().map(|item| text(&item["body"], "slug")).collect();
        assert_eq!((about[0].as_str(), about[2].as_str(), about[201].as_str()), ("alder-certification", "body-7", "body-9957"));
        assert!(all[2..].iter().all(|item| item["since"] == "2016-01-01" && item["auditors"].as_array().map(Vec::len) == Some(1)));
    }
}

on_both_engines! {
    fn scope_statements_that_wait_are_shown_until_they_are_reviewed(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let waiting = || events::all_items(registrar, "/v1/attention?kind=waiting_scope");
        assert_eq!(waiting(), Vec::<Value>::new());
        let id = organisation_certificates::submit(&world.body.caller.client, &json!({"number": "A-1"}));
        let [item] = <[Value; 1]>::try_from(waiting()).unwrap();
        assert_eq!((&item["kind"], &item["body"]["id"]), (&json!("waiting_scope"), &json!(world.body.id)));
        assert_eq!((&item["organisation_certificate_ids"], &item["since"]), (&json!([id]), &json!(day(0))));
        assert!(text(&item, "summary").ends_with("waits for a review of the scope statement of certificate A-1"), "{item}");
        assert!(events::all_items(registrar, "/v1/attention").contains(&item));
        assert!(!events::all_items(registrar, "/v1/attention?kind=too_few_auditors").contains(&item));
        registrar.get("/v1/attention?kind=nothing").expect_problem(400, "invalid_parameter");
        organisation_certificates::disagree(&world, &id, "Say where.").expect(201);
        assert_eq!(waiting(), Vec::<Value>::new(), "it is the body's turn");
        let revised = json!({"scope_statement": "Hosting from Utrecht."});
        organisation_certificates::step(&world.body.caller.client, &id, "scope-revisions", &revised).expect(201);
        assert_eq!(waiting().len(), 1);
        organisation_certificates::agree(&world, &id);
        assert_eq!(waiting(), Vec::<Value>::new());
    }
}
