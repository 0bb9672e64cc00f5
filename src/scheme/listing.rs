//! "A listing names at least two approved auditors: holders of a valid Auditor certificate of this registry, or people
//! on the registrar's own list of approved auditors." How many, and of which qualification, the scheme file says.

use chrono::NaiveDate;

use super::calendar::counted;
use super::definition::QualificationCode;
use super::lifecycle::{History, Status};
use super::numbers::CertificateNumber;
use crate::ids::{ApprovedAuditorId, CandidateId};

/// What the listing of a body must name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingRule {
    /// The qualification whose certificates make an approved auditor.
    pub qualification: QualificationCode,
    /// How many approved auditors a listing names at the least.
    pub at_least: u32,
}

/// What makes somebody an approved auditor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// A certificate of this registry.
    Certificate {
        /// Its number.
        number: CertificateNumber,
        /// Who holds it.
        holder: CandidateId,
        /// What it certifies.
        qualification: QualificationCode,
        /// Its award and all that happened to it since.
        history: History,
    },
    /// The registrar's own list.
    OwnList {
        /// The entry.
        id: ApprovedAuditorId,
        /// The first day of the approval.
        approved_on: NaiveDate,
        /// The first day on which it holds no longer, if it was taken back.
        removed_on: Option<NaiveDate>,
    },
}

/// Two grounds of the same person count once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    Holder(CandidateId),
    Approved(ApprovedAuditorId),
}

impl Ground {
    const fn person(&self) -> Person {
        match self {
            Self::Certificate { holder, .. } => Person::Holder(*holder),
            Self::OwnList { id, .. } => Person::Approved(*id),
        }
    }

    /// Whether both are grounds of one person, as far as the registry can tell: of somebody who is on the registrar's
    /// own list it does not know which certificates are theirs.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.person() == other.person()
    }
}

/// An auditor whom a listing names, or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAuditor {
    /// What makes the person an approved auditor.
    pub ground: Ground,
    /// The first day on which the listing names the person.
    pub named_on: NaiveDate,
    /// The first day on which it does so no longer.
    pub removed_on: Option<NaiveDate>,
}

impl NamedAuditor {
    fn is_named_on(&self, day: NaiveDate) -> bool {
        self.named_on <= day && self.removed_on.is_none_or(|removed| day < removed)
    }
}

/// Whether somebody counts as an approved auditor on a day, and why, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Counts: the certificate is valid.
    Certified(CertificateNumber),
    /// Counts: on the registrar's list since this day.
    Approved(NaiveDate),
    /// The listing does not name the person on that day.
    NotNamed,
    /// Another certificate of the same holder counts already.
    SamePerson(CertificateNumber),
    /// The certificate is of a qualification that does not make an auditor.
    OtherQualification(CertificateNumber),
    /// The certificate is awarded as of this later day.
    NotAwarded(CertificateNumber, NaiveDate),
    /// The certificate is suspended since the first day, until the second one where it ends by itself.
    Suspended(CertificateNumber, NaiveDate, Option<NaiveDate>),
    /// The certificate is withdrawn since this day.
    Withdrawn(CertificateNumber, NaiveDate),
    /// This was the certificate's last day.
    Expired(CertificateNumber, NaiveDate),
    /// The approval begins on this later day.
    NotApproved(NaiveDate),
    /// Taken off the registrar's list on this day.
    Removed(NaiveDate),
}

impl Verdict {
    /// Whether the person counts.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(self, Self::Certified(_) | Self::Approved(_))
    }

    /// Why, or why not, in words that name nobody.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Certified(number) => format!("certificate {number} is valid"),
            Self::Approved(since) => format!("the person is on the registrar's list since {since}"),
            Self::NotNamed => "the listing does not name the person".to_owned(),
            Self::SamePerson(number) => {
                format!("the holder of certificate {number} is named by another certificate, and counts once")
            }
            Self::OtherQualification(number) => {
                format!("certificate {number} is of a qualification that does not make an auditor")
            }
            Self::NotAwarded(number, from) => format!("certificate {number} is awarded as of {from}"),
            Self::Suspended(number, since, None) => format!("certificate {number} is suspended since {since}"),
            Self::Suspended(number, since, Some(until)) => {
                format!("certificate {number} is suspended since {since}, until {until}")
            }
            Self::Withdrawn(number, since) => format!("certificate {number} is withdrawn since {since}"),
            Self::Expired(number, last) => format!("certificate {number} expired, its last day was {last}"),
            Self::NotApproved(from) => format!("the person is on the registrar's list from {from} on"),
            Self::Removed(on) => format!("the person was taken off the registrar's list on {on}"),
        }
    }
}

/// What the rule says of a listing on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingAssessment {
    /// The day.
    pub on: NaiveDate,
    /// How many approved auditors a listing needs.
    pub at_least: u32,
    /// How many people count.
    pub counting: u32,
    /// What is said of each of those that were given, in their order.
    pub verdicts: Vec<Verdict>,
}

impl ListingAssessment {
    /// Whether the listing names enough.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.counting >= self.at_least
    }

    /// The whole of it in one sentence that names nobody.
    #[must_use]
    pub fn summary(&self) -> String {
        let needed = counted(u64::from(self.at_least), "approved auditor");
        if self.is_enough() {
            let named = counted(u64::from(self.counting), "approved auditor");
            return format!("{named}; a listing needs at least {}", self.at_least);
        }
        let missing = self.verdicts.iter().filter(|verdict| !verdict.counts() && **verdict != Verdict::NotNamed);
        let missing: Vec<_> = missing.map(Verdict::in_words).collect();
        let reason = match (&missing[..], self.counting) {
            ([], 0) => "nobody is named".to_owned(),
            ([], _) => "nobody else is named".to_owned(),
            _ => missing.join("; "),
        };
        let count = if self.counting == 0 { "none".to_owned() } else { self.counting.to_string() };
        format!("{count} of the {needed} that a listing needs: {reason}")
    }
}

impl ListingRule {
    /// Whether this ground makes somebody an approved auditor on a day.
    #[must_use]
    pub fn judge(&self, ground: &Ground, day: NaiveDate) -> Verdict {
        let (number, qualification, history) = match ground {
            Ground::Certificate { number, qualification, history, .. } => (*number, qualification, history),
            Ground::OwnList { removed_on: Some(removed), .. } if *removed <= day => return Verdict::Removed(*removed),
            Ground::OwnList { approved_on, .. } if day < *approved_on => return Verdict::NotApproved(*approved_on),
            Ground::OwnList { approved_on, .. } => return Verdict::Approved(*approved_on),
        };
        if *qualification != self.qualification {
            return Verdict::OtherQualification(number);
        }
        let since = history.status_since(day).unwrap_or(history.from);
        match history.status_on(day) {
            Status::InForce => Verdict::Certified(number),
            Status::NotYet => Verdict::NotAwarded(number, history.from),
            Status::Suspended { until } => Verdict::Suspended(number, since, until),
            Status::Withdrawn => Verdict::Withdrawn(number, since),
            Status::Expired => Verdict::Expired(number, history.expires_on.unwrap_or(since)),
        }
    }

    /// What the rule says of a listing that names, or named, these.
    #[must_use]
    pub fn assess(&self, named: &[NamedAuditor], day: NaiveDate) -> ListingAssessment {
        let mut people: Vec<&Ground> = Vec::new();
        let verdicts = named.iter().map(|one| {
            if !one.is_named_on(day) {
                return Verdict::NotNamed;
            }
            let verdict = self.judge(&one.ground, day);
            if !verdict.counts() {
                return verdict;
            }
            if let Ground::Certificate { number, .. } = &one.ground
                && people.iter().any(|known| known.is_same_person(&one.ground))
            {
                return Verdict::SamePerson(*number);
            }
            people.push(&one.ground);
            verdict
        });
        let verdicts: Vec<_> = verdicts.collect();
        let counting = verdicts.iter().filter(|verdict| verdict.counts()).count();
        let counting = u32::try_from(counting).unwrap_or(u32::MAX);
        ListingAssessment { on: day, at_least: self.at_least, counting, verdicts }
    }

    /// Since when a listing that began on `listed_on` has had too few up to `today`; `None` when it has enough.
    #[must_use]
    pub fn too_few_since(&self, named: &[NamedAuditor], listed_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        // The only days on which the number can change.
        let mut days = vec![listed_on];
        for one in named {
            days.extend([Some(one.named_on), one.removed_on].into_iter().flatten());
            match &one.ground {
                Ground::Certificate { history, .. } => {
                    days.extend(history.turns_until(today).iter().map(|turn| turn.on))
                }
                Ground::OwnList { approved_on, removed_on, .. } => {
                    days.extend([Some(*approved_on), *removed_on].into_iter().flatten())
                }
            }
        }
        days.retain(|day| (listed_on..=today).contains(day));
        days.sort_unstable();
        days.dedup();
        days.into_iter().rev().take_while(|day| !self.assess(named, *day).is_enough()).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;
    use crate::scheme::lifecycle::{Change, RecordedChange};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn moment(second: i64) -> Moment {
        Moment::from_timestamp(second, 0).unwrap()
    }

    fn rule() -> ListingRule {
        ListingRule { qualification: QualificationCode::new("auditor"), at_least: 2 }
    }

    fn number(text: &str) -> CertificateNumber {
        CertificateNumber::parse(text).unwrap()
    }

    /// A certificate of 2015-01-10 that expires with 2025-01-09.
    fn certificate(qualification: &str, holder: CandidateId, changes: &[(&str, &str, Option<&str>)]) -> Ground {
        let recorded = changes.iter().zip(0..).map(|((kind, from, until), second)| RecordedChange {
            change: Change::restore(kind, day(from), until.map(day)).unwrap(),
            recorded_at: moment(second),
        });
        let history =
            History { from: day("2015-01-10"), expires_on: Some(day("2025-01-09")), changes: recorded.collect() };
        let qualification = QualificationCode::new(qualification);
        Ground::Certificate { number: number("2B8D-0000-4TTF"), holder, qualification, history }
    }

    fn approved(approved_on: &str, removed_on: Option<&str>) -> Ground {
        let id = ApprovedAuditorId::new(moment(1));
        Ground::OwnList { id, approved_on: day(approved_on), removed_on: removed_on.map(day) }
    }

    fn named(ground: Ground) -> NamedAuditor {
        NamedAuditor { ground, named_on: day("2014-01-01"), removed_on: None }
    }

    #[test]
    fn what_makes_an_approved_auditor_on_a_day() {
        let ada = CandidateId::new(moment(1));
        let suspended = [("suspension", "2020-03-01", Some("2020-03-31"))];
        let open = [("suspension", "2020-03-01", None)];
        let reinstated = [("suspension", "2020-03-01", None), ("reinstatement", "2020-04-01", None)];
        let withdrawn = [("withdrawal", "2020-03-01", None)];
        for (ground, on, words) in [
            (certificate("auditor", ada, &[]), "2015-01-09", "!certificate 2B8D-0000-4TTF is awarded as of 2015-01-10"),
            (certificate("auditor", ada, &[]), "2015-01-10", "certificate 2B8D-0000-4TTF is valid"),
            (certificate("auditor", ada, &[]), "2025-01-09", "certificate 2B8D-0000-4TTF is valid"),
            (
                certificate("auditor", ada, &[]),
                "2025-01-10",
                "!certificate 2B8D-0000-4TTF expired, its last day was 2025-01-09",
            ),
            (certificate("auditor", ada, &suspended), "2020-02-29", "certificate 2B8D-0000-4TTF is valid"),
            (
                certificate("auditor", ada, &suspended),
                "2020-03-31",
                "!certificate 2B8D-0000-4TTF is suspended since 2020-03-01, until 2020-03-31",
            ),
            (certificate("auditor", ada, &suspended), "2020-04-01", "certificate 2B8D-0000-4TTF is valid"),
            (
                certificate("auditor", ada, &open),
                "2021-01-01",
                "!certificate 2B8D-0000-4TTF is suspended since 2020-03-01",
            ),
            (certificate("auditor", ada, &reinstated), "2020-04-01", "certificate 2B8D-0000-4TTF is valid"),
            (
                certificate("auditor", ada, &withdrawn),
                "2020-03-01",
                "!certificate 2B8D-0000-4TTF is withdrawn since 2020-03-01",
            ),
            (
                certificate("foundation", ada, &[]),
                "2020-03-01",
                "!certificate 2B8D-0000-4TTF is of a qualification that does not make an auditor",
            ),
            (approved("2016-01-01", None), "2015-12-31", "!the person is on the registrar's list from 2016-01-01 on"),
            (approved("2016-01-01", None), "2016-01-01", "the person is on the registrar's list since 2016-01-01"),
            (
                approved("2016-01-01", Some("2018-01-01")),
                "2017-12-31",
                "the person is on the registrar's list since 2016-01-01",
            ),
            (
                approved("2016-01-01", Some("2018-01-01")),
                "2018-01-01",
                "!the person was taken off the registrar's list on 2018-01-01",
            ),
        ] {
            let verdict = rule().judge(&ground, day(on));
            let said = format!("{}{}", if verdict.counts() { "" } else { "!" }, verdict.in_words());
            assert_eq!(said, words, "{ground:?} on {on}");
        }
    }

    #[test]
    fn a_listing_needs_two_people() {
        let (ada, ben) = (CandidateId::new(moment(1)), CandidateId::new(moment(2)));
        let valid = |who| named(certificate("auditor", who, &[]));
        let suspended = |who| named(certificate("auditor", who, &[("suspension", "2020-01-01", None)]));
        let listed = || named(approved("2014-01-01", None));
        let gone = NamedAuditor { removed_on: Some(day("2019-01-01")), ..listed() };
        let later = NamedAuditor { named_on: day("2021-01-01"), ..listed() };
        for (auditors, counting, summary) in [
            (vec![], 0, "none of the 2 approved auditors that a listing needs: nobody is named"),
            (vec![valid(ada)], 1, "1 of the 2 approved auditors that a listing needs: nobody else is named"),
            (
                vec![valid(ada), gone.clone(), later],
                1,
                "1 of the 2 approved auditors that a listing needs: nobody else is named",
            ),
            (vec![gone], 0, "none of the 2 approved auditors that a listing needs: nobody is named"),
            (
                vec![valid(ada), valid(ada)],
                1,
                "1 of the 2 approved auditors that a listing needs: the holder of certificate 2B8D-0000-4TTF is named by another certificate, and counts once",
            ),
            (vec![suspended(ada), valid(ada), listed()], 2, "2 approved auditors; a listing needs at least 2"),
            (
                vec![valid(ada), suspended(ben)],
                1,
                "1 of the 2 approved auditors that a listing needs: certificate 2B8D-0000-4TTF is suspended since 2020-01-01",
            ),
            (vec![valid(ada), listed()], 2, "2 approved auditors; a listing needs at least 2"),
            (vec![listed(), listed(), valid(ben)], 3, "3 approved auditors; a listing needs at least 2"),
        ] {
            let found = rule().assess(&auditors, day("2020-06-01"));
            assert_eq!((found.counting, found.summary().as_str()), (counting, summary));
            assert_eq!((found.is_enough(), found.verdicts.len()), (counting >= 2, auditors.len()));
        }
    }

    #[test]
    fn it_is_too_few_since_the_day_on_which_it_fell_under() {
        let (ada, today) = (CandidateId::new(moment(1)), "2026-06-01");
        let with = |changes: &[(&str, &str, Option<&str>)]| named(certificate("auditor", ada, changes));
        let listed = named(approved("2014-01-01", None));
        let replaced = NamedAuditor { removed_on: Some(day("2022-05-01")), ..listed.clone() };
        let successor = NamedAuditor { named_on: day("2022-05-01"), ..named(approved("2020-01-01", None)) };
        let late = NamedAuditor { named_on: day("2022-07-01"), ..successor.clone() };
        let taken_off = named(approved("2014-01-01", Some("2023-03-03")));
        let again = [
            ("suspension", "2020-01-01", None),
            ("reinstatement", "2021-01-01", None),
            ("suspension", "2024-02-01", None),
        ];
        let joined = [("suspension", "2024-02-01", Some("2024-03-01")), ("withdrawal", "2024-03-02", None)];
        for (auditors, since) in [
            (vec![], Some("2013-01-01")),
            (vec![listed.clone()], Some("2013-01-01")),
            (vec![listed.clone(), successor.clone()], None),
            (vec![listed.clone(), with(&[])], Some("2025-01-10")),
            (vec![listed.clone(), with(&again)], Some("2024-02-01")),
            (vec![listed.clone(), with(&joined)], Some("2024-02-01")),
            (vec![listed.clone(), successor.clone(), replaced.clone()], None),
            (vec![with(&[]), successor, replaced.clone()], Some("2025-01-10")),
            (vec![listed.clone(), replaced.clone(), late], None),
            (vec![listed, replaced], Some("2022-05-01")),
            (vec![taken_off, with(&again)], Some("2023-03-03")),
        ] {
            let found = rule().too_few_since(&auditors, day("2013-01-01"), day(today));
            assert_eq!(found, since.map(day), "{auditors:?}");
        }
    }
}
