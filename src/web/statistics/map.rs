//! The map of the world: the land in outline, and a disc in each country whose area is the number there, so that it can be
//! read without colour. `README.md` says where outline and places come from.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::messages::Language;
use crate::web::names;

/// The outline of the land: the path of an SVG of 1,000 by 470 units.
pub(super) const LAND: &str = include_str!("land.txt").trim_ascii_end();

/// The radius of the greatest and of the smallest disc.
const GREATEST: f64 = 34.0;
const SMALLEST: f64 = 4.0;

/// What the greatest disc stands for at least: a handful are no crowd.
const CROWD: u64 = 20;

/// From which radius on a number fits into the disc.
const ROOMY: u64 = 13;

static PLACES: LazyLock<HashMap<&'static str, (u64, u64)>> = LazyLock::new(|| {
    let place = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    };
    include_str!("places.tsv").lines().filter_map(place).collect()
});

pub(super) struct Map {
    /// The discs, the greatest first, so that none hides a smaller one.
    pub discs: Vec<Disc>,
}

pub(super) struct Disc {
    /// Its middle from the left.
    pub x: u64,
    /// Its middle from above.
    pub y: u64,
    pub radius: u64,
    pub title: String,
    pub label: Option<String>,
}

impl Map {
    pub(super) fn of(language: Language, counts: &[(String, u64)]) -> Self {
        let greatest = counts.iter().map(|(_, count)| *count).max().unwrap_or_default().max(CROWD);
        let disc = |(code, count): &(String, u64)| {
            let (x, y) = PLACES.get(code.as_str()).copied()?;
            let radius = radius(*count, greatest);
            let shown = names::number(language, *count);
            let title = format!("{}: {shown}", names::country(language, code));
            let fits = radius >= ROOMY && shown.chars().count() <= 6;
            Some(Disc { x, y, radius, title, label: fits.then_some(shown) })
        };
        Self { discs: counts.iter().filter_map(disc).collect() }
    }
}

/// The radius of a disc whose area is to that of the greatest as the numbers are.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a drawing is exact to a point, and the radius lies between two small positive numbers"
)]
fn radius(count: u64, greatest: u64) -> u64 {
    ((count as f64 / greatest as f64).sqrt() * GREATEST).clamp(SMALLEST, GREATEST).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_place_on_the_map() {
        for (code, _) in names::countries(Language::English) {
            let (x, y) = PLACES.get(code).copied().unwrap_or_else(|| panic!("{code} has no place"));
            assert!(x <= 1_000 && y <= 470, "{code} lies outside");
        }
        assert!(LAND.starts_with('M') && LAND.ends_with('z') && !LAND.contains('"'));
    }

    #[test]
    fn the_area_of_a_disc_is_its_number() {
        let counts = [("DE", 400), ("JP", 100), ("SG", 1)].map(|(code, count)| (code.to_owned(), count));
        let map = Map::of(Language::German, &counts);
        let discs: Vec<_> =
            map.discs.iter().map(|disc| (disc.radius, disc.title.as_str(), disc.label.clone())).collect();
        assert_eq!(
            discs,
            [
                (34, "Deutschland: 400", Some("400".to_owned())),
                (17, "Japan: 100", Some("100".to_owned())),
                (4, "Singapur: 1", None)
            ]
        );
        assert!(Map::of(Language::German, &[]).discs.is_empty());
    }
}
