use super::*;
use crate::trust::issuer_keys::Algorithm;
use crate::trust::signatures::{SignedDocument, with_claims};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn statement<'a>(expires_on: Option<NaiveDate>) -> Statement<'a> {
    let now = "2026-11-23T09:00:00.123Z".parse::<Moment>().unwrap();
    Statement { holder: "Adèle \"D\\G\" Гайяр", expires_on, ..Statement::example(now) }
}

#[test]
fn is_read_back_out_of_both_forms_and_only_unaltered() {
    let issuer = Issuer::new("https://registry.example", "R");
    let [rsa, edwards] = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap());
    for expires_on in [None, Some(day("2027-05-16"))] {
        let statement = statement(expires_on);
        let signed = statement.sign(&issuer, &rsa, &edwards).unwrap();
        assert_eq!(signed, statement.sign(&issuer, &rsa, &edwards).unwrap(), "the same for the same");
        for (text, key) in [(&signed.jws, &rsa), (&signed.document, &edwards)] {
            let taken_apart = SignedDocument::parse(text).unwrap();
            assert!(taken_apart.is_signed_by(key.public()));
            let claims = Claims::read(&taken_apart.document).unwrap();
            assert_eq!((claims.id, claims.holder.as_str()), (Some(statement.id), statement.holder));
            assert_eq!((claims.number.as_str(), claims.edition.as_str()), ("7K3M-9QXP-T2VC", "2011"));
            assert_eq!(claims.valid_until.map(seconds), expires_on.map(|_| "2027-05-17T00:00:00Z".to_owned()));
            assert_eq!(claims.examined_by.as_deref(), Some("Alder Certification"));
            assert_eq!(claims.status.len(), 2);
            assert_eq!(claims.status[0].2, 77);
        }
        let altered = signed.document.replace("Гайяр", "Гайар");
        assert!(!SignedDocument::parse(&altered).unwrap().is_signed_by(edwards.public()));
        let added = signed.document.replacen('{', r#"{"more":"x","#, 1);
        let added = SignedDocument::parse(&added).unwrap();
        assert!(!added.is_signed_by(edwards.public()), "nothing can be added beside what is signed");
    }
}

#[test]
fn one_of_an_organisation_tells_where_and_for_what() {
    let issuer = Issuer::new("https://registry.example/r", "R");
    let [rsa, edwards] = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap());
    let sites = "Utrecht, NL; 大阪市, JP";
    let organisation = HoldingOrganisation { slug: "heather", register_number: "5QH-8W3-NKK", sites };
    let statement = Statement { organisation: Some(organisation), ..statement(Some(day("2029-02-28"))) };
    let signed = statement.sign(&issuer, &rsa, &edwards).unwrap();
    for (text, key) in [(&signed.jws, &rsa), (&signed.document, &edwards)] {
        let taken_apart = SignedDocument::parse(text).unwrap();
        assert!(taken_apart.is_signed_by(key.public()));
        let claims = Claims::read(&taken_apart.document).unwrap();
        assert_eq!((claims.sites.as_deref(), claims.register_number.as_deref()), (Some(sites), Some("5QH-8W3-NKK")));
        assert_eq!(claims.description.as_deref(), Some("Can apply it."));
    }
    for altered in [("Utrecht", "Arnhem"), ("5QH", "5QJ"), ("/heather", "/heath"), ("\"narrative\"", "\"narrativ\"")] {
        let altered = signed.document.replacen(altered.0, altered.1, 1);
        assert!(!SignedDocument::parse(&altered).is_ok_and(|it| it.is_signed_by(edwards.public())), "{altered}");
    }
}

#[test]
fn is_never_valid_only_after_it_ends() {
    let issuer = Issuer::new("https://registry.example", "R");
    for (expires_on, valid_from) in [
        ("2026-11-22", "2024-05-17T00:00:00Z"),
        ("2026-11-23", "2026-11-23T09:00:00Z"),
        ("2027-05-16", "2026-11-23T09:00:00Z"),
    ] {
        let statement = statement(Some(day(expires_on)));
        let document = statement.document(&issuer);
        assert_eq!(document["validFrom"], json!(valid_from), "{expires_on}");
        assert!(document["validFrom"].as_str() <= document["validUntil"].as_str());
    }
}

#[test]
fn every_altered_character_of_a_jws_is_noticed() {
    let issuer = Issuer::new("https://registry.example", "R");
    let [rsa, edwards] = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap());
    let jws = statement(None).sign(&issuer, &rsa, &edwards).unwrap().jws;
    for position in (0..jws.len()).step_by(7) {
        let mut altered = jws.clone().into_bytes();
        altered[position] = if altered[position] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert!(SignedDocument::parse(&altered).is_ok_and(|it| it.is_signed_by(rsa.public())) == (altered == jws));
    }
}

#[test]
fn claims_must_agree_with_the_credential() {
    let issuer = Issuer::new("https://registry.example", "R");
    let statement = statement(None);
    let payload = with_claims(&statement.document(&issuer), Validity { from: statement.issued_at, until: None });
    assert!(Claims::read(payload.as_object().unwrap()).is_some());
    for claim in ["iss", "sub", "jti", "nbf", "exp"] {
        let mut other = payload.clone();
        other[claim] = json!("other");
        assert!(Claims::read(other.as_object().unwrap()).is_none(), "{claim}");
    }
}
