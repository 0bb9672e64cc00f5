//! The keys that sign credentials: kept sealed in the database, so that every node signs with the same. They are rotated
//! and revoked apart from the keys of access tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::events::NewEvent;
use super::issuers::why_unfit;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::scheme::text::Reason;
use crate::store::issuer_keys::{self as kept, StoredIssuerKey};
use crate::store::{DatabaseConnection, impossible, issuers, signing_keys, status_lists};
use crate::trust::issuer::Issuer;
use crate::trust::issuer_keys::{Algorithm, IssuerKey, IssuerPublicKey};
use crate::trust::keys::SigningKey;
use crate::trust::sealing::SealingKey;

/// Why something cannot be signed: what it is called, since when it is so, and what is the matter.
pub(super) type KeyProblem = (&'static str, Option<Moment>, String);

/// Who signs: the issuer, and what opens its keys. Opening an RSA key takes longer than signing with it, so opened ones
/// are remembered.
pub struct Signatory {
    issuer: Issuer,
    /// Why nothing is signed for it, if so.
    unfit: Option<String>,
    sealing_key: Arc<SealingKey>,
    opened: Mutex<HashMap<String, Arc<IssuerKey>>>,
    /// Held while the first keys are made: that takes a while, and who asks meanwhile needs them too.
    making: Mutex<()>,
}

/// The pair of keys that signs now.
#[derive(Clone)]
pub struct SigningPair {
    /// For JSON Web Signatures.
    pub rsa: Arc<IssuerKey>,
    /// For Data Integrity proofs.
    pub edwards: Arc<IssuerKey>,
}

impl Signatory {
    pub fn new(issuer: Issuer, sealing_key: Arc<SealingKey>) -> Self {
        let unfit = why_unfit(issuer.url());
        Self { issuer, unfit, sealing_key, opened: Mutex::default(), making: Mutex::default() }
    }

    /// The same in a demonstration, where nothing outlives the process: it signs under whatever address.
    pub fn for_demonstration(self) -> Self {
        Self { issuer: self.issuer.for_demonstration(), unfit: None, ..self }
    }

    /// Makes sure that others can follow the address that would be signed.
    ///
    /// # Errors
    /// [`Code::IssuerUnsettled`].
    pub(super) fn check_fit(&self) -> Result<(), Error> {
        self.unfit.as_ref().map_or(Ok(()), |why| {
            let detail = format!(
                "no credential is issued as {}: {why}, and what is signed says it for ever; the operator has to set \
                 TOUCHSTONE_PUBLIC_URL to the address that everybody reaches the registry by",
                self.issuer.url()
            );
            Err(Error::refused(Code::IssuerUnsettled, detail))
        })
    }

    pub const fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    fn open(&self, key: &StoredIssuerKey) -> Result<Arc<IssuerKey>, Error> {
        let opened = || self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = opened().get(&key.id) {
            return Ok(key.clone());
        }
        let inconsistent = || Error::Internal(format!("issuer key {} signs and has no private half", key.id));
        let sealed = key.sealed_private_key.as_ref().ok_or_else(inconsistent)?;
        let pair = Arc::new(IssuerKey::from_sealed(&self.sealing_key, &public_half(key)?, sealed)?);
        opened().insert(key.id.clone(), pair.clone());
        Ok(pair)
    }

    /// The keys that sign now.
    pub(super) fn pair(&self, connection: &mut DatabaseConnection) -> Result<SigningPair, Error> {
        let keys = kept::all(connection)?;
        let signing = |algorithm: Algorithm| {
            let signs = |key: &&StoredIssuerKey| key.retired_at.is_none() && key.algorithm == algorithm.as_str();
            let missing = || Error::Internal(format!("no issuer key signs with {}", algorithm.as_str()));
            self.open(keys.iter().find(signs).ok_or_else(missing)?)
        };
        Ok(SigningPair { rsa: signing(Algorithm::Rs256)?, edwards: signing(Algorithm::EdDsa)? })
    }

    /// Why nothing, or not everything, can be signed: what each problem is called, since when, and in words. Where there are
    /// no keys yet they are made when they are first needed, which is none.
    pub(super) fn problems(&self, connection: &mut DatabaseConnection) -> Result<Vec<KeyProblem>, Error> {
        let mut found = Vec::new();
        let issuer = issuers::all(connection)?.pop();
        if let Err(unfit) = self.check_fit() {
            found.push(("unfit_address", None, unfit.to_string()));
        }
        if let Some(other) = issuer.filter(|last| last.url != self.issuer.url()) {
            let summary =
                format!("credentials are issued as {}, and this node is known as {}", other.url, self.issuer.url());
            found.push(("issuer", Some(other.recorded_at), summary));
        }
        let keys = kept::all(connection)?;
        let lacking = |algorithm: &Algorithm| {
            !keys.iter().any(|key| key.retired_at.is_none() && key.algorithm == algorithm.as_str())
        };
        if let Some(algorithm) = Algorithm::ALL.into_iter().find(lacking).filter(|_| !keys.is_empty()) {
            let since = keys.iter().filter_map(|key| key.retired_at).max();
            found.push(("credential_keys", since, format!("no key signs credentials with {}", algorithm.as_str())));
        } else if !keys.is_empty() && closed(self.pair(connection).map(|_| ()))? {
            let words = "the keys that sign credentials do not open with the sealing key of this node";
            found.push(("credential_keys", None, words.to_owned()));
        }
        let keys = signing_keys::all(connection)?;
        if let Some(key) = keys.iter().find(|key| key.retired_at.is_none() && key.revoked_at.is_none()) {
            let opened = SigningKey::from_sealed(&self.sealing_key, &key.id, &key.sealed_private_key);
            if closed(opened.map(|_| ()).map_err(Error::from))? {
                let words = "the key that signs access tokens does not open with the sealing key of this node";
                found.push(("token_keys", None, words.to_owned()));
            }
        } else if let Some(last) = keys.first() {
            found.push(("token_keys", last.revoked_at, "no key signs access tokens".to_owned()));
        }
        Ok(found)
    }
}

/// Whether a key does not open; what else fails is no answer.
fn closed(opened: Result<(), Error>) -> Result<bool, Error> {
    match opened {
        Ok(()) => Ok(false),
        Err(Error::Unavailable { code: Code::KeyUnavailable, .. }) => Ok(true),
        Err(other) => Err(other),
    }
}

fn public_half(key: &StoredIssuerKey) -> Result<IssuerPublicKey, Error> {
    Algorithm::parse(&key.algorithm)
        .and_then(|algorithm| IssuerPublicKey::from_text(algorithm, &key.public_key))
        .filter(|public| public.id() == key.id)
        .ok_or_else(|| impossible("issuer_keys.public_key", &key.id))
}

/// An issuer key as everybody may know it.
#[derive(Clone, Debug)]
pub struct KnownKey {
    pub public: IssuerPublicKey,
    pub generated_at: Moment,
    /// What it is good for now.
    pub standing: KeyStanding,
}

/// What an issuer key is good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    Signs,
    /// It signs no longer since then; what it signed is good.
    Retired(Moment),
    /// What it signed counts no longer since then.
    Revoked(Moment),
}

impl KnownKey {
    /// Whether what it signed counts no longer.
    pub const fn is_revoked(&self) -> bool {
        matches!(self.standing, KeyStanding::Revoked(_))
    }
}

/// All issuer keys, the newest first. Public: nothing in it is secret.
pub fn known(work: &mut Work<'_>) -> Result<Vec<KnownKey>, Error> {
    let standing = |key: &StoredIssuerKey| match (&key.revoked, key.retired_at) {
        (Some((at, _)), _) => KeyStanding::Revoked(*at),
        (None, Some(at)) => KeyStanding::Retired(at),
        (None, None) => KeyStanding::Signs,
    };
    kept::all(work.connection)?
        .iter()
        .map(|key| Ok(KnownKey { public: public_half(key)?, generated_at: key.generated_at, standing: standing(key) }))
        .collect()
}

/// The keys whose signatures are good.
pub fn published(work: &mut Work<'_>) -> Result<Vec<IssuerPublicKey>, Error> {
    Ok(known(work)?.into_iter().filter(|key| !key.is_revoked()).map(|key| key.public).collect())
}

impl Registry {
    /// Makes the first issuer keys where there are none.
    pub fn prepare_issuer_keys(&self, signatory: &Signatory) -> Result<(), Error> {
        let has_keys = || Ok::<_, Error>(!self.store.read(kept::all)?.is_empty());
        if has_keys()? {
            return Ok(());
        }
        let _making = signatory.making.lock().unwrap_or_else(PoisonError::into_inner);
        if has_keys()? {
            return Ok(());
        }
        let new = generate()?;
        self.write(Caller::OPERATOR, |work| {
            // Another node may have made them in the meantime.
            if kept::all(work.connection)?.is_empty() {
                replace(work, signatory.sealing_key.as_ref(), &new)
            } else {
                Ok(())
            }
        })
    }

    /// Makes new keys, which sign from now on; gives their ids. Those before them no longer sign: their private halves
    /// are forgotten, and what they signed stays good.
    pub fn rotate_issuer_keys(&self, caller: Caller, sealing_key: &SealingKey) -> Result<Vec<String>, Error> {
        let new = generate()?;
        self.write(caller, |work| replace(work, sealing_key, &new))?;
        Ok(new.iter().map(|key| key.public().id().to_owned()).collect())
    }

    /// Makes sure that the issuer keys that sign open with this signatory's key, where there are any.
    ///
    /// # Errors
    /// That they do not open, or that the database cannot be asked.
    pub fn check_issuer_keys(&self, signatory: &Signatory) -> Result<(), Error> {
        if self.store.read(kept::all)?.is_empty() {
            return Ok(());
        }
        self.store.read(|connection| signatory.pair(connection)).map(|_| ())
    }
}

/// Outside of any transaction: it takes a while.
fn generate() -> Result<Vec<IssuerKey>, Error> {
    Algorithm::ALL.into_iter().map(IssuerKey::generate).collect()
}

fn replace(work: &mut Work<'_>, sealing_key: &SealingKey, new: &[IssuerKey]) -> Result<(), Error> {
    work.authorise(Permission::Administer)?;
    let mut retired = Vec::new();
    for key in kept::all(work.connection)?.into_iter().filter(|key| key.retired_at.is_none()) {
        kept::retire(work.connection, &key.id, work.now)?;
        retired.push(key.id);
    }
    for key in new {
        let stored = StoredIssuerKey {
            id: key.public().id().to_owned(),
            algorithm: key.public().algorithm().as_str().to_owned(),
            public_key: key.public().to_text(),
            sealed_private_key: Some(key.sealed(sealing_key)?),
            generated_at: work.now,
            retired_at: None,
            revoked: None,
        };
        kept::insert(work.connection, &stored)?;
    }
    // Before a key can be revoked it is retired here, so no list that is kept was signed with a revoked one.
    status_lists::touch_all(work.connection)?;
    let ids: Vec<_> = new.iter().map(|key| key.public().id()).collect();
    let subject = ("issuer_key", ids.first().map_or_else(String::new, |id| (*id).to_owned()));
    let data = json!({"generated": ids, "retired": retired});
    let event = NewEvent { kind: "issuer_keys_generated", subject, body: None, data, personal_data: None };
    work.record(Permission::Administer, event)
}

/// Revokes a key that no longer signs: it leaves the DID document, and what it signed counts no longer. Credentials that
/// it signed are issued anew when they are next asked for.
pub fn revoke(work: &mut Work<'_>, id: &str, reason: &Reason) -> Result<(), Error> {
    work.authorise(Permission::Administer)?;
    let key = kept::all(work.connection)?.into_iter().find(|key| key.id == id).ok_or(Error::NotFound("issuer key"))?;
    if key.retired_at.is_none() {
        let detail = "this key still signs: make new ones first (`touchstone keys rotate --purpose credentials`)";
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    if key.revoked.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this key is revoked already"));
    }
    kept::revoke(work.connection, id, work.now, reason.as_str())?;
    let data = json!({"reason": reason.as_str()});
    let subject = ("issuer_key", key.id);
    let event = NewEvent { kind: "issuer_key_revoked", subject, body: None, data, personal_data: None };
    work.record(Permission::Administer, event)
}
