//! Passkeys of persons: each has a name, can be removed, and one always stays, as nothing else lets its person in.

use serde_json::json;

use super::sessions::Current;
use super::{common_body, find, find_own};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{PasskeyId, PersonId};
use crate::registry::work::{Registry, Work};
use crate::scheme::text::Title;
use crate::store::{passkeys as kept, sessions as kept_sessions};

pub use kept::Passkey;

/// How many passkeys a person has at the most.
const MOST: usize = 20;

/// A passkey that a browser made, as `trust::passkeys` found it good.
#[derive(Clone, Debug)]
pub struct NewPasskey {
    /// Whose it is.
    pub person: PersonId,
    pub credential_id: String,
    /// What it is checked with.
    pub credential: String,
    /// What the person calls it.
    pub name: Title,
    /// The digest of the challenge that was answered, and until when it could be answered again.
    pub challenge: (String, Moment),
}

/// Notes that a challenge was answered.
///
/// # Errors
/// [`Code::PasskeyRefused`] where it was before.
pub(super) fn use_challenge(work: &mut Work<'_>, (digest, expires_at): &(String, Moment)) -> Result<(), Error> {
    if kept::use_challenge(work.connection, digest, *expires_at)? {
        return Ok(());
    }
    Err(Error::refused(Code::PasskeyRefused, "this answer was given before; begin again"))
}

/// Adds a passkey.
///
/// # Errors
/// [`Code::StatusConflict`] for one that is registered, [`Code::LimitReached`] for one too many.
pub(super) fn add(work: &mut Work<'_>, new: &NewPasskey) -> Result<Passkey, Error> {
    use_challenge(work, &new.challenge)?;
    if kept::is_known(work.connection, &new.credential_id)? {
        return Err(Error::refused(Code::StatusConflict, "this passkey is registered already"));
    }
    if kept::of(work.connection, new.person)?.len() >= MOST {
        let detail = format!("a person has {MOST} passkeys at the most; remove one that is not needed any more");
        return Err(Error::refused(Code::LimitReached, detail));
    }
    let passkey = Passkey {
        id: PasskeyId::new(work.now),
        person: new.person,
        credential_id: new.credential_id.clone(),
        credential: new.credential.clone(),
        name: new.name.as_str().to_owned(),
        registered_at: work.now,
        used_at: None,
    };
    kept::insert(work.connection, &passkey)?;
    Ok(passkey)
}

/// The passkeys of a person, for whoever decides about the person.
pub fn list(work: &mut Work<'_>, person: &str) -> Result<Vec<Passkey>, Error> {
    let found = find(work, person)?;
    kept::of(work.connection, found.person.id)
}

/// Removes a passkey of somebody else's, which is lost, perhaps the last: then only a link lets the person in. The sessions of
/// the person end.
pub fn remove(work: &mut Work<'_>, person: &str, id: &str) -> Result<(), Error> {
    let found = find_own(work, person)?;
    let person = found.person.id;
    let passkey = one_of(kept::of(work.connection, person)?, id)?;
    kept::remove(work.connection, passkey.id, work.now)?;
    kept_sessions::end_all(work.connection, person, None, work.now)?;
    let data = json!({"passkey_id": passkey.id.to_string()});
    super::record(work, &found.person, common_body(&found.roles), "passkey_removed", data, None)
}

fn one_of(all: Vec<Passkey>, id: &str) -> Result<Passkey, Error> {
    let wanted = PasskeyId::parse(id);
    all.into_iter().find(|known| Some(known.id) == wanted).ok_or(Error::NotFound("passkey"))
}

impl Registry {
    pub fn own_passkeys(&self, current: &Current) -> Result<Vec<Passkey>, Error> {
        self.store.read(|connection| kept::of(connection, current.person.id))
    }

    /// Registers one more passkey of whoever is signed in.
    pub fn register_passkey(&self, current: &Current, new: &NewPasskey) -> Result<(), Error> {
        if new.person != current.person.id {
            return Err(Error::refused(Code::PasskeyRefused, "this passkey was made for somebody else"));
        }
        let data = json!({"credential_id": new.credential_id});
        self.about_oneself(current, "passkey_registered", &data, |work| add(work, new).map(drop))
    }

    pub fn rename_passkey(&self, current: &Current, id: &str, name: &Title) -> Result<(), Error> {
        self.about_oneself(current, "passkey_renamed", &json!({"passkey_id": id}), |work| {
            let passkey = one_of(kept::of(work.connection, current.person.id)?, id)?;
            kept::rename(work.connection, passkey.id, name.as_str())
        })
    }

    /// Removes a passkey of whoever is signed in, and ends the other sessions.
    ///
    /// # Errors
    /// [`Code::StatusConflict`] for the last one.
    pub fn remove_own_passkey(&self, current: &Current, id: &str) -> Result<(), Error> {
        self.about_oneself(current, "passkey_removed", &json!({"passkey_id": id}), |work| {
            let all = kept::of(work.connection, current.person.id)?;
            let is_last = all.len() == 1;
            let passkey = one_of(all, id)?;
            if is_last {
                let detail = "this is your last passkey, and nothing else lets you in; register another one first";
                return Err(Error::refused(Code::StatusConflict, detail));
            }
            kept::remove(work.connection, passkey.id, work.now)?;
            kept_sessions::end_all(work.connection, current.person.id, Some(current.session.id), work.now)
        })
    }
}
