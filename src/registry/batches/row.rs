//! One row: candidate, evidence and result, all of it or none, decided exactly as single requests are.

use std::sync::Arc;

use super::file::{Draft, Row};
use super::identification::{Who, compare, identify, possible, withdrawal};
use super::order::KeyedRow;
use super::workspace::Workspace;
use super::{BatchRow, RowNote, RowOutcome};
use crate::error::{Code, Error, InputError, Reasoning, Refusal};
use crate::ids::{CandidateId, ResultId};
use crate::registry::additions::Additions;
use crate::registry::candidates;
use crate::registry::evidence::claims;
use crate::registry::evidence::{self, Claim, NewAttestation, Recorded};
use crate::registry::results::{self, CandidateRecord, Checked, Decision, Grounds, NewSitting, Submission};
use crate::scheme::exam::Outcome;
use crate::scheme::text::Method;

/// What is attested of evidence that comes in a file.
const ATTESTED_BY: &str = "result file";

/// What came of a row.
pub(super) struct ProcessedRow {
    pub outcome: RowOutcome,
    pub result: Option<ResultId>,
    /// What was wrong, at pointers into the nested form of the row.
    pub errors: Vec<InputError>,
    /// What the row says otherwise than the record of its candidate, at such pointers.
    pub notes: Vec<InputError>,
    pub additions: Additions,
}

impl ProcessedRow {
    fn refused(outcome: RowOutcome, errors: Vec<InputError>) -> Self {
        Self { outcome, result: None, errors, notes: Vec::new(), additions: Additions::default() }
    }

    /// What is kept of it, with the places of errors as the file calls them.
    pub fn row(&self, row: &Row, place_of: impl Fn(&str) -> String, dry_run: bool) -> Result<BatchRow, Error> {
        Ok(BatchRow {
            line: i32::try_from(row.line).map_err(|_| Error::Internal("a line beyond all limits".to_owned()))?,
            reference: row.reference.clone(),
            outcome: self.outcome,
            // What a dry run would have recorded is not on record.
            result: self.result.filter(|_| !dry_run || self.outcome == RowOutcome::Unchanged),
            errors: RowNote::keep(&self.errors, &place_of)?,
            notes: RowNote::keep(&self.notes, &place_of)?,
        })
    }
}

/// Decides a row, and keeps what it enters in the workspace for the rows after it.
pub(super) fn process(workspace: &mut Workspace<'_>, keyed: &KeyedRow) -> Result<ProcessedRow, Error> {
    let mut notes = possible(workspace, keyed);
    let mut processed = decide(workspace, keyed)?;
    processed.notes.append(&mut notes);
    Ok(processed)
}

fn decide(workspace: &mut Workspace<'_>, keyed: &KeyedRow) -> Result<ProcessedRow, Error> {
    let row = &keyed.row;
    let mut errors = row.errors.clone();
    let mut conflicts = Vec::new();
    let who = identify(workspace, keyed, &mut errors, &mut conflicts);
    let birth_date = match &who {
        Who::OnRecord(place) => Some(workspace.records[*place].candidate.birth_date),
        Who::New(new, _) => Some(new.birth_date),
        Who::Nobody => row.draft.birth_date,
    };
    let claims: Vec<Claim> = row
        .draft
        .claims
        .iter()
        .filter_map(|draft| {
            let claim = draft.claim.clone();
            claims::check(&workspace.context, birth_date, claim, &workspace.courses, &draft.place, &mut errors)
        })
        .collect();
    let candidate = match &who {
        Who::OnRecord(place) => workspace.records[*place].candidate.id,
        Who::New(..) | Who::Nobody => CandidateId::new(workspace.context.now),
    };
    let (sitting, body) = (new_sitting(&row.draft), workspace.batch.body);
    let checked = match &sitting {
        Some(sitting) => Some(results::check(&workspace.context, candidate, birth_date, body, sitting, Vec::new())?),
        None => None,
    };
    let (mut possible, mut refused) = (None, None);
    match checked {
        Some(Checked::Possible(submission)) => possible = Some(*submission),
        Some(Checked::Impossible(wrong)) => {
            // What could not be read is not missing besides.
            let is_unread = |error: &InputError| row.errors.iter().any(|read| read.pointer == error.pointer);
            errors.extend(wrong.into_iter().map(below_result).filter(|error| !is_unread(error)));
        }
        Some(Checked::Refused(refusal)) => refused = Some(refusal),
        None => {}
    }
    if let (Some(refusal), Some(sitting), true) = (&refused, &sitting, errors.is_empty() && conflicts.is_empty()) {
        let place = if let Who::OnRecord(place) = who { Some(place) } else { None };
        return Ok(refuse(workspace, row, place, sitting, refusal));
    }
    errors.extend(refused.into_iter().flat_map(|refusal| refusal.errors).map(below_result));
    if !errors.is_empty() {
        errors.append(&mut conflicts);
        return Ok(ProcessedRow::refused(RowOutcome::Invalid, errors));
    }
    if !conflicts.is_empty() {
        return Ok(ProcessedRow::refused(RowOutcome::Conflict, conflicts));
    }
    match (sitting, possible) {
        (Some(sitting), Some(submission)) => Entry { keyed, who, claims, sitting }.decide(workspace, submission),
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
        format: draft.format.clone(),
        edition: draft.edition.clone(),
        declared_outcome: draft.declared_outcome,
        reference: draft.reference.clone(),
    })
}

/// A row whose values are possible.
struct Entry<'r> {
    keyed: &'r KeyedRow,
    who: Who,
    claims: Vec<Claim>,
    sitting: NewSitting,
}

impl Entry<'_> {
    fn decide(self, workspace: &mut Workspace<'_>, mut submission: Submission<'_>) -> Result<ProcessedRow, Error> {
        let context = workspace.context;
        let body = workspace.batch.body;
        let row = &self.keyed.row;
        let mut additions = Additions::default();
        let mut registered = None;
        let (place, mut record) = match self.who {
            Who::OnRecord(place) => (Some(place), workspace.records[place].clone()),
            Who::New(new, names) => {
                registered = Some(Arc::clone(&names));
                let candidate = candidates::enter(&context, *new, names, body, &mut additions)?;
                (None, CandidateRecord::new(candidate, true))
            }
            Who::Nobody => return Err(Error::Internal("a row without errors names nobody".to_owned())),
        };
        if let (Some(body), false) = (body, record.is_known) {
            candidates::grant_access(&context, &record.candidate, body, &mut additions);
            record.is_known = true;
        }
        submission.result.candidate = record.candidate.id;
        attest(workspace, self.claims, &mut record, &mut additions);
        let grounds = Grounds { record: &record, courses: &workspace.courses, examiner: workspace.examiner.as_ref() };
        let (outcome, result) = match results::decide(&context, submission, &grounds, &mut additions)? {
            Decision::Refused(refusal) => {
                let refusal = without_simulated(refusal, &record);
                return Ok(refuse(workspace, row, place, &self.sitting, &refusal));
            }
            Decision::Unchanged(same) => {
                (RowOutcome::Unchanged, Some(same.id).filter(|id| !record.simulated.contains(id)))
            }
            Decision::Registered(decided, _) => {
                let (outcome, id) = (decided.result.outcome, decided.result.id);
                record.certificates.extend(additions.certificates.iter().cloned());
                record.results.push(decided.result.clone());
                if workspace.batch.dry_run {
                    record.simulated.push(id);
                }
                additions.results.push(decided);
                (if outcome == Outcome::Pass { RowOutcome::Pass } else { RowOutcome::Fail }, Some(id))
            }
        };
        if place.is_none() && row.draft.confirm_new {
            workspace.registered_anew.insert(workspace.records.len());
        }
        if let Some(names) = registered {
            workspace.registered.add(record.candidate.clone(), names);
        }
        let mut notes = compare(&context, &row.draft, &mut record.candidate, &mut additions);
        if place.is_none() {
            notes.extend_from_slice(&self.keyed.unshown);
        }
        workspace.put(place, record, self.keyed.key.as_deref());
        Ok(ProcessedRow { outcome, result, errors: Vec::new(), notes, additions })
    }
}

/// The number of a certificate that only a dry run has awarded says nothing to anybody.
fn without_simulated(mut refusal: Refusal, record: &CandidateRecord) -> Refusal {
    for certificate in record.certificates.iter().filter(|one| record.simulated.contains(&one.result)) {
        refusal.detail = refusal.detail.replace(&format!("certificate {}", certificate.number), "a certificate");
    }
    refusal
}

/// "A row's evidence is attested by the body that sends it."
fn attest(workspace: &Workspace<'_>, claims: Vec<Claim>, record: &mut CandidateRecord, additions: &mut Additions) {
    if claims.is_empty() {
        return;
    }
    let attestation = NewAttestation { method: Method::parse(ATTESTED_BY).ok(), note: None };
    for claim in claims {
        let (candidate, body) = (record.candidate.id, workspace.batch.body);
        let on_record = &record.evidence;
        match evidence::enter(&workspace.context, on_record, candidate, claim, Some(&attestation), body, additions) {
            Recorded::New(piece) => record.evidence.push(piece),
            Recorded::Unchanged(piece) => {
                record
                    .evidence
                    .iter_mut()
                    .filter(|known| known.id == piece.id)
                    .for_each(|known| *known = piece.clone());
            }
        }
    }
}

/// Nothing of the row is recorded but the refusal, and that its candidate withdraws consent. `place` is where the candidate
/// is, if on record.
fn refuse(
    workspace: &mut Workspace<'_>,
    row: &Row,
    place: Option<usize>,
    sitting: &NewSitting,
    refusal: &Refusal,
) -> ProcessedRow {
    let subject = match place {
        Some(place) => ("candidate", workspace.records[place].candidate.id.to_string()),
        None => ("result_batch", workspace.batch.id.to_string()),
    };
    let line = Some((workspace.batch.id, row.line));
    let event = results::refused(&workspace.context, subject, workspace.batch.body, sitting, refusal, line);
    let (outcome, pointer) = match refusal.code {
        Code::NotEligible => (RowOutcome::NotEligible, "/result/qualification"),
        Code::ResultConflict | Code::ResultAnnulled | Code::CertificateExists => (RowOutcome::Conflict, "/result"),
        _ => (RowOutcome::Invalid, "/result/sat_on"),
    };
    let errors = match refusal.reasoning.as_deref() {
        Some(Reasoning::Assessment(assessment)) => {
            let each = |unmet: &str| InputError::new(pointer, refusal.code.as_str(), unmet);
            assessment.unmet().into_iter().map(each).collect()
        }
        Some(Reasoning::PossibleCandidates(_)) | None => {
            vec![InputError::new(pointer, refusal.code.as_str(), &refusal.detail)]
        }
    };
    let mut processed = ProcessedRow::refused(outcome, errors);
    processed.additions.events.push(event);
    if let Some(place) = place {
        let mut record = workspace.records[place].clone();
        let withdrawn = withdrawal(&workspace.context, &row.draft, &mut record.candidate, &mut processed.additions);
        if withdrawn.is_some() {
            workspace.put(Some(place), record, None);
        }
        processed.notes.extend(withdrawn);
    }
    processed
}
