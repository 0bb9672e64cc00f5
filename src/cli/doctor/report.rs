//! What was found, a line per check.

use std::fmt::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Ok,
    Warning,
    Problem,
}

#[derive(Debug)]
struct Finding {
    level: Level,
    subject: &'static str,
    detail: String,
    advice: String,
}

#[derive(Debug, Default)]
pub(super) struct Report(Vec<Finding>);

impl Report {
    pub(super) fn ok(&mut self, subject: &'static str, detail: &str) {
        self.add(Level::Ok, subject, detail, "");
    }

    pub(super) fn warning(&mut self, subject: &'static str, detail: &str, advice: &str) {
        self.add(Level::Warning, subject, detail, advice);
    }

    pub(super) fn problem(&mut self, subject: &'static str, detail: &str, advice: &str) {
        self.add(Level::Problem, subject, detail, advice);
    }

    pub(super) fn advise(&mut self, advice: &str) {
        if let Some(last) = self.0.last_mut() {
            advice.clone_into(&mut last.advice);
        }
    }

    fn add(&mut self, level: Level, subject: &'static str, detail: &str, advice: &str) {
        self.0.push(Finding { level, subject, detail: detail.to_owned(), advice: advice.to_owned() });
    }

    pub(super) fn has_problem(&self) -> bool {
        self.0.iter().any(|finding| finding.level == Level::Problem)
    }

    /// A line per check, advice below it, and the sum at the end.
    pub(super) fn render(&self, in_colour: bool) -> String {
        let count = |level| self.0.iter().filter(|finding| finding.level == level).count();
        let mut lines: Vec<_> = self.0.iter().map(|finding| line(finding, in_colour)).collect();
        lines.push(match (count(Level::Problem), count(Level::Warning)) {
            (0, 0) => "Everything is in order.".to_owned(),
            (problems, warnings) => format!("Problems: {problems}. Warnings: {warnings}."),
        });
        lines.join("\n")
    }
}

fn line(finding: &Finding, in_colour: bool) -> String {
    let (word, colour) = match finding.level {
        Level::Ok => ("ok", "32"),
        Level::Warning => ("warning", "33"),
        Level::Problem => ("problem", "31"),
    };
    let word = format!("{word:<8}");
    let word = if in_colour { format!("\u{1b}[1;{colour}m{word}\u{1b}[0m") } else { word };
    let mut details = finding.detail.lines();
    let mut text = format!("{word} {:<14} {}", finding.subject, details.next().unwrap_or_default());
    for more in details.chain(finding.advice.lines()) {
        let _ = write!(text, "\n{:24}{more}", "");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_counted_and_advised_on() {
        let mut report = Report::default();
        report.ok("scheme", "version 1");
        assert!(!report.has_problem() && report.render(false).ends_with("Everything is in order."));
        report.problem("database", "away", "Start it.");
        assert!(report.has_problem());
        assert_eq!(
            report.render(false),
            "ok       scheme         version 1\n\
             problem  database       away\n                        Start it.\nProblems: 1. Warnings: 0."
        );
    }
}
