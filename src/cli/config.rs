//! `touchstone config …`

use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::output::{has_colour, say, say_json};
use crate::config::{Row, Settings};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show every setting, its value, where it came from, and what it is for
    Show {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(command: &Command, settings: &Settings) -> Result<(), Failure> {
    let Command::Show { json } = command;
    let rows = settings.show();
    if *json {
        let rows = rows.iter().map(|row| {
            json!({
                "key": row.key,
                "variable": row.variable,
                "value": row.value,
                "origin": row.origin.to_string(),
                "help": row.help,
            })
        });
        return say_json(&rows.collect::<Vec<_>>());
    }
    say(&rows.iter().map(|row| describe(row, has_colour())).collect::<Vec<_>>().join("\n"))
}

fn describe(row: &Row, in_colour: bool) -> String {
    let (bold, dim, plain) = if in_colour { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    let value = if row.value.is_empty() { "(nothing)" } else { &row.value };
    format!(
        "{bold}{:<26}{plain}{value}  {dim}[{}]{plain}\n{dim}{:26}{} {}{plain}",
        row.key, row.origin, "", row.variable, row.help
    )
}
