//! `touchstone client …`

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::context::{all, open_present_registry};
use super::failure::Failure;
use super::output::{say, say_json, say_list};
use crate::auth::permission::Caller;
use crate::config::Settings;
use crate::registry::clients::{self, Client, NewClient, RoleName};
use crate::scheme::text::Title;
use crate::secret::Secret;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Register a client; its secret is shown this once
    Add {
        /// Its name for people
        #[arg(long, value_parser = Title::parse)]
        name: Title,
        /// What it acts as
        #[arg(long, value_parser = role_parser())]
        role: RoleName,
        /// The body that it acts for, by slug or id; for the role `body`
        #[arg(long, value_name = "SLUG")]
        body: Option<String>,
        /// The training organisation that it acts for, by slug or id; for the role `training`
        #[arg(long, value_name = "SLUG")]
        training_organisation: Option<String>,
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List the clients
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove a client: it gets no token any more, and those that it has are refused
    Remove {
        /// The client's id
        id: String,
    },
    /// Give a client a new secret, which is shown this once; the old one is of no use from then on
    Secret {
        /// The client's id
        id: String,
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
}

fn role_parser() -> impl TypedValueParser<Value = RoleName> {
    let named = |text: String| RoleName::ALL.into_iter().find(|role| role.as_str() == text).ok_or("is not a role");
    PossibleValuesParser::new(RoleName::ALL.map(RoleName::as_str)).try_map(named)
}

pub(super) fn run(command: Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    match command {
        Command::Add { name, role, body, training_organisation, json } => {
            let new = NewClient { name, role, body, training_organisation };
            let (client, secret) = registry.write(Caller::OPERATOR, |work| clients::register(work, &new))?;
            tell(&client, &secret, json, &settings.server.public_url)
        }
        Command::List { json } => list(&all(&registry, clients::list)?, json),
        Command::Remove { id } => {
            registry.write(Caller::OPERATOR, |work| clients::remove(work, &id))?;
            say(&format!("Removed the client {id}."))
        }
        Command::Secret { id, json } => {
            let (client, secret) = registry.write(Caller::OPERATOR, |work| clients::replace_secret(work, &id))?;
            tell(&client, &secret, json, &settings.server.public_url)
        }
    }
}

fn tell(client: &Client, secret: &Secret, as_json: bool, url: &str) -> Result<(), Failure> {
    if as_json {
        return say_json(&json!({"client_id": client.id.to_string(), "client_secret": secret.expose()}));
    }
    say(&format!(
        "The client `{}` has the role {}.\n\n  client_id      {}\n  client_secret  {}\n\n\
         Keep the secret now: it is shown this once. An access token for it:\n\n  \
         curl -s {url}/oauth/token -d grant_type=client_credentials \\\n    -u {}:{}",
        client.name,
        client.role.as_str(),
        client.id,
        secret.expose(),
        client.id,
        secret.expose()
    ))
}

fn body_of(client: &Client) -> Option<String> {
    client.role.body().map(|body| body.to_string())
}

fn training_organisation_of(client: &Client) -> Option<String> {
    client.role.training_organisation().map(|organisation| organisation.to_string())
}

fn list(clients: &[Client], as_json: bool) -> Result<(), Failure> {
    let json = |client: &Client| {
        json!({
            "client_id": client.id.to_string(),
            "name": client.name,
            "role": client.role.as_str(),
            "body_id": body_of(client),
            "training_organisation_id": training_organisation_of(client),
            "registered_at": client.registered_at,
            "secret_changed_at": client.secret_changed_at,
        })
    };
    let none = "There is no client yet. `touchstone client add --name NAME --role registrar` adds the first.";
    say_list(clients, as_json, json, none, ["CLIENT ID", "ROLE", "SINCE", "NAME", "ACTS FOR"], |client| {
        [
            client.id.to_string(),
            client.role.as_str().to_owned(),
            client.registered_at.format("%Y-%m-%d").to_string(),
            client.name.clone(),
            body_of(client).or_else(|| training_organisation_of(client)).unwrap_or_default(),
        ]
    })
}
