//! Addresses and headers that are longer than any of ours are refused before anything in them is looked at: whatever reads
//! them after this reads so many bytes at most. What they may have together, the connection sees to.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;

use crate::error::Code;
use crate::http::problem::ApiError;

/// The longest path with its query, and the longest value of a header, in bytes.
pub const LONGEST: usize = 16 * 1024;

/// Fails with [`Code::UriTooLong`] and [`Code::HeadersTooLarge`].
pub async fn refuse_long_heads<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    check(request.uri(), request.headers())?;
    next.call(request).await
}

fn check(uri: &Uri, headers: &HeaderMap) -> Result<(), ApiError> {
    if uri.path_and_query().map_or(0, |target| target.as_str().len()) > LONGEST {
        let detail = format!("an address may have {LONGEST} bytes at most, its query included");
        return Err(ApiError::refused(Code::UriTooLong, detail));
    }
    if headers.iter().any(|(_, value)| value.len() > LONGEST) {
        let detail = format!("a header may have {LONGEST} bytes at most");
        return Err(ApiError::refused(Code::HeadersTooLarge, detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn what_is_too_long_is_refused_with_its_length() {
        for (path, lengths, expected) in [
            (LONGEST, vec![LONGEST], None),
            (LONGEST + 1, vec![], Some(Code::UriTooLong)),
            (1, vec![LONGEST + 1], Some(Code::HeadersTooLarge)),
            (1, vec![1, LONGEST + 1], Some(Code::HeadersTooLarge)),
        ] {
            let uri = format!("/{}", "x".repeat(path - 1)).parse().unwrap();
            let mut headers = HeaderMap::new();
            for length in &lengths {
                headers
                    .append(HeaderName::from_static("x-custom"), HeaderValue::from_str(&"a".repeat(*length)).unwrap());
            }
            let refused = check(&uri, &headers).err().map(|error| error.error().code());
            assert_eq!(refused, expected, "{path} {}", lengths.len());
        }
    }
}
