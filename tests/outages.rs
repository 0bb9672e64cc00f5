//! The database is away: the registry can tell nothing, says so, and goes on when it is back.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::proxy::Proxy;
use crate::support::world::{World, candidate, result, text};
use crate::support::{Answer, Service, postgres};

/// Everything that needs the database, asked once.
fn ask_all(world: &World, person: &str, number: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    let (body, registrar) = (&world.body.caller.client, &world.registrar.client);
    let reads = [
        "/readyz".to_owned(),
        "/v1/bodies".to_owned(),
        "/v1/bodies/nobody".to_owned(),
        "/v1/courses".to_owned(),
        "/v1/candidates".to_owned(),
        format!("/v1/candidates/{person}"),
        format!("/v1/candidates/{person}/eligibility/practitioner"),
        format!("/v1/verifications/{number}"),
        "/v1/verifications/0000-0000-0000".to_owned(),
        "/v1/organisation-verifications?number=A-1".to_owned(),
        "/v1/events".to_owned(),
    ];
    for path in reads {
        let answer = body.get(&path);
        answers.push((path, answer));
    }
    let batch = json!({"verifications": [{"number": number}]});
    let writes = [
        ("/v1/candidates", body.post("/v1/candidates", &candidate(&json!({})))),
        ("/v1/results", body.post("/v1/results", &result(person, "foundation", "2016-06-01", 3))),
        ("/v1/verifications", world.employer.client.post("/v1/verifications", &batch)),
        ("/v1/clients", registrar.post("/v1/clients", &json!({"name": "Nobody", "role": "employer"}))),
    ];
    answers.extend(writes.map(|(path, answer)| (path.to_owned(), answer)));
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", world.registrar.client_id.as_str()),
        ("client_secret", world.registrar.client_secret.as_str()),
    ];
    answers.push(("/oauth/token".to_owned(), world.public.post_form("/oauth/token", &fields)));
    answers
}

/// What a number that is mistyped is told without the database, or not at all; everything else is 503.
#[track_caller]
fn all_unavailable(answers: &[(String, Answer)]) {
    for (path, answer) in answers {
        if path.ends_with("0000-0000-0000") && answer.status == 200 {
            assert_eq!(answer.json()["status"], "mistyped", "{answer}");
            continue;
        }
        assert_eq!(answer.status, 503, "{path}: {answer}");
        assert!(matches!(answer.problem_code().as_str(), "database_unavailable" | "overloaded"), "{path}: {answer}");
        assert!(answer.header("retry-after").parse::<u64>().is_ok(), "{path}: {answer}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}: {answer}");
        for told in ["127.0.0.1", "postgres", "libpq", "connection to server"] {
            assert!(!answer.text().contains(told), "{path} tells of the inside: {answer}");
        }
    }
}

/// Nothing is "not found" and nothing is valid while the database is away, and all is well when it is back.
#[test]
fn without_a_database_every_answer_is_that_it_is_away() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[]);
    let world = World::new(&service);
    let (person, passed) = world.certified_candidate(&json!({}));
    let number = text(&passed["certificate"], "number");
    let before = world.registrar.client.get("/v1/candidates").expect(200);

    proxy.cut();
    all_unavailable(&ask_all(&world, &person, &number));
    world.public.get("/livez").expect(200);
    world.public.get("/v1/qualifications").expect(200);
    // Whether an organisation's certificate has a number, nobody can tell; that a person's has not, everybody.
    for path in ["/verify?number=A-12", "/verify/organisation?number=A-12"] {
        let page = world.public.get(path);
        assert!(page.status == 503 && !page.text().contains("Mistyped"), "{path}: {page}");
    }
    assert_eq!(world.public.get("/verify?number=7K3M-9QXP-T2VC").status, 422);
    proxy.restore();
    world.public.wait_until_ready();
    assert_eq!(world.registrar.client.get("/v1/candidates").expect(200), before, "nothing was written");
    for (path, answer) in ask_all(&world, &person, &number) {
        assert!(answer.status < 500, "{path}: {answer}");
    }
}

/// A database that has gone silent is given up within a bounded time, by a single verification too.
#[test]
fn a_silent_database_is_given_up_in_time() {
    let Some(database) = postgres::Database::clone_of_template() else { return };
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let service = Service::start_on_postgres(database, &url, &[("TOUCHSTONE_DATABASE_ANSWER_SECONDS", "3")]);
    service.wait_for_log("may still be done");
    let world = World::new(&service);
    let number = text(&world.certified_candidate(&json!({})).1["certificate"], "number");
    let paths = [format!("/v1/verifications/{number}"), "/v1/bodies".to_owned(), "/v1/candidates".to_owned()];
    proxy.stall();
    let started = Instant::now();
    std::thread::scope(|scope| {
        let (world, started) = (&world, &started);
        for path in &paths {
            scope.spawn(move || {
                let client = world.body.caller.client.with_own_connections();
                all_unavailable(&[(path.clone(), client.get(path))]);
                assert!(started.elapsed() < Duration::from_secs(20), "{path}: {:?}", started.elapsed());
            });
        }
    });
    proxy.restore();
    for path in &paths {
        let deadline = Instant::now() + Duration::from_secs(30);
        while world.body.caller.client.get(path).status != 200 {
            assert!(Instant::now() < deadline, "{path} does not come back");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
