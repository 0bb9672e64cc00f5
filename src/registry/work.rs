//! The registry, and a piece of work in it.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};

use super::holder_links;
use crate::auth::permission::{Caller, Permission, Principal, authorise};
use crate::clock::{Clock, Moment, latest_day_on_earth};
use crate::entropy::Entropy;
use crate::error::{Code, Error};
use crate::scheme::Scheme;
use crate::store::{DatabaseConnection, Store, Trouble, clients, inspection};

/// The registry: the store, the scheme, and where time and randomness come from.
pub struct Registry {
    pub(super) store: Store,
    scheme: Arc<Scheme>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
}

/// One use case at work: what it may use.
pub struct Work<'a> {
    pub(super) connection: &'a mut DatabaseConnection,
    pub(super) scheme: &'a Scheme,
    pub(super) entropy: &'a dyn Entropy,
    pub(super) now: Moment,
    caller: Option<Caller>,
}

/// What a decision rests on besides the record: the scheme, the moment, and who asks. It reads nothing and writes
/// nothing, so that one row of ten thousand is decided exactly as a single request is.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub scheme: &'a Scheme,
    pub entropy: &'a dyn Entropy,
    pub now: Moment,
    pub caller: Caller,
}

impl Context<'_> {
    /// The calendar day in UTC.
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The last day that has begun anywhere: what is later lies in the future.
    pub fn latest_day(&self) -> NaiveDate {
        latest_day_on_earth(self.now)
    }
}

impl Registry {
    /// A registry.
    #[must_use]
    pub fn new(store: Store, scheme: Arc<Scheme>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { store, scheme, clock, entropy }
    }

    /// The scheme that it enforces.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Database connections in use and idle.
    #[must_use]
    pub fn connections(&self) -> (u32, u32) {
        self.store.connections()
    }

    /// Whether the database can be read and written right now.
    ///
    /// # Errors
    /// What it cannot do, and why.
    pub fn probe(&self) -> Result<(), Trouble> {
        self.store.probe()
    }

    /// By how much the database's clock is ahead of ours (behind, where it is negative); `None` where it is ours.
    pub fn clock_skew(&self) -> Result<Option<Duration>, Error> {
        let before = self.now();
        let theirs = self.store.read(inspection::clock)?;
        // The question took its time, and was answered about in the middle of it.
        Ok(theirs.map(|theirs| theirs - (before + (self.now() - before) / 2)))
    }

    /// Runs a use case that only reads. Nobody in particular asks where `caller` is `None`.
    pub fn read<T>(
        &self,
        caller: Option<Caller>,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.store.read(|connection| self.run(connection, caller, &case))
    }

    /// Runs a use case that writes, in one transaction; again from the beginning when another write got in between.
    pub fn write<T>(&self, caller: Caller, case: impl Fn(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.store.write(|connection| self.run(connection, Some(caller), &case))
    }

    pub(super) fn run<T>(
        &self,
        connection: &mut DatabaseConnection,
        caller: Option<Caller>,
        case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        check_active(connection, caller, self.clock.now())?;
        self.work(connection, caller, case)
    }

    /// Runs a use case for a caller who has been let in before.
    pub(super) fn work<T>(
        &self,
        connection: &mut DatabaseConnection,
        caller: Option<Caller>,
        case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (scheme, entropy) = (&*self.scheme, &*self.entropy);
        case(&mut Work { connection, scheme, entropy, now: self.clock.now(), caller })
    }
}

/// A token outlives the client that it was issued to by a few minutes, and a holder's page the link that it was opened
/// with: the client's removal counts, and the link's end.
fn check_active(connection: &mut DatabaseConnection, caller: Option<Caller>, now: Moment) -> Result<(), Error> {
    match caller.map(|caller| caller.principal) {
        None | Some(Principal::Operator) => Ok(()),
        Some(Principal::Client(client)) if clients::is_active(connection, client)? => Ok(()),
        Some(Principal::Client(_)) => {
            let detail = "the client that this token was issued to has been removed";
            Err(Error::refused(Code::InvalidToken, detail))
        }
        Some(Principal::HolderLink(link)) => holder_links::check_active(connection, link, now.date_naive()),
    }
}

impl<'a> Work<'a> {
    /// What the caller's decisions rest on, if it holds the permission.
    pub(super) fn context(&self, permission: Permission) -> Result<Context<'a>, Error> {
        let caller = self.authorise(permission)?;
        Ok(Context { scheme: self.scheme, entropy: self.entropy, now: self.now, caller })
    }

    /// Does a part of the work and takes back whatever it wrote.
    pub(super) fn rehearse<T>(&mut self, case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (scheme, entropy, now, caller) = (self.scheme, self.entropy, self.now, self.caller);
        self.connection.rehearse(|connection| case(&mut Work { connection, scheme, entropy, now, caller }))
    }

    /// The caller, if it holds the permission.
    pub(super) fn authorise(&self, permission: Permission) -> Result<Caller, Error> {
        let caller = self.caller.ok_or_else(|| {
            Error::refused(Code::Unauthenticated, "this needs an access token; POST /oauth/token issues one")
        })?;
        authorise(&caller, permission)?;
        Ok(caller)
    }

    /// Who asks, if it is anybody in particular.
    pub(super) const fn caller(&self) -> Option<Caller> {
        self.caller
    }

    /// When the work is done.
    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// The calendar day in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// The scheme in force.
    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        self.scheme
    }
}
