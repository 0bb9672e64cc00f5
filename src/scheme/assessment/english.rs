//! What the rules found, in English: the summaries of the API and of stored decisions. `messages/en.ftl` has the same
//! sentences for the pages, and a test holds the one against the other.

use chrono::NaiveDate;

use super::finding::{Count, EvidenceFinding, Finding, Findings, NotAccredited, Piece, RequirementFinding, Verdict};
use super::{AssessedRequirement, Assessment, ConsideredEvidence};
use crate::scheme::calendar::{Length, counted};
use crate::scheme::evidence::AuditRole;
use crate::scheme::lifecycle::Lapse;

impl From<&Findings> for Assessment {
    fn from(findings: &Findings) -> Self {
        Self {
            qualification: findings.qualification.clone(),
            on: findings.on,
            scheme_version: findings.scheme_version.clone(),
            requirement: requirement(&findings.requirement, findings.on),
        }
    }
}

fn requirement(found: &RequirementFinding, on: NaiveDate) -> AssessedRequirement {
    AssessedRequirement {
        kind: found.kind.to_owned(),
        satisfied: found.satisfied,
        summary: summary(found, on),
        evidence: found.evidence.iter().map(|piece| considered(piece, on)).collect(),
        children: found.parts.iter().map(|part| requirement(part, on)).collect(),
    }
}

fn considered(found: &EvidenceFinding, on: NaiveDate) -> ConsideredEvidence {
    ConsideredEvidence {
        kind: found.piece.kind().to_owned(),
        id: found.id.clone(),
        counts: found.counts(),
        summary: sentence(found, on),
    }
}

/// What met a requirement, or what is missing.
fn summary(found: &RequirementFinding, on: NaiveDate) -> String {
    let opening = match &found.finding {
        Finding::Anyone => "Anyone may sit this examination.".to_owned(),
        Finding::AllOf { met, .. } if found.satisfied => format!("All {met} requirements are met on {on}."),
        Finding::AllOf { met, of } => {
            let are = if *met == 1 { "is" } else { "are" };
            format!("{met} of {of} requirements {are} met on {on}; all of them are needed.")
        }
        Finding::AnyOf { met, of } if found.satisfied => {
            let are = if *met == 1 { "is" } else { "are" };
            format!("{met} of {of} alternatives {are} met on {on}; one is enough.")
        }
        Finding::AnyOf { of, .. } => format!("One of {of} alternatives is needed on {on}, and none is met."),
        // What counts says it all.
        Finding::Certification { .. } | Finding::AccreditedCourse { .. } if found.satisfied => String::new(),
        Finding::Certification { title } if found.evidence.is_empty() => {
            format!("No {title} certificate is on record.")
        }
        Finding::Certification { title } => format!("No {title} certificate on record counts on {on}."),
        Finding::AccreditedCourse { title } if found.evidence.is_empty() => {
            format!("No attendance of an accredited {title} course is on record.")
        }
        Finding::AccreditedCourse { title } => {
            format!("No course on record counts as an accredited {title} course attended by {on}.")
        }
        Finding::AuditExperience { years, course_for, counts, enough_from } => {
            let mut sentences = Vec::new();
            if let (Some(title), []) = (course_for, counts.as_slice()) {
                sentences.push(without_course(found, *years, title));
            }
            // Where a course suffices, the others do not matter.
            let telling = counts.iter().filter(|count| !found.satisfied || count.missing_days == 0);
            sentences.extend(telling.map(|count| experience(found, *years, count, course_for.is_some())));
            if let Some(day) = enough_from {
                sentences.push(format!("It suffices for a course that is completed on {day} or later."));
            }
            sentences.join(" ")
        }
    };
    let mut parts = vec![opening];
    if found.tells_of_evidence() {
        parts.extend(found.telling_evidence().into_iter().map(|piece| sentence(piece, on)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// What experience comes to where there is no course up to which it could be counted.
fn without_course(found: &RequirementFinding, years: u32, title: &str) -> String {
    let needed = counted(u64::from(years), "year");
    if found.evidence.iter().any(EvidenceFinding::counts) {
        return format!(
            "The {needed} in an IT environment are counted up to the day on which an accredited {title} course was \
             completed, and none counts."
        );
    }
    nothing_counts(found, &needed, &format!("the day on which an accredited {title} course is completed"))
}

fn nothing_counts(found: &RequirementFinding, needed: &str, by: &str) -> String {
    if found.evidence.is_empty() {
        return format!(
            "No experience in conducting audits is on record; {needed} in an IT environment are needed by {by}."
        );
    }
    format!("No experience on record counts; {needed} of conducting audits in an IT environment are needed by {by}.")
}

fn experience(found: &RequirementFinding, years: u32, count: &Count, is_to_course: bool) -> String {
    let needed = counted(u64::from(years), "year");
    let on = match &count.course {
        Some(course) => format!("{} (when the course “{course}” was completed)", count.until),
        None if is_to_course => format!("{} (when the course was completed)", count.until),
        None => count.until.to_string(),
    };
    match count.length {
        None => nothing_counts(found, &needed, &on),
        Some(length) if count.missing_days == 0 => {
            format!("{length} of conducting audits in an IT environment by {on}; {needed} are needed.")
        }
        Some(length) => {
            let by = if is_to_course { format!("By {on}: ") } else { String::new() };
            format!("{by}{length} of the {needed}: {} short.", Length::of(count.until, count.missing_days))
        }
    }
}

/// A piece of evidence, and what it contributes.
fn sentence(found: &EvidenceFinding, on: NaiveDate) -> String {
    if let Piece::Unrecognised { code, number } = &found.piece {
        let number = number.as_ref().map_or_else(String::new, |number| format!(" (number {number})"));
        return format!("The certification `{code}`{number} {}.", verdict(&found.verdict, on));
    }
    let verdict = if found.counts_whole() { "counts".to_owned() } else { verdict(&found.verdict, on) };
    format!("{}, {verdict}.", piece(&found.piece))
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Certificate { title, number, awarded_on } => {
            format!("{title}, certificate {number} of this registry, awarded on {awarded_on}")
        }
        Piece::ExternalCertificate { title, number: Some(number), awarded_on } => {
            format!("{title}, number {number}, awarded on {awarded_on}")
        }
        Piece::ExternalCertificate { title, number: None, awarded_on } => format!("{title}, awarded on {awarded_on}"),
        Piece::Unrecognised { code, .. } => code.clone(),
        Piece::Course { course, training_organisation, completed_on } => {
            format!("The course “{course}” of {training_organisation}, completed on {completed_on}")
        }
        Piece::UnnamedCourse { title, completed_on } => {
            format!("A course for {title} that is not named, completed on {completed_on}")
        }
        Piece::AuditExperience { role, organisation, from, until } => {
            let role = match role {
                AuditRole::ThirdParty => "third-party auditor",
                AuditRole::Internal => "internal auditor",
            };
            let organisation =
                organisation.as_ref().map_or_else(String::new, |organisation| format!(", {organisation}"));
            let until = until.map_or_else(|| "today".to_owned(), |until| until.to_string());
            format!("Work as {role}{organisation}, from {from} to {until}")
        }
    }
}

fn verdict(verdict: &Verdict, on: NaiveDate) -> String {
    match verdict {
        Verdict::Valid => format!("is valid on {on}"),
        Verdict::Held => format!("is held on {on}"),
        Verdict::HeldUntil(last) => format!("is held on {on} and valid until {last}"),
        Verdict::LapsedAndCounts(last) => format!("was valid until {last} and counts after that day too"),
        Verdict::Lapsed(last) => format!("was valid until {last} and has lapsed by {on}"),
        Verdict::Accredited { title } => format!("was accredited for {title} on that day"),
        Verdict::TakenAsAccredited => "is taken to have been accredited on that day".to_owned(),
        Verdict::CountsUpTo(day) => format!("counts up to {day}"),
        Verdict::CountsUpToCourse => "counts up to the day on which an accredited course is completed".to_owned(),
        Verdict::AwardedAfter => format!("was awarded after {on}"),
        Verdict::Suspended => format!("is suspended on {on}"),
        Verdict::Withdrawn => format!("is withdrawn on {on}"),
        Verdict::Expired => format!("has expired on {on}"),
        Verdict::Unverified => "is not verified yet and counts for nothing".to_owned(),
        Verdict::Rejected { reason } => format!("was rejected ({reason}) and counts for nothing"),
        Verdict::Unrecognised => "is not recognised by the scheme and counts for nothing".to_owned(),
        Verdict::OtherQualification { code, title } => {
            format!("is a course for the qualification `{code}`, not {title}")
        }
        Verdict::CompletedAfter => format!("was completed after {on}"),
        Verdict::NotAccredited(what) => not_accredited(*what),
        Verdict::NoItEnvironment => "was not in an IT environment and counts for nothing".to_owned(),
        Verdict::OtherRole => "was in a role that does not count".to_owned(),
        Verdict::BeganAfter(day) => format!("began after {day}"),
    }
}

/// What was not accredited on the day on which a course was completed, and since when.
#[must_use]
pub fn not_accredited(what: NotAccredited) -> String {
    match what {
        NotAccredited::Course(why) => format!("was not accredited on that day ({})", lapse(why)),
        NotAccredited::Organisation(why) => {
            format!("was run by a training organisation that was not accredited on that day ({})", lapse(why))
        }
        NotAccredited::Both { course, organisation } => format!(
            "was not accredited on that day ({}), nor was the training organisation that ran it ({})",
            lapse(course),
            lapse(organisation)
        ),
    }
}

fn lapse(why: Lapse) -> String {
    match why {
        Lapse::NotBefore(day) => format!("accredited from {day}"),
        Lapse::SuspendedSince(day) => format!("suspended since {day}"),
        Lapse::WithdrawnOn(day) => format!("withdrawn on {day}"),
        Lapse::Until(day) => format!("accredited until {day}"),
    }
}
