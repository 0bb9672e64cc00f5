//! `touchstone keys …`

use std::sync::Arc;

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::context::{check_signing_keys, issuer, open_present_registry, sealing_key};
use super::failure::Failure;
use super::output::{minute, say, say_json_pretty, say_list};
use crate::auth::permission::Caller;
use crate::clock::Moment;
use crate::config::Settings;
use crate::registry::{Registry, issuer_keys, signing_keys};
use crate::scheme::text::Reason;
use crate::trust::sealing::SealingKey;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make new keys, which sign from now on
    Rotate {
        /// What the keys sign. Those of tokens go on verifying for a day; what those of credentials signed stays good
        #[arg(long, value_enum, default_value_t = Purpose::Tokens)]
        purpose: Purpose,
        /// Go on although the key-encryption key is lost, and seal the new keys with another one
        #[arg(long)]
        lost_key: bool,
    },
    /// Declare that what a key signed counts no longer, for instance because it was stolen
    Revoke {
        /// The key's id. Of credentials it must not be one that signs; of tokens it is all that are in use if left out
        // One id in sixty-four begins with a hyphen.
        #[arg(allow_hyphen_values = true, required_if_eq("purpose", "credentials"))]
        id: Option<String>,
        /// What the key signed
        #[arg(long, value_enum, default_value_t = Purpose::Credentials)]
        purpose: Purpose,
        /// Why, in words
        #[arg(long, value_parser = Reason::parse, required_if_eq("purpose", "credentials"))]
        reason: Option<Reason>,
    },
    /// Seal everything that is kept sealed with the present key-encryption key, while the service runs
    Reseal {
        /// First put a new key in the place of the one in the key file; that becomes the previous one
        #[arg(long)]
        new_key: bool,
    },
    /// List the keys
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the DID document with the keys of credentials: for `verify --keys`, or to publish it elsewhere too
    Publish,
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Purpose {
    /// Access tokens
    Tokens,
    /// Credentials and status lists
    Credentials,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Credentials => "credentials",
        }
    }
}

pub(super) fn run(command: &Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    match command {
        Command::Rotate { purpose, lost_key } => rotate(settings, &registry, *purpose, *lost_key),
        Command::Revoke { id, purpose: Purpose::Tokens, reason } => {
            revoke_tokens(settings, &registry, id.as_deref(), reason.as_ref())
        }
        Command::Revoke { id: Some(id), purpose: Purpose::Credentials, reason: Some(reason) } => {
            revoke(&registry, id, reason)
        }
        Command::Revoke { .. } => Err(Failure::new("to revoke a key of credentials, name it, and say why by --reason")),
        Command::Reseal { new_key } => reseal(settings, &registry, *new_key),
        Command::List { json } => list(&registry, *json),
        Command::Publish => publish(settings, &registry),
    }
}

/// A key that the running nodes cannot open would stop them, so the sealing key must be the one in use.
fn rotate(settings: &Settings, registry: &Registry, purpose: Purpose, lost_key: bool) -> Result<(), Failure> {
    let sealing_key = if lost_key {
        Arc::new(SealingKey::load_or_create(&settings.tokens.key_source())?)
    } else {
        let sealing_key = Arc::new(sealing_key(settings, registry)?);
        check_signing_keys(settings, registry, &sealing_key)?;
        sealing_key
    };
    match purpose {
        Purpose::Tokens => rotate_tokens(registry, &sealing_key)?,
        Purpose::Credentials => rotate_credentials(registry, &sealing_key)?,
    }
    if lost_key {
        say("What else was sealed with the lost key does not open any more; `touchstone doctor` names it.")?;
    }
    Ok(())
}

/// Puts everything sealed under the present key-encryption key, or first a new one in the place of the present one.
fn reseal(settings: &Settings, registry: &Registry, new_key: bool) -> Result<(), Failure> {
    let source = settings.tokens.key_source();
    let sealing_key = Arc::new(sealing_key(settings, registry)?);
    check_signing_keys(settings, registry, &sealing_key)?;
    if new_key {
        if source.setting.is_some() {
            let advice = "the key-encryption key is set by TOUCHSTONE_KEY_ENCRYPTION_KEY: put a new one there, and this one \
                          into TOUCHSTONE_PREVIOUS_KEY_ENCRYPTION_KEY";
            return Err(Failure::new(advice));
        }
        if source.previous_file.exists() {
            return Err(Failure::new(format!(
                "{} is still there, of a change before\nRun `touchstone keys reseal`, and when `touchstone doctor` says \
                 that the key before seals nothing any more, remove that file.",
                source.previous_file.display()
            )));
        }
        source.replace_file()?;
    }
    let sealing_key = if new_key { Arc::new(SealingKey::load(&source)?) } else { sealing_key };
    let outcome = registry.reseal(&sealing_key)?;
    say(&format!(
        "{} sealed texts are under the key-encryption key {} now that were not.\n\
         When `touchstone doctor` says that the key before seals nothing any more, remove that key from every node.",
        outcome.done,
        sealing_key.id()
    ))?;
    if outcome.lost > 0 {
        say(&format!("{} do not open with any key here; `touchstone doctor` names them.", outcome.lost))?;
    }
    Ok(())
}

fn rotate_tokens(registry: &Registry, sealing_key: &SealingKey) -> Result<(), Failure> {
    let id = registry.rotate_signing_key(Caller::OPERATOR, sealing_key)?;
    say(&format!(
        "The new signing key is {id}.\nRunning nodes sign with it from the next token on. Tokens signed with the one \
         before are good until they expire."
    ))
}

fn rotate_credentials(registry: &Registry, sealing_key: &SealingKey) -> Result<(), Failure> {
    let ids = registry.rotate_issuer_keys(Caller::OPERATOR, sealing_key)?;
    say(&format!(
        "The new keys are {}.\nRunning nodes sign with them from the next credential on. What the keys before them \
         signed stays good, and their private halves are forgotten.",
        ids.join(" and ")
    ))
}

fn revoke(registry: &Registry, id: &str, reason: &Reason) -> Result<(), Failure> {
    registry.write(Caller::OPERATOR, |work| issuer_keys::revoke(work, id, reason))?;
    say(&format!(
        "What {id} signed counts no longer.\nCredentials that it signed are issued anew when they are next asked for; \
         files of before fail their check."
    ))
}

fn revoke_tokens(
    settings: &Settings,
    registry: &Registry,
    id: Option<&str>,
    reason: Option<&Reason>,
) -> Result<(), Failure> {
    let sealing_key = Arc::new(sealing_key(settings, registry)?);
    registry.check_signing_keys(&sealing_key)?;
    let (revoked, new) = registry.revoke_signing_keys(Caller::OPERATOR, &sealing_key, id, reason)?;
    let of = if revoked.is_empty() { "no key, as none was in use".to_owned() } else { revoked.join(" and ") };
    let then = new.map_or_else(
        || "The key that signs is another one, and stays.".to_owned(),
        |new| format!("The new signing key is {new}; clients get new tokens with it as they always do."),
    );
    say(&format!("Access tokens signed with {of} are refused from now on, by every node.\n{then}"))
}

fn publish(settings: &Settings, registry: &Registry) -> Result<(), Failure> {
    let keys = registry.read(Some(Caller::OPERATOR), issuer_keys::published)?;
    if keys.is_empty() {
        return Err(Failure::new(
            "there are no keys of credentials yet: the first credential that is asked for makes them",
        ));
    }
    say_json_pretty(&issuer(settings).did_document(&keys))
}

struct Row {
    id: String,
    purpose: Purpose,
    algorithm: &'static str,
    generated_at: Moment,
    standing: &'static str,
    /// Until when it verifies, or since when it no longer signs or counts.
    moment: Option<Moment>,
}

fn rows(registry: &Registry) -> Result<Vec<Row>, Failure> {
    let tokens = registry.read(Some(Caller::OPERATOR), signing_keys::list)?.into_iter().map(|key| {
        let (standing, moment) = match key.standing {
            signing_keys::KeyStanding::Signs => ("signs", None),
            signing_keys::KeyStanding::VerifiesUntil(until) => ("verifies", Some(until)),
            signing_keys::KeyStanding::Retired => ("retired", None),
            signing_keys::KeyStanding::Revoked(at) => ("revoked", Some(at)),
        };
        Row {
            id: key.id,
            purpose: Purpose::Tokens,
            algorithm: "EdDSA",
            generated_at: key.generated_at,
            standing,
            moment,
        }
    });
    let known = registry.read(Some(Caller::OPERATOR), issuer_keys::known)?;
    let credentials = known.into_iter().map(|key| {
        let (standing, moment) = match key.standing {
            issuer_keys::KeyStanding::Signs => ("signs", None),
            issuer_keys::KeyStanding::Retired(at) => ("verifies", Some(at)),
            issuer_keys::KeyStanding::Revoked(at) => ("revoked", Some(at)),
        };
        Row {
            id: key.public.id().to_owned(),
            purpose: Purpose::Credentials,
            algorithm: key.public.algorithm().as_str(),
            generated_at: key.generated_at,
            standing,
            moment,
        }
    });
    Ok(tokens.chain(credentials).collect())
}

impl Row {
    /// Whether the moment is one until which something holds.
    fn is_until(&self) -> bool {
        self.purpose == Purpose::Tokens && self.standing == "verifies"
    }

    fn json(&self) -> Value {
        let is_until = self.is_until();
        json!({
            "id": self.id,
            "purpose": self.purpose.as_str(),
            "algorithm": self.algorithm,
            "generated_at": self.generated_at,
            "standing": self.standing,
            "until": self.moment.filter(|_| is_until),
            "since": self.moment.filter(|_| !is_until),
        })
    }

    fn cells(&self) -> [String; 5] {
        let word = if self.is_until() { "until" } else { "since" };
        let moment = self.moment.map_or_else(String::new, |moment| format!(" {word} {}", minute(moment)));
        let standing = match (self.purpose, self.standing) {
            (Purpose::Credentials, "verifies") => "signs no longer, verifies",
            (_, standing) => standing,
        };
        [
            self.id.clone(),
            self.purpose.as_str().to_owned(),
            self.algorithm.to_owned(),
            minute(self.generated_at),
            format!("{standing}{moment}"),
        ]
    }
}

fn list(registry: &Registry, as_json: bool) -> Result<(), Failure> {
    let none = "There is no key yet. `touchstone serve` makes the first one.";
    let headings = ["KEY ID", "SIGNS", "ALGORITHM", "MADE", "STANDING"];
    say_list(&rows(registry)?, as_json, Row::json, none, headings, Row::cells)
}
