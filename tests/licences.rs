//! Every dependency's licence fits MIT OR Apache-2.0: it is on the list in `deny.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn of_every_dependency_are_on_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Allowed { of_all, of_some } = allowed(&std::fs::read_to_string(root.join("deny.toml")).unwrap());
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} packages: was the list read?", packages.len());
    let fits_without = |package: &&Value| package["license"].as_str().is_some_and(|licence| fits(licence, &of_all));
    let (mut refused, mut excepted) = (Vec::new(), BTreeSet::new());
    for package in packages.iter().filter(|package| !fits_without(package)) {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or_default());
        let exception = of_some.get(name);
        if exception.is_some_and(|more| fits(licence, &of_all.union(more).cloned().collect())) {
            excepted.insert(name);
        } else {
            refused.push(format!("{name} {}: {licence}", package["version"]));
        }
    }
    assert!(refused.is_empty(), "not on the list in deny.toml:\n{}", refused.join("\n"));
    let idle: Vec<&String> = of_some.keys().filter(|name| !excepted.contains(name.as_str())).collect();
    assert!(idle.is_empty(), "deny.toml has exceptions that nothing needs: {idle:?}");
}

struct Allowed {
    of_all: BTreeSet<String>,
    /// What some packages may have besides, by name.
    of_some: BTreeMap<String, BTreeSet<String>>,
}

fn allowed(configuration: &str) -> Allowed {
    let table: toml::Table = configuration.parse().unwrap();
    let licences = |table: &toml::Table| -> BTreeSet<String> {
        table["allow"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let of_all = table["licenses"].as_table().unwrap();
    let exceptions = of_all.get("exceptions").and_then(toml::Value::as_array).into_iter().flatten();
    let exceptions = exceptions.map(|exception| exception.as_table().unwrap());
    let of_some = exceptions.map(|exception| (exception["crate"].as_str().unwrap().to_owned(), licences(exception)));
    Allowed { of_some: of_some.collect(), of_all: licences(of_all) }
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

#[test]
fn exceptions_are_understood() {
    let Allowed { of_all, of_some } = allowed(
        r#"
        [licenses]
        allow = ["MIT"]
        exceptions = [{ crate = "one", allow = ["MPL-2.0"] }, { crate = "other", allow = ["ISC", "Zlib"] }]
        "#,
    );
    assert!(of_all.contains("MIT") && !of_all.contains("MPL-2.0"));
    assert!(of_some["one"].contains("MPL-2.0") && of_some["other"].len() == 2);
    assert!(allowed("[licenses]\nallow = [\"MIT\"]").of_some.is_empty());
}
