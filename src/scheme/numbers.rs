//! Certificate and candidate numbers: "unguessable, short enough to read out on a telephone, hard to mistype
//! (Crockford base 32, with a check symbol that catches every single wrong character and every swap of neighbours),
//! and accepted in any case, with or without hyphens, with O for 0 and I or L for 1."
//!
//! Crockford's own check symbol is a remainder modulo 37 and needs five characters outside the alphabet (`*~$=U`)
//! that nobody wants to read out or put in an address. Here the check symbol is of the alphabet itself: the symbols
//! are coefficients of a polynomial over GF(32), and the check symbol makes its value at a primitive element α equal
//! to a constant. A wrong symbol changes that value because no power of α is zero; a swap changes it because no two
//! powers of α below 31 are equal. So any two symbols swapped are caught, neighbours or not. The constant differs by
//! kind, as does the length, so a number of one kind is never a number of the other.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::characters::{is_dash, is_unseen, plain_digit};

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What tells the kinds of number apart.
struct Kind {
    /// Symbols, the check symbol included; at most 31, so that every position has a weight of its own.
    length: usize,
    /// Symbols between two hyphens when written for people.
    group: usize,
    /// The polynomial's value for a correct number: an element of GF(32).
    constant: u8,
    /// What the number is called in messages.
    name: &'static str,
}

const CERTIFICATE: Kind = Kind { length: 12, group: 4, constant: 3, name: "certificate number" };
const REGISTER: Kind = Kind { length: 9, group: 3, constant: 11, name: "register number" };
const CANDIDATE: Kind = Kind { length: 10, group: 5, constant: 7, name: "candidate number" };

/// Why a text is not a number: it was mistyped, which is not the same as unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistyped {
    Length {
        /// What was expected, with its length.
        expected: String,
        /// Symbols counted, separators left out.
        found: usize,
    },
    /// It has a character that no such number has.
    Character(char),
    /// The check symbol does not fit: a character is wrong, or two are swapped.
    CheckSymbol,
}

impl fmt::Display for Mistyped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { expected, found } => {
                write!(formatter, "a {expected} symbols, not counting hyphens; this has {found}")
            }
            Self::Character(_) => {
                formatter.write_str("it has a character that is neither a digit nor a Latin letter other than U")
            }
            Self::CheckSymbol => {
                formatter.write_str("the check symbol does not fit: one character is wrong, or two are swapped")
            }
        }
    }
}

/// Declares a number type of one kind.
macro_rules! number {
    ($(#[$documentation:meta])* $name:ident, $kind:ident, $symbols:literal) => {
        $(#[$documentation])*
        ///
        /// `Display` writes it in groups; `compact` is the form that is stored and compared.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name([u8; $symbols]);

        impl $name {
            /// How many random bytes a new number takes.
            pub const ENTROPY: usize = $symbols - 1;

            /// The number that these random bytes make (five bits of each are used).
            #[must_use]
            pub fn from_entropy(bytes: [u8; $symbols - 1]) -> Self {
                let mut symbols = [0; $symbols];
                for (symbol, byte) in symbols.iter_mut().zip(bytes) {
                    *symbol = byte & 31;
                }
                // With a zero in its place the value lacks exactly the check symbol, whose weight is one.
                symbols[$symbols - 1] = value(&symbols) ^ $kind.constant;
                Self(symbols)
            }

            /// The bytes that it is made from by [`Self::from_entropy`].
            #[must_use]
            pub fn entropy(&self) -> [u8; $symbols - 1] {
                std::array::from_fn(|place| self.0[place])
            }

            /// Reads a number in any spelling that people use.
            pub fn parse(text: &str) -> Result<Self, Mistyped> {
                let symbols = parse_symbols(text, &$kind)?;
                let symbols = symbols.try_into().map_err(|_| Mistyped::CheckSymbol)?;
                Ok(Self(symbols))
            }

            /// The number without separators, in capitals.
            #[must_use]
            pub fn compact(&self) -> String {
                self.0.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                for (position, symbol) in self.0.iter().enumerate() {
                    if position > 0 && position % $kind.group == 0 {
                        formatter.write_str("-")?;
                    }
                    write!(formatter, "{}", char::from(ALPHABET[usize::from(*symbol)]))?;
                }
                Ok(())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{self}")
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                Self::parse(&text).map_err(|mistyped| mistyped.to_string())
            }
        }
    };
}

number! {
    /// The number on a certificate: 55 random bits and a check symbol, `XXXX-XXXX-XXXX`.
    CertificateNumber, CERTIFICATE, 12
}

number! {
    /// The number of a candidate: 45 random bits and a check symbol, `XXXXX-XXXXX`. It is an identifier, not a
    /// secret: it opens nothing without the birth date.
    CandidateNumber, CANDIDATE, 10
}

number! {
    /// The registry's own number of an organisation's certificate, which stands in its short link: 40 random bits and a check
    /// symbol, `XXX-XXX-XXX`. The number on its paper is its body's.
    RegisterNumber, REGISTER, 9
}

impl CertificateNumber {
    /// Whether a text is hardly meant as anything else, though a slip made it none: in three groups, or with letters and digits
    /// in turn, as in 97 of 100 numbers and hardly a name. A name may have digits at its end, or a year in it.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let text = plain(text);
        let text = text.trim_matches(encloses);
        let (symbols, others): (Vec<char>, Vec<char>) =
            text.chars().filter(|one| !separates(*one)).partition(char::is_ascii_alphanumeric);
        let groups: Vec<usize> = text.split(is_dash).map(|group| group.chars().count()).collect();
        let is_grouped =
            groups.len() == 3 && (symbols.iter().any(char::is_ascii_digit) || groups == [CERTIFICATE.group; 3]);
        let turns = symbols.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
        let has_foreign =
            symbols.iter().any(|one| !ALPHABET.contains(&u8::try_from(one.to_ascii_uppercase()).unwrap_or(0)));
        let slips = symbols.len().abs_diff(CERTIFICATE.length);
        others.len() <= 1 && (is_grouped && slips <= 2 || slips <= 1 && turns >= if has_foreign { 3 } else { 2 })
    }
}

fn parse_symbols(text: &str, kind: &Kind) -> Result<Vec<u8>, Mistyped> {
    let text = plain(text);
    match read_symbols(text.trim_matches(encloses), kind) {
        // The first wrong character of the whole is named, which may stand around the rest.
        Err(Mistyped::Character(_)) => read_symbols(&text, kind),
        read => read,
    }
}

fn read_symbols(text: &str, kind: &Kind) -> Result<Vec<u8>, Mistyped> {
    let mut symbols = Vec::with_capacity(kind.length);
    let mut count = 0;
    for character in text.chars().filter(|character| !separates(*character)) {
        let symbol = symbol(character).ok_or(Mistyped::Character(character))?;
        count += 1;
        if count <= kind.length {
            symbols.push(symbol);
        }
    }
    if count != kind.length {
        return Err(Mistyped::Length { expected: format!("{} has {}", kind.name, kind.length), found: count });
    }
    if value(&symbols) == kind.constant { Ok(symbols) } else { Err(Mistyped::CheckSymbol) }
}

/// Full-width letters and digits, as Japanese keyboards write them, become plain ones, and so do the digits of other scripts.
/// Each character by itself: a number has no accents that would have to be put into their order.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().flat_map(|character| std::iter::once(character).nfkc()).map(plain_digit).collect())
}

/// What people put between the groups, and what word processors and mail programs put there unseen.
fn separates(character: char) -> bool {
    character.is_whitespace() || looks_like_dash(character) || is_point(character) || is_unseen(character)
}

/// Dashes, and on keyboards what is beside them: the long-vowel sign, underscores and tildes.
const fn looks_like_dash(character: char) -> bool {
    is_dash(character) || matches!(character, '_' | '~' | '\u{30FC}')
}

/// Points, commas and the like.
const fn is_point(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{22C5}' | '\u{3001}' | '\u{3002}' | '\u{30FB}'
    )
}

/// What a sentence, or a mail program, puts around a number.
fn encloses(character: char) -> bool {
    matches!(character,
        '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '\'' | '`' | '\u{B4}' | '*' | '#' | ':' | ';' | '!' | '?' | '/'
        | '«' | '»' | '\u{2018}'..='\u{201F}' | '‹' | '›' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}')
        || separates(character)
}

fn symbol(character: char) -> Option<u8> {
    let capital = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|letter| char::from(*letter) == capital).and_then(|position| u8::try_from(position).ok())
}

/// The polynomial's value at α by Horner's rule: the last symbol has weight 1, the one before it α, and so on.
fn value(symbols: &[u8]) -> u8 {
    symbols.iter().fold(0, |sum, symbol| times_alpha(sum) ^ symbol)
}

/// Multiplication by α in GF(32) = GF(2)\[x\] / (x⁵ + x² + 1), where α = x is primitive.
const fn times_alpha(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

#[cfg(test)]
#[path = "numbers_tests.rs"]
mod tests;
