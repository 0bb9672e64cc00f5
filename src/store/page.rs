//! Pages of a list: keyset, never offset.

use std::fmt::Display;

use crate::scheme::folding::fold;

/// A unique key that sorts by name: case and accents do not matter, and the id tells namesakes apart.
pub(super) fn sort_key(name: &str, id: impl Display) -> String {
    format!("{}\u{1}{id}", fold(name, true))
}

/// A part of a list, in the order of a unique key.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The key after which the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// The rows of a table that a page is made of, in the order of a unique column.
macro_rules! paged {
    ($table:ident::$column:ident, $request:expr) => {
        $table::table.filter($table::$column.gt($request.after())).order($table::$column).limit($request.rows())
    };
}
pub(super) use paged;

/// Which part of a list is wanted.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The key of the last item of the page before.
    pub after: Option<String>,
    /// How many items at the most, 1 to 1,000.
    pub limit: u32,
}

impl PageRequest {
    /// The key to begin after; every key is greater than the empty one.
    #[must_use]
    pub fn after(&self) -> String {
        self.after.clone().unwrap_or_default()
    }

    /// How many rows to ask for: one more than wanted, to know whether there is a next page.
    #[must_use]
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Makes a page of the rows that [`rows`](Self::rows) asked for.
    pub fn page<T, K: Display>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| key(last).to_string());
        Page { items: rows, next }
    }
}

impl<T> Page<T> {
    pub fn map<U>(self, transform: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(transform).collect(), next: self.next }
    }

    pub fn try_map<U, E>(self, transform: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        self.try_all(|items| items.into_iter().map(transform).collect())
    }

    /// The same page with other items that are made all at once, unless they cannot be.
    pub fn try_all<U, E>(self, transform: impl FnOnce(Vec<T>) -> Result<Vec<U>, E>) -> Result<Page<U>, E> {
        Ok(Page { items: transform(self.items)?, next: self.next })
    }
}
