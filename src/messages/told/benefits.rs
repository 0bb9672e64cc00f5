//! What the examinations and the standard are good for.

use super::{Part, Section, items, said};
use crate::messages::Text;
use crate::scheme::Scheme;

/// The benefits for individuals and for organisations.
#[must_use]
pub fn benefits(text: Text, scheme: &Scheme) -> [Section; 2] {
    let title = |code: &str| scheme.qualification(code).map_or_else(|| code.to_owned(), |known| known.title.clone());
    let (first, second) = (title("foundation"), title("practitioner"));
    let learning = [("first", first.into()), ("second", second.into())];
    let auditor = text.say_with("benefits-auditing", &[("title", title(scheme.listing.qualification.as_str()).into())]);
    let learnt = [
        text.say("benefits-relation"),
        text.say("benefits-scoping"),
        text.say("benefits-gap"),
        text.say("benefits-parts"),
        text.say("benefits-processes"),
    ];
    let individuals = vec![
        Part::Heading(said(text, text.say_with("benefits-learning", &learning))),
        items(text, learnt),
        Part::Paragraph(said(text, auditor)),
    ];
    let gains = [
        (text.say("benefits-culture"), text.say("benefits-culture-means")),
        (text.say("benefits-integrated"), text.say("benefits-integrated-means")),
        (text.say("benefits-cost"), text.say("benefits-cost-means")),
        (text.say("benefits-structure"), text.say("benefits-structure-means")),
        (text.say("benefits-self"), text.say("benefits-self-means")),
        (text.say("benefits-independent"), text.say("benefits-independent-means")),
    ];
    let told = |(heading, means)| [Part::Heading(said(text, heading)), Part::Paragraph(said(text, means))];
    let organisations = gains.into_iter().flat_map(told).collect();
    [
        Section { id: "individuals", heading: text.say("benefits-individuals"), parts: individuals },
        Section { id: "organisations", heading: text.say("benefits-organisations"), parts: organisations },
    ]
}
