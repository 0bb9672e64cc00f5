//! What a sitting is of: a format, which says how the paper is built and marked, on an edition of the standard. "Two things,
//! each with the days on which it may be sat; they may overlap."

use chrono::NaiveDate;

use super::codes::{EditionCode, FormatCode};

/// The days on which something may be sat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first; `None` where it was always.
    pub from: Option<NaiveDate>,
    /// The last; `None` while there is none.
    pub until: Option<NaiveDate>,
}

impl Window {
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The days that are in both; `None` where there are none.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        let until = self.until.into_iter().chain(other.until).min();
        let both = Self { from: self.from.max(other.from), until };
        (both.from.is_none_or(|from| until.is_none_or(|until| from <= until))).then_some(both)
    }
}

/// A format of examinations. What a paper of it is like, each qualification says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFormat {
    pub code: FormatCode,
    pub title: String,
    pub sat: Window,
    /// Whether results are recorded "with the outcome as declared", by a registrar only, because its papers are not known.
    pub declared: bool,
}

/// An edition of the standard that examinations are based on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub code: EditionCode,
    pub title: String,
    pub sat: Window,
}

/// A format and an edition that may be sat together, and when.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    pub format: &'a NamedFormat,
    pub edition: &'a Edition,
    pub sat: Window,
}
