//! Holding a certification: "'Holds on a day' means: awarded on or before that day, and neither suspended, withdrawn
//! nor expired on that day. What happens to a certificate afterwards does not change what was true on the day."

use chrono::NaiveDate;

use super::Question;
use super::finding::{EvidenceFinding, Finding, Piece, RequirementFinding, Verdict};
use super::group::leaf;
use crate::scheme::evidence::{ExternalCertificate, HeldCertificate, Standing};
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::CertificateNumber;
use crate::scheme::organisation_certificate::number_key;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Word;

impl Question<'_> {
    pub(super) fn certification(&self, requirement: &Requirement, code: &Word) -> RequirementFinding {
        let title = self.scheme.certification_title(code);
        let qualification = self.scheme.certification(code.as_str()).and_then(|known| known.qualification.as_ref());
        let own = self.facts.certificates.iter().filter(|held| Some(&held.qualification) == qualification);
        let external = self.facts.external_certificates.iter().filter(|recorded| &recorded.certification == code);
        // A certificate of the registry stands and falls with its own record, whatever somebody has recorded of it.
        let external = external.filter(|recorded| !self.is_own(recorded));
        let evidence: Vec<_> = own
            .map(|held| self.held(held, title))
            .chain(external.map(|recorded| self.recorded(recorded, title)))
            .collect();
        let satisfied = evidence.iter().any(EvidenceFinding::counts);
        leaf(requirement, satisfied, Finding::Certification { title: title.to_owned() }, evidence)
    }

    fn is_own(&self, recorded: &ExternalCertificate) -> bool {
        let number = recorded.number.as_deref().and_then(|number| CertificateNumber::parse(number).ok());
        number.is_some_and(|number| self.facts.certificates.iter().any(|held| held.number == number))
    }

    fn held(&self, held: &HeldCertificate, title: &str) -> EvidenceFinding {
        let verdict = match held.history.status_on(self.on) {
            Status::InForce => Verdict::Valid,
            Status::NotYet => Verdict::AwardedAfter,
            Status::Suspended { .. } => Verdict::Suspended,
            Status::Withdrawn => Verdict::Withdrawn,
            Status::Expired => Verdict::Expired,
        };
        let number = held.number.to_string();
        let piece =
            Piece::Certificate { title: title.to_owned(), number: number.clone(), awarded_on: held.history.from };
        EvidenceFinding { id: number, piece, verdict }
    }

    fn recorded(&self, recorded: &ExternalCertificate, title: &str) -> EvidenceFinding {
        let verdict = match not_counting(&recorded.standing) {
            Some(verdict) => verdict,
            None if recorded.awarded_on > self.on => Verdict::AwardedAfter,
            None => self.while_valid(recorded),
        };
        let piece = Piece::ExternalCertificate {
            title: title.to_owned(),
            number: recorded.number.clone(),
            awarded_on: recorded.awarded_on,
        };
        EvidenceFinding { id: recorded.source.to_string(), piece, verdict }
    }

    /// "By default it counts only on the days on which it was valid; without a last day it never lapses."
    fn while_valid(&self, recorded: &ExternalCertificate) -> Verdict {
        match self.last_day(recorded) {
            None => Verdict::Held,
            Some(last) if last >= self.on => Verdict::HeldUntil(last),
            Some(last) if self.scheme.lapsed_counts(&recorded.certification) => Verdict::LapsedAndCounts(last),
            Some(last) => Verdict::Lapsed(last),
        }
    }

    /// The last day of a certificate. A record that names none does not outlast what is verified of the same certificate
    /// elsewhere.
    fn last_day(&self, recorded: &ExternalCertificate) -> Option<NaiveDate> {
        let is_same =
            |other: &&ExternalCertificate| {
                other.standing == Standing::Verified
                    && other.certification == recorded.certification
                    && recorded.number.as_deref().map(number_key).is_some_and(|number| {
                        !number.is_empty() && other.number.as_deref().map(number_key) == Some(number)
                    })
            };
        let elsewhere =
            || self.facts.external_certificates.iter().filter(is_same).filter_map(|one| one.expires_on).max();
        recorded.expires_on.or_else(elsewhere)
    }
}

/// Why evidence of this standing counts for nothing; `None` when it counts.
pub(super) fn not_counting(standing: &Standing) -> Option<Verdict> {
    match standing {
        Standing::Verified => None,
        Standing::Unverified => Some(Verdict::Unverified),
        Standing::Rejected { reason } => Some(Verdict::Rejected { reason: reason.clone() }),
    }
}
