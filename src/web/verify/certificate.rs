//! `/verify/{number}`: what a certificate is worth, today or on an earlier day, and whose it is.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::Duration;
use url::form_urlencoded;

use super::day::read_day;
use super::facts::{Facts, whole_name};
use super::panel::Panel;
use super::{organisation, parameter, to_certificate, typed};
use crate::error::Error;
use crate::http::extract::read_small_form;
use crate::http::problem::ApiError;
use crate::http::security_log::{self, SecurityEvent};
use crate::http::state::State;
use crate::http::verification::Asker;
use crate::messages::{Text, isolated};
use crate::registry::verifications::{Question, Verification, VerifiedCertificate};
use crate::scheme::identity::NameMatch;
use crate::scheme::numbers::{CertificateNumber, Mistyped as TypedWrong};
use crate::scheme::person::LONGEST_NAME;
use crate::scheme::text::pasted;
use crate::web::page::{Keeping, Page, Reader, render};

#[derive(Template)]
#[template(path = "certificate.html")]
struct Certificate {
    page: Page,
    panel: Panel,
    number: String,
    /// The number in the field, for whoever compares it once more; nothing is wrong with its form.
    typed: String,
    mistake: Option<String>,
    /// `None` for a number that nobody has.
    facts: Option<Facts>,
    name: Name,
    name_address: String,
    /// The name in the field: what was asked for.
    typed_name: String,
    /// Today's status, for whoever looks at an earlier day.
    today_address: String,
    /// The day in the field, the last one that can be asked about, and what is wrong with it.
    day: String,
    last_day: String,
    day_mistake: Option<String>,
    /// The address, for whoever has the page on paper.
    printed: String,
}

/// What became of the question whose certificate it is. The panel says it, but for what is wrong with the question.
enum Name {
    NotAsked,
    /// With the sentence that says so.
    Matches(String),
    /// It was the holder's before.
    Earlier,
    /// It is somebody else's than this one's.
    Differs(String),
    /// With what is wrong with the name.
    Mistake(String),
    /// Too many wrong names were tried; with until when none is compared.
    Waits(String),
}

impl Name {
    const fn is_mistake(&self) -> bool {
        matches!(self, Self::Mistake(_))
    }
}

#[derive(Template)]
#[template(path = "mistyped.html")]
struct Mistyped {
    page: Page,
    panel: Panel,
    typed: String,
    typed_name: String,
    mistake: Option<String>,
}

pub(in crate::web) async fn show(
    reader: Reader,
    request: HttpRequest,
    typed: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let number = match typed::read(&typed) {
        Ok(number) if number.to_string() == *typed => number.to_string(),
        Ok(number) => return Ok(to_certificate(&reader, number)),
        Err(mistyped) => match organisation::certified_by(&reader, &state, &typed).await? {
            Some(certificate) => return Ok(certificate),
            None => return mistaken(&reader, &typed, &mistyped),
        },
    };
    state.limits.check_verification(&request)?;
    let asked = parameter(&request, "on").filter(|day| !day.trim().is_empty());
    let (on, day_mistake) = match asked.as_deref().map(|day| read_day(reader.text, &state, day)).transpose() {
        Ok(on) => (on, None),
        Err(mistake) => (None, Some(mistake)),
    };
    let verification =
        state.verify(&Asker::of(&state, &request).await?, Question { number, family_name: None, on }).await?;
    let keeping = if day_mistake.is_some() { Keeping::Private } else { Keeping::Never };
    let day = asked.unwrap_or_default();
    answer(&reader, &state, &verification, (Name::NotAsked, String::new()), (day, day_mistake), keeping)
}

/// `POST /verify/{number}`: whether a family name is the holder's. Posted, so that names are in no address and no log.
pub(in crate::web) async fn compare_name(
    reader: Reader,
    request: HttpRequest,
    typed: Path<String>,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let form = read_small_form(&request, payload.into_inner()).await?;
    match typed::read(&typed) {
        Ok(number) => compare(&reader, &request, &state, number, member(&form, "family_name")).await,
        Err(mistyped) => mistaken(&reader, &typed, &mistyped),
    }
}

/// `POST /verify`: a number and a name on one form. Without a name it leads to the page of the number.
pub(in crate::web) async fn check_number(
    reader: Reader,
    request: HttpRequest,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let form = read_small_form(&request, payload.into_inner()).await?;
    let (number, name) = (member(&form, "number"), member(&form, "family_name"));
    match typed::read(&number) {
        Ok(number) if name.trim().is_empty() => Ok(to_certificate(&reader, number)),
        Ok(number) => compare(&reader, &request, &state, number, name).await,
        // Nothing was typed, so nothing is wrong.
        Err(TypedWrong::Length { found: 0, .. }) => {
            let form = super::Form::of(&reader).with_name(&name);
            render(StatusCode::OK, reader.text.language(), Keeping::Private, &form)
        }
        Err(mistyped) => {
            if let Some(certificate) = super::certified_by(&reader, &state, &number).await? {
                return Ok(certificate);
            }
            let form =
                super::Form::of(&reader).mistyped(&number, Some(super::not_either(reader.text, &number, &mistyped)));
            let form = form.with_name(&name);
            render(StatusCode::UNPROCESSABLE_ENTITY, reader.text.language(), Keeping::Private, &form)
        }
    }
}

fn member(form: &[u8], name: &str) -> String {
    let found = form_urlencoded::parse(form).find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

async fn compare(
    reader: &Reader,
    request: &HttpRequest,
    state: &Data<State>,
    number: CertificateNumber,
    given: String,
) -> Result<HttpResponse, ApiError> {
    let number = number.to_string();
    state.limits.check_verification(request)?;
    let (family_name, mistake) = if given.trim().is_empty() {
        (None, Some(reader.text.say("name-missing")))
    } else {
        match pasted(&given, LONGEST_NAME) {
            Ok(name) => (Some(name), None),
            Err(_) => (None, Some(reader.text.say("name-unreadable"))),
        }
    };
    if family_name.is_some() {
        state.limits.check_name(request, &number)?;
    }
    let asker = Asker::of(state, request).await?;
    let question = Question { number, family_name: family_name.clone(), on: None };
    let (verification, waits) = match state.verify(&asker, question.clone()).await {
        Ok(verification) => (verification, None),
        Err(error) => match waits_for_names(&error) {
            // The number alone is answered, whatever was guessed about the name.
            Some(seconds) => (state.verify(&asker, Question { family_name: None, ..question }).await?, Some(seconds)),
            None => return Err(error),
        },
    };
    let name = match (mistake, waits, &verification.certificate) {
        (Some(mistake), ..) => Name::Mistake(mistake),
        (None, Some(seconds), _) => {
            let until = verification.checked_at + Duration::seconds(seconds);
            Name::Waits(reader.text.say_with("name-waits", &[("moment", reader.text.moment(until).into())]))
        }
        (None, None, Some(VerifiedCertificate { name_matches: Some(NameMatch::EarlierName), .. })) => Name::Earlier,
        (
            None,
            None,
            Some(VerifiedCertificate { name_matches: Some(NameMatch::Matches), holder: Some(holder), .. }),
        ) => Name::Matches(reader.text.say_with("name-matches", &[("name", isolated(&whole_name(holder)).into())])),
        (None, None, _) => Name::Differs(family_name.unwrap_or_default()),
    };
    let typed = given.chars().take(super::LONGEST_TYPED).collect();
    let mut page = answer(reader, state, &verification, (name, typed), (String::new(), None), Keeping::Private)?;
    if let Some(seconds) = waits {
        page.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(page)
}

/// The status, with what was found about the name.
fn panel(text: Text, verification: &Verification, name: &Name) -> Panel {
    let named = match name {
        Name::Differs(name) if verification.certificate.is_some() => {
            return Panel::of_another(text, verification, name);
        }
        Name::Matches(sentence) => vec![sentence.clone()],
        Name::Earlier => vec![text.say("name-earlier"), text.say("name-earlier-means")],
        Name::Differs(_) | Name::NotAsked | Name::Mistake(_) | Name::Waits(_) => Vec::new(),
    };
    let panel = Panel::of(text, verification);
    // Whoever has compared the name is not told to compare it.
    let is_compared = panel.kind == "valid" && !named.is_empty();
    let next = if is_compared { text.say("valid-next-named") } else { panel.next };
    let told = [named, panel.told].concat();
    Panel { told, next, ..panel }
}

/// For how many seconds no name is compared, where that is what an error says.
fn waits_for_names(error: &ApiError) -> Option<i64> {
    let Error::TooManyGuesses { wait_seconds, detail, .. } = error.error() else { return None };
    security_log::record(SecurityEvent::GuessLimitReached, detail);
    i64::try_from(*wait_seconds).ok()
}

/// The page of a text that is no number.
fn mistaken(reader: &Reader, typed: &str, mistyped: &TypedWrong) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let page = Mistyped {
        page: reader.page(text.say("status-mistyped")).asking_again(typed).unlisted(),
        panel: Panel::mistyped(text, super::not_either(text, typed, mistyped)),
        typed: typed.chars().take(super::LONGEST_TYPED).collect(),
        typed_name: String::new(),
        mistake: None,
    };
    render(StatusCode::NOT_FOUND, text.language(), Keeping::Private, &page)
}

fn answer(
    reader: &Reader,
    state: &State,
    verification: &Verification,
    (name, typed_name): (Name, String),
    (day, day_mistake): (String, Option<String>),
    keeping: Keeping,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let address = format!("/verify/{}", verification.number);
    let number = [("number", verification.number.as_str().into())];
    let page = reader
        .page(text.say_with("number-title", &number))
        .previewed(text.say_with("number-preview", &number))
        .described(text.say("number-description"))
        .at(address.clone())
        .unlisted();
    let status = match (&verification.certificate, &day_mistake, &name) {
        (None, ..) => StatusCode::NOT_FOUND,
        (Some(_), _, Name::Waits(_)) => StatusCode::TOO_MANY_REQUESTS,
        (Some(_), None, Name::NotAsked | Name::Matches(_) | Name::Earlier | Name::Differs(_)) => StatusCode::OK,
        (Some(_), ..) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Certificate {
        printed: text.say_with("print-address", &[("address", page.shown_address().into())]),
        page,
        panel: panel(text, verification, &name),
        number: verification.number.clone(),
        typed: verification.number.clone(),
        mistake: None,
        name,
        typed_name,
        name_address: reader.link(&address),
        today_address: reader.link(&address),
        day,
        last_day: verification.checked_at.date_naive().to_string(),
        day_mistake,
        facts: verification
            .certificate
            .as_ref()
            .map(|certificate| Facts::of(reader, state.registry.scheme(), certificate, verification.checked_at)),
    };
    render(status, text.language(), keeping, &page)
}
