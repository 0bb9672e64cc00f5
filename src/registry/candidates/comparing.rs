//! Candidates are compared with those of the same body some time after they were written: whoever writes need not wait for
//! it, and whoever asks which look like one person is told what was found.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Alike;
use super::kept::{self, Candidate, DuplicateCandidates};
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::registry::work::Registry;
use crate::scheme::likeness::{Likeness, Names};
use crate::store::DatabaseConnection;

/// How many are compared in one go.
const AT_ONCE: i64 = 100;

impl Registry {
    /// Compares some of those who were written since, and notes the letters of their names; says whether there may be more.
    ///
    /// # Errors
    /// Those of the store. Nothing is lost by one: the next call goes on.
    pub fn compare_candidates(&self) -> Result<bool, Error> {
        let notes = self.store.read(|connection| kept::to_compare(connection, AT_ONCE))?;
        if notes.is_empty() {
            return Ok(false);
        }
        let (notes, ids): (Vec<i64>, BTreeSet<CandidateId>) = notes.into_iter().unzip();
        let (ids, now): (Vec<CandidateId>, _) = (ids.into_iter().collect(), self.now());
        // Whoever is written meanwhile is noted anew, so that what is read here may be old when it is written.
        let candidates: Vec<Candidate> =
            self.store.read(|connection| kept::find_many(connection, &ids, None))?.into_values().collect();
        let found = self.store.read(|connection| pairs(connection, &candidates))?;
        let letters: BTreeSet<char> = candidates
            .iter()
            .flat_map(|one| one.full_name().chars().collect::<Vec<_>>())
            .filter(|letter| !letter.is_ascii())
            .collect();
        self.store.write(|connection| {
            let pair = |(&(first, second, body), &because): (&(CandidateId, CandidateId, BodyId), &Likeness)| {
                DuplicateCandidates { first, second, body, because, found_at: now }
            };
            kept::replace_duplicates(connection, &ids, found.iter().map(pair).collect())?;
            kept::meet(connection, &letters, now)?;
            kept::compared(connection, &notes)
        })?;
        Ok(true)
    }
}

/// Those who look like one of these, for each body that knows both.
fn pairs(
    connection: &mut DatabaseConnection,
    candidates: &[Candidate],
) -> Result<BTreeMap<(CandidateId, CandidateId, BodyId), Likeness>, Error> {
    let names: Vec<(CandidateId, Names)> =
        candidates.iter().filter(|one| one.merged_into.is_none()).map(|one| (one.id, one.names())).collect();
    let asked: Vec<&Names> = names.iter().map(|(_, names)| names).collect();
    let alike = Alike::find(connection, &asked, None)?;
    let mut found = Vec::new();
    for (id, names) in &names {
        let others = alike.of(names).into_iter().filter(|other| other.id != *id);
        found.extend(others.map(|other| (*id.min(&other.id), *id.max(&other.id), other.because)));
    }
    let ids: BTreeSet<CandidateId> = found.iter().flat_map(|(first, second, _)| [*first, *second]).collect();
    let known: HashMap<CandidateId, Vec<BodyId>> = kept::who_know(connection, &ids)?;
    let apart = kept::told_apart(connection, &ids.iter().copied().collect::<Vec<_>>())?;
    found.retain(|(first, second, _)| !apart.contains(&(*first, *second)));
    let mut pairs = BTreeMap::new();
    for (first, second, because) in found {
        let of = |id: &CandidateId| known.get(id).map(Vec::as_slice).unwrap_or_default();
        for body in of(&first).iter().filter(|body| of(&second).contains(body)) {
            pairs.insert((first, second, *body), because);
        }
    }
    Ok(pairs)
}
