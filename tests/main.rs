//! The tests of the registry from outside: through the binary, its command line and HTTP, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod support;

mod authorisation;
mod batches;
mod bodies;
mod boundaries;
mod candidates;
mod certificates;
mod command_line;
mod corrections;
mod demonstration;
mod documentation;
mod downloads;
mod durability;
mod eligibility;
mod errors;
mod events;
mod evidence;
mod exports;
mod harness;
mod holder_links;
mod idempotency;
mod import;
mod inputs;
mod keys;
mod licences;
mod limits;
mod lists;
mod operations;
mod outages;
mod preconditions;
mod protocol;
mod qualifications;
mod refusals;
mod results;
mod samples;
mod starting;
mod store;
mod submit;
mod tokens;
mod training;
mod verifications;
mod verify_file;
mod webhook_deliveries;
mod webhooks;
