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
    narrowing.iter().all(|any| any.iter().any(|all| all.iter().all(|gram| grams.contains(gram))))
}

/// The rank of a thing for a query. Whatever the patterns find, the grams must have narrowed to.
fn rank(query: &str, name: &str, latin_name: Option<&str>, others: &[&str]) -> Option<Rank> {
    let (query, thing) = (Query::parse(query)?, index(name, latin_name, others, &[]));
    let found = Rank::ALL.into_iter().find(|rank| match rank {
        Rank::Elsewhere => query
            .patterns(*rank)
            .iter()
            .zip(query.others())
            .all(|(name, other)| like(&thing.name, name) || like(&thing.words, &other)),
        rank => query.patterns(*rank).iter().all(|pattern| like(&thing.name, pattern)),
    });
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
    for (bad, code) in
        [("", "empty"), ("\u{200D}", "empty"), ("a\0", "control_character"), ("a\nb", "control_character")]
    {
        assert_eq!(line(bad).unwrap_err().code, code, "{bad:?}");
    }
    assert_eq!(line(&"x".repeat(201)).unwrap_err().code, "too_long");
}

#[test]
fn a_query_has_an_end() {
    assert_eq!(Query::parse("% _ \" * () '"), None);
    assert_eq!(Query::parse(""), None);
    assert_eq!(Query::parse("a b c d e f g h i j").unwrap().words.len(), MOST_WORDS);
    let long = Query::parse(&"x".repeat(10_000)).unwrap();
    assert_eq!(long.words, ["x".repeat(MOST_LETTERS)]);
    let pieces: usize = long.narrowing(Rank::Elsewhere).concat().concat().len();
    assert!(pieces <= 2 * MOST_PIECES, "{pieces}");
    let han = Query::parse(&"日立".repeat(5_000)).unwrap();
    assert_eq!(han.words[0].chars().count(), MOST_LETTERS);
}

#[test]
fn grams_are_plain_words_that_tell_pieces_apart() {
    let thing = index("Zürich 認証 \"OR\" *", None, &["AND near"], &[("country", "CH")]);
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
