//! The rules' answer: "not a yes or no: every requirement, met or unmet, with the evidence that met it or what is
//! missing in plain words, all of them at once, never the first only. It names the scheme version and the day it
//! speaks of."
//!
//! The rules find data ([`Findings`]); an [`Assessment`] is what was found in English, as the API shows it and as it is
//! stored with a decision. Pages say the same findings in their reader's language.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::definition::{Qualification, QualificationCode, Scheme};
use super::evidence::Facts;

mod course;
mod earliest;
mod english;
mod experience;
pub mod finding;
mod group;
mod holding;

pub use course::not_accredited;
pub use english::not_accredited as not_accredited_words;
pub use finding::Findings;

/// The reasoned answer to: may this candidate sit this examination on this day?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub qualification: QualificationCode,
    pub on: NaiveDate,
    pub scheme_version: String,
    /// The requirement and all its parts, each with its own answer.
    pub requirement: AssessedRequirement,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessedRequirement {
    /// The requirement's kind, such as `any_of` or `accredited_course`.
    pub kind: String,
    pub satisfied: bool,
    /// What met it, or what is missing, in plain words.
    pub summary: String,
    /// The evidence that was looked at, with what each piece contributes.
    pub evidence: Vec<ConsideredEvidence>,
    /// The parts of an `all_of` or `any_of`.
    pub children: Vec<AssessedRequirement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsideredEvidence {
    /// `certificate`, `external_certificate`, `course_attendance` or `audit_experience`.
    pub kind: String,
    /// The certificate's number, or the id of the record.
    pub id: String,
    pub counts: bool,
    /// What it is, and why it does not count where it does not.
    pub summary: String,
}

impl Assessment {
    pub const fn eligible(&self) -> bool {
        self.requirement.satisfied
    }

    /// What is missing, each in a sentence: empty exactly when the candidate is eligible.
    pub fn unmet(&self) -> Vec<&str> {
        let mut summaries = Vec::new();
        self.requirement.collect_unmet(&mut summaries);
        summaries
    }
}

impl AssessedRequirement {
    fn collect_unmet<'a>(&'a self, summaries: &mut Vec<&'a str>) {
        if self.satisfied {
            return;
        }
        // That all parts are needed says nothing new beside the parts that are missing; that one of them would do does.
        if self.kind != "all_of" {
            summaries.push(&self.summary);
        }
        for child in &self.children {
            child.collect_unmet(summaries);
        }
    }
}

impl Scheme {
    #[must_use]
    pub fn assess(&self, qualification: &Qualification, facts: &Facts, on: NaiveDate) -> Assessment {
        Assessment::from(&self.find(qualification, facts, on))
    }

    /// The same as data, for whoever says it in another language.
    #[must_use]
    pub fn find(&self, qualification: &Qualification, facts: &Facts, on: NaiveDate) -> Findings {
        let question = Question { scheme: self, facts, on };
        Findings {
            qualification: qualification.code.clone(),
            on,
            scheme_version: self.version.clone(),
            requirement: question.assess(&qualification.requirement),
        }
    }
}

/// What is asked of every requirement.
struct Question<'a> {
    scheme: &'a Scheme,
    facts: &'a Facts,
    on: NaiveDate,
}

#[cfg(test)]
mod tests;
