//! Text in UTF-8 that a program took for another encoding: each letter beyond ASCII has become two or three characters.
//! They are found by turning them back, where nobody writes those characters beside one another.

/// What Windows-1252 has at 0x80 to 0x9F; what is not assigned stands for itself, as browsers have it.
const WESTERN: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// What Windows-1251 has at 0x80 to 0xBF.
const CYRILLIC: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї";

/// What stands behind a letter in honest texts too: spaces, quotation marks, dashes, and signs of trade marks.
const PUNCTUATION: &str = "\u{A0}‘’“”„‹›–—…«»®™•·";

/// What other signs and letters stand behind a capital letter in honest texts.
const BESIDE: &str = "ŠŽšžŒœŸ©ªº¹²³°´";

/// The byte of a character in Windows-1252.
fn western(character: char) -> Option<u8> {
    let code = u32::from(character);
    if let Some(place) = WESTERN.iter().position(|one| *one == character) {
        return u8::try_from(0x80 + place).ok();
    }
    u8::try_from(code).ok().filter(|byte| !(0x80..0xA0).contains(byte))
}

/// The byte of a letter in Windows-1251.
fn cyrillic(character: char) -> Option<u8> {
    match character {
        'А'..='я' => u8::try_from(u32::from(character) - u32::from('А') + 0xC0).ok(),
        _ => CYRILLIC.chars().position(|one| one == character).and_then(|place| u8::try_from(0x80 + place).ok()),
    }
}

/// Whether a text has letters that were read in another encoding than they were written in.
pub(crate) fn is_misread(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    is_misread_western(&characters) || is_misread_cyrillic(&characters) || is_misread_otherwise(&characters)
}

fn is_misread_western(characters: &[char]) -> bool {
    let mut pairs = 0;
    let mut at = 0;
    while at < characters.len() {
        let length = sequence(&characters[at..], western);
        let (Some(length), first) = (length, characters[at]) else {
            pairs = 0;
            at += 1;
            continue;
        };
        pairs += 1;
        let rest = &characters[at + 1..at + length];
        let before = at.checked_sub(1).map(|before| characters[before]);
        let after = characters.get(at + length).copied();
        let is_many = pairs > 2 || pairs > 1 && rest.iter().any(|one| !PUNCTUATION.contains(*one));
        if is_many || is_sure(first, rest, before, after) {
            return true;
        }
        at += length;
    }
    false
}

/// How many characters make one in UTF-8, where the first of them begin one: two to four.
fn sequence(characters: &[char], byte: impl Fn(char) -> Option<u8>) -> Option<usize> {
    let length = match byte(*characters.first()?)? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = characters.get(..length)?.iter().map(|one| byte(*one)).collect();
    std::str::from_utf8(&bytes?).is_ok().then_some(length)
}

/// Whether nobody writes these characters beside one another.
fn is_sure(first: char, rest: &[char], before: Option<char>, after: Option<char>) -> bool {
    let is_letter = |beside: Option<char>| beside.is_some_and(char::is_alphabetic);
    let second = rest[0];
    match first {
        // À to ÿ: letters of most names.
        // As it stands at the end of a word in capitals.
        'Ã' if second == '\u{A0}' && before.is_some_and(char::is_uppercase) => false,
        'Ã' if PUNCTUATION.contains(second) => {
            is_letter(after) || !is_letter(before) || before.is_some_and(char::is_lowercase)
        }
        'Â' | 'Ä' | 'Å' if PUNCTUATION.contains(second) => {
            before.is_some_and(char::is_lowercase) || first == 'Â' && second == '\u{A0}' && !is_letter(before)
        }
        'Ä' | 'Å' if "ŠŽ®©".contains(second) => false,
        'Ã' | 'Â' | 'Ä' | 'Å' => true,
        _ if rest.len() == 1 => {
            let is_beside = PUNCTUATION.contains(second) || BESIDE.contains(second);
            !is_beside || before.is_some_and(char::is_lowercase) && first.is_uppercase()
        }
        // The letters of Vietnamese have `»` in the second place.
        _ => is_letter(after) && second == '»' || rest.iter().any(|one| !PUNCTUATION.contains(*one)),
    }
}

/// Three letters in succession that begin with `Р` or `С`.
fn is_misread_cyrillic(characters: &[char]) -> bool {
    let is_pair = |pair: &[char]| matches!(pair[0], 'Р' | 'С' | 'Г') && sequence(pair, cyrillic) == Some(2);
    let is_mixed =
        |four: &[char]| four[0].is_ascii_alphabetic() && is_pair(&four[1..3]) && four[3].is_ascii_alphabetic();
    characters.windows(6).any(|six| six.chunks_exact(2).all(is_pair)) || characters.windows(4).any(is_mixed)
}

/// By old Macs and by DOS: a root or a line of a box before another sign.
fn is_misread_otherwise(characters: &[char]) -> bool {
    characters.windows(2).any(|pair| matches!(pair[0], '√' | '├' | '┬' | '╬') && !pair[1].is_ascii())
        || characters.windows(3).any(|three| three[0] == '‚' && three[1] == 'Ä' && !three[2].is_ascii())
}
