//! Names as they are compared for likeness.

use chrono::NaiveDate;

use crate::scheme::identity::Identity;
use crate::scheme::person::{GivenNames, LONGEST_NAME, comparable, is_east_asian, matching_key_of, single_names};

/// Names of at least so many letters may be typed wrong in one.
const SHORTEST_MISTYPED: usize = 5;

/// What is compared of somebody, made out once. Those who may be one person have one of three keys in common, which are at
/// most as long as a database can index.
#[derive(Clone, Debug)]
pub struct Names {
    pub(super) birth_date: NaiveDate,
    pub(super) family: String,
    pub(super) given: String,
    /// The single names, and all of them in alphabetical order, with letters spelled out or not.
    single_family: Vec<String>,
    single_given: Vec<String>,
    spelled: Vec<String>,
    /// All single names as they are compared, in alphabetical order.
    pub(super) sorted: Vec<String>,
    pub(super) key_of_all: String,
    key_of_family: String,
    key_of_given: String,
}

impl Names {
    pub fn of(identity: &Identity) -> Self {
        let given = identity.given_names.as_ref().map_or("", GivenNames::as_str);
        let family = identity.family_name.as_str();
        // Initials may stand together: A.M.
        let mut sorted: Vec<String> = given.split('.').flat_map(single_names).collect();
        let single_given: Vec<String> = sorted.iter().map(|name| spelled_out_or_not(name)).collect();
        sorted.extend(single_names(family));
        let single_family: Vec<String> =
            sorted[single_given.len()..].iter().map(|name| spelled_out_or_not(name)).collect();
        sorted.sort_unstable();
        let mut spelled: Vec<String> = single_given.iter().chain(&single_family).cloned().collect();
        spelled.sort_unstable();
        let day = identity.birth_date.to_string();
        let on_the_day = |names: &[String]| -> String {
            let first = names.first().map_or("", String::as_str);
            day.chars().chain([' ']).chain(first.chars()).take(LONGEST_NAME).collect()
        };
        Self {
            birth_date: identity.birth_date,
            family: comparable(family),
            given: comparable(given),
            key_of_all: spelled.join(" ").chars().take(LONGEST_NAME).collect(),
            key_of_family: on_the_day(&single_family),
            key_of_given: on_the_day(&single_given),
            single_family,
            single_given,
            spelled,
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

    /// Whether somebody born on the same day, of whom only the [`names_key`](Self::names_key) is known, can be alike: false
    /// only where [`Likeness::between`](super::Likeness::between) finds nothing. It is asked of many who merely share a name and a birth date.
    pub fn may_be_like(&self, names_key: &str) -> bool {
        let is_whole = |key: &str| key.chars().count() < LONGEST_NAME;
        if !is_whole(names_key) || !is_whole(&self.key_of_all) {
            return true;
        }
        let (ours, theirs) = differing(&self.spelled, names_key);
        let are_initials = |short: &[&str], long: &[&str]| {
            short.iter().all(|name| name.chars().nth(1).is_none() && long.iter().any(|one| one.starts_with(name)))
        };
        match (ours.as_slice(), theirs.as_slice()) {
            ([], _) | (_, []) => true,
            ([one], [other]) if is_mistyped(one, other) => true,
            (ours, theirs) => {
                are_initials(ours, theirs) || are_initials(theirs, ours) || letters(ours) == letters(theirs)
            }
        }
    }

    /// Whether given names of this are only the first letters of those of `other`, all others being the same.
    pub(super) fn abbreviates(&self, other: &Self) -> bool {
        // A single Han character is a whole name.
        let is_initial = |name: &str| name.chars().nth(1).is_none() && !name.chars().any(is_east_asian);
        let stands_for = |short: &str, long: &str| short == long || (is_initial(short) && long.starts_with(short));
        self.family == other.family
            && self.single_given.len() <= other.single_given.len()
            && self.single_given.iter().any(|name| is_initial(name))
            && self.single_given.iter().zip(&other.single_given).all(|(short, long)| stands_for(short, long))
    }

    /// Whether one single name is mistyped.
    pub(super) fn differs_in_a_letter(&self, other: &Self) -> bool {
        let is_as_many = self.single_family.len() == other.single_family.len()
            && self.single_given.len() == other.single_given.len();
        let all = self
            .single_family
            .iter()
            .chain(&self.single_given)
            .zip(other.single_family.iter().chain(&other.single_given));
        let mut differing = all.filter(|(one, other)| one != other);
        match (differing.next(), differing.next()) {
            (Some((one, other)), None) => is_as_many && is_mistyped(one, other),
            _ => false,
        }
    }

    /// Whether every single name of this is one of `other`, the family name or a part of it among them.
    pub(super) fn is_part_of(&self, other: &Self) -> bool {
        let mut rest = other.sorted.iter();
        let begins_or_ends = |long: &str, short: &str| long.starts_with(short) || long.ends_with(short);
        let is_family_alike =
            begins_or_ends(&other.family, &self.family) || begins_or_ends(&self.family, &other.family);
        is_family_alike && self.sorted.iter().all(|name| rest.any(|one| one == name))
    }
}

/// The single names of either side that the other has not; both sides are in alphabetical order.
fn differing<'a>(ours: &'a [String], theirs: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut ours = ours.iter().map(String::as_str).peekable();
    let mut theirs = theirs.split(' ').filter(|name| !name.is_empty()).peekable();
    let (mut only_ours, mut only_theirs) = (Vec::new(), Vec::new());
    loop {
        match (ours.peek(), theirs.peek()) {
            (Some(one), Some(other)) if one == other => {
                ours.next();
                theirs.next();
            }
            (Some(one), other) if other.is_none_or(|other| one < other) => only_ours.extend(ours.next()),
            (_, Some(_)) => only_theirs.extend(theirs.next()),
            (_, None) => return (only_ours, only_theirs),
        }
    }
}

/// The letters of names, however these are joined or separated (`Anna Maria`, `Annamaria`); without those that
/// [`spelled_out_or_not`] drops.
fn letters(names: &[&str]) -> Vec<char> {
    let mut letters: Vec<char> =
        names.iter().flat_map(|name| name.chars()).filter(|one| !matches!(one, 'a' | 'e')).collect();
    letters.sort_unstable();
    letters
}

/// Whether one letter is another one, missing, too many, or exchanged with its neighbour. Of short names too many are so near
/// to one another.
fn is_mistyped(one: &str, other: &str) -> bool {
    let (length, other_length) = (one.chars().count(), other.chars().count());
    length.max(other_length) >= SHORTEST_MISTYPED
        && length.abs_diff(other_length) <= 1
        && strsim::osa_distance(one, other) == 1
}

/// The same for letters that are spelled out, as passports do (ICAO Doc 9303-3, section 6: `Ä` as `AE`, `Å` as `AA`), and for
/// those that are not.
fn spelled_out_or_not(name: &str) -> String {
    let name = name.replace("aa", "a");
    ["ae", "oe", "ue"].into_iter().fold(name, |name, two| name.replace(two, &two[..1]))
}
