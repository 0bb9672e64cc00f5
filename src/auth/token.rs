//! Access tokens: JWTs (RFC 9068), made and checked as RFC 8725 advises.

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::permission::{Caller, Principal, Role};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{BodyId, ClientId};
use crate::secret::Secret;
use crate::trust::keys::KeyRing;
use crate::trust::random_id;

/// The media type that a token says it is of (RFC 9068, section 2.1).
const TYPE: &str = "at+jwt";

/// The longest token that is looked at, in bytes; those that are issued have about 600.
const LONGEST: usize = 4096;

/// By how many seconds the clock of the node that issued a token may be ahead of ours.
const CLOCK_SKEW_SECONDS: i64 = 5;

/// The claims (RFC 9068, section 2.2) and, after them, our own. All are required but `body_id`.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    client_id: String,
    aud: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: String,
    role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_id: Option<String>,
}

/// A token as the token endpoint hands it out (RFC 6749, section 5.1).
#[derive(Debug)]
pub struct IssuedToken {
    /// The token.
    pub access_token: Secret,
    /// For how many seconds it is good.
    pub expires_in: u32,
}

/// Why a token is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is signed by a key that the ring does not hold. Another node may have rotated the keys: load them again,
    /// once.
    #[error("the access token is signed with a key that is not in use")]
    UnknownKey,
    /// Its time is over.
    #[error("the access token is expired")]
    Expired,
    /// Its time has not begun.
    #[error("the access token is not valid yet")]
    NotYetValid,
    /// It is not one of our tokens, or was altered.
    #[error("the access token is not accepted: {0}")]
    Wrong(&'static str),
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Self::refused(Code::InvalidToken, error.to_string())
    }
}

/// Makes a token for `caller`, good from `now` for `lifetime_seconds`.
///
/// # Errors
/// [`Error::Internal`] if the caller is not a client, or the key does not sign.
pub fn issue(
    ring: &KeyRing,
    issuer: &str,
    audience: &str,
    lifetime_seconds: u32,
    caller: &Caller,
    now: Moment,
) -> Result<IssuedToken, Error> {
    let Principal::Client(client) = caller.principal else {
        return Err(Error::Internal("a token was asked for somebody who is not a client".to_owned()));
    };
    let seconds = now.timestamp();
    let claims = Claims {
        iss: issuer.to_owned(),
        sub: client.to_string(),
        client_id: client.to_string(),
        aud: audience.to_owned(),
        iat: seconds,
        nbf: seconds,
        exp: seconds + i64::from(lifetime_seconds),
        jti: random_id(),
        role: caller.role.as_str().to_owned(),
        body_id: caller.body().map(|id| id.to_string()),
    };
    let key = ring.signing();
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(key.id().to_owned()), ..Header::new(Algorithm::EdDSA) };
    let token = jsonwebtoken::encode(&header, &claims, key.encoding())
        .map_err(|error| Error::Internal(format!("cannot sign a token: {error}")))?;
    Ok(IssuedToken { access_token: Secret::new(token), expires_in: lifetime_seconds })
}

/// Finds out whose token this is.
///
/// # Errors
/// [`TokenError`], which never repeats anything of the token.
pub fn verify(ring: &KeyRing, issuer: &str, audience: &str, token: &str, now: Moment) -> Result<Caller, TokenError> {
    let claims = authentic_claims(ring, token)?;
    if claims.iss != issuer {
        return Err(TokenError::Wrong("it comes from another issuer"));
    }
    if claims.aud != audience {
        return Err(TokenError::Wrong("it is meant for another service"));
    }
    let seconds = now.timestamp();
    if seconds >= claims.exp {
        return Err(TokenError::Expired);
    }
    if claims.nbf > seconds.saturating_add(CLOCK_SKEW_SECONDS) {
        return Err(TokenError::NotYetValid);
    }
    caller(&claims).ok_or(TokenError::Wrong("its subject or its role is unknown"))
}

/// The claims, once the header is of the only kind that we issue and the signature is right.
fn authentic_claims(ring: &KeyRing, token: &str) -> Result<Claims, TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Wrong("it is too long"));
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Wrong("it is not a signed JWT"))?;
    if header.alg != Algorithm::EdDSA {
        return Err(TokenError::Wrong("it is signed with another algorithm than EdDSA"));
    }
    let media_type = header.typ.as_deref().unwrap_or_default().to_ascii_lowercase();
    if media_type.strip_prefix("application/").unwrap_or(&media_type) != TYPE {
        return Err(TokenError::Wrong("its `typ` is not `at+jwt`"));
    }
    // RFC 7515, section 4.1.11: who does not understand a critical extension must refuse. We understand none.
    if header.crit.is_some() {
        return Err(TokenError::Wrong("it has a `crit` header"));
    }
    let id = header.kid.as_deref().ok_or(TokenError::Wrong("it does not name its key"))?;
    let key = ring.find(id).ok_or(TokenError::UnknownKey)?;
    // The library checks the signature. The claims are for us to check: it would ask the system for the time.
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Claims>(token, key.decoding(), &validation).map(|data| data.claims).map_err(|error| {
        match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => TokenError::Wrong("its signature is wrong"),
            _ => TokenError::Wrong("a claim is missing or of the wrong type"),
        }
    })
}

fn caller(claims: &Claims) -> Option<Caller> {
    let client = ClientId::parse(&claims.sub).filter(|_| claims.client_id == claims.sub)?;
    let role = match (claims.role.as_str(), claims.body_id.as_deref()) {
        ("registrar", None) => Role::Registrar,
        ("employer", None) => Role::Employer,
        ("body", Some(id)) => Role::Body(BodyId::parse(id)?),
        _ => return None,
    };
    Some(Caller { principal: Principal::Client(client), role })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
