//! Subscribing, and judging what comes.

use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use touchstone::clock::{Clock as _, SystemClock};

use super::world::text;
use super::{Client, Received};

/// How long something may take on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Settings that let messages go to receivers on this machine, and that try again soon.
pub const LOCAL: [(&str, &str); 2] =
    [("TOUCHSTONE_WEBHOOK_ALLOWED_NETWORKS", "127.0.0.0/8,::1"), ("TOUCHSTONE_WEBHOOK_RETRY_SECONDS", "0.2,0.2,0.2")];

/// A subscription of a client.
#[derive(Clone)]
pub struct Hook {
    /// The client that it belongs to.
    pub client: Client,
    /// Its address.
    pub path: String,
    /// The secret that it began with.
    pub secret: String,
}

impl Hook {
    /// Subscribes to these kinds of events, to all if none is named, and waits until the receiver has confirmed it.
    #[track_caller]
    pub fn new(client: &Client, url: &str, kinds: &[&str]) -> Self {
        let hook = Self::unconfirmed(client, url, kinds);
        hook.wait_until_confirmed();
        hook
    }

    /// Waits until its URL has answered a test message.
    #[track_caller]
    pub fn wait_until_confirmed(&self) {
        let deadline = Instant::now() + PATIENCE;
        while self.read()["confirmed_at"].is_null() {
            assert!(Instant::now() < deadline, "it is not confirmed: {:?}", self.all_deliveries());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Subscribes, whether or not the URL will ever answer.
    pub fn unconfirmed(client: &Client, url: &str, kinds: &[&str]) -> Self {
        let mut request = json!({"url": url});
        if !kinds.is_empty() {
            request["event_kinds"] = json!(kinds);
        }
        let made = client.post("/v1/webhook-subscriptions", &request);
        let view = made.expect(201);
        assert_eq!(made.header("location"), format!("/v1/webhook-subscriptions/{}", text(&view, "id")));
        Self { client: client.clone(), path: made.header("location").to_owned(), secret: text(&view, "secret") }
    }

    /// The subscription as it is now.
    pub fn read(&self) -> Value {
        self.client.get(&self.path).expect(200)
    }

    /// Changes it, whatever its version.
    pub fn change(&self, changes: &Value) -> Value {
        super::steps::patch(&self.client, &self.path, changes).expect(200)
    }

    /// Its deliveries, the latest first, without the first of all: the test message that confirmed it.
    pub fn deliveries(&self) -> Vec<Value> {
        let mut deliveries = self.all_deliveries();
        assert_eq!(deliveries.pop().expect("a subscription begins with a test")["reason"], "test");
        deliveries
    }

    /// All of its deliveries, the latest first.
    pub fn all_deliveries(&self) -> Vec<Value> {
        super::events::all_items(&self.client, &format!("{}/deliveries", self.path))
    }

    /// Sends a message that tells of no event, and gives the address of its delivery.
    pub fn test(&self) -> String {
        let made = self.client.post(&format!("{}/tests", self.path), &json!({}));
        made.expect(201);
        made.header("location").to_owned()
    }

    /// A delivery with its attempts, by its address.
    pub fn log(&self, delivery: &str) -> Value {
        self.client.get(delivery).expect(200)
    }

    /// Waits until a delivery is as `wanted` says, and gives it with its attempts.
    #[track_caller]
    pub fn wait_for(&self, delivery: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let log = self.log(delivery);
            if wanted(&log) {
                return log;
            }
            assert!(Instant::now() < deadline, "it stays {log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until a delivery is in this state, and gives it with its attempts.
    #[track_caller]
    pub fn wait_for_state(&self, delivery: &str, state: &str) -> Value {
        self.wait_for(delivery, |log| log["state"] == state)
    }
}

/// How many of its signatures on a message are by `secret`, worked out as the specification tells a receiver to.
pub fn signatures_by(secret: &str, message: &Received) -> usize {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("it begins like that")).expect("it is base64");
    assert!((24..=64).contains(&key.len()), "{} bytes", key.len());
    let (id, timestamp) = (message.header("webhook-id"), message.header("webhook-timestamp"));
    assert!(!id.is_empty() && !id.contains('.'));
    let age = SystemClock.now().timestamp() - timestamp.parse::<i64>().expect("seconds since 1970");
    assert!((-1..=300).contains(&age), "signed {age} seconds ago");
    let signed = [format!("{id}.{timestamp}.").as_bytes(), &message.body].concat();
    let expected = STANDARD.encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), &signed));
    message.header("webhook-signature").split(' ').filter(|one| *one == format!("v1,{expected}")).count()
}
