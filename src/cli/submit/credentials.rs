//! Who submits: a client's id and secret.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE};
use crate::cli::context::is_open_to_others;
use crate::cli::failure::Failure;
use crate::cli::progress::note;
use crate::secret::Secret;

#[derive(Debug)]
pub(super) struct Credentials {
    id: String,
    secret: Secret,
}

impl Credentials {
    /// From the command line and the file that it names, else from the environment.
    pub(super) fn find(id: Option<&str>, file: Option<&Path>) -> Result<Self, Failure> {
        let id = id.map(str::to_owned).or_else(|| variable(CLIENT_ID_VARIABLE)).ok_or_else(|| {
            Failure::usage(format!(
                "the client is missing: name it with --client-id or the variable {CLIENT_ID_VARIABLE}"
            ))
        })?;
        let secret = match file {
            Some(file) => read(file)?,
            None => variable(CLIENT_SECRET_VARIABLE).ok_or_else(|| {
                Failure::usage(format!(
                    "the client's secret is missing: name a file that holds it with --client-secret-file, or set the \
                     variable {CLIENT_SECRET_VARIABLE}"
                ))
            })?,
        };
        Ok(Self { id, secret: Secret::new(secret) })
    }

    /// The value of the header `Authorization` (RFC 6749, section 2.3.1).
    pub(super) fn basic(&self) -> Secret {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(&self.id), encoded(self.secret.expose()));
        Secret::new(format!("Basic {}", STANDARD.encode(pair)))
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn read(file: &Path) -> Result<String, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("the secret's file {shown} cannot be read: {error}")))?;
    let secret = text.trim();
    if secret.is_empty() || secret.contains(char::is_whitespace) {
        return Err(Failure::new(format!("the file {shown} must hold the client's secret and nothing else")));
    }
    if file.is_file() && is_open_to_others(file) == Some(true) {
        note(&format!("warning: {shown} can be read by others on this machine; chmod 600 keeps the secret"));
    }
    Ok(secret.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_read_and_not_shown() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "hun+ter 2".replace(' ', "") + "\n").unwrap();
        let credentials = Credentials::find(Some("me"), Some(file.path())).unwrap();
        assert_eq!(credentials.basic().expose(), format!("Basic {}", STANDARD.encode("me:hun%2Bter2")));
        assert!(!format!("{credentials:?}").contains("hun"));
        for wrong in ["", "\n", "two words"] {
            std::fs::write(file.path(), wrong).unwrap();
            assert!(Credentials::find(Some("me"), Some(file.path())).is_err(), "{wrong:?}");
        }
    }
}
