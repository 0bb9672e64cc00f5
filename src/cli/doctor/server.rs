//! How the server of PostgreSQL is reached, and what its sessions are like.

use super::is_local_host;
use super::report::Report;
use crate::config::PostgresqlUrl;
use crate::registry::database::{self, Inspection};

pub(super) fn check(report: &mut Report, url: &PostgresqlUrl<'_>) {
    check_tls(report, url);
    if url.hosts().len() > 1 && url.parameter("target_session_attrs").is_none() {
        report.warning(
            "database hosts",
            "the URL names several hosts, and the first that answers is taken, also one that takes no writes",
            "Put target_session_attrs=read-write into the URL.",
        );
    }
}

pub(super) fn check_sessions(report: &mut Report, inspection: &Inspection) {
    match inspection.encoding.as_deref() {
        Some(encoding) if database::is_narrow(encoding) => report.problem(
            "encoding",
            &format!("the database's encoding is {encoding}, which has no room for the names of all people"),
            "Make one in UTF-8 and move the tables there: createdb --encoding UTF8 --template template0 NAME",
        ),
        Some("SQL_ASCII") => report.warning(
            "encoding",
            "the database's encoding is SQL_ASCII: what the registry writes is UTF-8, and nobody holds others to that",
            "Make a database in UTF-8 when there is time to move: createdb --encoding UTF8 --template template0 NAME",
        ),
        _ => {}
    }
    if !inspection.missing_time_outs.is_empty() {
        report.warning(
            "time-outs",
            &format!("sessions have no {}: a pooler stands in between", inspection.missing_time_outs.join(" and no ")),
            "ALTER ROLE … SET statement_timeout = '15s'; ALTER ROLE … SET idle_in_transaction_session_timeout = '30s'",
        );
    }
}

/// What the URL asks for, and what this build can do. Only `verify-full` makes sure who answers: less takes any
/// certificate, or goes on in clear text where somebody on the way says that there is no TLS.
fn check_tls(report: &mut Report, url: &PostgresqlUrl<'_>) {
    let mode = url.parameter("sslmode").unwrap_or_default();
    let asks = matches!(mode.as_str(), "require" | "verify-ca" | "verify-full");
    let can = cfg!(feature = "postgres-tls");
    if !can && asks {
        return report.problem(
            "database TLS",
            "the URL asks for TLS, and this build has none",
            "Build with `--features postgres-tls`, or use the container image.",
        );
    }
    match (is_far(url), can) {
        (false, _) => report.ok("database TLS", if asks { "required" } else { "not needed on this machine" }),
        (true, false) => report.warning(
            "database TLS",
            "the database is on another machine, and this build has no TLS",
            "Build with `--features postgres-tls`, unless the network between the two is yours alone.",
        ),
        (true, true) if mode == "verify-full" => report.ok("database TLS", "required, and the server is verified"),
        (true, true) => {
            let said = match mode.as_str() {
                "" => "the URL does not insist on TLS".to_owned(),
                "verify-ca" => "sslmode=verify-ca takes any server that the authority knows".to_owned(),
                "require" => "sslmode=require encrypts and verifies nobody".to_owned(),
                mode => format!("sslmode={mode} does not insist on TLS"),
            };
            report.warning(
                "database TLS",
                &format!("the database is on another machine, and {said}"),
                "Put sslmode=verify-full into the URL, and sslrootcert= with the file of the authority (or `system`).",
            );
        }
    }
}

/// Whether the server is on another machine. Whatever begins with a slash is the folder of a socket.
fn is_far(url: &PostgresqlUrl<'_>) -> bool {
    url.hosts().iter().filter(|host| !host.starts_with(['/', '@'])).any(|host| !is_local_host(host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::DatabaseUrl;

    #[test]
    fn another_machine_is_told_from_this_one() {
        for (url, far) in [
            ("postgres://localhost/x", false),
            ("postgres://u:p@127.0.0.1:5432/x", false),
            ("postgres://[::1]/x", false),
            ("postgres:///x", false),
            ("postgres:///x?host=/run/postgresql", false),
            ("postgres://%2Frun%2Fpostgresql/x", false),
            ("postgres://db.example/x", true),
            ("postgres://10.0.0.1/x", true),
            ("postgres:///x?host=db.example", true),
            ("postgres://localhost/x?hostaddr=10.0.0.1", true),
            ("postgres:///x?host=localhost,db.example", true),
            ("postgres://localhost,db.example:5433/x", true),
            ("postgres://[::1]:5432,127.0.0.1/x", false),
        ] {
            let Ok(DatabaseUrl::Postgresql(read)) = DatabaseUrl::parse(url) else { panic!("{url}") };
            assert_eq!(is_far(&read), far, "{url}");
        }
    }
}
