//! HTTP itself: methods, preflights, conditional reads, compression, caching, and the headers that browsers obey.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::world::{World, candidate, text};
use crate::support::{Answer, Client, Service, on_both_engines};
use crate::support::{operations, organisation_certificates};

/// The pages beside the API.
const PAGES: [&str; 5] = ["/", "/problems", "/problems/forbidden", "/docs/", "/assets/touchstone.css"];

/// What anybody may read, from any web page.
const PUBLIC: [&str; 10] = [
    "/v1/bodies",
    "/v1/courses",
    "/v1/training-organisations",
    "/v1/qualifications",
    "/v1/qualifications/foundation",
    "/v1/verifications/0000-0000-0000",
    "/.well-known/jwks.json",
    "/.well-known/oauth-authorization-server",
    "/openapi.json",
    "/problems/forbidden",
];

/// What not everybody may read.
const PRIVATE: [&str; 5] = ["/v1/candidates", "/v1/results", "/v1/certificates", "/v1/clients", "/v1/events"];

fn port(client: &Client) -> u16 {
    client.base().rsplit(':').next().and_then(|port| port.parse().ok()).expect("an address ends with its port")
}

fn vary(answer: &Answer) -> bool {
    answer.header("vary").to_ascii_lowercase().contains("accept-encoding")
}

on_both_engines! {
    fn an_unknown_method_is_told_from_an_unknown_address(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let operations = operations::all(client);
        for operation in &operations {
            let here: Vec<&str> = operations
                .iter()
                .filter(|other| other.template == operation.template)
                .map(|other| other.method.as_str())
                .collect();
            let path = operation.address();
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "BREW"] {
                if here.contains(&method) {
                    continue;
                }
                let answer = client.send(method, &path, &[], b"");
                answer.expect_problem(405, "method_not_allowed");
                let allow: Vec<&str> = answer.header("allow").split(", ").collect();
                assert!(here.iter().all(|method| allow.contains(method)), "{path}: {allow:?}");
                assert_eq!(allow.contains(&"HEAD"), here.contains(&"GET"), "{path}: {allow:?}");
            }
            let options = client.send("OPTIONS", &path, &[], b"");
            assert_eq!(options.status, 204, "{path}: {options}");
            assert!(options.header("allow").contains("OPTIONS"), "{path}: {options}");
            client.get(&format!("{}/nothing/here", path.split('?').next().unwrap())).expect_problem(404, "not_found");
        }
        for path in ["/v1", "/v1/", "/v1/bodies/", "//v1/bodies", "/V1/bodies", "/v2/bodies", "/.git/config", "/v1/organisations%2f"] {
            client.get(path).expect_problem(404, "not_found");
            client.send("DELETE", path, &[], b"").expect_problem(404, "not_found");
        }
    }

    fn pages_know_their_methods_too(service: Service) {
        let client = service.client();
        for path in PAGES {
            let answer = client.send("POST", path, &[], b"");
            assert_eq!(answer.status, 405, "{path}: {answer}");
            // The home page is for people, and so is what is said there.
            let expected = if path == "/" { "text/html; charset=utf-8" } else { "application/problem+json" };
            assert_eq!(answer.header("content-type"), expected, "{path}: {answer}");
            assert!(answer.header("allow").contains("GET"), "{path}: {answer}");
        }
    }

    fn head_answers_like_get_without_a_body(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        for path in PUBLIC.into_iter().chain(PRIVATE).chain(["/livez", "/readyz"]) {
            let (get, head) = (client.get(path), client.head(path));
            assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}: {head}");
            // What tells the moment is as long as that takes to write.
            let length = (!path.starts_with("/v1/verifications/")).then_some("content-length");
            for name in ["content-type", "etag", "cache-control"].into_iter().chain(length) {
                assert_eq!(head.header(name), get.header(name), "{path}: {name}");
            }
        }
        assert_eq!(client.head("/v1/nothing").status, 404);
        assert_eq!(world.public.head("/v1/clients").status, 401);
    }

    fn any_web_page_reads_what_is_public_and_nothing_else(service: Service) {
        let world = World::new(&service);
        let origin = ("origin", "https://page.example");
        for path in PUBLIC {
            let answer = world.public.send("GET", path, &[origin], b"");
            assert_eq!(answer.status, 200, "{path}: {answer}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}: {answer}");
            for name in ["etag", "link", "x-request-id"] {
                assert!(answer.header("access-control-expose-headers").contains(name), "{path}: {answer}");
            }
            assert!(answer.headers.get("access-control-allow-credentials").is_none(), "{path}");
            let asked = [origin, ("access-control-request-method", "GET")];
            let preflight = world.public.send("OPTIONS", path, &asked, b"");
            assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (204, "*"), "{path}");
        }
        let missing = world.public.send("GET", "/v1/bodies/nobody", &[origin], b"");
        assert_eq!((missing.status, missing.header("access-control-allow-origin")), (404, "*"), "errors can be read too");
        for path in PRIVATE.into_iter().chain(["/oauth/token", "/livez"]) {
            for (method, header) in [("GET", origin), ("OPTIONS", origin)] {
                let asked = [header, ("access-control-request-method", "GET")];
                let answer = world.registrar.client.send(method, path, &asked, b"");
                assert!(answer.headers.get("access-control-allow-origin").is_none(), "{method} {path}: {answer}");
            }
        }
        for path in ["/v1/bodies", "/v1/courses", "/v1/verifications"] {
            let asked = [origin, ("access-control-request-method", "POST")];
            let preflight = world.public.send("OPTIONS", path, &asked, b"");
            assert!(preflight.headers.get("access-control-allow-origin").is_none(), "{path}: {preflight}");
            let answer = world.registrar.client.send("POST", path, &[origin], b"{}");
            assert!(answer.headers.get("access-control-allow-origin").is_none(), "{path}: {answer}");
        }
    }

    fn what_is_known_already_is_not_sent_again(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let (person, passed) = world.certified_candidate(&json!({}));
        let number = text(&passed["certificate"], "number");
        let more = [format!("/v1/candidates/{person}"), format!("/v1/verifications/{number}"), "/v1/certificates".to_owned()];
        for path in PUBLIC.into_iter().chain(PRIVATE).chain(more.iter().map(String::as_str)) {
            let read = client.get(path);
            let tag = read.header("etag").to_owned();
            assert!(tag.ends_with('"') && tag.len() > 10, "{path}: {read}");
            for known in [tag.clone(), format!("W/{}", tag.trim_start_matches("W/")), format!("\"other\", {tag}"), "*".to_owned()] {
                let unchanged = client.with_header("if-none-match", &known).get(path);
                assert_eq!((unchanged.status, unchanged.body.len()), (304, 0), "{path} {known}: {unchanged}");
                assert_eq!(unchanged.header("etag"), tag, "{path}: {unchanged}");
                assert_eq!(unchanged.header("cache-control"), read.header("cache-control"), "{path}");
                assert_eq!(unchanged.header("access-control-allow-origin"), read.header("access-control-allow-origin"));
            }
            assert_eq!(client.with_header("if-none-match", "\"other\"").get(path).status, 200, "{path}");
        }
        let address = format!("/v1/verifications/{number}");
        let before = client.get(&address).header("etag").to_owned();
        let change = json!({"effective_on": "2016-01-01", "reason_code": "complaint", "reason": "Looked into."});
        client.post(&format!("/v1/certificates/{number}/suspensions"), &change).expect(201);
        let now = client.with_header("if-none-match", &before).get(&address);
        assert_eq!(now.expect(200)["status"], "suspended", "a change is seen at once");
    }

    fn caches_keep_what_is_public_only(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        for path in PUBLIC {
            assert!(world.public.get(path).header("cache-control").starts_with("public, "), "{path}");
        }
        assert_eq!(world.public.get("/v1/verifications/0000-0000-0000").header("cache-control"), "public, no-cache");
        let written = client.post("/v1/candidates", &candidate(&json!({})));
        for answer in PRIVATE.map(|path| client.get(path)).into_iter().chain([written, service.metrics()]) {
            assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
        }
    }

    /// A shared cache between a registrar and the registry never shows the registrar what somebody was told a minute ago.
    fn a_token_keeps_an_answer_out_of_shared_caches(service: Service) {
        let world = World::new(&service);
        let (_, passed) = world.certified_candidate(&json!({}));
        let number = text(&passed["certificate"], "number");
        // It makes the status lists, where this service signs.
        world.registrar.client.get(&format!("/v1/certificates/{number}/credential"));
        let published = organisation_certificates::published(&world, &json!({}));
        let read = world.public.get(&format!("/v1/organisation-certificates/{published}")).expect(200);
        let organisation = text(&read["organisation"], "id");
        let trainer = text(&world.public.get("/v1/training-organisations").expect(200)["items"][0], "id");
        let varies = |answer: &Answer| answer.header("vary").to_ascii_lowercase().contains("authorization");
        let registrar = &world.registrar.client;
        let notice = json!({"texts": [{"language": "en", "title": "News", "text": "It is so."}]});
        let notice = text(&registrar.post("/v1/notices", &notice).expect(201), "id");
        let document = json!({"title": "Paper", "language": "en", "kind": "white_paper", "owner": "X", "url": "https://x.example/"});
        let document = text(&registrar.post("/v1/documents", &document).expect(201), "id");
        let mut seen = 0;
        for operation in operations::all(&world.public) {
            if operation.method != "GET" || operation.is_secured() {
                continue;
            }
            let id = match operation.template.split('/').nth(2).unwrap_or("") {
                "bodies" => &world.body.id,
                "courses" => &world.course_id,
                "organisations" => &organisation,
                "training-organisations" => &trainer,
                "organisation-certificates" => &published,
                "documents" => &document,
                "notices" => &notice,
                _ => "nothing",
            };
            let template = operation.template.replace("{number}", &number).replace("{id}", id);
            let path = template.replace("{list}", "1").replace("{purpose}", "revocation").replace("{code}", "foundation");
            let path = path.replace("/organisation-verifications", "/organisation-verifications?number=A-1");
            let public = world.public.get(&path);
            // Of a file, a session and a dump there is none here.
            if public.status == 404 && ["/v1/status-lists/", "/file", "/v1/course-sessions/", "/v1/dumps/"].iter().any(|part| path.contains(part)) {
                continue;
            }
            assert_eq!(public.status, 200, "{path}: {public}");
            if !public.header("cache-control").starts_with("public") {
                assert_eq!(public.header("cache-control"), "no-store", "{path}");
                continue;
            }
            seen += 1;
            assert!(varies(&public) && vary(&public), "{path}: {:?}", public.headers);
            for client in [&world.registrar.client, &world.body.caller.client, &world.employer.client] {
                let answer = client.get(&path);
                assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{path}");
                assert!(varies(&answer), "{path}: {:?}", answer.headers);
                let known = client.with_header("if-none-match", answer.header("etag")).get(&path);
                assert_eq!((known.status, known.header("cache-control")), (304, "no-store"), "{path}");
                assert!(varies(&known), "{path}: {:?}", known.headers);
            }
        }
        assert!(seen > 15, "{seen} operations");
        let path = format!("/v1/bodies/{}", world.body.id);
        let client = &world.registrar.client;
        for contact in ["First", "Second"] {
            let tag = client.get(&path).header("etag").to_owned();
            client.with_header("if-match", &tag).patch(&path, &json!({"contact": contact})).expect(200);
        }
    }

    fn what_is_acceptable_in_no_coding_is_a_problem(service: Service) {
        let client = service.client();
        for path in ["/v1/qualifications", "/livez", "/verify", "/v1/nothing"] {
            let answer = client.send("GET", path, &[("accept-encoding", "identity;q=0")], b"");
            answer.expect_problem(406, "not_acceptable");
            assert!(!answer.header("x-request-id").is_empty() && vary(&answer), "{path}: {answer}");
        }
    }

    fn answers_are_compressed_on_request(service: Service) {
        let world = World::new(&service);
        for path in ["/openapi.json", "/v1/qualifications", "/problems"] {
            let plain = world.public.get(path);
            assert!(plain.headers.get("content-encoding").is_none() && vary(&plain), "{path}: {:?}", plain.headers);
            let packed = world.public.send("GET", path, &[("accept-encoding", "gzip")], b"");
            // This client may unpack by itself what it did not ask for itself.
            let is_packed = packed.header("content-encoding") == "gzip" && packed.body.starts_with(b"\x1f\x8b");
            assert!(is_packed || packed.body == plain.body, "{path}: {:?}", packed.headers);
            // What is compressed is another sequence of bytes, and so has another strong tag (RFC 9110, section 8.8.1).
            let tag = packed.header("etag").to_owned();
            assert_eq!(tag.starts_with("W/"), tag == plain.header("etag"), "{path}: {tag}");
            let unchanged = world.public.send("GET", path, &[("accept-encoding", "gzip"), ("if-none-match", &tag)], b"");
            assert_eq!((vary(&packed), unchanged.status, unchanged.header("etag")), (true, 304, tag.as_str()), "{path}");
            let raw = world.public.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n").as_bytes());
            let head = String::from_utf8_lossy(&raw).to_ascii_lowercase();
            assert!(head.contains("content-encoding: gzip") && raw.len() < plain.body.len(), "{path}: {} bytes", raw.len());
            let refused = world.public.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip;q=0\r\nconnection: close\r\n\r\n").as_bytes());
            assert!(!String::from_utf8_lossy(&refused).to_ascii_lowercase().contains("content-encoding: gzip"), "{path}");
        }
    }

    fn every_answer_tells_browsers_to_trust_nothing(service: Service) {
        let world = World::new(&service);
        let client = &world.registrar.client;
        let answers = PUBLIC.into_iter().chain(PRIVATE).chain(PAGES).chain(["/v1/nothing", "/livez"]);
        let answers = answers.map(|path| client.get(path)).chain([
            client.post("/v1/candidates", &json!({})),
            client.send("OPTIONS", "/v1/candidates", &[], b""),
            client.delete("/v1/bodies"),
            world.public.get("/v1/clients"),
        ]);
        for answer in answers {
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{answer}");
            assert!(!policy.contains("http") && !policy.contains('*'), "no other host: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{answer}");
            assert!(!answer.header("x-request-id").is_empty() && !answer.header("cache-control").is_empty(), "{answer}");
            assert!(answer.headers.get("server").is_none(), "{answer}");
        }
    }

    fn a_body_has_a_size_and_a_time(service: Service) with [
        ("TOUCHSTONE_BODY_LIMIT_BYTES", "1024"), ("TOUCHSTONE_BODY_DEADLINE_SECONDS", "1"),
    ] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let token = client.token().unwrap();
        let head = |extra: &str| format!(
            "POST /v1/candidates HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n{extra}\r\n\r\n"
        );
        let padded = |length: usize| {
            let body = candidate(&json!({})).to_string();
            format!("{body}{}", " ".repeat(length - body.len()))
        };
        let typed = [("content-type", "application/json")];
        client.send("POST", "/v1/candidates", &typed, padded(1024).as_bytes()).expect(201);
        client.send("POST", "/v1/candidates", &typed, padded(1025).as_bytes()).expect_problem(413, "payload_too_large");
        let announced = client.raw(head("content-length: 99999999").as_bytes());
        assert!(announced.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&announced));
        let chunk = format!("400\r\n{}\r\n", " ".repeat(1024));
        let chunked = client.raw(format!("{}{chunk}{chunk}{chunk}0\r\n\r\n", head("transfer-encoding: chunked")).as_bytes());
        assert!(chunked.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&chunked));

        let started = Instant::now();
        let mut stream = TcpStream::connect(("127.0.0.1", port(client))).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(head("content-length: 100").as_bytes()).unwrap();
        stream.write_all(b"{\"family_").unwrap();
        let mut answer = [0; 12];
        std::io::Read::read_exact(&mut stream, &mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 408");
        assert!((1..15).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
        assert_eq!(client.get("/v1/candidates").expect(200)["items"].as_array().map(Vec::len), Some(1));
    }

    fn what_is_not_http_is_answered_and_forgotten(service: Service) {
        let client = service.client();
        let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(200_000));
        let many = format!("GET /livez HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(500));
        for bytes in [
            "BROKEN\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /\u{0} HTTP/1.1\r\nhost: x\r\n\r\n", &long, &many,
            "POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n",
            "POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        ] {
            let answer = client.raw(bytes.as_bytes());
            let status = String::from_utf8_lossy(&answer).chars().skip(9).take(1).collect::<String>();
            assert!(answer.is_empty() || status == "4", "{:.60}: {}", bytes, String::from_utf8_lossy(&answer));
        }
        client.get("/livez").expect(200);
    }
}
