//! The public directory: bodies, certified organisations, training, and one search for all of it.

mod bodies;
mod course;
mod finder;
mod list;
mod organisations;
mod standing;
mod training;

pub(super) use bodies::{list as bodies, show as body};
pub(super) use organisations::show as organisation;
pub(super) use training::{list as training, show as training_organisation};
