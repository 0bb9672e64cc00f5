//! Changes of who a candidate is on record: asked for by bodies, decided by registrars.

use actix_web::web::Path;
use actix_web::{get, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::Answer;
use super::candidates::parse_id;
use super::commands::Command;
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use super::warnings::Warned;
use crate::error::Error;
use crate::http::view::view;
use crate::input::form::{Replacement, form};
use crate::input::object::{FromObject, ObjectReader};
use crate::registry::Work;
use crate::registry::idempotency::StoredAnswer;
use crate::registry::identity_changes::{self, EarlierIdentity, IdentityChange, NewDecision, NewIdentityChange};
use crate::scheme::Complaint;
use crate::scheme::identity::{ChangeReason, IdentityEdit};
use crate::scheme::person::{FamilyName, GivenNames};
use crate::scheme::text::{Method, Note, Reason};

view! {
    /// A change of who a candidate is on record.
    pub struct IdentityChangeView(change: &IdentityChange) {
        let decision = change.decision.as_ref();
        let proof = change.proof_method.as_ref().map(|method| IdentityProofView::of(method, change));
        let replaced = change.earlier.as_ref().zip(decision);
        let earlier = replaced.map(|(earlier, decision)| EarlierIdentityView::of(earlier, decision.at));
        /// Its id.
        pub id: String,
        /// The candidate's id.
        pub candidate_id: String = change.candidate,
        /// The body that asks for it; null for a registrar's own.
        pub body_id: Option<String> = change.body,
        /// `requested`, `agreed`, `refused`, or `withdrawn` by the body.
        #[schema(pattern = "^(requested|agreed|refused|withdrawn)$")]
        pub state: &'static str = change.state.as_str(),
        /// What changes: `given_names`, `family_name`, `birth_date`.
        pub fields: Vec<&'static str> = change.edit.fields(),
        /// The given names that are asked for; null where they are to be cleared or do not change.
        pub given_names: Option<String> = change.edit.given_names.as_ref().and_then(Option::as_ref),
        /// The family name that is asked for; null where it does not change.
        pub family_name: Option<String> = &change.edit.family_name,
        /// The birth date that is asked for; null where it does not change.
        pub birth_date: Option<NaiveDate> = change.edit.birth_date,
        /// Why.
        pub reason: &'static str = change.reason.as_str(),
        /// How it was proved; null where a registrar changed the record itself.
        pub proof: Option<IdentityProofView> = proof,
        /// Who asked.
        pub requested_by: String,
        /// When.
        pub requested_at: DateTime<Utc>,
        /// Who decided, or withdrew it.
        pub decided_by: Option<String> = decision.map(|decision| &decision.by),
        /// When.
        pub decided_at: Option<DateTime<Utc>> = decision.map(|decision| decision.at),
        /// In which words.
        pub words: Option<String> = decision.and_then(|decision| decision.words.as_ref()),
        /// What it took the place of, once it is agreed.
        pub earlier: Option<EarlierIdentityView> = earlier,
    }

    /// How a change was proved.
    pub struct IdentityProofView(method: &String, change: &IdentityChange) {
        /// How, in a word or two.
        pub method: String = method,
        /// What else is to be said.
        pub note: Option<String> = &change.proof_note,
    }

    /// Names and birth date that were on record before.
    pub struct EarlierIdentityView(earlier: &EarlierIdentity, decided_at: DateTime<Utc>) {
        /// All names but the family name.
        pub given_names: Option<String> = &earlier.identity.given_names,
        /// The family name, or the only name.
        pub family_name: String = &earlier.identity.family_name,
        /// The day of birth.
        pub birth_date: NaiveDate = earlier.identity.birth_date,
        /// The first day on which they were on record.
        pub recorded_from: NaiveDate = earlier.from,
        /// The last one.
        pub recorded_until: NaiveDate = decided_at.date_naive(),
    }
}

form! {
    /// A change that is asked for. What is left out stays; at least one of names and birth date changes.
    #[example({"family_name": "Gaillard-Petit", "reason": "marriage", "proof": {"method": "marriage_certificate", "note": "The original was shown at our office in Lyon."}})]
    pub struct IdentityChangeRequest {
        /// All names but the family name; null clears them.
        pub given_names: Option<Option<GivenNames>>,
        /// The family name, or the only name.
        pub family_name: Replacement<FamilyName>,
        /// The day of birth.
        pub birth_date: Replacement<NaiveDate>,
        /// Why: `marriage`, `divorce`, `legal_change`, `spelling`, `recording_error`, or `other`, which the proof's note says.
        pub reason: ChangeReason,
        /// How it was proved.
        pub proof: IdentityProofRequest => |object| {
            let has_no_note = proof.as_ref().is_some_and(|proof| proof.note.is_none());
            if reason == Some(ChangeReason::Other) && has_no_note {
                object.complain("proof", Complaint::new("required", "needs a `note` that says the reason"));
            }
        },
    }

    /// How a change was proved.
    #[example({"method": "marriage_certificate", "note": "The original was shown at our office in Lyon."})]
    pub struct IdentityProofRequest {
        /// How, in a word or two: which document was seen.
        pub method: Method,
        /// What else is to be said.
        pub note: Option<Note>,
    }

    /// What a registrar decides.
    #[example({"agreed": false, "words": "The document that was shown is of somebody else."})]
    pub struct IdentityDecisionRequest {
        /// Whether it is agreed: then it is on record from now on.
        pub agreed: bool,
        /// Why not, or what else is to be said; required unless it is agreed. The body reads it.
        pub words: Option<Reason> => |object| {
            if agreed == Some(false) && !object.has("words") {
                object.complain("words", Complaint::new("required", "is missing: say why it is not agreed"));
            }
        },
    }
}

impl FromObject for NewIdentityChange {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let IdentityChangeRequest { given_names, family_name, birth_date, reason, proof } =
            FromObject::from_object(object)?;
        let edit = IdentityEdit { given_names, family_name, birth_date };
        Some(Self { edit, reason, proof_method: proof.method, proof_note: proof.note })
    }
}

impl FromObject for NewDecision {
    fn from_object(object: &mut ObjectReader<'_>) -> Option<Self> {
        let IdentityDecisionRequest { agreed, words } = FromObject::from_object(object)?;
        if agreed { Some(Self::Agreed { words }) } else { words.map(|words| Self::Refused { words }) }
    }
}

fn recorded(work: &Work<'_>, change: &IdentityChange) -> Result<StoredAnswer, Error> {
    let address = format!("/v1/candidates/{}/identity-changes/{}", change.candidate, change.id);
    let given_names = change.edit.given_names.as_ref().and_then(Option::as_ref);
    let warnings = work.unshown_names(given_names, change.edit.family_name.as_ref());
    Warned::new(IdentityChangeView::of(change), &warnings).created(address)
}

/// Ask for a change of name or birth date
///
/// For the body that registered the candidate, and for registrars. A body's request waits for a registrar; a registrar's
/// own takes effect at once. What was on record before stays on record, and a verification by an earlier family name
/// says so.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = IdentityChangeRequest,
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 201, description = "The change: requested, or agreed if a registrar asks", body = Warned<IdentityChangeView>)))]
#[post("/v1/candidates/{id}/identity-changes")]
pub async fn request_identity_change(id: Path<String>, command: Command<NewIdentityChange>) -> Answer {
    command
        .create(move |work, new| {
            let change = identity_changes::request(work, parse_id(&id)?, new)?;
            recorded(work, &change)
        })
        .await
}

/// List the changes of a candidate's name or birth date
///
/// For the body that registered the candidate, and for registrars: those that were asked for, and what was on record
/// before those that were agreed.
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id"), PartQuery),
    responses((status = 200, description = "A part of the list, in the order in which they were asked for", body = Listing<IdentityChangeView>)))]
#[get("/v1/candidates/{id}/identity-changes")]
pub async fn list_identity_changes(id: Path<String>, question: ListQuestion) -> Answer {
    question
        .list(move |work, (), part| Ok(identity_changes::list(work, parse_id(&id)?, part)?.map(IdentityChangeView::of)))
        .await
}

/// Read a change of a candidate's name or birth date
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("change_id" = String, Path, description = "The change's id")
    ),
    responses((status = 200, description = "The change", body = IdentityChangeView)))]
#[get("/v1/candidates/{id}/identity-changes/{change_id}")]
pub async fn read_identity_change(path: Path<(String, String)>, question: Question) -> Answer {
    let (id, change_id) = path.into_inner();
    question
        .answer(move |work, _| Ok(IdentityChangeView::of(&identity_changes::find(work, parse_id(&id)?, &change_id)?)))
        .await
}

/// Decide on a change of a candidate's name or birth date
///
/// For registrars. Agreed, it is on record from now on; refused, the body reads why.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = IdentityDecisionRequest,
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("change_id" = String, Path, description = "The change's id")
    ),
    responses((status = 201, description = "The change as it is now", body = Warned<IdentityChangeView>)))]
#[post("/v1/candidates/{id}/identity-changes/{change_id}/decisions")]
pub async fn decide_identity_change(path: Path<(String, String)>, command: Command<NewDecision>) -> Answer {
    let (id, change_id) = path.into_inner();
    command
        .create(move |work, new| {
            let change = identity_changes::decide(work, parse_id(&id)?, &change_id, new)?;
            recorded(work, &change)
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
    responses((status = 201, description = "The change as it is now", body = Warned<IdentityChangeView>)))]
#[post("/v1/candidates/{id}/identity-changes/{change_id}/withdrawals")]
pub async fn withdraw_identity_change(path: Path<(String, String)>, command: Command) -> Answer {
    let (id, change_id) = path.into_inner();
    command
        .create(move |work, _| {
            let change = identity_changes::withdraw(work, parse_id(&id)?, &change_id)?;
            recorded(work, &change)
        })
        .await
}
