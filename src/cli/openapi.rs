//! `touchstone openapi`

use super::failure::Failure;
use super::output::say;

/// Prints the document.
pub(super) fn run() -> Result<(), Failure> {
    let document = crate::api::openapi::document();
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::new(error.to_string()))?;
    say(&text)
}
