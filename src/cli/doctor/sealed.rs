//! What is kept sealed, and what of it opens.

use super::report::Report;
use crate::registry::Registry;
use crate::registry::sealed::{Column, Sealed};
use crate::trust::sealing::SealingKey;

const NAMED: usize = 5;

/// Counts the sealed texts by the key that opens them, and names those that none does.
pub(super) fn check(report: &mut Report, registry: &Registry, key: &SealingKey) {
    let columns = match registry.examine_sealed(key) {
        Ok(columns) => columns,
        Err(error) => return report.problem("sealed texts", &error.to_string(), ""),
    };
    let present: usize = columns.iter().map(|column| column.present).sum();
    let previous: usize = columns.iter().map(|column| column.previous).sum();
    let summary = format!("{present} under the present key {}, {previous} under the one before", key.id());
    if previous == 0 {
        report.ok("sealed texts", &summary);
    } else {
        report.warning("sealed texts", &summary, "touchstone keys reseal");
    }
    for column in columns.iter().filter(|column| !column.lost.is_empty()) {
        let (what, advice) = words(column.column);
        report.warning(
            "sealed texts",
            &format!("{} {what} do not open with any key here{}", column.lost.len(), named(column)),
            advice,
        );
    }
}

fn named(column: &Sealed) -> String {
    // Of answers the client is known, and of no use.
    if column.column == Column::Answer {
        return String::new();
    }
    let some: Vec<_> = column.lost.iter().take(NAMED).map(String::as_str).collect();
    let more = if column.lost.len() > NAMED { ", …" } else { "" };
    format!(": {}{more}", some.join(", "))
}

const fn words(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::SigningKey => ("keys of tokens", "touchstone keys rotate --lost-key"),
        Column::IssuerKey => ("keys of credentials", "touchstone keys rotate --purpose credentials --lost-key"),
        Column::WebhookSecret => (
            "secrets of webhook subscriptions",
            "Tell their clients to set new ones (POST /v1/webhook-subscriptions/{id}/secret): until then they get nothing.",
        ),
        Column::PreviousWebhookSecret => (
            "earlier secrets of webhook subscriptions",
            "Nothing is to be done: they are left out, and end within a day.",
        ),
        Column::Answer => (
            "kept answers",
            "Nothing is to be done: whoever sends such a request again is told, and they are forgotten.",
        ),
    }
}
