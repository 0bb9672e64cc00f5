//! What the merging of organisations and that of candidates have in common: a record points at the final survivor, and whom the
//! registrar named is kept beside.

use std::collections::HashMap;
use std::hash::Hash;

use crate::clock::Moment;
use crate::input::form::form;
use crate::scheme::text::Reason;

pub use crate::store::merges::MergeKind;

form! {
    /// A separation of what was merged.
    #[example({"reason": "Two people with one name, each with an identity card."})]
    pub struct NewSeparation as "SeparationRequest" {
        /// Why they are two, in words.
        pub reason: Reason,
    }
}

/// Why two records are not merged that were told apart then, for this reason.
pub(super) fn told_apart(at: Moment, reason: &str) -> String {
    let day = at.date_naive();
    format!(
        "the two were told apart on {day}: {reason} If that was wrong, send `overrules_distinction` with the value true"
    )
}

/// Which of these records follow one that is separated from their survivor: their way to it, from one that was named to the
/// next, goes by that one.
pub(super) fn followers<Id: Copy + Eq + Hash>(
    group: &[Id],
    separated: Id,
    survivor: Id,
    named: &HashMap<Id, Id>,
) -> Vec<Id> {
    let follows = |id: &&Id| **id != separated && leads_to(**id, separated, survivor, named);
    group.iter().filter(follows).copied().collect()
}

/// Whether the way of a record to its survivor, from one that was named to the next, goes by `by`.
fn leads_to<Id: Copy + Eq + Hash>(from: Id, by: Id, survivor: Id, named: &HashMap<Id, Id>) -> bool {
    let mut here = from;
    // The way has no circles, but a record is not what should show that.
    for _ in 0..=named.len() {
        if here == by {
            return true;
        }
        match named.get(&here) {
            Some(next) if here != survivor => here = *next,
            _ => return false,
        }
    }
    false
}
