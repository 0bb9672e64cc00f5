//! Which databases are opened, which are refused, and how either is said.

mod errors;
mod permissions;
mod poolers;
mod replicas;
mod strangers;
mod urls;
mod waiting;
