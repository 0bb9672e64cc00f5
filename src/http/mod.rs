//! What the JSON face and the HTML face stand on: the state they share, the way to the database, who is asking, what a
//! request brings and how an error is told. No address is served from here.

pub mod accept;
pub mod assessment;
pub mod authentication;
pub mod certificate_pdf;
pub mod computing;
pub mod connections;
pub mod cursor;
pub mod event;
pub mod exports;
pub mod extract;
pub mod fallback;
pub mod form_data;
mod guesses;
pub mod local_path;
pub mod middleware;
pub mod places;
pub mod presented;
pub mod problem;
pub mod problem_catalogue;
pub mod queue;
pub mod rate_limit;
pub mod readiness;
pub mod request_id;
pub mod security_log;
pub mod spool;
pub mod state;
pub mod statistics;
pub mod status_lists;
pub mod stopping;
pub mod token_authority;
pub mod upload;
pub mod verification;
pub mod verifier;
