//! No dependency is one that an advisory warns of. The list is a dated copy of what is known, for machines that cannot
//! ask the `RustSec` database; where one can, `.ci/run` asks it as well.

use std::collections::BTreeMap;
use std::path::Path;

use semver::{Version, VersionReq};

/// What is known of a package.
struct Advisory {
    id: String,
    package: String,
    good: Vec<VersionReq>,
}

impl Advisory {
    fn touches(&self, package: &str, version: &Version) -> bool {
        self.package == package && !self.good.iter().any(|good| good.matches(version))
    }
}

fn advisories() -> Vec<Advisory> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/advisories.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(list).unwrap();
    let rows = reader.deserialize::<(String, String, String, String)>().map(|row| {
        let (id, package, _, good) = row.unwrap();
        let good = good.split("||").filter(|range| !range.trim().is_empty());
        let good = good.map(|range| VersionReq::parse(range).unwrap_or_else(|error| panic!("{id}: {range}: {error}")));
        Advisory { good: good.collect(), id, package }
    });
    rows.collect()
}

fn locked() -> Vec<(String, Version)> {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let lock: toml::Table = lock.parse().unwrap();
    let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
    let packages = lock["package"].as_array().unwrap().iter();
    packages.map(|package| (text(package, "name"), text(package, "version").parse().unwrap())).collect()
}

/// What `deny.toml` says to be of no concern here, with the reason.
fn ignored() -> BTreeMap<String, String> {
    let configuration = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml")).unwrap();
    let configuration: toml::Table = configuration.parse().unwrap();
    let ignored = configuration["advisories"].get("ignore").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |advisory: &toml::Value, key: &str| advisory[key].as_str().unwrap().to_owned();
    ignored.map(|advisory| (text(advisory, "id"), text(advisory, "reason"))).collect()
}

#[test]
fn warn_of_no_dependency_but_with_a_reason() {
    let (advisories, locked, mut ignored) = (advisories(), locked(), ignored());
    assert!(ignored.values().all(|reason| reason.len() > 40), "a reason says why it does not matter: {ignored:?}");
    assert!(advisories.len() > 30 && locked.len() > 100, "{} and {}", advisories.len(), locked.len());
    let touched: Vec<(&str, String)> = advisories
        .iter()
        .flat_map(|advisory| locked.iter().map(move |(name, version)| (advisory, name, version)))
        .filter(|(advisory, name, version)| advisory.touches(name, version))
        .map(|(advisory, name, version)| (advisory.id.as_str(), format!("{}: {name} {version}", advisory.id)))
        .collect();
    let found: Vec<&str> =
        touched.iter().filter(|(id, _)| !ignored.contains_key(*id)).map(|(_, text)| text.as_str()).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    ignored.retain(|id, _| touched.iter().all(|(touching, _)| touching != id));
    assert!(ignored.is_empty(), "deny.toml ignores what touches nothing: {ignored:?}");
}

#[test]
fn are_understood() {
    let advisories = advisories();
    for (package, version, expected) in [
        ("rustybuzz", "0.20.1", &["RUSTSEC-2026-0206"][..]),
        ("ttf-parser", "0.25.1", &["RUSTSEC-2026-0192"]),
        ("rsa", "0.9.6", &["RUSTSEC-2023-0071"]),
        ("h2", "0.3.27", &["RUSTSEC-2026-0258"]),
        ("diesel", "2.3.9", &["RUSTSEC-2026-0172"]),
        ("diesel", "2.3.14", &[]),
        ("aws-lc-sys", "0.13.0", &[]),
    ] {
        let version = version.parse().unwrap();
        let found: Vec<&str> = advisories
            .iter()
            .filter(|advisory| advisory.touches(package, &version))
            .map(|advisory| advisory.id.as_str())
            .collect();
        assert_eq!(found, expected, "{package} {version}");
    }
}
