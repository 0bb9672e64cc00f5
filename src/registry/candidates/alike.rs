//! Candidates who may be one person although they are not matched: told to whoever registers one of them, never decided.
//!
//! They are looked for before the transaction that registers, in a glance of its own: what is only said need not hold up
//! whoever registers somebody else at the same moment.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::registering_body;
use crate::error::{Code, Error, Reasoning, Refusal};
use crate::ids::BodyId;
use crate::registry::work::Work;
use crate::scheme::identity::Identity;
use crate::scheme::likeness::{Likeness, Names, PossibleCandidate};
use crate::store::DatabaseConnection;
use crate::store::candidates::{self as kept, Candidate};

/// At most so many are told.
const MOST_TOLD: usize = 10;

/// Candidates of a body who are like somebody.
#[derive(Debug, Default)]
pub struct Alike {
    candidates: Vec<(Candidate, Arc<Names>)>,
    /// Their places, by what whoever may be one person has in common: names, family name and birth date, or given name and
    /// birth date.
    by_key: [HashMap<String, Vec<usize>>; 3],
}

impl Alike {
    /// Looks for those of `body`, or of all, who are like any of these.
    pub fn find(connection: &mut DatabaseConnection, asked: &[&Names], body: Option<BodyId>) -> Result<Self, Error> {
        let found = kept::alike(connection, asked, body)?;
        let mut alike = Self::default();
        for found in found {
            let names = Arc::new(Names::of(&found.record().identity()));
            alike.add(found.candidate, names);
        }
        Ok(alike)
    }

    /// Adds one who has these names, or had them on a record that was merged.
    pub fn add(&mut self, candidate: Candidate, names: Arc<Names>) {
        for (places, key) in self.by_key.iter_mut().zip(keys_of(&names)) {
            places.entry(key.to_owned()).or_default().push(self.candidates.len());
        }
        self.candidates.push((candidate, names));
    }

    /// Those who may be the one who is asked for, in the order of registration.
    #[must_use]
    pub fn of(&self, asked: &Names) -> Vec<PossibleCandidate> {
        if self.candidates.is_empty() {
            return Vec::new();
        }
        let with_key = self.by_key.iter().zip(keys_of(asked)).filter_map(|(places, key)| places.get(key));
        let mut places: Vec<usize> = with_key.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        let mut told = HashSet::new();
        let alike = places.into_iter().filter_map(|place| {
            let (candidate, known) = &self.candidates[place];
            let because = Likeness::between(asked, known)?;
            told.insert(candidate.id).then(|| PossibleCandidate {
                id: candidate.id,
                number: candidate.number,
                identity: candidate.identity(),
                because,
            })
        });
        alike.take(MOST_TOLD).collect()
    }
}

fn keys_of(names: &Names) -> [&str; 3] {
    [names.names_key(), names.family_key(), names.given_key()]
}

/// Whom the body knows in whose name somebody is to be registered, and who may be the same person.
pub fn find_alike(work: &mut Work<'_>, asked: &Identity, body: Option<&str>) -> Result<Alike, Error> {
    let body = registering_body(work, body)?;
    Alike::find(work.connection, &[&Names::of(asked)], body)
}

/// Refuses whoever has the names and the birth date of somebody whom the body knows.
pub(super) fn refuse_the_same(work: &mut Work<'_>, names: &Names, body: Option<BodyId>) -> Result<(), Error> {
    let same = kept::matching(work.connection, &[&names.matching_key()], body)?;
    if same.is_empty() {
        return Ok(());
    }
    let mut possible: Vec<_> = same
        .into_iter()
        .map(|found| found.candidate)
        .map(|one| PossibleCandidate {
            id: one.id,
            number: one.number,
            identity: one.identity(),
            because: Likeness::SameIdentity,
        })
        .collect();
    possible.sort_by_key(|one| one.id);
    possible.dedup_by_key(|one| one.id);
    let numbers: Vec<String> = possible.iter().map(|one| one.number.to_string()).collect();
    let detail = format!(
        "somebody with these names and this birth date is on record: {}. Use that record; if it is somebody else, send \
         the same again with ?confirm_new=true",
        numbers.join(", ")
    );
    let reasoning = Some(Box::new(Reasoning::PossibleCandidates(possible)));
    Err(Error::Refused(Refusal { reasoning, ..Refusal::new(Code::CandidateExists, detail) }))
}
