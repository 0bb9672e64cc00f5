//! Who issues access tokens and checks them, with keys that every node shares.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use super::state::State;
use crate::auth::permission::Caller;
use crate::auth::token::{self, IssuedToken, TokenError};
use crate::clock::Moment;
use crate::config::Settings;
use crate::error::Error;
use crate::registry::Registry;
use crate::trust::keys::KeyRing;
use crate::trust::sealing::SealingKey;

/// Issues access tokens and checks them.
pub struct TokenAuthority {
    keys: RwLock<Arc<KeyRing>>,
    /// When the keys were last read because of an unknown one. Held while they are read, so that those who meet the
    /// same new key meanwhile wait for them.
    reloaded_at: Mutex<Moment>,
    sealing_key: Arc<SealingKey>,
    issuer: String,
    audience: String,
    lifetime_seconds: u32,
}

impl TokenAuthority {
    /// The authority of a registry; makes the first signing key where there is none.
    pub fn new(registry: &Registry, sealing_key: Arc<SealingKey>, settings: &Settings) -> Result<Self, Error> {
        Ok(Self {
            keys: RwLock::new(Arc::new(registry.key_ring(&sealing_key)?)),
            reloaded_at: Mutex::new(registry.now()),
            sealing_key,
            issuer: settings.server.public_url.clone(),
            audience: settings.tokens.audience.clone(),
            lifetime_seconds: settings.tokens.lifetime_seconds,
        })
    }

    /// The issuer's identifier.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    fn keys(&self) -> Arc<KeyRing> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Issues a token to a caller, signed with the newest key there is.
    pub async fn issue(&self, state: &State, caller: &Caller) -> Result<IssuedToken, Error> {
        let keys = self.reload(state).await?;
        token::issue(&keys, &self.issuer, &self.audience, self.lifetime_seconds, caller, state.registry.now())
    }

    /// Reads the keys again, as another node or the command line may have rotated them.
    pub async fn reload(&self, state: &State) -> Result<Arc<KeyRing>, Error> {
        let sealing_key = self.sealing_key.clone();
        let keys = Arc::new(state.queue.run(move |registry| registry.key_ring(&sealing_key)).await?);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys.clone();
        Ok(keys)
    }

    /// Who presents this token.
    ///
    /// # Errors
    /// [`Code::InvalidToken`] with the reason.
    pub async fn verify(&self, state: &State, token: &str) -> Result<Caller, Error> {
        let asked_at = state.registry.now();
        let verify = |keys: &KeyRing| token::verify(keys, &self.issuer, &self.audience, token, asked_at);
        match verify(&self.keys()) {
            Err(TokenError::UnknownKey) => {
                let mut reloaded_at = self.reloaded_at.lock().await;
                if *reloaded_at <= asked_at {
                    let began_at = state.registry.now();
                    self.reload(state).await?;
                    *reloaded_at = began_at;
                }
                Ok(verify(&self.keys())?)
            }
            answer => Ok(answer?),
        }
    }
}
