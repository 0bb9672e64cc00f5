//! The roles that persons act in.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, post};

use super::answers::{Answer, created_as};
use super::commands::Command;
use super::persons::{PersonView, RoleAssignmentView};
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::registry::persons::{self, NewRoleAssignment};

/// Give a person one more role
#[utoipa::path(tag = "persons", security(("bearer" = [])), request_body = NewRoleAssignment,
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 201, description = "The role; the address is the person's", body = RoleAssignmentView)))]
#[post("/v1/persons/{id}/role-assignments")]
pub async fn assign_role(id: Path<String>, command: Command<NewRoleAssignment>) -> Answer {
    command
        .create(move |work, new| {
            let assignment = persons::assign(work, &id, new)?;
            let person = PersonView::of(persons::find(work, &id)?);
            created_as(format!("/v1/persons/{}", person.id), &RoleAssignmentView::of(assignment), &person)
        })
        .await
}

/// End a role of a person
///
/// Sessions in which it was chosen can do nothing in it from then on.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The person's id"),
        ("role_assignment_id" = String, Path, description = "The role's id")
    ),
    responses((status = 204, description = "It is ended")))]
#[delete("/v1/persons/{id}/role-assignments/{role_assignment_id}")]
pub async fn end_role(caller: Authenticated, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (person, id) = path.into_inner();
    state.write(caller.0, move |work| persons::end_role(work, &person, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
