//! Results: "a body registers the result of a sitting. The registry, not the body, decides: it assesses the
//! requirement as of the sitting day and refuses what the scheme does not allow, with the whole assessment; otherwise
//! it records the result, computes the outcome and, on a pass, awards the certificate. Result, decision, certificate
//! and audit event commit together or not at all."

use chrono::NaiveDate;
use serde_json::json;

use super::additions::Additions;
use super::bodies::{self, Body};
use super::candidates::find_referred;
use super::certificates::Certificate;
use super::eligibility::{self, Known, assess_with};
use super::events::{Event, NewEvent};
use super::work::{Context, Work};
use super::{Page, PageRequest};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{BodyId, CandidateId, ResultBatchId, ResultId};
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::QualificationCode;
use crate::scheme::exam::Outcome;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Reference;
use crate::store::certificates;
use crate::store::results as kept;

mod award;
mod checks;
mod corrections;

pub(super) use checks::{Checked, Sitter, Submission, check};
pub use corrections::{Corrected, NewCorrection, correct};
pub use kept::{DecidedResult, Marking, ResultFilter, SittingResult};

/// A result as it is submitted.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// Whose: the candidate's id.
    pub candidate: String,
    /// What the result says.
    pub sitting: NewSitting,
    /// The body that examined: id or slug. A registrar may name one; a body is always itself.
    pub body: Option<String>,
}

/// What the result of a sitting says.
#[derive(Clone, Debug)]
pub struct NewSitting {
    /// Of which examination.
    pub qualification: String,
    /// The day of the sitting.
    pub sat_on: NaiveDate,
    /// The marks; for every edition whose outcome is computed.
    pub marks: Option<i64>,
    /// The marks of the single questions.
    pub question_marks: Option<Vec<i64>>,
    /// The edition that the client believes it to be; checked, as it follows from the day.
    pub edition: Option<String>,
    /// The outcome as declared; for editions whose formats are not known only.
    pub declared_outcome: Option<Outcome>,
    /// The body's own reference.
    pub reference: Option<Reference>,
}

/// A result with what belongs to it.
#[derive(Clone, Debug)]
pub struct RegisteredResult {
    /// The result.
    pub result: SittingResult,
    /// The certificate that was awarded on it.
    pub certificate: Option<CertificateNumber>,
    /// The record that corrects it.
    pub corrected_by: Option<ResultId>,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub enum Registration {
    /// It was recorded, on this reasoned answer.
    Registered(Box<RegisteredResult>, Box<Assessment>),
    /// "The same result sent again is the same result." With the reasoned answer, unless it has been erased.
    Unchanged(Box<RegisteredResult>, Option<Assessment>),
    /// The scheme does not allow it. The refusal itself is on record, as an event; the result is not.
    Refused(Box<Refusal>),
}

/// Registers the result of a sitting.
pub fn register(work: &mut Work<'_>, new: &NewResult) -> Result<Registration, Error> {
    let context = work.context(Permission::RegisterResults)?;
    let candidate = find_referred(work, &new.candidate, "/candidate_id")?;
    let mut errors = Vec::new();
    let examiner = find_examiner(work, new, &mut errors)?;
    let body = examiner.as_ref().map(|body| body.id);
    let about = Sitter { candidate: candidate.id, birth_date: Some(candidate.birth_date), body };
    let submission = match checks::check(&context, &about, &new.sitting, errors)? {
        Checked::Possible(submission) => submission,
        Checked::Impossible(errors) => return Err(Error::Invalid(errors)),
        Checked::Refused(refusal) => return refuse(work, &about, &new.sitting, refusal),
    };
    let results = kept::of_candidate(work.connection, candidate.id, &submission.qualification.code)?;
    if let Some(same) = same_among(&results, &submission.result) {
        let assessment = kept::decision(work.connection, same.id)?;
        return Ok(Registration::Unchanged(Box::new(complete(work, same.clone())?), assessment));
    }
    let held = certificates::of_candidate(work.connection, candidate.id)?;
    let (evidence, courses) = eligibility::load(work, candidate.id, submission.qualification)?;
    let known = Known { held: &held, evidence: &evidence, courses: &courses };
    let record = Record { results: &results, known, examiner: examiner.as_ref() };
    match decide(&context, &submission, &record)? {
        Err(refusal) => refuse(work, &about, &new.sitting, refusal),
        Ok(assessment) => {
            let mut additions = Additions::default();
            let registered = enter(&context, submission, &held, assessment.clone(), &mut additions)?;
            additions.write(work.connection)?;
            Ok(Registration::Registered(Box::new(registered), Box::new(assessment)))
        }
    }
}

/// The body that examined: the caller itself, or the one that a registrar names.
fn find_examiner(work: &mut Work<'_>, new: &NewResult, errors: &mut Vec<InputError>) -> Result<Option<Body>, Error> {
    let own = work.authorise(Permission::RegisterResults)?.body();
    let found = match (&new.body, own) {
        (Some(named), _) => match bodies::find(work, named) {
            Err(Error::NotFound(_)) => {
                let detail = "there is no body with this id or slug";
                errors.push(InputError::new("/body_id", "unknown_reference", detail));
                return Ok(None);
            }
            found => found?,
        },
        (None, Some(own)) => bodies::find(work, &own.to_string())?,
        (None, None) => return Ok(None),
    };
    if own.is_some_and(|own| own != found.id) {
        errors.push(InputError::new("/body_id", "not_allowed", "can only be your own body; leave it out"));
    }
    Ok(Some(found))
}

/// The result on record that says the same of the same sitting, if there is one.
pub(super) fn same_among<'a>(results: &'a [SittingResult], submitted: &SittingResult) -> Option<&'a SittingResult> {
    results.iter().find(|known| known.qualification == submitted.qualification && is_same(known, submitted))
}

/// Whether two results say the same of the same sitting. The reference is the body's own affair and says nothing.
fn is_same(known: &SittingResult, submitted: &SittingResult) -> bool {
    known.sat_on == submitted.sat_on
        && known.body == submitted.body
        && known.marking == submitted.marking
        && known.outcome == submitted.outcome
}

/// What is on record that a decision rests on.
pub(super) struct Record<'a> {
    /// The candidate's results, of this qualification at least.
    pub results: &'a [SittingResult],
    /// Certificates and evidence.
    pub known: Known<'a>,
    /// The body that examined.
    pub examiner: Option<&'a Body>,
}

/// Decides whether the scheme allows the result: with the reasoned answer, or with the refusal.
pub(super) fn decide(
    context: &Context<'_>,
    submission: &Submission<'_>,
    record: &Record<'_>,
) -> Result<Result<Assessment, Refusal>, Error> {
    let result = &submission.result;
    let is_of_that_day =
        |known: &&SittingResult| known.qualification == result.qualification && known.sat_on == result.sat_on;
    if record.results.iter().any(|known| is_of_that_day(&known)) {
        let detail = format!(
            "another result of this candidate for {} on {} is on record; if it is wrong, a registrar can correct it",
            result.qualification, result.sat_on
        );
        return Ok(Err(refusal(Code::ResultConflict, detail)));
    }
    if let Some(refusal) = record.examiner.and_then(|body| check_listing(body, result.sat_on)) {
        return Ok(Err(refusal));
    }
    let assessment = assess_with(context.scheme, submission.qualification, &record.known, result.sat_on)?;
    if !assessment.eligible() {
        return Ok(Err(not_eligible(assessment)));
    }
    if result.outcome == Outcome::Pass
        && let Some(refusal) = award::obstacle(context, record.known.held, result)
    {
        return Ok(Err(refusal));
    }
    Ok(Ok(assessment))
}

fn refusal(code: Code, detail: String) -> Refusal {
    Refusal { code, detail, errors: Vec::new(), assessment: None }
}

fn not_eligible(assessment: Assessment) -> Refusal {
    let detail = format!(
        "the candidate may not sit {} on {}: {}",
        assessment.qualification,
        assessment.on,
        assessment.unmet().join(" ")
    );
    Refusal { assessment: Some(Box::new(assessment)), ..refusal(Code::NotEligible, detail) }
}

/// A sitting cannot lie "outside the days on which the body was listed".
fn check_listing(body: &Body, sat_on: NaiveDate) -> Option<Refusal> {
    let status = match body.listing().status_on(sat_on) {
        Status::InForce => return None,
        Status::NotYet => format!("is listed from {} on", body.listed_on),
        Status::Suspended { .. } => "was suspended on that day".to_owned(),
        Status::Withdrawn | Status::Expired => "was withdrawn by that day".to_owned(),
    };
    let detail =
        format!("the sitting on {sat_on} is outside the days on which the body was listed: {} {status}", body.name);
    Some(refusal(Code::BodyNotListed, detail))
}

/// Enters result, decision and certificate, and their one event.
pub(super) fn enter(
    context: &Context<'_>,
    submission: Submission<'_>,
    held: &[Certificate],
    assessment: Assessment,
    additions: &mut Additions,
) -> Result<RegisteredResult, Error> {
    let result = submission.result;
    let certificate = match result.outcome {
        Outcome::Pass => Some(award::award(context, submission.qualification, held, &result, additions)?),
        Outcome::Fail => None,
    };
    let data = json!({
        "candidate_id": result.candidate.to_string(),
        "qualification": result.qualification,
        "edition": result.edition,
        "sat_on": result.sat_on,
        "outcome": result.outcome,
        "declared": result.marking == Marking::Declared,
        "certificate_number": certificate,
        "scheme_version": assessment.scheme_version,
    });
    let subject = ("result", result.id.to_string());
    let event = NewEvent { kind: "result_registered", subject, body: result.body, data, personal_data: None };
    additions.events.push(event.by(context));
    additions.results.push(DecidedResult { result: result.clone(), assessment });
    Ok(RegisteredResult { result, certificate, corrected_by: None })
}

/// Puts the refusal of a submission on record.
fn refuse(
    work: &mut Work<'_>,
    about: &Sitter,
    submitted: &NewSitting,
    refusal: Refusal,
) -> Result<Registration, Error> {
    let subject = ("candidate", about.candidate.to_string());
    let refused = Refused { subject, body: about.body, submitted, refusal: &refusal, row: None };
    let event = refused.event(&work.context(Permission::RegisterResults)?);
    work.append(event)?;
    Ok(Registration::Refused(Box::new(refusal)))
}

/// A submission that the scheme does not allow.
pub(super) struct Refused<'a> {
    /// The kind and id of the record that the event is about.
    pub subject: (&'static str, String),
    /// The body that submitted.
    pub body: Option<BodyId>,
    /// What was submitted.
    pub submitted: &'a NewSitting,
    /// Why not.
    pub refusal: &'a Refusal,
    /// The batch and the line in its file, where it came by the file.
    pub row: Option<(ResultBatchId, u64)>,
}

impl Refused<'_> {
    /// "A refused submission leaves no result; the refusal itself is an audit event."
    pub fn event(self, context: &Context<'_>) -> Event {
        let mut data = json!({
            "qualification": self.submitted.qualification,
            "sat_on": self.submitted.sat_on,
            "code": self.refusal.code.as_str(),
            "scheme_version": context.scheme.version,
        });
        if let Some((batch, line)) = self.row {
            data["result_batch_id"] = json!(batch.to_string());
            data["line"] = json!(line);
        }
        let personal_data = json!({"detail": self.refusal.detail, "reference": self.submitted.reference});
        let (subject, body) = (self.subject, self.body);
        NewEvent { kind: "result_refused", subject, body, data, personal_data: Some(&personal_data) }.by(context)
    }
}

/// The result with its certificate and correction.
fn complete(work: &mut Work<'_>, result: SittingResult) -> Result<RegisteredResult, Error> {
    let mut completed = complete_all(work, vec![result])?;
    completed.pop().ok_or_else(|| Error::Internal("a result was lost".to_owned()))
}

/// The results with their certificates and corrections: two queries, however many, and one for each correction that
/// left the certificate of an earlier record standing.
fn complete_all(work: &mut Work<'_>, results: Vec<SittingResult>) -> Result<Vec<RegisteredResult>, Error> {
    complete_with(work, results, |_, held| Ok(held))
}

/// The same, with only so much of the certificates that candidates hold as `known` leaves.
pub(super) fn complete_with(
    work: &mut Work<'_>,
    results: Vec<SittingResult>,
    known: impl Fn(&mut Work<'_>, Vec<Certificate>) -> Result<Vec<Certificate>, Error>,
) -> Result<Vec<RegisteredResult>, Error> {
    let ids: Vec<_> = results.iter().map(|result| result.id).collect();
    let numbers = certificates::numbers_by_result(work.connection, &ids)?;
    let corrections = kept::corrections_of(work.connection, &ids)?;
    let mut completed = Vec::with_capacity(results.len());
    for result in results {
        let mut certificate = numbers.get(&result.id).copied();
        if certificate.is_none() && result.outcome == Outcome::Pass && result.correction.is_some() {
            let held = certificates::of_candidate(work.connection, result.candidate)?;
            let held = known(work, held)?;
            certificate = corrections::standing_certificate(&held, &result).map(|standing| standing.number);
        }
        let corrected_by = corrections.get(&result.id).copied();
        completed.push(RegisteredResult { result, certificate, corrected_by });
    }
    Ok(completed)
}

/// The result with this id, if the caller may see it, and the reasoned answer on which it was accepted.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<(RegisteredResult, Option<Assessment>), Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let id = ResultId::parse(id).ok_or(Error::NotFound("result"))?;
    let result = kept::find(work.connection, id, caller.body())?.ok_or(Error::NotFound("result"))?;
    let assessment = kept::decision(work.connection, id)?;
    Ok((complete(work, result)?, assessment))
}

/// Which results are asked for.
#[derive(Clone, Debug, Default)]
pub struct ResultQuery {
    /// Of this candidate.
    pub candidate: Option<CandidateId>,
    /// Of this qualification.
    pub qualification: Option<QualificationCode>,
    /// With this reference of the body's own.
    pub reference: Option<String>,
}

/// A page of the results that the caller may see, in the order of registration.
pub fn list(work: &mut Work<'_>, query: &ResultQuery, request: &PageRequest) -> Result<Page<RegisteredResult>, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let filter = ResultFilter {
        body: caller.body(),
        candidate: query.candidate,
        qualification: query.qualification.clone(),
        reference: query.reference.clone(),
    };
    let page = kept::list(work.connection, &filter, request)?;
    let next = page.next;
    Ok(Page { items: complete_all(work, page.items)?, next })
}
