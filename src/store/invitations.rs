//! Invitations of persons to act in a role. Of a link there is a digest.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::invitations;
use crate::auth::person_role::PersonRole;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, InvitationId, PersonId, TrainingOrganisationId};

/// An invitation to act in a role.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = invitations, treat_none_as_default_value = false)]
pub struct Invitation {
    pub id: InvitationId,
    pub name: String,
    pub email: String,
    pub role: PersonRole,
    #[diesel(column_name = body_id)]
    pub body: Option<BodyId>,
    #[diesel(column_name = training_organisation_id)]
    pub training_organisation: Option<TrainingOrganisationId>,
    pub reads_only: bool,
    pub invited_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub invited_at: Moment,
    /// Until when its link opens.
    #[diesel(serialize_as = Column<Moment>)]
    pub link_expires_at: Moment,
    /// Who accepted it.
    pub accepted_by: Option<PersonId>,
    /// Since when it is accepted, or withdrawn.
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub ended_at: Option<Moment>,
}

/// Adds an invitation with the digest of its link, in hexadecimal.
pub fn insert(connection: &mut DatabaseConnection, new: &Invitation, token_digest: &str) -> Result<(), Error> {
    let rest = invitations::token_digest.eq(token_digest);
    diesel::insert_into(invitations::table).values((new.clone(), rest)).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: InvitationId) -> Result<Option<Invitation>, Error> {
    invitations::table.find(id).select(Invitation::columns()).row(connection)
}

/// The invitation whose link has this digest, whether it still opens or not.
pub fn find_by_token(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<Invitation>, Error> {
    invitations::table.filter(invitations::token_digest.eq(digest)).select(Invitation::columns()).row(connection)
}

/// Puts another link in the place of the one before, which opens no more.
pub fn replace_link(
    connection: &mut DatabaseConnection,
    id: InvitationId,
    token_digest: &str,
    expires_at: Moment,
) -> Result<(), Error> {
    let change = values!(invitations: token_digest = token_digest, link_expires_at = Column(expires_at));
    diesel::update(invitations::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

/// Ends an invitation: accepted by somebody, or withdrawn.
pub fn end(
    connection: &mut DatabaseConnection,
    id: InvitationId,
    accepted_by: Option<PersonId>,
    at: Moment,
) -> Result<(), Error> {
    let change = values!(invitations: accepted_by = accepted_by, ended_at = Column(Some(at)));
    diesel::update(invitations::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

/// A page of the invitations that are neither accepted nor withdrawn, in the order of issue: all, or those of a body.
pub fn list(
    connection: &mut DatabaseConnection,
    body: Option<BodyId>,
    request: &PageRequest,
) -> Result<Page<Invitation>, Error> {
    let query = paged!(invitations::id, request).filter(invitations::ended_at.is_null()).select(Invitation::columns());
    let mut query = query.into_boxed();
    narrow!(query: invitations::body_id = body);
    Ok(request.page(query.rows(connection)?, |one: &Invitation| one.id))
}

/// Whether anybody was ever invited to this role.
pub fn any(connection: &mut DatabaseConnection, role: PersonRole) -> Result<bool, Error> {
    let query = invitations::table.filter(invitations::role.eq(role)).select(invitations::id);
    Ok(query.row::<InvitationId>(connection)?.is_some())
}
