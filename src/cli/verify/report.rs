//! What an offline check found: a line for each thing that was or was not checked, what was signed, and the conclusion.

use std::fmt::Write as _;

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::super::output::{minute, printable};
use crate::clock::Moment;
use crate::scheme::calendar::counted;
use crate::trust::credential::Claims;
use crate::trust::examination::Finding;
use crate::trust::offline::{Conclusion, Genuine, Page, Period, Status, Unused};
use crate::trust::status_list::Purpose;

/// How much of a text from elsewhere is shown, in characters.
const LONGEST: usize = 300;

pub(super) struct Report<'a> {
    pub check: &'a Result<Genuine, Finding>,
    /// What the copies of status lists are called, in the order in which they were checked.
    pub copies: Vec<String>,
    pub now: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    NotChecked,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::NotChecked => "not_checked",
        }
    }

    /// The word at the beginning of a line, and its colour.
    const fn mark(self) -> (&'static str, &'static str) {
        match self {
            Self::Passed => ("ok", "32"),
            Self::Failed => ("FAILED", "31"),
            Self::NotChecked => ("not checked", "33"),
        }
    }
}

struct Line {
    check: &'static str,
    outcome: Outcome,
    detail: String,
}

impl Line {
    fn new(check: &'static str, outcome: Outcome, detail: impl AsRef<str>) -> Self {
        Self { check, outcome, detail: shortened(&printable(detail.as_ref())) }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

impl Report<'_> {
    pub(super) fn json(&self) -> Value {
        let conclusion = Conclusion::of(self.check);
        let as_of = match conclusion {
            Conclusion::Valid { as_of } => Some(as_of),
            _ => None,
        };
        let lines = self.lines().into_iter();
        let checks =
            lines.map(|line| json!({"check": line.check, "outcome": line.outcome.as_str(), "detail": line.detail}));
        json!({
            "conclusion": conclusion.as_str(),
            "as_of": as_of,
            "checked_at": self.now,
            "checks": checks.collect::<Vec<_>>(),
            "signed": self.check.as_ref().ok().map(signed),
        })
    }

    pub(super) fn render(&self, in_colour: bool) -> String {
        let mut text = String::new();
        for line in self.lines() {
            let (mark, colour) = line.outcome.mark();
            let mark = format!("{mark:<11}");
            let mark = if in_colour { format!("\u{1b}[1;{colour}m{mark}\u{1b}[0m") } else { mark };
            let _ = writeln!(text, "{mark}  {:<11} {}", line.check.replace('_', " "), line.detail);
            if let (Ok(genuine), "signature") = (self.check, line.check) {
                for (name, value) in facts(&genuine.claims) {
                    let _ = writeln!(text, "{:13}{name:<11} {}", "", printable(&value));
                }
            }
        }
        let _ = write!(text, "\n{}", self.conclusion());
        text
    }

    fn lines(&self) -> Vec<Line> {
        match self.check {
            Ok(genuine) => self.lines_of_genuine(genuine),
            Err(finding) => lines_of_refused(finding),
        }
    }

    fn lines_of_genuine(&self, genuine: &Genuine) -> Vec<Line> {
        let claims = &genuine.claims;
        let name = claims.issuer_name.as_deref().unwrap_or("no name");
        let key = genuine.key_address.rsplit('#').next().unwrap_or_default();
        let issuer = format!("{name}, {}, with the pinned key {key}", claims.issuer);
        let mut lines = vec![
            Line::new("issuer", Outcome::Passed, issuer),
            Line::new("signature", Outcome::Passed, "it fits: this was signed, and is unaltered"),
        ];
        if genuine.is_wrapped {
            let words = "nothing but the credential inside was looked at: what it is wrapped in, such as a presentation, may \
                         say anything";
            lines.push(Line::new("wrapping", Outcome::NotChecked, words));
        }
        lines.extend(page(genuine.page));
        lines.push(period(genuine.period, self.now));
        lines.extend(genuine.statuses.iter().map(|(purpose, at)| status(*purpose, at, self.now)));
        lines.extend(genuine.unused.iter().map(|(index, why)| {
            let copy = self.copies.get(*index).map_or("a copy", String::as_str);
            Line::new("status_list", Outcome::NotChecked, format!("{copy} does not apply: {}", unused(why)))
        }));
        lines
    }

    fn conclusion(&self) -> String {
        let conclusion = Conclusion::of(self.check);
        let words = match conclusion {
            Conclusion::Valid { as_of } => {
                return format!("Valid as of {}, when the older copy of its status lists was made.", minute(as_of));
            }
            Conclusion::Suspended => "Suspended: the certificate does not count at present.",
            Conclusion::RevokedOrReplaced => {
                "Revoked or replaced: the certificate was withdrawn, or something else is on record since. Ask the holder or \
                 the\nbody for a current file, or verify the number with the issuer."
            }
            Conclusion::Expired => "Expired: the certificate is past its last day.",
            Conclusion::Altered => "Altered: this is not what the issuer signed. Do not rely on it.",
            Conclusion::NotFromPinnedIssuer => "Not from a pinned issuer: nothing in this file is proven.",
            Conclusion::CannotTell if self.is_unproven_page() => {
                "Cannot tell: the page may show anything. Only what is listed above was signed. This is not a yes."
            }
            Conclusion::CannotTell => {
                "Cannot tell: the credential is genuine, but whether it still counts is not known. This is not a yes."
            }
            Conclusion::NoCredential => "No credential: there is nothing in this file that could be checked.",
        };
        words.to_owned()
    }

    fn is_unproven_page(&self) -> bool {
        self.check.as_ref().is_ok_and(|genuine| genuine.page == Page::Unproven)
    }
}

fn page(page: Page) -> Option<Line> {
    match page {
        Page::None => None,
        Page::AsDrawn => {
            Some(Line::new("page", Outcome::Passed, "it is byte for byte the one that is drawn of this credential"))
        }
        Page::Unproven => {
            let words = "it is not the one that this program draws of the credential: it was altered, or drawn by another \
                         version or with other fonts; compare what it shows with the above, or check \
                         the file on the issuer's page";
            Some(Line::new("page", Outcome::NotChecked, words))
        }
    }
}

fn lines_of_refused(finding: &Finding) -> Vec<Line> {
    let failed = |check, words: String| Line::new(check, Outcome::Failed, words);
    let unknown = |words: &str| Line::new("signature", Outcome::NotChecked, words);
    match finding {
        Finding::Altered | Finding::Genuine(_) => {
            vec![failed("signature", "it does not fit: the file was altered, or somebody else made it".to_owned())]
        }
        Finding::UnknownKey | Finding::RevokedKey => vec![
            failed(
                "issuer",
                "it names an issuer that is pinned, and a key that is not: somebody else made it, or the key was revoked, \
                 or it is newer than your copy of the keys; save the keys anew to find out"
                    .to_owned(),
            ),
            unknown("there is no key to check it with"),
        ],
        Finding::OtherIssuer(issuer) => vec![
            failed("issuer", format!("it says that it is of {}, whose keys you have not pinned", shortened(issuer))),
            unknown("there is no key to check it with"),
        ],
        Finding::NoCredential(why) => vec![failed("credential", why.to_string())],
    }
}

fn period(period: Period, now: Moment) -> Line {
    let today = now.date_naive();
    let (outcome, words) = match period {
        Period::Open => (Outcome::Passed, "it does not expire".to_owned()),
        Period::Until(end) => {
            (Outcome::Passed, format!("not expired as of {today}: the last day is {}", last_day(end)))
        }
        Period::Ended(end) => (Outcome::Failed, format!("expired as of {today}: the last day was {}", last_day(end))),
        Period::NotBegun(at) => (
            Outcome::NotChecked,
            format!(
                "it was signed on {}, which by this machine's clock ({}) is in the future: set the clock",
                minute(at),
                minute(now)
            ),
        ),
    };
    Line::new("period", outcome, words)
}

fn status(purpose: Purpose, status: &Status, now: Moment) -> Line {
    let word = match purpose {
        Purpose::Revocation => "revoked or replaced",
        Purpose::Suspension => "suspended",
    };
    let when = |made_at: Moment| format!("as of {}; this copy is {} old", minute(made_at), age(now - made_at));
    let (outcome, words) = match status {
        Status::Clear { made_at } => (Outcome::Passed, format!("not {word} {}", when(*made_at))),
        Status::Set { made_at } => (Outcome::Failed, format!("{word} {}", when(*made_at))),
        Status::Stale { made_at, was_set } => {
            let not = if *was_set { "" } else { "not " };
            let words = "and tells nothing about now: save a new one";
            (Outcome::NotChecked, format!("{not}{word} {}, {words}", when(*made_at)))
        }
        Status::FromTheFuture { made_at } => (
            Outcome::NotChecked,
            format!(
                "the copy was made on {}, which by this machine's clock ({}) is in the future: set the clock",
                minute(*made_at),
                minute(now)
            ),
        ),
        Status::NoCopy { address } => {
            (Outcome::NotChecked, format!("no copy of its list was given: save it from {address}"))
        }
        Status::NotInList => (Outcome::NotChecked, "the list is shorter than the credential says".to_owned()),
        Status::NoList => (Outcome::NotChecked, "the credential names no list that would tell".to_owned()),
    };
    Line::new(purpose.as_str(), outcome, words)
}

fn unused(why: &Unused) -> String {
    match why {
        Unused::OtherList { address } => format!("it is another list, {}", shortened(address)),
        Unused::Older { made_at } => format!("it was made on {}, and a newer copy was given", minute(*made_at)),
        Unused::Unproven(Finding::OtherIssuer(issuer)) => {
            format!("it is of {}, who did not issue the credential", shortened(issuer))
        }
        Unused::Unproven(Finding::Altered) => "its signature does not fit, so it was altered".to_owned(),
        Unused::Unproven(Finding::UnknownKey | Finding::RevokedKey) => {
            "it is signed with a key that is not pinned; save the keys anew if the issuer has changed them".to_owned()
        }
        Unused::Unproven(Finding::NoCredential(why)) => why.to_string(),
        Unused::Unproven(Finding::Genuine(_)) => "it is no status list".to_owned(),
    }
}

/// What was signed, in the words of the certificate.
fn facts(claims: &Claims) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("holder", claims.holder.clone()),
        ("number", claims.number.clone()),
        ("title", claims.title.clone()),
        ("edition", claims.edition.clone()),
        ("awarded on", claims.awarded_on.to_string()),
        ("expires", claims.valid_until.map_or_else(|| "never".to_owned(), |end| format!("after {}", last_day(end)))),
    ];
    let by = if claims.register_number.is_some() { "certified by" } else { "examined by" };
    facts.extend(claims.examined_by.clone().map(|body| (by, body)));
    if claims.register_number.is_some() {
        facts.extend(claims.description.clone().map(|scope| ("scope", scope)));
    }
    facts.extend(claims.sites.clone().map(|sites| ("sites", sites)));
    facts
}

fn signed(genuine: &Genuine) -> Value {
    let claims = &genuine.claims;
    json!({
        "issuer": claims.issuer,
        "issuer_name": claims.issuer_name,
        "key": genuine.key_address,
        "credential_id": claims.id.map(|id| id.to_string()),
        "holder": claims.holder,
        "number": claims.number,
        "title": claims.title,
        "edition": claims.edition,
        "examined_by": claims.examined_by,
        "sites": claims.sites,
        "scope_statement": claims.register_number.as_ref().and(claims.description.as_ref()),
        "register_number": claims.register_number,
        "awarded_on": claims.awarded_on,
        "expires_on": claims.valid_until.map(last_day),
        "issued_at": claims.issued_at,
    })
}

/// The last day of a period that ends at an instant, by the calendar in UTC.
fn last_day(end: Moment) -> NaiveDate {
    (end - Duration::seconds(1)).date_naive()
}

/// How long ago, in the largest unit of which there is at least one.
fn age(age: Duration) -> String {
    let units = [(age.num_days(), "day"), (age.num_hours(), "hour"), (age.num_minutes(), "minute")];
    let (count, unit) = units.into_iter().find(|(count, _)| *count > 0).unwrap_or((0, "minute"));
    counted(count.unsigned_abs(), unit)
}
