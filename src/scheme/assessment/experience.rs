//! "At least three years' experience conducting audits in an IT environment, as a third-party auditor or as an
//! internal auditor of an organisation."

use super::Question;
use super::finding::{EvidenceFinding, Finding, Piece, RequirementFinding, Verdict};
use super::group::leaf;
use super::holding::not_counting;
use crate::scheme::calendar::{Length, Period};
use crate::scheme::evidence::{AuditExperience, AuditRole};
use crate::scheme::experience::tally;
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn audit_experience(
        &self,
        requirement: &Requirement,
        years: u32,
        roles: &[AuditRole],
    ) -> RequirementFinding {
        let mut evidence = Vec::new();
        let mut counting: Vec<Period> = Vec::new();
        for experience in &self.facts.audit_experience {
            let considered = self.conducted(experience, roles);
            if considered.counts() {
                counting.push(experience.period);
            }
            evidence.push(considered);
        }
        let tally = tally(&counting, self.on);
        let missing_days = tally.missing(years, self.on);
        let length = tally.first_day.map(|first| Length::of(first, tally.days));
        leaf(requirement, missing_days == 0, Finding::AuditExperience { years, length, missing_days }, evidence)
    }

    fn conducted(&self, experience: &AuditExperience, roles: &[AuditRole]) -> EvidenceFinding {
        let piece = Piece::AuditExperience {
            role: experience.role,
            organisation: experience.organisation.clone(),
            from: experience.period.from,
            until: experience.period.until,
        };
        let verdict = not_counting(&experience.standing).unwrap_or_else(|| {
            if !experience.it_environment {
                Verdict::NoItEnvironment
            } else if !roles.contains(&experience.role) {
                Verdict::OtherRole
            } else if experience.period.from > self.on {
                Verdict::BeganAfter
            } else {
                Verdict::CountsUpTo
            }
        });
        EvidenceFinding { id: experience.source.to_string(), piece, verdict }
    }
}
