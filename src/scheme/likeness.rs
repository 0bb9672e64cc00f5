//! When two candidates may be one person although their records differ. Whether they are is for people to say: "an ambiguous
//! match is an error, never a guess".
//!
//! One thing may differ, not two: the names on one birth date, or the birth date of one name. Not found: a new family name
//! after a marriage, typing errors in names, initials, names in two scripts.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::identity::Identity;
use super::numbers::CandidateNumber;
use super::person::{GivenNames, LONGEST_NAME, comparable, single_names};
use super::words::words;
use crate::ids::CandidateId;

words! {
    /// Why two records look like one person.
    Likeness {
        /// The same names and birth date.
        SameIdentity = "same_identity",
        /// The same birth date and names in another order, as when given and family name are exchanged.
        NamesInAnotherOrder = "names_in_another_order",
        /// The same birth date, and one has all names of the other and more.
        MoreNames = "more_names",
        /// The same birth date, and names that are spelled alike: Mueller and Müller.
        NamesSpelledOtherwise = "names_spelled_otherwise",
        /// The same names, and day and month of birth are exchanged.
        DayAndMonthExchanged = "day_and_month_exchanged",
        /// The same names, and one digit of the birth date differs.
        OneDigitOfBirthDate = "one_digit_of_birth_date",
    }
}

/// A candidate on record who may be the one that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleCandidate {
    pub id: CandidateId,
    pub number: CandidateNumber,
    pub identity: Identity,
    pub because: Likeness,
}

impl Likeness {
    /// For people: what is alike, and what differs.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::SameIdentity => "has the same names and day of birth",
            Self::NamesInAnotherOrder => "has the same day of birth, and the names in another order",
            Self::MoreNames => "has the same day of birth, and the same names but for one more or less",
            Self::NamesSpelledOtherwise => "has the same day of birth, and the names spelled otherwise",
            Self::DayAndMonthExchanged => "has the same names, and day and month of birth the other way round",
            Self::OneDigitOfBirthDate => "has the same names, and a day of birth that differs in one digit",
        }
    }

    /// Why `one` and `other` may be one person, if they may.
    pub fn between(one: &Names, other: &Names) -> Option<Self> {
        let is_same_order = one.family == other.family && one.given == other.given;
        if one.birth_date == other.birth_date {
            return match () {
                () if is_same_order => Some(Self::SameIdentity),
                () if one.sorted == other.sorted => Some(Self::NamesInAnotherOrder),
                () if one.key_of_all == other.key_of_all => Some(Self::NamesSpelledOtherwise),
                () if one.is_part_of(other) || other.is_part_of(one) => Some(Self::MoreNames),
                () => None,
            };
        }
        if one.key_of_all != other.key_of_all {
            return None;
        }
        let (first, second) = (one.birth_date, other.birth_date);
        let exchanged = NaiveDate::from_ymd_opt(first.year(), first.day(), first.month());
        let differing = first.to_string().bytes().zip(second.to_string().bytes()).filter(|(a, b)| a != b).count();
        match () {
            () if exchanged == Some(second) => Some(Self::DayAndMonthExchanged),
            () if differing == 1 => Some(Self::OneDigitOfBirthDate),
            () => None,
        }
    }
}

/// What is compared of somebody, made out once. Those who may be one person have one of two keys in common, which are at
/// most as long as a database can index.
#[derive(Clone, Debug)]
pub struct Names {
    birth_date: NaiveDate,
    family: String,
    given: String,
    /// All single names, in alphabetical order.
    sorted: Vec<String>,
    key_of_all: String,
    key_of_family: String,
}

impl Names {
    pub fn of(identity: &Identity) -> Self {
        let given = identity.given_names.as_ref().map_or("", GivenNames::as_str);
        let family = identity.family_name.as_str();
        let mut sorted: Vec<String> = single_names(given).chain(single_names(family)).collect();
        sorted.sort_unstable();
        let mut spelled: Vec<String> = sorted.iter().map(|name| spelled_out_or_not(name)).collect();
        spelled.sort_unstable();
        let first = single_names(family).next().unwrap_or_default();
        let family_key = format!("{} {}", identity.birth_date, spelled_out_or_not(&first));
        Self {
            birth_date: identity.birth_date,
            family: comparable(family),
            given: comparable(given),
            sorted,
            key_of_all: spelled.join(" ").chars().take(LONGEST_NAME).collect(),
            key_of_family: family_key.chars().take(LONGEST_NAME).collect(),
        }
    }

    /// All names, in any order and however they are spelled.
    pub fn names_key(&self) -> &str {
        &self.key_of_all
    }

    /// The birth date, and the first of the family names.
    pub fn family_key(&self) -> &str {
        &self.key_of_family
    }

    /// Whether every single name of this is one of `other`, the family name or a part of it among them.
    fn is_part_of(&self, other: &Self) -> bool {
        let mut rest = other.sorted.iter();
        let begins_or_ends = |long: &str, short: &str| long.starts_with(short) || long.ends_with(short);
        let is_family_alike =
            begins_or_ends(&other.family, &self.family) || begins_or_ends(&self.family, &other.family);
        is_family_alike && self.sorted.iter().all(|name| rest.any(|one| one == name))
    }
}

/// The same for letters that are spelled out, as passports do (ICAO Doc 9303-3, section 6: `Ä` as `AE`, `Å` as `AA`), and for
/// those that are not.
fn spelled_out_or_not(name: &str) -> String {
    let name = name.replace("aa", "a");
    ["ae", "oe", "ue"].into_iter().fold(name, |name, two| name.replace(two, &two[..1]))
}

impl fmt::Display for PossibleCandidate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "candidate {}, who {}", self.number, self.because.in_words())
    }
}

#[cfg(test)]
mod tests {
    use super::super::person::FamilyName;
    use super::*;

    fn likeness(one: (&str, &str, &str), other: (&str, &str, &str)) -> Option<Likeness> {
        let names = |(given, family, day): (&str, &str, &str)| {
            Names::of(&Identity {
                given_names: GivenNames::parse(given).ok(),
                family_name: FamilyName::parse(family).unwrap(),
                birth_date: day.parse().unwrap(),
            })
        };
        let found = Likeness::between(&names(one), &names(other));
        assert_eq!(found, Likeness::between(&names(other), &names(one)), "{one:?} {other:?}");
        found
    }

    #[test]
    fn what_may_be_one_person_is_told_by_what_differs() {
        const DAY: &str = "1988-02-03";
        for (one, other, expected) in [
            (("Ngozi", "Okafor", DAY), ("NGOZI", "Okáfor", DAY), Some(Likeness::SameIdentity)),
            (("Ngozi", "Okafor", DAY), ("Okafor", "Ngozi", DAY), Some(Likeness::NamesInAnotherOrder)),
            (("Ana Maria", "Silva", DAY), ("Maria Ana", "Silva", DAY), Some(Likeness::NamesInAnotherOrder)),
            (("Minh", "Nguyen Van", DAY), ("Van Minh", "Nguyen", DAY), Some(Likeness::NamesInAnotherOrder)),
            (("Ana Maria", "Silva", DAY), ("Ana", "Silva", DAY), Some(Likeness::MoreNames)),
            (("Ana", "García Márquez", DAY), ("Ana", "García", DAY), Some(Likeness::MoreNames)),
            (("Muhammad", "Suharto", DAY), ("", "Suharto", DAY), Some(Likeness::MoreNames)),
            (("Jörg", "Müller", DAY), ("Joerg", "Mueller", DAY), Some(Likeness::NamesSpelledOtherwise)),
            (("Bo", "Ågård", DAY), ("Bo", "Aagaard", DAY), Some(Likeness::NamesSpelledOtherwise)),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Okafor", "1988-03-02"), Some(Likeness::DayAndMonthExchanged)),
            (("Ngozi", "Okafor", DAY), ("Okafor", "Ngozi", "1989-02-03"), Some(Likeness::OneDigitOfBirthDate)),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Okafor", "1988-02-23"), Some(Likeness::OneDigitOfBirthDate)),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Okafor", "1989-02-04"), None),
            (("Ana", "Silva", DAY), ("Ana Maria", "Silva", "1988-03-02"), None),
            (("Ana", "Silva", DAY), ("Eva", "Silva", DAY), None),
            (("Ana", "Silva", DAY), ("Ana", "Souza", DAY), None),
            (("Maria", "Silva", DAY), ("Ana Maria", "Souza", DAY), None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one:?} {other:?}");
        }
    }
}
