//! API clients: programs that act for a body, a training organisation, a registrar or an employer.

use serde_json::json;

use super::events::NewEvent;
use super::work::{Registry, Work};
use super::{Page, PageRequest, bodies, training};
use crate::auth::permission::{Permission, Role};
use crate::error::{Code, Error};
use crate::ids::{BodyId, ClientId};
use crate::input::fields::{Key, word_fields};
use crate::input::form::form;
use crate::scheme::text::Title;
use crate::scheme::words::words;
use crate::secret::Secret;
use crate::store::clients as kept;
use crate::store::webhook_subscriptions;
use crate::trust;

pub use kept::Client;

form! {
    /// A client that is to be registered.
    #[example({"name": "Examination system", "role": "body", "body_id": "nordlicht"})]
    pub struct NewClient as "ClientRequest" {
        /// Its name.
        pub name: Title,
        /// `registrar`, `body`, `training` or `employer`.
        pub role: RoleName,
        /// The body it acts for: id or slug; for the role `body` only.
        pub body as "body_id": Option<Key>,
        /// The training organisation it acts for: id or slug; for the role `training` only.
        pub training_organisation as "training_organisation_id": Option<Key>,
    }
}

words! {
    /// The name of a role, without whom it acts for.
    RoleName {
        /// The scheme owner's staff.
        Registrar = "registrar",
        Body = "body",
        Training = "training",
        Employer = "employer",
    }
}

word_fields! {
    RoleName: Self = Self::ALL, Self::as_str;
}

/// Registers a client. The secret is shown this once; what is kept of it is a digest.
pub fn register(work: &mut Work<'_>, new: &NewClient) -> Result<(Client, Secret), Error> {
    let own = work.authorise(Permission::ManageAccess)?.body();
    let role = match own {
        Some(own) => role_of_body(work, new, own)?,
        None => role(work, new)?,
    };
    let secret = trust::random_secret();
    let client = Client {
        id: ClientId::new(work.now),
        name: new.name.as_str().to_owned(),
        role,
        registered_at: work.now,
        secret_changed_at: work.now,
    };
    kept::insert(work.connection, &client, &digest(&secret))?;
    record(work, &client, "client_registered")?;
    Ok((client, secret))
}

/// The role of a new client, with whom it acts for.
fn role(work: &mut Work<'_>, new: &NewClient) -> Result<Role, Error> {
    let not_allowed = |pointer: &str, role: &str| {
        Err(Error::invalid(pointer, "not_allowed", format!("is for clients with the role `{role}` only")))
    };
    let required = |pointer: &str, role: &str| {
        Err(Error::invalid(pointer, "required", format!("is missing: a client with the role `{role}` acts for one")))
    };
    let unknown = |error: Error, pointer: &str, noun: &str| match error {
        Error::NotFound(_) => {
            Error::invalid(pointer, "unknown_reference", format!("there is no {noun} with this id or slug"))
        }
        other => other,
    };
    let (body, training) = ("/body_id", "/training_organisation_id");
    match (new.role, &new.body, &new.training_organisation) {
        (RoleName::Registrar, None, None) => Ok(Role::Registrar),
        (RoleName::Employer, None, None) => Ok(Role::Employer),
        (RoleName::Body, Some(named), None) => {
            let found = bodies::find(work, named).map_err(|error| unknown(error, body, "body"))?;
            Ok(Role::Body(found.id))
        }
        (RoleName::Training, None, Some(named)) => {
            let found = training::find_organisation(work, named);
            Ok(Role::Training(found.map_err(|error| unknown(error, training, "training organisation"))?.id))
        }
        (RoleName::Body, None, _) => required(body, "body"),
        (RoleName::Training, _, None) => required(training, "training"),
        (RoleName::Registrar | RoleName::Employer | RoleName::Training, Some(_), _) => not_allowed(body, "body"),
        (RoleName::Registrar | RoleName::Employer | RoleName::Body, _, Some(_)) => not_allowed(training, "training"),
    }
}

/// The role of a new client that an administrator of a body registers: that of the body.
fn role_of_body(work: &mut Work<'_>, new: &NewClient, own: BodyId) -> Result<Role, Error> {
    if new.role != RoleName::Body || new.training_organisation.is_some() {
        return Err(Error::invalid("/role", "not_allowed", "can only be `body`: the client acts for your body"));
    }
    match &new.body {
        Some(named) if bodies::find(work, named).ok().is_none_or(|found| found.id != own) => {
            Err(Error::invalid("/body_id", "not_allowed", "can only be your own body; leave it out"))
        }
        _ => Ok(Role::Body(own)),
    }
}

/// What is kept of a secret.
fn digest(secret: &Secret) -> String {
    trust::hexadecimal(&trust::digest(secret))
}

/// What a client does not know of itself is for registrars only; what an administrator of a body did, the body may read of.
fn record(work: &mut Work<'_>, client: &Client, kind: &'static str) -> Result<(), Error> {
    let body = client.role.body().map(|body| body.to_string());
    let training = client.role.training_organisation().map(|organisation| organisation.to_string());
    let data = json!({"role": client.role.as_str(), "body_id": body, "training_organisation_id": training});
    let subject = ("client", client.id.to_string());
    let own = work.caller().and_then(|caller| caller.body());
    work.record(Permission::ManageAccess, NewEvent { kind, subject, body: own, data, personal_data: None })
}

/// A page of the clients that were not removed: all, or those of the asker's body.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Client>, Error> {
    let own = work.authorise(Permission::ManageAccess)?.body();
    kept::list(work.connection, own, request)
}

pub fn find(work: &mut Work<'_>, id: &str) -> Result<Client, Error> {
    let own = work.authorise(Permission::ManageAccess)?.body();
    let id = ClientId::parse(id).ok_or(Error::NotFound("client"))?;
    let found = kept::find(work.connection, id)?;
    found.filter(|client| own.is_none_or(|own| client.role == Role::Body(own))).ok_or(Error::NotFound("client"))
}

/// Removes a client: it gets no token any more, those it has are refused, and nothing is sent to it.
pub fn remove(work: &mut Work<'_>, id: &str) -> Result<(), Error> {
    let client = find(work, id)?;
    kept::remove(work.connection, client.id, work.now)?;
    webhook_subscriptions::remove_of(work.connection, client.id)?;
    record(work, &client, "client_removed")
}

/// Replaces a client's secret; the old one is of no use from then on.
pub fn replace_secret(work: &mut Work<'_>, id: &str) -> Result<(Client, Secret), Error> {
    let client = find(work, id)?;
    let secret = trust::random_secret();
    kept::replace_secret(work.connection, client.id, &digest(&secret), work.now)?;
    record(work, &client, "client_secret_replaced")?;
    Ok((Client { secret_changed_at: work.now, ..client }, secret))
}

impl Registry {
    /// Finds out who presents this id and secret.
    ///
    /// # Errors
    /// [`Code::InvalidClient`], the same for an unknown client and a wrong secret.
    pub fn authenticate(&self, id: &str, secret: &Secret) -> Result<Client, Error> {
        let refused = || Error::refused(Code::InvalidClient, "there is no client with this id and secret");
        let id = ClientId::parse(id).ok_or_else(refused)?;
        let found = self.store.read(|connection| kept::find_with_digest(connection, id))?;
        let (client, kept) = found.ok_or_else(refused)?;
        if trust::digests_match(kept.as_bytes(), digest(secret).as_bytes()) {
            return Ok(client);
        }
        Err(refused())
    }
}
