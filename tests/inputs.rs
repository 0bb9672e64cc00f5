//! Wrong input, in every way that occurs to people and programs: the right refusal, all mistakes at once, never a 500.

use serde_json::{Value, json};

use crate::support::operations;
use crate::support::world::{World, candidate};
use crate::support::{Client, Service, on_both_engines};

const JSON: (&str, &str) = ("content-type", "application/json");

/// Bodies that are not exactly one JSON text, and so wrong wherever JSON is read.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("an empty body", b"".to_vec()),
        ("white space", b" \r\n\t".to_vec()),
        ("a byte order mark", b"\xEF\xBB\xBF{}".to_vec()),
        ("UTF-16", b"\xFF\xFE{\0}\0".to_vec()),
        ("half an object", br#"{"name": "A""#.to_vec()),
        ("a trailing comma", br#"{"name": "A",}"#.to_vec()),
        ("single quotes", b"{'name': 'A'}".to_vec()),
        ("a comment", b"{} // nothing".to_vec()),
        ("trailing garbage", b"{}x".to_vec()),
        ("two texts", b"{} {}".to_vec()),
        ("duplicate keys", br#"{"name": "A", "name": "B"}"#.to_vec()),
        ("duplicate keys, one escaped", br#"{"name": "A", "n\u0061me": "B"}"#.to_vec()),
        ("duplicate keys deep inside", br#"{"name": [{"a": 1, "a": 1}]}"#.to_vec()),
        ("a depth bomb", "[".repeat(100_000).into_bytes()),
        ("a deep object", format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200)).into_bytes()),
        ("bytes that are not UTF-8", b"{\"name\": \"\xff\xfe\"}".to_vec()),
        ("an overlong encoding", b"{\"name\": \"\xc0\x80\"}".to_vec()),
        ("an encoded surrogate", b"{\"name\": \"\xed\xa0\x80\"}".to_vec()),
        ("a lone high surrogate", br#"{"name": "\ud800"}"#.to_vec()),
        ("a lone low surrogate", br#"{"name": "\udc00x"}"#.to_vec()),
        ("a raw control character", b"{\"name\": \"a\x01b\"}".to_vec()),
        ("NaN", br#"{"marks": NaN}"#.to_vec()),
        ("infinity", br#"{"marks": -Infinity}"#.to_vec()),
        ("a number beyond every range", br#"{"marks": 1e999}"#.to_vec()),
        ("a leading zero", br#"{"marks": 007}"#.to_vec()),
        ("a hexadecimal number", br#"{"marks": 0x1A}"#.to_vec()),
        ("a NUL", b"{}\0".to_vec()),
        ("a form", b"name=A".to_vec()),
    ]
}

/// Sends a request to register a candidate with one member changed, and returns the mistakes: pointer and code.
#[track_caller]
fn mistakes(client: &Client, member: &str, value: &Value) -> Vec<(String, String)> {
    let answer = client.post("/v1/candidates", &candidate(&json!({member: value})));
    assert!(answer.status == 422 || answer.status == 400, "{member} {value}: {answer}");
    let word = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("{member} {value}: {answer}"));
    errors.iter().map(|error| (word(error, "pointer"), word(error, "code"))).collect()
}

on_both_engines! {
    fn what_is_not_one_json_text_is_malformed_wherever_json_is_read(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let mut asked = 0;
        for operation in operations::all(&world.public) {
            if operation.example.as_ref().is_none_or(|(media_type, _)| media_type != "application/json") {
                continue;
            }
            for (what, body) in unreadable() {
                let answer = registrar.send(&operation.method, &operation.address(), &[JSON], &body);
                assert_eq!((answer.status, answer.problem_code().as_str()), (400, "malformed_request"), "{} with {what}: {answer}", operation.id);
                asked += 1;
            }
            // They take an array, and say of each entry what is wrong with it.
            if ["submit_organisation_certificate_file", "confirm_organisation_certificates_by_file"].contains(&operation.id.as_str()) {
                continue;
            }
            for body in [b"null".as_slice(), b"[]", b"7", b"\"text\"", b"true"] {
                let answer = registrar.send(&operation.method, &operation.address(), &[JSON], body);
                assert_eq!((answer.status, answer.pointers()), (422, vec![String::new()]), "{}: {answer}", operation.id);
            }
            let unknown = br#"{"no_such_member": 1, "a/b~c": 2}"#;
            let answer = registrar.send(&operation.method, &operation.address(), &[JSON], unknown);
            assert_eq!(answer.status, 422, "{}: {answer}", operation.id);
            for pointer in ["/no_such_member", "/a~1b~0c"] {
                assert!(answer.pointers().iter().any(|found| found == pointer), "{}: {answer}", operation.id);
            }
        }
        assert!(asked > 300, "{asked}");
    }

    fn the_type_of_a_body_must_be_right(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        for operation in operations::all(&world.public) {
            let Some((media_type, example)) = &operation.example else { continue };
            // The one has a form of its own, the other takes a file and looks into it.
            if operation.template == "/oauth/token" || operation.id == "check_credential" {
                continue;
            }
            let packed = [("content-type", media_type.as_str()), ("content-encoding", "gzip")];
            let body = example.to_string();
            let headers: &[&[(&str, &str)]] = &[
                &[],
                &[("content-type", "text/plain")],
                &[("content-type", "application/x-www-form-urlencoded")],
                &[("content-type", "application/json; charset=iso-8859-1")],
                &packed,
            ];
            for headers in headers {
                let answer = registrar.send(&operation.method, &operation.address(), headers, body.as_bytes());
                assert_eq!(answer.problem_code(), "unsupported_media_type", "{} {headers:?}: {answer}", operation.id);
            }
        }
        for right in ["application/json", "Application/JSON", "application/json; charset=UTF-8", "application/json;charset=\"utf-8\""] {
            let body = candidate(&json!({})).to_string();
            registrar.send("POST", "/v1/candidates", &[("content-type", right)], body.as_bytes()).expect(201);
        }
    }

    fn one_wrong_value_is_pointed_at(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let long = "x".repeat(2000);
        for (member, value, code) in [
            ("family_name", json!(null), "required"),
            ("family_name", json!(7), "wrong_type"),
            ("family_name", json!(["Petit"]), "wrong_type"),
            ("family_name", json!({"is": "Petit"}), "wrong_type"),
            ("family_name", json!(true), "wrong_type"),
            ("family_name", json!(""), ""),
            ("family_name", json!("  "), ""),
            ("family_name", json!("123"), ""),
            ("family_name", json!(long), ""),
            ("family_name", json!("Pe\u{0}tit"), "control_character"),
            ("family_name", json!("Pe\u{7}tit"), "control_character"),
            ("family_name", json!("Pe\ntit"), ""),
            ("family_name", json!("Pe\u{85}tit"), "control_character"),
            ("family_name", json!("\u{202e}titeP"), ""),
            ("family_name", json!("Pe\u{2066}tit"), ""),
            ("given_names", json!("A\u{202e}B"), ""),
            ("birth_date", json!("1985-02-30"), "invalid_date"),
            ("birth_date", json!("1900-02-29"), "invalid_date"),
            ("birth_date", json!("1985-13-01"), "invalid_date"),
            ("birth_date", json!("0000-00-00"), "invalid_date"),
            ("birth_date", json!("85-4-12"), "invalid_date"),
            ("birth_date", json!("12.04.1985"), "invalid_date"),
            ("birth_date", json!("1985-04-12T00:00:00Z"), "invalid_date"),
            ("birth_date", json!("１９８５-04-12"), "invalid_date"),
            ("birth_date", json!("9999-12-31"), "invalid_date"),
            ("birth_date", json!("2199-12-31"), ""),
            ("birth_date", json!(19_850_412), "wrong_type"),
            ("email", json!("nobody"), ""),
            ("email", json!("a@b@c"), ""),
            ("email", json!("a@example.org\nBcc: b@example.org"), ""),
            ("country", json!("XX"), "unknown_country"),
            ("country", json!("Portugal"), "unknown_country"),
            ("country", json!(351), "wrong_type"),
            ("listed", json!("yes"), "wrong_type"),
            ("listed", json!(1), "wrong_type"),
        ] {
            let found = mistakes(client, member, &value);
            assert_eq!(found.len(), 1, "{member} {value}: {found:?}");
            assert_eq!(found[0].0, format!("/{member}"), "{value}: {found:?}");
            assert!(code.is_empty() || found[0].1 == code, "{member} {value}: {found:?}");
        }
    }

    fn numbers_are_whole_and_within_reason(service: Service) {
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let id = world.register_candidate(client, &json!({}));
        let numbers = [
            "1.5", "1e2", "-1", "41", "99999", "2147483648", "9223372036854775807", "9223372036854775808",
            "18446744073709551616", "-9223372036854775808", "-9223372036854775809", "123456789012345678901234567890",
            "1e300", "-1.0", "\"33\"", "true", "[33]",
        ];
        for number in numbers {
            let member = |marks: &str, rest: &str| {
                format!(r#"{{"candidate_id": "{id}", "qualification": "foundation", "sat_on": "2015-06-01", "marks": {marks}{rest}}}"#)
            };
            let answer = client.send("POST", "/v1/results", &[JSON], member(number, "").as_bytes());
            assert_eq!((answer.status, answer.pointers()), (422, vec!["/marks".to_owned()]), "{number}: {answer}");
            let body = member("33", &format!(r#", "question_marks": [{number}]"#));
            let answer = client.send("POST", "/v1/results", &[JSON], body.as_bytes());
            assert_eq!(answer.status, 422, "question marks {number}: {answer}");
        }
        let none = client.get("/v1/results").expect(200);
        assert_eq!(none["items"], json!([]), "nothing was recorded");
        for (number, marks) in [("26.0", 26), ("2.6e1", 26), ("0.0", 0)] {
            let id = world.register_candidate(client, &json!({}));
            let body = format!(
                r#"{{"candidate_id": "{id}", "qualification": "foundation", "sat_on": "2015-06-01", "marks": {number}}}"#
            );
            let recorded = client.send("POST", "/v1/results", &[JSON], body.as_bytes()).expect(201);
            assert_eq!(recorded["marks"], json!(marks), "{number}: {recorded}");
        }
    }

    fn all_mistakes_are_told_at_once(service: Service) {
        let world = World::new(&service);
        let wrong = json!({
            "given_names": 7, "family_name": "", "birth_date": "1985-02-30", "email": "nobody", "country": "XX",
            "listed": "yes", "birth_dat": "1985-02-28",
        });
        let answer = world.body.caller.client.post("/v1/candidates", &wrong);
        answer.expect_problem(422, "invalid_input");
        let mut pointers = answer.pointers();
        pointers.sort();
        let expected =
            ["/birth_dat", "/birth_date", "/country", "/email", "/family_name", "/given_names", "/listed"];
        assert_eq!(pointers, expected, "{answer}");
        assert!(answer.text().contains("did you mean `birth_date`?"), "{answer}");

        let questions = json!({"verifications": [{"number": 7}, {"number": "A", "on": "x"}, {}, 7, {"number": "B", "nam": 1}]});
        let answer = world.employer.client.post("/v1/verifications", &questions);
        let expected = ["/verifications/0/number", "/verifications/1/on", "/verifications/2/number", "/verifications/3", "/verifications/4/nam"];
        assert_eq!((answer.status, answer.pointers()), (422, expected.map(str::to_owned).to_vec()), "{answer}");
    }

    fn ids_in_addresses_lead_somewhere_or_nowhere(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        let ids = ["0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "0198F3B2-7C1E-7D30-9A55-2F3B8C6D1E00", "junk", "0", "-1", "%00", "%ff", "%2e%2e", "..%2f..%2fetc%2fpasswd", "'%20OR%201=1", "%F0%9F%92%A9", "a%0d%0ab", "null"];
        let long = "x".repeat(3000);
        for operation in operations::all(&world.public) {
            let has_id = ["{id}", "{code}", "{number}"].iter().any(|part| operation.template.contains(part));
            if operation.method != "GET" || !has_id || operation.id == "verify_certificate" {
                continue;
            }
            for id in ids.into_iter().chain([long.as_str()]) {
                let path = operation.template.replace("{qualification}", "foundation");
                let path = path.replace("{id}", id).replace("{code}", id).replace("{number}", id);
                registrar.get(&path).expect_problem(404, "not_found");
            }
        }
        for id in ids.into_iter().chain([long.as_str()]) {
            let answer = registrar.get(&format!("/v1/verifications/{id}")).expect(200);
            assert!(answer["status"] == "mistyped" || answer["status"] == "unknown", "{id}: {answer}");
        }
        let id = world.register_candidate(registrar, &json!({}));
        registrar.get(&format!("/v1/candidates/{id}/eligibility/brewer")).expect_problem(404, "not_found");
        registrar.get(&format!("/v1/candidates/{id}/eligibility/%00")).expect_problem(404, "not_found");
    }

    fn query_parameters_are_known_and_given_once(service: Service) {
        let world = World::new(&service);
        let registrar = &world.registrar.client;
        for operation in operations::all(&world.public) {
            if !operation.takes("limit") {
                continue;
            }
            for (query, pointer) in [
                ("limt=5", "/limt"), ("limit=5&limit=5", "/limit"), ("limit=0", "/limit"), ("limit=-1", "/limit"),
                ("limit=x", "/limit"), ("limit=1.0", "/limit"), ("limit=", "/limit"), ("limit=%ff", "/limit"),
                ("limit=5%00", "/limit"), ("%00=1", "/\u{0}"), ("offset=10", "/offset"),
            ] {
                let answer = registrar.get(&format!("{}?{query}", operation.template));
                answer.expect_problem(400, "invalid_parameter");
                assert!(answer.pointers().iter().any(|found| found == pointer), "{} {query}: {answer}", operation.id);
            }
            if operation.takes("cursor") {
                for cursor in ["x", "%00", "%25", "AAAAAAAAAAAA", "....", "eyJhIjoxfQ", &"A".repeat(5000)] {
                    let answer = registrar.get(&format!("{}?cursor={cursor}", operation.template));
                    assert!(matches!(answer.problem_code().as_str(), "invalid_cursor" | "invalid_parameter"), "{cursor}: {answer}");
                    assert_eq!(answer.pointers(), ["/cursor"], "{cursor}: {answer}");
                }
            }
        }
        let answer = registrar.get("/v1/candidates?limit=0&birth_date=x&nmber=1");
        assert_eq!(answer.pointers(), ["/limit", "/birth_date", "/nmber"], "all at once: {answer}");
    }
}
