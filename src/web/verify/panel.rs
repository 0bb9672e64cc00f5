//! The status at a glance: a word, a shape, what it means, of which day it speaks, and what to do next.

use chrono::NaiveDate;

use crate::clock::Moment;
use crate::messages::{Text, isolated};
use crate::registry::organisation_certificates;
use crate::registry::verifications::Verification;

/// How much of a name that was typed stands in the headline, in characters.
const LONGEST_SHOWN: usize = 60;

pub(in crate::web) struct Panel {
    /// Which shape and colour: `valid`, `suspended`, `withdrawn`, `expired`, `unknown`, `replaced`,
    /// `differs`, `unread` or `mistyped`.
    pub kind: &'static str,
    pub word: String,
    pub means: String,
    /// What else is known of the file that led here, or of the name that was asked for.
    pub told: Vec<String>,
    pub next: String,
    /// Of which day it speaks.
    pub as_of: Option<String>,
    pub checked: Option<String>,
    /// Whether it speaks of an earlier day, and is not to be taken for today's.
    pub is_past: bool,
}

impl Panel {
    pub fn of(text: Text, verification: &Verification) -> Self {
        let annulled = verification.certificate.as_ref().is_some_and(|certificate| certificate.annulled);
        let panel = Self::of_status(text, verification.status, (verification.as_of, verification.checked_at), now);
        Self { told: annulled.then(|| text.say("result-annulled")).into_iter().collect(), ..panel }
    }

    /// The status of an organisation's certificate.
    pub fn of_organisation(text: Text, verification: &organisation_certificates::Verification) -> Self {
        let looked = (verification.as_of, verification.checked_at);
        Self::of_status(text, verification.status, looked, now_of_organisation)
    }

    fn of_status(
        text: Text,
        status: &str,
        (day, checked_at): (NaiveDate, Moment),
        now: fn(Text, &str) -> Words,
    ) -> Self {
        let is_past = day < checked_at.date_naive();
        let (kind, word, means, next) = if is_past { then(text, status, day) } else { now(text, status) };
        let as_of = text.say_with("status-as-of", &[("day", text.day(day).into())]);
        let checked = text.say_with("status-checked", &[("moment", text.moment(checked_at).into())]);
        Self { kind, word, means, next, told: Vec::new(), as_of: Some(as_of), checked: Some(checked), is_past }
    }

    /// The status of a certificate that is somebody else's: whoever reads nothing but the headline reads that.
    pub fn of_another(text: Text, verification: &Verification, name: &str) -> Self {
        let panel = Self::of(text, verification);
        let name = isolated(&shortened(name));
        if panel.kind == "valid" {
            return Self {
                kind: "differs",
                word: text.say_with("name-differs-valid", &[("name", name.into())]),
                means: text.say("name-differs-means"),
                next: text.say("name-differs-next"),
                ..panel
            };
        }
        let status = panel.word.as_str().into();
        let word = text.say_with("name-differs-other", &[("status", status), ("name", name.into())]);
        let told = [vec![text.say("name-differs")], panel.told].concat();
        Self { word, told, ..panel }
    }

    /// What can be said of a text that is no number, without looking anything up.
    pub fn mistyped(text: Text, explanation: String) -> Self {
        Self {
            kind: "mistyped",
            word: text.say("status-mistyped"),
            means: explanation,
            next: text.say("mistyped-advice"),
            told: Vec::new(),
            as_of: None,
            checked: None,
            is_past: false,
        }
    }
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

type Words = (&'static str, String, String, String);

/// Today's status. Whatever is not known to be something else is unknown, and never valid.
fn now(text: Text, status: &str) -> Words {
    match status {
        "valid" => ("valid", text.say("status-valid"), text.say("valid-means"), text.say("valid-next")),
        "suspended" => {
            ("suspended", text.say("status-suspended"), text.say("suspended-means"), text.say("suspended-next"))
        }
        "withdrawn" => {
            ("withdrawn", text.say("status-withdrawn"), text.say("withdrawn-means"), text.say("withdrawn-next"))
        }
        "expired" => ("expired", text.say("status-expired"), text.say("expired-means"), text.say("expired-next")),
        _ => ("unknown", text.say("status-unknown"), text.say("unknown-means"), text.say("unknown-next")),
    }
}

/// The same of an organisation's certificate, which a body awarded.
fn now_of_organisation(text: Text, status: &str) -> Words {
    let (means, next) = match status {
        "valid" => (text.say("organisation-valid-means"), text.say("organisation-valid-next")),
        "suspended" => (text.say("organisation-suspended-means"), text.say("organisation-suspended-next")),
        "withdrawn" => (text.say("organisation-withdrawn-means"), text.say("organisation-withdrawn-next")),
        "expired" => (text.say("organisation-expired-means"), text.say("organisation-expired-next")),
        _ => (text.say("organisation-unknown-means"), text.say("organisation-unknown-next")),
    };
    let (kind, word, ..) = now(text, status);
    (kind, word, means, next)
}

/// The status on an earlier day, in words that nobody takes for today's.
fn then(text: Text, status: &str, day: NaiveDate) -> Words {
    let day = [("day", text.day(day).into())];
    let (kind, word) = match status {
        "valid" => ("valid", text.say_with("status-was-valid", &day)),
        "suspended" => ("suspended", text.say_with("status-was-suspended", &day)),
        "withdrawn" => ("withdrawn", text.say_with("status-was-withdrawn", &day)),
        "expired" => ("expired", text.say_with("status-was-expired", &day)),
        _ => {
            let word = text.say_with("status-was-unknown", &day);
            return ("unknown", word, text.say("unknown-means-then"), text.say("unknown-next-then"));
        }
    };
    (kind, word, text.say("status-past"), String::new())
}
