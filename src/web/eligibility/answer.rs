//! The answer: at a glance, and each requirement with what met it or what is missing.

use askama::Template;
use chrono::NaiveDate;

use super::words::Words;
use crate::messages::Text;
use crate::registry::eligibility::ClaimsAssessment;
use crate::scheme::assessment::finding::{Finding, RequirementFinding};

pub(super) struct Answer {
    /// Which shape and colour: `valid`, `suspended` (not yet) or `withdrawn` (no).
    pub kind: &'static str,
    pub word: String,
    pub means: String,
    /// From which day on it suffices: in words, and for programs.
    pub earliest: Option<(String, String)>,
    pub line: Line,
    /// By which version of the scheme.
    pub version: String,
}

#[derive(Template)]
#[template(path = "eligibility_line.html")]
pub(super) struct Line {
    /// Which shape and colour: `yes`, `no` or `past` (not needed).
    tone: &'static str,
    /// The same in a word.
    word: String,
    sentences: Vec<String>,
    /// What was looked at beside it: whether it counts, and the sentence.
    evidence: Vec<(bool, String)>,
    parts: Vec<Line>,
}

impl Answer {
    /// The answer to the claims for the qualification of this name.
    pub fn of(text: Text, title: &str, assessed: &ClaimsAssessment) -> Self {
        let findings = &assessed.findings;
        let earliest = assessed.earliest_on.filter(|day| *day > findings.on);
        let said = [("day", text.day(findings.on).into()), ("title", title.into())];
        let (kind, word, means) = if findings.eligible() {
            ("valid", text.say("eligibility-yes"), text.say_with("eligibility-yes-means", &said))
        } else if earliest.is_some() {
            ("suspended", text.say("eligibility-later"), text.say_with("eligibility-later-means", &said))
        } else {
            ("withdrawn", text.say("eligibility-no"), text.say_with("eligibility-no-means", &said))
        };
        Self {
            kind,
            word,
            means,
            earliest: earliest
                .map(|day| (text.say_with("eligibility-earliest", &[("day", text.day(day).into())]), day.to_string())),
            line: Line::of(text, &findings.requirement, findings.on, true),
            version: text.say_with("eligibility-version", &[("version", findings.scheme_version.as_str().into())]),
        }
    }
}

impl Line {
    /// `needed` is false for the other alternatives where one is met.
    fn of(text: Text, found: &RequirementFinding, on: NaiveDate, needed: bool) -> Self {
        let words = Words::of(text);
        let (tone, word) = match (found.satisfied, needed) {
            (true, _) => ("yes", text.say("eligibility-met")),
            (false, true) => ("no", text.say("eligibility-unmet")),
            (false, false) => ("past", text.say("eligibility-unneeded")),
        };
        let parts_needed = needed && !(found.satisfied && matches!(found.finding, Finding::AnyOf { .. }));
        // Where the sentences tell of the evidence, a list of it would say it twice.
        let beside = if found.tells_of_evidence() { &[][..] } else { &found.evidence };
        Self {
            tone,
            word,
            sentences: words.sentences(found, on),
            evidence: beside.iter().map(|piece| (piece.counts(), words.evidence(piece, on))).collect(),
            parts: found.parts.iter().map(|part| Self::of(text, part, on, parts_needed)).collect(),
        }
    }
}
