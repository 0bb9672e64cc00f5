//! The table of all settings, and the settings file.

use std::collections::BTreeMap;

use crate::input::suggestion::did_you_mean;

#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key in the file; the flag is the same with hyphens.
    pub key: &'static str,
    pub variable: &'static str,
    /// The value when nobody says anything; `{key}` stands for the value of a setting further up.
    pub default: &'static str,
    pub help: &'static str,
    pub is_secret: bool,
}

const fn setting(key: &'static str, variable: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { key, variable, default, help, is_secret: false }
}

/// All settings: the one place that a new one is added to, besides the struct that takes it.
#[rustfmt::skip]
pub const SETTINGS: &[Setting] = &[
    setting("bind", "TOUCHSTONE_BIND", "127.0.0.1:8080", "The address and port to listen on."),
    setting("metrics_bind", "TOUCHSTONE_METRICS_BIND", "",
        "The address and port that Prometheus reads /metrics from, such as 127.0.0.1:9464; without one nobody can."),
    setting("public_url", "TOUCHSTONE_PUBLIC_URL", "http://{bind}",
        "The address that everybody knows the registry by, the same on every node: it stands in each credential for ever."),
    setting("allow_plain_http", "TOUCHSTONE_ALLOW_PLAIN_HTTP", "no",
        "yes: listen to other machines though public_url is not https, so that secrets travel in clear text."),
    setting("issuer_name", "TOUCHSTONE_ISSUER_NAME", "ISO/IEC 20000 Certification Registry",
        "Who issues certificates: the name on credentials and on paper."),
    setting("workers", "TOUCHSTONE_WORKERS", "0", "Threads that serve requests; 0 for one per core."),
    setting("body_limit_bytes", "TOUCHSTONE_BODY_LIMIT_BYTES", "1048576", "The largest request body, in bytes."),
    setting("body_deadline_seconds", "TOUCHSTONE_BODY_DEADLINE_SECONDS", "10",
        "How long a request body may take to arrive."),
    setting("head_deadline_seconds", "TOUCHSTONE_HEAD_DEADLINE_SECONDS", "10",
        "How long the head of a request may take to arrive; also how long a new connection may say nothing."),
    setting("keep_alive_seconds", "TOUCHSTONE_KEEP_ALIVE_SECONDS", "75",
        "How long a connection may stay open between two requests: longer than a balancer in front keeps its own."),
    setting("answer_deadline_seconds", "TOUCHSTONE_ANSWER_DEADLINE_SECONDS", "60",
        "How long a client may take nothing of its answer."),
    setting("connections", "TOUCHSTONE_CONNECTIONS", "0",
        "How many connections clients may have; 0 for as many as the limit of open files allows, up to 16384."),
    setting("connections_per_address", "TOUCHSTONE_CONNECTIONS_PER_ADDRESS", "0",
        "How many of them one address may have, unless it is a trusted proxy's; 0 for a quarter."),
    setting("shutdown_seconds", "TOUCHSTONE_SHUTDOWN_SECONDS", "30",
        "How long requests in hand may take after a signal to stop, and after them webhooks on their way, 5 seconds at the most."),
    setting("exports", "TOUCHSTONE_EXPORTS", "8",
        "How many exports may be under way before more are turned away; each has a temporary file."),
    setting("trusted_proxies", "TOUCHSTONE_TRUSTED_PROXIES", "",
        "Networks, such as 10.0.0.0/8, separated by commas, whose X-Forwarded-For is believed."),
    setting("data_directory", "TOUCHSTONE_DATA_DIRECTORY", "./data", "Where the registry keeps its files."),
    setting("database_url", "DATABASE_URL", "sqlite:{data_directory}/touchstone.db",
        "sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE."),
    setting("database_connections", "TOUCHSTONE_DATABASE_CONNECTIONS", "8", "How many connections are kept."),
    setting("database_queue", "TOUCHSTONE_DATABASE_QUEUE", "256",
        "How many requests may wait for a connection before more are turned away."),
    setting("database_wait_seconds", "TOUCHSTONE_DATABASE_WAIT_SECONDS", "3",
        "How long a request waits for a connection."),
    setting("database_answer_seconds", "TOUCHSTONE_DATABASE_ANSWER_SECONDS", "20",
        "How long a request waits for an answer; more than the statement_timeout, 15 s unless the URL's options change it."),
    setting("token_audience", "TOUCHSTONE_TOKEN_AUDIENCE", "{public_url}", "The service that access tokens are for."),
    setting("token_lifetime_seconds", "TOUCHSTONE_TOKEN_LIFETIME_SECONDS", "900",
        "How long an access token is good."),
    Setting {
        key: "key_encryption_key", variable: "TOUCHSTONE_KEY_ENCRYPTION_KEY", default: "", is_secret: true,
        help: "Encrypts the signing keys in the database: 32 random bytes in base64 (openssl rand -base64 32).",
    },
    setting("key_file", "TOUCHSTONE_KEY_FILE", "{data_directory}/key-encryption.key",
        "Where the key-encryption key lies if it is not given."),
    Setting {
        key: "previous_key_encryption_key", variable: "TOUCHSTONE_PREVIOUS_KEY_ENCRYPTION_KEY", default: "",
        is_secret: true, help: "The key-encryption key before, which still opens what `keys reseal` has not yet sealed anew.",
    },
    setting("previous_key_file", "TOUCHSTONE_PREVIOUS_KEY_FILE", "{key_file}.previous",
        "Where the key-encryption key before lies if it is not given; there need be no such file."),
    setting("tokens_per_minute", "TOUCHSTONE_TOKENS_PER_MINUTE", "120",
        "Requests for a token per address and client; 0 for no limit."),
    setting("verifications_per_minute", "TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "60000",
        "Verifications per address; 0 for no limit."),
    setting("bulk_verifications_per_minute", "TOUCHSTONE_BULK_VERIFICATIONS_PER_MINUTE", "60000",
        "Verifications per client that come many at once; 0 for no limit. 1,000 at once are always possible."),
    setting("name_checks_per_minute", "TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "60",
        "Names tried per address and certificate number; 0 for no limit."),
    setting("log_filter", "TOUCHSTONE_LOG_FILTER", "info,actix_server=warn", "What is logged, for example info,touchstone=debug."),
    setting("log_format", "TOUCHSTONE_LOG_FORMAT", "auto",
        "human, json, or auto: human on a terminal, json elsewhere."),
    setting("scheme_file", "TOUCHSTONE_SCHEME_FILE", "", "The scheme, if it is not the one that is built in."),
    setting("font_directory", "TOUCHSTONE_FONT_DIRECTORY", "",
        "Fonts for certificates of people whose names are neither Latin nor Greek nor Cyrillic."),
    setting("site_name", "TOUCHSTONE_SITE_NAME", "Touchstone",
        "What the pages call the registry, at their head and in their titles."),
    setting("operator_name", "TOUCHSTONE_OPERATOR_NAME", "", "Who operates the registry, at the foot of every page."),
    setting("operator_email", "TOUCHSTONE_OPERATOR_EMAIL", "", "Where the public writes to."),
    setting("logo_file", "TOUCHSTONE_LOGO_FILE", "", "The logo at the head of every page: an SVG or PNG file."),
    setting("colour", "TOUCHSTONE_COLOUR", "",
        "The colour of links and buttons on light ground, such as #14567a; refused if it is hard to read."),
    setting("colour_dark", "TOUCHSTONE_COLOUR_DARK", "", "The same on dark ground, such as #8cc4e6."),
    setting("open_data_licence", "TOUCHSTONE_OPEN_DATA_LICENCE", "",
        "The licence of the open data: its name, such as CC-BY-4.0, or its address; without one none is granted."),
    setting("texts_directory", "TOUCHSTONE_TEXTS_DIRECTORY", "",
        "Contact, imprint, privacy notice and so on, as Markdown: imprint.en.md, imprint.de.md."),
    setting("idempotency_hours", "TOUCHSTONE_IDEMPOTENCY_HOURS", "24",
        "How long the answer to a request with an idempotency key is kept; at least 24."),
    setting("session_idle_minutes", "TOUCHSTONE_SESSION_IDLE_MINUTES", "30",
        "After how long without use whoever is signed in has to sign in again."),
    setting("session_hours", "TOUCHSTONE_SESSION_HOURS", "12",
        "After how long whoever is signed in has to sign in again in any case."),
    setting("batch_limit_bytes", "TOUCHSTONE_BATCH_LIMIT_BYTES", "67108864", "The largest result file, in bytes."),
    setting("batch_limit_rows", "TOUCHSTONE_BATCH_LIMIT_ROWS", "100000", "The most rows of a result file."),
    setting("batch_deadline_seconds", "TOUCHSTONE_BATCH_DEADLINE_SECONDS", "600",
        "How long a result file may take to arrive."),
    setting("batch_lease_seconds", "TOUCHSTONE_BATCH_LEASE_SECONDS", "10",
        "How long it takes until a result batch is gone on with whose node was killed."),
    setting("batch_file_days", "TOUCHSTONE_BATCH_FILE_DAYS", "30",
        "How long a result file is kept after its last row, for its report."),
    setting("batch_quota_open", "TOUCHSTONE_BATCH_QUOTA_OPEN", "20",
        "How many result files of one body may wait or be processed before more are refused."),
    setting("batch_quota_bytes", "TOUCHSTONE_BATCH_QUOTA_BYTES", "536870912",
        "How many bytes of result files of one body are kept before more are refused."),
    setting("webhook_attempt_seconds", "TOUCHSTONE_WEBHOOK_ATTEMPT_SECONDS", "15",
        "How long a subscriber may take to answer a webhook; the API's document says 15 seconds."),
    setting("webhook_lease_seconds", "TOUCHSTONE_WEBHOOK_LEASE_SECONDS", "30",
        "How long it takes until a webhook is sent again whose node was killed; more than webhook_attempt_seconds."),
    setting("webhook_allowed_networks", "TOUCHSTONE_WEBHOOK_ALLOWED_NETWORKS", "",
        "Networks, separated by commas, that webhooks may go to though they are not public; also without TLS."),
    setting("webhook_allowed_ports", "TOUCHSTONE_WEBHOOK_ALLOWED_PORTS", "443",
        "Ports, separated by commas, of public hosts that webhooks may go to."),
    setting("webhook_allowed_hosts", "TOUCHSTONE_WEBHOOK_ALLOWED_HOSTS", "",
        "Public hosts, separated by commas, that webhooks may go to, *.example.org for all below one; all if none is named."),
    setting("webhook_retry_seconds", "TOUCHSTONE_WEBHOOK_RETRY_SECONDS",
        "5,300,1800,7200,18000,36000,50400,72000,86400",
        "The pauses between attempts to deliver a webhook, in seconds of at least 0.1, separated by commas; after the last it is given up."),
    setting("webhook_log_days", "TOUCHSTONE_WEBHOOK_LOG_DAYS", "30",
        "For how many days delivered and given-up webhooks are remembered."),
];

/// The values of the settings file by key: TOML with one `key = value` a line, and no tables.
pub(super) fn read_file(path: &str, text: &str, mistakes: &mut Vec<String>) -> BTreeMap<String, String> {
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => {
            // Not the library's own display: it repeats the line, and a secret may stand there.
            let line = error.span().map_or(1, |span| text.get(..span.start).unwrap_or(text).matches('\n').count() + 1);
            mistakes.push(format!("{path}, line {line}: {}", error.message()));
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let keys = || SETTINGS.iter().map(|setting| setting.key);
        if !keys().any(|known| known == key) {
            mistakes.push(format!("{path}: there is no setting {key}{}", did_you_mean(&key, keys())));
        } else if let Some(text) = as_text(&value) {
            values.insert(key, text);
        } else {
            mistakes.push(format!("{path}: {key} must be a text, a number, or an array of them"));
        }
    }
    values
}

/// An array becomes a list separated by commas, as it would be in the environment.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => items.iter().map(as_item).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        _ => None,
    }
}

fn as_item(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::Array(_) => None,
        other => as_text(other),
    }
}
