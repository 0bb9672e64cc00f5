//! Which operations may meet a record in another state than they need.

/// Those of them that create nothing. What creates may meet one in any case.
const CONFLICTING: [&str; 12] = [
    "change_candidate",
    "change_course_session",
    "change_person",
    "correct_document",
    "correct_notice",
    "end_session",
    "read_certificate_pdf",
    "read_credential",
    "read_organisation_confirmation",
    "read_organisation_credential",
    "remove_passkey",
    "withdraw_invitation",
];

/// Whether 409 is among the answers of the operation with this id.
pub(super) fn may_conflict(id: &str) -> bool {
    CONFLICTING.contains(&id)
}
