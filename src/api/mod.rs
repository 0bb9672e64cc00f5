//! The JSON face: parse, authorise, call the registry, show.

pub mod extract;
pub mod fallback;
pub mod json;
pub mod middleware;
pub mod object;
pub mod problem;
pub mod problem_catalogue;
pub mod query;
pub mod rate_limit;
pub mod request_id;
mod value;
pub mod views;
