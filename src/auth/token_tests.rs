use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration};
use jsonwebtoken::EncodingKey;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::auth::permission::{Basis, Principal};
use crate::ids::BodyId;
use crate::trust::keys::SigningKey;

fn terms() -> Terms {
    let (issuer, audience) = ("https://registry.example".to_owned(), "https://api.example".to_owned());
    Terms { issuer, audience, lifetime_seconds: 900 }
}

fn now() -> Moment {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

fn ring() -> KeyRing {
    KeyRing::new(SigningKey::generate().unwrap(), Vec::new())
}

fn client(role: Role) -> Grant {
    Grant { client: ClientId::new(now()), role, secret_changed_at: now(), scopes: Scopes::of(role) }
}

fn token_of(ring: &KeyRing, grant: &Grant) -> String {
    issue(ring, &terms(), grant, now()).unwrap().access_token.expose().to_owned()
}

fn check(ring: &KeyRing, token: &str) -> Result<VerifiedToken, TokenError> {
    verify(ring, &terms(), token, now())
}

/// The header and the claims of a good token, for attacks to change.
fn parts(ring: &KeyRing) -> (Value, Value) {
    let token = token_of(ring, &client(Role::Registrar));
    let mut parts =
        token.split('.').take(2).map(|part| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap());
    (parts.next().unwrap(), parts.next().unwrap())
}

/// A token with this header and these claims, properly signed by the ring.
fn sign(ring: &KeyRing, header: &Value, claims: &Value) -> String {
    let message = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), ring.signing().encoding(), Algorithm::EdDSA).unwrap();
    format!("{message}.{signature}")
}

#[test]
fn accepts_its_own_tokens_and_takes_no_role_from_them() {
    let ring = ring();
    for role in [Role::Registrar, Role::Employer, Role::Body(BodyId::new(now()))] {
        let grant = client(role);
        let verified = check(&ring, &token_of(&ring, &grant)).unwrap();
        assert_eq!(verified.caller.principal, Principal::Client(grant.client));
        assert_eq!((verified.caller.role, verified.scopes), (Role::Unresolved, Scopes::of(role)));
        let Basis::Token(basis) = verified.caller.basis else { panic!("it rests on a token") };
        assert_eq!((basis.key.to_string().as_str(), basis.secret_changed_at), (ring.signing().id(), now()));
    }
    let (header, claims) = parts(&ring);
    assert_eq!((&header["typ"], &header["alg"]), (&json!("at+jwt"), &json!("EdDSA")));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 900);
    assert_eq!(claims["scope"], Scopes::of(Role::Registrar).to_string());
    assert!(check(&ring, &sign(&ring, &header, &claims)).is_ok(), "the attacks below differ in one thing only");
}

#[test]
fn accepts_the_key_of_before_during_a_rotation_unless_it_was_revoked() {
    let old = ring();
    let token = token_of(&old, &client(Role::Registrar));
    let new = || KeyRing::new(SigningKey::generate().unwrap(), vec![old.signing().public().clone()]);
    assert!(check(&new(), &token).is_ok());
    assert_eq!(check(&ring(), &token), Err(TokenError::UnknownKey));
    let revoked = new().with_revoked(vec![old.signing().id().to_owned()]);
    assert_eq!(check(&revoked, &token), Err(TokenError::RevokedKey));
}

#[test]
fn a_token_has_its_time() {
    let ring = ring();
    let token = token_of(&ring, &client(Role::Registrar));
    let at = |seconds| verify(&ring, &terms(), &token, now() + Duration::seconds(seconds));
    assert!(at(899).is_ok());
    assert_eq!(at(900), Err(TokenError::Expired));
    assert!(at(-CLOCK_SKEW_SECONDS).is_ok());
    assert_eq!(at(-CLOCK_SKEW_SECONDS - 1), Err(TokenError::NotYetValid));
}

#[test]
fn a_token_says_when_it_begins_and_ends_within_its_life() {
    let ring = ring();
    let (header, claims) = parts(&ring);
    let seconds = now().timestamp();
    let years = 31 * 365 * 86_400;
    for (iat, nbf, exp) in [
        (seconds, seconds, seconds + 901),
        (seconds, seconds, seconds + years),
        (seconds, seconds, i64::MAX),
        (i64::MIN, seconds, seconds + 900),
        (seconds, i64::MIN, seconds + 900),
        (i64::MIN, i64::MIN, i64::MAX),
        (seconds - 1, seconds, seconds + 900),
        (seconds, seconds - 1, seconds + 900),
        (seconds + 60, seconds, seconds + 900),
        (seconds, seconds + 60, seconds + 900),
        (seconds + years, seconds + years, seconds + years + 900),
        (i64::MAX, i64::MAX, i64::MAX),
        (seconds - 1000, seconds - 1000, seconds - 100),
        (seconds, seconds, seconds),
        (seconds, seconds, i64::MIN),
    ] {
        let mut claims = claims.clone();
        (claims["iat"], claims["nbf"], claims["exp"]) = (json!(iat), json!(nbf), json!(exp));
        assert!(check(&ring, &sign(&ring, &header, &claims)).is_err(), "from {iat}, {nbf} to {exp}");
    }
    let shorter = Terms { lifetime_seconds: 899, ..terms() };
    let token = sign(&ring, &header, &claims);
    let refused = verify(&ring, &shorter, &token, now());
    assert!(matches!(refused, Err(TokenError::Wrong(_))), "the setting of now counts: {refused:?}");
}

#[test]
fn a_token_is_for_one_issuer_and_one_audience() {
    let ring = ring();
    let token = token_of(&ring, &client(Role::Registrar));
    let elsewhere = Terms { issuer: "https://evil.example".to_owned(), ..terms() };
    assert!(matches!(verify(&ring, &elsewhere, &token, now()), Err(TokenError::Wrong(_))));
    let elsewhere = Terms { audience: "https://other.example".to_owned(), ..terms() };
    assert!(matches!(verify(&ring, &elsewhere, &token, now()), Err(TokenError::Wrong(_))));
}

#[test]
fn refuses_every_other_header() {
    let ring = ring();
    let (header, claims) = parts(&ring);
    let attacks = [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("ES256")),
        ("alg", json!(null)),
        ("typ", json!("JWT")),
        ("typ", json!(null)),
        ("typ", json!("at+jwt2")),
        ("crit", json!(["b64"])),
        ("crit", json!([])),
        ("kid", json!(null)),
        ("kid", json!(7)),
    ];
    for (name, value) in attacks {
        let mut header = header.clone();
        header[name] = value;
        let outcome = check(&ring, &sign(&ring, &header, &claims));
        assert!(matches!(outcome, Err(TokenError::Wrong(_))), "{header}: {outcome:?}");
    }
    let mut header = header;
    header["typ"] = json!("application/AT+JWT");
    assert!(check(&ring, &sign(&ring, &header, &claims)).is_ok(), "RFC 9068, section 4");
    header["kid"] = json!("../../etc/passwd");
    assert_eq!(check(&ring, &sign(&ring, &header, &claims)), Err(TokenError::UnknownKey));
}

#[test]
fn refuses_missing_and_wrong_claims() {
    let ring = ring();
    let (header, claims) = parts(&ring);
    for name in ["iss", "sub", "client_id", "aud", "iat", "nbf", "exp", "jti", "scope", "secret_changed_at"] {
        for value in [None, Some(json!(null)), Some(json!({})), Some(json!("")), Some(json!(1e300))] {
            let mut claims = claims.clone();
            match &value {
                Some(value) => claims[name] = value.clone(),
                None => drop(claims.as_object_mut().unwrap().remove(name)),
            }
            let accepted = check(&ring, &sign(&ring, &header, &claims)).is_ok();
            // A token for nothing is one that nobody can do anything with.
            let is_harmless = ["jti", "scope"].contains(&name) && value == Some(json!(""));
            assert!(!accepted || is_harmless, "{name} = {value:?}");
        }
    }
    for (name, value) in [("scope", "everything"), ("scope", "read admin"), ("sub", "operator"), ("aud", "x")] {
        let mut claims = claims.clone();
        claims[name] = json!(value);
        assert!(matches!(check(&ring, &sign(&ring, &header, &claims)), Err(TokenError::Wrong(_))), "{name} = {value}");
    }
}

#[test]
fn refuses_the_public_key_as_a_shared_secret() {
    let ring = ring();
    let (_, claims) = parts(&ring);
    let header = Header {
        typ: Some(TYPE.to_owned()),
        kid: Some(ring.signing().id().to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let public = ring.signing().public().to_text();
    for secret in [public.clone().into_bytes(), URL_SAFE_NO_PAD.decode(public).unwrap()] {
        let token = jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap();
        assert!(matches!(check(&ring, &token), Err(TokenError::Wrong(_))));
    }
}

#[test]
fn refuses_a_token_altered_anywhere() {
    let ring = ring();
    let token = token_of(&ring, &client(Role::Employer));
    for position in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(bytes).unwrap();
        assert!(check(&ring, &altered).is_err(), "altered at {position}");
        assert!(check(&ring, &token[..position]).is_err(), "cut at {position}");
    }
    let (header, claims) = parts(&ring);
    let foreign = sign(&super::tests::ring(), &header, &claims);
    assert_eq!(check(&ring, &foreign), Err(TokenError::Wrong("its signature is wrong")));
    let unsigned = &token[..=token.rfind('.').unwrap()];
    assert!(check(&ring, unsigned).is_err(), "no signature");
    assert!(check(&ring, &format!("{token}=")).is_err() && check(&ring, &format!("{token}.")).is_err());
}

#[test]
fn refuses_a_long_token_unread() {
    assert_eq!(check(&ring(), &"a".repeat(LONGEST + 1)), Err(TokenError::Wrong("it is too long")));
}

#[test]
fn refuses_all_of_wycheproof() {
    // Project Wycheproof's JWS vectors are for other keys and algorithms: for us each of them is an attack.
    let text = include_str!("../../tests/data/wycheproof_jws_attacks.json");
    let vectors: Value = serde_json::from_str(text).unwrap();
    let ring = ring();
    for token in vectors["tokens"].as_array().unwrap() {
        assert!(check(&ring, token.as_str().unwrap()).is_err(), "{token}");
    }
}

proptest! {
    #[test]
    fn never_panics(token in r"[A-Za-z0-9_\-.=+/{}\u{0}-\u{ff}]{0,200}") {
        let result = check(&ring(), &token);
        prop_assert!(result.is_err());
    }
}
