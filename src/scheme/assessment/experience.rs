//! "At least three years' experience conducting audits in an IT environment, as a third-party auditor or as an
//! internal auditor of an organisation."

use super::group::leaf;
use super::holding::not_counting;
use super::{AssessedRequirement, ConsideredEvidence, Question};
use crate::scheme::calendar::{Period, counted, length_in_words};
use crate::scheme::evidence::{AuditExperience, AuditRole};
use crate::scheme::experience::tally;
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn audit_experience(
        &self,
        requirement: &Requirement,
        years: u32,
        roles: &[AuditRole],
    ) -> AssessedRequirement {
        let mut evidence = Vec::new();
        let mut counting: Vec<Period> = Vec::new();
        for experience in &self.facts.audit_experience {
            let considered = self.conducted(experience, roles);
            if considered.counts {
                counting.push(experience.period);
            }
            evidence.push(considered);
        }
        let tally = tally(&counting, self.on);
        let missing = tally.missing(years, self.on);
        let needed = counted(u64::from(years), "year");
        let summary = match tally.first_day {
            None if evidence.is_empty() => {
                format!(
                    "No experience in conducting audits is on record; {needed} in an IT environment are needed by {}.",
                    self.on
                )
            }
            None => format!(
                "No experience on record counts; {needed} of conducting audits in an IT environment are needed by {}.",
                self.on
            ),
            Some(first) => {
                let length = length_in_words(first, tally.days);
                if missing == 0 {
                    format!(
                        "{length} of conducting audits in an IT environment are verified by {}; {needed} are needed.",
                        self.on
                    )
                } else {
                    format!("{length} of the {needed} are verified: {} short.", counted(missing, "day"))
                }
            }
        };
        leaf(requirement, missing == 0, summary, evidence)
    }

    fn conducted(&self, experience: &AuditExperience, roles: &[AuditRole]) -> ConsideredEvidence {
        let role = match experience.role {
            AuditRole::ThirdParty => "third-party auditor",
            AuditRole::Internal => "internal auditor",
        };
        let until = experience.period.until.map_or_else(|| "today".to_owned(), |until| until.to_string());
        let what = format!("Work as {role}, {}, from {} to {until}", experience.organisation, experience.period.from);
        let obstacle = not_counting(&experience.standing).or_else(|| {
            if !experience.it_environment {
                Some("was not in an IT environment and counts for nothing".to_owned())
            } else if !roles.contains(&experience.role) {
                Some("was in a role that does not count".to_owned())
            } else if experience.period.from > self.on {
                Some(format!("began after {}", self.on))
            } else {
                None
            }
        });
        let counts = obstacle.is_none();
        let summary = format!("{what}, {}.", obstacle.unwrap_or_else(|| format!("counts up to {}", self.on)));
        ConsideredEvidence { kind: "audit_experience".to_owned(), id: experience.id.to_string(), counts, summary }
    }
}
