//! The change feed: every event once, in the order of commit.

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use super::questions::Question;
use crate::http::event::EventView;
use crate::http::local_path;
use crate::input::fields::{Limit, text_fields};
use crate::input::form::form;
use crate::registry::events;
use crate::registry::feed::FeedPlace;
use crate::scheme::Complaint;

/// Events in the order of commit.
#[derive(Serialize, ToSchema)]
pub struct FeedView {
    /// The events.
    pub items: Vec<EventView>,
    /// Where to go on, as `after`; null when nothing has happened since. It begins with the `sequence` of the last event and
    /// shows whether the registry was restored meanwhile, which the number alone does not always.
    pub next_cursor: Option<String>,
}

form! {
    /// Which part of the feed is wanted.
    pub struct FeedQuery {
        /// The last `next_cursor`, or the `sequence` of the last event seen; from the beginning when left out.
        pub after: Option<FeedPlace>,
        /// Events at most; a larger number is lowered to 1,000.
        pub limit: Limit<100, 1000>,
    }
}

text_fields! {
    FeedPlace: Self = feed_place, {"pattern": r"^[0-9]{1,18}(\.[0-9a-f]{12})?$"};
}

fn feed_place(text: &str) -> Result<FeedPlace, Complaint> {
    let detail = "must be what `next_cursor` said, or the `sequence` of an event";
    FeedPlace::parse(text).ok_or_else(|| Complaint::new("invalid_cursor", detail))
}

/// Follow the events
///
/// A registrar follows all, a body those that concern it. Whoever goes on after the last event seen misses none and
/// sees none before it is committed. Where the registry was restored from a backup to a state before that event, the answer
/// is 410 `feed_restored` and says from where to read anew.
#[utoipa::path(tag = "events", security(("bearer" = [])), params(FeedQuery),
    responses((status = 200, description = "The next events", body = FeedView)))]
#[get("/v1/events")]
pub async fn list_events(question: Question<FeedQuery>) -> Answer {
    let FeedQuery { after, limit } = question.query.clone();
    let after = after.unwrap_or(FeedPlace::BEGINNING);
    let found = question.read(move |work| events::list(work, &after, limit)).await?;
    let next_cursor = found.last().map(|last| FeedPlace::from(last).to_string());
    let items = found.into_iter().map(EventView::try_from).collect::<Result<Vec<_>, _>>()?;
    let mut response = HttpResponse::Ok();
    if let Some(after) = &next_cursor {
        let address = format!("{}?after={after}&limit={limit}", local_path::of(&question.request));
        response.insert_header((header::LINK, format!("<{address}>; rel=\"next\"")));
    }
    Ok(response.json(FeedView { items, next_cursor }))
}
