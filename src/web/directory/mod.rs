//! The public directory: bodies, certified organisations, training, and one search for all of it.

mod bodies;
mod course;
mod list;
mod numbers;
mod organisation_list;
mod organisations;
mod search;
mod search_form;
mod sessions;
mod standing;
mod training;
mod transfer;

pub(super) use bodies::{list as bodies, show as body};
pub(super) use organisation_list::list as organisations;
pub(super) use organisations::show as organisation;
pub(super) use search::show as search;
pub(super) use training::{list as training, show as training_organisation};
pub(super) use transfer::show as transfer;

use crate::registry::directory::Kind;

/// The first part of the addresses of what has a page; a course stands on the page of whoever runs it.
pub(super) const fn root(kind: Kind) -> &'static str {
    match kind {
        Kind::Body => "bodies",
        Kind::Organisation => "organisations",
        Kind::TrainingOrganisation | Kind::Course => "training",
    }
}

pub(super) fn address(kind: Kind, slug: &str) -> String {
    format!("/{}/{slug}", root(kind))
}
