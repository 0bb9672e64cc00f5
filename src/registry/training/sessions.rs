//! Sessions of courses, which whoever runs them publishes, changes and cancels.

use chrono::NaiveDate;
use serde_json::json;

use super::{Course, TrainingOrganisation, find_course_with_organisation};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::CourseSessionId;
use crate::input::fields::{Key, Language, Website};
use crate::input::form::{Replacement, form};
use crate::registry::directory::search::{Search, search};
use crate::registry::directory::{Facet, Kind, Standing};
use crate::registry::events::NewEvent;
use crate::registry::evidence::claims::unknown_course;
use crate::registry::patches::apply;
use crate::registry::references::{refuse_unknown, unknown_qualification};
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::scheme::assessment::{not_accredited, not_accredited_words};
use crate::scheme::country::CountryCode;
use crate::scheme::text::Title;
use crate::store::course_sessions as kept;

pub use kept::CourseSession;

form! {
    /// A session of a course that is to be published.
    #[example({"course_id": "auditor-course-1", "starts_on": "2027-03-08", "ends_on": "2027-03-10", "country": "GB", "locality": "Leeds", "language": "en", "enrol_url": "https://kestrel.example/enrol/2027-03"})]
    pub struct NewCourseSession as "CourseSessionRequest" {
        /// Which course: id or slug. It must be accredited on the first and the last day, with the organisation that runs it.
        pub course as "course_id": Key,
        /// Its first day.
        pub starts_on: NaiveDate,
        /// Its last day; the first when left out.
        pub ends_on: Option<NaiveDate>,
        /// In which country (ISO 3166-1); with a place, and without both it is online.
        pub country: Option<CountryCode>,
        /// In which place.
        pub locality: Option<Title>,
        /// In which language (BCP 47).
        pub language: Language,
        /// Where to enrol.
        pub enrol_url: Website,
    }

    /// What is to change of a session. What is left out stays; country and place cleared by null make it one online.
    #[example({"starts_on": "2027-03-15", "ends_on": "2027-03-17"})]
    #[derive(Default)]
    pub struct CourseSessionChanges as "CourseSessionPatch" {
        /// Its first day.
        pub starts_on: Replacement<NaiveDate>,
        /// Its last day.
        pub ends_on: Replacement<NaiveDate>,
        /// In which country (ISO 3166-1).
        pub country: Option<Option<CountryCode>>,
        /// In which place.
        pub locality: Option<Option<Title>>,
        /// In which language (BCP 47).
        pub language: Replacement<Language>,
        /// Where to enrol.
        pub enrol_url: Replacement<Website>,
    }
}

/// A session with its course and whoever runs it.
#[derive(Clone, Debug)]
pub struct SessionOfCourse {
    pub session: CourseSession,
    pub course: Course,
    pub by: TrainingOrganisation,
}

/// Which sessions are wanted.
#[derive(Clone, Debug, Default)]
pub struct SessionFilter {
    /// With these words in the title of the course or the name of whoever runs it.
    pub query: Option<String>,
    /// Of this course: id or slug.
    pub course: Option<String>,
    pub qualification: Option<String>,
    /// Of courses that are accredited, with whoever runs them, on this day too.
    pub on: Option<NaiveDate>,
    /// That have not ended before this day; today when left out.
    pub from: Option<NaiveDate>,
    /// That begin by this day.
    pub until: Option<NaiveDate>,
    pub country: Option<CountryCode>,
    /// With this in the name of the place.
    pub place: Option<String>,
    pub language: Option<String>,
    pub online: Option<bool>,
}

/// Of how many courses at most sessions are looked for, where courses are asked for.
const MOST_COURSES: u32 = 1000;

/// Publishes a session of a course of one's own.
pub fn publish(work: &mut Work<'_>, new: NewCourseSession) -> Result<SessionOfCourse, Error> {
    work.authorise(Permission::Train)?;
    let (course, by) = match find_course_with_organisation(work, &new.course) {
        Err(Error::NotFound(_)) => return Err(Error::Invalid(vec![unknown_course("/course_id")])),
        found => found?,
    };
    let session = CourseSession {
        id: CourseSessionId::new(work.now),
        course: course.id,
        starts_on: new.starts_on,
        ends_on: new.ends_on.unwrap_or(new.starts_on),
        country: new.country,
        locality: new.locality.map(String::from),
        language: new.language,
        enrol_url: new.enrol_url,
        published_at: work.now,
        changed_at: work.now,
        cancelled_at: None,
    };
    let mut wrong = Vec::new();
    if !is_own(work, &by) {
        let detail = "is a course of another training organisation; sessions are published by whoever runs the course";
        wrong.push(InputError::new("/course_id", "not_allowed", detail));
    }
    let known = SessionOfCourse { session, course, by };
    check(work, &known, wrong)?;
    kept::insert(work.connection, &known.session)?;
    tell(work, &known, "course_session_published", None)?;
    Ok(known)
}

fn is_own(work: &Work<'_>, by: &TrainingOrganisation) -> bool {
    work.role().and_then(crate::auth::permission::Role::training_organisation).is_none_or(|own| own == by.id)
}

/// How long a session lasts at most.
const LONGEST_DAYS: i64 = 366;

/// Whether it could take place so.
fn check(work: &Work<'_>, known: &SessionOfCourse, mut wrong: Vec<InputError>) -> Result<(), Error> {
    let SessionOfCourse { session, course, by } = known;
    if session.ends_on < session.starts_on {
        wrong.push(InputError::new("/ends_on", "ends_before_it_begins", "lies before `starts_on`"));
    } else if session.ends_on < work.today() {
        wrong.push(InputError::new(
            "/ends_on",
            "in_the_past",
            "lies in the past; sessions are published before they end",
        ));
    } else if (session.ends_on - session.starts_on).num_days() > LONGEST_DAYS {
        let detail = format!("lies more than {LONGEST_DAYS} days after `starts_on`");
        wrong.push(InputError::new("/ends_on", "too_long", detail));
    } else {
        let days = [("/ends_on", "last", session.ends_on), ("/starts_on", "first", session.starts_on)];
        let lapses = days.into_iter().filter_map(|(pointer, which, day)| {
            let what = not_accredited(&course.accreditation(), &by.accreditation(), day)?;
            let detail = format!("cannot be its {which} day: the course {}", not_accredited_words(what));
            Some(InputError::new(pointer, "not_accredited", detail))
        });
        wrong.extend(lapses.take(1));
    }
    match (&session.country, &session.locality) {
        (Some(_), None) => wrong.push(InputError::new("/locality", "required", "is missing beside the country")),
        (None, Some(_)) => wrong.push(InputError::new("/country", "required", "is missing beside the place")),
        (Some(_), Some(_)) | (None, None) => {}
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

/// Changes a session, if `unchanged` agrees with the version on record.
pub fn change(
    work: &mut Work<'_>,
    id: &str,
    unchanged: impl Fn(&SessionOfCourse) -> Result<(), Error>,
    changes: &CourseSessionChanges,
) -> Result<SessionOfCourse, Error> {
    let mut known = find_changeable(work, id)?;
    unchanged(&known)?;
    let (changes, mut session) = (changes.clone(), known.session.clone());
    let locality = changes.locality.map(|locality| locality.map(String::from));
    let changes = Kept {
        locality,
        starts_on: changes.starts_on,
        ends_on: changes.ends_on,
        country: changes.country,
        language: changes.language,
        enrol_url: changes.enrol_url,
    };
    let fields = apply!(changes => session: starts_on, ends_on, country, locality, language, enrol_url);
    if fields.is_empty() {
        return Ok(known);
    }
    session.changed_at = work.now;
    known.session = session;
    check(work, &known, Vec::new())?;
    kept::update(work.connection, &known.session)?;
    tell(work, &known, "course_session_changed", Some(fields))?;
    Ok(known)
}

/// What changes of a session, as it is kept.
#[expect(clippy::option_option, reason = "there, null, or missing")]
struct Kept {
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    country: Option<Option<CountryCode>>,
    locality: Option<Option<String>>,
    language: Option<String>,
    enrol_url: Option<String>,
}

/// Cancels a session: it stays on record, and is not listed any more. Whoever runs the course does so while it is not accredited
/// as well, for then the session cannot be held.
pub fn cancel(work: &mut Work<'_>, id: &str) -> Result<SessionOfCourse, Error> {
    work.allow_not_accredited();
    let mut known = find_changeable(work, id)?;
    known.session.cancelled_at = Some(work.now);
    known.session.changed_at = work.now;
    kept::update(work.connection, &known.session)?;
    tell(work, &known, "course_session_cancelled", None)?;
    Ok(known)
}

/// The session, if the caller runs the course and it is not cancelled.
fn find_changeable(work: &mut Work<'_>, id: &str) -> Result<SessionOfCourse, Error> {
    work.authorise(Permission::Train)?;
    let known = find(work, id)?;
    if !is_own(work, &known.by) {
        let detail = "another training organisation runs this course, and changes its sessions";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    if known.session.cancelled_at.is_some() {
        return Err(Error::refused(Code::StatusConflict, "this session is cancelled; publish another one"));
    }
    Ok(known)
}

fn tell(
    work: &mut Work<'_>,
    known: &SessionOfCourse,
    kind: &'static str,
    changed: Option<Vec<&'static str>>,
) -> Result<(), Error> {
    let SessionOfCourse { session, course, by } = known;
    let mut data = json!({
        "course_id": course.id.to_string(),
        "training_organisation_id": by.id.to_string(),
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
    });
    if let Some(changed) = changed {
        data["changed"] = json!(changed);
    }
    let subject = ("course_session", session.id.to_string());
    work.record(Permission::Train, NewEvent { kind, subject, body: None, data, personal_data: None })
}

/// The session with this id, cancelled or not. Public.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<SessionOfCourse, Error> {
    let missing = || Error::NotFound("course session");
    let id = CourseSessionId::parse(id).ok_or_else(missing)?;
    let session = kept::find(work.connection, id)?.ok_or_else(missing)?;
    let (course, by) = find_course_with_organisation(work, &session.course.to_string())?;
    Ok(SessionOfCourse { session, course, by })
}

/// A page of the sessions that are to take place, in the order of their days: of accredited courses. Public.
pub fn list(
    work: &mut Work<'_>,
    wanted: &SessionFilter,
    request: &PageRequest,
) -> Result<Page<SessionOfCourse>, Error> {
    let filter = kept::Filter {
        courses: courses_asked_for(work, wanted)?,
        from: wanted.from.unwrap_or_else(|| work.today()),
        until: wanted.until,
        country: wanted.country,
        place: wanted.place.clone(),
        language: wanted.language.clone(),
        online: wanted.online,
    };
    let page = kept::list(work.connection, &filter, request)?;
    let mut ids: Vec<String> = page.items.iter().map(|session| session.course.to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    let courses = super::courses_with_organisations(work, &ids)?;
    page.try_map(|session| {
        let known = courses.iter().find(|(course, _)| course.id == session.course);
        let lost = || Error::Internal(format!("the course of session {} is lost", session.id));
        let (course, by) = known.cloned().ok_or_else(lost)?;
        Ok(SessionOfCourse { session, course, by })
    })
}

/// How many sessions stand on the page of whoever runs the courses.
const MOST_SHOWN: u32 = 100;

/// The next sessions of these courses, in the order of their days. Public.
pub fn upcoming(work: &mut Work<'_>, courses: &[Course]) -> Result<Vec<CourseSession>, Error> {
    let ids = courses.iter().map(|course| course.id.to_string()).collect();
    let filter = kept::Filter { courses: Some(ids), ..kept::Filter::from(work.today()) };
    Ok(kept::list(work.connection, &filter, &PageRequest { after: None, limit: MOST_SHOWN })?.items)
}

/// The ids of the courses that a filter speaks of; `None` where it speaks of all.
fn courses_asked_for(work: &mut Work<'_>, wanted: &SessionFilter) -> Result<Option<Vec<String>>, Error> {
    if let Some(course) = &wanted.course {
        let found = match super::find_course(work, course) {
            Ok(course) => vec![course.id.to_string()],
            Err(Error::NotFound(_)) => Vec::new(),
            Err(other) => return Err(other),
        };
        return Ok(Some(found));
    }
    if wanted.query.is_none() && wanted.qualification.is_none() && wanted.on.is_none() {
        return Ok(None);
    }
    let unknown = wanted.qualification.iter().filter(|code| work.scheme.qualification(code).is_none());
    refuse_unknown(unknown.map(|_| unknown_qualification(work.scheme, "/qualification")).collect())?;
    let facets = wanted.qualification.iter().map(|code| (Facet::Qualification, code.clone())).collect();
    let courses = Search {
        query: wanted.query.clone(),
        kind: Some(Kind::Course),
        facets,
        status: wanted.on.map(|_| Standing::Accredited),
        ..Search::of(wanted.on.unwrap_or_else(|| work.today()))
    };
    let found = search(work, &courses, &PageRequest { after: None, limit: MOST_COURSES })?;
    Ok(Some(found.items.into_iter().map(|one| one.subject_id).collect()))
}
