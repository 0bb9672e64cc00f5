//! Who did it is on record: what concerns the security of the registry leaves one line in the log, under a target of
//! its own, and a count (OWASP ASVS 5.0, 16.3).
//!
//! A line says what happened (`event`), to whom (`client`), at which operation, from which network, in which request,
//! and why. It never has a secret, a name, a birth date or a certificate number.

use super::request_id::{self, RequestFacts};

/// The target of the lines, to filter them by or to send them elsewhere.
pub const TARGET: &str = "touchstone::security";

/// Declares the events together with their names in the log and in the metric.
macro_rules! events {
    ($($(#[$documentation:meta])* $variant:ident => $name:literal),+ $(,)?) => {
        /// What happened. The names are stable: alarms are set on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SecurityEvent { $($(#[$documentation])* $variant),+ }

        impl SecurityEvent {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

events! {
    /// A client has got an access token.
    TokenIssued => "token_issued",
    /// The token endpoint has refused a client, or what it asked for.
    TokenRefused => "token_refused",
    /// An access token or a holder's link that was shown is not accepted.
    CredentialRefused => "credential_refused",
    /// The role of the caller, or the scope of its token, does not allow the operation.
    Forbidden => "forbidden",
    /// An authenticated caller has asked for a record that does not exist or that is another's.
    RecordNotVisible => "record_not_visible",
    /// A rate limit has turned a request away.
    RateLimited => "rate_limited",
    /// A limit of guesses has turned a request away.
    GuessLimitReached => "guess_limit_reached",
    /// A name was given that is not the holder's.
    WrongName => "wrong_name",
    /// A candidate number was given with a birth date that is not the candidate's.
    WrongBirthDate => "wrong_birth_date",
    /// A passkey was not accepted.
    SignInRefused => "sign_in_refused",
    /// A webhook was to go to an address that webhooks may not go to.
    DestinationRefused => "destination_refused",
}

/// Describes the metric to the recorder. Once, after it is installed.
pub fn describe_metrics() {
    metrics::describe_counter!("security_events_total", "What concerns the security of the registry, by event.");
    for event in SecurityEvent::ALL {
        metrics::counter!("security_events_total", "event" => event.as_str()).absolute(0);
    }
}

/// Records an event of the request in hand, with the `reason` in words that hold nothing secret and nothing personal.
///
/// The request is the current task's, so this is called by whoever answers it, not on the threads of the database.
pub fn record(event: SecurityEvent, reason: &str) {
    record_many(event, reason, 1);
}

/// The same for `number` events of one kind in one request, such as the wrong names of a batch: one line, and so many
/// in the count. Nothing for none.
pub fn record_many(event: SecurityEvent, reason: &str, number: u64) {
    let unknown = RequestFacts::default();
    let write = |facts: &RequestFacts| write(event, reason, number, facts);
    if number > 0 && request_id::facts(write).is_none() {
        write(&unknown);
    }
}

/// Records an event outside of any request, of what is done for a client, such as sending it a webhook.
pub fn record_for(client: String, event: SecurityEvent, reason: &str) {
    write(event, reason, 1, &RequestFacts::of_client(client));
}

/// The request's id stands in the span that the line is written in.
fn write(event: SecurityEvent, reason: &str, number: u64, facts: &RequestFacts) {
    let name = event.as_str();
    metrics::counter!("security_events_total", "event" => name).increment(number);
    let (client, operation, address) = (facts.client(), facts.operation(), facts.address());
    if event == SecurityEvent::TokenIssued {
        tracing::info!(target: TARGET, event = name, client, operation, address, reason, number, "security event");
    } else {
        tracing::warn!(target: TARGET, event = name, client, operation, address, reason, number, "security event");
    }
}
