//! How passports spell Greek and Cyrillic names in Latin letters.
//!
//! Cyrillic: ICAO Doc 9303-3, section 6, table B with its exceptions by country, and what the passports of Bulgaria (Law on
//! Transliteration, 2009) and Ukraine (resolution 55 of 2010) have instead. Greek, for which Doc 9303 has no table: ELOT 743,
//! which Greek and Cypriot passports follow.

pub(super) const fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8A}')
}

pub(super) const fn is_greek(character: char) -> bool {
    matches!(character, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')
}

const BREVE: char = '\u{306}';
const DIAERESIS: char = '\u{308}';

/// The spellings of a Cyrillic letter in lower case, whose marks stand apart.
pub(super) fn cyrillic(letter: char, marks: &[char]) -> &'static [&'static str] {
    let has = |mark: char| marks.contains(&mark);
    match letter {
        'а' => &["a"],
        'б' => &["b"],
        'в' => &["v"],
        'г' if has('\u{301}') => &["g", "gj"],
        'г' => &["g", "h"],
        'ґ' => &["g"],
        'д' => &["d"],
        'ђ' => &["d", "dj"],
        'е' if has(DIAERESIS) => &["e", "io", "yo"],
        'е' => &["e", "ye"],
        'є' => &["ie", "ye"],
        'ж' => &["zh", "z"],
        'з' => &["z"],
        'и' if has(BREVE) => &["i", "y"],
        'и' => &["i", "y"],
        'і' if has(DIAERESIS) => &["i", "yi"],
        'і' => &["i"],
        'ј' => &["j"],
        'к' if has('\u{301}') => &["k", "kj"],
        'к' => &["k"],
        'л' => &["l"],
        'љ' => &["lj"],
        'м' => &["m"],
        'н' => &["n"],
        'њ' => &["nj"],
        'о' => &["o"],
        'п' => &["p"],
        'р' => &["r"],
        'с' => &["s"],
        'т' => &["t"],
        'ћ' => &["c"],
        'у' | 'ѫ' => &["u"],
        'ф' => &["f"],
        'х' => &["kh", "h"],
        'ц' => &["ts", "c"],
        'ч' => &["ch", "c"],
        'ѕ' => &["dz"],
        'џ' => &["dz", "dj"],
        'ш' => &["sh", "s"],
        'щ' => &["shch", "sht"],
        'ъ' => &["ie", "a", ""],
        'ы' | 'ѵ' => &["y"],
        'ь' => &["", "y"],
        'э' => &["e"],
        'ю' => &["iu", "yu"],
        'я' => &["ia", "ya"],
        'һ' => &["c", "h"],
        _ => &[],
    }
}

/// The spellings of a Greek letter in lower case, whose marks stand apart, between those before and after it: `ου` is `ou`,
/// `αυ` is `av` or `af`, `γκ` is `gk`, `γχ` is `nch`, and `μπ` is `b` where a word begins or ends and `mp` inside.
pub(super) fn greek(
    before: Option<char>,
    letter: char,
    marks: &[char],
    after: Option<char>,
) -> &'static [&'static str] {
    // A diaeresis says that two vowels are two.
    let is_joined = !marks.contains(&DIAERESIS);
    match letter {
        'α' => &["a"],
        'β' => &["v"],
        'γ' if matches!(after, Some('γ' | 'ξ' | 'χ')) => &["n"],
        'γ' => &["g"],
        'δ' => &["d"],
        'ε' => &["e"],
        'ζ' => &["z"],
        'η' | 'ι' => &["i"],
        'θ' => &["th"],
        'κ' => &["k"],
        'λ' => &["l"],
        'μ' if after == Some('π') => &["m", ""],
        'μ' => &["m"],
        'ν' => &["n"],
        'ξ' => &["x"],
        'ο' | 'ω' => &["o"],
        'π' if before == Some('μ') => &["p", "b"],
        'π' => &["p"],
        'ρ' => &["r"],
        'σ' => &["s"],
        'τ' => &["t"],
        'υ' if is_joined && matches!(before, Some('α' | 'ε' | 'η')) => &["v", "f"],
        'υ' if is_joined && before == Some('ο') => &["u"],
        'υ' => &["y"],
        'φ' => &["f"],
        'χ' => &["ch"],
        'ψ' => &["ps"],
        _ => &[],
    }
}
