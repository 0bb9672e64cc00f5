//! The decision about a result, whether it comes by itself or in a file. It reads and writes nothing.

use chrono::NaiveDate;
use serde_json::json;

use super::checks::Submission;
use super::record::CandidateRecord;
use super::{DecidedResult, Marking, NewSitting, SittingResult, award};
use crate::error::{Code, Error, Reasoning, Refusal};
use crate::ids::{BodyId, ResultBatchId};
use crate::registry::accredited_courses::AccreditedCourses;
use crate::registry::additions::Additions;
use crate::registry::bodies::Body;
use crate::registry::eligibility::{Known, assess_with};
use crate::registry::events::{Event, NewEvent};
use crate::registry::work::Context;
use crate::scheme::assessment::Assessment;
use crate::scheme::exam::Outcome;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::CertificateNumber;

/// What a decision rests on.
pub struct Grounds<'a> {
    pub record: &'a CandidateRecord,
    /// The courses that the candidate's evidence refers to.
    pub courses: &'a AccreditedCourses,
    /// The body that examined; `None` where a registrar names none.
    pub examiner: Option<&'a Body>,
}

/// What was decided about a result whose values are possible.
pub enum Decision {
    /// It is to be recorded, on this reasoned answer, with the certificate that is awarded on it.
    Registered(DecidedResult, Option<CertificateNumber>),
    /// This one on record says the same of the same sitting.
    Unchanged(SittingResult),
    /// The scheme does not allow it.
    Refused(Refusal),
}

/// Decides about a result. Certificate and event of one that is registered are among the additions; the caller adds the
/// result itself.
pub fn decide(
    context: &Context<'_>,
    submission: Submission<'_>,
    grounds: &Grounds<'_>,
    additions: &mut Additions,
) -> Result<Decision, Error> {
    let Submission { qualification, mut result } = submission;
    let CandidateRecord { results, certificates: held, evidence, .. } = grounds.record;
    let is_of_that_day =
        |known: &&SittingResult| known.qualification == result.qualification && known.sat_on == result.sat_on;
    let (annulled, standing): (Vec<_>, Vec<_>) =
        results.iter().filter(is_of_that_day).partition(|known| known.annulment.is_some());
    let mut of_that_day = standing.into_iter();
    if let Some(same) = of_that_day.clone().find(|known| is_same(known, &result)) {
        return Ok(Decision::Unchanged(same.clone()));
    }
    if of_that_day.next().is_some() {
        let detail = format!(
            "another result of this candidate for {} on {} is on record; if it is wrong, a registrar can correct it",
            result.qualification, result.sat_on
        );
        return Ok(Decision::Refused(Refusal::new(Code::ResultConflict, detail)));
    }
    if let Some(refusal) = annulled.iter().find_map(|known| was_annulled(known, &result)) {
        return Ok(Decision::Refused(refusal));
    }
    let originals = annulled.iter().filter(|known| known.correction.is_none()).count();
    result.sitting_number = u32::try_from(originals).unwrap_or(u32::MAX).saturating_add(1);
    if let Some(refusal) = grounds.examiner.and_then(|body| check_listing(body, result.sat_on)) {
        return Ok(Decision::Refused(refusal));
    }
    let known = Known { held, evidence, courses: grounds.courses };
    let assessment = assess_with(context.scheme, qualification, &known, result.sat_on)?;
    if !assessment.eligible() {
        return Ok(Decision::Refused(not_eligible(assessment)));
    }
    let certificate = match result.outcome {
        Outcome::Pass => {
            if let Some(refusal) = award::obstacle(context, held, &result) {
                return Ok(Decision::Refused(refusal));
            }
            Some(award::award(context, qualification, held, &result, additions)?)
        }
        Outcome::Fail => None,
    };
    let awarded = additions.certificates.iter().find(|one| Some(one.number) == certificate);
    let renewed = awarded.and_then(|one| held.iter().find(|held| Some(held.id) == one.renews)).map(|held| held.number);
    let event = registered(context, &result, [certificate, renewed], &assessment.scheme_version);
    additions.events.push(event);
    Ok(Decision::Registered(DecidedResult { result, assessment }, certificate))
}

/// Whether two results of one sitting say the same. The reference is the body's own affair and says nothing.
fn is_same(known: &SittingResult, submitted: &SittingResult) -> bool {
    let of = |result: &SittingResult| (result.body, result.outcome, result.format.clone(), result.edition.clone());
    of(known) == of(submitted) && known.marking == submitted.marking
}

/// That the very result that was annulled is sent again. Another sitting of that day with the same outcome has a reference of its
/// own.
fn was_annulled(known: &SittingResult, submitted: &SittingResult) -> Option<Refusal> {
    let annulment = known.annulment.as_ref()?;
    let is_another = submitted.reference.is_some() && known.reference != submitted.reference;
    if is_another || !is_same(known, submitted) {
        return None;
    }
    let detail = format!(
        "this very result was annulled on {}; give another sitting of that day a reference of its own",
        annulment.at.date_naive()
    );
    Some(Refusal::new(Code::ResultAnnulled, detail))
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
    Some(Refusal::new(Code::BodyNotListed, detail))
}

pub(super) fn not_eligible(assessment: Assessment) -> Refusal {
    let detail = format!(
        "the candidate may not sit {} on {}: {}",
        assessment.qualification,
        assessment.on,
        assessment.unmet().join(" ")
    );
    Refusal { reasoning: Some(Box::new(Reasoning::Assessment(assessment))), ..Refusal::new(Code::NotEligible, detail) }
}

fn registered(
    context: &Context<'_>,
    result: &SittingResult,
    [certificate, renewed]: [Option<CertificateNumber>; 2],
    scheme_version: &str,
) -> Event {
    let mut data = json!({
        "candidate_id": result.candidate.to_string(),
        "qualification": result.qualification,
        "format": result.format,
        "edition": result.edition,
        "sat_on": result.sat_on,
        "outcome": result.outcome,
        "declared": result.marking == Marking::Declared,
        "certificate_number": certificate,
        "scheme_version": scheme_version,
    });
    if let Some(renewed) = renewed {
        data["renews"] = json!(renewed);
    }
    let subject = ("result", result.id.to_string());
    NewEvent { kind: "result_registered", subject, body: result.body, data, personal_data: None }.by(context)
}

/// "A refused submission leaves no result; the refusal itself is an audit event." Of a row it tells the batch and the line
/// in its file.
pub fn refused(
    context: &Context<'_>,
    subject: (&'static str, String),
    body: Option<BodyId>,
    submitted: &NewSitting,
    refusal: &Refusal,
    row: Option<(ResultBatchId, u64)>,
) -> Event {
    let mut data = json!({
        "qualification": submitted.qualification,
        "sat_on": submitted.sat_on,
        "code": refusal.code.as_str(),
        "scheme_version": context.scheme.version,
    });
    if let Some((batch, line)) = row {
        data["result_batch_id"] = json!(batch.to_string());
        data["line"] = json!(line);
    }
    let personal_data = json!({"detail": refusal.detail, "reference": submitted.reference});
    NewEvent { kind: "result_refused", subject, body, data, personal_data: Some(&personal_data) }.by(context)
}
