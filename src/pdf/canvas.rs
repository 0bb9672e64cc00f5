//! Drawing on the page: every stroke is either text that is read aloud, in its place in the tag tree, or decoration.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagGroup, TagKind};

use super::text::{Block, Line, Typesetter};

pub(super) type Colour = [u8; 3];

pub(super) fn paint([red, green, blue]: Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

/// Which point of a line `x` is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// Where the lines of a block stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub x: f32,
    /// The line that the first line's letters stand on, in points from the top of the page.
    pub baseline: f32,
    /// From one such line to the next, as a multiple of the size.
    pub leading: f32,
    pub align: Align,
}

pub(super) struct Canvas<'page, 'fonts> {
    pub surface: Surface<'page>,
    pub typesetter: &'fonts Typesetter<'fonts>,
}

impl Canvas<'_, '_> {
    /// Draws decoration, which a screen reader passes over.
    pub fn decorate(&mut self, draw: impl FnOnce(&mut Surface<'_>)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw(&mut self.surface);
        self.surface.end_tagged();
    }

    /// Draws the dark squares of a figure, and returns what the tag tree calls it.
    pub fn figure(&mut self, colour: Colour, rectangles: impl IntoIterator<Item = Rect>) -> Identifier {
        let identifier = self.surface.start_tagged(ContentTag::Other);
        let mut path = PathBuilder::new();
        for rectangle in rectangles {
            path.push_rect(rectangle);
        }
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: paint(colour).into(), ..Fill::default() }));
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
        self.surface.end_tagged();
        identifier
    }

    /// Draws a line across the page, upwards, as decoration.
    pub fn watermark(&mut self, block: &Block, middle: Point, colour: Colour) {
        // The cosine and sine of 30 degrees.
        let (cosine, sine) = (0.866_025_4, 0.5);
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        self.surface.push_transform(&Transform::from_row(cosine, -sine, sine, cosine, middle.x, middle.y));
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: paint(colour).into(), ..Fill::default() }));
        for line in &block.lines {
            self.glyphs(line, block.size, -line.width * block.size / 2.0, block.size / 3.0);
        }
        self.surface.pop();
        self.surface.end_tagged();
    }

    /// Draws lines of text, and returns what the tag tree calls them.
    pub fn text(&mut self, block: &Block, place: Place, colour: Colour) -> Vec<Identifier> {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: paint(colour).into(), ..Fill::default() }));
        let mut baseline = place.baseline;
        let mut identifiers = Vec::new();
        for line in &block.lines {
            identifiers.push(self.line(line, block.size, Place { baseline, ..place }));
            baseline += block.size * place.leading;
        }
        identifiers
    }

    /// Draws one line of a block that stands in several places, and returns what the tag tree calls it.
    pub fn coloured_line(&mut self, line: &Line, size: f32, place: Place, colour: Colour) -> Identifier {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: paint(colour).into(), ..Fill::default() }));
        self.line(line, size, place)
    }

    fn line(&mut self, line: &Line, size: f32, place: Place) -> Identifier {
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let width = line.width * size;
        let x = match place.align {
            Align::Left => place.x,
            Align::Centre => place.x - width / 2.0,
            Align::Right => place.x - width,
        };
        self.glyphs(line, size, x, place.baseline);
        self.surface.end_tagged();
        identifier
    }

    fn glyphs(&mut self, line: &Line, size: f32, mut x: f32, baseline: f32) {
        for run in &line.runs {
            let font = self.typesetter.face(run.face).font.clone();
            self.surface.draw_glyphs(Point::from_xy(x, baseline), &run.glyphs, font, &run.text, size, false);
            x += run.width * size;
        }
    }
}

pub(super) fn hairline(colour: Colour, width: f32) -> Stroke {
    Stroke { paint: paint(colour).into(), width, opacity: NormalizedF32::ONE, ..Stroke::default() }
}

/// What belongs together under one tag.
pub(super) fn grouped(tag: impl Into<TagKind>, text: impl IntoIterator<Item = Identifier>) -> TagGroup {
    let mut group = TagGroup::new(tag);
    for identifier in text {
        group.push(identifier);
    }
    group
}
