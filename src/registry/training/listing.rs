//! Looking courses and training organisations up.

use chrono::NaiveDate;

use super::kept;
use super::{Course, Offered, TrainingOrganisation};
use crate::error::Error;
use crate::registry::directory::search::{Search, search};
use crate::registry::directory::{Facet, Kind, Standing};
use crate::registry::references::{refuse_unknown, unknown_qualification};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::country::CountryCode;
use crate::scheme::definition::QualificationCode;

#[derive(Clone, Debug, Default)]
pub struct CourseFilter {
    /// With these words in the title.
    pub query: Option<String>,
    pub qualification: Option<QualificationCode>,
    pub country: Option<CountryCode>,
    pub language: Option<String>,
    /// Given so.
    pub delivery: Option<String>,
    /// Accredited, with the organisation that runs it, on this day.
    pub on: Option<NaiveDate>,
}

impl CourseFilter {
    fn search(&self, work: &Work<'_>) -> Search {
        let facets = [
            (Facet::Qualification, self.qualification.as_ref().map(ToString::to_string)),
            (Facet::Country, self.country.map(|country| country.to_string())),
            (Facet::Language, self.language.clone()),
            (Facet::Delivery, self.delivery.clone()),
        ];
        Search {
            query: self.query.clone(),
            facets: facets.into_iter().filter_map(|(facet, value)| Some((facet, value?))).collect(),
            status: self.on.map(|_| Standing::Accredited),
            ..Search::of(self.on.unwrap_or_else(|| work.today()))
        }
    }
}

/// A page of courses: in the order of their titles, or the best answers first. Public.
pub fn list_courses(work: &mut Work<'_>, filter: &CourseFilter, request: &PageRequest) -> Result<Page<Course>, Error> {
    let wanted = filter.search(work);
    search_courses(work, &wanted, request)
}

/// A page of courses, each with the organisation that runs it. Public.
pub fn list_courses_with_organisations(
    work: &mut Work<'_>,
    filter: &CourseFilter,
    request: &PageRequest,
) -> Result<Page<(Course, TrainingOrganisation)>, Error> {
    let wanted = filter.search(work);
    search_courses_with_organisations(work, &wanted, request)
}

/// What is asked for must be a qualification of the scheme.
fn check_qualification(work: &Work<'_>, wanted: &Search) -> Result<(), Error> {
    let asked = wanted.facets.iter().filter(|(facet, _)| *facet == Facet::Qualification);
    let unknown = asked.filter(|(_, code)| work.scheme().qualification(code).is_none());
    refuse_unknown(unknown.map(|_| unknown_qualification(work.scheme(), "/qualification")).collect())
}

/// A page of the courses that a search finds, each with the organisation that runs it. Public.
pub fn search_courses_with_organisations(
    work: &mut Work<'_>,
    wanted: &Search,
    request: &PageRequest,
) -> Result<Page<(Course, TrainingOrganisation)>, Error> {
    let page = search_courses(work, wanted, request)?;
    Ok(Page { items: with_organisations(work, page.items)?, next: page.next })
}

fn search_courses(work: &mut Work<'_>, wanted: &Search, request: &PageRequest) -> Result<Page<Course>, Error> {
    check_qualification(work, wanted)?;
    let wanted = Search { kind: Some(Kind::Course), ..wanted.clone() };
    let found = search(work, &wanted, request)?;
    let ids: Vec<_> = found.items.into_iter().map(|one| one.subject_id).collect();
    Ok(Page { items: in_order(work, &ids)?, next: found.next })
}

/// The courses with these ids, in this order.
fn in_order(work: &mut Work<'_>, ids: &[String]) -> Result<Vec<Course>, Error> {
    let mut courses = kept::courses(work.connection, ids)?;
    courses.sort_by_cached_key(|course| ids.iter().position(|id| *id == course.id.to_string()));
    Ok(courses)
}

/// A page of the training organisations that a search finds. Public.
pub fn search_organisations(
    work: &mut Work<'_>,
    wanted: &Search,
    request: &PageRequest,
) -> Result<Page<TrainingOrganisation>, Error> {
    check_qualification(work, wanted)?;
    let wanted = Search { kind: Some(Kind::TrainingOrganisation), ..wanted.clone() };
    let found = search(work, &wanted, request)?;
    let ids: Vec<_> = found.items.into_iter().map(|one| one.subject_id).collect();
    let named = ids.iter().filter_map(|id| crate::ids::TrainingOrganisationId::parse(id)).collect::<Vec<_>>();
    let mut organisations = kept::organisations(work.connection, &named)?;
    organisations.sort_by_cached_key(|one| ids.iter().position(|id| *id == one.id.to_string()));
    Ok(Page { items: organisations, next: found.next })
}

/// The courses with these ids, in this order, each with the organisation that runs it. Public.
pub fn courses_with_organisations(
    work: &mut Work<'_>,
    ids: &[String],
) -> Result<Vec<(Course, TrainingOrganisation)>, Error> {
    let courses = in_order(work, ids)?;
    with_organisations(work, courses)
}

fn with_organisations(work: &mut Work<'_>, courses: Vec<Course>) -> Result<Vec<(Course, TrainingOrganisation)>, Error> {
    let ids: Vec<_> = courses.iter().map(|course| course.training_organisation).collect();
    let organisations = kept::organisations(work.connection, &ids)?;
    let with = |course: Course| {
        let runs = organisations.iter().find(|organisation| organisation.id == course.training_organisation);
        let runs = runs.ok_or_else(|| Error::Internal(format!("nobody runs the course {}", course.id)))?;
        Ok((course, runs.clone()))
    };
    courses.into_iter().map(with).collect()
}

/// The course with this id or slug, with the organisation that runs it. Public.
pub fn find_course_with_organisation(
    work: &mut Work<'_>,
    id_or_slug: &str,
) -> Result<(Course, TrainingOrganisation), Error> {
    let course = super::find_course(work, id_or_slug)?;
    with_organisations(work, vec![course])?.pop().ok_or(Error::NotFound("course"))
}

/// The courses of a training organisation, in the order of their titles. Public.
pub fn courses_of(work: &mut Work<'_>, organisation: &TrainingOrganisation) -> Result<Vec<Course>, Error> {
    kept::courses_of(work.connection, organisation.id)
}

/// In which languages and countries there are courses. Public.
pub fn offered(work: &mut Work<'_>) -> Result<Offered, Error> {
    kept::offered(work.connection)
}
