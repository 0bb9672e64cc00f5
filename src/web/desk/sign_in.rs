//! Signing in and out. Nobody says who they are: the passkey does, so that nobody can try out who is known here.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::Wrong;
use super::frame::{self, Desk};
use super::passkey::{PasskeyForm, relying_party, signed};
use super::sent::{Fields, Sent};
use super::session::{SignedIn, asked_next, entered, left, next, opening, with_token};
use crate::error::{Code, Error};
use crate::http::problem::ApiError;
use crate::http::security_log::{SecurityEvent, record};
use crate::http::state::State;
use crate::registry::persons::sessions::Opened;
use crate::trust::passkeys::Purpose;
use crate::web::cookies::check_origin;
use crate::web::page::{Page, Reader, see_other};
use crate::web::sending::render_with_script;

#[derive(Template)]
#[template(path = "desk/sign_in.html")]
struct SignInPage {
    page: Page,
    lead: String,
    /// `None` where no passkey can be used.
    passkey: Option<PasskeyForm>,
}

/// `GET /sign-in`
pub(in crate::web) async fn show(
    reader: Reader,
    request: HttpRequest,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let next = asked_next(&request);
    if SignedIn::of(&request).await?.is_some() {
        return Ok(see_other(reader.link(&next)));
    }
    page(&reader, &state, next, None)
}

fn page(reader: &Reader, state: &State, next: String, refusal: Option<Wrong>) -> Result<HttpResponse, ApiError> {
    let text = reader.text;
    let status = if refusal.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let form = || {
        let form = PasskeyForm::get(state, Purpose::SignIn, reader.link("/sign-in"), text.say("desk-sign-in-submit"))?;
        Ok::<_, Error>(form.hiding("next", next).refused(refusal))
    };
    let passkey = relying_party(state).is_ok().then(form).transpose()?;
    let page = reader.page(text.say("desk-sign-in")).unlisted().unshared();
    let lead = text.say("desk-sign-in-lead");
    render_with_script(status, text.language(), &SignInPage { page, lead, passkey })
}

/// `POST /sign-in`
pub(in crate::web) async fn submit(
    reader: Reader,
    request: HttpRequest,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let fields = Fields::of(&request, payload.into_inner()).await?;
    check_origin(&request, &state)?;
    let next = next(Some(fields.get("next")));
    match sign_in(&request, &state, &fields).await {
        Ok(opened) => entered(&state, &opened, reader.link(&next)),
        Err(error) if error.error().code() == Code::PasskeyRefused => {
            page(&reader, &state, next, Some(refused(&reader)))
        }
        Err(error) => Err(error),
    }
}

async fn sign_in(request: &HttpRequest, state: &State, fields: &Fields) -> Result<Opened, ApiError> {
    let signed = signed(state, fields, None).await?;
    let opening = opening(request, state);
    Ok(state.queue.write(move |registry| registry.sign_in(&signed, &opening)).await?)
}

/// What is said of every passkey that is not accepted, with a line in the log.
pub(super) fn refused(reader: &Reader) -> Wrong {
    record(SecurityEvent::SignInRefused, "a passkey was not accepted");
    Wrong { text: reader.text.say("desk-passkey-refused"), is_english: false }
}

/// `POST /desk/sign-out`
pub(in crate::web) async fn sign_out(sent: Sent<SignedIn>) -> Result<HttpResponse, ApiError> {
    let SignedIn { reader, state, current, .. } = sent.who;
    state.queue.write(move |registry| registry.sign_out(&current)).await?;
    left(&state, reader.link("/sign-in"))
}

#[derive(Template)]
#[template(path = "desk/confirm.html")]
struct ConfirmPage {
    page: Page,
    desk: Desk,
    passkey: Option<PasskeyForm>,
}

/// `GET /desk/confirm`: signs in again, before what is not easily taken back.
pub(in crate::web) async fn show_confirmation(
    signed_in: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    confirmation(&signed_in, asked_next(&request), None)
}

fn confirmation(signed_in: &SignedIn, next: String, refusal: Option<Wrong>) -> Result<HttpResponse, ApiError> {
    let (reader, state) = (&signed_in.reader, &signed_in.state);
    let text = reader.text;
    let status = if refusal.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let person = signed_in.current.person.id.to_string();
    let form = || {
        let (action, submit) = (reader.link("/desk/confirm"), text.say("desk-confirm-submit"));
        let form = PasskeyForm::get(state, Purpose::Confirm(&person), action, submit)?;
        let form = form.hiding("next", next).hiding(super::sent::FORM_TOKEN, signed_in.form_token.clone());
        Ok::<_, Error>(form.refused(refusal))
    };
    let passkey = relying_party(state).is_ok().then(form).transpose()?;
    let page = frame::page(signed_in, text.say("desk-confirm"));
    render_with_script(status, text.language(), &ConfirmPage { page, desk: Desk::without_role(signed_in), passkey })
}

/// `POST /desk/confirm`
pub(in crate::web) async fn confirm(sent: Sent<SignedIn>) -> Result<HttpResponse, ApiError> {
    let Sent { who: signed_in, fields, .. } = sent;
    let next = next(Some(fields.get("next")));
    let found = signed(&signed_in.state, &fields, Some(signed_in.current.person.id)).await;
    let signed = match found {
        Ok(signed) => signed,
        Err(error) if error.error().code() == Code::PasskeyRefused => {
            return confirmation(&signed_in, next, Some(refused(&signed_in.reader)));
        }
        Err(error) => return Err(error),
    };
    let SignedIn { reader, state, current, .. } = signed_in;
    let token = state.queue.write(move |registry| registry.confirm_person(&current, &signed)).await?;
    with_token(&state, &token, reader.link(&next))
}
