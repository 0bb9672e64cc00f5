//! Passkeys (`WebAuthn` level 3): what a browser is asked, and whether its answer can be believed.
//!
//! Nothing is kept here between the question and the answer. What must be remembered of a ceremony goes to the browser
//! sealed, and comes back with the answer; so any node can finish what another one began. A ceremony could be finished
//! twice: the caller remembers the challenges that were used, until they expire.

mod ceremony;
mod response;

use chrono::TimeDelta;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, Passkey, PasskeyRegistration, WebauthnError};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use self::ceremony::{Ceremony, Kind};
use super::sealing::SealingKey;
use crate::clock::Moment;
use crate::error::{Code, Error};

pub use self::response::named_in;

/// For how long the answer to a question is waited for. People may have to find a device first, and to unlock it
/// (WCAG 2.2, "Enough Time").
pub const PATIENCE: TimeDelta = TimeDelta::minutes(5);

/// The most bytes of a browser's answer. One has some 1,000.
pub const LONGEST_RESPONSE: usize = 16 * 1024;

/// How many of a person's passkeys a browser is told of, so that a device which has one makes no second. Keeps what is
/// sealed, and sent with the answer, below [`ceremony::LONGEST`].
const MOST_KNOWN: usize = 32;

/// The service as browsers and their devices know it.
#[derive(Clone, Debug)]
pub struct RelyingParty {
    webauthn: Webauthn,
    /// Scheme, host and port, as browsers write them.
    origin: String,
}

/// What an assertion is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose<'a> {
    /// To find out who it is.
    SignIn,
    /// To make sure that it is still the person with this id.
    Confirm(&'a str),
}

/// A ceremony that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// For the browser, in JSON, with bytes in base64url (`PublicKeyCredentialCreationOptionsJSON` or
    /// `PublicKeyCredentialRequestOptionsJSON`).
    pub options: String,
    /// To come back with the browser's answer: sealed, and nothing in it is for the browser.
    pub ceremony: String,
}

/// A passkey that was made.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The id of the person whom the ceremony was begun for; the caller compares it with who is asking.
    pub person: String,
    /// In base64url without padding. The device chose it: the caller makes sure that nobody has one with the same id.
    pub credential_id: String,
    /// What is to be kept of the passkey, in JSON: nothing in it is secret.
    pub credential: String,
    /// The SHA-256 digest of the challenge in hexadecimal, to be remembered as used until `expires_at`.
    pub challenge: String,
    pub expires_at: Moment,
}

/// A passkey that was used.
#[derive(Clone, Debug)]
pub struct Asserted {
    /// What is to be kept of the passkey from now on, where that has changed: its counter, whether it is backed up.
    pub updated_credential: Option<String>,
    /// Whether it was begun with [`Purpose::Confirm`] of this person. What asks for a confirmation takes nothing else.
    pub confirms: bool,
    /// The SHA-256 digest of the challenge in hexadecimal, to be remembered as used until `expires_at`.
    pub challenge: String,
    pub expires_at: Moment,
}

impl RelyingParty {
    /// The service at `public_url`, which is called `name`. Passkeys belong to the host of that address; answers are
    /// taken from pages of its origin only. `None` where the host is no domain but an IP address, which passkeys cannot
    /// belong to (`localhost` is a domain).
    #[must_use]
    pub fn new(public_url: &str, name: &str) -> Option<Self> {
        let url = Url::parse(public_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let origin = url.origin().ascii_serialization();
        let allowed = Url::parse(&origin).ok()?;
        let builder = WebauthnBuilder::new(url.domain()?, &allowed).ok()?;
        let webauthn = builder.rp_name(name).timeout(PATIENCE.to_std().ok()?).build().ok()?;
        Some(Self { webauthn, origin })
    }

    /// Asks the browser to make a passkey for the person with this id, which is a UUID. `email` and `name` are what the
    /// device shows when it asks which passkey to use; `known_credentials` are the ids of those that the person has.
    /// The device must keep the passkey itself, so that it can be used without saying who one is, and must make sure
    /// that it is its owner who uses it; which device it is does not matter.
    pub fn begin_registration(
        &self,
        sealing: &SealingKey,
        person: &str,
        email: &str,
        name: &str,
        known_credentials: &[String],
        now: Moment,
    ) -> Result<Begun, Error> {
        let id = Uuid::try_parse(person).map_err(|error| unexpected("the id of a person", error))?;
        let known = known_credentials.iter().take(MOST_KNOWN).map(|id| {
            response::bytes_of(id).ok_or_else(|| Error::Internal("the id of a kept passkey is no base64url".to_owned()))
        });
        let known = known.collect::<Result<Vec<_>, _>>()?;
        let name = if name.is_empty() { email } else { name };
        let (asked, state) = self
            .webauthn
            .start_passkey_registration(id, email, name, Some(known))
            .map_err(|error| unexpected("the registration of a passkey cannot begin", error))?;
        let mut options = in_json(&asked.public_key)?;
        // The library asks for the contrary: a security key has little room. Without it nobody could sign in by nothing but
        // a passkey.
        let Some(selection) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) else {
            return Err(Error::Internal("the options of a new passkey do not say how it is to be kept".to_owned()));
        };
        selection.insert("residentKey".to_owned(), json!("required"));
        selection.insert("requireResidentKey".to_owned(), json!(true));
        let ceremony = Ceremony::new(Some(person), &asked.public_key.challenge, now, state);
        Ok(Begun { options: options.to_string(), ceremony: ceremony.seal(sealing, Kind::Registration)? })
    }

    /// Takes the browser's answer to [`RelyingParty::begin_registration`]. Refuses with [`Code::PasskeyRefused`].
    pub fn finish_registration(
        &self,
        sealing: &SealingKey,
        ceremony: &str,
        response: &str,
        now: Moment,
    ) -> Result<Registered, Error> {
        let ceremony = Ceremony::<PasskeyRegistration>::open(sealing, Kind::Registration, ceremony, now)?;
        let response = response::created(response)?;
        response::check_page(&response.response.client_data_json, &self.origin)?;
        let passkey = self
            .webauthn
            .finish_passkey_registration(&response, &ceremony.state)
            .map_err(|error| not_believed(&error))?;
        let id = passkey.cred_id();
        if id.as_slice() != response.raw_id.as_slice() || !response::LENGTH_OF_ID.contains(&id.len()) {
            return Err(refused());
        }
        Ok(Registered {
            expires_at: ceremony.expires_at(),
            person: ceremony.person.ok_or_else(|| Error::Internal("a registration is for nobody".to_owned()))?,
            credential_id: response::in_base64url(id),
            credential: in_json(&passkey)?.to_string(),
            challenge: ceremony.challenge,
        })
    }

    /// Asks the browser to use one of the passkeys for this service that the device has, whosever it is, and to make
    /// sure that it is its owner who uses it.
    pub fn begin_assertion(&self, sealing: &SealingKey, purpose: Purpose<'_>, now: Moment) -> Result<Begun, Error> {
        let (asked, state) = self
            .webauthn
            .start_discoverable_authentication()
            .map_err(|error| unexpected("the use of a passkey cannot begin", error))?;
        let person = match purpose {
            Purpose::SignIn => None,
            Purpose::Confirm(person) => Some(person),
        };
        let ceremony = Ceremony::new(person, &asked.public_key.challenge, now, state);
        let options = in_json(&asked.public_key)?.to_string();
        Ok(Begun { options, ceremony: ceremony.seal(sealing, Kind::Assertion)? })
    }

    /// Takes the browser's answer to [`RelyingParty::begin_assertion`]. `passkey_json` is what was kept of the passkey that
    /// [`named_in`] names, and `person` whose it is. Refuses with [`Code::PasskeyRefused`], also where the passkey's counter
    /// did not go forward: then there may be a copy of it.
    pub fn finish_assertion(
        &self,
        sealing: &SealingKey,
        ceremony: &str,
        response: &str,
        passkey_json: &str,
        person: &str,
        now: Moment,
    ) -> Result<Asserted, Error> {
        let ceremony = Ceremony::<DiscoverableAuthentication>::open(sealing, Kind::Assertion, ceremony, now)?;
        let response = response::used(response)?;
        response::check_page(&response.response.client_data_json, &self.origin)?;
        let is_meant = ceremony.person.as_ref().is_none_or(|meant| meant == person);
        if !is_meant || response::owner_of(&response)? != person {
            return Err(refused());
        }
        let mut passkey: Passkey =
            serde_json::from_str(passkey_json).map_err(|error| unexpected("a kept passkey cannot be read", error))?;
        let expires_at = ceremony.expires_at();
        let result = self
            .webauthn
            .finish_discoverable_authentication_v2(&response, ceremony.state, &passkey)
            .map_err(|error| not_believed(&error))?;
        if !result.user_verified() {
            return Err(refused());
        }
        let is_changed = passkey.update_credential(&result).ok_or_else(refused)?;
        Ok(Asserted {
            updated_credential: is_changed.then(|| in_json(&passkey)).transpose()?.map(|passkey| passkey.to_string()),
            confirms: ceremony.person.is_some(),
            challenge: ceremony.challenge,
            expires_at,
        })
    }
}

fn in_json(value: &impl serde::Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| unexpected("a passkey cannot be written", error))
}

fn unexpected(what: &str, error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("{what}: {error}"))
}

/// Whoever tries things out does not learn which of them was wrong; the operator may.
fn not_believed(error: &WebauthnError) -> Error {
    tracing::debug!("a passkey was refused: {error}");
    refused()
}

fn refused() -> Error {
    Error::refused(Code::PasskeyRefused, "the passkey was not accepted: try again, with a passkey that was made here")
}

#[cfg(test)]
#[path = "passkeys_tests.rs"]
mod tests;
