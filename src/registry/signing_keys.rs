//! The keys that sign access tokens: kept sealed in the database, so that every node signs and verifies with the same.

use serde_json::json;

use super::events::NewEvent;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::scheme::text::Reason;
use crate::store::signing_keys::{self as kept, StoredKey};
use crate::trust::keys::{KeyRing, PUBLISHED_AFTER_ROTATION, PublicKey, SigningKey};
use crate::trust::sealing::SealingKey;

impl Registry {
    /// The keys in use: the newest signs, and those it replaced within a day still verify, unless they were revoked.
    /// Makes the first one where there is none.
    pub fn key_ring(&self, sealing_key: &SealingKey) -> Result<KeyRing, Error> {
        if let Some(ring) = self.load_key_ring(sealing_key)? {
            return Ok(ring);
        }
        self.write(Caller::OPERATOR, |work| {
            // Another node may have made one in the meantime.
            if signing(&kept::all(work.connection)?).is_none() {
                generate(work, sealing_key).map(|_| ())
            } else {
                Ok(())
            }
        })?;
        self.load_key_ring(sealing_key)?.ok_or_else(|| Error::Internal("the first signing key is gone".to_owned()))
    }

    /// Whether the key that signs opens with this sealing key; `None` where there is no signing key yet.
    ///
    /// # Errors
    /// That it does not open, or that the database cannot be asked.
    pub fn check_signing_keys(&self, sealing_key: &SealingKey) -> Result<Option<()>, Error> {
        Ok(self.load_key_ring(sealing_key)?.map(|_| ()))
    }

    fn load_key_ring(&self, sealing_key: &SealingKey) -> Result<Option<KeyRing>, Error> {
        let keys = self.store.read(kept::all)?;
        let Some(newest) = signing(&keys) else { return Ok(None) };
        let signing = SigningKey::from_sealed(sealing_key, &newest.id, &newest.sealed_private_key)?;
        let now = self.now();
        let mut published = Vec::new();
        for key in keys.iter().filter(|key| standing(key, now).verifies()) {
            let public = PublicKey::from_text(&key.public_key);
            published
                .push(public.ok_or_else(|| Error::Internal(format!("signing_keys.public_key of row {}", key.id)))?);
        }
        let revoked = keys.iter().filter(|key| key.revoked_at.is_some()).map(|key| key.id.clone()).collect();
        Ok(Some(KeyRing::new(signing, published).with_revoked(revoked)))
    }

    /// Makes a new key, which signs from now on; gives its id. The one before goes on verifying for a day.
    pub fn rotate_signing_key(&self, caller: Caller, sealing_key: &SealingKey) -> Result<String, Error> {
        self.write(caller, |work| generate(work, sealing_key))
    }

    /// Ends a key at once, or without `id` all that sign or verify: what they signed is refused from now on, on every
    /// node. Where none is left that signs a new one is made. Gives the ids of the revoked, and of the new one.
    ///
    /// # Errors
    /// [`Error::NotFound`], and [`Code::StatusConflict`] for a key that was revoked before.
    pub fn revoke_signing_keys(
        &self,
        caller: Caller,
        sealing_key: &SealingKey,
        id: Option<&str>,
        reason: Option<&Reason>,
    ) -> Result<(Vec<String>, Option<String>), Error> {
        self.write(caller, |work| {
            work.authorise(Permission::Administer)?;
            let keys = kept::all(work.connection)?;
            let revoked = to_revoke(&keys, id, work.now)?;
            for id in &revoked {
                kept::revoke(work.connection, id, work.now, reason.map(Reason::as_str))?;
                let data = json!({"reason": reason.map(Reason::as_str)});
                let subject = ("signing_key", id.clone());
                let event = NewEvent { kind: "signing_key_revoked", subject, body: None, data, personal_data: None };
                work.record(Permission::Administer, event)?;
            }
            let is_left = signing(&keys).is_some_and(|key| !revoked.contains(&key.id));
            let new = if is_left { None } else { Some(generate(work, sealing_key)?) };
            Ok((revoked, new))
        })
    }
}

/// The key that signs, of all, the newest first.
fn signing(keys: &[StoredKey]) -> Option<&StoredKey> {
    keys.iter().find(|key| key.retired_at.is_none() && key.revoked_at.is_none())
}

fn to_revoke(keys: &[StoredKey], id: Option<&str>, now: Moment) -> Result<Vec<String>, Error> {
    let Some(id) = id else {
        let in_use = keys.iter().filter(|key| standing(key, now).verifies());
        return Ok(in_use.map(|key| key.id.clone()).collect());
    };
    let key = keys.iter().find(|key| key.id == id).ok_or(Error::NotFound("signing key"))?;
    if key.revoked_at.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this key is revoked already"));
    }
    Ok(vec![key.id.clone()])
}

/// A signing key as the operator sees it.
#[derive(Clone, Debug)]
pub struct KeyInformation {
    /// Its id, which tokens name as `kid`.
    pub id: String,
    pub generated_at: Moment,
    pub standing: KeyStanding,
}

/// What a signing key is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    Signs,
    /// It has been replaced, and still verifies until then.
    VerifiesUntil(Moment),
    /// It is no longer used.
    Retired,
    /// What it signed is good no longer since then.
    Revoked(Moment),
}

impl KeyStanding {
    const fn verifies(self) -> bool {
        matches!(self, Self::Signs | Self::VerifiesUntil(_))
    }
}

fn standing(key: &StoredKey, now: Moment) -> KeyStanding {
    match (key.revoked_at, key.retired_at.map(|at| at + PUBLISHED_AFTER_ROTATION)) {
        (Some(at), _) => KeyStanding::Revoked(at),
        (None, None) => KeyStanding::Signs,
        (None, Some(until)) if until >= now => KeyStanding::VerifiesUntil(until),
        (None, Some(_)) => KeyStanding::Retired,
    }
}

/// All signing keys, the newest first.
pub fn list(work: &mut Work<'_>) -> Result<Vec<KeyInformation>, Error> {
    work.authorise(Permission::Administer)?;
    let now = work.now;
    let information = |key: StoredKey| {
        let standing = standing(&key, now);
        KeyInformation { id: key.id, generated_at: key.generated_at, standing }
    };
    Ok(kept::all(work.connection)?.into_iter().map(information).collect())
}

/// Makes a key in place of those that sign, and gives its id.
fn generate(work: &mut Work<'_>, sealing_key: &SealingKey) -> Result<String, Error> {
    work.authorise(Permission::Administer)?;
    let key = SigningKey::generate()?;
    let stored = StoredKey {
        id: key.id().to_owned(),
        public_key: key.public().to_text(),
        sealed_private_key: key.sealed(sealing_key)?,
        generated_at: work.now,
        retired_at: None,
        revoked_at: None,
    };
    kept::retire_all(work.connection, work.now)?;
    kept::insert(work.connection, &stored)?;
    let id = stored.id;
    let subject = ("signing_key", id.clone());
    let event = NewEvent { kind: "signing_key_generated", subject, body: None, data: json!({}), personal_data: None };
    work.record(Permission::Administer, event)?;
    Ok(id)
}
