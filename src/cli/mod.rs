//! The command line: one file per subcommand.
//!
//! Exit codes: 0 done, 1 refused (the reason is on standard error), 2 wrong usage.

mod backup;
mod body;
mod client;
mod config;
mod context;
pub(crate) mod demo;
mod doctor;
mod dump;
mod export;
mod failure;
mod import;
mod interruption;
mod issuer;
mod keys;
mod migrate;
mod named_file;
mod openapi;
mod output;
mod person;
mod progress;
mod report_file;
mod restore;
mod result_file;
mod scheme;
mod serve;
mod settings;
mod submit;
mod summary;
mod template;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use settings::{SettingFlags, Sources};

/// The certification registry of the ISO/IEC 20000 qualification scheme.
#[derive(Debug, Parser)]
#[command(name = "touchstone", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    settings: SettingFlags,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Begin with:
  touchstone serve --demo     a registry with invented records, gone when it stops
  touchstone serve            a registry of your own, in ./data
  touchstone config show      every setting, its value, and where it came from
  touchstone doctor           what is configured, what is wrong, and what to do";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the registry
    Serve(serve::Arguments),
    /// Bring the database's schema up to date
    Migrate(migrate::Arguments),
    /// Write the whole database into a file, while the service runs; everything but the key
    Backup(backup::Arguments),
    /// Put a backup in the place of the database, while no service runs; what was there is kept
    Restore(restore::Arguments),
    /// Add, list and remove API clients, and replace their secrets
    #[command(subcommand)]
    Client(client::Command),
    /// Invite persons, list them, and let those in who have lost their passkeys
    #[command(subcommand)]
    Person(person::Command),
    /// List bodies, and add one
    #[command(subcommand)]
    Body(body::Command),
    /// Register the results of a file, straight in the database
    Import(import::Arguments),
    /// Send a file of results to a registry elsewhere
    Submit(submit::Arguments),
    /// Print a file of results, or of organisation certificates, to begin with
    Template(template::Arguments),
    /// Export candidates, results or certificates, as CSV, NDJSON or a workbook
    Export(export::Arguments),
    /// Make the open data of today: all that is public of the directory, as files
    Dump(dump::Arguments),
    /// Check a PDF or a credential, without asking anybody
    Verify(verify::Arguments),
    /// Check or show a scheme file
    #[command(subcommand)]
    Scheme(scheme::Command),
    /// List and rotate the keys that sign access tokens
    #[command(subcommand)]
    Keys(keys::Command),
    /// List the public URLs that credentials were issued under, and record a move
    #[command(subcommand)]
    Issuer(issuer::Command),
    /// Print the OpenAPI document
    Openapi,
    /// Show the settings
    #[command(subcommand)]
    Config(config::Command),
    /// Say what is configured, what is wrong, and what to do
    Doctor(doctor::Arguments),
}

/// `arguments` begin with the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // Whatever is written is its owner's alone: databases, keys, reports and exports name people or hold secrets.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let program = arguments.first().map_or_else(|| "touchstone".to_owned(), |name| name.to_string_lossy().into_owned());
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            // Where not even this can be printed there is nobody to tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let outcome = execute(parsed, &program);
    crate::telemetry::finish_log();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.print();
            failure.exit_code()
        }
    }
}

fn execute(arguments: Arguments, program: &str) -> Result<(), Failure> {
    match arguments.command {
        Command::Scheme(command) => scheme::run(&command, &arguments.settings),
        Command::Import(import) => import::run(&import, &quiet(&arguments.settings)?),
        Command::Submit(submit) => {
            // Needs none of the settings, and says what is wrong with a variable that is mistyped.
            quiet(&arguments.settings)?;
            submit::run(&submit)
        }
        Command::Template(template) => template::run(&template, &arguments.settings),
        Command::Verify(verify) => verify::run(&verify),
        Command::Openapi => openapi::run(),
        Command::Doctor(doctor) => doctor::run(&doctor, &arguments.settings),
        Command::Serve(serve) => serve::run(&serve, Sources::read(&arguments.settings)?, program),
        Command::Migrate(migrate) => migrate::run(&migrate, &quiet(&arguments.settings)?),
        Command::Backup(backup) => backup::run(&backup, &quiet(&arguments.settings)?),
        Command::Restore(restore) => restore::run(&restore, &quiet(&arguments.settings)?),
        Command::Client(command) => client::run(command, &quiet(&arguments.settings)?),
        Command::Person(command) => person::run(command, &quiet(&arguments.settings)?),
        Command::Body(command) => body::run(command, &quiet(&arguments.settings)?),
        Command::Export(export) => export::run(&export, &quiet(&arguments.settings)?),
        Command::Dump(dump) => dump::run(&dump, &quiet(&arguments.settings)?),
        Command::Keys(command) => keys::run(&command, &quiet(&arguments.settings)?),
        Command::Issuer(command) => issuer::run(&command, &quiet(&arguments.settings)?),
        Command::Config(command) => config::run(&command, &Sources::read(&arguments.settings)?.resolve()?),
    }
}

/// The settings for a command that says itself what it did: the log only warns, unless somebody asked for more.
fn quiet(flags: &SettingFlags) -> Result<crate::config::Settings, Failure> {
    let sources = Sources::read(flags)?;
    let mut settings = sources.resolve()?;
    let is_default = |row: &crate::config::Row| row.key == "log_filter" && row.origin == crate::config::Origin::Default;
    if settings.show().iter().any(is_default) {
        "warn".clone_into(&mut settings.logging.filter);
    }
    crate::telemetry::install_logging(&settings.logging)?;
    // Whoever needs one says what is wrong.
    let _ = context::temporary_directory(&settings);
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn wrong_usage_is_told_from_refusal() {
        for line in [
            "touchstone",
            "touchstone fly",
            "touchstone client add",
            "touchstone person invite --name N --email n --role registrar",
            "touchstone body add --name B --country XX",
            "touchstone verify",
        ] {
            let error = Arguments::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
        assert_eq!(Arguments::try_parse_from(["touchstone", "--help"]).unwrap_err().exit_code(), 0);
    }

    #[test]
    fn the_contract_is_understood() {
        for line in [
            "touchstone serve --bind 127.0.0.1:0 --demo --migrate --scheme x.toml",
            "touchstone --config x.toml serve",
            "touchstone client add --name N --role body --body slug --json",
            "touchstone migrate --grant-to touchstone_service",
            "touchstone backup x.backup --force --json",
            "touchstone restore x.backup --grant-to touchstone_service",
            "touchstone client secret 1",
            "touchstone person invite --name N --email n@x.example --role body_staff --body slug --reads-only --json",
            "touchstone person list --json",
            "touchstone person link 1 --json",
            "touchstone person remove 1",
            "touchstone body add --name N --country DE --listed-on 2013-01-01 --json",
            "touchstone scheme check x.toml",
            "touchstone scheme show",
            "touchstone keys rotate",
            "touchstone keys rotate --purpose credentials --lost-key",
            "touchstone keys revoke ID --reason stolen",
            "touchstone keys revoke -ID_ --reason stolen",
            "touchstone keys revoke --reason stolen --ID",
            "touchstone keys list --json",
            "touchstone keys publish",
            "touchstone issuer list --json",
            "touchstone issuer move --public-url https://x",
            "touchstone import x.csv --body slug --dry-run --again --report r.csv --format ndjson --json",
            "touchstone import - --body slug --format csv",
            "touchstone submit x.csv --url https://x --client-id i --client-secret-file f --dry-run --again --json",
            "touchstone submit x.csv --url https://x --no-wait",
            "touchstone template ndjson",
            "touchstone template xlsx --for organisation-certificates --language ja --output x.xlsx",
            "touchstone export results --body slug --format ndjson --output x.ndjson --cursor A",
            "touchstone export results --format csv --separator semicolon",
            "touchstone verify x.pdf --keys did.json",
            "touchstone verify - --keys a.json --keys b.json --status-list r.jwt --status-list s.jwt --json",
            "touchstone dump --again --json",
            "touchstone config show --json",
            "touchstone doctor --live http://127.0.0.1:8080",
        ] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
    }
}
