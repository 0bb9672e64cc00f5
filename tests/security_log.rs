//! Who did it is on record: what concerns the security of the registry leaves a line with client, operation, network and
//! reason, and none of the secrets and names that the requests had.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::steps::certificate_of;
use crate::support::world::{World, candidate};
use crate::support::{Service, on_both_engines};

/// What no line of the log may have.
const UNSPEAKABLE: [&str; 5] =
    ["Quetzalcoatl", "quetzal@example.org", "1971-02-03", "wrong-secret-7Q", "junk-token-8R"];

/// The lines of security events, of the request with this id.
fn lines_of(service: &Service, request: &str) -> Vec<Value> {
    service
        .log()
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|line| line["target"] == "touchstone::security" && line["span"]["request_id"] == request)
        .collect()
}

/// The only security event of that request, which is waited for.
#[track_caller]
fn line_of(service: &Service, request: &str) -> Value {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let mut lines = lines_of(service, request);
        if lines.len() == 1 {
            return lines.remove(0);
        }
        assert!(lines.is_empty() && Instant::now() < deadline, "{request}: {lines:?}\n{}", service.log());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How often an event was counted.
fn counted(service: &Service, event: &str) -> u64 {
    let metrics = service.metrics().text();
    let line = metrics.lines().find(|line| line.starts_with(&format!("security_events_total{{event=\"{event}\"}}")));
    let line = line.unwrap_or_else(|| panic!("{event} in {metrics}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

on_both_engines! {
    fn each_kind_leaves_its_line(service: Service) with [("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8,::1"), ("TOUCHSTONE_TOKENS_PER_MINUTE", "5")] {
        let world = World::new(&service);
        let body = world.body.caller.client.with_header("x-forwarded-for", "203.0.113.77");
        let public = world.public.with_header("x-forwarded-for", "2001:db8:77:1:2:3:4:5");
        let secret_name = json!({"family_name": "Quetzalcoatl", "email": "quetzal@example.org", "birth_date": "1971-02-03"});
        let made = world.other_body.caller.client.post("/v1/candidates", &candidate(&secret_name)).expect(201);
        let theirs = format!("/v1/candidates/{}", made["id"].as_str().unwrap());
        let client = format!("client:{}", world.body.caller.client_id);
        let stranger = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";
        let fields = |id: &'static str| [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", "wrong-secret-7Q")];

        public.with_header("x-request-id", "wrong-secret").post_form("/oauth/token", &fields(stranger)).expect(401);
        public.with_header("x-request-id", "no-id").post_form("/oauth/token", &fields("wrong-secret-7Q")).expect(401);
        public.with_token("junk-token-8R").with_header("x-request-id", "junk").get(&theirs).expect(401);
        body.with_header("x-request-id", "forbidden").get("/v1/clients").expect(403);
        body.with_header("x-request-id", "foreign").get(&theirs).expect(404);
        let to = json!({"url": "https://169.254.169.254/latest/meta-data/"});
        body.with_header("x-request-id", "inside").post("/v1/webhook-subscriptions", &to).expect(422);
        for _ in 0..5 {
            public.post_form("/oauth/token", &fields(stranger));
        }
        public.with_header("x-request-id", "too-often").post_form("/oauth/token", &fields(stranger)).expect(429);
        let network = "2001:db8:77::/48";
        for (request, event, client, operation, network) in [
            ("wrong-secret", "token_refused", format!("client:{stranger}"), "POST /oauth/token", network),
            ("no-id", "token_refused", String::new(), "POST /oauth/token", network),
            ("junk", "credential_refused", String::new(), "GET /v1/candidates/{id}", network),
            ("forbidden", "forbidden", client.clone(), "GET /v1/clients", "203.0.113.0/24"),
            ("foreign", "record_not_visible", client.clone(), "GET /v1/candidates/{id}", "203.0.113.0/24"),
            ("inside", "destination_refused", client, "POST /v1/webhook-subscriptions", "203.0.113.0/24"),
            ("too-often", "rate_limited", format!("client:{stranger}"), "POST /oauth/token", network),
        ] {
            let line = line_of(&service, request);
            assert_eq!(line["event"], event, "{line}");
            assert_eq!((line["client"].as_str(), line["operation"].as_str()), (Some(client.as_str()), Some(operation)), "{line}");
            assert_eq!((line["address"].as_str(), line["level"].as_str()), (Some(network), Some("WARN")), "{line}");
            assert!(line["reason"].as_str().is_some_and(|reason| reason.len() > 5), "{line}");
            assert!(counted(&service, event) >= 1, "{event}");
        }
        let log = service.log();
        for unspeakable in UNSPEAKABLE {
            assert!(!log.contains(unspeakable), "{unspeakable}: {log}");
        }
        assert!(!log.contains("203.0.113.77") && !log.contains("2001:db8:77:1"), "the network is enough");
    }

    fn who_is_let_in_is_on_record_too(service: Service) {
        let world = World::new(&service);
        let employer = &world.employer;
        let request = world.public.with_header("x-request-id", "signed-in");
        let (id, secret) = (employer.client_id.as_str(), employer.client_secret.as_str());
        let fields = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret), ("scope", "read")];
        request.post_form("/oauth/token", &fields).expect(200);
        let line = line_of(&service, "signed-in");
        assert_eq!((&line["event"], &line["level"], &line["reason"]), (&json!("token_issued"), &json!("INFO"), &json!("scope read")));
        assert_eq!(line["client"], format!("client:{id}"));
        let question = json!({"verifications": []});
        employer.client.with_header("x-request-id", "the-access-line").post("/v1/verifications", &question);
        service.wait_for_log("the-access-line");
        let log = service.log();
        let access = log.lines().find(|line| line.contains("the-access-line") && line.contains("answered")).unwrap();
        let access: Value = serde_json::from_str(access).unwrap();
        assert_eq!((&access["client"], &access["address"]), (&json!(format!("client:{id}")), &json!("127.0.0.0/24")));
    }

    fn what_is_wrong_with_a_request_is_no_error_of_ours(service: Service) {
        let world = World::new(&service);
        let (_, result) = world.certified_candidate(&Value::Null);
        let client = &world.body.caller.client;
        let typed = [("content-type", "application/json")];
        for body in [&b"{"[..], b"[1", b"\xff\xfe", b"{\"a\": 1, \"a\": 2}", b"null", b"", b"{\"family_name\": \"\\ud800\"}"] {
            client.send("POST", "/v1/candidates", &typed, body);
        }
        for raw in [
            &b"NONSENSE\r\n\r\n"[..],
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET /\x00 HTTP/1.1\r\nhost: x\r\n\r\n",
            b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
            b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZZ\r\n",
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"GET / HTTP/1.1\r\n: no name\r\n\r\n",
        ] {
            world.public.raw(raw);
        }
        client.get(&format!("/v1/certificates/{}?x=%00", certificate_of(&result)));
        client.with_header("x-request-id", "the-last-request").get("/livez").expect(200);
        service.wait_for_log("the-last-request");
        let log = service.log();
        let errors: Vec<_> = log.lines().filter(|line| line.contains("\"level\":\"ERROR\"")).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}
