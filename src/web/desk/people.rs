//! Persons and invitations, for whoever decides who is let in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::browser::browser;
use super::form::{Field, Form, Kind, Wrong};
use super::frame::{self, Desk, role_name};
use super::sent::Sent;
use super::session::Acting;
use super::table::{Action, Row, Table};
use crate::auth::person_role::{ActsFor, PersonRole};
use crate::error::Error;
use crate::http::problem::ApiError;
use crate::messages::Text;
use crate::registry::PageRequest;
use crate::registry::persons::invitations::{self, Invitation, NewInvitation};
use crate::registry::persons::{self, PersonRecord, sessions, sign_in_links};
use crate::secret::Secret;
use crate::web::page::{Keeping, Page, Reader, render, see_other};

/// How many persons and invitations one page shows.
const SHOWN: u32 = 200;

const PEOPLE: &str = "/desk/people";

#[derive(Template)]
#[template(path = "desk/people.html")]
struct People {
    page: Page,
    desk: Desk,
    persons: Table,
    invitations: Table,
}

/// `GET /desk/people`
pub(in crate::web) async fn list(acting: Acting) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let found = signed_in.state.read(Some(signed_in.caller()), |work| {
        let part = PageRequest { after: None, limit: SHOWN };
        Ok((persons::list(work, &part)?.items, invitations::list(work, &part)?.items))
    });
    let (persons, invitations) = found.await?;
    let (reader, text) = (&signed_in.reader, signed_in.reader.text);
    let (name, email) = (text.say("desk-person"), text.say("desk-person-email"));
    let (role, since) = (text.say("desk-role"), text.say("desk-since"));
    let columns = vec![name.clone(), email.clone(), role.clone(), since];
    let persons =
        Table::new("persons", text.say("desk-persons"), columns, text.say("desk-persons-none"), &signed_in.form_token)
            .with_rows(persons.into_iter().map(|record| person_row(reader, record)));
    let columns = vec![name, email, role, text.say("desk-invitation-until")];
    let none = text.say("desk-invitations-none");
    let invitations = Table::new("invitations", text.say("desk-invitations"), columns, none, &signed_in.form_token)
        .with_rows(invitations.into_iter().map(|invitation| invitation_row(reader, invitation)));
    let page = frame::page(signed_in, text.say("desk-people"));
    let people = People { page, desk: Desk::of(&acting), persons, invitations };
    render(StatusCode::OK, text.language(), Keeping::Private, &people)
}

fn person_row(reader: &Reader, record: PersonRecord) -> Row {
    let text = reader.text;
    let roles: Vec<_> = record.roles.iter().map(|role| role_name(text, role.role)).collect();
    Row {
        address: Some(reader.link(&format!("{PEOPLE}/{}", record.person.id))),
        head: record.person.name,
        cells: vec![record.person.email, roles.join(", "), text.day(record.person.registered_at.date_naive())],
        ..Row::default()
    }
}

fn invitation_row(reader: &Reader, invitation: Invitation) -> Row {
    let text = reader.text;
    let address = |what: &str| reader.link(&format!("{PEOPLE}/invitations/{}/{what}", invitation.id));
    Row {
        actions: vec![
            Action { address: address("link"), label: text.say("desk-invitation-renew") },
            Action { address: address("withdraw"), label: text.say("desk-invitation-withdraw") },
        ],
        cells: vec![invitation.email, role_name(text, invitation.role), text.moment(invitation.link_expires_at)],
        head: invitation.name,
        ..Row::default()
    }
}

#[derive(Template)]
#[template(path = "desk/invite.html")]
struct Invite {
    page: Page,
    desk: Desk,
    form: Form,
}

/// `GET /desk/people/invite`
pub(in crate::web) async fn show_invite(acting: Acting) -> Result<HttpResponse, ApiError> {
    let form = form(&acting);
    invite_page(&acting, form, StatusCode::OK)
}

fn invite_page(acting: &Acting, form: Form, status: StatusCode) -> Result<HttpResponse, ApiError> {
    let text = acting.signed_in.reader.text;
    let page = frame::page(&acting.signed_in, text.say("desk-invite"));
    render(status, text.language(), Keeping::Private, &Invite { page, desk: Desk::of(acting), form })
}

fn form(acting: &Acting) -> Form {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let is_office = acting.role.assignment.role.acts_for() == ActsFor::SchemeOffice;
    let may = |role: &PersonRole| is_office || role.acts_for() == ActsFor::Body;
    let roles = PersonRole::ALL.into_iter().filter(may);
    let choices = roles.map(|role| (role.as_str().to_owned(), role_name(text, role))).collect();
    let email = Kind::Line { of: "email", autocomplete: "off" };
    let form = Form::new(reader.link("/desk/people/invite"), text.say("desk-invite"), &acting.signed_in.form_token)
        .with(Field::line("name", text.say("desk-person")).required())
        .with(Field::of("email", text.say("desk-person-email"), email).required())
        .with(Field::of("role", text.say("desk-role"), Kind::Choice(choices)).required());
    let form = if is_office {
        form.with(Field::line("body_id", text.say("desk-invite-body")).hinted(text.say("desk-invite-body-hint"))).with(
            Field::line("training_organisation_id", text.say("desk-invite-training"))
                .hinted(text.say("desk-invite-training-hint")),
        )
    } else {
        form
    };
    form.with(Field::of("reads_only", text.say("desk-reads-only"), Kind::Check))
}

/// `POST /desk/people/invite`
pub(in crate::web) async fn invite(sent: Sent<Acting>) -> Result<HttpResponse, ApiError> {
    let Sent { who: acting, fields, .. } = sent;
    let signed_in = &acting.signed_in;
    let invited = match fields.read::<NewInvitation>(&[]) {
        Ok(new) => signed_in.state.write(signed_in.caller(), move |work| invitations::invite(work, &new)).await,
        Err(error) => Err(error.into()),
    };
    match invited {
        Ok((_, token)) => link_page(&acting, Some(format!("/welcome/{}", token.expose()))),
        Err(error) => {
            let form = form(&acting).filled(&fields).refused(signed_in.reader.text, error.into_error())?;
            invite_page(&acting, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

#[derive(Template)]
#[template(path = "desk/link.html")]
struct LinkPage {
    page: Page,
    desk: Desk,
    /// `None` where a second administrator has to agree first.
    link: Option<String>,
}

/// Shows a link this once, to be handed on.
fn link_page(acting: &Acting, path: Option<String>) -> Result<HttpResponse, ApiError> {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let page = frame::page(&acting.signed_in, text.say("desk-link"));
    let link = path.map(|path| reader.absolute(&path));
    render(StatusCode::OK, text.language(), Keeping::Private, &LinkPage { page, desk: Desk::of(acting), link })
}

/// `POST /desk/people/invitations/{id}/link`
pub(in crate::web) async fn renew_invitation(sent: Sent<Acting>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let acting = sent.who;
    let caller = acting.signed_in.caller();
    let renewed = acting.signed_in.state.write(caller, move |work| invitations::renew_link(work, &id)).await?;
    link_page(&acting, Some(format!("/welcome/{}", renewed.1.expose())))
}

/// `POST /desk/people/invitations/{id}/withdraw`
pub(in crate::web) async fn withdraw_invitation(
    sent: Sent<Acting>,
    id: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let signed_in = sent.who.signed_in;
    signed_in.state.write(signed_in.caller(), move |work| invitations::withdraw(work, &id)).await?;
    Ok(see_other(signed_in.reader.link(PEOPLE)))
}

#[derive(Template)]
#[template(path = "desk/person.html")]
struct PersonPage {
    page: Page,
    desk: Desk,
    email: String,
    refusal: Option<Wrong>,
    roles: Table,
    sessions: Table,
    waiting: Table,
    link_action: String,
}

/// `GET /desk/people/{id}`
pub(in crate::web) async fn show(acting: Acting, id: Path<String>) -> Result<HttpResponse, ApiError> {
    person_page(&acting, &id, None).await
}

async fn person_page(acting: &Acting, id: &str, refusal: Option<Wrong>) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let wanted = id.to_owned();
    let found = signed_in.state.read(Some(signed_in.caller()), move |work| {
        let found = persons::find(work, &wanted)?;
        let waiting = sign_in_links::waiting(work, found.person.id)?;
        Ok((found, sessions::list(work, &wanted)?, waiting))
    });
    let (PersonRecord { person, roles }, sessions, waiting) = found.await?;
    let (reader, text) = (&signed_in.reader, signed_in.reader.text);
    let address = |rest: String| reader.link(&format!("{PEOPLE}/{}/{rest}", person.id));
    let token = &signed_in.form_token;
    let columns = vec![text.say("desk-role"), text.say("desk-since")];
    let roles = Table::new("roles", text.say("desk-person-roles"), columns, text.say("desk-roles-none"), token)
        .with_rows(roles.into_iter().map(|role| Row {
            head: role_name(text, role.role),
            cells: vec![text.day(role.assigned_at.date_naive())],
            actions: vec![Action {
                address: address(format!("roles/{}/end", role.id)),
                label: text.say("desk-role-end"),
            }],
            ..Row::default()
        }));
    let sessions = session_table(text, token, sessions, |id| address(format!("sessions/{id}/end")));
    let columns = vec![text.say("desk-link-asked")];
    let waiting = Table::new("waiting", text.say("desk-link-waiting"), columns, String::new(), token).with_rows(
        waiting.into_iter().map(|link| Row {
            head: text.moment(link.requested_at),
            actions: vec![Action {
                address: address(format!("links/{}/agree", link.id)),
                label: text.say("desk-link-agree"),
            }],
            ..Row::default()
        }),
    );
    let status = if refusal.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let shown = PersonPage {
        link_action: address("link".to_owned()),
        page: frame::page(signed_in, person.name),
        desk: Desk::of(acting),
        email: person.email,
        refusal,
        roles,
        sessions,
        waiting,
    };
    render(status, text.language(), Keeping::Private, &shown)
}

/// Sessions that are open, each with where it is ended.
pub(super) fn session_table(
    text: Text,
    form_token: &str,
    sessions: Vec<sessions::Session>,
    end: impl Fn(String) -> String,
) -> Table {
    let columns = vec![text.say("desk-session-browser"), text.say("desk-session-since"), text.say("desk-session-used")];
    let none = text.say("desk-sessions-none");
    Table::new("sessions", text.say("desk-sessions"), columns, none, form_token).with_rows(sessions.into_iter().map(
        |session| Row {
            cells: vec![text.moment(session.opened_at), text.moment(session.used_at)],
            actions: vec![Action { address: end(session.id.to_string()), label: text.say("desk-session-end") }],
            head: browser(&session.browser),
            ..Row::default()
        },
    ))
}

/// `POST /desk/people/{id}/roles/{role}/end`
pub(in crate::web) async fn end_role(
    sent: Sent<Acting>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let signed_in = sent.who.signed_in;
    let (person, role) = path.into_inner();
    signed_in.state.write(signed_in.caller(), move |work| persons::end_role(work, &person, &role)).await?;
    Ok(see_other(signed_in.reader.link(PEOPLE)))
}

/// `POST /desk/people/{id}/sessions/{session}/end`
pub(in crate::web) async fn end_session(
    sent: Sent<Acting>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (person, session) = path.into_inner();
    let acting = sent.who;
    let wanted = person.clone();
    let caller = acting.signed_in.caller();
    let ended = acting.signed_in.state.write(caller, move |work| sessions::end(work, &wanted, &session)).await;
    done(&acting, &person, ended).await
}

/// `POST /desk/people/{id}/link`
pub(in crate::web) async fn request_link(sent: Sent<Acting>, id: Path<String>) -> Result<HttpResponse, ApiError> {
    let acting = sent.who;
    let wanted = id.clone();
    let caller = acting.signed_in.caller();
    let made = acting.signed_in.state.write(caller, move |work| sign_in_links::request(work, &wanted)).await;
    match made {
        Ok((_, token)) => link_page(&acting, token.as_ref().map(sign_in_address)),
        Err(error) => done(&acting, &id, Err(error)).await,
    }
}

/// `POST /desk/people/{id}/links/{link}/agree`
pub(in crate::web) async fn agree_to_link(
    sent: Sent<Acting>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let (person, link) = path.into_inner();
    let acting = sent.who;
    let wanted = person.clone();
    let caller = acting.signed_in.caller();
    let agreed = acting.signed_in.state.write(caller, move |work| sign_in_links::agree(work, &wanted, &link)).await;
    match agreed {
        Ok((_, token)) => link_page(&acting, Some(sign_in_address(&token))),
        Err(error) => done(&acting, &person, Err(error)).await,
    }
}

fn sign_in_address(token: &Secret) -> String {
    format!("/sign-in/{}", token.expose())
}

/// Back to the page of the person; with the refusal, where something was refused.
async fn done(acting: &Acting, person: &str, outcome: Result<(), ApiError>) -> Result<HttpResponse, ApiError> {
    let reader = &acting.signed_in.reader;
    match outcome.map_err(ApiError::into_error) {
        Ok(()) => Ok(see_other(reader.link(&format!("{PEOPLE}/{person}")))),
        Err(error @ Error::Refused(_)) => person_page(acting, person, Some(Wrong::refused(reader.text, &error))).await,
        Err(error) => Err(error.into()),
    }
}
