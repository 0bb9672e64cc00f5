//! The keys that sign access tokens: kept sealed in the database, so that every node signs and verifies with the same.

use chrono::Duration;
use serde_json::json;

use super::events::NewEvent;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::clock::Moment;
use crate::error::Error;
use crate::store::signing_keys as kept;
use crate::trust::keys::{KeyRing, PublicKey, SigningKey};
use crate::trust::sealing::SealingKey;

/// For how long a key is published after another one has taken its place: as long as the
/// longest token may live, and long enough for those who keep a copy of the published keys.
const PUBLISHED_AFTER_ROTATION: Duration = Duration::hours(24);

impl Registry {
    /// The keys in use: the newest signs, and those it replaced within a day still verify. Makes the first one where
    /// there is none.
    pub fn key_ring(&self, sealing_key: &SealingKey) -> Result<KeyRing, Error> {
        if let Some(ring) = self.load_key_ring(sealing_key)? {
            return Ok(ring);
        }
        self.write(Caller::OPERATOR, |work| {
            // Another node may have made one in the meantime.
            if kept::all(work.connection)?.is_empty() { generate(work, sealing_key) } else { Ok(()) }
        })?;
        self.load_key_ring(sealing_key)?.ok_or_else(|| Error::Internal("the first signing key is gone".to_owned()))
    }

    /// Whether the newest signing key opens with this sealing key; `None` where there is no signing key yet.
    ///
    /// # Errors
    /// That it does not open, or that the database cannot be asked.
    pub fn check_signing_keys(&self, sealing_key: &SealingKey) -> Result<Option<()>, Error> {
        Ok(self.load_key_ring(sealing_key)?.map(|_| ()))
    }

    fn load_key_ring(&self, sealing_key: &SealingKey) -> Result<Option<KeyRing>, Error> {
        let keys = self.store.read(kept::all)?;
        let Some((newest, generated_at)) = keys.first() else { return Ok(None) };
        let signing = SigningKey::from_sealed(sealing_key, &newest.id, &newest.sealed_private_key)?;
        let mut published = Vec::new();
        let mut replaced_at = *generated_at;
        for (key, generated_at) in keys.iter().skip(1) {
            if replaced_at + PUBLISHED_AFTER_ROTATION < self.now() {
                break;
            }
            let public = PublicKey::from_text(&key.public_key);
            published
                .push(public.ok_or_else(|| Error::Internal(format!("signing_keys.public_key of row {}", key.id)))?);
            replaced_at = *generated_at;
        }
        Ok(Some(KeyRing::new(signing, published)))
    }

    /// Makes a new key, which signs from now on; gives its id. The one before goes on verifying for a day.
    pub fn rotate_signing_key(&self, caller: Caller, sealing_key: &SealingKey) -> Result<String, Error> {
        self.write(caller, |work| {
            generate(work, sealing_key)?;
            let keys = kept::all(work.connection)?;
            keys.first().map(|(key, _)| key.id.clone()).ok_or_else(|| Error::Internal("no signing key".to_owned()))
        })
    }
}

/// A signing key as the operator sees it.
#[derive(Clone, Debug)]
pub struct KeyInformation {
    /// Its id, which tokens name as `kid`.
    pub id: String,
    /// When it was made.
    pub generated_at: Moment,
    /// What it is good for now.
    pub standing: KeyStanding,
}

/// What a signing key is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// It signs.
    Signs,
    /// It has been replaced, and still verifies until then.
    VerifiesUntil(Moment),
    /// It is no longer used.
    Retired,
}

/// All signing keys, the newest first.
pub fn list(work: &mut Work<'_>) -> Result<Vec<KeyInformation>, Error> {
    work.authorise(Permission::Administer)?;
    let mut replaced_at = None;
    let mut keys = Vec::new();
    for (key, generated_at) in kept::all(work.connection)? {
        let standing = match replaced_at.map(|at: Moment| at + PUBLISHED_AFTER_ROTATION) {
            None => KeyStanding::Signs,
            Some(until) if until >= work.now => KeyStanding::VerifiesUntil(until),
            Some(_) => KeyStanding::Retired,
        };
        replaced_at = Some(generated_at);
        keys.push(KeyInformation { id: key.id, generated_at, standing });
    }
    Ok(keys)
}

fn generate(work: &mut Work<'_>, sealing_key: &SealingKey) -> Result<(), Error> {
    work.authorise(Permission::Administer)?;
    let key = SigningKey::generate()?;
    let stored = kept::StoredKey {
        id: key.id().to_owned(),
        public_key: key.public().to_text(),
        sealed_private_key: key.sealed(sealing_key)?,
    };
    kept::insert(work.connection, &stored, work.now)?;
    let subject = ("signing_key", stored.id);
    let event = NewEvent { kind: "signing_key_generated", subject, body: None, data: json!({}), personal_data: None };
    work.record(Permission::Administer, event)
}
