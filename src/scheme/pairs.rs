//! Which formats and editions may be sat together: "Where only one pair is possible on a day it follows from the day …; where
//! several are, the client names it."

use chrono::NaiveDate;

use super::definition::Scheme;
use super::sitting::{Edition, NamedFormat, Pair, Window};

impl Scheme {
    /// The editions that may be sat on a day, in the order of the scheme file.
    pub fn editions_on(&self, day: NaiveDate) -> Vec<&Edition> {
        self.editions.iter().filter(|edition| edition.sat.contains(day)).collect()
    }

    /// The formats that may be sat on a day.
    pub fn formats_on(&self, day: NaiveDate) -> Vec<&NamedFormat> {
        self.formats.iter().filter(|format| format.sat.contains(day)).collect()
    }

    /// Every format with every edition that it may be sat on, the earliest first.
    pub fn pairs(&self) -> Vec<Pair<'_>> {
        let mut pairs = Vec::new();
        for format in &self.formats {
            let with = |edition| Some(Pair { format, edition, sat: format.sat.overlap(edition.sat)? });
            pairs.extend(self.editions.iter().filter_map(with));
        }
        pairs.sort_by_key(|pair| pair.sat.from);
        pairs
    }

    /// What the windows of formats and editions leave open, in words: days on which nobody can sit, and days on which a client has
    /// to name what was sat.
    #[must_use]
    pub fn open_questions(&self) -> Vec<String> {
        let mut notes: Vec<(Window, String)> = Vec::new();
        for window in self.stretches() {
            let day = window.from.or(window.until).unwrap_or(NaiveDate::MIN);
            let (formats, editions) = (self.formats_on(day), self.editions_on(day));
            let formats: Vec<_> = formats.iter().map(|format| format.code.as_str()).collect();
            let editions: Vec<_> = editions.iter().map(|edition| edition.code.as_str()).collect();
            let mut said = Vec::new();
            for (name, codes) in [("format", &formats), ("edition", &editions)] {
                match codes.as_slice() {
                    [] => said.push(format!("nobody can sit, for no {name} has these days")),
                    [_] => {}
                    several => said.push(format!("a client names the {name}: {}", several.join(" or "))),
                }
            }
            if said.is_empty() {
                continue;
            }
            let said = said.join("; ");
            match notes.last_mut() {
                // What changed between the two is not told here.
                Some((before, same)) if *same == said && before.until.and_then(|day| day.succ_opt()) == window.from => {
                    before.until = window.until;
                }
                _ => notes.push((window, said)),
            }
        }
        notes.into_iter().map(|(window, said)| format!("{}: {said}.", in_words(window, "at all times"))).collect()
    }

    /// The days laid end to end, in stretches in which no window begins or ends.
    fn stretches(&self) -> Vec<Window> {
        let windows = || self.formats.iter().map(|format| format.sat).chain(self.editions.iter().map(|one| one.sat));
        let ends = windows().filter_map(|window| window.until?.succ_opt());
        let mut starts: Vec<_> = windows().filter_map(|window| window.from).chain(ends).collect();
        starts.sort_unstable();
        starts.dedup();
        let lasts = starts.iter().map(NaiveDate::pred_opt).chain([None]);
        let firsts = std::iter::once(None).chain(starts.iter().copied().map(Some));
        firsts.zip(lasts).map(|(from, until)| Window { from, until }).collect()
    }
}

/// "From 2011-04-01 to 2012-05-31"; `always` where there is neither a first nor a last day.
pub(super) fn in_words(window: Window, always: &str) -> String {
    match (window.from, window.until) {
        (Some(from), Some(until)) => format!("from {from} to {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => always.to_owned(),
    }
}
