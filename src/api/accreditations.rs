//! What happens to an accreditation, of a training organisation and of a course alike.

use chrono::{DateTime, NaiveDate, Utc};

use crate::http::view::view;
use crate::input::form::form;
use crate::registry::StatusRecord;
use crate::registry::status_changes::NewStatusChange;
use crate::scheme::lifecycle::Change;
use crate::scheme::text::Reason;

form! {
    /// A reinstatement or withdrawal of an accreditation.
    #[example({"effective_on": "2026-11-01", "reason": "The audit's findings are closed."})]
    pub struct AccreditationChangeRequest {
        /// The first day of it.
        pub effective_on: NaiveDate,
        /// Why, in words.
        pub reason: Reason,
    }

    /// A suspension of an accreditation.
    #[example({"effective_on": "2026-11-01", "until": "2027-01-31", "reason": "The yearly audit is overdue."})]
    pub struct AccreditationSuspensionRequest {
        /// The first day of it.
        pub effective_on: NaiveDate,
        /// The last day of it; without one it lasts until it is lifted.
        pub until: Option<NaiveDate>,
        /// Why, in words.
        pub reason: Reason,
    }

    /// An extension of an accreditation.
    #[example({"effective_on": "2027-01-01", "accredited_until": "2029-12-31", "reason": "The accreditation was renewed."})]
    pub struct AccreditationExtensionRequest {
        /// The first day of it: later than the day after the last one so far, it leaves days in between that are not accredited.
        pub effective_on: NaiveDate,
        /// The last day from then on.
        pub accredited_until: NaiveDate,
        /// Why, in words.
        pub reason: Reason,
    }
}

impl AccreditationChangeRequest {
    fn change(&self, change: Change) -> NewStatusChange {
        NewStatusChange { change, reason_code: None, reason: self.reason.clone() }
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

impl AccreditationSuspensionRequest {
    /// The suspension.
    pub(super) fn suspension(&self) -> NewStatusChange {
        let change = Change::Suspension { from: self.effective_on, until: self.until };
        NewStatusChange { change, reason_code: None, reason: self.reason.clone() }
    }
}

impl AccreditationExtensionRequest {
    /// The extension.
    pub(super) fn extension(&self) -> NewStatusChange {
        let change = Change::Extension { from: self.effective_on, until: self.accredited_until };
        NewStatusChange { change, reason_code: None, reason: self.reason.clone() }
    }
}

view! {
    /// A change of an accreditation. By whom is on record, and not for the public.
    pub struct AccreditationChangeView(record: &StatusRecord) {
        /// `suspension`, `reinstatement`, `withdrawal`, `extension` or `correction`.
        pub kind: String = record.change.kind(),
        /// The first day of it; of a correction, the first day of the accreditation.
        pub effective_on: NaiveDate = record.change.from(),
        /// The last day of a suspension that ends by itself; of an extension or a correction, the last day of the accreditation.
        pub until: Option<NaiveDate> = record.change.until(),
        /// Why, in words.
        pub reason: String,
        /// When it was recorded.
        pub recorded_at: DateTime<Utc>,
    }
}
