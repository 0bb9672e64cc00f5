//! `touchstone openapi`

use super::failure::Failure;
use super::output::say_json_pretty;

pub(super) fn run() -> Result<(), Failure> {
    say_json_pretty(&crate::api::openapi::document())
}
