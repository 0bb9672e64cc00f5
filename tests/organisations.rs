//! Organisations: their records, what looks like one, and what registrars make of it.

mod duplicates;
mod merging;
mod records;

use serde_json::{Value, json};

use crate::support::world::text;
use crate::support::{Answer, Client, World};

/// Registers an organisation with these members beside a name and a country.
#[track_caller]
fn register(client: &Client, name: &str, country: &str, more: &Value) -> Value {
    let mut body = json!({"name": name, "country": country});
    for (member, value) in more.as_object().into_iter().flatten() {
        body[member] = value.clone();
    }
    client.post("/v1/organisations", &body).expect(201)
}

/// The same as the registrar; its id.
#[track_caller]
fn registered(world: &World, name: &str, country: &str) -> String {
    text(&register(&world.registrar.client, name, country, &Value::Null), "id")
}

fn merge(world: &World, survivor: &str, duplicate: &str) -> Answer {
    let body = json!({"duplicate_id": duplicate, "reason": "The register has one entry."});
    world.registrar.client.post(&format!("/v1/organisations/{survivor}/merges"), &body)
}

fn separate(world: &World, duplicate: &str) -> Answer {
    let body = json!({"reason": "The register has two entries."});
    world.registrar.client.post(&format!("/v1/organisations/{duplicate}/separations"), &body)
}

fn distinguish(world: &World, one: &str, other: &str) -> Answer {
    let body = json!({"organisation_ids": [one, other], "reason": "Mother and daughter."});
    world.registrar.client.post("/v1/organisation-distinctions", &body)
}

/// The pairs that look like one: the ids of the two, and the codes of the reasons.
#[track_caller]
fn pairs(world: &World, query: &str) -> Vec<(String, String, Vec<String>)> {
    let list = world.registrar.client.get(&format!("/v1/organisation-duplicates{query}")).expect(200);
    let pair = |pair: &Value| {
        let reasons = pair["reasons"].as_array().unwrap().iter().map(|reason| text(reason, "code")).collect();
        (text(&pair["organisations"][0], "id"), text(&pair["organisations"][1], "id"), reasons)
    };
    list["items"].as_array().unwrap().iter().map(pair).collect()
}

/// The id of the organisation that an id or slug leads to, as the registrar sees it.
#[track_caller]
fn leads_to(world: &World, id_or_slug: &str) -> String {
    let answer = world.registrar.client.get(&format!("/v1/organisations/{id_or_slug}"));
    let id = text(&answer.expect(200), "id");
    assert_eq!(answer.header("content-location"), format!("/v1/organisations/{id}"), "{answer}");
    id
}
