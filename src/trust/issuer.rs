//! Who issues credentials: the registry under its decentralized identifier, `did:web` (W3C CCG, did:web method), which
//! anybody can resolve with HTTPS alone.

use serde_json::{Value, json};

use super::issuer_keys::IssuerPublicKey;

pub const CREDENTIALS_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";

pub const BADGES_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// What the achievement of a demonstration is tagged with (Open Badges 3.0, `Achievement`).
pub(super) const DEMONSTRATION: &str = "demonstration";

pub fn key_address(did: &str, key_id: &str) -> String {
    format!("{did}#{key_id}")
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    url: String,
    name: String,
    did: String,
    is_demonstration: bool,
}

impl Issuer {
    /// The registry that is reached at `url`, without a slash at the end, and is called `name`.
    pub fn new(url: &str, name: &str) -> Self {
        Self { url: url.to_owned(), name: name.to_owned(), did: did_web(url), is_demonstration: false }
    }

    /// The same under a URL of before, with the identifier that is in what was signed then: one that was made by other
    /// rules stays what it was.
    pub fn on_record(url: &str, did: &str, name: &str) -> Self {
        Self { url: url.to_owned(), name: name.to_owned(), did: did.to_owned(), is_demonstration: false }
    }

    /// The same in a demonstration, whose credentials say that they are about nobody.
    #[must_use]
    pub fn for_demonstration(self) -> Self {
        Self { is_demonstration: true, ..self }
    }

    pub fn is_demonstration(&self) -> bool {
        self.is_demonstration
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether a request for this host (the `Host` of RFC 9110, section 7.2) is for this issuer.
    pub fn is_at(&self, host: &str) -> bool {
        let default = if self.url.starts_with("https:") { ":443" } else { ":80" };
        let own = self.url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        let host = host.strip_suffix(default).unwrap_or(host);
        host.eq_ignore_ascii_case(own)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn did(&self) -> &str {
        &self.did
    }

    /// The address of a key: the identifier of a verification method.
    pub fn key_address(&self, key_id: &str) -> String {
        key_address(&self.did, key_id)
    }

    /// The profile as it stands in credentials (Open Badges 3.0, `Profile`).
    pub fn profile(&self) -> Value {
        json!({"id": self.did, "type": ["Profile"], "name": self.name, "url": self.url})
    }

    /// The DID document (W3C DID Core 1.0): all keys whose signatures are good. A key that no longer signs stays, or
    /// what it signed could not be verified any more.
    pub fn did_document<'a>(&self, keys: impl IntoIterator<Item = &'a IssuerPublicKey>) -> Value {
        let methods: Vec<_> = keys.into_iter().map(|key| self.verification_method(key)).collect();
        let ids: Vec<_> = methods.iter().map(|method| method["id"].clone()).collect();
        json!({
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                "https://w3id.org/security/jwk/v1",
            ],
            "id": self.did,
            "verificationMethod": methods,
            "assertionMethod": ids,
        })
    }

    fn verification_method(&self, key: &IssuerPublicKey) -> Value {
        let id = self.key_address(key.id());
        match key.multibase() {
            Some(multibase) => {
                json!({"id": id, "type": "Multikey", "controller": self.did, "publicKeyMultibase": multibase})
            }
            None => json!({"id": id, "type": "JsonWebKey", "controller": self.did, "publicKeyJwk": self.jwk(key)}),
        }
    }

    /// The JWK set (RFC 7517, section 5). Each `kid` is the one that signatures name.
    pub fn jwks<'a>(&self, keys: impl IntoIterator<Item = &'a IssuerPublicKey>) -> Value {
        json!({"keys": keys.into_iter().map(|key| self.jwk(key)).collect::<Vec<_>>()})
    }

    fn jwk(&self, key: &IssuerPublicKey) -> Value {
        let mut jwk = key.jwk();
        jwk["kid"] = json!(self.key_address(key.id()));
        jwk
    }
}

/// The keys in a DID document or a JWK set, with their addresses. What is of no kind of ours is left out.
pub fn keys_in(document: &Value) -> Vec<(String, IssuerPublicKey)> {
    let list = |member: &str| document.get(member).and_then(Value::as_array).cloned().unwrap_or_default();
    let methods = list("verificationMethod").into_iter().filter_map(|method| {
        let multibase = method.get("publicKeyMultibase").and_then(Value::as_str);
        let key = match multibase {
            Some(multibase) => IssuerPublicKey::from_multibase(multibase),
            None => IssuerPublicKey::from_jwk(method.get("publicKeyJwk")?),
        };
        Some((method.get("id")?.as_str()?.to_owned(), key?))
    });
    let jwks = list("keys").into_iter().filter_map(|jwk| {
        let address = jwk.get("kid")?.as_str()?.to_owned();
        Some((address, IssuerPublicKey::from_jwk(&jwk)?))
    });
    methods.chain(jwks).collect()
}

/// `https://host:port` is `did:web:host%3Aport`. A public URL has no path.
fn did_web(url: &str) -> String {
    let host = url.split_once("://").map_or(url, |(_, host)| host).trim_end_matches('/');
    format!("did:web:{}", host.replace('[', "%5B").replace(']', "%5D").replace(':', "%3A"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::issuer_keys::{Algorithm, IssuerKey};

    #[test]
    fn the_identifier_follows_the_address() {
        for (url, did) in [
            ("https://registry.example", "did:web:registry.example"),
            ("https://[2606:4700::1111]:8443", "did:web:%5B2606%3A4700%3A%3A1111%5D%3A8443"),
            ("http://127.0.0.1:8080", "did:web:127.0.0.1%3A8080"),
        ] {
            assert_eq!(Issuer::new(url, "R").did(), did);
        }
    }

    #[test]
    fn an_issuer_on_record_is_who_it_was() {
        let before = Issuer::on_record("https://registry.example/registry", "did:web:registry.example:registry", "R");
        assert!(before.is_at("registry.example") && before.is_at("registry.example:443") && !before.is_at("registry"));
        let key = IssuerKey::generate(Algorithm::ALL[0]).unwrap().public().clone();
        let document = before.did_document([&key]);
        assert_eq!(document["id"], "did:web:registry.example:registry");
        assert_eq!(keys_in(&document)[0].0, format!("did:web:registry.example:registry#{}", key.id()));
    }

    #[test]
    fn published_keys_are_found_again_and_are_public() {
        let issuer = Issuer::new("https://registry.example", "R");
        let keys = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap().public().clone());
        for document in [issuer.did_document(&keys), issuer.jwks(&keys)] {
            let found = keys_in(&document);
            assert_eq!(found.len(), keys.len());
            for (key, (address, found)) in keys.iter().zip(found) {
                assert_eq!((issuer.key_address(key.id()), key), (address, &found));
            }
            for private in ["\"d\"", "\"p\"", "\"q\""] {
                assert!(!document.to_string().contains(private));
            }
        }
        assert!(keys_in(&json!({"keys": [{"kid": "a"}, 1], "verificationMethod": {}})).is_empty());
    }
}
