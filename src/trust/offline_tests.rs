//! Every way in which an offline check can come out.

use std::sync::LazyLock;

use super::*;
use crate::trust::credential::Statement;
use crate::trust::examination::TrustedKey;
use crate::trust::issuer::Issuer;
use crate::trust::issuer_keys::{Algorithm, IssuerKey};
use crate::trust::signatures::Signed;
use crate::trust::status_list::{Bits, Place, sign};

const PLACE: Place = Place { list: 3, index: 77 };

/// An RSA pair takes a while to make.
static KEYS: LazyLock<[IssuerKey; 2]> =
    LazyLock::new(|| Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap()));

fn issuer() -> Issuer {
    Issuer::new("https://registry.example", "R")
}

fn at(text: &str) -> Moment {
    text.parse().unwrap()
}

fn now() -> Moment {
    at("2026-11-23T09:00:00Z")
}

fn pinned(issuer: &Issuer) -> Vec<Trust> {
    let keys = KEYS.iter().map(|key| TrustedKey {
        address: issuer.key_address(key.public().id()),
        key: key.public().clone(),
        revoked: false,
    });
    vec![Trust { issuer: issuer.did().to_owned(), keys: keys.collect() }]
}

fn credential(expires_on: Option<&str>) -> Signed {
    let issued_at = at("2026-11-20T09:00:00Z");
    let expires_on = expires_on.map(|day| day.parse().unwrap());
    let statement =
        Statement { holder: "Adèle Гайяр", expires_on, status: PLACE, ..Statement::example(issued_at) };
    statement.sign(&issuer(), &KEYS[0], &KEYS[1]).unwrap()
}

fn list(number: u32, purpose: Purpose, is_set: bool, made_at: &str) -> String {
    let mut bits = Bits::none();
    if is_set {
        bits.set(PLACE.index);
    }
    sign(&issuer(), (number, purpose), &bits, at(made_at), (&KEYS[0], &KEYS[1])).unwrap().jws
}

fn checked(text: &str, pinned: &[Trust], copies: &[String], now: Moment) -> Result<Genuine, Finding> {
    let copies: Vec<_> = copies.iter().map(|text| Presented::read(text.as_bytes())).collect();
    check(&Presented::read(text.as_bytes()), pinned, &copies, now)
}

fn conclusion(text: &str, copies: &[String]) -> Conclusion {
    Conclusion::of(&checked(text, &pinned(&issuer()), copies, now()))
}

#[test]
fn only_two_recent_clear_lists_make_a_yes() {
    use Purpose::{Revocation, Suspension};
    let today = "2026-11-23T08:00:00Z";
    let revocation = |is_set, made_at| list(3, Revocation, is_set, made_at);
    let suspension = |is_set, made_at| list(3, Suspension, is_set, made_at);
    let (good, ends) = (credential(None), credential(Some("2026-11-23")));
    let expired = credential(Some("2026-11-22"));
    let clear = vec![revocation(false, today), suspension(false, "2026-11-22T09:00:01Z")];
    let valid = Conclusion::Valid { as_of: at("2026-11-22T09:00:01Z") };
    for text in [&good.jws, &good.document, &ends.jws] {
        assert_eq!(conclusion(text, &clear), valid);
    }
    let with = |one: String, other: String| vec![one, other];
    let soon = "2026-11-23T09:04:00Z";
    for (text, copies, expected) in [
        (&good, vec![], Conclusion::CannotTell),
        (&good, vec![clear[0].clone()], Conclusion::CannotTell),
        (&good, vec![clear[1].clone()], Conclusion::CannotTell),
        (&good, with(clear[0].clone(), clear[0].clone()), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), suspension(false, "2026-11-22T09:00:00Z")), Conclusion::CannotTell),
        (&good, with(revocation(false, "2020-01-01T00:00:00Z"), clear[1].clone()), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), suspension(true, "2020-01-01T00:00:00Z")), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), suspension(false, "2026-11-23T09:06:00Z")), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), suspension(false, soon)), Conclusion::Valid { as_of: at(today) }),
        (&good, with(clear[0].clone(), list(2, Suspension, false, today)), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), "junk".to_owned()), Conclusion::CannotTell),
        (&good, with(clear[0].clone(), suspension(true, today)), Conclusion::Suspended),
        (&good, vec![suspension(true, today)], Conclusion::Suspended),
        (&good, with(revocation(true, today), suspension(true, today)), Conclusion::RevokedOrReplaced),
        (&good, vec![revocation(true, "2020-01-01T00:00:00Z")], Conclusion::RevokedOrReplaced),
        (&expired, clear.clone(), Conclusion::Expired),
        (&expired, vec![], Conclusion::Expired),
        (&expired, with(clear[0].clone(), suspension(true, today)), Conclusion::Expired),
        (&expired, vec![revocation(true, today)], Conclusion::RevokedOrReplaced),
    ] {
        assert_eq!(conclusion(&text.jws, &copies), expected, "{} lists", copies.len());
    }
}

#[test]
fn the_newest_copy_of_a_list_counts_and_the_others_are_told() {
    let [old, new] = ["2026-11-23T07:00:00Z", "2026-11-23T08:00:00Z"];
    let copies = [
        list(3, Purpose::Suspension, false, old),
        list(3, Purpose::Suspension, true, new),
        list(9, Purpose::Suspension, true, new),
        String::new(),
        list(3, Purpose::Suspension, true, new),
    ];
    let genuine = checked(&credential(None).jws, &pinned(&issuer()), &copies, now()).unwrap();
    assert_eq!(genuine.statuses[1], (Purpose::Suspension, Status::Set { made_at: at(new) }));
    assert_eq!(
        genuine.statuses[0].1,
        Status::NoCopy { address: "https://registry.example/v1/status-lists/3/revocation".to_owned() }
    );
    let unused: Vec<_> = genuine.unused.iter().map(|(index, why)| (*index, std::mem::discriminant(why))).collect();
    let kind = |why: Unused| std::mem::discriminant(&why);
    let (older, other) = (kind(Unused::Older { made_at: now() }), kind(Unused::OtherList { address: String::new() }));
    let unproven = kind(Unused::Unproven(Finding::Altered));
    assert_eq!(unused, [(0, older), (1, older), (2, other), (3, unproven)]);
}

#[test]
fn lists_of_others_and_lists_that_were_altered_are_no_lists() {
    let theirs = Issuer::new("https://elsewhere.example", "E");
    let foreign = sign(&theirs, (3, Purpose::Revocation), &Bits::none(), now(), (&KEYS[0], &KEYS[1])).unwrap().document;
    let altered = list(3, Purpose::Revocation, true, "2026-11-23T08:00:00Z");
    let (payload, signature) = altered.rsplit_once('.').unwrap();
    let altered = format!("{payload}.{}", signature.chars().rev().collect::<String>());
    let credential = credential(None);
    for (copy, expected) in [
        (&foreign, Finding::OtherIssuer(theirs.did().to_owned())),
        (&altered, Finding::Altered),
        (&credential.jws, Finding::NoCredential(NoCredential::from("it is signed, and is no status list"))),
    ] {
        let trust = [pinned(&theirs), pinned(&issuer())].concat();
        let genuine = checked(&credential.document, &trust, std::slice::from_ref(copy), now()).unwrap();
        assert_eq!(genuine.unused, [(0, Unused::Unproven(expected))]);
        assert!(matches!(genuine.statuses[0].1, Status::NoCopy { .. }));
    }
}

#[test]
fn what_no_pinned_key_signed_is_refused() {
    let credential = credential(None);
    let theirs = Issuer::new("https://elsewhere.example", "E");
    let none = [Trust { issuer: issuer().did().to_owned(), keys: Vec::new() }];
    let conclude = |text: &str, trust: &[Trust]| Conclusion::of(&checked(text, trust, &[], now()));
    let altered = credential.document.replace("Гайяр", "Гайар");
    let ours = pinned(&issuer());
    for (text, trust, expected) in [
        (&credential.jws, &none[..], Conclusion::NotFromPinnedIssuer),
        (&credential.jws, &pinned(&theirs)[..], Conclusion::NotFromPinnedIssuer),
        (&credential.jws, &[][..], Conclusion::NoCredential),
        (&altered, &ours[..], Conclusion::Altered),
        (&String::new(), &ours[..], Conclusion::NoCredential),
        (&list(3, Purpose::Revocation, false, "2026-11-23T08:00:00Z"), &ours[..], Conclusion::NoCredential),
    ] {
        assert_eq!(conclude(text, trust), expected, "{text}");
    }
    let early = checked(&credential.jws, &ours, &[], at("2026-11-20T08:54:00Z"));
    assert_eq!(Conclusion::of(&early), Conclusion::CannotTell);
    assert!(matches!(early.unwrap().period, Period::NotBegun(_)));
}
