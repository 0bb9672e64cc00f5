//! Why a command was not carried out, for the person at the terminal.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use crate::error::{Code, Error, InputError};
use crate::registry::database::OpenError;
use crate::telemetry::{TelemetryError, wants_colour};
use crate::trust::sealing::SealingError;

#[derive(Debug)]
pub(super) struct Failure {
    lines: Vec<String>,
    is_wrong_usage: bool,
}

impl Failure {
    /// A failure that one sentence explains; more lines may follow it.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self::all(text.into().lines())
    }

    /// The command line itself is wrong, in a way that only shows when it is looked at as a whole.
    pub(super) fn usage(text: impl Into<String>) -> Self {
        Self { is_wrong_usage: true, ..Self::new(text) }
    }

    pub(super) fn all(mistakes: impl IntoIterator<Item = impl ToString>) -> Self {
        Self { lines: mistakes.into_iter().map(|mistake| mistake.to_string()).collect(), is_wrong_usage: false }
    }

    /// A failure without words: they have been printed.
    pub(super) const fn told() -> Self {
        Self { lines: Vec::new(), is_wrong_usage: false }
    }

    pub(super) fn and(mut self, more: &str) -> Self {
        self.lines.extend(more.lines().map(str::to_owned));
        self
    }

    pub(super) fn lines(&self) -> &[String] {
        &self.lines
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        if self.is_wrong_usage { ExitCode::from(2) } else { ExitCode::FAILURE }
    }

    pub(super) fn print(&self) {
        let mut stream = io::stderr().lock();
        let mark = if wants_colour(stream.is_terminal()) { "\u{1b}[1;31merror:\u{1b}[0m" } else { "error:" };
        for (index, line) in self.lines.iter().enumerate() {
            // Where standard error is closed there is nobody to tell.
            let _ = if index == 0 { writeln!(stream, "{mark} {line}") } else { writeln!(stream, "       {line}") };
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(errors) => Self::all(errors.iter().map(in_words)),
            // Something that a flag names, and that is not there.
            Error::Refused(refusal) if refusal.code == Code::NotFound && !refusal.errors.is_empty() => {
                Self::all(refusal.errors.iter().map(in_words))
            }
            Error::NotFound(what) => Self::new(format!("there is no such {what}")),
            other => Self::new(other.to_string()),
        }
    }
}

/// A pointer such as `/body_id` is the flag `--body` here.
fn in_words(error: &InputError) -> String {
    let name = error.pointer.trim_start_matches('/');
    let flag = name.strip_suffix("_id").unwrap_or(name).replace('_', "-");
    format!("--{flag}: {}", error.detail)
}

/// Errors that say in their own words what happened, and what to do.
macro_rules! in_their_own_words {
    ($($error:ty),+) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new(error.to_string())
            }
        })+
    };
}

in_their_own_words!(OpenError, SealingError, TelemetryError, serde_json::Error);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_become_flags() {
        let failure = Failure::from(Error::Invalid(vec![
            InputError::new("/body_id", "required", "is missing"),
            InputError::new("/listed_on", "in_the_future", "lies in the future"),
        ]));
        assert_eq!(failure.lines(), ["--body: is missing", "--listed-on: lies in the future"]);
        let failure = Failure::from(Error::missing("/body", "body"));
        assert_eq!(failure.lines(), ["--body: there is no such body, or none that you may see"]);
    }
}
