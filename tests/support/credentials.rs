//! Credentials and status lists, as a stranger reads them.

use std::collections::BTreeSet;

use serde_json::Value;
use touchstone::trust::credential::Claims;
use touchstone::trust::issuer::keys_in;
use touchstone::trust::signatures::SignedDocument;
use touchstone::trust::status_list::{Purpose, StatusList};

use super::world::World;
use super::{Answer, Client};

/// The address of a certificate's credential.
pub fn path(number: &str) -> String {
    format!("/v1/certificates/{number}/credential")
}

/// The credential as a JSON Web Signature.
#[track_caller]
pub fn jws(client: &Client, number: &str) -> String {
    let answer = client.get(&path(number));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/vc+jwt"), "{answer}");
    answer.text()
}

/// The credential as JSON with a proof.
#[track_caller]
pub fn document(client: &Client, number: &str) -> String {
    let answer = client.with_header("accept", "application/json").get(&path(number));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{answer}");
    answer.text()
}

/// A signed text taken apart, once its signature is found good by the keys that the DID document has now.
fn good(world: &World, text: &str) -> Option<SignedDocument> {
    let signed = SignedDocument::parse(text).ok()?;
    let did: Value = world.public.get("/.well-known/did.json").expect(200);
    let (_, key) = keys_in(&did).into_iter().find(|(address, _)| *address == signed.key_address)?;
    signed.is_signed_by(&key).then_some(signed)
}

/// What a credential says whose signature is good.
pub fn verified(world: &World, text: &str) -> Option<Claims> {
    Claims::read(&good(world, text)?.document)
}

/// The purposes for which the bits of a credential are set now, read from the lists that it names.
pub fn set_bits(world: &World, claims: &Claims) -> BTreeSet<&'static str> {
    let is_set = |(purpose, address, index): &(Purpose, String, u32)| {
        let list = status_list(world, address.split_once("/v1/").expect("an address of ours").1);
        assert_eq!((&list.address, list.purpose), (address, *purpose));
        list.bits.get(*index).expect("the index lies in the list")
    };
    claims.status.iter().filter(|entry| is_set(entry)).map(|(purpose, ..)| purpose.as_str()).collect()
}

/// A status list below `/v1/`, whose signature must be good.
#[track_caller]
pub fn status_list(world: &World, path: &str) -> StatusList {
    let text = world.public.get(&format!("/v1/{path}")).text();
    let signed = good(world, &text).unwrap_or_else(|| panic!("its signature is not good: {text}"));
    StatusList::read(&signed.document).expect("it is a status list")
}

/// Presents a file for a check.
pub fn present(world: &World, file: &[u8]) -> Answer {
    world.public.send("POST", "/v1/credential-checks", &[("content-type", "application/octet-stream")], file)
}

/// What is found about a file, whether it is valid, and the status of its certificate.
#[track_caller]
pub fn found(world: &World, file: &[u8]) -> (String, bool, Option<String>) {
    let answer = present(world, file).expect(200);
    let status = answer["verification"]["status"].as_str().map(str::to_owned);
    (super::world::text(&answer, "finding"), answer["valid"].as_bool().expect("a truth value"), status)
}

/// The PDF of a certificate.
#[track_caller]
pub fn pdf(client: &Client, number: &str) -> Vec<u8> {
    let answer = client.get(&format!("/v1/certificates/{number}/pdf"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/pdf"), "{answer}");
    answer.body
}
