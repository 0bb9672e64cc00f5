//! Links for persons who are known and have no passkey at hand. For a registrar two administrators decide: whoever can let
//! a registrar in decides who is one.

use chrono::Duration;
use serde_json::json;

use super::links::{LINK_OPENS_FOR, digest, opens_nothing};
use super::{Person, PersonRecord, common_body, find, find_own};
use crate::auth::permission::{Caller, Permission, Principal};
use crate::auth::person_role::ActsFor;
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{PersonId, SignInLinkId};
use crate::registry::events::NewEvent;
use crate::registry::work::Work;
use crate::scheme::words::words;
use crate::secret::Secret;
use crate::store::{persons as kept_persons, sign_in_links as kept};
use crate::trust;

pub use kept::{LinkPurpose, SignInLink};

/// For how long a link waits for the second administrator. What was asked for longer ago is asked for again.
const WAITS_FOR: Duration = Duration::days(7);

words! {
    /// What a link comes to at a moment.
    LinkState {
        /// A second administrator has to agree.
        Waiting = "waiting",
        Open = "open",
        Used = "used",
        Expired = "expired",
    }
}

impl SignInLink {
    #[must_use]
    pub fn state_at(&self, now: Moment) -> LinkState {
        match (self.expires_at, self.used_at) {
            (_, Some(_)) if self.purpose == LinkPurpose::NewPasskey => LinkState::Used,
            (Some(end), _) if now < end => LinkState::Open,
            (None, _) if now < self.requested_at + WAITS_FOR => LinkState::Waiting,
            _ => LinkState::Expired,
        }
    }
}

/// Asks for a link with which a person who has lost every passkey registers another. The token comes along unless a second
/// administrator has to agree first: where the person is a registrar, and it is not asked for at the command line.
///
/// # Errors
/// [`Code::Forbidden`] for a person who acts for others as well; [`Code::StatusConflict`] for one who has left, or for whom a
/// link waits for the second already.
pub fn request(work: &mut Work<'_>, person: &str) -> Result<(SignInLink, Option<Secret>), Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let found = find_own(work, person)?;
    let person = found.person.id;
    if caller.principal == Principal::Person(person) {
        return Err(Error::refused(Code::Forbidden, "this is for somebody else's passkey; register one more yourself"));
    }
    if !waiting(work, person)?.is_empty() {
        let detail = "a link for this person waits for a second administrator already";
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let token = (!needs_two(work, person)? || caller.principal == Principal::Operator).then(trust::random_link_token);
    let expires_at = token.as_ref().map(|_| work.now + LINK_OPENS_FOR);
    let link = requested(work, &caller, person, LinkPurpose::NewPasskey, expires_at);
    kept::insert(work.connection, &link, token.as_ref().map(digest).as_deref())?;
    record(work, &found, &link, "sign_in_link_requested")?;
    Ok((link, token))
}

/// A link that the caller asks for; one that nobody has agreed to or used.
fn requested(
    work: &Work<'_>,
    caller: &Caller,
    person: PersonId,
    purpose: LinkPurpose,
    expires_at: Option<Moment>,
) -> SignInLink {
    SignInLink {
        id: SignInLinkId::new(work.now),
        person,
        purpose,
        requested_by: caller.principal.to_string(),
        requested_at: work.now,
        agreed_by: None,
        expires_at,
        used_at: None,
    }
}

/// The second administrator agrees, and has the link to hand on.
///
/// # Errors
/// [`Code::StatusConflict`] for a link that does not wait, or that has waited for longer than [`WAITS_FOR`];
/// [`Code::Forbidden`] for whoever asked for it.
pub fn agree(work: &mut Work<'_>, person: &str, id: &str) -> Result<(SignInLink, Secret), Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let found = find_own(work, person)?;
    let known = find_of(work, found.person.id, id)?;
    let detail = match (known.state_at(work.now), known.expires_at) {
        (LinkState::Waiting, _) => None,
        (_, None) => Some("nobody agreed to this link within a week; ask for another one"),
        (_, Some(_)) => Some("this link does not wait for anybody"),
    };
    if let Some(detail) = detail {
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let by = caller.principal.to_string();
    if by == known.requested_by || caller.principal == Principal::Person(found.person.id) {
        let detail =
            "two decide: somebody else than whoever asked for the link, and than whom it lets in, agrees to it";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    let (token, expires_at) = (trust::random_link_token(), work.now + LINK_OPENS_FOR);
    kept::agree(work.connection, known.id, &by, &digest(&token), expires_at)?;
    let link = SignInLink { agreed_by: Some(by), expires_at: Some(expires_at), ..known };
    record(work, &found, &link, "sign_in_link_agreed")?;
    Ok((link, token))
}

/// The link with this id, if it is this person's.
pub fn find_link(work: &mut Work<'_>, person: &str, id: &str) -> Result<SignInLink, Error> {
    let found = find(work, person)?;
    find_of(work, found.person.id, id)
}

fn find_of(work: &mut Work<'_>, person: PersonId, id: &str) -> Result<SignInLink, Error> {
    let not_found = Error::NotFound("sign-in link");
    let Some(id) = SignInLinkId::parse(id) else { return Err(not_found) };
    kept::find(work.connection, id)?.filter(|link| link.person == person).ok_or(not_found)
}

/// The links of a person that wait for a second administrator.
pub fn waiting(work: &mut Work<'_>, person: PersonId) -> Result<Vec<SignInLink>, Error> {
    work.authorise(Permission::ManageAccess)?;
    let mut found = kept::waiting_of(work.connection, person)?;
    found.retain(|link| link.state_at(work.now) == LinkState::Waiting);
    Ok(found)
}

/// Whether two decide about this person: who acts for the scheme office, or did. Otherwise one administrator could end that role,
/// let somebody in as the person, and give the role back.
fn needs_two(work: &mut Work<'_>, person: PersonId) -> Result<bool, Error> {
    let roles = kept_persons::roles_ever(work.connection, person)?;
    Ok(roles.iter().any(|role| role.acts_for() == ActsFor::SchemeOffice))
}

/// The link with this token, while it opens. One that was given out by one administrator opens no more once its person acts for
/// the scheme office.
///
/// # Errors
/// [`Code::NotFound`], the same for a link that never was and for one that opens no more.
pub fn open(work: &mut Work<'_>, token: &Secret) -> Result<SignInLink, Error> {
    let found = kept::find_by_token(work.connection, &digest(token))?;
    let link = found.filter(|known| known.state_at(work.now) == LinkState::Open).ok_or_else(opens_nothing)?;
    let by_operator = link.requested_by == Principal::Operator.to_string();
    let is_decided = link.purpose == LinkPurpose::Demonstration || link.agreed_by.is_some() || by_operator;
    if is_decided || !needs_two(work, link.person)? { Ok(link) } else { Err(opens_nothing()) }
}

/// The same, with whose it is.
pub fn whose(work: &mut Work<'_>, token: &Secret) -> Result<(SignInLink, Person), Error> {
    let link = open(work, token)?;
    let person = kept_persons::find(work.connection, link.person)?.filter(|person| person.left_at.is_none());
    Ok((link, person.ok_or_else(opens_nothing)?))
}

/// Makes a link that signs somebody in as often as it is opened, for a year: for the demonstration, and for nothing else.
pub fn demonstrate(work: &mut Work<'_>, person: PersonId) -> Result<Secret, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let token = trust::random_link_token();
    let expires_at = Some(work.now + Duration::days(365));
    let link = requested(work, &caller, person, LinkPurpose::Demonstration, expires_at);
    kept::insert(work.connection, &link, Some(&digest(&token)))?;
    Ok(token)
}

fn record(work: &mut Work<'_>, found: &PersonRecord, link: &SignInLink, kind: &'static str) -> Result<(), Error> {
    let data = json!({"sign_in_link_id": link.id.to_string(), "waits": link.expires_at.is_none()});
    let subject = ("person", found.person.id.to_string());
    let body = common_body(&found.roles);
    work.record(Permission::ManageAccess, NewEvent { kind, subject, body, data, personal_data: None })
}
