//! What is sent of a candidate who is to be registered.

use chrono::NaiveDate;

use super::NewCandidate;
use crate::input::fields::{Email, Key};
use crate::input::form::{OrUsual, form};
use crate::scheme::country::CountryCode;
use crate::scheme::person::{FamilyName, GivenNames};

form! {
    /// A candidate who is to be registered.
    #[example({"given_names": "Inès", "family_name": "Moreau", "birth_date": "1994-11-08", "email": "ines@example.org", "country": "FR", "listed": true})]
    pub struct CandidateRequest {
        /// All names but the family name.
        pub given_names: Option<GivenNames>,
        /// The family name, or the only name: at least one letter, in any script.
        pub family_name: FamilyName,
        /// The day of birth: from 1900-01-01 to yesterday.
        pub birth_date: NaiveDate,
        /// Where to write.
        pub email: Option<Email>,
        /// Where the candidate lives (ISO 3166-1).
        pub country: Option<CountryCode>,
        /// Whether the candidate agreed to be shown by name; not, when left out.
        pub listed: OrUsual<bool>,
        /// The body in whose name the candidate is registered: id or slug. For registrars; a body is always itself.
        pub body_id: Option<Key>,
    }
}

impl CandidateRequest {
    /// Who is to be registered; in whose name is another question.
    #[must_use]
    pub fn candidate(&self) -> NewCandidate {
        let Self { given_names, family_name, birth_date, email, country, listed, .. } = self.clone();
        NewCandidate { given_names, family_name, birth_date, email, country, listed }
    }
}
