//! Examinations: their formats, the marks of a sitting and the outcome they make.

use serde::{Deserialize, Serialize};

use super::words::words;

/// Whether a candidate may look things up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Book {
    Closed,
    /// What this says is permitted, such as "a copy of Part 1".
    Open(String),
}

/// What a paper of one examination is like in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamFormat {
    /// The kind of question, in words: "multiple choice".
    pub question_style: String,
    /// Questions on the paper, 1 to 1,000.
    pub questions: u16,
    /// Marks that one question gives at most, 1 to 1,000.
    pub marks_per_question: u16,
    /// Marks needed to pass, from 1 to [`marks_available`](Self::marks_available).
    pub pass_mark: u16,
    pub duration_minutes: u16,
    pub book: Book,
    /// Whether the marks of the single questions may be given with a result.
    pub question_marks: bool,
}

impl ExamFormat {
    pub fn marks_available(&self) -> u32 {
        u32::from(self.questions) * u32::from(self.marks_per_question)
    }

    /// Marks a paper: "the outcome is computed, never taken from the client: marks against the pass mark".
    ///
    /// # Errors
    /// Everything that is wrong with the marks.
    pub fn mark(&self, marks: i64, question_marks: Option<&[i64]>) -> Result<MarkedPaper, Vec<MarksError>> {
        let mut errors = Vec::new();
        let available = i64::from(self.marks_available());
        if !(0..=available).contains(&marks) {
            let percentage = if (0..=100).contains(&marks) { "; is it a percentage?" } else { "" };
            let detail = format!("must be a whole number from 0 to {available}, the marks available{percentage}");
            errors.push(MarksError::Marks(detail));
        }
        if let Some(each) = question_marks {
            self.check_question_marks(marks, each, &mut errors);
        }
        match (u16::try_from(marks), errors.is_empty()) {
            (Ok(marks), true) => Ok(MarkedPaper { marks, outcome: Outcome::of(marks >= self.pass_mark) }),
            _ => Err(errors),
        }
    }

    /// "For Practitioner the four question marks may be given too; then each is at most 20 and they add up to the
    /// marks."
    fn check_question_marks(&self, marks: i64, each: &[i64], errors: &mut Vec<MarksError>) {
        if !self.question_marks {
            errors.push(MarksError::QuestionMarks("are not given for this examination; leave them out".to_owned()));
            return;
        }
        if each.len() != usize::from(self.questions) {
            errors.push(MarksError::QuestionMarks(format!(
                "must be {}, one for each question; there are {}",
                self.questions,
                each.len()
            )));
            return;
        }
        let most = i64::from(self.marks_per_question);
        for (index, mark) in each.iter().enumerate() {
            if !(0..=most).contains(mark) {
                errors.push(MarksError::QuestionMark(index, format!("must be a whole number from 0 to {most}")));
            }
        }
        let sum = each.iter().fold(0_i64, |sum, mark| sum.saturating_add(*mark));
        if sum != marks {
            errors.push(MarksError::QuestionMarks(format!("add up to {sum}, but the marks are {marks}")));
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarksError {
    Marks(String),
    /// The question marks as a whole.
    QuestionMarks(String),
    /// The mark of the question at this index.
    QuestionMark(usize, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedPaper {
    /// Whole marks, not above the marks available.
    pub marks: u16,
    pub outcome: Outcome,
}

words! {
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    Outcome {
        Pass = "pass",
        Fail = "fail",
    }
}

impl Outcome {
    pub const fn of(passed: bool) -> Self {
        if passed { Self::Pass } else { Self::Fail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn practitioner() -> ExamFormat {
        ExamFormat {
            question_style: "complex multiple choice".to_owned(),
            questions: 4,
            marks_per_question: 20,
            pass_mark: 40,
            duration_minutes: 180,
            book: Book::Open("a copy of Part 1".to_owned()),
            question_marks: true,
        }
    }

    #[test]
    fn the_outcome_follows_from_the_marks() {
        for (marks, outcome) in [(0, Outcome::Fail), (39, Outcome::Fail), (40, Outcome::Pass), (80, Outcome::Pass)] {
            assert_eq!(practitioner().mark(marks, None).unwrap().outcome, outcome, "{marks}");
        }
    }

    #[test]
    fn impossible_marks_are_refused_all_at_once() {
        for (marks, each, errors) in [
            (-1, None, 1),
            (81, None, 1),
            (i64::MAX, None, 1),
            (40, Some(vec![10, 10, 10]), 1),
            (40, Some(vec![10, 10, 10, 11]), 1),
            (40, Some(vec![21, -1, 10, 10]), 2),
            (90, Some(vec![21, 21, 21, 21]), 6),
            (40, Some(vec![i64::MAX, i64::MAX, 0, 0]), 3),
        ] {
            assert_eq!(practitioner().mark(marks, each.as_deref()).unwrap_err().len(), errors, "{marks} {each:?}");
        }
        assert!(practitioner().mark(40, Some(&[20, 0, 20, 0])).is_ok());
        let closed = ExamFormat { question_marks: false, ..practitioner() };
        assert!(closed.mark(40, Some(&[20, 0, 20, 0])).is_err());
    }
}
