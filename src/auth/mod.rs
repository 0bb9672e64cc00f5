//! WHO IS ASKING: callers, their roles, what a role may do, and the access tokens that prove it.

pub mod permission;
pub mod person_role;
pub mod scope;
pub mod token;
