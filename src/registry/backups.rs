//! Backups of the whole registry but for its key, and putting one in the place of what there is.
//!
//! A backup is made ready beside the database (checked, brought up to the schema of this program, its feed told of the
//! restore) and takes its place at the end, at once. Whatever fails before leaves the database as it was.

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::database::{self, OpenError};
use super::events::NewEvent;
use super::feed::RESTORED;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::entropy::Entropy;
use crate::error::Error;
use crate::scheme::Scheme;
use crate::secret::Secret;
use crate::store::backup::{self, Replacement, Staging};
use crate::store::{Engine, Store, events, migrations, sqlite_file};

pub use backup::{Contents, IsTold};

/// Writes all of the database but for the key into `target`, a file that is there and empty, as it is at one moment while
/// others go on writing, and reads it back.
///
/// # Errors
/// What went wrong, without a password.
pub fn write(settings: &DatabaseSettings, target: &Path, is_told: IsTold<'_>) -> Result<Contents, String> {
    database::refuse_strangers(settings).map_err(|error| error.to_string())?;
    backup::write(settings.url.expose(), target, is_told)
}

/// What restoring needs besides the backup.
pub struct Restoring<'a> {
    pub settings: &'a DatabaseSettings,
    pub scheme: Arc<Scheme>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    /// A role of PostgreSQL that is to run the service, besides those that do already.
    pub grant_to: Option<&'a str>,
    pub is_told: IsTold<'a>,
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// The sequence of the last event that the backup has.
    pub last_sequence: i64,
    /// The migrations that were run on it.
    pub migrations: Vec<String>,
    /// The roles that were given what the service needs.
    pub granted: Vec<String>,
    /// Where what was there before is kept: a file, or a schema of PostgreSQL. `None` where there was nothing.
    pub kept: Option<String>,
}

impl Restoring<'_> {
    /// Puts a backup in the database's place, which nobody may be using.
    ///
    /// # Errors
    /// What went wrong. The database is as it was then.
    pub fn run(&self, file: &Path) -> Result<Restored, String> {
        let engine = Engine::of(self.settings.url.expose())?;
        self.refuse_another_programs()?;
        self.refuse_use(engine)?;
        let contents = backup::examine(file, engine, self.is_told)?;
        let newer = migrations::unknown(engine, &contents.versions)?;
        if !newer.is_empty() {
            return Err(OpenError::Newer(newer).to_string().replace("the database's schema", "the backup's schema"));
        }
        let mark = self.clock.now().format("%Y%m%dt%H%M%S%3fz").to_string();
        match engine {
            Engine::Sqlite => {
                let copy = Replacement::beside(self.settings.url.expose(), file)?;
                let (last_sequence, migrations) = self.make_ready(&copy.url())?;
                self.refuse_use(engine)?;
                let kept = copy.take_place(&mark)?.map(|kept| format!("the file {}", kept.display()));
                Ok(Restored { last_sequence, migrations, granted: Vec::new(), kept })
            }
            Engine::Postgresql => {
                let mut roles = backup::grantees(self.settings.url.expose())?;
                roles.extend(self.grant_to.filter(|role| !roles.iter().any(|known| known == role)).map(str::to_owned));
                let staging = Staging::load(self.settings.url.expose(), file, self.is_told)?;
                let (last_sequence, migrations) = self.make_ready(&staging.url())?;
                for role in &roles {
                    database::grant(&self.at(&staging.url()), role).map_err(|error| error.to_string())?;
                }
                self.refuse_use(engine)?;
                let in_place = self.at(&staging.url_in_place());
                let kept = staging.take_place(&mark)?.map(|kept| format!("the schema {kept}"));
                let granted = grant_once_more(&in_place, roles);
                Ok(Restored { last_sequence, migrations, granted, kept })
            }
        }
    }

    /// Refuses to replace a file that another program made. One of ours may be damaged.
    fn refuse_another_programs(&self) -> Result<(), String> {
        if database::sqlite_file(self.settings).is_some_and(|file| sqlite_file::bears_mark(&file)) {
            return Ok(());
        }
        database::refuse_strangers(self.settings).map_err(|error| match error {
            OpenError::Damaged(file) => {
                format!("{file} is damaged, and does not say whose it is\nIf it was the registry's, move it away and begin again.")
            }
            other => other.to_string(),
        })
    }

    /// Refuses while anybody has the database open, or once it is told to stop.
    fn refuse_use(&self, engine: Engine) -> Result<(), String> {
        if (self.is_told)() {
            return Err("it was told to stop".to_owned());
        }
        match engine {
            Engine::Sqlite => {
                let Some(file) = database::sqlite_file(self.settings) else {
                    return Err("the database is in memory: name a file in DATABASE_URL".to_owned());
                };
                backup::held_by(&file).map(drop)
            }
            Engine::Postgresql => backup::refuse_other_sessions(self.settings.url.expose()),
        }
    }

    /// Brings the copy at `url` up to date, and lets its feed go on behind what was.
    fn make_ready(&self, url: &str) -> Result<(i64, Vec<String>), String> {
        let settings = self.at(url);
        let migrations = database::migrate(&settings).map_err(|error| error.to_string())?;
        let store = Store::open(&settings)?;
        let registry = Registry::new(store, self.scheme.clone(), self.clock.clone(), self.entropy.clone());
        let last = registry.go_on_after_restore().map_err(|error| error.to_string())?;
        Ok((last, migrations))
    }

    fn at(&self, url: &str) -> DatabaseSettings {
        DatabaseSettings { url: Secret::new(url.to_owned()), ..self.settings.clone() }
    }
}

impl Registry {
    /// Lets the feed go on after a restore, at a place that it cannot have had before: as many as there are milliseconds
    /// since 1970, which is more than anybody writes. Gives the last place from before.
    fn go_on_after_restore(&self) -> Result<i64, Error> {
        self.write(Caller::OPERATOR, |work: &mut Work<'_>| {
            let last = events::last(work.connection)?;
            events::go_on_at(work.connection, work.now.timestamp_millis().max(last + 1))?;
            let event = NewEvent {
                kind: RESTORED,
                subject: ("registry", "registry".to_owned()),
                body: None,
                data: json!({"last_sequence": last}),
                personal_data: None,
            };
            work.record(Permission::Administer, event)?;
            Ok(last)
        })
    }
}

/// Gives the roles what they need of the schema that the tables have come to; says which have it.
fn grant_once_more(settings: &DatabaseSettings, mut roles: Vec<String>) -> Vec<String> {
    roles.retain(|role| {
        let granted = database::grant(settings, role);
        if let Err(error) = &granted {
            tracing::warn!(%role, %error, "the role lacks rights: run `touchstone migrate --grant-to` for it");
        }
        granted.is_ok()
    });
    roles
}
