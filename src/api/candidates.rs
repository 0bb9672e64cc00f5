//! Candidates: for the bodies that know them, and for registrars. With them their eligibility.

use actix_web::web::Path;
use actix_web::{get, patch, post};
use chrono::{DateTime, NaiveDate, Utc};

use super::answers::{Answer, created_as};
use super::commands::{Change, Command};
use super::lists::{Listing, PartQuery};
use super::questions::{ListQuestion, Question};
use super::warnings::{Warned, WarningView};
use crate::error::Error;
use crate::http::assessment::AssessmentView;
use crate::http::extract::Parameters;
use crate::http::possible_candidate::PossibleCandidateView;
use crate::http::problem::ApiError;
use crate::http::view::view;
use crate::ids::CandidateId;
use crate::input::form::{OrUsual, form};
use crate::registry::Work;
use crate::registry::candidates::{self, Alike, Candidate, CandidateChanges, CandidateRequest};
use crate::registry::eligibility;
use crate::registry::lettering::Warnings;
use crate::registry::renewals::{self, RenewalState, RouteState};
use crate::scheme::assessment::Assessment;
use crate::scheme::likeness::PossibleCandidate;

view! {
    /// A candidate.
    pub struct CandidateView(candidate: &Candidate) {
        /// The candidate's id.
        pub id: String,
        /// The candidate's number: an identifier that opens nothing without the birth date.
        #[schema(example = "4J7RT-9WQ2C")]
        pub number: String,
        /// All names but the family name.
        pub given_names: Option<String>,
        /// The family name, or the only name.
        pub family_name: String,
        /// The day of birth.
        pub birth_date: NaiveDate,
        /// Where to write.
        pub email: Option<String>,
        /// Where the candidate lives (ISO 3166-1).
        pub country: Option<String>,
        /// Whether the candidate agreed to be shown by name: also in what was merged into the record.
        pub listed: bool = candidate.is_listed(),
        /// The record that this one was found to be a duplicate of, which is the candidate's; null for one that stands by
        /// itself.
        pub merged_into_id: Option<String> = candidate.merged_into,
        /// The body that registered the candidate, or in whose name a registrar did; null when a registrar did in nobody's.
        pub registered_by_body_id: Option<String> = candidate.registered_by_body,
        /// When.
        pub registered_at: DateTime<Utc>,
        /// When the record last changed.
        pub changed_at: DateTime<Utc>,
    }
}

/// List the candidates
///
/// A body sees its own. `POST /v1/candidate-searches` finds one by the number.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), params(PartQuery),
    responses((status = 200, description = "A part of the list, in the order of registration", body = Listing<CandidateView>)))]
#[get("/v1/candidates")]
pub async fn list_candidates(question: ListQuestion) -> Answer {
    question.list(move |work, (), part| Ok(candidates::list(work, part)?.map(CandidateView::of))).await
}

form! {
    /// Who is meant.
    pub struct RegistrationQuery {
        /// Whether it is somebody else than those on record who have the same names and birth date.
        pub confirm_new: OrUsual<bool>,
    }
}

view! {
    /// A candidate as registered.
    pub struct RegisteredCandidateView(candidate: &Candidate, possible: &Vec<PossibleCandidate>, warnings: Warnings) {
        /// The candidate.
        #[serde(flatten)]
        pub candidate: CandidateView = candidate,
        /// Others whom the body knows and who may be the same person: one thing of the names or the birth date differs.
        /// Left out where there is nobody.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        pub possible_candidates: Option<Vec<PossibleCandidateView>> = (!possible.is_empty()).then_some(possible),
        /// What is to be told of what was sent and taken: a name that no font of the registry can show on paper. Left out
        /// where there is nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        pub warnings: Option<Vec<WarningView>> = (!warnings.is_empty()).then_some(&warnings),
    }
}

/// Register a candidate
///
/// Somebody whom the body knows with the same names and birth date is the same person (409 `candidate_exists`), unless
/// `confirm_new` says otherwise. Who only looks like somebody known is registered, and `possible_candidates` says so: names
/// in another order, shorter, abbreviated, spelled otherwise or with one letter typed wrong, day and month of birth exchanged, or
/// one digit of it.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), params(RegistrationQuery), request_body = CandidateRequest,
    responses((status = 201, description = "The candidate is registered", body = RegisteredCandidateView)))]
#[post("/v1/candidates")]
pub async fn create_candidate(command: Command<CandidateRequest>, query: Parameters<RegistrationQuery>) -> Answer {
    let confirm_new = query.0.confirm_new;
    let alike = if confirm_new { Alike::default() } else { alike(&command).await? };
    command
        .create(move |work, new| {
            let candidate = candidates::register(work, new.candidate(), new.body_id.as_deref(), confirm_new)?;
            let warnings = work.unshown_names(candidate.given_names.as_ref(), Some(&candidate.family_name));
            let shown = RegisteredCandidateView::of(&candidate, &alike.of(&candidate.names()), warnings);
            created_as(format!("/v1/candidates/{}", candidate.id), &shown, &shown.candidate)
        })
        .await
}

/// Whom the body knows who may be the candidate that it registers.
async fn alike(command: &Command<CandidateRequest>) -> Result<Alike, ApiError> {
    let asked = command.form.clone();
    let find = move |work: &mut Work<'_>| {
        candidates::find_alike(work, &asked.candidate().identity(), asked.body_id.as_deref())
    };
    command.state.read(Some(command.caller()), find).await
}

/// The candidate's id in an address.
pub(super) fn parse_id(id: &str) -> Result<CandidateId, Error> {
    CandidateId::parse(id).ok_or(Error::NotFound("candidate"))
}

/// Read a candidate
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "The candidate", body = CandidateView)))]
#[get("/v1/candidates/{id}")]
pub async fn read_candidate(id: Path<String>, question: Question) -> Answer {
    question.answer(move |work, _| Ok(CandidateView::of(&candidates::find(work, parse_id(&id)?)?))).await
}

/// Change a candidate
///
/// For the body that registered the candidate, and for registrars. Of somebody who holds or held a certificate a body
/// changes neither names nor birth date here: it asks for that with `POST /v1/candidates/{id}/identity-changes`.
#[utoipa::path(tag = "candidates", security(("bearer" = [])), request_body = CandidateChanges,
    params(("id" = String, Path, description = "The candidate's id")),
    responses((status = 200, description = "The candidate as it is now", body = Warned<CandidateView>)))]
#[patch("/v1/candidates/{id}")]
pub async fn change_candidate(id: Path<String>, change: Change<CandidateChanges>) -> Answer {
    change
        .carry_out_warned(move |work, if_match, changes| {
            let unchanged = |known: &Candidate| if_match.check(&CandidateView::of(known));
            let changed = candidates::change(work, parse_id(&id)?, unchanged, changes)?;
            let given_names = changes.given_names.as_ref().and_then(Option::as_ref);
            let warnings = work.unshown_names(given_names, changes.family_name.as_ref());
            Ok(Warned::new(CandidateView::of(&changed), &warnings))
        })
        .await
}

form! {
    /// On which day.
    pub struct EligibilityQuery {
        /// The day of the sitting; today when left out.
        pub on: Option<NaiveDate>,
    }
}

view! {
    /// The reasoned answer of the rules, and what renewing the certificate takes that the candidate holds.
    pub struct EligibilityView(assessment: &Assessment, renewal: Option<&RenewalState>) {
        /// The reasoned answer.
        #[serde(flatten)]
        pub assessment: AssessmentView = assessment,
        /// What renewing the candidate's certificate of this qualification takes, and until when; null where the scheme renews
        /// none, and where there is none with a last day.
        pub renewal: Option<RenewalView> = renewal,
    }

    /// What renewing a certificate takes, and until when.
    pub struct RenewalView(state: &RenewalState) {
        /// The number of the certificate.
        pub certificate_number: String = state.certificate,
        /// Its last day.
        pub expires_on: NaiveDate = state.last_day,
        /// The first day on which it may be renewed.
        pub renewable_from: NaiveDate = state.days.from,
        /// The last day on which it may be renewed.
        pub renewable_until: Option<NaiveDate> = state.days.until,
        /// The number of the certificate that renews it.
        pub renewed_by: Option<String> = state.renewed_by,
        /// Why it cannot be renewed on the day that is asked about, whatever is on record; null where it can.
        pub obstacle: Option<String> = &state.obstacle,
        /// What it is renewed by; each suffices.
        pub routes: Vec<RenewalRouteView> = &state.routes,
    }

    /// What a certificate is renewed by, and how far that is.
    pub struct RenewalRouteView(state: &RouteState) {
        /// `examination` or `points`.
        pub kind: &'static str = state.route.kind(),
        /// The examination that is passed.
        pub qualification: Option<String> = state.route.examination(),
        /// The points of continuing education that suffice.
        pub points: Option<u32> = state.route.points(),
        /// Whether it is taken.
        pub satisfied: bool,
        /// What it takes and what there is of it, in words.
        pub summary: String,
    }
}

/// Assess a candidate's eligibility
///
/// Every requirement, met or unmet, with the evidence that met it or what is missing; and what renewing the candidate's
/// certificate takes, where the scheme has certificates renewed.
#[utoipa::path(tag = "candidates", security(("bearer" = [])),
    params(
        ("id" = String, Path, description = "The candidate's id"),
        ("qualification" = String, Path, description = "The qualification's code", example = "auditor"),
        EligibilityQuery
    ),
    responses((status = 200, description = "The reasoned answer", body = EligibilityView)))]
#[get("/v1/candidates/{id}/eligibility/{qualification}")]
pub async fn assess_eligibility(path: Path<(String, String)>, question: Question<EligibilityQuery>) -> Answer {
    let (id, qualification) = path.into_inner();
    question
        .answer(move |work, query| {
            let id = parse_id(&id)?;
            let assessment = eligibility::assess(work, id, &qualification, query.on)?;
            let renewal = renewals::state(work, id, &qualification, query.on)?;
            Ok(EligibilityView::of(&assessment, renewal.as_ref()))
        })
        .await
}
