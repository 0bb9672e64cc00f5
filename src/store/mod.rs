//! HOW IT IS KEPT. Diesel lives here and nowhere else.
//!
//! Each file keeps one kind of record. A record is its row: what its fields are called in the table, and which of them are
//! made of several columns, stands at the field. How a type stands in a column is said once, in `column`. A value that
//! its type does not accept is told with table, column and row, in `rows`.
#![allow(clippy::ref_option_ref, reason = "diesel derives `Insertable` with them")]

pub mod approved_auditors;
pub mod attendances;
pub mod audit;
pub mod auditors;
pub mod backup;
pub mod batches;
pub mod bodies;
pub mod calendar;
pub mod candidates;
pub mod certificates;
pub mod clients;
pub mod clock;
pub mod column;
pub mod connection;
mod connections;
pub mod course_sessions;
pub mod credentials;
pub mod directory;
pub mod distinctions;
pub mod documents;
pub mod dumps;
pub mod events;
pub mod evidence;
mod fair_lock;
mod faults;
pub mod file_modes;
mod filling;
pub mod grants;
pub mod guesses;
pub mod holder_links;
pub mod idempotency;
pub mod identity_changes;
pub mod inspection;
pub mod invitations;
pub mod issuer_keys;
pub mod issuers;
pub mod merges;
pub mod migrations;
pub mod notices;
pub mod organisation_certificates;
pub mod organisation_credentials;
pub mod organisations;
pub mod page;
pub mod passkeys;
pub mod persons;
mod plan;
mod pool;
mod postgresql;
pub mod preliminary_scopes;
mod probe;
pub mod questioned_certificates;
pub mod results;
mod rows;
pub mod schema;
pub mod sealed;
pub mod sessions;
pub mod sign_in_links;
pub mod signing_keys;
pub mod sqlite_file;
pub mod statistics;
pub mod status;
pub mod status_lists;
pub mod training;
pub mod untrue_credentials;
pub mod webhook_deliveries;
pub mod webhook_subscriptions;
pub mod webhook_trials;

pub use connection::{DatabaseConnection, Engine};
pub use faults::NOT_UNIQUE;
pub use pool::{Access, Store};
pub use postgresql::STATEMENT_TIMEOUT;
pub use probe::{Trouble, TroubleKind};
pub use rows::impossible;
