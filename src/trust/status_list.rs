//! Status lists (W3C Bitstring Status List 1.0): one bit for each credential, so that whoever fetches a list does not
//! tell of which credential they want to know.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use super::issuer::{CREDENTIALS_CONTEXT, Issuer};
use super::issuer_keys::IssuerKey;
use super::sha256;
use super::signatures::{self, Signed, Validity, seconds};
use crate::clock::Moment;
use crate::error::Error;

/// How many credentials share a list: the least that hides one among the others (section 2.2, "131,072").
pub const LENGTH: u32 = 131_072;

/// For how long a copy may be used before it is fetched again, in seconds.
pub const LIFE_SECONDS: u32 = 60;

/// For how long a list says anything: a copy that is older tells nothing any more.
const VALID_FOR: Duration = Duration::hours(24);

/// The largest list that is unpacked, in bytes: a list of somebody else's may be larger than ours, but not endless.
const LARGEST: u64 = 1024 * 1024;

/// What a bit of a list says when it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The credential is good no more: its certificate was withdrawn, or another credential took its place.
    Revocation,
    /// The certificate is suspended at present.
    Suspension,
}

impl Purpose {
    pub const ALL: [Self; 2] = [Self::Revocation, Self::Suspension];

    /// The word in the standard, and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// The place of a credential: the same in the lists of all purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which list, from 1.
    pub list: u32,
    /// Which bit, from 0.
    pub index: u32,
}

impl Place {
    pub(super) fn entry(self, issuer: &Issuer, purpose: Purpose) -> Value {
        let address = address(issuer, self.list, purpose);
        json!({
            "id": format!("{address}#{}", self.index),
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose.as_str(),
            "statusListIndex": self.index.to_string(),
            "statusListCredential": address,
        })
    }
}

pub fn address(issuer: &Issuer, list: u32, purpose: Purpose) -> String {
    format!("{}/v1/status-lists/{list}/{}", issuer.url(), purpose.as_str())
}

/// The bits of a list. The first is the highest of the first byte (section 3.3).
#[derive(Clone, PartialEq, Eq)]
pub struct Bits(Vec<u8>);

impl Bits {
    pub fn none() -> Self {
        Self(vec![0; LENGTH as usize / 8])
    }

    /// Sets a bit. An index beyond the list is nobody's.
    pub fn set(&mut self, index: u32) {
        if let Some(byte) = self.0.get_mut(index as usize / 8) {
            *byte |= 0x80 >> (index % 8);
        }
    }

    /// A number that is another one, as good as always, where other bits are set.
    pub fn fingerprint(&self) -> i64 {
        sha256(&self.0).first_chunk::<8>().map_or(0, |bytes| i64::from_be_bytes(*bytes))
    }

    /// Whether a bit is set; `None` beyond the list.
    pub fn get(&self, index: u32) -> Option<bool> {
        self.0.get(index as usize / 8).map(|byte| byte & (0x80 >> (index % 8)) != 0)
    }

    /// Compressed with GZIP, in base64url, with the multibase prefix.
    fn encode(&self) -> Result<String, Error> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let packed = encoder.write_all(&self.0).and_then(|()| encoder.finish());
        let packed = packed.map_err(|error| Error::Internal(format!("a status list cannot be packed: {error}")))?;
        Ok(format!("u{}", URL_SAFE_NO_PAD.encode(packed)))
    }

    /// Reads what is encoded so; `None` for anything else, and for more than 1 MiB of bits.
    fn decode(text: &str) -> Option<Self> {
        let packed = URL_SAFE_NO_PAD.decode(text.strip_prefix('u')?).ok()?;
        let mut bits = Vec::new();
        GzDecoder::new(packed.as_slice()).take(LARGEST + 1).read_to_end(&mut bits).ok()?;
        (bits.len() as u64 <= LARGEST && bits.len() >= LENGTH as usize / 8).then_some(Self(bits))
    }
}

pub fn sign(
    issuer: &Issuer,
    (list, purpose): (u32, Purpose),
    bits: &Bits,
    now: Moment,
    keys: (&IssuerKey, &IssuerKey),
) -> Result<Signed, Error> {
    let address = address(issuer, list, purpose);
    let subject = json!({
        "id": format!("{address}#list"),
        "type": "BitstringStatusList",
        "statusPurpose": purpose.as_str(),
        "encodedList": bits.encode()?,
        "ttl": LIFE_SECONDS * 1000,
    });
    let document = Map::from_iter([
        ("@context".to_owned(), json!([CREDENTIALS_CONTEXT])),
        ("id".to_owned(), json!(address)),
        ("type".to_owned(), json!(["VerifiableCredential", "BitstringStatusListCredential"])),
        ("issuer".to_owned(), json!(issuer.did())),
        ("validFrom".to_owned(), json!(seconds(now))),
        ("validUntil".to_owned(), json!(seconds(now + VALID_FOR))),
        ("credentialSubject".to_owned(), subject),
    ]);
    signatures::sign(document, Validity { from: now, until: Some(now + VALID_FOR) }, now, issuer, keys)
}

/// A list as somebody holds a copy of it.
#[derive(Clone)]
pub struct StatusList {
    /// Its address, which credentials name.
    pub address: String,
    /// Who is said to have issued it.
    pub issuer: String,
    pub purpose: Purpose,
    pub made_at: Moment,
    /// Until when it says anything.
    pub valid_until: Moment,
    pub bits: Bits,
}

impl StatusList {
    /// Reads one; `None` where the document is none.
    pub fn read(document: &Map<String, Value>) -> Option<Self> {
        let types = document.get("type")?.as_array()?;
        if !types.contains(&json!("BitstringStatusListCredential")) {
            return None;
        }
        let subject = document.get("credentialSubject")?;
        let purpose = Purpose::parse(subject.get("statusPurpose")?.as_str()?)?;
        let moment = |value: &Value| Some(chrono::DateTime::parse_from_rfc3339(value.as_str()?).ok()?.to_utc());
        let made_at = moment(document.get("validFrom")?)?;
        let longest = made_at.checked_add_signed(VALID_FOR)?;
        // A list that claims to be good for longer, or for ever, would hide what happens meanwhile.
        let valid_until = match document.get("validUntil") {
            Some(until) => moment(until)?.min(longest),
            None => longest,
        };
        Some(Self {
            address: document.get("id")?.as_str()?.to_owned(),
            issuer: document.get("issuer")?.as_str()?.to_owned(),
            purpose,
            made_at,
            valid_until,
            bits: Bits::decode(subject.get("encodedList")?.as_str()?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::issuer_keys::Algorithm;
    use crate::trust::signatures::SignedDocument;

    #[test]
    fn bits_are_where_the_standard_has_them() {
        let mut bits = Bits::none();
        for index in [0, 9, LENGTH - 1, LENGTH, u32::MAX] {
            bits.set(index);
        }
        assert_eq!((bits.0[0], bits.0[1], bits.0[LENGTH as usize / 8 - 1]), (0x80, 0x40, 0x01));
        assert_eq!((bits.get(9), bits.get(10), bits.get(LENGTH)), (Some(true), Some(false), None));
        assert!(Bits::decode(&bits.encode().unwrap()).unwrap() == bits);
    }

    #[test]
    fn a_list_that_would_fill_the_memory_is_refused() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        std::io::copy(&mut std::io::repeat(0).take(1 << 28), &mut encoder).unwrap();
        assert!(Bits::decode(&format!("u{}", URL_SAFE_NO_PAD.encode(encoder.finish().unwrap()))).is_none());
        for text in ["", "u", "uAAAA", "H4sI"] {
            assert!(Bits::decode(text).is_none(), "{text}");
        }
    }

    #[test]
    fn is_read_back_out_of_both_forms() {
        let issuer = Issuer::new("https://registry.example", "R");
        let [rsa, edwards] = Algorithm::ALL.map(|algorithm| IssuerKey::generate(algorithm).unwrap());
        let mut bits = Bits::none();
        bits.set(77);
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        let signed = sign(&issuer, (3, Purpose::Suspension), &bits, now, (&rsa, &edwards)).unwrap();
        for (text, key) in [(&signed.jws, &rsa), (&signed.document, &edwards)] {
            let taken_apart = SignedDocument::parse(text).unwrap();
            assert!(taken_apart.is_signed_by(key.public()));
            let list = StatusList::read(&taken_apart.document).unwrap();
            assert_eq!(list.address, "https://registry.example/v1/status-lists/3/suspension");
            assert_eq!(list.valid_until, now + VALID_FOR);
            assert_eq!((list.purpose, list.made_at, list.issuer.as_str()), (Purpose::Suspension, now, issuer.did()));
            assert_eq!((list.bits.get(77), list.bits.get(78)), (Some(true), Some(false)));
        }
    }
}
