//! Checking a credential without asking anybody: against pinned keys, saved copies of status lists, and the day. What
//! cannot be told is said, and is never taken for a yes.

use chrono::Duration;

use super::credential::Claims;
use super::examination::{Finding, Trust, examine, examine_status_list};
use super::no_credential::NoCredential;
use super::presented::Presented;
use super::signatures::SignedDocument;
use super::status_list::{Purpose, StatusList};
use crate::clock::Moment;

/// By how much the clocks of two machines may differ before one of them is thought to be wrong.
const CLOCKS_DIFFER: Duration = Duration::minutes(5);

/// A credential that a pinned issuer signed and that is unaltered, and what can be told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genuine {
    pub claims: Claims,
    pub key_address: String,
    /// Whether it was inside of something else, such as a presentation, of which nothing was looked at.
    pub is_wrapped: bool,
    pub page: Page,
    pub period: Period,
    /// What is known of each purpose, in the order of [`Purpose::ALL`].
    pub statuses: [(Purpose, Status); 2],
    /// The copies that say nothing about it: which, counted from 0, and why.
    pub unused: Vec<(usize, Unused)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// There is none: the credential was presented by itself.
    None,
    /// It is byte for byte the page that is drawn of this credential.
    AsDrawn,
    /// Nothing proves it: what it shows may be anything.
    Unproven,
}

/// Where the present lies in the period of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Open,
    Until(Moment),
    Ended(Moment),
    /// It begins then, in the future: the clock is wrong, or the credential.
    NotBegun(Moment),
}

/// What a status list tells about a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// A copy that is recent enough says no.
    Clear {
        made_at: Moment,
    },
    Set {
        made_at: Moment,
    },
    /// The copy is too old to tell how things are now.
    Stale {
        made_at: Moment,
        was_set: bool,
    },
    /// The copy was made in the future: the clock is wrong, so nobody can tell how old it is.
    FromTheFuture {
        made_at: Moment,
    },
    /// There is no copy of the list that the credential names.
    NoCopy {
        address: String,
    },
    /// The copy is shorter than it would have to be.
    NotInList,
    NoList,
}

/// Why a copy of a status list says nothing about a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// It cannot be believed, or is something else.
    Unproven(Finding),
    /// It is another list than those that the credential names.
    OtherList { address: String },
    /// A newer copy of the same list is at hand.
    Older { made_at: Moment },
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Signed by a pinned issuer, unaltered, not expired, and neither revoked nor suspended; and the page around it, if
    /// there is one, is the one that is drawn of it: the one yes.
    Valid {
        /// As of when: the time of the older of the two status lists.
        as_of: Moment,
    },
    Suspended,
    /// Withdrawn, or another credential took its place.
    RevokedOrReplaced,
    Expired,
    /// It is not as the issuer signed it.
    Altered,
    /// No pinned key of a pinned issuer signed it.
    NotFromPinnedIssuer,
    /// Genuine, and nobody can tell from what is at hand whether it still counts.
    CannotTell,
    NoCredential,
}

impl Conclusion {
    /// The word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid { .. } => "valid",
            Self::Suspended => "suspended",
            Self::RevokedOrReplaced => "revoked_or_replaced",
            Self::Expired => "expired",
            Self::Altered => "altered",
            Self::NotFromPinnedIssuer => "not_from_a_pinned_issuer",
            Self::CannotTell => "cannot_tell",
            Self::NoCredential => "no_credential",
        }
    }

    pub fn of(check: &Result<Genuine, Finding>) -> Self {
        match check {
            Ok(genuine) => genuine.conclusion(),
            // An examination gives no credential for an error; were one there, nothing would be known of its status.
            Err(Finding::Genuine(_)) => Self::CannotTell,
            Err(Finding::Altered) => Self::Altered,
            Err(Finding::RevokedKey | Finding::UnknownKey | Finding::OtherIssuer(_)) => Self::NotFromPinnedIssuer,
            Err(Finding::NoCredential(_)) => Self::NoCredential,
        }
    }
}

impl Genuine {
    fn conclusion(&self) -> Conclusion {
        let is_set = |purpose| self.statuses.iter().any(|(of, at)| *of == purpose && matches!(at, Status::Set { .. }));
        if is_set(Purpose::Revocation) {
            return Conclusion::RevokedOrReplaced;
        }
        match self.period {
            Period::Ended(_) => return Conclusion::Expired,
            Period::NotBegun(_) => return Conclusion::CannotTell,
            Period::Open | Period::Until(_) => {}
        }
        if is_set(Purpose::Suspension) {
            return Conclusion::Suspended;
        }
        match &self.statuses {
            // A page that shows another name is no yes, however good the credential in it is.
            [(_, Status::Clear { made_at: one }), (_, Status::Clear { made_at: other })]
                if self.page != Page::Unproven =>
            {
                Conclusion::Valid { as_of: *one.min(other) }
            }
            _ => Conclusion::CannotTell,
        }
    }
}

/// Checks a file at `now`, or says what is found instead of a credential that is unaltered and of a pinned issuer; never
/// [`Finding::Genuine`]. `copies` are files that are said to be status lists. The page of a PDF is unproven until
/// somebody draws it again.
pub fn check(file: &Presented, pinned: &[Trust], copies: &[Presented], now: Moment) -> Result<Genuine, Finding> {
    let text = credential(file)?;
    let mut finding = Finding::NoCredential(NoCredential::from("nobody is trusted"));
    for trust in pinned {
        finding = match examine(text, trust) {
            Finding::Genuine(claims) => {
                let page = if matches!(file, Presented::Pdf { .. }) { Page::Unproven } else { Page::None };
                return Ok(Genuine { page, ..genuine(text, *claims, trust, copies, now)? });
            }
            other => other,
        };
        // One of them may be the issuer yet.
        if !matches!(finding, Finding::OtherIssuer(_) | Finding::NoCredential(_)) {
            break;
        }
    }
    Err(finding)
}

fn credential(file: &Presented) -> Result<&str, Finding> {
    file.credential().map_err(Finding::NoCredential)
}

fn genuine(text: &str, claims: Claims, trust: &Trust, copies: &[Presented], now: Moment) -> Result<Genuine, Finding> {
    let signed = SignedDocument::parse(text).map_err(Finding::NoCredential)?;
    let (mut lists, mut unused) = (Vec::new(), Vec::new());
    for (index, copy) in copies.iter().enumerate() {
        match credential(copy).and_then(|text| examine_status_list(text, trust)) {
            Ok(list) => lists.push((index, list)),
            Err(finding) => unused.push((index, Unused::Unproven(finding))),
        }
    }
    for (index, list) in &lists {
        let is_named = claims.status.iter().any(|(purpose, address, _)| is_list(list, *purpose, address));
        let is_outdone = lists.iter().any(|(other_index, other)| {
            is_list(other, list.purpose, &list.address) && (other.made_at, *other_index) > (list.made_at, *index)
        });
        if !is_named {
            unused.push((*index, Unused::OtherList { address: list.address.clone() }));
        } else if is_outdone {
            unused.push((*index, Unused::Older { made_at: list.made_at }));
        }
    }
    unused.sort_by_key(|(index, _)| *index);
    lists.retain(|(index, _)| unused.iter().all(|(other, _)| other != index));
    let lists: Vec<_> = lists.into_iter().map(|(_, list)| list).collect();
    let statuses = Purpose::ALL.map(|purpose| (purpose, status(&claims, purpose, &lists, now)));
    let (period, key_address, is_wrapped) = (period(&claims, now), signed.key_address, signed.is_wrapped);
    Ok(Genuine { page: Page::None, period, claims, key_address, is_wrapped, statuses, unused })
}

/// Whether a list is the one at an address. An issuer that was reached by http and then by https is the same one, by its
/// identifier, and so are its lists.
fn is_list(list: &StatusList, purpose: Purpose, address: &str) -> bool {
    let place = |address: &str| address.split_once("://").map_or(address, |(_, place)| place).to_owned();
    list.purpose == purpose && place(&list.address) == place(address)
}

fn period(claims: &Claims, now: Moment) -> Period {
    match claims.valid_until {
        _ if claims.issued_at > now + CLOCKS_DIFFER => Period::NotBegun(claims.issued_at),
        None => Period::Open,
        Some(until) if until <= now => Period::Ended(until),
        Some(until) => Period::Until(until),
    }
}

/// What the lists tell for a purpose. Where a credential names several, the worst counts.
fn status(claims: &Claims, purpose: Purpose, lists: &[StatusList], now: Moment) -> Status {
    let entries = claims.status.iter().filter(|(of, ..)| *of == purpose);
    let told = entries.map(|(_, address, index)| {
        lists
            .iter()
            .find(|list| is_list(list, purpose, address))
            .map_or_else(|| Status::NoCopy { address: address.clone() }, |list| bit(list, *index, now))
    });
    let gravity = |status: &Status| match status {
        Status::Set { .. } => 2,
        Status::Clear { .. } => 0,
        _ => 1,
    };
    told.max_by_key(gravity).unwrap_or(Status::NoList)
}

fn bit(list: &StatusList, index: u32, now: Moment) -> Status {
    let made_at = list.made_at;
    match list.bits.get(index) {
        None => Status::NotInList,
        // Revoked is for good, so it does not matter how long ago.
        Some(true) if list.purpose == Purpose::Revocation => Status::Set { made_at },
        Some(_) if made_at > now + CLOCKS_DIFFER => Status::FromTheFuture { made_at },
        Some(was_set) if list.valid_until <= now => Status::Stale { made_at, was_set },
        Some(true) => Status::Set { made_at },
        Some(false) => Status::Clear { made_at },
    }
}

#[cfg(test)]
#[path = "offline_tests.rs"]
mod tests;
