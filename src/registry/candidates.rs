//! Candidates: "a body sees its own candidates and nobody else's, and finds a candidate of another body only by
//! knowing number and birth date together".

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::additions::Additions;
use super::events::{Event, NewEvent};
use super::identity_changes::states as identity_changes;
use super::patches::apply;
use super::work::{Context, Work};
use super::{Page, PageRequest, bodies, credentials};
use crate::auth::permission::Permission;
use crate::entropy::random;
use crate::error::{Code, Error, InputError};
use crate::ids::{BodyId, CandidateId, IdentityChangeId};
use crate::input::fields::Email;
use crate::input::form::{Replacement, form};
use crate::scheme::country::CountryCode;
use crate::scheme::identity::{Identity, IdentityEdit};
use crate::scheme::likeness::Names;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames};
use crate::store::candidates::{self as kept, AddedCandidate, CandidateAccess};

mod alike;
mod comparing;
mod distinguishing;
mod merging;
mod request;
mod searching;

pub use alike::{Alike, find_alike};
pub use distinguishing::{NewCandidateDistinction, distinguish, list_distinctions};
pub use kept::{Candidate, Distinction, MergeRecord};
pub(super) use merging::refuse_merged;
pub use merging::{NewMerge, list_merges, merge, separate};
pub use request::CandidateRequest;
pub(super) use searching::grant_access;
pub use searching::{find_known, search};

/// A candidate who is to be registered.
#[derive(Clone, Debug)]
pub struct NewCandidate {
    pub given_names: Option<GivenNames>,
    pub family_name: FamilyName,
    pub birth_date: NaiveDate,
    pub email: Option<String>,
    pub country: Option<CountryCode>,
    pub listed: bool,
}

impl NewCandidate {
    #[must_use]
    pub fn identity(&self) -> Identity {
        let Self { given_names, family_name, birth_date, .. } = self;
        Identity { given_names: given_names.clone(), family_name: family_name.clone(), birth_date: *birth_date }
    }
}

form! {
    /// What is to change of a candidate. What is left out stays; null clears.
    #[example({"country": "BE", "email": null})]
    #[derive(Default)]
    pub struct CandidateChanges as "CandidatePatch" {
        /// All names but the family name.
        pub given_names: Option<Option<GivenNames>>,
        /// The family name, or the only name.
        pub family_name: Replacement<FamilyName>,
        /// The day of birth.
        pub birth_date: Replacement<NaiveDate>,
        /// Where to write.
        pub email: Option<Option<Email>>,
        /// Where the candidate lives (ISO 3166-1).
        pub country: Option<Option<CountryCode>>,
        /// Whether the candidate agreed to be shown by name; null keeps it as it is.
        pub listed: Option<bool>,
    }
}

impl CandidateChanges {
    /// What of it is about who the candidate is.
    fn identity(&self) -> IdentityEdit {
        let Self { given_names, family_name, birth_date, .. } = self.clone();
        IdentityEdit { given_names, family_name, birth_date }
    }
}

/// The earliest day of birth that is believed.
const EARLIEST_BIRTH: (i32, u32, u32) = (1900, 1, 1);

/// The complaint about a day of birth that does not lie in the past, or further back than anybody lives.
pub(super) fn impossible_birth_date(today: NaiveDate, birth_date: NaiveDate, pointer: &str) -> Option<InputError> {
    let (year, month, day) = EARLIEST_BIRTH;
    let earliest = NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN);
    (!(earliest..today).contains(&birth_date)).then(|| {
        let detail = format!("must lie between {earliest} and yesterday");
        InputError::new(pointer, "impossible_birth_date", detail)
    })
}

pub(super) fn check_birth_date(work: &Work<'_>, birth_date: NaiveDate) -> Result<(), Error> {
    impossible_birth_date(work.today(), birth_date, "/birth_date")
        .map_or(Ok(()), |complaint| Err(Error::Invalid(vec![complaint])))
}

/// The body in whose name candidates are registered: a body in its own, a registrar in that of the body that `body` is the
/// id or slug of, or in none's.
fn registering_body(work: &mut Work<'_>, body: Option<&str>) -> Result<Option<BodyId>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    bodies::in_whose_name(work, &caller, body, "/body_id")
}

/// Registers a candidate. Unless `confirm_new` says that it is somebody else, nobody whom the body knows has the same names
/// and birth date.
///
/// # Errors
/// [`Code::CandidateExists`] where somebody has.
pub fn register(
    work: &mut Work<'_>,
    new: NewCandidate,
    body: Option<&str>,
    confirm_new: bool,
) -> Result<Candidate, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let body = registering_body(work, body)?;
    check_birth_date(work, new.birth_date)?;
    let names = Arc::new(Names::of(&new.identity()));
    if !confirm_new {
        alike::refuse_the_same(work, &names, body)?;
    }
    let mut additions = Additions::default();
    let candidate = enter(&context, new, names, body, &mut additions)?;
    additions.write(work.connection)?;
    Ok(candidate)
}

/// Enters a candidate whom `body`, if it is one that registers, knows from then on, and the event of it.
pub(super) fn enter(
    context: &Context<'_>,
    new: NewCandidate,
    names: Arc<Names>,
    body: Option<BodyId>,
    additions: &mut Additions,
) -> Result<Candidate, Error> {
    let candidate = Candidate {
        id: CandidateId::new(context.now),
        number: CandidateNumber::from_entropy(random(context.entropy)?),
        given_names: new.given_names,
        family_name: new.family_name,
        birth_date: new.birth_date,
        email: new.email,
        country: new.country,
        listed: new.listed,
        held_back: false,
        merged_into: None,
        registered_by_body: body,
        registered_at: context.now,
        changed_at: context.now,
    };
    additions.candidates.push(AddedCandidate { candidate: candidate.clone(), names });
    if let Some(body) = body {
        additions.access.push(CandidateAccess { candidate: candidate.id, body, since: context.now, by_merge: false });
    }
    let data = json!({"number": candidate.number});
    additions.events.push(told(context, &candidate, body, "candidate_registered", data, true));
    Ok(candidate)
}

/// Changes what can change of a candidate, if `unchanged` agrees with the version on record. A body can change the
/// candidates that it registered; of those it only found it may read. Who the holder of a certificate is, only a registrar
/// changes so, and what was on record before is kept.
///
/// # Errors
/// [`Code::IdentityChangeRequired`] for a body that changes a name or the birth date of such a holder.
pub fn change(
    work: &mut Work<'_>,
    id: CandidateId,
    unchanged: impl Fn(&Candidate) -> Result<(), Error>,
    changes: &CandidateChanges,
) -> Result<Candidate, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let candidate = find_changeable(work, id)?;
    unchanged(&candidate)?;
    refuse_merged(work, &candidate, "change that one")?;
    let edit = changes.identity().of(&candidate.identity());
    if edit.is_empty() || !identity_changes::is_certified(work, id)? {
        return record_changes(work, &context, candidate, changes, None);
    }
    if context.caller.body().is_some() {
        let detail = format!(
            "this candidate holds or held a certificate, so a change of {} needs a registrar's consent: ask for it with \
             POST /v1/candidates/{id}/identity-changes, and send the other changes without it",
            edit.fields().join(", ")
        );
        return Err(Error::refused(Code::IdentityChangeRequired, detail));
    }
    check_birth_date(work, edit.birth_date.unwrap_or(candidate.birth_date))?;
    let kept = identity_changes::keep(work, &context, &candidate, edit)?;
    record_changes(work, &context, candidate, changes, Some(kept))
}

/// The candidate, if the caller may change the record.
pub(super) fn find_changeable(work: &mut Work<'_>, id: CandidateId) -> Result<Candidate, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let candidate = find(work, id)?;
    if caller.body().is_some() && candidate.registered_by_body != caller.body() {
        let detail = "another body registered this candidate; ask it, or a registrar, to change the record";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    Ok(candidate)
}

/// Enters that a candidate is not to be shown by name any more. Who registered the candidate does not matter: it is the
/// candidate's own will, and takes nothing from anybody.
pub(super) fn withdraw_consent(context: &Context<'_>, candidate: &mut Candidate, additions: &mut Additions) {
    candidate.listed = false;
    candidate.changed_at = context.now;
    let data = json!({"changed": ["listed"]});
    additions.changed_candidates.push(candidate.clone());
    additions.unlisted.push(candidate.id);
    additions.events.push(told(context, candidate, candidate.registered_by_body, "candidate_changed", data, true));
}

/// Writes changes of a candidate, and the event of them, by whoever the context names; it leads to `kept`, where what was
/// on record before is kept.
pub(super) fn record_changes(
    work: &mut Work<'_>,
    context: &Context<'_>,
    candidate: Candidate,
    changes: &CandidateChanges,
    kept: Option<IdentityChangeId>,
) -> Result<Candidate, Error> {
    let (candidate, fields) = write_changes(work, candidate, changes)?;
    let mut data = json!({"changed": fields});
    if let Some(kept) = kept {
        data["identity_change_id"] = json!(kept.to_string());
    }
    let event = told(context, &candidate, candidate.registered_by_body, "candidate_changed", data, true);
    work.append(event)?;
    Ok(candidate)
}

/// Writes changes of a candidate and names the fields that they concern; the caller appends the event. What was signed
/// with another name is replaced.
pub(super) fn write_changes(
    work: &mut Work<'_>,
    mut candidate: Candidate,
    changes: &CandidateChanges,
) -> Result<(Candidate, Vec<&'static str>), Error> {
    let signed = candidate.full_name();
    let (changes, listed) = (changes.clone(), changes.listed);
    let fields = apply!(changes => candidate: given_names, family_name, birth_date, email, country, listed);
    check_birth_date(work, candidate.birth_date)?;
    candidate.changed_at = work.now;
    match listed {
        Some(true) => candidate.held_back = false,
        Some(false) => kept::withdraw_consent_of_merged(work.connection, candidate.id)?,
        None => {}
    }
    kept::update(work.connection, &candidate)?;
    if candidate.full_name() != signed {
        let records = kept::group(work.connection, candidate.id)?;
        credentials::name_has_changed(work, &records)?;
    }
    Ok((candidate, fields))
}

/// An event about a candidate; the personal data goes apart, where it can be erased.
fn told(
    context: &Context<'_>,
    candidate: &Candidate,
    body: Option<BodyId>,
    kind: &'static str,
    data: serde_json::Value,
    with_personal_data: bool,
) -> Event {
    let personal_data = with_personal_data.then(|| {
        json!({
            "given_names": candidate.given_names,
            "family_name": candidate.family_name,
            "birth_date": candidate.birth_date,
            "email": candidate.email,
            "country": candidate.country,
            "listed": candidate.is_listed(),
        })
    });
    let subject = ("candidate", candidate.id.to_string());
    NewEvent { kind, subject, body, data, personal_data: personal_data.as_ref() }.by(context)
}

/// The candidate, if the caller may see it.
pub fn find(work: &mut Work<'_>, id: CandidateId) -> Result<Candidate, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    kept::find(work.connection, id, caller.body())?.ok_or(Error::NotFound("candidate"))
}

/// The candidate that a request refers to at `pointer`.
pub(super) fn find_referred(work: &mut Work<'_>, id: &str, pointer: &str) -> Result<Candidate, Error> {
    let missing = || Error::missing(pointer, "candidate");
    let id = CandidateId::parse(id).ok_or_else(missing)?;
    match find_survivor(work, id) {
        Err(Error::NotFound(_)) => Err(missing()),
        found => found,
    }
}

/// The candidate that a record is, if the caller may see it: of one that was merged, the one that stays.
pub(super) fn find_survivor(work: &mut Work<'_>, id: CandidateId) -> Result<Candidate, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    kept::find_survivor(work.connection, id, caller.body())?.ok_or(Error::NotFound("candidate"))
}

/// A page of the candidates that the caller may see.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Candidate>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    kept::list(work.connection, caller.body(), request)
}

/// The complaint about a day that lies before the candidate's birth.
pub(super) fn before_birth(birth_date: NaiveDate, day: NaiveDate, pointer: &str) -> Option<InputError> {
    (day <= birth_date)
        .then(|| InputError::new(pointer, "before_birth", "does not lie after the candidate's day of birth"))
}
