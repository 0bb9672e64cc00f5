//! Candidates of one body who look like one person, who is still to be compared, and which letters their names have had.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CandidateId};
use crate::scheme::likeness::Likeness;
use crate::scheme::numbers::CandidateNumber;
use crate::store::column::{Column, word_columns};
use crate::store::connection::{DatabaseConnection, insert_all};
use crate::store::page::{Page, PageRequest};
use crate::store::rows::{Columns, Rows, grouped, narrow, values};
use crate::store::schema::{candidate_bodies, candidate_comparisons, candidate_duplicates, candidates, letters};

word_columns!(Likeness);

/// Two candidates whom a body knows and who look like one person; the one that was registered first stands first.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = candidate_duplicates, treat_none_as_default_value = false)]
pub struct DuplicateCandidates {
    #[diesel(column_name = first_id)]
    pub first: CandidateId,
    #[diesel(column_name = second_id)]
    pub second: CandidateId,
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    pub because: Likeness,
    #[diesel(serialize_as = Column<Moment>)]
    pub found_at: Moment,
}

impl DuplicateCandidates {
    /// Its key in lists.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}~{}~{}", self.first, self.second, self.body)
    }
}

/// Notes that these have become known, or other than they were.
pub(super) fn compare_later(
    connection: &mut DatabaseConnection,
    ids: impl Iterator<Item = CandidateId>,
) -> Result<(), Error> {
    let ids: BTreeSet<CandidateId> = ids.collect();
    let rows = ids.into_iter().map(|id| values!(candidate_comparisons: candidate_id = id));
    insert_all!(connection, candidate_comparisons::table, rows);
    Ok(())
}

/// Who is to be compared, the earliest notes first.
pub fn to_compare(connection: &mut DatabaseConnection, limit: i64) -> Result<Vec<(i64, CandidateId)>, Error> {
    let notes = candidate_comparisons::table.order(candidate_comparisons::id).limit(limit);
    notes.select((candidate_comparisons::id, candidate_comparisons::candidate_id)).rows(connection)
}

/// Takes these notes away.
pub fn compared(connection: &mut DatabaseConnection, notes: &[i64]) -> Result<(), Error> {
    let done = candidate_comparisons::table.filter(candidate_comparisons::id.eq_any(notes));
    diesel::delete(done).execute(connection)?;
    Ok(())
}

/// Which bodies know these candidates.
pub fn who_know(
    connection: &mut DatabaseConnection,
    ids: &BTreeSet<CandidateId>,
) -> Result<HashMap<CandidateId, Vec<BodyId>>, Error> {
    let known = candidate_bodies::table.filter(candidate_bodies::candidate_id.eq_any(ids));
    Ok(grouped(known.select((candidate_bodies::candidate_id, candidate_bodies::body_id)).rows(connection)?))
}

/// Writes the pairs of which one of `of` is a side, in the place of those that were there; what was there stays as old as it
/// is.
pub fn replace_duplicates(
    connection: &mut DatabaseConnection,
    of: &[CandidateId],
    mut pairs: Vec<DuplicateCandidates>,
) -> Result<(), Error> {
    for column in [true, false] {
        let mut known = candidate_duplicates::table.select(DuplicateCandidates::columns()).into_boxed();
        known = if column {
            known.filter(candidate_duplicates::first_id.eq_any(of))
        } else {
            known.filter(candidate_duplicates::second_id.eq_any(of))
        };
        let known: HashMap<String, Moment> =
            known.rows::<DuplicateCandidates>(connection)?.into_iter().map(|one| (one.key(), one.found_at)).collect();
        for pair in &mut pairs {
            pair.found_at = known.get(&pair.key()).copied().unwrap_or(pair.found_at);
        }
    }
    let first = candidate_duplicates::table.filter(candidate_duplicates::first_id.eq_any(of));
    diesel::delete(first).execute(connection)?;
    let second = candidate_duplicates::table.filter(candidate_duplicates::second_id.eq_any(of));
    diesel::delete(second).execute(connection)?;
    insert_all!(connection, candidate_duplicates::table, pairs);
    Ok(())
}

/// A page of the pairs, of this body only if one is given, each with the numbers of the two: of records that stand for
/// themselves.
pub fn list_duplicates(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<(DuplicateCandidates, [CandidateNumber; 2])>, Error> {
    let (after, other) = (request.after(), diesel::alias!(candidates as others));
    let mut parts = after.splitn(3, '~').map(str::to_owned);
    let (first, second, of) =
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let same_pair = candidate_duplicates::second_id.eq(second.clone()).and(candidate_duplicates::body_id.gt(of));
    let same_first =
        candidate_duplicates::first_id.eq(first.clone()).and(candidate_duplicates::second_id.gt(second).or(same_pair));
    let mut query = candidate_duplicates::table
        .inner_join(candidates::table.on(candidates::id.eq(candidate_duplicates::first_id)))
        .inner_join(other.on(other.field(candidates::id).eq(candidate_duplicates::second_id)))
        .filter(candidates::merged_into_id.is_null())
        .filter(other.field(candidates::merged_into_id).is_null())
        .filter(candidate_duplicates::first_id.ge(first.clone()))
        .filter(candidate_duplicates::first_id.gt(first).or(same_first))
        .order((candidate_duplicates::first_id, candidate_duplicates::second_id, candidate_duplicates::body_id))
        .limit(request.rows())
        .select((DuplicateCandidates::columns(), candidates::number, other.field(candidates::number)))
        .into_boxed();
    narrow!(query: candidate_duplicates::body_id = body);
    let rows: Vec<(DuplicateCandidates, CandidateNumber, CandidateNumber)> = query.rows(connection)?;
    let page = request.page(rows, |(pair, ..): &(DuplicateCandidates, CandidateNumber, CandidateNumber)| pair.key());
    Ok(page.map(|(pair, first, second)| (pair, [first, second])))
}

/// Notes letters that names have had for the first time.
pub fn meet(connection: &mut DatabaseConnection, met: &BTreeSet<char>, at: Moment) -> Result<(), Error> {
    let texts: Vec<String> = met.iter().map(char::to_string).collect();
    let known: BTreeSet<String> = letters::table
        .filter(letters::letter.eq_any(&texts))
        .select(letters::letter)
        .rows(connection)?
        .into_iter()
        .collect();
    let new = texts.into_iter().filter(|letter| !known.contains(letter));
    let rows = new.map(|letter| values!(letters: letter = letter, met_at = Column(at)));
    insert_all!(connection, letters::table, rows);
    Ok(())
}

/// All letters beyond ASCII that names on record have had, and since when.
pub fn met(connection: &mut DatabaseConnection) -> Result<Vec<(String, Moment)>, Error> {
    letters::table.select((letters::letter, letters::met_at)).rows(connection)
}
