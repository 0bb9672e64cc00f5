//! Invitations: how a person first gets in. Its link opens once, for a quarter of an hour, and whoever opens it registers a
//! passkey; only then is there a person on record.

use serde_json::{Value, json};

use super::links::{LINK_OPENS_FOR, digest, opens_nothing};
use super::{NewRoleAssignment, acting_for};
use crate::auth::permission::Permission;
use crate::auth::person_role::PersonRole;
use crate::clock::Moment;
use crate::error::{Code, Error};
use crate::ids::InvitationId;
use crate::input::fields::{Email, Key};
use crate::input::form::form;
use crate::registry::events::NewEvent;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::person::FullName;
use crate::secret::Secret;
use crate::store::{invitations as kept, persons as kept_persons};
use crate::trust;

pub use kept::Invitation;

const NOUN: &str = "invitation";

form! {
    /// A person who is to be invited.
    #[example({"name": "Ines Brandt", "email": "ines.brandt@nordlicht.example", "role": "body_administrator", "body_id": "nordlicht"})]
    pub struct NewInvitation as "InvitationRequest" {
        /// What the person is called.
        pub name: FullName,
        /// Where the person is written to.
        pub email: Email,
        /// `registrar_administrator`, `registrar`, `auditor`, `body_administrator`, `body_staff` or `training_staff`.
        pub role: PersonRole,
        /// The body that the person is to act for: id or slug; for the roles of a body only. A body's administrator leaves it
        /// out.
        pub body as "body_id": Option<Key>,
        /// The training organisation that the person is to act for: id or slug; for the role `training_staff` only.
        pub training_organisation as "training_organisation_id": Option<Key>,
        /// Whether the role is limited to reading; for the role `body_staff` only.
        pub reads_only: Option<bool>,
    }
}

/// Invites a person. The link's token is shown this once; what is kept of it is a digest.
pub fn invite(work: &mut Work<'_>, new: &NewInvitation) -> Result<(Invitation, Secret), Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let role = NewRoleAssignment {
        role: new.role,
        body: new.body.clone(),
        training_organisation: new.training_organisation.clone(),
        reads_only: new.reads_only,
    };
    let place = acting_for::place(work, &role)?;
    let invitation = Invitation {
        id: InvitationId::new(work.now),
        name: new.name.clone().into(),
        email: new.email.clone(),
        role: new.role,
        body: place.body,
        training_organisation: place.training_organisation,
        reads_only: place.reads_only,
        invited_by: caller.principal.to_string(),
        invited_at: work.now,
        link_expires_at: work.now + LINK_OPENS_FOR,
        accepted_by: None,
        ended_at: None,
    };
    let token = trust::random_link_token();
    kept::insert(work.connection, &invitation, &digest(&token))?;
    record(work, &invitation, "invitation_issued")?;
    Ok((invitation, token))
}

/// Invites the first administrator of the registry, at its first start: `None` where somebody is one, or was invited to be
/// one. Whoever accepts says who it is.
pub fn invite_first(work: &mut Work<'_>, email: &str) -> Result<Option<Secret>, Error> {
    work.authorise(Permission::ManageAccess)?;
    let role = PersonRole::RegistrarAdministrator;
    if kept::any(work.connection, role)? || kept_persons::is_held(work.connection, role)? {
        return Ok(None);
    }
    let name = FullName::parse("Registrar").map_err(|complaint| Error::Internal(complaint.detail))?;
    let (email, body, training_organisation, reads_only) = (email.to_owned(), None, None, None);
    let new = NewInvitation { name, email, role, body, training_organisation, reads_only };
    invite(work, &new).map(|(_, token)| Some(token))
}

/// A page of the invitations that nobody accepted or withdrew: all, or those of the asker's body.
pub fn list(work: &mut Work<'_>, request: &PageRequest) -> Result<Page<Invitation>, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    kept::list(work.connection, caller.body(), request)
}

pub fn find(work: &mut Work<'_>, id: &str) -> Result<Invitation, Error> {
    let caller = work.authorise(Permission::ManageAccess)?;
    let id = InvitationId::parse(id).ok_or(Error::NotFound(NOUN))?;
    let found = kept::find(work.connection, id)?;
    found.filter(|known| caller.body().is_none_or(|own| known.body == Some(own))).ok_or(Error::NotFound(NOUN))
}

/// Makes another link, where the one before has run out or went astray: that one opens no more.
pub fn renew_link(work: &mut Work<'_>, id: &str) -> Result<(Invitation, Secret), Error> {
    let invitation = find_open(work, id)?;
    let token = trust::random_link_token();
    let link_expires_at = work.now + LINK_OPENS_FOR;
    kept::replace_link(work.connection, invitation.id, &digest(&token), link_expires_at)?;
    record(work, &invitation, "invitation_link_replaced")?;
    Ok((Invitation { link_expires_at, ..invitation }, token))
}

/// Withdraws an invitation: its link opens no more. Withdrawing it once more changes nothing.
///
/// # Errors
/// [`Code::StatusConflict`] for one that was accepted.
pub fn withdraw(work: &mut Work<'_>, id: &str) -> Result<(), Error> {
    let invitation = find(work, id)?;
    match (invitation.ended_at, invitation.accepted_by) {
        (None, _) => {}
        (Some(_), None) => return Ok(()),
        (Some(_), Some(_)) => {
            let detail = "this invitation was accepted already; end the role that the person has";
            return Err(Error::refused(Code::StatusConflict, detail));
        }
    }
    kept::end(work.connection, invitation.id, None, work.now)?;
    record(work, &invitation, "invitation_withdrawn")
}

fn find_open(work: &mut Work<'_>, id: &str) -> Result<Invitation, Error> {
    let invitation = find(work, id)?;
    match (invitation.ended_at, invitation.accepted_by) {
        (None, _) => Ok(invitation),
        (Some(_), Some(_)) => Err(Error::refused(Code::StatusConflict, "this invitation was accepted already")),
        (Some(_), None) => Err(Error::refused(Code::StatusConflict, "this invitation was withdrawn; invite once more")),
    }
}

/// The invitation that a link is for, while it opens.
///
/// # Errors
/// [`Code::NotFound`], the same for a link that never was and for one that opens no more.
pub fn open(work: &mut Work<'_>, token: &Secret) -> Result<Invitation, Error> {
    let found = kept::find_by_token(work.connection, &digest(token))?;
    found.filter(|known| is_open(known, work.now)).ok_or_else(opens_nothing)
}

fn is_open(invitation: &Invitation, now: Moment) -> bool {
    invitation.ended_at.is_none() && now < invitation.link_expires_at
}

/// What an event says of an invitation.
pub(super) fn told(invitation: &Invitation) -> Value {
    json!({
        "invitation_id": invitation.id.to_string(),
        "role": invitation.role.as_str(),
        "body_id": invitation.body.map(|body| body.to_string()),
        "training_organisation_id": invitation.training_organisation.map(|organisation| organisation.to_string()),
        "reads_only": invitation.reads_only,
    })
}

fn record(work: &mut Work<'_>, invitation: &Invitation, kind: &'static str) -> Result<(), Error> {
    let subject = ("invitation", invitation.id.to_string());
    let personal_data = json!({"name": invitation.name, "email": invitation.email});
    let event =
        NewEvent { kind, subject, body: invitation.body, data: told(invitation), personal_data: Some(&personal_data) };
    work.record(Permission::ManageAccess, event)
}
