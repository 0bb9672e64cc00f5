//! What a piece of work adds to the record: gathered while it decides, written at its end in few statements.

use crate::error::Error;
use crate::ids::{CandidateId, CertificateId, EvidenceId};
use crate::store::DatabaseConnection;
use crate::store::candidates::{self, AddedCandidate, Candidate, CandidateAccess};
use crate::store::certificates::{self, Certificate};
use crate::store::events::{self, Event};
use crate::store::evidence::{self, Attestation, Evidence};
use crate::store::results::{self, DecidedResult};

/// What is to be added. Nothing of it is on record before [`write`](Self::write).
#[derive(Debug, Default)]
pub(super) struct Additions {
    pub candidates: Vec<AddedCandidate>,
    /// Candidates whose record changes, as it is then.
    pub changed_candidates: Vec<Candidate>,
    /// Candidates who, with all that was merged into their records, are not to be shown by name any more.
    pub unlisted: Vec<CandidateId>,
    /// Bodies that know a candidate from now on.
    pub access: Vec<CandidateAccess>,
    pub evidence: Vec<Evidence>,
    /// Attestations of evidence that was unverified.
    pub attestations: Vec<(EvidenceId, Attestation)>,
    /// New results, with the decisions on which they were accepted.
    pub results: Vec<DecidedResult>,
    pub certificates: Vec<Certificate>,
    /// Certificates that are followed by new ones; those may be new themselves.
    pub ended: Vec<CertificateId>,
    /// What happened, in this order.
    pub events: Vec<Event>,
}

impl Additions {
    /// Takes over what another piece of work adds.
    pub fn append(&mut self, mut other: Self) {
        self.candidates.append(&mut other.candidates);
        self.changed_candidates.append(&mut other.changed_candidates);
        self.unlisted.append(&mut other.unlisted);
        self.access.append(&mut other.access);
        self.evidence.append(&mut other.evidence);
        self.attestations.append(&mut other.attestations);
        self.results.append(&mut other.results);
        self.certificates.append(&mut other.certificates);
        self.ended.append(&mut other.ended);
        self.events.append(&mut other.events);
    }

    /// Writes everything, what is referred to before what refers to it.
    pub fn write(self, connection: &mut DatabaseConnection) -> Result<(), Error> {
        candidates::insert(connection, self.candidates)?;
        for changed in &self.changed_candidates {
            candidates::update(connection, changed)?;
        }
        for unlisted in self.unlisted {
            candidates::withdraw_consent_of_merged(connection, unlisted)?;
        }
        candidates::grant_access(connection, &self.access)?;
        evidence::insert(connection, &self.evidence)?;
        for (id, attestation) in &self.attestations {
            evidence::verify(connection, *id, attestation)?;
        }
        results::insert(connection, self.results)?;
        certificates::insert(connection, &self.certificates, &self.ended)?;
        events::append(connection, self.events)
    }
}
