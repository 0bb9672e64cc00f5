//! Candidates who may be the one that somebody registers.

use chrono::NaiveDate;

use super::view::view;
use crate::scheme::likeness::PossibleCandidate;

view! {
    /// A candidate on record who may be the one that is meant.
    pub struct PossibleCandidateView(possible: &PossibleCandidate) {
        /// The candidate's id.
        pub id: String,
        /// The candidate's number.
        #[schema(example = "4J7RT-9WQ2C")]
        pub number: String,
        /// All names but the family name.
        pub given_names: Option<String> = &possible.identity.given_names,
        /// The family name, or the only name.
        pub family_name: String = &possible.identity.family_name,
        /// The day of birth.
        pub birth_date: NaiveDate = possible.identity.birth_date,
        /// Why: `same_identity`, `names_in_another_order`, `more_names`, `names_spelled_otherwise`, `initials`,
        /// `one_letter_of_names`, `day_and_month_exchanged` or `one_digit_of_birth_date`.
        pub because: String,
    }
}
