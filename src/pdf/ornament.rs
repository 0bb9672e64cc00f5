//! The decoration: a double frame, rules, and a rosette as on old banknotes. Nothing of it says anything.

use krilla::geom::{PathBuilder, Point, Rect};
use krilla::surface::Surface;

use super::canvas::{Colour, hairline};

/// How far a control point lies from its corner so that four cubic curves make an ellipse.
const ROUND: f32 = 0.552_284_8;

/// Cosine and sine of 15 degrees. Written out, because the system's own sine differs between systems in the last
/// digits, and the file must not.
const STEP: [f32; 2] = [0.965_925_8, 0.258_819_05];

/// How many steps make half a turn, after which an ellipse looks as before.
const PETALS: usize = 12;

/// A frame of two lines along the edge of the page, the inner one with corners cut inwards.
pub(super) fn frame(surface: &mut Surface<'_>, page: [f32; 2], inset: f32, [ink, gold]: [Colour; 2]) {
    surface.set_fill(None);
    surface.set_stroke(Some(hairline(ink, 1.4)));
    let mut outer = PathBuilder::new();
    if let Some(rectangle) = Rect::from_ltrb(inset, inset, page[0] - inset, page[1] - inset) {
        outer.push_rect(rectangle);
    }
    if let Some(path) = outer.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(Some(hairline(gold, 0.6)));
    let (near, notch) = (inset + 7.0, 13.0);
    let (right, bottom) = (page[0] - near, page[1] - near);
    let bend = notch * ROUND;
    let mut inner = PathBuilder::new();
    inner.move_to(near + notch, near);
    inner.line_to(right - notch, near);
    inner.cubic_to(right - notch, near + bend, right - bend, near + notch, right, near + notch);
    inner.line_to(right, bottom - notch);
    inner.cubic_to(right - bend, bottom - notch, right - notch, bottom - bend, right - notch, bottom);
    inner.line_to(near + notch, bottom);
    inner.cubic_to(near + notch, bottom - bend, near + bend, bottom - notch, near, bottom - notch);
    inner.line_to(near, near + notch);
    inner.cubic_to(near + bend, near + notch, near + notch, near + bend, near + notch, near);
    inner.close();
    if let Some(path) = inner.finish() {
        surface.draw_path(&path);
    }
}

/// A horizontal rule around `centre`.
pub(super) fn rule(surface: &mut Surface<'_>, centre: Point, width: f32, colour: Colour) {
    surface.set_fill(None);
    surface.set_stroke(Some(hairline(colour, 0.6)));
    let mut line = PathBuilder::new();
    line.move_to(centre.x - width / 2.0, centre.y);
    line.line_to(centre.x + width / 2.0, centre.y);
    if let Some(path) = line.finish() {
        surface.draw_path(&path);
    }
}

/// Ellipses turned about one centre, within two rings.
pub(super) fn rosette(surface: &mut Surface<'_>, centre: Point, radius: f32, [ink, gold]: [Colour; 2]) {
    surface.set_fill(None);
    surface.set_stroke(Some(hairline(gold, 0.45)));
    let mut turn = [1.0, 0.0];
    for _ in 0..PETALS {
        for slimness in [0.38, 0.62] {
            ellipse(surface, centre, [radius, radius * slimness], turn);
        }
        turn = [turn[0] * STEP[0] - turn[1] * STEP[1], turn[0] * STEP[1] + turn[1] * STEP[0]];
    }
    ellipse(surface, centre, [radius * 1.07; 2], [1.0, 0.0]);
    surface.set_stroke(Some(hairline(ink, 0.8)));
    ellipse(surface, centre, [radius * 1.13; 2], [1.0, 0.0]);
}

/// An ellipse with these half axes, turned by the angle whose cosine and sine are `turn`.
fn ellipse(surface: &mut Surface<'_>, centre: Point, [wide, high]: [f32; 2], turn: [f32; 2]) {
    let at = |x: f32, y: f32| {
        let (x, y) = (x * wide, y * high);
        [centre.x + x * turn[0] - y * turn[1], centre.y + x * turn[1] + y * turn[0]]
    };
    let mut path = PathBuilder::new();
    let [x, y] = at(1.0, 0.0);
    path.move_to(x, y);
    // A quarter at a time: from where it begins to where it ends, on the unit circle.
    for [from, to] in
        [[[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [-1.0, 0.0]], [[-1.0, 0.0], [0.0, -1.0]], [[0.0, -1.0], [1.0, 0.0]]]
    {
        let first = at(from[0] + ROUND * to[0], from[1] + ROUND * to[1]);
        let second = at(to[0] + ROUND * from[0], to[1] + ROUND * from[1]);
        let end = at(to[0], to[1]);
        path.cubic_to(first[0], first[1], second[0], second[1], end[0], end[1]);
    }
    path.close();
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
