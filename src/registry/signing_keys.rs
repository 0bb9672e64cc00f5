//! The keys that sign access tokens: kept sealed in the database, so that every node signs and verifies with the same.

use chrono::Duration;
use serde_json::json;

use super::events::NewEvent;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::store::signing_keys as kept;
use crate::trust::keys::{KeyRing, PublicKey, SigningKey};
use crate::trust::sealing::SealingKey;

/// For how long a key is published after another one has taken its place: longer than any token lives, and long
/// enough for those who keep a copy of the published keys.
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
