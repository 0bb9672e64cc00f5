//! Every spelling that is meant is read, and every slip is noticed.

use proptest::prelude::*;

use super::*;

#[test]
fn alpha_is_primitive() {
    let mut powers = vec![1];
    while powers.len() < 31 {
        let next = times_alpha(*powers.last().unwrap());
        assert!(!powers.contains(&next));
        powers.push(next);
    }
    assert_eq!(times_alpha(*powers.last().unwrap()), 1);
}

#[test]
fn a_number_of_one_kind_is_not_a_number_of_the_other() {
    let certificate = CertificateNumber::from_entropy([9; 11]).to_string();
    let candidate = CandidateNumber::from_entropy([9; 9]).to_string();
    assert!(matches!(CandidateNumber::parse(&certificate), Err(Mistyped::Length { found: 12, .. })));
    assert!(matches!(CertificateNumber::parse(&candidate), Err(Mistyped::Length { found: 10, .. })));
}

#[test]
fn whatever_stands_between_and_around_is_no_matter() {
    let number = CertificateNumber::from_entropy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    let (grouped, compact) = (number.to_string(), number.compact());
    let between = "-_.,~ \t\r\n\u{A0}\u{AD}\u{B7}\u{5BE}\u{180E}\u{2002}\u{2009}\u{200B}\u{200D}\u{200E}\u{2010}\u{2011}\
                   \u{2012}\u{2013}\u{2014}\u{2015}\u{2022}\u{2028}\u{202F}\u{2060}\u{2066}\u{2212}\u{3000}\u{301C}\u{30FB}\u{30FC}\
                   \u{FE58}\u{FE63}\u{FEFF}\u{FF0D}\u{FF0E}\u{FF3F}\u{FF70}";
    for separator in between.chars() {
        let separator = separator.to_string();
        assert_eq!(CertificateNumber::parse(&grouped.replace('-', &separator)), Ok(number), "{separator:?}");
        let symbols: Vec<String> = compact.chars().map(String::from).collect();
        let everywhere = format!("{separator}{}{separator}", symbols.join(&separator));
        assert_eq!(CertificateNumber::parse(&everywhere), Ok(number), "{separator:?}");
    }
    for (before, after) in [
        ("(", ")"),
        ("<", ">"),
        ("\"", "\""),
        ("„", "“."),
        ("«\u{A0}", "\u{A0}»"),
        ("「", "」。"),
        ("", "/"),
        ("", "\r"),
    ] {
        assert_eq!(CertificateNumber::parse(&format!("{before}{grouped}{after}")), Ok(number), "{before}{after}");
    }
    let wide: String = compact.chars().filter_map(|symbol| char::from_u32(u32::from(symbol) + 0xFEE0)).collect();
    assert_eq!(CertificateNumber::parse(&wide), Ok(number));
    let candidate = CandidateNumber::from_entropy([9; 9]);
    assert_eq!(CandidateNumber::parse(&candidate.to_string().replace('-', "\u{2011}")), Ok(candidate));
}

#[test]
fn what_stands_around_is_not_what_is_wrong() {
    let number = CertificateNumber::from_entropy([1; 11]).compact();
    let last = if number.ends_with('7') { '8' } else { '7' };
    let (wrong, short) = (format!("{}{last}", &number[..11]), &number[..11]);
    for (before, after) in [("", ""), ("", "?"), ("", "/"), ("(", ")"), ("<", ">"), ("„", "“."), ("#", ""), ("", "!")]
    {
        let told = |typed: &str| CertificateNumber::parse(&format!("{before}{typed}{after}")).unwrap_err();
        assert_eq!(told(&wrong), Mistyped::CheckSymbol, "{before}{after}");
        assert!(matches!(told(short), Mistyped::Length { found: 11, .. }), "{before}{after}");
        assert!(matches!(told(&format!("{short}U")), Mistyped::Character(_)), "{before}{after}");
    }
    assert_eq!(CertificateNumber::parse("<script>x</script>"), Err(Mistyped::Character('<')));
}

#[test]
fn junk_is_mistyped() {
    for junk in ["", "-", "U", "0000-0000-000U", "９９９９-9999-9999", "\0", "7K3M<9QXP>T2VC", &"7".repeat(10_000)]
    {
        assert!(CertificateNumber::parse(junk).is_err(), "{junk:?}");
    }
}

proptest! {
    #[test]
    fn every_single_wrong_character_is_caught(bytes: [u8; 11], position in 0_usize..12, other in 0_usize..32) {
        let compact = CertificateNumber::from_entropy(bytes).compact();
        let mut wrong = compact.clone().into_bytes();
        prop_assume!(wrong[position] != ALPHABET[other]);
        wrong[position] = ALPHABET[other];
        prop_assert_eq!(CertificateNumber::parse(&String::from_utf8(wrong).unwrap()), Err(Mistyped::CheckSymbol));
    }

    #[test]
    fn every_swap_is_caught(bytes: [u8; 9], first in 0_usize..10, second in 0_usize..10) {
        let compact = CandidateNumber::from_entropy(bytes).compact();
        let mut wrong = compact.clone().into_bytes();
        prop_assume!(wrong[first] != wrong[second]);
        wrong.swap(first, second);
        prop_assert_eq!(CandidateNumber::parse(&String::from_utf8(wrong).unwrap()), Err(Mistyped::CheckSymbol));
    }

    #[test]
    fn every_allowed_spelling_is_read(bytes: [u8; 11], choices in prop::collection::vec(0_u8..6, 12)) {
        let number = CertificateNumber::from_entropy(bytes);
        let mut spelled = String::new();
        for (character, choice) in number.compact().chars().zip(choices) {
            if choice > 3 {
                spelled.push(if choice == 4 { '-' } else { ' ' });
            }
            spelled.push(match (character, choice) {
                ('0', 1) => 'O',
                ('0', 2) => 'o',
                ('1', 1) => 'I',
                ('1', 2) => 'l',
                ('1', 3) => 'i',
                (other, 1 | 4) => other.to_ascii_lowercase(),
                (other, _) => other,
            });
        }
        prop_assert_eq!(CertificateNumber::parse(&spelled), Ok(number));
        prop_assert_eq!(CertificateNumber::parse(&number.to_string()), Ok(number));
    }
}

#[test]
fn a_slip_is_told_from_a_name() {
    for meant in [
        "7K3M-9QXP-T2VD",
        "7k3m9qxpt2vd",
        "7K3M 9QXP T2V",
        "7K3M–9QXP–T2VCC",
        "7K3M-9QXP-T2",
        "(7K3M-9QXP-T2V@).",
        "７Ｋ３Ｍ９ＱＸＰＴ２ＶＤ",
        "7K3M9QXPT2VO",
        "7-K3M9QXP-T2VD",
        "ABCD-EFGH-JKMN",
        "7K3M\u{2011}9QXP\u{200B}T2VD",
    ] {
        assert!(CertificateNumber::is_meant(meant), "{meant}");
    }
    for other in [
        "",
        "Rechenzentrum",
        "Datacenter24",
        "Cloud4Europe",
        "Web20Hosting",
        "ISO/IEC 20000-1:2018",
        "20000-1:2018",
        "Nord-Süd-Daten",
        "株式会社日立製作所データ",
        "7K3M",
        "IS 654321",
        "2011 2012 2013",
        "Murphy O’Brien 1",
        "SAP 2000 Services",
    ] {
        assert!(!CertificateNumber::is_meant(other), "{other}");
    }
}
