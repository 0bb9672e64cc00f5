//! What rested on a result that stands no more, because it was annulled or corrected to a fail: certificates of the same candidate
//! that would not have been awarded without it. They stay as they are until a registrar decides of each: it is withdrawn, or
//! confirmed to stand.

use serde_json::json;

use super::certificates::{self, Certificate};
use super::eligibility::{Known, assess_with, load};
use super::events::NewEvent;
use super::renewals;
use super::work::Work;
use crate::auth::permission::Permission;
use crate::error::{Code, Error};
use crate::ids::{CandidateId, CertificateId};
use crate::input::form::form;
use crate::scheme::text::Reason;
use crate::store::results::SittingResult;
use crate::store::{certificates as kept_certificates, questioned_certificates as kept};

pub use kept::{Decision, Questioned};

form! {
    /// Why a certificate stands although a result that it rested on does not.
    #[example({"reason": "The candidate has shown an ITIL Foundation of an earlier day."})]
    pub struct NewCertificateConfirmation as "CertificateConfirmationRequest" {
        /// Why.
        pub reason: Reason,
    }
}

/// Finds, enters and tells what rested on a result of which it is on record that it stands no more; `before` is what these records
/// of the candidate held before that.
pub(super) fn enter(
    work: &mut Work<'_>,
    result: &SittingResult,
    records: &[CandidateId],
    before: &[Certificate],
) -> Result<Vec<Certificate>, Error> {
    let after = kept_certificates::of_candidates(work.connection, records)?;
    let fallen = Fallen { result, records, before, after: &after };
    let mut found = Vec::new();
    let today = work.today();
    for certificate in after.iter().filter(|one| !one.history().has_ended(today)) {
        if fallen.carried(work, certificate)? {
            found.push(certificate.clone());
        }
    }
    let ids: Vec<CertificateId> = found.iter().map(|one| one.id).collect();
    kept::insert(work.connection, &ids, result.id, work.now)?;
    for certificate in &found {
        let data = json!({"certificate_number": certificate.number, "result_id": result.id.to_string(),
            "qualification": certificate.qualification});
        let subject = ("certificate", certificate.number.to_string());
        let event =
            NewEvent { kind: "certificate_questioned", subject, body: certificate.body, data, personal_data: None };
        work.record(Permission::Administer, event)?;
    }
    Ok(found)
}

/// A result that stands no more, and what its candidate's records held before and hold since.
struct Fallen<'a> {
    result: &'a SittingResult,
    records: &'a [CandidateId],
    before: &'a [Certificate],
    after: &'a [Certificate],
}

impl Fallen<'_> {
    /// Whether a certificate would not have been awarded without it: what it renews is void since, or it was renewed by that sitting
    /// and nothing else would do, or its holder might not have sat its examination.
    fn carried(&self, work: &mut Work<'_>, certificate: &Certificate) -> Result<bool, Error> {
        let scheme = work.scheme;
        let renewed = certificate.renews.and_then(|renews| self.after.iter().find(|one| one.id == renews));
        let stood = |id: CertificateId| self.before.iter().any(|then| then.id == id && !then.is_void());
        if renewed.is_some_and(|one| one.is_void() && stood(one.id)) {
            return Ok(true);
        }
        let Some(qualification) = scheme.qualification(certificate.qualification.as_str()) else { return Ok(false) };
        if let Some(before) = renewed.filter(|one| one.result == certificate.result) {
            let Some(renewal) = &qualification.renewal else { return Ok(false) };
            let on = certificate.awarded_on;
            let counted = renewals::counts(renewal, before, self.result, on);
            return Ok(counted && !renewals::suffices(work, renewal, before, self.records, on)?);
        }
        let (evidence, courses) = load(work, self.records, qualification)?;
        let eligible = |held: &[Certificate]| {
            let known = Known { held, evidence: &evidence, courses: &courses };
            assess_with(scheme, qualification, &known, certificate.awarded_on).map(|assessment| assessment.eligible())
        };
        Ok(eligible(self.before)? && !eligible(self.after)?)
    }
}

/// Confirms that a certificate stands.
pub fn confirm(work: &mut Work<'_>, number: &str, new: &NewCertificateConfirmation) -> Result<Certificate, Error> {
    let by = work.authorise(Permission::Administer)?.principal.to_string();
    let certificate = certificates::find(work, number)?;
    let reason = new.reason.as_str().to_owned();
    let decision = Decision { what: "confirmed".to_owned(), reason, by, at: work.now };
    if !kept::decide(work.connection, certificate.id, &decision)? {
        let detail = "no result that this certificate rested on was annulled or corrected to a fail, or it was decided of before";
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

/// That a certificate rested on a result which stands no more, and what was decided.
pub fn of(work: &mut Work<'_>, certificate: &Certificate) -> Result<Option<Questioned>, Error> {
    kept::find(work.connection, certificate.id)
}
