//! Corrections: "a result is never edited. A correction is a new record, with a reason, that points at the old one."

use serde_json::json;

use super::annulments::refuse_annulled;
use super::award::{self, standing_certificate};
use super::checks::computed;
use super::decision::not_eligible;
use super::reading::{complete, find};
use super::taking_back::Sitting;
use super::{Marking, RegisteredResult, SittingResult};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, Refusal};
use crate::ids::ResultId;
use crate::input::fields::Integer;
use crate::input::form::{Several, form};
use crate::registry::additions::Additions;
use crate::registry::eligibility::{self, Known, assess_with};
use crate::registry::events::{Event, NewEvent};
use crate::registry::work::{Context, Work};
use crate::scheme::definition::Qualification;
use crate::scheme::exam::Outcome;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Reason;
use crate::store::certificates::Certificate;
use crate::store::results::{Correction, DecidedResult};

/// The reason code of a certificate that is withdrawn because its result was corrected to a fail.
const WITHDRAWN_BECAUSE: &str = "result_corrected";

form! {
    /// A correction of a result.
    #[example({"marks": 27, "reason": "One answer sheet was read upside down."})]
    pub struct NewCorrection as "CorrectionRequest" {
        /// The right marks; needed for every format whose outcome is computed.
        pub marks: Option<Integer>,
        /// The right marks of the single questions.
        pub question_marks: Option<Several<Integer, 0, 1000>>,
        /// The right outcome, for a result that was recorded as declared.
        pub declared_outcome: Option<Outcome>,
        /// Why.
        pub reason: Reason,
    }
}

/// What became of a correction.
#[derive(Clone, Debug)]
pub enum Corrected {
    Recorded(Box<RegisteredResult>),
    /// The scheme does not allow it. The refusal itself is on record, as an event.
    Refused(Box<Refusal>),
}

/// Corrects a result. From fail to pass the certificate is awarded, if the candidate was eligible and does not hold one
/// by now; from pass to fail the certificate is withdrawn as of its award, as there was never a result to award it on, and what
/// rested on it is asked about.
pub fn correct(work: &mut Work<'_>, id: &str, new: &NewCorrection) -> Result<Corrected, Error> {
    let context = work.context(Permission::Administer)?;
    let (wrong, _) = find(work, id)?;
    refuse_annulled(&wrong.result)?;
    if let Some(later) = wrong.corrected_by {
        let detail = format!("this result was corrected before; correct the latest record, {later}");
        return Err(Error::refused(Code::AlreadyCorrected, detail));
    }
    let qualification = context
        .scheme
        .qualification(wrong.result.qualification.as_str())
        .ok_or_else(|| Error::Internal(format!("the scheme has no {} any more", wrong.result.qualification)))?;
    let (marking, outcome) = mark(qualification, &wrong.result, new)?;
    let right = SittingResult {
        id: ResultId::new(work.now),
        marking,
        outcome,
        correction: Some(Correction { corrects: wrong.result.id, reason: new.reason.as_str().to_owned() }),
        registered_by: context.caller.principal.to_string(),
        registered_at: context.now,
        ..wrong.result.clone()
    };
    if right.marking == wrong.result.marking && right.outcome == wrong.result.outcome {
        return Err(Error::refused(Code::ResultConflict, "the correction says the same as the result on record"));
    }
    let sitting = Sitting::of(work, &wrong.result)?;
    let held = &sitting.held;
    let (evidence, courses) = eligibility::load(work, &sitting.group, qualification)?;
    let known = Known { held, evidence: &evidence, courses: &courses };
    let assessment = assess_with(context.scheme, qualification, &known, right.sat_on)?;
    let is_new_pass = right.outcome == Outcome::Pass && standing_certificate(held, &right).is_none();
    if is_new_pass && !assessment.eligible() {
        let refusal = not_eligible(assessment);
        record_refusal(work, &wrong.result, &refusal)?;
        return Ok(Corrected::Refused(Box::new(refusal)));
    }
    let mut additions = Additions::default();
    additions.results.push(DecidedResult { result: right.clone(), assessment });
    let (certificate, questioned) = match (wrong.result.outcome, right.outcome) {
        (_, Outcome::Pass) => (settle_pass(&context, qualification, held, &right, &mut additions)?, Vec::new()),
        (Outcome::Fail, Outcome::Fail) => (None, Vec::new()),
        (Outcome::Pass, Outcome::Fail) => {
            // What is asked afterwards is asked of what is on record.
            std::mem::take(&mut additions).write(work.connection)?;
            let withdrawn = sitting.withdraw(work, WITHDRAWN_BECAUSE, &new.reason)?;
            (withdrawn, sitting.question(work, &right)?)
        }
    };
    additions.events.push(corrected(&context, &wrong.result, &right, certificate, &questioned));
    additions.write(work.connection)?;
    Ok(Corrected::Recorded(Box::new(complete(work, right)?)))
}

/// The right marking, with the format that the wrong one had.
fn mark(
    qualification: &Qualification,
    wrong: &SittingResult,
    new: &NewCorrection,
) -> Result<(Marking, Outcome), Error> {
    let Marking::Computed { .. } = wrong.marking else {
        return match (new.declared_outcome, new.marks, &new.question_marks) {
            (Some(outcome), None, None) => Ok((Marking::Declared, outcome)),
            _ => Err(Error::invalid(
                "/declared_outcome",
                "required",
                "is needed, and nothing else: the result was recorded as declared",
            )),
        };
    };
    let Some(paper) = qualification.paper(&wrong.format) else {
        return Err(Error::Internal(format!("{} has no paper of format {}", qualification.code, wrong.format)));
    };
    if new.declared_outcome.is_some() {
        return Err(Error::invalid(
            "/declared_outcome",
            "not_allowed",
            "is not taken from anybody: the outcome is computed from the marks",
        ));
    }
    let marks = new.marks.ok_or_else(|| Error::invalid("/marks", "required", "is missing"))?;
    computed(paper, marks, new.question_marks.as_deref()).map_err(Error::Invalid)
}

/// The certificate that stands for a result that is right as a pass: the one that there is, else a new one.
fn settle_pass(
    context: &Context<'_>,
    qualification: &Qualification,
    held: &[Certificate],
    right: &SittingResult,
    additions: &mut Additions,
) -> Result<Option<CertificateNumber>, Error> {
    match standing_certificate(held, right) {
        Some(certificate) => Ok(Some(certificate.number)),
        // Whoever holds another certificate by now has what the right marks would have brought.
        None if award::obstacle(context, held, right).is_some() => Ok(None),
        None => award::award(context, qualification, held, right, additions).map(Some),
    }
}

fn record_refusal(work: &mut Work<'_>, wrong: &SittingResult, refusal: &Refusal) -> Result<(), Error> {
    let data = json!({
        "candidate_id": wrong.candidate.to_string(),
        "qualification": wrong.qualification,
        "sat_on": wrong.sat_on,
        "code": refusal.code.as_str(),
    });
    let personal_data = json!({"detail": refusal.detail});
    let subject = ("result", wrong.id.to_string());
    let event =
        NewEvent { kind: "correction_refused", subject, body: wrong.body, data, personal_data: Some(&personal_data) };
    work.record(Permission::Administer, event)
}

fn corrected(
    context: &Context<'_>,
    wrong: &SittingResult,
    right: &SittingResult,
    certificate: Option<CertificateNumber>,
    questioned: &[CertificateNumber],
) -> Event {
    let data = json!({
        "corrects_id": wrong.id.to_string(),
        "candidate_id": right.candidate.to_string(),
        "qualification": right.qualification,
        "sat_on": right.sat_on,
        "outcome_before": wrong.outcome,
        "outcome": right.outcome,
        "certificate_number": certificate,
        "certificate_withdrawn": right.outcome == Outcome::Fail && certificate.is_some(),
        "questioned_certificates": questioned,
    });
    let personal_data = json!({"reason": right.correction.as_ref().map(|correction| &correction.reason)});
    let subject = ("result", right.id.to_string());
    NewEvent { kind: "result_corrected", subject, body: right.body, data, personal_data: Some(&personal_data) }
        .by(context)
}
