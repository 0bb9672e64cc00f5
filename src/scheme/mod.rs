//! WHAT THE SCHEME SAYS. Pure: facts and the day come in as arguments, a reasoned answer goes out. No I/O, no HTTP,
//! no SQL, no clock.
//!
//! Every rule stands in the scheme owner's document; the sentence it implements is quoted where the code is.

pub mod assessment;
pub mod calendar;
pub mod codes;
pub mod country;
pub mod definition;
pub mod evidence;
pub mod exam;
pub mod experience;
pub mod file;
pub mod folding;
pub mod guessing;
pub mod identity;
pub mod lifecycle;
pub mod listing;
pub mod numbers;
pub mod organisation_certificate;
pub mod person;
pub mod requirement;
pub mod resemblance;
pub mod search;
pub mod show;
pub mod text;

pub use definition::Scheme;

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// For programs: a stable word such as `unknown_country`.
    pub code: &'static str,
    /// For people: what is wrong, and what would be right.
    pub detail: String,
}

impl Complaint {
    /// A complaint.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}
