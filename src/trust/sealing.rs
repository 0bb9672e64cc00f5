//! Sealing: private keys lie in the database only encrypted, under a key that does not lie there.
//!
//! A sealed text names the key that it was sealed with, so that the key can be changed while the registry runs: for as
//! long as the change takes there are two, the present one, which seals, and the one before, which only opens.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{hexadecimal, random_bytes, sha256};
use crate::error::{Code, Error};
use crate::secret::Secret;

/// How long is waited between two looks for keys that are not known.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);

const KEY_LENGTH: usize = 32;

/// How a text begins that names its key. What was sealed before keys were named is bare base64.
const LABEL: &str = "sealed:";

#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    #[error(
        "there is no key to encrypt signing keys with: set TOUCHSTONE_KEY_ENCRYPTION_KEY to 32 random bytes in base64 \
         (`openssl rand -base64 32`), or put the same into {}", .0.display()
    )]
    Missing(PathBuf),
    #[error("{0} is not 32 bytes in base64 (`openssl rand -base64 32` makes such a key)")]
    Malformed(String),
    #[error("the key file {} cannot be used: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("sealing failed")]
    Seal,
    /// Another key, another context, or altered text.
    #[error("a sealed text cannot be opened: it was sealed with another key, or altered (was the key replaced?)")]
    Open,
}

impl From<SealingError> for Error {
    fn from(error: SealingError) -> Self {
        match error {
            SealingError::Open => Self::Unavailable { code: Code::KeyUnavailable, cause: error.to_string() },
            other => Self::Internal(other.to_string()),
        }
    }
}

struct OneKey {
    id: String,
    key: RandomizedNonceKey,
}

/// The present key, and the one before while a change is under way.
#[derive(Clone)]
struct Keys {
    present: Arc<OneKey>,
    previous: Option<Arc<OneKey>>,
}

/// Where the keys come from: a setting if it is there, else a file.
#[derive(Clone, Debug)]
pub struct KeySource {
    pub setting: Option<Secret>,
    pub file: PathBuf,
    /// The key before in base64.
    pub previous_setting: Option<Secret>,
    /// There is none where there is no such file.
    pub previous_file: PathBuf,
}

/// Encrypts with AES-256-GCM under a random nonce (NIST SP 800-38D). One key is good for 2³² seals; a registry
/// makes one for each signing key and client secret.
pub struct SealingKey {
    keys: RwLock<Keys>,
    /// Where a file may hold newer keys by now.
    source: Option<KeySource>,
    /// When a file was read for a key that was not known.
    looked_at: Mutex<Option<Instant>>,
}

impl SealingKey {
    /// A key from 32 bytes in base64. `origin` names the setting or the file, for the error.
    pub fn from_base64(text: &Secret, origin: &str) -> Result<Self, SealingError> {
        let keys = Keys { present: one_key(text, origin)?, previous: None };
        Ok(Self { keys: RwLock::new(keys), source: None, looked_at: Mutex::default() })
    }

    /// The keys from where they come from. Those from files are read again when a text is to be sealed, or was sealed
    /// with a key that is not known: so every node learns of a change without a restart.
    pub fn load(source: &KeySource) -> Result<Self, SealingError> {
        Ok(Self { keys: RwLock::new(source.read()?), source: Some(source.clone()), looked_at: Mutex::default() })
    }

    /// The keys, of which the file of the present one is made, with a new key, if it is not there: for a registry on one
    /// machine, whose operator need not know that there is such a key. Of several processes that try at once one makes
    /// the file, and all use it.
    pub fn load_or_create(source: &KeySource) -> Result<Self, SealingError> {
        if source.setting.is_none() && !source.file.exists() {
            let failed = |error| SealingError::File { path: source.file.clone(), source: error };
            match write_new_key(&source.file).and_then(|file| file.persist_noclobber(&source.file).map_err(|e| e.error))
            {
                Ok(_) => sync_directory(&source.file).map_err(failed)?,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(error)),
            }
        }
        Self::load(source)
    }

    fn keys(&self) -> Keys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the key files again. What cannot be read leaves the keys as they are.
    fn refresh(&self) -> Keys {
        if let Some(source) = self.source.as_ref().filter(|source| source.setting.is_none())
            && let Ok(keys) = source.read()
        {
            *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        }
        self.keys()
    }

    /// Reads the key files again for a key that is not known, but not for everybody who names one that never was.
    fn look_for(&self, id: &str) -> Option<Arc<OneKey>> {
        let mut looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner);
        if looked_at.is_some_and(|at| at.elapsed() < BETWEEN_LOOKS) {
            return self.keys().find(id);
        }
        *looked_at = Some(Instant::now());
        self.refresh().find(id)
    }

    /// How sealed texts name the present key.
    pub fn id(&self) -> String {
        self.keys().present.id.clone()
    }

    /// Whether a text was sealed with the present key.
    pub fn is_present(&self, sealed: &str) -> bool {
        label(sealed).is_some_and(|(id, _)| id == self.keys().present.id)
    }

    /// Encrypts `plaintext`. It opens only with the same `context`, which says what and whose it is, so that one sealed
    /// text cannot be put in the place of another.
    pub fn seal(&self, plaintext: &[u8], context: &str) -> Result<String, SealingError> {
        let key = self.refresh().present;
        let mut ciphertext = plaintext.to_vec();
        let nonce =
            key.key.seal_in_place_append_tag(Aad::from(context), &mut ciphertext).map_err(|_| SealingError::Seal)?;
        let encoded = STANDARD.encode([nonce.as_ref().as_slice(), &ciphertext].concat());
        Ok(format!("{LABEL}{}:{encoded}", key.id))
    }

    /// Decrypts what [`SealingKey::seal`] made with the same `context`.
    pub fn open(&self, sealed: &str, context: &str) -> Result<Vec<u8>, SealingError> {
        let keys = self.keys();
        let Some((id, encoded)) = label(sealed) else {
            let with_previous = |_| keys.previous.as_ref().ok_or(SealingError::Open)?.open(sealed, context);
            return keys.present.open(sealed, context).or_else(with_previous);
        };
        let key = keys.find(id).or_else(|| self.look_for(id)).ok_or(SealingError::Open)?;
        key.open(encoded, context)
    }

    /// Seals with the present key what was sealed with the present one or the one before.
    pub fn reseal(&self, sealed: &str, context: &str) -> Result<String, SealingError> {
        self.seal(&self.open(sealed, context)?, context)
    }
}

impl Keys {
    fn find(&self, id: &str) -> Option<Arc<OneKey>> {
        std::iter::once(&self.present).chain(&self.previous).find(|key| key.id == id).cloned()
    }
}

impl OneKey {
    fn open(&self, encoded: &str, context: &str) -> Result<Vec<u8>, SealingError> {
        let bytes = STANDARD.decode(encoded).map_err(|_| SealingError::Open)?;
        let (nonce, ciphertext) = bytes.split_at_checked(NONCE_LEN).ok_or(SealingError::Open)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealingError::Open)?;
        let mut buffer = ciphertext.to_vec();
        let plaintext =
            self.key.open_in_place(nonce, Aad::from(context), &mut buffer).map_err(|_| SealingError::Open)?;
        Ok(plaintext.to_vec())
    }
}

/// The id of the key that a sealed text names, and what follows.
fn label(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix(LABEL)?.split_once(':')
}

fn one_key(text: &Secret, origin: &str) -> Result<Arc<OneKey>, SealingError> {
    let malformed = || SealingError::Malformed(origin.to_owned());
    let bytes = STANDARD.decode(text.expose().trim()).map_err(|_| malformed())?;
    if bytes.len() != KEY_LENGTH {
        return Err(malformed());
    }
    let key = RandomizedNonceKey::new(&AES_256_GCM, &bytes).map_err(|_| malformed())?;
    // 48 bits of a digest of 256 random bits: enough to tell keys apart, and nothing to find one by.
    let digest = sha256(&[b"touchstone key-encryption key:".as_slice(), &bytes].concat());
    Ok(Arc::new(OneKey { id: hexadecimal(&digest[..6]), key }))
}

impl KeySource {
    fn read(&self) -> Result<Keys, SealingError> {
        let present = match &self.setting {
            Some(secret) => one_key(secret, "TOUCHSTONE_KEY_ENCRYPTION_KEY")?,
            None => read_file(&self.file)?,
        };
        let previous = match &self.previous_setting {
            Some(secret) => Some(one_key(secret, "TOUCHSTONE_PREVIOUS_KEY_ENCRYPTION_KEY")?),
            None => match read_file(&self.previous_file) {
                Err(SealingError::Missing(_)) => None,
                read => Some(read?),
            },
        };
        Ok(Keys { present, previous })
    }

    /// Puts a new key in place of the one in the file, which becomes the one before, unless there is one before already,
    /// whose change has not come to its end.
    pub fn replace_file(&self) -> Result<(), SealingError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| SealingError::File { path, source }
        };
        // Whoever reads in between finds the key of before under both names.
        fs::hard_link(&self.file, &self.previous_file).map_err(failed(&self.previous_file))?;
        let new = write_new_key(&self.file).map_err(failed(&self.file))?;
        new.persist(&self.file).map_err(|error| failed(&self.file)(error.error))?;
        sync_directory(&self.file).map_err(failed(&self.file))
    }
}

fn read_file(path: &Path) -> Result<Arc<OneKey>, SealingError> {
    match fs::read_to_string(path) {
        Ok(text) => one_key(&Secret::new(text), &path.display().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SealingError::Missing(path.to_owned())),
        Err(source) => Err(SealingError::File { path: path.to_owned(), source }),
    }
}

/// Writes a new key to a temporary file beside `path`, to be moved there in one step. The file has mode 0600 from its
/// first moment, and the move keeps it.
fn write_new_key(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let directory = directory_of(path);
    fs::create_dir_all(directory)?;
    let mut file = tempfile::NamedTempFile::new_in(directory)?;
    writeln!(file, "{}", STANDARD.encode(random_bytes::<KEY_LENGTH>()))?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn sync_directory(path: &Path) -> io::Result<()> {
    fs::File::open(directory_of(path))?.sync_all()
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
#[path = "sealing_tests.rs"]
mod tests;
