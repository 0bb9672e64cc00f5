//! What went wrong, or cannot be done: files, messages, letters and keys.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};

use super::{About, Asked, AttentionKind, Item, RecordNamed, known_bodies, paged};
use crate::error::Error;
use crate::pdf::Unshown;
use crate::registry::issuer_keys::KeyProblem;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::store::{batches, bodies, candidates, webhook_deliveries};

/// For so many days a file that was refused is told of.
const REFUSED_FOR: i64 = 30;

/// Files of results of which every row was refused, because the body was not listed.
pub(super) fn refused_batches(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let page = batches::refused_since(work.connection, asked.body, work.now - Duration::days(REFUSED_FOR), request)?;
    let known = known_bodies(work, page.items.iter().filter_map(|batch| batch.body))?;
    Ok(page.map(|batch| {
        let body = known.iter().find(|body| Some(body.id) == batch.body).cloned();
        let of = body.as_ref().map_or("a registrar", |body| &body.name);
        Item {
            kind: AttentionKind::BatchRefused,
            key: batch.id.to_string(),
            name: None,
            since: batch.finished_at.unwrap_or(batch.submitted_at).date_naive(),
            summary: format!("all {} rows of a file of results of {of} were refused", batch.row_count),
            body,
            about: About::Records {
                records: vec![RecordNamed::at("result_batch", batch.id, "result-batches")],
                last_day: None,
            },
        }
    }))
}

/// Subscriptions with messages that were given up and that nobody had sent again.
pub(super) fn given_up_webhooks(
    work: &mut Work<'_>,
    asked: &Asked<'_>,
    request: &PageRequest,
) -> Result<Page<Item>, Error> {
    let page = webhook_deliveries::given_up(work.connection, asked.body, request)?;
    let known = known_bodies(work, page.items.iter().filter_map(|one| one.body))?;
    Ok(page.map(|one| Item {
        kind: AttentionKind::WebhookGivenUp,
        key: one.subscription.to_string(),
        name: None,
        since: one.first.date_naive(),
        summary: format!("{} messages for the client {} were given up", one.messages, one.client_name),
        body: known.iter().find(|body| Some(body.id) == one.body).cloned(),
        about: About::Records {
            records: vec![RecordNamed::at("webhook_subscription", one.subscription, "webhook-subscriptions")],
            last_day: None,
        },
    }))
}

/// The scripts of the letters of names that no font shows.
pub(super) fn missing_fonts(work: &mut Work<'_>, _: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let mut letters: BTreeMap<char, NaiveDate> = BTreeMap::new();
    let of_candidates = candidates::met(work.connection)?;
    for (text, at) in of_candidates.into_iter().chain(bodies::names_since(work.connection)?) {
        for letter in text.chars().filter(|letter| !letter.is_ascii()) {
            let since = letters.entry(letter).or_insert_with(|| at.date_naive());
            *since = (*since).min(at.date_naive());
        }
    }
    let text: String = letters.keys().collect();
    let Some(unshown) = work.fonts.unshown(&text) else { return Ok(Page { items: Vec::new(), next: None }) };
    let item = |script: &&'static str| {
        let of_it: Vec<char> =
            unshown.characters.iter().copied().filter(|letter| Unshown::script(*letter) == *script).collect();
        let since = of_it.iter().filter_map(|letter| letters.get(letter)).min().copied();
        let characters = Unshown { characters: of_it, scripts: vec![script] }.characters();
        Item {
            kind: AttentionKind::FontMissing,
            key: (*script).to_owned(),
            name: None,
            since: since.unwrap_or_else(|| work.today()),
            summary: format!(
                "no font shows {script}, of which there are letters in names: {characters}; PDFs spell them out"
            ),
            body: None,
            about: About::Records { records: Vec::new(), last_day: None },
        }
    };
    Ok(paged(unshown.scripts.iter().map(item).collect(), request))
}

/// Why credentials or access tokens cannot be signed.
pub(super) fn keys(work: &mut Work<'_>, asked: &Asked<'_>, request: &PageRequest) -> Result<Page<Item>, Error> {
    let item = |(name, since, summary): KeyProblem| Item {
        kind: AttentionKind::KeyProblem,
        key: name.to_owned(),
        name: None,
        since: since.unwrap_or(work.now).date_naive(),
        summary,
        body: None,
        about: About::Records { records: Vec::new(), last_day: None },
    };
    let found = asked.signatory.problems(work.connection)?;
    Ok(paged(found.into_iter().map(item).collect(), request))
}
