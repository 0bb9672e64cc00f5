//! When two candidates may be one person although their records differ. Whether they are is for people to say: "an ambiguous
//! match is an error, never a guess".
//!
//! One thing may differ, not two: the names on one birth date, or the birth date of one name. Not found: a new family name
//! after a marriage, two typing errors, names in two scripts.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::identity::Identity;
use super::numbers::CandidateNumber;
use super::person::{GivenNames, LONGEST_NAME, comparable, matching_key_of, single_names};
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

/// Names of at least so many letters may be typed wrong in one.
const SHORTEST_MISTYPED: usize = 5;

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

/// What is compared of somebody, made out once. Those who may be one person have one of three keys in common, which are at
/// most as long as a database can index.
#[derive(Clone, Debug)]
pub struct Names {
    birth_date: NaiveDate,
    family: String,
    given: String,
    family_names: Vec<String>,
    given_names: Vec<String>,
    /// All single names, in alphabetical order.
    sorted: Vec<String>,
    key_of_all: String,
    key_of_family: String,
    key_of_given: String,
}

impl Names {
    pub fn of(identity: &Identity) -> Self {
        let given = identity.given_names.as_ref().map_or("", GivenNames::as_str);
        let family = identity.family_name.as_str();
        let mut sorted: Vec<String> = single_names(given).chain(single_names(family)).collect();
        sorted.sort_unstable();
        let mut spelled: Vec<String> = sorted.iter().map(|name| spelled_out_or_not(name)).collect();
        spelled.sort_unstable();
        // Initials may stand together: A.M.
        let given_names: Vec<String> = given.split('.').flat_map(single_names).collect();
        let family_names: Vec<String> = single_names(family).collect();
        let on_the_day = |names: &[String]| -> String {
            let first = names.first().map_or("", String::as_str);
            let key = format!("{} {}", identity.birth_date, spelled_out_or_not(first));
            key.chars().take(LONGEST_NAME).collect()
        };
        Self {
            birth_date: identity.birth_date,
            family: comparable(family),
            given: comparable(given),
            key_of_all: spelled.join(" ").chars().take(LONGEST_NAME).collect(),
            key_of_family: on_the_day(&family_names),
            key_of_given: on_the_day(&given_names),
            family_names,
            given_names,
            sorted,
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

    /// The birth date, and the first of the given names.
    pub fn given_key(&self) -> &str {
        &self.key_of_given
    }

    /// What a row of a file is matched by.
    pub fn matching_key(&self) -> String {
        matching_key_of(&self.given, &self.family, self.birth_date)
    }

    /// Whether given names of this are only the first letters of those of `other`, all others being the same.
    fn abbreviates(&self, other: &Self) -> bool {
        let is_initial = |name: &str| name.chars().nth(1).is_none();
        let stands_for = |short: &str, long: &str| short == long || (is_initial(short) && long.starts_with(short));
        self.family == other.family
            && self.given_names.len() <= other.given_names.len()
            && self.given_names.iter().any(|name| is_initial(name))
            && self.given_names.iter().zip(&other.given_names).all(|(short, long)| stands_for(short, long))
    }

    /// Whether one letter of one single name is another one, missing, too many, or exchanged with its neighbour. Of short names
    /// too many are so near to one another.
    fn differs_in_a_letter(&self, other: &Self) -> bool {
        let is_as_many =
            self.family_names.len() == other.family_names.len() && self.given_names.len() == other.given_names.len();
        let all =
            self.family_names.iter().chain(&self.given_names).zip(other.family_names.iter().chain(&other.given_names));
        let mut differing = all.filter(|(one, other)| one != other);
        match (differing.next(), differing.next()) {
            (Some((one, other)), None) if is_as_many => {
                one.chars().count().max(other.chars().count()) >= SHORTEST_MISTYPED
                    && strsim::osa_distance(one, other) == 1
            }
            _ => false,
        }
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
}
