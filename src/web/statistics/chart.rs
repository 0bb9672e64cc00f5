//! Bars, one for each year, drawn as SVG.

use std::collections::BTreeMap;

use crate::messages::Language;
use crate::web::names;

/// The height of the drawing without the years below it, and of the longest bar, in the drawing's own units.
const HEIGHT: u64 = 150;
const LONGEST: u64 = 125;

/// How far one bar is from the next, and how wide it is.
const STEP: u64 = 44;
const WIDTH: u64 = 30;

/// Bars at most: the latest years. The table has all of them.
const YEARS: usize = 15;

pub(super) struct Chart {
    pub width: u64,
    pub bars: Vec<Bar>,
}

pub(super) struct Bar {
    pub year: i32,
    /// How many, as the reader writes it.
    pub count: String,
    pub x: u64,
    pub y: u64,
    /// Its height; a number above zero is never nothing.
    pub height: u64,
    /// Its middle, where the words stand.
    pub middle: u64,
}

impl Chart {
    /// The greatest number that is shown of these years.
    pub(super) fn greatest(years: &BTreeMap<i32, u64>) -> u64 {
        years.values().rev().take(YEARS).copied().max().unwrap_or_default()
    }

    /// `greatest` is that of all charts beside it: their bars are compared with one another.
    pub(super) fn of(language: Language, years: &BTreeMap<i32, u64>, greatest: u64) -> Self {
        let shown: Vec<_> = years.iter().rev().take(YEARS).collect();
        let greatest = greatest.max(1);
        let mut x = (STEP - WIDTH) / 2;
        let mut bars = Vec::new();
        for (year, count) in shown.into_iter().rev() {
            let height = if *count == 0 { 0 } else { (count * LONGEST / greatest).max(2) };
            let count = names::number(language, *count);
            bars.push(Bar { year: *year, count, x, y: HEIGHT - height, height, middle: x + WIDTH / 2 });
            x += STEP;
        }
        Self { width: x, bars }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let years = BTreeMap::from([(2019, 0), (2020, 1), (2021, 1_000), (2022, 500)]);
        let chart = Chart::of(Language::English, &years, Chart::greatest(&years));
        let heights: Vec<_> = chart.bars.iter().map(|bar| (bar.year, bar.height, bar.count.as_str())).collect();
        assert_eq!(heights, [(2019, 0, "0"), (2020, 2, "1"), (2021, 125, "1,000"), (2022, 62, "500")]);
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == HEIGHT && bar.x + WIDTH <= chart.width));
    }

    #[test]
    fn only_the_latest_years_are_drawn() {
        let years: BTreeMap<_, _> = (1990..=2026).map(|year| (year, u64::MAX / 1_000)).collect();
        let chart = Chart::of(Language::English, &years, Chart::greatest(&years));
        assert_eq!(chart.bars.len(), YEARS);
        assert_eq!(chart.bars.last().map(|bar| (bar.year, bar.height)), Some((2026, LONGEST)));
    }

    #[test]
    fn no_year_is_no_bar() {
        assert!(Chart::of(Language::English, &BTreeMap::new(), 0).bars.is_empty());
    }
}
