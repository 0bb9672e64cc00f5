//! How an examination is examined, and on which days.

use super::{Fact, Part, fact, said};
use crate::messages::{Phrase, Text};
use crate::scheme::Scheme;
use crate::scheme::definition::Qualification;
use crate::scheme::exam::{Book, ExamFormat};
use crate::scheme::sitting::Pair;

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

/// What a paper is like in the latest format, where that is known.
#[must_use]
pub fn latest_format<'a>(scheme: &'a Scheme, qualification: &'a Qualification) -> Option<&'a ExamFormat> {
    scheme.pairs().iter().rev().find_map(|pair| qualification.paper(&pair.format.code))
}

/// The formats on the editions that they may be sat on, the latest first, each with its paper where that is known.
fn windows<'a>(scheme: &'a Scheme, qualification: &'a Qualification) -> Vec<(Pair<'a>, Option<&'a ExamFormat>)> {
    let with_paper = |pair: Pair<'a>| (pair, qualification.paper(&pair.format.code));
    let known = |(pair, paper): &(Pair<'a>, Option<&ExamFormat>)| paper.is_some() || pair.format.declared;
    scheme.pairs().into_iter().rev().map(with_paper).filter(known).collect()
}

/// Each format with its days, the latest under the heading of today's and the others under that of the earlier ones.
pub(super) fn parts(text: Text, scheme: &Scheme, qualification: &Qualification) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, (pair, paper)) in windows(scheme, qualification).into_iter().enumerate() {
        match index {
            0 => parts.push(Part::Heading(said(text, text.say("level-format-latest")))),
            1 => parts.push(Part::Heading(said(text, text.say("level-format-earlier")))),
            _ => {}
        }
        parts.push(Part::Facts(facts(text, scheme, &pair, paper)));
        if paper.is_none() {
            parts.push(Part::Paragraph(said(text, text.say("qualification-declared"))));
        }
    }
    parts
}

fn facts(text: Text, scheme: &Scheme, pair: &Pair<'_>, paper: Option<&ExamFormat>) -> Vec<Fact> {
    let mut facts = vec![
        fact(text.say("qualification-format"), text.of_scheme(&pair.format.title)),
        fact(text.say("level-based-on"), text.of_scheme(&scheme.edition_words(&pair.edition.code, &pair.format.code))),
    ];
    let days = match (pair.sat.from.map(|day| text.day(day)), pair.sat.until.map(|day| text.day(day))) {
        (None, None) => None,
        (Some(from), None) => Some(text.say_with("level-days-from", &[("day", from.into())])),
        (None, Some(until)) => Some(text.say_with("level-days-until", &[("day", until.into())])),
        (Some(from), Some(until)) => {
            Some(text.say_with("level-days-between", &[("from", from.into()), ("until", until.into())]))
        }
    };
    facts.extend(days.map(|days| fact(text.say("level-days"), said(text, days))));
    if let Some(paper) = paper {
        let format = Format::of(text, paper);
        facts.extend([
            Fact { note: Some(format.style), ..fact(text.say("qualification-paper"), said(text, format.questions)) },
            fact(text.say("qualification-pass"), said(text, format.pass)),
            fact(text.say("qualification-duration"), said(text, format.duration)),
            fact(text.say("qualification-book"), format.aids),
        ]);
    }
    facts
}
