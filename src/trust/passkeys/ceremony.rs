//! What must be remembered between a question and its answer, sealed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{PATIENCE, refused, unexpected};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::trust::sealing::{SealingError, SealingKey};
use crate::trust::{hexadecimal, sha256};

/// The most bytes of a sealed ceremony: one with 32 ids of passkeys, of 1,023 bytes each, has some 60,000.
pub(super) const LONGEST: usize = 64 * 1024;

/// What is done. It is part of what the seal covers: no ceremony passes for one of another kind.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Registration,
    Assertion,
}

impl Kind {
    const fn context(self) -> &'static str {
        match self {
            Self::Registration => "passkey registration",
            Self::Assertion => "passkey assertion",
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Ceremony<State> {
    /// Whom it is for, where that was known.
    pub person: Option<String>,
    /// The digest of the challenge in hexadecimal.
    pub challenge: String,
    begun_at: Moment,
    /// The library's.
    pub state: State,
}

impl<State: Serialize + DeserializeOwned> Ceremony<State> {
    pub fn new(person: Option<&str>, challenge: &[u8], begun_at: Moment, state: State) -> Self {
        let challenge = hexadecimal(&sha256(challenge));
        Self { person: person.map(str::to_owned), challenge, begun_at, state }
    }

    pub fn seal(&self, sealing: &SealingKey, kind: Kind) -> Result<String, Error> {
        let bytes = serde_json::to_vec(self).map_err(|error| unexpected("a ceremony cannot be written", error))?;
        Ok(sealing.seal(&bytes, kind.context())?)
    }

    /// Opens what [`Ceremony::seal`] made for the same kind, unless it has expired.
    pub fn open(sealing: &SealingKey, kind: Kind, sealed: &str, now: Moment) -> Result<Self, Error> {
        if sealed.len() > LONGEST {
            return Err(refused());
        }
        let bytes = sealing.open(sealed, kind.context()).map_err(|error| match error {
            // It comes from a browser: that it does not open is no sign that a key is missing.
            SealingError::Open => refused(),
            other => other.into(),
        })?;
        let ceremony: Self =
            serde_json::from_slice(&bytes).map_err(|error| unexpected("a ceremony cannot be read", error))?;
        if ceremony.expires_at() <= now {
            return Err(Error::refused(Code::PasskeyRefused, "that took more than five minutes: try again"));
        }
        Ok(ceremony)
    }

    /// From this moment on it is not good any more.
    pub fn expires_at(&self) -> Moment {
        self.begun_at.checked_add_signed(PATIENCE).unwrap_or(self.begun_at)
    }
}
