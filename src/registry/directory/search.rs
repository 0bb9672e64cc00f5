//! A search in the directory's index.

use chrono::NaiveDate;

use crate::error::Error;
use crate::ids::BodyId;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::search::Query;
use crate::store::directory::{self as kept, Facet, Kind, Standing};

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
    pub on: NaiveDate,
}

impl Search {
    /// A search for everything, as of a day.
    pub const fn of(on: NaiveDate) -> Self {
        Self { query: None, kind: None, facets: Vec::new(), status: None, edition: None, body: None, on }
    }

    /// The search as the store carries it out; `None` where nothing can be found, because in the words there is neither
    /// letter nor digit.
    pub(super) fn prepared(&self) -> Option<kept::Search> {
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
    pub kind: Kind,
    pub subject_id: String,
    pub slug: String,
    pub name: String,
    pub latin_name: Option<String>,
    /// Its countries (ISO 3166-1), its own first.
    pub countries: Vec<String>,
    /// What holds of it on the day that was asked for; `None` before it all begins.
    pub status: Option<Standing>,
}

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
