//! The qualifications at a glance.

use super::{Format, Part, Section, formats, name, said};
use crate::messages::Text;
use crate::scheme::Scheme;

/// Each qualification with what it shows and how it is examined, in a few lines.
#[must_use]
pub fn qualifications(text: Text, scheme: &Scheme) -> Section {
    let mut parts = Vec::new();
    for qualification in &scheme.qualifications {
        parts.push(Part::Heading(name(&qualification.title)));
        parts.push(Part::Paragraph(text.of_scheme(&qualification.summary)));
        if let Some(format) = formats::latest_format(scheme, qualification) {
            let Format { questions, style, pass, duration, aids } = Format::of(text, format);
            let words = [
                ("style", style.text.into()),
                ("questions", questions.into()),
                ("pass", pass.into()),
                ("duration", duration.into()),
                ("aids", aids.text.into()),
            ];
            parts.push(Part::Paragraph(said(text, text.say_with("leaflet-format", &words))));
        }
    }
    Section { id: "qualifications", heading: text.say("qualifications-title"), parts }
}
