//! Sessions: what a person has who got in. It ends when it is not used, in any case after a while, and when anybody who may
//! ends it; in which role it acts is chosen by the person, out of those on record.

use chrono::Duration;
use serde_json::json;

use super::acting_for::place_name;
use super::links::digest;
use super::{NOUN, Person, find};
use crate::auth::permission::{Caller, Principal, Role};
use crate::clock::Moment;
use crate::error::{Code, Error, InputError};
use crate::ids::{PersonId, RoleAssignmentId, SessionId};
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::secret::Secret;
use crate::store::persons::{self as kept_persons, RoleAssignment};
use crate::store::{passkeys as kept_passkeys, sessions as kept};
use crate::trust;

pub use kept::{Session, SignInWay};

/// After how long the use of a session is noted again: seldom enough to cost next to nothing.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// For how long a session that is over stays on record.
const KEPT_FOR: Duration = Duration::days(30);

/// How long ago a person may have been seen to be who it is, for what is not easily taken back.
pub const RECENTLY: Duration = Duration::minutes(10);

/// The longest description of a browser that is kept, in characters.
const LONGEST_BROWSER: usize = 200;

/// When sessions end.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// If they are not used.
    pub idle: Duration,
    /// In any case.
    pub longest: Duration,
}

/// How a session is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What the browser says that it is.
    pub browser: String,
    pub limits: SessionLimits,
}

/// A session that was opened, with what the browser holds of it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub session: Session,
    pub token: Secret,
}

/// A role that a person may choose.
#[derive(Clone, Debug)]
pub struct RoleChoice {
    pub assignment: RoleAssignment,
    /// What the body or training organisation is called that it is for.
    pub acts_for: Option<String>,
}

/// A session that is open, and whose it is.
#[derive(Clone, Debug)]
pub struct Current {
    pub session: Session,
    pub person: Person,
    /// The roles that the person has, in the order in which they were assigned.
    pub roles: Vec<RoleChoice>,
}

impl Current {
    /// The role that was chosen, unless it has ended since.
    #[must_use]
    pub fn role(&self) -> Option<&RoleChoice> {
        let chosen = self.session.role_assignment?;
        self.roles.iter().find(|choice| choice.assignment.id == chosen)
    }

    #[must_use]
    pub const fn caller(&self) -> Caller {
        Caller::person(self.person.id, self.session.id)
    }

    /// Whether the person was seen to be who it is a short while ago.
    #[must_use]
    pub fn is_recent(&self, now: Moment) -> bool {
        now - self.session.authenticated_at < RECENTLY
    }
}

/// Opens a session in the only role that the person has, or in none yet.
pub(super) fn open(work: &mut Work<'_>, person: PersonId, way: SignInWay, opening: &Opening) -> Result<Opened, Error> {
    let roles = kept_persons::assignments(work.connection, &[person])?;
    let only = if let [only] = &roles[..] { Some(only.id) } else { None };
    let token = trust::random_session_token();
    let session = Session {
        id: SessionId::new(work.now),
        person,
        role_assignment: only,
        way,
        browser: opening.browser.chars().filter(|one| !one.is_control()).take(LONGEST_BROWSER).collect(),
        opened_at: work.now,
        authenticated_at: work.now,
        used_at: work.now,
        idle_until: work.now + opening.limits.idle,
        expires_at: work.now + opening.limits.longest,
    };
    kept::insert(work.connection, &session, &digest(&token))?;
    Ok(Opened { session, token })
}

/// The session that a browser holds, while it is open.
pub fn current(work: &mut Work<'_>, token: &Secret) -> Result<Option<Current>, Error> {
    let now = work.now;
    let Some(session) = kept::find_by_token(work.connection, &digest(token))?.filter(|known| known.is_open(now)) else {
        return Ok(None);
    };
    let person = kept_persons::find(work.connection, session.person)?.ok_or(Error::NotFound(NOUN))?;
    let assignments = kept_persons::assignments(work.connection, &[person.id])?;
    let roles = assignments.into_iter().map(|assignment| {
        let acts_for = place_name(work, assignment.body, assignment.training_organisation)?;
        Ok(RoleChoice { assignment, acts_for })
    });
    let roles = roles.collect::<Result<_, Error>>()?;
    Ok(Some(Current { session, person, roles }))
}

/// The sessions of a person that are open, for whoever decides about the person.
pub fn list(work: &mut Work<'_>, person: &str) -> Result<Vec<Session>, Error> {
    let found = find(work, person)?;
    let now = work.now;
    kept::of(work.connection, found.person.id, now)
}

/// Ends a session of somebody else's.
pub fn end(work: &mut Work<'_>, person: &str, id: &str) -> Result<(), Error> {
    let found = super::find_own(work, person)?;
    let session = open_one(work, found.person.id, id)?;
    kept::end(work.connection, session.id, work.now)?;
    let body = super::common_body(&found.roles);
    super::record(work, &found.person, body, "session_ended", json!({"session_id": session.id.to_string()}), None)
}

fn open_one(work: &mut Work<'_>, person: PersonId, id: &str) -> Result<Session, Error> {
    let wanted = SessionId::parse(id);
    let (now, not_found) = (work.now, Error::NotFound("session"));
    kept::of(work.connection, person, now)?.into_iter().find(|known| Some(known.id) == wanted).ok_or(not_found)
}

impl Registry {
    /// Notes that a session is in use, where it is time to.
    pub fn note_use(&self, session: &Session, idle: Duration) -> Result<(), Error> {
        let now = self.now();
        if now - session.used_at < NOTED_EVERY {
            return Ok(());
        }
        self.store.write(|connection| kept::note_use(connection, session.id, now, now + idle))
    }

    /// Chooses in which role a session acts.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a role that the person has not.
    pub fn choose_role(&self, current: &Current, role: &str) -> Result<(), Error> {
        let wanted = RoleAssignmentId::parse(role);
        let Some(choice) = current.roles.iter().find(|choice| Some(choice.assignment.id) == wanted) else {
            let error = InputError::new("/role_assignment_id", "unknown_reference", "is none of your roles");
            return Err(Error::Invalid(vec![error]));
        };
        let data = json!({"session_id": current.session.id.to_string(), "role": super::told(&choice.assignment)});
        self.about_oneself(current, "session_role_chosen", &data, |work| {
            kept::choose(work.connection, current.session.id, choice.assignment.id)
        })
    }

    /// Signs out: ends the session.
    pub fn sign_out(&self, current: &Current) -> Result<(), Error> {
        self.end_own_session(current, &current.session.id.to_string())
    }

    /// The person's sessions that are open.
    pub fn own_sessions(&self, current: &Current) -> Result<Vec<Session>, Error> {
        let now = self.now();
        self.store.read(|connection| kept::of(connection, current.person.id, now))
    }

    /// Ends one of the person's sessions.
    pub fn end_own_session(&self, current: &Current, id: &str) -> Result<(), Error> {
        self.about_oneself(current, "session_ended", &json!({"session_id": id}), |work| {
            let session = open_one(work, current.person.id, id)?;
            kept::end(work.connection, session.id, work.now)
        })
    }

    /// Ends all of the person's sessions but this one.
    pub fn end_other_sessions(&self, current: &Current) -> Result<(), Error> {
        let kept_session = current.session.id;
        let data = json!({"kept_session_id": kept_session.to_string()});
        self.about_oneself(current, "other_sessions_ended", &data, |work| {
            kept::end_all(work.connection, current.person.id, Some(kept_session), work.now)
        })
    }

    /// Forgets sessions that are long over, and challenges that nobody can answer any more.
    pub fn purge_sessions(&self) -> Result<usize, Error> {
        let now = self.now();
        self.store.write(|connection| {
            let forgotten = kept_passkeys::forget_challenges(connection, now)?;
            Ok(forgotten + kept::forget(connection, now - KEPT_FOR)?)
        })
    }

    /// Does what a person does about the own access, with its event. The session is held against the record again, in the
    /// transaction that writes.
    pub(super) fn about_oneself<T>(
        &self,
        current: &Current,
        kind: &'static str,
        data: &serde_json::Value,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let person = current.person.id;
        let caller = Caller::new(Principal::Person(person), Role::Unresolved);
        self.store.write(|connection| {
            self.work(connection, Some(caller), |work| {
                open_one(work, person, &current.session.id.to_string())
                    .map_err(|_| Error::refused(Code::Unauthenticated, "the session is over; sign in again"))?;
                let done = case(work)?;
                let subject = ("person", person.to_string());
                work.record_own(
                    caller,
                    NewEvent { kind, subject, body: None, data: data.clone(), personal_data: None },
                )?;
                Ok(done)
            })
        })
    }
}
