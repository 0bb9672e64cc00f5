//! From the `Authorization` header to the caller.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::problem::ApiError;
use super::queue::Queue;
use super::request_id::{self, RequestFacts};
use super::state::State;
use crate::auth::permission::Caller;
use crate::auth::scope::{self, Scopes};
use crate::auth::token::VerifiedToken;
use crate::error::{Code, Error};

/// What the header says, kept with the request so that the extractor need not wait: whoever is not authenticated
/// hears that, and not what is wrong with the body.
#[derive(Clone)]
enum Presented {
    Caller(Caller),
    Refused(String),
    /// The token is good, but not for this operation; the scope that is.
    OutOfScope(String, &'static str),
}

impl Presented {
    fn caller(&self) -> Result<Caller, ApiError> {
        match self {
            Self::Caller(caller) => Ok(*caller),
            Self::Refused(detail) => Err(ApiError::refused(Code::InvalidToken, detail.clone())),
            Self::OutOfScope(detail, scope) => {
                Err(ApiError::refused(Code::InsufficientScope, detail.clone()).needing_scope(scope))
            }
        }
    }
}

/// The middleware: checks an access token (RFC 6750, section 2.1), if one is presented. A holder's link is none: it is
/// opened in a browser.
pub async fn authenticate<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if let Some(token) = bearer_token(request.request())
        && let Some(state) = request.app_data::<Data<State>>().map(|state| Arc::clone(state))
    {
        // What is to be turned away is turned away before any work is done for it. Single verifications have a queue of
        // their own.
        let is_single_verification = |facts: &RequestFacts| facts.route() == "/v1/verifications/{number}";
        if state.queue.is_full() && request_id::facts(is_single_verification) != Some(true) {
            return Err(ApiError::from(Queue::turn_away()).into());
        }
        let presented = match present(&request, &state, token).await {
            Ok(presented) => presented,
            Err(Error::Refused(refusal)) => Presented::Refused(refusal.detail),
            Err(other) => return Err(ApiError::from(other).into()),
        };
        let caller = presented.caller().ok();
        request.extensions_mut().insert(presented);
        let outcome = next.call(request).await;
        return match caller.filter(|_| is_about_the_request(&outcome)) {
            Some(caller) => let_in(&state, caller).await.and(outcome),
            None => outcome,
        };
    }
    next.call(request).await
}

/// Whether an answer tells what is wrong with a request, which may have been found out before anybody looked up who asks.
fn is_about_the_request<B>(outcome: &Result<ServiceResponse<B>, actix_web::Error>) -> bool {
    let status = match outcome {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    status.is_client_error() && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS)
}

/// Whose client is gone, or has a new secret, hears that and nothing else. Where it cannot be looked up, what was found
/// wrong is true all the same.
async fn let_in(state: &State, caller: Caller) -> Result<(), actix_web::Error> {
    match state.queue.run(move |registry| registry.read(Some(caller), |_| Ok(()))).await {
        Err(refused @ Error::Refused(_)) => Err(ApiError::from(refused).into()),
        _ => Ok(()),
    }
}

async fn present(request: &ServiceRequest, state: &State, token: String) -> Result<Presented, Error> {
    let VerifiedToken { caller, scopes, .. } = state.tokens.verify(&token).await?;
    request_id::set_client(caller.principal.to_string());
    let route = request_id::facts(|facts| facts.route().to_owned()).unwrap_or_default();
    let Err(refused) = scope::authorise_operation(scopes, request.method().as_str(), &route) else {
        return Ok(Presented::Caller(caller));
    };
    // Whoever has all that the role can have is told by the use case what the role may not.
    let role = state.queue.run(move |registry| registry.read(Some(caller), |work| Ok(work.role()))).await?;
    if role.is_some_and(|role| scopes.contain_all(Scopes::of(role))) {
        return Ok(Presented::Caller(caller));
    }
    let needed = scope::needed(request.method().as_str(), &route).first();
    Ok(Presented::OutOfScope(refused.to_string(), needed.map_or("", |scope| scope.as_str())))
}

fn bearer_token(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim().to_owned()),
        // Another scheme is another's business, such as the token endpoint's.
        _ => None,
    }
}

/// Who makes a request that answers everybody alike, where it says who it is and is believed.
pub fn caller_of(request: &HttpRequest) -> Option<Caller> {
    request.extensions().get::<Presented>().and_then(|presented| presented.caller().ok())
}

pub struct Authenticated(pub Caller);

/// Who makes a request that anybody may make, where it says who it is. A token that is not accepted is refused here too:
/// else its owner would be shown less, and not know why.
#[derive(Clone, Copy)]
pub struct MaybeAuthenticated(pub Option<Caller>);

impl FromRequest for MaybeAuthenticated {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match request.extensions().get::<Presented>() {
            Some(presented) => presented.caller().map(|caller| Self(Some(caller))),
            None => Ok(Self(None)),
        })
    }
}

impl FromRequest for Authenticated {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let nobody = || {
            let detail =
                "this needs an access token: get one from POST /oauth/token and send it as `Authorization: Bearer …`";
            Err(ApiError::refused(Code::Unauthenticated, detail))
        };
        let presented = request.extensions().get::<Presented>().map(Presented::caller);
        ready(presented.unwrap_or_else(nobody).map(Self))
    }
}
