//! The sessions of persons who are signed in at pages. What a browser holds of one is not shown.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, delete, get};
use chrono::{DateTime, Utc};

use super::answers::Answer;
use super::lists::Listing;
use super::questions::Question;
use crate::http::authentication::Authenticated;
use crate::http::state::State;
use crate::http::view::view;
use crate::registry::persons::sessions::{self, Session};

view! {
    /// A session of a person who is signed in.
    pub struct SessionView(session: &Session) {
        /// Its id, which opens nothing.
        pub id: String,
        /// The role that was chosen for it; null as long as none was.
        pub role_assignment_id: Option<String> = session.role_assignment,
        /// How the person got in: `passkey`, `invitation` or `link`.
        pub way: String,
        /// What the browser said that it is.
        pub browser: String,
        /// When it was opened.
        pub opened_at: DateTime<Utc>,
        /// When it was used last, to the minute.
        pub used_at: DateTime<Utc>,
        /// When it ends in any case.
        pub expires_at: DateTime<Utc>,
    }
}

/// List the sessions of a person
///
/// Those that are open, the last one first.
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(("id" = String, Path, description = "The person's id")),
    responses((status = 200, description = "All of them", body = Listing<SessionView>)))]
#[get("/v1/persons/{id}/sessions")]
pub async fn list_sessions(id: Path<String>, question: Question) -> Answer {
    question
        .answer(move |work, _| {
            let items = sessions::list(work, &id)?.iter().map(SessionView::of).collect();
            Ok(Listing { items, next_cursor: None })
        })
        .await
}

/// End a session of a person
#[utoipa::path(tag = "persons", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The person's id"),
        ("session_id" = String, Path, description = "The session's id")
    ),
    responses((status = 204, description = "It is ended")))]
#[delete("/v1/persons/{id}/sessions/{session_id}")]
pub async fn end_session(caller: Authenticated, path: Path<(String, String)>, state: Data<State>) -> Answer {
    let (person, id) = path.into_inner();
    state.write(caller.0, move |work| sessions::end(work, &person, &id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
