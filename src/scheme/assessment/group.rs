//! The tree: anyone, all of, any of, and the way to the leaves.

use super::Question;
use super::finding::{EvidenceFinding, Finding, Piece, RequirementFinding, Verdict};
use crate::scheme::requirement::Requirement;

impl Question<'_> {
    pub(super) fn assess(&self, requirement: &Requirement) -> RequirementFinding {
        match requirement {
            Requirement::Anyone => leaf(requirement, true, Finding::Anyone, Vec::new()),
            Requirement::AllOf(parts) => {
                self.group(requirement, parts, |met, of| (met == of, Finding::AllOf { met, of }))
            }
            Requirement::AnyOf(parts) => {
                self.group(requirement, parts, |met, of| (met > 0, Finding::AnyOf { met, of }))
            }
            Requirement::Certification(code) => self.certification(requirement, code),
            Requirement::AccreditedCourse(qualification) => self.accredited_course(requirement, qualification),
            Requirement::AuditExperience { years, roles, counted_to } => {
                self.audit_experience(requirement, *years, roles, counted_to)
            }
        }
    }

    fn group(
        &self,
        requirement: &Requirement,
        parts: &[Requirement],
        conclude: impl FnOnce(usize, usize) -> (bool, Finding),
    ) -> RequirementFinding {
        let found: Vec<_> = parts.iter().map(|part| self.assess(part)).collect();
        let met = found.iter().filter(|part| part.satisfied).count();
        let (satisfied, finding) = conclude(met, found.len());
        RequirementFinding { parts: found, ..leaf(requirement, satisfied, finding, self.unrecognised(parts)) }
    }

    /// Certificates with codes that the scheme does not recognise "are recorded and count for nothing, and the
    /// assessment says just that": shown once, where certifications are asked for.
    fn unrecognised(&self, parts: &[Requirement]) -> Vec<EvidenceFinding> {
        if !parts.iter().any(|part| matches!(part, Requirement::Certification(_))) {
            return Vec::new();
        }
        let unknown = self
            .facts
            .external_certificates
            .iter()
            .filter(|certificate| self.scheme.certification(certificate.certification.as_str()).is_none());
        unknown
            .map(|certificate| EvidenceFinding {
                id: certificate.source.to_string(),
                piece: Piece::Unrecognised {
                    code: certificate.certification.as_str().to_owned(),
                    number: certificate.number.clone(),
                },
                verdict: Verdict::Unrecognised,
            })
            .collect()
    }
}

pub(super) fn leaf(
    requirement: &Requirement,
    satisfied: bool,
    finding: Finding,
    evidence: Vec<EvidenceFinding>,
) -> RequirementFinding {
    RequirementFinding { kind: requirement.kind().as_str(), satisfied, finding, evidence, parts: Vec::new() }
}
