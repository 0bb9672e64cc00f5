//! The token endpoint and the tokens: who gets one, what stands in it, and which are accepted.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::world::{Caller, World, text, token_for};
use crate::support::{Answer, Client, PUBLIC_URL, Service, on_both_engines, operations};

const PATH: &str = "/oauth/token";
/// Every scope there is, in the order in which they are told.
const SCOPES: [&str; 9] = [
    "read",
    "verifications",
    "candidates",
    "results",
    "certificates",
    "organisations",
    "training",
    "webhooks",
    "administration",
];
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The header or the claims of a token.
fn part(token: &str, index: usize) -> Value {
    let encoded = token.split('.').nth(index).expect("a token has three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap()
}

/// The refusal of the token endpoint: in the words of RFC 6749, section 5.2, and as a problem document.
#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{answer}");
    let body = answer.json();
    assert_eq!(body["error"], error, "{answer}");
    assert_eq!(body["status"], status, "{answer}");
    assert!(body["error_description"].is_string() && !answer.problem_code().is_empty(), "{answer}");
    assert_eq!(answer.header("www-authenticate").starts_with("Basic "), status == 401, "{answer}");
    assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
}

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

fn post(client: &Client, authorization: Option<&str>, body: &str) -> Answer {
    let mut headers = vec![FORM];
    headers.extend(authorization.map(|value| ("authorization", value)));
    client.send("POST", PATH, &headers, body.as_bytes())
}

on_both_engines! {
    fn credentials_come_by_basic_or_in_the_form(service: Service) {
        let Caller { client_id: id, client_secret: secret, client } = Caller::new(&service, "Both", "registrar", None);
        let client = client.anonymous();
        let grant = "grant_type=client_credentials";
        for answer in [
            post(&client, Some(&basic(&id, &secret)), grant),
            post(&client, Some(&basic(&id, &secret).replace("Basic", "bAsIc")), grant),
            post(&client, Some(&basic(&id, &secret)), &format!("{grant}&client_id={id}&scope=&unknown=1")),
            post(&client, None, &format!("{grant}&client_id={id}&client_secret={secret}")),
            post(&client, Some(&basic(&id, &secret)), &format!("{grant}&client_secret=")),
        ] {
            let issued = answer.expect(200);
            assert_eq!((&issued["token_type"], &issued["expires_in"]), (&json!("Bearer"), &json!(900)), "{issued}");
            assert_eq!(answer.header("cache-control"), "no-store", "RFC 6749, section 5.1");
            assert_eq!(answer.header("pragma"), "no-cache", "RFC 6749, section 5.1");
            assert_eq!(issued["scope"], SCOPES.join(" "), "all that the role has");
            client.with_token(&text(&issued, "access_token")).get("/v1/clients").expect(200);
        }
    }

    fn wrong_credentials_are_an_invalid_client(service: Service) {
        let Caller { client_id: id, client_secret: secret, client } = Caller::new(&service, "Wrong", "registrar", None);
        let client = client.anonymous();
        let unknown = "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00";
        let long = "x".repeat(300);
        for (id, secret) in [
            (id.as_str(), "wrong"),
            (id.as_str(), ""),
            (unknown, secret.as_str()),
            ("", secret.as_str()),
            ("no-id", "no-secret"),
            ("\0", "\u{202e}"),
            ("' OR 1=1 --", "x"),
            (long.as_str(), long.as_str()),
        ] {
            let fields = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
            let in_form = client.post_form(PATH, &fields);
            refused(&in_form, 401, "invalid_client");
            let by_basic = post(&client, Some(&basic(id, secret)), "grant_type=client_credentials");
            refused(&by_basic, 401, "invalid_client");
        }
        let huge = "x".repeat(10_000);
        let fields = [("grant_type", "client_credentials"), ("client_id", huge.as_str()), ("client_secret", "x")];
        client.post_form(PATH, &fields).expect_problem(413, "payload_too_large");
        let unreadable = ["Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer abc", "Digest x=y", "Basic /////w=="];
        for authorization in unreadable {
            refused(&post(&client, Some(authorization), "grant_type=client_credentials"), 401, "invalid_client");
        }
        refused(&post(&client, None, "grant_type=client_credentials"), 401, "invalid_client");
        refused(&post(&client, None, ""), 401, "invalid_client");
        let known = post(&client, Some(&basic(&id, "wrong")), "grant_type=client_credentials").json();
        let unknown = post(&client, Some(&basic(unknown, "wrong")), "grant_type=client_credentials").json();
        assert_eq!(known["detail"], unknown["detail"], "nobody learns which clients there are");
    }

    fn a_request_that_is_no_request_for_a_token_says_what_is_wrong(service: Service) {
        let Caller { client_id: id, client_secret: secret, client } = Caller::new(&service, "Odd", "registrar", None);
        let (client, basic) = (client.anonymous(), basic(&id, &secret));
        let credentials = format!("client_id={id}&client_secret={secret}");
        let grant = "grant_type=client_credentials";
        for (body, error) in [
            (credentials.clone(), "invalid_request"),
            (format!("grant_type=&{credentials}"), "invalid_request"),
            (format!("grant_type=password&{credentials}"), "unsupported_grant_type"),
            (format!("grant_type=authorization_code&{credentials}"), "unsupported_grant_type"),
            (format!("{grant}&{grant}&{credentials}"), "invalid_request"),
            (format!("{grant}&{credentials}&client_id={id}"), "invalid_request"),
            (format!("{grant}&{credentials}&client_secret={secret}"), "invalid_request"),
            (format!("{grant}&{credentials}&scope=a&scope=b"), "invalid_request"),
            (format!("{grant}&{credentials}&scope=nothing"), "invalid_scope"),
            (format!("grant_type=CLIENT_CREDENTIALS&{credentials}"), "unsupported_grant_type"),
        ] {
            refused(&post(&client, None, &body), 400, error);
        }
        refused(&post(&client, Some(&basic), &format!("{grant}&client_secret={secret}")), 400, "invalid_request");
        refused(&post(&client, Some(&basic), &format!("{grant}&client_id=another")), 400, "invalid_request");
        for (length, kind, status, code) in [
            (10_000, FORM.1, 413, "payload_too_large"),
            (10, "application/json", 415, "unsupported_media_type"),
            (10, "application/x-www-form-urlencoded; charset=latin1", 415, "unsupported_media_type"),
        ] {
            let answer = client.send("POST", PATH, &[("content-type", kind)], "x".repeat(length).as_bytes());
            answer.expect_problem(status, code);
            refused(&answer, status, "invalid_request");
        }
        let json = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret});
        let answer = client.post(PATH, &json);
        answer.expect_problem(415, "unsupported_media_type");
        assert_eq!(answer.json()["error"], "invalid_request", "{answer}");
        let query = format!("{PATH}?{grant}&{credentials}");
        refused(&client.send("POST", &query, &[FORM], b""), 401, "invalid_client");
        client.get(PATH).expect_problem(405, "method_not_allowed");
    }

    /// RFC 6749, section 3.2: a parameter without a value is as good as none, wherever it stands.
    fn a_parameter_without_a_value_is_none(service: Service) {
        let Caller { client_id: id, client_secret: secret, client } = Caller::new(&service, "Empty", "registrar", None);
        let (client, basic) = (client.anonymous(), basic(&id, &secret));
        let empty = "client_id=&client_secret=&scope=&grant_type=&unknown=&unknown=";
        let grant = "grant_type=client_credentials";
        for body in [format!("{empty}&{grant}"), format!("{grant}&{empty}"), format!("{grant}&client_id={id}&{empty}")] {
            post(&client, Some(&basic), &body).expect(200);
        }
        post(&client, None, &format!("{empty}&{grant}&client_id={id}&client_secret={secret}&{empty}")).expect(200);
        refused(&post(&client, Some(&basic), empty), 400, "invalid_request");
        refused(&post(&client, None, &format!("{grant}&client_id={id}&client_secret=")), 401, "invalid_client");
    }

    fn too_many_requests_are_told_in_the_words_of_oauth(service: Service) with [("TOUCHSTONE_TOKENS_PER_MINUTE", "1")] {
        let client = service.client();
        let basic = basic("somebody", "nothing");
        let ask = || post(&client, Some(&basic), "grant_type=client_credentials");
        refused(&ask(), 401, "invalid_client");
        let answer = ask();
        refused(&answer, 429, "temporarily_unavailable");
        assert!(!answer.header("retry-after").is_empty(), "{answer}");
    }

    /// Who is not let in any more hears that, whatever else is wrong with the request.
    fn who_is_gone_hears_that_first(service: Service) {
        let world = World::new(&service);
        let gone = [
            Caller::new(&service, "Gone registrar", "registrar", None),
            Caller::new(&service, "Gone body", "body", Some(&world.body.slug)),
            Caller::new(&service, "Gone employer", "employer", None),
        ];
        for caller in &gone {
            caller.client.get("/v1/events?limit=x").expect_problem(400, "invalid_parameter");
            assert_eq!(world.registrar.client.delete(&format!("/v1/clients/{}", caller.client_id)).status, 204);
        }
        for operation in operations::all(&world.public).iter().filter(|operation| operation.is_secured()) {
            let path = operation.address();
            for caller in &gone {
                for (kind, body) in [
                    ("application/json", &b"{\"no_such_member\": 1}"[..]), ("application/json", b"{"), ("text/plain", b"x"),
                ] {
                    let body = if operation.method == "GET" { b"" } else { body };
                    let wrong = if operation.method == "GET" { format!("{path}?no_such_parameter=1") } else { path.clone() };
                    let answer = caller.client.send(&operation.method, &wrong, &[("content-type", kind)], body);
                    answer.expect_problem(401, "invalid_token");
                }
            }
        }
    }

    fn the_metadata_lead_to_the_endpoints(service: Service) with [("TOUCHSTONE_PUBLIC_URL", "https://registry.example")] {
        let client = service.client();
        let metadata = client.get("/.well-known/oauth-authorization-server");
        let body = metadata.expect(200);
        assert_eq!(body["issuer"], "https://registry.example");
        assert_eq!(body["grant_types_supported"], json!(["client_credentials"]));
        assert_eq!(body["scopes_supported"], json!(SCOPES));
        let methods = json!(["client_secret_basic", "client_secret_post"]);
        assert_eq!(body["token_endpoint_auth_methods_supported"], methods);
        for (member, status) in [("token_endpoint", 405), ("jwks_uri", 200), ("service_documentation", 308)] {
            let address = text(&body, member);
            let path = address.strip_prefix("https://registry.example").expect("it is the issuer's");
            assert_eq!(client.get(path).status, status, "{address}");
        }
        assert_eq!(metadata.header("access-control-allow-origin"), "*");
        assert!(metadata.header("cache-control").starts_with("public, max-age="));
    }

    fn the_published_key_verifies_a_token_that_says_what_it_must(service: Service) {
        let world = World::new(&service);
        let client = &world.public;
        let keys = client.get("/.well-known/jwks.json").expect(200);
        let key = keys["keys"][0].clone();
        assert_eq!(keys["keys"].as_array().map(Vec::len), Some(1));
        for (member, value) in [("kty", "OKP"), ("crv", "Ed25519"), ("alg", "EdDSA"), ("use", "sig")] {
            assert_eq!(key[member], value, "{key}");
        }
        assert!(key.get("d").is_none(), "the private half is nobody's business");

        for (caller, role) in
            [(&world.registrar, "registrar"), (&world.body.caller, "body"), (&world.employer, "employer")]
        {
            let token = caller.client.token().unwrap();
            let header = part(token, 0);
            assert_eq!(header, json!({"alg": "EdDSA", "typ": "at+jwt", "kid": key["kid"]}));
            let jwk = serde_json::from_value(key.clone()).unwrap();
            let decoding = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
            let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::EdDSA);
            validation.set_audience(&[PUBLIC_URL]);
            validation.set_issuer(&[PUBLIC_URL]);
            let claims = jsonwebtoken::decode::<Value>(token, &decoding, &validation).unwrap().claims;
            assert_eq!(claims["sub"], caller.client_id, "{claims}");
            assert_eq!(claims["client_id"], caller.client_id, "{claims}");
            assert_eq!(claims["role"], role, "{claims}");
            let body = if role == "body" { json!(world.body.id) } else { Value::Null };
            assert_eq!(claims["body_id"], body, "{claims}");
            let number = |name: &str| claims[name].as_i64().unwrap_or_else(|| panic!("{name} in {claims}"));
            assert_eq!((number("exp") - number("iat"), number("nbf")), (900, number("iat")));
            let again = token_for(client, &caller.client_id, &caller.client_secret);
            assert_ne!(part(&again, 1)["jti"], claims["jti"], "each token has an id of its own");
        }
    }

    fn the_lifetime_is_a_setting(service: Service) with [("TOUCHSTONE_TOKEN_LIFETIME_SECONDS", "60")] {
        let caller = Caller::new(&service, "Short", "registrar", None);
        let claims = part(caller.client.token().unwrap(), 1);
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
    }

    fn an_altered_token_is_refused(service: Service) {
        let caller = Caller::new(&service, "Altered", "employer", None);
        let token = caller.client.token().unwrap().to_owned();
        caller.client.get("/v1/clients").expect_problem(403, "forbidden");
        let parts: Vec<&str> = token.split('.').collect();
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let mut promoted = part(&token, 1);
        promoted["role"] = json!("registrar");
        let mut longer = part(&token, 1);
        longer["exp"] = json!(9_999_999_999_i64);
        let none = encode(&json!({"alg": "none", "typ": "at+jwt", "kid": part(&token, 0)["kid"]}));
        let keys = service.client().get("/.well-known/jwks.json").expect(200);
        let public = URL_SAFE_NO_PAD.decode(text(&keys["keys"][0], "x")).unwrap();
        let mut header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
        header.typ = Some("at+jwt".to_owned());
        header.kid = part(&token, 0)["kid"].as_str().map(str::to_owned);
        let secret = jsonwebtoken::EncodingKey::from_secret(&public);
        let mut wider = part(&token, 1);
        wider["scope"] = json!(SCOPES.join(" "));
        let bad = [
            format!("{}.{}.{}", parts[0], encode(&promoted), parts[2]),
            format!("{}.{}.{}", parts[0], encode(&longer), parts[2]),
            format!("{}.{}.{}", parts[0], encode(&wider), parts[2]),
            format!("{none}.{}.", encode(&promoted)),
            format!("{none}.{}.{}", encode(&promoted), parts[2]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{}.{}", parts[0], parts[1]),
            format!("{}.{}.{}A", parts[0], parts[1], parts[2]),
            format!("{token}.{}", parts[2]),
            jsonwebtoken::encode(&header, &promoted, &secret).unwrap(),
            "junk".to_owned(),
            "..".to_owned(),
            "a.b.c".to_owned(),
            "%00".to_owned(),
            "A".repeat(6000),
        ];
        for bad in bad {
            let answer = service.client().with_token(&bad).get("/v1/clients");
            answer.expect_problem(401, "invalid_token");
            assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{answer}");
            assert!(!answer.text().contains(&bad), "a refusal does not repeat the token: {answer}");
        }
        let two = caller.client.with_header("authorization", "Bearer junk").get("/v1/clients").status;
        assert!(matches!(two, 400 | 401 | 403), "two tokens are answered with {two}");
    }
}
