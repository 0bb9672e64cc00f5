//! Changes of who a candidate is on record: asked for by bodies, decided by registrars.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Sent, create, created};
use super::candidates::parse_id;
use super::lists::{self, Listing, PartParameters, PartQuery};
use crate::error::Error;
use crate::http::authentication::Authenticated;
use crate::http::extract::{Body, IdempotencyKey, Parameters};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::idempotency::StoredAnswer;
use crate::registry::identity_changes::{self, EarlierIdentity, IdentityChange, NewDecision, NewIdentityChange};
use crate::scheme::Complaint;
use crate::scheme::identity::{ChangeReason, IdentityEdit};
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{Method, Note, Reason};

/// A change of who a candidate is on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityChangeView {
    /// Its id.
    pub id: String,
    /// The candidate's id.
    pub candidate_id: String,
    /// The body that asks for it; null for a registrar's own.
    pub body_id: Option<String>,
    /// `requested`, `agreed`, `refused`, or `withdrawn` by the body.
    #[schema(pattern = "^(requested|agreed|refused|withdrawn)$")]
    pub state: &'static str,
    /// What changes: `given_names`, `family_name`, `birth_date`.
    pub fields: Vec<&'static str>,
    /// The given names that are asked for; null where they are to be cleared or do not change.
    pub given_names: Option<String>,
    /// The family name that is asked for; null where it does not change.
    pub family_name: Option<String>,
    /// The birth date that is asked for; null where it does not change.
    pub birth_date: Option<NaiveDate>,
    /// Why.
    pub reason: &'static str,
    /// How it was proved; null where a registrar changed the record itself.
    pub proof: Option<IdentityProofView>,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// Who decided, or withdrew it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// In which words.
    pub words: Option<String>,
    /// What it took the place of, once it is agreed.
    pub earlier: Option<EarlierIdentityView>,
}

/// How a change was proved.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityProofView {
    /// How, in a word or two.
    pub method: String,
    /// What else is to be said.
    pub note: Option<String>,
}

/// Names and birth date that were on record before.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierIdentityView {
    /// All names but the family name.
    pub given_names: Option<String>,
    /// The family name, or the only name.
    pub family_name: String,
    /// The day of birth.
    pub birth_date: NaiveDate,
    /// The first day on which they were on record.
    pub recorded_from: NaiveDate,
    /// The last one.
    pub recorded_until: NaiveDate,
}

impl From<&IdentityChange> for IdentityChangeView {
    fn from(change: &IdentityChange) -> Self {
        let decision = change.decision.as_ref();
        let given = |names: &GivenNames| names.as_str().to_owned();
        let family = |name: &FamilyName| name.as_str().to_owned();
        let earlier = change.earlier.as_ref().zip(decision).map(|(earlier, decision)| {
            let EarlierIdentity { identity, from } = earlier;
            EarlierIdentityView {
                given_names: identity.given_names.as_ref().map(given),
                family_name: family(&identity.family_name),
                birth_date: identity.birth_date,
                recorded_from: *from,
                recorded_until: decision.at.date_naive(),
            }
        });
        let proof = change.proof_method.clone();
        Self {
            id: change.id.to_string(),
            candidate_id: change.candidate.to_string(),
            body_id: change.body.map(|body| body.to_string()),
            state: change.state.as_str(),
            fields: change.edit.fields(),
            given_names: change.edit.given_names.as_ref().and_then(Option::as_ref).map(given),
            family_name: change.edit.family_name.as_ref().map(family),
            birth_date: change.edit.birth_date,
            reason: change.reason.as_str(),
            proof: proof.map(|method| IdentityProofView { method, note: change.proof_note.clone() }),
            requested_by: change.requested_by.clone(),
            requested_at: change.requested_at,
            decided_by: decision.map(|decision| decision.by.clone()),
            decided_at: decision.map(|decision| decision.at),
            words: decision.and_then(|decision| decision.words.clone()),
            earlier,
        }
    }
}

/// A change that is asked for. What is left out stays; at least one of names and birth date changes.
#[derive(ToSchema)]
#[schema(example = json!({"family_name": "Gaillard-Petit", "reason": "marriage", "proof": {"method": "marriage_certificate", "note": "The original was shown at our office in Lyon."}}))]
pub struct IdentityChangeRequest {
    /// All names but the family name; null clears them.
    #[schema(min_length = 1, max_length = 200)]
    pub given_names: Option<String>,
    /// The family name, or the only name.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub family_name: Option<String>,
    /// The day of birth.
    #[schema(nullable = false)]
    pub birth_date: Option<NaiveDate>,
    /// Why: `marriage`, `divorce`, `legal_change`, `spelling`, `recording_error`, or `other`, which the proof's note says.
    #[schema(pattern = "^(marriage|divorce|legal_change|spelling|recording_error|other)$")]
    pub reason: String,
    /// How it was proved.
    pub proof: IdentityProofRequest,
}

/// How a change was proved.
#[derive(ToSchema)]
#[schema(example = json!({"method": "marriage_certificate", "note": "The original was shown at our office in Lyon."}))]
pub struct IdentityProofRequest {
    /// How, in a word or two: which document was seen.
    #[schema(min_length = 1, max_length = 100)]
    pub method: String,
    /// What else is to be said.
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// A proof as it is read.
pub struct NewProof {
    method: Method,
    note: Option<Note>,
}

impl FromObject for NewProof {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let method = object.required("method", Method::parse);
        let note = object.optional("note", Note::parse);
        Some(Self { method: method?, note })
    }
}

impl FromObject for NewIdentityChange {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let edit = IdentityEdit {
            given_names: object.change("given_names", GivenNames::parse),
            family_name: object.replacement("family_name", FamilyName::parse),
            birth_date: object.replacement("birth_date", crate::input::object::parse_date),
        };
        let reason = object.required("reason", ChangeReason::parse);
        if !object.has("proof") {
            object.complain("proof", Complaint::new("required", "is missing"));
        }
        let proof = object.optional_object("proof", NewProof::from_object);
        if reason == Some(ChangeReason::Other) && proof.as_ref().is_some_and(|proof| proof.note.is_none()) {
            object.complain("proof", Complaint::new("required", "needs a `note` that says the reason"));
        }
        let NewProof { method, note } = proof?;
        Some(Self { edit, reason: reason?, proof_method: method, proof_note: note })
    }
}

/// What a registrar decides.
#[derive(ToSchema)]
#[schema(example = json!({"agreed": false, "words": "The document that was shown is of somebody else."}))]
pub struct IdentityDecisionRequest {
    /// Whether it is agreed: then it is on record from now on.
    pub agreed: bool,
    /// Why not, or what else is to be said; required unless it is agreed. The body reads it.
    #[schema(min_length = 1, max_length = 2000)]
    pub words: Option<String>,
}

impl FromObject for NewDecision {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let agreed = object.required_boolean("agreed");
        let words = object.optional("words", Reason::parse);
        match (agreed?, words) {
            (true, words) => Some(Self::Agreed { words }),
            (false, Some(words)) => Some(Self::Refused { words }),
            (false, None) => {
                if !object.has("words") {
                    object.complain("words", Complaint::new("required", "is missing: say why it is not agreed"));
                }
                None
            }
        }
    }
}

fn recorded(change: &IdentityChange) -> Result<StoredAnswer, Error> {
    let address = format!("/v1/candidates/{}/identity-changes/{}", change.candidate, change.id);
    created(address, &IdentityChangeView::from(change))
}

/// Ask for a change of name or birth date
///
/// For the body that registered the candidate, and for registrars. A body's request waits for a registrar; a registrar's
/// own takes effect at once. What was on record before stays on record, and a verification by an earlier family name
/// says so.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = IdentityChangeRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 201, description = "The change: requested, or agreed if a registrar asks", body = IdentityChangeView)))]
#[post("/v1/candidates/{id}/identity-changes")]
pub async fn request_identity_change(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    key: IdempotencyKey,
    body: Body<NewIdentityChange>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| recorded(&identity_changes::request(work, parse_id(&id)?, &body.value)?)).await
}

/// List the changes of a candidate's name or birth date
///
/// For the body that registered the candidate, and for registrars: those that were asked for, and what was on record
/// before those that were agreed.
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id"), PartParameters),
    responses((status = 200, description = "A part of the list, in the order in which they were asked for", body = Listing<IdentityChangeView>)))]
#[get("/v1/candidates/{id}/identity-changes")]
pub async fn list_identity_changes(
    request: HttpRequest,
    caller: Authenticated,
    id: Path<String>,
    query: Parameters<PartQuery>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let part = query.0.request(&request)?;
    let page = state.read(Some(caller.0), move |work| identity_changes::list(work, parse_id(&id)?, &part)).await?;
    Ok(lists::answer(&request, page.map(|change| IdentityChangeView::from(&change))))
}

/// Read a change of a candidate's name or birth date
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("change_id" = String, Path, description = "The change's id")
    ),
    responses((status = 200, description = "The change", body = IdentityChangeView)))]
#[get("/v1/candidates/{id}/identity-changes/{change_id}")]
pub async fn read_identity_change(
    caller: Authenticated,
    path: Path<(String, String)>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, change_id) = path.into_inner();
    let change = state.read(Some(caller.0), move |work| identity_changes::find(work, parse_id(&id)?, &change_id));
    Ok(HttpResponse::Ok().json(IdentityChangeView::from(&change.await?)))
}

/// Decide on a change of a candidate's name or birth date
///
/// For registrars. Agreed, it is on record from now on; refused, the body reads why.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = IdentityDecisionRequest,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("change_id" = String, Path, description = "The change's id")
    ),
    responses((status = 201, description = "The change as it is now", body = IdentityChangeView)))]
#[post("/v1/candidates/{id}/identity-changes/{change_id}/decisions")]
pub async fn decide_identity_change(
    request: HttpRequest,
    caller: Authenticated,
    path: Path<(String, String)>,
    key: IdempotencyKey,
    body: Body<NewDecision>,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, change_id) = path.into_inner();
    let sent = Sent::new(&request, caller.0, key, &body.digest);
    create(&state, sent, move |work| {
        recorded(&identity_changes::decide(work, parse_id(&id)?, &change_id, &body.value)?)
    })
    .await
}

/// Withdraw the request for a change of a candidate's name or birth date
///
/// For the body that asked, while it waits.
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("change_id" = String, Path, description = "The change's id")
    ),
    responses((status = 201, description = "The change as it is now", body = IdentityChangeView)))]
#[post("/v1/candidates/{id}/identity-changes/{change_id}/withdrawals")]
pub async fn withdraw_identity_change(
    request: HttpRequest,
    caller: Authenticated,
    path: Path<(String, String)>,
    key: IdempotencyKey,
    state: Data<Arc<State>>,
) -> Result<HttpResponse, ApiError> {
    let (id, change_id) = path.into_inner();
    let sent = Sent::new(&request, caller.0, key, &[]);
    create(&state, sent, move |work| recorded(&identity_changes::withdraw(work, parse_id(&id)?, &change_id)?)).await
}
