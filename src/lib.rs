//! Touchstone: the certification registry of the ISO/IEC 20000 qualification scheme.
#![forbid(unsafe_code)]

pub mod api;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod entropy;
pub mod error;
pub mod http;
pub mod ids;
pub mod input;
mod intake;
pub mod messages;
mod outbound;
pub mod pdf;
pub mod registry;
pub mod scheme;
pub mod secret;
mod server;
pub mod store;
mod supervision;
pub mod tabular;
mod telemetry;
pub mod trust;
pub mod web;
mod webhooks;
