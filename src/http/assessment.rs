//! An assessment as it is shown: in answers and in problem documents. A change of the rules' types is not a change of it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::scheme::assessment::{AssessedRequirement, Assessment, ConsideredEvidence};

/// The reasoned answer of the scheme's rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssessmentView {
    /// Whether the candidate may sit the examination on the day.
    pub eligible: bool,
    /// The qualification.
    pub qualification: String,
    /// The day the answer speaks of.
    pub on: chrono::NaiveDate,
    /// The version of the scheme whose rules were applied.
    pub scheme_version: String,
    /// The requirement and all its parts, each with its own answer.
    pub requirement: RequirementView,
    /// What is missing, each in a sentence; empty when the candidate is eligible.
    pub unmet: Vec<String>,
}

/// One requirement with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementView {
    /// `anyone`, `all_of`, `any_of`, `certification`, `accredited_course` or `audit_experience`.
    pub kind: String,
    /// Whether it is met.
    pub satisfied: bool,
    /// What met it, or what is missing, in plain words.
    pub summary: String,
    /// The evidence that was looked at.
    pub evidence: Vec<ConsideredEvidenceView>,
    /// The parts of an `all_of` or `any_of`.
    #[schema(no_recursion)]
    pub children: Vec<RequirementView>,
}

/// A piece of evidence that was looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsideredEvidenceView {
    /// `certificate`, `external_certificate`, `course_attendance` or `audit_experience`.
    pub kind: String,
    /// The certificate's number, or the id of the record.
    pub id: String,
    /// Whether it counts.
    pub counts: bool,
    /// What it is, and why it does not count where it does not.
    pub summary: String,
}

impl From<&Assessment> for AssessmentView {
    fn from(assessment: &Assessment) -> Self {
        Self {
            eligible: assessment.eligible(),
            qualification: assessment.qualification.as_str().to_owned(),
            on: assessment.on,
            scheme_version: assessment.scheme_version.clone(),
            requirement: (&assessment.requirement).into(),
            unmet: assessment.unmet().into_iter().map(str::to_owned).collect(),
        }
    }
}

impl From<&AssessedRequirement> for RequirementView {
    fn from(requirement: &AssessedRequirement) -> Self {
        Self {
            kind: requirement.kind.clone(),
            satisfied: requirement.satisfied,
            summary: requirement.summary.clone(),
            evidence: requirement.evidence.iter().map(Into::into).collect(),
            children: requirement.children.iter().map(Into::into).collect(),
        }
    }
}

impl From<&ConsideredEvidence> for ConsideredEvidenceView {
    fn from(evidence: &ConsideredEvidence) -> Self {
        Self {
            kind: evidence.kind.clone(),
            id: evidence.id.clone(),
            counts: evidence.counts,
            summary: evidence.summary.clone(),
        }
    }
}
