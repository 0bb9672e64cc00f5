//! Settings: from flags, the environment, a file, and defaults, in this order. Each value remembers where it came from,
//! so that `config show` can say it; and all mistakes are reported at once.

mod colours;
mod database_url;
mod operator;
mod parse;
mod server;
mod service_links;
mod table;
mod tokens;
mod webhooks;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use crate::input::suggestion::did_you_mean;
use crate::secret::Secret;
pub use colours::Colour;
pub use database_url::{DatabaseUrl, PostgresqlUrl};
pub use operator::OperatorSettings;
use parse::Reader;
pub use server::{ConnectionSettings, ServerSettings};
use service_links::is_service_link;
pub use table::{SETTINGS, Setting};
pub use tokens::TokenSettings;
pub use webhooks::WebhookSettings;

/// The variable that names the settings file. It is no setting: a file cannot say where it lies.
pub const FILE_VARIABLE: &str = "TOUCHSTONE_CONFIG";

/// The client of `touchstone submit`. They are no settings: a registry has no use for them, and no file holds them.
pub const CLIENT_ID_VARIABLE: &str = "TOUCHSTONE_CLIENT_ID";

pub const CLIENT_SECRET_VARIABLE: &str = "TOUCHSTONE_CLIENT_SECRET";

/// What all our variables but `DATABASE_URL` begin with, so that a mistyped one can be told from somebody else's.
const PREFIX: &str = "TOUCHSTONE_";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    File,
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}

#[derive(Clone, Debug)]
pub struct DatabaseSettings {
    /// `sqlite:…` or `postgres://…`, with the password if there is one.
    pub url: Secret,
    pub connections: u32,
    /// Requests that may wait for a connection.
    pub queue: u32,
    /// How long one may wait, in seconds.
    pub wait_seconds: u64,
    /// How long an answer is waited for, in seconds.
    pub answer_seconds: u64,
}

/// How often one address may ask; 0 for no limit.
#[derive(Clone, Copy, Debug)]
pub struct LimitSettings {
    pub tokens_per_minute: u32,
    pub verifications_per_minute: u32,
    /// Verifications that a client asks for many at once, for each client instead of each address.
    pub bulk_verifications_per_minute: u32,
    /// Names tried, for each certificate number.
    pub name_checks_per_minute: u32,
}

/// What is taken of result files, and how they are dealt with.
#[derive(Clone, Copy, Debug)]
pub struct BatchSettings {
    /// The largest file, in bytes.
    pub limit_bytes: u64,
    pub limit_rows: u32,
    /// How long a file may take to arrive, in seconds.
    pub deadline_seconds: u64,
    /// How long a node holds a batch at a time, in seconds.
    pub lease_seconds: u32,
    /// How long a file is kept after its last row, in days.
    pub file_days: u32,
    /// How many batches of one body may be open at once.
    pub quota_open: u32,
    /// How many bytes of files of one body may be kept.
    pub quota_bytes: u64,
}

/// When the sessions of persons end.
#[derive(Clone, Copy, Debug)]
pub struct SessionSettings {
    /// Without use.
    pub idle_minutes: u32,
    /// In any case.
    pub hours: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people on a terminal, JSON elsewhere.
    Auto,
    Human,
    Json,
}

#[derive(Clone, Debug)]
pub struct LogSettings {
    /// A filter such as `info,touchstone=debug`.
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Clone, Debug)]
pub struct Settings {
    pub server: ServerSettings,
    pub connections: ConnectionSettings,
    pub data_directory: PathBuf,
    pub database: DatabaseSettings,
    pub tokens: TokenSettings,
    pub limits: LimitSettings,
    pub logging: LogSettings,
    /// The scheme, if it is not the one that is built in.
    pub scheme_file: Option<PathBuf>,
    /// Where fonts for certificates lie beside those that are built in.
    pub font_directory: Option<PathBuf>,
    pub operator: OperatorSettings,
    pub idempotency_hours: u32,
    pub sessions: SessionSettings,
    pub batches: BatchSettings,
    pub webhooks: WebhookSettings,
    values: Values,
}

/// Each setting's text and origin, by key. Any of them may be or contain a secret.
type Values = BTreeMap<&'static str, (Secret, Origin)>;

/// One line of `config show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The key in the file; the flag is the same with hyphens.
    pub key: &'static str,
    pub variable: &'static str,
    pub value: String,
    pub origin: Origin,
    pub help: &'static str,
}

impl Settings {
    /// Finds the value of each setting: a flag, else the environment, else the `file` (its path, for messages, and its
    /// text), else the default; or everything that is wrong, in sentences: unknown keys and variables, and values that
    /// cannot be. An empty environment variable is as good as none.
    pub fn resolve(
        flags: &BTreeMap<&'static str, String>,
        environment: impl Iterator<Item = (String, String)>,
        file: Option<(&str, &str)>,
    ) -> Result<Self, Vec<String>> {
        let mut mistakes = Vec::new();
        let file = file.map_or_else(BTreeMap::new, |(path, text)| table::read_file(path, text, &mut mistakes));
        let environment = read_environment(environment, &mut mistakes);
        let mut values = Values::new();
        for setting in SETTINGS {
            let found = [
                (flags.get(setting.key), Origin::Flag),
                (environment.get(setting.variable), Origin::Environment),
                (file.get(setting.key), Origin::File),
            ];
            let given = found.into_iter().find_map(|(text, origin)| Some((Secret::new(text?), origin)));
            let value = given.unwrap_or_else(|| (Secret::new(fill_in(setting.default, &values)), Origin::Default));
            values.insert(setting.key, value);
        }
        let settings = build(&mut Reader { values: &values, mistakes: &mut mistakes });
        if mistakes.is_empty() { Ok(Self { values, ..settings }) } else { Err(mistakes) }
    }

    /// All settings in the order of [`SETTINGS`], with secrets and the password in the database's URL masked.
    pub fn show(&self) -> Vec<Row> {
        let row = |setting: &Setting| {
            let (text, origin) = self.values.get(setting.key)?;
            let value = match text.expose() {
                "" => String::new(),
                _ if setting.is_secret => "***".to_owned(),
                text if setting.key == "database_url" => without_password(text),
                text => text.to_owned(),
            };
            Some(Row { key: setting.key, variable: setting.variable, value, origin: *origin, help: setting.help })
        };
        SETTINGS.iter().filter_map(row).collect()
    }
}

/// Each value in turn, so that mistakes are told in the order of the table.
fn build(reader: &mut Reader<'_>) -> Settings {
    const FORMATS: [(&str, LogFormat); 3] =
        [("auto", LogFormat::Auto), ("human", LogFormat::Human), ("json", LogFormat::Json)];
    Settings {
        server: ServerSettings::read(reader),
        connections: ConnectionSettings::read(reader),
        database: DatabaseSettings {
            url: Secret::new(reader.database_url("database_url")),
            connections: reader.number("database_connections", 1..=1000),
            queue: reader.number("database_queue", 0..=100_000),
            wait_seconds: reader.number("database_wait_seconds", 1..=60),
            answer_seconds: reader.number("database_answer_seconds", 1..=3600),
        },
        tokens: TokenSettings::read(reader),
        limits: LimitSettings {
            tokens_per_minute: reader.number("tokens_per_minute", 0..=1_000_000),
            verifications_per_minute: reader.number("verifications_per_minute", 0..=100_000_000),
            bulk_verifications_per_minute: reader.number("bulk_verifications_per_minute", 0..=100_000_000),
            name_checks_per_minute: reader.number("name_checks_per_minute", 0..=1_000_000),
        },
        logging: LogSettings { format: reader.choice("log_format", FORMATS), filter: reader.log_filter("log_filter") },
        data_directory: reader.text("data_directory").into(),
        scheme_file: reader.optional_text("scheme_file").map(PathBuf::from),
        font_directory: reader.optional_text("font_directory").map(PathBuf::from),
        operator: OperatorSettings::read(reader),
        idempotency_hours: reader.number("idempotency_hours", 24..=8760),
        sessions: SessionSettings {
            idle_minutes: reader.number("session_idle_minutes", 1..=1440),
            hours: reader.number("session_hours", 1..=168),
        },
        batches: BatchSettings {
            limit_bytes: reader.number("batch_limit_bytes", 1024..=1_099_511_627_776),
            limit_rows: reader.number("batch_limit_rows", 1..=100_000_000),
            deadline_seconds: reader.number("batch_deadline_seconds", 1..=86_400),
            lease_seconds: reader.number("batch_lease_seconds", 1..=3600),
            file_days: reader.number("batch_file_days", 1..=36_500),
            quota_open: reader.number("batch_quota_open", 1..=1_000_000),
            quota_bytes: reader.number("batch_quota_bytes", 1024..=1_125_899_906_842_624),
        },
        webhooks: WebhookSettings::read(reader),
        values: Values::new(),
    }
}

fn read_environment(
    variables: impl Iterator<Item = (String, String)>,
    mistakes: &mut Vec<String>,
) -> BTreeMap<String, String> {
    let others = [FILE_VARIABLE, CLIENT_ID_VARIABLE, CLIENT_SECRET_VARIABLE];
    let known = || SETTINGS.iter().map(|setting| setting.variable).chain(others);
    let mut ours = BTreeMap::new();
    for (name, value) in variables {
        if known().any(|variable| variable == name) {
            if !value.is_empty() {
                ours.insert(name, value);
            }
        } else if name.starts_with(PREFIX) && !is_service_link(&name, &value) {
            mistakes.push(format!("there is no setting for the variable {name}{}", did_you_mean(&name, known())));
        }
    }
    ours
}

/// Puts the values of earlier settings into the `{key}` places of a default.
fn fill_in(default: &str, values: &Values) -> String {
    let Some((before, rest)) = default.split_once('{') else { return default.to_owned() };
    let Some((key, after)) = rest.split_once('}') else { return default.to_owned() };
    let value = values.get(key).map_or("", |(text, _)| text.expose());
    format!("{before}{value}{after}")
}

/// The address of the database without its secrets; nothing where it cannot be read.
fn without_password(url: &str) -> String {
    match DatabaseUrl::parse(url) {
        Ok(DatabaseUrl::Sqlite(_)) => url.to_owned(),
        Ok(DatabaseUrl::Postgresql(parsed)) => parsed.masked(),
        Err(_) => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests;
