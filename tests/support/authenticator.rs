//! A device that keeps one passkey (ES256), with the browser in front of it: what `navigator.credentials` answers, and what
//! a dishonest one might.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const CAN_BE_BACKED_UP: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const HAS_KEY: u8 = 1 << 6;

/// What a device or a browser does that it must not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// The page is of this origin.
    Origin(&'static str),
    /// The passkey is for this host.
    RelyingParty(&'static str),
    NotVerified,
    NotPresent,
    /// It says not to be able to be backed up, and to be.
    ImpossibleBackup,
    /// The counter is what it was when the passkey was made.
    CounterBack,
    OtherChallenge,
    /// Another key has signed.
    OtherKey,
    /// The device answers to the other question: used where it was to be made, made where it was to be used.
    OtherCeremony,
    /// The type of the credential.
    CredentialType,
    /// The page is inside a page of another origin.
    CrossOrigin,
    /// The same, said by the name of that origin alone.
    TopOrigin,
    /// The passkey's id, as the browser says it, is another one.
    OtherId,
    /// A new passkey's id has so many bytes.
    IdOfLength(usize),
    NoUserHandle,
    OtherUserHandle,
    /// A new passkey comes with a statement of this form.
    Attestation(&'static str),
    /// A new key is no point of the curve.
    KeyOffTheCurve,
}

pub struct Authenticator {
    origin: String,
    key: EcdsaKeyPair,
    id: Vec<u8>,
    /// Whose the passkey is, as the service said when it was made.
    user_handle: Vec<u8>,
    /// How often it was used; `None` for one that does not count, as those in password managers do not.
    counter: Option<u32>,
    can_be_backed_up: bool,
    pub is_backed_up: bool,
    pub misbehaves: Option<Misbehaviour>,
}

impl Authenticator {
    /// A device without a passkey, as a security key is: it counts, and keeps to itself. It is used on pages of `origin`,
    /// such as `https://example.org`.
    pub fn new(origin: &str) -> Self {
        let key = new_key();
        let id = sha256(key.public_key().as_ref())[..16].to_vec();
        Self {
            origin: origin.to_owned(),
            key,
            id,
            user_handle: Vec::new(),
            counter: Some(0),
            can_be_backed_up: false,
            is_backed_up: false,
            misbehaves: None,
        }
    }

    /// A password manager, which does not count, and keeps a copy elsewhere.
    pub fn password_manager(origin: &str) -> Self {
        Self { counter: None, can_be_backed_up: true, is_backed_up: true, ..Self::new(origin) }
    }

    /// The id of the passkey in base64url.
    pub fn credential_id(&self) -> String {
        encode(&self.id)
    }

    /// Makes the passkey that `options` asks for, and answers in JSON.
    pub fn register(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.user_handle = decode(&options["user"]["id"]);
        if let Some(Misbehaviour::IdOfLength(length)) = self.misbehaves {
            self.id = vec![7; length];
        }
        let data = self.authenticator_data(options["rp"]["id"].as_str().unwrap(), Some(&self.public_key()));
        let client_data = self.client_data("webauthn.create", &options);
        let (format, statement) = match self.misbehaves {
            Some(Misbehaviour::Attestation("packed with a certificate")) => {
                ("packed", [vec![0xa1], text("x5c"), vec![0x81], bytes(b"certificate")].concat())
            }
            Some(Misbehaviour::Attestation("none with a statement")) => {
                ("none", [vec![0xa1], text("sig"), bytes(b"signature")].concat())
            }
            Some(Misbehaviour::Attestation("packed")) => ("packed", self.own_attestation(&data, &client_data)),
            Some(Misbehaviour::Attestation(format)) => (format, vec![0xa0]),
            _ => ("none", vec![0xa0]),
        };
        let attestation =
            [vec![0xa3], text("fmt"), text(format), text("attStmt"), statement, text("authData"), bytes(&data)];
        self.answer(&json!({
            "clientDataJSON": encode(&client_data),
            "attestationObject": encode(&attestation.concat()),
            "transports": ["internal", "hybrid"],
        }))
    }

    /// Uses the passkey as `options` asks for, and answers in JSON.
    pub fn assert(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.counter = self.counter.map(|counter| counter + 1);
        let data = self.authenticator_data(options["rpId"].as_str().unwrap(), None);
        let client_data = self.client_data("webauthn.get", &options);
        let other_key = (self.misbehaves == Some(Misbehaviour::OtherKey)).then(new_key);
        let signature = sign(other_key.as_ref().unwrap_or(&self.key), &data, &client_data);
        let mut response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&data),
            "signature": encode(&signature),
            "userHandle": encode(&self.user_handle),
        });
        match self.misbehaves {
            Some(Misbehaviour::NoUserHandle) => response["userHandle"] = Value::Null,
            Some(Misbehaviour::OtherUserHandle) => response["userHandle"] = encode(&[9; 16]).into(),
            _ => {}
        }
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = if self.misbehaves == Some(Misbehaviour::OtherId) { encode(&[8; 16]) } else { encode(&self.id) };
        let is_of_type = if self.misbehaves == Some(Misbehaviour::CredentialType) { "password" } else { "public-key" };
        json!({
            "id": id,
            "rawId": id,
            "type": is_of_type,
            "response": response,
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
        })
        .to_string()
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> Vec<u8> {
        let ceremony = match (self.misbehaves, ceremony) {
            (Some(Misbehaviour::OtherCeremony), "webauthn.get") => "webauthn.create",
            (Some(Misbehaviour::OtherCeremony), _) => "webauthn.get",
            (_, ceremony) => ceremony,
        };
        let challenge = match self.misbehaves {
            Some(Misbehaviour::OtherChallenge) => encode(&[0; 32]).into(),
            _ => options["challenge"].clone(),
        };
        let origin = match self.misbehaves {
            Some(Misbehaviour::Origin(origin)) => origin,
            _ => &self.origin,
        };
        let is_cross_origin = self.misbehaves == Some(Misbehaviour::CrossOrigin);
        // In this order, as browsers write it (WebAuthn level 3, section 5.8.1.1).
        let mut json = format!(r#"{{"type":"{ceremony}","challenge":{challenge},"origin":"{origin}""#);
        write!(json, r#","crossOrigin":{is_cross_origin}"#).unwrap();
        if self.misbehaves == Some(Misbehaviour::TopOrigin) {
            json.push_str(r#","topOrigin":"https://evil.example""#);
        }
        json.push('}');
        json.into_bytes()
    }

    fn authenticator_data(&self, relying_party: &str, new_key: Option<&[u8]>) -> Vec<u8> {
        let relying_party = match self.misbehaves {
            Some(Misbehaviour::RelyingParty(host)) => host,
            _ => relying_party,
        };
        let mut flags = PRESENT | VERIFIED;
        for (flag, is_set) in
            [(CAN_BE_BACKED_UP, self.can_be_backed_up), (BACKED_UP, self.is_backed_up), (HAS_KEY, new_key.is_some())]
        {
            flags |= if is_set { flag } else { 0 };
        }
        match self.misbehaves {
            Some(Misbehaviour::NotVerified) => flags &= !VERIFIED,
            Some(Misbehaviour::NotPresent) => flags &= !PRESENT,
            Some(Misbehaviour::ImpossibleBackup) => flags = flags & !CAN_BE_BACKED_UP | BACKED_UP,
            _ => {}
        }
        let is_back = self.misbehaves == Some(Misbehaviour::CounterBack);
        let counter = if is_back { 0 } else { self.counter.unwrap_or(0) };
        let mut data = [sha256(relying_party.as_bytes()), vec![flags], counter.to_be_bytes().to_vec()].concat();
        if let Some(key) = new_key {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
            data.extend(&self.id);
            data.extend(key);
        }
        data
    }

    /// The public key as RFC 9052 and RFC 9053 write it.
    fn public_key(&self) -> Vec<u8> {
        let mut point = self.key.public_key().as_ref().to_vec();
        if self.misbehaves == Some(Misbehaviour::KeyOffTheCurve) {
            point[64] ^= 1;
        }
        [vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21], bytes(&point[1..33]), vec![0x22], bytes(&point[33..])]
            .concat()
    }

    /// What a device says that has no certificate: a signature of the new key (section 8.2).
    fn own_attestation(&self, data: &[u8], client_data: &[u8]) -> Vec<u8> {
        [vec![0xa2], text("alg"), vec![0x26], text("sig"), bytes(&sign(&self.key, data, client_data))].concat()
    }
}

fn new_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap()
}

fn sign(key: &EcdsaKeyPair, data: &[u8], client_data: &[u8]) -> Vec<u8> {
    let signed = [data, &sha256(client_data)].concat();
    key.sign(&SystemRandom::new(), &signed).unwrap().as_ref().to_vec()
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

/// A text in CBOR (RFC 8949).
fn text(text: &str) -> Vec<u8> {
    [head(3, text.len()), text.as_bytes().to_vec()].concat()
}

/// Bytes in CBOR.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, bytes.len()), bytes.to_vec()].concat()
}

fn head(major: u8, length: usize) -> Vec<u8> {
    let [high, low] = u16::try_from(length).unwrap().to_be_bytes();
    match length {
        0..24 => vec![(major << 5) + low],
        24..256 => vec![(major << 5) + 24, low],
        _ => vec![(major << 5) + 25, high, low],
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(base64url: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(base64url.as_str().unwrap()).unwrap()
}
