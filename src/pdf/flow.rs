//! Sections of words in columns: set in pieces, each line put into its place, and drawn with its tag.

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagGroup};

use super::canvas::{Align, Canvas, Colour, Place, grouped};
use super::fonts::Style;
use super::text::{Block, Typesetter, clean};
use crate::messages::told::{Fact, Item, Part, Section};
use crate::messages::{Language, Phrase};

const INK: Colour = [27, 42, 73];
const TEXT: Colour = [38, 38, 42];
const QUIET: Colour = [92, 86, 75];

/// From one line to the next, as a multiple of the size.
const LEADING: f32 = 1.28;

/// More lines than any paragraph has: none is made smaller than the others.
const ANY: usize = usize::MAX;

pub(super) struct Column {
    pub x: f32,
    pub top: f32,
    pub bottom: f32,
}

/// What a piece is to who hears it.
enum Role {
    Heading(u16, String),
    Paragraph,
    Item,
}

/// Lines that stay together in meaning: a heading, a paragraph, an entry of a list.
pub(super) struct Piece {
    role: Role,
    /// Where it is in another language than the leaflet.
    language: Option<Language>,
    block: Block,
    colour: Colour,
    indent: f32,
    /// Room above it, where it does not begin a column.
    above: f32,
    /// Whether it is nothing without what follows.
    leads: bool,
}

/// Where a line stands: the x and the baseline.
pub(super) type Places = Vec<Vec<(f32, f32)>>;

struct Setting<'a> {
    typesetter: &'a Typesetter<'a>,
    language: Language,
    width: f32,
    size: f32,
    set: Vec<Piece>,
}

impl Setting<'_> {
    fn put(
        &mut self,
        role: Role,
        said: &Phrase,
        (style, size, colour): (Style, f32, Colour),
        (indent, above): (f32, f32),
    ) {
        let size = size * self.size;
        let block = self.typesetter.paragraph(&said.text, style, size, self.width - indent, ANY);
        let leads = matches!(role, Role::Heading(..));
        let language = (said.language != self.language).then_some(said.language);
        self.set.push(Piece { role, language, block, colour, indent, above: above * self.size, leads });
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(said) => {
                let role = Role::Heading(3, clean(&said.text));
                self.put(role, said, (Style::Medium, 12.0, INK), (0.0, 7.0));
            }
            Part::Paragraph(said) => self.put(Role::Paragraph, said, (Style::Regular, 11.5, TEXT), (0.0, 4.0)),
            Part::List(items) => items.iter().flat_map(Item::lines).for_each(|(depth, item)| self.item(depth, item)),
            Part::Facts(facts) => facts.iter().for_each(|fact| self.fact(fact)),
        }
    }

    fn item(&mut self, depth: usize, item: &Item) {
        let mark = if depth == 0 && !item.parts.is_empty() { "" } else { "– " };
        let said = Phrase { text: format!("{mark}{}", item.text.text), language: item.text.language };
        let indent = if depth == 0 { 0.0 } else { 10.0 };
        self.put(Role::Item, &said, (Style::Regular, 11.5, TEXT), (indent, 3.0));
        if let Some(note) = &item.note {
            let note = Phrase { text: note.clone(), language: self.language };
            self.put(Role::Item, &note, (Style::Italic, 11.0, QUIET), (indent + 10.0, 1.0));
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let label = Phrase { text: fact.label.clone(), language: self.language };
        self.put(Role::Paragraph, &label, (Style::Regular, 10.0, QUIET), (0.0, 5.0));
        if let Some(label) = self.set.last_mut() {
            label.leads = true;
        }
        self.put(Role::Paragraph, &fact.value, (Style::Medium, 11.5, INK), (0.0, 0.0));
        if let Some(note) = &fact.note {
            self.put(Role::Paragraph, note, (Style::Regular, 10.5, TEXT), (0.0, 0.0));
        }
    }
}

/// The sections as pieces, set to this width at a part of their largest size.
pub(super) fn pieces<'a>(
    typesetter: &'a Typesetter<'a>,
    sections: &[Section],
    language: Language,
    width: f32,
    size: f32,
) -> Vec<Piece> {
    let mut setting = Setting { typesetter, language, width, size, set: Vec::new() };
    for section in sections {
        let heading = Phrase { text: section.heading.clone(), language };
        let role = Role::Heading(2, clean(&section.heading));
        setting.put(role, &heading, (Style::Medium, 15.0, INK), (0.0, 15.0));
        section.parts.iter().for_each(|part| setting.part(part));
    }
    setting.set
}

/// Where each line of the pieces stands, one column after the other; `None` where there are not enough of them.
pub(super) fn placed(pieces: &[Piece], columns: &[Column]) -> Option<Places> {
    let mut columns = columns.iter();
    let mut column = columns.next()?;
    let mut y = column.top;
    let mut places = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let line = piece.block.size * LEADING;
        // A heading is not left behind by what it is the heading of.
        let lines = |piece: &Piece| f32::from(u16::try_from(piece.block.lines.len()).unwrap_or(u16::MAX));
        let led = pieces[index..].iter().take_while(|piece| piece.leads);
        let led: f32 = led.map(|piece| lines(piece) * piece.block.size * LEADING + piece.above).sum();
        let begins = y <= column.top;
        if !begins {
            y += piece.above;
        }
        if piece.leads && !begins && y + led + line * 2.0 > column.bottom {
            column = columns.next()?;
            y = column.top;
        }
        let mut own = Vec::new();
        for _ in &piece.block.lines {
            if y + line > column.bottom {
                column = columns.next()?;
                y = column.top;
            }
            own.push((column.x + piece.indent, y + piece.block.size));
            y += line;
        }
        places.push(own);
    }
    Some(places)
}

/// Draws the pieces, and returns what the tag tree has of them.
pub(super) fn draw(canvas: &mut Canvas<'_, '_>, pieces: &[Piece], places: &Places) -> Vec<TagGroup> {
    let mut groups: Vec<TagGroup> = Vec::new();
    let mut list: Option<TagGroup> = None;
    for (piece, places) in pieces.iter().zip(places) {
        let mut text = Vec::new();
        for (line, (x, baseline)) in piece.block.lines.iter().zip(places) {
            let place = Place { x: *x, baseline: *baseline, leading: LEADING, align: Align::Left };
            text.push(canvas.coloured_line(line, piece.block.size, place, piece.colour));
        }
        if let Role::Item = piece.role {
            let mut entry = grouped(Tag::LI, []);
            entry.push(grouped(tagged(Tag::LBody.into(), piece), text));
            list.get_or_insert_with(|| grouped(Tag::L(ListNumbering::None), [])).push(entry);
            continue;
        }
        groups.extend(list.take());
        groups.push(match &piece.role {
            Role::Heading(level, title) => {
                let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
                grouped(tagged(Tag::Hn(level, Some(title.clone())).into(), piece), text)
            }
            Role::Paragraph | Role::Item => grouped(tagged(Tag::P.into(), piece), text),
        });
    }
    groups.extend(list);
    groups
}

/// The tag with the language of what it holds, where that is another, and what it says, where that is not what stands there.
fn tagged(mut tag: krilla::tagging::TagKind, piece: &Piece) -> krilla::tagging::TagKind {
    if let Some(language) = piece.language {
        tag.set_lang(Some(language.tag().to_owned()));
    }
    if let Some(says) = &piece.block.says {
        tag.set_actual_text(Some(says.clone()));
    }
    tag
}
