//! WHAT PEOPLE SEND, READ: JSON bodies and query strings become typed values, and every mistake is told at once, with its
//! place. Pure: no HTTP, no database.

pub(crate) mod dates;
mod digits;
pub mod field;
pub mod fields;
pub mod form;
pub(crate) mod given;
pub(crate) mod headings;
pub mod json;
pub mod object;
pub mod query;
pub mod suggestion;
pub(crate) mod tree;
mod value;
