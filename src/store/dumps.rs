//! What is made of the public directory each day: its files, in pieces.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::rows::{Columns, Rows, values};
use super::schema::{dump_files, dump_pieces, dumps};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::DumpId;

/// What is made of a day.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = dumps, treat_none_as_default_value = false)]
pub struct Dump {
    pub day: NaiveDate,
    /// The attempt to make it.
    pub id: DumpId,
    #[diesel(serialize_as = Column<Moment>)]
    pub begun_at: Moment,
    /// When it was there; `None` while it is being made.
    #[diesel(skip_insertion)]
    pub made_at: Option<Moment>,
    /// On which terms it may be used, if the operator has said so.
    pub licence: Option<String>,
    /// What is in it, signed.
    #[diesel(skip_insertion)]
    pub manifest: Option<String>,
}

/// A file of a dump.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = dump_files)]
pub struct DumpFile {
    pub name: String,
    pub row_count: i64,
    pub bytes: i64,
    /// SHA-256, in hexadecimal.
    pub digest: String,
}

/// What there is of a day: the dump, and an attempt to make it or to make it again.
pub fn of_day(connection: &mut DatabaseConnection, day: NaiveDate) -> Result<Vec<Dump>, Error> {
    dumps::table.filter(dumps::day.eq(day)).select(Dump::columns()).rows(connection)
}

/// Those that are there, the latest first.
pub fn made(connection: &mut DatabaseConnection) -> Result<Vec<Dump>, Error> {
    let made = dumps::table.filter(dumps::made_at.is_not_null()).order(dumps::day.desc());
    made.select(Dump::columns()).rows(connection)
}

pub fn begin(connection: &mut DatabaseConnection, new: &Dump) -> Result<(), Error> {
    diesel::insert_into(dumps::table).values(new.clone()).execute(connection)?;
    Ok(())
}

/// Forgets the attempt of a day that did not come to its end.
pub fn forget_unfinished(connection: &mut DatabaseConnection, day: NaiveDate) -> Result<(), Error> {
    let unfinished = dumps::table.filter(dumps::day.eq(day)).filter(dumps::made_at.is_null());
    diesel::delete(unfinished).execute(connection)?;
    Ok(())
}

/// Forgets what is of earlier days than this one.
pub fn forget_before(connection: &mut DatabaseConnection, day: NaiveDate) -> Result<(), Error> {
    diesel::delete(dumps::table.filter(dumps::day.lt(day))).execute(connection)?;
    Ok(())
}

/// Says what is in a dump, which is there from then on in the place of the one that was; whether the attempt was still the one
/// that counts.
pub fn finish(
    connection: &mut DatabaseConnection,
    dump: &Dump,
    files: &[DumpFile],
    manifest: &str,
    at: Moment,
) -> Result<bool, Error> {
    if !diesel::select(diesel::dsl::exists(dumps::table.find(dump.id))).get_result::<bool>(connection)? {
        return Ok(false);
    }
    let before = dumps::table.filter(dumps::day.eq(dump.day)).filter(dumps::made_at.is_not_null());
    diesel::delete(before).execute(connection)?;
    let done = values!(dumps: made_at = Column(at), manifest = manifest);
    diesel::update(dumps::table.find(dump.id)).set(done).execute(connection)?;
    for file in files {
        let values = (dump_files::dump_id.eq(dump.id), file.clone());
        diesel::insert_into(dump_files::table).values(values).execute(connection)?;
    }
    Ok(true)
}

/// The files of a dump, in the order of their names.
pub fn files(connection: &mut DatabaseConnection, id: DumpId) -> Result<Vec<DumpFile>, Error> {
    let files = dump_files::table.filter(dump_files::dump_id.eq(id)).order(dump_files::name);
    files.select(DumpFile::columns()).rows(connection)
}

pub fn insert_piece(
    connection: &mut DatabaseConnection,
    id: DumpId,
    name: &str,
    piece: i32,
    content: &[u8],
) -> Result<(), Error> {
    let new = values!(dump_pieces: dump_id = id, name = name, piece = piece, content = content);
    diesel::insert_into(dump_pieces::table).values(new).execute(connection)?;
    Ok(())
}

/// A piece of a file; `None` after the last one.
pub fn piece(
    connection: &mut DatabaseConnection,
    id: DumpId,
    name: &str,
    piece: i32,
) -> Result<Option<Vec<u8>>, Error> {
    dump_pieces::table.find((id, name, piece)).select(dump_pieces::content).row(connection)
}
