//! What stands where on the page, and in which order it is read.

use std::num::NonZeroU16;

use krilla::geom::{Point, Rect};
use krilla::tagging::{BBox, Identifier, Placement, Tag, TagGroup, TagKind};

use super::canvas::{Align, Canvas, Colour, Place, grouped};
use super::fonts::Style;
use super::qr::{Code, QUIET_ZONE};
use super::text::{Block, clean};
use super::{Sheet, Unshown, ornament};
use crate::messages::{Phrase, Text};

/// A4, lying, in points.
pub(super) const PAGE: [f32; 2] = [841.89, 595.28];
const MIDDLE: f32 = PAGE[0] / 2.0;
/// The widest that a line in the middle may be.
pub(super) const MEASURE: f32 = 660.0;
/// The widest that the watermark may be.
const ACROSS: f32 = 900.0;
/// From the edge of the page to what stands at its sides.
const MARGIN: f32 = 66.0;

/// From one line in the middle to the next, as a multiple of the size.
pub(super) const LEADING: f32 = 1.16;

pub(super) const INK: Colour = [27, 42, 73];
pub(super) const TEXT: Colour = [38, 38, 42];
const QUIET: Colour = [92, 86, 75];
/// Of the watermark, which what is written on it stays legible on.
const PALE: Colour = [244, 222, 218];
const WARNING: Colour = [163, 35, 31];
const GOLD: Colour = [176, 146, 84];

/// The side of the QR code with its quiet zone, and its upper left corner.
const CODE: f32 = 104.0;
const CODE_AT: [f32; 2] = [PAGE[0] - MARGIN - CODE + 8.0, 422.0];
/// The right edge of the directions beside it.
const DIRECTIONS: f32 = CODE_AT[0] - 4.0;
/// How wide the directions, and the facts on the other side, may be.
const COLUMN: f32 = 188.0;

/// The page as it was drawn: what is on it in reading order, and where the address stands.
pub(super) struct Layout {
    pub before_link: Vec<TagGroup>,
    pub link: Option<(Rect, Vec<Identifier>)>,
    pub after_link: Vec<TagGroup>,
}

impl Layout {
    pub fn draw(canvas: Canvas<'_, '_>, sheet: &Sheet<'_>, code: &Code, unshown: Option<&Unshown>) -> Self {
        let mut drawing = Drawing { canvas, text: Text::new(sheet.language), tags: Vec::new() };
        drawing.decoration();
        drawing.demonstration(sheet);
        match sheet.certified {
            Some(certified) => drawing.confirmation(sheet, certified),
            None => drawing.statement(sheet),
        }
        drawing.unshown(unshown, sheet.certified.is_some());
        drawing.facts(sheet);
        let link = drawing.directions(sheet);
        let before_link = std::mem::take(&mut drawing.tags);
        drawing.decision();
        drawing.code(sheet, code);
        drawing.foot(sheet);
        drawing.canvas.surface.finish();
        Self { before_link, link, after_link: drawing.tags }
    }
}

pub(super) struct Drawing<'page, 'fonts> {
    pub canvas: Canvas<'page, 'fonts>,
    pub text: Text,
    tags: Vec<TagGroup>,
}

impl Drawing<'_, '_> {
    fn decoration(&mut self) {
        self.canvas.decorate(|surface| {
            ornament::frame(surface, PAGE, 24.0, [INK, GOLD]);
            ornament::rule(surface, Point::from_xy(MIDDLE, 154.0), 120.0, GOLD);
            ornament::rosette(surface, Point::from_xy(MIDDLE, 476.0), 42.0, [INK, GOLD]);
        });
    }

    /// On the paper of a demonstration: across the page for whoever sees it, and in words for whoever does not.
    fn demonstration(&mut self, sheet: &Sheet<'_>) {
        if !sheet.is_demonstration {
            return;
        }
        let typesetter = self.canvas.typesetter;
        let mark = typesetter.one_line(&self.text.say("paper-demonstration"), Style::Medium, 96.0, ACROSS);
        self.canvas.watermark(&mark, Point::from_xy(MIDDLE, PAGE[1] / 2.0), PALE);
        let words = self.text.say("paper-demonstration-means");
        let block = typesetter.one_line(&words, Style::Medium, 13.0, MEASURE);
        self.middle(Tag::P, &block, 56.0, WARNING);
    }

    /// Who is qualified as what, in the middle of the page.
    fn statement(&mut self, sheet: &Sheet<'_>) {
        let typesetter = self.canvas.typesetter;
        let text = self.text;
        let title = text.of_scheme(sheet.scheme_title);
        let scheme = typesetter.one_line(&capitalised(&title.text), Style::Medium, 15.0, MEASURE);
        self.middle(of_scheme(Tag::P, &title, text), &scheme, 80.0, INK);
        self.title(&text.say("paper-certificate"));
        self.phrase(&text.say("paper-certifies"), 184.0);
        let mut name = typesetter.fit(sheet.holder_name, Style::Regular, [42.0, 27.0], MEASURE);
        if name.says.is_some() {
            // Numbers are there to be compared, not to be looked at.
            name = typesetter.fit(sheet.holder_name, Style::Regular, [24.0, 14.0], MEASURE);
        }
        // Two lines stand around the place of one.
        let baseline = if name.lines.len() > 1 { 236.0 - name.size * 0.36 } else { 238.0 };
        self.middle(Tag::P, &name, baseline, INK);
        self.phrase(&text.say("paper-awarded"), 290.0);
        let title = text.of_scheme(sheet.qualification_title);
        let qualification = typesetter.fit(&title.text, Style::Medium, [31.0, 20.0], MEASURE);
        let baseline = if qualification.lines.len() > 1 { 324.0 } else { 334.0 };
        self.middle(of_scheme(heading_tag(2, &title.text), &title, text), &qualification, baseline, INK);
        let edition = text.of_scheme(sheet.edition_title).text;
        let words = match sheet.examined_by {
            Some(body) => {
                text.say_with("paper-examined-by", &[("body", clean(body).into()), ("edition", edition.into())])
            }
            None => text.say_with("paper-examined", &[("edition", edition.into())]),
        };
        let edition = typesetter.paragraph(&words, Style::Regular, 14.0, MEASURE, 2);
        self.middle(Tag::P, &edition, 366.0, TEXT);
    }

    /// What the paper is.
    pub fn title(&mut self, words: &str) {
        let heading = self.canvas.typesetter.one_line(words, Style::Regular, 52.0, MEASURE);
        self.middle(heading_tag(1, words), &heading, 135.0, INK);
    }

    /// That letters are spelled out, why, and who has them.
    fn unshown(&mut self, unshown: Option<&Unshown>, is_confirmation: bool) {
        let Some(unshown) = unshown else { return };
        let words = self.text.say_with("paper-unshown", &[("scripts", unshown.scripts().into())]);
        let block = self.canvas.typesetter.paragraph(&words, Style::Regular, 10.5, MEASURE, 2);
        // Beside the rosette, where a confirmation has its sites above.
        let baseline = if is_confirmation { 418.0 } else { 399.0 };
        self.middle(Tag::P, &block, baseline, WARNING);
    }

    /// An italic phrase between the large lines.
    pub fn phrase(&mut self, text: &str, baseline: f32) {
        let block = self.canvas.typesetter.one_line(text, Style::Italic, 16.0, MEASURE);
        self.middle(Tag::P, &block, baseline, QUIET);
    }

    pub fn middle(&mut self, tag: impl Into<TagKind>, block: &Block, baseline: f32, colour: Colour) {
        let place = Place { x: MIDDLE, baseline, leading: LEADING, align: Align::Centre };
        let text = self.canvas.text(block, place, colour);
        self.tags.push(grouped(saying(tag, block), text));
    }

    fn facts(&mut self, sheet: &Sheet<'_>) {
        let text = self.text;
        let expires = sheet.expires_on.map_or_else(|| text.say("paper-valid-for-good"), |day| text.day(day));
        self.fact(&text.say("paper-number"), sheet.number, 19.0, 440.0);
        let from = if sheet.certified.is_some() { text.say("paper-valid-from") } else { text.say("paper-awarded-on") };
        self.fact(&from, &text.day(sheet.awarded_on), 14.0, 480.0);
        self.fact(&text.say("paper-valid-until"), &expires, 14.0, 515.0);
    }

    fn fact(&mut self, label: &str, value: &str, size: f32, baseline: f32) {
        let typesetter = self.canvas.typesetter;
        let label = typesetter.one_line(label, Style::Regular, 10.0, COLUMN);
        let value = typesetter.one_line(value, Style::Medium, size, COLUMN);
        let place = Place { x: MARGIN, baseline, leading: 1.0, align: Align::Left };
        let mut text = self.canvas.text(&label, Place { baseline: baseline - size - 1.0, ..place }, QUIET);
        text.extend(self.canvas.text(&value, place, INK));
        self.tags.push(grouped(Tag::P, text));
    }

    /// How to check the certificate, beside the QR code. Returns where the address stands, which is a link.
    fn directions(&mut self, sheet: &Sheet<'_>) -> Option<(Rect, Vec<Identifier>)> {
        let typesetter = self.canvas.typesetter;
        let heading = self.text.say("paper-check");
        let block = typesetter.one_line(&heading, Style::Medium, 13.0, COLUMN);
        let text = self.canvas.text(&block, beside(441.0), INK);
        self.tags.push(grouped(heading_tag(3, &heading), text));
        let block = typesetter.one_line(&self.text.say("paper-scan"), Style::Regular, 10.5, COLUMN);
        let text = self.canvas.text(&block, beside(458.0), TEXT);
        self.tags.push(grouped(Tag::P, text));
        let address = typesetter.fit(sheet.verify_url, Style::Regular, [10.5, 0.0], COLUMN);
        let width = address.lines.iter().map(|line| line.width * address.size).fold(1.0, f32::max);
        let text = self.canvas.text(&address, beside(472.0), INK);
        let area = Rect::from_ltrb(DIRECTIONS - width, 462.0, DIRECTIONS, 476.0)?;
        Some((area, text))
    }

    /// What a reader of the paper must know most.
    fn decision(&mut self) {
        let words = self.text.say("paper-decides");
        let block = self.canvas.typesetter.paragraph(&words, Style::Italic, 10.5, COLUMN, 3);
        let text = self.canvas.text(&block, beside(493.0), QUIET);
        self.tags.push(grouped(Tag::P, text));
    }

    #[expect(clippy::cast_precision_loss, reason = "a QR code has at most 177 modules in a row")]
    fn code(&mut self, sheet: &Sheet<'_>, code: &Code) {
        let module = CODE / (code.size() + 2 * QUIET_ZONE) as f32;
        let [left, top] = CODE_AT.map(|corner| corner + module * QUIET_ZONE as f32);
        let bars = code.bars().into_iter().filter_map(|(row, column, length)| {
            let (x, y) = (left + column as f32 * module, top + row as f32 * module);
            Rect::from_xywh(x, y, length as f32 * module, module)
        });
        let figure = self.canvas.figure([0, 0, 0], bars);
        let words = self.text.say_with("paper-code", &[("address", sheet.verify_url.into())]);
        let area = Rect::from_xywh(CODE_AT[0], CODE_AT[1], CODE, CODE);
        let tag = Tag::Figure(Some(words))
            .with_bbox(area.map(|area| BBox::new(0, area)))
            .with_placement(Some(Placement::Block));
        self.tags.push(grouped(tag, [figure]));
    }

    fn foot(&mut self, sheet: &Sheet<'_>) {
        let issuer = clean(sheet.issuer_name);
        let day = self.text.day(sheet.issued_at.date_naive());
        let words = self.text.say_with("paper-issued", &[("issuer", issuer.into()), ("day", day.into())]);
        let block = self.canvas.typesetter.one_line(&words, Style::Regular, 9.5, MEASURE);
        self.middle(Tag::P, &block, 552.0, QUIET);
    }
}

/// The scheme's title as it stands by itself; within a sentence it begins with a small letter in some languages.
pub(super) fn capitalised(title: &str) -> String {
    let mut characters = title.chars();
    characters.next().map(char::to_uppercase).into_iter().flatten().chain(characters).collect()
}

fn beside(baseline: f32) -> Place {
    Place { x: DIRECTIONS, baseline, leading: 1.22, align: Align::Right }
}

/// The tag of a block, with what it says where that is not what stands there: glyphs stand on the page as they are seen, which
/// is not as they are read where that is from right to left.
fn saying(tag: impl Into<TagKind>, block: &Block) -> TagKind {
    let mut tag: TagKind = tag.into();
    if block.says.is_some() || block.lines.iter().any(|line| line.has_right_to_left) {
        let read = || block.lines.iter().map(|line| line.text.as_str()).collect();
        tag.set_actual_text(Some(block.says.clone().unwrap_or_else(read)));
    }
    tag
}

/// The tag of what the scheme says, which may be in another language than the page.
fn of_scheme(tag: impl Into<TagKind>, phrase: &Phrase, text: Text) -> TagKind {
    let mut tag: TagKind = tag.into();
    if phrase.language != text.language() {
        tag.set_lang(Some(phrase.language.tag().to_owned()));
    }
    tag
}

pub(super) fn heading_tag(level: u16, title: &str) -> TagKind {
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(clean(title))).into()
}
