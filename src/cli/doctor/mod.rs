//! `touchstone doctor`: what is configured, what is wrong, what to do.

mod appearance;
mod database;
mod integrity;
mod live;
mod machine;
mod report;
mod sealed;
mod server;

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::output::{has_colour, say};
use super::settings::{SettingFlags, Sources};
use crate::config::{Origin, Settings};
use crate::registry::issuers;
use crate::scheme::Scheme;
use report::Report;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only ask the server at this address whether it is ready, for a container's health check
    #[arg(long, value_name = "URL")]
    live: Option<String>,
}

pub(super) fn run(arguments: &Arguments, flags: &SettingFlags) -> Result<(), Failure> {
    if let Some(url) = &arguments.live {
        return live::check(url);
    }
    let mut report = Report::default();
    if let Some(settings) = check_settings(&mut report, flags) {
        check_scheme(&mut report, &settings);
        machine::check(&mut report, &settings);
        appearance::check(&mut report, &settings);
        check_addresses(&mut report, &settings);
        database::check(&mut report, &settings);
    }
    say(&report.render(has_colour()))?;
    if report.has_problem() { Err(Failure::told()) } else { Ok(()) }
}

fn check_settings(report: &mut Report, flags: &SettingFlags) -> Option<Settings> {
    let settings = match Sources::read(flags).and_then(|sources| sources.resolve()) {
        Ok(settings) => settings,
        Err(failure) => {
            for line in failure.lines() {
                report.problem("settings", line, "");
            }
            return None;
        }
    };
    let rows = settings.show();
    let given: Vec<_> = rows.iter().filter(|row| row.origin != Origin::Default).collect();
    let names: Vec<_> = given.iter().map(|row| format!("{} ({})", row.key, row.origin)).collect();
    let summary = match names.as_slice() {
        [] => format!("all {} have their defaults", rows.len()),
        names => format!("{} of {} are set: {}", names.len(), rows.len(), names.join(", ")),
    };
    report.ok("settings", &summary);
    Some(settings)
}

fn check_scheme(report: &mut Report, settings: &Settings) {
    let named: Option<&PathBuf> = settings.scheme_file.as_ref();
    let origin = named.map_or_else(|| "built in".to_owned(), |file| file.display().to_string());
    match super::context::load_scheme(settings) {
        Ok(Scheme { title, version, .. }) => report.ok("scheme", &format!("{title}, version {version} ({origin})")),
        Err(failure) => {
            for line in failure.lines() {
                report.problem("scheme", line, "");
            }
            report.advise("Correct the file; `touchstone scheme check FILE` repeats this.");
        }
    }
}

fn check_addresses(report: &mut Report, settings: &Settings) {
    let (bind, url) = (&settings.server.bind, &settings.server.public_url);
    let summary = format!("listens on {bind}, known as {url}");
    if takes_clear_text(settings) && !settings.server.allow_plain_http {
        report.problem(
            "addresses",
            &format!(
                "{summary}: secrets and tokens would travel in clear text, and `serve` refuses to start like this"
            ),
            "Put a proxy with TLS in front, and set TOUCHSTONE_PUBLIC_URL to its https address.",
        );
    } else if is_exposed_without_tls(settings) {
        report.warning(
            "addresses",
            &format!("{summary}: secrets and tokens travel in clear text"),
            "Put a proxy with TLS in front, and set TOUCHSTONE_PUBLIC_URL to its https address.",
        );
    } else {
        report.ok("addresses", &summary);
    }
    if let Some(why) = issuers::why_unfit(url) {
        report.problem(
            "public URL",
            &format!("{url}: {why}, so no credential and no PDF is handed out"),
            "Set TOUCHSTONE_PUBLIC_URL to the address that everybody reaches the registry by.",
        );
    }
}

pub(super) fn is_exposed_without_tls(settings: &Settings) -> bool {
    let Ok(url) = url::Url::parse(&settings.server.public_url) else { return false };
    let host = settings.server.bind.rsplit_once(':').map_or("", |(host, _)| host);
    let is_local = is_local_host(host) && url.host_str().is_none_or(is_local_host);
    url.scheme() == "http" && !is_local
}

/// Whether the registry itself would take what clients on other machines send without TLS.
pub(super) fn takes_clear_text(settings: &Settings) -> bool {
    let host = settings.server.bind.rsplit_once(':').map_or("", |(host, _)| host);
    !settings.server.public_url.starts_with("https://") && !is_local_host(host)
}

/// Whether the host is this machine, seen from itself.
pub(super) fn is_local_host(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(bind: &str, public_url: &str) -> Settings {
        let flags = [("bind", bind.to_owned()), ("public_url", public_url.to_owned())];
        Settings::resolve(&flags.into(), std::iter::empty(), None).unwrap()
    }

    #[test]
    fn plain_http_is_for_the_machine_itself() {
        for (bind, url, exposed) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080", false),
            ("localhost:8080", "http://localhost:8080", false),
            ("[::1]:8080", "http://[::1]:8080", false),
            ("0.0.0.0:8080", "http://0.0.0.0:8080", true),
            ("0.0.0.0:8080", "http://localhost:8080", true),
            ("0.0.0.0:8080", "https://registry.example", false),
            ("127.0.0.1:8080", "http://registry.example", true),
        ] {
            assert_eq!(is_exposed_without_tls(&settings(bind, url)), exposed, "{bind} {url}");
            let refused = exposed && !bind.starts_with("127.");
            assert_eq!(takes_clear_text(&settings(bind, url)), refused, "{bind} {url}");
        }
    }
}
