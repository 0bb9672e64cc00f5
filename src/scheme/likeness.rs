//! When two candidates may be one person although their records differ. Whether they are is for people to say: "an ambiguous
//! match is an error, never a guess".
//!
//! One thing may differ, not two: the names on one birth date, or the birth date of one name. Not found: a new family name
//! after a marriage, two typing errors, names in two scripts.

mod names;

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::identity::Identity;
use super::numbers::CandidateNumber;
use super::words::words;
use crate::ids::CandidateId;
pub use names::Names;

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
        /// The same birth date and family name, and given names that are in one record only their first letters.
        Initials = "initials",
        /// The same birth date, and one letter of the names typed otherwise.
        OneLetterOfNames = "one_letter_of_names",
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
            Self::Initials => "has the same day of birth and family name, and given names with the same first letters",
            Self::OneLetterOfNames => "has the same day of birth, and names that differ in one letter",
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
                () if one.abbreviates(other) || other.abbreviates(one) => Some(Self::Initials),
                () if one.differs_in_a_letter(other) => Some(Self::OneLetterOfNames),
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

impl fmt::Display for PossibleCandidate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "candidate {}, who {}", self.number, self.because.in_words())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::person::{FamilyName, GivenNames};
    use super::*;

    fn names(given: &str, family: &str, day: &str) -> Names {
        Names::of(&Identity {
            given_names: GivenNames::parse(given).ok(),
            family_name: FamilyName::parse(family).unwrap(),
            birth_date: day.parse().unwrap(),
        })
    }

    fn likeness(one: (&str, &str, &str), other: (&str, &str, &str)) -> Option<Likeness> {
        let [one, other] = [one, other].map(|(given, family, day)| names(given, family, day));
        let found = Likeness::between(&one, &other);
        assert_eq!(found, Likeness::between(&other, &one), "{one:?} {other:?}");
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
            (("A.", "Silva", DAY), ("Ana Maria", "Silva", DAY), Some(Likeness::Initials)),
            (("A. M.", "Silva", DAY), ("Ana Maria", "Silva", DAY), Some(Likeness::Initials)),
            (("A.M.", "Silva", DAY), ("Ana Maria", "Silva", DAY), Some(Likeness::Initials)),
            (("Ana M", "Silva", DAY), ("Ana Maria", "Silva", DAY), Some(Likeness::Initials)),
            (("É.", "Zola", DAY), ("Emile", "Zola", DAY), Some(Likeness::Initials)),
            (("М.", "Хохлова", DAY), ("Мария", "Хохлова", DAY), Some(Likeness::Initials)),
            (("M.", "Silva", DAY), ("Ana Maria", "Silva", DAY), None),
            (("伟", "王", DAY), ("伟明", "王", DAY), None),
            (("A. B.", "Silva", DAY), ("Ana Maria", "Silva", DAY), None),
            (("A.", "Silva", DAY), ("Ana", "Souza", DAY), None),
            (("A.", "Silva", DAY), ("Ana", "Silva", "1988-03-02"), None),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Okafro", DAY), Some(Likeness::OneLetterOfNames)),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Pkafor", DAY), Some(Likeness::OneLetterOfNames)),
            (("Ngozi", "Okafor", DAY), ("Ngzi", "Okafor", DAY), Some(Likeness::OneLetterOfNames)),
            (("Ngozi", "Okafor", DAY), ("Ngozzi", "Okafor", DAY), Some(Likeness::OneLetterOfNames)),
            (("", "Suharto", DAY), ("", "Suhatro", DAY), Some(Likeness::OneLetterOfNames)),
            (("Ana", "García Márquez", DAY), ("Ana", "García Marqués", DAY), Some(Likeness::OneLetterOfNames)),
            (("Ngozi", "Okafor", DAY), ("Ngazi", "Okafar", DAY), None),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Okafro", "1988-03-02"), None),
            (("Kim", "Park", DAY), ("Kim", "Bark", DAY), None),
            (("Ana", "Silva", DAY), ("Eva", "Silva", DAY), None),
            (("Ana", "Silva", DAY), ("Ana", "Souza", DAY), None),
            (("Maria", "Silva", DAY), ("Ana Maria", "Souza", DAY), None),
        ] {
            assert_eq!(likeness(one, other), expected, "{one:?} {other:?}");
        }
    }

    #[test]
    fn whoever_may_be_one_person_has_a_key_in_common() {
        const DAY: &str = "1988-02-03";
        for (one, other) in [
            (("A.", "Silva", DAY), ("Ana Maria", "Silva", DAY)),
            (("Ngozi", "Okafor", DAY), ("Ngozi", "Pkafor", DAY)),
            (("Ngozi", "Okafor", DAY), ("Mgozi", "Okafor", DAY)),
            (("Ana Maria", "Silva", DAY), ("Ana", "Silva", DAY)),
            (("Ngozi", "Okafor", DAY), ("Okafor", "Ngozi", "1989-02-03")),
            (("", "Suharto", DAY), ("", "Zuharto", DAY)),
        ] {
            let [one, other] = [one, other].map(|(given, family, day)| names(given, family, day));
            assert!(Likeness::between(&one, &other).is_some(), "{one:?} {other:?}");
            let keys = |one: &Names| [one.names_key(), one.family_key(), one.given_key()].map(str::to_owned);
            assert!(keys(&one).iter().zip(keys(&other)).any(|(one, other)| *one == other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn names_have_the_matching_key_of_their_identity() {
        let long = "Wolfeschlegelsteinhausenbergerdorff ".repeat(8);
        for (given, family) in
            [("Zoë Ana", "Müller-Łuczak"), ("", "Suharto"), ("O\u{2019}Neil", "A.M."), ("", long.trim())]
        {
            let Ok(family) = FamilyName::parse(family) else { continue };
            let identity = Identity {
                given_names: GivenNames::parse(given).ok(),
                family_name: family,
                birth_date: NaiveDate::from_ymd_opt(1988, 2, 3).unwrap(),
            };
            assert_eq!(Names::of(&identity).matching_key(), identity.matching_key());
        }
    }

    /// A single name, and what becomes of it on another record.
    fn single_name() -> impl Strategy<Value = (String, String)> {
        let name =
            prop::sample::select(vec!["Ana", "Maria", "A", "M.", "A.M.", "Aaron", "Jörg", "Joerg", "Baeva", "Silva"]);
        (name, 0..8_usize, 0..5_usize).prop_map(|(name, change, place)| {
            let mut letters: Vec<char> = name.chars().collect();
            let place = place % letters.len();
            match change {
                0 => letters.truncate(1),
                1 => letters.splice(1.., ['.']).for_each(drop),
                2 => letters.clear(),
                3 => letters[place] = 'e',
                4 => letters.insert(place, 'a'),
                5 => letters.rotate_left(1),
                _ => {}
            }
            (name.to_owned(), letters.into_iter().collect())
        })
    }

    proptest! {
        #[test]
        fn nobody_alike_is_told_apart_by_the_key_of_all_names(
            given in prop::collection::vec(single_name(), 0..4),
            family in prop::collection::vec(single_name(), 1..3),
        ) {
            let joined = |names: &[(String, String)]| -> (String, String) {
                let (one, other): (Vec<_>, Vec<_>) = names.iter().cloned().unzip();
                (one.join(" "), other.join(" "))
            };
            let (given, family) = (joined(&given), joined(&family));
            prop_assume!(FamilyName::parse(&family.0).is_ok() && FamilyName::parse(&family.1).is_ok());
            let one = names(&given.0, &family.0, "1988-02-03");
            let other = names(&given.1, &family.1, "1988-02-03");
            if Likeness::between(&one, &other).is_some() {
                prop_assert!(one.may_be_like(other.names_key()), "{one:?} {other:?}");
                prop_assert!(other.may_be_like(one.names_key()), "{other:?} {one:?}");
            }
        }
    }

    #[test]
    fn most_of_those_who_share_a_name_and_a_birth_date_are_told_apart_before_they_are_read() {
        let asked = names("Ana", "Silva Pereira", "1988-02-03");
        for (given, family, expected) in [
            ("Ana", "Silva Peréira", true),
            ("A.", "Silva Pereira", true),
            ("Ana Maria", "Silva Pereira", true),
            ("Ana", "Silvapereira", true),
            ("Ana", "Silva Pereyra", true),
            ("Ana", "Silva Moreira", false),
            ("Beatriz", "Silva Pereira", false),
            ("B.", "Silva Pereira", false),
        ] {
            let known = names(given, family, "1988-02-03");
            assert_eq!(asked.may_be_like(known.names_key()), expected, "{given} {family}");
        }
    }
}
