//! What is asked: requests that read, one record or a part of a list, by somebody in particular or by anybody.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;

use super::answers::{Answer, PUBLIC_SECONDS, public};
use super::commands::{NoForm, state};
use super::lists::{self, PartQuery};
use super::tables::{self, FormatQuery, Row};
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::http::authentication::{Authenticated, MaybeAuthenticated};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::FromObject;
use crate::input::query::parse_query;
use crate::registry::{Page, PageRequest, Work};

/// A question with the query `Q`, asked by `A`: whoever it is, they are known before the query is looked at.
pub struct Question<Q = NoForm, A = Authenticated> {
    /// What the server knows.
    pub state: Data<State>,
    /// The request.
    pub request: HttpRequest,
    /// Who asks.
    pub asker: A,
    /// What is asked.
    pub query: Q,
}

/// A question after a part of a list, with the filter `Q`.
pub type ListQuestion<Q = (), A = Authenticated> = Question<(Q, PartQuery), A>;

/// The same, of anybody, for a list that there is as a table too.
pub type TableQuestion<Q> = Question<(Q, PartQuery, FormatQuery), Anybody>;

/// Who may ask.
pub trait Asker: FromRequest<Error = ApiError, Future = Ready<Result<Self, ApiError>>> {
    /// Who it is, if it is known.
    fn caller(&self) -> Option<Caller>;

    /// The answer as this asker gets it: who may keep it, and for how long.
    fn told(&self, response: HttpResponse) -> HttpResponse {
        response
    }
}

impl Asker for Authenticated {
    fn caller(&self) -> Option<Caller> {
        Some(self.0)
    }
}

/// Everybody is answered alike, whoever they say they are, so the answer may be kept for a while.
#[derive(Debug)]
pub struct Anybody;

impl FromRequest for Anybody {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self))
    }
}

impl Asker for Anybody {
    fn caller(&self) -> Option<Caller> {
        None
    }

    fn told(&self, response: HttpResponse) -> HttpResponse {
        public(response, PUBLIC_SECONDS)
    }
}

/// What anybody is told may be kept for a while; what is told to somebody in particular is kept by nobody.
impl Asker for MaybeAuthenticated {
    fn caller(&self) -> Option<Caller> {
        self.0
    }

    fn told(&self, response: HttpResponse) -> HttpResponse {
        let mut response = if self.0.is_none() { public(response, PUBLIC_SECONDS) } else { response };
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding, authorization"));
        response
    }
}

/// What is asked in the query of an address.
pub trait Query: Sized {
    /// Reads it.
    fn parse(query: &str) -> Result<Self, Error>;
}

impl<T: FromObject> Query for T {
    fn parse(query: &str) -> Result<Self, Error> {
        parse_query(query)
    }
}

impl Query for NoForm {
    fn parse(_: &str) -> Result<Self, Error> {
        Ok(Self)
    }
}

impl<Q: Query + 'static, A: Asker + 'static> FromRequest for Question<Q, A> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = || {
            let asker = A::extract(request).into_inner()?;
            let query = Q::parse(request.query_string())?;
            Ok(Self { state: state(request)?, request: request.clone(), asker, query })
        };
        ready(read())
    }
}

impl<Q: Send + 'static, A: Asker> Question<Q, A> {
    /// What `case` finds.
    pub async fn read<T: Send + 'static>(
        &self,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.state.read(self.asker.caller(), case).await
    }

    /// 200 with the record that `case` finds.
    pub async fn answer<V: Serialize + Send + 'static>(
        self,
        case: impl Fn(&mut Work<'_>, &Q) -> Result<V, Error> + Send + 'static,
    ) -> Answer {
        let query = self.query;
        let found = self.state.read(self.asker.caller(), move |work| case(work, &query)).await?;
        Ok(self.asker.told(HttpResponse::Ok().json(found)))
    }
}

impl<Q: Send + 'static, A: Asker> ListQuestion<Q, A> {
    /// 200 with the part of a list that `case` finds.
    pub async fn list<V: Serialize + Send + 'static>(
        self,
        case: impl Fn(&mut Work<'_>, &Q, &PageRequest) -> Result<Page<V>, Error> + Send + 'static,
    ) -> Answer {
        let (query, part) = self.query;
        let part = part.request(&self.request)?;
        let page = self.state.read(self.asker.caller(), move |work| case(work, &query, &part)).await?;
        Ok(self.asker.told(lists::answer(&self.request, page)))
    }
}

impl<Q: Send + 'static> TableQuestion<Q> {
    /// 200 with the part of a list that `case` finds, in the form that is wanted.
    pub async fn list<V: Row + Send + 'static>(
        self,
        case: impl Fn(&mut Work<'_>, &Q, &PageRequest) -> Result<Page<V>, Error> + Send + 'static,
    ) -> Answer {
        let (query, part, format) = self.query;
        let part = part.request(&self.request)?;
        let page = self.state.read(None, move |work| case(work, &query, &part)).await?;
        Ok(self.asker.told(tables::answer(&self.request, &format, page)?))
    }
}
