//! WHAT THE SCHEME SAYS. Pure: facts and the day come in as arguments, a reasoned answer goes out. No I/O, no HTTP,
//! no SQL, no clock.
//!
//! Every rule stands in the scheme owner's document; the sentence it implements is quoted where the code is.

pub(crate) mod assessment;
pub(crate) mod calendar;
pub(crate) mod characters;
pub(crate) mod codes;
pub(crate) mod country;
pub(crate) mod debris;
pub(crate) mod definition;
pub mod departure;
pub(crate) mod evidence;
pub(crate) mod exam;
pub(crate) mod experience;
pub(crate) mod file;
pub(crate) mod folding;
pub(crate) mod guessing;
pub(crate) mod identity;
pub(crate) mod language;
pub(crate) mod lifecycle;
pub(crate) mod likeness;
pub(crate) mod listing;
pub mod numbers;
pub(crate) mod organisation_certificate;
pub(crate) mod pairs;
pub mod person;
pub mod publication;
pub(crate) mod renewal;
pub(crate) mod requirement;
pub(crate) mod resemblance;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod sitting;
pub(crate) mod text;
pub(crate) mod words;

pub use definition::Scheme;

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Complaint {
    /// For programs: a stable word such as `unknown_country`.
    pub code: &'static str,
    /// For people: what is wrong, and what would be right.
    pub detail: String,
}

impl Complaint {
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}
