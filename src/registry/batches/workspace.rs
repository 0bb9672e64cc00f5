//! What the rows of a chunk are decided by: everything that they refer to is loaded by a handful of queries, however many
//! rows there are, and what one row enters is there for the next.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Batch;
use super::order::KeyedRow;
use crate::error::Error;
use crate::ids::CandidateId;
use crate::registry::accredited_courses::AccreditedCourses;
use crate::registry::bodies::{self, Body};
use crate::registry::candidates::Alike;
use crate::registry::guesses::CandidateGuesses;
use crate::registry::results::{CandidateRecord, load_records};
use crate::registry::work::{Context, Work};
use crate::scheme::identity::Identity;
use crate::scheme::numbers::CandidateNumber;
use crate::store::candidates::{self, Found};
use crate::store::identity_changes;

/// What decisions about the rows of a chunk rest on.
pub(super) struct Workspace<'a> {
    pub context: Context<'a>,
    pub batch: &'a Batch,
    /// The body that examined.
    pub examiner: Option<Body>,
    pub courses: AccreditedCourses,
    /// Of candidates, in the order in which they were met.
    pub records: Vec<CandidateRecord>,
    /// Who may be meant by rows that match nobody, and whom the rows of the chunk before have registered.
    pub alike: [&'a Alike; 2],
    /// Whom rows of the chunk have registered.
    pub registered: Alike,
    /// What the body has guessed of candidates whom it does not know.
    pub guesses: Option<CandidateGuesses>,
    /// How many numbers with wrong birth dates the rows have named.
    pub missed_numbers: i32,
    by_number: HashMap<CandidateNumber, usize>,
    by_key: HashMap<String, Vec<usize>>,
    /// Who was on record under numbers whose records were merged into those at these places.
    merged: HashMap<CandidateNumber, (usize, Identity)>,
    /// The keys of rows that are those of what a candidate of the body had on record before.
    earlier_keys: HashSet<String>,
    last: Option<usize>,
    /// Places of candidates whom rows of the chunk registered by `confirm_new`.
    pub registered_anew: HashSet<usize>,
}

impl<'a> Workspace<'a> {
    /// Loads what `rows` refer to. What `carried` holds is newer than the record: entries of a dry run, which nobody wrote
    /// down.
    pub fn load(
        work: &mut Work<'_>,
        context: Context<'a>,
        batch: &'a Batch,
        rows: &[KeyedRow],
        carried: &[CandidateRecord],
        alike: [&'a Alike; 2],
    ) -> Result<Self, Error> {
        let examiner = batch.body.map(|body| bodies::find(work, &body.to_string())).transpose()?;
        let mut workspace = Self {
            context,
            batch,
            examiner,
            courses: AccreditedCourses::default(),
            records: carried.to_vec(),
            alike,
            registered: Alike::default(),
            guesses: None,
            missed_numbers: 0,
            by_number: HashMap::new(),
            by_key: HashMap::new(),
            merged: HashMap::new(),
            earlier_keys: HashSet::new(),
            last: None,
            registered_anew: HashSet::new(),
        };
        workspace.load_candidates(work, rows)?;
        load_records(work, &mut workspace.records[carried.len()..], true)?;
        let referred = rows.iter().flat_map(|row| &row.row.draft.claims).filter_map(|draft| draft.claim.course());
        let recorded = workspace.records.iter().flat_map(CandidateRecord::courses);
        workspace.courses = AccreditedCourses::load(work, referred.map(str::to_owned).chain(recorded).collect())?;
        if let Some(body) = batch.body {
            let numbers: Vec<_> = rows.iter().filter_map(|row| row.row.draft.candidate_number).collect();
            workspace.guesses = Some(CandidateGuesses::load(work, &body, &numbers)?);
        }
        for place in 0..workspace.records.len() {
            workspace.by_number.insert(workspace.records[place].candidate.number, place);
            if workspace.records[place].is_known {
                let key = workspace.records[place].candidate.matching_key();
                workspace.find_by_key(place, key);
            }
        }
        Ok(workspace)
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
        let present = self.records.iter().enumerate().map(|(place, record)| (record.candidate.id, place));
        let mut places: HashMap<CandidateId, usize> = present.collect();
        for Found { candidate, merged, is_known } in named.into_iter().chain(matching) {
            let place = *places.entry(candidate.id).or_insert_with(|| {
                self.records.push(CandidateRecord::new(candidate, is_known));
                self.records.len() - 1
            });
            if let Some(merged) = merged {
                self.by_number.insert(merged.number, place);
                self.merged.insert(merged.number, (place, merged.identity()));
            }
        }
        Ok(())
    }

    /// Lets rows mean the candidate at this place by names and birth date: those on record, which come to `key`, and those of
    /// what was merged.
    fn find_by_key(&mut self, place: usize, key: String) {
        let merged = self.merged.values().filter(|(of, _)| *of == place).map(|(_, identity)| identity.matching_key());
        for key in merged.chain([key]) {
            let places = self.by_key.entry(key).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }

    /// Who was on record under this number, where that record was merged into another one.
    pub fn merged_identity(&self, number: CandidateNumber) -> Option<&Identity> {
        self.merged.get(&number).map(|(_, identity)| identity)
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

    /// The record that was put back last.
    pub fn take_last(&mut self) -> Option<CandidateRecord> {
        self.last.map(|place| self.records.swap_remove(place))
    }

    /// Puts a record back with what a row entered, or a new one beside the others, which the row's key means from now on.
    pub fn put(&mut self, place: Option<usize>, record: CandidateRecord, key: Option<&str>) {
        let becomes_known = record.is_known && place.is_none_or(|place| !self.records[place].is_known);
        let place = place.unwrap_or(self.records.len());
        self.last = Some(place);
        let is_new = place == self.records.len();
        let number = record.candidate.number;
        match self.records.get_mut(place) {
            Some(there) => *there = record,
            None => self.records.push(record),
        }
        if becomes_known {
            self.by_number.insert(number, place);
            let own = key.filter(|_| is_new).map(str::to_owned);
            let key = own.unwrap_or_else(|| self.records[place].candidate.matching_key());
            self.find_by_key(place, key);
        }
    }
}
