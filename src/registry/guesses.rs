//! Guesses: what can be tried out is counted in the database, for each thing that is guessed at, so that neither another
//! address nor another node begins anew. Only wrong guesses count, the same one once.
//!
//! A guess over the limit is not looked at, were it right or wrong: to answer the right ones would be to answer all.

mod candidates;

use std::collections::HashMap;

use chrono::Duration;

use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Principal, Role};
use crate::error::{Error, InputError};
use crate::scheme::guessing::{Policy, Tally};
use crate::scheme::numbers::{CandidateNumber, CertificateNumber};
use crate::scheme::person::comparable;
use crate::store::DatabaseConnection;
use crate::store::guesses as kept;
use crate::trust;

pub(super) use candidates::CandidateGuesses;

/// The family name of one certificate's holder. Ten mistakes are forgiven; after a day of trying, about twenty names have
/// been looked at, and then one a day.
const NAME: Policy = Policy {
    free: 10,
    forgiven_every: Duration::days(1),
    first_wait: Duration::minutes(1),
    longest_wait: Duration::days(1),
};

/// The birth date of one candidate, of whom some fifteen thousand are likely.
const BIRTH_DATE: Policy = NAME;

/// Candidate numbers with birth dates, whichever numbers: a file with a wrong column names many.
const CANDIDATE_NUMBERS: Policy = Policy {
    free: 30,
    forgiven_every: Duration::minutes(2),
    first_wait: Duration::minutes(2),
    longest_wait: Duration::hours(1),
};

/// Certificate numbers that nobody has. There are 2⁵⁵ numbers, so finding one takes thousands of millions of tries however
/// many certificates there are; the wait is short, because others may share the address.
const CERTIFICATE_NUMBERS: Policy = Policy {
    free: 10_000,
    forgiven_every: Duration::seconds(9),
    first_wait: Duration::seconds(1),
    longest_wait: Duration::minutes(1),
};

/// Tokens of holder's links, of 256 bits each: what is limited is the work of looking them up, and not for long, because
/// others may share the address.
const LINKS: Policy = Policy {
    free: 100,
    forgiven_every: Duration::minutes(10),
    first_wait: Duration::seconds(1),
    longest_wait: Duration::minutes(1),
};

/// Something that is guessed at, and by whom where each asker guesses for itself.
#[derive(Clone, Debug)]
pub struct Subject {
    key: String,
    what: &'static str,
    policy: &'static Policy,
}

impl Subject {
    /// The holder's name of a certificate. All who ask without a token guess together, from whatever address: addresses cost
    /// nothing. A client guesses for itself and a body with all its clients, so that nobody's guesses hinder another.
    pub fn name(number: CertificateNumber, caller: Option<Caller>) -> Self {
        let asker = caller.and_then(counted_as).unwrap_or_else(|| "public".to_owned());
        Self { key: format!("name/{}/{asker}", number.compact()), what: "name", policy: &NAME }
    }

    /// The birth date of the candidate with this number, as a body or a training organisation guesses it.
    fn birth_date(number: CandidateNumber, asker: &str) -> Self {
        Self { key: format!("birth_date/{}/{asker}", number.compact()), what: "birth_date", policy: &BIRTH_DATE }
    }

    /// Candidate numbers with birth dates, as a body or a training organisation guesses them.
    fn candidate_numbers(asker: &str) -> Self {
        Self { key: format!("candidate_numbers/{asker}"), what: "candidate_number", policy: &CANDIDATE_NUMBERS }
    }

    /// Numbers of certificates, as an asker guesses them: a caller, or whoever has an address.
    pub fn certificate_numbers(caller: Option<Caller>, address: &str) -> Self {
        let asker = caller.and_then(counted_as).unwrap_or_else(|| of_address(address));
        Self { key: format!("certificate_numbers/{asker}"), what: "certificate_number", policy: &CERTIFICATE_NUMBERS }
    }

    /// Tokens of holder's links, as whoever has an address guesses them.
    pub fn links(address: &str) -> Self {
        Self { key: format!("links/{}", of_address(address)), what: "holder_link", policy: &LINKS }
    }

    /// What is counted as one.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is guessed, for the log.
    pub const fn what(&self) -> &'static str {
        self.what
    }

    /// The refusal of a guess that has to wait.
    pub fn refusal(&self, wait: Duration) -> Error {
        let wait_seconds = seconds(wait);
        let detail = match self.what {
            "name" => {
                "too many wrong names were tried for this certificate, so none is compared for now; the number alone \
                       is answered, and whoever has the certificate's file sees the name in it"
            }
            "birth_date" => {
                "too many wrong days of birth were tried for this candidate number, so none is looked at for now"
            }
            "candidate_number" => {
                "too many candidate numbers went with wrong days of birth, so none is looked at for now"
            }
            "certificate_number" => "too many numbers that no certificate has were asked about from here",
            _ => "too many links that do not exist were opened from here",
        };
        let detail = format!("{detail}; wait {wait_seconds} s");
        Error::TooManyGuesses { wait_seconds, detail, errors: Vec::new() }
    }
}

/// The whole seconds after which a wait is certainly over.
fn seconds(wait: Duration) -> u64 {
    u64::try_from(wait.num_seconds()).unwrap_or(0) + 1
}

/// Whom a caller's guesses are counted for; nobody where anybody may be it.
fn counted_as(caller: Caller) -> Option<String> {
    match (caller.role, caller.principal) {
        (Role::Body(body), _) => Some(format!("body:{body}")),
        (Role::Training(organisation), _) => Some(format!("training:{organisation}")),
        (
            Role::Registrar | Role::Employer,
            principal @ (Principal::Client(_) | Principal::Person(_) | Principal::Operator),
        ) => Some(principal.to_string()),
        _ => None,
    }
}

/// An address as it is kept: so that it does not meet the eye. It is gone with the tally.
fn of_address(address: &str) -> String {
    format!("address:{:016x}", digest("address", address))
}

/// The first 64 bits of the SHA-256 of a guess, salted with what it is aimed at.
fn digest(salt: &str, guess: &str) -> u64 {
    let whole = trust::sha256(format!("{salt}\n{guess}").as_bytes());
    whole.iter().take(8).fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

/// Guesses at the name of one certificate's holder: what they are aimed at, and a digest of each.
#[derive(Clone, Debug)]
pub struct NameGuesses {
    pub subject: Subject,
    /// The digests, each once, in the order of the questions, with the place of its first question.
    digests: Vec<(u64, usize)>,
}

impl NameGuesses {
    /// One name.
    pub fn one(number: CertificateNumber, caller: Option<Caller>, name: &str) -> Self {
        let mut guesses = Self { subject: Subject::name(number, caller), digests: Vec::new() };
        guesses.also(name, 0);
        guesses
    }

    /// The names that are asked about, certificate by certificate. `asked` has number and name, in the order of the
    /// questions; what is no number has no holder.
    pub fn of_many<'a>(asked: impl Iterator<Item = (&'a str, Option<&'a str>)>, caller: Caller) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut places = HashMap::new();
        for (place, (number, name)) in asked.enumerate() {
            let (Ok(number), Some(name)) = (CertificateNumber::parse(number), name) else { continue };
            let of_number = *places.entry(number).or_insert_with(|| {
                all.push(Self { subject: Subject::name(number, Some(caller)), digests: Vec::new() });
                all.len() - 1
            });
            if let Some(guesses) = all.get_mut(of_number) {
                guesses.also(name, place);
            }
        }
        all
    }

    /// A name counts as the same however it is written.
    fn also(&mut self, name: &str, place: usize) {
        let digest = digest(&self.subject.key, &comparable(name));
        if self.digests.iter().all(|(known, _)| *known != digest) {
            self.digests.push((digest, place));
        }
    }

    /// Those that were wrong.
    pub fn only(mut self, is_wrong: impl Fn(usize) -> bool) -> Self {
        self.digests.retain(|(_, place)| is_wrong(*place));
        self
    }

    /// What tells each guess from all others.
    pub fn digests(&self) -> impl Iterator<Item = u64> {
        self.digests.iter().map(|(digest, _)| *digest)
    }

    pub const fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }
}

/// How long guesses at these subjects have to wait, by [`Subject::key`]; those that need not are not in it.
pub fn waits<'a>(
    work: &mut Work<'_>,
    subjects: impl IntoIterator<Item = &'a Subject>,
) -> Result<HashMap<String, Duration>, Error> {
    let subjects: Vec<&Subject> = subjects.into_iter().collect();
    let tallies = kept::find(work.connection, subjects.iter().map(|subject| subject.key()))?;
    let wait = |subject: &&Subject| {
        let wait = tallies.get(subject.key())?.wait(subject.policy, work.now)?;
        Some((subject.key.clone(), wait))
    };
    Ok(subjects.iter().filter_map(wait).collect())
}

/// Agrees when none of these names has to wait, and no certificate has more of them than may be wrong before there is a
/// wait: a list is answered whole or not at all.
///
/// # Errors
/// [`Error::TooManyGuesses`] with the place of every name that is over the limit.
pub fn check_names(work: &mut Work<'_>, guesses: &[NameGuesses]) -> Result<(), Error> {
    let tallies = kept::find(work.connection, guesses.iter().map(|one| one.subject.key()))?;
    let mut errors = Vec::new();
    let mut longest = Duration::zero();
    for NameGuesses { subject, digests } in guesses {
        let tally = tallies.get(subject.key()).cloned().unwrap_or_else(|| Tally::none(work.now));
        let left = usize::try_from(tally.left(subject.policy, work.now)).unwrap_or(usize::MAX);
        let is_new = |digest: u64| left == 0 || !tally.remembers(digest);
        let over: Vec<usize> =
            digests.iter().filter(|(digest, _)| is_new(*digest)).map(|(_, place)| *place).skip(left).collect();
        if !over.is_empty() {
            longest = longest.max(tally.wait(subject.policy, work.now).unwrap_or(subject.policy.first_wait));
            errors.extend(over.into_iter().map(over_the_limit));
        }
    }
    if errors.is_empty() {
        return Ok(());
    }
    errors.sort_by_key(|(place, _)| *place);
    let wait_seconds = seconds(longest);
    let detail = "too many names of one certificate are or were tried; nothing was looked up, `errors` lists the names";
    let detail = format!("{detail}; leave them out, or wait {wait_seconds} s");
    Err(Error::TooManyGuesses { wait_seconds, detail, errors: errors.into_iter().map(|(_, error)| error).collect() })
}

fn over_the_limit(place: usize) -> (usize, InputError) {
    let pointer = format!("/verifications/{place}/family_name");
    let detail = "is one name too many for this certificate; ask by the number alone";
    (place, InputError::new(pointer, "too_many_guesses", detail))
}

/// What came of counting wrong guesses at one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How long the next guess has to wait; `None` where it need not.
    pub wait: Option<Duration>,
    /// Whether others had guessed so often meanwhile that this guess is not to be answered.
    pub came_too_late: bool,
}

impl Registry {
    /// Counts wrong names, those of each certificate at once, in one transaction of their own.
    pub fn count_names(&self, wrong: &[NameGuesses]) -> Result<Vec<Counted>, Error> {
        self.store.write(|connection| {
            let now = self.now();
            let mut tallies = kept::find(connection, wrong.iter().map(|one| one.subject.key()))?;
            let mut counted = Vec::with_capacity(wrong.len());
            for NameGuesses { subject, digests } in wrong {
                let mut tally = tallies.remove(subject.key()).unwrap_or_else(|| Tally::none(now));
                let came_too_late = tally.wait(subject.policy, now).is_some();
                if digests.iter().any(|(digest, _)| !tally.remembers(*digest)) {
                    for (digest, _) in digests {
                        tally.count(subject.policy, *digest, now);
                    }
                    keep(connection, subject, &tally)?;
                }
                counted.push(Counted { wait: tally.wait(subject.policy, now), came_too_late });
            }
            Ok(counted)
        })
    }

    /// Counts so many wrong guesses at once; says how long the next has to wait.
    pub fn count_many(&self, subject: &Subject, number: u32) -> Result<Option<Duration>, Error> {
        self.store.write(|connection| {
            let now = self.now();
            let mut tallies = kept::find(connection, [subject.key()])?;
            let mut tally = tallies.remove(subject.key()).unwrap_or_else(|| Tally::none(now));
            tally.add(subject.policy, number, now);
            keep(connection, subject, &tally)?;
            Ok(tally.wait(subject.policy, now))
        })
    }

    /// Forgets the guesses that do not count any more; says at how many things.
    pub fn purge_guesses(&self) -> Result<usize, Error> {
        let now = self.now();
        self.store.write(|connection| kept::forget(connection, now))
    }
}

fn keep(connection: &mut DatabaseConnection, subject: &Subject, tally: &Tally) -> Result<(), Error> {
    kept::keep(connection, subject.key(), tally, tally.forgotten_at(subject.policy))
}
