//! Who somebody is on record: "a name or birth date of somebody who holds a certificate is changed by a registrar, or by
//! the body with a registrar's consent, and the earlier name stays on record".

use chrono::NaiveDate;

use super::person::{FamilyName, GivenNames, matching_key};
use super::words::words;

/// What tells who a record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub given_names: Option<GivenNames>,
    pub family_name: FamilyName,
    pub birth_date: NaiveDate,
}

impl Identity {
    /// What a row of a file is matched by.
    pub fn matching_key(&self) -> String {
        matching_key(self.given_names.as_ref(), &self.family_name, self.birth_date)
    }
}

/// What is to change of it; what is `None` stays as it is, and given names that are `Some(None)` are cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::option_option, reason = "left out, cleared and set are three cases")]
pub struct IdentityEdit {
    pub given_names: Option<Option<GivenNames>>,
    pub family_name: Option<FamilyName>,
    pub birth_date: Option<NaiveDate>,
}

impl IdentityEdit {
    /// Only that of it which changes `known`: to the letter, for a paper bears the letters.
    pub fn of(self, known: &Identity) -> Self {
        Self {
            given_names: self.given_names.filter(|names| *names != known.given_names),
            family_name: self.family_name.filter(|name| *name != known.family_name),
            birth_date: self.birth_date.filter(|day| *day != known.birth_date),
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.given_names.is_none() && self.family_name.is_none() && self.birth_date.is_none()
    }

    pub fn fields(&self) -> Vec<&'static str> {
        let all = [
            ("given_names", self.given_names.is_some()),
            ("family_name", self.family_name.is_some()),
            ("birth_date", self.birth_date.is_some()),
        ];
        all.into_iter().filter(|(_, changes)| *changes).map(|(field, _)| field).collect()
    }
}

words! {
    /// Why somebody is to be known by another name or birth date.
    ChangeReason {
        /// A marriage or civil partnership.
        Marriage = "marriage",
        /// The end of one.
        Divorce = "divorce",
        /// Another act of law: a deed poll, a court's or an authority's decision.
        LegalChange = "legal_change",
        /// The same name, spelt in another way: accents, another script, the order of its parts.
        Spelling = "spelling",
        /// What is on record was never right.
        RecordingError = "recording_error",
        /// Another reason, which the note says.
        Other = "other",
    }
    /// What became of a change.
    ChangeState {
        /// A body asks for it, and a registrar has not decided.
        Requested = "requested",
        /// It is on record.
        Agreed = "agreed",
        /// A registrar refused it.
        Refused = "refused",
        /// The body no longer asks for it.
        Withdrawn = "withdrawn",
    }
}

/// How a name that is asked for compares with a holder's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMatch {
    Matches,
    /// It is one that was on record before.
    EarlierName,
    Differs,
}

impl NameMatch {
    /// Compares: "case, accents and Unicode form do not matter". The name on record comes first, also for whoever took
    /// an earlier one again.
    pub fn of(asked: &str, on_record: &FamilyName, earlier: &[FamilyName]) -> Self {
        if on_record.matches(asked) {
            Self::Matches
        } else if earlier.iter().any(|name| name.matches(asked)) {
            Self::EarlierName
        } else {
            Self::Differs
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(name: &str) -> FamilyName {
        FamilyName::parse(name).unwrap()
    }

    #[test]
    fn what_changes_is_told_to_the_letter() {
        let day: NaiveDate = "1985-04-12".parse().unwrap();
        let known = Identity { given_names: None, family_name: family("Müller"), birth_date: day };
        let ada = || GivenNames::parse("Ada").ok();
        for (given_names, family_name, birth_date, fields) in [
            (None, None, None, &[][..]),
            (Some(None), Some("Müller"), Some(day), &[]),
            (Some(ada()), Some("Müller"), None, &["given_names"]),
            (None, Some("Muller"), None, &["family_name"]),
            (None, Some("MÜLLER"), Some(day), &["family_name"]),
            (Some(None), None, day.succ_opt(), &["birth_date"]),
            (Some(ada()), Some("King"), day.pred_opt(), &["given_names", "family_name", "birth_date"]),
        ] {
            let edit = IdentityEdit { given_names, family_name: family_name.map(family), birth_date }.of(&known);
            assert_eq!((edit.fields(), edit.is_empty()), (fields.to_vec(), fields.is_empty()), "{edit:?}");
        }
    }

    #[test]
    fn the_name_on_record_comes_before_earlier_ones() {
        let earlier = [family("Lovelace"), family("Gaillard")];
        for (asked, on_record, expected) in [
            ("king", "King", NameMatch::Matches),
            ("LOVELACE", "King", NameMatch::EarlierName),
            ("Gaíllard", "King", NameMatch::EarlierName),
            ("Gaillard", "Gaillard", NameMatch::Matches),
            ("Byron", "King", NameMatch::Differs),
            ("", "King", NameMatch::Differs),
        ] {
            assert_eq!(NameMatch::of(asked, &family(on_record), &earlier), expected, "{asked}");
        }
    }

    #[test]
    fn words_are_read_back_as_they_are_written() {
        for reason in ChangeReason::ALL {
            assert_eq!(ChangeReason::parse(reason.as_str()), Some(reason));
        }
        for state in ChangeState::ALL {
            assert_eq!(ChangeState::parse(state.as_str()), Some(state));
        }
        assert_eq!(ChangeReason::parse("Marriage"), None);
    }
}
