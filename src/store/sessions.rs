//! Sessions of persons. Of what a browser holds there is a digest.

use diesel::prelude::*;

use super::column::{Column, word_columns};
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::{persons, role_assignments, sessions};
use crate::auth::person_role::PersonRole;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, PersonId, RoleAssignmentId, SessionId, TrainingOrganisationId};
use crate::scheme::words::words;

words! {
    /// How a person got in.
    SignInWay {
        Passkey = "passkey",
        Invitation = "invitation",
        /// A link that stands in for a passkey.
        Link = "link",
    }
}

word_columns!(SignInWay);

/// What somebody has who signed in.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    pub id: SessionId,
    #[diesel(column_name = person_id)]
    pub person: PersonId,
    /// The role that was chosen, if one was.
    #[diesel(column_name = role_assignment_id)]
    pub role_assignment: Option<RoleAssignmentId>,
    pub way: SignInWay,
    /// What the browser said that it is.
    pub browser: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub opened_at: Moment,
    /// When the person was last seen to be who it is.
    #[diesel(serialize_as = Column<Moment>)]
    pub authenticated_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
    pub used_at: Moment,
    /// When it ends if it is not used before.
    #[diesel(serialize_as = Column<Moment>)]
    pub idle_until: Moment,
    /// When it ends in any case.
    #[diesel(serialize_as = Column<Moment>)]
    pub expires_at: Moment,
}

impl Session {
    #[must_use]
    pub fn is_open(&self, now: Moment) -> bool {
        now < self.idle_until && now < self.expires_at
    }
}

/// Adds a session with the digest of what the browser holds, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, new: &Session, token_digest: &str) -> Result<(), Error> {
    let rest = sessions::token_digest.eq(token_digest);
    diesel::insert_into(sessions::table).values((new.clone(), rest)).execute(connection)?;
    Ok(())
}

/// The session whose token has this digest, unless it was ended or its person has left. It may have run out.
pub fn find_by_token(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<Session>, Error> {
    sessions::table
        .inner_join(persons::table)
        .filter(sessions::token_digest.eq(digest))
        .filter(sessions::ended_at.is_null())
        .filter(persons::left_at.is_null())
        .select(Session::columns())
        .row(connection)
}

/// In which role the person of a session acts now.
#[derive(Clone, Debug, Queryable)]
pub struct ActingAs {
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    pub role: PersonRole,
    pub body: Option<BodyId>,
    pub training_organisation: Option<TrainingOrganisationId>,
    pub reads_only: bool,
}

/// The role that was chosen for a session, while the session is open at `now`, the person is there, and the role is not
/// ended.
pub fn acting_as(connection: &mut DatabaseConnection, id: SessionId, now: Moment) -> Result<Option<ActingAs>, Error> {
    sessions::table
        .inner_join(persons::table)
        .inner_join(role_assignments::table)
        .filter(sessions::id.eq(id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::idle_until.gt(Column(now)))
        .filter(sessions::expires_at.gt(Column(now)))
        .filter(persons::left_at.is_null())
        .filter(role_assignments::ended_at.is_null())
        .select((
            sessions::person_id,
            persons::name,
            role_assignments::role,
            role_assignments::body_id,
            role_assignments::training_organisation_id,
            role_assignments::reads_only,
        ))
        .row(connection)
}

/// A person's sessions that are open at `now`, the last one first.
pub fn of(connection: &mut DatabaseConnection, person: PersonId, now: Moment) -> Result<Vec<Session>, Error> {
    sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::idle_until.gt(Column(now)))
        .filter(sessions::expires_at.gt(Column(now)))
        .order(sessions::id.desc())
        .select(Session::columns())
        .rows(connection)
}

pub fn choose(connection: &mut DatabaseConnection, id: SessionId, role: RoleAssignmentId) -> Result<(), Error> {
    diesel::update(sessions::table.find(id)).set(sessions::role_assignment_id.eq(Some(role))).execute(connection)?;
    Ok(())
}

/// Notes that a session is in use.
pub fn note_use(
    connection: &mut DatabaseConnection,
    id: SessionId,
    at: Moment,
    idle_until: Moment,
) -> Result<(), Error> {
    let change = values!(sessions: used_at = Column(at), idle_until = Column(idle_until));
    diesel::update(sessions::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

/// Notes that the person was seen to be who it is once more. What the browser holds is another from then on.
pub fn confirm(
    connection: &mut DatabaseConnection,
    id: SessionId,
    token_digest: &str,
    at: Moment,
) -> Result<(), Error> {
    let change = values!(sessions: token_digest = token_digest, authenticated_at = Column(at));
    diesel::update(sessions::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn end(connection: &mut DatabaseConnection, id: SessionId, at: Moment) -> Result<(), Error> {
    diesel::update(sessions::table.find(id)).set(sessions::ended_at.eq(Column(Some(at)))).execute(connection)?;
    Ok(())
}

/// Ends all sessions of a person but one, if one is named.
pub fn end_all(
    connection: &mut DatabaseConnection,
    person: PersonId,
    but: Option<SessionId>,
    at: Moment,
) -> Result<(), Error> {
    let open = sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::ended_at.is_null());
    let change = sessions::ended_at.eq(Column(Some(at)));
    match but {
        Some(but) => diesel::update(open.filter(sessions::id.ne(but))).set(change).execute(connection)?,
        None => diesel::update(open).set(change).execute(connection)?,
    };
    Ok(())
}

/// Forgets the sessions that ran out before a moment.
pub fn forget(connection: &mut DatabaseConnection, before: Moment) -> Result<usize, Error> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(Column(before)))).execute(connection)?)
}
