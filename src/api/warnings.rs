//! What is told of what was sent and taken.

use serde::Serialize;
use utoipa::ToSchema;

use super::answers::created_as;
use crate::error::{Error, InputError};
use crate::http::view::view;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::lettering::Warnings;

view! {
    /// What is told of a member that was taken.
    pub struct WarningView(warning: &InputError) {
        /// Where: a JSON pointer (RFC 6901) into the request body, or into what it names.
        #[schema(example = "/family_name")]
        pub pointer: String = &warning.pointer,
        /// What: `font_missing` for a name that no font of the registry can show on paper.
        #[schema(example = "font_missing")]
        pub code: String = warning.code,
        /// What, and what comes of it, for people.
        pub detail: String = &warning.detail,
    }
}

/// A record that was taken, with what is to be told of it.
#[derive(Serialize, ToSchema)]
pub struct Warned<T> {
    /// The record.
    #[serde(flatten)]
    pub record: T,
    /// What is to be told of what was sent and taken. Left out where there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub warnings: Option<Vec<WarningView>>,
}

impl<T: Serialize> Warned<T> {
    pub fn new(record: T, warnings: &Warnings) -> Self {
        Self { record, warnings: shown(warnings) }
    }

    /// 201 with the address and the tag of what was created, which is read there without what was told.
    pub fn created(self, location: String) -> Result<StoredAnswer, Error> {
        created_as(location, &self, &self.record)
    }
}

/// The warnings, if there are any.
pub fn shown(warnings: &Warnings) -> Option<Vec<WarningView>> {
    (!warnings.is_empty()).then(|| warnings.iter().map(WarningView::of).collect())
}
