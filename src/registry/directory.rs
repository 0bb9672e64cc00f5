//! The public directory: bodies, certified organisations and training, searched together or each for itself.
//!
//! What is searched is an index that is written in the transaction of each change, by the `refresh_…` at the end of the
//! use case that changed a record.

use chrono::NaiveDate;

use super::work::Work;
use super::{Page, PageRequest};
use crate::error::Error;
use crate::ids::BodyId;
use crate::input::fields::word_fields;
use crate::scheme::search::Query;
use crate::store::directory as kept;

mod feed;
mod organisations;
mod projection;

pub use feed::{DirectoryChange, Happening, changes};
pub use kept::{Count, Facet, Kind, Standing};
pub use organisations::{CertificateInShort, CertifiedOrganisation, OrganisationSearch, list_organisations};
pub(super) use projection::fill;
pub use projection::{refresh_body, refresh_course, refresh_organisation, refresh_training_organisation};

word_fields! {
    Kind: Self = Self::ALL, Self::as_str;
}

/// What is searched for. Everything that is given must be met.
#[derive(Clone, Debug)]
pub struct Search {
    /// Words of the name in any spelling, of scope statements, or of the places of sites.
    pub query: Option<String>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only with all of these values. Of a training organisation, what is said of courses must be true of one course.
    pub facets: Vec<(Facet, String)>,
    /// Only where this holds on the day.
    pub status: Option<Standing>,
    /// Only organisations with a certificate against this edition that was issued by the day.
    pub edition: Option<String>,
    /// Only organisations with a certificate that this body answers for on the day.
    pub body: Option<BodyId>,
    /// The day.
    pub on: NaiveDate,
}

impl Search {
    /// A search for everything, as of a day.
    #[must_use]
    pub const fn of(on: NaiveDate) -> Self {
        Self { query: None, kind: None, facets: Vec::new(), status: None, edition: None, body: None, on }
    }

    /// The search as the store carries it out; `None` where nothing can be found, because in the words there is neither
    /// letter nor digit.
    fn prepared(&self) -> Option<kept::Search> {
        let query = match &self.query {
            Some(words) => Some(Query::parse(words)?),
            None => None,
        };
        Some(kept::Search {
            query,
            kind: self.kind,
            facets: self.facets.clone(),
            standing: self.status,
            edition: self.edition.clone(),
            body: self.body,
            on: self.on,
        })
    }
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Of what kind.
    pub kind: Kind,
    /// The id of the record.
    pub subject_id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its name in Latin letters, where it is written in others.
    pub latin_name: Option<String>,
    /// Its countries (ISO 3166-1), its own first.
    pub countries: Vec<String>,
    /// What holds of it on the day that was asked for; `None` before it all begins.
    pub status: Option<Standing>,
}

/// What was found of one kind.
#[derive(Clone, Debug)]
pub struct FoundOfKind {
    /// The kind.
    pub kind: Kind,
    /// The best of it.
    pub best: Vec<Found>,
    /// How many there are.
    pub count: Count,
}

/// How far [`search_everything`] counts.
pub const COUNTED: u32 = 100;

/// A page of what is found: the best first, and then in the order of the names. Public.
pub fn search(work: &mut Work<'_>, search: &Search, request: &PageRequest) -> Result<Page<Found>, Error> {
    let Some(prepared) = search.prepared() else { return Ok(Page { items: Vec::new(), next: None }) };
    let page = kept::search(work.connection, &prepared, request)?;
    let numbers = page.items.iter().map(|entry| entry.number).collect();
    let statuses = kept::statuses(work.connection, numbers, search.on)?;
    Ok(page.map(|entry| Found {
        status: statuses.get(&entry.number).copied(),
        kind: entry.kind,
        subject_id: entry.subject,
        slug: entry.slug,
        name: entry.name,
        latin_name: entry.latin_name,
        countries: entry.countries,
    }))
}

/// The best of each kind for a query, as of today, and how many there are. Public.
pub fn search_everything(work: &mut Work<'_>, query: &str, limit_per_kind: u32) -> Result<Vec<FoundOfKind>, Error> {
    let request = PageRequest { after: None, limit: limit_per_kind };
    let today = work.today();
    let each = Kind::ALL.iter().map(|kind| {
        let wanted = Search { query: Some(query.to_owned()), kind: Some(*kind), ..Search::of(today) };
        let page = search(work, &wanted, &request)?;
        let count = match (page.next, wanted.prepared()) {
            (Some(_), Some(prepared)) => kept::count(work.connection, &prepared, COUNTED)?,
            _ => Count::Exactly(u32::try_from(page.items.len()).unwrap_or(u32::MAX)),
        };
        Ok(FoundOfKind { kind: *kind, best: page.items, count })
    });
    each.collect()
}
