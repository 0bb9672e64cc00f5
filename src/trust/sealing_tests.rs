use super::*;

fn text(byte: u8) -> Secret {
    Secret::new(STANDARD.encode([byte; 32]))
}

fn key(byte: u8) -> SealingKey {
    SealingKey::from_base64(&text(byte), "a test").unwrap()
}

fn source(directory: &Path) -> KeySource {
    let (file, previous_file) = (directory.join("key"), directory.join("key.previous"));
    KeySource { setting: None, file, previous_setting: None, previous_file }
}

/// As it was sealed before keys were named.
fn bare(sealed: &str) -> &str {
    label(sealed).unwrap().1
}

#[test]
fn opens_what_it_sealed() {
    let sealed = key(1).seal(b"a private key", "signing-key:1").unwrap();
    assert_eq!(key(1).open(&sealed, "signing-key:1").unwrap(), b"a private key");
    assert_eq!(key(1).open(bare(&sealed), "signing-key:1").unwrap(), b"a private key");
    assert_ne!(sealed, key(1).seal(b"a private key", "signing-key:1").unwrap(), "the nonce is random");
    assert!(key(1).is_present(&sealed) && !key(2).is_present(&sealed) && !key(1).is_present(bare(&sealed)));
}

#[test]
fn opens_nothing_else() {
    let labelled = key(1).seal(b"a private key", "signing-key:1").unwrap();
    let sealed = bare(&labelled);
    for sealed in [labelled.as_str(), sealed] {
        assert!(key(2).open(sealed, "signing-key:1").is_err(), "another key");
        assert!(key(1).open(sealed, "signing-key:2").is_err(), "another context");
    }
    let mut bytes = STANDARD.decode(sealed).unwrap();
    for position in 0..bytes.len() {
        bytes[position] ^= 1;
        assert!(key(1).open(&STANDARD.encode(&bytes), "signing-key:1").is_err(), "altered at {position}");
        bytes[position] ^= 1;
    }
    let renamed = format!("{LABEL}{}:{sealed}", key(2).id());
    assert!(key(1).open(&renamed, "signing-key:1").is_err() && key(2).open(&renamed, "signing-key:1").is_err());
    for text in ["", "AAAA", "not base64!", "sealed:", "sealed::", "sealed:x:", "sealed:AAAA"] {
        assert!(key(1).open(text, "signing-key:1").is_err(), "{text}");
    }
}

#[test]
fn the_key_of_before_opens_and_the_present_one_seals() {
    let directory = tempfile::tempdir().unwrap();
    let source = KeySource { setting: Some(text(2)), previous_setting: Some(text(1)), ..source(directory.path()) };
    let both = SealingKey::load(&source).unwrap();
    let old = key(1).seal(b"x", "c").unwrap();
    for old in [old.as_str(), bare(&old)] {
        assert_eq!(both.open(old, "c").unwrap(), b"x");
        let new = both.reseal(old, "c").unwrap();
        assert!(both.is_present(&new) && key(2).open(&new, "c").unwrap() == b"x" && key(1).open(&new, "c").is_err());
        assert!(both.reseal(old, "d").is_err(), "a text keeps its context");
    }
}

#[test]
fn makes_a_private_file_once() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let source = source(&directory.path().join("new"));
    assert!(matches!(SealingKey::load(&source), Err(SealingError::Missing(_))));
    let sealed = SealingKey::load_or_create(&source).unwrap().seal(b"x", "").unwrap();
    assert_eq!(fs::metadata(&source.file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(SealingKey::load_or_create(&source).unwrap().open(&sealed, "").unwrap(), b"x");
    assert_eq!(SealingKey::load(&source).unwrap().open(&sealed, "").unwrap(), b"x");
}

#[test]
fn a_key_file_is_replaced_under_those_who_use_it() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let source = source(directory.path());
    let running = SealingKey::load_or_create(&source).unwrap();
    let (old, before) = (running.seal(b"x", "").unwrap(), running.id());
    source.replace_file().unwrap();
    for file in [&source.file, &source.previous_file] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let new = SealingKey::load(&source).unwrap().seal(b"y", "").unwrap();
    assert_eq!(running.open(&new, "").unwrap(), b"y", "it learns of the new key when it meets it");
    assert_eq!(running.open(&old, "").unwrap(), b"x");
    assert!(running.id() != before && running.is_present(&running.seal(b"z", "").unwrap()));
    assert!(source.replace_file().is_err(), "the change before has not come to its end");
    fs::remove_file(&source.previous_file).unwrap();
    assert!(SealingKey::load(&source).unwrap().open(&old, "").is_err());
    fs::write(&source.file, "broken").unwrap();
    assert!(running.seal(b"z", "").is_ok(), "a file that cannot be read changes nothing");
}

#[test]
fn says_what_a_key_looks_like_without_showing_it() {
    for text in ["hunter2", "aHVudGVyMg=="] {
        let source = KeySource { setting: Some(Secret::new(text)), ..source(Path::new("/")) };
        let message = SealingKey::load(&source).err().unwrap().to_string();
        assert!(message.contains("TOUCHSTONE_KEY_ENCRYPTION_KEY") && !message.contains(text), "{message}");
    }
}
