//! "A listing names at least two approved auditors: holders of a valid Auditor certificate of this registry, or people
//! on the registrar's own list of approved auditors." How many, and of which qualification, the scheme file says.

use chrono::NaiveDate;

use super::calendar::counted;
use super::codes::QualificationCode;
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

/// Why a body with this listing registers and changes nothing on `today`, with since when; `None` while it is listed.
pub fn writing_obstacle(listing: &History, today: NaiveDate) -> Option<String> {
    let since = listing.status_since(today).unwrap_or(today);
    match listing.status_on(today) {
        Status::InForce => None,
        Status::NotYet => Some(format!("is not listed before {}", listing.from)),
        Status::Suspended { until: Some(until) } => Some(format!("is suspended from {since} until {until}")),
        Status::Suspended { until: None } => Some(format!("is suspended since {since}")),
        Status::Withdrawn | Status::Expired => Some(format!("is withdrawn since {since}")),
    }
}

/// What makes somebody an approved auditor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    Certificate {
        number: CertificateNumber,
        holder: CandidateId,
        qualification: QualificationCode,
        history: History,
    },
    /// The registrar's own list.
    OwnList {
        id: ApprovedAuditorId,
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

    pub const fn number(&self) -> Option<CertificateNumber> {
        match self {
            Self::Certificate { number, .. } => Some(*number),
            Self::OwnList { .. } => None,
        }
    }

    /// Whether both are grounds of one person, as far as the registry can tell: of somebody who is on the registrar's
    /// own list it does not know which certificates are theirs.
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.person() == other.person()
    }
}

/// An auditor whom a listing names, or named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAuditor {
    pub ground: Ground,
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
    NotNamed,
    /// The same person is named before and counts already: by another certificate than this one, where it is one.
    SamePerson(Option<CertificateNumber>),
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
    pub const fn counts(&self) -> bool {
        matches!(self, Self::Certified(_) | Self::Approved(_))
    }

    /// Why, or why not, in words that name nobody.
    pub fn in_words(&self) -> String {
        match self {
            Self::Certified(number) => format!("certificate {number} is valid"),
            Self::Approved(since) => format!("the person is on the registrar's list since {since}"),
            Self::NotNamed => "the listing does not name the person".to_owned(),
            Self::SamePerson(Some(number)) => {
                format!("the holder of certificate {number} is named before, and counts once")
            }
            Self::SamePerson(None) => "the person is named before, and counts once".to_owned(),
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
    pub on: NaiveDate,
    pub at_least: u32,
    /// How many people count.
    pub counting: u32,
    /// What is said of each of those that were given, in their order.
    pub verdicts: Vec<Verdict>,
}

impl ListingAssessment {
    pub const fn is_enough(&self) -> bool {
        self.counting >= self.at_least
    }

    /// The whole of it in one sentence that names nobody.
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
            if people.iter().any(|known| known.is_same_person(&one.ground)) {
                return Verdict::SamePerson(one.ground.number());
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
    pub fn too_few_since(&self, named: &[NamedAuditor], listed_on: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
        // The only days on which the number can change.
        let mut days = vec![listed_on];
        for one in named {
            days.extend([Some(one.named_on), one.removed_on].into_iter().flatten());
            match &one.ground {
                Ground::Certificate { history, .. } => {
                    days.extend(history.status_points(today).iter().map(|turn| turn.on));
                }
                Ground::OwnList { approved_on, removed_on, .. } => {
                    days.extend([Some(*approved_on), *removed_on].into_iter().flatten());
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
mod tests;
