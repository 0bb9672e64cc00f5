//! Sessions of courses: when, where or online, in which language, and where to enrol.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::column::Column;
use super::connection::DatabaseConnection;
use super::page::{Page, PageRequest, paged};
use super::rows::{Columns, Rows, values};
use super::schema::{course_sessions, directory_entries, directory_standings};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{CourseId, CourseSessionId};
use crate::scheme::country::CountryCode;
use crate::scheme::search::phrase;
use crate::store::directory::Standing;

/// A session of a course.
#[derive(Clone, Debug, Insertable, Queryable, Selectable)]
#[diesel(table_name = course_sessions, treat_none_as_default_value = false)]
pub struct CourseSession {
    pub id: CourseSessionId,
    #[diesel(column_name = course_id)]
    pub course: CourseId,
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// Where; `None` online.
    pub country: Option<CountryCode>,
    pub locality: Option<String>,
    /// BCP 47.
    pub language: String,
    pub enrol_url: String,
    #[diesel(serialize_as = Column<Moment>)]
    pub published_at: Moment,
    #[diesel(serialize_as = Column<Moment>)]
    pub changed_at: Moment,
    #[diesel(skip_insertion)]
    pub cancelled_at: Option<Moment>,
}

impl CourseSession {
    /// Its key in the order of the days.
    #[must_use]
    pub fn sort_key(&self) -> String {
        format!("{} {}", self.starts_on, self.id)
    }

    fn folded_locality(&self) -> String {
        self.locality.as_deref().map(phrase).unwrap_or_default()
    }
}

/// Which sessions are wanted.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Of these courses.
    pub courses: Option<Vec<String>>,
    /// That have not ended before this day.
    pub from: NaiveDate,
    /// That begin by this day.
    pub until: Option<NaiveDate>,
    pub country: Option<CountryCode>,
    /// With this in the name of the place.
    pub place: Option<String>,
    pub language: Option<String>,
    pub online: Option<bool>,
}

impl Filter {
    /// All that have not ended before this day.
    #[must_use]
    pub const fn from(day: NaiveDate) -> Self {
        Self { courses: None, from: day, until: None, country: None, place: None, language: None, online: None }
    }
}

pub fn insert(connection: &mut DatabaseConnection, session: &CourseSession) -> Result<(), Error> {
    let rest = values!(course_sessions: folded_locality = session.folded_locality(), sort_key = session.sort_key());
    diesel::insert_into(course_sessions::table).values((session.clone(), rest)).execute(connection)?;
    Ok(())
}

/// Writes what can change, and that it is cancelled.
pub fn update(connection: &mut DatabaseConnection, session: &CourseSession) -> Result<(), Error> {
    let change = values!(course_sessions: starts_on = session.starts_on, ends_on = session.ends_on,
        country = session.country, locality = &session.locality, folded_locality = session.folded_locality(),
        language = &session.language, enrol_url = &session.enrol_url, sort_key = session.sort_key(),
        changed_at = Column(session.changed_at), cancelled_at = session.cancelled_at.map(Column));
    diesel::update(course_sessions::table.find(session.id)).set(change).execute(connection)?;
    Ok(())
}

pub fn find(connection: &mut DatabaseConnection, id: CourseSessionId) -> Result<Option<CourseSession>, Error> {
    course_sessions::table.find(id).select(CourseSession::columns()).row(connection)
}

/// A page of the sessions that are to take place, in the order of their days: of courses that are accredited, with whoever
/// runs them, on the last day of it.
pub fn list(
    connection: &mut DatabaseConnection,
    filter: &Filter,
    request: &PageRequest,
) -> Result<Page<CourseSession>, Error> {
    let accredited = directory_entries::table
        .inner_join(directory_standings::table.on(directory_standings::entry.eq(directory_entries::number)))
        .filter(directory_entries::subject_id.eq(course_sessions::course_id))
        .filter(directory_standings::status.eq(Standing::Accredited))
        .filter(directory_standings::first_day.le(course_sessions::ends_on))
        .filter(
            directory_standings::last_day
                .is_null()
                .or(directory_standings::last_day.assume_not_null().ge(course_sessions::ends_on)),
        );
    let mut query = paged!(course_sessions::sort_key, request)
        .filter(course_sessions::cancelled_at.is_null())
        .filter(course_sessions::ends_on.ge(filter.from))
        .filter(exists(accredited))
        .select(CourseSession::columns())
        .into_boxed();
    if let Some(courses) = &filter.courses {
        query = query.filter(course_sessions::course_id.eq_any(courses));
    }
    if let Some(until) = filter.until {
        query = query.filter(course_sessions::starts_on.le(until));
    }
    if let Some(country) = filter.country {
        query = query.filter(course_sessions::country.eq(country));
    }
    if let Some(place) = &filter.place {
        // What has no letter or figure is in no name.
        let wanted = phrase(place);
        query = query.filter(course_sessions::folded_locality.like(format!("%{wanted}%")));
        if wanted.is_empty() {
            query = query.filter(course_sessions::id.eq(""));
        }
    }
    if let Some(language) = &filter.language {
        query = query.filter(course_sessions::language.eq(language));
    }
    if let Some(online) = filter.online {
        query = query.filter(course_sessions::locality.is_null().eq(online));
    }
    Ok(request.page(query.rows(connection)?, CourseSession::sort_key))
}
