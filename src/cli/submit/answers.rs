//! What a registry answers, or why it does not, as people read it.

use std::io;
use std::time::Duration;

use serde::de::DeserializeOwned;
use ureq::http::{HeaderMap, Response, header};
use ureq::{Body, Error};

use super::views::ProblemView;
use crate::cli::failure::Failure;
use crate::cli::output::printable;

const LARGEST: u64 = 4 << 20;

pub(super) fn json<T: DeserializeOwned>(mut answer: Response<Body>) -> Result<T, Failure> {
    let read = answer.body_mut().with_config().limit(LARGEST).read_json();
    read.map_err(|error| {
        Failure::new(format!("the answer cannot be understood: {error}\nIs there a Touchstone registry at --url?"))
    })
}

pub(super) fn problem(answer: &mut Response<Body>) -> Option<ProblemView> {
    answer.body_mut().with_config().limit(LARGEST).read_json().ok()
}

pub(super) fn refused(problem: &ProblemView) -> Failure {
    let detail = problem.detail.as_deref().map_or_else(String::new, |detail| format!(": {detail}"));
    let mut lines = vec![format!("{}{detail}", problem.title)];
    let said = problem.detail.as_deref().unwrap_or_default();
    // What the detail says already is not said again.
    let errors = problem.errors.iter().filter(|error| !said.contains(&error.detail));
    lines.extend(errors.map(|error| match error.pointer.as_str() {
        "" => error.detail.clone(),
        pointer => format!("{pointer}: {}", error.detail),
    }));
    match problem.code.as_deref() {
        Some("invalid_client") => lines.push("Check the client's id and its secret.".to_owned()),
        Some("not_found") => {
            lines.push("Check --url: it is the registry's own address, without a path of the API.".to_owned());
        }
        Some("forbidden") => lines.push("Only clients of a body or a registrar send results.".to_owned()),
        _ => lines.extend(problem.request_id.as_ref().map(|id| format!("(request {id})"))),
    }
    Failure::all(lines.iter().map(|line| printable(line)))
}

/// The seconds that the registry asks to wait; it never gives a date.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// Whether the host has no address. The system's resolver says so in words alone.
pub(super) fn is_unknown_name(error: &Error) -> bool {
    match error {
        Error::HostNotFound => true,
        Error::Io(error) => error.to_string().starts_with("failed to lookup address"),
        _ => false,
    }
}

pub(super) fn in_words(error: &Error) -> String {
    match error {
        Error::Timeout(_) => "no answer in time".to_owned(),
        _ if is_unknown_name(error) => "the host name is not known".to_owned(),
        Error::ConnectionFailed => "no connection can be made".to_owned(),
        Error::Io(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused => "the connection is refused".to_owned(),
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => {
                "the connection broke off".to_owned()
            }
            _ => format!("the connection fails: {error}"),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_told_without_what_a_terminal_obeys() {
        let problem: ProblemView = serde_json::from_str(
            r#"{"title":"The values are wrong","detail":"2 errors","code":"invalid_input","request_id":"r1",
                "errors":[{"pointer":"/body","code":"x","detail":"is\u001b[2J unknown"}]}"#,
        )
        .unwrap();
        assert_eq!(
            refused(&problem).lines(),
            ["The values are wrong: 2 errors", "/body: is [2J unknown", "(request r1)"]
        );
    }
}
