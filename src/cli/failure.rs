//! Why a command was not carried out, for the person at the terminal.

use std::io::{self, IsTerminal, Write};

use crate::error::{Error, InputError};
use crate::registry::database::OpenError;
use crate::telemetry::{TelemetryError, wants_colour};
use crate::trust::sealing::SealingError;

/// What happened, where, and what to do, in lines.
#[derive(Debug)]
pub(super) struct Failure(Vec<String>);

impl Failure {
    /// A failure that one sentence explains; more lines may follow it.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into().lines().map(str::to_owned).collect())
    }

    /// Several mistakes, found at once.
    pub(super) fn all(mistakes: impl IntoIterator<Item = impl ToString>) -> Self {
        Self(mistakes.into_iter().map(|mistake| mistake.to_string()).collect())
    }

    /// A failure without words: they have been printed.
    pub(super) const fn told() -> Self {
        Self(Vec::new())
    }

    /// The lines.
    pub(super) fn lines(&self) -> &[String] {
        &self.0
    }

    /// Tells what happened, on standard error.
    pub(super) fn print(&self) {
        let mut stream = io::stderr().lock();
        let mark = if wants_colour(stream.is_terminal()) { "\u{1b}[1;31merror:\u{1b}[0m" } else { "error:" };
        for (index, line) in self.0.iter().enumerate() {
            // Where standard error is closed there is nobody to tell.
            let _ = if index == 0 { writeln!(stream, "{mark} {line}") } else { writeln!(stream, "       {line}") };
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(errors) => Self::all(errors.iter().map(in_words)),
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

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<SealingError> for Failure {
    fn from(error: SealingError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<TelemetryError> for Failure {
    fn from(error: TelemetryError) -> Self {
        Self::new(error.to_string())
    }
}

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
    }
}
