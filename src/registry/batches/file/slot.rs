//! What a row gives for one of its values: a cell, or a piece of JSON.

use std::ops::RangeInclusive;

use crate::input::given::{Given, wrong_length};
use crate::input::tree::Json;
use crate::scheme::Complaint;

/// Marks are judged by the scheme, not here.
pub const ANY_NUMBER: RangeInclusive<i64> = i64::MIN..=i64::MAX;

/// What was given; what was not is `None` in its stead.
#[derive(Clone, Copy, Debug)]
pub enum Slot<'a> {
    /// The value of a cell, not empty.
    Cell(&'a str),
    /// A JSON value, not null.
    Json(&'a Json<'a>),
}

impl<'a> From<Slot<'a>> for Given<'a> {
    fn from(slot: Slot<'a>) -> Self {
        match slot {
            Slot::Cell(text) => Given::Cell(text),
            Slot::Json(json) => json.into(),
        }
    }
}

impl Slot<'_> {
    /// Whole numbers: joined by `+` in a cell. Everything that is wrong with them, each with its place if it has one.
    pub fn integers(self, most: usize) -> Result<Vec<i64>, Vec<(Option<usize>, Complaint)>> {
        let number = |text: &str| {
            Given::Cell(text).integer(&ANY_NUMBER).map_err(|complaint| {
                let detail = format!("{}; whole numbers are joined by `+`, such as 14+12+11+15", complaint.detail);
                Complaint { detail, ..complaint }
            })
        };
        let read: Vec<Result<i64, Complaint>> = match self {
            Self::Cell(text) => text.split('+').map(|part| number(part.trim())).collect(),
            Self::Json(Json::Array(items)) => items.iter().map(|item| Given::from(item).integer(&ANY_NUMBER)).collect(),
            Self::Json(other) => return Err(vec![(None, Given::from(other).wrong_type("an array"))]),
        };
        if read.len() > most {
            return Err(vec![(None, wrong_length(&(0..=most), read.len()))]);
        }
        let (mut numbers, mut complaints) = (Vec::with_capacity(read.len()), Vec::new());
        for (index, number) in read.into_iter().enumerate() {
            match number {
                Ok(number) => numbers.push(number),
                Err(complaint) => complaints.push((Some(index), complaint)),
            }
        }
        if complaints.is_empty() { Ok(numbers) } else { Err(complaints) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_cell_are_joined() {
        assert_eq!(Slot::Cell("14+12 + 11+15").integers(4), Ok(vec![14, 12, 11, 15]));
        let wrong = Slot::Cell("14++x").integers(4).unwrap_err();
        assert_eq!(wrong.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert_eq!(Slot::Cell("1+1+1").integers(2).unwrap_err()[0].1.code, "wrong_length");
    }
}
