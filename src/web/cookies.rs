//! Cookies of pages, and what keeps others' pages from using them.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderValue};
use url::Url;

use crate::error::{Code, Error};
use crate::http::state::State;

/// The value of the cookie of this name that a request brings along.
pub(super) fn find<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let cookies = request.headers().get_all(header::COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// What a cookie is called. With https it is this host's alone (`__Host-`).
pub(super) fn name(state: &State, name: &str) -> String {
    if is_secure(state) { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that ends with the browser. Scripts never see it, and other sites' forms do not bring it along. It is not
/// `Strict`: links are opened from letters, which are another site.
pub(super) fn session(state: &State, name: &str, value: &str) -> Result<HeaderValue, Error> {
    let secure = if is_secure(state) { "; Secure" } else { "" };
    written(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}"))
}

/// What takes a cookie from a browser.
pub(super) fn removal(state: &State, name: &str) -> Result<HeaderValue, Error> {
    let secure = if is_secure(state) { "; Secure" } else { "" };
    written(&format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}"))
}

fn written(cookie: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(cookie).map_err(|error| Error::Internal(error.to_string()))
}

/// Whether browsers reach the service by https; where they do not, they would keep no secure cookie.
pub(super) fn is_secure(state: &State) -> bool {
    state.public_url.starts_with("https:")
}

/// Agrees when a form was sent from a page of ours, else [`Code::Forbidden`]. That the cookie came along says so already
/// in browsers that know `SameSite`; this says it by other signs.
pub(super) fn check_origin(request: &HttpRequest, state: &State) -> Result<(), Error> {
    let value = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_ours = match (value("sec-fetch-site"), value("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        // A page that names no referrer sends the origin `null` with its forms.
        (None, None | Some("null")) => true,
        (None, Some(origin)) => {
            let (origin, public) = (Url::parse(origin).ok(), Url::parse(&state.public_url).ok());
            let is_host = |origin: &Url| {
                let authority = origin.port().map_or_else(
                    || origin.host_str().unwrap_or_default().to_owned(),
                    |port| format!("{}:{port}", origin.host_str().unwrap_or_default()),
                );
                value("host") == Some(authority.as_str())
            };
            origin.is_some_and(|origin| {
                public.is_some_and(|public| public.origin() == origin.origin()) || is_host(&origin)
            })
        }
    };
    if is_ours {
        Ok(())
    } else {
        Err(Error::refused(Code::Forbidden, "this form was sent from a page of another site"))
    }
}
