//! The JSON face: parse, authorise, call the registry, show.

pub mod json;

pub mod object;
pub mod problem;
pub mod problem_catalogue;
pub mod query;
pub mod request_id;
