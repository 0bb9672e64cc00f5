//! WHY IT CAN BE BELIEVED: keys and secrets, passkeys, signed credentials and status lists.

pub mod credential;
pub(crate) mod examination;
pub mod issuer;
pub mod issuer_keys;
pub mod keys;
pub(crate) mod no_credential;
pub(crate) mod offline;
pub(crate) mod paper;
pub mod passkeys;
pub(crate) mod pinning;
pub(crate) mod presented;
pub mod sealing;
mod shape;
pub mod signatures;
pub(crate) mod statements;
pub mod status_list;
pub(crate) mod webhooks;
mod wrapping;

#[cfg(test)]
mod alteration_tests;

use aws_lc_rs::{constant_time, digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::Secret;

/// How every client secret begins, so that scanners can find one that was published by mistake.
pub const SECRET_PREFIX: &str = "ts_secret_";

/// How the token of every holder's link begins, for the same reason.
pub const LINK_PREFIX: &str = "ts_link_";

/// A new client secret: the prefix and 256 random bits in base64url.
pub fn random_secret() -> Secret {
    prefixed_secret(SECRET_PREFIX)
}

/// A new token of a holder's link: the prefix and 256 random bits in base64url, which an address can hold as it is.
pub fn random_link_token() -> Secret {
    prefixed_secret(LINK_PREFIX)
}

/// What a browser holds of a session: 256 random bits in base64url.
pub fn random_session_token() -> Secret {
    prefixed_secret("")
}

fn prefixed_secret(prefix: &str) -> Secret {
    Secret::new(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random_bytes::<32>())))
}

/// A new identifier that nobody can guess: 128 random bits in base64url, 22 characters.
pub fn random_id() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<16>())
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    array.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    array
}

pub struct Sha256(digest::Context);

impl Sha256 {
    pub fn new() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> String {
        hexadecimal(self.0.finish().as_ref())
    }
}

impl Default for Sha256 {
    fn default() -> Self {
        Self::new()
    }
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The bytes of a text in base58 with the multibase prefix `z` (W3C Controlled Identifiers 1.0, section 2.4), of which
/// there are `length`; `None` for anything else. Decoding takes time in proportion to the square of the length, so a text
/// that is too long for so many bytes is not decoded.
fn from_multibase(text: &str, length: usize) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('z')?;
    // A byte takes log 256 / log 58 = 1.3658 characters.
    if digits.len() > length * 137 / 100 + 1 {
        return None;
    }
    bs58::decode(digits).into_vec().ok().filter(|bytes| bytes.len() == length)
}

/// What is kept of a client secret or of a link's token. A plain hash is enough: 256 random bits cannot be guessed, however fast one tries.
pub fn digest(secret: &Secret) -> [u8; 32] {
    sha256(secret.expose().as_bytes())
}

/// Compares in a time that says nothing about where the two differ.
#[must_use]
pub fn digests_match(one: &[u8], other: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(one, other).is_ok()
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The generator seeds itself from the operating system and aborts the process rather than return less than it
    // promised; an error here would mean that the machine cannot do cryptography at all.
    if rand::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_new_long_and_recognisable() {
        for (make, prefix) in [(random_secret as fn() -> Secret, SECRET_PREFIX), (random_link_token, LINK_PREFIX)] {
            let (one, other) = (make(), make());
            assert!(one.expose().starts_with(prefix));
            assert_eq!(one.expose().len(), prefix.len() + 43);
            assert_ne!(one, other);
        }
    }

    #[test]
    fn base58_is_decoded_at_its_length_only() {
        for bytes in [[0; 64], [255; 64], [1; 64]] {
            let text = format!("z{}", bs58::encode(bytes).into_string());
            assert_eq!(from_multibase(&text, 64).unwrap(), bytes);
            assert!(from_multibase(&text, 63).is_none() && from_multibase(&text, 65).is_none());
            assert!(from_multibase(&text[1..], 64).is_none(), "the prefix is part of it");
        }
        let started = std::time::Instant::now();
        for digit in ["z", "1", "é", "0"] {
            assert!(from_multibase(&format!("z{}", digit.repeat(1 << 20)), 64).is_none(), "{digit}");
        }
        assert!(started.elapsed().as_secs() < 1, "{:?}", started.elapsed());
    }

    #[test]
    fn digests_recognise_a_secret() {
        let secret = random_secret();
        assert!(digests_match(&digest(&secret), &digest(&secret)));
        assert!(!digests_match(&digest(&secret), &digest(&random_secret())));
        assert!(!digests_match(&digest(&secret), &[]));
        assert_eq!(hexadecimal(&sha256(b"abc")[..4]), "ba7816bf", "FIPS 180-4, example");
    }
}
