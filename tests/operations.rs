//! What the operator sees: health, metrics, the log, the doctor, the settings.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::command::Program;
use crate::support::operations;
use crate::support::steps::search;
use crate::support::world::{World, candidate, text};
use crate::support::{Engine, Service, on_both_engines};

/// The labels of a line of metrics.
fn labels(line: &str) -> Vec<(&str, &str)> {
    let Some((_, rest)) = line.split_once('{') else { return Vec::new() };
    let inner = rest.rsplit_once('}').expect("a brace that opens closes").0;
    inner
        .split("\",")
        .map(|pair| pair.split_once("=\"").map(|(name, value)| (name, value.trim_end_matches('"'))))
        .map(|pair| pair.expect("a label has a value"))
        .collect()
}

/// A private person with marks that are found wherever they go.
fn marked() -> Value {
    json!({
        "given_names": "Xaverina", "family_name": "Quetzalcoatl", "birth_date": "1971-02-03",
        "email": "xq.marked@example.org", "country": "PT", "listed": false,
    })
}

/// What must not be told of that person.
const MARKS: [&str; 6] = ["Xaverina", "Quetzalcoatl", "quetzalcoatl", "1971-02-03", "xq.marked", "EXT-MARKED-77"];

on_both_engines! {
    fn it_is_alive_and_ready(service: Service) {
        let client = service.client();
        assert_eq!(client.get("/livez").expect(200), json!({"status": "ok"}));
        assert_eq!(client.get("/readyz").expect(200), json!({"status": "ok", "workers_down": []}));
        let live = service.command(&["doctor", "--live", &client.base()]);
        assert!(live.status.success(), "{live:?}");
        let nobody = service.command(&["doctor", "--live", "http://127.0.0.1:1"]);
        assert_eq!(nobody.status.code(), Some(1), "{nobody:?}");
    }

    fn metrics_are_labelled_by_route_and_never_by_what_was_asked(service: Service) {
        let world = World::new(&service);
        let (person, passed) = world.certified_candidate(&marked());
        let number = text(&passed["certificate"], "number");
        for path in [
            format!("/v1/candidates/{person}"), format!("/v1/verifications/{number}?family_name=Quetzalcoatl"),
            "/v1/candidates/junk-4711".to_owned(), "/no/such/page-4711".to_owned(), "/problems/forbidden".to_owned(),
        ] {
            world.body.caller.client.get(&path);
        }
        world.public.send("BREW-4711", "/v1/bodies", &[], b"");
        let answer = service.metrics();
        assert!(answer.header("content-type").starts_with("text/plain; version=0.0.4"), "{answer}");
        let page = answer.text();
        let mut routes: BTreeSet<String> = operations::all(&world.public).into_iter().map(|known| known.template).collect();
        routes.extend(touchstone::web::paths().into_iter().map(|(path, _)| path));
        routes.insert("unmatched".to_owned());
        for line in page.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            for (name, value) in labels(line) {
                match name {
                    "route" => assert!(routes.contains(value), "{line}"),
                    "status" => assert!(value.len() == 3, "{line}"),
                    "method" => assert!(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"].contains(&value), "{line}"),
                    "le" | "quantile" => {}
                    _ => assert!(!value.chars().any(|one| one.is_ascii_digit()), "{line}"),
                }
            }
        }
        for told in MARKS.into_iter().chain([person.as_str(), number.as_str(), "4711", "nobody"]) {
            assert!(!page.contains(told), "{told} is in the metrics");
        }
        for wanted in [
            r#"http_requests_total{method="GET",route="/v1/candidates/{id}",status="200"} 1"#,
            r#"http_requests_total{method="GET",route="/v1/candidates/{id}",status="404"} 1"#,
            r#"method="OTHER""#, r#"route="unmatched""#, "http_request_duration_seconds_bucket",
            "http_requests_in_flight 0", "database_connections",
        ] {
            assert!(page.contains(wanted), "{wanted} is not in\n{page}");
        }
    }

    fn the_log_is_json_and_tells_nothing_of_people(service: Service) with [("TOUCHSTONE_LOG_FILTER", "trace")] {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let (person, passed) = world.certified_candidate(&marked());
        let number = text(&passed["certificate"], "number");
        let path = format!("/v1/candidates/{person}");
        let tag = client.get(&path).header("etag").to_owned();
        let changed = json!({"given_names": "Xaverina Q"});
        client.with_header("if-match", &tag).patch(&path, &changed).expect_problem(409, "identity_change_required");
        let asked = json!({"given_names": "Xaverina Q", "reason": "spelling", "proof": {"method": "seen"}});
        client.post(&format!("{path}/identity-changes"), &asked).expect(201);
        world.registrar.client.with_header("if-match", &tag).patch(&path, &changed).expect(200);
        let foreign = json!({"certification": "itil_foundation", "number": "EXT-MARKED-77", "awarded_on": "2014-01-01"});
        client.post(&format!("{path}/external-certificates"), &foreign).expect(201);
        let named = format!("/v1/verifications/{number}?family_name=Quetzalcoatl");
        world.public.get(&named).expect(200);
        let batch = json!({"verifications": [{"number": number, "family_name": "Quetzalcoatl"}]});
        world.employer.client.post("/v1/verifications", &batch).expect(200);
        let registered = client.get(&path).expect(200);
        search(&world.other_body.caller.client, &text(&registered, "number"), "1971-02-03").expect(200);
        let mut wrong = candidate(&marked());
        wrong["country"] = json!("Quetzalcoatl");
        client.post("/v1/candidates", &wrong).expect_problem(422, "invalid_input");
        let typed = [("content-type", "application/json")];
        client.send("POST", "/v1/candidates", &typed, b"{\"family_name\": \"Quetzalcoatl\", ").expect_problem(400, "malformed_request");
        client.send("POST", "/v1/candidates", &typed, br#"{"Quetzalcoatl": 1, "Quetzalcoatl": 2}"#).expect_problem(400, "malformed_request");
        client.get("/v1/candidates?Quetzalcoatl=1").expect_problem(400, "invalid_parameter");
        client.get("/v1/Quetzalcoatl").expect_problem(404, "not_found");
        client.with_header("x-request-id", "the-last-request").get("/livez").expect(200);
        service.wait_for_log("the-last-request");

        let log = service.log();
        assert!(log.lines().count() > 20);
        for line in log.lines() {
            let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(event["timestamp"].is_string() && event["level"].is_string() && event["message"].is_string(), "{line}");
            for mark in MARKS {
                assert!(!line.contains(mark), "{mark} is in the log: {line}");
            }
        }
        let access = log.lines().find(|line| line.contains("the-last-request") && line.contains("answered"));
        let access: Value = serde_json::from_str(access.expect("every request leaves a line")).unwrap();
        assert_eq!((&access["method"], &access["route"], &access["status"]), (&json!("GET"), &json!("/livez"), &json!(200)));
        assert_eq!(access["span"]["request_id"], "the-last-request");
    }

    /// Only who knows the address that the operator chose for it.
    fn metrics_are_not_on_the_public_face(service: Service) {
        assert_eq!(service.metrics().status, 200);
        let client = service.client();
        for path in ["/metrics", "/metrics/", "//metrics", "/v1/metrics"] {
            client.get(path).expect_problem(404, "not_found");
        }
        let serving = Program::beside(&service).serve(&[]);
        serving.client().get("/metrics").expect_problem(404, "not_found");
        serving.wait_for("listening on");
        assert!(!serving.printed().contains("metrics"), "without the setting they are nowhere");
        assert_eq!(serving.terminate(), Some(0));
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap().to_string();
        let refused = Program::beside(&service).set("TOUCHSTONE_METRICS_BIND", &address);
        refused.run(&["serve", "--bind", "127.0.0.1:0"]).refused(&["cannot listen", &address]);
    }

    /// What is no HTTP is the mistake of whoever sends it: it is answered, and fills nobody's log.
    fn what_is_no_http_is_no_error_of_ours(service: Service) {
        let client = service.client();
        for bytes in [
            &b"\0\0\0\0\r\n\r\n"[..], b"GET / HTTP/9.9\r\n\r\n", b"GET /\x01 HTTP/1.1\r\nhost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
            b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n",
            b"POST /v1/candidates HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            b"GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        ] {
            client.raw(bytes);
        }
        let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(300_000));
        client.raw(long.as_bytes());
        client.with_header("x-request-id", "after-them").get("/livez").expect(200);
        service.wait_for_log("after-them");
        assert!(!service.log().contains("\"ERROR\""), "{}", service.log());
    }

    fn the_doctor_finds_nothing_wrong_where_nothing_is(service: Service) {
        World::new(&service);
        let output = Program::beside(&service).run(&["doctor"]);
        let report = output.done();
        for subject in ["settings", "scheme", "database", "schema", "durability", "writing", "integrity", "numbers", "temporary", "sealing key", "signing keys", "clients"] {
            assert!(report.contains(subject), "{subject} is not in\n{report}");
        }
        assert!(report.contains("Everything is in order.") || report.contains("Problems: 0."), "{report}");
    }

    fn the_doctor_tells_what_is_wrong(service: Service) {
        World::new(&service);
        let beside = || Program::beside(&service);
        let wrong_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let missing = match service.engine() {
            Engine::Sqlite => "sqlite:/no/such/directory/x.db".to_owned(),
            Engine::Postgres => format!("{}_not", service.database_url()),
        };
        for (program, words) in [
            (beside().set("TOUCHSTONE_KEY_ENCRYPTION_KEY", wrong_key), vec!["signing keys", "do not open"]),
            (beside().set("TOUCHSTONE_KEY_FILE", "/no/such/file"), vec!["signing keys", "restore it from the backup"]),
            (beside().set("TOUCHSTONE_BINT", "x"), vec!["settings", "TOUCHSTONE_BINT", "did you mean `TOUCHSTONE_BIND`"]),
            (beside().set("TOUCHSTONE_WORKERS", "-1").set("TOUCHSTONE_BIND", "x"), vec!["workers", "bind"]),
            (beside().set("TOUCHSTONE_SCHEME_FILE", "/no/such/scheme.toml"), vec!["scheme", "/no/such/scheme.toml"]),
        ] {
            let output = program.run(&["doctor"]);
            assert_eq!(output.code, Some(1), "{output:?}");
            for word in words {
                assert!(output.printed.contains(word), "{word:?} is not in\n{}", output.printed);
            }
            assert!(!output.printed.contains(wrong_key), "{output:?}");
        }
        let output = beside().set("DATABASE_URL", &missing).run(&["doctor"]);
        let is_told = output.code == Some(1) && output.printed.contains("cannot be reached");
        assert!(is_told || service.engine() == Engine::Sqlite, "{output:?}");
    }

    fn settings_are_shown_with_their_origin_and_without_secrets(service: Service) {
        let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=";
        let file = service.data_directory().with_file_name("settings.toml");
        std::fs::write(&file, "workers = 3\nidempotency_hours = 48\n").unwrap();
        let program = Program::beside(&service)
            .set("TOUCHSTONE_KEY_ENCRYPTION_KEY", key)
            .set("TOUCHSTONE_IDEMPOTENCY_HOURS", "72")
            .set("TOUCHSTONE_CONFIG", &file.display().to_string())
            .set("DATABASE_URL", "postgres://user:hunter2@db.example/registry?sslmode=require");
        let arguments = ["config", "show", "--public-url", "https://registry.example"];
        let words = program.run(&arguments);
        let rows = program.run(&[&arguments[..], &["--json"]].concat()).json();
        let row = |key: &str| rows.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key} in {rows}"));
        for (name, value, origin) in [
            ("workers", "3", "file"), ("idempotency_hours", "72", "environment"),
            ("public_url", "https://registry.example", "flag"), ("token_lifetime_seconds", "900", "default"),
            ("token_audience", "https://registry.example", "default"), ("key_encryption_key", "***", "environment"),
            ("database_url", "postgres://user:***@db.example/registry?sslmode=require", "environment"),
        ] {
            assert_eq!((&row(name)["value"], &row(name)["origin"]), (&json!(value), &json!(origin)), "{name}");
            assert!(words.done().contains(value) && words.printed.contains(text(row(name), "variable").as_str()), "{name}");
        }
        assert_eq!(rows.as_array().map(Vec::len), Some(touchstone::config::SETTINGS.len()));
        for output in [words.printed.clone(), rows.to_string()] {
            assert!(!output.contains("hunter2") && !output.contains(key), "{output}");
        }
    }
}
