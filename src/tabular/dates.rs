//! In which form the dates of a table are written. `03/04/2015` is the third of April to most and the fourth of March to some, so
//! no cell is read by itself: the table as a whole is looked at before any of it is stored. It is read where it leaves no doubt, and
//! else refused as a whole with both readings.
//!
//! - With points the day comes first, everywhere; one that cannot have it first contradicts that. With strokes and hyphens both
//!   orders exist.
//! - What can be read in one order only decides for all the table, as a spreadsheet writes the dates of a file in one form. Two that
//!   decide otherwise contradict each other.
//! - A column that decides nothing by itself follows the others only where its dates look as theirs do: the same separator, and
//!   zeros in front or none. Else they may come from elsewhere.

use super::guard::cell_value;
use super::{FileError, RawRow};
use crate::input::dates::{DateForm, DateForms, DateOrder, SEPARATORS, Written, Year, plain};

/// The point's place among [`SEPARATORS`].
const POINT: usize = 0;

/// What was seen of the dates of a table. It is as large for a hundred thousand rows as for one.
pub struct DateColumns {
    /// What the sender says. Then nothing is in doubt.
    said: Option<DateOrder>,
    /// Whether they are those of a sheet: what is written `YYYY-MM-DD` is what a spreadsheet took for a day.
    is_sheet: bool,
    columns: Vec<Column>,
    /// The first date that can only have its day first, and the first that can only have its month first.
    sure: [Option<Place>; 2],
    /// The first with points that can only have its month first.
    odd: Option<Place>,
    /// Which of [`SEPARATORS`] stand between dates with the year first, and with the year last.
    seen: [[bool; 3]; 2],
}

/// A column of dates.
struct Column {
    /// Its place in the header, counted from 0.
    index: usize,
    heading: String,
    /// By the separator.
    dates: [Dates; 3],
    /// The first of the days that a spreadsheet took for days, and whether all of them could be months.
    typed: Option<(u64, String)>,
    typed_could_be_months: bool,
}

/// The dates of a column with one separator and the year last.
#[derive(Default)]
struct Dates {
    /// Whether one of them can be read in one order only.
    is_sure: bool,
    /// The first that is a day in both orders, and not the same.
    doubtful: Option<Place>,
    padding: [bool; 2],
}

struct Place {
    line: u64,
    heading: String,
    text: String,
    written: Written,
}

impl DateColumns {
    /// Of a table that has dates in these columns: the place in the header, in ascending order, and the heading.
    pub fn new(columns: impl IntoIterator<Item = (usize, String)>, said: Option<DateOrder>) -> Self {
        let column = |(index, heading)| Column {
            index,
            heading,
            dates: <[Dates; 3]>::default(),
            typed: None,
            typed_could_be_months: true,
        };
        let columns = columns.into_iter().map(column).collect();
        Self { said, is_sheet: false, columns, sure: [None, None], odd: None, seen: [[false; 3]; 2] }
    }

    /// The same of the sheet of a workbook, if it is one.
    #[must_use]
    pub fn typed(self, is_sheet: bool) -> Self {
        Self { is_sheet, ..self }
    }

    /// Takes a row into account whose cells stand under the columns that they belong to.
    pub fn see(&mut self, raw: &RawRow) {
        let Self { columns, sure, odd, seen, is_sheet, .. } = self;
        let (mut cells, mut next) = (raw.cells(), 0);
        for column in columns {
            let Some(cell) = cells.nth(column.index - next) else { return };
            next = column.index + 1;
            let Some(cell) = cell_value(cell) else { continue };
            if is_iso(cell) {
                if *is_sheet {
                    column.see_typed(raw.line, cell);
                }
                continue;
            }
            let text = plain(cell);
            let Some(written) = Written::parse(&text) else { continue };
            let separator = SEPARATORS.into_iter().position(|one| one == written.separator).unwrap_or_default();
            match written.year {
                Year::First => seen[0][separator] = true,
                Year::Last => {
                    seen[1][separator] = true;
                    let place =
                        || Place { line: raw.line, heading: column.heading.clone(), text: shortened(&text), written };
                    let month_first = if separator == POINT { &mut *odd } else { &mut sure[1] };
                    if let Some(order) = column.dates[separator].see(written, place) {
                        let first = if order == DateOrder::DayMonthYear { &mut sure[0] } else { month_first };
                        first.get_or_insert_with(place);
                    }
                }
                Year::Short => {}
            }
        }
    }

    /// The forms in which the dates of the table are read.
    ///
    /// # Errors
    /// `contradictory_dates` and `ambiguous_dates`.
    pub fn judge(self) -> Result<DateForms, FileError> {
        let order = match self.said {
            Some(order) => order,
            None => self.decide()?,
        };
        let form = |order: DateOrder, seen: [bool; 3]| {
            let separators = SEPARATORS.into_iter().zip(seen).filter(|(_, is_seen)| *is_seen);
            separators.map(move |(separator, _)| DateForm { order, separator })
        };
        let [first, last] = self.seen;
        let year_last = form(order, last).filter(|_| order != DateOrder::YearMonthDay);
        // With hyphens it is what is not said.
        let year_first = form(DateOrder::YearMonthDay, first).filter(|form| form.separator != '-');
        Ok(DateForms(year_last.chain(year_first).collect()))
    }

    fn decide(&self) -> Result<DateOrder, FileError> {
        if let Some(odd) = &self.odd {
            return Err(contradicts_points(odd));
        }
        if let Some(error) = self.columns.iter().find_map(Column::may_be_swapped) {
            return Err(error);
        }
        let order = match &self.sure {
            [Some(day_first), Some(month_first)] => return Err(contradiction(day_first, month_first)),
            [_, Some(_)] => DateOrder::MonthDayYear,
            [_, None] => DateOrder::DayMonthYear,
        };
        let all = self.columns.iter().flat_map(|column| (0..).zip(&column.dates));
        let is_decided = |(separator, dates): (usize, &Dates)| match separator {
            POINT => order == DateOrder::DayMonthYear,
            _ => dates.is_sure || self.is_decided_by_others(separator, dates),
        };
        let doubtful = all.filter(|dates| !is_decided(*dates)).filter_map(|(_, dates)| dates.doubtful.as_ref());
        let first = doubtful.min_by_key(|place| place.line);
        first.map_or(Ok(order), |place| Err(ambiguity(place, self.sure.iter().flatten().next())))
    }

    /// Whether dates with this separator look as those do that are sure.
    fn is_decided_by_others(&self, separator: usize, dates: &Dates) -> bool {
        let sure = self.columns.iter().map(|column| &column.dates[separator]).filter(|dates| dates.is_sure);
        let padding =
            sure.map(|dates| dates.padding).reduce(|[one, two], [with, without]| [one || with, two || without]);
        padding.is_some_and(|padding| padding == dates.padding || [padding, dates.padding].contains(&[false; 2]))
    }
}

impl Column {
    fn see_typed(&mut self, line: u64, cell: &str) {
        self.typed_could_be_months &=
            cell.get(8..).and_then(|day| day.parse::<u32>().ok()).is_some_and(|day| day <= 12);
        self.typed.get_or_insert_with(|| (line, cell.to_owned()));
    }

    /// Where a spreadsheet is set to another country, it takes `03/04/2026` for a day with its parts swapped, and leaves
    /// `25/04/2026` a text: a column of both, in which each text could only be read in one order and no day is beyond the twelfth,
    /// may hold days that nobody typed.
    fn may_be_swapped(&self) -> Option<FileError> {
        let (line, day) = self.typed.as_ref().filter(|_| self.typed_could_be_months)?;
        let others = self.dates.iter().enumerate().filter(|(separator, _)| *separator != POINT).map(|(_, dates)| dates);
        let mut texts = others.filter(|dates| dates.is_sure || dates.doubtful.is_some());
        let is_left = texts.next().is_some_and(|dates| dates.doubtful.is_none()) && texts.next().is_none();
        let detail = format!(
            "`{}` is {day}, a day, and other dates of this column are texts that the spreadsheet could not take for days: it may \
             have swapped day and month of those that it took; write all in one form, or say by `dates=` (`--dates` on the command \
             line) in which the texts are, if the days are right",
            self.heading
        );
        is_left.then(|| FileError::on(*line, "ambiguous_dates", detail))
    }
}

impl Dates {
    /// The order that this one can have only, if there is one.
    fn see(&mut self, written: Written, place: impl Fn() -> Place) -> Option<DateOrder> {
        for (one, seen) in self.padding.iter_mut().zip(written.padding) {
            *one |= seen;
        }
        let order = match written.readings() {
            [Some(_), None] => DateOrder::DayMonthYear,
            [None, Some(_)] => DateOrder::MonthDayYear,
            [one, other] => {
                if one != other {
                    self.doubtful.get_or_insert_with(place);
                }
                return None;
            }
        };
        self.is_sure = true;
        Some(order)
    }
}

/// Whether a text has the form of nearly all dates of nearly all files.
fn is_iso(text: &str) -> bool {
    matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _])
}

/// A date without spaces, which are as many as anybody likes.
fn shortened(text: &str) -> String {
    text.split_ascii_whitespace().collect()
}

impl Place {
    /// What it is in words, read with the day first or with the month first.
    fn in_form(&self, order: DateOrder) -> DateForm {
        DateForm { order, separator: self.written.separator }
    }
}

const SAY: &str = "write the year first (YYYY-MM-DD), or say which it is: `dates=day_month_year` or `dates=month_day_year` \
                   (`--dates` on the command line)";

fn contradiction(day_first: &Place, month_first: &Place) -> FileError {
    let (first, second, orders) = if day_first.line <= month_first.line {
        (day_first, month_first, [DateOrder::DayMonthYear, DateOrder::MonthDayYear])
    } else {
        (month_first, day_first, [DateOrder::MonthDayYear, DateOrder::DayMonthYear])
    };
    let detail = format!(
        "`{}` is {}, which can only be {}, but on line {} `{}` is {}, which can only be {}; a file has its dates in one form: \
         correct one of them, {SAY}",
        first.heading,
        first.text,
        first.in_form(orders[0]),
        second.line,
        second.heading,
        second.text,
        second.in_form(orders[1])
    );
    FileError::on(first.line, "contradictory_dates", detail)
}

fn contradicts_points(place: &Place) -> FileError {
    let form = place.in_form(DateOrder::DayMonthYear);
    let detail = format!(
        "`{}` is {}, which is no day as {form}, and so dates with points are written everywhere: correct it, {SAY}",
        place.heading, place.text
    );
    FileError::on(place.line, "contradictory_dates", detail)
}

fn ambiguity(place: &Place, sure: Option<&Place>) -> FileError {
    let readings = place.written.readings().map(|day| day.map_or_else(String::new, |day| day.to_string()));
    let why = match sure {
        None => "and no date of the file tells which".to_owned(),
        Some(sure) => format!(
            "and no date of its column tells which (`{}` on line {} does for its own, but is written otherwise)",
            sure.heading, sure.line
        ),
    };
    let detail = format!(
        "`{}` is {}, which is {} as {} and {} as {}, {why}; {SAY}",
        place.heading,
        place.text,
        readings[0],
        place.in_form(DateOrder::DayMonthYear),
        readings[1],
        place.in_form(DateOrder::MonthDayYear)
    );
    FileError::on(place.line, "ambiguous_dates", detail)
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
