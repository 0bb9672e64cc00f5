//! The tests of the registry from outside: through the binary, its command line and HTTP, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod support;

mod bodies;
mod boundaries;
mod candidates;
mod certificates;
mod corrections;
mod durability;
mod eligibility;
mod events;
mod evidence;
mod harness;
mod licences;
mod qualifications;
mod refusals;
mod results;
mod samples;
mod store;
mod training;
mod verifications;
