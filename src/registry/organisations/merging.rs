//! Merging: a registrar finds that a record is another one's duplicate; and separating what was merged wrongly.
//!
//! `merged_into` always points at the final survivor. Whom the registrar named is kept beside it, append-only, so that a
//! separation gives back what was merged before: whoever led to the duplicate leads to it again.

use std::collections::HashMap;

use serde_json::json;

use super::duplicates::{distinctions_between, look_again};
use super::{Organisation, find, find_record, record, refresh};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::ids::OrganisationId;
use crate::input::fields::Line;
use crate::input::form::{OrUsual, form};
use crate::registry::merges::{MergeKind, followers, told_apart};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::text::Reason;
use crate::store::organisations::{self as kept, MergeRecord};

form! {
    /// A duplicate that is to become one with an organisation.
    #[example({"duplicate_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1ea4", "reason": "The same register entry; the name was spelled with and without the legal form."})]
    pub struct NewMerge as "MergeRequest" {
        /// The duplicate: id or slug.
        pub duplicate as "duplicate_id": Line<100>,
        /// Why the two are one, in words.
        pub reason: Reason,
        /// Whether that the two were told apart before is taken back; false when left out.
        pub overrules_distinction: OrUsual<bool>,
    }
}

/// Makes a duplicate one with the organisation; whatever was merged into the duplicate comes with it.
///
/// # Errors
/// When one of the two is another one's duplicate already, when they are the same record, and when they were told apart
/// and that is not to be taken back.
pub fn merge(work: &mut Work<'_>, id_or_slug: &str, new: &NewMerge) -> Result<Organisation, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let survivor = find_record(work, id_or_slug)?.ok_or(Error::NotFound("organisation"))?;
    let duplicate =
        find_record(work, &new.duplicate)?.ok_or_else(|| Error::missing("/duplicate_id", "organisation"))?;
    if survivor.id == duplicate.id {
        let detail = "an organisation is no duplicate of itself; name another one as `duplicate_id`";
        return Err(Error::refused(Code::OrganisationConflict, detail));
    }
    refuse_merged(work, &survivor, "merge into that one")?;
    refuse_merged(work, &duplicate, "separate it first, if that was wrong")?;
    let distinctions = distinctions_between(work, survivor.id, duplicate.id)?;
    if let Some(known) = distinctions.first().filter(|_| !new.overrules_distinction) {
        return Err(Error::refused(Code::OrganisationConflict, told_apart(known.decided_at, &known.reason)));
    }
    kept::delete_distinctions(work.connection, &distinctions)?;
    let group: Vec<_> = kept::groups(work.connection, &[duplicate.id])?.iter().map(|record| record.id).collect();
    kept::lead_to(work.connection, &group, Some(survivor.id), work.now)?;
    note(work, caller, MergeKind::Merge, (&duplicate, &survivor), &new.reason)?;
    settle(work, survivor.id, duplicate.id)?;
    find(work, &survivor.id.to_string())
}

fn refuse_merged(work: &mut Work<'_>, record: &Organisation, remedy: &str) -> Result<(), Error> {
    let Some(into) = record.merged_into else { return Ok(()) };
    let into = kept::find(work.connection, into)?.map(|into| into.slug.as_str().to_owned()).unwrap_or_default();
    let detail = format!("`{}` was found to be a duplicate of `{into}` before; {remedy}", record.slug.as_str());
    Err(Error::refused(Code::OrganisationConflict, detail))
}

/// Makes a duplicate an organisation of its own again, with what had been merged into it before.
///
/// # Errors
/// When it is nobody's duplicate.
pub fn separate(work: &mut Work<'_>, id_or_slug: &str, reason: &Reason) -> Result<Organisation, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let duplicate = find_record(work, id_or_slug)?.ok_or(Error::NotFound("organisation"))?;
    let Some(survivor) = duplicate.merged_into else {
        let detail = format!("`{}` is nobody's duplicate, so there is nothing to separate", duplicate.slug.as_str());
        return Err(Error::refused(Code::OrganisationConflict, detail));
    };
    let group = kept::groups(work.connection, &[survivor])?;
    let ids: Vec<_> = group.iter().map(|record| record.id).collect();
    let named = kept::named_survivors(work.connection, &ids)?;
    let followers = followers(&ids, duplicate.id, survivor, &named);
    kept::lead_to(work.connection, &[duplicate.id], None, work.now)?;
    kept::lead_to(work.connection, &followers, Some(duplicate.id), work.now)?;
    let survivor = find(work, &survivor.to_string())?;
    note(work, caller, MergeKind::Separation, (&duplicate, &survivor), reason)?;
    settle(work, survivor.id, duplicate.id)?;
    find(work, &duplicate.id.to_string())
}

/// Puts it on record, and appends the event, for the body that registered the duplicate.
fn note(
    work: &mut Work<'_>,
    caller: Caller,
    kind: MergeKind,
    (duplicate, survivor): (&Organisation, &Organisation),
    reason: &Reason,
) -> Result<(), Error> {
    let by = caller.principal.to_string();
    let row = MergeRecord::new(kind, (duplicate.id, survivor.id), reason.as_str(), by, work.now);
    kept::insert_merge(work.connection, &row)?;
    let (event, member) = match kind {
        MergeKind::Merge => ("organisation_merged", "merged_into_id"),
        MergeKind::Separation => ("organisation_separated", "separated_from_id"),
    };
    let data = json!({member: survivor.id.to_string()});
    record(work, Permission::Administer, duplicate, event, data, Some(&json!({"reason": row.reason})))
}

/// What looks alike, and what the public sees, follows.
fn settle(work: &mut Work<'_>, survivor: OrganisationId, duplicate: OrganisationId) -> Result<(), Error> {
    let is_separate = kept::find(work.connection, duplicate)?.is_some_and(|record| record.merged_into.is_none());
    if is_separate {
        look_again(work, &[survivor, duplicate])?;
    } else {
        // Pairs are of survivors.
        kept::replace_pairs(work.connection, &[duplicate], &[])?;
        look_again(work, &[survivor])?;
    }
    refresh(work, survivor)?;
    refresh(work, duplicate)
}

/// A page of the merges and separations of an organisation and of what was merged into it, in the order of recording,
/// with all records that they name.
pub fn list_merges(
    work: &mut Work<'_>,
    id_or_slug: &str,
    request: &PageRequest,
) -> Result<(Page<MergeRecord>, HashMap<OrganisationId, Organisation>), Error> {
    work.authorise(Permission::Administer)?;
    let organisation = find(work, id_or_slug)?;
    let group: Vec<_> = kept::groups(work.connection, &[organisation.id])?.iter().map(|record| record.id).collect();
    let page = kept::list_merges(work.connection, &group, request)?;
    let ids: Vec<String> =
        page.items.iter().flat_map(|record| [record.duplicate, record.survivor]).map(|id| id.to_string()).collect();
    let named = kept::find_all(work.connection, &ids)?;
    Ok((page, named.into_iter().map(|record| (record.id, record)).collect()))
}
