//! What is on record of a candidate, as far as a decision about a result may rest on it.

use std::collections::HashMap;

use crate::error::Error;
use crate::ids::ResultId;
use crate::registry::candidates::Candidate;
use crate::registry::certificates::Certificate;
use crate::registry::eligibility::course_of;
use crate::registry::evidence::Evidence;
use crate::registry::results::SittingResult;
use crate::registry::work::Work;
use crate::store::{candidates, certificates, evidence, results};

/// A candidate with everything that a decision may rest on.
#[derive(Clone, Debug)]
pub struct CandidateRecord {
    pub candidate: Candidate,
    /// Whether the body that submits knows the candidate. One that it does not know is here because a row of its file
    /// names the number.
    pub is_known: bool,
    pub evidence: Vec<Evidence>,
    pub results: Vec<SittingResult>,
    pub certificates: Vec<Certificate>,
    /// Which of the results only a dry run has entered: they are not on record.
    pub simulated: Vec<ResultId>,
}

impl CandidateRecord {
    /// Of a candidate of whom nothing else is on record, or loaded yet.
    pub const fn new(candidate: Candidate, is_known: bool) -> Self {
        Self {
            candidate,
            is_known,
            evidence: Vec::new(),
            results: Vec::new(),
            certificates: Vec::new(),
            simulated: Vec::new(),
        }
    }

    /// The ids of the courses that the evidence refers to.
    pub fn courses(&self) -> impl Iterator<Item = String> {
        self.evidence.iter().filter_map(course_of)
    }
}

/// Loads what belongs to these candidates and to what was merged into their records: a query for results, one for certificates and, where it is
/// needed, one for evidence, however many candidates there are.
pub fn load_records(work: &mut Work<'_>, records: &mut [CandidateRecord], needs_evidence: bool) -> Result<(), Error> {
    let ids: Vec<_> = records.iter().map(|record| record.candidate.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut places: HashMap<_, _> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    for (merged, survivor) in candidates::merged_into(work.connection, &ids)? {
        places.insert(merged.id, places[&survivor]);
    }
    let ids: Vec<_> = places.keys().copied().collect();
    if needs_evidence {
        for piece in evidence::of_candidates(work.connection, &ids)? {
            records[places[&piece.candidate]].evidence.push(piece);
        }
    }
    for result in results::of_candidates(work.connection, &ids)? {
        records[places[&result.candidate]].results.push(result);
    }
    for certificate in certificates::of_candidates(work.connection, &ids)? {
        records[places[&certificate.candidate]].certificates.push(certificate);
    }
    Ok(())
}
