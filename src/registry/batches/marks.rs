//! Whether the column of marks holds marks. Percentages of a paper of 40 marks are mostly refused row by row, and those up to 40
//! would be taken for what they are not: so the file is looked at as a whole, before any of it is stored.

use super::file::{FileError, Layout, RawRow};
use crate::scheme::Scheme;

/// One row, or one in so many, with more marks than there are may be a slip; more of them are no slips.
const ROWS_FOR_A_SLIP: u32 = 33;

/// The most that a percentage is.
const MOST_PER_CENT: i64 = 100;

/// What was seen of the marks of a file. It is as large for a hundred thousand rows as for one.
pub(super) struct MarksColumn<'a> {
    scheme: &'a Scheme,
    /// With the day of the sitting before its month, and with the month first: which of them holds is known at the end of the file.
    tallies: [Tally; 2],
}

#[derive(Default)]
struct Tally {
    /// Rows whose marks could be compared with those available.
    rows: u32,
    /// Of these, with more than there are, and no more than a percentage can be.
    above: u32,
    /// What is wrong with the first of them, and its line.
    first: Option<(u64, String)>,
}

impl<'a> MarksColumn<'a> {
    pub const fn new(scheme: &'a Scheme) -> Self {
        Self { scheme, tallies: [const { Tally { rows: 0, above: 0, first: None } }; 2] }
    }

    /// Takes a row into account.
    ///
    /// # Errors
    /// A percentage sign, which says what the column is.
    pub fn see(&mut self, layout: &Layout, raw: &RawRow) -> Result<(), FileError> {
        let Some(sitting) = layout.sitting(raw) else { return Ok(()) };
        let marks = match sitting.marks {
            Ok(marks) => marks,
            Err(complaint) if complaint.code == "percentage" => {
                return Err(are_percentages(raw.line, "`marks` has a percentage sign"));
            }
            Err(_) => return Ok(()),
        };
        let Some(qualification) = self.scheme.qualification(&sitting.qualification) else { return Ok(()) };
        let available = |day| {
            let formats = self.scheme.formats_on(day).into_iter();
            let papers = formats.filter_map(|format| qualification.paper(&format.code));
            papers.map(|paper| i64::from(paper.marks_available())).max()
        };
        let [one, other] = sitting.sat_on;
        let first = one.and_then(available);
        let both = [first, if one == other { first } else { other.and_then(available) }];
        for (tally, available) in self.tallies.iter_mut().zip(both) {
            let Some(available) = available else { continue };
            tally.rows += 1;
            if (available + 1..=MOST_PER_CENT).contains(&marks) {
                tally.above += 1;
                let detail = || format!("`marks` is {marks}, and {} has {available} marks", qualification.code);
                tally.first.get_or_insert_with(|| (raw.line, detail()));
            }
        }
        Ok(())
    }

    /// # Errors
    /// Where some rows have more marks than there are, and others would be taken.
    pub fn judge(self, is_month_first: bool) -> Result<(), FileError> {
        let [day_first, month_first] = self.tallies;
        let Tally { rows, above, first } = if is_month_first { month_first } else { day_first };
        match first {
            Some((line, detail)) if above > 1 && above < rows && above.saturating_mul(ROWS_FOR_A_SLIP) >= rows => {
                Err(are_percentages(line, &format!("{detail}; so it is in {above} of {rows} rows")))
            }
            _ => Ok(()),
        }
    }
}

fn are_percentages(line: u64, what: &str) -> FileError {
    let detail = format!(
        "{what}: are these percentages? The column holds marks: send the marks in every row, or correct the row if it is a slip. \
         Nothing of the file was taken, because a percentage may look like marks"
    );
    FileError::on(line, "percentages", detail)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::file::{Format, Scanner};
    use super::*;

    fn judged(format: Format, file: &str, is_month_first: bool) -> Result<(), FileError> {
        let scheme = Scheme::shipped().unwrap();
        let mut column = MarksColumn::new(&scheme);
        let mut scanner = Scanner::open(format, file.as_bytes())?;
        while let Some(raw) = scanner.next_row()? {
            column.see(scanner.layout(), &raw)?;
        }
        column.judge(is_month_first)
    }

    fn csv(rows: &[(&str, &str)]) -> String {
        rows.iter().fold(
            "qualification,sat_on,candidate_number,marks\n".to_owned(),
            |mut file, (qualification, marks)| {
                writeln!(file, "{qualification},2015-06-01,4J7RT-9WQ2C,{marks}").unwrap();
                file
            },
        )
    }

    fn ndjson(rows: &[(&str, &str)]) -> String {
        rows.iter().fold(String::new(), |mut file, (qualification, marks)| {
            writeln!(
                file,
                r#"{{"candidate":{{"number":"4J7RT-9WQ2C"}},"result":{{"qualification":"{qualification}","sat_on":"2015-06-01","marks":{marks}}}}}"#
            )
            .unwrap();
            file
        })
    }

    #[test]
    fn percentages_are_no_marks() {
        let foundation = |marks: &[&'static str]| marks.iter().map(|marks| ("foundation", *marks)).collect::<Vec<_>>();
        let many = |above: usize, rows: usize| -> Vec<(&str, &str)> {
            (0..rows).map(|row| ("foundation", if row < above { "41" } else { "30" })).collect()
        };
        for (rows, refused) in [
            (foundation(&["92", "65", "40", "35", "28"]), true),
            (foundation(&["30", "41"]), false),
            (foundation(&["30", "41", "55"]), true),
            (vec![("practitioner", "45"), ("practitioner", "90"), ("practitioner", "85")], true),
            (vec![("practitioner", "70"), ("foundation", "40"), ("auditor", "26")], false),
            (foundation(&["92", "65", "70"]), false),
            (foundation(&["30", "410"]), false),
            (foundation(&["30", "-1"]), false),
            (vec![("nobody", "92"), ("foundation", "30")], false),
            (many(1, 34), false),
            (many(2, 34), true),
            (many(3, 1000), false),
        ] {
            for (format, file) in [(Format::Csv, csv(&rows)), (Format::Ndjson, ndjson(&rows))] {
                let found = judged(format, &file, false);
                assert_eq!(found.is_err(), refused, "{rows:?}");
                for (date, is_month_first) in [("01.06.2015", false), ("1/6/2015", false), ("6/1/2015", true)] {
                    let file = file.replace("2015-06-01", date);
                    let is_table = format == Format::Csv;
                    assert_eq!(judged(format, &file, is_month_first).is_err(), refused && is_table, "{rows:?} {date}");
                }
                if let Err(error) = found {
                    assert_eq!(error.code, "percentages");
                    assert!(error.detail.contains("re these percentages?"), "{error}");
                }
            }
        }
        let error = judged(Format::Csv, &csv(&foundation(&["30", "65%"])), false).unwrap_err();
        assert_eq!((error.code, error.line), ("percentages", Some(3)));
        assert!(
            judged(Format::Csv, "qualification,sat_on,candidate_number\nfoundation,2015-06-01,4J7RT-9WQ2C\n", false)
                .is_ok()
        );
    }
}
