//! Verification: "the number alone gives the status, qualification, edition and dates; the holder's name is shown only
//! if the holder agreed to be listed, and otherwise the asker gives the family name and learns whether it matches".

use chrono::NaiveDate;

use super::certificates::{as_of_award, day_of, status_word};
use super::work::Work;
use crate::auth::permission::Permission;
use crate::clock::Moment;
use crate::error::Error;
use crate::scheme::definition::{EditionCode, QualificationCode};
use crate::scheme::lifecycle::{History, Status, Turn};
use crate::scheme::numbers::CertificateNumber;
use crate::store::certificates::{self, VerifiableCertificate};

/// What is asked about one number.
#[derive(Clone, Debug)]
pub struct Question {
    /// The number, as it was typed.
    pub number: String,
    /// The family name that the holder is said to have.
    pub family_name: Option<String>,
    /// The day of which the answer is to speak; today, when none is given.
    pub on: Option<NaiveDate>,
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
    /// When it was looked up.
    pub checked_at: Moment,
    /// What is known of the certificate, unless it is unknown or mistyped.
    pub certificate: Option<VerifiedCertificate>,
}

impl Verification {
    /// Whether a name was asked for that is not the holder's, who is not shown: only then something was guessed at.
    #[must_use]
    pub fn is_wrong_guess(&self) -> bool {
        let certificate = self.certificate.as_ref();
        certificate.is_some_and(|known| known.name_matches == Some(false) && known.holder.is_none())
    }
}

/// What an answer tells of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedCertificate {
    /// What it certifies.
    pub qualification: QualificationCode,
    /// On which edition.
    pub edition: EditionCode,
    /// The day of the award.
    pub awarded_on: NaiveDate,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
    /// The last day of a suspension that ends by itself.
    pub suspended_until: Option<NaiveDate>,
    /// Whether the name that was asked for is the holder's; `None` when none was asked for.
    pub name_matches: Option<bool>,
    /// The holder, if listed or matched.
    pub holder: Option<Holder>,
    /// What happened to it, whatever day was asked about. No reasons, no names.
    pub history: History,
}

impl VerifiedCertificate {
    /// Every turn of its status up to the day that it is at `now`.
    #[must_use]
    pub fn turns(&self, now: Moment) -> Vec<Turn> {
        self.history.turns_until(day_of(now, self.history.from))
    }
}

/// A holder who is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// All names but the family name.
    pub given_names: Option<String>,
    /// The family name.
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
    let found = if wanted.is_empty() {
        std::collections::HashMap::new()
    } else {
        certificates::for_verification(work.connection, &wanted)?
    };
    let answered = questions.iter().zip(numbers).map(|(question, number)| match number {
        None => unrecognised(work, question, question.number.clone(), "mistyped"),
        Some(number) => match found.get(&number) {
            None => unrecognised(work, question, number.to_string(), "unknown"),
            Some(certificate) => recognised(work, question, number, certificate),
        },
    });
    Ok(answered.collect())
}

fn unrecognised(work: &Work<'_>, question: &Question, number: String, status: &'static str) -> Verification {
    let as_of = question.on.unwrap_or_else(|| work.today());
    Verification { number, status, as_of, checked_at: work.now, certificate: None }
}

fn recognised(
    work: &Work<'_>,
    question: &Question,
    number: CertificateNumber,
    known: &VerifiableCertificate,
) -> Verification {
    let as_of = question.on.unwrap_or_else(|| as_of_award(work, known.history.from));
    let status = known.history.status_on(as_of);
    if status == Status::NotYet {
        return unrecognised(work, &Question { on: Some(as_of), ..question.clone() }, number.to_string(), "unknown");
    }
    let name_matches = question.family_name.as_ref().map(|name| known.family_name.matches(name));
    let shown = known.listed || name_matches == Some(true);
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
            awarded_on: known.history.from,
            expires_on: known.history.expires_on,
            suspended_until: match status {
                Status::Suspended { until } => until,
                _ => None,
            },
            name_matches,
            holder,
            history: known.history.clone(),
        }),
    }
}
