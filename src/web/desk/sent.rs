//! What a form of the desk sends: from a page of ours and of this very session, and read with the very form that the API
//! reads.

use std::borrow::Cow;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use url::form_urlencoded;

use super::session::{Acting, SignedIn, Who};
use crate::error::{Code, Error};
use crate::http::extract::read_body_up_to;
use crate::http::problem::ApiError;
use crate::input::object::FromObject;
use crate::input::query::parse_pairs;
use crate::trust::digests_match;
use crate::web::cookies::check_origin;

/// The member with what no other site can know.
pub(super) const FORM_TOKEN: &str = "form_token";

/// The largest form, in bytes: a passkey's answer with what comes back with it, or a few long texts.
const LONGEST: usize = 128 * 1024;

/// The members of a form, as they were sent.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads them from a request.
    pub async fn of(request: &HttpRequest, payload: Payload) -> Result<Self, ApiError> {
        let form = read_body_up_to(request, payload, "application/x-www-form-urlencoded", LONGEST).await?;
        Ok(Self(form_urlencoded::parse(&form).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()))
    }

    /// What was sent in a field; empty where nothing was.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Adds what the address says.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.push((name.to_owned(), value));
    }

    /// Reads them as the API reads a request; what was left empty is left out, as is what is not the form's own.
    pub fn read<T: FromObject>(&self, but: &[&str]) -> Result<T, Error> {
        let is_given = |(name, value): &&(String, String)| {
            !value.is_empty() && name != FORM_TOKEN && !but.contains(&name.as_str())
        };
        let pairs = self.0.iter().filter(is_given);
        parse_pairs(pairs.map(|(name, value)| (Cow::from(name.as_str()), Cow::from(value.as_str()))))
    }
}

/// What was sent, and by whom.
pub(in crate::web) struct Sent<W> {
    pub who: W,
    pub fields: Fields,
}

impl<W: Who + AsRef<SignedIn>> FromRequest for Sent<W> {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, actix_web::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let who = W::of(request.clone()).await?;
            let fields = Fields::of(&request, payload).await?;
            check(&request, who.as_ref(), &fields)?;
            Ok(Self { who, fields })
        })
    }
}

/// Agrees when a form comes from a page that this session was shown.
pub(super) fn check(request: &HttpRequest, signed_in: &SignedIn, fields: &Fields) -> Result<(), ApiError> {
    check_origin(request, &signed_in.state)?;
    if digests_match(fields.get(FORM_TOKEN).as_bytes(), signed_in.form_token.as_bytes()) {
        return Ok(());
    }
    let detail = "this form is of another session; open the page again, and send it from there";
    Err(ApiError::refused(Code::Forbidden, detail))
}

impl AsRef<Self> for SignedIn {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl AsRef<SignedIn> for Acting {
    fn as_ref(&self) -> &SignedIn {
        &self.signed_in
    }
}
