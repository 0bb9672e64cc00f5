//! The reader of attachments: files that other programs wrote, and files that mean harm.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;

use super::tests::{CREDENTIAL, sheet};
use super::{Fonts, Unreadable, attached_credential, draw};

fn certificate() -> Vec<u8> {
    draw(&sheet("Ada Nowak"), &Fonts::load(None).unwrap()).unwrap().file
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn stream(number: usize, dictionary: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj <</Length {} {dictionary}>> stream\r\n", data.len());
    [head.as_bytes(), data, b"\nendstream endobj\n"].concat()
}

/// A file with these objects, whose catalog is object 1.
fn file(parts: &[&[u8]]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    for part in parts {
        file.extend_from_slice(part);
        file.push(b'\n');
    }
    file.extend_from_slice(b"trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF");
    file
}

fn found(file: &[u8]) -> Result<Option<String>, Unreadable> {
    let start = Instant::now();
    let found = attached_credential(file);
    assert!(start.elapsed() < Duration::from_secs(30), "{} bytes took {:?}", file.len(), start.elapsed());
    found
}

#[test]
fn comes_back_out_of_our_own_file() {
    assert_eq!(found(&certificate()), Ok(Some(CREDENTIAL.to_owned())));
}

#[test]
fn comes_out_of_files_that_other_programs_wrote() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pdf");
    let mut read = 0;
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "pdf") {
            continue;
        }
        let expected = match path.file_stem().unwrap().to_str().unwrap() {
            "encrypted" => Err(Unreadable::Encrypted),
            "none" => Ok(None),
            _ => Ok(Some(CREDENTIAL.to_owned())),
        };
        assert_eq!(found(&std::fs::read(&path).unwrap()), expected, "{}", path.display());
        read += 1;
    }
    assert!(read >= 9, "{read} files");
}

#[test]
fn other_files_are_told_apart() {
    assert_eq!(found(b""), Err(Unreadable::NotPdf));
    assert_eq!(found(CREDENTIAL.as_bytes()), Err(Unreadable::NotPdf));
    assert_eq!(found(b"%PDF-1.7\n"), Err(Unreadable::Damaged));
    assert_eq!(found(&[b"%PDF-1.7\n".as_slice(), &vec![b'x'; 9 << 20]].concat()), Err(Unreadable::TooLarge));
    assert_eq!(found(&file(&[b"1 0 obj <</Type /Catalog>> endobj"])), Ok(None));
}

/// The objects that lead from catalog to attachment 5, under this name.
fn way(name: &str) -> String {
    format!(
        "1 0 obj <</Type/Catalog /Names 2 0 R>> endobj 2 0 obj <</Embedded#46iles <</Kids [3 0 R 3 0 R]>> >> endobj \
         3 0 obj <</Kids [3 0 R] /Names [(x) 4 0 R]>> endobj \
         4 0 obj <</F {name} /EF <</F 5 0 R>> >> endobj\n"
    )
}

#[test]
fn is_found_however_it_is_written() {
    let plain = stream(5, "", CREDENTIAL.as_bytes());
    for name in ["(credential.jwt)", "<6372 6564>", "(a \\) b (c))", "null", "(unclosed"] {
        let found = found(&file(&[way(name).as_bytes(), &plain]));
        let expected = (name != "(unclosed").then(|| CREDENTIAL.to_owned());
        assert_eq!(found, Ok(expected), "{name}");
    }
    let zipped = packed(CREDENTIAL.as_bytes());
    for (parameters, can_be_read) in [
        ("", true),
        ("/DecodeParms null", true),
        ("/DecodeParms [<</Predictor 1>>]", true),
        ("/DecodeParms <</Predictor 12>>", false),
        ("/DecodeParms 8 0 R", false),
    ] {
        let flate = stream(5, &format!("/Filter [/Flate#44ecode] {parameters}"), &zipped);
        let expected = if can_be_read { Ok(Some(CREDENTIAL.to_owned())) } else { Err(Unreadable::Packed) };
        assert_eq!(found(&file(&[way("()").as_bytes(), &flate])), expected, "{parameters}");
    }
    let ascii = stream(5, "/Filter /ASCII85Decode", b"~>");
    assert_eq!(found(&file(&[way("()").as_bytes(), &ascii])), Err(Unreadable::Packed));
    let broken = stream(5, "/Filter /FlateDecode", b"no zlib");
    assert_eq!(found(&file(&[way("()").as_bytes(), &broken])), Err(Unreadable::Damaged));
    let other = stream(5, "", b"just a text. And. Another.");
    assert_eq!(found(&file(&[way("()").as_bytes(), &other])), Ok(None));
    let long = stream(5, "", format!("{CREDENTIAL}{}", "A".repeat(300_000)).as_bytes());
    assert_eq!(found(&file(&[way("()").as_bytes(), &long])), Ok(None));
}

#[test]
fn the_one_with_the_right_name_is_taken() {
    let other = "eyJhIjoxfQ.eyJhIjoxfQ.b3RoZXI";
    let catalog = b"1 0 obj <</AF [6 0 R 4 0 R]>> endobj 4 0 obj <</F (credential.jwt) /EF <</F 5 0 R>> >> endobj \
        6 0 obj <</F (a.jwt) /EF <</F 7 0 R>> >> endobj";
    let (own, others) = (stream(5, "", CREDENTIAL.as_bytes()), stream(7, "", other.as_bytes()));
    assert_eq!(found(&file(&[catalog, &own, &others])), Ok(Some(CREDENTIAL.to_owned())));
    // What comes later in the file replaces what came before.
    let updated = stream(5, "", other.as_bytes());
    assert_eq!(found(&file(&[catalog, &own, &others, &updated])), Ok(Some(other.to_owned())));
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![b'0'; 64 << 20];
    let bomb = packed(&zeros);
    let objects = stream(9, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &bomb);
    assert_eq!(found(&file(&[&objects])), Err(Unreadable::TooComplicated));
    let many: Vec<u8> = (0..40)
        .flat_map(|_| stream(9, "/Type /ObjStm /First 4 /Filter /FlateDecode", &packed(&zeros[..1 << 20])))
        .collect();
    assert_eq!(found(&file(&[&many])), Err(Unreadable::TooComplicated));
    let attached = stream(5, "/Filter /FlateDecode", &bomb);
    assert_eq!(found(&file(&[way("()").as_bytes(), &attached])), Ok(None));
    let numbers: Vec<String> = (0..600_000).map(|number| format!("{number} 0")).collect();
    let numbers = numbers.join(" ");
    let header =
        stream(9, &format!("/Type /ObjStm /First {} /Filter /FlateDecode", numbers.len()), &packed(numbers.as_bytes()));
    assert_eq!(found(&file(&[&header])), Err(Unreadable::TooComplicated));
}

#[test]
fn hostile_syntax_ends_soon() {
    for piece in [
        "1 0 obj <",
        "1 0 obj (",
        "1 0 obj [",
        "1 0 obj <<",
        "1 0 obj <</A ",
        "1 0 obj <<>> stream ",
        "obj ",
        "trailer <<",
        "trailer ",
        "1 0 obj <</Type /ObjStm>> stream ",
        "[",
        "<<",
        "(",
        "%",
        "/",
        "1 0 obj 1 0 R ",
        "endstream ",
        "1 0 obj %",
    ] {
        for size in [1_000, 200_000] {
            let hostile = file(&[piece.repeat(size / piece.len()).as_bytes()]);
            assert!(!matches!(found(&hostile), Ok(Some(_))), "{piece}");
        }
    }
    let knots = b"1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj";
    assert_eq!(found(&file(&[knots])), Err(Unreadable::Damaged));
    let tree = b"1 0 obj <</Names <</EmbeddedFiles 2 0 R>> /AF 2 0 R>> endobj 2 0 obj <</Kids [2 0 R 2 0 R <</Kids [2 0 R]>>]>> endobj";
    assert_eq!(found(&file(&[tree])), Ok(None));
}

/// Where bytes are changed, to what, and how much is cut off at the end.
fn damage() -> impl Strategy<Value = (Vec<(prop::sample::Index, u8)>, prop::sample::Index)> {
    (prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40), any::<prop::sample::Index>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused((changes, cut) in damage(), cuts in any::<bool>(), which in 0..3_usize) {
        let files: [&[u8]; 3] = [
            include_bytes!("../../tests/data/pdf/qpdf-object-streams.pdf"),
            include_bytes!("../../tests/data/pdf/pypdf-updated.pdf"),
            include_bytes!("../../tests/data/pdf/mutool.pdf"),
        ];
        let mut file = files[which].to_vec();
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        if cuts {
            file.truncate(cut.index(file.len()));
        }
        if let Ok(Some(credential)) = found(&file) {
            prop_assert_eq!(credential.split('.').count(), 3);
        }
    }

    #[test]
    fn anything_at_all_is_read_or_refused(noise in prop::collection::vec(any::<u8>(), 0..2000), text in "[ 0-9a-zA-Z<>()/\\[\\]%#R.\n]{0,500}") {
        let _ = found(&[b"%PDF-1.7\n1 0 obj ".as_slice(), text.as_bytes(), b" trailer <</Root 1 0 R>>", &noise].concat());
        let _ = found(&noise);
    }
}
