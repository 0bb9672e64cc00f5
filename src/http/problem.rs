//! How an error is told to a client: RFC 9457 problem details, and the headers that the status asks for.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde_json::{Map, Value, json};

use super::assessment::AssessmentView;
use super::possible_candidate::PossibleCandidateView;
use super::problem_catalogue::describe;
use super::request_id;
use super::security_log::{self, SecurityEvent};
use crate::error::{Code, Error, InputError, MOST_ERRORS, Reasoning, Refusal, summary};
use crate::outbound::REFUSALS;

/// The media type of problem details (RFC 9457, section 3).
pub const CONTENT_TYPE: &str = "application/problem+json";

/// How long a client should wait before it tries again when the registry is overloaded or the database is away.
const RETRY_AFTER_SECONDS: u64 = 5;

/// An [`Error`] on its way to a client, with what only HTTP wants to know about it. Handlers return it; `?` makes it.
#[derive(Debug)]
pub struct ApiError {
    error: Error,
    /// A header that belongs to the status.
    header: Option<Box<(header::HeaderName, String)>>,
    retry_after_seconds: Option<u64>,
    /// A word for OAuth clients: with [`Code::InsufficientScope`] the scope that would do, else that of RFC 6749,
    /// section 5.2, at the token endpoint.
    oauth_word: Option<&'static str>,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let retry_after_seconds = match &error {
            Error::Unavailable { .. } => Some(RETRY_AFTER_SECONDS),
            Error::TooManyGuesses { wait_seconds, .. } => Some(*wait_seconds),
            _ if error.code() == Code::TooManyRequests => Some(RETRY_AFTER_SECONDS),
            _ => None,
        };
        let oauth_word = match error.code() {
            Code::InvalidClient => Some("invalid_client"),
            Code::InvalidScope => Some("invalid_scope"),
            _ => None,
        };
        Self { error, header: None, retry_after_seconds, oauth_word }
    }
}

impl ApiError {
    pub fn refused(code: Code, detail: impl Into<String>) -> Self {
        Error::refused(code, detail).into()
    }

    /// 405, with the methods that the address does have (RFC 9110, section 15.5.6).
    pub fn method_not_allowed(method: &str, allow: String) -> Self {
        let detail = format!("this address does not answer {method}; it answers {allow}");
        Self { header: Some(Box::new((header::ALLOW, allow))), ..Self::refused(Code::MethodNotAllowed, detail) }
    }

    /// 416: a file of so many bytes has none of the part that is wanted (RFC 9110, section 15.5.17).
    pub fn range_not_satisfiable(length: u64) -> Self {
        let detail = format!("the file ends before the part that is wanted: it has {length} bytes");
        let refused = Self::refused(Code::RangeNotSatisfiable, detail);
        Self { header: Some(Box::new((header::CONTENT_RANGE, format!("bytes */{length}")))), ..refused }
    }

    /// 429, with the number of seconds after which another try can succeed (RFC 6585, section 4).
    pub fn too_many_requests(retry_after_seconds: u64) -> Self {
        let detail = format!("too many requests; try again in {retry_after_seconds} s");
        Self { retry_after_seconds: Some(retry_after_seconds), ..Self::refused(Code::TooManyRequests, detail) }
    }

    /// 503: the database is of no use right now. Says in a few words of ours what it cannot do.
    pub fn not_ready(reason: &str) -> Self {
        let refused =
            Self::refused(Code::DatabaseUnavailable, format!("{reason}; nothing is lost, and nothing is kept"));
        Self { retry_after_seconds: Some(RETRY_AFTER_SECONDS), ..refused }
    }

    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// What it was made of.
    pub fn into_error(self) -> Error {
        self.error
    }

    /// The same with the word that OAuth has for it (RFC 6749, section 5.2).
    pub fn with_oauth_error(self, error: &'static str) -> Self {
        Self { oauth_word: Some(error), ..self }
    }

    pub fn or_oauth_error(self, error: &'static str) -> Self {
        Self { oauth_word: self.oauth_word.or(Some(error)), ..self }
    }

    /// The same, naming the scope that a token needs for this (RFC 6750, section 3).
    pub fn needing_scope(self, scope: &'static str) -> Self {
        Self { oauth_word: Some(scope), ..self }
    }

    /// The problem document, for an answer that is kept; without the id of the request, which is not part of it.
    pub fn document(&self) -> (u16, String) {
        (self.status_code().as_u16(), self.body(&self.detail()).to_string())
    }

    fn log(&self) {
        match &self.error {
            Error::Internal(cause) | Error::Contended(cause) | Error::Unexplained(cause) => {
                tracing::error!(cause, "internal error");
            }
            // There may be thousands a second, and each has its line in the access log.
            Error::Unavailable { code: Code::Overloaded, cause } => {
                metrics::counter!("requests_turned_away_total").increment(1);
                tracing::debug!(cause, "overloaded");
            }
            Error::Unavailable { code, cause } => tracing::warn!(code = code.as_str(), cause, "unavailable"),
            Error::Refused(refusal) => {
                if let Some(event) = security_event(refusal.code) {
                    security_log::record(event, &refusal.detail);
                }
            }
            Error::TooManyGuesses { detail, .. } => security_log::record(SecurityEvent::GuessLimitReached, detail),
            // Who is nobody in particular asks for what is public: that it is not there tells nothing of them.
            Error::NotFound(what) if request_id::facts(|facts| !facts.client().is_empty()) == Some(true) => {
                security_log::record(SecurityEvent::RecordNotVisible, &format!("no {what} that the caller may see"));
            }
            Error::Invalid(errors) if errors.iter().any(|error| REFUSALS.contains(&error.code)) => {
                security_log::record(SecurityEvent::DestinationRefused, "it is not one that may be called");
            }
            Error::Invalid(_) | Error::NotFound(_) => {}
        }
    }

    /// The `detail` member: what happened this time, in words for people.
    fn detail(&self) -> String {
        match &self.error {
            Error::Invalid(errors) => summary(errors),
            Error::Refused(refusal) => refusal.detail.clone(),
            Error::TooManyGuesses { detail, .. } => detail.clone(),
            Error::NotFound(what) => format!("there is no such {what}, or it is not for you to see"),
            Error::Unavailable { code, .. } => describe(*code).explanation.to_owned(),
            Error::Internal(_) | Error::Contended(_) | Error::Unexplained(_) => {
                describe(self.error.code()).explanation.to_owned()
            }
        }
    }

    fn body(&self, detail: &str) -> Value {
        let code = self.error.code();
        let description = describe(code);
        let mut members = Map::new();
        members.insert("type".to_owned(), json!(format!("/problems/{}", code.as_str())));
        members.insert("title".to_owned(), json!(description.title));
        members.insert("status".to_owned(), json!(description.status.as_u16()));
        members.insert("detail".to_owned(), json!(detail));
        members.insert("code".to_owned(), json!(code.as_str()));
        if let Some(error) = self.oauth_word.filter(|_| code != Code::InsufficientScope) {
            members.insert("error".to_owned(), json!(error));
            members.insert("error_description".to_owned(), json!(detail));
        }
        if let Some(id) = request_id::current() {
            members.insert("request_id".to_owned(), json!(id));
        }
        let errors = match &self.error {
            Error::Invalid(errors) | Error::TooManyGuesses { errors, .. } => errors.as_slice(),
            Error::Refused(refusal) => refusal.errors.as_slice(),
            Error::NotFound(_)
            | Error::Unavailable { .. }
            | Error::Internal(_)
            | Error::Contended(_)
            | Error::Unexplained(_) => &[],
        };
        if !errors.is_empty() {
            members.insert("errors".to_owned(), errors.iter().take(MOST_ERRORS).map(show_input_error).collect());
        }
        if let Error::Refused(Refusal { reasoning: Some(reasoning), .. }) = &self.error {
            let (name, shown) = match &**reasoning {
                Reasoning::Assessment(assessment) => ("assessment", json!(AssessmentView::of(assessment))),
                Reasoning::PossibleCandidates(possible) => {
                    let shown: Vec<_> = possible.iter().map(PossibleCandidateView::of).collect();
                    ("possible_candidates", json!(shown))
                }
            };
            members.insert(name.to_owned(), shown);
        }
        Value::Object(members)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(formatter)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        describe(self.error.code()).status
    }

    fn error_response(&self) -> HttpResponse {
        self.log();
        let detail = self.detail();
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, CONTENT_TYPE)).insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(challenge) = challenge(self.error.code(), &detail, self.oauth_word) {
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some((name, value)) = self.header.as_deref() {
            response.insert_header((name, value.as_str()));
        }
        response.body(self.body(&detail).to_string())
    }
}

/// `WWW-Authenticate` for the codes that ask for it. Who sent no token at all gets no error code (RFC 6750,
/// section 3.1).
fn challenge(code: Code, detail: &str, scope: Option<&str>) -> Option<String> {
    match code {
        Code::InvalidClient => Some(r#"Basic realm="touchstone", charset="UTF-8""#.to_owned()),
        Code::Unauthenticated => Some(r#"Bearer realm="touchstone""#.to_owned()),
        Code::InvalidToken | Code::InsufficientScope => {
            // RFC 6750, section 3: printable ASCII without quotation mark and backslash.
            let is_allowed = |character: &char| matches!(character, ' '..='~') && !matches!(character, '"' | '\\');
            let description: String = detail.chars().filter(is_allowed).collect();
            let scope = scope.map_or_else(String::new, |scope| format!(r#", scope="{scope}""#));
            let error = code.as_str();
            Some(format!(r#"Bearer realm="touchstone", error="{error}", error_description="{description}"{scope}"#))
        }
        _ => None,
    }
}

/// What a refusal with this code is to whoever watches over the registry.
const fn security_event(code: Code) -> Option<SecurityEvent> {
    match code {
        Code::InvalidClient | Code::InvalidScope => Some(SecurityEvent::TokenRefused),
        Code::InvalidToken => Some(SecurityEvent::CredentialRefused),
        Code::Forbidden | Code::InsufficientScope => Some(SecurityEvent::Forbidden),
        Code::TooManyRequests => Some(SecurityEvent::RateLimited),
        _ => None,
    }
}

fn show_input_error(error: &InputError) -> Value {
    json!({ "pointer": error.pointer, "code": error.code, "detail": error.detail })
}

#[cfg(test)]
mod tests {
    use actix_web::body::MessageBody;

    use super::*;

    fn render(error: impl Into<ApiError>) -> (HttpResponse<()>, Value) {
        let (head, body) = error.into().error_response().into_parts();
        (head, serde_json::from_slice(&body.try_into_bytes().unwrap()).unwrap())
    }

    fn header_of(response: &HttpResponse<()>, name: header::HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn lists_every_input_error() {
        let (response, body) = render(Error::Invalid(vec![
            InputError::new("/name", "required", "is missing"),
            InputError::new("/country", "unknown_country", "is no country"),
        ]));
        assert_eq!(response.status(), 422);
        assert_eq!(header_of(&response, header::CONTENT_TYPE), CONTENT_TYPE);
        assert_eq!(body["type"], "/problems/invalid_input");
        assert_eq!(body["status"], 422);
        assert_eq!(
            body["errors"][1],
            json!({
                "pointer": "/country", "code": "unknown_country", "detail": "is no country"
            })
        );
    }

    #[test]
    fn lists_so_many_and_says_that_there_are_more() {
        let errors = |count| vec![InputError::new("/name", "required", "is missing"); count];
        for (count, listed, said) in
            [(100, 100, "lists them all"), (101, 100, "more than 100"), (9999, 100, "first 100")]
        {
            let (_, body) = render(Error::Invalid(errors(count)));
            assert_eq!(body["errors"].as_array().unwrap().len(), listed);
            assert!(body["detail"].as_str().unwrap().contains(said), "{body}");
        }
    }

    #[test]
    fn tells_nothing_of_an_internal_cause() {
        let (response, body) = render(Error::Internal("password=hunter2".to_owned()));
        assert_eq!(response.status(), 500);
        assert!(!body.to_string().contains("hunter2"));
        let cause = "connection to 10.0.0.1 refused".to_owned();
        let (response, body) = render(Error::Unavailable { code: Code::DatabaseUnavailable, cause });
        assert_eq!(response.status(), 503);
        assert_eq!(header_of(&response, header::RETRY_AFTER), "5");
        assert!(!body.to_string().contains("10.0.0.1"));
    }

    #[test]
    fn challenges_who_is_not_authenticated() {
        let (response, _) = render(ApiError::refused(Code::Unauthenticated, "send a token"));
        assert_eq!(header_of(&response, header::WWW_AUTHENTICATE), r#"Bearer realm="touchstone""#);
        let (response, _) = render(ApiError::refused(Code::InvalidToken, "it \"expired\"\nyesterday é"));
        assert_eq!(
            header_of(&response, header::WWW_AUTHENTICATE),
            r#"Bearer realm="touchstone", error="invalid_token", error_description="it expiredyesterday ""#
        );
    }

    #[test]
    fn says_when_and_how_to_try_again() {
        let (response, _) = render(ApiError::too_many_requests(7));
        assert_eq!((response.status().as_u16(), header_of(&response, header::RETRY_AFTER)), (429, "7"));
        let (response, _) = render(ApiError::method_not_allowed("PUT", "GET, HEAD".to_owned()));
        assert_eq!((response.status().as_u16(), header_of(&response, header::ALLOW)), (405, "GET, HEAD"));
    }

    #[test]
    fn carries_the_request_id() {
        let body = request_id::within("abc".to_owned(), || render(Error::NotFound("body")).1);
        assert_eq!(body["request_id"], "abc");
    }
}
