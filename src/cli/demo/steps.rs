//! What the people of the demonstration did, played to the registry as their bodies would.

use super::examples::AppointedEntropy;
use super::people::{ELIGIBLE, NOT_ELIGIBLE, PEOPLE, Person, Step, VERIFIED};
use super::{caller_of, day, read, status_change};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::auditors::{self, AuditorReference};
use crate::registry::candidates::{self, NewCandidate};
use crate::registry::evidence::{self, NewAttestation, NewClaim};
use crate::registry::results::{self, NewResult, NewSitting, Registration};
use crate::registry::{Registry, Work, certificates};
use crate::scheme::country::CountryCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::lifecycle::Change;
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{ForeignNumber, Method, Title, Word};

#[derive(Default)]
pub(super) struct Found {
    pub certificate: String,
    pub eligible: String,
    pub not_eligible: String,
}

/// Each person's steps in one transaction, and what only a registrar may do after it.
pub(super) fn load(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
    bodies: &[(&str, Caller)],
) -> Result<Found, Error> {
    let mut found = Found::default();
    for person in PEOPLE {
        let caller = caller_of(bodies, person.body)?;
        entropy.expect(person.family_name)?;
        let (candidate, certificate) = registry.write(caller, |work| play(work, person))?;
        if let Some(number) = &certificate {
            registry.write(registrar, |work| administer(work, number, person.steps))?;
        }
        match person.family_name {
            VERIFIED => found.certificate = certificate.unwrap_or_default(),
            ELIGIBLE => found.eligible = candidate,
            NOT_ELIGIBLE => found.not_eligible = candidate,
            _ => {}
        }
    }
    Ok(found)
}

/// Registers the person and plays the steps; gives the candidate's id and the number of the latest certificate.
fn play(work: &mut Work<'_>, person: &Person) -> Result<(String, Option<String>), Error> {
    let new = NewCandidate {
        given_names: person.given_names.map(|names| read(GivenNames::parse(names))).transpose()?,
        family_name: read(FamilyName::parse(person.family_name))?,
        birth_date: day(person.born)?,
        email: None,
        country: Some(read(CountryCode::parse(person.country))?),
        listed: person.listed,
    };
    let candidate = candidates::register(work, new, None, false)?.id.to_string();
    let mut certificate = None;
    for step in person.steps {
        if let Some(result) = sitting(&candidate, step)? {
            let awarded = match results::register(work, &result)?.0 {
                Registration::Registered(result, _) | Registration::Unchanged(result, _) => result.certificate,
                Registration::Refused(refusal) => return Err(Error::Refused(*refusal)),
            };
            certificate = awarded.map(|number| number.to_string()).or(certificate);
        } else if let Some((claim, attestation)) = claim(step)? {
            evidence::record(work, &candidate, claim, attestation.as_ref(), None)?;
        }
    }
    Ok((candidate, certificate))
}

fn sitting(candidate: &str, step: &Step) -> Result<Option<NewResult>, Error> {
    let (qualification, sat_on, marks, question_marks) = match step {
        Step::Foundation(day, marks) => ("foundation", day, *marks, None),
        Step::Auditor(day, marks) => ("auditor", day, *marks, None),
        Step::Practitioner(day, marks) => ("practitioner", day, marks.iter().sum(), Some(marks.to_vec())),
        _ => return Ok(None),
    };
    Ok(Some(NewResult {
        candidate: candidate.to_owned(),
        sitting: NewSitting {
            qualification: qualification.to_owned(),
            sat_on: day(sat_on)?,
            marks: Some(marks),
            question_marks,
            format: None,
            edition: None,
            declared_outcome: None,
            reference: None,
        },
        body: None,
    }))
}

fn claim(step: &Step) -> Result<Option<(NewClaim, Option<NewAttestation>)>, Error> {
    let seen = |method: &str| -> Result<_, Error> {
        Ok(Some(NewAttestation { method: Some(read(Method::parse(method))?), note: None }))
    };
    let certificate = |certification: &str, number: &str, awarded_on: &str| -> Result<_, Error> {
        Ok(NewClaim::ExternalCertificate {
            certification: read(Word::parse(certification))?,
            number: read(ForeignNumber::parse(number))?,
            awarded_on: day(awarded_on)?,
            expires_on: None,
            checked_on: None,
            checked_url: None,
        })
    };
    Ok(Some(match step {
        Step::Holds(certification, number, on) => (certificate(certification, number, on)?, seen("original seen")?),
        Step::Claims(certification, number, on) => (certificate(certification, number, on)?, None),
        Step::Attended(course, on) => {
            let claim = NewClaim::CourseAttendance { course: (*course).to_owned(), completed_on: day(on)? };
            (claim, seen("attendance list of the training organisation")?)
        }
        Step::Audited(organisation, role, from, until) => {
            let role = AuditRole::parse(role).ok_or_else(|| Error::Internal(format!("the role {role}")))?;
            let claim = NewClaim::AuditExperience {
                organisation: read(Title::parse(organisation))?,
                role,
                it_environment: true,
                started_on: day(from)?,
                ended_on: until.map(day).transpose()?,
            };
            (claim, seen("audit log")?)
        }
        _ => return Ok(None),
    }))
}

/// What only a registrar may do: suspends or withdraws the certificate, or names its holder as an auditor.
fn administer(work: &mut Work<'_>, number: &str, steps: &[Step]) -> Result<(), Error> {
    for step in steps {
        let (change, code, words) = match step {
            Step::Suspended(from, code, words) => (Change::Suspension { from: day(from)?, until: None }, code, words),
            Step::Withdrawn(from, code, words) => (Change::Withdrawal { from: day(from)? }, code, words),
            Step::Named(body) => {
                auditors::name(work, body, &AuditorReference::Certificate(number.to_owned()))?;
                continue;
            }
            _ => continue,
        };
        certificates::change_status(work, number, &status_change(change, code, words)?)?;
    }
    Ok(())
}
