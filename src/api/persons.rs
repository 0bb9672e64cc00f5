//! Persons who act in the registry, for administrators of the scheme office. How they sign in is not shown.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get, patch};
use chrono::{DateTime, Utc};

use super::answers::Answer;
use super::commands::Change;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::persons::{self, PersonChanges, PersonRecord, RoleAssignment};

view! {
    /// A person who acts in the registry.
    pub struct PersonView(record: &PersonRecord) {
        let person = &record.person;
        /// Its id.
        pub id: String = person.id,
        /// What the person is called.
        pub name: String = &person.name,
        /// Where the person is written to.
        pub email: String = &person.email,
        /// When the person was registered.
        pub registered_at: DateTime<Utc> = person.registered_at,
        /// Since when the person is let in no more; null for somebody who has not left.
        pub left_at: Option<DateTime<Utc>> = person.left_at,
        /// The roles that the person has now, in the order in which they were assigned.
        pub roles: Vec<RoleAssignmentView> = &record.roles,
    }

    /// A role that a person has.
    pub struct RoleAssignmentView(assignment: &RoleAssignment) {
        /// Its id.
        pub id: String,
        /// `registrar_administrator`, `registrar`, `auditor`, `body_administrator`, `body_staff` or `training_staff`.
        pub role: String,
        /// The body that the person acts for; null for a role of no body.
        pub body_id: Option<String> = assignment.body,
        /// The training organisation that the person acts for; null for a role of none.
        pub training_organisation_id: Option<String> = assignment.training_organisation,
        /// Whether it is limited to reading.
        pub reads_only: bool,
        /// Who decided it: `client:` or `person:` and an id, or `operator`.
        pub assigned_by: String,
        /// When the person got it.
        pub assigned_at: DateTime<Utc>,
    }
}

/// List the persons
///
/// Those who have not left.
#[utoipa::path(tag = "persons", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<PersonView>)))]
#[get("/v1/persons")]
pub async fn list_persons(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(persons::list(work, part)?.map(PersonView::of))).await
}

/// Read a person
///
/// One who has left is read as well, and has no roles.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, description = "The person", body = PersonView)))]
#[get("/v1/persons/{id}")]
pub async fn read_person(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(PersonView::of(persons::find(work, &id)?))).await
}

/// Change what a person is called or written to
///
/// What the person did before stays under the name of then.
#[utoipa::path(tag = "persons", security(("bearer" = [])), request_body = PersonChanges,
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, description = "The person as it is now", body = PersonView)))]
#[patch("/v1/persons/{id}")]
pub async fn change_person(id: Path<String>, change: Change<PersonChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |known: &PersonRecord| if_match.check(&PersonView::of(known));
            Ok(PersonView::of(persons::change(work, &id, unchanged, changes)?))
        })
        .await
}

/// Let a person in no more
///
/// The person has left: every role and every session ends, and no passkey lets the person in. The record stays, as events name it.
/// Removing the person once more changes nothing.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 204, description = "The person has left")))]
#[delete("/v1/persons/{id}")]
pub async fn remove_person(caller: Authenticated, id: Path<String>, state: Data<State>) -> Answer {
    state.write(caller.0, move |work| persons::leave(work, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
