//! `touchstone dump`

use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::context::{check_issuer, check_signing_keys, issuer, open_present_registry, sealing_key};
use super::failure::Failure;
use super::output::{say, say_json};
use crate::api::dumps;
use crate::config::Settings;
use crate::registry::issuer_keys::Signatory;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Make it anew where there is one of today
    #[arg(long)]
    again: bool,
    /// Print what was made as one line of JSON
    #[arg(long)]
    json: bool,
}

/// What the service does once a day by itself.
pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    let sealing_key = Arc::new(sealing_key(settings, &registry)?);
    check_signing_keys(settings, &registry, &sealing_key)?;
    check_issuer(settings, &registry)?;
    let signatory = Signatory::new(issuer(settings), sealing_key);
    let licence = settings.operator.open_data_licence.as_deref();
    let made = dumps::make(&registry, &signatory, licence, arguments.again)?;
    if arguments.json {
        let file = |file: &crate::registry::dumps::DumpFile| json!({"name": file.name, "rows": file.row_count, "bytes": file.bytes, "digest": format!("sha256:{}", file.digest)});
        return say_json(&match &made {
            None => json!({"made": false}),
            Some((dump, files)) => {
                json!({"made": true, "day": dump.day, "files": files.iter().map(file).collect::<Vec<_>>()})
            }
        });
    }
    match made {
        None => say("There is a dump of today, or a node is making it; with --again one that is there is made anew."),
        Some((dump, files)) => {
            let lines: i64 = files.iter().map(|file| file.row_count).sum();
            say(&format!("The dump of {} has {} files with {lines} lines.", dump.day, files.len()))
        }
    }
}
