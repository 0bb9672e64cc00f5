//! Where the rows of a batch are decided: everything that a stretch of rows refers to is laid out by a handful of
//! queries, however many rows there are, and what one row enters is there for the next.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Batch;
use super::order::KeyedRow;
use crate::error::Error;
use crate::ids::{CandidateId, ResultId};
use crate::registry::bodies::{self, Body};
use crate::registry::candidates::Candidate;
use crate::registry::courses::Courses;
use crate::registry::eligibility::course_of;
use crate::registry::evidence::Evidence;
use crate::registry::guesses::CandidateGuesses;
use crate::registry::results::SittingResult;
use crate::registry::work::{Context, Work};
use crate::scheme::numbers::CandidateNumber;
use crate::store::certificates::{self, Certificate};
use crate::store::{candidates, evidence, identity_changes, results};

/// Everything on record about a candidate that a decision may rest on.
#[derive(Clone, Debug)]
pub(super) struct Dossier {
    pub candidate: Candidate,
    /// Whether the body knows the candidate. One that it does not know is here because a row names the number.
    pub known: bool,
    pub evidence: Vec<Evidence>,
    pub results: Vec<SittingResult>,
    pub certificates: Vec<Certificate>,
    /// Which of the results only a dry run has entered: they are not on record.
    pub foretold: Vec<ResultId>,
}

impl Dossier {
    /// Of a candidate of whom nothing else is on record.
    pub const fn new(candidate: Candidate, known: bool) -> Self {
        Self {
            candidate,
            known,
            evidence: Vec::new(),
            results: Vec::new(),
            certificates: Vec::new(),
            foretold: Vec::new(),
        }
    }
}

/// What decisions about a stretch of rows rest on.
pub(super) struct Desk<'a> {
    pub context: Context<'a>,
    pub batch: &'a Batch,
    /// The body that examined.
    pub examiner: Option<Body>,
    pub courses: Courses,
    pub dossiers: Vec<Dossier>,
    /// What the body has guessed of candidates whom it does not know.
    pub guesses: Option<CandidateGuesses>,
    /// How many numbers with wrong birth dates the rows have named.
    pub missed_numbers: i32,
    by_number: HashMap<CandidateNumber, usize>,
    by_key: HashMap<String, Vec<usize>>,
    /// The keys of rows that are those of what a candidate of the body had on record before.
    earlier_keys: HashSet<String>,
    last_filed: Option<usize>,
}

impl<'a> Desk<'a> {
    /// Lays out what `rows` refer to. What `carried` holds is newer than the record: entries of a dry run, which nobody
    /// wrote down.
    pub fn lay_out(
        work: &mut Work<'_>,
        context: Context<'a>,
        batch: &'a Batch,
        rows: &[KeyedRow],
        carried: &[Dossier],
    ) -> Result<Self, Error> {
        let examiner = batch.body.map(|body| bodies::find(work, &body.to_string())).transpose()?;
        let mut desk = Self {
            context,
            batch,
            examiner,
            courses: Courses::default(),
            dossiers: carried.to_vec(),
            guesses: None,
            missed_numbers: 0,
            by_number: HashMap::new(),
            by_key: HashMap::new(),
            earlier_keys: HashSet::new(),
            last_filed: None,
        };
        desk.load_candidates(work, rows)?;
        desk.load_records(work, carried.len())?;
        let referred = rows.iter().flat_map(|row| &row.row.draft.claims).filter_map(|draft| draft.claim.course());
        let recorded = desk.dossiers.iter().flat_map(|dossier| &dossier.evidence).filter_map(course_of);
        desk.courses = Courses::load(work, referred.map(str::to_owned).chain(recorded).collect())?;
        if let Some(body) = batch.body {
            let numbers: Vec<_> = rows.iter().filter_map(|row| row.row.draft.candidate_number).collect();
            desk.guesses = Some(CandidateGuesses::load(work, body, &numbers)?);
        }
        for (place, dossier) in desk.dossiers.iter().enumerate() {
            desk.by_number.insert(dossier.candidate.number, place);
            if dossier.known {
                desk.by_key.entry(dossier.candidate.matching_key()).or_default().push(place);
            }
        }
        Ok(desk)
    }

    /// The candidates that rows name by number, and those of the body that have the names and birth dates of rows.
    fn load_candidates(&mut self, work: &mut Work<'_>, rows: &[KeyedRow]) -> Result<(), Error> {
        let body = self.batch.body;
        let numbers: Vec<_> = rows.iter().filter_map(|row| row.row.draft.candidate_number).collect();
        let keys: BTreeSet<&str> = rows.iter().filter_map(|row| row.key.as_deref()).collect();
        let keys: Vec<&str> = keys.into_iter().collect();
        let named = candidates::numbered(work.connection, &numbers, body)?;
        let matching = candidates::matching(work.connection, &keys, body)?;
        if !keys.is_empty() {
            self.earlier_keys = identity_changes::earlier_keys(work.connection, &keys, body)?;
        }
        let found = named.into_iter().chain(matching.into_iter().map(|candidate| (candidate, true)));
        let mut present: BTreeSet<CandidateId> = self.dossiers.iter().map(|dossier| dossier.candidate.id).collect();
        for (candidate, known) in found {
            if present.insert(candidate.id) {
                self.dossiers.push(Dossier::new(candidate, known));
            }
        }
        Ok(())
    }

    /// Evidence, results and certificates of the candidates from place `from` on.
    fn load_records(&mut self, work: &mut Work<'_>, from: usize) -> Result<(), Error> {
        let loaded = &mut self.dossiers[from..];
        let ids: Vec<_> = loaded.iter().map(|dossier| dossier.candidate.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let places: HashMap<_, _> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
        for piece in evidence::of_candidates(work.connection, &ids)? {
            loaded[places[&piece.candidate]].evidence.push(piece);
        }
        for result in results::of_candidates(work.connection, &ids)? {
            loaded[places[&result.candidate]].results.push(result);
        }
        for certificate in certificates::of_candidates(work.connection, &ids)? {
            loaded[places[&certificate.candidate]].certificates.push(certificate);
        }
        Ok(())
    }

    /// The candidate with this number, whoever knows it.
    pub fn numbered(&self, number: CandidateNumber) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    /// The candidates of the body that have this matching key.
    pub fn matching(&self, key: Option<&str>) -> &[usize] {
        key.and_then(|key| self.by_key.get(key)).map_or(&[], Vec::as_slice)
    }

    /// Whether a candidate of the body had this matching key before a change of name or birth date.
    pub fn is_earlier(&self, key: Option<&str>) -> bool {
        key.is_some_and(|key| self.earlier_keys.contains(key))
    }

    /// The dossier that was filed last.
    pub fn last_filed(&mut self) -> Option<Dossier> {
        self.last_filed.map(|place| self.dossiers.swap_remove(place))
    }

    /// Puts a dossier back with what a row entered, or a new one beside the others.
    pub fn file(&mut self, place: Option<usize>, dossier: Dossier) {
        let becomes_known = place.is_none_or(|place| !self.dossiers[place].known);
        let place = place.unwrap_or(self.dossiers.len());
        if becomes_known {
            self.by_number.insert(dossier.candidate.number, place);
            self.by_key.entry(dossier.candidate.matching_key()).or_default().push(place);
        }
        self.last_filed = Some(place);
        match self.dossiers.get_mut(place) {
            Some(there) => *there = dossier,
            None => self.dossiers.push(dossier),
        }
    }
}
