//! The links that let people in: an invitation, and what stands in for a lost passkey. Both have a passkey made, and opening
//! them changes nothing yet: whatever looks into letters opens links as well.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::form::{Field, Wrong};
use super::frame::role_name;
use super::passkey::{PasskeyForm, created, relying_party};
use super::sent::{FORM_TOKEN, Fields, check};
use super::session::{SignedIn, entered, opening};
use super::sign_in::refused;
use crate::error::{Code, Error};
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::ids::PersonId;
use crate::registry::persons::invitations::{self, Invitation};
use crate::registry::persons::sign_in_links::{self, LinkPurpose};
use crate::registry::persons::{PersonChanges, place_name};
use crate::secret::Secret;
use crate::trust::{digest, hexadecimal};
use crate::web::cookies::check_origin;
use crate::web::errors;
use crate::web::page::{Page, Reader, see_other};
use crate::web::sending::render_with_script;

#[derive(Template)]
#[template(path = "desk/welcome.html")]
struct WelcomePage {
    page: Page,
    sentences: Vec<String>,
    passkey: Option<PasskeyForm>,
    /// Adds the role to those of whoever is signed in already.
    joining: Option<Joining>,
}

struct Joining {
    action: String,
    label: String,
    form_token: String,
}

/// `GET /welcome/{token}`
pub(in crate::web) async fn show_invitation(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    invitation(&reader, &request, &token, &state, None).await
}

async fn invitation(
    reader: &Reader,
    request: &HttpRequest,
    token: &str,
    state: &State,
    refusal: Option<Wrong>,
) -> Result<HttpResponse, ApiError> {
    state.check_link(request)?;
    let secret = Secret::new(token);
    let found = state.read(None, move |work| {
        let invitation = invitations::open(work, &secret)?;
        let acts_for = place_name(work, invitation.body, invitation.training_organisation)?;
        Ok((invitation, acts_for))
    });
    let (invited, acts_for) = match found.await {
        Ok(found) => found,
        Err(error) => return unopened(reader, request, state, token, error).await,
    };
    let text = reader.text;
    let action = format!("/welcome/{token}");
    let status = if refusal.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let form = || {
        let person = PersonId::new(state.registry.now());
        let (whose, submit) = ((invited.email.as_str(), invited.name.as_str()), text.say("desk-passkey-create"));
        let form = PasskeyForm::create(state, person, whose, &[], reader.link(&action), submit)?;
        // Whoever invites may not know how somebody writes the own name.
        let name = Field::line("name", text.say("desk-person-name")).required().with_value(invited.name.as_str());
        let email = Field::line("email", text.say("desk-person-email")).required().with_value(invited.email.as_str());
        Ok::<_, Error>(form.with(name).with(email).naming(text).refused(refusal))
    };
    let passkey = relying_party(state).is_ok().then(form).transpose()?;
    let joining = SignedIn::of(request).await?.map(|signed_in| Joining {
        action: reader.link(&action),
        label: text.say_with("desk-welcome-join", &[("name", signed_in.current.person.name.into())]),
        form_token: signed_in.form_token,
    });
    let page = reader.page(text.say("desk-welcome")).unlisted().unshared();
    let sentences = sentences(reader, &invited, acts_for);
    render_with_script(status, text.language(), &WelcomePage { page, sentences, passkey, joining })
}

fn sentences(reader: &Reader, invited: &Invitation, acts_for: Option<String>) -> Vec<String> {
    let text = reader.text;
    let (name, role) = (invited.name.clone().into(), role_name(text, invited.role).into());
    let who = match acts_for {
        Some(place) => text.say_with("desk-welcome-place", &[("name", name), ("role", role), ("place", place.into())]),
        None => text.say_with("desk-welcome-office", &[("name", name), ("role", role)]),
    };
    vec![who, text.say("desk-passkey-what")]
}

/// `POST /welcome/{token}`
pub(in crate::web) async fn accept(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let fields = Fields::of(&request, payload.into_inner()).await?;
    check_origin(&request, &state)?;
    let secret = Secret::new(token.as_str());
    if !fields.get(FORM_TOKEN).is_empty() {
        return join(&reader, &request, &state, secret, &fields).await;
    }
    let who = match fields.read::<PersonChanges>(&["ceremony", "response", "passkey_name"]) {
        Ok(who) => who,
        Err(error) => {
            let wrong = Some(Wrong::refused(reader.text, &error));
            return invitation(&reader, &request, &token, &state, wrong).await;
        }
    };
    let opening = opening(&request, &state);
    let Ok(passkey) = created(&state, &fields, &reader.text.say("desk-passkey-unnamed")) else {
        return invitation(&reader, &request, &token, &state, Some(refused(&reader))).await;
    };
    let accepted =
        state.queue.write(move |registry| registry.accept_invitation(&secret, &who, &passkey, &opening)).await;
    match accepted.map_err(ApiError::from) {
        Ok(opened) => entered(&state, &opened, reader.link("/desk")),
        Err(error) if error.error().code() == Code::PasskeyRefused => {
            invitation(&reader, &request, &token, &state, Some(refused(&reader))).await
        }
        Err(error) => unopened(&reader, &request, &state, &token, error).await,
    }
}

/// Adds the role of an invitation to those of whoever is signed in.
async fn join(
    reader: &Reader,
    request: &HttpRequest,
    state: &State,
    token: Secret,
    fields: &Fields,
) -> Result<HttpResponse, ApiError> {
    let Some(signed_in) = SignedIn::of(request).await? else { return Ok(see_other(reader.link("/sign-in"))) };
    check(request, &signed_in, fields)?;
    let current = signed_in.current;
    state.queue.write(move |registry| registry.accept_further_role(&token, &current)).await?;
    Ok(see_other(reader.link("/desk")))
}

/// `GET /sign-in/{token}`: the link of somebody who has lost every passkey; in the demonstration, all that signing in takes.
pub(in crate::web) async fn show_link(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    replacement(&reader, &request, &token, &state, None).await
}

async fn replacement(
    reader: &Reader,
    request: &HttpRequest,
    token: &str,
    state: &State,
    refusal: Option<Wrong>,
) -> Result<HttpResponse, ApiError> {
    state.check_link(request)?;
    let secret = Secret::new(token);
    let found = state.read(None, move |work| sign_in_links::whose(work, &secret));
    let (link, person) = match found.await {
        Ok(found) => found,
        Err(error) => return unopened(reader, request, state, token, error).await,
    };
    if link.purpose == LinkPurpose::Demonstration {
        let (secret, opening) = (Secret::new(token), opening(request, state));
        let opened = state.queue.write(move |registry| registry.enter_demonstration(&secret, &opening)).await?;
        return entered(state, &opened, reader.link("/desk"));
    }
    let text = reader.text;
    let status = if refusal.is_some() { StatusCode::UNAUTHORIZED } else { StatusCode::OK };
    let form = || {
        let (whose, submit) = ((person.email.as_str(), person.name.as_str()), text.say("desk-passkey-create"));
        let action = reader.link(&format!("/sign-in/{token}"));
        let form = PasskeyForm::create(state, person.id, whose, &[], action, submit)?;
        Ok::<_, Error>(form.naming(text).refused(refusal))
    };
    let passkey = relying_party(state).is_ok().then(form).transpose()?;
    let page = reader.page(text.say("desk-replace")).unlisted().unshared();
    let sentences = vec![
        text.say_with("desk-replace-lead", &[("name", person.name.clone().into())]),
        text.say("desk-passkey-what"),
    ];
    render_with_script(status, text.language(), &WelcomePage { page, sentences, passkey, joining: None })
}

/// `POST /sign-in/{token}`
pub(in crate::web) async fn replace(
    reader: Reader,
    request: HttpRequest,
    token: Path<String>,
    state: Data<State>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let fields = Fields::of(&request, payload.into_inner()).await?;
    check_origin(&request, &state)?;
    let (secret, opening) = (Secret::new(token.as_str()), opening(&request, &state));
    let Ok(passkey) = created(&state, &fields, &reader.text.say("desk-passkey-unnamed")) else {
        return replacement(&reader, &request, &token, &state, Some(refused(&reader))).await;
    };
    let replaced = state.queue.write(move |registry| registry.replace_lost_passkey(&secret, &passkey, &opening)).await;
    match replaced.map_err(ApiError::from) {
        Ok(opened) => entered(&state, &opened, reader.link("/desk")),
        Err(error) if error.error().code() == Code::PasskeyRefused => {
            replacement(&reader, &request, &token, &state, Some(refused(&reader))).await
        }
        Err(error) => unopened(&reader, &request, &state, &token, error).await,
    }
}

/// The page of a link that opens nothing; other errors are left as they are. Trying links out is counted.
async fn unopened(
    reader: &Reader,
    request: &HttpRequest,
    state: &State,
    token: &str,
    error: ApiError,
) -> Result<HttpResponse, ApiError> {
    if error.error().code() != Code::NotFound {
        return Err(error);
    }
    state.count_link(request, &hexadecimal(&digest(&Secret::new(token)))).await?;
    let text = reader.text;
    let sentences = vec![text.say("desk-link-gone-next")];
    errors::explain(reader, StatusCode::NOT_FOUND, text.say("desk-link-gone"), sentences)
}
