//! Eligibility: may this candidate sit this examination on this day, and why.

use chrono::NaiveDate;

use super::candidates;
use super::work::Work;
use crate::error::Error;
use crate::ids::CandidateId;
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::Qualification;
use crate::scheme::evidence::{Facts, HeldCertificate};
use crate::scheme::requirement::Requirement;
use crate::store::certificates::{self, Certificate};
use crate::store::evidence;

/// Assesses a candidate for a qualification on a day; today, when none is given.
pub fn assess(
    work: &mut Work<'_>,
    candidate: CandidateId,
    qualification: &str,
    on: Option<NaiveDate>,
) -> Result<Assessment, Error> {
    let candidate = candidates::find(work, candidate)?;
    let scheme = work.scheme;
    let qualification = scheme.qualification(qualification).ok_or(Error::NotFound("qualification"))?;
    let on = on.unwrap_or_else(|| work.today());
    let held = certificates::of_candidate(work.connection, candidate.id)?;
    assess_with(work, candidate.id, qualification, &held, on)
}

/// The same for a caller that has the certificates at hand.
pub(super) fn assess_with(
    work: &mut Work<'_>,
    candidate: CandidateId,
    qualification: &Qualification,
    held: &[Certificate],
    on: NaiveDate,
) -> Result<Assessment, Error> {
    let mut facts = Facts::default();
    if qualification.requirement != Requirement::Anyone {
        facts.certificates = held.iter().map(fact).collect();
        evidence::load_facts(work.connection, candidate, &mut facts)?;
    }
    Ok(work.scheme.assess(qualification, &facts, on))
}

fn fact(certificate: &Certificate) -> HeldCertificate {
    HeldCertificate {
        number: certificate.number,
        qualification: certificate.qualification.clone(),
        history: certificate.history(),
    }
}
