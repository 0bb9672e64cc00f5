//! The monthly word of a body that its certificates are on record as they are.

use actix_web::post;
use chrono::NaiveDate;

use crate::api::answers::{Answer, created_beside};
use crate::api::commands::Command;
use crate::http::view::view;
use crate::registry::organisation_certificates::{self as certificates, Confirmation, NewConfirmation};

view! {
    /// What was confirmed.
    pub struct ConfirmationView(confirmation: &Confirmation) {
        /// The body.
        pub body_id: String = confirmation.body,
        /// As of which day.
        pub confirmed_on: NaiveDate,
        /// The certificates: all that are confirmed as of that day by this call or before it.
        pub certificate_ids: Vec<String> = confirmation.certificates.iter().map(ToString::to_string).collect::<Vec<_>>(),
    }
}

/// Confirm organisation certificates
///
/// For the body that answers for them, once a month, with one call: that what is on record is right. Whoever looks a certificate
/// up is told as of which day it was confirmed last; what is not confirmed for more than a month is among what needs a registrar.
#[utoipa::path(tag = "organisation certificates", security(("bearer" = [])), request_body = NewConfirmation,
    responses((status = 201, description = "They are confirmed", body = ConfirmationView)))]
#[post("/v1/organisation-certificate-confirmations")]
pub async fn confirm_organisation_certificates(command: Command<NewConfirmation>) -> Answer {
    command
        .create(move |work, new| {
            let confirmation = certificates::confirm(work, new)?;
            let address = format!("/v1/organisation-certificates?body={}", confirmation.body);
            created_beside(address, &ConfirmationView::of(&confirmation))
        })
        .await
}
