//! What rested on a result that is annulled: certificates of the same candidate that would not have been awarded without it.
//! They stay as they are until a registrar decides of each: it is withdrawn, or confirmed to stand.

use serde_json::json;

use super::certificates::{self, Certificate};
use super::eligibility::{Known, assess_with, load};
use super::events::NewEvent;
use super::work::Work;
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::ids::{CandidateId, CertificateId};
use crate::input::form::form;
use crate::scheme::renewal::Renewal;
use crate::scheme::text::Reason;
use crate::store::certificates as kept_certificates;
use crate::store::dependents as kept;
use crate::store::results::SittingResult;

pub use kept::{Decision, Dependent};

form! {
    /// Why a certificate stands although a result that it rested on was annulled.
    #[example({"reason": "The candidate has shown an ITIL Foundation of an earlier day."})]
    pub struct NewCertificateConfirmation as "CertificateConfirmationRequest" {
        /// Why.
        pub reason: Reason,
    }
}

/// Finds, enters and tells what rested on a result that has been annulled; `before` is what these records of the candidate held
/// before that.
pub(super) fn enter(
    work: &mut Work<'_>,
    result: &SittingResult,
    records: &[CandidateId],
    before: &[Certificate],
) -> Result<Vec<Certificate>, Error> {
    let after = kept_certificates::of_candidates(work.connection, records)?;
    let mut found = Vec::new();
    let today = work.today();
    for certificate in after.iter().filter(|one| !one.history().has_ended(today)) {
        if rested(work, result, certificate, records, [before, &after])? {
            found.push(certificate.clone());
        }
    }
    let ids: Vec<CertificateId> = found.iter().map(|one| one.id).collect();
    kept::insert(work.connection, &ids, result.id, work.now)?;
    for certificate in &found {
        let data = json!({"certificate_number": certificate.number, "annulled_result_id": result.id.to_string(),
            "qualification": certificate.qualification});
        let subject = ("certificate", certificate.number.to_string());
        let event =
            NewEvent { kind: "certificate_questioned", subject, body: certificate.body, data, personal_data: None };
        work.record(Permission::Administer, event)?;
    }
    Ok(found)
}

/// Whether a certificate would not have been awarded without what there is no more: it renews that, or was renewed by that
/// sitting, or its holder might not have sat its examination.
fn rested(
    work: &mut Work<'_>,
    result: &SittingResult,
    certificate: &Certificate,
    records: &[CandidateId],
    [before, after]: [&[Certificate]; 2],
) -> Result<bool, Error> {
    let scheme = work.scheme;
    let renewed = certificate.renews.and_then(|renews| after.iter().find(|one| one.id == renews));
    if renewed.is_some_and(|one| one.is_void() && before.iter().any(|then| then.id == one.id && !then.is_void())) {
        return Ok(true);
    }
    let Some(qualification) = scheme.qualification(certificate.qualification.as_str()) else { return Ok(false) };
    if let Some(before) = renewed.filter(|one| one.result == certificate.result) {
        let is_by_it = |renewal: &Renewal| renewal.is_by_examination(&result.qualification);
        let is_of_the_day = certificate.awarded_on == result.sat_on && before.qualification != result.qualification;
        return Ok(is_of_the_day && qualification.renewal.as_ref().is_some_and(is_by_it));
    }
    let (evidence, courses) = load(work, records, qualification)?;
    let eligible = |held: &[Certificate]| {
        let known = Known { held, evidence: &evidence, courses: &courses };
        assess_with(scheme, qualification, &known, certificate.awarded_on).map(|assessment| assessment.eligible())
    };
    Ok(eligible(before)? && !eligible(after)?)
}

/// Confirms that a certificate stands.
pub fn confirm(work: &mut Work<'_>, number: &str, new: &NewCertificateConfirmation) -> Result<Certificate, Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    let certificate = certificates::find(work, number)?;
    let reason = new.reason.as_str().to_owned();
    let decision = Decision { what: "confirmed".to_owned(), reason, by, at: work.now };
    if !kept::decide(work.connection, certificate.id, &decision)? {
        let detail = "no result that this certificate rested on was annulled, or it was decided of before";
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let data = json!({"certificate_number": certificate.number, "qualification": certificate.qualification});
    let personal_data = json!({"reason": new.reason.as_str()});
    let subject = ("certificate", certificate.number.to_string());
    let event = NewEvent {
        kind: "certificate_confirmed",
        subject,
        body: certificate.body,
        data,
        personal_data: Some(&personal_data),
    };
    work.record(Permission::Administer, event)?;
    Ok(certificate)
}

/// That a certificate rested on a result which was annulled, and what was decided.
pub fn of(work: &mut Work<'_>, certificate: &Certificate) -> Result<Option<Dependent>, Error> {
    kept::find(work.connection, certificate.id)
}
