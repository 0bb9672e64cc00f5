//! The credential of a certificate: an Open Badges 3.0 `OpenBadgeCredential`, which is a W3C Verifiable Credential 2.0.
//! Of the holder it tells the name and nothing else.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, SubsecRound as _};
use serde_json::{Map, Value, json};

use super::issuer::{BADGES_CONTEXT, CREDENTIALS_CONTEXT, DEMONSTRATION, Issuer};
use super::issuer_keys::IssuerKey;
use super::signatures::{Signed, Validity, seconds, sign};
use super::status_list::{Place, Purpose};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::CredentialId;

#[derive(Clone, Debug)]
pub struct Statement<'a> {
    pub id: CredentialId,
    /// A name for the holder that means nothing elsewhere.
    pub subject: CredentialId,
    /// The certificate's number, in groups.
    pub number: String,
    /// The holder's names as they are on record, given names first.
    pub holder: &'a str,
    pub qualification: &'a str,
    /// What was achieved, in words.
    pub title: &'a str,
    /// What that means.
    pub summary: &'a str,
    pub edition: &'a str,
    pub edition_title: &'a str,
    pub scheme_title: &'a str,
    /// The body that examined, unless a registrar registered the result; of an organisation, the one that certified.
    pub examined_by: Option<Examiner<'a>>,
    /// Where an organisation is the holder.
    pub organisation: Option<HoldingOrganisation<'a>>,
    pub awarded_on: NaiveDate,
    /// The last day, if there is one.
    pub expires_on: Option<NaiveDate>,
    /// When it is signed; only whole seconds are told.
    pub issued_at: Moment,
    /// Where its status is told.
    pub status: Place,
}

/// The body that examined, as a credential names it.
#[derive(Clone, Copy, Debug)]
pub struct Examiner<'a> {
    /// Its name on the day on which the credential is signed.
    pub name: &'a str,
    /// Its name in the address of its page, which stays.
    pub slug: &'a str,
}

/// An organisation that holds a certificate: no person, so that it is known by its page.
#[derive(Clone, Copy, Debug)]
pub struct HoldingOrganisation<'a> {
    /// Its name in the address of its page, which stays.
    pub slug: &'a str,
    /// The registry's own number of the certificate.
    pub register_number: &'a str,
    /// Where it is certified, in words.
    pub sites: &'a str,
}

/// The first instant after `day`, by the calendar in UTC, as everywhere in the registry.
pub(super) fn end_of(day: NaiveDate) -> Moment {
    day.and_time(NaiveTime::MIN).and_utc() + Duration::days(1)
}

/// The address of a qualification's page, which tells what it asks: the criteria.
fn criteria_address(issuer: &Issuer, qualification: &str) -> String {
    format!("{}/qualifications/{qualification}", issuer.url())
}

pub fn description(summary: &str, edition_title: &str) -> String {
    format!("{summary} Examined on {edition_title}.")
}

impl Statement<'_> {
    /// From when on it is valid: since it is signed. Where the certificate had expired by then, since the award, because
    /// no credential is valid only after it ends (VC Data Model 2.0, "Validity Period").
    fn valid_from(&self) -> Moment {
        match self.expires_on {
            Some(day) if end_of(day) <= self.issued_at => self.awarded_on.and_time(NaiveTime::MIN).and_utc(),
            _ => self.issued_at,
        }
    }

    /// The credential without a signature. The award is told as noon in UTC: nearly everywhere on Earth (from UTC-12 to
    /// UTC+11) that is the same day; credentials of earlier versions have midnight, which is the day before in the Americas.
    pub(super) fn document(&self, issuer: &Issuer) -> Map<String, Value> {
        let criteria = match self.organisation {
            Some(_) => format!("{}/about", issuer.url()),
            None => criteria_address(issuer, self.qualification),
        };
        let entries = Purpose::ALL.map(|purpose| self.status.entry(issuer, purpose));
        let mut document = Map::from_iter([
            ("@context".to_owned(), json!([CREDENTIALS_CONTEXT, BADGES_CONTEXT])),
            ("id".to_owned(), json!(urn(self.id))),
            ("type".to_owned(), json!(["VerifiableCredential", "OpenBadgeCredential"])),
            ("name".to_owned(), json!(self.title)),
            ("issuer".to_owned(), issuer.profile()),
            ("validFrom".to_owned(), json!(seconds(self.valid_from()))),
            ("awardedDate".to_owned(), json!(format!("{}T12:00:00Z", self.awarded_on))),
            ("credentialStatus".to_owned(), json!(entries)),
        ]);
        if let Some(day) = self.expires_on {
            document.insert("validUntil".to_owned(), json!(seconds(end_of(day))));
        }
        let mut achievement = json!({
            "id": self.achievement(issuer, &criteria),
            "type": ["Achievement"],
            "achievementType": "Certification",
            "name": self.title,
            "description": match self.organisation {
                Some(_) => self.summary.to_owned(),
                None => description(self.summary, self.edition_title),
            },
            "criteria": {"id": criteria},
            "fieldOfStudy": self.scheme_title,
            "specialization": self.edition_title,
            "version": self.edition,
        });
        if issuer.is_demonstration() {
            achievement["tag"] = json!([DEMONSTRATION]);
        }
        let name =
            json!({"type": "IdentityObject", "hashed": false, "identityHash": self.holder, "identityType": "name"});
        let mut subject = json!({
            "id": match self.organisation {
                Some(HoldingOrganisation { slug, .. }) => format!("{}/organisations/{slug}", issuer.url()),
                None => urn(self.subject),
            },
            "type": ["AchievementSubject"],
            "identifier": [name],
            "licenseNumber": self.number,
            "achievement": achievement,
        });
        if let Some(Examiner { name, slug }) = self.examined_by {
            // "The person, organization, or system that assessed the achievement on behalf of the issuer" (Open Badges 3.0).
            let page = format!("{}/bodies/{slug}", issuer.url());
            subject["source"] = json!({"id": page, "type": ["Profile"], "name": name, "url": page});
        }
        if let Some(HoldingOrganisation { sites, .. }) = self.organisation {
            subject["narrative"] = json!(sites);
        }
        document.insert("credentialSubject".to_owned(), subject);
        document
    }

    /// What was achieved: by people the same by all who have it, by an organisation what its certificate says.
    fn achievement(&self, issuer: &Issuer, criteria: &str) -> String {
        match self.organisation {
            Some(HoldingOrganisation { register_number, .. }) => {
                format!("{}{CERTIFICATE_PAGE}{register_number}#edition-{}", issuer.url(), self.edition)
            }
            None => format!("{criteria}#edition-{}", self.edition),
        }
    }

    pub fn sign(&self, issuer: &Issuer, rsa: &IssuerKey, edwards: &IssuerKey) -> Result<Signed, Error> {
        let valid = Validity { from: self.valid_from(), until: self.expires_on.map(end_of) };
        sign(self.document(issuer), valid, self.issued_at, issuer, (rsa, edwards))
    }
}

/// The page of an organisation's certificate: the registry's own number stands behind it.
const CERTIFICATE_PAGE: &str = "/o/";

fn urn(id: CredentialId) -> String {
    format!("urn:uuid:{id}")
}

/// What is read back out of a credential, whoever signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Which credential it is; `None` for an id that none of ours has.
    pub id: Option<CredentialId>,
    pub issuer: String,
    pub issuer_name: Option<String>,
    pub number: String,
    pub holder: String,
    /// What was achieved, in words.
    pub title: String,
    pub description: Option<String>,
    /// What the scheme is called; `None` in credentials from before it was told.
    pub scheme_title: Option<String>,
    pub edition: String,
    /// What the edition is called; `None` in credentials from before it was told.
    pub edition_title: Option<String>,
    /// The name of the body that examined; `None` in credentials from before it was told, and where a registrar did.
    pub examined_by: Option<String>,
    /// Where an organisation is certified; `None` where the holder is a person.
    pub sites: Option<String>,
    /// The registry's own number of an organisation's certificate.
    pub register_number: Option<String>,
    pub awarded_on: NaiveDate,
    /// The instant from which on it is invalid.
    pub valid_until: Option<Moment>,
    /// When it was signed; the day of the award, if the certificate had expired by then.
    pub issued_at: Moment,
    /// Whether it says that it is one of a demonstration, about nobody.
    pub is_demonstration: bool,
    /// Where its status is told: the address of each list, and the place in it.
    pub status: Vec<(Purpose, String, u32)>,
}

impl Claims {
    /// When it was signed, to the second: its id was made in that moment.
    pub fn signed_at(&self) -> Moment {
        self.id.and_then(CredentialId::made_at).map_or(self.issued_at, |at| at.trunc_subsecs(0))
    }

    /// Where the registry was reached that signed it: the address of its status lists begins with it.
    pub fn registry(&self) -> Option<&str> {
        let (_, address, _) = self.status.first()?;
        address.split_once("/v1/status-lists/").map(|(registry, _)| registry)
    }

    /// Reads them; `None` where the document is no credential of the shape that ours have. The registered claims of a
    /// JSON Web Token must say what the credential says.
    pub fn read(document: &Map<String, Value>) -> Option<Self> {
        let text = |pointer: &str| at(document, pointer).and_then(Value::as_str);
        let types = document.get("type")?.as_array()?;
        if !["VerifiableCredential", "OpenBadgeCredential"].iter().all(|kind| types.contains(&json!(kind))) {
            return None;
        }
        let moment = |pointer: &str| {
            text(pointer).map(|text| DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.to_utc()))
        };
        let valid_until = match moment("validUntil") {
            Some(until) => Some(until?),
            None => None,
        };
        let issued_at = moment("validFrom")??;
        let issuer = text("issuer/id")?.to_owned();
        let agrees = |claim: &str, value: Value| document.get(claim).is_none_or(|claimed| *claimed == value);
        if !agrees("iss", json!(issuer))
            || !agrees("jti", json!(text("id")?))
            || !agrees("sub", json!(text("credentialSubject/id")?))
            || !agrees("nbf", json!(issued_at.timestamp()))
            || !agrees("exp", valid_until.map_or(Value::Null, |until| json!(until.timestamp())))
        {
            return None;
        }
        let entries = document.get("credentialStatus")?.as_array()?;
        Some(Self {
            id: text("id")?.strip_prefix("urn:uuid:").and_then(CredentialId::parse),
            issuer,
            issuer_name: text("issuer/name").map(str::to_owned),
            number: text("credentialSubject/licenseNumber")?.to_owned(),
            holder: text("credentialSubject/identifier/0/identityHash")?.to_owned(),
            title: text("credentialSubject/achievement/name")?.to_owned(),
            description: text("credentialSubject/achievement/description").map(str::to_owned),
            scheme_title: text("credentialSubject/achievement/fieldOfStudy").map(str::to_owned),
            edition_title: text("credentialSubject/achievement/specialization").map(str::to_owned),
            edition: text("credentialSubject/achievement/version")?.to_owned(),
            examined_by: text("credentialSubject/source/name").map(str::to_owned),
            sites: text("credentialSubject/narrative").map(str::to_owned),
            register_number: text("credentialSubject/achievement/id").and_then(register_number),
            awarded_on: moment("awardedDate")??.date_naive(),
            valid_until,
            issued_at,
            is_demonstration: text("credentialSubject/achievement/tag/0") == Some(DEMONSTRATION),
            status: entries.iter().map(status_entry).collect::<Option<_>>()?,
        })
    }
}

/// The number in the address of an organisation's certificate.
fn register_number(achievement: &str) -> Option<String> {
    let (_, number) = achievement.split_once("://")?.1.split_once(CERTIFICATE_PAGE)?;
    number.split_once('#').map(|(number, _)| number.to_owned())
}

fn at<'a>(document: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let value = document.get(first)?;
    if rest.is_empty() { Some(value) } else { value.pointer(&format!("/{rest}")) }
}

fn status_entry(entry: &Value) -> Option<(Purpose, String, u32)> {
    let text = |member: &str| entry.get(member).and_then(Value::as_str);
    let purpose = Purpose::parse(text("statusPurpose")?)?;
    Some((purpose, text("statusListCredential")?.to_owned(), text("statusListIndex")?.parse().ok()?))
}

#[cfg(test)]
impl Statement<'_> {
    /// One for tests, which change in it what they are about.
    pub(super) fn example(issued_at: Moment) -> Self {
        Self {
            id: CredentialId::new(issued_at),
            subject: CredentialId::new(issued_at),
            number: "7K3M-9QXP-T2VC".to_owned(),
            holder: "Ada Nowak",
            qualification: "practitioner",
            title: "ISO/IEC 20000 Practitioner",
            summary: "Can apply it.",
            edition: "2011",
            edition_title: "ISO/IEC 20000-1:2011",
            scheme_title: "ISO/IEC 20000 qualification scheme",
            organisation: None,
            examined_by: Some(Examiner { name: "Alder Certification", slug: "alder-certification" }),
            awarded_on: NaiveDate::from_ymd_opt(2024, 5, 17).unwrap(),
            expires_on: None,
            issued_at,
            status: Place { list: 3, index: 77 },
        }
    }
}

#[cfg(test)]
#[path = "credential_tests.rs"]
mod tests;
