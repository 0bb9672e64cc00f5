//! The desk: pages for people who sign in. What they do is what programs do at the API, by the very same use cases.
//!
//! A page is a handler that takes [`Acting`](session::Acting) (or [`Sent`](sent::Sent) for a form that was sent), asks a use
//! case in the name of the session, and renders a template that extends `desk/frame.html`. Its grammar: `form` (fields, what
//! was typed, what is wrong), `table` (a list of records, with what can be done to each), `frame` (who it is, where else to go), `passkey` (a form that a passkey answers).

mod account;
mod browser;
pub(super) mod candidate;
pub(super) mod candidates;
mod form;
mod frame;
mod passkey;
pub(super) mod people;
pub(super) mod result;
mod sent;
mod session;
mod sign_in;
mod start;
mod table;
mod welcome;

pub(super) use account::{add_passkey, end_other_sessions, end_session, remove_passkey, show as account};
pub(super) use sign_in::{confirm, show as sign_in, show_confirmation, sign_out, submit as enter};
pub(super) use start::{choose_role, show as start, show_roles};
pub(super) use welcome::{accept, replace, show_invitation, show_link};
