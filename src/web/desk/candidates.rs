//! Candidates at the desk: who is on record, who is found by number and birth date, and registering somebody, with who may be
//! the same person shown before anything is saved.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::form::{Field, Form, Kind, Wrong};
use super::frame::{self, Desk};
use super::sent::{Fields, Sent};
use super::session::Acting;
use super::table::{Row, Table};
use crate::error::{Code, Error, Reasoning};
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::security_log::{self, SecurityEvent};
use crate::input::form::form;
use crate::messages::Text;
use crate::registry::candidates::{self, Candidate, CandidateRequest};
use crate::registry::{PageRequest, Work};
use crate::scheme::likeness::{Names, PossibleCandidate};
use crate::scheme::numbers::CandidateNumber;
use crate::scheme::person::{GivenNames, full_name};
use crate::web::page::{Keeping, Page, Reader, render, see_other};

pub(super) const CANDIDATES: &str = "/desk/candidates";

/// How many candidates one page shows.
const SHOWN: u32 = 50;

/// The member that says that it is somebody else than those who look like the same person.
const CONFIRMED: &str = "confirm_new";

#[derive(Template)]
#[template(path = "desk/candidates.html")]
struct List {
    page: Page,
    desk: Desk,
    find: Form,
    found: Table,
    next: Option<String>,
    /// Whether somebody may be registered in this role.
    can_register: bool,
}

/// After which candidate the page begins.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web) struct Part {
    after: Option<String>,
}

form! {
    /// Who is looked for.
    struct Sought {
        /// The candidate's number, in any spelling.
        number: CandidateNumber,
        /// The day of birth; needed for a candidate whom the body does not know yet.
        birth_date: Option<NaiveDate>,
    }
}

/// `GET /desk/candidates`
pub(in crate::web) async fn list(acting: Acting, part: Query<Part>) -> Result<HttpResponse, ApiError> {
    let find = find_form(&acting);
    list_page(&acting, find, part.into_inner().after, StatusCode::OK).await
}

fn find_form(acting: &Acting) -> Form {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let token = &acting.signed_in.form_token;
    Form::new(reader.link("/desk/candidates/find"), text.say("desk-candidate-find"), token)
        .with(Field::line("number", text.say("desk-candidate-number")).required())
        .with(
            Field::of("birth_date", text.say("desk-birth-date"), Kind::DAY)
                .hinted(text.say("desk-candidate-find-hint")),
        )
}

async fn list_page(
    acting: &Acting,
    find: Form,
    after: Option<String>,
    status: StatusCode,
) -> Result<HttpResponse, ApiError> {
    let signed_in = &acting.signed_in;
    let part = PageRequest { after, limit: SHOWN };
    let found = signed_in.state.read(Some(signed_in.caller()), move |work| candidates::list(work, &part)).await?;
    let (reader, text) = (&signed_in.reader, signed_in.reader.text);
    let next = found.next.map(|after| reader.link_with(CANDIDATES, &[("after", after)]));
    let found = table(reader, found.items, &signed_in.form_token);
    let page = frame::page(signed_in, text.say("desk-candidates"));
    let can_register = acting.may_write();
    let shown = List { page, desk: Desk::of(acting), find, found, next, can_register };
    render(status, text.language(), Keeping::Private, &shown)
}

fn table(reader: &Reader, found: Vec<Candidate>, form_token: &str) -> Table {
    let text = reader.text;
    let columns = vec![
        text.say("desk-person"),
        text.say("desk-candidate-number"),
        text.say("desk-birth-date"),
        text.say("desk-candidate-since"),
    ];
    let none = text.say("desk-candidates-none");
    Table::new("candidates", text.say("desk-candidates-known"), columns, none, form_token).with_rows(
        found.into_iter().map(|candidate| Row {
            address: Some(reader.link(&format!("{CANDIDATES}/{}", candidate.id))),
            head: name_of(&candidate),
            cells: vec![
                candidate.number.to_string(),
                text.day(candidate.birth_date),
                text.day(candidate.registered_at.date_naive()),
            ],
            ..Row::default()
        }),
    )
}

pub(super) fn name_of(candidate: &Candidate) -> String {
    full_name(candidate.given_names.as_ref().map(GivenNames::as_str), candidate.family_name.as_str())
}

/// `POST /desk/candidates/find`: leads to the candidate. Posted, because it may change who knows the candidate, and because
/// what is asked is personal.
pub(in crate::web) async fn find(sent: Sent<Acting>) -> Result<HttpResponse, ApiError> {
    let Sent { who: acting, fields } = sent;
    let (state, caller) = (acting.signed_in.state.clone(), acting.signed_in.caller());
    let found = match fields.read::<Sought>(&[]) {
        Err(error) => Err(error),
        Ok(Sought { number, birth_date }) => {
            let known = state.read(Some(caller), move |work| candidates::find_known(work, number, birth_date)).await;
            let found = match known.map_err(ApiError::into_error) {
                Ok(Some((known, is_born))) => Ok(Some(known).filter(|_| is_born)),
                Ok(None) => {
                    let search = move |work: &mut Work<'_>| candidates::search(work, number, birth_date);
                    state.write(caller, search).await.map_err(ApiError::into_error)
                }
                Err(error) => Err(error),
            };
            if matches!(found, Ok(None)) && birth_date.is_some() {
                security_log::record(SecurityEvent::WrongBirthDate, "no candidate has this number and this birth date");
            }
            found.and_then(|found| {
                let nobody = || Error::invalid("/number", "nobody_found", "no candidate whom you may see has it");
                found.ok_or_else(nobody)
            })
        }
    };
    let reader = &acting.signed_in.reader;
    match found {
        Ok(candidate) => Ok(see_other(reader.link(&format!("{CANDIDATES}/{}", candidate.id)))),
        Err(error) => {
            let form = find_form(&acting).filled(&fields).refused(reader.text, error)?;
            list_page(&acting, form, None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[derive(Template)]
#[template(path = "desk/register.html")]
struct Register {
    page: Page,
    desk: Desk,
    form: Form,
    /// Who may be the same person, with where each is found and why.
    possible: Option<Table>,
}

/// `GET /desk/candidates/register`
pub(in crate::web) async fn show_register(acting: Acting) -> Result<HttpResponse, ApiError> {
    register_page(&acting, register_form(&acting), &[], StatusCode::OK)
}

fn register_form(acting: &Acting) -> Form {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let email = Kind::Line { of: "email", autocomplete: "off" };
    let mut countries = vec![(String::new(), text.say("desk-choose"))];
    countries
        .extend(names::countries(text.language()).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())));
    Form::new(reader.link("/desk/candidates/register"), text.say("desk-register"), &acting.signed_in.form_token)
        .with(Field::line("family_name", text.say("desk-family-name")).required())
        .with(Field::line("given_names", text.say("desk-given-names")).hinted(text.say("desk-given-names-hint")))
        .with(Field::of("birth_date", text.say("desk-birth-date"), Kind::DAY).required())
        .with(Field::of("email", text.say("desk-person-email"), email))
        .with(Field::of("country", text.say("desk-country"), Kind::Choice(countries)))
        .with(Field::of("listed", text.say("desk-listed"), Kind::Check))
}

fn register_page(
    acting: &Acting,
    form: Form,
    possible: &[PossibleCandidate],
    status: StatusCode,
) -> Result<HttpResponse, ApiError> {
    let text = acting.signed_in.reader.text;
    let page = frame::page(&acting.signed_in, text.say("desk-register"));
    let possible = (!possible.is_empty()).then(|| possible_table(acting, possible));
    render(status, text.language(), Keeping::Private, &Register { page, desk: Desk::of(acting), form, possible })
}

fn possible_table(acting: &Acting, possible: &[PossibleCandidate]) -> Table {
    let (reader, text) = (&acting.signed_in.reader, acting.signed_in.reader.text);
    let columns = vec![
        text.say("desk-person"),
        text.say("desk-candidate-number"),
        text.say("desk-birth-date"),
        text.say("desk-possible-because"),
    ];
    let title = text.say("desk-possible");
    Table::new("possible", title, columns, String::new(), &acting.signed_in.form_token).with_rows(possible.iter().map(
        |one| Row {
            address: Some(reader.link(&format!("{CANDIDATES}/{}", one.id))),
            head: full_name(
                one.identity.given_names.as_ref().map(GivenNames::as_str),
                one.identity.family_name.as_str(),
            ),
            cells: vec![one.number.to_string(), text.day(one.identity.birth_date), one.because.in_words().to_owned()],
            ..Row::default()
        },
    ))
}

/// `POST /desk/candidates/register`
pub(in crate::web) async fn register(sent: Sent<Acting>) -> Result<HttpResponse, ApiError> {
    let Sent { who: acting, fields } = sent;
    let text = acting.signed_in.reader.text;
    let is_confirmed = fields.get(CONFIRMED) == "true";
    match register_one(&acting, &fields, is_confirmed).await {
        Ok(Registered::New(candidate)) => {
            Ok(see_other(acting.signed_in.reader.link(&format!("{CANDIDATES}/{}", candidate.id))))
        }
        Ok(Registered::Possible(possible)) => {
            let form = with_confirmation(register_form(&acting), text).filled(&fields);
            let asked = Wrong { text: text.say("desk-possible-lead"), is_english: false };
            register_page(&acting, Form { refusal: Some(asked), ..form }, &possible, StatusCode::CONFLICT)
        }
        Err(error) => {
            let form = register_form(&acting).filled(&fields).refused(text, error)?;
            register_page(&acting, form, &[], StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// What became of somebody who was to be registered.
enum Registered {
    New(Box<Candidate>),
    /// Nothing yet: these may be the same person.
    Possible(Vec<PossibleCandidate>),
}

async fn register_one(acting: &Acting, fields: &Fields, is_confirmed: bool) -> Result<Registered, Error> {
    let new = fields.read::<CandidateRequest>(&[CONFIRMED])?;
    let (state, caller) = (&acting.signed_in.state, acting.signed_in.caller());
    if !is_confirmed {
        let asked = new.clone();
        let find = move |work: &mut Work<'_>| {
            let identity = asked.candidate().identity();
            let alike = candidates::find_alike(work, &identity, asked.body_id.as_deref())?;
            Ok(alike.of(&Names::of(&identity)))
        };
        let possible = state.read(Some(caller), find).await.map_err(ApiError::into_error)?;
        if !possible.is_empty() {
            return Ok(Registered::Possible(possible));
        }
    }
    let register =
        move |work: &mut Work<'_>| candidates::register(work, new.candidate(), new.body_id.as_deref(), is_confirmed);
    match state.write(caller, register).await.map_err(ApiError::into_error) {
        Ok(candidate) => Ok(Registered::New(Box::new(candidate))),
        Err(Error::Refused(refusal)) if refusal.code == Code::CandidateExists => {
            Ok(Registered::Possible(match refusal.reasoning.map(|reasoning| *reasoning) {
                Some(Reasoning::PossibleCandidates(possible)) => possible,
                _ => Vec::new(),
            }))
        }
        Err(error) => Err(error),
    }
}

/// The form with what says that it is somebody else.
fn with_confirmation(form: Form, text: Text) -> Form {
    form.with(Field::of(CONFIRMED, text.say("desk-possible-other"), Kind::Check))
}
