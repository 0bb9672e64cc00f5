//! The public directory: bodies, certified organisations, training, and one search for all of it.

mod bodies;
mod course;
mod finder;
mod list;
mod organisation_list;
mod organisations;
mod search;
mod standing;
mod training;

pub(super) use bodies::{list as bodies, show as body};
pub(super) use organisation_list::list as organisations;
pub(super) use organisations::show as organisation;
pub(super) use search::show as search;
pub(super) use training::{list as training, show as training_organisation};
