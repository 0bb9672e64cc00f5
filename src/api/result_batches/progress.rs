//! How far a batch is, as server-sent events (WHATWG HTML, section 9.2): as a page follows it, or a script.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse, get};
use futures_util::stream::{self, Stream};
use utoipa::ToSchema;

use super::ResultBatchView;
use crate::api::answers::Answer;
use crate::auth::permission::Caller;
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::concurrency::{Party, Permit};
use crate::http::state::State;
use crate::registry::batches::{self, Batch};

/// How often is looked how far the batch is.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// After how much silence something is sent that says nothing: so that proxies keep the connection, and that it shows
/// when the client has gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// An event of the stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents what `event` writes")]
#[schema(example = json!({"event": "progress", "id": "running-250", "data": "{\"state\": \"running\", \"processed\": 250, …}"}))]
pub struct ProgressEvent {
    /// `progress`, `completed` or `cancelled`.
    event: String,
    /// For `Last-Event-ID`.
    id: String,
    /// The batch, as JSON.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// Follow a result file
///
/// Server-sent events: `progress` at once and whenever something has changed, each with the batch as it is then; at the
/// end `completed` or `cancelled`, with which the stream ends. A stream that breaks off can be taken up again at any time;
/// for a client that says with `Last-Event-ID` that it has seen the end, there is nothing left to tell (204).
#[utoipa::path(tag = "result batches", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The batch's id"),
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "The `id` of the last event that was seen")
    ),
    responses(
        (status = 200, description = "The stream, event by event", content((ProgressEvent = "text/event-stream"))),
        (status = 204, description = "The end was seen before")
    ))]
#[get("/v1/result-batches/{id}/progress")]
pub async fn follow_result_batch(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    state: Data<State>,
) -> Answer {
    let wanted = id.clone();
    let batch = state.read(Some(caller.0), move |work| batches::find(work, &wanted)).await?;
    let seen = request.headers().get("last-event-id").and_then(|seen| seen.to_str().ok());
    if batch.state.is_final() && seen == Some(event_id(&batch).as_str()) {
        return Ok(HttpResponse::NoContent().finish());
    }
    let place = state.streams.enter(Party::of(&caller.0))?;
    let follower = Follower {
        state: state.into_inner(),
        caller: caller.0,
        id: id.into_inner(),
        latest: Some(batch),
        told: String::new(),
        told_at: Instant::now(),
        has_ended: false,
        _place: place,
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // It would only be held up: by the compression here, and by proxies (the word that nginx knows).
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"));
    Ok(response.streaming(follower.into_stream()))
}

/// Somebody who follows a batch.
struct Follower {
    state: Arc<State>,
    caller: Caller,
    id: String,
    /// The batch as it was found, when that was not told yet.
    latest: Option<Batch>,
    /// The id of the event that was told last.
    told: String,
    told_at: Instant,
    has_ended: bool,
    _place: Permit,
}

impl Follower {
    fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> {
        stream::unfold(self, |mut follower| async move { Some((Ok(follower.next().await?), follower)) })
    }

    /// What is to be told next; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        if self.has_ended {
            return None;
        }
        loop {
            if let Some(batch) = self.latest.take().filter(|batch| event_id(batch) != self.told) {
                self.told = event_id(&batch);
                self.told_at = Instant::now();
                self.has_ended = batch.state.is_final();
                return event(&batch).ok();
            }
            if tokio::time::timeout(LOOK_EVERY, self.state.stopping.begun()).await.is_ok() {
                return None;
            }
            let id = self.id.clone();
            let found = self.state.read(Some(self.caller), move |work| batches::find(work, &id)).await;
            match found {
                Ok(batch) => self.latest = Some(batch),
                // It may be back the next time.
                Err(error) if matches!(error.error(), Error::Unavailable { .. }) => {}
                Err(error) => {
                    tracing::info!(%error, "a stream of progress ends early");
                    return None;
                }
            }
            if self.latest.as_ref().is_none_or(|batch| event_id(batch) == self.told)
                && self.told_at.elapsed() >= HEARTBEAT
            {
                self.told_at = Instant::now();
                return Some(Bytes::from_static(b": still there\n\n"));
            }
        }
    }
}

/// What tells one moment of a batch from another.
fn event_id(batch: &Batch) -> String {
    format!("{}-{}", batch.state.as_str(), batch.counts.total())
}

fn event(batch: &Batch) -> Result<Bytes, serde_json::Error> {
    let name = if batch.state.is_final() { batch.state.as_str() } else { "progress" };
    let data = serde_json::to_string(&ResultBatchView::of(batch))?;
    Ok(format!("event: {name}\nid: {}\ndata: {data}\n\n", event_id(batch)).into())
}
