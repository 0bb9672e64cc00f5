//! Which names are taken, how they are kept, and which are the same.

use super::*;

#[test]
fn case_accents_and_unicode_form_do_not_matter() {
    for (name, asked) in [
        ("Müller", "MULLER"),
        ("Müller", "mu\u{308}ller"),
        ("Straße", "STRASSE"),
        ("Dumanlı", "DUMANLI"),
        ("Nguyễn", "nguyen"),
        ("O’Brien", "o'brien"),
        ("Sørensen", "Sorensen"),
        ("García-Márquez", "garcia marquez"),
        ("Σίσυφος", "σισυφοσ"),
        ("Хохлова", "хохлова"),
        ("نَجْم", "نجم"),
        ("박", "\u{1107}\u{1161}\u{11A8}"),
    ] {
        assert!(FamilyName::parse(name).unwrap().matches(asked), "{name} / {asked}");
    }
}

#[test]
fn different_names_differ() {
    for (name, asked) in
        [("Muller", "Mueller"), ("सिंह", "सह"), ("がく", "かく"), ("Kim", ""), ("Kim", "Kimm"), ("Kim", "-")]
    {
        assert!(!FamilyName::parse(name).unwrap().matches(asked), "{name} / {asked}");
    }
}

#[test]
fn a_name_is_in_plain_letters_that_are_seen() {
    for (given, kept) in [
        ("\u{FB01}ona", "fiona"),
        ("Stra\u{DF}e O\u{FB00}er", "Straße Offer"),
        ("Zo\u{200B}e\u{AD}", "Zoe"),
        ("A\u{200D}da\u{FE0F}\u{200C}", "Ada"),
        ("ＳＡＴＯ", "SATO"),
        ("ｶﾞｸ", "ガク"),
        ("\u{FE8D}\u{FEDF}\u{FEFC}", "اللا"),
        ("\u{1D400}da", "Ada"),
        ("علی\u{200C}رضا", "علی\u{200C}رضا"),
        ("क्\u{200D}ष", "क्\u{200D}ष"),
        ("രാജന്\u{200D}", "രാജന്\u{200D}"),
        ("രാജന്\u{200D} ത്\u{200B}", "രാജന്\u{200D} ത്"),
        ("രാജന്\u{200D}-Rajan\u{200D}", "രാജന്\u{200D}-Rajan"),
        ("শরত্\u{200D}", "শরত্\u{200D}"),
        ("ශ්\u{200D}රී", "ශ්\u{200D}රී"),
        ("علِ\u{200C}ی", "علِ\u{200C}ی"),
        ("Zoe\u{308}\u{200D}", "Zoë"),
        ("\u{200D}രാജ് \u{200C}", "രാജ്"),
        ("ᠮᠥᠩᠬᠡ\u{180E}ᠠ", "ᠮᠥᠩᠬᠡ\u{180E}ᠠ"),
        ("ᠰ\u{180B}ᠠ\u{180C}", "ᠰ\u{180B}ᠠ\u{180C}"),
        ("Ada\u{180E}\u{180B}\u{200D}", "Ada"),
        ("ꩡ\u{FE00}", "ꩡ\u{FE00}"),
        ("Ada\u{FE00}", "Ada"),
        ("Mª José O’Brien-Smith", "Mª José O’Brien-Smith"),
        ("葛\u{E0100}", "葛\u{E0100}"),
    ] {
        assert_eq!(FamilyName::parse(given).unwrap().as_str(), kept, "{given}");
        assert_eq!(FamilyName::on_record(kept).unwrap().as_str(), kept, "{given}");
        assert!(FamilyName::on_record(kept).unwrap().matches(given), "{given}");
    }
    assert!(FamilyName::on_record("葛\u{E0100}").unwrap().matches("葛"));
    assert!(FamilyName::on_record("Mül\u{AD}ler").unwrap().matches("MULLER"));
    for (symbol, code) in [
        ("Zoe 😀", "not_a_name"),
        ("Ada \u{2764}\u{FE0F}", "not_a_name"),
        ("\u{E001}da", "not_a_name"),
        ("Z\u{FFFD}e", "lost_character"),
        ("Ada\u{F0001}", "not_a_name"),
    ] {
        assert_eq!(FamilyName::parse(symbol).unwrap_err().code, code, "{symbol}");
        assert!(FamilyName::on_record(symbol).is_ok(), "{symbol}");
    }
    assert!(FamilyName::parse("\u{200B}\u{3164}").is_err());
}

#[test]
fn signs_of_names_are_taken_however_converters_wrote_them() {
    for (given, kept) in [
        ("Smith\u{2212}Jones", "Smith-Jones"),
        ("Col\u{22C5}lell", "Col·lell"),
        ("Col\u{2219}lell", "Col·lell"),
        ("Kumar s\u{2215}o Ravi", "Kumar s/o Ravi"),
        ("李\u{25CB}", "李〇"),
        ("李\u{25EF}", "李〇"),
    ] {
        assert_eq!(FamilyName::parse(given).unwrap().as_str(), kept, "{given}");
        assert!(FamilyName::parse(given).unwrap().matches(given), "{given}");
        let on_record = FamilyName::on_record(given).unwrap();
        assert_eq!(on_record.as_str(), given, "a name on record stays as it is written");
        assert!(on_record.matches(kept), "{given}");
    }
    for taken in [
        "Col·lell",
        "O\u{B4}Brien",
        "O‘Brien",
        "O’Brien",
        "Kahalau\u{2BB}ula",
        "Nu\u{2BC}u",
        "O\u{2B9}Brien",
        "ג\u{5F3}ורג\u{5F3}",
        "צה\u{5F4}ל",
        "ジョン・スミス",
        "สมชาย\u{E2F}",
        "Saltillo \u{A78C}a",
        "Kumar s/o Ravi",
        "John 3rd",
        "Smith (Jones)",
        "Anne \"Nan\" Lee",
        "Smith, Jr.",
        "Mª № 2",
        "Müller–Lüdenscheidt",
        "Ng‑Chan",
        "Ó\u{2032}",
        "李〇",
        "佐々木",
        "Ⅷ Henry",
        "x\u{301C}y",
        "Ann\u{2043}Lee",
        "D`Angelo",
        "Ta\u{2D1}",
        "ʿAlī ʾAḥmad",
        "Đặng",
        "გიორგი",
        "ᏣᎳᎩ",
        "Ⰰⰸⱏ",
        "𐐀𐐁",
        "𞤀𞤣",
        "𠮷田",
    ] {
        assert!(FamilyName::parse(taken).is_ok(), "{taken}");
    }
}

#[test]
fn debris_is_no_name_and_stays_on_record_where_it_is() {
    for debris in ["#REF!", "1.23E+05", "TRUE", "MÃ¼ller", "M?ller", "M&uuml;ller"] {
        assert!(FamilyName::parse(debris).is_err() && GivenNames::parse(debris).is_err(), "{debris}");
        assert!(FullName::parse(debris).is_err(), "{debris}");
        assert!(FamilyName::on_record(debris).is_ok(), "{debris}");
    }
}

#[test]
fn one_name_is_enough() {
    for nothing in ["", " ", ".", "-", "12", "\u{3164}", "\u{115F}\u{E0041}", "😀"] {
        let detail = GivenNames::parse(nothing).unwrap_err().detail;
        assert!(detail.ends_with("; leave it out, or null, for a person with one name"), "{nothing:?}: {detail}");
        assert!(!FamilyName::parse(nothing).unwrap_err().detail.contains("null"), "{nothing:?}");
    }
    assert!(!GivenNames::parse("Ada 😀").unwrap_err().detail.contains("null"));
}

#[test]
fn a_name_has_a_letter() {
    for bad in ["  ", "", "-", "12", "\u{200D}", "a\u{202E}b", "😀"] {
        assert!(FamilyName::parse(bad).is_err(), "{bad:?}");
    }
}
