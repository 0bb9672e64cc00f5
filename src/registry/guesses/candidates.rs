//! What a body tries out about candidates whom it does not know.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{BIRTH_DATE, CANDIDATE_NUMBERS, Subject, digest};
use crate::clock::Moment;
use crate::error::Error;
use crate::registry::work::Work;
use crate::scheme::guessing::Tally;
use crate::scheme::numbers::CandidateNumber;
use crate::store::DatabaseConnection;
use crate::store::guesses as kept;

/// What a body or a training organisation has guessed of candidates whom it does not know: by the one number, and by all numbers together. Requests
/// and files count in it alike.
pub struct CandidateGuesses {
    asker: String,
    now: Moment,
    tallies: HashMap<String, Tally>,
    changed: HashSet<String>,
}

impl CandidateGuesses {
    /// What a body or a training organisation, by its id, has guessed about candidates with these numbers.
    pub fn load(work: &mut Work<'_>, asker: &impl ToString, numbers: &[CandidateNumber]) -> Result<Self, Error> {
        let asker = asker.to_string();
        let subjects = numbers.iter().map(|number| Subject::birth_date(*number, &asker));
        let all = Subject::candidate_numbers(&asker);
        let keys: Vec<String> = subjects.chain([all]).map(|subject| subject.key).collect();
        let tallies = kept::find(work.connection, keys.iter().map(String::as_str))?;
        Ok(Self { asker, now: work.now, tallies, changed: HashSet::new() })
    }

    fn subjects(&self, number: CandidateNumber) -> [Subject; 2] {
        [Subject::birth_date(number, &self.asker), Subject::candidate_numbers(&self.asker)]
    }

    /// Agrees when a birth date for this number is looked at.
    ///
    /// # Errors
    /// [`Error::TooManyGuesses`].
    pub fn check(&self, number: CandidateNumber) -> Result<(), Error> {
        let waits = self.subjects(number).into_iter().filter_map(|subject| {
            let wait = self.tallies.get(subject.key())?.wait(subject.policy, self.now)?;
            Some((wait, subject))
        });
        match waits.max_by_key(|(wait, _)| *wait) {
            Some((wait, subject)) => Err(subject.refusal(wait)),
            None => Ok(()),
        }
    }

    /// Counts a birth date that is not that of the candidate with this number.
    pub fn count(&mut self, number: CandidateNumber, birth_date: NaiveDate) {
        for subject in self.subjects(number) {
            let guess = digest(&subject.key, &format!("{} {birth_date}", number.compact()));
            let tally = self.tallies.entry(subject.key.clone()).or_insert_with(|| Tally::none(self.now));
            if !tally.remembers(guess) {
                tally.count(subject.policy, guess, self.now);
                self.changed.insert(subject.key);
            }
        }
    }

    /// Writes what was counted.
    pub fn write(&self, connection: &mut DatabaseConnection) -> Result<(), Error> {
        for key in &self.changed {
            let policy = if key.starts_with("birth_date/") { &BIRTH_DATE } else { &CANDIDATE_NUMBERS };
            if let Some(tally) = self.tallies.get(key) {
                kept::keep(connection, key, tally, tally.forgotten_at(policy))?;
            }
        }
        Ok(())
    }
}
