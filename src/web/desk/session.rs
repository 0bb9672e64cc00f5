//! The session of whoever is signed in: a cookie with a random token, of which the registry keeps a digest. The API never
//! takes it, and pages never take an access token.

use std::future::Future;

use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use url::form_urlencoded;

use crate::auth::permission::{Caller, Permission, Remit, authorise};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::registry::persons::sessions::{self, Current, Opened, Opening, RoleChoice};
use crate::secret::Secret;
use crate::trust::{digest, hexadecimal};
use crate::web::cookies;
use crate::web::page::{Reader, see_other};

const COOKIE: &str = "session";

/// Whoever is signed in, in whichever role, or in none yet.
pub(in crate::web) struct SignedIn {
    pub reader: Reader,
    pub state: Data<State>,
    pub current: Current,
    /// What every form of this session brings along, which no other site can know.
    pub form_token: String,
}

/// Whoever is signed in and has chosen a role.
pub(in crate::web) struct Acting {
    pub signed_in: SignedIn,
    pub role: RoleChoice,
}

impl SignedIn {
    /// Who sends a request, if the session that it brings along is open.
    pub async fn of(request: &HttpRequest) -> Result<Option<Self>, ApiError> {
        let state = request.app_data::<Data<State>>().cloned();
        let state = state.ok_or_else(|| Error::Internal("a page has no state".to_owned()))?;
        let Some(token) = cookies::find(request, &cookies::name(&state, COOKIE)).map(Secret::new) else {
            return Ok(None);
        };
        let form_token = form_token(&token);
        let idle = state.session_limits.idle;
        let found = state.queue.run(move |registry| {
            let found = registry.read(None, |work| sessions::current(work, &token))?;
            if let Some(current) = &found {
                // What cannot be noted now is noted with the next page.
                let _ = registry.note_use(&current.session, idle);
            }
            Ok(found)
        });
        let Some(current) = found.await? else { return Ok(None) };
        let reader = Reader::of(request);
        Ok(Some(Self { reader, state, current, form_token }))
    }

    pub const fn caller(&self) -> Caller {
        self.current.caller()
    }
}

impl Acting {
    /// Whether the role holds a permission: pages offer nothing that would be refused.
    pub fn holds(&self, permission: Permission) -> bool {
        let assignment = &self.role.assignment;
        assignment.role.role(assignment.body, assignment.training_organisation).is_some_and(|role| {
            let remit = assignment.remit();
            authorise(&Caller { role, remit, ..self.signed_in.caller() }, permission).is_ok()
        })
    }

    /// Whether the role changes anything at all.
    pub fn may_write(&self) -> bool {
        self.role.assignment.remit() != Remit::Reads
    }
}

/// Whom a page is for.
pub(super) trait Who: Sized + 'static {
    /// Who sends the request; where it is nobody whom the page is for, where that is mended.
    fn of(request: HttpRequest) -> impl Future<Output = Result<Self, actix_web::Error>>;
}

impl Who for SignedIn {
    async fn of(request: HttpRequest) -> Result<Self, actix_web::Error> {
        match Self::of(&request).await? {
            Some(signed_in) => Ok(signed_in),
            None => Err(elsewhere(&request, "/sign-in")),
        }
    }
}

impl Who for Acting {
    async fn of(request: HttpRequest) -> Result<Self, actix_web::Error> {
        let signed_in = <SignedIn as Who>::of(request.clone()).await?;
        match signed_in.current.role().cloned() {
            Some(role) => Ok(Self { signed_in, role }),
            None => Err(elsewhere(&request, "/desk/role")),
        }
    }
}

macro_rules! from_request {
    ($($who:ty),+) => {$(
        impl FromRequest for $who {
            type Error = actix_web::Error;
            type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                Box::pin(<Self as Who>::of(request.clone()))
            }
        }
    )+};
}

from_request!(SignedIn, Acting);

/// Leads to another page first, which leads back to the one that was asked for.
fn elsewhere(request: &HttpRequest, path: &str) -> actix_web::Error {
    let reader = Reader::of(request);
    let asked = request.uri().path_and_query().map_or("/desk", |asked| asked.as_str());
    let address = match *request.method() {
        actix_web::http::Method::GET => reader.link_with(path, &[("next", asked)]),
        _ => reader.link(path),
    };
    InternalError::from_response("who it is must be known first", see_other(address)).into()
}

/// Where to go on: the page of the desk that was asked for, or its first.
pub(super) fn next(asked: Option<&str>) -> String {
    let is_ours = |path: &&str| {
        (path.starts_with("/desk/") || *path == "/desk")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    asked.filter(is_ours).unwrap_or("/desk").to_owned()
}

/// What the address says of where to go on.
pub(super) fn asked_next(request: &HttpRequest) -> String {
    let query = form_urlencoded::parse(request.query_string().as_bytes());
    let asked = query.filter(|(name, _)| name == "next").map(|(_, value)| value.into_owned()).next();
    next(asked.as_deref())
}

pub(super) fn opening(request: &HttpRequest, state: &State) -> Opening {
    let browser = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Opening { browser: browser.unwrap_or_default().to_owned(), limits: state.session_limits }
}

/// Goes on to a page with a session that was opened, in place of any that the browser had.
pub(super) fn entered(state: &State, opened: &Opened, address: String) -> Result<HttpResponse, ApiError> {
    with_token(state, &opened.token, address)
}

/// Goes on to a page with another token of the session.
pub(super) fn with_token(state: &State, token: &Secret, address: String) -> Result<HttpResponse, ApiError> {
    let cookie = cookies::session(state, &cookies::name(state, COOKIE), token.expose())?;
    let mut answer = see_other(address);
    answer.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(answer)
}

/// Goes to the page of signing in, and takes everything from the browser that it keeps of us.
pub(super) fn left(state: &State, address: String) -> Result<HttpResponse, ApiError> {
    let mut answer = see_other(address);
    answer.headers_mut().insert(header::SET_COOKIE, cookies::removal(state, &cookies::name(state, COOKIE))?);
    let everything = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    answer.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), everything);
    Ok(answer)
}

/// What the forms of a session bring along: it follows from the token, and the token does not follow from it.
fn form_token(token: &Secret) -> String {
    hexadecimal(&digest(&Secret::new(format!("form {}", token.expose()))))
}
