//! The registry, and a piece of work in it.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};

use super::callers;
use crate::auth::permission::{Caller, Permission, Principal, Role, authorise, writing_obstacle};
use crate::clock::{Clock, Moment, latest_day_on_earth};
use crate::entropy::Entropy;
use crate::error::{Code, Error};
use crate::pdf::Fonts;
use crate::scheme::Scheme;
use crate::store::{DatabaseConnection, Store, Trouble, inspection, persons};

/// The registry: the store, the scheme, and where time and randomness come from.
pub struct Registry {
    pub(super) store: Store,
    scheme: Arc<Scheme>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    fonts: Fonts,
}

/// One use case at work: what it may use.
pub struct Work<'a> {
    pub(super) connection: &'a mut DatabaseConnection,
    pub(super) scheme: &'a Scheme,
    pub(super) entropy: &'a dyn Entropy,
    pub(super) now: Moment,
    pub(super) fonts: &'a Fonts,
    caller: Option<Caller>,
    /// What the caller is called now, where it is a person.
    actor_name: Option<&'a str>,
    /// Why the caller, who wants to write, may not.
    barred: Option<(Code, String)>,
}

/// What a decision rests on besides the record: the scheme, the moment, and who asks. It reads nothing and writes
/// nothing, so that one row of ten thousand is decided exactly as a single request is.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub scheme: &'a Scheme,
    pub entropy: &'a dyn Entropy,
    pub fonts: &'a Fonts,
    pub now: Moment,
    pub caller: Caller,
    /// What the caller is called now, where it is a person: its events keep that.
    pub actor_name: Option<&'a str>,
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
    #[must_use]
    pub fn new(store: Store, scheme: Arc<Scheme>, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self { store, scheme, clock, entropy, fonts: Fonts::default() }
    }

    /// Whether something is written right now, or waits for its turn to be.
    #[must_use]
    pub fn is_writing(&self) -> bool {
        self.store.writing_now() > 0
    }

    /// With the fonts that the paper is drawn with, in the place of none.
    #[must_use]
    pub fn with_fonts(self, fonts: Fonts) -> Self {
        Self { fonts, ..self }
    }

    #[must_use]
    pub const fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// How many writers at once get the most done, of so many connections.
    #[must_use]
    pub fn writers(&self, connections: u32) -> usize {
        self.store.writers(connections)
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

    /// Runs a use case that writes, in one transaction; again from the beginning when another write got in between. A
    /// body that is not listed today, or a training organisation that is not accredited, is refused whatever the case asks
    /// permission for.
    pub fn write<T>(&self, caller: Caller, case: impl Fn(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        self.write_for_reader(caller, |work| {
            work.barred = work.why_barred()?;
            case(work)
        })
    }

    /// The same for a caller who only reads, and for whom something is written that is not the caller's: what is handed
    /// out is signed and remembered. A body that is not listed goes on reading what is its own.
    pub(super) fn write_for_reader<T>(
        &self,
        caller: Caller,
        case: impl Fn(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.store.write(|connection| self.run(connection, Some(caller), &case))
    }

    pub(super) fn run<T>(
        &self,
        connection: &mut DatabaseConnection,
        caller: Option<Caller>,
        case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (caller, name) = callers::let_in(connection, caller, self.clock.now())?;
        self.work_as(connection, caller, name.as_deref(), case)
    }

    /// Runs a use case for a caller who has been let in before.
    pub(super) fn work<T>(
        &self,
        connection: &mut DatabaseConnection,
        caller: Option<Caller>,
        case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let name = match caller.map(|caller| caller.principal) {
            Some(Principal::Person(person)) => Some(persons::name(connection, person)?),
            _ => None,
        };
        self.work_as(connection, caller, name.as_deref(), case)
    }

    /// The same for a caller of whom it is known what it is called, where it is a person.
    fn work_as<T>(
        &self,
        connection: &mut DatabaseConnection,
        caller: Option<Caller>,
        actor_name: Option<&str>,
        case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (scheme, entropy, fonts, now) = (&*self.scheme, &*self.entropy, &self.fonts, self.clock.now());
        case(&mut Work { connection, scheme, entropy, fonts, now, caller, actor_name, barred: None })
    }
}

impl<'a> Work<'a> {
    /// What the caller's decisions rest on, if it holds the permission.
    pub(super) fn context(&self, permission: Permission) -> Result<Context<'a>, Error> {
        let caller = self.authorise(permission)?;
        Ok(self.context_of(caller))
    }

    /// The same for somebody who needs no permission.
    pub(super) const fn context_of(&self, caller: Caller) -> Context<'a> {
        let Self { scheme, entropy, fonts, now, actor_name, .. } = *self;
        Context { scheme, entropy, fonts, now, caller, actor_name }
    }

    /// Does a part of the work and takes back whatever it wrote.
    pub(super) fn rehearse<T>(&mut self, case: impl FnOnce(&mut Work<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let Self { scheme, entropy, fonts, now, caller, actor_name, .. } = *self;
        let barred = self.barred.clone();
        self.connection.rehearse(|connection| {
            case(&mut Work { connection, scheme, entropy, now, fonts, caller, actor_name, barred })
        })
    }

    /// The caller, if it holds the permission and, where this work writes, is no body that is not listed and no training
    /// organisation that is not accredited.
    pub(super) fn authorise(&self, permission: Permission) -> Result<Caller, Error> {
        let caller = self.caller.ok_or_else(|| {
            Error::refused(Code::Unauthenticated, "this needs an access token; POST /oauth/token issues one")
        })?;
        authorise(&caller, permission)?;
        match &self.barred {
            None => Ok(caller),
            Some((code, why)) => Err(Error::refused(*code, why)),
        }
    }

    /// Lets a training organisation that is not accredited today do what follows: it takes back what it can no longer hold.
    pub(super) fn allow_not_accredited(&mut self) {
        self.barred.take_if(|(code, _)| *code == Code::TrainingNotAccreditedToday);
    }

    /// Why the caller may write nothing, if it is a body that is not listed today, in words for people. Read in the
    /// transaction that would write, so that no write comes after the end of a listing.
    pub(super) fn why_not_listed(&mut self) -> Result<Option<String>, Error> {
        match self.caller.and_then(|caller| caller.body()) {
            Some(body) => callers::why_not_listed(self.connection, body, self.today()),
            None => Ok(None),
        }
    }

    /// The same of a body, of a training organisation that is not accredited today, and of whoever only reads.
    fn why_barred(&mut self) -> Result<Option<(Code, String)>, Error> {
        if let Some(why) = self.caller.as_ref().and_then(writing_obstacle) {
            return Ok(Some((Code::Forbidden, why.to_owned())));
        }
        let unlisted = self.why_not_listed()?.map(|why| (Code::BodyNotListedToday, why));
        Ok(match self.caller.and_then(|caller| caller.role.training_organisation()) {
            Some(organisation) => callers::why_not_accredited(self.connection, organisation, self.today())?
                .map(|why| (Code::TrainingNotAccreditedToday, why)),
            None => unlisted,
        })
    }

    /// Who asks, if it is anybody in particular.
    #[must_use]
    pub const fn caller(&self) -> Option<Caller> {
        self.caller
    }

    /// In what role the caller asks, if it is anybody in particular.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        self.caller.map(|caller| caller.role)
    }

    #[must_use]
    pub const fn now(&self) -> Moment {
        self.now
    }

    /// The calendar day in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }

    #[must_use]
    pub const fn scheme(&self) -> &Scheme {
        self.scheme
    }
}
