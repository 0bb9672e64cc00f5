//! A search in the directory's index.

use crate::error::Error;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::store::directory::{self as kept, Kind, Standing};

pub use kept::Search;

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
    let page = kept::search(work.connection, search, request)?;
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
