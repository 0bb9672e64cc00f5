//! How an examination is examined, and on which days.

use chrono::NaiveDate;

use super::{Fact, Part, fact, said};
use crate::messages::{Phrase, Text};
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;
use crate::scheme::exam::{Book, ExamFormat};

/// A format in words.
#[derive(Clone, Debug)]
pub struct Format {
    pub questions: String,
    pub style: Phrase,
    pub pass: String,
    pub duration: String,
    pub aids: Phrase,
}

impl Format {
    #[must_use]
    pub fn of(text: Text, format: &ExamFormat) -> Self {
        let (pass, available) = (u32::from(format.pass_mark), format.marks_available());
        let percent = pass * 100 / available.max(1);
        let questions = [("questions", format.questions.into()), ("marks", format.marks_per_question.into())];
        let pass = [("pass", pass.into()), ("available", available.into()), ("percent", percent.into())];
        Self {
            questions: text.say_with("qualification-questions", &questions),
            style: text.of_scheme(&format.question_style),
            pass: text.say_with("qualification-pass-of", &pass),
            duration: text.say_with("qualification-minutes", &[("minutes", format.duration_minutes.into())]),
            aids: match &format.book {
                Book::Open(permitted) => {
                    let permitted = text.of_scheme(permitted);
                    let words = [("permitted", permitted.text.into())];
                    Phrase { text: text.say_with("qualification-book-open", &words), language: permitted.language }
                }
                Book::Closed => said(text, text.say("qualification-book-closed")),
            },
        }
    }
}

/// The format of the latest edition, where it is known.
#[must_use]
pub fn latest_format<'a>(scheme: &'a Scheme, qualification: &'a Qualification) -> Option<&'a ExamFormat> {
    scheme.editions.iter().rev().find_map(|edition| qualification.format(&edition.code))
}

/// One way in which an examination is or was examined: on which edition, on which days, and how, where that is known.
struct Window<'a> {
    based_on: Phrase,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
    format: Option<&'a ExamFormat>,
    note: Option<Phrase>,
}

/// The latest first.
fn windows<'a>(text: Text, scheme: &Scheme, qualification: &'a Qualification) -> Vec<Window<'a>> {
    let mut windows: Vec<Window<'a>> = Vec::new();
    let mut until = None;
    for edition in scheme.editions.iter().rev() {
        let format = qualification.format(&edition.code);
        if format.is_some() || edition.declared {
            let note = edition.note.as_ref().map(|note| text.of_scheme(note));
            windows.push(Window {
                based_on: text.of_scheme(&edition.title),
                from: edition.sat_from,
                until,
                format,
                note,
            });
        }
        until = edition.sat_from.and_then(|day| day.pred_opt());
    }
    windows
}

/// Each format with its days, the latest under the heading of today's and the others under that of the earlier ones.
pub(super) fn parts(text: Text, scheme: &Scheme, qualification: &Qualification) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, window) in windows(text, scheme, qualification).iter().enumerate() {
        match index {
            0 => parts.push(Part::Heading(said(text, text.say("level-format-latest")))),
            1 => parts.push(Part::Heading(said(text, text.say("level-format-earlier")))),
            _ => {}
        }
        parts.push(Part::Facts(facts(text, window)));
        parts.extend(window.note.clone().map(Part::Paragraph));
        if window.format.is_none() {
            parts.push(Part::Paragraph(said(text, text.say("qualification-declared"))));
        }
    }
    parts
}

fn facts(text: Text, window: &Window<'_>) -> Vec<Fact> {
    let mut facts = vec![fact(text.say("level-based-on"), window.based_on.clone())];
    let days = match (window.from.map(|day| text.day(day)), window.until.map(|day| text.day(day))) {
        (None, None) => None,
        (Some(from), None) => Some(text.say_with("level-days-from", &[("day", from.into())])),
        (None, Some(until)) => Some(text.say_with("level-days-until", &[("day", until.into())])),
        (Some(from), Some(until)) => {
            Some(text.say_with("level-days-between", &[("from", from.into()), ("until", until.into())]))
        }
    };
    facts.extend(days.map(|days| fact(text.say("level-days"), said(text, days))));
    if let Some(format) = window.format {
        let format = Format::of(text, format);
        facts.extend([
            Fact { note: Some(format.style), ..fact(text.say("qualification-paper"), said(text, format.questions)) },
            fact(text.say("qualification-pass"), said(text, format.pass)),
            fact(text.say("qualification-duration"), said(text, format.duration)),
            fact(text.say("qualification-book"), format.aids),
        ]);
    }
    facts
}
