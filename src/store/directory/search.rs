//! What is searched for in the directory.

use chrono::NaiveDate;

use super::{Facet, Kind, Standing};
use crate::ids::BodyId;
use crate::scheme::search::{Narrowing, Query, filter_gram};

/// What is searched for.
#[derive(Clone, Debug)]
pub struct Search {
    /// The words; `None` for everything.
    pub query: Option<Query>,
    pub kind: Option<Kind>,
    /// Only with all of these.
    pub facets: Vec<(Facet, String)>,
    /// Only where this holds on the day.
    pub standing: Option<Standing>,
    /// Only with a certificate against this edition.
    pub edition: Option<String>,
    /// Only with a certificate that this body answers for.
    pub body: Option<BodyId>,
    pub on: NaiveDate,
}

impl Search {
    /// Whether it is asked of a training organisation's courses.
    pub(super) fn is_of_courses(&self, facet: Facet) -> bool {
        self.kind == Some(Kind::TrainingOrganisation)
            && matches!(facet, Facet::Language | Facet::Delivery | Facet::Qualification)
    }

    /// The grams of the filters.
    pub(super) fn narrowing(&self) -> Narrowing {
        let mut filters: Vec<(&str, String)> = Vec::new();
        filters.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        let own = self.facets.iter().filter(|(facet, _)| !self.is_of_courses(*facet));
        filters.extend(own.map(|(facet, value)| (facet.as_str(), facet.value(value))));
        filters.extend(self.standing.map(|standing| ("status", standing.as_str().to_owned())));
        filters.extend(self.edition.iter().map(|edition| ("edition", edition.clone())));
        filters.extend(self.body.map(|body| ("body", body.to_string())));
        filters.iter().map(|(kind, value)| vec![vec![filter_gram(kind, value)]]).collect()
    }
}
