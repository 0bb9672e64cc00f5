//! Every dependency's licence fits MIT OR Apache-2.0: it is on the list in `deny.toml`.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn of_every_dependency_are_on_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed = allowed(&std::fs::read_to_string(root.join("deny.toml")).unwrap());
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} packages: was the list read?", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(|licence| fits(licence, &allowed)))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "not on the list in deny.toml:\n{}", refused.join("\n"));
}

fn allowed(configuration: &str) -> BTreeSet<String> {
    let table: toml::Table = configuration.parse().unwrap();
    let list = table["licenses"]["allow"].as_array().unwrap();
    list.iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// Whether an SPDX expression can be met with the allowed licences alone. The older `MIT/Apache-2.0` means `OR`.
fn fits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (fits, read) = any(&words, allowed);
    fits && read == words.len()
}

/// Reads `a OR b …` from the front: whether it is met, and how many words it took. `OR` binds less than `AND`.
fn any(words: &[&str], allowed: &BTreeSet<String>) -> (bool, usize) {
    let (mut fits, mut read) = all(words, allowed);
    while words.get(read) == Some(&"OR") {
        let (other, length) = all(&words[read + 1..], allowed);
        fits |= other;
        read += 1 + length;
    }
    (fits, read)
}

fn all(words: &[&str], allowed: &BTreeSet<String>) -> (bool, usize) {
    let (mut fits, mut read) = one(words, allowed);
    while words.get(read) == Some(&"AND") {
        let (other, length) = one(&words[read + 1..], allowed);
        fits &= other;
        read += 1 + length;
    }
    (fits, read)
}

/// One licence, an exception to it (which only gives more), or an expression in parentheses.
fn one(words: &[&str], allowed: &BTreeSet<String>) -> (bool, usize) {
    match words.first() {
        Some(&"(") => {
            let (fits, read) = any(&words[1..], allowed);
            (fits, read + 2)
        }
        Some(name) if words.get(1) == Some(&"WITH") => (allowed.contains(*name), 3),
        Some(name) => (allowed.contains(*name), 1),
        None => (false, 0),
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
    for met in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0-only OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
        "GPL-2.0-only AND BSD-2-Clause OR MIT",
    ] {
        assert!(fits(met, &allowed), "{met}");
    }
    for unmet in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND ISC", "MIT Apache-2.0", "(MIT"] {
        assert!(!fits(unmet, &allowed), "{unmet}");
    }
}
