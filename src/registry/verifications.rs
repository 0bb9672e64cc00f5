//! Verification: "the number alone gives the status, qualification, edition and dates; the holder's name is shown only
//! if the holder agreed to be listed, and otherwise the asker gives the family name and learns whether it matches".

use std::collections::HashMap;

use chrono::NaiveDate;

use super::certificates::status_word;
use super::work::Work;
use crate::auth::permission::Permission;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::CandidateId;
use crate::input::fields::{Pasted, Typed};
use crate::input::form::form;
use crate::scheme::calendar::{Period, day_of};
use crate::scheme::definition::{EditionCode, FormatCode, QualificationCode};
use crate::scheme::identity::NameMatch;
use crate::scheme::lifecycle::{History, Status, StatusPoint};
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::person::{FamilyName, LONGEST_NAME};
pub use crate::store::bodies::BodyName;
use crate::store::certificates::{self, Renewals, VerifiableCertificate};
use crate::store::identity_changes;

/// The longest text that is looked at as a number; what is longer is refused.
pub const LONGEST_NUMBER: usize = 100;

form! {
    /// A question about one number.
    pub struct Question as "QuestionRequest" {
        /// The number, in any spelling.
        pub number: Typed<LONGEST_NUMBER>,
        /// The family name that the holder is said to have. Case, accents and Unicode form do not matter, nor does it
        /// whether letters are spelled as in passports: `Mueller` is `Müller`, `Khokhlova` is `Хохлова`.
        pub family_name: Option<Pasted<LONGEST_NAME>>,
        /// The day of which the status is to speak; today when left out. A day to come is answered as things stand now.
        pub on: Option<NaiveDate>,
    }
}

/// The answer about one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The number in its own spelling; as it was typed, when it is mistyped.
    pub number: String,
    /// `valid`, `suspended`, `withdrawn`, `expired`, `unknown` or `mistyped`.
    pub status: &'static str,
    /// The day that the status speaks of.
    pub as_of: NaiveDate,
    pub checked_at: Moment,
    /// What is known of the certificate, unless it is unknown or mistyped.
    pub certificate: Option<VerifiedCertificate>,
}

impl Verification {
    /// Whether a name was asked for that is not the holder's and never was. It counts for a holder who is shown, too: earlier
    /// names are not.
    #[must_use]
    pub fn is_wrong_guess(&self) -> bool {
        let certificate = self.certificate.as_ref();
        certificate.is_some_and(|known| known.name_matches == Some(NameMatch::Differs))
    }
}

/// What an answer tells of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCertificate {
    pub qualification: QualificationCode,
    pub edition: EditionCode,
    pub format: FormatCode,
    pub awarded_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    /// The last day of a suspension that ends by itself.
    pub suspended_until: Option<NaiveDate>,
    /// How the name that was asked for compares with the holder's; `None` when none was asked for.
    pub name_matches: Option<NameMatch>,
    /// The holder, if listed or matched; whoever asks by an earlier name is not told the new one.
    pub holder: Option<Holder>,
    /// What happened to it, whatever day was asked about. No reasons, no names.
    pub history: History,
    /// The body that examined; `None` where a registrar registered the result.
    pub examined_by: Option<BodyName>,
    /// Whether its result was annulled: there should never have been one.
    pub annulled: bool,
    pub renewals: Renewals,
    /// The days on which it may be renewed; `None` where it is not to be.
    pub renewable: Option<Period>,
}

impl VerifiedCertificate {
    /// Every turn of its status up to the day that it is at `now`.
    #[must_use]
    pub fn turns(&self, now: Moment) -> Vec<StatusPoint> {
        self.history.status_points(day_of(now, self.history.from))
    }
}

/// A holder who is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub given_names: Option<String>,
    pub family_name: String,
}

/// Verifies one number. Public.
pub fn verify(work: &mut Work<'_>, question: &Question) -> Result<Verification, Error> {
    let mut answers = answer(work, std::slice::from_ref(question))?;
    answers.pop().ok_or_else(|| Error::Internal("a verification was not answered".to_owned()))
}

/// Verifies many numbers, in order, with one look at the database.
pub fn verify_many(work: &mut Work<'_>, questions: &[Question]) -> Result<Vec<Verification>, Error> {
    work.authorise(Permission::VerifyMany)?;
    answer(work, questions)
}

/// Answers questions of several askers with one look at the database. Public, as each of them is.
pub fn answer(work: &mut Work<'_>, questions: &[Question]) -> Result<Vec<Verification>, Error> {
    let numbers: Vec<_> = questions.iter().map(|question| CertificateNumber::parse(&question.number).ok()).collect();
    let wanted: Vec<_> = numbers.iter().copied().flatten().collect();
    let found =
        if wanted.is_empty() { HashMap::new() } else { certificates::for_verification(work.connection, &wanted)? };
    let earlier = earlier_names(work, questions, &numbers, &found)?;
    let answered = questions.iter().zip(numbers).map(|(question, number)| match number {
        None => unrecognised(work, question, question.number.clone(), "mistyped"),
        Some(number) => match found.get(&number) {
            None => unrecognised(work, question, number.to_string(), "unknown"),
            Some(certificate) => {
                let earlier = earlier.get(&certificate.candidate).map_or(&[][..], Vec::as_slice);
                recognised(work, question, number, certificate, earlier)
            }
        },
    });
    Ok(answered.collect())
}

/// The earlier family names of the holders for whom another name is asked than the one on record: one more look, and none
/// where all names match.
fn earlier_names(
    work: &mut Work<'_>,
    questions: &[Question],
    numbers: &[Option<CertificateNumber>],
    found: &HashMap<CertificateNumber, VerifiableCertificate>,
) -> Result<HashMap<CandidateId, Vec<FamilyName>>, Error> {
    let asked = questions.iter().zip(numbers);
    let differing = asked.filter_map(|(question, number)| {
        let (name, certificate) = (question.family_name.as_ref()?, found.get(number.as_ref()?)?);
        (!certificate.family_name.matches(name)).then_some(certificate.candidate)
    });
    let holders: Vec<CandidateId> = differing.collect();
    identity_changes::earlier_family_names(work.connection, &holders)
}

fn unrecognised(work: &Work<'_>, question: &Question, number: String, status: &'static str) -> Verification {
    let as_of = question.on.unwrap_or_else(|| work.today());
    Verification { number, status, as_of, checked_at: work.now, certificate: None }
}

/// The days on which a certificate may be renewed that is not withdrawn, and was not renewed yet.
fn renewable(work: &Work<'_>, known: &VerifiableCertificate, status: Status) -> Option<Period> {
    let renewal = work.scheme.qualification(known.qualification.as_str())?.renewal.as_ref()?;
    let is_open = status != Status::Withdrawn && known.renewals.renewed_by.is_none();
    known.history.expires_on.filter(|_| is_open).map(|last| renewal.days(last))
}

fn recognised(
    work: &Work<'_>,
    question: &Question,
    number: CertificateNumber,
    known: &VerifiableCertificate,
    earlier: &[FamilyName],
) -> Verification {
    let as_of = question.on.unwrap_or_else(|| day_of(work.now, known.history.from));
    let status = known.history.status_on(as_of);
    if status == Status::NotYet {
        return unrecognised(work, &Question { on: Some(as_of), ..question.clone() }, number.to_string(), "unknown");
    }
    let name_matches = question.family_name.as_ref().map(|name| NameMatch::of(name, &known.family_name, earlier));
    let shown = match name_matches {
        Some(NameMatch::Matches) => true,
        Some(NameMatch::EarlierName) => false,
        Some(NameMatch::Differs) | None => known.listed,
    };
    let holder = shown
        .then(|| Holder { given_names: known.given_names.clone(), family_name: known.family_name.as_str().to_owned() });
    Verification {
        number: number.to_string(),
        status: status_word(status),
        as_of,
        checked_at: work.now,
        certificate: Some(VerifiedCertificate {
            qualification: known.qualification.clone(),
            edition: known.edition.clone(),
            format: known.format.clone(),
            awarded_on: known.history.from,
            expires_on: known.history.expires_on,
            suspended_until: match status {
                Status::Suspended { until } => until,
                _ => None,
            },
            name_matches,
            holder,
            history: known.history.clone(),
            examined_by: known.examined_by.clone(),
            annulled: known.annulled,
            renewals: known.renewals,
            renewable: renewable(work, known, status),
        }),
    }
}
