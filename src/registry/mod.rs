//! WHAT THE REGISTRY DOES. One file per noun, one function per use case. A use case asks whether the caller may, loads
//! what it decides on, lets the scheme decide, writes, and appends the event; it runs inside one transaction.

mod additions;
pub mod approved_auditors;
pub mod attention;
pub mod auditors;
pub mod backups;
pub mod batches;
pub mod bodies;
pub mod candidates;
pub mod certificates;
pub mod clients;
pub mod credential_checks;
pub mod credentials;
pub mod database;
pub mod directory;
pub mod eligibility;
pub mod events;
pub mod evidence;
pub mod exports;
pub mod feed;
pub mod guesses;
pub mod holder_links;
pub mod idempotency;
pub mod identity_changes;
pub mod issuer_keys;
pub mod issuers;
pub mod organisation_certificates;
pub mod organisations;
mod references;
pub mod results;
pub mod sealed;
pub mod signing_keys;
pub mod sitemap;
pub mod statistics;
pub mod status_changes;
pub mod status_lists;
pub mod training;
pub mod verifications;
pub mod webhook_deliveries;
pub mod webhook_dispatch;
pub mod webhook_subscriptions;
mod work;

pub use crate::store::page::{Page, PageRequest};
pub use crate::store::status::StatusRecord;
pub use work::{Registry, Work};
