//! Merging: a registrar finds that two records are one candidate; and separating what was merged wrongly.
//!
//! Pointers move, records stay: results, certificates and evidence belong to the record that they were recorded for, and
//! whoever looks at a candidate looks at all records of it. `merged_into` always points at the final survivor, as with
//! organisations. Whoever knows a record knows the candidate; what other bodies registered is theirs as before.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::kept::{self, Distinction, MergeRecord};
use super::{Candidate, find};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::ids::{BodyId, CandidateId};
use crate::input::fields::Line;
use crate::input::form::{OrUsual, form};
use crate::registry::credentials;
use crate::registry::events::NewEvent;
use crate::registry::merges::{MergeKind, followers, told_apart};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::text::Reason;
use crate::store::identity_changes;

form! {
    /// A duplicate that is to become one with a candidate.
    #[example({"duplicate_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e72", "reason": "One identity card; the second record has the name without the accent."})]
    pub struct NewMerge as "CandidateMergeRequest" {
        /// The duplicate: its id or its number.
        pub duplicate as "duplicate_id": Line<100>,
        /// Why the two are one, in words that name nobody.
        pub reason: Reason,
        /// Whether that the two were told apart before is taken back; false when left out.
        pub overrules_distinction: OrUsual<bool>,
    }
}

/// Makes a duplicate one with the candidate; whatever was merged into the duplicate comes with it.
///
/// # Errors
/// When one of the two is another one's duplicate already, when they are the same record, when they were told apart and that is not
/// to be taken back, and while a change of who the duplicate is waits for a decision.
pub fn merge(work: &mut Work<'_>, survivor: CandidateId, new: &NewMerge) -> Result<Candidate, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let mut survivor = find(work, survivor)?;
    let duplicate = find_duplicate(work, &new.duplicate)?;
    if survivor.id == duplicate.id {
        let detail = "a candidate's record is no duplicate of itself; name another one as `duplicate_id`";
        return Err(Error::refused(Code::CandidateConflict, detail));
    }
    refuse_merged(work, &survivor, "merge into that one")?;
    refuse_merged(work, &duplicate, "separate it first, if that was wrong")?;
    if let Some(waiting) = identity_changes::waiting(work.connection, duplicate.id)? {
        let detail = format!(
            "the change {waiting} of the names or the birth date of `{}` waits for a decision; decide on it first",
            duplicate.number
        );
        return Err(Error::refused(Code::CandidateConflict, detail));
    }
    let distinctions = distinctions_between(work, &survivor, &duplicate)?;
    if let Some(known) = distinctions.first().filter(|_| !new.overrules_distinction) {
        return Err(Error::refused(Code::CandidateConflict, told_apart(known.decided_at, &known.reason)));
    }
    kept::delete_distinctions(work.connection, &distinctions)?;
    let group = kept::group(work.connection, duplicate.id)?;
    kept::lead_to(work.connection, &group, Some(survivor.id), work.now)?;
    if survivor.is_listed() && !duplicate.is_listed() {
        survivor.held_back = true;
        survivor.changed_at = work.now;
        kept::update(work.connection, &survivor)?;
    }
    note(work, caller, MergeKind::Merge, (&duplicate, &survivor), &new.reason)?;
    let newly = settle_access(work, survivor.id)?;
    settle_access(work, duplicate.id)?;
    let bodies = kept::knowing(work.connection, survivor.id)?;
    let mut data = json!({
        "number": duplicate.number,
        "merged_into_id": survivor.id.to_string(),
        "merged_into_number": survivor.number,
    });
    if !distinctions.is_empty() {
        data["overrules_distinction"] = json!(true);
    }
    let words = json!({"reason": new.reason.as_str()});
    tell(work, Permission::Administer, &bodies, ("candidate_merged", &duplicate), &data, Some(&words))?;
    for body in newly {
        let data = json!({
            "number": survivor.number,
            "found_by_body_id": body.to_string(),
            "merged_id": duplicate.id.to_string(),
        });
        tell(work, Permission::Administer, &BTreeSet::from([body]), ("candidate_found", &survivor), &data, None)?;
    }
    replace_what_names_another(work, &group, &duplicate, &survivor)?;
    find(work, survivor.id)
}

/// The distinctions between the records of two candidates.
pub(super) fn distinctions_between(
    work: &mut Work<'_>,
    one: &Candidate,
    other: &Candidate,
) -> Result<Vec<Distinction>, Error> {
    let ones = kept::group(work.connection, one.id)?;
    let others = kept::group(work.connection, other.id)?;
    let mut found = kept::distinctions_of(work.connection, &ones)?;
    found.retain(|distinction| others.contains(&distinction.first) || others.contains(&distinction.second));
    Ok(found)
}

/// The record with this id or number.
fn find_duplicate(work: &mut Work<'_>, id_or_number: &str) -> Result<Candidate, Error> {
    let found = match (CandidateId::parse(id_or_number), CandidateNumber::parse(id_or_number)) {
        (Some(id), _) => kept::find(work.connection, id, None)?,
        (None, Ok(number)) => {
            kept::numbered(work.connection, &[number], None)?.pop().map(|found| found.record().clone())
        }
        (None, Err(_)) => None,
    };
    found.ok_or_else(|| Error::missing("/duplicate_id", "candidate"))
}

/// Refuses what cannot be done with a record that was merged into another one.
pub(in crate::registry) fn refuse_merged(work: &mut Work<'_>, record: &Candidate, remedy: &str) -> Result<(), Error> {
    let Some(into) = record.merged_into else { return Ok(()) };
    let into = kept::find(work.connection, into, None)?.map(|into| into.number.to_string()).unwrap_or_default();
    let detail = format!("`{}` was found to be a duplicate of `{into}` before; {remedy}", record.number);
    Err(Error::refused(Code::CandidateConflict, detail))
}

/// Makes a duplicate a candidate of its own again, with what had been merged into it before. What was recorded meanwhile stays
/// with the candidate for whom it was recorded.
///
/// # Errors
/// When it is nobody's duplicate.
pub fn separate(work: &mut Work<'_>, duplicate: CandidateId, reason: &Reason) -> Result<Candidate, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let duplicate = find(work, duplicate)?;
    let Some(survivor) = duplicate.merged_into else {
        let detail = format!("`{}` is nobody's duplicate, so there is nothing to separate", duplicate.number);
        return Err(Error::refused(Code::CandidateConflict, detail));
    };
    let group = kept::group(work.connection, survivor)?;
    let named = kept::named_survivors(work.connection, &group)?;
    let mut followers = followers(&group, duplicate.id, survivor, &named);
    kept::lead_to(work.connection, &[duplicate.id], None, work.now)?;
    kept::lead_to(work.connection, &followers, Some(duplicate.id), work.now)?;
    let survivor = settle_consent(work, survivor)?;
    settle_consent(work, duplicate.id)?;
    note(work, caller, MergeKind::Separation, (&duplicate, &survivor), reason)?;
    let bodies = kept::knowing(work.connection, survivor.id)?;
    kept::keep_who_recorded(work.connection, survivor.id)?;
    settle_access(work, survivor.id)?;
    settle_access(work, duplicate.id)?;
    let data = json!({
        "number": duplicate.number,
        "separated_from_id": survivor.id.to_string(),
        "separated_from_number": survivor.number,
    });
    let words = json!({"reason": reason.as_str()});
    tell(work, Permission::Administer, &bodies, ("candidate_separated", &duplicate), &data, Some(&words))?;
    followers.push(duplicate.id);
    replace_what_names_another(work, &followers, &duplicate, &survivor)?;
    find(work, duplicate.id)
}

/// What was signed of these records names the one of the two, and from now on they are the other.
fn replace_what_names_another(
    work: &mut Work<'_>,
    records: &[CandidateId],
    one: &Candidate,
    other: &Candidate,
) -> Result<(), Error> {
    if one.full_name() == other.full_name() { Ok(()) } else { credentials::name_has_changed(work, records) }
}

/// Of the consents of a candidate's records the stricter holds: the candidate is held back no longer where none is left that
/// did not agree.
fn settle_consent(work: &mut Work<'_>, candidate: CandidateId) -> Result<Candidate, Error> {
    let mut candidate = find(work, candidate)?;
    let merged = kept::merged_into(work.connection, &[candidate.id])?;
    if candidate.held_back && merged.iter().all(|(record, _)| record.listed) {
        candidate.held_back = false;
        candidate.changed_at = work.now;
        kept::update(work.connection, &candidate)?;
    }
    Ok(candidate)
}

/// Whoever knows what was merged into a candidate knows the candidate; says who is new.
fn settle_access(work: &mut Work<'_>, candidate: CandidateId) -> Result<Vec<BodyId>, Error> {
    let merged = kept::merged_into(work.connection, &[candidate])?;
    let records: Vec<CandidateId> = merged.into_iter().map(|(record, _)| record.id).collect();
    kept::follow_merges(work.connection, candidate, &records, work.now)
}

fn note(
    work: &mut Work<'_>,
    caller: Caller,
    kind: MergeKind,
    (duplicate, survivor): (&Candidate, &Candidate),
    reason: &Reason,
) -> Result<(), Error> {
    let by = caller.principal.to_string();
    let row = MergeRecord::new(kind, (duplicate.id, survivor.id), reason.as_str(), by, work.now);
    kept::insert_merge(work.connection, &row)
}

/// Appends an event about a candidate for each of these bodies, or for registrars alone where there is none.
pub(super) fn tell(
    work: &mut Work<'_>,
    permission: Permission,
    bodies: &BTreeSet<BodyId>,
    (kind, candidate): (&'static str, &Candidate),
    data: &Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let nobody = bodies.is_empty().then_some(None);
    for body in bodies.iter().copied().map(Some).chain(nobody) {
        let (subject, data) = (("candidate", candidate.id.to_string()), data.clone());
        work.record(permission, NewEvent { kind, subject, body, data, personal_data })?;
    }
    Ok(())
}

/// A page of the merges and separations of a candidate and of what was merged into the record, in the order of recording,
/// with all records that they name.
pub fn list_merges(
    work: &mut Work<'_>,
    candidate: CandidateId,
    request: &PageRequest,
) -> Result<(Page<MergeRecord>, HashMap<CandidateId, Candidate>), Error> {
    work.authorise(Permission::Administer)?;
    let candidate = find(work, candidate)?;
    let group = kept::group_of(work.connection, candidate.id)?;
    let page = kept::list_merges(work.connection, &group, request)?;
    let ids: Vec<CandidateId> = page.items.iter().flat_map(|record| [record.duplicate, record.survivor]).collect();
    let named = kept::find_many(work.connection, &ids, None)?;
    Ok((page, named))
}
