//! How access tokens are made, and the keys under them.

use std::path::PathBuf;

use super::parse::Reader;
use crate::secret::Secret;
use crate::trust::sealing::KeySource;

#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// The service that tokens are for.
    pub audience: String,
    pub lifetime_seconds: u32,
    /// The key that encrypts signing keys: 32 bytes in base64.
    pub key_encryption_key: Option<Secret>,
    pub key_file: PathBuf,
    /// The key before that one, while the change takes.
    pub previous_key_encryption_key: Option<Secret>,
    pub previous_key_file: PathBuf,
}

impl TokenSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            audience: reader.text("token_audience"),
            lifetime_seconds: reader.number("token_lifetime_seconds", 60..=86_400),
            key_encryption_key: reader.key("key_encryption_key"),
            key_file: reader.text("key_file").into(),
            previous_key_encryption_key: reader.key("previous_key_encryption_key"),
            previous_key_file: reader.text("previous_key_file").into(),
        }
    }

    pub fn key_source(&self) -> KeySource {
        KeySource {
            setting: self.key_encryption_key.clone(),
            file: self.key_file.clone(),
            previous_setting: self.previous_key_encryption_key.clone(),
            previous_file: self.previous_key_file.clone(),
        }
    }
}
