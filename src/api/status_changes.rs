//! Suspensions, reinstatements and withdrawals: of a body's listing and of a certificate alike.

use chrono::{DateTime, NaiveDate, Utc};

use crate::http::view::view;
use crate::input::form::form;
use crate::registry::StatusRecord;
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::lifecycle::Change;
use crate::scheme::text::{Reason, Word};

form! {
    /// A change of a certificate's status.
    #[example({"effective_on": "2026-11-01", "reason_code": "complaint", "reason": "A complaint is being looked into."})]
    pub struct CertificateChangeRequest {
        /// The first day of it.
        pub effective_on: NaiveDate,
        /// Why, in a code: lower case with underscores.
        pub reason_code: Word,
        /// Why, in words.
        pub reason: Reason,
    }

    /// A suspension of a certificate.
    #[example({"effective_on": "2026-11-01", "until": "2026-12-31", "reason_code": "complaint", "reason": "A complaint is being looked into."})]
    pub struct CertificateSuspensionRequest {
        /// The last day of it; without one it lasts until it is lifted.
        pub until: Option<NaiveDate>,
        /// The first day of it.
        pub effective_on: NaiveDate,
        /// Why, in a code: lower case with underscores.
        pub reason_code: Word,
        /// Why, in words.
        pub reason: Reason,
    }

    /// A change of a body's listing.
    #[example({"effective_on": "2026-11-01", "reason": "The accreditation has ended."})]
    pub struct BodyChangeRequest {
        /// The first day of it.
        pub effective_on: NaiveDate,
        /// Why, in words.
        pub reason: Reason,
    }
}

impl CertificateSuspensionRequest {
    /// The suspension.
    pub(super) fn suspension(&self) -> NewStatusChange {
        let change = Change::Suspension { from: self.effective_on, until: self.until };
        NewStatusChange { change, reason_code: Some(self.reason_code.clone()), reason: self.reason.clone() }
    }
}

impl CertificateChangeRequest {
    fn change(&self, change: Change) -> NewStatusChange {
        NewStatusChange { change, reason_code: Some(self.reason_code.clone()), reason: self.reason.clone() }
    }

    /// A reinstatement.
    pub(super) fn reinstatement(&self) -> NewStatusChange {
        self.change(Change::Reinstatement { from: self.effective_on })
    }

    /// A withdrawal.
    pub(super) fn withdrawal(&self) -> NewStatusChange {
        self.change(Change::Withdrawal { from: self.effective_on })
    }
}

impl BodyChangeRequest {
    fn change(&self, change: Change) -> NewStatusChange {
        NewStatusChange { change, reason_code: None, reason: self.reason.clone() }
    }

    /// A suspension.
    pub(super) fn suspension(&self) -> NewStatusChange {
        self.change(Change::Suspension { from: self.effective_on, until: None })
    }

    /// A reinstatement.
    pub(super) fn reinstatement(&self) -> NewStatusChange {
        self.change(Change::Reinstatement { from: self.effective_on })
    }

    /// A withdrawal.
    pub(super) fn withdrawal(&self) -> NewStatusChange {
        self.change(Change::Withdrawal { from: self.effective_on })
    }
}

view! {
    /// A status change on record.
    pub struct StatusChangeView(record: &StatusRecord) {
        /// `suspension`, `reinstatement` or `withdrawal`.
        pub kind: String = record.change.kind(),
        /// The first day of it.
        pub effective_on: NaiveDate = record.change.from(),
        /// The last day of a suspension that ends by itself.
        pub until: Option<NaiveDate> = record.change.until(),
        /// Why, in a code.
        pub reason_code: Option<String>,
        /// Why, in words.
        pub reason: String,
        /// By whom.
        pub recorded_by: String,
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}
