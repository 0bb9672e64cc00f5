//! Verifications for people and clients, with what guessing costs.

use actix_web::HttpRequest;
use chrono::Duration;

use super::authentication::caller_of;
use super::problem::ApiError;
use super::security_log::{self, SecurityEvent};
use super::state::State;
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::guesses::{Counted, NameGuesses, Subject, check_names};
use crate::registry::organisation_certificates;
use crate::registry::verifications::{self, Question, Verification};
use crate::scheme::numbers::CertificateNumber;

/// How many names of one certificate are compared at once on one node: as many guesses may come through before the first
/// of them is counted.
const COMPARED_AT_ONCE: usize = 1;

/// How long names wait whose count could not be written, or whose asker did not wait for it: else who cannot be counted
/// could guess on.
const UNCOUNTED: Duration = Duration::minutes(1);

#[derive(Clone, Debug)]
pub struct Asker {
    caller: Option<Caller>,
    numbers: Subject,
}

impl Asker {
    /// Who sends this request. What a token's client is stands on record; whose token is not good any more is nobody in
    /// particular, and is answered as such. Fails when the record cannot be read: then nobody knows who guesses.
    pub async fn of(state: &State, request: &HttpRequest) -> Result<Self, ApiError> {
        let caller = match caller_of(request) {
            None => None,
            Some(caller) => {
                let look = move |registry: &Registry| registry.read(Some(caller), |work| Ok(work.caller()));
                match state.queue.run(look).await {
                    Err(Error::Refused(_)) => None,
                    found => found?,
                }
            }
        };
        Ok(Self { caller, numbers: Subject::certificate_numbers(caller, &state.limits.asker(request)) })
    }
}

impl State {
    /// Verifies one certificate for anybody. A question with a name is a guess: it may have to wait for others, and is
    /// not answered while guesses at this certificate have to wait ([`Error::TooManyGuesses`]). One without a name never
    /// waits.
    pub async fn verify(&self, asker: &Asker, question: Question) -> Result<Verification, ApiError> {
        self.guesses.check(&asker.numbers, self.registry.now())?;
        let guess = CertificateNumber::parse(&question.number)
            .ok()
            .zip(question.family_name.as_deref())
            .map(|(number, name)| NameGuesses::one(number, asker.caller, name));
        let verification = match guess {
            None => self.verifier.verify(question, None).await?,
            Some(guess) => self.verify_name(question, guess).await?,
        };
        self.count_unknown(asker, std::slice::from_ref(&verification)).await?;
        Ok(verification)
    }

    async fn verify_name(&self, question: Question, guess: NameGuesses) -> Result<Verification, ApiError> {
        // Not looked at before: while a guess is being counted, others seem to have to wait.
        let _turn = self.guesses.turn(&guess.subject, COMPARED_AT_ONCE).await;
        self.guesses.check(&guess.subject, self.registry.now())?;
        let verification = match self.verifier.verify(question, Some(guess.subject.clone())).await {
            Err(error) => {
                if let Error::TooManyGuesses { wait_seconds, .. } = &error {
                    let wait = Duration::seconds(i64::try_from(*wait_seconds).unwrap_or(0));
                    self.guesses.remember(&guess.subject, Some(wait), self.registry.now());
                }
                return Err(error.into());
            }
            Ok(verification) => verification,
        };
        if verification.is_wrong_guess() {
            self.count_names(vec![guess]).await?;
        }
        Ok(verification)
    }

    /// Verifies many certificates for a caller, in the order of the questions: all of them, or none where a name is one
    /// too many ([`Error::TooManyGuesses`], with the places of the names).
    pub async fn verify_many(
        &self,
        asker: &Asker,
        caller: Caller,
        questions: Vec<Question>,
    ) -> Result<Vec<Verification>, ApiError> {
        self.guesses.check(&asker.numbers, self.registry.now())?;
        let pairs = questions.iter().map(|question| (question.number.as_str(), question.family_name.as_deref()));
        let guesses = NameGuesses::of_many(pairs, asker.caller.unwrap_or(caller));
        // One list of names after the other, so that no two of them count on the same mistakes being forgiven.
        let _turn = if guesses.is_empty() { None } else { Some(self.guesses.turn(&asker.numbers, 1).await) };
        let names = guesses.clone();
        let answers = self.read(Some(caller), move |work| {
            let answers = verifications::verify_many(work, &questions)?;
            check_names(work, &names)?;
            Ok(answers)
        });
        let answers = answers.await?;
        let is_wrong = |place: usize| answers.get(place).is_some_and(Verification::is_wrong_guess);
        let wrong = guesses.into_iter().map(|guess| guess.only(is_wrong)).filter(|guess| !guess.is_empty());
        self.count_names(wrong.collect()).await?;
        self.count_unknown(asker, &answers).await?;
        Ok(answers)
    }

    /// Counts wrong names. [`Error::TooManyGuesses`] when one of them came too late to be answered.
    async fn count_names(&self, mut wrong: Vec<NameGuesses>) -> Result<(), ApiError> {
        let number = wrong.iter().map(|guesses| guesses.digests().count() as u64).sum();
        security_log::record_many(SecurityEvent::WrongName, "a name is not the holder's", number);
        wrong.retain(|guesses| !self.guesses.has_counted(guesses));
        if wrong.is_empty() {
            return Ok(());
        }
        let now = self.registry.now();
        for guesses in &wrong {
            self.guesses.remember(&guesses.subject, Some(UNCOUNTED), now);
        }
        let counting = wrong.clone();
        let counted = self.queue.write(move |registry| registry.count_names(&counting)).await?;
        let now = self.registry.now();
        let mut refused = None;
        for (guesses, Counted { wait, came_too_late }) in wrong.iter().zip(counted) {
            self.guesses.remember(&guesses.subject, wait, now);
            match wait.filter(|_| came_too_late) {
                Some(wait) => refused = Some(guesses.subject.refusal(wait)),
                None => self.guesses.note_counted(guesses),
            }
        }
        refused.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Verifies an organisation's certificate for anybody, by a number that its body or the registry gave it.
    pub async fn verify_organisation(
        &self,
        asker: &Asker,
        question: organisation_certificates::Question,
    ) -> Result<organisation_certificates::Verification, ApiError> {
        self.guesses.check(&asker.numbers, self.registry.now())?;
        let found = self.read(None, move |work| organisation_certificates::verify(work, &question)).await?;
        if found.status == "unknown" {
            let number = self.guesses.gather(&asker.numbers, &found.number);
            self.count_many(&asker.numbers, number.unwrap_or(0)).await?;
        }
        Ok(found)
    }

    /// Counts the numbers that no certificate has.
    async fn count_unknown(&self, asker: &Asker, answers: &[Verification]) -> Result<(), ApiError> {
        let unknown = answers.iter().filter(|answer| answer.status == "unknown" && answer.certificate.is_none());
        let number: u32 = unknown.filter_map(|answer| self.guesses.gather(&asker.numbers, &answer.number)).sum();
        self.count_many(&asker.numbers, number).await
    }

    async fn count_many(&self, subject: &Subject, number: u32) -> Result<(), ApiError> {
        if number == 0 {
            return Ok(());
        }
        let counting = subject.clone();
        let wait = self.queue.write(move |registry| registry.count_many(&counting, number)).await?;
        self.guesses.remember(subject, wait, self.registry.now());
        Ok(())
    }

    /// [`Error::TooManyGuesses`] when whoever sends this request may open no links that may not exist.
    pub fn check_link(&self, request: &HttpRequest) -> Result<(), ApiError> {
        Ok(self.guesses.check(&Subject::links(&self.limits.asker(request)), self.registry.now())?)
    }

    pub async fn count_link(&self, request: &HttpRequest, token_digest: &str) -> Result<(), ApiError> {
        let subject = Subject::links(&self.limits.asker(request));
        let number = self.guesses.gather(&subject, token_digest);
        self.count_many(&subject, number.unwrap_or(0)).await
    }
}
