//! An attendance as it is sent, by one or in a row of a file.

use chrono::NaiveDate;

use crate::input::fields::{Email, Key};
use crate::input::form::{OrUsual, form};
use crate::scheme::country::CountryCode;
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{FamilyName, GivenNames};

form! {
    /// Attendance at a course of the training organisation that records it.
    #[example({"course_id": "foundation-online", "completed_on": "2026-10-02", "given_names": "Inès", "family_name": "Moreau-Lefèvre", "birth_date": "1991-04-17", "country": "FR"})]
    pub struct NewAttendance as "AttendanceRequest" {
        /// Which course: id or slug. It must be accredited on the day of completion, with the organisation that runs it.
        pub course as "course_id": Key,
        /// The last day of the course.
        pub completed_on: NaiveDate,
        /// The candidate's number, in any spelling. Whoever has one is found by it with the birth date; without one, a
        /// candidate is registered, unless an attendance of the organisation is on record of the same names and birth date.
        pub candidate_number: Option<CandidateNumber>,
        /// The day of birth.
        pub birth_date: NaiveDate,
        /// All names but the family name.
        pub given_names: Option<GivenNames>,
        /// The family name, or the only name; needed where no number is given.
        pub family_name: Option<FamilyName>,
        /// Where to write, for a new candidate.
        pub email: Option<Email>,
        /// Where the candidate lives (ISO 3166-1), for a new one.
        pub country: Option<CountryCode>,
        /// Whether it is somebody else than whoever has the same names and birth date; not, when left out. The same attendance sent
        /// again is the same in any case: two people with the same names at one course are told apart by their numbers.
        pub confirm_new: OrUsual<bool>,
    }
}
