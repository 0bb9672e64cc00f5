//! What the JSON face and the HTML face stand on: the state they share, the way to the database, who is asking, what a
//! request brings and how an error is told. No address is served from here.

pub(crate) mod accept;
pub(crate) mod assessment;
pub(crate) mod authentication;
pub(crate) mod certificate_pdf;
pub(crate) mod computing;
pub(crate) mod concurrency;
pub(crate) mod connections;
pub(crate) mod cursor;
pub(crate) mod event;
pub(crate) mod exports;
pub(crate) mod extract;
pub(crate) mod fallback;
pub(crate) mod form_data;
mod guesses;
pub(crate) mod local_path;
pub mod middleware;
pub(crate) mod operator;
pub(crate) mod possible_candidate;
pub(crate) mod presented;
pub(crate) mod problem;
pub mod problem_catalogue;
pub(crate) mod queue;
pub(crate) mod rate_limit;
pub(crate) mod readiness;
pub(crate) mod request_id;
pub(crate) mod security_log;
pub(crate) mod spool;
pub(crate) mod state;
pub(crate) mod statistics;
pub(crate) mod status_lists;
pub(crate) mod stopping;
pub(crate) mod token_authority;
pub(crate) mod upload;
pub(crate) mod verification;
pub(crate) mod verifier;
pub mod view;
