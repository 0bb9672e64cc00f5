//! The public directory: bodies, certified organisations and training, searched together or each for itself.
//!
//! What is searched is an index that is written in the transaction of each change, by the `refresh_…` at the end of the
//! use case that changed a record.

use super::PageRequest;
use super::work::Work;
use crate::error::Error;
use crate::input::fields::word_fields;
use crate::store::directory as kept;

mod changes;
mod organisations;
mod projection;
pub(super) mod search;

pub use changes::{DirectoryChange, Happening, changes};
pub use kept::{Count, Facet, Kind, Standing};
pub use organisations::{CertificateInShort, CertifiedOrganisation, OrganisationSearch, list_organisations};
pub(super) use projection::fill;
pub use projection::{refresh_body, refresh_course, refresh_organisation, refresh_training_organisation};
pub use search::{Found, Search, search};

word_fields! {
    Kind: Self = Self::ALL, Self::as_str;
}

/// What was found of one kind.
#[derive(Clone, Debug)]
pub struct FoundOfKind {
    pub kind: Kind,
    pub best: Vec<Found>,
    pub count: Count,
}

/// How far [`search_everything`] counts.
pub const COUNTED: u32 = 100;

/// The best of each kind for a query, as of today, and how many there are. Public.
pub fn search_everything(work: &mut Work<'_>, query: &str, limit_per_kind: u32) -> Result<Vec<FoundOfKind>, Error> {
    let request = PageRequest { after: None, limit: limit_per_kind };
    let today = work.today();
    let each = Kind::ALL.iter().map(|kind| {
        let wanted = Search { query: Some(query.to_owned()), kind: Some(*kind), ..Search::of(today) };
        let page = search(work, &wanted, &request)?;
        let count = match page.next {
            Some(_) => kept::count(work.connection, &wanted, COUNTED)?,
            None => Count::Exactly(u32::try_from(page.items.len()).unwrap_or(u32::MAX)),
        };
        Ok(FoundOfKind { kind: *kind, best: page.items, count })
    });
    each.collect()
}
