//! Verifications: one number for anybody, a thousand at once for employers.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Answer;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, Parameters};
use crate::http::middleware::etag::tag_of;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::http::verification::Asker;
use crate::http::view::{Show, view};
use crate::input::fields::Pasted;
use crate::input::form::{Several, form};
use crate::registry::verifications::{BodyName, Holder, LONGEST_NUMBER, Question, Verification};
use crate::scheme::identity::NameMatch;
use crate::scheme::person::LONGEST_NAME;

view! {
    /// The answer about one number.
    #[schema(example = json!({"number": "7K3M-9QXP-T2VZ", "status": "valid", "as_of": "2026-11-23", "checked_at": "2026-11-23T09:00:00Z", "qualification": "practitioner", "edition": "2011", "awarded_on": "2024-05-17", "expires_on": null, "renewable_from": null, "renewable_until": null, "renews": null, "renewed_by": null, "suspended_until": null, "result_annulled": false, "name_matches": true, "examined_by": {"id": "0190b5a0-0000-7000-8000-000000000007", "slug": "alder-certification", "name": "Alder Certification"}, "holder": {"given_names": "Adèle", "family_name": "Gaillard"}}))]
    pub struct VerificationView(verification: &Verification) {
        let certificate = verification.certificate.as_ref();
        let renewable = certificate.and_then(|certificate| certificate.renewable);
        let renewals = certificate.map(|certificate| certificate.renewals).unwrap_or_default();
        /// The number in its own spelling; as it was typed, when it is mistyped.
        pub number: String,
        /// `valid`, `suspended`, `withdrawn`, `expired`, `unknown`, or `mistyped`: a number that cannot be one.
        #[schema(pattern = "^(valid|suspended|withdrawn|expired|unknown|mistyped)$")]
        pub status: &'static str,
        /// The day that the status speaks of.
        pub as_of: NaiveDate,
        /// When it was looked up.
        pub checked_at: DateTime<Utc>,
        /// What the certificate certifies; null when it is unknown or mistyped.
        pub qualification: Option<String> = certificate.map(|certificate| &certificate.qualification),
        /// On which edition.
        pub edition: Option<String> = certificate.map(|certificate| &certificate.edition),
        /// As of which day it is awarded.
        pub awarded_on: Option<NaiveDate> = certificate.map(|certificate| certificate.awarded_on),
        /// Its last day, if it has one.
        pub expires_on: Option<NaiveDate> = certificate.and_then(|certificate| certificate.expires_on),
        /// The first day on which it may be renewed; null where the scheme renews none, and where it is renewed or withdrawn.
        pub renewable_from: Option<NaiveDate> = renewable.map(|days| days.from),
        /// The last day on which it may be renewed.
        pub renewable_until: Option<NaiveDate> = renewable.and_then(|days| days.until),
        /// The number of the certificate that it renews.
        pub renews: Option<String> = renewals.renews,
        /// The number of the certificate that renews it.
        pub renewed_by: Option<String> = renewals.renewed_by,
        /// The last day of a suspension that ends by itself.
        pub suspended_until: Option<NaiveDate> = certificate.and_then(|certificate| certificate.suspended_until),
        /// Whether the result that it was awarded on was annulled: of the wrong person or the wrong day, it should never have
        /// been, and the certificate is withdrawn as of its award. Null when it is unknown or mistyped.
        pub result_annulled: Option<bool> = certificate.map(|certificate| certificate.annulled),
        /// Whether the name that was asked for is the holder's: true or false, or `earlier_name` for one that was on record
        /// before the holder's name changed, as papers of then bear it. Null when none was asked for, or there is no holder.
        pub name_matches: Option<NameMatchView> = certificate.and_then(|certificate| certificate.name_matches),
        /// The body that examined; null where a registrar registered the result, or there is no certificate.
        pub examined_by: Option<ExaminerView> = certificate.and_then(|certificate| certificate.examined_by.as_ref()),
        /// The holder; null unless the holder agreed to be listed, or the name matches. Null for an earlier name.
        pub holder: Option<HolderView> = certificate.and_then(|certificate| certificate.holder.as_ref()),
    }
}

/// How a name compares with a holder's.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum NameMatchView {
    /// Whether it is the name on record.
    Whether(bool),
    /// It is not, and was before.
    Earlier(EarlierName),
}

/// That a name was on record before.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarlierName {
    /// The only word.
    EarlierName,
}

impl Show<NameMatchView> for NameMatch {
    fn show(self) -> NameMatchView {
        match self {
            Self::Matches => NameMatchView::Whether(true),
            Self::Differs => NameMatchView::Whether(false),
            Self::EarlierName => NameMatchView::Earlier(EarlierName::EarlierName),
        }
    }
}

view! {
    /// The holder of a certificate.
    pub struct HolderView(holder: &Holder) {
        /// All names but the family name.
        pub given_names: Option<String>,
        /// The family name, or the only name.
        pub family_name: String,
    }
}

view! {
    /// The body that examined.
    pub struct ExaminerView(body: &BodyName) {
        /// Its id.
        pub id: String,
        /// Its name in addresses.
        pub slug: String,
        /// Its name.
        pub name: String,
    }
}

form! {
    /// What is asked about the number in the address.
    #[example({"family_name": "Gaillard"})]
    pub struct VerificationRequest {
        /// The family name that the holder is said to have. Case, accents and Unicode form do not matter, nor does it
        /// whether letters are spelled as in passports: `Mueller` is `Müller`, `Khokhlova` is `Хохлова`.
        #[example("Gaillard")]
        pub family_name: Option<Pasted<LONGEST_NAME>>,
        /// The day of which the status is to speak; today when left out.
        pub on: Option<NaiveDate>,
    }

    /// Many questions at once.
    #[example({"verifications": [{"number": "7K3M-9QXP-T2VZ", "family_name": "Gaillard"}, {"number": "5RD8-NZ2C-7QWY", "on": "2024-04-30"}]})]
    pub struct VerificationsRequest {
        /// The questions: up to 1,000.
        pub verifications: Several<Question, 1, 1000>,
    }
}

/// Answers in the order of the questions.
#[derive(Serialize, ToSchema)]
pub struct VerificationsView {
    /// The answers, in order.
    pub items: Vec<VerificationView>,
}

/// Verify a certificate
///
/// Public. The number alone gives status, qualification, edition, dates and the body that examined. The holder's name is shown only if the
/// holder agreed to be listed, or if the family name that is asked for matches. A family name that the holder had on record
/// before a change is `earlier_name`: the certificate is that person's, and the new name is not told. When the registry
/// cannot tell, the answer is an error, never `valid`. Wrong names are counted for each certificate; over the limit no name
/// is compared for a while (429 `too_many_guesses`), and the number alone is answered still. A client that sends its token
/// guesses for itself alone. An address is kept in histories and logs: send a name with `POST` where you can.
#[utoipa::path(tag = "verifications",
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ"), VerificationRequest),
    responses((status = 200, description = "The answer", body = VerificationView)))]
#[get("/v1/verifications/{number}")]
pub async fn verify_certificate(
    request: HttpRequest,
    number: Path<String>,
    query: Parameters<VerificationRequest>,
    state: Data<State>,
) -> Answer {
    let has_name = query.0.family_name.is_some();
    let view = verify(&request, &state, &number, query.0).await?;
    let mut response = HttpResponse::Ok();
    if has_name {
        // It may show who holds the certificate to whoever asked: it is kept nowhere.
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        return Ok(response.json(view));
    }
    // To be asked about each time: a certificate may be suspended the next moment.
    response.insert_header((header::CACHE_CONTROL, "public, no-cache"));
    if let Some(tag) = weak_tag(&view) {
        response.insert_header((header::ETAG, tag));
    }
    Ok(response.json(view))
}

/// Verify a certificate with a name
///
/// Public. The same as `GET`, with the family name in the body, so that it is in no address and no log.
#[utoipa::path(tag = "verifications", request_body = VerificationRequest,
    params(("number" = String, Path, description = "The certificate's number, in any spelling", example = "7K3M-9QXP-T2VZ")),
    responses((status = 200, description = "The answer", body = VerificationView)))]
#[post("/v1/verifications/{number}")]
pub async fn verify_certificate_with_name(
    request: HttpRequest,
    number: Path<String>,
    body: Body<VerificationRequest>,
    state: Data<State>,
) -> Answer {
    let view = verify(&request, &state, &number, body.value).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(view))
}

async fn verify(
    request: &HttpRequest,
    state: &State,
    number: &str,
    VerificationRequest { family_name, on }: VerificationRequest,
) -> Result<VerificationView, ApiError> {
    state.limits.check_verification(request)?;
    if family_name.is_some() {
        state.limits.check_name(request, number)?;
    }
    let number = number.chars().take(LONGEST_NUMBER).collect();
    let asker = Asker::of(state, request).await?;
    Ok(VerificationView::of(state.verify(&asker, Question { number, family_name, on }).await?))
}

/// A tag for what the answer says, whenever it was looked up.
fn weak_tag(view: &VerificationView) -> Option<String> {
    let shown = serde_json::to_value(view).ok()?;
    let mut members = shown.as_object()?.clone();
    members.remove("checked_at");
    Some(format!("W/{}", tag_of(serde_json::to_string(&members).ok()?.as_bytes())))
}

/// Verify many certificates at once
///
/// For employers: up to 1,000 numbers, answered in order. Each question counts. Where too many names of one certificate
/// are or were tried nothing is answered (429 `too_many_guesses`), and `errors` has the place of each.
#[utoipa::path(tag = "verifications", security(("bearer" = [])), request_body = VerificationsRequest,
    responses((status = 200, description = "The answers, in order", body = VerificationsView)))]
#[post("/v1/verifications")]
pub async fn verify_certificates(
    request: HttpRequest,
    caller: Authenticated,
    body: Body<VerificationsRequest>,
    state: Data<State>,
) -> Answer {
    let questions = body.value.verifications;
    state.limits.check_verifications(&caller.0.principal.to_string(), questions.len())?;
    let answers = state.verify_many(&Asker::of(&state, &request).await?, caller.0, questions).await?;
    let items = answers.into_iter().map(VerificationView::of).collect();
    Ok(HttpResponse::Ok().json(VerificationsView { items }))
}
