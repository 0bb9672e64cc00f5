//! The audit trail: who did what, when, to which record.

use actix_web::get;
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::answers::Answer;
use super::lists::{Listing, PartQuery};
use super::questions::Question;
use super::tables::{self, FormatQuery, Row};
use crate::error::Error;
use crate::http::event::{SubjectView, data_of};
use crate::http::view::view;
use crate::input::fields::{Limit, Verbatim};
use crate::input::form::form;
use crate::registry::audit::{self, AuditQuery, Entry};
use crate::registry::events;

view! {
    /// Who did what, when, to which record.
    pub struct AuditEntryView(entry: &Entry, data: Value) {
        let event = &entry.item.event;
        /// Its place in the order of all events, as in the feed.
        pub sequence: i64 = entry.item.sequence,
        /// The event's id.
        pub id: String = event.id,
        /// What kind of thing happened, such as `result_registered`.
        pub kind: String = &event.kind,
        /// What that is, in a sentence; null for a kind that only an earlier version recorded.
        pub meaning: Option<String> = events::meaning(&event.kind),
        /// The record that it happened to.
        pub subject: SubjectView = event,
        /// The body that it concerns.
        pub body_id: Option<String> = event.body,
        /// Who did it: `client:`, `person:` or `holder_link:` and an id, or `operator`; `registry` where a day brought it by itself.
        pub actor: String = &event.actor,
        /// What the author is called: as it was noted at the time, where that is kept, or the name of the client, also of one that was
        /// removed. Null where nothing is known; to a body, also for whoever does not act for it.
        pub actor_name: Option<String> = &entry.actor_name,
        /// When.
        pub recorded_at: DateTime<Utc> = event.recorded_at,
        /// What is to be known of it; never personal data.
        #[schema(value_type = Object)]
        pub data: Value = data,
    }
}

form! {
    /// Which part of the audit trail is wanted: as of other lists, but a part may be larger, since whoever takes it along as a
    /// table wants much of it.
    pub struct AuditPartQuery {
        /// Entries at most; a larger number is lowered to 1,000.
        pub limit: Limit<50, 1000>,
        /// Where to go on: `next_cursor` of the part before.
        pub cursor: Option<Verbatim>,
    }
}

impl TryFrom<Entry> for AuditEntryView {
    type Error = Error;

    fn try_from(entry: Entry) -> Result<Self, Error> {
        let data = data_of(&entry.item.event)?;
        Ok(Self::of(entry, data))
    }
}

impl Row for AuditEntryView {
    const TABLE: &'static str = "audit";
    const COLUMNS: &'static str =
        "sequence id kind meaning subject/kind subject/id body_id actor actor_name recorded_at data";
}

/// Read the audit trail
///
/// Who did what, when, to which record, the latest first: a registrar sees all of it, a body what concerns it. What cannot be
/// found, or concerns others, is an empty list. Whoever goes on by `cursor` sees all that was on record at the beginning, each
/// event once, whatever is added meanwhile. A part may have fewer entries than there is room for, or none, and yet be followed by
/// another, where few of very many events are as wanted: go on until `next_cursor` is null. As a table, `data` is JSON in a cell, and the next part is where the `Link` says.
#[utoipa::path(tag = "events", security(("bearer" = [])), params(AuditQuery, AuditPartQuery, FormatQuery),
    responses((status = 200, description = "A part of the trail", content((Listing<AuditEntryView> = "application/json"),
        (String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet")))))]
#[get("/v1/audit")]
pub async fn list_audit(question: Question<(AuditQuery, AuditPartQuery, FormatQuery)>) -> Answer {
    let (query, AuditPartQuery { limit, cursor }, format) = question.query.clone();
    let part = PartQuery { limit, cursor }.request(&question.request)?;
    let found = question.read(move |work| audit::list(work, &query, &part)?.try_map(AuditEntryView::try_from)).await?;
    tables::answer(&question.request, &format, found)
}
