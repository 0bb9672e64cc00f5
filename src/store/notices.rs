//! What the scheme owner announces.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::documents::latest_first;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, values};
use super::schema::notices;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::NoticeId;

#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct Notice {
    pub id: NoticeId,
    pub published_on: NaiveDate,
    /// What it says in each of its languages, as JSON.
    pub texts: String,
    /// Where there is more about it.
    pub url: Option<String>,
    #[diesel(serialize_as = Column<Moment>)]
    pub registered_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
    pub changed_at: Moment,
    #[diesel(skip_insertion)]
    pub withdrawn_at: Option<Moment>,
    #[diesel(skip_insertion)]
    pub withdrawal_reason: Option<String>,
}

pub fn insert(connection: &mut DatabaseConnection, notice: &Notice) -> Result<(), Error> {
    let key = notices::sort_key.eq(latest_first(notice.published_on, notice.registered_at, notice.id));
    diesel::insert_into(notices::table).values((notice.clone(), key)).execute(connection)?;
    Ok(())
}

/// Writes all that can change of a notice but its withdrawal.
pub fn update(connection: &mut DatabaseConnection, notice: &Notice) -> Result<(), Error> {
    let change = values!(notices: published_on = notice.published_on, texts = &notice.texts, url = &notice.url,
        sort_key = latest_first(notice.published_on, notice.registered_at, notice.id), changed_at = Column(notice.changed_at));
    diesel::update(notices::table.find(notice.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn withdraw(connection: &mut DatabaseConnection, id: NoticeId, at: Moment, reason: &str) -> Result<(), Error> {
    let change = values!(notices: withdrawn_at = Column(at), withdrawal_reason = reason, changed_at = Column(at));
    diesel::update(notices::table.find(id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: NoticeId) -> Result<Option<Notice>, Error> {
    notices::table.find(id).select(Notice::columns()).row(connection)
}

/// A page of the notices that anybody is shown on a day, the latest first.
pub fn list(connection: &mut DatabaseConnection, on: NaiveDate, request: &PageRequest) -> Result<Page<Notice>, Error> {
    let rows = paged!(notices::sort_key, request)
        .select(Notice::columns())
        .filter(notices::withdrawn_at.is_null())
        .filter(notices::published_on.le(on))
        .rows(connection)?;
    Ok(request.page(rows, |one: &Notice| latest_first(one.published_on, one.registered_at, one.id)))
}
