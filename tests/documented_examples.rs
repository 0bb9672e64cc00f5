//! The examples of the OpenAPI document are of records that every demonstration has: each operation does what it says when it
//! is sent to one as it is printed, which is what the interactive page does.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use crate::support::Client;
use crate::support::command::Program;
use crate::support::operations::{Operation, all};
use crate::support::scratch;
use crate::support::world::token_for;

/// What cannot be sent as it is printed, and why.
const NOT_AS_PRINTED: [(&str, &str); 19] = [
    ("issue_token", "a client's secret is printed by the demonstration, and is another one each time"),
    ("cancel_result_batch", "the file of the example is done with before anybody can cancel it"),
    ("read_dump", DAILY),
    ("read_dump_file", DAILY),
    ("read_dump_manifest", DAILY),
    ("confirm_certificate", "nothing that a certificate of the demonstration rests on is annulled"),
    ("agree_to_sign_in_link", "nobody waits for a second administrator, who would be another one than the example's"),
    ("end_session", "nobody is signed in when a demonstration begins"),
    ("remove_passkey", "nobody in a demonstration has one"),
    ("renew_certificate", "the scheme that is built in renews no certificate"),
    // A demonstration that had one would write to somebody.
    ("read_webhook_subscription", SUBSCRIBE),
    ("change_webhook_subscription", SUBSCRIBE),
    ("replace_webhook_secret", SUBSCRIBE),
    ("list_webhook_deliveries", SUBSCRIBE),
    ("read_webhook_delivery", SUBSCRIBE),
    ("redeliver_webhook", SUBSCRIBE),
    ("test_webhook", SUBSCRIBE),
    ("remove_webhook_subscription", SUBSCRIBE),
    ("check_credential", "what is checked is a file, which no text is an example of"),
];

const SUBSCRIBE: &str =
    "nobody has subscribed in a demonstration: the id is in the answer to `create_webhook_subscription`";

const DAILY: &str = "the first dump is made a while after the start";

/// What ends something that others need: sent last, in this order.
const LAST: [&str; 14] = [
    "withdraw_document",
    "withdraw_notice",
    "decide_identity_change",
    "withdraw_certificate",
    "withdraw_organisation_certificate",
    "revoke_holder_link",
    "replace_client_secret",
    "remove_client",
    "remove_body_auditor",
    "remove_approved_auditor",
    "withdraw_organisation_application",
    "withdraw_invitation",
    "end_role",
    "remove_person",
];

/// One way to send an operation as it is printed.
struct Printed {
    address: String,
    headers: Vec<(String, String)>,
    body: String,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Fills in what the document prints for the parameters; every one of the address has to have an example.
fn printed(operation: &Operation, document: &Value) -> Vec<Printed> {
    let (mut address, mut query, mut headers) = (operation.template.clone(), Vec::new(), Vec::new());
    for parameter in operation.described["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let example = parameter.get("example").or_else(|| parameter["schema"].get("example"));
        match (parameter["in"].as_str().unwrap(), example) {
            ("path", Some(example)) => address = address.replace(&format!("{{{name}}}"), &text(example)),
            ("query", Some(example)) => query.push((name, text(example))),
            ("header", Some(example)) => headers.push((name.to_owned(), text(example))),
            (_, None) if parameter["required"] == true => panic!("{}: no example for {name}", operation.id),
            _ => {}
        }
    }
    if !query.is_empty() {
        address = format!("{address}?{}", serde_urlencoded::to_string(&query).unwrap());
    }
    let Some(contents) = operation.described["requestBody"]["content"].as_object() else {
        return vec![Printed { address, headers, body: String::new() }];
    };
    let one = |(kind, content): (&String, &Value)| {
        let described = content["schema"]["$ref"].as_str().and_then(|path| document.pointer(&path[1..]));
        let example = content.get("example").or_else(|| described.and_then(|schema| schema.get("example")));
        let example = example.unwrap_or_else(|| panic!("{}: no example of {kind}", operation.id));
        let headers = [headers.clone(), vec![("content-type".to_owned(), kind.clone())]].concat();
        Printed { address: address.clone(), headers, body: text(example) }
    };
    // Workbooks are no text that could be printed.
    contents.iter().filter(|(kind, _)| !kind.contains("spreadsheet")).map(one).collect()
}

fn send(client: &Client, operation: &Operation, printed: &Printed) -> crate::support::Answer {
    let headers: Vec<_> = printed.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.send(&operation.method, &printed.address, &headers, printed.body.as_bytes())
}

/// Waits until a file is done with, and makes sure that every row of it was taken.
fn see_through(client: &Client, batch: &Value) {
    let address = format!("/v1/result-batches/{}", batch["id"].as_str().unwrap());
    for _ in 0..500 {
        let now = client.get(&address).expect(200);
        if now["state"] == "completed" {
            assert_eq!(now["counts"]["pass"], now["rows"], "{now}");
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{address} is not done with");
}

#[test]
fn every_example_does_what_it_says_in_a_demonstration() {
    let directory = scratch::directory("examples");
    let serving = Program::new(directory.path()).serve(&["--demo"]);
    serving.wait_for("# 5. ");
    let (guide, anybody) = (serving.printed(), serving.client());
    let after = |role: &str| -> Client {
        let (_, rest) = guide.split_once(&format!("\n  {role}")).unwrap_or_else(|| panic!("no {role} in {guide}"));
        let word = |mark: &str| rest.split_once(mark).unwrap().1.split_whitespace().next().unwrap().to_owned();
        anybody.with_token(&token_for(&anybody, &word("    id      "), &word("    secret  ")))
    };
    let callers = [anybody.clone(), after("body "), after("registrar")];

    let document = anybody.get("/openapi.json").expect(200);
    let mut operations = all(&anybody);
    let known: BTreeSet<_> = operations.iter().map(|operation| operation.id.clone()).collect();
    for id in NOT_AS_PRINTED.iter().map(|(id, _)| *id).chain(LAST) {
        assert!(known.contains(id), "{id} is no operation");
    }
    operations.retain(|operation| NOT_AS_PRINTED.iter().all(|(id, _)| *id != operation.id));
    operations.sort_by_key(|operation| {
        let last = LAST.iter().position(|id| *id == operation.id).map_or(0, |place| place + 1);
        (last, operation.method != "GET")
    });
    let mut wrong = Vec::new();
    for operation in &operations {
        for printed in printed(operation, &document) {
            let mut said = String::new();
            // Whoever may: what one may not changes nothing.
            let answer = callers[usize::from(operation.is_secured())..].iter().find_map(|caller| {
                let answer = send(caller, operation, &printed);
                said = format!("{said}\n  {answer}");
                ((200..300).contains(&answer.status)).then_some(answer)
            });
            match answer {
                Some(answer) if operation.id == "create_result_batch" => see_through(&callers[1], &answer.json()),
                Some(_) => {}
                None => wrong.push(format!("{} {} {}{said}", operation.id, operation.method, printed.address)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(serving.terminate(), Some(0));
}
