//! What looks alike and what does not, in many scripts.

use super::*;

/// Name, Latin name, country, website and registration number; what is empty was not given.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn described((name, latin_name, country, website, number): Row) -> Description<'static> {
    let given = |text: &'static str| (!text.is_empty()).then_some(text);
    Description {
        name,
        latin_name: given(latin_name),
        country: CountryCode::parse(country).unwrap(),
        website: given(website),
        registration_number: given(number),
    }
}

fn codes(one: Row, other: Row) -> Vec<&'static str> {
    let (one, other) = (Features::of(&described(one)), Features::of(&described(other)));
    let found = between(&one, &other);
    assert_eq!(
        found.iter().map(|one| one.reason).collect::<Vec<_>>(),
        between(&other, &one).iter().map(|one| one.reason).collect::<Vec<_>>(),
        "it does not matter which comes first"
    );
    let theirs = other.keys();
    let meets = one.keys().iter().any(|key| theirs.contains(key));
    assert!(found.is_empty() || meets, "what looks alike has a key in common: {one:?} {other:?}");
    found.iter().map(|one| one.reason.as_str()).collect()
}

#[test]
fn what_looks_like_one_organisation() {
    let (number, name, latin, website, similar) =
        ("same_registration_number", "same_name", "same_latin_name", "same_website", "similar_name");
    let table: &[(Row, Row, &[&str])] = &[
        (("Nordwind GmbH", "", "DE", "", ""), ("NORDWIND", "", "DE", "", ""), &[name]),
        (("Nordwind GmbH", "", "DE", "", ""), ("Nord-Wind AG", "", "AT", "", ""), &[name]),
        (("Ibérica, S.A.", "", "ES", "", ""), ("IBERICA SL", "", "PT", "", ""), &[name]),
        (("株式会社東京情報", "", "JP", "", ""), ("東京情報㈱", "", "JP", "", ""), &[name]),
        (("東京情報", "Tokyo Joho", "JP", "", ""), ("Tokyo Joho K.K.", "", "JP", "", ""), &[latin]),
        (("東京情報", "Tokyo Joho", "JP", "", ""), ("トウキョウ", "TOKYO JOHO", "JP", "", ""), &[latin]),
        (("Ромашка", "Romashka", "RU", "", ""), ("ООО «Ромашка»", "Romashka", "RU", "", ""), &[name, latin]),
        (("A", "", "DE", "", "HRB 1234"), ("Z", "", "DE", "", "hrb-12 34"), &[number]),
        (("A", "", "DE", "", "HRB 1234"), ("Z", "", "AT", "", "HRB 1234"), &[]),
        (("A", "", "DE", "", "--"), ("Z", "", "DE", "", "//"), &[]),
        (("A", "", "DE", "https://www.Nord.example/a", ""), ("Z", "", "FR", "http://nord.example.", ""), &[website]),
        (
            ("A", "", "DE", "https://müller.example", ""),
            ("Z", "", "DE", "https://xn--mller-kva.example/", ""),
            &[website],
        ),
        (("A", "", "DE", "https://shop.nord.example", ""), ("Z", "", "FR", "https://nord.example", ""), &[]),
        (("A", "", "DE", "https://www.linkedin.com/a", ""), ("Z", "", "FR", "https://linkedin.com/b", ""), &[]),
        (("A", "", "DE", "http://192.0.2.1/", ""), ("Z", "", "FR", "http://192.0.2.1/", ""), &[]),
        (("Müller Data Services", "", "DE", "", ""), ("Mueller Data Services", "", "DE", "", ""), &[similar]),
        (("Müller Data Services", "", "DE", "", ""), ("Mueller Data Services", "", "CH", "", ""), &[]),
        (("東京情報", "Tokyo Joho Systems", "JP", "", ""), ("Tokyo Jouho Systems", "", "JP", "", ""), &[similar]),
        (("Инфосервис Восток", "", "RU", "", ""), ("Инфосервис-Востог", "", "RU", "", ""), &[similar]),
        (("بيانات الشرق", "", "EG", "", ""), ("بيانات الشَّرق ش.م.م", "", "EG", "", ""), &[name]),
        (("한국정보통신", "", "KR", "", ""), ("(주)한국정보통신", "", "KR", "", ""), &[name]),
        (("भारत सूचना", "", "IN", "", ""), ("भारत सूचना प्राइवेट लिमिटेड", "", "IN", "", ""), &[name]),
        (("Data Services One", "", "US", "", ""), ("Cloud Consulting Two", "", "US", "", ""), &[]),
        (("NEC", "", "JP", "", ""), ("NEX", "", "JP", "", ""), &[]),
        (("東京電力", "", "JP", "", ""), ("東京電機", "", "JP", "", ""), &[]),
        (
            ("Nordwind GmbH", "", "DE", "https://nordwind.example", "HRB 7"),
            ("Nordwind AG", "", "DE", "https://www.nordwind.example/de", "HRB7"),
            &[number, name, website],
        ),
    ];
    for (one, other, expected) in table {
        assert_eq!(codes(*one, *other), *expected, "{one:?} {other:?}");
    }
}

#[test]
fn reasons_are_told_in_words() {
    let one = described(("Nordwind GmbH", "", "DE", "https://nordwind.example", "HRB 7"));
    let other = described(("NORDWIND", "", "DE", "https://www.nordwind.example/", "HRB 7"));
    let (one, other) = (Features::of(&one), Features::of(&other));
    let said: Vec<String> = between(&one, &other).into_iter().map(|one| one.detail).collect();
    assert_eq!(
        said,
        [
            "the same number in the register of DE: “HRB 7”",
            "the same name, but for case, accents, spaces and legal form: “Nordwind GmbH” and “NORDWIND”",
            "the same website: nordwind.example",
        ]
    );
}

#[test]
fn every_record_has_keys_and_each_fits_an_index() {
    let long = "ﷺ".repeat(200);
    for name in ["A", "+++", "株式会社", "GmbH", long.as_str()] {
        let description = Description {
            name,
            latin_name: None,
            country: CountryCode::parse("DE").unwrap(),
            website: None,
            registration_number: Some(name),
        };
        let keys = Features::of(&description).keys();
        assert!(!keys.is_empty(), "{name}");
        assert!(keys.iter().all(|key| key.text.len() <= 1000 && !key.text.is_empty()), "{name}");
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{name}");
    }
}

#[test]
fn codes_are_read_back() {
    for reason in Reason::ALL {
        assert_eq!(Reason::parse(reason.as_str()), Some(reason));
    }
    assert_eq!(Reason::parse("same"), None);
}
