//! Who is let in: what a caller's token, link or listing rests on, as it is on record in the very transaction of the work.

use chrono::NaiveDate;

use crate::auth::permission::{Basis, Caller, Principal, Role, TokenBasis};
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::{BodyId, ClientId, PersonId, SessionId, TrainingOrganisationId};
use crate::scheme::lifecycle::Lapse;
use crate::scheme::listing::writing_obstacle;
use crate::store::holder_links::{self, HolderLink, LinkState};
use crate::store::{DatabaseConnection, bodies, clients, impossible, sessions, training};
use crate::trust::keys::PUBLISHED_AFTER_ROTATION;

/// Looks up in what role the caller acts now, and what a person is called who acts. A token outlives what it rests on by a few minutes, and a holder's page
/// the link that it was opened with: what the record says counts, in the very transaction of the work.
pub(super) fn let_in(
    connection: &mut DatabaseConnection,
    caller: Option<Caller>,
    now: Moment,
) -> Result<(Option<Caller>, Option<String>), Error> {
    match caller {
        Some(Caller { principal: Principal::Client(client), basis: basis @ Basis::Token(token), .. }) => {
            let role = role_of_bearer(connection, client, &token, now)?;
            Ok((Some(Caller { basis, ..Caller::new(Principal::Client(client), role) }), None))
        }
        Some(Caller { principal: Principal::Person(person), basis: Basis::Session(session), .. }) => {
            let (caller, name) = acting_person(connection, person, session, now)?;
            Ok((Some(caller), Some(name)))
        }
        Some(Caller { principal: Principal::HolderLink(link), .. }) => {
            let link = holder_links::find(connection, link)?.ok_or_else(opens_nothing)?;
            check_link(&link, now.date_naive())?;
            Ok((caller, None))
        }
        None | Some(_) => Ok((caller, None)),
    }
}

/// A person in the role that was chosen for the session, and what the person is called.
///
/// # Errors
/// [`Code::Unauthenticated`] when the session is over, and when the person has no such role any more.
fn acting_person(
    connection: &mut DatabaseConnection,
    person: PersonId,
    session: SessionId,
    now: Moment,
) -> Result<(Caller, String), Error> {
    let over = || Error::refused(Code::Unauthenticated, "the session is over, or its role has ended; sign in again");
    let acting = sessions::acting_as(connection, session, now)?.filter(|acting| acting.person == person);
    let acting = acting.ok_or_else(over)?;
    let role = acting.role.role(acting.body, acting.training_organisation);
    let role = role.ok_or_else(|| impossible("role_assignments.role", session))?;
    let remit = acting.role.remit(acting.reads_only);
    Ok((Caller { role, remit, ..Caller::person(person, session) }, acting.name))
}

/// The role of the client that shows an access token.
///
/// # Errors
/// [`Code::InvalidToken`] when the client was removed, when it got a new secret, and when the key that signed the token
/// is no longer in use.
fn role_of_bearer(
    connection: &mut DatabaseConnection,
    client: ClientId,
    token: &TokenBasis,
    now: Moment,
) -> Result<Role, Error> {
    let refused = |detail: &str| Err(Error::refused(Code::InvalidToken, detail));
    let Some(recorded) = clients::token_basis(connection, client, &token.key.to_string())? else {
        return refused("the client that this token was issued to has been removed");
    };
    match recorded.key {
        None => return refused("the access token is signed with a key that is not in use"),
        Some(key) if key.revoked_at.is_some() => {
            return refused("the access token is signed with a key that was revoked");
        }
        Some(key) if key.retired_at.is_some_and(|at| at + PUBLISHED_AFTER_ROTATION < now) => {
            return refused("the access token is signed with a key that was replaced too long ago");
        }
        Some(_) => {}
    }
    if recorded.secret_changed_at != token.secret_changed_at {
        return refused("the client has a new secret since this token was issued; get a token with that");
    }
    Ok(recorded.role)
}

/// What is said of every link that opens nothing: whether it ever did is nobody's business.
pub(super) fn opens_nothing() -> Error {
    let detail =
        "this link does not exist or is no longer valid; ask the body that issued the certificate for a new one";
    Error::refused(Code::NotFound, detail)
}

/// Agrees when the link still opens.
pub(super) fn check_link(link: &HolderLink, today: NaiveDate) -> Result<(), Error> {
    match link.state_on(today) {
        LinkState::Active => Ok(()),
        LinkState::Revoked | LinkState::Expired => Err(opens_nothing()),
    }
}

/// Why a body may write nothing, if it is not listed today, in words for people.
pub(super) fn why_not_listed(
    connection: &mut DatabaseConnection,
    id: BodyId,
    today: NaiveDate,
) -> Result<Option<String>, Error> {
    let lost = || Error::Internal(format!("the body {id} of a client is lost"));
    let body = bodies::find(connection, id)?.ok_or_else(lost)?;
    let why = writing_obstacle(&body.listing(), today);
    Ok(why.map(|why| {
        let name = &body.name;
        format!(
            "{name} {why}, and only a body that is listed today registers and changes anything; it goes on reading and \
             exporting what is its own, and what is outstanding a registrar records in its name"
        )
    }))
}

/// Why a training organisation may write nothing, if it is not accredited today, in words for people.
pub(super) fn why_not_accredited(
    connection: &mut DatabaseConnection,
    id: TrainingOrganisationId,
    today: NaiveDate,
) -> Result<Option<String>, Error> {
    let lost = || Error::Internal(format!("the training organisation {id} of a client is lost"));
    let organisation = training::find_organisation(connection, &id.to_string())?.ok_or_else(lost)?;
    let name = &organisation.name;
    let why = organisation.accreditation().lapse_on(today).map(|lapse| match lapse {
        Lapse::NotBefore(day) => format!("is not accredited before {day}"),
        Lapse::SuspendedSince(day) => format!("is suspended since {day}"),
        Lapse::WithdrawnOn(day) => format!("is withdrawn since {day}"),
        Lapse::Until(day) => format!("was accredited until {day}"),
    });
    Ok(why.map(|why| {
        format!(
            "{name} {why}, and only a training organisation that is accredited today records and changes anything; it goes \
             on reading what is its own, and what is outstanding a registrar records"
        )
    }))
}
