//! `/training`: which courses are accredited, and who runs them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;

use super::course::{CourseFacts, accredited, delivery, structured_course, structured_organisation};
use super::list::{Row, Words, answer};
use super::search_form::{Choice, SearchForm, moved};
use super::sessions as session_facts;
use super::standing::Standing;
use crate::error::Error;
use crate::http::names;
use crate::http::problem::ApiError;
use crate::http::state::State;
use crate::messages::Text;
use crate::registry::training::sessions::{self, CourseSession, SessionFilter};
use crate::registry::training::{self, Course, CourseFilter, DELIVERIES, Offered, TrainingOrganisation};
use crate::registry::{PageRequest, Work};
use crate::scheme::Scheme;
use crate::scheme::country::CountryCode;
use crate::web::history::{Event, of_accreditation};
use crate::web::page::{Keeping, Page, Reader, render};

pub(in crate::web) async fn list(mut form: SearchForm, state: Data<State>) -> Result<HttpResponse, ApiError> {
    let reader = form.reader.clone();
    let text = reader.text;
    let offered = state.read(None, training::offered).await?;
    let filter = read_filter(text, &mut form, state.registry.scheme(), offered);
    let from = form.day("from", text.say("finder-session-from"), None);
    let until = form.day("until", text.say("finder-session-until"), None);
    let place = form.text("place", text.say("finder-place"), None);
    if from.is_some() || until.is_some() || place.is_some() {
        return list_sessions(form, state, filter, SessionFilter { from, until, place, ..SessionFilter::default() })
            .await;
    }
    let how = if filter.query.is_some() { text.say("found-ranked") } else { text.say("found-courses") };
    let words = Words {
        title: text.say("training-title"),
        lead: text.say("training-lead"),
        how,
        data: "/v1/courses",
        is_of_today: true,
    };
    let read = move |work: &mut Work<'_>, part: &PageRequest| {
        // Whoever looks for a course wants one that can be attended, unless another day is named.
        let on = filter.on.unwrap_or_else(|| work.today());
        let filter = CourseFilter { on: Some(on), ..filter.clone() };
        training::list_courses_with_organisations(work, &filter, part)
    };
    let scheme = state.registry.scheme();
    answer(&state, form, words, read, |(course, by), _| row(&reader, scheme, course, by)).await
}

/// The sessions of the courses that are asked for, where days or a place are asked for.
async fn list_sessions(
    form: SearchForm,
    state: Data<State>,
    courses: CourseFilter,
    wanted: SessionFilter,
) -> Result<HttpResponse, ApiError> {
    let reader = form.reader.clone();
    let text = reader.text;
    let words = Words {
        title: text.say("training-title"),
        lead: text.say("training-lead"),
        how: text.say("found-sessions"),
        data: "/v1/course-sessions",
        is_of_today: false,
    };
    let filter = SessionFilter {
        query: courses.query,
        qualification: courses.qualification.map(|code| code.to_string()),
        country: courses.country,
        language: courses.language,
        online: courses.delivery.map(|word| word == "online"),
        on: courses.on,
        ..wanted
    };
    let read = move |work: &mut Work<'_>, part: &PageRequest| sessions::list(work, &filter, part);
    answer(&state, form, words, read, |known, _| session_facts::row(&reader, known)).await
}

fn read_filter(text: Text, form: &mut SearchForm, scheme: &Scheme, offered: Offered) -> CourseFilter {
    let language = text.language();
    let qualifications = scheme.qualifications.iter();
    let qualifications = qualifications.map(|known| Choice::new(known.code.as_str(), known.title.clone())).collect();
    let countries = offered.countries.into_iter();
    let countries = countries.map(|code| Choice::new(code.clone(), names::country(language, &code))).collect();
    let languages = offered.languages.into_iter();
    let languages = languages.map(|tag| Choice::new(tag.clone(), names::language_name(language, &tag))).collect();
    let deliveries = DELIVERIES.into_iter().map(|word| Choice::new(word, delivery(text, word))).collect();
    let own = |value: &str| Some(value.to_owned());
    CourseFilter {
        query: form.text("q", text.say("finder-name"), Some(text.say("finder-forgives"))),
        qualification: form.choice("qualification", text.say("fact-qualification"), qualifications, |code| {
            scheme.qualification(code).map(|known| known.code.clone())
        }),
        country: form.choice("country", text.say("finder-country"), Choice::sorted(countries), |code| {
            CountryCode::parse(code).ok()
        }),
        language: form.choice("language", text.say("finder-language"), Choice::sorted(languages), own),
        delivery: form.choice("delivery", text.say("finder-delivery"), deliveries, own),
        on: form.day("on", text.say("finder-day-of-course"), None),
    }
}

pub(super) fn row(reader: &Reader, scheme: &Scheme, course: &Course, by: &TrainingOrganisation) -> Row {
    let facts = CourseFacts::of(reader, scheme, course);
    let path = format!("/training/{}", by.slug.as_str());
    let known = [Some(by.name.clone()), Some(facts.qualification), facts.delivery, facts.countries, facts.languages];
    Row {
        address: format!("{}#{}", reader.link(&path), course.slug.as_str()),
        path: format!("{path}#{}", course.slug.as_str()),
        name: course.title.clone(),
        standing: None,
        facts: known.into_iter().flatten().collect(),
        summary: None,
    }
}

#[derive(Template)]
#[template(path = "training.html")]
struct TrainingPage {
    page: Page,
    standing: Standing,
    country: String,
    website: Option<String>,
    accredited: String,
    events: Vec<Event>,
    courses: Vec<CourseFacts>,
}

pub(in crate::web) async fn show(
    reader: Reader,
    slug: Path<String>,
    state: Data<State>,
) -> Result<HttpResponse, ApiError> {
    let asked = slug.clone();
    let (by, courses, sessions, today) = state.read(None, move |work| look(work, &asked)).await?;
    let path = format!("/training/{}", by.slug.as_str());
    if by.slug.as_str() != slug.as_str() {
        return Ok(moved(&reader, &path));
    }
    let (text, scheme) = (reader.text, state.registry.scheme());
    let country = names::country(text.language(), by.country.as_str()).into_owned();
    let name = [("name", by.name.clone().into()), ("country", country.clone().into())];
    let mut documents = vec![structured_organisation(&reader, &path, &by)];
    documents.extend(courses.iter().map(|course| structured_course(&reader, scheme, &path, course, &by, &sessions)));
    let accreditation = by.accreditation();
    let page = TrainingPage {
        page: reader
            .page(by.name.clone())
            .described(text.say_with("training-description", &name))
            .telling(&documents.into()),
        standing: Standing::of_accreditation(text, accreditation.status_on(today)),
        country,
        website: by.website.clone(),
        accredited: accredited(text, &accreditation, today),
        events: of_accreditation(text, &by.status_changes, &accreditation, today),
        courses: courses
            .iter()
            .map(|course| {
                CourseFacts::of(&reader, scheme, course).on(text, course, &by, today).with(text, course, &sessions)
            })
            .collect(),
    };
    render(StatusCode::OK, text.language(), Keeping::Never, &page)
}

type Found = (TrainingOrganisation, Vec<Course>, Vec<CourseSession>, NaiveDate);

fn look(work: &mut Work<'_>, slug: &str) -> Result<Found, Error> {
    let by = training::find_organisation(work, slug)?;
    let courses = training::courses_of(work, &by)?;
    let sessions = sessions::upcoming(work, &courses)?;
    Ok((by, courses, sessions, work.today()))
}
