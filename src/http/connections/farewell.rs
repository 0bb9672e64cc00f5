//! What a connection says by itself before it ends, where no request could be made of what came, or none is awaited any
//! more: a problem document with an id, as every other refusal.

use crate::error::Code;
use crate::http::problem::{self, ApiError};
use crate::http::request_id;

/// The answer, from its first line on.
pub(super) fn farewell(code: Code, detail: &str) -> Vec<u8> {
    let id = request_id::accept_or_make(None);
    let (status, body) = request_id::within(id.clone(), || ApiError::refused(code, detail).document());
    let reason = actix_web::http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let retry = if code == Code::Overloaded { "retry-after: 10\r\n" } else { "" };
    format!(
        "HTTP/1.1 {status} {}\r\nconnection: close\r\ncontent-type: {}\r\ncache-control: no-store\r\n\
         x-content-type-options: nosniff\r\nx-request-id: {id}\r\n{retry}content-length: {}\r\n\r\n{body}",
        reason.unwrap_or_default(),
        problem::CONTENT_TYPE,
        body.len()
    )
    .into_bytes()
}

/// What is said in place of an answer that actix gives before there is a request; `None` for every other.
pub(super) fn in_place_of(answer: &[u8]) -> Option<Vec<u8>> {
    let status = answer.strip_prefix(b"HTTP/1.")?.get(2..5)?;
    match status {
        b"400" => Some(farewell(Code::MalformedRequest, "what was sent is no HTTP/1.1 request")),
        b"431" => Some(too_long()),
        _ => None,
    }
}

/// To whom the head does not end.
pub(super) fn too_long() -> Vec<u8> {
    farewell(Code::HeadersTooLarge, "address and headers of a request may have 32 KiB together at most")
}

/// To whom the head does not come.
pub(super) fn too_late() -> Vec<u8> {
    farewell(Code::RequestTimeout, "the head of the request did not arrive in time")
}

pub(super) fn no_room() -> Vec<u8> {
    farewell(Code::Overloaded, "there are as many connections as there may be, or as many from one address")
}
