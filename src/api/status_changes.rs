//! Suspensions, reinstatements and withdrawals: of a body's listing and of a certificate alike.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::input::object::{FromObject, ObjectReader};
use crate::registry::StatusRecord;
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::lifecycle::Change;
use crate::scheme::text::{Reason, Word};

/// A change of a certificate's status.
#[derive(ToSchema)]
#[schema(example = json!({"effective_on": "2026-11-01", "reason_code": "complaint", "reason": "A complaint is being looked into."}))]
pub struct CertificateChangeRequest {
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// Why, in a code: lower case with underscores.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]*$")]
    pub reason_code: String,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A suspension of a certificate.
#[derive(ToSchema)]
#[schema(example = json!({"effective_on": "2026-11-01", "until": "2026-12-31", "reason_code": "complaint", "reason": "A complaint is being looked into."}))]
pub struct CertificateSuspensionRequest {
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// The last day of it; without one it lasts until it is lifted.
    pub until: Option<NaiveDate>,
    /// Why, in a code: lower case with underscores.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]*$")]
    pub reason_code: String,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A change of a body's listing.
#[derive(ToSchema)]
#[schema(example = json!({"effective_on": "2026-11-01", "reason": "The accreditation has ended."}))]
pub struct BodyChangeRequest {
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// A suspension of a certificate as it is read.
pub struct CertificateSuspension(pub NewStatusChange);

/// A reinstatement of a certificate as it is read.
pub struct CertificateReinstatement(pub NewStatusChange);

/// A withdrawal of a certificate as it is read.
pub struct CertificateWithdrawal(pub NewStatusChange);

/// A suspension of a listing as it is read.
pub struct BodySuspension(pub NewStatusChange);

/// A reinstatement of a listing as it is read.
pub struct BodyReinstatement(pub NewStatusChange);

/// A withdrawal of a listing as it is read.
pub struct BodyWithdrawal(pub NewStatusChange);

fn read(
    object: &mut ObjectReader<'_>,
    is_certificate: bool,
    change: impl FnOnce(NaiveDate) -> Change,
) -> Option<NewStatusChange> {
    let effective_on = object.required_date("effective_on");
    let reason_code = if is_certificate { object.required("reason_code", Word::parse).map(Some) } else { Some(None) };
    let reason = object.required("reason", Reason::parse);
    Some(NewStatusChange { change: change(effective_on?), reason_code: reason_code?, reason: reason? })
}

impl FromObject for CertificateSuspension {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let until = object.optional_date("until");
        read(object, true, |from| Change::Suspension { from, until }).map(Self)
    }
}

impl FromObject for CertificateReinstatement {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        read(object, true, |from| Change::Reinstatement { from }).map(Self)
    }
}

impl FromObject for CertificateWithdrawal {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        read(object, true, |from| Change::Withdrawal { from }).map(Self)
    }
}

impl FromObject for BodySuspension {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        read(object, false, |from| Change::Suspension { from, until: None }).map(Self)
    }
}

impl FromObject for BodyReinstatement {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        read(object, false, |from| Change::Reinstatement { from }).map(Self)
    }
}

impl FromObject for BodyWithdrawal {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        read(object, false, |from| Change::Withdrawal { from }).map(Self)
    }
}

/// A status change on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatusChangeView {
    /// `suspension`, `reinstatement` or `withdrawal`.
    pub kind: String,
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// The last day of a suspension that ends by itself.
    pub until: Option<NaiveDate>,
    /// Why, in a code.
    pub reason_code: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// By whom.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl From<&StatusRecord> for StatusChangeView {
    fn from(record: &StatusRecord) -> Self {
        Self {
            kind: record.change.kind().to_owned(),
            effective_on: record.change.from(),
            until: record.change.until(),
            reason_code: record.reason_code.clone(),
            reason: record.reason.clone(),
            recorded_by: record.recorded_by.clone(),
            recorded_at: record.recorded_at,
        }
    }
}
