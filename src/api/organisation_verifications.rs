//! Verifications of organisations' certificates, by the numbers on their papers.

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::Answer;
use super::organisation_certificates::views::{BodyNameView, LegalEntityView, OrganisationNameView, SiteView};
use super::questions::{Anybody, Question};
use crate::http::verification::Asker;
use crate::http::view::view;
use crate::registry::organisation_certificates::{self as certificates, Choice, PublicOrganisationCertificate};
use crate::scheme::lifecycle::Status;

view! {
    /// The answer about the number of an organisation's certificate.
    pub struct OrganisationVerificationView(verification: &certificates::Verification) {
        /// The number as it was asked.
        pub number: String,
        /// `valid`, `suspended`, `withdrawn` or `expired`; `ambiguous`: several bodies use the number, and `choices` says which;
        /// `unknown`: no published certificate has it, on that day; `mistyped`: no certificate can have it.
        #[schema(pattern = "^(valid|suspended|withdrawn|expired|ambiguous|unknown|mistyped)$")]
        pub status: &'static str,
        /// The day that the status speaks of.
        pub as_of: NaiveDate,
        /// When it was looked up.
        pub checked_at: DateTime<Utc>,
        /// The certificate, unless it is ambiguous, unknown or mistyped.
        pub certificate: Option<VerifiedOrganisationCertificateView> = verification.certificate.as_ref(),
        /// Whose the number may be, if it is ambiguous: ask again with one of these bodies, and the number as it is written here.
        pub choices: Vec<NumberChoiceView> = &verification.choices,
    }

    /// An organisation's certificate that was verified.
    pub struct VerifiedOrganisationCertificateView(certificate: &PublicOrganisationCertificate) {
        let particulars = &certificate.particulars;
        /// Its id.
        pub id: String,
        /// The registry's own number of it, by which it is verified at the short address `/o/{register_number}`; null for a confidential one.
        pub register_number: Option<String> = certificate.register_number.map(|number| number.to_string()),
        /// Who is certified.
        pub organisation: OrganisationNameView = &certificate.organisation,
        /// The body that answers for it.
        pub body: BodyNameView = &certificate.body,
        /// The first day on which that body answers for it and is withdrawn; null while it is not.
        pub issuer_withdrawn_on: Option<NaiveDate> = certificate.departure.map(|departure| departure.withdrawn_on),
        /// The last day on which another body may take it over then, and on which it is valid if none does.
        pub transferable_until: Option<NaiveDate> = certificate.departure.map(|departure| departure.transferable_until),
        /// The number that it has with that body. One that was transferred has another than on its first paper.
        pub number: String = &certificate.number,
        /// The edition of ISO/IEC 20000-1.
        pub edition: String = &certificate.edition,
        /// The first day.
        pub issued_on: NaiveDate,
        /// The last day.
        pub expires_on: NaiveDate,
        /// The last day of a suspension that ends by itself.
        pub suspended_until: Option<NaiveDate> = match certificate.status {
            Status::Suspended { until } => until,
            _ => None,
        },
        /// As of which day, by then, the body that answers for it confirmed it last.
        pub last_confirmed_on: Option<NaiveDate>,
        /// What the organisation is certified for.
        pub scope_statement: String = &certificate.scope_statement,
        /// Where.
        pub sites: Vec<SiteView> = &certificate.sites,
        /// When the organisation was certified first.
        pub originally_issued_on: NaiveDate,
        /// By which other names the organisation trades.
        pub trading_names: Vec<String> = &particulars.trading_names,
        /// The street of the organisation, with the number of the house.
        pub street: Option<String> = particulars.street.as_ref(),
        /// Its postcode.
        pub postcode: Option<String> = particulars.postcode.as_ref(),
        /// Under whose accreditation the body certified.
        pub accreditation_body: Option<String> = particulars.accreditation_body.as_ref(),
        /// The number of that accreditation.
        pub accreditation_number: Option<String> = particulars.accreditation_number.as_ref(),
        /// The other legal entities that it covers.
        pub legal_entities: Vec<LegalEntityView> = &particulars.legal_entities,
        /// The sectors that it covers, by their codes in IAF ID 1.
        pub sector_codes: Vec<i64> = particulars.sector_codes.clone(),
        /// Whether it is told only to who knows its number and its body, as the asker does.
        pub confidential: bool,
    }

    /// A body that uses a number.
    pub struct NumberChoiceView(choice: &Choice) {
        /// The body.
        pub body: BodyNameView = &choice.body,
        /// The number as it writes it.
        pub number: String = &choice.number,
    }
}

/// Verify an organisation's certificate
///
/// Public: by the number on its paper, which is its body's, or by the registry's own. Where several bodies use a number, the
/// answer is `ambiguous` and names them; `body` chooses one. A certificate that was transferred is found by its earlier
/// numbers too. A confidential one is told to nobody who does not name its body as well. When the registry cannot tell, the answer is an error, never `valid`.
#[utoipa::path(tag = "verifications", params(certificates::Question),
    responses((status = 200, description = "The answer", body = OrganisationVerificationView)))]
#[get("/v1/organisation-verifications")]
pub async fn verify_organisation_certificate(question: Question<certificates::Question, Anybody>) -> Answer {
    let Question { state, request, query, .. } = question;
    state.limits.check_verification(&request)?;
    let asker = Asker::of(&state, &request).await?;
    let found = state.verify_organisation(&asker, query).await?;
    // Told with the moment at which it was looked up.
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.json(OrganisationVerificationView::of(&found)))
}
