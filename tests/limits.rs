//! Too much is turned away at once, and politely: rate limits, a full queue, and the end of the service.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::proxy::Proxy;
use crate::support::world::{World, candidate, text, token_for};
use crate::support::{Answer, Client, Service, on_both_engines, postgres};

/// The seconds of `Retry-After`, which must be there and within a minute.
#[track_caller]
fn retry_after(answer: &Answer) -> u64 {
    let seconds = answer.header("retry-after").parse().unwrap_or_else(|_| panic!("no Retry-After: {answer}"));
    assert!((1..=60).contains(&seconds), "{answer}");
    seconds
}

/// Sends until the limit is reached; how often that went well, and the refusal.
fn until_refused(mut send: impl FnMut() -> Answer) -> (usize, Answer) {
    for good in 0..100 {
        let answer = send();
        if answer.status == 429 {
            return (good, answer);
        }
    }
    panic!("nothing was refused");
}

on_both_engines! {
    fn tokens_are_limited_for_each_client(service: Service) with [("TOUCHSTONE_TOKENS_PER_MINUTE", "4")] {
        let world = World::new(&service);
        let fields = |id: &str| [("grant_type", "client_credentials".to_owned()), ("client_id", id.to_owned()), ("client_secret", "guess".to_owned())];
        let guess = |id: &str, client: &Client| {
            let owned = fields(id);
            let borrowed: Vec<_> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
            client.post_form("/oauth/token", &borrowed)
        };
        let id = &world.registrar.client_id;
        let (good, refused) = until_refused(|| guess(id, &world.public));
        assert!((3..=5).contains(&good), "one of the four went to the first token: {good}");
        refused.expect_problem(429, "too_many_requests");
        assert!(retry_after(&refused) <= 16, "{refused}");
        guess(&world.employer.client_id, &world.public).expect_problem(401, "invalid_client");
        let spoofed = world.public.with_header("x-forwarded-for", "198.51.100.7");
        guess(id, &spoofed).expect_problem(429, "too_many_requests");
        world.registrar.client.get("/v1/clients").expect(200);
    }

    fn verifications_are_limited_for_each_address(service: Service) with [
        ("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "5"), ("TOUCHSTONE_BULK_VERIFICATIONS_PER_MINUTE", "60"),
        ("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8"),
    ] {
        let world = World::new(&service);
        let path = "/v1/verifications/0000-0000-0000";
        let from = |address: &str| world.public.with_header("x-forwarded-for", address);
        let (good, refused) = until_refused(|| from("198.51.100.7").get(path));
        assert_eq!(good, 5);
        refused.expect_problem(429, "too_many_requests");
        assert!(retry_after(&refused) <= 13, "{refused}");
        from("198.51.100.7").get("/v1/bodies").expect(200);
        from("198.51.100.8").get(path).expect(200);
        from("198.51.100.7, 198.51.100.9").get(path).expect(200);
        let employer = world.employer.client.with_header("x-forwarded-for", "198.51.100.7");
        let ask = |number: usize| {
            let questions = vec![json!({"number": "0000-0000-0000"}); number];
            employer.post("/v1/verifications", &json!({"verifications": questions}))
        };
        ask(1000).expect(200);
        let refused = ask(30);
        refused.expect_problem(429, "too_many_requests");
        assert!(retry_after(&refused) <= 31, "a client is known, so it counts for itself: {refused}");
    }

    fn names_are_not_guessed(service: Service) with [("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "3")] {
        let world = World::new(&service);
        let number = |passed: &Value| text(&passed["certificate"], "number");
        let one = number(&world.certified_candidate(&json!({})).1);
        let other = number(&world.certified_candidate(&json!({})).1);
        let ask = |number: &str, name: &str| world.public.get(&format!("/v1/verifications/{number}?family_name={name}"));
        let mut guesses = ["Alder", "Birch", "Cedar", "Damson", "Elder", "Fir"].into_iter().cycle();
        let (good, refused) = until_refused(|| ask(&one, guesses.next().unwrap()));
        assert_eq!(good, 3);
        retry_after(&refused);
        ask(&other, "Alder").expect(200);
        world.public.get(&format!("/v1/verifications/{one}")).expect(200);
        for spelled in [one.to_lowercase(), one.replace('-', ""), format!("%20{one}"), one.replace('0', "o")] {
            ask(&spelled, "Gorse").expect_problem(429, "too_many_requests");
        }
    }

    fn no_limit_is_no_limit(service: Service) with [
        ("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "0"), ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "0"),
    ] {
        let client = service.client();
        (0..200).for_each(|_| drop(client.get("/v1/verifications/0000-0000-0000?family_name=A").expect(200)));
    }

    fn a_request_in_hand_is_finished_before_the_service_ends(mut service: Service) {
        let world = World::new(&service);
        let client = world.body.caller.client.clone();
        let body = candidate(&json!({"family_name": "Last"})).to_string();
        let (token, length) = (client.token().unwrap(), body.len());
        let head = format!(
            "POST /v1/candidates HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        let port: u16 = client.base().rsplit(':').next().unwrap().parse().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(format!("{head}{}", &body[..10]).as_bytes()).unwrap();
        let in_hand = || service.metrics().text().contains("http_requests_in_flight 1");
        wait_until(in_hand);
        let mut answer = [0; 12];
        let status = std::thread::scope(|scope| {
            let ending = scope.spawn(|| service.terminate());
            wait_until(|| TcpStream::connect(("127.0.0.1", port)).is_err());
            stream.write_all(&body.as_bytes()[10..]).unwrap();
            stream.read_exact(&mut answer).unwrap();
            drop(stream);
            ending.join().unwrap()
        });
        assert_eq!((&answer, status.code()), (b"HTTP/1.1 201", Some(0)), "{}", service.log());
        service.restart();
        let caller = &world.body.caller;
        let renewed = token_for(&service.client(), &caller.client_id, &caller.client_secret);
        let found = service.client().with_token(&renewed).get("/v1/candidates").expect(200);
        assert_eq!(found["items"][0]["family_name"], "Last", "{found}");
    }
}

/// Waits for as long as a slow machine may need.
#[track_caller]
fn wait_until(mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "it does not become so");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A service behind a proxy, with room for one request in hand and one that waits.
fn narrow() -> Option<(Service, Proxy)> {
    let database = postgres::Database::clone_of_template()?;
    let proxy = Proxy::start(database.upstream());
    let url = database.url_through(proxy.port());
    let settings = [
        ("TOUCHSTONE_DATABASE_CONNECTIONS", "1"),
        ("TOUCHSTONE_DATABASE_QUEUE", "1"),
        ("TOUCHSTONE_DATABASE_WAIT_SECONDS", "30"),
    ];
    Some((Service::start_on_postgres(database, &url, &settings), proxy))
}

/// A full queue turns away at once, and is empty again when the database answers.
#[test]
fn a_full_queue_turns_away_at_once() {
    let Some((service, proxy)) = narrow() else { return };
    let client = service.client();
    client.get("/v1/bodies").expect(200);
    proxy.stall();
    std::thread::scope(|scope| {
        let waiting: Vec<_> = (0..2).map(|_| scope.spawn(|| client.with_own_connections().get("/v1/bodies"))).collect();
        // What the service clears away at its start may have taken one of the two places, and then the other is refused.
        wait_until(|| {
            service.metrics().text().contains("http_requests_in_flight 2")
                || waiting.iter().any(std::thread::ScopedJoinHandle::is_finished)
        });
        for _ in 0..5 {
            let started = Instant::now();
            let answer = client.get("/v1/courses");
            answer.expect_problem(503, "overloaded");
            retry_after(&answer);
            assert!(started.elapsed() < Duration::from_secs(5), "not at once: {:?}", started.elapsed());
        }
        client.get("/livez").expect(200);
        proxy.restore();
        for waiter in waiting {
            let answer = waiter.join().unwrap();
            assert!(matches!(answer.status, 200 | 503), "{answer}");
        }
    });
    wait_until(|| client.get("/v1/bodies").status == 200);
}
