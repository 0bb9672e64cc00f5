//! The command line: what it prints, for people and for programs, and how it ends.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::support::command::{Ended, Program};
use crate::support::world::{Caller, World, text};
use crate::support::{Service, on_both_engines, scratch};

/// The repository's own file of this name.
fn own(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A format of a later edition, for one qualification.
const FORMAT: &str = "\n[[qualification.format]]\nformat = \"2018\"\nquestion_style = \"multiple choice\"\nquestions = 50\n\
    marks_per_question = 1\npass_mark = 45\nduration_minutes = 60\nbook = \"closed\"\n";

/// The shipped scheme with a later edition, on which sittings from 2020 on are based: data, and no change of code.
fn with_a_later_edition(directory: &Path) -> PathBuf {
    let added = ["format", "edition"].map(|table| {
        format!("[[{table}]]\ncode = \"2018\"\ntitle = \"ISO/IEC 20000-1:2018\"\nsat_from = 2020-01-01\n\n")
    });
    let mut scheme = own("scheme/iso-iec-20000.toml").replacen("[listing]", &format!("{}[listing]", added.concat()), 1);
    for first in ["2012-06-01", "2011-04-01"] {
        let window = format!("sat_from = {first}\n");
        scheme = scheme.replacen(&window, &format!("{window}sat_until = 2019-12-31\n"), 1);
    }
    let mut parts: Vec<String> = scheme.split("[[qualification]]").map(str::to_owned).collect();
    for part in parts.iter_mut().skip(1) {
        part.push_str(FORMAT);
    }
    scheme = parts.join("[[qualification]]").replace("version = \"2026-12\"", "version = \"2027-01\"");
    let file = directory.join("later.toml");
    std::fs::write(&file, scheme).unwrap();
    file
}

on_both_engines! {
    fn clients_and_bodies_are_made_and_listed(service: Service) {
        let program = Program::beside(&service);
        assert!(program.run(&["client", "list"]).done().contains("There is no client yet"));
        assert_eq!(program.run(&["body", "list", "--json"]).json(), json!([]));
        let listing = ["body", "add", "--name", "Prüfstelle Öst", "--country", "AT", "--listed-on", "2013-01-01"];
        let body = program.run(&[&listing[..], &["--json"]].concat()).json();
        assert_eq!((body.as_object().map(serde_json::Map::len), text(&body, "slug")), (Some(2), "prufstelle-ost".to_owned()));
        let listed = program.run(&["body", "list", "--json"]).json();
        assert_eq!((&listed[0]["id"], &listed[0]["status"], &listed[0]["listed_on"]), (&body["id"], &json!("listed"), &json!("2013-01-01")));
        let words = program.run(&[&listing[..4], &["--country", "DE"]].concat());
        assert!(words.done().contains("touchstone client add --name NAME --role body --body"), "{words:?}");

        let added = program.run(&["client", "add", "--name", "N", "--role", "body", "--body", "prufstelle-ost", "--json"]).json();
        assert_eq!(added.as_object().map(serde_json::Map::len), Some(2), "{added}");
        let (id, secret) = (text(&added, "client_id"), text(&added, "client_secret"));
        let clients = program.run(&["client", "list", "--json"]).json();
        assert_eq!((&clients[0]["client_id"], &clients[0]["role"], &clients[0]["body_id"]), (&json!(id), &json!("body"), &body["id"]));
        let shown = program.run(&["client", "list"]);
        assert!(shown.done().contains(&id) && !shown.printed.contains(&secret) && !clients.to_string().contains(&secret));
        let words = program.run(&["client", "add", "--name", "R", "--role", "registrar"]);
        assert!(["client_id", "client_secret", "curl"].iter().all(|word| words.done().contains(word)), "{words:?}");
        program.run(&["client", "remove", &id]).done();
        program.run(&["client", "remove", &id]).refused(&["no such client"]);
        program.run(&["client", "secret", &id, "--json"]).refused(&["no such client"]);
        let keys = program.run(&["keys", "list", "--json"]).json();
        assert_eq!((keys.as_array().map(Vec::len), &keys[0]["standing"]), (Some(1), &json!("signs")));
    }

    fn what_the_registry_refuses_ends_with_one_and_wrong_usage_with_two(service: Service) {
        let program = Program::beside(&service);
        let code = |line: &str| program.run(&line.split(' ').collect::<Vec<_>>());
        for line in [
            "client add --name N --role body", "client add --name N --role body --body nobody --json",
            "client add --name N --role employer --body nobody", "client remove nobody", "client secret nobody",
            "doctor --live http://127.0.0.1:1", "scheme check no-such-file.toml", "--config no-such.toml config show",
            "serve --bind 127.0.0.1:99999", "config show --public-url ftp://x",
        ] {
            let output = code(line);
            assert!(output.code == Some(1) && output.said.starts_with("error: "), "{line}: {output:?}");
            assert!(output.printed.is_empty() && !output.said.contains("Backtrace") && !output.said.contains("panicked"), "{line}: {output:?}");
        }
        for line in [
            "fly", "client", "client add", "client add --name N --role cook", "body add --name N", "serve --nonsense",
            "body add --name N --country XX", "body add --name N --country NL --listed-on yesterday", "keys rotate now", "scheme check",
            "body add --name N --country NL --slug Not_A_Slug", "body add --name N --country NL --website nowhere",
        ] {
            let output = code(line);
            assert!(output.code == Some(2) && output.printed.is_empty() && !output.said.is_empty(), "{line}: {output:?}");
        }
        for line in ["--help", "--version", "serve --help", "client add --help", "help"] {
            assert!(!code(line).done().is_empty(), "{line}");
        }
        assert_eq!(program.run(&[]).code, Some(2));
        assert!(code("serve --help").done().contains("TOUCHSTONE_KEY_ENCRYPTION_KEY"));
    }

    fn another_scheme_takes_effect_without_a_change_of_code(mut service: Service) {
        let file = with_a_later_edition(service.data_directory().parent().unwrap());
        let world = World::new(&service);
        let client = &world.body.caller.client;
        let sit = |day: &str| {
            let person = world.register_candidate(client, &json!({}));
            let result = world.submit_result(client, &person, "foundation", day, 40).expect(201);
            (text(&result, "edition"), text(&result, "outcome"), result["marks_available"].clone())
        };
        let old = ("2011".to_owned(), "pass".to_owned(), json!(40));
        assert_eq!((sit("2019-12-31"), sit("2020-01-01")), (old.clone(), old.clone()));
        service.set("TOUCHSTONE_SCHEME_FILE", &file.display().to_string());
        service.restart();
        let new = ("2018".to_owned(), "fail".to_owned(), json!(50));
        assert_eq!((sit("2019-12-31"), sit("2020-01-01")), (old, new));

        let flag = ["--scheme", &file.display().to_string()];
        let serving = Program::beside(&service).serve(&flag);
        let shown = serving.client().get("/v1/qualifications/foundation").expect(200);
        assert!(shown.to_string().contains("\"2018\""), "{shown}");
        assert_eq!(serving.terminate(), Some(0));
        let words = Program::beside(&service).run(&[&["scheme", "show"], &flag[..]].concat());
        assert!(words.done().contains("2018") && words.printed.contains("2027-01"), "{words:?}");
    }

    fn a_removed_client_and_a_new_one_meet_at_the_running_service(service: Service) {
        let caller = Caller::new(&service, "Coming and going", "registrar", None);
        caller.client.get("/v1/clients").expect(200);
        Program::beside(&service).run(&["client", "remove", &caller.client_id]).done();
        caller.client.get("/v1/clients").expect_problem(401, "invalid_token");
    }
}

fn program() -> (tempfile::TempDir, Program) {
    let directory = scratch::directory("command");
    let program = Program::new(directory.path());
    (directory, program)
}

fn check(text: &str) -> Ended {
    let (directory, program) = program();
    let file = directory.path().join("scheme.toml");
    std::fs::write(&file, text).unwrap();
    program.run(&["scheme", "check", &file.display().to_string()])
}

/// Every mistake in a scheme file is told at once, each with its line.
#[test]
fn a_broken_scheme_is_told_all_its_mistakes() {
    let shipped = own("scheme/iso-iec-20000.toml");
    assert!(check(&shipped).done().contains("has no mistake"));
    let broken = shipped
        .replacen("pass_mark = 26", "pass_mark = 99", 1)
        .replacen("book = \"closed\"", "book = \"lost\"", 1)
        .replacen("{ certification = \"itil_foundation\" }", "{ certification = \"itil_founding\" }", 1)
        .replacen("years = 3", "years = 0", 1)
        .replacen("title = \"Auditor\"", "tittle = \"Auditor\"", 1);
    let output = check(&broken);
    let line = |wanted: &str| {
        let number = broken.lines().position(|line| line.contains(wanted)).unwrap_or_else(|| panic!("no {wanted}")) + 1;
        format!("line {number}: ")
    };
    for wanted in ["pass_mark = 99", "book = \"lost\"", "tittle"] {
        let place = line(wanted);
        assert!(output.said.contains(&place), "{wanted} at {place:?} is not in\n{}", output.said);
    }
    output.refused(&["itil_founding", "years", "tittle"]);
    for junk in ["", "=", "\0", "[[qualification]]"] {
        let output = check(junk);
        assert!(output.code == Some(1) && output.said.contains("line "), "{junk:?}: {output:?}");
    }
}

/// The scheme in words has what people look for.
#[test]
fn the_scheme_is_shown_in_words() {
    let (_directory, program) = program();
    let output = program.run(&["scheme", "show"]);
    for word in
        ["Foundation", "Practitioner", "Auditor", "26", "40", "80", "60", "180", "2011", "2005", "2012-06-01", "ITIL"]
    {
        assert!(output.done().contains(word), "{word} is not in\n{}", output.printed);
    }
}

/// The committed document is the one that the program prints and serves.
#[test]
fn the_committed_document_is_the_one_that_is_printed_and_served() {
    let (_directory, program) = program();
    let printed = program.run(&["openapi"]);
    assert!(printed.done() == own("openapi/touchstone.json"), "cargo run -- openapi > openapi/touchstone.json");
    let document: serde_json::Value = serde_json::from_str(&printed.printed).unwrap();
    assert!(text(&document, "openapi").starts_with("3.1"));
    let serving = program.serve(&[]);
    assert_eq!(serving.client().get("/openapi.json").expect(200), document);
    assert_eq!(serving.terminate(), Some(0));
}
