//! The persons who act in the demonstration: an administrator of the scheme office and one of a body, and somebody whom the body
//! waits for.

use super::examples::AppointedEntropy;
use super::read;
use crate::auth::permission::Caller;
use crate::auth::person_role::PersonRole;
use crate::error::Error;
use crate::ids::PersonId;
use crate::registry::Registry;
use crate::registry::persons::invitations::{self, NewInvitation};
use crate::registry::persons::{self, sign_in_links};
use crate::scheme::person::FullName;
use crate::scheme::text::email;
use crate::secret::Secret;

/// The body whose administrator is shown.
const BODY: &str = "nordlicht";

/// Puts them on record, and says of the first two who they are, with the tokens of the links that sign them in.
pub(super) fn load(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
) -> Result<[(String, Secret); 2], Error> {
    let add = |name: &str, address: &str, role: PersonRole, body: Option<&str>| {
        entropy.expect(name)?;
        let (name, email) = (read(FullName::parse(name))?, read(email(address))?);
        let work =
            registry.write(registrar, |work| persons::demonstrate(work, name.clone(), email.clone(), role, body));
        Ok::<_, Error>(work?.id)
    };
    let office = add("Ruth Abara", "ruth.abara@registry.example", PersonRole::RegistrarAdministrator, None)?;
    let body = add("Ines Brandt", "ines.brandt@nordlicht.example", PersonRole::BodyAdministrator, Some(BODY))?;
    entropy.expect("sign-in link")?;
    registry.write(registrar, |work| sign_in_links::request(work, &body.to_string()).map(drop))?;
    let name = "Jonas Feld";
    entropy.expect(name)?;
    let new = NewInvitation {
        name: read(FullName::parse(name))?,
        email: read(email("jonas.feld@nordlicht.example"))?,
        role: PersonRole::BodyStaff,
        body: Some(BODY.to_owned()),
        training_organisation: None,
        reads_only: None,
    };
    registry.write(registrar, |work| invitations::invite(work, &new).map(drop))?;
    let link = |person: PersonId| registry.write(registrar, |work| sign_in_links::demonstrate(work, person));
    Ok([
        (format!("Ines Brandt, administrator of the body {BODY}"), link(body)?),
        ("Ruth Abara, administrator of the scheme office".to_owned(), link(office)?),
    ])
}
