//! What stands in the form: the parameters of the address, as they were typed.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpRequest;
use url::form_urlencoded;

use super::wanted::{PERIOD, Wanted, awarded, completed, course, expires, of_period};

/// How many periods there are at first, and at most.
const PERIODS: (usize, usize) = (2, 12);

const LONGEST: usize = 100;

pub(super) struct Given {
    values: BTreeMap<String, String>,
    twice: BTreeSet<String>,
    /// Whether a further period is asked for, and not yet the answer.
    more: bool,
    /// How many periods the form has; 0 where experience is not asked for.
    pub periods: usize,
}

impl Given {
    /// The fields of the form that the address has. Others may stand beside them: links collect them on their way.
    pub fn of(request: &HttpRequest, wanted: &Wanted) -> Self {
        let known = names(wanted);
        let mut given = Self { values: BTreeMap::new(), twice: BTreeSet::new(), more: false, periods: 0 };
        let mut periods = PERIODS.0;
        for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
            match &*name {
                "more" => given.more = true,
                "periods" => periods = value.parse().unwrap_or(periods),
                name if !known.contains(name) => {}
                name if given.values.contains_key(name) => drop(given.twice.insert(name.to_owned())),
                name => {
                    // What cannot be shown is not left out: else another text than the one that was typed would be read.
                    let visible = |one: char| if one.is_control() { char::REPLACEMENT_CHARACTER } else { one };
                    given.values.insert(name.to_owned(), value.trim().chars().map(visible).take(LONGEST).collect());
                }
            }
        }
        if wanted.experience {
            let filled = (1..=PERIODS.1).rev().find(|number| given.has_period(*number)).unwrap_or(0);
            let wished = periods.max(filled).saturating_add(usize::from(given.more));
            given.periods = wished.clamp(PERIODS.0, PERIODS.1);
        }
        given
    }

    /// What stands in a field; the empty text where nothing does.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn is_twice(&self, name: &str) -> bool {
        self.twice.contains(name)
    }

    pub fn has_period(&self, number: usize) -> bool {
        PERIOD.iter().any(|field| !self.value(&of_period(field, number)).is_empty())
    }

    pub const fn can_grow(&self) -> bool {
        self.periods < PERIODS.1
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && !self.more
    }

    pub fn asks(&self) -> bool {
        !self.values.is_empty() && !self.more
    }

    /// What leads to the same form again, in another language.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let filled = self.values.iter().filter(|(name, value)| !value.is_empty() || *name == "on");
        let mut parameters: Vec<_> = filled.map(|(name, value)| (name.clone(), value.clone())).collect();
        if self.periods > PERIODS.0 {
            parameters.push(("periods".to_owned(), self.periods.to_string()));
        }
        parameters
    }
}

/// The names of all fields that the form may have.
fn names(wanted: &Wanted) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["on".to_owned()]);
    names.extend(wanted.certifications.iter().flat_map(|(code, _)| [awarded(code), expires(code)]));
    names.extend(wanted.courses.iter().flat_map(|(code, _)| [course(code), completed(code)]));
    if wanted.experience {
        names.extend((1..=PERIODS.1).flat_map(|number| PERIOD.map(|field| of_period(field, number))));
    }
    names
}
