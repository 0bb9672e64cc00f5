//! `touchstone restore`

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::context::{check_signing_keys, key_origin, load_scheme, open_registry, prepare_data_directory};
use super::failure::Failure;
use super::interruption::Interruption;
use super::output::say;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::entropy::SystemEntropy;
use crate::registry::backups::Restoring;
use crate::registry::database::{self, Engine};
use crate::trust::sealing::SealingKey;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The backup
    file: PathBuf,
    /// A PostgreSQL role that is to run the service; those that run it already need not be named
    #[arg(long, value_name = "ROLE")]
    grant_to: Option<String>,
}

/// Puts a backup in the place of the database, and says where that is kept.
pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    let engine = database::engine(&settings.database)?;
    if arguments.grant_to.is_some() && engine == Engine::Sqlite {
        return Err(Failure::usage("SQLite has no roles: --grant-to is for PostgreSQL"));
    }
    let scheme = Arc::new(load_scheme(settings)?);
    prepare_data_directory(settings)?;
    let interruption = Interruption::listen()?;
    let restoring = Restoring {
        settings: &settings.database,
        scheme,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        grant_to: arguments.grant_to.as_deref(),
        is_told: &|| interruption.is_told(),
    };
    let restored = restoring
        .run(&arguments.file)
        .map_err(|reason| Failure::new(format!("nothing was restored: {reason}")).and("The database is as it was."))?;
    say(&format!(
        "{} is restored, up to event {}, and in the place of the {} database.",
        arguments.file.display(),
        restored.last_sequence,
        engine.name()
    ))?;
    for version in &restored.migrations {
        say(&format!("ran migration {version}"))?;
    }
    for role in &restored.granted {
        say(&format!("The role {role} may do what the service needs."))?;
    }
    if let Some(kept) = &restored.kept {
        say(&format!("What was there before is kept: {kept}. Remove it once nothing of it is needed."))?;
    }
    say("Whoever follows the feed and has read further is told so, and from where to read anew.")?;
    say(&about_the_key(settings))
}

/// Whether what was restored opens with the key that there is.
fn about_the_key(settings: &Settings) -> String {
    let origin = key_origin(settings);
    let opens = SealingKey::load(&settings.tokens.key_source()).map_err(Failure::from).and_then(|key| {
        let registry = open_registry(settings, false)?;
        check_signing_keys(settings, &registry, &Arc::new(key))
    });
    match opens {
        Ok(_) => format!("Its keys open with the key from {origin}. Run `touchstone doctor`, then start the service."),
        Err(failure) => format!(
            "Before the service is started, put the key that belongs to the backup back into {origin}: {}",
            failure.lines().join(" ")
        ),
    }
}
