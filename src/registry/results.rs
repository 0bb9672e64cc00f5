//! Results: "a body registers the result of a sitting. The registry, not the body, decides: it assesses the
//! requirement as of the sitting day and refuses what the scheme does not allow, with the whole assessment; otherwise
//! it records the result, computes the outcome and, on a pass, awards the certificate. Result, decision, certificate
//! and audit event commit together or not at all."

use chrono::NaiveDate;
use serde_json::json;

use super::candidates::find_referred;
use super::certificates::Certificate;
use super::eligibility::assess_with;
use super::events::NewEvent;
use super::work::Work;
use super::{Page, PageRequest, bodies};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, Refusal};
use crate::ids::{BodyId, CandidateId, ResultId};
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::{Qualification, QualificationCode};
use crate::scheme::exam::Outcome;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Reference;
use crate::store::certificates;
use crate::store::results as kept;

mod award;
mod checks;
mod corrections;

pub use corrections::{Corrected, NewCorrection, correct};
pub use kept::{Marking, ResultFilter, SittingResult};

/// A result as it is submitted.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// Whose: the candidate's id.
    pub candidate: String,
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
    /// The body that examined: id or slug. A registrar may name one; a body is always itself.
    pub body: Option<String>,
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

/// A submission whose values are possible.
struct Submission<'a> {
    qualification: &'a Qualification,
    result: SittingResult,
}

/// Registers the result of a sitting.
pub fn register(work: &mut Work<'_>, new: &NewResult) -> Result<Registration, Error> {
    let caller = work.authorise(Permission::RegisterResults)?;
    let candidate = find_referred(work, &new.candidate, "/candidate_id")?;
    let submission = match checks::check(work, &caller, &candidate, new)? {
        Ok(submission) => submission,
        Err(refusal) => {
            let about = Refused { candidate: candidate.id, body: caller.body(), submitted: new };
            about.record(work, &refusal)?;
            return Ok(Registration::Refused(Box::new(refusal)));
        }
    };
    let chain = kept::of_candidate(work.connection, candidate.id, &submission.qualification.code)?;
    if let Some(same) = chain.iter().find(|known| is_same(known, &submission.result)) {
        let assessment = kept::decision(work.connection, same.id)?;
        return Ok(Registration::Unchanged(Box::new(complete(work, same.clone())?), assessment));
    }
    match decide(work, &submission, &chain)? {
        Ok(decision) => {
            let registered = write(work, &submission, &decision)?;
            Ok(Registration::Registered(Box::new(registered), Box::new(decision.assessment)))
        }
        Err(refusal) => {
            let about = Refused { candidate: candidate.id, body: submission.result.body, submitted: new };
            about.record(work, &refusal)?;
            Ok(Registration::Refused(Box::new(refusal)))
        }
    }
}

/// Whether two results say the same of the same sitting. The reference is the body's own affair and says nothing.
fn is_same(known: &SittingResult, submitted: &SittingResult) -> bool {
    known.sat_on == submitted.sat_on
        && known.body == submitted.body
        && known.marking == submitted.marking
        && known.outcome == submitted.outcome
}

/// What a registration rests on.
struct Decision {
    assessment: Assessment,
    held: Vec<Certificate>,
}

/// Decides whether the scheme allows the result; the inner error is the refusal.
fn decide(
    work: &mut Work<'_>,
    submission: &Submission<'_>,
    chain: &[SittingResult],
) -> Result<Result<Decision, Refusal>, Error> {
    let result = &submission.result;
    if chain.iter().any(|known| known.sat_on == result.sat_on) {
        let detail = format!(
            "another result of this candidate for {} on {} is on record; if it is wrong, a registrar can correct it",
            result.qualification, result.sat_on
        );
        return Ok(Err(refusal(Code::ResultConflict, detail)));
    }
    if let Some(refusal) = check_listing(work, result.body, result.sat_on)? {
        return Ok(Err(refusal));
    }
    let held = certificates::of_candidate(work.connection, submission.result.candidate)?;
    let assessment = assess_with(work, submission.result.candidate, submission.qualification, &held, result.sat_on)?;
    if !assessment.eligible() {
        return Ok(Err(not_eligible(assessment)));
    }
    if result.outcome == Outcome::Pass
        && let Some(refusal) = award::obstacle(work, &held, result)
    {
        return Ok(Err(refusal));
    }
    Ok(Ok(Decision { assessment, held }))
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
fn check_listing(work: &mut Work<'_>, body: Option<BodyId>, sat_on: NaiveDate) -> Result<Option<Refusal>, Error> {
    let Some(body) = body else { return Ok(None) };
    let body = bodies::find(work, &body.to_string())?;
    let status = match body.listing().status_on(sat_on) {
        Status::InForce => return Ok(None),
        Status::NotYet => format!("is listed from {} on", body.listed_on),
        Status::Suspended { .. } => "was suspended on that day".to_owned(),
        Status::Withdrawn | Status::Expired => "was withdrawn by that day".to_owned(),
    };
    let detail =
        format!("the sitting on {sat_on} is outside the days on which the body was listed: {} {status}", body.name);
    Ok(Some(refusal(Code::BodyNotListed, detail)))
}

/// Writes result, decision and certificate, and their one event.
fn write(work: &mut Work<'_>, submission: &Submission<'_>, decision: &Decision) -> Result<RegisteredResult, Error> {
    let result = &submission.result;
    kept::insert(work.connection, result, &decision.assessment)?;
    let certificate = match result.outcome {
        Outcome::Pass => Some(award::award(work, submission.qualification, &decision.held, result)?.number),
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
        "scheme_version": decision.assessment.scheme_version,
    });
    let subject = ("result", result.id.to_string());
    let event = NewEvent { kind: "result_registered", subject, body: result.body, data, personal_data: None };
    work.record(Permission::RegisterResults, event)?;
    Ok(RegisteredResult { result: result.clone(), certificate, corrected_by: None })
}

/// A submission that the scheme does not allow.
struct Refused<'a> {
    candidate: CandidateId,
    body: Option<BodyId>,
    submitted: &'a NewResult,
}

impl Refused<'_> {
    /// "A refused submission leaves no result; the refusal itself is an audit event."
    fn record(&self, work: &mut Work<'_>, refusal: &Refusal) -> Result<(), Error> {
        let data = json!({
            "qualification": self.submitted.qualification,
            "sat_on": self.submitted.sat_on,
            "code": refusal.code.as_str(),
            "scheme_version": work.scheme.version,
        });
        let personal_data = json!({"detail": refusal.detail, "reference": self.submitted.reference});
        let subject = ("candidate", self.candidate.to_string());
        let event =
            NewEvent { kind: "result_refused", subject, body: self.body, data, personal_data: Some(&personal_data) };
        work.record(Permission::RegisterResults, event)
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
