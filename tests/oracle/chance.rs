//! What happens by chance: always the same for the same seed, and most often on days about which something turns.

use chrono::{Days, NaiveDate as Day};

use super::rules::{Step, date};
use crate::support::batches::random;

/// A source of chance.
pub struct Chance(pub u64);

impl Chance {
    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(random(&mut self.0) % bound as u64).expect("it is small")
    }

    /// Whether something happens that happens once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// So many days, from `least` to `most`.
    pub fn days(&mut self, least: usize, most: usize) -> Days {
        Days::new((least + self.below(most - least + 1)) as u64)
    }

    /// A day of the years that the rules know of; half of them at a turn of the scheme, or of a year with a 29 February.
    pub fn day(&mut self) -> Day {
        let turns = [
            date(2011, 3, 31),
            date(2011, 4, 1),
            date(2012, 5, 31),
            date(2012, 6, 1),
            date(2012, 2, 29),
            date(2014, 2, 28),
            date(2014, 3, 1),
            date(2016, 2, 29),
        ];
        if self.once_in(2) {
            let turn = self.one_of(&turns);
            return self.near(turn);
        }
        date(2010, 6, 1) + self.days(0, 4000)
    }

    /// The day, the one before or the one after.
    pub fn near(&mut self, day: Day) -> Day {
        day - Days::new(1) + self.days(0, 2)
    }

    /// One of these days or one beside it, as a rule; else any.
    pub fn about(&mut self, days: &[Day]) -> Day {
        if days.is_empty() || self.once_in(4) {
            return self.day();
        }
        let day = self.one_of(days);
        self.near(day)
    }

    /// What is tried with something that has a status.
    pub fn step(&mut self, on: Day) -> Step {
        match self.below(7) {
            0 | 1 => Step::Suspension(None),
            2 => Step::Suspension(Some(on + self.days(0, 60))),
            3 => Step::Suspension(Some(on - Days::new(1))),
            4 | 5 => Step::Reinstatement,
            _ => Step::Withdrawal,
        }
    }
}
