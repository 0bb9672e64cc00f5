//! When two records look like one organisation: "Duplicates of one organisation are found and merged by a registrar, not
//! by guesswork". So this only says what looks alike and why; whether they are one is the registrar's decision.
//!
//! Not found: a name and its translation, or its spelling in other letters where no Latin name was given; an
//! abbreviation and what it stands for; simplified and traditional characters; names of which fewer than three in five
//! groups of three letters agree; similar names in two countries.

mod letters;
mod plain;

use url::Url;

use super::country::CountryCode;
use super::folding::fold;
use super::person::LONGEST_NAME;
use super::words::words;
use letters::{Group, groups, similarity, telling};
use plain::plain;

/// What is compared of an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// Its name, in its own script.
    pub name: &'a str,
    pub latin_name: Option<&'a str>,
    pub country: CountryCode,
    pub website: Option<&'a str>,
    /// Its number in the company register of its country.
    pub registration_number: Option<&'a str>,
}

words! {
    /// Why two records look like one organisation, the weightiest reason first.
    Reason {
        /// The same number in the company register of the same country.
        SameRegistrationNumber = "same_registration_number",
        /// The same name, but for case, accents, spaces and legal form.
        SameName = "same_name",
        SameLatinName = "same_latin_name",
        /// The same host of the website.
        SameWebsite = "same_website",
        /// Names of the same country that share most of their letters.
        SimilarName = "similar_name",
    }
    /// By what a record is found when another one like it is looked for.
    KeyKind {
        /// Country and number in its register.
        RegistrationNumber = "registration_number",
        /// The plain name.
        Name = "name",
        /// The plain name in Latin letters.
        LatinName = "latin_name",
        /// The host of the website.
        Website = "website",
        /// Country and a group of letters of the name that few names have.
        Letters = "letters",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resemblance {
    pub reason: Reason,
    /// For people: what of the two agrees.
    pub detail: String,
}

/// A key: records that look like one have at least one in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub kind: KeyKind,
    pub text: String,
}

/// What is compared of a record, made out once.
#[derive(Clone, Debug)]
pub struct Features {
    country: CountryCode,
    registration_number: Option<Spelled<String>>,
    name: Spelled<String>,
    /// Whether it was given, and is not the name itself.
    has_latin_name: bool,
    latin_name: Option<Spelled<String>>,
    host: Option<String>,
    /// The name and the given Latin name, by their groups of letters.
    spellings: Vec<Spelled<Vec<Group>>>,
}

/// Something as it is written, and as it is compared.
#[derive(Clone, Debug)]
struct Spelled<T> {
    written: String,
    compared: T,
}

impl Features {
    pub fn of(described: &Description<'_>) -> Self {
        let by_plain = |written: &str| Spelled { written: written.to_owned(), compared: plain(written) };
        let name = by_plain(described.name);
        let latin_name = described.latin_spelling().map(by_plain);
        let given = latin_name.as_ref().filter(|_| described.latin_name.is_some());
        let by_groups = |spelled: &Spelled<String>| Spelled {
            written: spelled.written.clone(),
            compared: groups(&spelled.compared),
        };
        Self {
            country: described.country,
            registration_number: described.registration_number.and_then(register_entry),
            spellings: std::iter::once(&name).chain(given).map(by_groups).collect(),
            name,
            has_latin_name: described.latin_name.is_some(),
            latin_name,
            host: described.website.and_then(host),
        }
    }

    /// By what the record is found: each key once and in order.
    pub fn keys(&self) -> Vec<Key> {
        let entry = self.registration_number.as_ref().map(|number| format!("{}{}", self.country, number.compared));
        let exact = [
            (KeyKind::RegistrationNumber, entry),
            (KeyKind::Name, Some(self.name.compared.clone())),
            (KeyKind::LatinName, self.latin_name.as_ref().map(|name| name.compared.clone())),
            (KeyKind::Website, self.host.clone()),
        ];
        let mut keys: Vec<Key> =
            exact.into_iter().filter_map(|(kind, text)| text.map(|text| Key { kind, text })).collect();
        for spelling in &self.spellings {
            let text = |group: Group| self.country.as_str().chars().chain(group).collect();
            let telling = telling(&spelling.compared).into_iter();
            keys.extend(telling.map(|group| Key { kind: KeyKind::Letters, text: text(group) }));
        }
        keys.sort();
        keys.dedup();
        keys
    }
}

/// Why the two look like one, the weightiest reason first; nothing where they do not.
pub fn between(one: &Features, other: &Features) -> Vec<Resemblance> {
    let mut found = Vec::new();
    let mut say = |reason: Reason, detail: String| found.push(Resemblance { reason, detail });
    let is_near = one.country == other.country;
    if let Some(numbers) = agreeing(one.registration_number.as_ref(), other.registration_number.as_ref())
        && is_near
    {
        say(Reason::SameRegistrationNumber, format!("the same number in the register of {}: {numbers}", one.country));
    }
    let same_name = agreeing(Some(&one.name), Some(&other.name));
    let same_latin_name = agreeing(one.latin_name.as_ref(), other.latin_name.as_ref())
        .filter(|_| one.has_latin_name || other.has_latin_name);
    let is_same = same_name.is_some() || same_latin_name.is_some();
    if let Some(names) = same_name {
        say(Reason::SameName, format!("the same name, but for case, accents, spaces and legal form: {names}"));
    }
    if let Some(names) = same_latin_name {
        say(Reason::SameLatinName, format!("the same name in Latin letters: {names}"));
    }
    if let (Some(host), true) = (&one.host, one.host == other.host) {
        say(Reason::SameWebsite, format!("the same website: {host}"));
    }
    if let Some((share, names)) = most_similar(one, other).filter(|_| is_near && !is_same) {
        let country = one.country;
        let detail = format!("similar names in {country}: {names} have {share} % of their letter groups in common");
        say(Reason::SimilarName, detail);
    }
    found
}

fn most_similar(one: &Features, other: &Features) -> Option<(usize, String)> {
    let pairs = one.spellings.iter().flat_map(|first| other.spellings.iter().map(move |second| (first, second)));
    pairs
        .filter_map(|(first, second)| {
            let share = similarity(&first.compared, &second.compared)?;
            Some((share, both(&first.written, &second.written)))
        })
        .max_by_key(|(share, _)| *share)
}

/// How two things that are the same are written, if they are.
fn agreeing(one: Option<&Spelled<String>>, other: Option<&Spelled<String>>) -> Option<String> {
    let (one, other) = (one?, other?);
    (one.compared == other.compared).then(|| both(&one.written, &other.written))
}

/// Two spellings in words; one where they are the same.
fn both(one: &str, other: &str) -> String {
    if one == other { format!("“{one}”") } else { format!("“{one}” and “{other}”") }
}

impl<'a> Description<'a> {
    /// The name in Latin letters: as it was given, or the name itself where it is written so.
    fn latin_spelling(&self) -> Option<&'a str> {
        let is_latin = |name: &&str| {
            let folded = fold(name, false);
            folded.bytes().any(|byte| byte.is_ascii_alphabetic()) && folded.is_ascii()
        };
        self.latin_name.or_else(|| Some(self.name).filter(is_latin))
    }
}

/// A number of a register, however it is spaced; `None` where nothing of it can be compared.
fn register_entry(written: &str) -> Option<Spelled<String>> {
    let compared: String = fold(written, false).chars().take(LONGEST_NAME).collect();
    (!compared.is_empty()).then(|| Spelled { written: written.to_owned(), compared })
}

/// The host of a website without `www`. One at which many have a page says nothing.
fn host(website: &str) -> Option<String> {
    let url = Url::parse(website).ok()?;
    let host = url.domain()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
    (!SHARED_HOSTS.contains(&host.as_str())).then_some(host)
}

/// Hosts at which anybody can have a page.
const SHARED_HOSTS: [&str; 14] = [
    "bit.ly",
    "facebook.com",
    "github.com",
    "instagram.com",
    "linkedin.com",
    "de.linkedin.com",
    "medium.com",
    "sites.google.com",
    "t.me",
    "twitter.com",
    "weibo.com",
    "x.com",
    "xing.com",
    "youtube.com",
];

#[cfg(test)]
#[path = "resemblance/tests.rs"]
mod tests;
