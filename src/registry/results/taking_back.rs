//! What a pass that stands no more takes with it, whether it is annulled or corrected to a fail: the certificates that were awarded
//! on it are withdrawn as of their award, and what rested on it is asked about.

use std::collections::HashMap;

use super::SittingResult;
use super::award::void;
use crate::error::Error;
use crate::ids::{CandidateId, ResultId};
use crate::registry::certificates::Certificate;
use crate::registry::questioned_certificates;
use crate::registry::work::Work;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::text::Reason;
use crate::store::{candidates, certificates, results};

/// A sitting with all its records, before anything of it is taken back.
pub(super) struct Sitting {
    /// The original first, the latest last.
    pub records: Vec<ResultId>,
    /// The records of the candidate.
    pub group: Vec<CandidateId>,
    /// What the candidate held, whichever record of theirs it was awarded to.
    pub held: Vec<Certificate>,
}

impl Sitting {
    pub fn of(work: &mut Work<'_>, latest: &SittingResult) -> Result<Self, Error> {
        let group = candidates::group_of(work.connection, latest.candidate)?;
        let held = certificates::of_candidates(work.connection, &group)?;
        let all = results::of_candidates(work.connection, &[latest.candidate])?;
        let corrected: HashMap<ResultId, ResultId> =
            all.iter().filter_map(|one| Some((one.id, one.correction.as_ref()?.corrects))).collect();
        let mut records: Vec<_> = std::iter::successors(Some(latest.id), |id| corrected.get(id).copied()).collect();
        records.reverse();
        Ok(Self { records, group, held })
    }

    /// Withdraws what was awarded on it, with what renewed that on the same result.
    pub fn withdraw(
        &self,
        work: &mut Work<'_>,
        reason_code: &str,
        reason: &Reason,
    ) -> Result<Option<CertificateNumber>, Error> {
        let is_on_it = |one: &&Certificate| self.records.contains(&one.result) && !one.is_void();
        let mut withdrawn = None;
        for certificate in self.held.iter().filter(is_on_it) {
            let number = void(work, certificate, reason_code, reason)?;
            withdrawn = withdrawn.or(Some(number));
        }
        Ok(withdrawn)
    }

    /// Asks about what rested on it, once that it stands no more is on record of `latest`.
    pub fn question(&self, work: &mut Work<'_>, latest: &SittingResult) -> Result<Vec<CertificateNumber>, Error> {
        let found = questioned_certificates::enter(work, latest, &self.group, &self.held)?;
        Ok(found.iter().map(|one| one.number).collect())
    }
}
