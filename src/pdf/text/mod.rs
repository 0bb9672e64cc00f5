//! Text in any script becomes lines of glyphs: cleaned, assigned to fonts, ordered for its direction, shaped.

mod fitting;
mod itemise;
mod unshown;

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use harfrust::{Direction, ShapeOptions, UnicodeBuffer};
use krilla::text::{GlyphId, KrillaGlyph};
use unicode_bidi::BidiInfo;
use unicode_normalization::UnicodeNormalization;

use super::fonts::{Face, FaceShaper, Fonts, Style};
use itemise::letters;

pub(super) use fitting::Block;
pub use unshown::Unshown;

/// A stretch of glyphs of one face, from left to right. Widths are in ems: they grow with the size of the letters.
pub(super) struct Run {
    /// The face, by its place among the fonts.
    pub face: usize,
    /// What the glyphs stand for, in reading order.
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

pub(super) struct Line {
    /// What it says, in reading order.
    pub text: String,
    pub runs: Vec<Run>,
    /// In ems.
    pub width: f32,
    /// Whether some of it is read from right to left.
    pub has_right_to_left: bool,
}

#[cfg(test)]
impl Line {
    /// The glyphs, from left to right.
    pub fn glyph_ids(&self) -> Vec<u32> {
        self.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.glyph_id.to_u32())).collect()
    }
}

/// Sets lines with the fonts at hand, and remembers the letters that no font could show.
pub(super) struct Typesetter<'a> {
    fonts: &'a Fonts,
    shapers: Vec<OnceCell<Option<FaceShaper<'a>>>>,
    /// Letters that are known not to be shown: they are spelled out by the numbers of their characters.
    spelled: Vec<String>,
    missing: RefCell<Vec<String>>,
}

impl<'a> Typesetter<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self::spelling(fonts, Vec::new())
    }

    /// One that spells these letters out.
    pub fn spelling(fonts: &'a Fonts, spelled: Vec<String>) -> Self {
        let shapers = fonts.faces().iter().map(|_| OnceCell::new()).collect();
        Self { fonts, shapers, spelled, missing: RefCell::default() }
    }

    pub fn spelled(&self) -> &[String] {
        &self.spelled
    }

    /// The letters of what was set that no font could show, each once, in the order in which they were met.
    pub fn missing(&self) -> Vec<String> {
        self.missing.borrow().clone()
    }

    pub fn face(&self, index: usize) -> &'a Face {
        &self.fonts.faces()[index]
    }

    /// Sets one line. No room is put between letters: programs that read a page out take it for spaces.
    pub fn line(&self, text: &str, style: Style) -> Line {
        let text = clean(text);
        let faces = self.assign(&text, style);
        let bidi = BidiInfo::new(&text, None);
        let mut runs = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, visual) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for stretch in visual {
                let backwards = levels.get(stretch.start).is_some_and(unicode_bidi::Level::is_rtl);
                let mut pieces = pieces(&text, stretch, &faces);
                if backwards {
                    pieces.reverse();
                }
                runs.extend(pieces.into_iter().filter_map(|(range, face)| self.shape(&text[range], face, backwards)));
            }
        }
        let has_right_to_left = bidi.has_rtl();
        let width = runs.iter().map(|run| run.width).sum();
        Line { text, runs, width, has_right_to_left }
    }

    fn shaper(&self, face: usize) -> Option<&FaceShaper<'a>> {
        self.shapers[face].get_or_init(|| self.fonts.faces()[face].shaper()).as_ref()
    }

    fn shape(&self, text: &str, face: usize, backwards: bool) -> Option<Run> {
        // Marks of direction have done their work.
        let text: String = text.chars().filter(|character| !is_invisible(*character)).collect();
        let shaper = &self.shaper(face).filter(|_| !text.is_empty())?.shaper;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
        let output = shaper.shape(buffer, ShapeOptions::new());
        let em = units(shaper.units_per_em()).max(1.0);
        let ranges = clusters(output.glyph_infos().iter().map(|info| info.cluster as usize).collect(), text.len());
        let placed = output.glyph_infos().iter().zip(output.glyph_positions()).zip(ranges);
        let glyphs: Vec<KrillaGlyph> = placed
            .map(|((info, position), range)| {
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    units(position.x_advance) / em,
                    units(position.x_offset) / em,
                    units(position.y_offset) / em,
                    units(position.y_advance) / em,
                    range,
                    None,
                )
            })
            .collect();
        // A font may have a letter and lack a part that it is made up of.
        for glyph in glyphs.iter().filter(|glyph| glyph.glyph_id.to_u32() == 0) {
            let part = &glyph.text_range;
            let of_part = letters(&text, 0..text.len()).into_iter();
            of_part
                .filter(|letter| letter.start < part.end && part.start < letter.end)
                .for_each(|letter| self.remember(&text[letter]));
        }
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Some(Run { face, text, glyphs, width })
    }

    fn remember(&self, letter: &str) {
        let mut missing = self.missing.borrow_mut();
        if !missing.iter().any(|known| known == letter) {
            missing.push(letter.to_owned());
        }
    }
}

/// Font units are far below what a single-precision number holds exactly.
#[expect(clippy::cast_precision_loss, reason = "font units have 16 bits, and sums of them a few more")]
fn units(number: i32) -> f32 {
    number as f32
}

/// The stretch of text that each glyph stands for: from the beginning of its cluster to that of the next one.
fn clusters(starts: Vec<usize>, end: usize) -> Vec<Range<usize>> {
    let mut sorted = starts.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let next = |start: usize| sorted.get(sorted.partition_point(|other| *other <= start)).copied().unwrap_or(end);
    starts.into_iter().map(|start| start..next(start)).collect()
}

/// `stretch` in pieces that have one face and one script each.
fn pieces(text: &str, stretch: Range<usize>, faces: &[(Range<usize>, usize)]) -> Vec<(Range<usize>, usize)> {
    let mut pieces = Vec::new();
    for (range, face) in faces {
        let (start, end) = (range.start.max(stretch.start), range.end.min(stretch.end));
        if start < end {
            pieces.extend(itemise::scripts(text, start..end).into_iter().map(|piece| (piece, *face)));
        }
    }
    pieces
}

/// The text as it is set: composed as far as it goes, on one line, single spaces, nothing that only a machine sees.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.nfc() {
        if character.is_whitespace() {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else {
            clean.push(character);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// Marks of direction and the like: they have no look, and no font needs to have them.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    )
}

/// What belongs to the letter before it and must be set in the same font.
fn clings(character: char) -> bool {
    is_optional(character) || unicode_normalization::char::is_combining_mark(character)
}

/// What a font may lack and still show the text: it only asks for a form of its neighbours.
fn is_optional(character: char) -> bool {
    is_invisible(character)
        || matches!(character, '\u{34F}' | '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
