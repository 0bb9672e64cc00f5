//! Verification of an organisation's certificate by a number on its paper: "everybody may verify one …, as a person's".
//!
//! Bodies number their certificates as they like, so two of them may use the same number; then the asker says whose it is.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::shown::show;
use super::{BodyName, PublicOrganisationCertificate, kept};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, OrganisationCertificateId};
use crate::input::fields::{Line, Typed};
use crate::input::form::form;
use crate::registry::certificates::status_word;
use crate::registry::verifications::LONGEST_NUMBER;
use crate::registry::work::Work;
use crate::scheme::calendar::day_of;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::RegisterNumber;
use crate::scheme::organisation_certificate::number_key;
use crate::scheme::person::comparable;
use crate::store::bodies;
use crate::store::organisation_certificates::Numbered;

form! {
    /// A question about the number of an organisation's certificate.
    pub struct Question as "OrganisationVerificationQuery" {
        /// The number on its paper, as the body gave it, or the registry's own. Case, spaces and hyphens do not matter.
        #[example("NL-20000-017")]
        pub number: Typed<LONGEST_NUMBER>,
        /// The body that the paper names, where several bodies use the number: its id, slug or name. A number that is not of
        /// that body is unknown, the registry's own too.
        #[example("nordlicht")]
        pub body: Option<Line<200>>,
        /// The day of which the status is to speak; today when left out. A day to come is answered as things stand now.
        pub on: Option<NaiveDate>,
    }
}

/// The answer about one number.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The number as it was asked.
    pub number: String,
    /// `valid`, `suspended`, `withdrawn`, `expired`, `ambiguous`, `unknown` or `mistyped`.
    pub status: &'static str,
    /// The day that the status speaks of.
    pub as_of: NaiveDate,
    pub checked_at: Moment,
    /// What is known of the certificate: as of that day, but all that happened to it up to today.
    pub certificate: Option<PublicOrganisationCertificate>,
    /// Of an ambiguous number, whose it may be.
    pub choices: Vec<Choice>,
}

/// A certificate that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The body that gave the number.
    pub body: BodyName,
    /// The number as that body writes it.
    pub number: String,
}

/// Verifies one number. Public.
pub fn verify(work: &mut Work<'_>, question: &Question) -> Result<Verification, Error> {
    let answer = |status, as_of| Verification {
        number: question.number.clone(),
        status,
        as_of,
        checked_at: work.now,
        certificate: None,
        choices: Vec::new(),
    };
    let as_of = question.on.unwrap_or_else(|| work.today());
    let key = number_key(&question.number);
    let (unknown, mut ambiguous) = (answer("unknown", as_of), answer("ambiguous", as_of));
    if key.is_empty() {
        return Ok(answer("mistyped", as_of));
    }
    let found = meant(work, &key, question)?;
    let certificates: BTreeSet<_> = found.iter().map(|one| one.certificate).collect();
    match certificates.iter().copied().collect::<Vec<_>>()[..] {
        [] => Ok(unknown),
        // The registry's own number is of one certificate, whoever is named beside it; which may be a mistake.
        [certificate]
            if found.iter().all(|one| one.body.is_none()) && !is_of_named_body(work, certificate, question)? =>
        {
            Ok(unknown)
        }
        [certificate] => Ok(recognised(work, certificate, question)?.unwrap_or(unknown)),
        _ => {
            ambiguous.choices = choices(work, &found)?;
            Ok(ambiguous)
        }
    }
}

/// The numbers that may be meant. The registry's own stands in short links, marks and credentials: no number that a body chooses
/// takes its place, unless the asker names that body.
fn meant(work: &mut Work<'_>, key: &str, question: &Question) -> Result<Vec<Numbered>, Error> {
    let mut of_bodies = kept::numbered(work.connection, key, names_a_body(question))?;
    of_bodies.retain(|one| one.body.is_some());
    let of_bodies = as_written(of_body(work, of_bodies, question.body.as_deref())?, &question.number);
    if names_a_body(question) && !of_bodies.is_empty() {
        return Ok(of_bodies);
    }
    let Ok(own) = RegisterNumber::parse(&question.number) else { return Ok(of_bodies) };
    let mut of_register = kept::numbered(work.connection, &number_key(&own.compact()), names_a_body(question))?;
    of_register.retain(|one| one.body.is_none());
    Ok(if of_register.is_empty() { of_bodies } else { of_register })
}

fn names_a_body(question: &Question) -> bool {
    question.body.as_deref().is_some_and(|body| !body.trim().is_empty())
}

/// Those of the numbers that this body gave: named by id, slug or name.
fn of_body(work: &mut Work<'_>, found: Vec<Numbered>, body: Option<&str>) -> Result<Vec<Numbered>, Error> {
    let Some(wanted) = body.filter(|body| !body.trim().is_empty()) else { return Ok(found) };
    let ids: Vec<BodyId> = found.iter().filter_map(|one| one.body).collect();
    let meant = named(work, &ids, wanted)?;
    Ok(found.into_iter().filter(|one| one.body.is_none_or(|body| meant.contains(&body))).collect())
}

/// Those of these bodies that are named so, by id, slug or name.
fn named(work: &mut Work<'_>, ids: &[BodyId], wanted: &str) -> Result<BTreeSet<BodyId>, Error> {
    let names = bodies::names(work.connection, ids)?;
    let is_meant = |body: &&BodyName| {
        BodyId::parse(wanted) == Some(body.id)
            || body.slug.as_str() == wanted.trim()
            || comparable(&body.name) == comparable(wanted)
    };
    Ok(names.values().filter(is_meant).map(|body| body.id).collect())
}

/// Whether the body that the question names, if it names one, answers for this certificate or once did.
fn is_of_named_body(
    work: &mut Work<'_>,
    certificate: OrganisationCertificateId,
    question: &Question,
) -> Result<bool, Error> {
    let Some(wanted) = question.body.as_deref().filter(|_| names_a_body(question)) else { return Ok(true) };
    let record = kept::find(work.connection, certificate)?;
    let ids: Vec<BodyId> = record
        .iter()
        .flat_map(|one| std::iter::once(one.body).chain(one.transfers.iter().map(|transfer| transfer.body)))
        .collect();
    Ok(!named(work, &ids, wanted)?.is_empty())
}

/// Those that are written most like what was typed.
fn as_written(found: Vec<Numbered>, typed: &str) -> Vec<Numbered> {
    let closest = found.iter().map(|one| distance(&one.number, typed)).min();
    found.into_iter().filter(|one| Some(distance(&one.number, typed)) == closest).collect()
}

/// 0 for the very same text, 1 for the same but for case and the like, 2 for the same letters and digits.
fn distance(number: &str, typed: &str) -> u8 {
    match number {
        same if same == typed.trim() => 0,
        like if comparable(like) == comparable(typed) => 1,
        _ => 2,
    }
}

fn choices(work: &mut Work<'_>, found: &[Numbered]) -> Result<Vec<Choice>, Error> {
    let ids: Vec<BodyId> = found.iter().filter_map(|one| one.body).collect();
    let names = bodies::names(work.connection, &ids)?;
    let choice = |one: &Numbered| Some(Choice { body: names.get(&one.body?)?.clone(), number: one.number.clone() });
    let mut choices: Vec<Choice> = found.iter().filter_map(choice).collect();
    choices.sort_by(|one, other| (&one.body.name, &one.number).cmp(&(&other.body.name, &other.number)));
    choices.dedup();
    Ok(choices)
}

/// The answer about this certificate; `None` before its first day.
fn recognised(
    work: &mut Work<'_>,
    id: OrganisationCertificateId,
    question: &Question,
) -> Result<Option<Verification>, Error> {
    let lost = || Error::Internal(format!("organisation certificate {id} is numbered and not on record"));
    let record = kept::find(work.connection, id)?.ok_or_else(lost)?;
    let today = day_of(work.now, record.issued_on);
    let as_of = question.on.unwrap_or(today);
    let known = show(work, vec![record.clone()], Some(as_of))?.pop().ok_or_else(lost)?.public;
    let turns = show(work, vec![record], Some(today))?.pop().ok_or_else(lost)?.public.turns;
    // Who knows only a number, and may have made it up, is told nothing of what is confidential.
    let is_told = !known.confidential || names_a_body(question);
    Ok((known.status != Status::NotYet && is_told).then(|| Verification {
        number: question.number.clone(),
        status: status_word(known.status),
        as_of,
        checked_at: work.now,
        certificate: Some(PublicOrganisationCertificate { turns, ..known }),
        choices: Vec::new(),
    }))
}
