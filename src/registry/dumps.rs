//! Dumps: all that is public of the directory as files, once a day, over all nodes. What stands in the files the API says; here
//! is who makes them, and what is kept.

use chrono::{Duration, NaiveDate};

use super::issuer_keys::Signatory;
use super::work::{Registry, Work};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::DumpId;
use crate::store::dumps as kept;
use crate::trust::signatures::sign_jws;

pub use kept::{Dump, DumpFile};

/// The dumps of so many days are kept.
const DAYS_KEPT: i64 = 7;

/// After so long an attempt that has not ended is taken for given up.
const GIVEN_UP_AFTER: Duration = Duration::hours(1);

/// How many bytes the pieces of a file have, but for the last one.
pub const PIECE: usize = 256 * 1024;

impl Registry {
    /// Begins with the dump of today, if there is none yet and nobody makes it; with `anew`, also where there is one.
    ///
    /// # Errors
    /// Those of the store.
    pub fn begin_dump(&self, licence: Option<&str>, anew: bool) -> Result<Option<Dump>, Error> {
        let now = self.now();
        let day = now.date_naive();
        let is_wanted = |known: &[Dump]| {
            known.iter().all(|known| match known.made_at {
                Some(_) => anew,
                None => known.begun_at + GIVEN_UP_AFTER < now,
            })
        };
        // Nearly always there is nothing to do; looking holds nobody up.
        if !is_wanted(&self.store.read(|connection| kept::of_day(connection, day))?) {
            return Ok(None);
        }
        let new = Dump {
            day,
            id: DumpId::new(now),
            begun_at: now,
            made_at: None,
            licence: licence.map(str::to_owned),
            manifest: None,
        };
        self.store.write(|connection| {
            if !is_wanted(&kept::of_day(connection, day)?) {
                return Ok(None);
            }
            kept::forget_unfinished(connection, day)?;
            kept::begin(connection, &new)?;
            Ok(Some(new.clone()))
        })
    }

    /// Keeps a piece of a file.
    pub fn keep_piece(&self, id: DumpId, name: &str, piece: i32, content: &[u8]) -> Result<(), Error> {
        self.store.write(|connection| kept::insert_piece(connection, id, name, piece, content))
    }

    /// Signs what is in a dump, which is there from then on, and forgets old ones; says when it was made.
    ///
    /// # Errors
    /// [`Error::Contended`] where another node has taken it over.
    pub fn finish_dump(
        &self,
        signatory: &Signatory,
        dump: &Dump,
        files: &[DumpFile],
        manifest: &serde_json::Value,
    ) -> Result<Moment, Error> {
        self.prepare_issuer_keys(signatory)?;
        let rsa = self.store.read(|connection| signatory.pair(connection))?.rsa;
        let signed = sign_jws(manifest, &rsa, &signatory.issuer().key_address(rsa.public().id()))?;
        let now = self.now();
        let oldest = dump.day.checked_sub_signed(Duration::days(DAYS_KEPT - 1)).unwrap_or(dump.day);
        self.store.write(|connection| {
            if !kept::finish(connection, dump, files, &signed, now)? {
                return Err(Error::Contended("the dump was taken over by another node".to_owned()));
            }
            kept::forget_before(connection, oldest)
        })?;
        Ok(now)
    }

    /// A piece of a file of a dump.
    pub fn dump_piece(&self, id: DumpId, name: &str, piece: i32) -> Result<Option<Vec<u8>>, Error> {
        self.store.read(|connection| kept::piece(connection, id, name, piece))
    }
}

/// The dumps that there are, the latest first, each with its files. Public.
pub fn list(work: &mut Work<'_>) -> Result<Vec<(Dump, Vec<DumpFile>)>, Error> {
    let made = kept::made(work.connection)?;
    made.into_iter()
        .map(|dump| {
            let files = kept::files(work.connection, dump.id)?;
            Ok((dump, files))
        })
        .collect()
}

/// The latest dump, if there is one. Public.
pub fn latest(work: &mut Work<'_>) -> Result<Option<(Dump, Vec<DumpFile>)>, Error> {
    let Some(dump) = kept::made(work.connection)?.into_iter().next() else { return Ok(None) };
    let files = kept::files(work.connection, dump.id)?;
    Ok(Some((dump, files)))
}

/// The dump of a day, or the `latest`. Public.
pub fn find(work: &mut Work<'_>, day: &str) -> Result<(Dump, Vec<DumpFile>), Error> {
    let missing = || Error::NotFound("dump");
    if day == "latest" {
        return latest(work)?.ok_or_else(missing);
    }
    let day: NaiveDate = day.parse().map_err(|_| missing())?;
    let of_day = kept::of_day(work.connection, day)?;
    let dump = of_day.into_iter().find(|dump| dump.made_at.is_some()).ok_or_else(missing)?;
    let files = kept::files(work.connection, dump.id)?;
    Ok((dump, files))
}
