//! What the rules found, in the reader's language. The English messages are the sentences of the registry
//! (`scheme/assessment/english.rs`), word for word; a test holds them together.

use chrono::NaiveDate;

use crate::messages::{Text, isolated};
use crate::scheme::assessment::finding::{
    Count, EvidenceFinding, Finding, NotAccredited, Piece, RequirementFinding, Verdict,
};
use crate::scheme::calendar::Length;
use crate::scheme::evidence::AuditRole;
use crate::scheme::lifecycle::Lapse;

#[derive(Clone, Copy)]
pub(super) struct Words {
    text: Text,
    day: fn(Text, NaiveDate) -> String,
    /// How a name is set apart, whatever its direction.
    name: fn(&str) -> String,
}

impl Words {
    pub fn of(text: Text) -> Self {
        Self { text, day: Text::day, name: isolated }
    }

    fn day(self, day: NaiveDate) -> String {
        (self.day)(self.text, day)
    }

    fn name(self, name: &str) -> String {
        (self.name)(name)
    }

    /// What met a requirement, or what is missing: one sentence after the other.
    pub fn sentences(self, found: &RequirementFinding, on: NaiveDate) -> Vec<String> {
        if let Finding::AuditExperience { years, course_for, counts, enough_from } = &found.finding {
            return self.experience(found, *years, course_for.as_deref(), counts, *enough_from);
        }
        let mut sentences: Vec<_> = self.opening(found, on).into_iter().collect();
        if found.tells_of_evidence() {
            sentences.extend(found.telling_evidence().into_iter().map(|piece| self.evidence(piece, on)));
        }
        sentences
    }

    /// The sentence about the requirement itself; none where what counts says it all.
    fn opening(self, found: &RequirementFinding, on: NaiveDate) -> Option<String> {
        let (text, nothing, on) = (self.text, found.evidence.is_empty(), self.day(on));
        Some(match &found.finding {
            Finding::Anyone => text.say("finding-anyone"),
            Finding::AllOf { met, .. } if found.satisfied => {
                text.say_with("finding-all-met", &[("met", (*met).into()), ("on", on.into())])
            }
            Finding::AllOf { met, of } => {
                text.say_with("finding-all", &[("met", (*met).into()), ("of", (*of).into()), ("on", on.into())])
            }
            Finding::AnyOf { met, of } if found.satisfied => {
                text.say_with("finding-any-met", &[("met", (*met).into()), ("of", (*of).into()), ("on", on.into())])
            }
            Finding::AnyOf { of, .. } => text.say_with("finding-any", &[("of", (*of).into()), ("on", on.into())]),
            Finding::Certification { .. } | Finding::AccreditedCourse { .. } if found.satisfied => return None,
            Finding::Certification { title } if nothing => {
                text.say_with("finding-certificate-none", &[("title", title.as_str().into())])
            }
            Finding::Certification { title } => {
                text.say_with("finding-certificate", &[("title", title.as_str().into()), ("on", on.into())])
            }
            Finding::AccreditedCourse { title } if nothing => {
                text.say_with("finding-course-none", &[("title", title.as_str().into())])
            }
            Finding::AccreditedCourse { title } => {
                text.say_with("finding-course", &[("title", title.as_str().into()), ("on", on.into())])
            }
            Finding::AuditExperience { .. } => return None,
        })
    }

    /// What the experience comes to by each day that it is counted up to.
    fn experience(
        self,
        found: &RequirementFinding,
        years: u32,
        course_for: Option<&str>,
        counts: &[Count],
        enough_from: Option<NaiveDate>,
    ) -> Vec<String> {
        let (text, mut sentences) = (self.text, Vec::new());
        if let (Some(title), []) = (course_for, counts) {
            sentences.push(if found.evidence.iter().any(EvidenceFinding::counts) {
                let said = [("years", years.into()), ("title", title.into())];
                text.say_with("finding-experience-no-course", &said)
            } else {
                let by = text.say_with("finding-day-of-any-course", &[("title", title.into())]);
                self.nothing_counts(found, years, by)
            });
        }
        // Where a course suffices, the others do not matter.
        let telling = counts.iter().filter(|count| !found.satisfied || count.missing_days == 0);
        sentences.extend(telling.map(|count| self.count(found, years, count, course_for.is_some())));
        sentences.extend(
            enough_from.map(|day| text.say_with("finding-experience-enough-from", &[("day", self.day(day).into())])),
        );
        sentences
    }

    fn nothing_counts(self, found: &RequirementFinding, years: u32, by: String) -> String {
        if found.evidence.is_empty() {
            return self.text.say_with("finding-experience-none", &[("years", years.into()), ("on", by.into())]);
        }
        self.text.say_with("finding-experience-nothing-counts", &[("years", years.into()), ("on", by.into())])
    }

    fn count(self, found: &RequirementFinding, years: u32, count: &Count, is_to_course: bool) -> String {
        let (text, day) = (self.text, self.day(count.until));
        let on = match &count.course {
            Some(course) => {
                let said = [("day", day.into()), ("course", self.name(course).into())];
                text.say_with("finding-day-of-course", &said)
            }
            None if is_to_course => text.say_with("finding-day-of-unnamed-course", &[("day", day.into())]),
            None => day,
        };
        let Some(length) = count.length else { return self.nothing_counts(found, years, on) };
        let length = self.length(length);
        if count.missing_days == 0 {
            let said = [("length", length.into()), ("years", years.into()), ("on", on.into())];
            return text.say_with("finding-experience-enough", &said);
        }
        let missing = self.length(Length::of(count.until, count.missing_days));
        let said = [("length", length.into()), ("years", years.into()), ("missing", missing.into())];
        let short = text.say_with("finding-experience-short", &said);
        if !is_to_course {
            return short;
        }
        text.say_with("finding-experience-short-by", &[("on", on.into()), ("short", short.into())])
    }

    /// "2 years, 11 months and 27 days".
    fn length(self, length: Length) -> String {
        let text = self.text;
        let mut parts = Vec::new();
        if length.years > 0 {
            parts.push(text.say_with("length-years", &[("count", length.years.into())]));
        }
        if length.months > 0 {
            parts.push(text.say_with("length-months", &[("count", length.months.into())]));
        }
        if length.days > 0 || parts.is_empty() {
            parts.push(text.say_with("length-days", &[("count", length.days.into())]));
        }
        match parts.as_slice() {
            [first, second, third, ..] => {
                let said = [("first", first.into()), ("second", second.into()), ("third", third.into())];
                text.say_with("length-three", &said)
            }
            [first, second] => text.say_with("length-two", &[("first", first.into()), ("second", second.into())]),
            _ => parts.concat(),
        }
    }

    /// A piece of evidence, and what it contributes.
    pub fn evidence(self, found: &EvidenceFinding, on: NaiveDate) -> String {
        let text = self.text;
        let verdict =
            if found.counts_whole() { text.say("verdict-counts-whole") } else { self.verdict(&found.verdict, on) };
        match &found.piece {
            Piece::Unrecognised { code, number: None } => {
                text.say_with("evidence-unrecognised", &[("code", code.as_str().into()), ("verdict", verdict.into())])
            }
            Piece::Unrecognised { code, number: Some(number) } => {
                let (code, number) = (code.as_str(), number.as_str());
                let said = [("code", code.into()), ("number", number.into()), ("verdict", verdict.into())];
                text.say_with("evidence-unrecognised-numbered", &said)
            }
            piece => {
                let said = [("what", self.piece(piece).into()), ("verdict", verdict.into())];
                text.say_with("evidence-sentence", &said)
            }
        }
    }

    fn piece(self, piece: &Piece) -> String {
        let text = self.text;
        match piece {
            Piece::Certificate { title, number, awarded_on } => {
                let (title, number, day) = (title.as_str(), number.as_str(), self.day(*awarded_on));
                let said = [("title", title.into()), ("number", number.into()), ("day", day.into())];
                text.say_with("evidence-certificate", &said)
            }
            Piece::ExternalCertificate { title, number: Some(number), awarded_on } => {
                let (title, number, day) = (title.as_str(), number.as_str(), self.day(*awarded_on));
                let said = [("title", title.into()), ("number", number.into()), ("day", day.into())];
                text.say_with("evidence-external-numbered", &said)
            }
            Piece::ExternalCertificate { title, number: None, awarded_on } => {
                let said = [("title", title.as_str().into()), ("day", self.day(*awarded_on).into())];
                text.say_with("evidence-external", &said)
            }
            Piece::Unrecognised { code, .. } => code.clone(),
            Piece::Course { course, training_organisation, completed_on } => {
                let (course, by, day) = (self.name(course), self.name(training_organisation), self.day(*completed_on));
                let said = [("course", course.into()), ("organisation", by.into()), ("day", day.into())];
                text.say_with("evidence-course", &said)
            }
            Piece::UnnamedCourse { title, completed_on } => {
                let said = [("title", title.as_str().into()), ("day", self.day(*completed_on).into())];
                text.say_with("evidence-course-unnamed", &said)
            }
            Piece::AuditExperience { role, organisation, from, until } => {
                let (role, from) = (self.role(*role, organisation.as_deref()), self.day(*from));
                match until {
                    Some(until) => {
                        let said = [("role", role.into()), ("from", from.into()), ("until", self.day(*until).into())];
                        text.say_with("evidence-work", &said)
                    }
                    None => text.say_with("evidence-work-open", &[("role", role.into()), ("from", from.into())]),
                }
            }
        }
    }

    fn role(self, role: AuditRole, organisation: Option<&str>) -> String {
        let text = self.text;
        let role = match role {
            AuditRole::ThirdParty => text.say("evidence-role-third-party"),
            AuditRole::Internal => text.say("evidence-role-internal"),
        };
        let Some(organisation) = organisation else { return role };
        let said = [("role", role.into()), ("organisation", self.name(organisation).into())];
        text.say_with("evidence-role-at", &said)
    }

    fn verdict(self, verdict: &Verdict, on: NaiveDate) -> String {
        let (text, on) = (self.text, self.day(on));
        match verdict {
            Verdict::Valid => text.say_with("verdict-valid", &[("on", on.into())]),
            Verdict::Held => text.say_with("verdict-held", &[("on", on.into())]),
            Verdict::HeldUntil(last) => {
                text.say_with("verdict-held-until", &[("last", self.day(*last).into()), ("on", on.into())])
            }
            Verdict::LapsedAndCounts(last) => {
                text.say_with("verdict-lapsed-counts", &[("last", self.day(*last).into())])
            }
            Verdict::Lapsed(last) => {
                text.say_with("verdict-lapsed", &[("last", self.day(*last).into()), ("on", on.into())])
            }
            Verdict::Accredited { title } => text.say_with("verdict-accredited", &[("title", title.as_str().into())]),
            Verdict::TakenAsAccredited => text.say("verdict-taken-as-accredited"),
            Verdict::CountsUpTo(day) => text.say_with("verdict-counts", &[("on", self.day(*day).into())]),
            Verdict::CountsUpToCourse => text.say("verdict-counts-to-course"),
            Verdict::AwardedAfter => text.say_with("verdict-awarded-after", &[("on", on.into())]),
            Verdict::Suspended => text.say_with("verdict-suspended", &[("on", on.into())]),
            Verdict::Withdrawn => text.say_with("verdict-withdrawn", &[("on", on.into())]),
            Verdict::Expired => text.say_with("verdict-expired", &[("on", on.into())]),
            Verdict::Unverified => text.say("verdict-unverified"),
            Verdict::Rejected { reason } => text.say_with("verdict-rejected", &[("reason", self.name(reason).into())]),
            Verdict::Unrecognised => text.say("verdict-unrecognised"),
            Verdict::OtherQualification { code, title } => {
                let said = [("code", code.as_str().into()), ("title", title.as_str().into())];
                text.say_with("verdict-other-qualification", &said)
            }
            Verdict::CompletedAfter => text.say_with("verdict-completed-after", &[("on", on.into())]),
            Verdict::NotAccredited(what) => self.not_accredited(*what),
            Verdict::NoItEnvironment => text.say("verdict-no-it"),
            Verdict::OtherRole => text.say("verdict-role"),
            Verdict::BeganAfter(day) => text.say_with("verdict-began-after", &[("on", self.day(*day).into())]),
        }
    }

    fn not_accredited(self, what: NotAccredited) -> String {
        let why = |lapse: Lapse| self.lapse(lapse);
        match what {
            NotAccredited::Course(course) => self.text.say_with("verdict-course", &[("why", why(course).into())]),
            NotAccredited::Organisation(organisation) => {
                self.text.say_with("verdict-organisation", &[("why", why(organisation).into())])
            }
            NotAccredited::Both { course, organisation } => {
                let said = [("course", why(course).into()), ("organisation", why(organisation).into())];
                self.text.say_with("verdict-course-and-organisation", &said)
            }
        }
    }

    fn lapse(self, lapse: Lapse) -> String {
        let text = self.text;
        let (Lapse::NotBefore(day) | Lapse::SuspendedSince(day) | Lapse::WithdrawnOn(day) | Lapse::Until(day)) = lapse;
        let said = [("day", self.day(day).into())];
        match lapse {
            Lapse::NotBefore(_) => text.say_with("lapse-not-before", &said),
            Lapse::SuspendedSince(_) => text.say_with("lapse-suspended", &said),
            Lapse::WithdrawnOn(_) => text.say_with("lapse-withdrawn", &said),
            Lapse::Until(_) => text.say_with("lapse-until", &said),
        }
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
