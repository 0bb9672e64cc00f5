//! Access tokens: JWTs (RFC 9068), made and checked as RFC 8725 advises.

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};

use super::permission::{Caller, Role, TokenBasis};
use super::scope::Scopes;
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::ClientId;
use crate::secret::Secret;
use crate::trust::keys::{KeyId, KeyRing};
use crate::trust::random_id;

/// The media type that a token says it is of (RFC 9068, section 2.1).
const TYPE: &str = "at+jwt";

/// The longest token that is looked at, in bytes; those that are issued have about 600.
const LONGEST: usize = 4096;

/// By how many seconds the clock of the node that issued a token may be ahead of ours.
const CLOCK_SKEW_SECONDS: i64 = 5;

/// The claims (RFC 9068, section 2.2) and, after them, our own. `role` and `body_id` tell others whom the token was
/// issued to; here the record alone says it.
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
    /// RFC 9068, section 2.2.3.
    scope: String,
    /// When the secret was set that the token was issued for, in microseconds since 1970: finer than `iat`, so that of
    /// two tokens of one second the one from before a new secret can be told from the one after.
    secret_changed_at: i64,
    #[serde(skip_deserializing)]
    role: &'static str,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    body_id: Option<String>,
}

/// What tokens have in common.
#[derive(Clone, Debug)]
pub struct Terms {
    pub issuer: String,
    pub audience: String,
    /// For how many seconds one is good; one that says that it is good for longer is refused.
    pub lifetime_seconds: u32,
}

/// To whom a token is issued, and what for.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub client: ClientId,
    pub role: Role,
    pub secret_changed_at: Moment,
    pub scopes: Scopes,
}

/// A token as the token endpoint hands it out (RFC 6749, section 5.1).
#[derive(Debug)]
pub struct IssuedToken {
    pub access_token: Secret,
    /// For how many seconds it is good.
    pub expires_in: u32,
    pub scopes: Scopes,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is signed by a key that the ring does not hold. Another node may have rotated the keys: load them again,
    /// once.
    #[error("the access token is signed with a key that is not in use")]
    UnknownKey,
    #[error("the access token is signed with a key that was revoked")]
    RevokedKey,
    #[error("the access token is expired")]
    Expired,
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

/// Makes a token, good from `now`.
///
/// # Errors
/// [`Error::Internal`] if the key does not sign.
pub fn issue(ring: &KeyRing, terms: &Terms, grant: &Grant, now: Moment) -> Result<IssuedToken, Error> {
    let seconds = now.timestamp();
    let claims = Claims {
        iss: terms.issuer.clone(),
        sub: grant.client.to_string(),
        client_id: grant.client.to_string(),
        aud: terms.audience.clone(),
        iat: seconds,
        nbf: seconds,
        exp: seconds + i64::from(terms.lifetime_seconds),
        jti: random_id(),
        scope: grant.scopes.to_string(),
        secret_changed_at: grant.secret_changed_at.timestamp_micros(),
        role: grant.role.as_str(),
        body_id: grant.role.body().map(|id| id.to_string()),
    };
    let key = ring.signing();
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(key.id().to_owned()), ..Header::new(Algorithm::EdDSA) };
    let token = jsonwebtoken::encode(&header, &claims, key.encoding())
        .map_err(|error| Error::Internal(format!("cannot sign a token: {error}")))?;
    let (expires_in, scopes) = (terms.lifetime_seconds, grant.scopes);
    Ok(IssuedToken { access_token: Secret::new(token), expires_in, scopes })
}

/// A token that is authentic, and as far as it says good. What it rests on may have changed since; only the record
/// knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerifiedToken {
    pub caller: Caller,
    pub scopes: Scopes,
    issued_at: i64,
    begins_at: i64,
    expires_at: i64,
}

impl VerifiedToken {
    /// Makes sure that the token is good at `now`.
    ///
    /// # Errors
    /// [`TokenError::Expired`] and [`TokenError::NotYetValid`].
    pub fn check_time(&self, now: Moment) -> Result<(), TokenError> {
        let seconds = now.timestamp();
        if seconds >= self.expires_at {
            return Err(TokenError::Expired);
        }
        if self.begins_at.max(self.issued_at) > seconds.saturating_add(CLOCK_SKEW_SECONDS) {
            return Err(TokenError::NotYetValid);
        }
        Ok(())
    }
}

/// Finds out whose token this is.
///
/// # Errors
/// [`TokenError`], which never repeats anything of the token.
pub fn verify(ring: &KeyRing, terms: &Terms, token: &str, now: Moment) -> Result<VerifiedToken, TokenError> {
    let (key, claims) = authentic_claims(ring, token)?;
    if claims.iss != terms.issuer {
        return Err(TokenError::Wrong("it comes from another issuer"));
    }
    if claims.aud != terms.audience {
        return Err(TokenError::Wrong("it is meant for another service"));
    }
    if claims.exp.saturating_sub(claims.iat.min(claims.nbf)) > i64::from(terms.lifetime_seconds) {
        return Err(TokenError::Wrong("it says that it is good for longer than tokens of this service are"));
    }
    let verified =
        verified(key, &claims).ok_or(TokenError::Wrong("its subject, its scope or its secret is unknown"))?;
    verified.check_time(now)?;
    Ok(verified)
}

/// The claims, once the header is of the only kind that we issue and the signature is right.
fn authentic_claims(ring: &KeyRing, token: &str) -> Result<(KeyId, Claims), TokenError> {
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
    if ring.is_revoked(id) {
        return Err(TokenError::RevokedKey);
    }
    let key = ring.find(id).ok_or(TokenError::UnknownKey)?;
    let key_id = KeyId::parse(id).ok_or(TokenError::UnknownKey)?;
    // The library checks the signature. The claims are for us to check: it would ask the system for the time.
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Claims>(token, key.decoding(), &validation).map(|data| (key_id, data.claims)).map_err(
        |error| match error.kind() {
            jsonwebtoken::errors::ErrorKind::InvalidSignature => TokenError::Wrong("its signature is wrong"),
            _ => TokenError::Wrong("a claim is missing or of the wrong type"),
        },
    )
}

fn verified(key: KeyId, claims: &Claims) -> Option<VerifiedToken> {
    let client = ClientId::parse(&claims.sub).filter(|_| claims.client_id == claims.sub)?;
    let secret_changed_at = Moment::from_timestamp_micros(claims.secret_changed_at)?;
    Some(VerifiedToken {
        caller: Caller::bearer(client, TokenBasis { key, secret_changed_at }),
        scopes: Scopes::parse(&claims.scope)?,
        issued_at: claims.iat,
        begins_at: claims.nbf,
        expires_at: claims.exp,
    })
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
