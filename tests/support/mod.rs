//! What the tests and the load generator share: a running service, the two engines under it, people and a client.
//!
//! Everything goes through the real binary, by its command line and over HTTP, as an operator and a client would.
#![allow(dead_code, unused_imports, unused_macros, reason = "two binaries share this, and neither uses all of it")]

pub mod authenticator;
pub mod batches;
pub mod client;
pub mod command;
pub mod credentials;
pub mod desk;
pub mod directory_names;
pub mod directory_records;
pub mod documented;
pub mod events;
pub mod first_schema;
pub mod holder_links;
pub mod opened_workbooks;
pub mod operations;
pub mod organisation_certificates;
pub mod paper;
pub mod persons;
pub mod postgres;
pub mod proxy;
pub mod reaper;
pub mod receiver;
pub mod registry;
pub mod result_files;
pub mod scratch;
pub mod service;
pub mod sql;
pub mod steps;
pub mod template;
pub mod webhooks;
pub mod workbooks;
pub mod world;
pub mod writers;

pub use client::{Answer, Client};
pub use receiver::{Received, Receiver, Reply};
pub use service::{Engine, PUBLIC_URL, Service};
pub use world::World;

/// Turns each `fn name(service: Service) { … }` into two tests, `name::sqlite` and `name::postgres`, each with its
/// own running service on its own empty, migrated database. `with [("NAME", "value"), …]` before the body adds
/// settings. Where no PostgreSQL can be had, the second half passes and a line on standard error says so.
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* fn $name:ident($($argument:tt)*) $(with [$($setting:expr),* $(,)?])? $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports, clippy::wildcard_imports, reason = "the body is written for the module outside")]
            use super::*;

            #[allow(clippy::needless_pass_by_value, reason = "the test owns its service, so that it ends with it")]
            fn run($($argument)*) $body

            fn run_on(engine: $crate::support::Engine) {
                let settings: &[(&str, &str)] = &[$($($setting),*)?];
                if let Some(service) = $crate::support::Service::start_with(engine, settings) {
                    run(service);
                }
            }

            #[test]
            fn sqlite() {
                run_on($crate::support::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                run_on($crate::support::Engine::Postgres);
            }
        }
    )+};
}
pub(crate) use on_both_engines;
