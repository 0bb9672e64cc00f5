//! The database, the keys in it, and who may use the registry.

use std::sync::Arc;

use super::report::Report;
use super::{integrity, server};
use crate::auth::permission::Role;
use crate::cli::context::{all, check_issuer, check_signing_keys, is_open_to_others, key_origin, open_as_it_is};
use crate::cli::failure::Failure;
use crate::clock::{Clock, SystemClock};
use crate::config::{DatabaseUrl, Settings};
use crate::registry::database::{self, Engine, Inspection, SchemaState};
use crate::registry::{Registry, clients};
use crate::trust::sealing::{SealingError, SealingKey};

/// By how many seconds two clocks may differ without anybody noticing: tokens allow for as much.
const CLOCK_TOLERANCE_SECONDS: i64 = 5;

pub(super) fn check(report: &mut Report, settings: &Settings) {
    let engine = match database::engine(&settings.database) {
        Ok(engine) => engine,
        Err(error) => return report.problem("database", &error.to_string(), ""),
    };
    if let Ok(DatabaseUrl::Postgresql(url)) = DatabaseUrl::parse(settings.database.url.expose()) {
        server::check(report, &url);
    }
    let sealing_key = check_sealing_key(report, settings);
    // Looking at an SQLite database that is not there would make one.
    if let Some(file) = database::sqlite_file(&settings.database).filter(|file| !file.exists()) {
        let summary = format!("SQLite; {} is not there yet, and is made by `touchstone serve`", file.display());
        return report.ok("database", &summary);
    }
    if database::is_open_to_others(&settings.database) == Some(true) {
        report.warning(
            "database file",
            "other users of this machine can read the database",
            "Every command that opens it takes that from them; whatever they copied before, they have.",
        );
    }
    let inspection = match database::inspect(&settings.database) {
        Ok(inspection) => inspection,
        Err(error) => return report.problem("database", &error.to_string(), ""),
    };
    report.ok("database", &format!("{} {} answers", engine.name(), inspection.version));
    check_inspection(report, engine, &inspection);
    if inspection.schema != SchemaState::Current {
        return;
    }
    if engine == Engine::Postgresql {
        check_role(report, &inspection);
    }
    integrity::check_writing(report, settings);
    integrity::check(report, settings, engine);
    if inspection.not_durable.is_none() {
        match open_as_it_is(settings) {
            Ok(registry) => {
                check_registry(report, settings, &registry, sealing_key.as_ref());
                super::appearance::check_names(report, settings, registry);
            }
            Err(failure) => tell(report, "registry", &failure),
        }
    }
}

fn tell(report: &mut Report, subject: &'static str, failure: &Failure) {
    report.problem(subject, &failure.lines().join("\n"), "");
}

fn check_inspection(report: &mut Report, engine: Engine, inspection: &Inspection) {
    match &inspection.schema {
        SchemaState::Current => report.ok("schema", "up to date"),
        SchemaState::Older(missing) if engine == Engine::Sqlite => {
            report.ok("schema", &format!("lacks {}, which the next command runs by itself", missing.join(", ")));
        }
        SchemaState::Older(missing) => report.problem(
            "schema",
            &format!("older than this program; it lacks {}", missing.join(", ")),
            "Make a backup, then run `touchstone migrate`.",
        ),
        SchemaState::Newer(unknown) => report.problem(
            "schema",
            &format!("newer than this program; it has {}", unknown.join(", ")),
            "Use the version of touchstone that made it, or a later one.",
        ),
    }
    match &inspection.not_durable {
        None => report.ok("durability", "what is acknowledged survives a power cut"),
        Some(reason) => {
            report.problem("durability", reason, "Turn the setting on; `serve` refuses to start like this.");
        }
    }
    server::check_sessions(report, inspection);
    let now = SystemClock.now();
    if let Some(theirs) = inspection.clock {
        let apart = (theirs - now).num_seconds().abs();
        if apart > CLOCK_TOLERANCE_SECONDS {
            let summary = format!("the database's machine is {apart} s off this one");
            report.warning("clocks", &summary, "Set both by NTP.");
        }
    }
    if let Some(last) = inspection.last_write.filter(|last| (*last - now).num_seconds() > CLOCK_TOLERANCE_SECONDS) {
        report.problem(
            "clocks",
            &format!("the last record is from {last}, which is still to come"),
            "Set the clock, best by NTP.",
        );
    }
}

/// Whether the role that the service runs under can undo what the tables refuse.
fn check_role(report: &mut Report, inspection: &Inspection) {
    if inspection.excess_powers.is_empty() {
        report.ok("database role", "may read and add, and cannot undo what the tables refuse");
    } else {
        report.warning(
            "database role",
            &format!("it may do what the service never needs: {}", inspection.excess_powers.join("; ")),
            "Run migrations as the owner, with `touchstone migrate --grant-to ROLE`, and the service under that ROLE.",
        );
    }
}

fn check_sealing_key(report: &mut Report, settings: &Settings) -> Option<Arc<SealingKey>> {
    let file = &settings.tokens.key_file;
    match SealingKey::load(&settings.tokens.key_source()) {
        Ok(key) => {
            let origin = key_origin(settings);
            if settings.tokens.key_encryption_key.is_none() && is_open_to_others(file) == Some(true) {
                let advice = format!("chmod 600 {}", crate::cli::settings::quoted(&file.display().to_string()));
                report.warning("sealing key", &format!("{origin} can be read by other users of this machine"), &advice);
            } else {
                report.ok("sealing key", &format!("{} from {origin}", key.id()));
            }
            Some(Arc::new(key))
        }
        Err(SealingError::Missing(_)) => {
            report.ok("sealing key", &format!("none yet; `serve` makes one in {}", file.display()));
            None
        }
        Err(error) => {
            report.problem("sealing key", &error.to_string(), "");
            None
        }
    }
}

fn check_registry(
    report: &mut Report,
    settings: &Settings,
    registry: &Registry,
    sealing_key: Option<&Arc<SealingKey>>,
) {
    let checked = match sealing_key {
        Some(key) => check_signing_keys(settings, registry, key),
        // Fails, and says why, where there are signing keys that only a missing key opens.
        None => crate::cli::context::sealing_key_is_not_missed(settings, registry).map(|()| false),
    };
    match checked {
        Ok(true) => report.ok("signing keys", "open with the sealing key"),
        Ok(false) => report.ok("signing keys", "none yet; `serve` makes the first one"),
        Err(failure) => tell(report, "signing keys", &failure),
    }
    check_issuer_on_record(report, settings, registry);
    if let Some(key) = sealing_key {
        super::sealed::check(report, registry, key);
    }
    match all(registry, clients::list) {
        Err(error) => tell(report, "clients", &error.into()),
        Ok(found) => {
            let registrars = found.iter().filter(|client| client.role == Role::Registrar).count();
            let summary = format!("{} in all, {registrars} of them for registrars", found.len());
            if registrars == 0 {
                let advice = "touchstone client add --name \"Registrar\" --role registrar";
                report.warning("clients", &summary, advice);
            } else {
                report.ok("clients", &summary);
            }
        }
    }
}

/// Whether the public URL is the one that credentials bear; before there are any, whether all nodes have the same.
fn check_issuer_on_record(report: &mut Report, settings: &Settings, registry: &Registry) {
    match (check_issuer(settings, registry), registry.last_start()) {
        (Err(failure), _) => tell(report, "issuer", &failure),
        (Ok(Some(issuer)), _) => report.ok("issuer", &format!("{}, recorded on {}", issuer.did, issuer.recorded_at)),
        (Ok(None), Ok(Some(last))) if last.url != settings.server.public_url => report.warning(
            "issuer",
            &format!("none yet; the service was last started as {}, on {}", last.url, last.started_at),
            "Give all nodes on one database the same TOUCHSTONE_PUBLIC_URL.",
        ),
        (Ok(None), Err(error)) => tell(report, "issuer", &error.into()),
        (Ok(None), Ok(_)) => report.ok("issuer", "none yet; the first credential records it"),
    }
    match registry.other_words_at_last_start(&settings.server.issuer_name) {
        Ok(None) => {}
        Ok(Some(other)) => report.warning(
            "words of credentials",
            &format!("the service was last started with {other}"),
            "Give all nodes on one database the same TOUCHSTONE_ISSUER_NAME and scheme file.",
        ),
        Err(error) => tell(report, "words of credentials", &error.into()),
    }
}
