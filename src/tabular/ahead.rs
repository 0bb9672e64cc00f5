//! Lines that were read to see what comes, and then come again.

use std::collections::VecDeque;
use std::io::Read;

use super::FileError;
use super::header::{find_delimiter, known_names};
use super::lines::{Line, Lines};
use super::raw::RawRow;
use super::records::Records;

/// The most lines that are read ahead: empty ones do not count as rows.
const MOST_LINES: usize = 1000;

pub struct Ahead<R> {
    lines: Lines<R>,
    /// Lines that are still to come, each with its number and the length of its text.
    queue: VecDeque<(u64, String, usize)>,
    /// Why nothing comes after them.
    failed: Option<FileError>,
    current: String,
}

/// A header that stands below other rows.
pub struct Found {
    pub header: RawRow,
    pub delimiter: u8,
    /// What stands in the rows above it.
    pub above: Vec<String>,
}

impl<R: Read> Ahead<R> {
    pub const fn new(lines: Lines<R>) -> Self {
        Self { lines, queue: VecDeque::new(), failed: None, current: String::new() }
    }

    /// The next line, as [`Lines`] gives it.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, FileError> {
        if let Some((number, whole, length)) = self.queue.pop_front() {
            self.current = whole;
            return Ok(Some(Line { number, text: &self.current[..length], whole: &self.current }));
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.lines.next_line(),
        }
    }

    pub fn beginning(&self) -> &[u8] {
        self.lines.beginning()
    }

    /// Looks among the next rows for the header, the first of those of which most is known: of more than one name, and of more
    /// than `least`. The lines up to it are gone then.
    pub fn find_header(&mut self, rows: usize, least: usize, knows: &dyn Fn(&str) -> bool) -> Option<Found> {
        self.read_ahead(rows);
        let lines: Vec<_> = self.queue.iter().collect();
        let (mut at, mut most, mut best, mut above) = (0, least.max(1), None, Vec::new());
        while at < lines.len() {
            let text = lines[at].1.trim();
            let delimiter = find_delimiter(text, knows);
            let record = if text.is_empty() || text.starts_with('#') { None } else { record(&lines[at..], delimiter) };
            let Some((row, length)) = record else {
                at += 1;
                continue;
            };
            let names = known_names(&row, knows);
            if names > most {
                most = names;
                best = Some((row.clone(), delimiter, at + length, above.len()));
            }
            above.push(row);
            at += length;
        }
        let (header, delimiter, end, count) = best?;
        self.queue.drain(..end);
        above.truncate(count);
        Some(Found { header, delimiter, above: above.iter().map(in_words).collect() })
    }

    fn read_ahead(&mut self, rows: usize) {
        let mut filled = 0;
        while filled < rows && self.queue.len() < MOST_LINES && self.failed.is_none() {
            match self.lines.next_line() {
                Ok(Some(line)) => {
                    filled += usize::from(!line.text.trim().is_empty());
                    self.queue.push_back((line.number, line.whole.to_owned(), line.text.len()));
                }
                Ok(None) => return,
                Err(error) => self.failed = Some(error),
            }
        }
    }
}

/// The row that begins with the first of these lines, and how many it takes.
fn record(lines: &[&(u64, String, usize)], delimiter: u8) -> Option<(RawRow, usize)> {
    let mut records = Records::new(delimiter);
    for (index, (number, whole, length)) in lines.iter().enumerate() {
        let line = Line { number: *number, text: &whole[..*length], whole };
        match records.push(&line) {
            Ok(Some(row)) => return Some((row, index + 1)),
            Ok(None) => {}
            Err(_) => return None,
        }
    }
    None
}

/// A row above the header, for a message.
pub fn in_words(row: &RawRow) -> String {
    let cells: Vec<_> = row.cells().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let clean: String = cells.join(" ").chars().filter(|one| !one.is_control()).collect();
    let short: String = clean.chars().take(80).collect();
    if short.len() < clean.len() { format!("{short}…") } else { short }
}
