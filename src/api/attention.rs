//! What needs a registrar.

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use super::auditors::BodyAuditorView;
use super::identity_changes::IdentityChangeView;
use super::lists::{Listing, PartQuery};
use super::questions::ListQuestion;
use crate::registry::attention::{self, About, Item};
use crate::registry::bodies::{self, Body};

/// Something that needs a registrar. It goes away by itself once it is no longer so.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttentionItemView {
    /// An id that stays the same as long as it is so.
    pub id: String,
    /// `identity_change`: a body asks for a change of a candidate's name or birth date. `too_few_auditors`: a listing has
    /// fewer approved auditors who count than it needs. Further kinds may follow.
    pub kind: String,
    /// The first day on which it was so without interruption up to today.
    pub since: NaiveDate,
    /// What is the matter.
    pub summary: String,
    /// The body that it is about.
    pub body: Option<AttentionBodyView>,
    /// Whom the listing names, with why they count or not.
    pub auditors: Vec<BodyAuditorView>,
    /// The change that waits for a decision.
    pub identity_change: Option<IdentityChangeView>,
}

/// A body that something is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttentionBodyView {
    /// Its id.
    pub id: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `listed` or `suspended`: the listing is not changed by what is the matter with it.
    pub status: Option<String>,
}

impl AttentionBodyView {
    fn new(body: &Body, today: NaiveDate) -> Self {
        Self {
            id: body.id.to_string(),
            slug: body.slug.as_str().to_owned(),
            name: body.name.clone(),
            status: bodies::status_word(body.listing().status_on(today)).map(str::to_owned),
        }
    }
}

impl AttentionItemView {
    fn new(item: Item, today: NaiveDate) -> Self {
        let (id, kind) = (item.id(), item.kind().to_owned());
        let (body, auditors, identity_change) = match item.about {
            About::TooFewAuditors { body, auditors } => (body, auditors, None),
            About::IdentityChange { body, change } => (body, Vec::new(), Some(IdentityChangeView::from(&*change))),
        };
        let body = Some(AttentionBodyView::new(&body, today));
        let auditors = auditors.into_iter().map(Into::into).collect();
        Self { id, kind, since: item.since, summary: item.summary, body, auditors, identity_change }
    }
}

/// List what needs a registrar
///
/// Changes of candidates' names and birth dates that bodies ask for, and listings that are in force or suspended today and
/// have too few approved auditors who count. The registry does not change them: a registrar decides on the change, names
/// other auditors, or suspends or withdraws the listing.
#[utoipa::path(tag = "attention", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list: kind by kind, changes in the order in which they were asked for, listings in that of the bodies' names", body = Listing<AttentionItemView>)))]
#[get("/v1/attention")]
pub async fn list_attention(question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| {
            let today = work.today();
            Ok(attention::list(work, part)?.map(|item| AttentionItemView::new(item, today)))
        })
        .await
}
