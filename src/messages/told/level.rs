//! What is told of one qualification.

use super::renewal::renewal as told_renewal;
use super::{Item, Part, Section, formats, requirement, said, standard};
use crate::messages::Text;
use crate::scheme::Scheme;
use crate::scheme::codes::QualificationCode;
use crate::scheme::definition::Qualification;
use crate::scheme::requirement::Requirement;

/// What it is for, whom it is for, what it opens; who may sit, with the course that is asked for.
#[must_use]
pub fn level(text: Text, scheme: &Scheme, qualification: &Qualification) -> Vec<Section> {
    let of_scheme = |words: &Option<String>| words.as_ref().map(|words| Part::Paragraph(text.of_scheme(words)));
    let opened = opened_by(scheme, &qualification.code);
    let opens = opened.iter().map(|title| text.say_with("level-opens-means", &[("title", (*title).into())]));
    let who = vec![Part::List(vec![requirement(text, scheme, &qualification.requirement)])];
    let sections = [
        Section {
            id: "purpose",
            heading: text.say("level-purpose"),
            parts: of_scheme(&qualification.purpose).into_iter().collect(),
        },
        Section {
            id: "audience",
            heading: text.say("level-audience"),
            parts: of_scheme(&qualification.audience).into_iter().collect(),
        },
        Section {
            id: "opens",
            heading: text.say("level-opens"),
            parts: opens.map(|one| Part::Paragraph(said(text, one))).collect(),
        },
        Section { id: "who", heading: text.say("qualification-who"), parts: who },
        Section {
            id: "course",
            heading: text.say("level-course"),
            parts: mandatory(text, scheme, &qualification.requirement)
                .into_iter()
                .chain(of_scheme(&qualification.course))
                .collect(),
        },
    ];
    sections.into_iter().filter(|section| !section.parts.is_empty()).collect()
}

/// How it is examined, today and before; which edition of the standard is current beside what is examined; how long a
/// certificate is valid.
#[must_use]
pub fn examination(text: Text, scheme: &Scheme, qualification: &Qualification) -> Vec<Section> {
    let parts = formats::parts(text, scheme, qualification);
    let examination = Section { id: "examination", heading: text.say("qualification-examination"), parts };
    let current = standard::current(scheme).map(|edition| {
        let words = text.say_with("level-current-means", &[("edition", edition.title.as_str().into())]);
        let parts = vec![Part::Paragraph(said(text, words))];
        Section { id: "current", heading: text.say("level-current"), parts }
    });
    let validity = match qualification.valid_for_years {
        Some(years) => text.say_with("qualification-valid-for", &[("years", years.into())]),
        None => text.say("qualification-valid-always"),
    };
    let parts = vec![Part::Paragraph(said(text, validity))];
    let validity = Section { id: "validity", heading: text.say("qualification-validity"), parts };
    let renewal = qualification.renewal.as_ref().map(|renewal| {
        let parts = told_renewal(text, scheme, renewal);
        Section { id: "renewal", heading: text.say("renewal-title"), parts }
    });
    [examination].into_iter().chain(current).chain([validity]).chain(renewal).collect()
}

/// The titles of the qualifications whose requirement asks for a certification that this one is.
fn opened_by<'a>(scheme: &'a Scheme, code: &QualificationCode) -> Vec<&'a str> {
    let is_this = |certification: &str| {
        scheme.certification(certification).is_some_and(|known| known.qualification.as_ref() == Some(code))
    };
    let opened = scheme.qualifications.iter().filter(|other| {
        let mut found = false;
        each(&other.requirement, &mut |part| {
            found |= matches!(part, Requirement::Certification(code) if is_this(code.as_str()));
        });
        found && other.code != *code
    });
    opened.map(|other| other.title.as_str()).collect()
}

/// That a course has to be attended, if the requirement leaves no way around it.
fn mandatory(text: Text, scheme: &Scheme, requirement: &Requirement) -> Option<Part> {
    let needed = match requirement {
        Requirement::AllOf(parts) => parts.iter().find(|part| matches!(part, Requirement::AccreditedCourse(_)))?,
        other => other,
    };
    let Requirement::AccreditedCourse(code) = needed else { return None };
    let title = scheme.qualification(code.as_str()).map_or(code.as_str(), |known| &known.title);
    Some(Part::Paragraph(said(text, text.say_with("level-course-mandatory", &[("title", title.into())]))))
}

fn each(requirement: &Requirement, look: &mut impl FnMut(&Requirement)) {
    look(requirement);
    for part in requirement.parts() {
        each(part, look);
    }
}

impl Item {
    /// It and all that belongs to it, each with how deep it lies.
    pub fn lines(&self) -> Vec<(usize, &Self)> {
        let below = self.parts.iter().flat_map(Self::lines).map(|(depth, item)| (depth + 1, item));
        [(0, self)].into_iter().chain(below).collect()
    }
}
