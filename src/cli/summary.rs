//! What became of a result file, for people or for programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::failure::Failure;
use super::output::{printable, say, say_json, table};
use crate::registry::batches::{BatchState, RowOutcome};

/// How many refused rows are shown.
pub(super) const FEW: u32 = 5;

/// How much of what is wrong with one of them is shown.
const FEW_REASONS: usize = 3;

#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub id: String,
    pub state: BatchState,
    /// Whether everything was done but kept.
    pub dry_run: bool,
    pub sent_before: bool,
    pub rows: u64,
    /// How many rows had which outcome, in the order of [`RowOutcome::ALL`].
    pub counts: [u64; 7],
    /// How long it took from the first row to the last.
    pub seconds: Option<f64>,
    pub first_refused: Vec<Refused>,
    pub report: Option<PathBuf>,
    /// What was assumed of the file, in words.
    pub assumed: Vec<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub line: u64,
    /// The body's own reference.
    pub reference: Option<String>,
    pub outcome: RowOutcome,
    /// What was wrong: column, word for programs, and words for people.
    pub errors: Vec<[String; 3]>,
}

impl Refused {
    /// The first of the rows, in the order of the file.
    pub(super) fn first(mut rows: Vec<Self>) -> Vec<Self> {
        rows.sort_by_key(|row| row.line);
        rows.truncate(FEW as usize);
        rows
    }
}

impl Summary {
    /// Prints it; a refusal unless all rows were accepted. `how_to_see_all` is the command that writes the report.
    pub(super) fn tell(&self, as_json: bool, how_to_see_all: &str) -> Result<(), Failure> {
        if as_json {
            say_json(&self.to_json())?;
        } else {
            say(&self.in_words(how_to_see_all))?;
        }
        let is_accepted = match self.state {
            BatchState::Completed => self.refused() == 0,
            BatchState::Cancelled => false,
            BatchState::Receiving | BatchState::Waiting | BatchState::Running => true,
        };
        if is_accepted { Ok(()) } else { Err(Failure::told()) }
    }

    fn processed(&self) -> u64 {
        self.counts.iter().sum()
    }

    fn of(&self, outcome: RowOutcome) -> u64 {
        self.counts[outcome as usize]
    }

    fn refused(&self) -> u64 {
        RowOutcome::ALL.into_iter().filter(|outcome| outcome.is_refusal()).map(|outcome| self.of(outcome)).sum()
    }

    /// A pass has its certificate, always; in a dry run nothing has.
    fn certificates(&self) -> u64 {
        if self.dry_run { 0 } else { self.of(RowOutcome::Pass) }
    }

    fn to_json(&self) -> Value {
        let counts: serde_json::Map<_, _> =
            RowOutcome::ALL.into_iter().map(|outcome| (outcome.as_str().to_owned(), json!(self.of(outcome)))).collect();
        let refused = self.first_refused.iter().map(|row| {
            let errors = row.errors.iter();
            let errors = errors.map(|[column, code, detail]| json!({"column": column, "code": code, "detail": detail}));
            json!({
                "line": row.line,
                "reference": row.reference,
                "outcome": row.outcome.as_str(),
                "errors": errors.collect::<Vec<_>>(),
            })
        });
        json!({
            "id": self.id,
            "state": self.state.as_str(),
            "dry_run": self.dry_run,
            "sent_before": self.sent_before,
            "rows": self.rows,
            "processed": self.processed(),
            "counts": counts,
            "refused": self.refused(),
            "certificates_awarded": self.certificates(),
            "seconds": self.seconds,
            "first_refused": refused.collect::<Vec<_>>(),
            "report": self.report,
            "assumed": self.assumed,
        })
    }

    fn in_words(&self, how_to_see_all: &str) -> String {
        let mut parts = vec![self.headline()];
        if !self.assumed.is_empty() {
            parts.push(self.assumed.iter().map(|words| printable(words)).collect::<Vec<_>>().join("\n"));
        }
        if self.processed() > 0 {
            parts.push(self.outcomes());
        }
        if !self.first_refused.is_empty() {
            parts.push(self.reasons());
        }
        match &self.report {
            Some(report) => parts.push(format!("What became of each row stands in {}.", report.display())),
            None if self.state.is_final() && self.processed() > 0 => {
                parts.push(format!("What became of each row, written to a file:\n  {how_to_see_all}"));
            }
            None => {}
        }
        parts.join("\n\n")
    }

    fn headline(&self) -> String {
        let Self { id, rows, .. } = self;
        let took = self.seconds.map_or_else(String::new, |seconds| format!(" in {seconds:.1} s"));
        let what = if self.dry_run { "Dry run" } else { "Batch" };
        match self.state {
            BatchState::Completed if self.dry_run => {
                format!("{what} {id}: {rows} rows looked at{took}, and nothing was recorded.")
            }
            BatchState::Completed => format!("{what} {id}: {rows} rows dealt with{took}."),
            BatchState::Cancelled => {
                format!("{what} {id} was cancelled after {} of {rows} rows; those stay.", self.processed())
            }
            state => format!("{what} {id}: {rows} rows sent, {}.", state.as_str()),
        }
    }

    fn outcomes(&self) -> String {
        let lines = RowOutcome::ALL.into_iter().map(|outcome| {
            vec![outcome.as_str().to_owned(), self.of(outcome).to_string(), meaning(outcome, self.dry_run).to_owned()]
        });
        let table = table(&["OUTCOME", "ROWS", ""], &lines.collect::<Vec<_>>());
        let awarded = match (self.dry_run, self.of(RowOutcome::Pass)) {
            (true, number) => format!("Certificates that would be awarded: {number}"),
            (false, number) => format!("Certificates awarded: {number}"),
        };
        format!("{table}\n\n{awarded}")
    }

    fn reasons(&self) -> String {
        let mut lines = Vec::new();
        for row in &self.first_refused {
            let none = [[String::new(), String::new(), row.outcome.as_str().to_owned()]];
            let errors = if row.errors.is_empty() { &none[..] } else { &row.errors[..] };
            for (index, [column, _, detail]) in errors.iter().take(FEW_REASONS).enumerate() {
                let (line, reference) = match (index, &row.reference) {
                    (0, reference) => (row.line.to_string(), printable(reference.as_deref().unwrap_or_default())),
                    _ => Default::default(),
                };
                lines.push(vec![line, reference, printable(column), printable(detail)]);
            }
            if let more @ 1.. = errors.len().saturating_sub(FEW_REASONS) {
                lines.push(vec![String::new(), String::new(), String::new(), format!("and {more} more")]);
            }
        }
        let (shown, all) = (self.first_refused.len() as u64, self.refused());
        let heading = match (all, shown < all) {
            (1, _) => "The row that was refused:".to_owned(),
            (_, false) => format!("The {all} rows that were refused:"),
            (_, true) => format!("The first {shown} of {all} rows that were refused:"),
        };
        format!("{heading}\n\n{}", table(&["LINE", "REFERENCE", "COLUMN", "REASON"], &lines))
    }
}

fn meaning(outcome: RowOutcome, dry_run: bool) -> &'static str {
    match (outcome, dry_run) {
        (RowOutcome::Pass | RowOutcome::Fail, false) => "on record",
        (RowOutcome::Pass | RowOutcome::Fail, true) => "would be recorded",
        (RowOutcome::Unchanged, _) => "on record before",
        (RowOutcome::NotEligible, _) => "refused: the requirement is not met",
        (RowOutcome::Invalid, _) => "refused: a value is impossible or missing",
        (RowOutcome::Conflict, _) => "refused: contradicts what is on record",
        (RowOutcome::Refused, _) => "refused: the body was not listed any more",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        let refused = |line, column: &str| Refused {
            line,
            reference: Some(format!("R-{line}\u{1b}[2J")),
            outcome: RowOutcome::Invalid,
            errors: vec![[column.to_owned(), "out_of_range".to_owned(), "is more than 40".to_owned()]],
        };
        Summary {
            id: "1".to_owned(),
            state: BatchState::Completed,
            dry_run: false,
            sent_before: false,
            rows: 9,
            counts: [3, 2, 1, 1, 2, 0, 0],
            seconds: Some(0.25),
            first_refused: vec![refused(4, "marks"), refused(9, "")],
            report: None,
            assumed: vec!["`Score` was read as marks.".to_owned()],
        }
    }

    #[test]
    fn says_what_became_of_the_rows() {
        let words = summary().in_words("touchstone again");
        for part in [
            "Batch 1: 9 rows dealt with in 0.2 s.",
            "`Score` was read as marks.",
            "pass          3     on record",
            "Certificates awarded: 3",
            "The first 2 of 3 rows that were refused:",
            "LINE  REFERENCE  COLUMN  REASON",
            "marks   is more than 40",
            "  touchstone again",
        ] {
            assert!(words.contains(part), "{part:?} is not in\n{words}");
        }
        assert!(!words.contains('\u{1b}'));
    }

    #[test]
    fn a_dry_run_awards_nothing() {
        let dry = Summary { dry_run: true, ..summary() };
        assert!(dry.in_words("").contains("would be awarded: 3"));
        assert_eq!((&dry.to_json()["certificates_awarded"], &dry.to_json()["refused"]), (&json!(0), &json!(3)));
    }

    #[test]
    fn refused_rows_are_a_refusal() {
        let clean = Summary { counts: [9, 0, 0, 0, 0, 0, 0], first_refused: Vec::new(), ..summary() };
        assert!(clean.tell(true, "").is_ok() && summary().tell(true, "").is_err());
        let cancelled = Summary { state: BatchState::Cancelled, ..clean };
        assert!(cancelled.tell(true, "").is_err());
    }
}
