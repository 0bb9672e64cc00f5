//! CSV records from lines. `csv-core` takes the cells apart; what it is too forgiving about is watched beside it:
//! a quotation mark that is never closed would quietly swallow the rows after it.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::lines::Line;
use super::{FileError, LONGEST_ROW, RawRow};

/// Puts records together from lines.
pub struct Records {
    reader: Reader,
    quotes: Quotes,
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
    /// The line on which the record begins that is being read, and what is known of it.
    open: Option<Open>,
    /// How many cells every record so far has; 0 where they differ.
    cells: Option<usize>,
}

struct Open {
    line: u64,
    lines: u32,
    bytes: usize,
    quoted: bool,
    ends_the_file: bool,
}

impl Records {
    pub fn new(delimiter: u8) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            quotes: Quotes { delimiter, state: State::CellBegins, opened: 0, misplaced: false },
            output: vec![0; 1024],
            written: 0,
            ends: vec![0; 64],
            ended: 0,
            open: None,
            cells: None,
        }
    }

    /// Takes one more line; gives the record that it completes. Empty lines between records are nothing.
    pub fn push(&mut self, line: &Line<'_>) -> Result<Option<RawRow>, FileError> {
        if self.open.is_none() {
            if line.text.is_empty() {
                return Ok(None);
            }
            self.quotes.begin();
        }
        let open = self.open.get_or_insert(Open {
            line: line.number,
            lines: 0,
            bytes: 0,
            quoted: false,
            ends_the_file: false,
        });
        open.lines = open.lines.saturating_add(1);
        open.bytes += line.whole.len();
        open.quoted |= line.text.contains('"');
        if open.bytes > LONGEST_ROW {
            return Err(self.unclosed());
        }
        let closed_up = if open.quoted { self.quotes.watch(line) } else { None };
        if self.quotes.misplaced && open.lines > 1 {
            return Err(self.unclosed());
        }
        let end = &line.whole.as_bytes()[line.text.len()..];
        open.ends_the_file = end.is_empty();
        let complete = match closed_up {
            None if !end.is_empty() => self.feed(line.whole.as_bytes()),
            // Where the file ends without a line end, the reader needs one as little as anybody.
            text => {
                let end = if end.is_empty() { b"\n" } else { end };
                self.feed(text.as_deref().unwrap_or(line.text).as_bytes()) || self.feed(end)
            }
        };
        if complete { self.take() } else { Ok(None) }
    }

    /// At the end of the file: a record that is still being read has a quotation mark that is never closed.
    pub fn finish(&self) -> Result<(), FileError> {
        if self.open.is_some() { Err(self.unclosed()) } else { Ok(()) }
    }

    /// Whether the record is complete. Bytes after its end are left: the second half of a CRLF.
    fn feed(&mut self, mut input: &[u8]) -> bool {
        while !input.is_empty() {
            let (result, read, written, ended) =
                self.reader.read_record(input, &mut self.output[self.written..], &mut self.ends[self.ended..]);
            input = &input[read..];
            self.written += written;
            self.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => return false,
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record | ReadRecordResult::End => return true,
            }
        }
        false
    }

    fn take(&mut self) -> Result<Option<RawRow>, FileError> {
        let (written, ended) = (std::mem::take(&mut self.written), std::mem::take(&mut self.ended));
        let Some(open) = self.open.take() else { return Ok(None) };
        // Lines are UTF-8, and records are cut at ASCII characters only.
        let text = std::str::from_utf8(&self.output[..written])
            .map_err(|error| FileError::on(open.line, "wrong_encoding", format!("is not UTF-8: {error}")))?;
        if text.trim().is_empty() {
            // Delimiters and nothing between them, as spreadsheets leave below the last row.
            return Ok(None);
        }
        let ends = self.ends[..ended].iter().map(|end| u32::try_from(*end).unwrap_or(u32::MAX)).collect();
        let misquoted = open.quoted && self.quotes.misplaced;
        // Whole files of spreadsheets have short rows anywhere, and programs leave out the last line end.
        let may_be_cut = open.ends_the_file && self.cells.is_some_and(|cells| ended < cells);
        self.cells = if self.cells.is_none_or(|cells| cells == ended) { Some(ended) } else { Some(0) };
        Ok(Some(RawRow { line: open.line, lines: open.lines, misquoted, may_be_cut, text: text.to_owned(), ends }))
    }

    fn unclosed(&self) -> FileError {
        let detail = "has a quotation mark (\") at the beginning of a cell that is never closed, so the rows after it \
                      cannot be told apart; close it at the end of the cell, and write a quotation mark inside a \
                      quoted cell twice (\"\")";
        FileError::on(self.quotes.opened, "unclosed_quote", detail)
    }
}

/// Follows the quotation marks of a record through its lines.
struct Quotes {
    delimiter: u8,
    state: State,
    /// The line on which the latest quoted cell begins.
    opened: u64,
    /// Whether text came after a closing quotation mark.
    misplaced: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    CellBegins,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: it closes the cell, or is the first of two.
    MayClose,
    Closed,
}

impl Quotes {
    fn begin(&mut self) {
        self.state = State::CellBegins;
        self.misplaced = false;
    }

    /// Goes on through a line; gives it without the spaces between a delimiter and a quotation mark, where it has some: people
    /// write them, and mean a quoted cell.
    fn watch(&mut self, line: &Line<'_>) -> Option<String> {
        let mut closed_up: Option<String> = None;
        let mut copied = 0;
        for (at, byte) in line.text.bytes().enumerate() {
            if at < copied {
                continue;
            }
            if self.state == State::CellBegins && byte == b' ' {
                let rest = line.text[at..].trim_start_matches(' ');
                if rest.starts_with('"') {
                    closed_up.get_or_insert_default().push_str(&line.text[copied..at]);
                    copied = line.text.len() - rest.len();
                    continue;
                }
            }
            self.state = match (self.state, byte) {
                (State::CellBegins, b'"') => {
                    self.opened = line.number;
                    State::Quoted
                }
                (State::Quoted, b'"') => State::MayClose,
                (State::Quoted, _) | (State::MayClose, b'"') => State::Quoted,
                (_, byte) if byte == self.delimiter => State::CellBegins,
                (State::CellBegins | State::Plain, _) => State::Plain,
                // Some programs pad the cells.
                (State::MayClose | State::Closed, b' ') => State::Closed,
                (State::MayClose | State::Closed, _) => {
                    self.misplaced = true;
                    State::Plain
                }
            };
        }
        if let Some(text) = &mut closed_up {
            text.push_str(&line.text[copied..]);
        }
        closed_up
    }
}
