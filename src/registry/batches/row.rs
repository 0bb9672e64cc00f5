//! One row: candidate, evidence and result, all of it or none, decided exactly as single requests are.

use super::desk::{Desk, Dossier};
use super::file::{Draft, Row};
use super::order::KeyedRow;
use super::{BatchRow, RowOutcome};
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{CandidateId, ResultId};
use crate::registry::additions::Additions;
use crate::registry::candidates::{self, NewCandidate, impossible_birth_date};
use crate::registry::eligibility::Known;
use crate::registry::evidence::claims;
use crate::registry::evidence::{self, Attestation, Claim, Recorded};
use crate::registry::results::{self, Checked, NewSitting, Record, Refused, Sitter, Submission};
use crate::scheme::exam::Outcome;
use crate::scheme::text::Method;

/// What is attested of evidence that comes in a file.
const ATTESTED_BY: &str = "result file";

/// What came of a row.
pub(super) struct Dealt {
    /// What became of it.
    pub outcome: RowOutcome,
    /// The result that it is on record as.
    pub result: Option<ResultId>,
    /// What was wrong, at pointers into the nested form of the row.
    pub errors: Vec<InputError>,
    /// What it adds to the record.
    pub additions: Additions,
}

impl Dealt {
    fn refused(outcome: RowOutcome, errors: Vec<InputError>) -> Self {
        Self { outcome, result: None, errors, additions: Additions::default() }
    }

    /// What is kept of it, with the places of errors as the file calls them.
    pub fn row(&self, row: &Row, place_of: impl Fn(&str) -> String, dry_run: bool) -> Result<BatchRow, Error> {
        let errors = (!self.errors.is_empty()).then(|| super::RowError::keep(&self.errors, place_of)).transpose()?;
        Ok(BatchRow {
            line: i32::try_from(row.line).map_err(|_| Error::Internal("a line beyond all limits".to_owned()))?,
            reference: row.reference.clone(),
            outcome: self.outcome,
            // What a dry run would have recorded is not on record.
            result: self.result.filter(|_| !dry_run || self.outcome == RowOutcome::Unchanged),
            errors,
        })
    }
}

/// Whom a row means.
enum Who {
    /// A candidate on the desk.
    OnRecord(usize),
    /// A candidate who is to be registered.
    New(Box<NewCandidate>),
    /// It cannot be told.
    Nobody,
}

/// Decides a row, and files what it enters on the desk for the rows after it.
pub(super) fn deal_with(desk: &mut Desk<'_>, keyed: &KeyedRow) -> Result<Dealt, Error> {
    let row = &keyed.row;
    let mut errors = row.errors.clone();
    let mut conflicts = Vec::new();
    let who = identify(desk, keyed, &mut errors, &mut conflicts);
    let birth_date = match &who {
        Who::OnRecord(place) => Some(desk.dossiers[*place].candidate.birth_date),
        Who::New(new) => Some(new.birth_date),
        Who::Nobody => row.draft.birth_date,
    };
    let claims: Vec<Claim> = row
        .draft
        .claims
        .iter()
        .filter_map(|draft| {
            let claim = draft.claim.clone();
            claims::check(&desk.context, birth_date, claim, &desk.courses, &draft.place, &mut errors)
        })
        .collect();
    let candidate = match &who {
        Who::OnRecord(place) => desk.dossiers[*place].candidate.id,
        Who::New(_) | Who::Nobody => CandidateId::new(desk.context.now),
    };
    let sitter = Sitter { candidate, birth_date, body: desk.batch.body };
    let sitting = new_sitting(&row.draft);
    let checked = match &sitting {
        Some(sitting) => Some(results::check(&desk.context, &sitter, sitting, Vec::new())?),
        None => None,
    };
    let (mut possible, mut refused) = (None, None);
    match checked {
        Some(Checked::Possible(submission)) => possible = Some(submission),
        Some(Checked::Impossible(wrong)) => errors.extend(wrong.into_iter().map(below_result)),
        Some(Checked::Refused(refusal)) => refused = Some(refusal),
        None => {}
    }
    if let (Some(refusal), Some(sitting), true) = (&refused, &sitting, errors.is_empty() && conflicts.is_empty()) {
        let subject = matches!(who, Who::OnRecord(_)).then_some(candidate);
        return Ok(refuse(desk, row, subject, sitting, refusal));
    }
    errors.extend(refused.into_iter().flat_map(|refusal| refusal.errors).map(below_result));
    if !errors.is_empty() {
        errors.append(&mut conflicts);
        return Ok(Dealt::refused(RowOutcome::Invalid, errors));
    }
    if !conflicts.is_empty() {
        return Ok(Dealt::refused(RowOutcome::Conflict, conflicts));
    }
    match (sitting, possible) {
        (Some(sitting), Some(submission)) => Entry { row, who, claims, sitting }.decide(desk, submission),
        _ => Err(Error::Internal(format!("the row on line {} has neither errors nor a result", row.line))),
    }
}

fn below_result(error: InputError) -> InputError {
    InputError { pointer: format!("/result{}", error.pointer), ..error }
}

fn new_sitting(draft: &Draft) -> Option<NewSitting> {
    Some(NewSitting {
        qualification: draft.qualification.clone()?,
        sat_on: draft.sat_on?,
        marks: draft.marks,
        question_marks: draft.question_marks.clone(),
        edition: draft.edition.clone(),
        declared_outcome: draft.declared_outcome,
        reference: draft.reference.clone(),
    })
}

/// By candidate number, else matched within the body by name and birth date, else to be registered. "An ambiguous match
/// is an error, never a guess."
fn identify(
    desk: &mut Desk<'_>,
    keyed: &KeyedRow,
    errors: &mut Vec<InputError>,
    conflicts: &mut Vec<InputError>,
) -> Who {
    let draft = &keyed.row.draft;
    if draft.candidate_number.is_some() {
        return identify_by_number(desk, draft, errors, conflicts);
    }
    match (desk.matching(keyed.key.as_deref()), &draft.family_name, draft.birth_date) {
        (&[place], ..) => Who::OnRecord(place),
        (&[], ..) if desk.is_earlier(keyed.key.as_deref()) => {
            let detail = "are the names and the day of birth that one of your candidates had on record before they were \
                          changed; say by the candidate number whom you mean";
            conflicts.push(InputError::new("/candidate", "earlier_identity", detail));
            Who::Nobody
        }
        (&[], Some(family_name), Some(birth_date)) => {
            errors.extend(impossible_birth_date(desk.context.today(), birth_date, "/candidate/birth_date"));
            Who::New(Box::new(NewCandidate {
                given_names: draft.given_names.clone(),
                family_name: family_name.clone(),
                birth_date,
                email: draft.email.clone(),
                country: draft.country,
                listed: draft.listed.unwrap_or(false),
            }))
        }
        (&[], ..) => Who::Nobody,
        (many, ..) => {
            let detail = format!(
                "{} of your candidates have this name and day of birth; say which by the candidate number",
                many.len()
            );
            conflicts.push(InputError::new("/candidate", "ambiguous_candidate", detail));
            Who::Nobody
        }
    }
}

fn identify_by_number(
    desk: &mut Desk<'_>,
    draft: &Draft,
    errors: &mut Vec<InputError>,
    conflicts: &mut Vec<InputError>,
) -> Who {
    const NUMBER: &str = "/candidate/number";
    let found = draft.candidate_number.and_then(|number| desk.numbered(number));
    let is_theirs = |place: usize| {
        let dossier = &desk.dossiers[place];
        dossier.known || draft.birth_date == Some(dossier.candidate.birth_date)
    };
    let is_guess = found.is_none_or(|place| !desk.dossiers[place].known);
    let guess = draft.candidate_number.zip(draft.birth_date).filter(|_| is_guess);
    if let (Some((number, _)), Some(guesses)) = (guess, &desk.guesses)
        && guesses.check(number).is_err()
    {
        let detail = "was not looked up: too many numbers of candidates whom you do not know went with wrong days of \
                      birth; check the columns, wait, and send the file again with `again`";
        errors.push(InputError::new(NUMBER, "too_many_guesses", detail));
        return Who::Nobody;
    }
    let Some(place) = found.filter(|place| is_theirs(*place)) else {
        if let Some((number, birth_date)) = guess {
            desk.missed_numbers += 1;
            if let Some(guesses) = &mut desk.guesses {
                guesses.count(number, birth_date);
            }
        }
        let detail = "is the number of no candidate that you know; one of another body is found by the number together \
                      with the day of birth";
        errors.push(InputError::new(NUMBER, "unknown_reference", detail));
        return Who::Nobody;
    };
    let candidate = &desk.dossiers[place].candidate;
    let contradicts = |what: &str, pointer: &str| {
        let detail = format!("is not the {what} on record of the candidate with this number");
        InputError::new(pointer, "candidate_mismatch", detail)
    };
    if draft.birth_date.is_some_and(|birth_date| birth_date != candidate.birth_date) {
        conflicts.push(contradicts("day of birth", "/candidate/birth_date"));
    }
    if draft.family_name.as_ref().is_some_and(|name| !candidate.family_name.matches(name.as_str())) {
        conflicts.push(contradicts("family name", "/candidate/family_name"));
    }
    Who::OnRecord(place)
}

/// A row whose values are possible.
struct Entry<'r> {
    row: &'r Row,
    who: Who,
    claims: Vec<Claim>,
    sitting: NewSitting,
}

impl Entry<'_> {
    fn decide(self, desk: &mut Desk<'_>, mut submission: Submission<'_>) -> Result<Dealt, Error> {
        let context = desk.context;
        let body = desk.batch.body;
        let mut additions = Additions::default();
        let (place, mut dossier) = match self.who {
            Who::OnRecord(place) => (Some(place), desk.dossiers[place].clone()),
            Who::New(new) => {
                let candidate = candidates::enter(&context, *new, body, &mut additions)?;
                (None, Dossier::new(candidate, true))
            }
            Who::Nobody => return Err(Error::Internal("a row without errors names nobody".to_owned())),
        };
        if let (Some(body), false) = (body, dossier.known) {
            candidates::introduce(&context, &dossier.candidate, body, &mut additions);
            dossier.known = true;
        }
        submission.result.candidate = dossier.candidate.id;
        attest(desk, self.claims, &mut dossier, &mut additions);
        if let Some(same) = results::same_among(&dossier.results, &submission.result) {
            let result = Some(same.id).filter(|id| !dossier.foretold.contains(id));
            desk.file(place, dossier);
            return Ok(Dealt { outcome: RowOutcome::Unchanged, result, errors: Vec::new(), additions });
        }
        let known = Known { held: &dossier.certificates, evidence: &dossier.evidence, courses: &desk.courses };
        let record = Record { results: &dossier.results, known, examiner: desk.examiner.as_ref() };
        let assessment = match results::decide(&context, &submission, &record)? {
            Ok(assessment) => assessment,
            Err(refusal) => {
                let subject = place.map(|_| dossier.candidate.id);
                let refusal = without_foretold(refusal, &dossier);
                return Ok(refuse(desk, self.row, subject, &self.sitting, &refusal));
            }
        };
        let registered = results::enter(&context, submission, &dossier.certificates, assessment, &mut additions)?;
        dossier.certificates.extend(additions.certificates.iter().cloned());
        let result = registered.result;
        let (outcome, id) = (result.outcome, result.id);
        dossier.results.push(result);
        if desk.batch.dry_run {
            dossier.foretold.push(id);
        }
        desk.file(place, dossier);
        let outcome = match outcome {
            Outcome::Pass => RowOutcome::Pass,
            Outcome::Fail => RowOutcome::Fail,
        };
        Ok(Dealt { outcome, result: Some(id), errors: Vec::new(), additions })
    }
}

/// The number of a certificate that only a dry run has awarded says nothing to anybody.
fn without_foretold(mut refusal: Refusal, dossier: &Dossier) -> Refusal {
    for certificate in dossier.certificates.iter().filter(|one| dossier.foretold.contains(&one.result)) {
        refusal.detail = refusal.detail.replace(&format!("certificate {}", certificate.number), "a certificate");
    }
    refusal
}

/// "A row's evidence is attested by the body that sends it."
fn attest(desk: &Desk<'_>, claims: Vec<Claim>, dossier: &mut Dossier, additions: &mut Additions) {
    let attestation = Attestation { method: Method::parse(ATTESTED_BY).ok(), note: None };
    for claim in claims {
        let (candidate, body) = (dossier.candidate.id, desk.batch.body);
        let on_record = &dossier.evidence;
        match evidence::enter(&desk.context, on_record, candidate, claim, Some(&attestation), body, additions) {
            Recorded::New(piece) => dossier.evidence.push(piece),
            Recorded::Unchanged(piece) => {
                dossier
                    .evidence
                    .iter_mut()
                    .filter(|known| known.id == piece.id)
                    .for_each(|known| *known = piece.clone());
            }
        }
    }
}

/// Nothing of the row is recorded but the refusal.
fn refuse(
    desk: &Desk<'_>,
    row: &Row,
    candidate: Option<CandidateId>,
    sitting: &NewSitting,
    refusal: &Refusal,
) -> Dealt {
    let subject = match candidate {
        Some(candidate) => ("candidate", candidate.to_string()),
        None => ("result_batch", desk.batch.id.to_string()),
    };
    let place = Some((desk.batch.id, row.line));
    let refused = Refused { subject, body: desk.batch.body, submitted: sitting, refusal, row: place };
    let event = refused.event(&desk.context);
    let (outcome, pointer) = match refusal.code {
        Code::NotEligible => (RowOutcome::NotEligible, "/result/qualification"),
        Code::ResultConflict | Code::CertificateExists => (RowOutcome::Conflict, "/result"),
        _ => (RowOutcome::Invalid, "/result/sat_on"),
    };
    let errors = match &refusal.assessment {
        Some(assessment) => {
            let each = |unmet: &str| InputError::new(pointer, refusal.code.as_str(), unmet);
            assessment.unmet().into_iter().map(each).collect()
        }
        None => vec![InputError::new(pointer, refusal.code.as_str(), &refusal.detail)],
    };
    let mut dealt = Dealt::refused(outcome, errors);
    dealt.additions.events.push(event);
    dealt
}
