//! The tree: anyone, all of, any of, and the way to the leaves.

use super::{AssessedRequirement, ConsideredEvidence, Question};
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn assess(&self, requirement: &Requirement) -> AssessedRequirement {
        match requirement {
            Requirement::Anyone => leaf(requirement, true, "Anyone may sit this examination.".to_owned(), Vec::new()),
            Requirement::AllOf(parts) => self.all_of(requirement, parts),
            Requirement::AnyOf(parts) => self.any_of(requirement, parts),
            Requirement::Certification(code) => self.certification(requirement, code),
            Requirement::AccreditedCourse(qualification) => self.accredited_course(requirement, qualification),
            Requirement::AuditExperience { years, roles } => self.audit_experience(requirement, *years, roles),
        }
    }

    fn all_of(&self, requirement: &Requirement, parts: &[Requirement]) -> AssessedRequirement {
        let children: Vec<_> = parts.iter().map(|part| self.assess(part)).collect();
        let met = children.iter().filter(|child| child.satisfied).count();
        let satisfied = met == children.len();
        let summary = if satisfied {
            format!("All {met} requirements are met on {}.", self.on)
        } else {
            format!("{met} of {} requirements are met on {}; all of them are needed.", children.len(), self.on)
        };
        AssessedRequirement { children, ..leaf(requirement, satisfied, summary, self.unrecognised(parts)) }
    }

    fn any_of(&self, requirement: &Requirement, parts: &[Requirement]) -> AssessedRequirement {
        let children: Vec<_> = parts.iter().map(|part| self.assess(part)).collect();
        let met = children.iter().filter(|child| child.satisfied).count();
        let evidence = self.unrecognised(parts);
        let summary = if met > 0 {
            format!("{met} of {} alternatives is met on {}; one is enough.", children.len(), self.on)
        } else {
            let mut summary =
                format!("One of {} alternatives is needed on {}, and none is met.", children.len(), self.on);
            for ignored in &evidence {
                summary.push(' ');
                summary.push_str(&ignored.summary);
            }
            summary
        };
        AssessedRequirement { children, ..leaf(requirement, met > 0, summary, evidence) }
    }

    /// Certificates with codes that the scheme does not recognise "are recorded and count for nothing, and the
    /// assessment says just that": shown once, where certifications are asked for.
    fn unrecognised(&self, parts: &[Requirement]) -> Vec<ConsideredEvidence> {
        if !parts.iter().any(|part| matches!(part, Requirement::Certification(_))) {
            return Vec::new();
        }
        let unknown = self
            .facts
            .external_certificates
            .iter()
            .filter(|certificate| self.scheme.certification(certificate.certification.as_str()).is_none());
        unknown
            .map(|certificate| ConsideredEvidence {
                kind: "external_certificate".to_owned(),
                id: certificate.id.to_string(),
                counts: false,
                summary: format!(
                    "The certification `{}` (number {}) is not recognised by the scheme and counts for nothing.",
                    certificate.certification.as_str(),
                    certificate.number
                ),
            })
            .collect()
    }
}

/// The answer of a requirement without parts.
pub(super) fn leaf(
    requirement: &Requirement,
    satisfied: bool,
    summary: String,
    evidence: Vec<ConsideredEvidence>,
) -> AssessedRequirement {
    AssessedRequirement { kind: requirement.kind().to_owned(), satisfied, summary, evidence, children: Vec::new() }
}

/// The summary of a leaf: what counts when something does; else what is missing and why each piece does not count.
pub(super) fn explain(missing: &str, evidence: &[ConsideredEvidence]) -> String {
    let counting: Vec<_> = evidence.iter().filter(|piece| piece.counts).map(|piece| piece.summary.as_str()).collect();
    if !counting.is_empty() {
        return counting.join(" ");
    }
    let mut summary = missing.to_owned();
    for piece in evidence {
        summary.push(' ');
        summary.push_str(&piece.summary);
    }
    summary
}
