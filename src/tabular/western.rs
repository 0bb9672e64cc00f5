//! Whether a text that was read as Windows-1252 can be what was written. Every byte means something in it, so what tells is
//! where letters stand: those that other encodings have in the same place mean the same, and the others are looked at beside
//! their neighbours. Where that leaves a doubt, it is none.

use crate::scheme::debris::is_misread;

/// Letters that other encodings have at the same place, or in their place one that is in few names.
const SURE: &str = "áäéíóôöúüßšžå";

/// Signs that stand before and between words in every one of these encodings, and no letter of DOS or an old Mac.
const SIGNS: &str = "\u{A0}‘„…–—«»°€§®™©&";

/// Whether every character beyond ASCII stands where a Western text has it.
pub(super) fn is_western(line: &str) -> bool {
    if line.is_ascii() {
        return true;
    }
    let characters: Vec<char> = line.chars().collect();
    // One that is alone is an umlaut by DOS.
    if !characters.iter().filter(|one| "„“”".contains(**one)).count().is_multiple_of(2) {
        return false;
    }
    let all_fit = characters.iter().enumerate().filter(|(_, one)| !one.is_ascii()).all(|(at, one)| {
        let before = at.checked_sub(1).map_or(' ', |at| characters[at]);
        let after = |steps: usize| characters.get(at + steps).copied().unwrap_or(' ');
        fits(*one, before, after(1), after(2))
    });
    all_fit && !is_misread(line)
}

fn fits(character: char, before: char, after: char, next: char) -> bool {
    if !character.is_alphabetic() {
        return match character {
            '’' | '´' | '·' | '\u{A0}' => true,
            '“' | '”' | '»' => !(before.is_alphabetic() && after.is_alphabetic()),
            // DOS and old Macs have letters in these places.
            _ => SIGNS.contains(character) && !before.is_alphabetic(),
        };
    }
    // A capital in the midst of a word is another letter by an old Mac.
    if character.is_uppercase() && (before.is_lowercase() || before.is_alphabetic() && after.is_lowercase()) {
        return false;
    }
    let lower = |one: char| one.to_lowercase().next().unwrap_or(one);
    let [before, after, next] = [before, after, next].map(lower);
    // Elsewhere every letter is beyond ASCII; here two stand together only so.
    let is_beyond = |one: char| one.is_alphabetic() && !one.is_ascii();
    if is_beyond(after) && (is_beyond(next) || ![lower(character), after].iter().any(|one| "ñçß".contains(*one))) {
        return false;
    }
    let is_vowel = |one: char| "aeiouyáéíóúýàèìòùâêîôûäëïöüåæø".contains(one);
    let ends = !after.is_alphabetic();
    match lower(character) {
        // Windows-1250 has č, ň and ę here.
        'è' => {
            !is_vowel(after)
                && (ends && !is_vowel(before) || !ends && (!next.is_alphabetic() || "erstl".contains(next)))
        }
        // ą and ŕ, ě, ň and ņ, ů and ų.
        'à' | 'ì' | 'ò' | 'ù' => ends,
        // ę and ź.
        'ê' => after == 'q' || after == 's' && !next.is_alphabetic(),
        // ė, and ē before a consonant.
        'ë' | 'ï' => is_vowel(before),
        'ç' => "aouãâ".contains(after),
        // ř and ć.
        'ø' => !is_vowel(before) && (!is_vowel(after) || after == 'y' || after == 'e' && !next.is_alphabetic()),
        'æ' => !is_vowel(before) && !is_vowel(after) && !ends,
        // ń, ă, ő, ď and ś.
        'ñ' => is_vowel(after),
        'ã' => matches!(after, 'o' | 'e'),
        'õ' => after == 'e',
        'œ' => after == 'u',
        // Ş and ş.
        'ª' | 'º' => ends && (before.is_numeric() || "mn".contains(before)),
        // þ, ð and ý are ş, ğ and ı in Turkish files; â, î and û are ā, ī and ū in Baltic ones.
        other => SURE.contains(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> bool {
        is_western(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0)
    }

    #[test]
    fn western_names_are_sure() {
        for name in [
            "Müller",
            "MÜLLER",
            "Groß",
            "François",
            "Hélène Lefèvre",
            "Adèle",
            "Agnès",
            "Zoë",
            "Loïc",
            "Anaïs",
            "Peña",
            "Núñez",
            "MUÑOZ",
            "João Guimarães",
            "Simões",
            "Conceição",
            "Sørensen",
            "Jørgen",
            "Øyvind",
            "Bøe",
            "Åse",
            "Ångström",
            "Kjær",
            "Niccolò",
            "Inês",
            "O’Brien",
            "L’Œuillet",
            "Saint–Exupéry GmbH – Köln",
            "Šimon",
            "1º",
            "Mª José",
            "„Köln“",
            "Gonçalves",
            "Lévêque",
            "Côté",
            "ÉCOLE",
            "Ève",
        ] {
            let expected = name != "Saint–Exupéry GmbH – Köln";
            let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(name);
            assert!(!lost, "{name}");
            assert_eq!(read(&bytes), expected, "{name}");
        }
    }

    #[test]
    fn names_in_other_encodings_are_in_doubt() {
        for (encoding, names) in [
            (
                encoding_rs::WINDOWS_1250,
                &[
                    "Dvořák",
                    "Jiří",
                    "Kučera",
                    "Plečnik",
                    "Němec",
                    "Kůrka",
                    "Kovač",
                    "Petrović",
                    "Łukasz",
                    "Kamiński",
                    "Wąż",
                    "Świerczyński",
                    "Erdős",
                    "Szűcs",
                    "Băsescu",
                    "Zięba",
                    "Vaňek",
                    "Přikryl",
                    "Černý",
                    "Węgrzyn",
                    "Piętka",
                    "Szűts",
                    "Vŕba",
                    "Dragoş",
                ][..],
            ),
            (encoding_rs::WINDOWS_1251, &["Хохлова", "Іван", "Иванов"]),
            (encoding_rs::WINDOWS_1253, &["Παπαδόπουλος"]),
            (encoding_rs::WINDOWS_1254, &["Yılmaz", "Doğan", "Şahin", "Işık"]),
            (encoding_rs::WINDOWS_1255, &["כהן"]),
            (encoding_rs::WINDOWS_1256, &["محمد"]),
            (
                encoding_rs::WINDOWS_1257,
                &["Ąžuolas", "Kļaviņš", "Jänes Õun", "Kazlauskienė", "Jānis", "Līga", "Rūta", "Pēteris", "Žukas Ąžą"],
            ),
            (encoding_rs::SHIFT_JIS, &["斎藤", "サトウ"]),
            (encoding_rs::GBK, &["王小明", "李"]),
            (encoding_rs::BIG5, &["陳"]),
            (encoding_rs::EUC_KR, &["김"]),
            (encoding_rs::MACINTOSH, &["Müller", "René", "Jäger", "Groß", "Peña", "Gonçalves"]),
            (encoding_rs::IBM866, &["Иванов"]),
        ] {
            for name in names {
                let (bytes, _, lost) = encoding.encode(name);
                assert!(!lost && !read(&bytes), "{name} in {}", encoding.name());
            }
        }
        for dos in [&b"M\x81ller"[..], b"J\x84ger", b"K\x94ln", b"Ren\x82 ", b"Heikkil\x84", b"Malm\x94", b"Niccol\x85"]
        {
            assert!(!read(dos), "{dos:?}");
        }
    }
}
