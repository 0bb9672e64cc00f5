//! Notices of the scheme owner: public to read, for registrars to publish, correct and withdraw.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created};
use super::approved_auditors::RemovalRequest;
use super::commands::{Change, Command, NoForm};
use super::lists::{Listing, PartQuery};
use super::questions::{Anybody, ListQuestion, Question};
use crate::error::Error;
use crate::http::authentication::MaybeAuthenticated;
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::notices::{self, NewNotice, Notice, NoticeChanges, NoticeText};

view! {
    /// What the scheme owner announces.
    pub struct NoticeView(notice: &Notice) {
        /// Its id.
        pub id: String,
        /// Its day, from which on it is shown.
        pub published_on: NaiveDate,
        /// What it says, in each language that it is in.
        pub texts: Vec<NoticeTextView> = notice.texts.iter().map(NoticeTextView::of).collect::<Vec<_>>(),
        /// Where there is more about it.
        pub url: Option<String>,
        /// When it was entered.
        pub registered_at: DateTime<Utc>,
        /// When its record was last changed.
        pub changed_at: DateTime<Utc>,
        /// When it was withdrawn; null if it was not.
        pub withdrawn_at: Option<DateTime<Utc>>,
        /// Why, in words.
        pub withdrawal_reason: Option<String>,
    }

    /// What a notice says in one language.
    pub struct NoticeTextView(text: &NoticeText) {
        /// `en`, `de`, `fr`, `es` or `ja`.
        pub language: String,
        /// Its headline.
        pub title: String,
        /// What it says; lines between which one is empty are paragraphs.
        pub text: String,
    }
}

fn recorded(notice: Notice) -> Result<StoredAnswer, Error> {
    created(format!("/v1/notices/{}", notice.id), &NoticeView::of(notice))
}

/// List the notices
///
/// Those that are shown to anybody, the latest first.
#[utoipa::path(tag = "publications", params(PartQuery),
    responses((status = 200, description = "A part of the list", body = Listing<NoticeView>)))]
#[get("/v1/notices")]
pub async fn list_notices(question: ListQuestion<(), Anybody>) -> Answer {
    question.list(move |work, (), part| Ok(notices::list(work, part)?.map(NoticeView::of))).await
}

/// Read a notice
///
/// One that is not shown yet, or was withdrawn, registrars find with their token.
#[utoipa::path(tag = "publications", security((), ("bearer" = [])), params(("id" = String, Path, description = "The notice's id")),
    responses((status = 200, description = "The notice", body = NoticeView)))]
#[get("/v1/notices/{id}")]
pub async fn read_notice(id: Path<String>, question: Question<NoForm, MaybeAuthenticated>) -> Answer {
    question.answer(move |work, _| Ok(NoticeView::of(notices::find_visible(work, &id)?))).await
}

/// Publish a notice
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = NewNotice,
    responses((status = 201, description = "The notice", body = NoticeView)))]
#[post("/v1/notices")]
pub async fn publish_notice(command: Command<NewNotice>) -> Answer {
    command.create(move |work, new| recorded(notices::publish(work, new.clone())?)).await
}

/// Correct a notice
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = NoticeChanges,
    params(("id" = String, Path, description = "The notice's id")),
    responses((status = 200, description = "The notice as it is now", body = NoticeView)))]
#[patch("/v1/notices/{id}")]
pub async fn correct_notice(id: Path<String>, change: Change<NoticeChanges>) -> Answer {
    change
        .carry_out(move |work, if_match, changes| {
            let unchanged = |known: &Notice| if_match.check(&NoticeView::of(known));
            Ok(NoticeView::of(notices::correct(work, &id, unchanged, changes)?))
        })
        .await
}

/// Withdraw a notice
///
/// It is shown no more. Its record stays, for registrars.
#[utoipa::path(tag = "publications", security(("bearer" = [])), request_body = RemovalRequest,
    params(("id" = String, Path, description = "The notice's id")),
    responses((status = 201, description = "The notice as it is now", body = NoticeView)))]
#[post("/v1/notices/{id}/withdrawals")]
pub async fn withdraw_notice(id: Path<String>, command: Command<RemovalRequest>) -> Answer {
    command.create(move |work, new| recorded(notices::withdraw(work, &id, &new.reason)?)).await
}
