//! Sealing: private keys lie in the database only encrypted, under a key that does not lie there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::random_bytes;
use crate::error::Error;
use crate::secret::Secret;

/// The length of a sealing key in bytes.
const KEY_LENGTH: usize = 32;

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// There is no key.
    #[error(
        "there is no key to encrypt signing keys with: set TOUCHSTONE_KEY_ENCRYPTION_KEY to 32 random bytes in base64 \
         (`openssl rand -base64 32`), or put the same into {}", .0.display()
    )]
    Missing(PathBuf),
    /// The key is not 32 bytes in base64.
    #[error("{0} is not 32 bytes in base64 (`openssl rand -base64 32` makes such a key)")]
    Malformed(String),
    /// The key file cannot be read or written.
    #[error("the key file {} cannot be used: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The cryptographic library refused to encrypt.
    #[error("sealing failed")]
    Seal,
    /// Another key, another context, or altered text.
    #[error("a sealed text cannot be opened: it was sealed with another key, or altered (was the key replaced?)")]
    Open,
}

impl From<SealingError> for Error {
    fn from(error: SealingError) -> Self {
        Self::Internal(error.to_string())
    }
}

/// Encrypts with AES-256-GCM under a random nonce (NIST SP 800-38D). One key is good for 2³² seals; a registry
/// makes one for each signing key and client secret.
pub struct SealingKey(RandomizedNonceKey);

impl SealingKey {
    /// A key from 32 bytes in base64. `origin` names the setting or the file, for the error.
    pub fn from_base64(text: &Secret, origin: &str) -> Result<Self, SealingError> {
        let malformed = || SealingError::Malformed(origin.to_owned());
        let bytes = STANDARD.decode(text.expose().trim()).map_err(|_| malformed())?;
        if bytes.len() != KEY_LENGTH {
            return Err(malformed());
        }
        RandomizedNonceKey::new(&AES_256_GCM, &bytes).map(Self).map_err(|_| malformed())
    }

    /// The key from the setting if there is one, else from the file at `path`.
    pub fn load(setting: Option<&Secret>, path: &Path) -> Result<Self, SealingError> {
        match setting {
            Some(secret) => Self::from_base64(secret, "TOUCHSTONE_KEY_ENCRYPTION_KEY"),
            None => Self::load_file(path),
        }
    }

    /// The key from the file at `path`, which is made, with a new key, if it is not there: for a registry on one
    /// machine, whose operator need not know that there is such a key. Of several processes that try at once one makes
    /// the file, and all use it.
    pub fn load_or_create(path: &Path) -> Result<Self, SealingError> {
        if !path.exists() {
            create_file(path).map_err(|source| SealingError::File { path: path.to_owned(), source })?;
        }
        Self::load_file(path)
    }

    fn load_file(path: &Path) -> Result<Self, SealingError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::from_base64(&Secret::new(text), &path.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SealingError::Missing(path.to_owned())),
            Err(source) => Err(SealingError::File { path: path.to_owned(), source }),
        }
    }

    /// Encrypts `plaintext` to base64. It opens only with the same `context`, which says what and whose it is, so that
    /// one sealed text cannot be put in the place of another.
    pub fn seal(&self, plaintext: &[u8], context: &str) -> Result<String, SealingError> {
        let mut ciphertext = plaintext.to_vec();
        let nonce =
            self.0.seal_in_place_append_tag(Aad::from(context), &mut ciphertext).map_err(|_| SealingError::Seal)?;
        Ok(STANDARD.encode([nonce.as_ref().as_slice(), &ciphertext].concat()))
    }

    /// Decrypts what [`SealingKey::seal`] made with the same `context`.
    pub fn open(&self, sealed: &str, context: &str) -> Result<Vec<u8>, SealingError> {
        let bytes = STANDARD.decode(sealed).map_err(|_| SealingError::Open)?;
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_LEN).ok_or(SealingError::Open)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealingError::Open)?;
        let mut buffer = ciphertext.to_vec();
        let plaintext = self.0.open_in_place(nonce, Aad::from(context), &mut buffer).map_err(|_| SealingError::Open)?;
        Ok(plaintext.to_vec())
    }
}

/// Writes a new key beside `path` and moves it there in one step, unless somebody else was faster. The temporary file
/// has mode 0600 from its first moment, and the move keeps it.
fn create_file(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    writeln!(file, "{}", STANDARD.encode(random_bytes::<KEY_LENGTH>()))?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => fs::File::open(directory)?.sync_all(),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SealingKey {
        SealingKey::from_base64(&Secret::new(STANDARD.encode([byte; 32])), "a test").unwrap()
    }

    #[test]
    fn opens_what_it_sealed() {
        let sealed = key(1).seal(b"a private key", "signing-key:1").unwrap();
        assert_eq!(key(1).open(&sealed, "signing-key:1").unwrap(), b"a private key");
        assert_ne!(sealed, key(1).seal(b"a private key", "signing-key:1").unwrap(), "the nonce is random");
    }

    #[test]
    fn opens_nothing_else() {
        let sealed = key(1).seal(b"a private key", "signing-key:1").unwrap();
        assert!(key(2).open(&sealed, "signing-key:1").is_err(), "another key");
        assert!(key(1).open(&sealed, "signing-key:2").is_err(), "another context");
        let mut bytes = STANDARD.decode(&sealed).unwrap();
        for position in 0..bytes.len() {
            bytes[position] ^= 1;
            assert!(key(1).open(&STANDARD.encode(&bytes), "signing-key:1").is_err(), "altered at {position}");
            bytes[position] ^= 1;
        }
        for text in ["", "AAAA", "not base64!"] {
            assert!(key(1).open(text, "signing-key:1").is_err());
        }
    }

    #[test]
    fn makes_a_private_file_once() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/key");
        assert!(matches!(SealingKey::load(None, &path), Err(SealingError::Missing(_))));
        let sealed = SealingKey::load_or_create(&path).unwrap().seal(b"x", "").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(SealingKey::load_or_create(&path).unwrap().open(&sealed, "").unwrap(), b"x");
        assert_eq!(SealingKey::load(None, &path).unwrap().open(&sealed, "").unwrap(), b"x");
    }

    #[test]
    fn says_what_a_key_looks_like_without_showing_it() {
        for text in ["hunter2", "aHVudGVyMg=="] {
            let message = SealingKey::load(Some(&Secret::new(text)), Path::new("/")).err().unwrap().to_string();
            assert!(message.contains("TOUCHSTONE_KEY_ENCRYPTION_KEY") && !message.contains(text), "{message}");
        }
    }
}
