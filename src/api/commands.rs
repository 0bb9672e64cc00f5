//! What is asked to be done: requests that create something, and requests that change something under a precondition.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use super::answers::{Answer, IfMatch, Sent, changed, changed_as, create};
use super::warnings::Warned;
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::FromObject;
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;

/// Nothing is sent with the request, or what is sent is not looked at.
#[derive(Debug)]
pub struct NoForm;

/// What an authenticated caller asks to be created, with the form `T`: once, however often it is sent with the same
/// idempotency key. Whoever is not authenticated hears that, and not what is wrong with the form.
pub struct Command<T = NoForm> {
    /// What the server knows.
    pub state: Data<State>,
    /// The request.
    pub request: HttpRequest,
    sent: Sent,
    /// What is asked for.
    pub form: T,
}

impl<T: Send + 'static> Command<T> {
    /// Who asks.
    pub const fn caller(&self) -> Caller {
        self.sent.caller()
    }

    /// Carries it out, in one transaction with the answer.
    pub async fn create(
        self,
        case: impl Fn(&mut Work<'_>, &T) -> Result<StoredAnswer, Error> + Send + 'static,
    ) -> Answer {
        let form = self.form;
        create(&self.state, self.sent, move |work| case(work, &form)).await
    }
}

impl<T: FromObject + Send + 'static> FromRequest for Command<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (asker, body) = (asker(request), Body::<T>::from_request(request, payload));
        let request = request.clone();
        Box::pin(async move {
            let (caller, key, state) = asker?;
            let body = body.await?;
            let sent = Sent::new(&request, caller, key, &body.digest);
            Ok(Self { state, request, sent, form: body.value })
        })
    }
}

impl FromRequest for Command {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(asker(request).map(|(caller, key, state)| {
            let sent = Sent::new(request, caller, key, &[0; 32]);
            Self { state, request: request.clone(), sent, form: NoForm }
        }))
    }
}

fn asker(request: &HttpRequest) -> Result<(Caller, IdempotencyKey, Data<State>), ApiError> {
    let Authenticated(caller) = Authenticated::extract(request).into_inner()?;
    Ok((caller, IdempotencyKey::extract(request).into_inner()?, state(request)?))
}

/// What the server knows.
pub(super) fn state(request: &HttpRequest) -> Result<Data<State>, ApiError> {
    let state = request.app_data::<Data<State>>().cloned();
    Ok(state.ok_or_else(|| Error::Internal("a request has no state".to_owned()))?)
}

/// What an authenticated caller asks to be changed, with the form `T`, of the version that `If-Match` names.
pub struct Change<T> {
    /// What the server knows.
    pub state: Data<State>,
    request: HttpRequest,
    caller: Caller,
    form: T,
}

impl<T: Send + 'static> Change<T> {
    /// Carries it out; `case` holds what is on record against the precondition, and gives the record as it is now.
    pub async fn carry_out<V: Serialize + Send + 'static>(
        self,
        case: impl Fn(&mut Work<'_>, &IfMatch, &T) -> Result<V, Error> + Send + 'static,
    ) -> Answer {
        let (if_match, form) = (IfMatch::of(&self.request)?, self.form);
        changed(&self.state.write(self.caller, move |work| case(work, &if_match, &form)).await?)
    }

    /// The same, with what is to be told of it.
    pub async fn carry_out_warned<V: Serialize + Send + 'static>(
        self,
        case: impl Fn(&mut Work<'_>, &IfMatch, &T) -> Result<Warned<V>, Error> + Send + 'static,
    ) -> Answer {
        let (if_match, form) = (IfMatch::of(&self.request)?, self.form);
        let warned = self.state.write(self.caller, move |work| case(work, &if_match, &form)).await?;
        changed_as(&warned, &warned.record)
    }
}

impl<T: FromObject + Send + 'static> FromRequest for Change<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (caller, body) = (Authenticated::extract(request), Body::<T>::from_request(request, payload));
        let request = request.clone();
        Box::pin(async move {
            let Authenticated(caller) = caller.await?;
            let form = body.await?.value;
            Ok(Self { state: state(&request)?, request, caller, form })
        })
    }
}
