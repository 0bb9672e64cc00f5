//! Answers to requests that create, and to those that change under a precondition.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use serde_json::{Value, json};

use crate::auth::permission::Caller;
use crate::error::{Code, Error};
use crate::http::extract::IdempotencyKey;
use crate::http::middleware::etag::{tag_of, without_coding};
use crate::http::problem::{self, ApiError};
use crate::http::request_id;
use crate::http::state::{Occupied, State};
use crate::registry::Work;
use crate::registry::idempotency::{self, Answered, Keeping, StoredAnswer};
use crate::trust::{hexadecimal, sha256};

/// What every handler gives.
pub type Answer = Result<HttpResponse, ApiError>;

/// The media type of every answer that is no problem.
const JSON: &str = "application/json";

/// What makes a request the same request as another with the same idempotency key.
pub struct Sent {
    caller: Caller,
    key: Option<String>,
    digest: String,
    occupied: Option<Occupied>,
}

impl Sent {
    /// A request by `caller` with the digest of its body.
    #[must_use]
    pub fn new(request: &HttpRequest, caller: Caller, key: IdempotencyKey, body_digest: &[u8]) -> Self {
        let target = format!("{} {}\n", request.method(), request.uri());
        let whole = sha256(&[target.as_bytes(), body_digest].concat());
        Self { caller, key: key.0, digest: hexadecimal(&whole), occupied: None }
    }

    /// Who sent it.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// The same, with the key in use since before the body came.
    #[must_use]
    pub fn occupying(self, occupied: Option<Occupied>) -> Self {
        Self { occupied, ..self }
    }

    /// The key as it is kept with the answer.
    fn kept_key(&self) -> Option<idempotency::IdempotencyKey> {
        let (client, request_digest) = (self.caller.principal.to_string(), self.digest.clone());
        self.key.clone().map(|key| idempotency::IdempotencyKey { client, key, request_digest })
    }
}

/// Carries out a request that creates something: once, however often it is sent with the same idempotency key. The answer
/// is kept sealed.
pub async fn create(
    state: &Arc<State>,
    sent: Sent,
    case: impl Fn(&mut Work<'_>) -> Result<StoredAnswer, Error> + Send + 'static,
) -> Answer {
    let (caller, key) = (sent.caller, sent.kept_key());
    let occupied = match (sent.occupied, &key) {
        (None, Some(key)) => Some(state.occupy(&key.client, &key.key)?),
        (occupied, _) => occupied,
    };
    let keeping = keeping(state);
    let answered = state.queue.write(move |registry| {
        let _occupied = occupied;
        registry.answer_once(caller, key.as_ref(), &keeping, case)
    });
    Ok(respond(answered.await?))
}

/// The answer that the same request got before, for one that takes much to carry out.
pub async fn answered_before(state: &Arc<State>, sent: &Sent) -> Result<Option<HttpResponse>, ApiError> {
    let Some(key) = sent.kept_key() else { return Ok(None) };
    let (caller, keeping) = (sent.caller, keeping(state));
    let answered = state.queue.run(move |registry| registry.answered(caller, &key, &keeping));
    Ok(answered.await?.map(respond))
}

fn keeping(state: &State) -> Keeping {
    Keeping { sealing_key: state.sealing_key.clone(), kept_for: state.answers_kept_for }
}

/// 201 with the address and the tag of what was created, which is shown as it is there.
pub fn created(location: String, shown: &impl Serialize) -> Result<StoredAnswer, Error> {
    created_as(location, shown, shown)
}

/// The same, where the answer shows more (a secret) or else than is read at the address (RFC 9110, section 15.3.2).
pub fn created_as(location: String, answered: &impl Serialize, read: &impl Serialize) -> Result<StoredAnswer, Error> {
    let tag = tag_as_shown(read)?;
    Ok(StoredAnswer { tag: Some(tag), ..created_beside(location, answered)? })
}

/// 201 with an address that tells of more than what is shown: of a whole history, say. A tag would be of which?
pub fn created_beside(location: String, shown: &impl Serialize) -> Result<StoredAnswer, Error> {
    answer(StatusCode::CREATED, Some(location), shown)
}

/// 202 with the address where it can be followed: it is stored, and will be dealt with.
pub fn accepted(location: String, shown: &impl Serialize) -> Result<StoredAnswer, Error> {
    answer(StatusCode::ACCEPTED, Some(location), shown)
}

/// 200: it was there before, and is what it was.
pub fn unchanged(location: String, shown: &impl Serialize) -> Result<StoredAnswer, Error> {
    answer(StatusCode::OK, Some(location), shown)
}

fn answer(status: StatusCode, location: Option<String>, shown: &impl Serialize) -> Result<StoredAnswer, Error> {
    let body = serde_json::to_string(shown).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(StoredAnswer { status: status.as_u16(), location, tag: None, content_type: JSON.to_owned(), body })
}

/// 200 to a change: the record as it is now, and its tag, with which it can be changed again.
pub fn changed(shown: &impl Serialize) -> Answer {
    changed_as(shown, shown)
}

/// The same, where the answer shows more than is read at the address.
pub fn changed_as(answered: &impl Serialize, read: &impl Serialize) -> Answer {
    Ok(HttpResponse::Ok().insert_header((header::ETAG, tag_as_shown(read)?)).json(answered))
}

/// A refusal that is on record, and so is the answer to the same request sent again.
#[must_use]
pub fn refused(error: Error) -> StoredAnswer {
    let (status, body) = ApiError::from(error).document();
    StoredAnswer { status, location: None, tag: None, content_type: problem::CONTENT_TYPE.to_owned(), body }
}

fn respond(Answered { answer, replayed }: Answered) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    if let Some(location) = &answer.location {
        response.insert_header((header::LOCATION, location.as_str()));
    }
    if let Some(tag) = &answer.tag {
        response.insert_header((header::ETAG, tag.as_str()));
    }
    if replayed {
        response.insert_header(("idempotent-replayed", "true"));
    }
    let is_problem = answer.content_type == problem::CONTENT_TYPE;
    response.insert_header((header::CONTENT_TYPE, answer.content_type));
    response.body(if is_problem { with_request_id(answer.body) } else { answer.body })
}

/// The id of the present request, in a problem document that was kept without one.
fn with_request_id(body: String) -> String {
    match (serde_json::from_str(&body), request_id::current()) {
        (Ok(Value::Object(mut members)), Some(id)) => {
            members.insert("request_id".to_owned(), json!(id));
            Value::Object(members).to_string()
        }
        _ => body,
    }
}

/// The precondition of a change: `If-Match` (RFC 9110, section 13.1.1), all lines of it.
#[derive(Clone, Debug)]
pub struct IfMatch(Vec<String>);

impl IfMatch {
    /// Reads the header.
    ///
    /// # Errors
    /// [`Code::PreconditionRequired`] without it (RFC 6585, section 3).
    pub fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        Self::if_any(request).ok_or_else(|| {
            let detail = "read the record first, and send its `ETag` as `If-Match`";
            ApiError::refused(Code::PreconditionRequired, detail)
        })
    }

    /// Reads the header where it need not be there.
    #[must_use]
    pub fn if_any(request: &HttpRequest) -> Option<Self> {
        // What is no text names no version.
        let lines = request.headers().get_all(header::IF_MATCH).map(|value| value.to_str().unwrap_or_default());
        let named: Vec<_> = lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().to_owned()).collect();
        (!named.is_empty()).then_some(Self(named))
    }

    /// Agrees when the record, as it is shown now, is a version that the header names.
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`].
    pub fn check(&self, shown: &impl Serialize) -> Result<(), Error> {
        let tag = tag_as_shown(shown)?;
        self.expect(|named| named == tag)
    }

    /// The same for a record that is read with a [`dated_tag`]: of whichever day it was read, `version` decides.
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`].
    pub fn check_version(&self, version: &impl Serialize) -> Result<(), Error> {
        let tag = tag_as_shown(version)?;
        self.expect(|named| version_in(named) == version_in(&tag))
    }

    fn expect(&self, is_present: impl Fn(&str) -> bool) -> Result<(), Error> {
        if self.0.iter().any(|named| named == "*" || is_present(&without_coding(named))) {
            return Ok(());
        }
        let detail = if self.0.iter().any(|named| named.starts_with("W/")) {
            "`If-Match` names a weak tag (`W/…`), which says too little for a change (RFC 9110, section 13.1.1). The registry \
             gives strong ones: a proxy on the way made it weak, as nginx does where it compresses. Read the record again \
             with `Accept-Encoding: identity` and send that tag, or have the proxy leave compression to the registry"
        } else {
            "the record has changed since you read it; read it again"
        };
        Err(Error::refused(Code::PreconditionFailed, detail))
    }
}

/// The tag that an answer with this body gets.
fn tag_as_shown(shown: &impl Serialize) -> Result<String, Error> {
    let body = serde_json::to_vec(shown).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(tag_of(&body))
}

/// The tag of a record that is shown as of a day: first its version, which is the same on every day, for preconditions;
/// then that of the answer, which is not, for caches.
pub fn dated_tag(version: &impl Serialize, shown: &impl Serialize) -> Result<String, Error> {
    let (version, shown) = (tag_as_shown(version)?, tag_as_shown(shown)?);
    Ok(format!("\"{}.{}\"", version.trim_matches('"'), shown.trim_matches('"')))
}

/// The version in a strong tag; `None` where it is none.
fn version_in(tag: &str) -> Option<&str> {
    let opaque = tag.strip_prefix('"')?.strip_suffix('"')?;
    Some(opaque.split_once('.').map_or(opaque, |(version, _)| version))
}

/// An answer to a public read, which caches may keep for a while.
#[must_use]
pub fn public(mut response: HttpResponse, seconds: u32) -> HttpResponse {
    if let Ok(value) = header::HeaderValue::from_str(&format!("public, max-age={seconds}")) {
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response
}

/// For how many seconds public lists and records may be kept: long enough to spare the database, short enough that
/// nobody relies on what was suspended an hour ago.
pub const PUBLIC_SECONDS: u32 = 60;
