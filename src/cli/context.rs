//! What commands work with: the data directory, the scheme, the database, and the key that seals the signing keys.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use crate::auth::permission::Caller;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::entropy::{Entropy, SystemEntropy};
use crate::error::{Code, Error};
use crate::pdf::Fonts;
use crate::registry::database::{self, Engine};
use crate::registry::issuer_keys::Signatory;
use crate::registry::issuers::{self, RecordedIssuer};
use crate::registry::{Page, PageRequest, Registry, Work, signing_keys};
use crate::scheme::Scheme;
use crate::trust::issuer::Issuer;
use crate::trust::sealing::{SealingError, SealingKey};

/// Makes the data directory, for nobody else to look into, if the registry keeps its database or its key there.
pub(super) fn prepare_data_directory(settings: &Settings) -> Result<(), Failure> {
    let directory = &settings.data_directory;
    let has_database = database::sqlite_file(&settings.database).is_some_and(|file| file.starts_with(directory));
    let has_key = settings.tokens.key_encryption_key.is_none() && settings.tokens.key_file.starts_with(directory);
    if directory.is_dir() || !(has_database || has_key) {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(|error| {
        Failure::new(format!(
            "the data directory {} cannot be made: {error}\n\
             Make it yourself, or name another one with --data-directory.",
            directory.display()
        ))
    })
}

/// Where temporary files are made: in the machine's directory for them, else in `tmp` in the data directory, which is
/// made for it; why not, where none can be made in either.
pub(super) fn temporary_directory(settings: &Settings) -> io::Result<PathBuf> {
    let Err(error) = tempfile::tempfile() else { return Ok(tempfile::env::temp_dir()) };
    let own = settings.data_directory.join("tmp");
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&own);
    if made.and_then(|()| tempfile::tempfile_in(&own)).is_err() {
        return Err(error);
    }
    // Fails where another one was named before, which only this function does.
    let _ = tempfile::env::override_temp_dir(&own);
    Ok(own)
}

/// The scheme in force: the one that is built in, or the one in the file that the settings name.
pub(super) fn load_scheme(settings: &Settings) -> Result<Scheme, Failure> {
    match &settings.scheme_file {
        Some(file) => read_scheme(file),
        None => Scheme::shipped().map_err(Failure::all),
    }
}

/// The scheme in a file, or every mistake in it.
pub(super) fn read_scheme(file: &Path) -> Result<Scheme, Failure> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("the scheme file {shown} cannot be read: {error}")))?;
    Scheme::parse(&text).map_err(|mistakes| Failure::all(mistakes.iter().map(|mistake| format!("{shown}, {mistake}"))))
}

/// The registry on the database that the settings name, once it is certain that it can be used.
pub(super) fn open_registry(settings: &Settings, migrate: bool) -> Result<Registry, Failure> {
    open_registry_with(settings, migrate, Arc::new(SystemEntropy))
}

pub(super) fn open_registry_with(
    settings: &Settings,
    migrate: bool,
    entropy: Arc<dyn Entropy>,
) -> Result<Registry, Failure> {
    let scheme = load_scheme(settings)?;
    prepare_data_directory(settings)?;
    let store = database::open(&settings.database, migrate)?;
    Ok(Registry::new(store, Arc::new(scheme), Arc::new(SystemClock), entropy))
}

/// The registry that there is already. Whoever runs a command in another folder than the service's, or with another
/// environment, would otherwise be given a registry of its own, in which nobody and nothing is.
pub(super) fn open_present_registry(settings: &Settings) -> Result<Registry, Failure> {
    let Some(file) = database::missing_file(&settings.database) else { return open_registry(settings, false) };
    let file = std::path::absolute(&file).unwrap_or(file);
    Err(Failure::new(format!(
        "there is no registry in {}\n\
         Run this in the folder in which the service runs and with its settings (`touchstone config show` says which they \
         are), or name its database: DATABASE_URL, --data-directory, --config.\n\
         `touchstone serve` makes a new registry, and so does `touchstone migrate`.",
        file.display()
    )))
}

/// The fonts that certificates are drawn with.
pub(super) fn load_fonts(settings: &Settings) -> Result<Fonts, Failure> {
    Fonts::load(settings.font_directory.as_deref()).map_err(|error| Failure::new(error.to_string()))
}

/// The registry on a database that was looked at before, without bringing anything up to date.
pub(super) fn open_as_it_is(settings: &Settings) -> Result<Registry, Failure> {
    let store = database::open_as_it_is(&settings.database)?;
    Ok(Registry::new(store, Arc::new(load_scheme(settings)?), Arc::new(SystemClock), Arc::new(SystemEntropy)))
}

/// The key that seals the signing keys: from the setting, else from its file, which is made where that does no harm:
/// not where signing keys are on record that the new key could not open.
pub(super) fn sealing_key(settings: &Settings, registry: &Registry) -> Result<SealingKey, Failure> {
    let (source, file) = (settings.tokens.key_source(), &settings.tokens.key_file);
    match SealingKey::load(&source) {
        Ok(key) => return Ok(key),
        Err(SealingError::Missing(_)) => sealing_key_is_not_missed(settings, registry)?,
        Err(other) => return Err(other.into()),
    }
    let key = SealingKey::load_or_create(&source)?;
    if database::engine(&settings.database)? == Engine::Postgresql {
        tracing::warn!(
            file = %file.display(),
            "made a new key-encryption key: every node on this database needs the same one, so copy the file, or set \
             TOUCHSTONE_KEY_ENCRYPTION_KEY on all of them"
        );
    }
    Ok(key)
}

/// Makes sure that no signing keys are on record, which only the sealing key that is not there would open.
pub(super) fn sealing_key_is_not_missed(settings: &Settings, registry: &Registry) -> Result<(), Failure> {
    if registry.read(Some(Caller::OPERATOR), signing_keys::list)?.is_empty() {
        return Ok(());
    }
    let missing = SealingError::Missing(settings.tokens.key_file.clone());
    Err(Failure::new(format!(
        "{missing}\nThe database holds signing keys that only the key of before opens: restore it from the backup.\n\
         If it is lost for good, `touchstone keys rotate --lost-key` makes a new pair of keys."
    )))
}

/// Makes sure that the signing keys on record open with this key. Whether there are any.
pub(super) fn check_signing_keys(
    settings: &Settings,
    registry: &Registry,
    sealing_key: &Arc<SealingKey>,
) -> Result<bool, Failure> {
    let signatory = Signatory::new(issuer(settings), sealing_key.clone());
    let checked = registry.check_signing_keys(sealing_key).and_then(|found| {
        registry.check_issuer_keys(&signatory)?;
        Ok(found.is_some())
    });
    match checked {
        Ok(found) => Ok(found),
        Err(Error::Unavailable { code: Code::KeyUnavailable, .. }) => Err(Failure::new(format!(
            "the signing keys in the database do not open with the key from {}\n\
             It is another key than the one that sealed them: restore that one. All nodes on one database share it.\n\
             If it is lost for good, `touchstone keys rotate --lost-key`, and the same with `--purpose credentials`, make \
             new ones.",
            key_origin(settings)
        ))),
        Err(other) => Err(other.into()),
    }
}

pub(super) fn issuer(settings: &Settings) -> Issuer {
    Issuer::new(&settings.server.public_url, &settings.server.issuer_name)
}

/// Makes sure that the registry is who it was: the identifier in every credential follows from the public URL. Says what
/// was recorded, if anything was.
pub(super) fn check_issuer(settings: &Settings, registry: &Registry) -> Result<Option<RecordedIssuer>, Failure> {
    let recorded = registry.read(Some(Caller::OPERATOR), issuers::recorded)?.pop();
    let configured = &settings.server.public_url;
    let Some(other) = recorded.as_ref().filter(|recorded| recorded.url != *configured) else { return Ok(recorded) };
    Err(Failure::new(format!(
        "the registry issued its credentials as {}, and the public URL is {configured} now\n\
         The former stands in every certificate, as the issuer {}: set TOUCHSTONE_PUBLIC_URL back to it.\n\
         If the registry has moved for good, run `touchstone issuer move` with the new public URL: what was issued stays the \
         registry's own, and what is fetched from then on is issued as the new one.",
        other.url, other.did
    )))
}

pub(super) fn key_origin(settings: &Settings) -> String {
    match settings.tokens.key_encryption_key {
        Some(_) => "TOUCHSTONE_KEY_ENCRYPTION_KEY".to_owned(),
        None => format!("the file {}", settings.tokens.key_file.display()),
    }
}

pub(super) fn all<T>(
    registry: &Registry,
    list: impl Fn(&mut Work<'_>, &PageRequest) -> Result<Page<T>, Error>,
) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    let mut request = PageRequest { after: None, limit: 1000 };
    loop {
        let page = registry.read(Some(Caller::OPERATOR), |work| list(work, &request))?;
        items.extend(page.items);
        match page.next {
            None => return Ok(items),
            next => request.after = next,
        }
    }
}

/// Whether a file or directory can be used by others than its owner; `None` where it cannot be looked at.
pub(super) fn is_open_to_others(path: &Path) -> Option<bool> {
    use std::os::unix::fs::PermissionsExt;
    let metadata: io::Result<_> = std::fs::metadata(path);
    metadata.ok().map(|metadata| metadata.permissions().mode() & 0o077 != 0)
}
