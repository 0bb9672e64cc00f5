//! `touchstone keys …`

use clap::Subcommand;
use serde_json::json;

use super::context::{check_signing_keys, open_registry, sealing_key};
use super::failure::Failure;
use super::output::{say, say_json, table};
use crate::auth::permission::Caller;
use crate::clock::Moment;
use crate::config::Settings;
use crate::registry::Registry;
use crate::registry::signing_keys::{self, KeyInformation, KeyStanding};
use crate::trust::sealing::SealingKey;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new signing key; the one before goes on verifying for a day
    Rotate {
        /// Go on although the key-encryption key is lost, and seal the new signing key with another one
        #[arg(long)]
        lost_key: bool,
    },
    /// List the signing keys
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub(super) fn run(command: &Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_registry(settings, false)?;
    match command {
        Command::Rotate { lost_key } => rotate(settings, &registry, *lost_key),
        Command::List { json } => list(&registry.read(Some(Caller::OPERATOR), signing_keys::list)?, *json),
    }
}

/// A key that the running nodes cannot open would stop them, so the sealing key must be the one in use.
fn rotate(settings: &Settings, registry: &Registry, lost_key: bool) -> Result<(), Failure> {
    let sealing_key = if lost_key {
        match &settings.tokens.key_encryption_key {
            Some(_) => sealing_key(settings, registry)?,
            None => SealingKey::load_or_create(&settings.tokens.key_file)?,
        }
    } else {
        let sealing_key = sealing_key(settings, registry)?;
        check_signing_keys(settings, registry, &sealing_key)?;
        sealing_key
    };
    let id = registry.rotate_signing_key(Caller::OPERATOR, &sealing_key)?;
    say(&format!(
        "The new signing key is {id}.\nRunning nodes sign with it from the next token on. Tokens signed with the one \
         before are good until they expire."
    ))
}

fn list(keys: &[KeyInformation], as_json: bool) -> Result<(), Failure> {
    if as_json {
        let rows = keys.iter().map(|key| {
            let (standing, until) = standing(key.standing);
            json!({"id": key.id, "generated_at": key.generated_at, "standing": standing, "until": until})
        });
        return say_json(&rows.collect::<Vec<_>>());
    }
    if keys.is_empty() {
        return say("There is no signing key yet. `touchstone serve` makes the first one.");
    }
    let rows: Vec<_> = keys
        .iter()
        .map(|key| {
            let (standing, until) = standing(key.standing);
            let until = until.map_or_else(String::new, |until| format!(" until {}", minute(until)));
            vec![key.id.clone(), minute(key.generated_at), format!("{standing}{until}")]
        })
        .collect();
    say(&table(&["KEY ID", "MADE", "STANDING"], &rows))
}

fn standing(standing: KeyStanding) -> (&'static str, Option<Moment>) {
    match standing {
        KeyStanding::Signs => ("signs", None),
        KeyStanding::VerifiesUntil(until) => ("verifies", Some(until)),
        KeyStanding::Retired => ("retired", None),
    }
}

fn minute(moment: Moment) -> String {
    moment.format("%Y-%m-%d %H:%M UTC").to_string()
}
