//! What is sent of a result.

use chrono::NaiveDate;

use super::{NewResult, NewSitting};
use crate::input::fields::{Integer, Key};
use crate::input::form::{Several, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::scheme::exam::Outcome;
use crate::scheme::text::{Reference, Word};

form! {
    /// A result as it is submitted.
    #[example({"candidate_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e00", "qualification": "practitioner", "sat_on": "2024-09-20", "marks": 52, "reference": "2024-09-20/0007"})]
    pub struct ResultRequest {
        /// The candidate's id.
        pub candidate as "candidate_id": Key,
        /// Of which examination.
        pub qualification: Key<{ Word::LONGEST }>,
        /// The day of the sitting.
        pub sat_on: NaiveDate,
        /// The marks; needed for every format whose outcome is computed.
        pub marks: Option<Integer>,
        /// The marks of the single questions, for examinations that allow them; they add up to the marks.
        pub question_marks: Option<Several<Integer, 0, 1000>>,
        /// The format. Where the day leaves only one it follows from the day, and another is refused; else it is needed.
        pub format: Option<Key<20>>,
        /// The edition, likewise.
        pub edition: Option<Key<20>>,
        /// `pass` or `fail`: by a registrar, for formats whose papers are not known.
        pub declared_outcome: Option<Outcome>,
        /// The body's own reference.
        pub reference: Option<Reference>,
        /// The body that examined: id or slug. For registrars; a body is always itself.
        pub body as "body_id": Option<Key>,
    }
}

impl FromObject for NewResult {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let ResultRequest {
            candidate,
            qualification,
            sat_on,
            marks,
            question_marks,
            format,
            edition,
            declared_outcome,
            reference,
            body,
        } = FromObject::from_object(object)?;
        let sitting =
            NewSitting { qualification, sat_on, marks, question_marks, format, edition, declared_outcome, reference };
        Some(Self { candidate, sitting, body })
    }
}
