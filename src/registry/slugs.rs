//! Names in addresses: one that is free.

use crate::error::{Code, Error};
use crate::scheme::text::Slug;

/// The slug that was asked for, if it is free; else one made from the title.
pub(super) fn choose_slug(
    asked: Option<Slug>,
    title: &str,
    noun: &str,
    id: &str,
    mut taken: impl FnMut(&str) -> Result<bool, Error>,
) -> Result<Slug, Error> {
    if let Some(slug) = asked {
        if taken(slug.as_str())? {
            let detail = format!("the slug `{}` is taken; choose another", slug.as_str());
            return Err(Error::refused(Code::Duplicate, detail));
        }
        return Ok(slug);
    }
    let plain = Slug::suggest(title);
    match &plain {
        Some(slug) if !taken(slug.as_str())? => Ok(slug.clone()),
        _ => slug_with_suffix(plain.as_ref(), noun, id),
    }
}

/// A slug that tells nothing of what it stands for.
pub(super) fn slug_of_id(noun: &str, id: &str) -> Result<Slug, Error> {
    slug_with_suffix(None, noun, id)
}

/// A slug that is free for certain, because it ends with the random part of an id.
fn slug_with_suffix(plain: Option<&Slug>, noun: &str, id: &str) -> Result<Slug, Error> {
    let suffix = id.rsplit('-').next().unwrap_or(id);
    let slug = format!("{}-{suffix}", plain.map_or(noun, Slug::as_str));
    Slug::parse(&slug)
        .map_err(|complaint| Error::Internal(format!("made the slug `{slug}`, which {}", complaint.detail)))
}
