//! What the scheme file says of a body's listing.

use super::reader::TableReader;
use super::{Known, reference};
use crate::scheme::definition::QualificationCode;
use crate::scheme::listing::ListingRule;

/// Reads `[listing]`: `auditors = { qualification = "…", at_least = … }`.
pub(super) fn read(table: &TableReader<'_, '_>, known: &Known) -> Option<ListingRule> {
    let auditors = table.table("auditors");
    table.finish();
    let auditors = auditors?;
    let qualification = reference(&auditors, "qualification", &known.qualifications);
    // A rule that asks for nobody would be no rule, and a listing that names twenty is a mistyped one.
    let at_least = auditors.number("at_least", 1..=20);
    auditors.finish();
    Some(ListingRule { qualification: QualificationCode::new(qualification?), at_least: u32::from(at_least?) })
}
