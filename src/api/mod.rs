//! The JSON face: parse, authorise, call the registry, show.
//!
//! The noun of an address is the name of the file here, of the file in `registry/`, and of the table.

pub mod answers;
pub mod authentication;
pub mod bodies;
pub mod candidates;
pub mod certificates;
pub mod clients;
pub mod courses;
pub mod discovery;
pub mod events;
pub mod evidence;
pub mod extract;
pub mod fallback;
pub mod health;
pub mod json;
pub mod lists;
pub mod middleware;
pub mod object;
pub mod openapi;
pub mod problem;
pub mod problem_catalogue;
pub mod qualifications;
pub mod query;
pub mod queue;
pub mod rate_limit;
pub mod request_id;
pub mod results;
pub mod server;
pub mod state;
pub mod status_changes;
pub mod tokens;
pub mod training_organisations;
mod value;
pub mod verifications;
pub mod verifier;
pub mod views;
