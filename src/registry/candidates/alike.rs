//! Candidates who may be one person although they are not matched: told to whoever registers one of them, never decided.
//!
//! They are looked for before the transaction that registers, in a glance of its own: what is only said need not hold up
//! whoever registers somebody else at the same moment.

use std::collections::{HashMap, HashSet};

use super::{NewCandidate, registering_body};
use crate::error::{Code, Error, Reasoning, Refusal};
use crate::ids::BodyId;
use crate::registry::work::Work;
use crate::scheme::identity::Identity;
use crate::scheme::likeness::{Likeness, Names, PossibleCandidate};
use crate::scheme::person::matching_key;
use crate::store::DatabaseConnection;
use crate::store::candidates::{self as kept, Candidate};

/// At most so many are told.
const MOST_TOLD: usize = 10;

/// Candidates of a body who are like somebody.
#[derive(Debug, Default)]
pub struct Alike {
    candidates: Vec<(Candidate, Names)>,
    by_key: HashMap<String, Vec<usize>>,
}

impl Alike {
    /// Looks for those of `body`, or of all, who are like any of these.
    pub fn find(connection: &mut DatabaseConnection, asked: &[Identity], body: Option<BodyId>) -> Result<Self, Error> {
        let names: Vec<Names> = asked.iter().map(Names::of).collect();
        let mut keys: [Vec<&str>; 2] =
            [names.iter().map(Names::names_key).collect(), names.iter().map(Names::family_key).collect()];
        for keys in &mut keys {
            keys.sort_unstable();
            keys.dedup();
        }
        let [names_keys, family_keys] = &keys;
        let found = kept::alike(connection, names_keys, family_keys, body)?;
        let mut alike = Self::default();
        for (place, found) in found.into_iter().enumerate() {
            let names = Names::of(&found.record().identity());
            for key in [names.names_key(), names.family_key()] {
                alike.by_key.entry(key.to_owned()).or_default().push(place);
            }
            alike.candidates.push((found.candidate, names));
        }
        Ok(alike)
    }

    /// Those who may be the one who is asked for, in the order of registration.
    #[must_use]
    pub fn of(&self, asked: &Identity) -> Vec<PossibleCandidate> {
        if self.candidates.is_empty() {
            return Vec::new();
        }
        let names = Names::of(asked);
        let mut places: Vec<usize> = [names.names_key(), names.family_key()]
            .into_iter()
            .filter_map(|key| self.by_key.get(key))
            .flatten()
            .copied()
            .collect();
        places.sort_unstable();
        places.dedup();
        let mut told = HashSet::new();
        let alike = places.into_iter().filter_map(|place| {
            let (candidate, known) = &self.candidates[place];
            let because = Likeness::between(&names, known)?;
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

/// Whom the body knows in whose name somebody is to be registered, and who may be the same person.
pub fn find_alike(work: &mut Work<'_>, asked: &Identity, body: Option<&str>) -> Result<Alike, Error> {
    let body = registering_body(work, body)?;
    Alike::find(work.connection, std::slice::from_ref(asked), body)
}

/// Refuses whoever has the names and the birth date of somebody whom the body knows.
pub(super) fn refuse_the_same(work: &mut Work<'_>, new: &NewCandidate, body: Option<BodyId>) -> Result<(), Error> {
    let key = matching_key(new.given_names.as_ref(), &new.family_name, new.birth_date);
    let same = kept::matching(work.connection, &[&key], body)?;
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
