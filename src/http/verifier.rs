//! Verifications of single numbers, answered together: requests that arrive while the database is being asked wait for
//! the next question and share it. Under load one look at the database answers many; without load nobody waits.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::web;
use tokio::sync::oneshot;

use super::queue::Queue;
use crate::error::{Code, Error};
use crate::registry::Registry;
use crate::registry::guesses::{Subject, waits};
use crate::registry::verifications::{Question, Verification, answer};

/// How many are answered with one look at most: enough to share its cost, few enough to be quick.
const TOGETHER: usize = 64;

/// How many looks go on at once.
const LOOKERS: usize = 2;

#[derive(Clone)]
pub struct Verifier(Arc<Shared>);

struct Shared {
    registry: Arc<Registry>,
    most_waiting: usize,
    answer_deadline: Duration,
    state: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    questions: VecDeque<Asked>,
    lookers: usize,
}

struct Asked {
    question: Question,
    /// What its name is guessed at, if it has one.
    subject: Option<Subject>,
    answer: oneshot::Sender<Result<Verification, Error>>,
}

impl Verifier {
    /// A verifier that lets at most `most_waiting` questions wait, for as long as the queue waits for an answer.
    pub fn new(queue: &Queue, most_waiting: usize) -> Self {
        let Queue { registry, answer_deadline, .. } = queue.clone();
        Self(Arc::new(Shared { registry, most_waiting, answer_deadline, state: Mutex::default() }))
    }

    /// Answers one question, unless its name, a guess at `subject`, has to wait.
    pub(super) async fn verify(&self, question: Question, subject: Option<Subject>) -> Result<Verification, Error> {
        let (sender, receiver) = oneshot::channel();
        if self.enqueue(Asked { question, subject, answer: sender })? {
            let shared = self.0.clone();
            // Not awaited: the looker serves others too, and goes on when this asker has gone.
            drop(web::block(move || Looker(&shared).look()));
        }
        // A database that has gone silent keeps the looker, but not those who wait for it.
        let Ok(answered) = tokio::time::timeout(self.0.answer_deadline, receiver).await else {
            let cause = "the database did not answer in time".to_owned();
            return Err(Error::Unavailable { code: Code::DatabaseUnavailable, cause });
        };
        answered.unwrap_or_else(|_| Err(Error::Internal("a verification was not answered".to_owned())))
    }

    /// Queues a question; says whether another looker is needed.
    fn enqueue(&self, asked: Asked) -> Result<bool, Error> {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.questions.len() >= self.0.most_waiting {
            let cause = "too many verifications are waiting".to_owned();
            return Err(Error::Unavailable { code: Code::Overloaded, cause });
        }
        state.questions.push_back(asked);
        let needed = state.lookers < LOOKERS;
        state.lookers += usize::from(needed);
        Ok(needed)
    }
}

/// Somebody who answers. A panic on the way makes room for another one.
struct Looker<'a>(&'a Shared);

impl Drop for Looker<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.state.lock().unwrap_or_else(PoisonError::into_inner).lookers -= 1;
        }
    }
}

impl Looker<'_> {
    /// Answers what waits, until nothing does.
    fn look(&self) {
        while let Some(asked) = self.0.take() {
            let questions: Vec<_> = asked.iter().map(|asked| asked.question.clone()).collect();
            let looked = self.0.registry.read(None, |work| {
                let waits = waits(work, asked.iter().filter_map(|asked| asked.subject.as_ref()))?;
                Ok((waits, answer(work, &questions)?))
            });
            match looked {
                Ok((waits, answers)) => {
                    for (asked, answer) in asked.into_iter().zip(answers) {
                        let subject = asked.subject.as_ref();
                        let refused = subject.and_then(|subject| Some(subject.refusal(*waits.get(subject.key())?)));
                        // Nobody is there any more where this fails.
                        let _ = asked.answer.send(refused.map_or(Ok(answer), Err));
                    }
                }
                Err(error) => {
                    for asked in asked {
                        let _ = asked.answer.send(Err(repeated(&error)));
                    }
                }
            }
        }
    }
}

impl Shared {
    /// The questions to answer next; `None`, and one looker fewer, when there are none.
    fn take(&self) -> Option<Vec<Asked>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.questions.is_empty() {
            state.lookers -= 1;
            return None;
        }
        let count = state.questions.len().min(TOGETHER);
        Some(state.questions.drain(..count).collect())
    }
}

/// The same error for each of those who share it.
fn repeated(error: &Error) -> Error {
    match error {
        Error::Unavailable { code, cause } => Error::Unavailable { code: *code, cause: cause.clone() },
        other => Error::Internal(other.to_string()),
    }
}
