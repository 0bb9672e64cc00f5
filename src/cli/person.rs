//! `touchstone person …`

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::context::{all, open_present_registry};
use super::failure::Failure;
use super::output::{minute, printable, say, say_json, say_list};
use crate::auth::permission::Caller;
use crate::auth::person_role::PersonRole;
use crate::config::Settings;
use crate::registry::persons::invitations::{self, NewInvitation};
use crate::registry::persons::{self, PersonRecord, sign_in_links};
use crate::scheme::person::FullName;
use crate::scheme::text::email;
use crate::secret::Secret;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Invite a person to act in a role; the link is shown this once, and opens for 15 minutes
    Invite {
        /// What the person is called
        #[arg(long, value_parser = FullName::parse)]
        name: FullName,
        /// Where the person is written to
        #[arg(long, value_parser = email)]
        email: String,
        /// In which role the person is to act
        #[arg(long, value_parser = role_parser())]
        role: PersonRole,
        /// The body that the person is to act for, by slug or id; for the roles of a body
        #[arg(long, value_name = "SLUG")]
        body: Option<String>,
        /// The training organisation that the person is to act for, by slug or id; for the role `training_staff`
        #[arg(long, value_name = "SLUG")]
        training_organisation: Option<String>,
        /// Limit the role to reading; for the role `body_staff`
        #[arg(long)]
        reads_only: bool,
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// List the persons, with their roles
    List {
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a link with which a person who has lost every passkey registers another
    Link {
        /// The person's id
        id: String,
        /// Print one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Let a person in no more: every role and session ends
    Remove {
        /// The person's id
        id: String,
    },
}

fn role_parser() -> impl TypedValueParser<Value = PersonRole> {
    let named = |text: String| PersonRole::parse(&text).ok_or("is not a role");
    PossibleValuesParser::new(PersonRole::ALL.map(PersonRole::as_str)).try_map(named)
}

pub(super) fn run(command: Command, settings: &Settings) -> Result<(), Failure> {
    let registry = open_present_registry(settings)?;
    let url = &settings.server.public_url;
    match command {
        Command::Invite { name, email, role, body, training_organisation, reads_only, json } => {
            let reads_only = reads_only.then_some(true);
            let new = NewInvitation { name, email, role, body, training_organisation, reads_only };
            let (invitation, token) = registry.write(Caller::OPERATOR, |work| invitations::invite(work, &new))?;
            let whom = format!("{} is invited", printable(&invitation.name));
            tell(&whom, &format!("{url}/welcome/{}", token.expose()), json)
        }
        Command::List { json } => list(&all(&registry, persons::list)?, json),
        Command::Link { id, json } => {
            let (_, token) = registry.write(Caller::OPERATOR, |work| sign_in_links::request(work, &id))?;
            let token = token.unwrap_or_else(|| Secret::new(""));
            tell("The person gets in once more", &format!("{url}/sign-in/{}", token.expose()), json)
        }
        Command::Remove { id } => {
            registry.write(Caller::OPERATOR, |work| persons::leave(work, &id))?;
            say(&format!("Removed the person {id}."))
        }
    }
}

fn tell(what: &str, address: &str, as_json: bool) -> Result<(), Failure> {
    if as_json {
        return say_json(&json!({"url": address}));
    }
    say(&format!("{what} by this link, which opens once and for 15 minutes:\n\n  {address}"))
}

fn list(found: &[PersonRecord], as_json: bool) -> Result<(), Failure> {
    let roles = |record: &PersonRecord| {
        let roles = record.roles.iter().map(|role| role.role.as_str());
        roles.collect::<Vec<_>>().join(", ")
    };
    let json = |record: &PersonRecord| {
        json!({
            "id": record.person.id.to_string(),
            "name": record.person.name,
            "email": record.person.email,
            "registered_at": record.person.registered_at,
            "roles": record.roles.iter().map(|role| json!({
                "role": role.role.as_str(),
                "body_id": role.body.map(|body| body.to_string()),
                "training_organisation_id": role.training_organisation.map(|organisation| organisation.to_string()),
                "reads_only": role.reads_only,
            })).collect::<Vec<_>>(),
        })
    };
    let none = "There is nobody yet. `touchstone person invite --name NAME --email EMAIL --role registrar_administrator` \
                invites the first.";
    say_list(found, as_json, json, none, ["PERSON ID", "SINCE", "ROLES", "NAME", "E-MAIL"], |record| {
        let person = &record.person;
        [
            person.id.to_string(),
            minute(person.registered_at),
            roles(record),
            printable(&person.name),
            printable(&person.email),
        ]
    })
}
