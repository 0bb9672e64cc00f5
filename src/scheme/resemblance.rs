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
use super::person::{LONGEST_NAME, comparable};
use letters::{groups, similarity, telling};
use plain::plain;

/// What is compared of an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Description<'a> {
    /// Its name, in its own script.
    pub name: &'a str,
    /// Its name in Latin letters.
    pub latin_name: Option<&'a str>,
    /// Where it is.
    pub country: CountryCode,
    /// Its website.
    pub website: Option<&'a str>,
    /// Its number in the company register of its country.
    pub registration_number: Option<&'a str>,
}

/// Why two records look like one organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The same number in the company register of the same country.
    SameRegistrationNumber,
    /// The same name, but for case, accents, spaces and legal form.
    SameName,
    /// The same name in Latin letters.
    SameLatinName,
    /// The same host of the website.
    SameWebsite,
    /// Names of the same country that share most of their letters.
    SimilarName,
}

impl Reason {
    /// Every reason, the weightiest first.
    pub const ALL: [Self; 5] =
        [Self::SameRegistrationNumber, Self::SameName, Self::SameLatinName, Self::SameWebsite, Self::SimilarName];

    /// The code on the wire and in the tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameRegistrationNumber => "same_registration_number",
            Self::SameName => "same_name",
            Self::SameLatinName => "same_latin_name",
            Self::SameWebsite => "same_website",
            Self::SimilarName => "similar_name",
        }
    }

    /// Reads the code back.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

/// A reason in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resemblance {
    /// Which it is.
    pub reason: Reason,
    /// For people: what of the two agrees.
    pub detail: String,
}

/// By what a record is found when another one like it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Country and number in its register.
    RegistrationNumber,
    /// The plain name.
    Name,
    /// The plain name in Latin letters.
    LatinName,
    /// The host of the website.
    Website,
    /// Country and a group of letters of the name that few names have.
    Letters,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::RegistrationNumber, Self::Name, Self::LatinName, Self::Website, Self::Letters];

    /// The word in the tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegistrationNumber => "registration_number",
            Self::Name => "name",
            Self::LatinName => "latin_name",
            Self::Website => "website",
            Self::Letters => "letters",
        }
    }
}

/// A key: records that look like one have at least one in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Of which kind.
    pub kind: KeyKind,
    /// The key.
    pub text: String,
}

/// The keys of a record, each once and in order.
#[must_use]
pub fn keys(of: &Description<'_>) -> Vec<Key> {
    let exact = [
        (KeyKind::RegistrationNumber, of.register_entry()),
        (KeyKind::Name, Some(plain(of.name))),
        (KeyKind::LatinName, of.latin_spelling().map(plain)),
        (KeyKind::Website, of.host()),
    ];
    let mut keys: Vec<Key> = exact.into_iter().filter_map(|(kind, text)| text.map(|text| Key { kind, text })).collect();
    for spelling in of.spellings() {
        let groups = groups(&plain(spelling));
        let text = |group: [char; 3]| of.country.as_str().chars().chain(group).collect();
        keys.extend(telling(&groups).into_iter().map(|group| Key { kind: KeyKind::Letters, text: text(group) }));
    }
    keys.sort();
    keys.dedup();
    keys
}

/// Why the two look like one, the weightiest reason first; nothing where they do not.
#[must_use]
pub fn between(one: &Description<'_>, other: &Description<'_>) -> Vec<Resemblance> {
    let agree = |first: Option<String>, second: Option<String>| first.is_some() && first == second;
    let mut found = Vec::new();
    let mut say = |reason: Reason, detail: String| found.push(Resemblance { reason, detail });
    if agree(one.register_entry(), other.register_entry()) {
        let numbers = both(one.registration_number.unwrap_or_default(), other.registration_number.unwrap_or_default());
        say(Reason::SameRegistrationNumber, format!("the same number in the register of {}: {numbers}", one.country));
    }
    let same_name = plain(one.name) == plain(other.name);
    if same_name {
        let detail =
            format!("the same name, but for case, accents, spaces and legal form: {}", both(one.name, other.name));
        say(Reason::SameName, detail);
    }
    let latin = (one.latin_spelling(), other.latin_spelling());
    let is_given = one.latin_name.is_some() || other.latin_name.is_some();
    let same_latin_name = is_given && agree(latin.0.map(plain), latin.1.map(plain));
    if same_latin_name {
        let names = both(latin.0.unwrap_or_default(), latin.1.unwrap_or_default());
        say(Reason::SameLatinName, format!("the same name in Latin letters: {names}"));
    }
    if let Some(host) = one.host().filter(|host| other.host().as_ref() == Some(host)) {
        say(Reason::SameWebsite, format!("the same website: {host}"));
    }
    if !same_name
        && !same_latin_name
        && one.country == other.country
        && let Some((share, first, second)) = most_similar(one, other)
    {
        let names = both(first, second);
        say(
            Reason::SimilarName,
            format!("similar names in {}: {names} have {share} % of their letter groups in common", one.country),
        );
    }
    found
}

fn most_similar<'a>(one: &Description<'a>, other: &Description<'a>) -> Option<(usize, &'a str, &'a str)> {
    let pairs = one.spellings().flat_map(|first| other.spellings().map(move |second| (first, second)));
    pairs
        .filter_map(|(first, second)| {
            similarity(&groups(&plain(first)), &groups(&plain(second))).map(|share| (share, first, second))
        })
        .max_by_key(|(share, ..)| *share)
}

/// Two spellings in words; one where they are the same.
fn both(one: &str, other: &str) -> String {
    if one == other { format!("“{one}”") } else { format!("“{one}” and “{other}”") }
}

impl<'a> Description<'a> {
    /// Country and number in its register, however the number is spaced.
    fn register_entry(&self) -> Option<String> {
        let number: String = comparable(self.registration_number?).chars().take(LONGEST_NAME).collect();
        (!number.is_empty()).then(|| format!("{}{number}", self.country))
    }

    /// The name in Latin letters: as it was given, or the name itself where it is written so.
    fn latin_spelling(&self) -> Option<&'a str> {
        let is_latin = |name: &&str| {
            let folded = comparable(name);
            folded.bytes().any(|byte| byte.is_ascii_alphabetic()) && folded.is_ascii()
        };
        self.latin_name.or_else(|| Some(self.name).filter(is_latin))
    }

    /// The host of its website without `www`. One at which many have a page says nothing.
    fn host(&self) -> Option<String> {
        let url = Url::parse(self.website?).ok()?;
        let host = url.domain()?.trim_end_matches('.');
        let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
        (!SHARED_HOSTS.contains(&host.as_str())).then_some(host)
    }

    fn spellings(self) -> impl Iterator<Item = &'a str> {
        std::iter::once(self.name).chain(self.latin_name)
    }
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
