//! What happens around every request.
//!
//! The order matters. From the outside in: [`observe`], [`security_headers`], [`cors`], what [`etag`] says of compression,
//! actix's `Compress`, [`etag`] (so that a tag is made of what the handler said), [`head`], [`catch_panic`], [`long_heads`].
//! As `App::wrap` puts each around the ones before, the code lists them in the opposite order:
//!
//! ```
//! # use actix_web::{App, middleware::{Compress, from_fn}};
//! # use touchstone::http::middleware::{catch_panic, cors, etag, head, long_heads, observe, security_headers};
//! App::new()
//!     .wrap(from_fn(long_heads::refuse_long_heads))
//!     .wrap(from_fn(catch_panic::catch_panic))
//!     .wrap(from_fn(head::head))
//!     .wrap(from_fn(etag::etag))
//!     .wrap(Compress::default())
//!     .wrap(from_fn(etag::of_coding))
//!     .wrap(from_fn(cors::cors))
//!     .wrap(from_fn(security_headers::security_headers))
//!     .wrap(from_fn(observe::observe));
//! ```

pub mod catch_panic;
pub mod cors;
pub mod etag;
pub mod head;
pub mod long_heads;
pub mod observe;
pub mod security_headers;

use actix_web::Error;
use actix_web::dev::ServiceResponse;
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;

/// Lets `change` at the headers of the answer, also when it is still an error and will be rendered further out.
fn with_headers<B>(
    outcome: Result<ServiceResponse<B>, Error>,
    change: impl FnOnce(StatusCode, &mut HeaderMap),
) -> Result<ServiceResponse<B>, Error> {
    match outcome {
        Ok(mut response) => {
            change(response.status(), response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            change(response.status(), response.headers_mut());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
