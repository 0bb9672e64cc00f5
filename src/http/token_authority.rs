//! Who issues access tokens and checks them, with keys that every node shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::time::Instant;

use super::queue::Queue;
use crate::auth::token::{self, Grant, IssuedToken, Terms, TokenError, VerifiedToken};
use crate::config::Settings;
use crate::error::Error;
use crate::trust::keys::KeyRing;
use crate::trust::sealing::SealingKey;
use crate::trust::sha256;

/// The shortest time between two readings of the keys for the sake of tokens whose key is unknown: whoever makes such
/// tokens up does not keep the database busy.
const BETWEEN_READINGS: Duration = Duration::from_millis(250);

/// How many tokens are remembered whose signature was checked.
const REMEMBERED: usize = 4096;

pub struct TokenAuthority {
    queue: Queue,
    keys: RwLock<Arc<KeyRing>>,
    /// When the keys were last read because of an unknown one. Held while they are read, so that those who meet the
    /// same new key meanwhile wait for them.
    reloaded_at: tokio::sync::Mutex<Instant>,
    /// Tokens by their digest whose signature the present keys have made, as one is shown many times and to check a
    /// signature takes longer than all the rest.
    verified: Mutex<HashMap<[u8; 32], VerifiedToken>>,
    sealing_key: Arc<SealingKey>,
    terms: Terms,
}

impl TokenAuthority {
    /// The authority of a registry; makes the first signing key where there is none.
    pub fn new(queue: Queue, sealing_key: Arc<SealingKey>, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            keys: RwLock::new(Arc::new(queue.registry.key_ring(&sealing_key)?)),
            reloaded_at: tokio::sync::Mutex::new(Instant::now()),
            verified: Mutex::default(),
            queue,
            sealing_key,
            terms: Terms {
                issuer: settings.server.public_url.clone(),
                audience: settings.tokens.audience.clone(),
                lifetime_seconds: settings.tokens.lifetime_seconds,
            },
        })
    }

    pub fn issuer(&self) -> &str {
        &self.terms.issuer
    }

    fn keys(&self) -> Arc<KeyRing> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn verified(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], VerifiedToken>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub async fn issue(&self, grant: &Grant) -> Result<IssuedToken, Error> {
        let keys = self.reload().await?;
        token::issue(&keys, &self.terms, grant, self.queue.registry.now())
    }

    /// Reads the keys again, as another node or the command line may have rotated or revoked them.
    pub async fn reload(&self) -> Result<Arc<KeyRing>, Error> {
        let sealing_key = self.sealing_key.clone();
        let keys = Arc::new(self.queue.run(move |registry| registry.key_ring(&sealing_key)).await?);
        let before = std::mem::replace(&mut *self.keys.write().unwrap_or_else(PoisonError::into_inner), keys.clone());
        // Under other keys other tokens may be authentic.
        if !keys.is_like(&before) {
            self.verified().clear();
        }
        Ok(keys)
    }

    /// Whose token this is, as far as it says itself: whether what it rests on still holds, the registry looks up when
    /// the caller asks it for something. Else [`Code::InvalidToken`](crate::error::Code::InvalidToken) with the reason.
    pub async fn verify(&self, token: &str) -> Result<VerifiedToken, Error> {
        let asked_at = Instant::now();
        match self.verify_with_known_keys(token) {
            Err(TokenError::UnknownKey) => {
                let mut reloaded_at = self.reloaded_at.lock().await;
                if *reloaded_at <= asked_at {
                    tokio::time::sleep_until(*reloaded_at + BETWEEN_READINGS).await;
                    let began_at = Instant::now();
                    self.reload().await?;
                    *reloaded_at = began_at;
                }
                Ok(self.verify_with_known_keys(token)?)
            }
            answer => Ok(answer?),
        }
    }

    fn verify_with_known_keys(&self, token: &str) -> Result<VerifiedToken, TokenError> {
        let (digest, now) = (sha256(token.as_bytes()), self.queue.registry.now());
        if let Some(known) = self.verified().get(&digest).copied() {
            known.check_time(now)?;
            return Ok(known);
        }
        let verified = token::verify(&self.keys(), &self.terms, token, now)?;
        let mut remembered = self.verified();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(digest, verified);
        Ok(verified)
    }
}
