//! Organisation certificates as a body submits them, and what registrars do with them.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::world::text;
use super::{Answer, Client, World};

/// Where they are.
pub const PATH: &str = "/v1/organisation-certificates";

/// The scope statement of an application, unless another is asked for.
pub const STATEMENT: &str = "The service management system for hosting services from Utrecht.";

/// A request that submits a certificate of an organisation that nobody else is, issued on 2020-05-01 for three years, with
/// `overrides` in place of the usual values; null leaves a member out.
pub fn application(overrides: &Value) -> Value {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut application = json!({
        "organisation": {"name": format!("Heather Hosting {number}"), "country": "NL"},
        "number": format!("A-{number}"),
        "edition": "2018",
        "issued_on": "2020-05-01",
        "expires_on": "2023-04-30",
        "sites": [{"locality": "Utrecht", "country": "NL"}],
        "scope_statement": STATEMENT,
    });
    let members = application.as_object_mut().expect("it is an object");
    for (name, value) in overrides.as_object().into_iter().flatten() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    application
}

/// Submits an application and returns its id.
#[track_caller]
pub fn submit(client: &Client, overrides: &Value) -> String {
    text(&client.post(PATH, &application(overrides)).expect(201), "id")
}

/// Takes a step of an application, or of what it became.
pub fn step(client: &Client, id: &str, step: &str, body: &Value) -> Answer {
    client.post(&format!("{PATH}/{id}/{step}"), body)
}

/// Agrees to a scope statement as the registrar.
#[track_caller]
pub fn agree(world: &World, id: &str) -> Value {
    step(&world.registrar.client, id, "scope-reviews", &json!({"agreed": true})).expect(201)
}

/// Does not agree, with these words.
pub fn disagree(world: &World, id: &str, words: &str) -> Answer {
    step(&world.registrar.client, id, "scope-reviews", &json!({"agreed": false, "words": words}))
}

/// Submits an application as the first body and has it published; returns the id.
#[track_caller]
pub fn published(world: &World, overrides: &Value) -> String {
    let id = submit(&world.body.caller.client, overrides);
    agree(world, &id);
    id
}

/// Suspends, reinstates or withdraws (`kind`) as the registrar.
pub fn change(world: &World, id: &str, kind: &str, effective_on: &str, until: Option<&str>) -> Answer {
    let mut change = json!({
        "effective_on": effective_on,
        "reason_code": "surveillance",
        "reason": "The surveillance audit did not take place.",
    });
    if let Some(until) = until {
        change["until"] = json!(until);
    }
    step(&world.registrar.client, id, kind, &change)
}

/// Transfers a certificate as the registrar.
pub fn transfer(world: &World, id: &str, body: &str, number: &str, effective_on: &str) -> Answer {
    let request = json!({
        "body_id": body,
        "number": number,
        "effective_on": effective_on,
        "reason": "The organisation has changed its certification body.",
    });
    step(&world.registrar.client, id, "transfers", &request)
}

/// The certificate as the client is shown it; `query` begins with `?` or is empty.
#[track_caller]
pub fn read(client: &Client, id: &str, query: &str) -> Value {
    client.get(&format!("{PATH}/{id}{query}")).expect(200)
}

/// The history as the client is shown it.
#[track_caller]
pub fn history(client: &Client, id: &str) -> Value {
    client.get(&format!("{PATH}/{id}/history")).expect(200)
}
