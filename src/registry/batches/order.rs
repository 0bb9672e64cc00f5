//! The order in which the rows of a batch are processed: those of one candidate together, in the order of their sitting
//! days, whatever the order in the file.
//!
//! The rows are spooled into a temporary file; what is kept of each in memory is where it stands there and what it sorts
//! by, some sixty bytes.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Read, Write};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use chrono::Datelike;

use super::file::{Format, Layout, RawRow, Row, Scanner};
use super::stored_file;
use super::turns::MOST_ROWS;
use crate::error::Error;
use crate::input::dates::DateForms;
use crate::pdf::Fonts;
use crate::registry::lettering::{Warnings, unshown_names};
use crate::scheme::Scheme;
use crate::scheme::identity::Identity;
use crate::scheme::likeness::Names;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::matching_key;

/// The rows of a batch that are still to be processed, in order.
pub(super) struct Sequence {
    pub layout: Layout,
    spool: File,
    places: Vec<RowPlace>,
}

/// A row, and what it is matched by.
pub(super) struct KeyedRow {
    pub row: Row,
    /// `None` where it names its candidate by number, or not at all.
    pub key: Option<String>,
    /// What is compared of the names, where there is a key.
    pub names: Option<Arc<Names>>,
    /// What of the names cannot be shown on paper, where there is a key: said of whom the row registers.
    pub unshown: Warnings,
}

impl KeyedRow {
    /// The names, where the row does not say that nobody on record is meant.
    pub fn asked(&self) -> Option<&Names> {
        self.names.as_deref().filter(|_| !self.row.draft.confirm_new)
    }
}

/// What a row is matched by, where it names its candidate by name and birth date.
fn key_of(row: &Row) -> Option<String> {
    let draft = &row.draft;
    match (draft.candidate_number, &draft.family_name, draft.birth_date) {
        (None, Some(family_name), Some(birth_date)) => {
            Some(matching_key(draft.given_names.as_ref(), family_name, birth_date))
        }
        _ => None,
    }
}

/// What is compared of the names, where a row names its candidate so.
fn names_of(row: &Row) -> Option<Arc<Names>> {
    let draft = &row.draft;
    let (None, Some(family_name), Some(birth_date)) = (draft.candidate_number, &draft.family_name, draft.birth_date)
    else {
        return None;
    };
    let (given_names, family_name) = (draft.given_names.clone(), family_name.clone());
    Some(Arc::new(Names::of(&Identity { given_names, family_name, birth_date })))
}

/// Where a row stands in the spool, and what it sorts by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RowPlace {
    /// Which candidate, as far as the row tells.
    candidate: u64,
    /// Whether it means somebody else than who has the same names: those who are meant by them come first.
    is_somebody_else: bool,
    /// The day of the sitting, as a number; rows without one come first.
    sat_on: i32,
    /// "Foundation in the morning lets the candidate sit Practitioner in the afternoon": the qualification's place in
    /// the scheme.
    qualification: u8,
    /// So that not even the outcome of rows that contradict one another depends on the order in the file.
    reference: [u8; 16],
    content: u64,
    line: u32,
    length: u32,
    offset: u64,
}

/// Puts the rows of a file into order.
pub(super) struct Sorting<'a> {
    scheme: &'a Scheme,
    layout: Layout,
    spool: BufWriter<File>,
    bytes: Vec<u8>,
    offset: u64,
    places: Vec<RowPlace>,
    /// Where rows are that name their candidate by number: whose they are, is known once it has been looked up.
    numbered: Vec<(CandidateNumber, usize)>,
}

impl<'a> Sorting<'a> {
    /// Reads the rows of `content` but those whose lines are `done`. Calls `pulse` every now and then, and ends with its
    /// error.
    pub fn read<E: From<Error>>(
        scheme: &'a Scheme,
        format: Format,
        dates: DateForms,
        content: impl Read,
        done: &HashSet<u32>,
        mut pulse: impl FnMut() -> Result<(), E>,
    ) -> Result<Self, E> {
        let scanner = Scanner::open(format, content).map_err(|error| stored_file(&error))?;
        let mut scanner = scanner.with_dates(dates);
        let spool = BufWriter::new(tempfile::tempfile().map_err(|error| no_spool(&error))?);
        let layout = scanner.layout().clone();
        let mut sorting =
            Self { scheme, layout, spool, bytes: Vec::new(), offset: 0, places: Vec::new(), numbered: Vec::new() };
        let mut seen = 0_usize;
        while let Some(raw) = scanner.next_row().map_err(|error| stored_file(&error))? {
            let line = u32::try_from(raw.line).map_err(|_| Error::Internal("a line beyond all limits".to_owned()))?;
            if !done.contains(&line) {
                sorting.add(line, &raw)?;
            }
            seen += 1;
            if seen.is_multiple_of(1000) {
                pulse()?;
            }
        }
        // Which columns NDJSON has is known at its end.
        sorting.layout = scanner.layout().clone();
        Ok(sorting)
    }

    fn add(&mut self, line: u32, raw: &RawRow) -> Result<(), Error> {
        self.bytes.clear();
        raw.write(&mut self.bytes);
        let length =
            u32::try_from(self.bytes.len()).map_err(|_| Error::Internal("a row beyond all limits".to_owned()))?;
        self.spool.write_all(&self.bytes).map_err(|error| no_spool(&error))?;
        let row = self.layout.interpret_for_order(raw);
        let draft = &row.draft;
        if let Some(number) = draft.candidate_number {
            self.numbered.push((number, self.places.len()));
        }
        let rank = |code: &String| self.scheme.qualifications.iter().position(|known| known.code.as_str() == code);
        // With the lengths of the cells, which the text alone does not tell apart.
        let content = hash(&(raw.text(), raw.cells().map(str::len).collect::<Vec<_>>()));
        let mut reference = [0; 16];
        for (to, from) in reference.iter_mut().zip(row.reference.as_deref().unwrap_or_default().bytes()) {
            *to = from;
        }
        self.places.push(RowPlace {
            candidate: key_of(&row).map_or(content, |key| hash(&key)),
            is_somebody_else: draft.confirm_new,
            sat_on: draft.sat_on.map_or(i32::MIN, |day| day.num_days_from_ce()),
            qualification: draft
                .qualification
                .as_ref()
                .and_then(rank)
                .map_or(u8::MAX, |rank| u8::try_from(rank).unwrap_or(u8::MAX)),
            content,
            offset: self.offset,
            reference,
            line,
            length,
        });
        self.offset += u64::from(length);
        Ok(())
    }

    /// The candidate numbers that rows name.
    pub fn numbers(&self) -> Vec<CandidateNumber> {
        self.numbered.iter().map(|(number, _)| *number).collect()
    }

    /// The order, once it is known what the candidates with these numbers are matched by, and, by `merged`, what records that
    /// were merged into others and those others are.
    pub fn finish(
        mut self,
        key_by_number: impl Fn(CandidateNumber) -> Option<String>,
        merged: &[(String, String)],
    ) -> Result<Sequence, Error> {
        let merged: HashMap<u64, u64> =
            merged.iter().map(|(record, survivor)| (hash(record), hash(survivor))).collect();
        for place in self.places.iter_mut().filter(|_| !merged.is_empty()) {
            place.candidate = merged.get(&place.candidate).copied().unwrap_or(place.candidate);
        }
        for (number, place) in &self.numbered {
            // Rows with one number are of one candidate, even where nobody knows whose it is.
            let key = key_by_number(*number).unwrap_or_else(|| number.compact());
            self.places[*place].candidate = hash(&key);
        }
        self.places.sort_unstable();
        let spool = self.spool.into_inner().map_err(|error| no_spool(error.error()))?;
        Ok(Sequence { layout: self.layout, spool, places: self.places })
    }
}

impl Sequence {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The line on which the row at `place` begins in the file.
    pub fn line(&self, place: usize) -> u32 {
        self.places[place].line
    }

    /// Where the chunk that begins at `from` ends: after so many rows, and not between two rows of one candidate unless
    /// there are very many.
    pub fn end_of_chunk(&self, from: usize, rows: usize) -> usize {
        let mut end = (from + rows).min(self.places.len());
        let furthest = (end + MOST_ROWS).min(self.places.len());
        while end < furthest && !self.begins_a_candidate(end) {
            end += 1;
        }
        end
    }

    /// Whether the row at `place` is of another candidate than the one before it.
    pub fn begins_a_candidate(&self, place: usize) -> bool {
        place == 0 || self.places.get(place).is_none_or(|here| here.candidate != self.places[place - 1].candidate)
    }

    /// The rows of a chunk, each with what it is matched by.
    pub fn rows(&self, chunk: std::ops::Range<usize>, fonts: &Fonts) -> Result<Vec<KeyedRow>, Error> {
        let mut bytes = Vec::new();
        self.places[chunk]
            .iter()
            .map(|place| {
                bytes.resize(usize::try_from(place.length).unwrap_or(usize::MAX), 0);
                self.spool.read_exact_at(&mut bytes, place.offset).map_err(|error| no_spool(&error))?;
                let raw = RawRow::from_bytes(&bytes)
                    .ok_or_else(|| Error::Internal("a spooled row cannot be read back".to_owned()))?;
                let row = self.layout.interpret(&raw);
                let names = names_of(&row);
                let key = names.as_ref().map(|names| names.matching_key());
                let (given_names, family_name) = (row.draft.given_names.as_ref(), row.draft.family_name.as_ref());
                let unshown = names.as_ref().map(|_| unshown_names(fonts, "/candidate", given_names, family_name));
                Ok(KeyedRow { key, names, unshown: unshown.unwrap_or_default(), row })
            })
            .collect()
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn no_spool(error: &std::io::Error) -> Error {
    Error::storage("the temporary file of a batch cannot be used", error)
}
