//! PostgreSQL's own programs: where they are, and how they are told which database.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where packages put them, a folder for each version: its parent, what its name begins with, and what is inside of it.
const PACKAGED: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql", "bin"),
    ("/usr/local/opt", "postgresql", "bin"),
];

/// The program of this name that fits a server of this version: of the same one, or of the next later one that is there, in
/// `PATH`, where `pg_config` says, or where packages put it.
///
/// # Errors
/// That there is none, and what to install.
pub(super) fn find(name: &str, server: u32) -> Result<PathBuf, String> {
    let found = all(name)?;
    let fitting = found.iter().filter(|(_, version)| *version >= server).min_by_key(|(_, version)| *version);
    fitting.map(|(program, _)| program.clone()).ok_or_else(|| {
        let older: Vec<_> =
            found.iter().map(|(program, version)| format!("{} ({version})", program.display())).collect();
        format!(
            "{} is older than the server, which is {server}\n\
             Install PostgreSQL's client programs of version {server} (Debian: postgresql-client-{server}).",
            older.join(", ")
        )
    })
}

/// The newest program of this name: it reads what all others have written.
///
/// # Errors
/// That there is none, and what to install.
pub(super) fn newest(name: &str) -> Result<PathBuf, String> {
    Ok(all(name)?.into_iter().max_by_key(|(_, version)| *version).map(|(program, _)| program).unwrap_or_default())
}

/// The programs of this name with their versions: one at least.
fn all(name: &str) -> Result<Vec<(PathBuf, u32)>, String> {
    let programs = places().into_iter().map(|place| place.join(name));
    let found: Vec<_> = programs.filter_map(|program| version(&program).map(|version| (program, version))).collect();
    if found.is_empty() {
        return Err(format!(
            "the program {name} is not found, in PATH or where packages put it\n\
             Install PostgreSQL's client programs (Debian: postgresql-client), or name their folder in PATH."
        ));
    }
    Ok(found)
}

fn places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").stdin(Stdio::null()).stderr(Stdio::null()).output() {
        places.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    for (parent, prefix, inner) in PACKAGED {
        let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
        let mut found: Vec<(u32, PathBuf)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                let digits = name.strip_prefix(prefix)?.trim_start_matches('@').to_owned();
                Some((digits.parse().ok()?, entry.path().join(inner)))
            })
            .collect();
        found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        places.extend(found.into_iter().map(|(_, place)| place));
    }
    places
}

/// The major version of a program, as in `pg_dump (PostgreSQL) 15.18`.
fn version(program: &Path) -> Option<u32> {
    if !program.is_file() {
        return None;
    }
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = text.split_once("(PostgreSQL) ")?.1;
    number.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}
