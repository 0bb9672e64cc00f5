//! The JSON face: parse, authorise, call the registry, show.
//!
//! The noun of an address is the name of the file here, of the file in `registry/`, and of the table.

pub mod answers;
pub mod approved_auditors;
pub mod attention;
pub mod auditors;
pub mod bodies;
pub mod candidate_merges;
pub mod candidate_searches;
pub mod candidates;
pub mod certificates;
pub mod clients;
pub mod commands;
pub mod courses;
pub mod credential_checks;
pub mod credentials;
pub mod directory;
pub mod discovery;
pub mod eligibility_assessments;
pub mod events;
pub mod evidence;
pub mod exports;
pub mod health;
pub mod holder_links;
pub mod identity_changes;
pub mod issuer;
pub mod lists;
pub mod openapi;
pub mod organisation_certificate_files;
pub mod organisation_certificates;
pub mod organisation_duplicates;
pub mod organisation_merges;
pub mod organisations;
pub mod qualifications;
pub mod questions;
pub mod result_batches;
pub mod results;
pub mod status_changes;
pub mod status_lists;
pub mod tables;
pub mod tokens;
pub mod training_organisations;
pub mod verifications;
pub mod webhook_deliveries;
pub mod webhook_subscriptions;
