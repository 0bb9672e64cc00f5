//! Organisation certificates: the way of an application to publication, and which days are possible.
//!
//! "Before it is published a registrar reviews the scope statement, at most three times: each of the first two reviews agrees
//! or returns it with words; the third agrees, or the application is withdrawn. A published one is suspended, reinstated and
//! withdrawn …, or expires."

use chrono::NaiveDate;

use super::Complaint;
use super::codes::EditionCode;
use super::lifecycle::{History, Inadmissible, Status};
use super::person::comparable;
use super::words::words;

/// "At most three times": reviews of one scope statement.
pub const MOST_REVIEWS: u32 = 3;

/// The sectors of IAF ID 1 are numbered from 1 to this.
pub const SECTOR_CODES: i64 = 39;

words! {
    /// Where an application stands.
    State {
        /// A registrar is to review the scope statement.
        Submitted = "submitted",
        /// It went back to the body with feedback, for a better scope statement.
        Returned = "returned",
        /// Agreed and published: a certificate.
        Published = "published",
        /// Withdrawn before it was published, by the body or because the last review did not agree.
        ApplicationWithdrawn = "application_withdrawn",
    }
    /// Where a scope statement stands that is reviewed before the audit, once.
    PreliminaryState {
        /// A registrar is to review it.
        Requested = "requested",
        Agreed = "agreed",
        /// A registrar said what is to be better.
        NotAgreed = "not_agreed",
        Withdrawn = "withdrawn",
    }
    /// One step on the way of an application.
    Step {
        Submission = "submission",
        /// A registrar did not agree and said why.
        Feedback = "feedback",
        /// The body revised the scope statement.
        Revision = "revision",
        Agreement = "agreement",
        /// A registrar did not agree in the last review.
        Disagreement = "disagreement",
        Withdrawal = "withdrawal",
    }
}

/// What somebody wants to do with an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A registrar agrees to the scope statement.
    Agree,
    Disagree,
    /// The body hands in another scope statement.
    Revise,
    Withdraw,
}

/// An application on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Application {
    pub state: State,
    /// How many reviews there were that returned it with words.
    pub rounds: u32,
}

impl Application {
    pub const SUBMITTED: Self = Self { state: State::Submitted, rounds: 0 };

    /// The application after `act`, and the step that is recorded.
    ///
    /// # Errors
    /// [`Inadmissible`] with the reason: the application does not stand where the act begins.
    pub fn after(self, act: Act) -> Result<(Self, Step), Inadmissible> {
        let go = |state, step| Ok((Self { state, ..self }, step));
        match (self.state, act) {
            (State::Submitted, Act::Agree) => go(State::Published, Step::Agreement),
            (State::Submitted, Act::Disagree) if self.rounds + 1 < MOST_REVIEWS => {
                Ok((Self { state: State::Returned, rounds: self.rounds + 1 }, Step::Feedback))
            }
            (State::Submitted, Act::Disagree) => go(State::ApplicationWithdrawn, Step::Disagreement),
            (State::Returned, Act::Revise) => go(State::Submitted, Step::Revision),
            (State::Submitted | State::Returned, Act::Withdraw) => go(State::ApplicationWithdrawn, Step::Withdrawal),
            (state, act) => Err(Inadmissible(obstacle(state, act).to_owned())),
        }
    }
}

/// Why an application in this state does not take this act.
const fn obstacle(state: State, act: Act) -> &'static str {
    match (state, act) {
        (State::ApplicationWithdrawn, _) => "the application was withdrawn, and that is for good; submit a new one",
        (State::Published, Act::Withdraw) => {
            "it is published: there is no application to withdraw any more; the body that certified, or a registrar, can withdraw the certificate"
        }
        (State::Published, _) => "its scope statement was agreed, and it is published",
        (State::Submitted, _) => {
            "the scope statement is with the registrar for review; it can be revised once it came back with feedback"
        }
        (State::Returned, _) => {
            "it went back to the body with feedback; it can be reviewed once the body has revised the scope statement"
        }
    }
}

/// The form in which the numbers of bodies are looked up: letters and digits alone, whatever their case, and whatever stands
/// between them. Two numbers that become one are told apart by how they are written, or by their bodies.
#[must_use]
pub fn number_key(number: &str) -> String {
    /// So that a database can index it.
    const LONGEST: usize = 200;
    comparable(number).chars().filter(|one| one.is_alphanumeric()).take(LONGEST).collect()
}

/// What is wrong with the days on a certificate, each with the name of the day: "issued before it expires, and not
/// in the future". `latest` is the last day that has begun anywhere.
pub fn check_days(issued_on: NaiveDate, expires_on: NaiveDate, latest: NaiveDate) -> Vec<(&'static str, Complaint)> {
    let mut wrong = Vec::new();
    if issued_on > latest {
        let detail = format!("lies in the future: the last day that has begun anywhere is {latest}");
        wrong.push(("issued_on", Complaint::new("in_the_future", detail)));
    }
    if expires_on <= issued_on {
        let detail = format!("must be later than the day of issue, {issued_on}");
        wrong.push(("expires_on", Complaint::new("ends_before_it_begins", detail)));
    }
    wrong
}

/// What is wrong with the day on which an organisation was certified first: it is no later than the day of issue, nor than the
/// first day of what is renewed.
pub fn check_original_issue(
    said: Option<NaiveDate>,
    issued_on: NaiveDate,
    renewed: Option<NaiveDate>,
) -> Option<(&'static str, Complaint)> {
    let (said, latest) = (said?, renewed.map_or(issued_on, |renewed| renewed.min(issued_on)));
    let detail = match renewed {
        Some(first) if first < issued_on => format!("is later than {first}, when what it renews was issued first"),
        _ => format!("is later than the day of issue, {issued_on}"),
    };
    (said > latest).then(|| ("originally_issued_on", Complaint::new("not_earlier", detail)))
}

/// Why a body with this listing cannot certify on `day`; `None` when it can.
pub fn listing_obstacle(listing: &History, day: NaiveDate) -> Option<String> {
    match listing.status_on(day) {
        Status::InForce => None,
        Status::NotYet => Some(format!("is listed from {} on", listing.from)),
        Status::Suspended { until: Some(until) } => Some(format!("is suspended until {until}")),
        Status::Suspended { until: None } => Some("is suspended".to_owned()),
        Status::Withdrawn | Status::Expired => Some("is withdrawn".to_owned()),
    }
}

/// Why a body that is approved for these editions of ISO/IEC 20000-1 cannot certify against that one; `None` when it can.
pub fn edition_obstacle(approved: &[String], edition: &EditionCode) -> Option<String> {
    if approved.iter().any(|one| one == edition.as_str()) {
        return None;
    }
    let approved = approved.join(", ");
    let approved = if approved.is_empty() { "none".to_owned() } else { approved };
    Some(format!(
        "is not approved for the edition {}, only for {approved}; the registrar approves bodies for editions",
        edition.as_str()
    ))
}

/// Whether another body may answer for a certificate from `effective_on` on. `last` is the day from which the body
/// that answers for it now does so, if it was transferred before.
///
/// Only a valid certificate is transferred (IAF MD 2, 2.1).
///
/// # Errors
/// [`Inadmissible`] with the reason.
pub fn admit_transfer(history: &History, last: Option<NaiveDate>, effective_on: NaiveDate) -> Result<(), Inadmissible> {
    let refuse = |why: String| Err(Inadmissible(why));
    if let Some(last) = last.filter(|last| effective_on <= *last) {
        return refuse(format!("it was transferred from {last} on already; the next transfer can only be later"));
    }
    match history.status_on(effective_on) {
        Status::InForce => Ok(()),
        Status::NotYet => refuse(format!("it was issued on {}, after {effective_on}", history.from)),
        Status::Suspended { .. } => {
            refuse(format!("it is suspended on {effective_on}, and only a valid certificate is transferred"))
        }
        Status::Withdrawn => refuse(format!("it is withdrawn on {effective_on}")),
        Status::Expired => refuse(format!("it has expired before {effective_on}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::lifecycle::{Change, RecordedChange};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn history(changes: &[(&str, &str)]) -> History {
        let recorded_at = crate::clock::Moment::from_timestamp(0, 0).unwrap();
        let changes = changes.iter().map(|(kind, from)| RecordedChange {
            change: Change::restore(kind, day(from), None).unwrap(),
            recorded_at,
        });
        History { from: day("2020-01-10"), expires_on: Some(day("2023-01-09")), changes: changes.collect() }
    }

    #[test]
    fn the_third_review_agrees_or_ends_it() {
        let mut application = Application::SUBMITTED;
        for round in 1..MOST_REVIEWS {
            let (returned, step) = application.after(Act::Disagree).unwrap();
            assert_eq!((returned.state, returned.rounds, step), (State::Returned, round, Step::Feedback));
            let (again, step) = returned.after(Act::Revise).unwrap();
            assert_eq!((again.state, again.rounds, step), (State::Submitted, round, Step::Revision));
            application = again;
        }
        assert_eq!(application.after(Act::Agree).unwrap().0.state, State::Published, "the third may agree");
        let (over, step) = application.after(Act::Disagree).unwrap();
        assert_eq!((over.state, over.rounds, step), (State::ApplicationWithdrawn, 2, Step::Disagreement));
    }

    #[test]
    fn an_act_begins_where_it_may() {
        use Act::{Agree, Disagree, Revise, Withdraw};
        for (state, allowed) in [
            (State::Submitted, &[Agree, Disagree, Withdraw][..]),
            (State::Returned, &[Revise, Withdraw]),
            (State::Published, &[]),
            (State::ApplicationWithdrawn, &[]),
        ] {
            for act in [Agree, Disagree, Revise, Withdraw] {
                let outcome = Application { state, rounds: 1 }.after(act);
                assert_eq!(outcome.is_ok(), allowed.contains(&act), "{act:?} in {state:?}: {outcome:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back_as_they_are_written() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        for step in Step::ALL {
            assert_eq!(Step::parse(step.as_str()), Some(step));
        }
        assert_eq!((State::parse("Published"), Step::parse("")), (None, None));
    }

    #[test]
    fn a_number_is_looked_up_however_it_is_written() {
        for typed in ["IS 654/321", "is-654321", "\u{FF29}\u{FF33} 654\u{2013}321", " I.S.654.321 "] {
            assert_eq!(number_key(typed), number_key("IS 654321"), "{typed:?}");
        }
        assert_ne!(number_key("IS 654322"), number_key("IS 654321"));
        assert_eq!((number_key(" - / "), number_key(&"9".repeat(1000)).len()), (String::new(), 200));
    }

    #[test]
    fn days_are_possible_or_it_is_said_why_not() {
        for (issued_on, expires_on, expected) in [
            ("2026-11-24", "2026-11-25", &[][..]),
            ("2026-11-25", "2026-11-26", &["issued_on"]),
            ("2026-11-24", "2026-11-24", &["expires_on"]),
            ("2027-01-01", "2026-01-01", &["issued_on", "expires_on"]),
        ] {
            let wrong = check_days(day(issued_on), day(expires_on), day("2026-11-24"));
            let named: Vec<_> = wrong.iter().map(|(name, _)| *name).collect();
            assert_eq!(named, expected, "{issued_on} to {expires_on}: {wrong:?}");
        }
    }

    #[test]
    fn a_body_certifies_while_it_is_listed() {
        let suspended = history(&[("suspension", "2021-01-01")]);
        let withdrawn = history(&[("withdrawal", "2021-01-01")]);
        for (listing, on, words) in [
            (&suspended, "2020-01-09", Some("is listed from 2020-01-10 on")),
            (&suspended, "2020-12-31", None),
            (&suspended, "2021-01-01", Some("is suspended")),
            (&withdrawn, "2021-01-01", Some("is withdrawn")),
        ] {
            assert_eq!(listing_obstacle(listing, day(on)).as_deref(), words, "{on}");
        }
    }

    #[test]
    fn a_valid_certificate_is_transferred_and_each_time_later() {
        let plain = history(&[]);
        let suspended = history(&[("suspension", "2021-01-01")]);
        let withdrawn = history(&[("withdrawal", "2021-01-01")]);
        for (certificate, last, on, admitted) in [
            (&plain, None, "2020-01-09", false),
            (&plain, None, "2020-01-10", true),
            (&plain, None, "2023-01-09", true),
            (&plain, None, "2023-01-10", false),
            (&plain, Some("2021-05-01"), "2021-05-01", false),
            (&plain, Some("2021-05-01"), "2021-05-02", true),
            (&suspended, None, "2020-12-31", true),
            (&suspended, None, "2021-01-01", false),
            (&withdrawn, None, "2021-01-01", false),
        ] {
            let outcome = admit_transfer(certificate, last.map(day), day(on));
            assert_eq!(outcome.is_ok(), admitted, "after {last:?} on {on}: {outcome:?}");
        }
    }
}
