//! The registry's confirmation of an organisation's certificate: what its body certified, in the middle of the page. The paper of
//! the certificate itself is the body's.

use krilla::tagging::Tag;

use super::fonts::Style;
use super::sheet::{Drawing, INK, LEADING, MEASURE, TEXT, heading_tag};
use super::text::clean;
use super::{Certified, Sheet};

/// As many lines as have room above the facts; a longer text has smaller letters.
const MOST_LINES: usize = 7;

impl Drawing<'_, '_> {
    /// Who is certified against what, by whom, for what and where.
    pub fn confirmation(&mut self, sheet: &Sheet<'_>, certified: Certified<'_>) {
        let (text, typesetter) = (self.text, self.canvas.typesetter);
        let registry = typesetter.one_line(sheet.issuer_name, Style::Medium, 15.0, MEASURE);
        self.middle(Tag::P, &registry, 80.0, INK);
        self.title(&text.say("paper-confirmation"));
        self.phrase(&text.say("paper-confirms"), 180.0);
        let mut name = typesetter.fit(sheet.holder_name, Style::Regular, [32.0, 21.0], MEASURE);
        if name.says.is_some() {
            name = typesetter.fit(sheet.holder_name, Style::Regular, [20.0, 12.0], MEASURE);
        }
        let baseline = if name.lines.len() > 1 { 207.0 } else { 217.0 };
        self.middle(Tag::P, &name, baseline, INK);
        self.phrase(&text.say("paper-is-certified"), 252.0);
        let edition = typesetter.one_line(sheet.edition_title, Style::Medium, 22.0, MEASURE);
        self.middle(heading_tag(2, sheet.edition_title), &edition, 278.0, INK);
        if let Some(body) = sheet.examined_by {
            let words = text.say_with("paper-certified-by", &[("body", clean(body).into())]);
            let body = typesetter.one_line(&words, Style::Regular, 13.0, MEASURE);
            self.middle(Tag::P, &body, 298.0, TEXT);
        }
        let scope = typesetter.paragraph(certified.scope, Style::Regular, 11.0, MEASURE, MOST_LINES);
        self.middle(Tag::P, &scope, 317.0, TEXT);
        let sites = typesetter.paragraph(certified.sites, Style::Italic, 9.5, MEASURE, 2);
        let below = scope.lines.iter().fold(322.0, |baseline, _| baseline + scope.size * LEADING);
        self.middle(Tag::P, &sites, below, TEXT);
    }
}
