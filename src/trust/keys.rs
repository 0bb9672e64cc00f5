//! The keys that sign access tokens: Ed25519 (RFC 8032), published as JSON Web Keys (RFC 8037).

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde_json::{Value, json};

use super::sealing::{SealingError, SealingKey};
use super::sha256;
use crate::error::Error;

/// For how long a key is published after another one has taken its place: as long as the longest token may live, and long
/// enough for those who keep a copy of the published keys.
pub(crate) const PUBLISHED_AFTER_ROTATION: Duration = Duration::hours(24);

/// The id of a key: the thumbprint of its public half (RFC 7638), which is a SHA-256 digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyId([u8; 32]);

impl KeyId {
    /// Reads it in base64url; `None` if it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// A key that anybody may know, to verify with.
#[derive(Clone)]
pub struct PublicKey {
    id: String,
    bytes: [u8; 32],
    decoding: DecodingKey,
}

impl PublicKey {
    /// The key with these 32 bytes (RFC 8032, section 5.1.5).
    pub fn new(bytes: [u8; 32]) -> Self {
        Self { id: thumbprint(&bytes), bytes, decoding: DecodingKey::from_ed_der(&bytes) }
    }

    /// Reads the bytes in base64url, the form in which the key is kept; `None` if it is anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self::new)
    }

    /// The bytes in base64url: the `x` of the JWK.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes)
    }

    /// The key id: the JWK thumbprint (RFC 7638).
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The JSON Web Key (RFC 8037, section 2).
    pub fn jwk(&self) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": self.to_text(), "kid": self.id, "alg": "EdDSA", "use": "sig" })
    }

    pub(crate) const fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.id)
    }
}

/// RFC 7638, section 3: SHA-256 over the required members in the order of their names, without white space.
fn thumbprint(bytes: &[u8; 32]) -> String {
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(bytes));
    URL_SAFE_NO_PAD.encode(sha256(members.as_bytes()))
}

#[derive(Clone)]
pub struct SigningKey {
    public: PublicKey,
    /// PKCS #8 (RFC 8410).
    encoding: EncodingKey,
}

impl SigningKey {
    pub fn generate() -> Result<Self, Error> {
        let pair = Ed25519KeyPair::generate().map_err(|_| Error::Internal("cannot make a signing key".to_owned()))?;
        let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair)
            .map_err(|_| Error::Internal("cannot encode a new signing key".to_owned()))?;
        Self::from_pkcs8(der.as_ref()).ok_or_else(|| Error::Internal("cannot read a new signing key".to_owned()))
    }

    fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(der).ok()?;
        let public = PublicKey::new(pair.public_key().as_ref().try_into().ok()?);
        Some(Self { public, encoding: EncodingKey::from_ed_der(der) })
    }

    /// The pair, encrypted, for keeping beside its id.
    pub fn sealed(&self, sealing: &SealingKey) -> Result<String, SealingError> {
        sealing.seal(self.encoding.as_bytes(), &context(self.id()))
    }

    /// Reads back what [`SigningKey::sealed`] made of the key `id`.
    pub fn from_sealed(sealing: &SealingKey, id: &str, sealed: &str) -> Result<Self, SealingError> {
        let der = sealing.open(sealed, &context(id))?;
        Self::from_pkcs8(&der).filter(|key| key.id() == id).ok_or(SealingError::Open)
    }

    pub fn id(&self) -> &str {
        self.public.id()
    }

    /// The half that anybody may know.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) const fn encoding(&self) -> &EncodingKey {
        &self.encoding
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", self.id())
    }
}

/// What a private half or a secret is sealed for: the row in which it lies.
pub(crate) fn context(id: &str) -> String {
    format!("signing-key:{id}")
}

/// The key that signs now, those whose signatures are still good (during a rotation the one before, and the one to
/// come), and the ids of those that were revoked.
#[derive(Clone, Debug)]
pub struct KeyRing {
    signing: SigningKey,
    others: Vec<PublicKey>,
    revoked: Vec<String>,
}

impl KeyRing {
    /// A ring that signs with `signing` and accepts `published` as well, among which `signing` may be again.
    pub fn new(signing: SigningKey, published: Vec<PublicKey>) -> Self {
        let others = published.into_iter().filter(|key| key.id() != signing.id()).collect();
        Self { signing, others, revoked: Vec::new() }
    }

    /// Whether the same tokens are authentic by both.
    pub fn is_like(&self, other: &Self) -> bool {
        let ids = |ring: &Self| {
            let mut ids: Vec<String> = ring.others.iter().map(|key| key.id().to_owned()).collect();
            ids.push(ring.signing.id().to_owned());
            ids.sort_unstable();
            ids
        };
        ids(self) == ids(other) && self.revoked == other.revoked
    }

    /// The same, knowing which keys were revoked.
    #[must_use]
    pub fn with_revoked(self, revoked: Vec<String>) -> Self {
        Self { revoked, ..self }
    }

    #[must_use]
    pub fn is_revoked(&self, id: &str) -> bool {
        self.revoked.iter().any(|revoked| revoked == id)
    }

    pub const fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// All keys whose signatures are good, the one that signs now first.
    pub fn published(&self) -> impl Iterator<Item = &PublicKey> {
        std::iter::once(self.signing.public()).chain(&self.others)
    }

    pub fn find(&self, id: &str) -> Option<&PublicKey> {
        self.published().find(|key| key.id() == id)
    }

    /// The JWK set (RFC 7517, section 5).
    pub fn jwks(&self) -> Value {
        json!({ "keys": self.published().map(PublicKey::jwk).collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::secret::Secret;

    fn sealing(byte: u8) -> SealingKey {
        SealingKey::from_base64(&Secret::new(STANDARD.encode([byte; 32])), "a test").unwrap()
    }

    #[test]
    fn the_id_is_the_thumbprint_of_rfc_8037() {
        // RFC 8037, appendix A.3.
        let key = PublicKey::from_text("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(key.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(key.jwk()["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert!(PublicKey::from_text("AAAA").is_none());
    }

    #[test]
    fn survives_sealing() {
        let key = SigningKey::generate().unwrap();
        let sealed = key.sealed(&sealing(1)).unwrap();
        assert_eq!(SigningKey::from_sealed(&sealing(1), key.id(), &sealed).unwrap().id(), key.id());
        assert!(SigningKey::from_sealed(&sealing(2), key.id(), &sealed).is_err());
        let other = SigningKey::generate().unwrap();
        assert!(SigningKey::from_sealed(&sealing(1), other.id(), &sealed).is_err(), "sealed as another key");
    }

    #[test]
    fn publishes_old_and_new_and_nothing_private() {
        let (old, new) = (SigningKey::generate().unwrap(), SigningKey::generate().unwrap());
        let ring = KeyRing::new(new.clone(), vec![old.public().clone(), new.public().clone()]);
        let jwks = ring.jwks();
        assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
        assert_eq!(jwks["keys"][0]["kid"], new.id());
        assert!(jwks["keys"].as_array().unwrap().iter().all(|key| key.get("d").is_none()));
        assert!(ring.find(old.id()).is_some() && ring.find("unknown").is_none());
        assert_eq!(format!("{:?}", ring.signing()), format!("SigningKey({})", new.id()));
    }
}
