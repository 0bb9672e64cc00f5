//! A file that somebody sends for a check.

use actix_web::web::Bytes;

use super::upload::off_the_reactor;
use crate::error::Error;
use crate::trust::presented::Presented;

/// What a file is, and the credential in it. Reading a PDF takes a while, so it does not hold up others.
pub async fn present(file: Bytes) -> Result<Presented, Error> {
    off_the_reactor(move || Presented::read(&file)).await
}
