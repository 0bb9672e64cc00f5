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

use std::fmt;

use serde::{Deserialize, Serialize};

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What tells the two kinds of number apart.
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
const CANDIDATE: Kind = Kind { length: 10, group: 5, constant: 7, name: "candidate number" };

/// Why a text is not a number: it was mistyped, which is not the same as unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistyped {
    /// It has another length than such numbers have.
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

fn parse_symbols(text: &str, kind: &Kind) -> Result<Vec<u8>, Mistyped> {
    let mut symbols = Vec::with_capacity(kind.length);
    let mut count = 0;
    for character in text.chars().filter(|character| !matches!(character, '-' | ' ')) {
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn alpha_is_primitive() {
        let mut powers = vec![1];
        while powers.len() < 31 {
            let next = times_alpha(*powers.last().unwrap());
            assert!(!powers.contains(&next));
            powers.push(next);
        }
        assert_eq!(times_alpha(*powers.last().unwrap()), 1);
    }

    #[test]
    fn a_number_of_one_kind_is_not_a_number_of_the_other() {
        let certificate = CertificateNumber::from_entropy([9; 11]).to_string();
        let candidate = CandidateNumber::from_entropy([9; 9]).to_string();
        assert!(matches!(CandidateNumber::parse(&certificate), Err(Mistyped::Length { found: 12, .. })));
        assert!(matches!(CertificateNumber::parse(&candidate), Err(Mistyped::Length { found: 10, .. })));
    }

    #[test]
    fn junk_is_mistyped() {
        for junk in ["", "-", "U", "0000-0000-000U", "９９９９-9999-9999", "\0", &"7".repeat(10_000)] {
            assert!(CertificateNumber::parse(junk).is_err(), "{junk:?}");
        }
    }

    proptest! {
        #[test]
        fn every_single_wrong_character_is_caught(bytes: [u8; 11], position in 0_usize..12, other in 0_usize..32) {
            let compact = CertificateNumber::from_entropy(bytes).compact();
            let mut wrong = compact.clone().into_bytes();
            prop_assume!(wrong[position] != ALPHABET[other]);
            wrong[position] = ALPHABET[other];
            prop_assert_eq!(CertificateNumber::parse(&String::from_utf8(wrong).unwrap()), Err(Mistyped::CheckSymbol));
        }

        #[test]
        fn every_swap_is_caught(bytes: [u8; 9], first in 0_usize..10, second in 0_usize..10) {
            let compact = CandidateNumber::from_entropy(bytes).compact();
            let mut wrong = compact.clone().into_bytes();
            prop_assume!(wrong[first] != wrong[second]);
            wrong.swap(first, second);
            prop_assert_eq!(CandidateNumber::parse(&String::from_utf8(wrong).unwrap()), Err(Mistyped::CheckSymbol));
        }

        #[test]
        fn every_allowed_spelling_is_read(bytes: [u8; 11], choices in prop::collection::vec(0_u8..6, 12)) {
            let number = CertificateNumber::from_entropy(bytes);
            let mut spelled = String::new();
            for (character, choice) in number.compact().chars().zip(choices) {
                if choice > 3 {
                    spelled.push(if choice == 4 { '-' } else { ' ' });
                }
                spelled.push(match (character, choice) {
                    ('0', 1) => 'O',
                    ('0', 2) => 'o',
                    ('1', 1) => 'I',
                    ('1', 2) => 'l',
                    ('1', 3) => 'i',
                    (other, 1 | 4) => other.to_ascii_lowercase(),
                    (other, _) => other,
                });
            }
            prop_assert_eq!(CertificateNumber::parse(&spelled), Ok(number));
            prop_assert_eq!(CertificateNumber::parse(&number.to_string()), Ok(number));
        }
    }
}
