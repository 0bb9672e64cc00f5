//! What is searched for in the directory.

use chrono::NaiveDate;

use super::{Facet, Kind, Standing};
use crate::ids::BodyId;
use crate::scheme::search::{Narrowing, filter_gram};

/// What is searched for. Everything that is given must be met.
#[derive(Clone, Debug)]
pub struct Search {
    /// Words of the name in any spelling, of scope statements, or of the places of sites. Where there is neither letter nor
    /// digit in them, nothing is found.
    pub query: Option<String>,
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
    #[must_use]
    pub const fn of(on: NaiveDate) -> Self {
        Self { query: None, kind: None, facets: Vec::new(), status: None, edition: None, body: None, on }
    }

    /// Whether it is asked of a training organisation's courses.
    pub(super) fn is_of_courses(&self, facet: Facet) -> bool {
        let has_it = match facet {
            Facet::Language | Facet::Delivery | Facet::Qualification => true,
            Facet::Country | Facet::Region | Facet::TrainingOrganisation => false,
        };
        self.kind == Some(Kind::TrainingOrganisation) && has_it
    }

    /// Whether more is asked for than a kind, which may be nearly everything.
    pub(super) fn has_filters(&self) -> bool {
        self.filters().len() > usize::from(self.kind.is_some())
    }

    /// The grams of the filters.
    pub(super) fn narrowing(&self) -> Narrowing {
        let filters = self.filters();
        Narrowing::All(filters.iter().map(|(kind, value)| Narrowing::Gram(filter_gram(kind, value))).collect())
    }

    fn filters(&self) -> Vec<(&str, String)> {
        let mut filters: Vec<(&str, String)> = Vec::new();
        filters.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        let own = self.facets.iter().filter(|(facet, _)| !self.is_of_courses(*facet));
        filters.extend(own.map(|(facet, value)| (facet.as_str(), facet.value(value))));
        filters.extend(self.status.map(|standing| ("status", standing.as_str().to_owned())));
        filters.extend(self.edition.iter().map(|edition| ("edition", edition.clone())));
        filters.extend(self.body.map(|body| ("body", body.to_string())));
        filters
    }
}
