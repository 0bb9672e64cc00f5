//! An assessment as it is shown: in answers and in problem documents. A change of the rules' types is not a change of it.

use chrono::NaiveDate;

use super::view::view;
use crate::scheme::assessment::{AssessedRequirement, Assessment, ConsideredEvidence};

view! {
    /// The reasoned answer of the scheme's rules.
    pub struct AssessmentView(assessment: &Assessment) {
        /// Whether the candidate may sit the examination on the day.
        pub eligible: bool = assessment.eligible(),
        /// The qualification.
        pub qualification: String,
        /// The day the answer speaks of.
        pub on: NaiveDate,
        /// The version of the scheme whose rules were applied.
        pub scheme_version: String,
        /// The requirement and all its parts, each with its own answer.
        pub requirement: RequirementView,
        /// What is missing, each in a sentence; empty when the candidate is eligible.
        pub unmet: Vec<String> = assessment.unmet(),
    }

    /// One requirement with its answer.
    pub struct RequirementView(requirement: &AssessedRequirement) {
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
    pub struct ConsideredEvidenceView(evidence: &ConsideredEvidence) {
        /// `certificate`, `external_certificate`, `course_attendance` or `audit_experience`.
        pub kind: String,
        /// The certificate's number, or the id of the record.
        pub id: String,
        /// Whether it counts.
        pub counts: bool,
        /// What it is, and why it does not count where it does not.
        pub summary: String,
    }
}
