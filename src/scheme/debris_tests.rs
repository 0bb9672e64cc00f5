//! What is debris, and what only looks like it.

use super::*;

fn code(text: &str, meant: Meant) -> Option<&'static str> {
    refuse(text, meant).err().map(|complaint| complaint.code)
}

#[test]
fn what_spreadsheets_show_for_an_error_is_no_name_and_no_number() {
    for shown in [
        "#N/A",
        "#n/a",
        "#REF!",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BUSY!",
        "#NV",
        "#BEZUG!",
        "#WERT!",
        "#ZAHL!",
        "#ÜBERLAUF!",
        "#VALEUR!",
        "#NOM?",
        "#NOMBRE!",
        "#PROPAGATION!",
        "#N/D",
        "#¡REF!",
        "#¡VALOR!",
        "#¿NOMBRE?",
        "#¡DIV/0!",
        "#RIF!",
        "#NOME?",
        "#N/B",
        "#NAAM?",
        "#DEEL/0!",
        "#I/T",
        "#VERDI!",
        "#ARVO!",
        "#JAKO/0!",
        "#ADR!",
        "#DZIEL/0!",
        "#ODKAZ!",
        "#DĚLENÍ_NULOU!",
        "#NENÍ_K_DISPOZICI",
        "#HIÁNYZIK",
        "#ZÉRÓOSZTÓ!",
        "#YOK",
        "#SAYI/0!",
        "#DEĞER!",
        "#Н/Д",
        "#ДЕЛ/0!",
        "#ЗНАЧ!",
        "#ИМЯ?",
        "#Δ/Υ",
        "#スピル!",
        "#計算!",
        "#溢出!",
        "＃ＲＥＦ！",
        "#GETTING_DATA",
        "#ERROR!",
        "########",
        "=#REF!",
        "'#N/A",
        " #REF! ",
        "Err:502",
        "err:508",
        "Erro:502",
        "Błąd:522",
        "Ошибка:502",
        "エラー:502",
        "Müller #REF!",
        "#N/A #N/A",
    ] {
        for meant in [Meant::Person, Meant::Thing, Meant::Number, Meant::Reference, Meant::Statement] {
            assert_eq!(code(shown, meant), Some("spreadsheet_error"), "{shown}");
        }
    }
}

#[test]
fn shortened_numbers_are_no_names_and_no_numbers() {
    for shown in ["1.23E+05", "1,23457E+14", "1.23457e+14", "2E+10", "-1.5E-07", "1.2E5", "１.２３Ｅ＋０５", "12.3E+06"]
    {
        for meant in [Meant::Person, Meant::Thing, Meant::Number, Meant::Reference] {
            assert_eq!(code(shown, meant), Some("shortened_number"), "{shown}");
        }
    }
    for number in ["7E12", "1E5", "12E34", "3E-2016", "E+05", "1.2E", "GR750012345", "2E+1", "1.5EU"] {
        assert_eq!(code(number, Meant::Number), None, "{number}");
    }
}

#[test]
fn letters_that_are_lost_or_misread_are_no_letters() {
    for (misread, expected) in [
        ("Fr\u{FFFD}hlich", "lost_character"),
        ("MÃ¼ller", "wrong_encoding"),
        ("MÃœLLER", "wrong_encoding"),
        ("JÃ–RG", "wrong_encoding"),
        ("Ã–sterreich", "wrong_encoding"),
        ("RenÃ©", "wrong_encoding"),
        ("JosÃ©", "wrong_encoding"),
        ("DÃ\u{AD}az", "wrong_encoding"),
        ("GroÃŸ", "wrong_encoding"),
        ("Ã‘uÃ±ez", "wrong_encoding"),
        ("Ã…berg", "wrong_encoding"),
        ("NicolÃ²", "wrong_encoding"),
        ("voilÃ\u{A0} tout", "wrong_encoding"),
        ("DÃ©jÃ\u{A0}", "wrong_encoding"),
        ("Oâ€™Brien", "wrong_encoding"),
        ("Müller â€“ Lüdenscheidt", "wrong_encoding"),
        ("â€œFooâ€\u{9D}", "wrong_encoding"),
        ("KoÅ¡ice", "wrong_encoding"),
        ("ErdÅ‘s", "wrong_encoding"),
        ("DvoÅ™ek", "wrong_encoding"),
        ("Ä†osiÄ‡", "wrong_encoding"),
        ("YÄ±lmaz", "wrong_encoding"),
        ("ÅžahÄ±n", "wrong_encoding"),
        ("MureÈ™an", "wrong_encoding"),
        ("Nguyá»…n", "wrong_encoding"),
        ("Æ¯á»›c", "wrong_encoding"),
        ("ÐœÐ¸Ñ…Ð°Ð¸Ð»", "wrong_encoding"),
        ("Î“Î¹Î¬Î½Î½Î·Ï‚", "wrong_encoding"),
        ("×“×•×“", "wrong_encoding"),
        ("Ù…Ø\u{AD}Ù…Ø¯", "wrong_encoding"),
        ("å±±ç”°", "wrong_encoding"),
        ("ã‚¿ãƒŠã‚«", "wrong_encoding"),
        ("ï»¿Ada", "wrong_encoding"),
        ("Frï¿½hlich", "wrong_encoding"),
        ("MÃƒÂ¼ller", "wrong_encoding"),
        ("Anna Â\u{A0}Maria", "wrong_encoding"),
        ("M√ºller", "wrong_encoding"),
        ("O‚Äôbrien", "wrong_encoding"),
        ("M├╝ller", "wrong_encoding"),
        ("РњРёС…Р°РёР»", "wrong_encoding"),
        ("MГјller", "wrong_encoding"),
    ] {
        for meant in [Meant::Person, Meant::Thing, Meant::Number] {
            assert_eq!(code(misread, meant), Some(expected), "{misread}");
        }
    }
}

#[test]
fn honest_texts_are_not_taken_for_misread_ones() {
    for honest in [
        "OBRAS SOCIAIS IRMÃ\u{A0}DULCE",
        "Fundació\u{A0}–\u{A0}Hospital",
        "“Café”—incidents",
        "‹CAFÉ›",
        "JOÃO",
        "São Tomé",
    ] {
        assert_eq!(code(honest, Meant::Thing), None, "{honest}");
    }
    let statement = "Hosting, as described at https://registry.example/?q=M%C3%BCller.";
    assert_eq!(code(statement, Meant::Statement), None);
    assert_eq!(code("M%C3%BCller", Meant::Person), Some("escaped_character"));
}

#[test]
fn honest_names_stay_names() {
    for name in [
        "JOÃO",
        "João",
        "São",
        "CONCEIÇÃO",
        "MAGALHÃES",
        "Ângela",
        "ÂNGELA",
        "Ãn",
        "IRMÃ",
        "KŘÍŽ",
        "ÚŽAS",
        "Åke",
        "PITEÅ’S",
        "LULEÅ–BODEN",
        "ÄŽ",
        "Müller",
        "Ñuñez",
        "CAFÉ’S",
        "L’Éclair",
        "Île",
        "Île-de-France",
        "Þór",
        "Øystein",
        "Ærø",
        "Ðorđe",
        "Đặng",
        "Рівне",
        "РІВНЕ",
        "Сергій",
        "Сёмин",
        "Ґалаґан",
        "Null",
        "NULL",
        "Nan",
        "NaN",
        "None",
        "nan",
        "True",
        "true",
        "False",
        "FAUX",
        "VERO",
        "Na",
        "N. A.",
        "O'Brien",
        "O’Brien",
        "7mesh",
        "Smith (Jones)",
        "Xx",
        "Err",
        "Erra: Nil",
    ] {
        assert_eq!(code(name, Meant::Person), None, "{name}");
        assert_eq!(code(name, Meant::Thing), None, "{name}");
    }
    for thing in [
        "1&1",
        "R&D; Co",
        "R&D;Co",
        "AT&T",
        "#1 Hosting!",
        "Yahoo!",
        "Who? Ltd",
        "What’s Next?",
        "C#",
        "NESCAFÉ® GmbH",
        "«CAFÉ»",
        "« CAFÉ\u{A0}»",
        "„KÖ“",
        "株式会社",
        "100% Bio",
        "100%BIO",
        "3M",
        "E.ON",
        "Müller & Söhne; Köln",
        "?",
        "C\\D Ltd",
        "Café?",
        "Α/Β",
        "n.a.p. GmbH",
        "Yes! #Cloud",
        "Team #win",
        "O2",
        "0",
        "MANHÃ”",
    ] {
        let expected = (thing == "?").then_some("placeholder");
        assert_eq!(code(thing, Meant::Thing), expected, "{thing}");
    }
    for number in
        ["A-1", "00042", "GR750012345", "№ 7", "７", "ABC", "https://example.org/v?id=1", "12/2016", "#7", "#A-7", "-7"]
    {
        assert_eq!(code(number, Meant::Number), None, "{number}");
    }
}

#[test]
fn placeholders_are_neither_names_nor_numbers() {
    for number in
        ["-", "0", "000", "0.00", "???", "–", ".", "_", "n/a", "N/A", "NaN", "null", "None", "TRUE", "A?7", "0-0"]
    {
        assert_eq!(code(number, Meant::Number), Some("placeholder"), "{number}");
        assert_eq!(code(number, Meant::Reference), None, "{number}");
    }
    for name in ["M?ller", "?zil", "Jos?", "???", "TRUE", "FALSE", "WAHR", "ЛОЖЬ", "n/a", "N/A", "[object Object]"]
    {
        assert_eq!(code(name, Meant::Person), Some("placeholder"), "{name}");
    }
    for name in ["M?ller GmbH", "?zil AG", "???", "-", "…", "TRUE", "N/A"] {
        assert_eq!(code(name, Meant::Thing), Some("placeholder"), "{name}");
    }
}

#[test]
fn letters_in_the_notation_of_programs_are_none() {
    for text in [
        "M&uuml;ller",
        "O&#39;Brien",
        "O&#x27;Brien",
        "O&apos;Brien",
        "A&amp;B",
        "&Eacute;ric",
        "Stra&szlig;e",
        "&Oslash;re",
        "Nov&aacute;k",
        "Pe&ntilde;a",
        "Ko&scaron;ice",
        "A&nbsp;B",
        "M\\u00fcller",
        "M\\xfcller",
        "M%C3%BCller",
        "M%c3%bcller",
    ] {
        for meant in [Meant::Person, Meant::Thing, Meant::Number, Meant::Statement] {
            assert_eq!(code(text, meant), Some("escaped_character"), "{text}");
        }
    }
    let complaint = refuse("M&uuml;ller & Co", Meant::Thing).unwrap_err();
    assert!(complaint.detail.contains("“&uuml;”"), "{}", complaint.detail);
}
