//! `/o/{number}`: what an organisation's certificate is worth, today or on an earlier day; and `/verify/organisation`, where it is
//! looked up by the number on its paper, with the body that the paper names where several use the number.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::day::read_day;
use super::panel::Panel;
use super::{LONGEST_TYPED, mark, parameter};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::http::verification::Asker;
use crate::messages::{Text, isolated};
use crate::pdf::code_as_svg;
use crate::registry::organisation_certificates::{PublicOrganisationCertificate, Question, Verification};
use crate::registry::verifications::LONGEST_NUMBER;
use crate::scheme::Scheme;
use crate::scheme::lifecycle::Status;
use crate::scheme::numbers::{CertificateNumber, RegisterNumber};
use crate::scheme::search;
use crate::web::history::{Event, departed, of_organisation_certificate};
use crate::web::page::{Keeping, Page, Reader, render, see_other};
use crate::web::places;

#[derive(Template)]
#[template(path = "organisation_certificate.html")]
struct Certificate {
    page: Page,
    panel: Panel,
    number: String,
    /// `None` where there was no such certificate on the day.
    facts: Option<Facts>,
    today_address: String,
    /// Where it is told what to do as its body left.
    transfer_address: Option<String>,
    day: String,
    last_day: String,
    day_mistake: Option<String>,
    printed: String,
}

struct Facts {
    organisation: String,
    organisation_address: String,
    edition: String,
    body: String,
    body_address: String,
    scope_statement: String,
    sites: Vec<String>,
    particulars: Vec<(String, Vec<String>)>,
    issued: String,
    expires: String,
    suspended_until: Option<String>,
    confirmed: Option<String>,
    history: Vec<Event>,
    /// Where the code that holds the short link is drawn.
    code_address: String,
    /// The drawing itself, which costs no further request.
    code: String,
    link: String,
    mark_address: String,
    /// What a page of the organisation's has in it to show the mark.
    embedded: String,
}

/// The form, or why it leads nowhere.
#[derive(Template)]
#[template(path = "organisation_number.html")]
struct Ask {
    page: Page,
    panel: Option<Panel>,
    typed: String,
    typed_body: String,
    /// Whose the number may be: the body and its spelling, with where that leads.
    choices: Vec<(String, String, String)>,
}

/// `GET /o/{number}`: the short link, by the registry's own number.
pub(in crate::web) async fn show(
    reader: Reader,
    request: HttpRequest,
    typed: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let number = match RegisterNumber::parse(&typed) {
        Ok(number) if number.to_string() == *typed => number.to_string(),
        Ok(number) => return Ok(see_other(reader.link_keeping_day(&format!("/o/{number}")))),
        Err(_) => {
            let panel = Panel::mistyped(text, text.say("register-mistyped-means"));
            let page = reader.page(text.say("status-mistyped")).unlisted().at("/verify/organisation".to_owned());
            return asking(&reader, StatusCode::NOT_FOUND, &Ask { panel: Some(panel), ..Ask::of(page) });
        }
    };
    state.limits.check_verification(&request)?;
    let typed_day = parameter(&request, "on").filter(|day| !day.trim().is_empty());
    let (on, day_mistake) = match typed_day.as_deref().map(|day| read_day(text, &state, day)).transpose() {
        Ok(on) => (on, None),
        Err(mistake) => (None, Some(mistake)),
    };
    let asker = Asker::of(&state, &request).await?;
    let found = state.verify_organisation(&asker, Question { number: number.clone(), body: None, on }).await?;
    let address = format!("/o/{number}");
    let shown = found.certificate.as_ref().map_or(&number, |certificate| &certificate.number).clone();
    let title = [("number", shown.as_str().into())];
    let page = reader
        .page(text.say_with("number-title", &title))
        .previewed(text.say_with("number-preview", &title))
        .described(text.say("number-description"))
        .at(address.clone())
        .unlisted();
    let status = match (&found.certificate, &day_mistake) {
        (None, _) => StatusCode::NOT_FOUND,
        (Some(_), None) => StatusCode::OK,
        (Some(_), Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let keeping = if day_mistake.is_some() { Keeping::Private } else { Keeping::Never };
    let facts = found.certificate.as_ref();
    let page = Certificate {
        printed: text.say_with("print-address", &[("address", page.shown_address().into())]),
        page,
        panel: panel(text, &found),
        number: shown,
        facts: facts.map(|certificate| Facts::of(&reader, state.registry.scheme(), certificate, &address)),
        today_address: reader.link(&address),
        transfer_address: facts
            .filter(|one| one.departure.is_some())
            .map(|one| reader.link(&format!("/bodies/{}/transfer", one.body.slug.as_str()))),
        day: typed_day.unwrap_or_default(),
        last_day: found.checked_at.date_naive().to_string(),
        day_mistake,
    };
    render(status, text.language(), keeping, &page)
}

/// The status, with whether the body left.
fn panel(text: Text, found: &Verification) -> Panel {
    let left = found.certificate.as_ref().and_then(|one| Some(departed(text, one.departure?, one.status)));
    Panel { told: left.into_iter().collect(), ..Panel::of_organisation(text, found) }
}

impl Facts {
    fn of(reader: &Reader, scheme: &Scheme, one: &PublicOrganisationCertificate, address: &str) -> Self {
        let text = reader.text;
        Self {
            organisation: one.organisation.name.clone(),
            organisation_address: reader.link(&format!("/organisations/{}", one.organisation.slug.as_str())),
            edition: scheme.standard_edition_words(&one.edition),
            body: one.body.name.clone(),
            body_address: reader.link(&format!("/bodies/{}", one.body.slug.as_str())),
            scope_statement: one.scope_statement.clone(),
            sites: one.sites.iter().map(|site| places::of_site(reader, site)).collect(),
            particulars: places::particulars(reader, one),
            issued: text.day(one.issued_on),
            expires: text.day(one.last_day()),
            suspended_until: match one.status {
                Status::Suspended { until } => until.map(|day| text.day(day)),
                _ => None,
            },
            confirmed: one.last_confirmed_on.map(|day| text.day(day)),
            history: of_organisation_certificate(text, &one.turns),
            code_address: format!("{address}/code.svg"),
            code: code_as_svg(&reader.absolute(address)).unwrap_or_default(),
            link: reader.absolute(address),
            mark_address: format!("{address}/mark.svg"),
            embedded: embedded(reader, address, &scheme.standard_edition_words(&one.edition)),
        }
    }
}

/// HTML that shows the live mark and leads to the certificate.
fn embedded(reader: &Reader, address: &str, edition: &str) -> String {
    let link = reader.absolute(address);
    let (width, height) = mark::SIZE;
    format!(
        "<a href=\"{link}\"><img src=\"{link}/mark.svg\" width=\"{width}\" height=\"{height}\" alt=\"{edition}\"></a>"
    )
}

/// `GET /o/{number}/code.svg`: the short link as a QR code, to be printed on papers.
pub(in crate::web) async fn code(reader: Reader, typed: Path<String>) -> Result<HttpResponse, ApiError> {
    let number = RegisterNumber::parse(&typed).map_err(|_| Error::NotFound("address"))?;
    let drawn = code_as_svg(&reader.absolute(&format!("/o/{number}")));
    let drawn = drawn.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(drawn))
}

impl Ask {
    fn of(page: Page) -> Self {
        Self { page, panel: None, typed: String::new(), typed_body: String::new(), choices: Vec::new() }
    }
}

fn asking(reader: &Reader, status: StatusCode, page: &Ask) -> Result<HttpResponse, ApiError> {
    let keeping = if status == StatusCode::OK && page.typed.is_empty() { Keeping::Minutes } else { Keeping::Private };
    render(status, reader.text.language(), keeping, page)
}

/// `GET /verify/organisation`: the form, on to the certificate, or whose the number may be.
pub(in crate::web) async fn ask(
    reader: Reader,
    request: HttpRequest,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let typed = parameter(&request, "number").unwrap_or_default();
    let body = parameter(&request, "body").filter(|body| !body.trim().is_empty());
    let page = reader.page(text.say("organisation-verify-title")).described(text.say("organisation-verify-lead"));
    let mut form = Ask::of(page);
    form.typed = typed.chars().take(LONGEST_TYPED).collect();
    form.typed_body = body.iter().flat_map(|body| body.chars()).take(LONGEST_TYPED).collect();
    if typed.trim().is_empty() {
        return asking(&reader, StatusCode::OK, &form);
    }
    let Some(number) = readable(&typed) else {
        form.panel = Some(Panel::mistyped(text, text.say("organisation-mistyped-means")));
        return asking(&reader, StatusCode::UNPROCESSABLE_ENTITY, &form);
    };
    state.limits.check_verification(&request)?;
    let asker = Asker::of(&state, &request).await?;
    let found = state.verify_organisation(&asker, Question { number, body, on: None }).await?;
    if let Some(certificate) = on_to(&reader, &found) {
        return Ok(certificate);
    }
    let status = match found.status {
        "mistyped" => StatusCode::UNPROCESSABLE_ENTITY,
        _ if found.certificate.is_some() || found.status == "ambiguous" => StatusCode::OK,
        _ => StatusCode::NOT_FOUND,
    };
    form.choices = found
        .choices
        .iter()
        .map(|choice| {
            let chosen = [("number", choice.number.as_str()), ("body", choice.body.slug.as_str())];
            (choice.body.name.clone(), choice.number.clone(), reader.link_with("/verify/organisation", &chosen))
        })
        .collect();
    form.panel = match found.status {
        "ambiguous" => None,
        "mistyped" => Some(Panel::mistyped(text, text.say("organisation-mistyped-means"))),
        _ => Some(Panel { told: confidential(text, state.registry.scheme(), &found), ..panel(text, &found) }),
    };
    asking(&reader, status, &form)
}

/// What is told of a confidential certificate, which has no page: that it is one, whose it is, and until when it is valid.
fn confidential(text: Text, scheme: &Scheme, found: &Verification) -> Vec<String> {
    let Some(one) = &found.certificate else { return Vec::new() };
    let edition = scheme.standard_edition_words(&one.edition);
    let until = [("name", isolated(&one.organisation.name).into()), ("edition", edition.into())];
    vec![text.say_with("organisation-confidential", &until)]
}

/// What stands before the registry's own number in a short link.
const MARK: &str = "/o/";

/// A number as it was typed, if it can be one: of one line, and with a letter or a digit. Of a short link that was pasted whole,
/// the number in it.
fn readable(typed: &str) -> Option<String> {
    let line = search::line(typed).ok()?;
    if let Some((_, behind)) = line.rsplit_once(MARK) {
        let number = behind.split(['/', '?', '#', '"', '>', ')']).next().unwrap_or_default();
        if RegisterNumber::parse(number).is_ok() {
            return Some(number.to_owned());
        }
    }
    (line.chars().count() <= LONGEST_NUMBER && line.chars().any(char::is_alphanumeric)).then_some(line)
}

/// On to the one certificate that was found.
fn on_to(reader: &Reader, found: &Verification) -> Option<HttpResponse> {
    let number = found.certificate.as_ref()?.register_number?;
    Some(see_other(reader.link_keeping_day(&format!("/o/{number}"))))
}

/// On to the certificate of an organisation whose number was typed or pasted, or to whose it may be; `None` where there is
/// none. Where that cannot be found out, that is an error: else what nobody can tell would seem to be mistyped. Only what can
/// hardly be anything but a person's number is that either way.
pub(in crate::web) async fn certified_by(
    reader: &Reader,
    state: &State,
    typed: &str,
) -> Result<Option<HttpResponse>, ApiError> {
    let could_be = |number: &String| number.chars().any(char::is_numeric) || RegisterNumber::parse(number).is_ok();
    let Some(number) = readable(typed).filter(could_be) else { return Ok(None) };
    let question = Question { number: number.clone(), body: None, on: None };
    let found = state.read(None, move |work| crate::registry::organisation_certificates::verify(work, &question)).await;
    match found {
        Ok(found) if found.status == "ambiguous" => {
            Ok(Some(see_other(reader.link_with("/verify/organisation", &[("number", number)]))))
        }
        Ok(found) => Ok(on_to(reader, &found)),
        Err(_) if CertificateNumber::is_meant(typed) => Ok(None),
        Err(error) => Err(error),
    }
}
