//! What of the directory has public pages, in parts that search engines take.

use super::directory::Kind;
use super::work::Work;
use crate::error::Error;
use crate::store::directory;

/// Addresses in one part: as many as the protocol of sitemaps allows.
const IN_A_PART: i64 = 50_000;

/// How many parts there are. Public.
pub fn parts(work: &mut Work<'_>, kind: Kind) -> Result<i64, Error> {
    let entries = directory::count_of(work.connection, kind)?;
    Ok((entries + IN_A_PART - 1) / IN_A_PART)
}

/// The slugs of a part, of which the first is 1. Public.
pub fn part(work: &mut Work<'_>, kind: Kind, number: u32) -> Result<Vec<String>, Error> {
    let skipped = i64::from(number.saturating_sub(1)) * IN_A_PART;
    let slugs = directory::slugs(work.connection, kind, skipped, IN_A_PART)?;
    if slugs.is_empty() { Err(Error::NotFound("part of the sitemap")) } else { Ok(slugs) }
}
