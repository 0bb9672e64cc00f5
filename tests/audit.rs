//! The audit trail: who did what, when, to which record; fast, and to each what is theirs.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use touchstone::ids::{BodyId, EventId};
use touchstone::registry::PageRequest;
use touchstone::store::DatabaseConnection;
use touchstone::store::audit::{self, Wanted};

use crate::support::persons::Staff;
use crate::support::sql::Sql;
use crate::support::steps::{certificate_of, day, each, spellings};
use crate::support::world::{Caller, World, candidate, result, text};
use crate::support::{Client, Engine, Service, events, on_both_engines};

const PERSON: &str = "person:0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e99";

/// All entries that a query finds, in the order of the answer.
fn trail(client: &Client, query: &str) -> Vec<Value> {
    events::all_items(client, &format!("/v1/audit?{query}"))
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

/// An event that the service did not record.
struct Planted<'a> {
    kind: &'a str,
    subject: (&'a str, &'a str),
    body: Option<&'a str>,
    actor: &'a str,
    /// RFC 3339.
    at: &'a str,
    personal_data: Option<Value>,
}

impl Planted<'_> {
    /// Records it, and returns its id.
    fn record(&self, sql: &mut Sql) -> String {
        let moment = chrono::DateTime::parse_from_rfc3339(self.at).unwrap().to_utc();
        let id = EventId::new(moment).to_string();
        let body = self.body.map_or_else(|| "NULL".to_owned(), |body| format!("'{body}'"));
        let (kind, subject, actor, at) = (self.kind, self.subject, self.actor, moment.format("%Y-%m-%d %H:%M:%S%.6f"));
        sql.execute(&format!(
            "INSERT INTO events (id, kind, subject_kind, subject_id, body_id, actor, recorded_at, data) \
             VALUES ('{id}', '{kind}', '{}', '{}', {body}, '{actor}', '{at}', '{{}}')",
            subject.0, subject.1
        ))
        .unwrap();
        if let Some(data) = &self.personal_data {
            sql.execute(&format!("INSERT INTO event_personal_data (event_id, data) VALUES ('{id}', '{data}')"))
                .unwrap();
        }
        id
    }
}

/// A candidate of a body with a certificate, which was suspended: their ids and numbers.
struct Held {
    candidate: String,
    candidate_number: String,
    result: String,
    certificate: String,
}

fn held(world: &World, body: &Caller) -> Held {
    let registered = body.client.post("/v1/candidates", &candidate(&Value::Null)).expect(201);
    let id = text(&registered, "id");
    let passed = body.client.post("/v1/results", &result(&id, "foundation", "2015-06-01", 40)).expect(201);
    let certificate = certificate_of(&passed);
    let change = json!({"effective_on": "2016-01-01", "reason_code": "complaint", "reason": "Somebody complained."});
    world.registrar.client.post(&format!("/v1/certificates/{certificate}/suspensions"), &change).expect(201);
    Held { candidate: id, candidate_number: text(&registered, "number"), result: text(&passed, "id"), certificate }
}

on_both_engines! {
    fn it_is_the_feed_from_its_end_with_what_things_mean_and_authors_are_called(service: Service) {
        let world = World::new(&service);
        held(&world, &world.body.caller);
        held(&world, &world.other_body.caller);
        let own_client = format!("client:{}", world.body.caller.client_id);
        for client in [&world.registrar.client, &world.body.caller.client] {
            let mut feed = events::all(client);
            feed.reverse();
            let entries = trail(client, "");
            assert_eq!(entries.len(), feed.len());
            for (entry, event) in entries.iter().zip(&feed) {
                for (name, value) in event.as_object().unwrap() {
                    assert_eq!(&entry[name], value, "{name} of {entry}");
                }
                let (meaning, mut names) = (text(entry, "meaning"), entry.as_object().unwrap().clone());
                assert!(!meaning.is_empty(), "{entry}");
                names.retain(|name, _| event.get(name).is_none());
                assert_eq!(names.keys().collect::<Vec<_>>(), ["actor_name", "meaning"]);
            }
        }
        let of_body = |client: &Client| trail(client, &format!("actor={own_client}&kind=result_registered"))[0].clone();
        let entry = of_body(&world.registrar.client);
        assert_eq!(entry["meaning"], "a result was registered, and a certificate awarded if it was a pass");
        let clients = events::all_items(&world.registrar.client, "/v1/clients");
        let called = |id: &str| clients.iter().find(|one| one["id"] == id).unwrap()["name"].clone();
        assert_eq!(entry["actor_name"], called(&world.body.caller.client_id));
        assert_eq!(of_body(&world.body.caller.client)["actor_name"], entry["actor_name"]);
        // The registrar's client is told as the feed tells it, and not by name.
        let suspended = |client: &Client| trail(client, "kind=certificate_suspended");
        assert_eq!(suspended(&world.registrar.client)[0]["actor_name"], called(&world.registrar.client_id));
        let told = suspended(&world.body.caller.client);
        assert_eq!((told.len(), &told[0]["actor_name"]), (1, &Value::Null));
        assert_eq!(told[0]["actor"], format!("client:{}", world.registrar.client_id));
        let operator = trail(&world.registrar.client, "actor=operator&kind=client_registered");
        assert!(!operator.is_empty() && operator.iter().all(|entry| entry["actor_name"] == "the operator"), "{operator:?}");
        world.employer.client.get("/v1/audit").expect_problem(403, "forbidden");
        world.public.get("/v1/audit").expect_problem(401, "unauthenticated");
    }

    fn each_filter_narrows_and_all_of_them_together(service: Service) {
        let world = World::new(&service);
        let (registrar, body, other) = (&world.registrar.client, &world.body, &world.other_body);
        let own = held(&world, &body.caller);
        let others = held(&world, &other.caller);

        let numbers = [vec![own.candidate.clone()], spellings(&own.candidate_number)].concat();
        for name in numbers.iter().flat_map(|name| [name.clone(), format!("candidate:{name}")]) {
            assert_eq!(kinds(&trail(registrar, &format!("subject={name}"))), ["candidate_registered"], "{name}");
        }
        for name in spellings(&own.certificate) {
            for prefix in ["", "certificate:"] {
                let found = trail(registrar, &format!("subject={prefix}{name}"));
                assert_eq!(kinds(&found), ["certificate_suspended"], "{prefix}{name}");
            }
        }
        for (name, first) in [
            (body.slug.as_str(), "body_listed"),
            (body.id.as_str(), "body_listed"),
            (world.course_id.as_str(), "course_accredited"),
            (world.training_organisation_id.as_str(), "training_organisation_accredited"),
            (own.result.as_str(), "result_registered"),
        ] {
            assert_eq!(kinds(&trail(registrar, &format!("subject={name}"))).last(), Some(&first), "{name}");
        }
        for (kind, path) in [("course", "/v1/courses"), ("training_organisation", "/v1/training-organisations"), ("body", "/v1/bodies")] {
            for record in events::all_items(registrar, path) {
                let by_slug = trail(registrar, &format!("subject={kind}:{}", text(&record, "slug")));
                assert!(!by_slug.is_empty() && by_slug == trail(registrar, &format!("subject={}", text(&record, "id"))), "{record}");
            }
        }
        // Another kind of record, a record that there is not, and one that concerns others.
        for strange in [format!("result:{}", own.candidate), "candidate:nobody".to_owned(), "nobody".to_owned(), "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e98".to_owned()] {
            assert_eq!(trail(registrar, &format!("subject={strange}")), Vec::<Value>::new(), "{strange}");
        }
        for theirs in [&others.candidate, &others.candidate_number, &others.certificate, &others.result, &other.slug, &other.id] {
            assert!(!trail(registrar, &format!("subject={theirs}")).is_empty(), "{theirs}");
            assert!(!trail(&other.caller.client, &format!("subject={theirs}")).is_empty(), "{theirs}");
            assert_eq!(trail(&body.caller.client, &format!("subject={theirs}")), Vec::<Value>::new(), "{theirs}");
        }

        let all = trail(registrar, "");
        let (author, elsewhere) = (format!("client:{}", body.caller.client_id), format!("client:{}", other.caller.client_id));
        let asked = [registrar, &body.caller.client].map(|client| (client, trail(client, "")));
        for (client, all) in &asked {
            for actor in [author.as_str(), elsewhere.as_str(), "operator", "registry", PERSON] {
                for kind in [None, Some("candidate_registered"), Some("result_registered"), Some("client_removed")] {
                    let (mut query, mut expected) = (format!("actor={actor}&from={}&until={}", day(-1), day(1)), all.clone());
                    expected.retain(|entry| entry["actor"] == actor && kind.is_none_or(|kind| entry["kind"] == kind));
                    if let Some(kind) = kind {
                        query = format!("{query}&kind={kind}");
                    }
                    assert_eq!(trail(client, &query), expected, "{query}");
                    let subject = format!("{query}&subject={}", own.candidate);
                    expected.retain(|entry| entry["subject"]["id"] == own.candidate.as_str());
                    assert_eq!(trail(client, &subject), expected, "{subject}");
                }
            }
        }
        assert!(!trail(registrar, &format!("actor={author}&kind=result_registered")).is_empty());
        assert_eq!(trail(&body.caller.client, &format!("actor={elsewhere}")), Vec::<Value>::new());
        assert_eq!(trail(registrar, &format!("until={}", day(-2))), Vec::<Value>::new());
        assert_eq!(trail(registrar, &format!("from={}", day(-2))), all);
    }

    /// Also where the moments are in another order than the places, as after an import or of a clock that was wrong.
    fn days_are_those_of_the_moment_both_included(service: Service) {
        let world = World::new(&service);
        let (registrar, mut sql) = (&world.registrar.client, Sql::of(&service));
        let moments = [
            "2020-02-29T23:59:59.999Z", "2020-03-01T00:00:00Z", "2020-03-01T23:59:59.999Z", "2020-03-02T00:00:00Z",
            "2020-03-01T12:00:00Z", "2021-06-15T08:00:00Z",
        ];
        let ids = moments.map(|at| {
            let subject = ("candidate", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e97");
            let (kind, body, actor) = ("candidate_changed", Some(world.body.id.as_str()), "operator");
            Planted { kind, subject, body, actor, at, personal_data: None }.record(&mut sql)
        });
        for (query, expected) in [
            ("from=2020-03-01&until=2020-03-01", &[4, 2, 1][..]),
            ("until=2020-02-29", &[0]),
            ("from=2020-03-02&until=2020-03-02", &[3]),
            ("until=2020-03-02", &[4, 3, 2, 1, 0]),
            ("from=2020-03-02&until=2021-12-31", &[5, 3]),
            ("from=2020-03-03&until=2021-06-14", &[]),
            ("until=2019-12-31", &[]),
            ("from=1900-01-01&until=2021-12-31", &[5, 4, 3, 2, 1, 0]),
            ("until=2021-12-31&actor=operator", &[5, 4, 3, 2, 1, 0]),
            ("from=2020-03-01&until=2020-03-01&kind=candidate_changed&actor=operator", &[4, 2, 1]),
            ("from=2020-03-01&until=2020-03-01&subject=0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e97", &[4, 2, 1]),
        ] {
            let expected: Vec<_> = expected.iter().map(|place: &usize| ids[*place].clone()).collect();
            for client in [registrar, &world.body.caller.client] {
                assert_eq!(each(&json!({"items": trail(client, query)}), "id"), expected, "{query}");
            }
            assert_eq!(trail(&world.other_body.caller.client, query), Vec::<Value>::new(), "{query}");
        }
        let all = trail(registrar, "");
        assert_eq!(trail(registrar, "from=1900-01-01&until=2200-12-31"), all);
        let since: Vec<_> = all.iter().filter(|entry| text(entry, "recorded_at").as_str() > "2022").cloned().collect();
        assert_eq!(trail(registrar, "from=2022-01-01"), since);
    }

    fn whoever_goes_through_it_while_others_write_sees_all_of_before_once(service: Service) {
        let world = World::new(&service);
        (0..6).for_each(|_| drop(held(&world, &world.body.caller)));
        let before: Vec<i64> = trail(&world.registrar.client, "").iter().map(|entry| entry["sequence"].as_i64().unwrap()).collect();
        let own: Vec<i64> = trail(&world.body.caller.client, "").iter().map(|entry| entry["sequence"].as_i64().unwrap()).collect();
        let reading = AtomicUsize::new(2);
        std::thread::scope(|scope| {
            for body in [&world.body, &world.other_body] {
                let (client, reading) = (body.caller.client.with_own_connections(), &reading);
                scope.spawn(move || while reading.load(Ordering::SeqCst) > 0 {
                    client.post("/v1/candidates", &candidate(&Value::Null)).expect(201);
                });
            }
            for (client, before) in [(&world.registrar.client, &before), (&world.body.caller.client, &own)] {
                let (client, reading) = (client.with_own_connections(), &reading);
                scope.spawn(move || {
                    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                        let (mut seen, mut address) = (Vec::new(), Some("/v1/audit?limit=3".to_owned()));
                        while let Some(here) = address {
                            let answer = client.get(&here);
                            let page = answer.expect(200);
                            seen.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["sequence"].as_i64().unwrap()));
                            let link = answer.header("link").strip_prefix('<').and_then(|link| link.split_once('>'));
                            address = link.map(|(address, _)| address.to_owned());
                            assert_eq!(address.is_some(), page["next_cursor"].is_string());
                        }
                        assert!(seen.is_sorted_by(|one, next| one > next), "{seen:?}");
                        let seen: BTreeSet<i64> = seen.into_iter().collect();
                        assert!(before.iter().all(|sequence| seen.contains(sequence)), "{before:?} {seen:?}");
                    }));
                    reading.fetch_sub(1, Ordering::SeqCst);
                    if let Err(panic) = outcome {
                        std::panic::resume_unwind(panic);
                    }
                });
            }
        });
    }

    fn what_is_asked_wrongly_is_told(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        for (query, pointer) in [
            ("subject=a%00b", "/subject"), ("subject=", "/subject"), ("subject=resutl:1", "/subject"), ("subject=candidate:", "/subject"),
            ("actor=%00", "/actor"), ("actor=", "/actor"), ("actor=client:1", "/actor"), ("actor=Operator", "/actor"),
            ("actor=person:0198F3B2-7C1E-7D30-9A55-2F3B8C6D1E99", "/actor"), ("actor=client:0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e99%20", "/actor"),
            ("kind=nothing", "/kind"), ("kind=a%00b", "/kind"), ("kind=", "/kind"),
            ("from=yesterday", "/from"), ("until=2020-02-30", "/until"), ("from=2020-03-02&until=2020-03-01", "/until"),
            ("limit=0", "/limit"), ("format=pdf", "/format"), ("format=xlsx&separator=tab", "/separator"), ("after=1", "/after"),
            ("format=ndjson", "/format"),
        ] {
            let answer = client.get(&format!("/v1/audit?{query}"));
            answer.expect_problem(400, "invalid_parameter");
            assert_eq!(answer.pointers(), [pointer], "{query}");
        }
        let answer = client.get("/v1/audit?subject=a%00&actor=x&kind=y&from=z");
        assert_eq!(answer.pointers(), ["/subject", "/actor", "/kind", "/from"]);
        assert!(client.get("/v1/audit?kind=result_registerd").text().contains("did you mean `result_registered`"));
        client.get("/v1/audit?cursor=x").expect_problem(400, "invalid_cursor");
        let client = &world.registrar.client;
        let cursor = text(&client.get("/v1/audit?limit=1").expect(200), "next_cursor");
        client.get(&format!("/v1/audit?limit=2&cursor={cursor}")).expect(200);
        client.get(&format!("/v1/audit?kind=body_listed&cursor={cursor}")).expect_problem(400, "invalid_cursor");
        assert!(client.get("/v1/audit?limit=100000").expect(200)["items"].is_array());
    }

    fn as_a_table_nothing_in_it_is_a_formula(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let hostile = Caller::new(&service, "=HYPERLINK(\"x\")", "body", Some(&world.body.slug));
        let held = held(&world, &hostile);
        let query = format!("/v1/audit?actor=client:{}", hostile.client_id);
        let entries = trail(registrar, &format!("actor=client:{}", hostile.client_id));
        assert_eq!(kinds(&entries), ["result_registered", "candidate_registered"]);
        let csv = registrar.get(&format!("{query}&format=csv"));
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(csv.header("content-disposition"), "attachment; filename=\"audit.csv\"");
        assert_eq!(csv.header("vary"), "accept, accept-encoding");
        let table = csv.text();
        let lines: Vec<&str> = table.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "sequence,id,kind,meaning,subject_kind,subject_id,body_id,actor,actor_name,recorded_at,data");
        assert_eq!(lines.len(), 3);
        assert!(lines[1].contains(",\"'=HYPERLINK(\"\"x\"\")\",") && lines[1].contains(&format!(",result,{},", held.result)), "{table}");
        assert!(lines[1].contains(&format!("\"\"certificate_number\"\":\"\"{}\"\"", held.certificate)), "{table}");
        for cell in table.split(['\r', '\n', ',', ';', '\t']) {
            let bare = cell.trim_start_matches([' ', '"']);
            assert!(!bare.starts_with(['=', '+', '-', '@', '－']), "{cell:?} could run");
        }
        assert_eq!(registrar.send("GET", &query, &[("accept", "text/csv")], b"").text(), table);
        let semicolons = registrar.get(&format!("{query}&separator=semicolon")).text();
        assert!(semicolons.contains("sequence;id;kind") && semicolons.contains(";\"'=HYPERLINK(\"\"x\"\")\";"), "{semicolons}");
        let first = registrar.get(&format!("{query}&format=csv&limit=1"));
        assert!(first.text().contains("result_registered") && !first.text().contains("candidate_registered"));
        let next = first.header("link").split_once('<').unwrap().1.split_once('>').unwrap().0.to_owned();
        let rest = registrar.get(&next);
        assert!(rest.text().contains("candidate_registered") && !rest.text().contains("result_registered"), "{rest}");
        assert_eq!(rest.header("link"), "");
        for format in ["xlsx", "ods"] {
            assert_eq!(registrar.get(&format!("{query}&format={format}")).status, 200);
        }
        world.employer.client.get("/v1/audit?format=csv").expect_problem(403, "forbidden");
    }

    fn names_are_those_of_the_time_and_of_removed_clients_and_a_body_is_told_its_own(service: Service) {
        let world = World::new(&service);
        let (registrar, mut sql) = (&world.registrar.client, Sql::of(&service));
        let [gone, theirs] = [&world.body, &world.other_body].map(|body| Caller::new(&service, "A system that is gone", "body", Some(&body.slug)));
        let registered = text(&gone.client.post("/v1/candidates", &candidate(&Value::Null)).expect(201), "id");
        for client in [&gone, &theirs] {
            assert_eq!(registrar.delete(&format!("/v1/clients/{}", client.client_id)).status, 204);
        }
        for client in [registrar, &world.body.caller.client] {
            assert_eq!(trail(client, &format!("subject={registered}"))[0]["actor_name"], "A system that is gone");
        }

        let staff = Staff::of(&service);
        let slugs = [Some(world.body.slug.as_str()), Some(world.other_body.slug.as_str())];
        let person = |role: &str, body: Option<&str>| format!("person:{}", staff.person("Grace Hopper", role, body));
        let [ours, stranger, office] =
            [person("body_staff", slugs[0]), person("body_staff", slugs[1]), person("registrar", None)];
        let both = person("registrar", None);
        sql.execute(&format!(
            "INSERT INTO role_assignments (id, person_id, role, body_id, reads_only, assigned_by, assigned_at) \
             SELECT '0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e94', person_id, 'body_staff', '{}', reads_only, assigned_by, assigned_at \
             FROM role_assignments WHERE person_id = '{}'",
            world.body.id,
            both.replace("person:", "")
        ))
        .unwrap();
        let body = Some(world.body.id.as_str());
        let [own, other, link] = [
            format!("client:{}", gone.client_id), format!("client:{}", theirs.client_id),
            "holder_link:0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e96".to_owned(),
        ];
        let unknown = "client:0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e95";
        let noted = || Some(json!({"actor_name": "Ada Lovelace", "reason": "Mr Babbage wrote."}));
        for (place, (actor, personal_data, to_registrar, to_body)) in [
            (own.as_str(), noted(), json!("Ada Lovelace"), json!("Ada Lovelace")),
            (&own, Some(json!({"reason": "Mr Babbage wrote."})), json!("A system that is gone"), json!("A system that is gone")),
            (&other, noted(), json!("Ada Lovelace"), Value::Null),
            (&other, None, json!("A system that is gone"), Value::Null),
            (PERSON, noted(), json!("Ada Lovelace"), Value::Null),
            (PERSON, None, Value::Null, Value::Null),
            (&ours, noted(), json!("Ada Lovelace"), json!("Ada Lovelace")),
            (&ours, None, Value::Null, Value::Null),
            (&stranger, noted(), json!("Ada Lovelace"), Value::Null),
            (&office, noted(), json!("Ada Lovelace"), Value::Null),
            (&both, noted(), json!("Ada Lovelace"), Value::Null),
            (&link, None, Value::Null, Value::Null),
            (unknown, None, Value::Null, Value::Null),
            ("registry", None, json!("the registry"), json!("the registry")),
            ("operator", None, json!("the operator"), json!("the operator")),
            ("operator", noted(), json!("Ada Lovelace"), json!("the operator")),
        ].into_iter().enumerate() {
            let subject = format!("0198f3b2-7c1e-7d30-9a55-0000000000{place:02}");
            let (kind, at) = ("candidate_changed", "2099-03-01T12:00:00Z");
            Planted { kind, subject: ("candidate", &subject), body, actor, at, personal_data }.record(&mut sql);
            for (client, expected) in [(registrar, to_registrar), (&world.body.caller.client, to_body)] {
                let entries = trail(client, &format!("subject={subject}&actor={actor}"));
                assert_eq!((entries.len(), &entries[0]["actor_name"]), (1, &expected), "{actor}");
                assert!(!entries[0].to_string().contains("Babbage"), "{entries:?}");
                let table = client.get(&format!("/v1/audit?subject={subject}&format=csv")).text();
                assert!(!table.contains("Babbage"), "{table}");
                assert_eq!(table.contains("Ada Lovelace"), expected == "Ada Lovelace", "{actor}");
            }
        }
        // Before the person acted for the body.
        let subject = ("candidate", "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e93");
        let (kind, at) = ("candidate_changed", "2020-03-01T12:00:00Z");
        Planted { kind, subject, body, actor: &ours, at, personal_data: noted() }.record(&mut sql);
        let [all, own] = [registrar, &world.body.caller.client].map(|client| trail(client, &format!("actor={ours}&until=2020-12-31")));
        assert_eq!((&all[0]["actor_name"], &own[0]["actor_name"]), (&json!("Ada Lovelace"), &Value::Null));

        // An event of a kind that nobody knows any more.
        Planted { kind: "forgotten", subject: ("candidate", "x"), body, actor: "operator", at: "2020-03-01T12:00:00Z", personal_data: None }.record(&mut sql);
        let entry = &trail(registrar, "subject=candidate:x")[0];
        assert_eq!((&entry["kind"], &entry["meaning"]), (&json!("forgotten"), &Value::Null));
    }

    /// However many events there are: no page is read along another index than that of its rarest filter, and nothing is sorted
    /// that has no end.
    fn a_page_goes_along_an_index(service: Service) {
        const EVENTS: usize = 140_000;
        let world = World::new(&service);
        let mut sql = Sql::of(&service);
        let (body, own, other) = (&world.body.id, &world.body.caller.client_id, &world.other_body.caller.client_id);
        let numbers = match service.engine() {
            Engine::Postgres => format!("generate_series(1, {EVENTS}) AS numbers (n)"),
            Engine::Sqlite => format!("(WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {EVENTS}) SELECT n FROM numbers) AS numbers"),
        };
        let padded = match service.engine() {
            Engine::Postgres => "lpad(CAST(n AS TEXT), 12, '0')",
            Engine::Sqlite => "printf('%012d', n)",
        };
        // The body's client did every other thing, and the operator the rest of the first half, as an import does. One event in a
        // thousand is of a rare kind.
        sql.script(&format!(
            "INSERT INTO events (id, kind, subject_kind, subject_id, body_id, actor, recorded_at, data) \
             SELECT '0170f3b2-7c1e-7d30-9a55-' || {padded}, CASE WHEN n % 1000 = 7 THEN 'candidate_merged' \
             WHEN n % 2 = 0 THEN 'candidate_registered' ELSE 'result_registered' END, \
             'result', '0170f3b2-7c1e-7d30-9a54-' || {padded}, CASE WHEN n % 3 = 0 THEN '{body}' ELSE NULL END, \
             CASE WHEN n % 2 = 0 THEN 'client:{own}' WHEN n < {EVENTS} / 2 THEN 'operator' WHEN n % 100 = 1 THEN 'client:{other}' \
             ELSE '{PERSON}' END, '2020-03-01 12:00:00', '{{}}' \
             FROM {numbers}"
        ));
        // SQLite is not asked to count by anybody.
        if service.engine() == Engine::Postgres {
            sql.script("ANALYZE events");
        }
        let mut connection = DatabaseConnection::connect(service.database_url()).unwrap();
        let body = BodyId::parse(body);
        let text = |text: &str| Some(text.to_owned());
        let from = chrono::DateTime::from_timestamp(1_580_000_000, 0);
        let (client, elsewhere) = (format!("client:{own}"), format!("client:{other}"));
        let any = Wanted::default;
        for (wanted, index) in [
            (any(), "events_pkey"),
            (Wanted { from, ..any() }, "events_pkey"),
            (Wanted { from, before: from, ..any() }, "events_pkey"),
            (Wanted { body, ..any() }, "events_by_body"),
            (Wanted { body, from, ..any() }, "events_by_body"),
            (Wanted { kind: text("result_registered"), ..any() }, "events_by_kind"),
            (Wanted { kind: text("candidate_merged"), body, ..any() }, "events_by_kind"),
            (Wanted { kind: text("client_removed"), body, ..any() }, "events_by_kind"),
            (Wanted { kind: text("result_registered"), body, ..any() }, "events_by_body"),
            (Wanted { actor: text("operator"), ..any() }, "events_by_actor"),
            (Wanted { actor: text("operator"), from, ..any() }, "events_by_actor"),
            (Wanted { actor: text(&client), ..any() }, "events_by_actor"),
            (Wanted { actor: text(&elsewhere), body, kind: text("result_registered"), ..any() }, "events_by_actor"),
            (Wanted { actor: text(&client), body, kind: text("candidate_merged"), ..any() }, "events_by_kind"),
            (Wanted { subject_id: text("0170f3b2-7c1e-7d30-9a54-000000000017"), ..any() }, "events_by_subject"),
            (
                Wanted { subject_id: text("0170f3b2-7c1e-7d30-9a54-000000000017"), subject_kind: text("result"), body, actor: text(&client),
                    kind: text("result_registered"), from, ..any() },
                "events_by_subject",
            ),
        ] {
            for after in [None, Some("120000".to_owned())] {
                let request = PageRequest { after, limit: 50 };
                let plan = audit::plan(&mut connection, &wanted, &request).unwrap().join("\n");
                // Where what is looked at has an end, PostgreSQL may gather and sort it.
                let is_bounded = wanted.subject_id.is_some() || wanted.kind.is_some() && wanted.body.is_some();
                let gathers = is_bounded && plan.contains(&format!("Bitmap Index Scan on {index}\n"));
                let is_led = match (service.engine(), index) {
                    (Engine::Sqlite, "events_pkey") => plan.contains("USING INTEGER PRIMARY KEY"),
                    (Engine::Sqlite, index) => plan.contains(&format!("USING INDEX {index} (")),
                    (Engine::Postgres, index) => plan.contains(&format!("using {index} ")) || gathers,
                };
                assert!(is_led, "{index} for {wanted:?}\n{plan}");
                let sorts = plan.contains("Sort") || plan.contains("TEMP B-TREE");
                assert!(!sorts || service.engine() == Engine::Postgres && is_bounded, "{wanted:?}\n{plan}");
            }
        }
        let wanted = Wanted { actor: text("operator"), body, ..any() };
        let found = audit::list(&mut connection, &wanted, &PageRequest { after: None, limit: 1000 }).unwrap();
        assert!(found.items.len() == 1000 && found.next.is_some());

        // Very many of either, and none of both: no page looks at all of them, and the last one is told by its cursor.
        let (registrar, nothing) = (&world.registrar.client, format!("actor=client:{own}&kind=result_registered"));
        let page = registrar.get(&format!("/v1/audit?{nothing}")).expect(200);
        assert!(page["items"] == json!([]) && page["next_cursor"].is_string(), "{page}");
        assert_eq!(trail(registrar, &nothing), Vec::<Value>::new());
        let rare = "actor=operator&kind=candidate_merged&from=2020-01-01&until=2020-12-31";
        assert_eq!(trail(registrar, rare).len(), EVENTS / 2000);
    }
}
