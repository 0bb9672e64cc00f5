//! Whom a row means, and what it says of them otherwise than their record does.

use std::sync::Arc;

use super::file::Draft;
use super::order::KeyedRow;
use super::workspace::Workspace;
use crate::error::InputError;
use crate::registry::additions::Additions;
use crate::registry::candidates::{self, Candidate, NewCandidate, impossible_birth_date};
use crate::registry::results::CandidateRecord;
use crate::registry::work::Context;
use crate::scheme::identity::Identity;
use crate::scheme::likeness::{Names, PossibleCandidate};
use crate::scheme::person::{GivenNames, comparable};
use crate::scheme::text::Reference;

/// Whom a row means.
pub(super) enum Who {
    /// A record of the workspace.
    OnRecord(usize),
    /// A candidate who is to be registered.
    New(Box<NewCandidate>, Arc<Names>),
    /// It cannot be told.
    Nobody,
}

/// By candidate number, else matched within the body by name and birth date, else to be registered. "An ambiguous match
/// is an error, never a guess."
pub(super) fn identify(
    workspace: &mut Workspace<'_>,
    keyed: &KeyedRow,
    errors: &mut Vec<InputError>,
    conflicts: &mut Vec<InputError>,
) -> Who {
    let draft = &keyed.row.draft;
    if draft.candidate_number.is_some() {
        return identify_by_number(workspace, draft, errors, conflicts);
    }
    let mut matching = workspace.matching(keyed.key.as_deref());
    if draft.confirm_new {
        if draft.reference.is_none() {
            let detail = "needs a `reference`, by which the row is known again when it is sent again";
            errors.push(InputError::new("/candidate/confirm_new", "required", detail));
        }
        // Somebody else than all of them, but for whom this very row registered when it was sent before.
        let registered = matching.iter().position(|place| has_result(&workspace.records[*place], draft));
        matching = registered.map_or(&[], |place| &matching[place..=place]);
    }
    let is_anew = |place: &usize| workspace.registered_anew.contains(place);
    if matching.is_empty() && workspace.matching(keyed.key.as_deref()).iter().any(is_anew) {
        let detail = "has the names and the birth date of somebody whom an earlier row registers by `confirm_new`; send \
                      it when that is done, with the candidate's number or as yet somebody else";
        conflicts.push(InputError::new("/candidate", "ambiguous_candidate", detail));
        return Who::Nobody;
    }
    match (matching, &draft.family_name, draft.birth_date.zip(keyed.names.as_ref())) {
        (&[place], ..) => Who::OnRecord(place),
        (&[], ..) if !draft.confirm_new && workspace.is_earlier(keyed.key.as_deref()) => {
            let detail = "are the names and the day of birth that one of your candidates had on record before they were \
                          changed; say by the candidate number whom you mean";
            conflicts.push(InputError::new("/candidate", "earlier_identity", detail));
            Who::Nobody
        }
        (&[], Some(family_name), Some((birth_date, names))) => {
            errors.extend(impossible_birth_date(workspace.context.today(), birth_date, "/candidate/birth_date"));
            let new = NewCandidate {
                given_names: draft.given_names.clone(),
                family_name: family_name.clone(),
                birth_date,
                email: draft.email.clone(),
                country: draft.country,
                listed: draft.listed.unwrap_or(false),
            };
            Who::New(Box::new(new), Arc::clone(names))
        }
        (&[], ..) => Who::Nobody,
        (many, ..) => {
            let detail = format!(
                "{} of your candidates have this name and day of birth; say which by the candidate number, or that it is \
                 somebody else by `confirm_new`",
                many.len()
            );
            conflicts.push(InputError::new("/candidate", "ambiguous_candidate", detail));
            Who::Nobody
        }
    }
}

/// Whether the sitting of a row is on record of a candidate.
fn has_result(record: &CandidateRecord, draft: &Draft) -> bool {
    record.results.iter().any(|result| {
        Some(result.qualification.as_str()) == draft.qualification.as_deref()
            && Some(result.sat_on) == draft.sat_on
            && result.reference.as_deref() == draft.reference.as_ref().map(Reference::as_str)
    })
}

/// Says of a row that matches nobody who may be meant by it.
pub(super) fn possible(workspace: &Workspace<'_>, keyed: &KeyedRow) -> Vec<InputError> {
    let is_matched = !workspace.matching(keyed.key.as_deref()).is_empty();
    let Some(names) = keyed.asked().filter(|_| !is_matched) else { return Vec::new() };
    let [on_record, just_before] = workspace.alike.map(|alike| alike.of(names));
    // Where the search came after the rows before, it has found those whom they registered.
    let is_told = |one: &PossibleCandidate| on_record.iter().any(|known| known.id == one.id);
    let of_the_file: Vec<_> = just_before.into_iter().filter(|one| !is_told(one)).collect();
    let of_the_file = of_the_file.into_iter().chain(workspace.registered.of(names));
    let on_record = on_record.into_iter().map(|possible| {
        format!("may be your {possible}; if so, name the candidate by the number, else say so by `confirm_new`")
    });
    // The number of somebody whom only a dry run registered is nobody's.
    let of_the_file = of_the_file.map(|possible| {
        let number = if workspace.batch.dry_run { String::new() } else { format!(" as {}", possible.number) };
        format!(
            "may be somebody whom another row registers{number}, and who {}; if so, write the same names and day of birth in \
             both, or the candidate's number, else say so by `confirm_new`",
            possible.because.in_words()
        )
    });
    on_record.chain(of_the_file).map(|detail| InputError::new("/candidate", "possible_candidate", detail)).collect()
}

fn identify_by_number(
    workspace: &mut Workspace<'_>,
    draft: &Draft,
    errors: &mut Vec<InputError>,
    conflicts: &mut Vec<InputError>,
) -> Who {
    const NUMBER: &str = "/candidate/number";
    let found = draft.candidate_number.and_then(|number| workspace.numbered(number));
    let merged = draft.candidate_number.and_then(|number| workspace.merged_identity(number)).cloned();
    let is_theirs = |place: usize| {
        let record = &workspace.records[place];
        let born = [Some(record.candidate.birth_date), merged.as_ref().map(|identity| identity.birth_date)];
        record.is_known || draft.birth_date.is_some() && born.contains(&draft.birth_date)
    };
    let is_guess = found.is_none_or(|place| !workspace.records[place].is_known);
    let guess = draft.candidate_number.zip(draft.birth_date).filter(|_| is_guess);
    if let (Some((number, _)), Some(guesses)) = (guess, &workspace.guesses)
        && guesses.check(number).is_err()
    {
        let detail = "was not looked up: too many numbers of candidates whom you do not know went with wrong days of \
                      birth; check the columns, wait, and send the file again with `again`";
        errors.push(InputError::new(NUMBER, "too_many_guesses", detail));
        return Who::Nobody;
    }
    let Some(place) = found.filter(|place| is_theirs(*place)) else {
        if let Some((number, birth_date)) = guess {
            workspace.missed_numbers += 1;
            if let Some(guesses) = &mut workspace.guesses {
                guesses.count(number, birth_date);
            }
        }
        let detail = "is the number of no candidate that you know; one of another body is found by the number together \
                      with the day of birth";
        errors.push(InputError::new(NUMBER, "unknown_reference", detail));
        return Who::Nobody;
    };
    let record = &workspace.records[place];
    // What was merged goes on being named as it was on record.
    let is_as_merged = merged.is_some_and(|identity| mismatches(draft, &identity, record.is_known).next().is_none());
    if !is_as_merged {
        conflicts.extend(mismatches(draft, &record.candidate.identity(), record.is_known));
    }
    Who::OnRecord(place)
}

/// Where a row that names its candidate by number contradicts the record: then it is not known which of the two is meant.
/// What is on record is shown only to a body that knows the candidate already.
fn mismatches(draft: &Draft, candidate: &Identity, is_known: bool) -> impl Iterator<Item = InputError> + use<> {
    let birth_date = draft.birth_date.filter(|given| *given != candidate.birth_date);
    let family_name = draft.family_name.as_ref().filter(|given| !candidate.family_name.matches(given.as_str()));
    let given_names = draft
        .given_names
        .as_ref()
        .filter(|given| candidate.given_names.as_ref().is_none_or(|on_record| !on_record.is_compatible_with(given)));
    let on_record = candidate.given_names.as_ref().map_or("none", GivenNames::as_str);
    let (born, family) = (candidate.birth_date.to_string(), candidate.family_name.as_str());
    let mismatch = move |pointer, what, given: String, on_record: &str| {
        let theirs = if is_known { format!(", which is {on_record}") } else { String::new() };
        let detail = format!(
            "is {given}, and not the {what} on record of the candidate with this number{theirs}; put right whichever is \
             wrong, the number or the {what}"
        );
        InputError::new(pointer, "candidate_mismatch", detail)
    };
    [
        birth_date.map(|given| mismatch("/candidate/birth_date", "day of birth", given.to_string(), &born)),
        family_name.map(|given| mismatch("/candidate/family_name", "family name", given.as_str().to_owned(), family)),
        given_names
            .map(|given| mismatch("/candidate/given_names", "given names", given.as_str().to_owned(), on_record)),
    ]
    .into_iter()
    .flatten()
}

/// Says what a row that is taken says otherwise than the record of its candidate: a consent is withdrawn, all else of the
/// record is kept.
pub(super) fn compare(
    context: &Context<'_>,
    draft: &Draft,
    candidate: &mut Candidate,
    additions: &mut Additions,
) -> Vec<InputError> {
    let mut notes = Vec::new();
    let mut kept = |pointer, what: &str| {
        let detail = format!(
            "is not the {what} on record, which is kept; where the record is wrong, change it with PATCH \
             /v1/candidates/{}",
            candidate.id
        );
        notes.push(InputError::new(pointer, "kept", detail));
    };
    if draft.given_names.as_ref().is_some_and(|given| {
        candidate
            .given_names
            .as_ref()
            .is_none_or(|on_record| comparable(on_record.as_str()) != comparable(given.as_str()))
    }) {
        kept("/candidate/given_names", "whole of the given names");
    }
    if draft.email.as_ref().is_some_and(|given| candidate.email.as_ref() != Some(given)) {
        kept("/candidate/email", "e-mail address");
    }
    if draft.country.is_some_and(|given| candidate.country != Some(given)) {
        kept("/candidate/country", "country");
    }
    if draft.listed == Some(true) && !candidate.is_listed() {
        kept("/candidate/listed", "consent");
    }
    notes.extend(withdrawal(context, draft, candidate, additions));
    notes
}

/// Takes a consent back that a row takes back: where it is certain whom the row means, its result need not be taken for that.
/// Whichever body says so, it is the candidate's will.
pub(super) fn withdrawal(
    context: &Context<'_>,
    draft: &Draft,
    candidate: &mut Candidate,
    additions: &mut Additions,
) -> Option<InputError> {
    if draft.listed != Some(false) || !candidate.listed {
        return None;
    }
    candidates::withdraw_consent(context, candidate, additions);
    let detail = "withdraws the consent that was on record: the candidate is not shown by name any more";
    Some(InputError::new("/candidate/listed", "changed", detail))
}
