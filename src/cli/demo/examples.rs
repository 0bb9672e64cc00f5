//! The records that the examples of the OpenAPI document name (`openapi/parameters.json`, and the examples of what is sent),
//! so that each of them does something when it is sent as it is printed.

use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use super::{day, read};
use crate::auth::permission::Caller;
use crate::entropy::{Entropy, SystemEntropy};
use crate::error::Error;
use crate::ids::{self, CandidateId};
use crate::registry::Registry;
use crate::registry::batches::{self, FileLimits, Inspected, Quota, Submission};
use crate::registry::candidates::{self, NewCandidate};
use crate::registry::holder_links::{self, NewHolderLink};
use crate::registry::identity_changes::{self, NewIdentityChange};
use crate::registry::organisation_certificates::Review;
use crate::registry::organisations::{self, NewMerge, NewOrganisation};
use crate::registry::preliminary_scopes::{self, NewPreliminaryScope};
use crate::scheme::country::CountryCode;
use crate::scheme::identity::{ChangeReason, IdentityEdit};
use crate::scheme::numbers::{CandidateNumber, CertificateNumber};
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{FileName, ForeignNumber, Method, Reason, ScopeStatement, Title};
use crate::tabular::{Format, Said};

/// What is made next for something of this name is known by: the kind of id with its last two digits, or the kind of number
/// with the number.
#[rustfmt::skip]
const KNOWN: &[(&str, &str, &str)] = &[
    ("registrar", "ClientId", "10"),
    ("employer", "ClientId", "0a"),
    ("nordlicht", "BodyId", "03"),
    ("nordlicht", "BodyAuditorId", "40"),
    ("nordlicht", "ClientId", "05"),
    ("Ingrid Solberg", "ApprovedAuditorId", "42"),
    ("Gaillard", "CandidateId", "00"),
    ("Gaillard", "CandidateNumber", "4J7RT-9WQ2C"),
    ("Gaillard", "CertificateNumber", "7K3M-9QXP-T2VZ"),
    ("Gaillard", "ResultId", "04"),
    ("Gaillard", "EvidenceId", "08"),
    ("Gaillard", "EvidenceId", "09"),
    ("鈴木", "ResultId", "80"),
    ("Grünwald", "CandidateId", "70"),
    ("Straßer", "CandidateId", "71"),
    ("Straßer", "CertificateNumber", "3PWJ-6YG8-DRF2"),
    ("ap Rhys", "CertificateNumber", "5RD8-NZ2C-7QWY"),
    ("김", "CertificateNumber", "9HX2-VM4K-BT66"),
    ("NL-20000-017", "OrganisationCertificateId", "21"),
    ("SC-0421", "OrganisationCertificateId", "22"),
    ("OCS-88", "OrganisationCertificateId", "23"),
    ("NL-20000-023", "OrganisationCertificateId", "25"),
    ("BQR/ITSM/31", "OrganisationCertificateId", "26"),
    ("Grünwald-Roth", "IdentityChangeId", "60"),
    ("Strasser", "IdentityChangeId", "61"),
    ("Adele", "CandidateId", "72"),
    ("Adèle Marie", "CandidateId", "73"),
    ("Nordwind GmbH", "OrganisationId", "a1"),
    ("Nordwind AG", "OrganisationId", "a2"),
    ("Nordwind Holding GmbH", "OrganisationId", "a3"),
    ("Nord-Wind GmbH", "OrganisationId", "a4"),
    ("holder link", "HolderLinkId", "12"),
    ("May.csv", "ResultBatchId", "0d"),
    ("attendance", "EvidenceId", "0b"),
    ("The standard and ITIL in a council: what Stockport gained", "DocumentId", "d1"),
    ("ISO/IEC 20000: a white paper", "DocumentId", "d2"),
    ("Preparing for the Auditor course", "DocumentId", "d3"),
    ("Which edition is current", "NoticeId", "e1"),
    ("Papers from practice", "NoticeId", "e2"),
    ("Aurelia Cloud", "PreliminaryScopeId", "f1"),
    ("Borealis Hosting", "PreliminaryScopeId", "f2"),
    ("Cassini Data", "PreliminaryScopeId", "f3"),
    ("Ruth Abara", "PersonId", "c0"),
    ("Ines Brandt", "PersonId", "c1"),
    ("Ruth Abara", "RoleAssignmentId", "c2"),
    ("Ines Brandt", "RoleAssignmentId", "c3"),
    ("Jonas Feld", "InvitationId", "c4"),
    ("sign-in link", "SignInLinkId", "c7"),
    ("session", "CourseSessionId", "b1"),
    ("next session", "CourseSessionId", "b2"),
];

/// Names that somebody on record is to have from now on: whose, which, and why.
const RENAMED: [(&str, &str, ChangeReason); 2] =
    [("70", "Grünwald-Roth", ChangeReason::Marriage), ("71", "Strasser", ChangeReason::Spelling)];

/// Somebody whom a body has registered once more, under other given names each time.
const ONCE_MORE: [&str; 2] = ["Adele", "Adèle Marie"];

/// A file of results that a body has sent.
const FILE: &str = "reference,given_names,family_name,birth_date,country,qualification,sat_on,marks\r\n\
    2025-05-12/1,Ida,Lindgren,1990-03-02,SE,foundation,2025-05-12,33\r\n\
    2025-05-12/2,Tomasz,Zając,1985-12-19,PL,foundation,2025-05-12,21\r\n\
    2025-05-12/3,Lena,Brandt,1998-10-30,DE,practitioner,2025-05-12,55\r\n";

/// The system's entropy, but for numbers that are appointed.
#[derive(Debug, Default)]
pub struct AppointedEntropy {
    next: Mutex<Vec<Vec<u8>>>,
}

impl Entropy for AppointedEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Error> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        match next.iter().position(|appointed| appointed.len() == bytes.len()) {
            Some(place) => bytes.copy_from_slice(&next.remove(place)),
            None => SystemEntropy.fill(bytes)?,
        }
        Ok(())
    }
}

impl AppointedEntropy {
    fn appoint(&self, bytes: &[u8]) {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).push(bytes.to_vec());
    }

    /// Has what is made next for something of this name be what the examples call it, if they name it.
    pub(super) fn expect(&self, name: &str) -> Result<(), Error> {
        for (_, kind, known) in KNOWN.iter().copied().filter(|(of, ..)| *of == name) {
            match kind {
                "CandidateNumber" => self.appoint(&CandidateNumber::parse(known).map_err(wrong)?.entropy()),
                "CertificateNumber" => self.appoint(&CertificateNumber::parse(known).map_err(wrong)?.entropy()),
                _ => ids::appoint(kind, id(known).parse().map_err(wrong)?),
            }
        }
        Ok(())
    }

    /// Makes sure that all that was expected has been made.
    pub(super) fn end(&self) -> Result<(), Error> {
        let numbers = std::mem::take(&mut *self.next.lock().unwrap_or_else(PoisonError::into_inner)).len();
        match numbers + ids::dismiss_appointed() {
            0 => Ok(()),
            left => Err(Error::Internal(format!("{left} records of the examples were not made"))),
        }
    }
}

fn wrong(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("an example of the demonstration: {error}"))
}

/// The id with these last two digits.
fn id(digits: &str) -> String {
    format!("0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e{digits}")
}

/// Records that nobody else of the demonstration has: what a body has asked for and sent, and organisations that look alike.
pub(super) fn load(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
    body: Caller,
) -> Result<(), Error> {
    look_alikes(registry, entropy, registrar, body)?;
    for (digits, family_name, reason) in RENAMED {
        entropy.expect(family_name)?;
        let new = NewIdentityChange {
            edit: IdentityEdit { family_name: Some(read(FamilyName::parse(family_name))?), ..IdentityEdit::default() },
            reason,
            proof_method: read(Method::parse("document seen"))?,
            proof_note: None,
        };
        let candidate = CandidateId::parse(&id(digits)).ok_or_else(|| wrong("no candidate"))?;
        registry.write(body, |work| identity_changes::request(work, candidate, &new).map(drop))?;
    }
    for (name, registration_number) in [
        ("Nordwind GmbH", "HRB 17"),
        ("Nordwind AG", "HRB 204"),
        ("Nordwind Holding GmbH", "HRB 4711"),
        ("Nord-Wind GmbH", "HRB 17"),
    ] {
        entropy.expect(name)?;
        let new = NewOrganisation {
            name: read(Title::parse(name))?,
            latin_name: None,
            country: read(CountryCode::parse("DE"))?,
            region: None,
            website: None,
            registration_number: Some(read(ForeignNumber::parse(registration_number))?),
        };
        registry.write(registrar, |work| organisations::register_new(work, new.clone()).map(drop))?;
    }
    let merge = NewMerge {
        duplicate: id("a3"),
        reason: read(Reason::parse("The holding is the same company, as its letter says."))?,
        overrules_distinction: false,
    };
    registry.write(registrar, |work| organisations::merge(work, &id("a1"), &merge).map(drop))?;
    preliminary_scopes(registry, entropy, registrar, body)?;
    entropy.expect("holder link")?;
    let new = NewHolderLink { expires_on: None };
    registry.write(body, |work| holder_links::issue(work, "7K3M-9QXP-T2VZ", &new).map(drop))?;
    send_file(registry, entropy, body)
}

/// Records that are one candidate's, of which a registrar has found out one.
fn look_alikes(registry: &Registry, entropy: &AppointedEntropy, registrar: Caller, body: Caller) -> Result<(), Error> {
    for given_names in ONCE_MORE {
        entropy.expect(given_names)?;
        let new = NewCandidate {
            given_names: Some(read(GivenNames::parse(given_names))?),
            family_name: read(FamilyName::parse("Gaillard"))?,
            birth_date: day("1996-05-01")?,
            email: None,
            country: Some(read(CountryCode::parse("FR"))?),
            listed: false,
        };
        registry.write(body, |work| candidates::register(work, new.clone(), None, true).map(drop))?;
    }
    let merge = candidates::NewMerge {
        overrules_distinction: false,
        duplicate: id("73"),
        reason: read(Reason::parse("One identity card; the second record has another given name besides."))?,
    };
    let survivor = CandidateId::parse(&id("00")).ok_or_else(|| wrong("no candidate"))?;
    registry.write(registrar, |work| candidates::merge(work, survivor, &merge).map(drop))
}

/// Scope statements that a body has reviewed before the audit, of which a registrar has reviewed the first.
fn preliminary_scopes(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
    body: Caller,
) -> Result<(), Error> {
    for (name, town) in [("Aurelia Cloud", "Oslo"), ("Borealis Hosting", "Bergen"), ("Cassini Data", "Tromsø")] {
        entropy.expect(name)?;
        let statement = format!(
            "The service management system that supports the provision of hosting services to external customers from {town}."
        );
        let new = NewPreliminaryScope {
            body_id: None,
            organisation_name: read(Title::parse(name))?,
            country: read(CountryCode::parse("NO"))?,
            edition: "2018".to_owned(),
            scope_statement: read(ScopeStatement::parse(&statement))?,
        };
        registry.write(body, |work| preliminary_scopes::request(work, &new).map(drop))?;
    }
    registry
        .write(registrar, |work| preliminary_scopes::review(work, &id("f1"), &Review::Agreed { words: None }).map(drop))
}

fn send_file(registry: &Registry, entropy: &AppointedEntropy, body: Caller) -> Result<(), Error> {
    let name = "May.csv";
    entropy.expect(name)?;
    let mut content = tempfile::tempfile().map_err(wrong)?;
    content.write_all(FILE.as_bytes()).map_err(wrong)?;
    let limits = FileLimits { rows: 10, bytes: 1 << 20 };
    let file = Inspected::read(content, Format::Csv, Said::default(), limits, registry.scheme())?;
    let name = Some(read(FileName::parse(name))?);
    let submission = Submission { body: None, file_name: name, dry_run: false, again: false };
    let stored = registry.store_file(body, &file, &submission, Quota::NONE)?;
    registry.write(body, |work| batches::accept(work, stored).map(drop))
}
