//! Links with which a person who is known gets in without a passkey. Of what is in one there is a digest.

use diesel::prelude::*;

use super::column::{Column, word_columns};
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::sign_in_links;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{PersonId, SignInLinkId};
use crate::scheme::words::words;

words! {
    /// What a link is for.
    LinkPurpose {
        /// The person has lost every passkey, and registers another. It opens once.
        NewPasskey = "new_passkey",
        /// Whoever tries the demonstration has no passkey. It opens as often as it is tried.
        Demonstration = "demonstration",
    }
}

word_columns!(LinkPurpose);

/// A link for one person.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = sign_in_links, treat_none_as_default_value = false)]
pub struct SignInLink {
    pub id: SignInLinkId,
    #[diesel(column_name = person_id)]
    pub person: PersonId,
    pub purpose: LinkPurpose,
    pub requested_by: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub requested_at: Moment,
    /// Who agreed, where two decide.
    pub agreed_by: Option<String>,
    /// Until when it opens; `None` while it waits for the second.
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub expires_at: Option<Moment>,
    #[diesel(serialize_as = Column<Option<Moment>>)]
    pub used_at: Option<Moment>,
}

/// Adds a link with the digest of its token, in hexadecimal; without one where it waits for the second.
pub fn insert(connection: &mut DatabaseConnection, new: &SignInLink, token_digest: Option<&str>) -> Result<(), Error> {
    let rest = sign_in_links::token_digest.eq(token_digest);
    diesel::insert_into(sign_in_links::table).values((new.clone(), rest)).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: SignInLinkId) -> Result<Option<SignInLink>, Error> {
    sign_in_links::table.find(id).select(SignInLink::columns()).row(connection)
}

/// The link whose token has this digest, whether it still opens or not.
pub fn find_by_token(connection: &mut DatabaseConnection, digest: &str) -> Result<Option<SignInLink>, Error> {
    sign_in_links::table.filter(sign_in_links::token_digest.eq(digest)).select(SignInLink::columns()).row(connection)
}

/// A person's links that wait for the second, in the order in which they were asked for.
pub fn waiting_of(connection: &mut DatabaseConnection, person: PersonId) -> Result<Vec<SignInLink>, Error> {
    sign_in_links::table
        .filter(sign_in_links::person_id.eq(person))
        .filter(sign_in_links::token_digest.is_null())
        .order(sign_in_links::id)
        .select(SignInLink::columns())
        .rows(connection)
}

/// Makes a link that waited open.
pub fn agree(
    connection: &mut DatabaseConnection,
    id: SignInLinkId,
    by: &str,
    token_digest: &str,
    expires_at: Moment,
) -> Result<(), Error> {
    let change = values!(sign_in_links: agreed_by = Some(by), token_digest = Some(token_digest),
        expires_at = Column(Some(expires_at)));
    diesel::update(sign_in_links::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn note_use(connection: &mut DatabaseConnection, id: SignInLinkId, at: Moment) -> Result<(), Error> {
    diesel::update(sign_in_links::table.find(id))
        .set(sign_in_links::used_at.eq(Column(Some(at))))
        .execute(connection)?;
    Ok(())
}
