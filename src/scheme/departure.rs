//! A body that left: "its certificates are shown with 'issuer withdrawn on …', may be transferred to another body within six
//! months, and are no longer valid after that". All of it follows from the days, whoever looks and whenever.

use chrono::{Months, NaiveDate};

/// "Within six months" of the first day on which the body is withdrawn.
const MONTHS: Months = Months::new(6);

/// That the body which answers for a certificate is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The first day on which it answers for the certificate and is withdrawn.
    pub withdrawn_on: NaiveDate,
    /// The last day on which another body may take the certificate over. Where none does, it is the last on which it is valid.
    pub transferable_until: NaiveDate,
}

impl Departure {
    #[must_use]
    pub fn on(withdrawn_on: NaiveDate) -> Self {
        let end = withdrawn_on.checked_add_months(MONTHS).and_then(|day| day.pred_opt());
        Self { withdrawn_on, transferable_until: end.unwrap_or(NaiveDate::MAX) }
    }
}

/// A body that answers, or answered, for a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The first day.
    pub from: NaiveDate,
    /// The first day on which the body is withdrawn, if there is one, be it before it took the certificate over.
    pub withdrawn_on: Option<NaiveDate>,
}

/// Which of the bodies that answer for a certificate one after the other leave it while they do: for each its departure, in the
/// order of the turns.
#[must_use]
pub fn departures(turns: &[Turn]) -> Vec<Option<Departure>> {
    let ends = turns.iter().skip(1).map(|next| Some(next.from)).chain([None]);
    let left = |(turn, next): (&Turn, Option<NaiveDate>)| {
        let departure = Departure::on(turn.withdrawn_on?.max(turn.from));
        next.is_none_or(|next| departure.withdrawn_on < next).then_some(departure)
    };
    turns.iter().zip(ends).map(left).collect()
}

/// The last day of a certificate that nobody took over in time.
#[must_use]
pub fn lapses_on(turns: &[Turn]) -> Option<NaiveDate> {
    let ends = turns.iter().skip(1).map(|next| Some(next.from)).chain([None]);
    let lapses = departures(turns).into_iter().zip(ends).filter_map(|(departure, next)| {
        let last = departure?.transferable_until;
        next.is_none_or(|next| next > last).then_some(last)
    });
    lapses.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn turns(given: &[(&str, Option<&str>)]) -> Vec<Turn> {
        given.iter().map(|(from, withdrawn)| Turn { from: day(from), withdrawn_on: withdrawn.map(day) }).collect()
    }

    #[test]
    fn six_months_end_on_the_day_before_the_same_day() {
        for (withdrawn, last) in [
            ("2026-01-15", "2026-07-14"),
            ("2026-08-31", "2027-02-27"),
            ("2027-08-30", "2028-02-28"),
            ("2026-03-01", "2026-08-31"),
        ] {
            let departure = Departure::on(day(withdrawn));
            assert_eq!(departure.transferable_until, day(last), "{withdrawn}");
        }
        assert_eq!(Departure::on(NaiveDate::MAX).transferable_until, NaiveDate::MAX);
    }

    #[test]
    fn a_certificate_lapses_unless_another_body_takes_it_over_in_time() {
        for (given, lapse) in [
            (&[("2020-01-01", None)][..], None),
            (&[("2020-01-01", Some("2021-01-15"))], Some("2021-07-14")),
            // Taken over before, on the very day, on the last day, and a day late.
            (&[("2020-01-01", Some("2021-01-15")), ("2021-01-14", None)], None),
            (&[("2020-01-01", Some("2021-01-15")), ("2021-01-15", None)], None),
            (&[("2020-01-01", Some("2021-01-15")), ("2021-07-14", None)], None),
            (&[("2020-01-01", Some("2021-01-15")), ("2021-07-15", None)], Some("2021-07-14")),
            // By one that leaves too, and by one that was withdrawn before.
            (&[("2020-01-01", Some("2021-01-15")), ("2021-02-01", Some("2021-03-01"))], Some("2021-08-31")),
            (&[("2020-01-01", None), ("2021-02-01", Some("2020-06-01"))], Some("2021-07-31")),
            (&[("2020-01-01", Some("2021-01-15")), ("2021-02-01", Some("2021-03-01")), ("2021-04-01", None)], None),
        ] {
            assert_eq!(lapses_on(&turns(given)), lapse.map(day), "{given:?}");
        }
        let left = departures(&turns(&[
            ("2020-01-01", Some("2021-01-15")),
            ("2021-01-15", None),
            ("2022-01-01", Some("2020-01-01")),
        ]));
        assert_eq!(left, [None, None, Some(Departure::on(day("2022-01-01")))]);
    }
}
