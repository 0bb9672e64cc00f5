//! What a newcomer pastes works: the five commands of the demonstration, and those of the README.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::command::Program;
use crate::support::credentials::{document, pdf};
use crate::support::scratch;
use crate::support::service::clean_command;
use crate::support::world::token_for;

/// Whether what is pasted can be run here; a line says so when it cannot.
fn has_curl() -> bool {
    let found = Command::new("curl").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let is_there = found.is_ok_and(|status| status.success());
    if !is_there {
        eprintln!("SKIPPED: the commands of the guide: there is no curl here");
    }
    is_there
}

/// What a script prints, run by a plain shell that stops at the first failure.
fn shell(script: &str, directory: &Path, path: &str) -> String {
    let mut command = Command::new("sh");
    command.args(["-eu", "-c", script]).current_dir(directory).stdin(Stdio::null()).env("PATH", path);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    let output = command.output().expect("sh can be started");
    assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

fn usual_path() -> String {
    std::env::var("PATH").unwrap_or_default()
}

/// The demonstration prints a client of each role and five commands; all of them work, and one is refused with the
/// reason. When it ends, nothing is left behind.
#[test]
fn the_five_commands_work_as_they_are_printed() {
    let directory = scratch::directory("demonstration");
    let temporary = directory.path().join("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let elsewhere = "postgres://nobody@127.0.0.1:1/none";
    let program =
        Program::new(directory.path()).set("TMPDIR", &temporary.display().to_string()).set("DATABASE_URL", elsewhere);
    let serving = program.serve(&["--demo"]);
    serving.wait_for("# 5. ");
    serving.wait_for("\"marks\": 52");
    let guide = loop {
        let printed = serving.printed();
        if printed.matches("}'").count() == 2 {
            break printed;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    for role in ["registrar", "body ", "training ", "employer"] {
        assert!(guide.lines().any(|line| line.trim_start().starts_with(role)), "{role} is not in\n{guide}");
    }
    assert_eq!(guide.matches("    secret  ").count(), 4, "{guide}");
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1, "its folder is a temporary one");

    if has_curl() {
        let pasted = guide.split_once("# 1. ").expect("it begins with the first").1;
        let commands: Vec<&str> = pasted.split("\n# ").map(|part| part.split_once('\n').unwrap().1.trim()).collect();
        assert_eq!(commands.len(), 5, "{commands:?}");
        let script = commands.join("\nprintf '\\n@@@\\n'\n");
        let printed = shell(&script, directory.path(), &usual_path());
        let answers: Vec<&str> = printed.split("@@@").map(str::trim).collect();
        assert!(answers.len() == 5 && answers[0].split('.').count() == 3, "the first shows the token: {printed}");
        let answer = |number: usize| -> Value {
            serde_json::from_str(answers[number]).unwrap_or_else(|error| panic!("{error}: {printed}"))
        };
        assert_eq!((&answer(1)["status"], answer(1)["holder"].is_object()), (&"valid".into(), true), "{printed}");
        assert_eq!(answer(2)["eligible"], true, "{printed}");
        assert_eq!(
            (&answer(3)["outcome"], answer(3)["certificate"]["number"].is_string()),
            (&"pass".into(), true),
            "{printed}"
        );
        let refused = answer(4);
        assert_eq!((&refused["status"], &refused["code"]), (&422.into(), &"not_eligible".into()), "{printed}");
        assert_eq!(refused["assessment"]["eligible"], false);
        assert!(
            refused["assessment"]["unmet"].as_array().is_some_and(|unmet| !unmet.is_empty()),
            "it says why: {refused}"
        );
    }
    assert_eq!(serving.terminate(), Some(0));
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "nothing is left behind");
    assert!(!directory.path().join("data").exists());
}

/// On every page, in the credential and on its paper, so that nobody takes what is invented for something real.
#[test]
fn a_demonstration_says_everywhere_that_it_is_one() {
    let directory = scratch::directory("demonstration-said");
    let serving = Program::new(directory.path()).serve(&["--demo"]);
    serving.wait_for("# 5. ");
    let (guide, client) = (serving.printed(), serving.client());
    for (language, words) in [
        ("en", "Demonstration: all records here are invented"),
        ("de", "Demonstration: Alle Einträge hier sind erfunden"),
        ("fr", "Démonstration"),
        ("es", "Demostración"),
        ("ja", "デモンストレーション"),
    ] {
        for path in ["/", "/verify", "/bodies", "/statistics", "/imprint", "/nowhere/at/all"] {
            let page = client.with_header("accept", "text/html").get(&format!("{path}?lang={language}")).text();
            let (_, strip) = page.split_once("<aside class=\"strip\">").unwrap_or_else(|| panic!("{path}: {page}"));
            assert!(strip.starts_with(words), "{path}: {strip}");
        }
    }
    assert!(client.get("/problems").text().contains("class=\"strip\""));
    assert!(
        client.get("/docs/").text().contains("<aside class=\"strip\">Demonstration: all records here are invented")
    );
    let after = |mark: &str| guide.split_once(mark).unwrap().1.split_whitespace().next().unwrap().to_owned();
    let number = after("for example ").trim_end_matches('.').to_owned();
    let registrar = client.with_token(&token_for(&client, &after("    id      "), &after("    secret  ")));
    let credential: Value = serde_json::from_str(&document(&registrar, &number)).unwrap();
    assert_eq!(credential["credentialSubject"]["achievement"]["tag"], serde_json::json!(["demonstration"]));
    let paper = pdf(&registrar, &number);
    let checked = client
        .send("POST", "/v1/credential-checks", &[("content-type", "application/octet-stream")], &paper)
        .expect(200);
    assert_eq!(checked["finding"], "genuine", "what it signed is its own: {checked}");
}

/// The way from a clean clone to an accepted result, as the README has it.
#[test]
fn the_commands_of_the_readme_work_as_they_are_written() {
    if !has_curl() {
        return;
    }
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let commands = |title: &str| {
        let section = readme.split_once(title).expect("the section is there").1;
        let section = section.split_once("\n## ").expect("another one follows").0;
        let blocks = section.split("```").skip(1).step_by(2);
        blocks.map(|block| block.strip_prefix("sh\n").expect("for a shell").to_owned()).collect::<Vec<_>>()
    };
    let blocks = [commands("## Your own registry"), commands("## The public directory")].concat();
    let (settings, arguments) = blocks[0].trim().split_once("touchstone serve").expect("it begins with a registry");
    let (name, value) = settings.trim().split_once('=').expect("with a network for webhooks");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();

    let directory = scratch::directory("readme");
    // The data directory that the commands find by themselves, as they do for whoever pastes them.
    let serving =
        Program::new(directory.path()).set("TOUCHSTONE_DATA_DIRECTORY", "").set(name, value).serve(&arguments);
    let binary = Path::new(clean_command().get_program()).parent().unwrap().display().to_string();
    let script = blocks[1..].join("printf '\\n@@@\\n'\n").replace("http://127.0.0.1:8080", &serving.client().base());
    let printed = shell(&script, directory.path(), &format!("{binary}:{}", usual_path()));
    for wanted in ["\"not_eligible\"", "\"eligible\":true", "\"outcome\":\"pass\"", "\"status\":\"valid\"", "\"Nowak\""]
    {
        assert!(printed.contains(wanted), "{wanted} is not in\n{printed}");
    }
    let directory = &printed[printed.find("\"scope_statement\":\"Everything.\"").expect("an application")..];
    for wanted in [
        "\"state\":\"published\"",
        "\"slug\":\"muller-sohne-rechenzentren\"",
        "Rechenzentren,",
        "certificate published",
    ] {
        assert!(directory.contains(wanted), "{wanted} is not in\n{directory}");
    }
    assert!(printed.contains("too_few_auditors"), "the body was listed by the operator, without auditors: {printed}");
    let refused = printed.find("\"not_eligible\"").unwrap();
    assert!(refused < printed.find("\"outcome\":\"pass\"").unwrap(), "first refused, then accepted: {printed}");
    assert_eq!(serving.terminate(), Some(0));
}
