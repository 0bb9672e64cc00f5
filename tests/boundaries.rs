//! Who may import whom, read from the sources; see ARCHITECTURE.md for the reasons.

mod circles;
mod source;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use source::{first_names, tokens, without_comments_and_strings, words};

/// The faces: they call the registry, and nobody calls them.
const FACES: &[&str] = &["api", "web", "cli"];
/// Everything else of ours that stands directly under `src/`.
const INNER: &[&str] = &[
    "auth",
    "clock",
    "config",
    "entropy",
    "error",
    "http",
    "ids",
    "input",
    "intake",
    "messages",
    "outbound",
    "pdf",
    "registry",
    "scheme",
    "secret",
    "server",
    "store",
    "supervision",
    "tabular",
    "telemetry",
    "trust",
    "webhooks",
];
/// A file longer than this does more than one thing.
const LONGEST: usize = 350;

/// What a module may import; `None` where only [`refused`]'s general rules hold.
fn allowed(module: &str) -> Option<&'static [&'static str]> {
    match module {
        "scheme" => Some(&["ids", "clock"]),
        // `messages`: what templates say is read as pages are.
        "tabular" => Some(&["scheme", "error", "input", "messages"]),
        "store" => Some(&["scheme", "ids", "clock", "error", "config", "auth", "tabular"]),
        "input" => Some(&["scheme", "error"]),
        // `input`: a file is read in the registry, long before a face sees it.
        // `tabular`: files are read here, and the report of one is written along with the records it tells of, row by row.
        "registry" => Some(&[
            "scheme", "store", "trust", "auth", "ids", "clock", "entropy", "error", "secret", "config", "outbound",
            "input", "tabular", "pdf",
        ]),
        "outbound" => Some(&["scheme"]),
        // `scheme`: the tests hold its words against the messages.
        "messages" => Some(&["clock", "scheme"]),
        "pdf" => Some(&["clock", "messages"]),
        // `pdf`: a credential that is presented may be inside one. `messages`: it is drawn in a language.
        "trust" => Some(&["pdf", "messages", "ids", "clock", "error", "secret"]),
        "webhooks" => {
            Some(&["registry", "outbound", "trust", "http", "config", "ids", "clock", "error", "supervision"])
        }
        _ => None,
    }
}

/// Why `module` may not import `imported`, if it may not.
fn refused(module: &str, imported: &str) -> Option<&'static str> {
    if module == imported {
        return None;
    }
    if allowed(module).is_some_and(|list| !list.contains(&imported)) {
        return Some("is not on the list of what it may import");
    }
    if imported == "*" {
        return Some("imports everything at once, which hides what it needs");
    }
    let is_face = FACES.contains(&module);
    if is_face && imported == "store" {
        return Some("is a face: it asks the registry, never the store");
    }
    let serves = module == "server" && matches!(imported, "api" | "web");
    let prints_the_document = module == "cli" && imported == "api";
    if FACES.contains(&imported) && module != "main" && !serves && !prints_the_document {
        return Some("imports a face");
    }
    None
}

/// Why `module` may not use an external crate, if it may not.
fn refused_crate(module: &str, name: &str) -> Option<&'static str> {
    let is = |prefix: &str| name == prefix || name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('_'));
    if module != "store" && is("diesel") {
        return Some("diesel lives in the store and nowhere else");
    }
    if !matches!(module, "outbound" | "cli") && (is("ureq") || is("rustls")) {
        return Some("others are called from `outbound`, which vets where to, and from the command line");
    }
    if module != "pdf" && (is("krilla") || is("harfrust") || is("skrifa") || is("fast_qr")) {
        return Some("paper is drawn in `pdf` and nowhere else");
    }
    if module == "scheme" && (is("actix") || is("utoipa")) {
        return Some("the scheme is pure: no HTTP, no OpenAPI");
    }
    None
}

#[test]
fn modules_import_only_what_they_may() {
    let mut problems = Vec::new();
    for file in sources() {
        let (path, text) = (module_path(&file), std::fs::read_to_string(&file).unwrap());
        let module = path.first().map_or("lib", String::as_str).to_owned();
        let code = without_comments_and_strings(&text);
        for imported in imports(&code, path.len()) {
            if let Some(reason) = refused(&module, &imported) {
                problems.push(format!("{}: {module} → {imported}: {reason}", file.display()));
            }
        }
        for name in words(&code).into_iter().collect::<BTreeSet<_>>() {
            if let Some(reason) = refused_crate(&module, name) {
                problems.push(format!("{}: {name}: {reason}", file.display()));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn every_module_has_its_place() {
    let known: BTreeSet<&str> = FACES.iter().chain(INNER).copied().chain(["main"]).collect();
    for file in sources() {
        if let Some(module) = module_path(&file).first() {
            assert!(known.contains(module.as_str()), "say in {} what {module} may import", file!());
        }
    }
}

#[test]
fn no_files_take_names_from_one_another_in_a_circle() {
    let files: Vec<_> = sources().into_iter().filter(|file| !file.ends_with("src/main.rs")).collect();
    let texts: Vec<_> = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let name = |file: &Path| file.strip_prefix(root().join("src")).unwrap().to_str().unwrap().to_owned();
    let arrows =
        circles::arrows(files.iter().zip(&texts).map(|(file, text)| (name(file), module_path(file), text.as_str())));
    let mut found = String::new();
    for circle in circles::circles(&arrows) {
        found.push_str("\na circle: let what the files need of one another stand below them\n");
        let inside = |file: &str| circle.contains(file);
        for ((from, to), names) in arrows.iter().filter(|((from, to), _)| inside(from) && inside(to)) {
            writeln!(found, "  {from} → {to}: {}", names.iter().cloned().collect::<Vec<_>>().join(", ")).unwrap();
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn files_stay_short() {
    // The lists of tables and of problems are as long as there are any: they are data, each in one place.
    let is_list =
        |file: &PathBuf| ["store/schema.rs", "http/problem_catalogue.rs"].iter().any(|list| file.ends_with(list));
    for file in sources().into_iter().filter(|file| !is_list(file)) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines of at most {LONGEST}", file.display());
    }
}

#[test]
fn migrations_have_the_same_names_on_both_engines() {
    let migrations = |engine: &str| -> BTreeSet<String> {
        let directory = root().join("migrations").join(engine);
        let entries = std::fs::read_dir(&directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
    for (engine, name) in sqlite.iter().flat_map(|name| [("sqlite", name), ("postgres", name)]) {
        for script in ["up.sql", "down.sql"] {
            let path = root().join("migrations").join(engine).join(name).join(script);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let (mut files, mut directories) = (Vec::new(), vec![root().join("src")]);
    while let Some(directory) = directories.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty());
    files.sort();
    files
}

/// `src/store/rows/mod.rs` is `[store, rows]`; `src/lib.rs` is the root, with an empty path.
fn module_path(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(root().join("src")).unwrap().with_extension("");
    let mut path: Vec<String> = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if path.last().is_some_and(|last| last == "mod") || path == ["lib"] {
        path.pop();
    }
    path
}

/// The modules of ours that a file at this depth names, in a `use` or in the midst of an expression.
fn imports(code: &str, depth: usize) -> BTreeSet<String> {
    let tokens = tokens(code);
    let mut found = BTreeSet::new();
    for (index, token) in tokens.iter().enumerate() {
        let continues = index > 0 && tokens[index - 1] == "::";
        if continues || tokens.get(index + 1) != Some(&"::") {
            continue;
        }
        match *token {
            "crate" | "touchstone" => first_names(&tokens[index + 2..], &mut found),
            "super" => {
                let supers = tokens[index..].chunks(2).take_while(|pair| *pair == ["super", "::"]).count();
                let mut names = BTreeSet::new();
                first_names(&tokens[index + 2 * supers..], &mut names);
                // A module inside a file reaches the root one step later, so names alone tell.
                let ours = |name: &String| FACES.contains(&name.as_str()) || INNER.contains(&name.as_str());
                found.extend(names.into_iter().filter(|name| supers >= depth && ours(name)));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports_of(source: &str, depth: usize) -> Vec<String> {
        imports(&without_comments_and_strings(source), depth).into_iter().collect()
    }

    #[test]
    fn finds_imports_in_every_spelling() {
        assert_eq!(imports_of("use crate::store::Pool;", 1), ["store"]);
        assert_eq!(
            imports_of("use crate::{store::{self, rows::{A, B}}, ids::*, clock};", 1),
            ["clock", "ids", "store"]
        );
        assert_eq!(
            imports_of("pub(in crate::api) fn f() -> crate::error::Error { crate :: trust :: g() }", 1).len(),
            3
        );
        assert_eq!(imports_of("use crate::*;", 1), ["*"]);
        assert_eq!(imports_of("use touchstone::cli;", 1), ["cli"]);
        assert_eq!(imports_of("use super::store; use super::Other;", 1), ["store"]);
        assert_eq!(imports_of("use super::super::{web::page, api};", 2), ["api", "web"]);
        assert_eq!(imports_of("use super::store;", 2), Vec::<String>::new());
        assert_eq!(imports_of("use other::crate_of::store; $crate::ids::x!()", 1), ["ids"]);
    }

    #[test]
    fn leaves_comments_and_strings_out() {
        assert_eq!(imports_of("// use crate::store;\n/* crate::web /* */ crate::api */", 1), Vec::<String>::new());
        assert_eq!(imports_of(r##""crate::api \" crate::web" r#"" crate::cli"# '"' crate::ids::X '"'"##, 1), ["ids"]);
        assert_eq!(imports_of(r"fn f<'a>(x: &'a str) -> crate::error::Error { '\'' ; '\u{22}' }", 1), ["error"]);
    }

    #[test]
    fn refuses_what_the_architecture_refuses() {
        for (module, imported) in [
            ("scheme", "error"),
            ("store", "registry"),
            ("registry", "http"),
            ("http", "api"),
            ("http", "web"),
            ("registry", "api"),
            ("api", "store"),
            ("cli", "store"),
            ("cli", "web"),
            ("web", "api"),
            ("auth", "web"),
            ("lib", "*"),
            ("webhooks", "store"),
            ("webhooks", "api"),
            ("outbound", "registry"),
        ] {
            assert!(refused(module, imported).is_some(), "{module} → {imported}");
        }
        for (module, imported) in
            [("scheme", "clock"), ("scheme", "scheme"), ("api", "registry"), ("server", "web"), ("main", "cli")]
        {
            assert_eq!(refused(module, imported), None, "{module} → {imported}");
        }
        assert!(refused_crate("registry", "diesel").is_some());
        assert!(refused_crate("api", "diesel_migrations").is_some());
        assert!(refused_crate("scheme", "actix_web").is_some());
        assert!(refused_crate("scheme", "utoipa").is_some());
        assert!(refused_crate("registry", "ureq").is_some());
        assert_eq!(refused_crate("outbound", "ureq"), None);
        assert_eq!(refused_crate("store", "diesel"), None);
        assert_eq!(refused_crate("web", "dieselpunk"), None);
    }
}
