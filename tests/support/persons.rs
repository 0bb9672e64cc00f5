//! Persons on record without a browser: as the demonstration has them, with what they would have got by signing in.

use touchstone::auth::permission::Caller;
use touchstone::auth::person_role::PersonRole;
use touchstone::ids::{PasskeyId, SessionId};
use touchstone::registry::{Registry, persons};
use touchstone::scheme::person::FullName;

use super::Service;
use super::registry;
use super::sql::Sql;

/// What every credential, digest and browser of a test has in it that nobody may be shown.
pub const UNSHOWN: &str = "unshown0";

/// Puts persons on record, past the service.
pub struct Staff {
    registry: Registry,
    /// Past the registry too.
    pub sql: Sql,
    now: String,
}

impl Staff {
    /// Of this service's registry.
    pub fn of(service: &Service) -> Self {
        let registry = registry::of(service).0;
        let now = registry.now().format("%Y-%m-%d %H:%M:%S").to_string();
        Self { registry, sql: Sql::of(service), now }
    }

    /// The registry on the same database.
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Registers a person in a role: the id.
    pub fn person(&self, name: &str, role: &str, body: Option<&str>) -> String {
        let name = FullName::parse(name).expect("it is a name");
        let role = PersonRole::parse(role).expect("it is a role");
        let email = "somebody@persons.example".to_owned();
        let registered = self
            .registry
            .write(Caller::OPERATOR, |work| persons::demonstrate(work, name.clone(), email.clone(), role, body));
        registered.expect("the person is registered").id.to_string()
    }

    /// Opens a session of a person that runs out on a day: the id.
    pub fn session(&mut self, person: &str, until: &str) -> String {
        let (id, now) = (SessionId::new(self.registry.now()).to_string(), &self.now);
        let statement = format!(
            "INSERT INTO sessions (id, token_digest, person_id, way, browser, opened_at, authenticated_at, used_at, \
             idle_until, expires_at) VALUES ('{id}', '{UNSHOWN}{id}', '{person}', 'passkey', 'Browser', '{now}', '{now}', \
             '{now}', '{until} 00:00:00', '{until} 00:00:00')"
        );
        assert_eq!(self.sql.execute(&statement), Ok(1));
        id
    }

    /// Registers a passkey of a person: the id.
    pub fn passkey(&mut self, person: &str, name: &str) -> String {
        let (id, now) = (PasskeyId::new(self.registry.now()).to_string(), &self.now);
        let statement = format!(
            "INSERT INTO passkeys (id, person_id, credential_id, credential, name, registered_at) \
             VALUES ('{id}', '{person}', '{UNSHOWN}{id}', '{{\"{UNSHOWN}\": 1}}', '{name}', '{now}')"
        );
        assert_eq!(self.sql.execute(&statement), Ok(1));
        id
    }
}
