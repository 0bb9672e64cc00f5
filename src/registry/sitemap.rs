//! What of the registry has public pages, in parts that search engines take.

use super::work::Work;
use crate::error::Error;
use crate::store::addresses;

/// Addresses in one part: as many as the protocol of sitemaps allows.
const IN_A_PART: i64 = 50_000;

/// What has public pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Certification bodies.
    Bodies,
    /// Certified organisations.
    Organisations,
    /// Training organisations.
    Training,
}

impl Listed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Bodies, Self::Organisations, Self::Training];

    /// The first part of their addresses.
    #[must_use]
    pub const fn root(self) -> &'static str {
        match self {
            Self::Bodies => "bodies",
            Self::Organisations => "organisations",
            Self::Training => "training",
        }
    }

    /// The directory's word.
    const fn kind(self) -> &'static str {
        match self {
            Self::Bodies => "body",
            Self::Organisations => "organisation",
            Self::Training => "training_organisation",
        }
    }
}

/// How many parts there are. Public.
pub fn parts(work: &mut Work<'_>, listed: Listed) -> Result<i64, Error> {
    let entries = addresses::count(work.connection, listed.kind())?;
    Ok((entries + IN_A_PART - 1) / IN_A_PART)
}

/// The slugs of a part, of which the first is 1. Public.
pub fn part(work: &mut Work<'_>, listed: Listed, number: u32) -> Result<Vec<String>, Error> {
    let skipped = i64::from(number.saturating_sub(1)) * IN_A_PART;
    let slugs = addresses::slugs(work.connection, listed.kind(), skipped, IN_A_PART)?;
    if slugs.is_empty() { Err(Error::NotFound("part of the sitemap")) } else { Ok(slugs) }
}
