//! A leaflet: what `messages/told` tells, on two pages of A4 in two columns each. It is PDF/UA-1, and the same file, byte for byte,
//! whenever it is drawn from the same words with the same fonts.

use std::num::NonZeroU16;

use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::tagging::{BBox, Identifier, Placement, Tag, TagKind, TagTree};
use krilla::{Document, SerializeSettings};

use super::DrawError;
use super::canvas::{Align, Canvas, Colour, Place, grouped, hairline};
use super::flow::{Column, Piece, Places, draw, pieces, placed};
use super::fonts::{Fonts, Style};
use super::qr::{Code, QUIET_ZONE};
use super::sheet::capitalised;
use super::text::{Typesetter, clean};
use crate::messages::told::{Item, Part, Section};
use crate::messages::{Language, Text};

/// A4, upright, in points.
const PAGE: [f32; 2] = [595.28, 841.89];
const MARGIN: f32 = 48.0;
/// Between the columns.
const GUTTER: f32 = 26.0;
const COLUMN: f32 = (PAGE[0] - 2.0 * MARGIN - GUTTER) / 2.0;
/// Where the columns end: below stands the foot.
const BOTTOM: f32 = PAGE[1] - 74.0;
/// The side of the QR code with its quiet zone.
const CODE: f32 = 58.0;
/// The width of the words beside it.
const FOOT: f32 = PAGE[0] - 2.0 * MARGIN - CODE - 12.0;

const INK: Colour = [27, 42, 73];
const QUIET: Colour = [92, 86, 75];
const GOLD: Colour = [176, 146, 84];
const WARNING: Colour = [163, 35, 31];

/// The sizes that are tried, as parts of the usual one: the first at which everything has its place.
const SIZES: [f32; 16] = [1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, 0.88, 0.84, 0.8, 0.76, 0.72, 0.68, 0.64, 0.6, 0.56];

/// By how much the columns are made shorter at a time, so that both end at about the same height.
const SHORTER: f32 = 12.0;

/// Where the columns of the second page begin.
const SECOND_TOP: f32 = MARGIN + 14.0;

/// After so many attempts a letter that cannot be shown is no letter.
const MOST_ROUNDS: usize = 8;

/// All that a leaflet says. Two equal ones give the same file.
#[derive(Clone, Debug)]
pub struct Leaflet {
    /// In which language it is.
    pub language: Language,
    /// What it belongs to: the scheme's title.
    pub kicker: String,
    pub title: String,
    pub lead: String,
    /// What stands on each page.
    pub pages: [Vec<Section>; 2],
    /// Who publishes it: the registry, by name.
    pub publisher: String,
    /// Where the same is to be read.
    pub address: String,
    /// Whether it is the leaflet of a demonstration.
    pub is_demonstration: bool,
}

impl Fonts {
    /// Whether there are fonts for what a leaflet says, but for names that the operator gave.
    #[must_use]
    pub fn show(&self, leaflet: &Leaflet) -> bool {
        let mut words = vec![leaflet.title.as_str(), leaflet.lead.as_str()];
        for section in leaflet.pages.iter().flatten() {
            words.push(&section.heading);
            for part in &section.parts {
                match part {
                    Part::Heading(said) | Part::Paragraph(said) => words.push(&said.text),
                    Part::List(items) => {
                        for (_, item) in items.iter().flat_map(Item::lines) {
                            words.push(&item.text.text);
                            words.extend(item.note.as_deref());
                        }
                    }
                    Part::Facts(facts) => facts.iter().for_each(|fact| {
                        words.extend([fact.label.as_str(), &fact.value.text]);
                        words.extend(fact.note.as_ref().map(|note| note.text.as_str()));
                    }),
                }
            }
        }
        self.have(words.into_iter().flat_map(str::chars).filter(|character| !character.is_whitespace()))
    }
}

/// Draws a leaflet.
///
/// # Errors
/// An address that is too long for a QR code; what the PDF library refuses.
pub fn draw_leaflet(leaflet: &Leaflet, fonts: &Fonts) -> Result<Vec<u8>, DrawError> {
    let mut spelled = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let typesetter = Typesetter::spelling(fonts, spelled);
        match attempt(leaflet, &typesetter)? {
            Ok(file) => return Ok(file),
            Err(missing) => spelled = [typesetter.spelled(), &missing].concat(),
        }
    }
    Err(DrawError::Refused { reason: "its letters cannot be set".to_owned() })
}

fn refused(error: impl std::fmt::Debug) -> DrawError {
    DrawError::Refused { reason: format!("{error:?}") }
}

/// What stands on a page, set as large as it goes between `top` and the foot.
struct Fitting<'a> {
    typesetter: &'a Typesetter<'a>,
    language: Language,
}

impl Fitting<'_> {
    fn set(&self, sections: &[Section], size: f32) -> Vec<Piece> {
        pieces(self.typesetter, sections, self.language, COLUMN, size)
    }

    /// The largest size at which everything has its place.
    fn size(&self, sections: &[Section], top: f32) -> Result<f32, DrawError> {
        let fits = |size: &f32| placed(&self.set(sections, *size), &columns(top, BOTTOM)).is_some();
        SIZES.into_iter().find(fits).ok_or_else(|| refused("it says more than two pages hold"))
    }
}

/// The columns of a page whose text stands between these heights.
fn columns(top: f32, bottom: f32) -> [Column; 2] {
    [MARGIN, MARGIN + COLUMN + GUTTER].map(|x| Column { x, top, bottom })
}

/// Where the pieces stand in columns that are no longer than they need to be.
fn balanced(pieces: &[Piece], top: f32) -> Option<Places> {
    let mut best = placed(pieces, &columns(top, BOTTOM))?;
    let mut bottom = BOTTOM - SHORTER;
    while let Some(places) = placed(pieces, &columns(top, bottom)).filter(|_| bottom > top) {
        best = places;
        bottom -= SHORTER;
    }
    Some(best)
}

/// The file; or the letters that no font can show.
fn attempt<'a>(leaflet: &Leaflet, typesetter: &'a Typesetter<'a>) -> Result<Result<Vec<u8>, Vec<String>>, DrawError> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(refused)?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut tree = TagTree::new();
    let [_, second] = &leaflet.pages;
    let mut size = Fitting { typesetter, language: leaflet.language }.size(second, SECOND_TOP)?;
    for index in 0..leaflet.pages.len() {
        let mut page = document.start_page_with(PageSettings::from_wh(PAGE[0], PAGE[1]).unwrap_or_default());
        let (words, mut drawn) = draw_page(&mut page, leaflet, typesetter, (index, &mut size), &mut tree)?;
        if let Some(area) = Rect::from_ltrb(MARGIN, BOTTOM + 18.0, MARGIN + FOOT, BOTTOM + 60.0) {
            let target = Target::Action(Action::Link(LinkAction::new(leaflet.address.clone())));
            let annotation = Annotation::new_link(LinkAnnotation::new(area, target), Some(words));
            drawn.push(page.add_tagged_annotation(annotation));
        }
        page.finish();
        let mut paragraph = grouped(Tag::P, []);
        paragraph.push(grouped(Tag::Link, drawn));
        tree.push(paragraph);
    }
    let missing = typesetter.missing();
    if !missing.is_empty() {
        return Ok(Err(missing));
    }
    document.set_tag_tree(tree);
    describe(&mut document, leaflet);
    document.finish().map(Ok).map_err(refused)
}

/// Draws a page but for the link at its foot: returns what that says, with what the tag tree calls it.
fn draw_page<'a>(
    page: &mut Page<'_>,
    leaflet: &Leaflet,
    typesetter: &'a Typesetter<'a>,
    (index, size): (usize, &mut f32),
    tree: &mut TagTree,
) -> Result<(String, Vec<Identifier>), DrawError> {
    let mut canvas = Canvas { surface: page.surface(), typesetter };
    let top = if index == 0 { head(&mut canvas, leaflet, tree) } else { SECOND_TOP };
    let sections = leaflet.pages.get(index).map_or(&[][..], Vec::as_slice);
    let fitting = Fitting { typesetter, language: leaflet.language };
    // Both pages are of one size.
    *size = size.min(fitting.size(sections, top)?);
    let pieces = fitting.set(sections, *size);
    let places = balanced(&pieces, top).ok_or_else(|| refused("it says more than two pages hold"))?;
    for group in draw(&mut canvas, &pieces, &places) {
        tree.push(group);
    }
    let foot = foot(&mut canvas, leaflet);
    if index == 1 {
        figure(&mut canvas, leaflet, &Code::of(&leaflet.address)?, tree);
    }
    canvas.surface.finish();
    Ok(foot)
}

/// Draws title and lead across the first page, and says where what follows begins.
fn head(canvas: &mut Canvas<'_, '_>, leaflet: &Leaflet, tree: &mut TagTree) -> f32 {
    let (typesetter, width) = (canvas.typesetter, PAGE[0] - 2.0 * MARGIN);
    let mut baseline = MARGIN + 10.0;
    let mut put = |canvas: &mut Canvas<'_, '_>, words: &str, style: Style, size: f32, heading: bool, colour: Colour| {
        let block = typesetter.paragraph(words, style, size, width, 3);
        let place = Place { x: MARGIN, baseline: baseline + block.size * 0.8, leading: 1.2, align: Align::Left };
        let text = canvas.text(&block, place, colour);
        #[expect(clippy::cast_precision_loss, reason = "there are three lines at most")]
        let lines = block.lines.len() as f32;
        baseline += block.size * 1.2 * lines + 4.0;
        let tag: TagKind = if heading { Tag::Hn(NonZeroU16::MIN, Some(clean(words))).into() } else { Tag::P.into() };
        tree.push(grouped(tag, text));
    };
    if leaflet.is_demonstration {
        let words = Text::new(leaflet.language).say("paper-demonstration-means");
        put(canvas, &words, Style::Medium, 10.0, false, WARNING);
    }
    put(canvas, &capitalised(&leaflet.kicker), Style::Medium, 11.0, false, QUIET);
    put(canvas, &leaflet.title, Style::Regular, 31.0, true, INK);
    put(canvas, &leaflet.lead, Style::Italic, 13.0, false, QUIET);
    rule(canvas, baseline + 4.0);
    baseline + 12.0
}

/// A line across the page.
fn rule(canvas: &mut Canvas<'_, '_>, y: f32) {
    canvas.decorate(|surface| {
        let mut path = krilla::geom::PathBuilder::new();
        path.move_to(MARGIN, y);
        path.line_to(PAGE[0] - MARGIN, y);
        surface.set_fill(None);
        surface.set_stroke(Some(hairline(GOLD, 0.8)));
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
        surface.set_stroke(None);
    });
}

/// Draws where the same is to be read, and returns it with what the tag tree calls it.
fn foot(canvas: &mut Canvas<'_, '_>, leaflet: &Leaflet) -> (String, Vec<Identifier>) {
    rule(canvas, BOTTOM + 12.0);
    let address = [("address", leaflet.address.as_str().into())];
    let words = Text::new(leaflet.language).say_with("leaflet-address", &address);
    let words = format!("{} · {words}", clean(&leaflet.publisher));
    let block = canvas.typesetter.paragraph(&words, Style::Regular, 9.5, FOOT, 3);
    let place = Place { x: MARGIN, baseline: BOTTOM + 28.0, leading: 1.25, align: Align::Left };
    let drawn = canvas.text(&block, place, QUIET);
    (words, drawn)
}

#[expect(clippy::cast_precision_loss, reason = "a QR code has at most 177 modules in a row")]
fn figure(canvas: &mut Canvas<'_, '_>, leaflet: &Leaflet, code: &Code, tree: &mut TagTree) {
    let address = [("address", leaflet.address.as_str().into())];
    let words = Text::new(leaflet.language).say_with("leaflet-code", &address);
    let module = CODE / (code.size() + 2 * QUIET_ZONE) as f32;
    let corner = [PAGE[0] - MARGIN - CODE + 6.0, BOTTOM + 13.0];
    let [left, top] = corner.map(|edge| edge + module * QUIET_ZONE as f32);
    let bars = code.bars().into_iter().filter_map(|(row, column, length)| {
        let (x, y) = (left + column as f32 * module, top + row as f32 * module);
        Rect::from_xywh(x, y, length as f32 * module, module)
    });
    let drawn = canvas.figure([0, 0, 0], bars);
    let area = Rect::from_xywh(corner[0], corner[1], CODE, CODE);
    let tag =
        Tag::Figure(Some(words)).with_bbox(area.map(|area| BBox::new(1, area))).with_placement(Some(Placement::Block));
    tree.push(grouped(tag, [drawn]));
}

fn describe(document: &mut Document, leaflet: &Leaflet) {
    let mut outline = Outline::new();
    let title = clean(&leaflet.title);
    outline.push_child(OutlineNode::new(title.clone(), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
    let metadata = Metadata::new()
        .title(format!("{title} · {}", clean(&leaflet.kicker)))
        .description(clean(&leaflet.lead))
        .authors(vec![clean(&leaflet.publisher)])
        .creator("Touchstone".to_owned())
        .language(leaflet.language.tag().to_owned());
    document.set_metadata(metadata);
}
