//! What ISO/IEC 20000 is, and how its editions stand to the examinations.

use super::{Fact, Part, Section, fact, items, name, said};
use crate::messages::{Phrase, Text};
use crate::scheme::Scheme;
use crate::scheme::definition::StandardEdition;

/// Parts 2 and 3 as they were with Part 1:2011, and today. The examinations and the certificates of organisations are by Part 1,
/// whose editions the scheme file has.
const GUIDANCE: &str = "ISO/IEC 20000-2:2012";
const SCOPE: &str = "ISO/IEC TR 20000-3";
const GUIDANCE_TODAY: &str = "ISO/IEC 20000-2:2019, ISO/IEC 20000-3:2019";

/// What the standard is; its parts; its editions.
#[must_use]
pub fn standard(text: Text, scheme: &Scheme) -> [Section; 4] {
    let paragraph = |words: String| Part::Paragraph(said(text, words));
    let what = vec![
        paragraph(text.say("standard-what-system")),
        paragraph(text.say("standard-what-improvement")),
        paragraph(text.say("standard-what-adoption")),
    ];
    [
        Section { id: "what", heading: text.say("standard-what"), parts: what },
        Section {
            id: "itil",
            heading: text.say("standard-itil"),
            parts: vec![paragraph(text.say("standard-itil-means"))],
        },
        Section { id: "parts", heading: text.say("standard-parts"), parts: parts(text, scheme) },
        Section { id: "editions", heading: text.say("standard-editions"), parts: editions(text, scheme) },
    ]
}

/// The standard in a sentence.
#[must_use]
pub fn standard_lead(text: Text) -> String {
    text.say("standard-lead")
}

fn parts(text: Text, scheme: &Scheme) -> Vec<Part> {
    let areas = [
        text.say("standard-area-general"),
        text.say("standard-area-design"),
        text.say("standard-area-delivery"),
        text.say("standard-area-relationship"),
        text.say("standard-area-resolution"),
        text.say("standard-area-control"),
    ];
    let heading = |words: String| Part::Heading(said(text, words));
    let paragraph = |words: String| Part::Paragraph(said(text, words));
    let second = scheme.standard_editions.get(1).map_or(scheme.standard.as_str(), |edition| &edition.title);
    vec![
        heading(text.say_with("standard-part-one", &[("edition", second.into())])),
        paragraph(text.say("standard-part-one-means")),
        items(text, areas),
        heading(text.say_with("standard-part-two", &[("edition", GUIDANCE.into())])),
        paragraph(text.say("standard-part-two-means")),
        heading(text.say_with("standard-part-three", &[("edition", SCOPE.into())])),
        paragraph(text.say("standard-part-three-means")),
        heading(text.say("standard-parts-further")),
        paragraph(text.say("standard-parts-further-means")),
    ]
}

/// Which edition was when, which one is examined, and which one is current.
fn editions(text: Text, scheme: &Scheme) -> Vec<Part> {
    let mut facts = Vec::new();
    let mut tell = |label: String, value: Phrase, note: Option<String>| {
        facts.push(Fact { note: note.map(|note| said(text, note)), ..fact(label, value) });
    };
    tell(text.say("standard-first"), name("2005"), None);
    tell(text.say("standard-second"), name("2011"), Some(text.say("standard-second-means")));
    if let Some(examined) = scheme.pairs().last() {
        let since = examined.sat.from.map(|from| {
            let day = text.day(from);
            text.say_with("standard-examined-means", &[("day", day.into())])
        });
        tell(text.say("standard-examined"), text.of_scheme(&examined.edition.title), since);
    }
    if let Some(current) = current(scheme) {
        let others = text.say_with("standard-current-others", &[("editions", GUIDANCE_TODAY.into())]);
        let note = format!("{} {others}", text.say("standard-current-means"));
        tell(text.say("standard-current"), name(&current.title), Some(note));
    }
    let certified = scheme
        .standard_editions
        .iter()
        .map(|edition| Fact { note: None, ..fact(edition.title.clone(), said(text, standing(text, edition))) });
    let heading = Part::Heading(said(text, text.say("standard-organisations")));
    vec![Part::Facts(facts), heading, Part::Facts(certified.collect())]
}

fn standing(text: Text, edition: &StandardEdition) -> String {
    match (edition.certified_until, edition.valid_until) {
        (None, _) => text.say("standard-current"),
        (Some(day), None) => text.say_with("standard-certified-until", &[("day", text.day(day).into())]),
        (Some(day), Some(last)) => {
            let days = [("day", text.day(day).into()), ("last", text.day(last).into())];
            text.say_with("standard-valid-until", &days)
        }
    }
}

/// The edition of Part 1 that is current.
pub(super) fn current(scheme: &Scheme) -> Option<&StandardEdition> {
    scheme.standard_editions.iter().rev().find(|edition| edition.certified_until.is_none())
}
