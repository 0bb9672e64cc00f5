use super::*;

/// SQL's `LIKE` for patterns without `_` and escapes.
fn like(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    let parts: Vec<&str> = pattern.split('%').collect();
    for (index, part) in parts.iter().enumerate() {
        let found = match index {
            0 => rest.starts_with(part).then_some(0),
            _ if index + 1 == parts.len() => rest.ends_with(part).then(|| rest.len() - part.len()),
            _ => rest.find(part),
        };
        let Some(start) = found else { return false };
        rest = &rest[start + part.len()..];
    }
    true
}

fn narrows(grams: &[String], narrowing: &Narrowing) -> bool {
    match narrowing {
        Narrowing::Gram(gram) => grams.contains(gram),
        Narrowing::All(all) => all.iter().all(|one| narrows(grams, one)),
        Narrowing::Any(any) => any.iter().any(|one| narrows(grams, one)),
    }
}

/// The rank of a thing for a query. Whatever the patterns find, the grams must have narrowed to.
fn rank(query: &str, name: &str, latin_name: Option<&str>, others: &[&str]) -> Option<Rank> {
    let texts: Vec<String> = others.iter().map(|text| (*text).to_owned()).collect();
    let thing = index(&Indexable { name, latin_name, texts: &texts, ..Indexable::default() });
    let query = Query::parse(query)?;
    let answers = |reading: &Reading, rank: Rank| match rank {
        Rank::Elsewhere => reading
            .patterns(rank)
            .iter()
            .zip(reading.others())
            .all(|(name, other)| like(&thing.name, name) || like(&thing.words, &other)),
        rank => reading.patterns(rank).iter().all(|pattern| like(&thing.name, pattern)),
    };
    let found = Rank::ALL.into_iter().find(|rank| query.readings().iter().any(|reading| answers(reading, *rank)));
    for rank in Rank::ALL.into_iter().filter(|rank| found.is_some_and(|found| *rank >= found)) {
        assert!(narrows(&thing.grams, &query.narrowing(rank)), "{query:?} {name} {rank:?}");
    }
    found
}

#[test]
fn texts_are_split_at_what_is_no_letter_and_between_scripts() {
    for (text, expected) in [
        ("Nordic Certification AB", &["nordic", "certification", "ab"][..]),
        ("  Müller & Söhne, GmbH. ", &["muller", "sohne", "gmbh"]),
        ("NTTデータ株式会社", &["ntt", "でーた株式会社"]),
        ("ＡＢＣ　Ｌｔｄ", &["abc", "ltd"]),
        ("भारतीय प्रमाणन", &["भारतीय", "प्रमाणन"]),
        ("क्\u{200D}ष", &["क्ष"]),
        ("شرکة الإتصالات", &["شركه", "الاتصالات"]),
        ("Über\u{AD}prüfung", &["uberprufung"]),
        ("Zu\u{308}rich", &["zurich"]),
        ("a%b_c!d\\e\"f*(g)\0h", &["a", "b", "c", "d", "e", "f", "g", "h"]),
        ("٢٠٢٤ ۲۰", &["2024", "20"]),
        ("%_ – \u{202E}", &[]),
        ("", &[]),
    ] {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn a_name_is_found_however_it_is_spelled() {
    use Rank::{Beginning, Inside, Whole, Words};
    for (query, name, latin, expected) in [
        ("nordic certification ab", "Nordic Certification AB", None, Some(Whole)),
        ("NORDIC  cert", "Nordic Certification AB", None, Some(Beginning)),
        ("cert nord", "Nordic Certification AB", None, Some(Words)),
        ("a", "Nordic Certification AB", None, Some(Words)),
        ("er", "Nordic Certification AB", None, None),
        ("ert", "Nordic Certification AB", None, Some(Inside)),
        ("certx", "Nordic Certification AB", None, None),
        ("nordic b", "Nordic Certification AB", None, None),
        ("zurich", "Zürich Prüfung", None, Some(Beginning)),
        ("pruefung", "Zürich Prüfung", None, Some(Words)),
        ("ZÜRICH", "Zurich Audit", None, Some(Beginning)),
        ("aero", "Ærø Sikkerhed", None, Some(Beginning)),
        ("lodz", "Łódź Audyt", None, Some(Beginning)),
        ("obrien", "Murphy O’Brien", None, Some(Words)),
        ("o'brien", "Murphy O’Brien", None, Some(Words)),
        ("sap", "S.A.P. Holding", None, Some(Beginning)),
        ("s.a.p.", "S.A.P. Holding", None, Some(Beginning)),
        ("S.A.P.", "SAP Holding", None, Some(Beginning)),
        ("tsystems", "T-Systems International", None, Some(Beginning)),
        ("日立", "株式会社日立製作所", Some("Hitachi, Ltd."), Some(Inside)),
        ("日", "株式会社日立製作所", None, Some(Inside)),
        ("立", "株式会社日立製作所", None, Some(Inside)),
        ("株式", "株式会社日立製作所", None, Some(Beginning)),
        ("立日", "株式会社日立製作所", None, None),
        ("hitachi", "株式会社日立製作所", Some("Hitachi, Ltd."), Some(Beginning)),
        ("hitachi ltd", "株式会社日立製作所", Some("Hitachi, Ltd."), Some(Whole)),
        ("ltd 日立", "株式会社日立製作所", Some("Hitachi, Ltd."), Some(Inside)),
        ("ﾃﾞｰﾀ", "NTTデータ", None, Some(Words)),
        ("ntt データ", "NTTデータ", None, Some(Whole)),
        ("でーた", "NTTデータ", None, Some(Words)),
        ("삼성", "삼성전자", None, Some(Beginning)),
        ("전자", "삼성전자", None, Some(Inside)),
        ("กรุงเทพ", "บริษัทกรุงเทพประกันภัย", None, Some(Inside)),
        ("اتصالات", "شركة الإتصالات", None, Some(Inside)),
        ("ارتباط", "شرکت ارتباط", None, Some(Words)),
        ("тест", "Центр ТЕСТ", None, Some(Words)),
        ("προτυπα", "Ελληνικά Πρότυπα", None, Some(Words)),
        ("תקן", "מכון תֶּקֶן", None, Some(Words)),
    ] {
        assert_eq!(rank(query, name, latin, &[]), expected, "{query} in {name}");
    }
}

#[test]
fn other_words_are_found_by_their_beginnings() {
    let others = ["Managed hosting of payment systems from Utrecht", "情報システムの運用"];
    for (query, expected) in [
        ("hosting", Some(Rank::Elsewhere)),
        ("host acme", Some(Rank::Elsewhere)),
        ("ost", None),
        ("pa ut", Some(Rank::Elsewhere)),
        ("運用", Some(Rank::Elsewhere)),
        ("用", Some(Rank::Elsewhere)),
        ("acme", Some(Rank::Beginning)),
        ("hosting nothing", None),
    ] {
        assert_eq!(rank(query, "Acme Services", None, &others), expected, "{query}");
    }
}

#[test]
fn what_is_copied_along_does_no_harm() {
    assert_eq!(line(" \u{202B}שלום\u{202C} \u{FEFF}").unwrap(), "שלום");
    assert_eq!(line("a\tb\r\nc\u{2028}d\u{A0}e\r").unwrap(), "a b  c d e");
    for (bad, code) in [("", "empty"), ("\u{200D}", "empty"), ("\t\n", "empty"), ("a\0", "control_character")] {
        assert_eq!(line(bad).unwrap_err().code, code, "{bad:?}");
    }
    assert_eq!(line(&"x".repeat(201)).unwrap_err().code, "too_long");
}

#[test]
fn a_query_has_an_end() {
    assert_eq!(Query::parse("% _ \" * () '"), None);
    assert_eq!(Query::parse(""), None);
    let words = |text: &str| Query::parse(text).unwrap().readings().iter().map(words_of).collect::<Vec<_>>();
    assert_eq!(words("ab cd ef gh ij kl mn op qr st")[0].len(), MOST_WORDS);
    assert_eq!(words(&"x".repeat(10_000)), [["x".repeat(MOST_LETTERS)]]);
    for long in ["日立".repeat(5_000), "ü-ö ".repeat(5_000), "ﷺ ".repeat(5_000), "A & B ".repeat(5_000)] {
        let query = Query::parse(&long).unwrap();
        assert!(query.readings().len() <= 8, "{long}");
        let letters = |reading| words_of(reading).iter().map(|word| word.chars().count()).sum::<usize>();
        assert!(query.readings().iter().all(|reading| letters(reading) <= MOST_LETTERS), "{long}");
        assert!(count(&query.narrowing(Rank::Elsewhere)) <= 8 * 2 * MOST_LETTERS, "{long}");
    }
    let long = Query::parse(&"x".repeat(10_000)).unwrap();
    assert!(count(&long.narrowing(Rank::Elsewhere)) <= 2 * 16);
}

/// The words of a reading: its patterns have them between their signs.
fn words_of(reading: &Reading) -> Vec<String> {
    reading.patterns(Rank::Words).iter().map(|pattern| pattern.trim_matches(['%', ' ']).to_owned()).collect()
}

fn count(narrowing: &Narrowing) -> usize {
    match narrowing {
        Narrowing::Gram(_) => 1,
        Narrowing::All(all) | Narrowing::Any(all) => all.iter().map(count).sum(),
    }
}

/// Names that are one to whoever looks for them: each is found by each.
const ALIKE: [&[&str]; 13] = [
    &[
        "Baker & Clay Ltd",
        "Baker and Clay Ltd",
        "Baker und Clay Ltd",
        "Baker y Clay Ltd",
        "BAKER ET CLAY LTD",
        "Baker + Clay Ltd",
        "Baker u. Clay Ltd",
        "Baker ＆ Clay, Ltd.",
    ],
    &["R & D Systems", "R&D Systems", "R and D Systems", "RD Systems", "R. & D. Systems"],
    &["H & M Rechenzentrum", "H&M Rechenzentrum", "HM Rechenzentrum", "H.M. Rechenzentrum"],
    &[
        "A B C Services",
        "ABC Services",
        "A.B.C. Services",
        "a. b. c. services",
        "A-B-C Services",
        "A\u{A0}B\u{A0}C Services",
    ],
    &["X Y Z Hosting", "XYZ Hosting", "X.Y.Z. Hosting"],
    &["J. P. Muster", "JP Muster", "J.P. Muster", "J P Muster"],
    &["Müller Rechenzentren", "Mueller Rechenzentren", "MÜLLER RECHENZENTREN", "Mu\u{308}ller\tRechenzentren"],
    &["Göteborg Drift", "Goeteborg Drift"],
    &["Ørsted Cloud", "Oersted Cloud", "Örsted Cloud"],
    &["Århus Data", "Aarhus Data"],
    &["E.ON Muster", "EON Muster", "E-ON Muster", "E.on  Muster"],
    &["Nordic-IT", "NordicIT", "Nordic IT", "Nordic‑IT", "NORDIC–IT", "nordic/it"],
    &["葛\u{E0100}城データ", "葛城データ", "葛城\u{FE00}ﾃﾞｰﾀ", "葛城でーた"],
];

#[test]
fn what_is_one_name_is_found_by_each_of_its_spellings() {
    for alike in ALIKE {
        for name in alike {
            for query in alike {
                assert!(rank(query, name, None, &[]).is_some(), "{query} in {name}");
                let longer = format!("Vorab {name} GmbH");
                assert!(rank(query, &longer, None, &[]).is_some(), "{query} in {longer}");
            }
            let others = ["Acme Cloud", "Nordic Certification AB", "Beta Services", "Rhein Data"];
            assert!(others.iter().all(|other| rank(name, other, None, &[]).is_none()), "{name}");
        }
    }
}

#[test]
fn places_and_scopes_are_found_by_each_of_their_spellings() {
    for (query, text) in [
        ("Zuerich", "Zürich"),
        ("Zürich", "Zuerich"),
        ("Baden Wuerttemberg", "Baden-Württemberg"),
        ("ECommerce", "e-commerce"),
        ("R&D", "Research (R & D)"),
    ] {
        assert_eq!(rank(query, "Acme", None, &[text]), Some(Rank::Elsewhere), "{query} in {text}");
    }
    for region in ["Zürich", "ZUERICH", "zurich"] {
        assert_eq!(phrase(region), "zurich");
    }
}

#[test]
fn what_is_typed_stays_what_it_is() {
    for (query, name) in [
        ("Boing", "Boeing Services"),
        ("Manul", "Manuel Data"),
        ("Muller", "Mueller Data"),
        ("y", "Baker & Clay"),
        ("and", "Baker & Clay"),
        ("rd", "Regional Data"),
    ] {
        assert_eq!(rank(query, name, None, &[]), None, "{query} in {name}");
    }
    assert_eq!(rank("baker and", "Baker and Clay", None, &[]), Some(Rank::Beginning));
    assert_eq!(rank("a b", "Alpha Beta", None, &[]), Some(Rank::Words));
}

#[test]
fn grams_are_plain_words_that_tell_pieces_apart() {
    let thing = index(&Indexable {
        name: "Zürich 認証 \"OR\" *",
        texts: &["AND near".to_owned()],
        numbers: &["IS 65/43".to_owned()],
        filters: &[("country", "CH")],
        ..Indexable::default()
    });
    assert!(
        thing.grams.contains(&filter_gram("country", "CH")) && !thing.grams.contains(&filter_gram("country", "DE"))
    );
    for gram in &thing.grams {
        assert!(
            gram.len() == 5 && gram.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
            "{gram}"
        );
    }
    assert_eq!(phrase(" Île-de-France "), "ile de france");
}
