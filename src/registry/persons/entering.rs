//! How a person gets in: with an invitation, with a passkey, or with a link that stands in for one. Each opens a session.

use serde_json::{Value, json};

use super::acting_for::Place;
use super::invitations::Invitation;
use super::passkeys::{NewPasskey, add, use_challenge};
use super::sessions::{Current, Opened, Opening, SignInWay, open};
use super::sign_in_links::{LinkPurpose, SignInLink};
use super::{Person, PersonChanges, RoleAssignment, assignment, has, invitations, links, sign_in_links};
use crate::auth::permission::{Caller, Principal, Role};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::PersonId;
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::secret::Secret;
use crate::store::passkeys::{self as kept_passkeys, Passkey};
use crate::store::{invitations as kept_invitations, persons as kept, sessions, sign_in_links as kept_links};
use crate::trust;

/// That somebody holds a passkey, as `trust::passkeys` found it to be so.
#[derive(Clone, Debug)]
pub struct SignedChallenge {
    pub credential_id: String,
    /// What is to be kept of the passkey from now on, where that changed.
    pub credential: Option<String>,
    /// The digest of the challenge that was answered, and until when it could be answered again.
    pub challenge: (String, Moment),
}

impl Registry {
    /// Accepts an invitation with the passkey that its person made: from now on there is that person, called and written to
    /// as `who` says, or else as the invitation does.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a link that opens no more; what [`add`] says of a passkey.
    pub fn accept_invitation(
        &self,
        token: &Secret,
        who: &PersonChanges,
        passkey: &NewPasskey,
        opening: &Opening,
    ) -> Result<Opened, Error> {
        let person = passkey.person;
        // The person is not on record yet, so that the event cannot find the name there.
        self.store.write(|connection| {
            let caller = caller(person);
            let invitation = self.work(connection, None, |work| {
                let invitation = invitations::open(work, token)?;
                let new = Person {
                    id: person,
                    name: who.name.clone().map_or_else(|| invitation.name.clone(), Into::into),
                    email: who.email.clone().unwrap_or_else(|| invitation.email.clone()),
                    registered_at: work.now,
                    left_at: None,
                };
                kept::insert(work.connection, &new)?;
                Ok(invitation)
            })?;
            self.work(connection, Some(caller), |work| {
                let assignment = invited(work, &invitation, person);
                kept::assign(work.connection, &assignment)?;
                add(work, passkey)?;
                kept_invitations::end(work.connection, invitation.id, Some(person), work.now)?;
                let opened = open(work, person, SignInWay::Invitation, opening)?;
                let subject = ("person", person.to_string());
                let (kind, data) = ("invitation_accepted", invitations::told(&invitation));
                work.record_own(caller, NewEvent { kind, subject, body: invitation.body, data, personal_data: None })?;
                Ok(opened)
            })
        })
    }

    /// Accepts an invitation for somebody who is signed in already: the role is added to those that the person has.
    pub fn accept_further_role(&self, token: &Secret, current: &Current) -> Result<(), Error> {
        let invitation = self.read(None, |work| invitations::open(work, token))?;
        let data = invitations::told(&invitation);
        self.about_oneself(current, "invitation_accepted", &data, |work| {
            let invitation = invitations::open(work, token)?;
            let person = current.person.id;
            let all = kept::assignments(work.connection, &[person])?;
            if has(&all, invitation.role, &place_of(&invitation)) {
                return Err(Error::refused(Code::StatusConflict, "you have this role already"));
            }
            let assignment = invited(work, &invitation, person);
            kept::assign(work.connection, &assignment)?;
            kept_invitations::end(work.connection, invitation.id, Some(person), work.now)?;
            sessions::choose(work.connection, current.session.id, assignment.id)
        })
    }

    /// Lets a person in who has lost every passkey, with another one. Those before count no more, and every session ends.
    pub fn replace_lost_passkey(
        &self,
        token: &Secret,
        passkey: &NewPasskey,
        opening: &Opening,
    ) -> Result<Opened, Error> {
        self.enter(passkey.person, "passkey_replaced", SignInWay::Link, opening, |work| {
            let link = open_link(work, token, LinkPurpose::NewPasskey)?;
            if link.person != passkey.person {
                return Err(links::opens_nothing());
            }
            for lost in kept_passkeys::of(work.connection, link.person)? {
                kept_passkeys::remove(work.connection, lost.id, work.now)?;
            }
            sessions::end_all(work.connection, link.person, None, work.now)?;
            add(work, passkey)?;
            kept_links::note_use(work.connection, link.id, work.now)?;
            Ok(json!({"sign_in_link_id": link.id.to_string()}))
        })
    }

    /// Lets whoever tries the demonstration in, with no passkey.
    pub fn enter_demonstration(&self, token: &Secret, opening: &Opening) -> Result<Opened, Error> {
        let link = self.read(None, |work| open_link(work, token, LinkPurpose::Demonstration))?;
        self.enter(link.person, "session_begun", SignInWay::Link, opening, |work| {
            kept_links::note_use(work.connection, link.id, work.now)?;
            Ok(json!({"way": SignInWay::Link.as_str()}))
        })
    }

    /// The passkey that its authenticator calls so, of somebody who has not left.
    ///
    /// # Errors
    /// [`Code::PasskeyRefused`], the same for one that never was and one that was removed.
    pub fn passkey(&self, credential_id: &str) -> Result<Passkey, Error> {
        let refused = || Error::refused(Code::PasskeyRefused, "this passkey lets nobody in; use another one");
        self.read(None, |work| {
            let found = kept_passkeys::find_by_credential(work.connection, credential_id)?.ok_or_else(refused)?;
            let person = kept::find(work.connection, found.person)?;
            if person.is_none_or(|person| person.left_at.is_some()) {
                return Err(refused());
            }
            Ok(found)
        })
    }

    /// Signs a person in who holds a passkey.
    pub fn sign_in(&self, signed: &SignedChallenge, opening: &Opening) -> Result<Opened, Error> {
        let person = self.passkey(&signed.credential_id)?.person;
        self.enter(person, "session_begun", SignInWay::Passkey, opening, |work| {
            use_passkey(work, signed, person)?;
            Ok(json!({"way": SignInWay::Passkey.as_str()}))
        })
    }

    /// Sees once more that whoever is signed in is who it is. What the browser holds is another from then on.
    pub fn confirm_person(&self, current: &Current, signed: &SignedChallenge) -> Result<Secret, Error> {
        let token = trust::random_session_token();
        let data = json!({"session_id": current.session.id.to_string()});
        self.about_oneself(current, "session_confirmed", &data, |work| {
            use_passkey(work, signed, current.person.id)?;
            sessions::confirm(work.connection, current.session.id, &links::digest(&token), work.now)
        })?;
        Ok(token)
    }

    /// Opens a session for a person who gets in, with the event that says so.
    fn enter(
        &self,
        person: PersonId,
        kind: &'static str,
        way: SignInWay,
        opening: &Opening,
        case: impl Fn(&mut Work<'_>) -> Result<Value, Error>,
    ) -> Result<Opened, Error> {
        let caller = caller(person);
        self.store.write(|connection| {
            self.work(connection, Some(caller), |work| {
                let data = case(work)?;
                let known = kept::find(work.connection, person)?;
                if known.is_none_or(|known| known.left_at.is_some()) {
                    return Err(links::opens_nothing());
                }
                let opened = open(work, person, way, opening)?;
                let subject = ("person", person.to_string());
                work.record_own(caller, NewEvent { kind, subject, body: None, data, personal_data: None })?;
                Ok(opened)
            })
        })
    }
}

/// A person who does something about the own access, which no role is needed for.
const fn caller(person: PersonId) -> Caller {
    Caller::new(Principal::Person(person), Role::Unresolved)
}

/// For whom the role of an invitation is.
const fn place_of(invitation: &Invitation) -> Place {
    let Invitation { body, training_organisation, reads_only, .. } = *invitation;
    Place { body, training_organisation, reads_only }
}

/// The role that a person was invited to, as whoever invited assigned it.
fn invited(work: &Work<'_>, invitation: &Invitation, person: PersonId) -> RoleAssignment {
    assignment(work, person, invitation.role, &place_of(invitation), invitation.invited_by.clone())
}

fn open_link(work: &mut Work<'_>, token: &Secret, purpose: LinkPurpose) -> Result<SignInLink, Error> {
    let link = sign_in_links::open(work, token)?;
    if link.purpose == purpose { Ok(link) } else { Err(links::opens_nothing()) }
}

fn use_passkey(work: &mut Work<'_>, signed: &SignedChallenge, person: PersonId) -> Result<(), Error> {
    use_challenge(work, &signed.challenge)?;
    let found = kept_passkeys::find_by_credential(work.connection, &signed.credential_id)?;
    let found = found.filter(|known| known.person == person);
    let found =
        found.ok_or_else(|| Error::refused(Code::PasskeyRefused, "this passkey lets nobody in; use another one"))?;
    kept_passkeys::note_use(work.connection, found.id, signed.credential.as_deref(), work.now)
}
