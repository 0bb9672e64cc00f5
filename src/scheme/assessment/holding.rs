//! Holding a certification: "'Holds on a day' means: awarded on or before that day, and neither suspended, withdrawn
//! nor expired on that day. What happens to a certificate afterwards does not change what was true on the day."

use super::group::{explain, leaf};
use super::{AssessedRequirement, ConsideredEvidence, Question};
use crate::scheme::evidence::{ExternalCertificate, HeldCertificate, Standing};
use crate::scheme::lifecycle::Status;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Word;

impl Question<'_> {
    pub(super) fn certification(&self, requirement: &Requirement, code: &Word) -> AssessedRequirement {
        let title = self.scheme.certification_title(code);
        let qualification = self.scheme.certification(code.as_str()).and_then(|known| known.qualification.as_ref());
        let own = self.facts.certificates.iter().filter(|held| Some(&held.qualification) == qualification);
        let external = self.facts.external_certificates.iter().filter(|recorded| &recorded.certification == code);
        let evidence: Vec<_> = own
            .map(|held| self.held(held, title))
            .chain(external.map(|recorded| self.recorded(recorded, title)))
            .collect();
        let missing = if evidence.is_empty() {
            format!("No {title} certificate is on record.")
        } else {
            format!("No {title} certificate on record counts on {}.", self.on)
        };
        let satisfied = evidence.iter().any(|piece| piece.counts);
        leaf(requirement, satisfied, explain(&missing, &evidence), evidence)
    }

    fn held(&self, held: &HeldCertificate, title: &str) -> ConsideredEvidence {
        let status = held.history.status_on(self.on);
        let counts = status == Status::InForce;
        let what = format!("{title}, certificate {} of this registry, awarded on {}", held.number, held.history.from);
        let summary = match status {
            Status::InForce => format!("{what}, is valid on {}.", self.on),
            Status::NotYet => format!("{what}, was awarded after {}.", self.on),
            Status::Suspended { .. } => format!("{what}, is suspended on {}.", self.on),
            Status::Withdrawn => format!("{what}, is withdrawn on {}.", self.on),
            Status::Expired => format!("{what}, has expired on {}.", self.on),
        };
        ConsideredEvidence { kind: "certificate".to_owned(), id: held.number.to_string(), counts, summary }
    }

    fn recorded(&self, recorded: &ExternalCertificate, title: &str) -> ConsideredEvidence {
        let what = format!("{title}, number {}, awarded on {}", recorded.number, recorded.awarded_on);
        let (counts, summary) = match not_counting(&recorded.standing) {
            Some(why) => (false, format!("{what}, {why}.")),
            None if recorded.awarded_on > self.on => (false, format!("{what}, was awarded after {}.", self.on)),
            None => (true, format!("{what}, is held on {}.", self.on)),
        };
        ConsideredEvidence { kind: "external_certificate".to_owned(), id: recorded.id.to_string(), counts, summary }
    }
}

/// Why evidence of this standing counts for nothing; `None` when it counts.
pub(super) fn not_counting(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Verified => None,
        Standing::Unverified => Some("is not verified yet and counts for nothing".to_owned()),
        Standing::Rejected { reason } => Some(format!("was rejected ({reason}) and counts for nothing")),
    }
}
