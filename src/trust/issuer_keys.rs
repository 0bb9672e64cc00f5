//! The keys that sign credentials: RSA for JSON Web Signatures, because Open Badges 3.0 asks every verifier for `RS256`
//! and for nothing else, and Ed25519 for Data Integrity proofs. They are other keys than those of access tokens: what
//! they sign must be good for decades.

use std::fmt;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::sealing::{SealingError, SealingKey};
use super::{from_multibase, sha256};
use crate::error::Error;

/// 3072 bits: signatures made today are looked at for decades (NIST SP 800-57 ends 2048 bits in 2030).
const RSA_SIZE: KeySize = KeySize::Rsa3072;

/// The public exponent 65537, which all our keys have.
const EXPONENT: [u8; 3] = [1, 0, 1];

/// The longest text of a key, in characters: a modulus of 8192 bits in base64url.
const LONGEST_TEXT: usize = 1366;

/// The multicodec prefix of an Ed25519 public key (W3C Controlled Identifiers, Multikey).
const ED25519_PREFIX: [u8; 2] = [0xed, 0x01];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3): for JSON Web Signatures.
    Rs256,
    /// Ed25519 (RFC 8032): for Data Integrity proofs.
    EdDsa,
}

impl Algorithm {
    pub const ALL: [Self; 2] = [Self::Rs256, Self::EdDsa];

    /// The name in JOSE (RFC 7518, RFC 8037).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::EdDsa => "EdDSA",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }
}

#[derive(Clone, PartialEq, Eq)]
pub struct IssuerPublicKey {
    algorithm: Algorithm,
    /// RSA: the modulus, big-endian. Ed25519: the 32 bytes of RFC 8032.
    bytes: Vec<u8>,
    id: String,
}

impl IssuerPublicKey {
    /// The key with these bytes: the modulus of an RSA key, or the 32 bytes of an Ed25519 key. `None` for a length that
    /// no such key has.
    pub fn new(algorithm: Algorithm, bytes: &[u8]) -> Option<Self> {
        let fits = match algorithm {
            Algorithm::Rs256 => (256..=1024).contains(&bytes.len()) && bytes[0] != 0,
            Algorithm::EdDsa => bytes.len() == 32,
        };
        fits.then(|| Self { algorithm, bytes: bytes.to_vec(), id: thumbprint(algorithm, bytes) })
    }

    /// Reads what [`to_text`](Self::to_text) writes.
    pub fn from_text(algorithm: Algorithm, text: &str) -> Option<Self> {
        if text.len() > LONGEST_TEXT {
            return None;
        }
        Self::new(algorithm, &URL_SAFE_NO_PAD.decode(text).ok()?)
    }

    /// The bytes in base64url: the `n` or the `x` of the JWK.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.bytes)
    }

    /// Reads a JSON Web Key of one of our kinds; `None` for any other.
    pub fn from_jwk(jwk: &Value) -> Option<Self> {
        let text = |member: &str| jwk.get(member).and_then(Value::as_str);
        match (text("kty")?, text("crv")) {
            ("RSA", None) if text("e") == Some(&URL_SAFE_NO_PAD.encode(EXPONENT)) => {
                Self::from_text(Algorithm::Rs256, text("n")?)
            }
            ("OKP", Some("Ed25519")) => Self::from_text(Algorithm::EdDsa, text("x")?),
            _ => None,
        }
    }

    /// Reads the Multikey form of an Ed25519 key; `None` for anything else.
    pub fn from_multibase(text: &str) -> Option<Self> {
        let bytes = from_multibase(text, ED25519_PREFIX.len() + 32)?;
        Self::new(Algorithm::EdDsa, bytes.strip_prefix(&ED25519_PREFIX)?)
    }

    /// The Multikey form (W3C Controlled Identifiers 1.0, section 2.2.2) of an Ed25519 key; `None` for RSA.
    pub fn multibase(&self) -> Option<String> {
        let encoded = || bs58::encode([&ED25519_PREFIX, self.bytes.as_slice()].concat()).into_string();
        (self.algorithm == Algorithm::EdDsa).then(|| format!("z{}", encoded()))
    }

    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// The JSON Web Key (RFC 7517), without a `kid`, which depends on where it is published.
    pub fn jwk(&self) -> Value {
        let (algorithm, text) = (self.algorithm.as_str(), self.to_text());
        match self.algorithm {
            Algorithm::Rs256 => {
                json!({"kty": "RSA", "n": text, "e": URL_SAFE_NO_PAD.encode(EXPONENT), "alg": algorithm, "use": "sig"})
            }
            Algorithm::EdDsa => json!({"kty": "OKP", "crv": "Ed25519", "x": text, "alg": algorithm, "use": "sig"}),
        }
    }

    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self.algorithm {
            Algorithm::Rs256 => RsaPublicKeyComponents { n: self.bytes.as_slice(), e: EXPONENT.as_slice() }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
            Algorithm::EdDsa => UnparsedPublicKey::new(&ED25519, &self.bytes).verify(message, signature).is_ok(),
        }
    }
}

impl fmt::Debug for IssuerPublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IssuerPublicKey({} {})", self.algorithm.as_str(), self.id)
    }
}

/// RFC 7638, section 3: SHA-256 over the required members in the order of their names, without white space.
fn thumbprint(algorithm: Algorithm, bytes: &[u8]) -> String {
    let (text, exponent) = (URL_SAFE_NO_PAD.encode(bytes), URL_SAFE_NO_PAD.encode(EXPONENT));
    let members = match algorithm {
        Algorithm::Rs256 => format!(r#"{{"e":"{exponent}","kty":"RSA","n":"{text}"}}"#),
        Algorithm::EdDsa => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{text}"}}"#),
    };
    URL_SAFE_NO_PAD.encode(sha256(members.as_bytes()))
}

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// A key pair to sign credentials with.
pub struct IssuerKey {
    public: IssuerPublicKey,
    pair: Pair,
}

impl IssuerKey {
    /// A new pair. An RSA pair takes a good part of a second.
    pub fn generate(algorithm: Algorithm) -> Result<Self, Error> {
        let failed = || Error::Internal(format!("cannot make a key for {}", algorithm.as_str()));
        match algorithm {
            Algorithm::Rs256 => Self::of(Pair::Rsa(RsaKeyPair::generate(RSA_SIZE).map_err(|_| failed())?)),
            Algorithm::EdDsa => Self::of(Pair::Ed25519(Ed25519KeyPair::generate().map_err(|_| failed())?)),
        }
        .ok_or_else(failed)
    }

    fn of(pair: Pair) -> Option<Self> {
        let public = match &pair {
            Pair::Rsa(pair) => {
                let modulus = pair.public_key().modulus();
                IssuerPublicKey::new(Algorithm::Rs256, modulus.big_endian_without_leading_zero())?
            }
            Pair::Ed25519(pair) => IssuerPublicKey::new(Algorithm::EdDsa, pair.public_key().as_ref())?,
        };
        Some(Self { public, pair })
    }

    /// The pair, encrypted (as PKCS #8, RFC 5958), for keeping beside its id.
    pub fn sealed(&self, sealing: &SealingKey) -> Result<String, Error> {
        let der: Option<Pkcs8V1Der<'_>> = match &self.pair {
            Pair::Rsa(pair) => AsDer::as_der(pair).ok(),
            Pair::Ed25519(pair) => AsDer::as_der(pair).ok(),
        };
        let der = der.ok_or_else(|| Error::Internal("cannot encode a new issuer key".to_owned()))?;
        Ok(sealing.seal(der.as_ref(), &context(self.public.id()))?)
    }

    /// Reads back what [`sealed`](Self::sealed) made of this key; [`SealingError::Open`] also where it is another key
    /// than `public`.
    pub fn from_sealed(sealing: &SealingKey, public: &IssuerPublicKey, sealed: &str) -> Result<Self, SealingError> {
        let der = sealing.open(sealed, &context(public.id()))?;
        let pair = match public.algorithm {
            Algorithm::Rs256 => RsaKeyPair::from_pkcs8(&der).ok().map(Pair::Rsa),
            Algorithm::EdDsa => Ed25519KeyPair::from_pkcs8(&der).ok().map(Pair::Ed25519),
        };
        pair.and_then(Self::of).filter(|key| key.public == *public).ok_or(SealingError::Open)
    }

    pub const fn public(&self) -> &IssuerPublicKey {
        &self.public
    }

    /// Signs. Both algorithms give the same signature for the same message.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|_| Error::Internal("cannot sign a credential".to_owned()))?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for IssuerKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "IssuerKey({:?})", self.public)
    }
}

/// What a private half or a secret is sealed for: the row in which it lies.
pub(crate) fn context(id: &str) -> String {
    format!("issuer-key:{id}")
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
    fn signs_and_survives_sealing() {
        for algorithm in Algorithm::ALL {
            let key = IssuerKey::generate(algorithm).unwrap();
            let signature = key.sign(b"a credential").unwrap();
            assert_eq!(signature, key.sign(b"a credential").unwrap(), "the same for the same");
            assert!(key.public().verifies(b"a credential", &signature));
            assert!(!key.public().verifies(b"another credential", &signature));
            let sealed = key.sealed(&sealing(1)).unwrap();
            let opened = IssuerKey::from_sealed(&sealing(1), key.public(), &sealed).unwrap();
            assert_eq!(opened.sign(b"a credential").unwrap(), signature);
            assert!(IssuerKey::from_sealed(&sealing(2), key.public(), &sealed).is_err());
            let other = IssuerKey::generate(algorithm).unwrap();
            assert!(IssuerKey::from_sealed(&sealing(1), other.public(), &sealed).is_err(), "sealed as another key");
            assert!(!format!("{key:?}").contains(&sealed));
        }
    }

    #[test]
    fn public_keys_go_by_their_standards() {
        // RFC 7638, section 3.1, and RFC 8037, appendix A.3.
        let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let rsa = IssuerPublicKey::from_text(Algorithm::Rs256, modulus).unwrap();
        assert_eq!(rsa.id(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert!(rsa.multibase().is_none());
        let edwards =
            IssuerPublicKey::from_text(Algorithm::EdDsa, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
        assert_eq!(edwards.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(IssuerPublicKey::from_multibase(&edwards.multibase().unwrap()), Some(edwards.clone()));
        for key in [rsa, edwards] {
            assert_eq!(IssuerPublicKey::from_jwk(&key.jwk()), Some(key));
        }
        // W3C CCG, did:key method 0.7, example 1.
        let example = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        assert_eq!(IssuerPublicKey::from_multibase(example).unwrap().multibase().unwrap(), example);
    }

    #[test]
    fn nothing_else_is_a_key() {
        for jwk in [json!({}), json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}), json!({"kty": "oct", "k": "AAAA"})] {
            assert!(IssuerPublicKey::from_jwk(&jwk).is_none(), "{jwk}");
        }
        for text in ["", "z", "zQ", "z6Mk", "m6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"] {
            assert!(IssuerPublicKey::from_multibase(text).is_none(), "{text}");
        }
    }
}
