//! A result at the desk: entered with what the candidate may sit in view, and the decision with its reasons.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::candidate::{Eligibility, assess, eligible, outcome, parse_id, title};
use super::candidates::{CANDIDATES, name_of};
use super::form::{Field, Form, Kind};
use super::frame::{self, Desk};
use super::sent::Sent;
use super::session::Acting;
use crate::error::{Reasoning, Refusal};
use crate::http::problem::ApiError;
use crate::ids::CandidateId;
use crate::messages::{Language, Text};
use crate::registry::results::{self, NewResult, RegisteredResult, Registration};
use crate::registry::{Work, candidates};
use crate::scheme::assessment::Assessment;
use crate::scheme::definition::QualificationCode;
use crate::web::page::{Keeping, Page, render};

#[derive(Template)]
#[template(path = "desk/result.html")]
struct ResultPage {
    page: Page,
    desk: Desk,
    name: String,
    form: Form,
    eligibility: Vec<Eligibility>,
    back: String,
}

/// `GET /desk/candidates/{id}/results`: the form of a result, with what the candidate may sit today.
pub(in crate::web) async fn show(acting: Acting, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let form = result_form(&acting, &id);
    result_page(&acting, &id, form, StatusCode::OK).await
}

fn result_form(acting: &Acting, id: &str) -> Form {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let scheme = acting.signed_in.state.registry.scheme();
    let choose = |code: &QualificationCode| (code.as_str().to_owned(), title(text, scheme, code.as_str()));
    let qualifications = scheme.qualifications.iter().map(|one| choose(&one.code)).collect();
    let action = reader.link(&format!("{CANDIDATES}/{id}/results"));
    let form = Form::new(action, text.say("desk-result-enter"), &acting.signed_in.form_token)
        .with(Field::of("qualification", text.say("desk-qualification"), Kind::Choice(qualifications)).required())
        .with(Field::of("sat_on", text.say("desk-sat-on"), Kind::DAY).required())
        .with(Field::of("marks", text.say("desk-marks"), Kind::NUMBER).hinted(text.say("desk-marks-hint")))
        .with(Field::line("reference", text.say("desk-reference")).hinted(text.say("desk-reference-hint")))
        .with(Field::line("format", text.say("desk-format")).hinted(text.say("desk-format-hint")))
        .with(Field::line("edition", text.say("desk-edition")).hinted(text.say("desk-format-hint")));
    if acting.role.assignment.body.is_some() {
        return form;
    }
    form.with(Field::line("body_id", text.say("desk-invite-body")).hinted(text.say("desk-result-body-hint")))
}

async fn result_page(acting: &Acting, id: &str, form: Form, status: StatusCode) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let (id, today) = (parse_id(id)?, signed_in.state.registry.now().date_naive());
    let read = move |work: &mut Work<'_>| Ok((candidates::find(work, id)?, assess(work, id, today)?));
    let (candidate, assessments) = signed_in.state.read(Some(signed_in.caller()), read).await?;
    let (reader, text) = (&signed_in.reader, signed_in.reader.text);
    let scheme = signed_in.state.registry.scheme();
    let shown = ResultPage {
        page: frame::page(signed_in, text.say("desk-result-enter")),
        desk: Desk::of(acting),
        name: name_of(&candidate),
        form,
        eligibility: assessments.iter().map(|assessment| eligible(text, scheme, assessment)).collect(),
        back: reader.link(&format!("{CANDIDATES}/{id}")),
    };
    render(status, text.language(), Keeping::Private, &shown)
}

#[derive(Template)]
#[template(path = "desk/decision.html")]
struct Decision {
    page: Page,
    desk: Desk,
    /// Which shape and colour the answer has: `valid`, `suspended` or `withdrawn`.
    tone: &'static str,
    word: String,
    sentences: Vec<String>,
    /// Why, as the registry says it.
    reasons: Vec<String>,
    is_english: bool,
    back: String,
}

/// `POST /desk/candidates/{id}/results`: registers a result, and shows the decision with its reasons.
pub(in crate::web) async fn enter(sent: Sent<Acting>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let Sent { who: acting, mut fields } = sent;
    let candidate = parse_id(&id)?;
    fields.set("candidate_id", candidate.to_string());
    let signed_in = &acting.signed_in;
    let registered = match fields.read::<NewResult>(&[]) {
        Ok(new) => {
            let register = move |work: &mut Work<'_>| results::register(work, &new);
            signed_in.state.write(signed_in.caller(), register).await.map_err(ApiError::into_error)
        }
        Err(error) => Err(error),
    };
    match registered {
        Ok((registration, _)) => decision_page(&acting, candidate, registration),
        Err(error) => {
            let form = result_form(&acting, &id).filled(&fields).refused(signed_in.reader.text, error)?;
            result_page(&acting, &id, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

fn decision_page(
    acting: &Acting,
    candidate: CandidateId,
    registration: Registration,
) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let (reader, text) = (&signed_in.reader, signed_in.reader.text);
    let (status, tone, word, sentences, reasons) = match registration {
        Registration::Registered(registered, assessment) => (
            StatusCode::CREATED,
            "valid",
            text.say("desk-result-registered"),
            awarded(text, &registered),
            met(&assessment),
        ),
        Registration::Unchanged(registered, assessment) => {
            let reasons = assessment.as_ref().map(met).unwrap_or_default();
            (StatusCode::OK, "suspended", text.say("desk-result-unchanged"), awarded(text, &registered), reasons)
        }
        Registration::Refused(refusal) => {
            let (sentences, reasons) = (vec![text.say("desk-result-refused-lead")], why(*refusal));
            (StatusCode::UNPROCESSABLE_ENTITY, "withdrawn", text.say("desk-result-refused"), sentences, reasons)
        }
    };
    let decision = Decision {
        page: frame::page(signed_in, text.say("desk-decision")),
        desk: Desk::of(acting),
        tone,
        word,
        sentences,
        reasons,
        is_english: text.language() != Language::English,
        back: reader.link(&format!("{CANDIDATES}/{candidate}")),
    };
    render(status, text.language(), Keeping::Private, &decision)
}

fn awarded(text: Text, registered: &RegisteredResult) -> Vec<String> {
    let outcome = text.say_with("desk-result-outcome", &[("outcome", outcome(text, registered.result.outcome).into())]);
    let number = registered.certificate.map(|number| number.to_string());
    let certificate = number.map(|number| text.say_with("desk-result-certificate", &[("number", number.into())]));
    [Some(outcome), certificate].into_iter().flatten().collect()
}

fn met(assessment: &Assessment) -> Vec<String> {
    vec![assessment.requirement.summary.clone()]
}

fn why(refusal: Refusal) -> Vec<String> {
    match refusal.reasoning.as_deref() {
        Some(Reasoning::Assessment(assessment)) => assessment.unmet().into_iter().map(str::to_owned).collect(),
        _ => vec![refusal.detail],
    }
}
