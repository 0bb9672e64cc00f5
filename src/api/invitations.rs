//! Invitations of persons to act in a role. A link is shown once.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::persons::invitations::{self, Invitation, NewInvitation};
use crate::secret::Secret;

view! {
    /// An invitation of a person to act in a role; without its link, which was shown once.
    pub struct InvitationView(invitation: &Invitation) {
        /// Its id, which opens nothing.
        pub id: String,
        /// What the person is called.
        pub name: String,
        /// Where the person is written to.
        pub email: String,
        /// `registrar_administrator`, `registrar`, `auditor`, `body_administrator`, `body_staff` or `training_staff`.
        pub role: String,
        /// The body that the person is to act for; null for a role of no body.
        pub body_id: Option<String> = invitation.body,
        /// The training organisation that the person is to act for; null for a role of none.
        pub training_organisation_id: Option<String> = invitation.training_organisation,
        /// Whether the role is limited to reading.
        pub reads_only: bool,
        /// Who invited: `client:` or `person:` and an id, or `operator`.
        pub invited_by: String,
        /// When.
        pub invited_at: DateTime<Utc>,
        /// Until when its link opens.
        pub link_expires_at: DateTime<Utc>,
        /// Who accepted it; null if nobody did.
        pub accepted_by_person_id: Option<String> = invitation.accepted_by,
        /// When it was accepted, or withdrawn; null for one that is still open.
        pub ended_at: Option<DateTime<Utc>>,
    }
}

/// An invitation with the address of its link, which is shown this once.
#[derive(Serialize, ToSchema)]
pub struct InvitationSecretView {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: InvitationView,
    /// The address to give to the person: keep it secret, whoever opens it registers a passkey as the person. It cannot be shown
    /// again.
    pub url: String,
}

/// List the invitations
///
/// Those that nobody has accepted or withdrawn, whether their links still open or not.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of issue", body = Listing<InvitationView>)))]
#[get("/v1/invitations")]
pub async fn list_invitations(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(invitations::list(work, part)?.map(InvitationView::of))).await
}

/// Read an invitation
#[utoipa::path(tag = "invitations", security(("bearer" = [])),
    params(("id" = String, Path, description = "The invitation's id")),
    responses((status = 200, description = "The invitation, without its link", body = InvitationView)))]
#[get("/v1/invitations/{id}")]
pub async fn read_invitation(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(InvitationView::of(invitations::find(work, &id)?))).await
}

/// Invite a person to act in a role
///
/// The answer has the address of the link, which is shown this once. Whoever opens it registers a passkey, and only then is there a
/// person on record. It opens once, for a quarter of an hour; `…/links` makes another one.
#[utoipa::path(tag = "invitations", security(("bearer" = [])), request_body = NewInvitation,
    responses((status = 201, description = "The invitation, with the address of its link", body = InvitationSecretView)))]
#[post("/v1/invitations")]
pub async fn invite_person(command: Command<NewInvitation>) -> Answer {
    let known = command.state.clone();
    command.create(move |work, new| told(&known, invitations::invite(work, new)?)).await
}

/// Replace the link of an invitation
///
/// Where it has run out or went astray: the one before opens no more. The answer has the address of the new one, which is shown this
/// once.
#[utoipa::path(tag = "invitations", security(("bearer" = [])),
    params(("id" = String, Path, description = "The invitation's id")),
    responses((status = 201, description = "The invitation, with the address of its new link", body = InvitationSecretView)))]
#[post("/v1/invitations/{id}/links")]
pub async fn replace_invitation_link(id: Path<String>, command: Command) -> Answer {
    let known = command.state.clone();
    command.create(move |work, _| told(&known, invitations::renew_link(work, &id)?)).await
}

/// Withdraw an invitation
///
/// Its link opens no more. Withdrawing it once more changes nothing; one that was accepted is not withdrawn (`status_conflict`).
#[utoipa::path(tag = "invitations", security(("bearer" = [])),
    params(("id" = String, Path, description = "The invitation's id")),
    responses((status = 204, description = "It is withdrawn")))]
#[delete("/v1/invitations/{id}")]
pub async fn withdraw_invitation(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
    state.write(caller.0, move |work| invitations::withdraw(work, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn told(known: &State, (invitation, token): (Invitation, Secret)) -> Result<StoredAnswer, Error> {
    let location = format!("/v1/invitations/{}", invitation.id);
    let url = format!("{}/welcome/{}", known.public_url, token.expose());
    let shown = InvitationSecretView { invitation: InvitationView::of(invitation), url };
    created_as(location, &shown, &shown.invitation)
}
