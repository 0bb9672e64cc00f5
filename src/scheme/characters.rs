//! Kinds of characters that every reader of names, words and numbers leaves out or takes for one another.

/// Characters that nobody sees, which make two texts of one: those that programs are to show nothing for (Unicode property
/// `Default_Ignorable_Code_Point`: soft hyphens, joiners, marks of direction, selectors of variants, fillers, tags), marks of
/// annotations, and the empty Braille cell.
pub const fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Hyphens and dashes of all kinds, and what converters and keyboards write for one (Unicode category Pd, hyphen bullets, and
/// the minus signs).
pub const fn is_dash(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2D7}' | '\u{58A}' | '\u{5BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207B}'
                | '\u{208B}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2796}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{301C}'
                | '\u{3030}'
                | '\u{30A0}'
                | '\u{FE31}'
                | '\u{FE32}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{10EAD}'
                | '\u{10D6E}'
    )
}

/// Apostrophes of all kinds, and what is written for one: accents that stand alone, primes, the letters of Hawaiian, Tongan,
/// Nenets and the transliterations of Arabic and Hebrew, geresh and gershayim.
pub const fn is_apostrophe(character: char) -> bool {
    matches!(character,
        '\'' | '"' | '`' | '\u{A8}' | '\u{B4}' | '\u{2B9}'..='\u{2BF}' | '\u{2C8}'..='\u{2CB}' | '\u{2EE}' | '\u{55A}'
        | '\u{5F3}' | '\u{5F4}' | '\u{7F4}' | '\u{7F5}' | '\u{1FBD}'..='\u{1FBF}' | '\u{1FFD}' | '\u{1FFE}'
        | '\u{2018}'..='\u{201F}' | '\u{2032}'..='\u{2037}' | '\u{2039}' | '\u{203A}' | '\u{2057}' | '\u{A78B}'
        | '\u{A78C}' | '\u{FF02}' | '\u{FF07}' | '\u{FF40}')
}

/// The zeros of the scripts that have digits of their own (Unicode category Nd, of which each has ten in a row).
const ZEROS: [u32; 37] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x1E950,
];

/// A digit of whatever script as the one between 0 and 9 that it stands for; any other character as it is.
pub fn plain_digit(character: char) -> char {
    if character.is_ascii() || !character.is_numeric() {
        return character;
    }
    let code = u32::from(character);
    let digit =
        ZEROS.iter().find_map(|zero| char::from_digit(code.checked_sub(*zero).filter(|digit| *digit < 10)?, 10));
    digit.unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_plain_ones() {
        for (digits, plain) in [("٠٩", "09"), ("۰۹", "09"), ("०९", "09"), ("๐๙", "09"), ("０９", "09"), ("09", "09")]
        {
            assert_eq!(digits.chars().map(plain_digit).collect::<String>(), plain, "{digits}");
        }
        for other in ['a', 'Ⅷ', '½', '五', '²', '\u{65F}', '\u{66A}'] {
            assert_eq!(plain_digit(other), other);
        }
    }

    #[test]
    fn what_is_not_seen_is_no_letter_that_is() {
        for unseen in ['\u{AD}', '\u{200D}', '\u{3164}', '\u{FE0F}', '\u{E0041}', '\u{E0100}', '\u{202E}', '\u{FEFF}'] {
            assert!(is_unseen(unseen), "{unseen:?}");
        }
        for seen in ['a', ' ', '-', 'ー', '\u{301}', '\u{93F}', '\u{FFFD}'] {
            assert!(!is_unseen(seen), "{seen:?}");
        }
    }
}
