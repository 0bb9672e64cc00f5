//! Where a command's settings come from: flags, the environment, and the settings file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::config::{FILE_VARIABLE, SETTINGS, Settings};

/// The settings that are asked for most often, as flags that every command has.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub(super) struct SettingFlags {
    /// The settings file, in TOML [default: the variable `TOUCHSTONE_CONFIG`]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// `sqlite:FILE` or `postgres://…`; a password is safer in the variable `DATABASE_URL`
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Where the registry keeps its files
    #[arg(long, global = true, value_name = "DIRECTORY")]
    data_directory: Option<String>,
    /// The address and port to listen on; port 0 takes any free one
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    bind: Option<String>,
    /// The address that clients know the registry by
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// The scheme, if it is not the one that is built in
    #[arg(long = "scheme", alias = "scheme-file", global = true, value_name = "FILE")]
    scheme_file: Option<String>,
    /// What is logged, for example `debug` or `info,touchstone=debug`
    #[arg(long, alias = "log-level", global = true, value_name = "FILTER")]
    log_filter: Option<String>,
    /// The form of the log: human, json, or auto
    #[arg(long, global = true, value_name = "FORM")]
    log_format: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Sources {
    flags: BTreeMap<&'static str, String>,
    environment: Vec<(String, String)>,
    file: Option<(String, String)>,
}

impl Sources {
    pub(super) fn read(flags: &SettingFlags) -> Result<Self, Failure> {
        // A variable that is not Unicode cannot be one of ours, and is nobody's business here.
        let environment: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let named = environment.iter().find(|(name, value)| name == FILE_VARIABLE && !value.is_empty());
        let path = flags.config.clone().or_else(|| named.map(|(_, value)| PathBuf::from(value)));
        let file = path.map(|path| read_file(&path)).transpose()?;
        Ok(Self { flags: flags.given(), environment, file })
    }

    pub(super) fn resolve(&self) -> Result<Settings, Failure> {
        let file = self.file.as_ref().map(|(path, text)| (path.as_str(), text.as_str()));
        Settings::resolve(&self.flags, self.environment.iter().cloned(), file).map_err(|mut mistakes| {
            mistakes.push("`touchstone serve --help` lists all settings.".to_owned());
            Failure::all(mistakes)
        })
    }

    /// The same, as if this flag had been given too.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.flags.insert(key, value.into());
        self
    }

    /// The flags that another command needs to find the same registry, ready to be pasted. What may hold a password
    /// is left out.
    pub(super) fn flags_to_repeat(&self) -> String {
        let mut text = String::new();
        if let Some((path, _)) = &self.file {
            let _ = write!(text, " --config {}", quoted(path));
        }
        for (key, flag) in [("data_directory", "--data-directory"), ("database_url", "--database-url")] {
            if let Some(value) = self.flags.get(key).filter(|value| !value.contains('@')) {
                let _ = write!(text, " {flag} {}", quoted(value));
            }
        }
        text
    }
}

fn read_file(path: &std::path::Path) -> Result<(String, String), Failure> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((shown, text)),
        Err(error) => Err(Failure::new(format!("the settings file {shown} cannot be read: {error}"))),
    }
}

impl SettingFlags {
    fn given(&self) -> BTreeMap<&'static str, String> {
        let flags = [
            ("database_url", &self.database_url),
            ("data_directory", &self.data_directory),
            ("bind", &self.bind),
            ("public_url", &self.public_url),
            ("scheme_file", &self.scheme_file),
            ("log_filter", &self.log_filter),
            ("log_format", &self.log_format),
        ];
        flags.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))).collect()
    }

    pub(super) fn scheme_file(&self) -> Option<&str> {
        self.scheme_file.as_deref()
    }
}

pub(super) fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_./:=,@%+".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

pub(super) fn help() -> String {
    let mut text = String::from(
        "All settings. A flag comes before the environment variable, that before the key in the settings file,\n\
         and that before the default; `touchstone config show` says where each value came from.\n",
    );
    for setting in SETTINGS {
        let default = if setting.default.is_empty() { "nothing" } else { setting.default };
        let _ = write!(
            text,
            "\n  {} (in the file: {})\n      {}\n      Default: {default}\n",
            setting.variable, setting.key, setting.help
        );
    }
    let _ = write!(text, "\n  {FILE_VARIABLE}\n      The settings file, as --config.\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_knows_every_setting() {
        let help = help();
        assert!(SETTINGS.iter().all(|setting| help.contains(setting.variable) && help.contains(setting.help)));
    }

    #[test]
    fn words_are_quoted_where_they_must_be() {
        assert_eq!(quoted("./data/x.db"), "./data/x.db");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("$(rm)"), "'$(rm)'");
    }

    #[test]
    fn passwords_are_not_repeated() {
        let flags = SettingFlags {
            database_url: Some("postgres://u:hunter2@h/d".to_owned()),
            data_directory: Some("my data".to_owned()),
            ..SettingFlags::default()
        };
        let sources = Sources { flags: flags.given(), environment: Vec::new(), file: None };
        assert_eq!(sources.flags_to_repeat(), " --data-directory 'my data'");
    }
}
