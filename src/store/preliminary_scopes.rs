//! Scope statements that bodies have reviewed before the audit.

use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, narrow, values};
use super::schema::preliminary_scopes;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, PreliminaryScopeId};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::organisation_certificate::PreliminaryState;

/// A scope statement before the audit.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = preliminary_scopes, treat_none_as_default_value = false)]
pub struct PreliminaryScope {
    pub id: PreliminaryScopeId,
    #[diesel(column_name = body_id)]
    pub body: BodyId,
    /// What the organisation is called that is to be audited; it need not be on record.
    pub organisation_name: String,
    pub country: CountryCode,
    pub edition: EditionCode,
    pub scope_statement: String,
    pub state: PreliminaryState,
    pub requested_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub requested_at: Moment,
    #[diesel(skip_insertion, select_expression = (
        preliminary_scopes::ended_by.assume_not_null(),
        preliminary_scopes::ended_at.assume_not_null(),
        preliminary_scopes::words,
    ).nullable())]
    pub end: Option<End>,
}

/// How it ended: reviewed by a registrar, or withdrawn.
#[derive(Clone, Debug, Queryable)]
pub struct End {
    pub by: String,
    pub at: Moment,
    pub words: Option<String>,
}

/// Which are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct PreliminaryScopeFilter {
    pub body: Option<BodyId>,
    pub state: Option<PreliminaryState>,
}

pub fn insert(connection: &mut DatabaseConnection, new: &PreliminaryScope) -> Result<(), Error> {
    diesel::insert_into(preliminary_scopes::table).values(new.clone()).execute(connection)?;
    Ok(())
}

/// Writes how one ended.
pub fn end(
    connection: &mut DatabaseConnection,
    id: PreliminaryScopeId,
    state: PreliminaryState,
    end: &End,
) -> Result<(), Error> {
    let change = values!(preliminary_scopes: state = state, ended_by = &end.by, ended_at = Column(end.at),
        words = &end.words);
    diesel::update(preliminary_scopes::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: PreliminaryScopeId) -> Result<Option<PreliminaryScope>, Error> {
    preliminary_scopes::table.find(id).select(PreliminaryScope::columns()).row(connection)
}

/// A page, in the order in which the reviews were asked for.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: PreliminaryScopeFilter,
    request: &PageRequest,
) -> Result<Page<PreliminaryScope>, Error> {
    let mut query = paged!(preliminary_scopes::id, request).select(PreliminaryScope::columns()).into_boxed();
    narrow!(query: preliminary_scopes::body_id = filter.body, preliminary_scopes::state = filter.state);
    Ok(request.page(query.rows(connection)?, |one: &PreliminaryScope| one.id))
}
