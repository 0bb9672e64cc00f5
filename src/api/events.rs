//! The change feed: every event once, in the order of commit.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::authentication::Authenticated;
use crate::http::event::EventView;
use crate::http::extract::Parameters;
use crate::http::local_path;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::events;
use crate::registry::feed::FeedPlace;
use crate::scheme::Complaint;

/// Events in one answer, unless asked otherwise.
const USUAL_LIMIT: u32 = 100;

/// Events in one answer at most; a larger limit is lowered to it.
const GREATEST_LIMIT: u32 = 1000;

/// Events in the order of commit.
#[derive(Serialize, ToSchema)]
pub struct FeedView {
    /// The events.
    pub items: Vec<EventView>,
    /// Where to go on, as `after`; null when nothing has happened since. It begins with the `sequence` of the last event and
    /// shows whether the registry was restored meanwhile, which the number alone does not always.
    pub next_cursor: Option<String>,
}

/// Which part of the feed is wanted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "documents what `FeedQuery` reads")]
pub struct FeedParameters {
    /// The last `next_cursor`, or the `sequence` of the last event seen; from the beginning when left out.
    #[param(pattern = r"^[0-9]{1,18}(\.[0-9a-f]{12})?$", nullable = false)]
    after: Option<String>,
    /// Events at most; a larger number is lowered to 1,000.
    #[param(minimum = 1, nullable = false)]
    limit: Option<i64>,
}

/// Which part of the feed is wanted, as it is read.
pub struct FeedQuery {
    after: FeedPlace,
    limit: u32,
}

impl FromObject for FeedQuery {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let after = object.optional("after", |text| {
            let detail = "must be what `next_cursor` said, or the `sequence` of an event";
            FeedPlace::parse(text).ok_or_else(|| Complaint::new("invalid_cursor", detail))
        });
        let after = after.unwrap_or(FeedPlace::BEGINNING);
        let limit = object.optional_integer("limit", 1..=i64::MAX);
        let limit = limit.map_or(USUAL_LIMIT, |limit| u32::try_from(limit).unwrap_or(u32::MAX).min(GREATEST_LIMIT));
        Some(Self { after, limit })
    }
}

/// Follow the events
///
/// A registrar follows all, a body those that concern it. Whoever goes on after the last event seen misses none and
/// sees none before it is committed. Where the registry was restored from a backup to a state before that event, the answer
/// is 410 `feed_restored` and says from where to read anew.
#[utoipa::path(tag = "events", security(("bearer" = [])), params(FeedParameters),
    responses((status = 200, description = "The next events", body = FeedView)))]
#[get("/v1/events")]
pub async fn list_events(
    request: HttpRequest,
    caller: Authenticated,
    query: Parameters<FeedQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let FeedQuery { after, limit } = query.0;
    let found = state.read(Some(caller.0), move |work| events::list(work, &after, limit)).await?;
    let next_cursor = found.last().map(|last| FeedPlace::from(last).to_string());
    let items = found.into_iter().map(EventView::try_from).collect::<Result<Vec<_>, _>>()?;
    let mut response = HttpResponse::Ok();
    if let Some(after) = &next_cursor {
        let address = format!("{}?after={after}&limit={limit}", local_path::of(&request));
        response.insert_header((header::LINK, format!("<{address}>; rel=\"next\"")));
    }
    Ok(response.json(FeedView { items, next_cursor }))
}
