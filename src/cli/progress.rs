//! How far long work is, on standard error: a bar on a terminal, plain lines elsewhere.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a line says how far it is, where there is no terminal.
pub(super) const BETWEEN_LINES: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Rows,
    Bytes,
}

pub(super) struct Progress {
    what: &'static str,
    unit: Unit,
    total: u64,
    bar: Option<ProgressBar>,
    said_at: Cell<Instant>,
}

impl Progress {
    /// Work on `total` rows or bytes; `what` is done to them.
    pub(super) fn new(what: &'static str, unit: Unit, total: u64) -> Self {
        let template = match unit {
            Unit::Rows => "{msg} {bar:30} {human_pos} of {human_len} rows ({elapsed}, {eta} to go)",
            Unit::Bytes => "{msg} {bar:30} {bytes} of {total_bytes} ({bytes_per_sec})",
        };
        let bar = moving_line(|| ProgressBar::new(total), template, what);
        Self { what, unit, total, bar, said_at: Cell::new(Instant::now()) }
    }

    pub(super) fn reach(&self, done: u64) {
        match &self.bar {
            Some(bar) => bar.set_position(done),
            None if self.said_at.get().elapsed() > BETWEEN_LINES => {
                self.said_at.set(Instant::now());
                let unit = match self.unit {
                    Unit::Rows => "rows",
                    Unit::Bytes => "bytes",
                };
                let share = done.saturating_mul(100) / self.total.max(1);
                note(&format!("{} {done} of {} {unit} ({share} %)", self.what, self.total));
            }
            None => {}
        }
    }

    /// Says something else in between.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| note(text)),
            None => note(text),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// What moves on a terminal; nothing elsewhere.
pub(super) fn moving_line(
    make: impl FnOnce() -> ProgressBar,
    template: &str,
    what: &'static str,
) -> Option<ProgressBar> {
    io::stderr().is_terminal().then(|| {
        let bar = make();
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    })
}

pub(super) fn note(text: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}
