//! A file that somebody sends for a check, on the API and on the page.

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::web::Bytes;

use super::extract::compute;
use super::problem::ApiError;
use super::state::State;
use crate::registry::credential_checks::{CredentialCheck, examine, look_up, open, trust};
use crate::trust::presented::Presented;

/// How long a file that has arrived waits until others are checked.
const PATIENCE: Duration = Duration::from_secs(5);

/// Checks a file. It has arrived whole, so its place is needed for no longer than the work on it takes; no connection to
/// the database is in hand while it is read and its signature is checked.
pub async fn check(request: &HttpRequest, state: &Arc<State>, file: Bytes) -> Result<CredentialCheck, ApiError> {
    let _permit = state.file_checks.enter_within(state.limits.party(request), PATIENCE).await?;
    let without = |finding| CredentialCheck::without_credential(finding, state.registry.now());
    // However short a PDF is, it may unpack to megabytes.
    let effort = if Presented::is_pdf(&file) { usize::MAX } else { file.len() };
    let opened = match compute(request, effort, move || open(&file)).await? {
        Ok(opened) => opened,
        Err(finding) => return Ok(without(finding)),
    };
    let signatory = state.signatory.clone();
    let issuing = signatory.clone();
    let (opened, trust) = state
        .read(None, move |work| {
            let trust = trust(work, signatory.issuer(), &opened)?;
            Ok((opened.clone(), trust))
        })
        .await?;
    // One signature of at most 256 KiB takes less than a millisecond.
    match examine(opened, &trust) {
        Ok(examined) => state.read(None, move |work| look_up(work, issuing.issuer(), &examined)).await,
        Err(finding) => Ok(without(finding)),
    }
}
