//! `/eligibility`: whether what somebody has suffices to sit an examination on a day, and exactly what is missing. Nobody
//! says who it is, and nothing is stored.

mod answer;
mod fields;
mod given;
mod reading;
mod wanted;
mod words;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::answer::Answer;
use self::fields::Fields;
use self::given::Given;
use self::reading::{Mistakes, Reading};
use self::wanted::Wanted;
use super::page::{Keeping, Page, Reader, render};
use super::qualifications::Line;
use crate::error::{Error, InputError};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::messages::told::{Part, renewal};
use crate::registry::eligibility::{ClaimsAssessment, CourseChoice, assess_claims, choosable_courses};

#[derive(Template)]
#[template(path = "eligibility.html")]
struct Choice {
    page: Page,
    qualifications: Vec<Line>,
}

#[derive(Template)]
#[template(path = "eligibility_form.html")]
struct FormPage {
    page: Page,
    fields: Fields,
    /// What the scheme asks for, where that is explained.
    qualification_address: String,
    mistaken: Option<String>,
    answer: Option<Answer>,
    /// What renewing a certificate takes, and until when.
    renewal: Vec<Part>,
}

pub(super) async fn choose(reader: Reader, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let page = reader.page(text.say("eligibility-title")).described(text.say("eligibility-description"));
    let page = Choice { page, qualifications: Line::all(&reader, scheme, "/eligibility") };
    render(StatusCode::OK, text.language(), Keeping::Minutes, &page)
}

/// What the registry says: the answer, or what is wrong with the claims.
type Outcome = Result<ClaimsAssessment, Vec<InputError>>;

/// `GET /eligibility/{code}`: the form, and the answer to what is in it.
pub(super) async fn show(
    reader: Reader,
    request: HttpRequest,
    code: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let (text, scheme) = (reader.text, state.registry.scheme());
    let qualification = scheme.qualification(&code).ok_or(Error::NotFound("qualification"))?;
    let wanted = Wanted::of(scheme, &qualification.requirement);
    let given = Given::of(&request, &wanted);
    if !given.is_empty() {
        state.limits.check_verification(&request)?;
    }
    let mut reading = Reading::of(&given, &wanted);
    let asks = given.asks() || wanted.is_nothing();
    let question = (asks && reading.mistakes.is_empty()).then(|| (reading.claims.clone(), reading.on));
    let (courses, code) = (wanted.course_codes(), qualification.code.clone());
    let (choices, outcome) = state
        .read(None, move |work| {
            let choices: Result<Vec<Vec<CourseChoice>>, Error> =
                courses.iter().map(|code| choosable_courses(work, code)).collect();
            let outcome = question.as_ref().map(|(claims, on)| match assess_claims(work, code.as_str(), claims, *on) {
                Err(Error::Invalid(errors)) => Ok(Err(errors)),
                other => other.map(Ok),
            });
            Ok((choices?, outcome.transpose()?))
        })
        .await?;
    let assessed = outcome.and_then(|outcome: Outcome| reading.settle(outcome));
    let mistakes = if asks { reading.mistakes } else { Mistakes::default() };
    let title = text.say_with("eligibility-of", &[("title", qualification.title.as_str().into())]);
    let page = reader.page(title.clone()).described(text.say("eligibility-description"));
    let page = FormPage {
        page: if given.is_empty() { page } else { page.keeping(given.parameters()).unlisted().unshared() },
        fields: Fields::of(text, &given, &wanted, &choices, &mistakes),
        qualification_address: reader.link(&format!("/qualifications/{}", qualification.code)),
        mistaken: mistaken(text, &mistakes),
        renewal: qualification.renewal.as_ref().map(|known| renewal(text, scheme, known)).unwrap_or_default(),
        answer: assessed.map(|assessed| Answer::of(text, &qualification.title, &assessed)),
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let keeping = if given.is_empty() && page.answer.is_none() { Keeping::Minutes } else { Keeping::Private };
    render(status, text.language(), keeping, &page)
}

fn mistaken(text: Text, mistakes: &Mistakes) -> Option<String> {
    (!mistakes.is_empty()).then(|| text.say_with("eligibility-mistakes", &[("count", mistakes.len().into())]))
}
