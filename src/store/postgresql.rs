//! Connecting to PostgreSQL, straight or by way of a pooler.

use diesel::connection::CacheSize;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use crate::config::PostgresqlUrl;

/// What PostgreSQL's library is told unless the URL says otherwise: a server that does not answer a connection attempt
/// within three seconds is away, and one that goes silent is given up after about fifteen.
const PARAMETERS: [(&str, &str); 5] = [
    ("connect_timeout", "3"),
    ("keepalives_idle", "5"),
    ("keepalives_interval", "3"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
];

/// After so many seconds the server gives a statement up, unless the URL's own `options` say otherwise.
pub const STATEMENT_TIMEOUT: u64 = 15;

/// What every session begins with, unless the URL's own `options` say otherwise. The last one means nothing to the server:
/// it is the sign by which a session is known to be ours alone, because a pooler hands none of these on.
const SESSION: &str = "-c timezone=UTC -c idle_in_transaction_session_timeout=30s -c touchstone.direct=on";

/// What a pooler (pgbouncer) says that refuses to hand options on, in whatever language the server behind it speaks.
const OPTIONS_REFUSED: &str = "unsupported startup parameter";

/// The time-outs that a session behind a pooler has from its role only.
const TIME_OUTS: [&str; 2] = ["statement_timeout", "idle_in_transaction_session_timeout"];

/// Connects. Behind a pooler nothing is left in the session, which may be another one after every transaction: no
/// prepared statement and no setting.
pub(super) fn connect(url: &PostgresqlUrl<'_>) -> Result<PgConnection, String> {
    let mut parameters: Vec<(&str, String)> = Vec::new();
    for (name, value) in PARAMETERS {
        if url.parameter(name).is_none() {
            parameters.push((name, value.to_owned()));
        }
    }
    let own = url.parameter("options").or_else(|| std::env::var("PGOPTIONS").ok()).unwrap_or_default();
    let ours = parameters.len();
    parameters.push(("options", format!("{SESSION} -c statement_timeout={STATEMENT_TIMEOUT}s {own}")));
    let said = |error: ConnectionError| error.to_string();
    let mut connection = match PgConnection::establish(&url.with(&parameters)) {
        Err(error) if error.to_string().contains(OPTIONS_REFUSED) => {
            parameters[ours].1 = own;
            PgConnection::establish(&url.with(&parameters)).map_err(said)?
        }
        other => other.map_err(said)?,
    };
    if is_pooled(&mut connection).map_err(|error| error.to_string())? {
        connection.set_prepared_statement_cache_size(CacheSize::Disabled);
    }
    Ok(connection)
}

/// Whether a pooler stands between, so that the session may be another one after every transaction.
pub(super) fn is_pooled(connection: &mut PgConnection) -> QueryResult<bool> {
    Ok(setting(connection, "touchstone.direct")?.is_none_or(|sign| sign != "on"))
}

pub(super) fn missing_time_outs(connection: &mut PgConnection) -> QueryResult<Vec<&'static str>> {
    let mut missing = Vec::new();
    for name in TIME_OUTS {
        if setting(connection, name)?.is_none_or(|value| value == "0") {
            missing.push(name);
        }
    }
    Ok(missing)
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Nullable<Text>)]
    setting: Option<String>,
}

/// The value of a setting that holds in this session.
pub(super) fn setting(connection: &mut PgConnection, name: &str) -> QueryResult<Option<String>> {
    let query = format!("SELECT current_setting('{name}', true) AS setting");
    Ok(diesel::sql_query(query).get_result::<Setting>(connection)?.setting)
}

pub(super) fn is_standby(connection: &mut PgConnection) -> QueryResult<bool> {
    let query = "SELECT CAST(pg_is_in_recovery() AS text) AS setting";
    Ok(diesel::sql_query(query).get_result::<Setting>(connection)?.setting.as_deref() == Some("true"))
}

pub(super) fn read_only(connection: &mut PgConnection) -> QueryResult<Option<&'static str>> {
    let query = "SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' \
                 WHEN current_setting('transaction_read_only') = 'on' THEN 'read-only' END AS setting";
    let found = diesel::sql_query(query).get_result::<Setting>(connection)?.setting;
    Ok(found.map(|found| match found.as_str() {
        "standby" => "the server is a standby: it follows another one, and takes no writes until it is promoted",
        _ => "the server is set to read-only transactions (default_transaction_read_only)",
    }))
}
