//! Lines that fit: a long name becomes two lines and smaller letters, and never leaves its place.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use super::itemise::letters;
use super::{Line, Typesetter};
use crate::pdf::fonts::Style;

/// Lines that belong together, all in one size.
pub(in crate::pdf) struct Block {
    pub lines: Vec<Line>,
    /// Of the letters, in points.
    pub size: f32,
    /// What it says, where some of that is spelled out.
    pub says: Option<String>,
}

/// How many places near the middle are tried for breaking a line in two.
const TRIES: usize = 8;

/// Letters smaller than this many points are hard to read on paper.
const LEGIBLE: f32 = 9.0;

impl Typesetter<'_> {
    /// `text` on one line of at most `width` points, as large as it goes up to `largest`; on two lines if it would be
    /// smaller than `comfortable` on one and two make it larger.
    pub fn fit(&self, text: &str, style: Style, [largest, comfortable]: [f32; 2], width: f32) -> Block {
        let (text, says) = self.spell(text);
        let one = self.line(&text, style);
        let size = size_for(&one, largest, width);
        let one = Block { lines: vec![one], size, says: says.clone() };
        if size >= comfortable {
            return one;
        }
        let twos = breaks(&text, size < LEGIBLE).into_iter().map(|place| {
            let mut lines = vec![self.line(&text[..place], style), self.line(&text[place..], style)];
            let size = lines.iter().map(|line| size_for(line, largest, width)).fold(largest, f32::min);
            if text[..place].ends_with(' ') {
                self.end_with_space(&mut lines[0]);
            }
            Block { lines, size, says: says.clone() }
        });
        twos.fold(one, |best, block| if block.size > best.size { block } else { best })
    }

    /// `text` on one line, as large as it goes up to `largest`.
    pub fn one_line(&self, text: &str, style: Style, largest: f32, width: f32) -> Block {
        let (text, says) = self.spell(text);
        let line = self.line(&text, style);
        let size = size_for(&line, largest, width);
        Block { lines: vec![line], size, says }
    }

    /// `text` in as many lines of `width` points as it takes at `size`; smaller, if it takes more than `most` lines.
    pub fn paragraph(&self, text: &str, style: Style, size: f32, width: f32, most: usize) -> Block {
        let (text, says) = self.spell(text);
        let mut size = size;
        loop {
            let lines = self.wrap(&text, style, width / size);
            if lines.len() <= most || size < 1.0 {
                // A word that is wider than a line makes all of them smaller.
                let size = lines.iter().map(|line| size_for(line, size, width)).fold(size, f32::min);
                return Block { lines, size, says };
            }
            size *= 0.94;
        }
    }

    /// Ends a line with the space that it was broken at: whoever reads the text needs it, the width not.
    fn end_with_space(&self, line: &mut Line) {
        let face = line.runs.last().map_or(0, |run| run.face);
        line.runs.extend(self.shape(" ", face, false));
        line.text.push(' ');
    }

    /// Breaks at spaces, and between letters of a script that is written without them; `width` in ems.
    fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let mut places: Vec<usize> = spaces(text).chain(between_letters(text, true)).chain([text.len()]).collect();
        places.sort_unstable();
        let mut lines = Vec::new();
        let (mut start, mut current) = (0, None);
        for place in places {
            let longer = self.line(&text[start..place], style);
            current = match current {
                Some((end, mut full)) if longer.width > width => {
                    if text[..end].ends_with(' ') {
                        self.end_with_space(&mut full);
                    }
                    lines.push(full);
                    start = end;
                    Some((place, self.line(&text[start..place], style)))
                }
                _ => Some((place, longer)),
            };
        }
        lines.extend(current.map(|(_, line)| line));
        lines
    }
}

/// The size at which a line is at most `width` points wide, up to `largest`.
fn size_for(line: &Line, largest: f32, width: f32) -> f32 {
    if line.width * largest <= width { largest } else { width / line.width }
}

/// The places nearest to the middle where a line may be broken: at spaces, else between letters of a script that is
/// written without spaces, else, if `anywhere`, between any letters: a name that is
/// too small to read is worse than a broken one.
fn breaks(text: &str, anywhere: bool) -> Vec<usize> {
    let between = |ideographs_only| between_letters(text, ideographs_only);
    let mut places: Vec<usize> = spaces(text).collect();
    if places.is_empty() {
        places = between(true);
    }
    if places.is_empty() && anywhere {
        places = between(false);
    }
    places.sort_by_key(|place| place.abs_diff(text.len() / 2));
    places.truncate(TRIES);
    places
}

/// The places behind the spaces.
fn spaces(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(' ').map(|(place, _)| place + 1)
}

fn between_letters(text: &str, ideographs_only: bool) -> Vec<usize> {
    let suits = |letter: &Range<usize>| {
        let script = text[letter.clone()].chars().next().map(|character| character.script());
        !ideographs_only
            || matches!(
                script,
                Some(Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo)
            )
    };
    let letters = letters(text, 0..text.len());
    letters.windows(2).filter(|pair| suits(&pair[0]) && suits(&pair[1])).map(|pair| pair[1].start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_near_the_middle() {
        assert_eq!(breaks("aaa bb cccc", false), [4, 7]);
        assert_eq!(breaks("山田太郎", false), [6, 3, 9]);
        assert_eq!(breaks("unbroken", true)[0], 4);
        assert_eq!(breaks("unbroken", false), Vec::<usize>::new());
    }
}
