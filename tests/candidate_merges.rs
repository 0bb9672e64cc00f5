//! Two records become one candidate, and two again: whom numbers and names mean, what decisions rest on, what is verified, and
//! who sees what.

mod certificates;
mod records;
mod rows;
mod sight;

use serde_json::{Value, json};

use crate::support::world::{World, candidate, text};
use crate::support::{Answer, Client};

/// A record of a candidate.
struct Person {
    id: String,
    number: String,
}

/// Registers somebody; an empty name is none.
#[track_caller]
fn person(client: &Client, given_names: &str, family_name: &str, more: &Value) -> Person {
    let mut names =
        json!({"given_names": Some(given_names).filter(|name| !name.is_empty()), "family_name": family_name});
    for (member, value) in more.as_object().into_iter().flatten() {
        names[member] = value.clone();
    }
    let registered = client.post("/v1/candidates?confirm_new=true", &candidate(&names)).expect(201);
    Person { id: text(&registered, "id"), number: text(&registered, "number") }
}

fn merge(world: &World, survivor: &str, duplicate: &str) -> Answer {
    let body = json!({"duplicate_id": duplicate, "reason": "One identity card."});
    world.registrar.client.post(&format!("/v1/candidates/{survivor}/merges"), &body)
}

fn separate(world: &World, duplicate: &str) -> Answer {
    let body = json!({"reason": "Two identity cards."});
    world.registrar.client.post(&format!("/v1/candidates/{duplicate}/separations"), &body)
}

#[track_caller]
fn read(client: &Client, id: &str) -> Value {
    client.get(&format!("/v1/candidates/{id}")).expect(200)
}

/// The id of the candidate whom a number and a birth date mean, or with `null` the number alone.
#[track_caller]
fn meant(client: &Client, number: &str, birth_date: &Value) -> Value {
    let asked = json!({"number": number, "birth_date": birth_date});
    client.post("/v1/candidate-searches", &asked).expect(200)["items"][0]["id"].clone()
}
