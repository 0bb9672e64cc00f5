//! Holder's links in tests: issued by the API, and opened as a page opens them.

use serde_json::{Value, json};
use touchstone::error::Error;
use touchstone::registry::Registry;
use touchstone::registry::holder_links::{self, HeldCertificate};
use touchstone::secret::Secret;

use super::Client;
use super::steps::certificate_of;
use super::world::{World, text};

/// A certificate of the first body, held by Ada Lovelace: the candidate, the number, and the address of its links.
pub fn certified(world: &World) -> (String, String, String) {
    let (candidate, passed) = world.certified_candidate(&json!({"given_names": "Ada", "family_name": "Lovelace"}));
    let number = certificate_of(&passed);
    let links = format!("/v1/certificates/{number}/holder-links");
    (candidate, number, links)
}

/// Issues a link: its address at the API, and its token.
pub fn issue(client: &Client, links: &str) -> (String, Secret) {
    let issued = client.post(links, &json!({})).expect(201);
    (format!("{links}/{}", text(&issued, "id")), token_of(&issued))
}

/// The token of a link that was just issued.
pub fn token_of(issued: &Value) -> Secret {
    let url = text(issued, "url");
    let (_, token) = url.split_once("/holder/").expect("the address has a token");
    Secret::new(token)
}

/// Opens a link.
pub fn open(registry: &Registry, token: &Secret) -> Result<HeldCertificate, Error> {
    registry.read(None, |work| holder_links::open(work, token))
}

/// Opens a link as a browser does: who brings the session along from then on, and the address of the page.
#[track_caller]
pub fn open_page(client: &Client, path: &str) -> (Client, String) {
    let answer = client.get(path);
    assert_eq!(answer.status, 303, "{answer}");
    let (cookie, _) = answer.header("set-cookie").split_once(';').expect("there is a session");
    (client.with_header("cookie", cookie), answer.header("location").to_owned())
}
