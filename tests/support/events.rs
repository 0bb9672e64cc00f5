//! The change feed, read to its end.

use serde_json::Value;

use super::Client;

/// Every event that the client may see, in order of commit; checks on the way that the order is strict.
pub fn all(client: &Client) -> Vec<Value> {
    let (mut events, mut after) = (Vec::<Value>::new(), 0);
    loop {
        let page = client.get(&format!("/v1/events?after={after}&limit=1000")).expect(200);
        let items = page["items"].as_array().expect("a list has items");
        if items.is_empty() {
            return events;
        }
        for event in items {
            let sequence = event["sequence"].as_u64().expect("an event has a sequence");
            assert!(sequence > after, "event {sequence} after {after}");
            after = sequence;
        }
        events.extend(items.iter().cloned());
    }
}

/// How many events of `kind` there are about each subject.
pub fn subjects(events: &[Value], kind: &str) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for event in events.iter().filter(|event| event["kind"] == kind) {
        let subject = event["subject"]["id"].as_str().expect("an event has a subject");
        *counts.entry(subject.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// Every item of a list, page by page.
pub fn all_items(client: &Client, path: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let separator = if path.contains('?') { '&' } else { '?' };
        let position = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = client.get(&format!("{path}{separator}limit=200{position}")).expect(200);
        found.extend(page["items"].as_array().expect("a list has items").iter().cloned());
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() {
            return found;
        }
    }
}
