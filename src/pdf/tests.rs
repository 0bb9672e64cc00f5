//! What is drawn, and what is refused. `.ci/check_pdf.py` looks at the files with programs that others wrote.

use std::path::PathBuf;
use std::process::Command;

use unicode_normalization::UnicodeNormalization;

use super::fonts::Style;
use super::text::Typesetter;
use super::*;
use crate::messages::Text;

pub(super) const CREDENTIAL: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2lnbmF0dXJl";

pub(super) fn sheet(holder_name: &str) -> Sheet<'_> {
    Sheet {
        language: Language::English,
        scheme_title: "ISO/IEC 20000 qualification scheme",
        qualification_title: "Practitioner",
        edition_title: "ISO/IEC 20000-1:2011 with ISO/IEC 20000-2:2012",
        certified: None,
        examined_by: Some("Alder Certification"),
        holder_name,
        number: "7K3M-9QXP-T2VC",
        awarded_on: "2024-05-17".parse().unwrap(),
        expires_on: Some("2027-05-16".parse().unwrap()),
        issued_at: "2026-11-23T11:12:13.456Z".parse().unwrap(),
        issuer_name: "The Example Registry",
        verify_url: "https://registry.example.org/verify/7K3M-9QXP-T2VC",
        is_demonstration: false,
        credential: CREDENTIAL,
    }
}

fn built_in() -> Fonts {
    Fonts::load(None).unwrap()
}

fn font_directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fonts"))
}

fn drawn(holder_name: &str, fonts: &Fonts) -> Vec<u8> {
    let paper = draw(&sheet(holder_name), fonts).unwrap_or_else(|error| panic!("{holder_name}: {error}"));
    assert_eq!(paper.unshown, None, "{holder_name}");
    paper.file
}

/// Names in scripts that the built-in fonts lack, and what these scripts are called.
const OF_OTHER_SCRIPTS: &[(&str, &str)] = &[
    ("محمد عليّ", "Arabic"),
    ("משה כהן", "Hebrew"),
    ("मधुकर भट", "Devanagari"),
    ("क्षितिज श्रीनिवास", "Devanagari"),
    ("สมชาย ใจดี", "Thai"),
    ("น้ำทิพย์ พงษ์ไพบูลย์", "Thai"),
    ("Արամ Խաչատրյան", "Armenian"),
    ("შოთა რუსთაველი", "Georgian"),
    ("真綾 斎藤", "Han"),
    ("莹 黄", "Han"),
    ("성수 김", "Hangul"),
];

#[test]
fn the_same_certificate_is_the_same_file_in_any_process() {
    const FILE: &str = "TOUCHSTONE_TEST_CERTIFICATE";
    let fonts = Fonts::load(Some(&font_directory())).unwrap();
    let name = "Nguyễn Ξένια 真綾 محمد";
    let file = drawn(name, &fonts);
    if let Some(path) = std::env::var_os(FILE) {
        std::fs::write(path, file).unwrap();
        return;
    }
    assert_eq!(file, drawn(name, &Fonts::load(Some(&font_directory())).unwrap()));
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("certificate.pdf");
    let myself = "pdf::tests::the_same_certificate_is_the_same_file_in_any_process";
    let other =
        Command::new(std::env::current_exe().unwrap()).args(["--exact", myself]).env(FILE, &path).output().unwrap();
    assert!(other.status.success(), "{}", String::from_utf8_lossy(&other.stdout));
    assert_eq!(file, std::fs::read(&path).unwrap());
}

#[test]
fn another_certificate_is_another_file() {
    let fonts = built_in();
    let original = sheet("Ada Nowak");
    let file = draw(&original, &fonts).unwrap().file;
    let others = [
        Sheet { holder_name: "Ada Nowák", ..original.clone() },
        Sheet { number: "7K3M-9QXP-T2VD", ..original.clone() },
        Sheet { language: Language::German, ..original.clone() },
        Sheet { is_demonstration: true, ..original.clone() },
        Sheet { examined_by: None, ..original.clone() },
        Sheet { expires_on: None, ..original.clone() },
        Sheet { issued_at: "2026-11-23T11:12:14Z".parse().unwrap(), ..original.clone() },
        Sheet { credential: "eyJhIjoxfQ.eyJhIjoxfQ.c2ln", ..original.clone() },
    ];
    for other in others {
        assert_ne!(draw(&other, &fonts).unwrap().file, file, "{other:?}");
    }
}

#[test]
fn the_built_in_fonts_show_every_latin_greek_and_cyrillic_letter() {
    let fonts = built_in();
    let typesetter = Typesetter::new(&fonts);
    let blocks = [
        ('\u{20}'..='\u{7E}'),
        ('\u{A0}'..='\u{2AF}'),
        ('\u{386}'..='\u{3CE}'),
        ('\u{400}'..='\u{52F}'),
        ('\u{1E00}'..='\u{1EFF}'),
    ];
    for character in blocks.into_iter().flatten().filter(|character| character.is_alphanumeric()) {
        typesetter.line(&character.to_string(), Style::Regular);
    }
    // Letters of names in the files that bodies send, and marks that have no composed form.
    for name in
        ["Bùi Đỗ Nguyễn Thị Ánh Tuyết", "Çetin Hayrioğlu Şti", "Ήρα Ώρα ᾍδης", "Щёголева Їжак Ґалаґан", "Ọ̀ṣun Ẹ́ J́ó"]
    {
        typesetter.line(name, Style::Medium);
        typesetter.line(name, Style::Italic);
    }
    assert_eq!(typesetter.missing(), [""; 0]);
}

#[test]
fn composed_and_decomposed_names_are_the_same_name() {
    let fonts = built_in();
    let decomposed: String = "Nguyễn Thị Ánh Łukasz Й".nfd().collect();
    assert_eq!(drawn(&decomposed, &fonts), drawn("Nguyễn Thị Ánh Łukasz Й", &fonts));
    assert_eq!(drawn("  Ada \t\n Nowak ", &fonts), drawn("Ada Nowak", &fonts));
}

#[test]
fn the_operators_fonts_show_other_scripts() {
    let fonts = Fonts::load(Some(&font_directory())).unwrap();
    for (name, _) in OF_OTHER_SCRIPTS {
        let file = drawn(name, &fonts);
        assert_eq!(attached_credential(&file).unwrap().as_deref(), Some(CREDENTIAL), "{name}");
    }
    drawn("William 李 (محمد) Κώστας", &fonts);
}

#[test]
fn what_no_font_has_is_spelled_out_and_said() {
    let fonts = built_in();
    for (name, script) in OF_OTHER_SCRIPTS {
        let paper = draw(&sheet(name), &fonts).unwrap();
        let unshown = paper.unshown.unwrap();
        assert!(unshown.scripts.contains(script), "{name}: {unshown:?}");
        assert!(unshown.characters.iter().all(|character| name.contains(*character)), "{unshown:?}");
        assert_eq!(fonts.unshown(name).as_ref(), Some(&unshown), "{name}");
        assert_eq!(attached_credential(&paper.file).unwrap().as_deref(), Some(CREDENTIAL), "{name}");
        let body = draw(&Sheet { examined_by: Some(name), ..sheet("Ada Nowak") }, &fonts).unwrap();
        let issuer = draw(&Sheet { issuer_name: name, ..sheet("Ada Nowak") }, &fonts).unwrap();
        assert_eq!([body.unshown, issuer.unshown], [Some(unshown.clone()), Some(unshown)], "{name}");
    }
    // What has no meaning that others know, and what is no letter at all, is no part of a name either.
    for ugly in ["Ada \0 Nowak", "Ada \u{E000}", "Ada \u{FFFE}", "Ada \u{1F600}"] {
        assert!(draw(&sheet(ugly), &fonts).unwrap().unshown.is_some(), "{ugly:?}");
    }
    // Marks of direction are not seen, but that is what they are for.
    for fair in ["Ada\u{200E} Nowak", "\u{FEFF}Ada Nowak", "Ada\u{202E} Nowak\u{202C}", ""] {
        drawn(fair, &fonts);
    }
}

#[test]
fn letters_are_spelled_out_by_their_numbers_and_stay_what_they_are_to_read_aloud() {
    let fonts = built_in();
    for (name, set, characters) in [
        ("Ada 李", "Ada [U+674E]", "李 (U+674E)"),
        ("高橋 健", "[U+9AD8 U+6A4B] [U+5065]", "高 (U+9AD8), 橋 (U+6A4B), 健 (U+5065)"),
        // The marks on a letter go with it.
        ("नि Ada", "[U+0928 U+093F] Ada", "न (U+0928), ि (U+093F)"),
        ("Ada \u{1F600}", "Ada [U+1F600]", "U+1F600"),
    ] {
        let typesetter = Typesetter::new(&fonts);
        typesetter.line(name, Style::Regular);
        let typesetter = Typesetter::spelling(&fonts, typesetter.missing());
        let block = typesetter.fit(name, Style::Regular, [42.0, 27.0], 660.0);
        assert_eq!((block.lines[0].text.as_str(), block.says.as_deref()), (set, Some(name)));
        assert_eq!(fonts.unshown(name).unwrap().characters(), characters);
        // The same letters elsewhere on the page are spelled out too, and no others.
        let block = typesetter.paragraph(&format!("by {name}."), Style::Regular, 14.0, 660.0, 2);
        assert_eq!(block.lines[0].text, format!("by {set}."));
        assert_eq!(typesetter.one_line("Ada Nowak", Style::Regular, 14.0, 660.0).says, None);
    }
    assert_eq!(fonts.unshown("Ṫhịš Ḥas Λ Ж"), None);
    assert_eq!(Fonts::default().unshown("高橋"), None, "without fonts nothing is known");
}

#[test]
fn a_certificate_is_in_the_language_that_is_wanted_where_the_fonts_have_it() {
    let (fonts, more) = (built_in(), Fonts::load(Some(&font_directory())).unwrap());
    for language in Language::ALL {
        let wanted = Sheet { language, is_demonstration: true, ..sheet("Ada Nowak") };
        let paper = draw(&wanted, &more).unwrap();
        assert_eq!((paper.language, paper.unshown), (language, None));
        let otherwise = if language == Language::Japanese { Language::English } else { language };
        let paper = draw(&wanted, &fonts).unwrap();
        assert_eq!((paper.language, &paper.unshown), (otherwise, &None));
        assert_eq!(paper.file, draw(&Sheet { language: otherwise, ..wanted }, &fonts).unwrap().file);
    }
}

/// Every sentence in every language, with names that are longer than any, within its place and in letters that can be read.
#[test]
fn the_words_of_every_language_fit() {
    let fonts = Fonts::load(Some(&font_directory())).unwrap();
    for language in Language::ALL {
        let (text, typesetter) = (Text::new(language), Typesetter::new(&fonts));
        for (words, style, size, width, least) in [
            (text.say("paper-certificate"), Style::Regular, 52.0, 660.0, 52.0),
            (text.say("paper-certifies"), Style::Italic, 16.0, 660.0, 16.0),
            (text.say("paper-awarded"), Style::Italic, 16.0, 660.0, 16.0),
            (text.say("paper-demonstration"), Style::Medium, 96.0, 900.0, 80.0),
            (text.say("paper-demonstration-means"), Style::Medium, 13.0, 660.0, 13.0),
            (text.say("paper-check"), Style::Medium, 13.0, 188.0, 11.0),
            (text.say("paper-scan"), Style::Regular, 10.5, 188.0, 9.0),
            (text.say("paper-number"), Style::Regular, 10.0, 188.0, 10.0),
        ] {
            let block = typesetter.one_line(&words, style, size, width);
            assert!(block.size >= least, "{words}: {}", block.size);
        }
        let decides = typesetter.paragraph(&text.say("paper-decides"), Style::Italic, 10.5, 188.0, 3);
        assert!(decides.lines.len() <= 3 && decides.size >= 9.0, "{}: {}", language.tag(), decides.size);
        let set: String = decides.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(set, text.say("paper-decides"));
    }
}

#[test]
fn names_are_ordered_and_joined_as_their_script_is_read() {
    let fonts = Fonts::load(Some(&font_directory())).unwrap();
    let typesetter = Typesetter::new(&fonts);
    let line = typesetter.line("Ana محمد Łuk", Style::Regular);
    let texts: Vec<&str> = line.runs.iter().map(|run| run.text.trim()).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts, ["Ana", "محمد", "Łuk"]);
    let line = typesetter.line("محمد كريم", Style::Regular);
    let starts: Vec<usize> =
        line.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.text_range.start)).collect();
    assert!(starts.is_sorted_by(|left, right| left >= right), "from right to left: {starts:?}");
    let joined: Vec<u32> = typesetter.line("حمد", Style::Regular).glyph_ids();
    let apart: Vec<u32> =
        ["د", "م", "ح"].iter().flat_map(|letter| typesetter.line(letter, Style::Regular).glyph_ids()).collect();
    assert_eq!(joined.len(), apart.len());
    assert!(joined.iter().zip(&apart).all(|(joined, apart)| joined != apart), "{joined:?}: other forms than {apart:?}");
    assert_eq!(typesetter.missing(), [""; 0]);
}

#[test]
fn no_name_leaves_its_place() {
    let fonts = Fonts::load(Some(&font_directory())).unwrap();
    let typesetter = Typesetter::new(&fonts);
    let many = "Maximiliana Konstantinopolitanischer von und zu Hohenlohe-Waldenburg-Schillingsfürst ".repeat(5);
    let names = ["Ada", &many[..200], &many[..401], &"W".repeat(200), &"真綾斎藤".repeat(50), &"محمد ".repeat(40), ""];
    for name in names {
        let block = typesetter.fit(name, Style::Regular, [42.0, 27.0], 660.0);
        assert!(block.lines.len() <= 2 && block.size <= 42.0, "{name}");
        for line in &block.lines {
            assert!(line.width * block.size <= 660.01, "{name}: {} at {}", line.width, block.size);
        }
        let set: String = block.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(set, name.trim(), "nothing is lost");
        drawn(name, &fonts);
    }
    assert_eq!(typesetter.fit("Ada Nowak", Style::Regular, [42.0, 27.0], 660.0).lines.len(), 1);
    assert!(typesetter.fit(&many[..200], Style::Regular, [42.0, 27.0], 660.0).size > 10.0, "legible");
    let long = Sheet {
        scheme_title: &many,
        qualification_title: &many,
        edition_title: &many,
        examined_by: Some(&many),
        issuer_name: &many,
        number: &many,
        ..sheet(&many)
    };
    draw(&long, &fonts).unwrap();
}

#[test]
fn fonts_that_cannot_be_used_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("nowhere");
    assert!(matches!(Fonts::load(Some(&missing)), Err(FontError::Unreadable { path, .. }) if path == missing));
    std::fs::write(directory.path().join("README.txt"), "no font, and nobody says so").unwrap();
    Fonts::load(Some(directory.path())).unwrap();
    let font = std::fs::read(font_directory().join("Thai.ttf")).unwrap();
    for (name, data) in [("empty.ttf", &[][..]), ("text.OTF", b"no font"), ("cut.ttc", &font[..font.len() / 3])] {
        let path = directory.path().join(name);
        std::fs::write(&path, data).unwrap();
        let error = Fonts::load(Some(directory.path())).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_font_that_must_not_be_embedded_is_not() {
    let directory = tempfile::tempdir().unwrap();
    let mut font = std::fs::read(font_directory().join("Thai.ttf")).unwrap();
    // In the table OS/2, fsType is the fifth of the 16-bit numbers.
    let record = font.windows(4).position(|tag| tag == b"OS/2").unwrap();
    let offset = u32::from_be_bytes(font[record + 8..record + 12].try_into().unwrap());
    let place = usize::try_from(offset).unwrap() + 8;
    font[place..place + 2].copy_from_slice(&[0, 2]);
    std::fs::write(directory.path().join("mine.ttf"), font).unwrap();
    let error = Fonts::load(Some(directory.path())).unwrap_err();
    assert!(matches!(error, FontError::NotEmbeddable { .. }), "{error}");
}

#[test]
fn fonts_are_shared_between_threads() {
    let fonts = built_in();
    let files: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| drawn("Ada Nowak", &fonts))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(files.iter().all(|file| *file == files[0]));
}
