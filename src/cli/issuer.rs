//! `touchstone issuer …`

use clap::Subcommand;
use serde_json::json;

use super::context::{issuer, open_present_registry};
use super::failure::Failure;
use super::output::{minute, say, say_list};
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::registry::Registry;
use crate::registry::issuers::{self, RecordedIssuer};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List the public URLs that credentials were issued under; the last one is in use
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Record that the registry has moved for good: the public URL that is set now is the one that it issues under
    Move,
}

pub(super) fn run(command: &Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    match command {
        Command::List { json } => list(&registry, *json),
        Command::Move => move_to(settings, &registry),
    }
}

fn list(registry: &Registry, as_json: bool) -> Result<(), Failure> {
    let issuers = registry.read(Some(Caller::OPERATOR), issuers::recorded)?;
    let json = |issuer: &RecordedIssuer| json!({"number": issuer.number, "url": issuer.url, "did": issuer.did, "recorded_at": issuer.recorded_at});
    let none = "None is recorded yet: the first credential that is issued records the public URL.";
    say_list(&issuers, as_json, json, none, ["NO.", "PUBLIC URL", "IDENTIFIER", "SINCE"], |issuer| {
        [issuer.number.to_string(), issuer.url.clone(), issuer.did.clone(), minute(issuer.recorded_at)]
    })
}

fn move_to(settings: &Settings, registry: &Registry) -> Result<(), Failure> {
    let new = issuer(settings);
    let before = registry.write(Caller::OPERATOR, |work| issuers::move_to(work, &new))?;
    say(&format!(
        "The registry was {} and is {} from now on.\n\
         Start every node with TOUCHSTONE_PUBLIC_URL={}. What was issued before stays good and is checked as the registry's \
         own; a\ncertificate that is fetched from now on is issued anew. Lead {} here for as long as anybody checks what \
         bears it: QR\ncodes, keys and status lists of earlier certificates are looked for there.",
        before.url,
        new.url(),
        new.url(),
        before.url
    ))
}
