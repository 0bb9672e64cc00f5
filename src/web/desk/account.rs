//! One's own access: passkeys and sessions, for whoever is signed in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::form::Wrong;
use super::frame::{self, Desk};
use super::passkey::{PasskeyForm, created, relying_party};
use super::people::session_table;
use super::sent::{FORM_TOKEN, Sent};
use super::session::SignedIn;
use super::sign_in::refused;
use super::table::{Action, Row, Table};
use crate::error::{Code, Error};
use crate::http::problem::ApiError;
use crate::registry::Registry;
use crate::registry::persons::passkeys::Passkey;
use crate::registry::persons::sessions::Current;
use crate::web::page::{Page, Reader, see_other};
use crate::web::sending::render_with_script;

const ADDRESS: &str = "/desk/account";

#[derive(Template)]
#[template(path = "desk/account.html")]
struct Account {
    page: Page,
    desk: Desk,
    email: String,
    passkeys: Table,
    sessions: Table,
    /// Where one more passkey is made; `None` where none can be, and until the person was seen to be who it is.
    passkey: Option<PasskeyForm>,
    /// Where that is seen to.
    confirmation: Option<String>,
    refusal: Option<Wrong>,
    /// Where all other sessions are ended, if there are any.
    others: Option<String>,
}

/// `GET /desk/account`
pub(in crate::web) async fn show(signed_in: SignedIn) -> Result<HttpResponse, ApiError> {
    page(signed_in, StatusCode::OK, None).await
}

async fn page(signed_in: SignedIn, status: StatusCode, refusal: Option<Wrong>) -> Result<HttpResponse, ApiError> {
    let current = signed_in.current.clone();
    let (passkeys, sessions) = signed_in
        .state
        .queue
        .run(move |registry| Ok((registry.own_passkeys(&current)?, registry.own_sessions(&current)?)))
        .await?;
    let (reader, state) = (&signed_in.reader, &signed_in.state);
    let text = reader.text;
    let is_recent = signed_in.current.is_recent(state.registry.now());
    let known: Vec<_> = passkeys.iter().map(|passkey| passkey.credential_id.clone()).collect();
    let form = || {
        let person = &signed_in.current.person;
        let (action, submit) = (reader.link("/desk/account/passkeys"), text.say("desk-passkey-add"));
        let form = PasskeyForm::create(state, person.id, (&person.email, &person.name), &known, action, submit)?;
        Ok::<_, Error>(form.naming(text).hiding(FORM_TOKEN, signed_in.form_token.clone()))
    };
    let can = relying_party(state).is_ok();
    let (this, has_others) = (signed_in.current.session.id.to_string(), sessions.len() > 1);
    let end = |id: String| reader.link(&format!("/desk/account/sessions/{id}/end"));
    let mut sessions = session_table(text, &signed_in.form_token, sessions, end);
    for row in &mut sessions.rows {
        if row.actions.iter().any(|action| action.address.contains(&this)) {
            (row.mark, row.actions) = (Some(text.say("desk-session-this")), Vec::new());
        }
    }
    let account = Account {
        page: frame::page(&signed_in, text.say("desk-account")),
        desk: Desk::without_role(&signed_in),
        email: signed_in.current.person.email.clone(),
        passkeys: passkey_table(reader, &signed_in.form_token, passkeys),
        sessions,
        passkey: (can && is_recent).then(form).transpose()?,
        confirmation: (can && !is_recent).then(|| reader.link_with("/desk/confirm", &[("next", ADDRESS)])),
        refusal,
        others: has_others.then(|| reader.link("/desk/account/sessions/end")),
    };
    render_with_script(status, text.language(), &account)
}

fn passkey_table(reader: &Reader, form_token: &str, passkeys: Vec<Passkey>) -> Table {
    let text = reader.text;
    let columns = vec![text.say("desk-passkey-name"), text.say("desk-passkey-since"), text.say("desk-passkey-used")];
    let is_only = passkeys.len() == 1;
    let row = |passkey: Passkey| Row {
        cells: vec![
            text.day(passkey.registered_at.date_naive()),
            passkey.used_at.map_or_else(String::new, |at| text.moment(at)),
        ],
        // Nothing else lets the person in.
        actions: if is_only {
            Vec::new()
        } else {
            let address = reader.link(&format!("/desk/account/passkeys/{}/remove", passkey.id));
            vec![Action { address, label: text.say("desk-remove") }]
        },
        head: passkey.name,
        ..Row::default()
    };
    let none = text.say("desk-passkeys-none");
    Table::new("passkeys", text.say("desk-passkeys"), columns, none, form_token)
        .with_rows(passkeys.into_iter().map(row))
}

/// `POST /desk/account/passkeys`
pub(in crate::web) async fn add_passkey(sent: Sent<SignedIn>) -> Result<HttpResponse, ApiError> {
    let Sent { who: signed_in, fields, .. } = sent;
    let Ok(passkey) = created(&signed_in.state, &fields, &signed_in.reader.text.say("desk-passkey-unnamed")) else {
        let refused = refused(&signed_in.reader);
        return page(signed_in, StatusCode::UNAUTHORIZED, Some(refused)).await;
    };
    change(signed_in, move |registry, current| registry.register_passkey(current, &passkey)).await
}

/// `POST /desk/account/passkeys/{id}/remove`
pub(in crate::web) async fn remove_passkey(sent: Sent<SignedIn>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    change(sent.who, move |registry, current| registry.remove_own_passkey(current, &id)).await
}

/// `POST /desk/account/sessions/{id}/end`
pub(in crate::web) async fn end_session(sent: Sent<SignedIn>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let SignedIn { reader, state, current, .. } = sent.who;
    state.queue.write(move |registry| registry.end_own_session(&current, &id)).await?;
    Ok(see_other(reader.link(ADDRESS)))
}

/// `POST /desk/account/sessions/end`
pub(in crate::web) async fn end_other_sessions(sent: Sent<SignedIn>) -> Result<HttpResponse, ApiError> {
    let SignedIn { reader, state, current, .. } = sent.who;
    state.queue.write(move |registry| registry.end_other_sessions(&current)).await?;
    Ok(see_other(reader.link(ADDRESS)))
}

/// Changes something about the passkeys: for whoever was seen to be who it is a short while ago.
async fn change(
    signed_in: SignedIn,
    case: impl Fn(&Registry, &Current) -> Result<(), Error> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    if !signed_in.current.is_recent(signed_in.state.registry.now()) {
        return Ok(see_other(signed_in.reader.link_with("/desk/confirm", &[("next", ADDRESS)])));
    }
    let current = signed_in.current.clone();
    let changed = signed_in.state.queue.write(move |registry| case(registry, &current)).await;
    match changed.map_err(ApiError::from) {
        Ok(()) => Ok(see_other(signed_in.reader.link(ADDRESS))),
        Err(error) if matches!(error.error().code(), Code::StatusConflict | Code::LimitReached) => {
            let wrong = Wrong::refused(signed_in.reader.text, error.error());
            page(signed_in, StatusCode::CONFLICT, Some(wrong)).await
        }
        Err(error) => Err(error),
    }
}
