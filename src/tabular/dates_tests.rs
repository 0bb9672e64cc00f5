use proptest::prelude::*;

use super::*;
use crate::tabular::Table;

/// Judges a table of two columns of dates, with a column of something else between them.
fn judged(rows: &[[&str; 2]], said: Option<DateOrder>) -> Result<Vec<String>, FileError> {
    judged_as(rows, said, false)
}

fn judged_as(rows: &[[&str; 2]], said: Option<DateOrder>, is_sheet: bool) -> Result<Vec<String>, FileError> {
    let rows: Vec<_> = rows.iter().map(|[born, sat]| format!("{born};27/12/1990;{sat}\n")).collect();
    let file = format!("born;name;sat\n{}", rows.concat());
    let mut table = Table::open(file.as_bytes(), &|_| true).unwrap();
    let mut columns = DateColumns::new([(0, "born".to_owned()), (2, "sat".to_owned())], said).typed(is_sheet);
    while let Some(raw) = table.next_row().unwrap() {
        columns.see(&raw);
    }
    columns.judge().map(|forms| forms.0.iter().map(ToString::to_string).collect())
}

#[test]
fn what_leaves_no_doubt_is_read() {
    for (rows, expected) in [
        (&[["1990-12-27", "2015-03-04"]][..], &[][..]),
        (&[["27.12.1990", "03.04.2015"]], &["DD.MM.YYYY"]),
        (&[["03.04.1990", "04.03.2015"]], &["DD.MM.YYYY"]),
        (&[["03/04/1990", ""], ["27/12/1990", ""]], &["DD/MM/YYYY"]),
        (&[["3/4/1990", ""], ["12/27/1990", ""]], &["MM/DD/YYYY"]),
        (&[["03-04-1990", ""], ["27–12–1990", ""]], &["DD-MM-YYYY"]),
        (&[["05/05/1990", "05/05/2015"]], &["DD/MM/YYYY"]),
        (&[["1990/03/04", "2015.3.4"]], &["YYYY.MM.DD", "YYYY/MM/DD"]),
        (&[["1990-3-4", "2015-03-04"]], &[]),
        (&[["27/12/1990", "03.04.2015"]], &["DD.MM.YYYY", "DD/MM/YYYY"]),
        // Decided by the other column, in which they look the same.
        (&[["27/12/1990", "03/04/2015"]], &["DD/MM/YYYY"]),
        (&[["12/27/1990", "03/04/2015"], ["01/02/1990", ""]], &["MM/DD/YYYY"]),
        (&[["3/27/1990", "3/4/2015"]], &["MM/DD/YYYY"]),
        // No days at all, and no years: the rows say so.
        (&[["31/31/1990", "27/12/90"], ["30/02/1990", "42"]], &["DD/MM/YYYY"]),
    ] {
        assert_eq!(judged(rows, None).unwrap(), expected, "{rows:?}");
    }
}

#[test]
fn what_is_in_doubt_refuses_the_file() {
    for (rows, line, code, words) in [
        (
            &[["", "05/05/2015"], ["03/04/1990", ""]][..],
            3,
            "ambiguous_dates",
            &[
                "`born` is 03/04/1990, which is 1990-04-03 as DD/MM/YYYY and 1990-03-04 as MM/DD/YYYY, and no date of the file",
            ][..],
        ),
        (
            &[["1990-12-27", "3-4-2015"]],
            2,
            "ambiguous_dates",
            &["`sat` is 3-4-2015, which is 2015-04-03 as DD-MM-YYYY"],
        ),
        // Written otherwise than what is sure.
        (&[["27.12.1990", "03/04/2015"]], 2, "ambiguous_dates", &["`sat`", "`born` on line 2 does for its own"]),
        (&[["27-12-1990", "03/04/2015"]], 2, "ambiguous_dates", &["`sat`"]),
        (&[["3/27/1990", "03/04/2015"]], 2, "ambiguous_dates", &["`sat`", "dates=day_month_year", "--dates"]),
        (
            &[["27/12/1990", ""], ["12/27/1990", ""]],
            2,
            "contradictory_dates",
            &[
                "`born` is 27/12/1990, which can only be DD/MM/YYYY, but on line 3 `born` is 12/27/1990, which can only be MM/DD/YYYY",
            ],
        ),
        (&[["12/27/1990", ""], ["", "27/3/2015"]], 2, "contradictory_dates", &["on line 3 `sat`"]),
        (&[["27.12.1990", "12/27/2015"]], 2, "contradictory_dates", &["DD.MM.YYYY", "MM/DD/YYYY"]),
        (&[["27.12.1990", ""], ["12.27.1990", ""]], 3, "contradictory_dates", &["no day as DD.MM.YYYY"]),
        (&[["03.04.1990", "12/27/2015"]], 2, "ambiguous_dates", &["`born`", "`sat` on line 2"]),
    ] {
        let error = judged(rows, None).unwrap_err();
        assert_eq!((error.line, error.code), (Some(line), code), "{rows:?}: {error}");
        assert!(words.iter().all(|words| error.detail.contains(words)), "{rows:?}: {error}");
    }
}

/// A spreadsheet that is set to another country takes for days what it can, with day and month swapped.
#[test]
fn days_that_a_spreadsheet_may_have_swapped_are_in_doubt() {
    let day_first = Some(DateOrder::DayMonthYear);
    for (rows, said, is_sheet, is_refused) in [
        (&[["2026-03-04", ""], ["25/04/2026", ""]][..], None, true, true),
        (&[["25-04-2026", ""], ["2026-03-04", ""], ["2026-12-12", ""]], None, true, true),
        (&[["", "04/25/2026"], ["", "2026-03-04"]], None, true, true),
        // No text of a table that is none of a sheet was made a day.
        (&[["2026-03-04", ""], ["25/04/2026", ""]], None, false, false),
        (&[["2026-03-04", ""], ["25/04/2026", ""]], day_first, true, false),
        // What a spreadsheet would have taken it has left a text, or no month can be that.
        (&[["2026-03-04", ""], ["25/04/2026", ""], ["03/04/2026", ""]], None, true, false),
        (&[["2026-03-04", ""], ["2026-03-14", ""], ["25/04/2026", ""]], None, true, false),
        (&[["2026-03-04", "25/04/2026"]], None, true, false),
        (&[["2026-03-04", ""], ["25.04.2026", ""]], None, true, false),
        (&[["2026-03-04", ""], ["2026-05-06", ""]], None, true, false),
    ] {
        let found = judged_as(rows, said, is_sheet);
        assert_eq!(found.is_err(), is_refused, "{rows:?} {said:?} {is_sheet}: {found:?}");
        if let Err(error) = found {
            assert_eq!(error.code, "ambiguous_dates");
            assert!(error.detail.contains("may have swapped day and month"), "{error}");
        }
    }
}

#[test]
fn what_is_said_is_not_in_doubt() {
    let rows = &[["27/12/1990", "03/04/2015"], ["12/27/1990", "03.04.2015"], ["1990/12/27", ""]][..];
    for (order, expected) in [
        (DateOrder::DayMonthYear, &["DD.MM.YYYY", "DD/MM/YYYY", "YYYY/MM/DD"][..]),
        (DateOrder::MonthDayYear, &["MM.DD.YYYY", "MM/DD/YYYY", "YYYY/MM/DD"]),
        (DateOrder::YearMonthDay, &["YYYY/MM/DD"]),
    ] {
        assert_eq!(judged(rows, Some(order)).unwrap(), expected);
    }
}

proptest! {
    /// Whatever is read, is what was meant: days in one form, of which some tell and some do not, in any order.
    #[test]
    fn nothing_is_taken_for_another_day(
        days in proptest::collection::vec((1_u32..=28, 1_u32..=12), 1..12),
        is_month_first in any::<bool>(),
        separator in proptest::sample::select(&['/', '-'][..]),
        is_padded in any::<bool>(),
    ) {
        let write = |day: u32, month: u32| {
            let [first, second] = if is_month_first { [month, day] } else { [day, month] };
            if is_padded { format!("{first:02}{separator}{second:02}{separator}1990") }
            else { format!("{first}{separator}{second}{separator}1990") }
        };
        let cells: Vec<String> = days.iter().map(|(day, month)| write(*day, *month)).collect();
        let rows: Vec<[&str; 2]> = cells.iter().map(|cell| [&**cell, ""]).collect();
        match judged(&rows, None) {
            Ok(forms) => {
                let forms: DateForms = serde_json::from_value(serde_json::json!(forms)).unwrap();
                for ((day, month), cell) in days.iter().zip(&cells) {
                    prop_assert_eq!(forms.read(cell).unwrap().to_string(), format!("1990-{month:02}-{day:02}"));
                }
            }
            Err(error) => {
                prop_assert_eq!(error.code, "ambiguous_dates");
                prop_assert!(days.iter().all(|(day, _)| *day <= 12));
                prop_assert!(days.iter().any(|(day, month)| day != month));
            }
        }
    }
}
