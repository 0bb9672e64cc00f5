//! Training organisations and accredited courses.

use chrono::NaiveDate;
use serde_json::json;

use super::directory;
use super::events::NewEvent;
use super::references::unknown_qualification;
use super::slugs::choose_slug;
use super::work::Work;
use crate::auth::permission::Permission;
use crate::error::{Error, InputError};
use crate::ids::{CourseId, TrainingOrganisationId};
use crate::input::fields::{Key, Language, Website, word_fields};
use crate::input::form::{OrUsual, Replacement, Several, form};
use crate::scheme::calendar::Period;
use crate::scheme::country::CountryCode;
use crate::scheme::text::{Reason, Slug, Title, Word};
use crate::store::training as kept;

pub use accreditation::{Accredited, change_course, change_organisation, change_status, status_word};
pub use kept::{Course, Offered, TrainingOrganisation};
pub use listing::{
    CourseFilter, courses_of, courses_with_organisations, find_course_with_organisation, list_courses,
    list_courses_with_organisations, offered, search_courses_with_organisations, search_organisations,
};

mod accreditation;
pub mod attendance_files;
pub mod attendance_table;
pub mod attendances;
mod attendees;
mod listing;
mod new_attendance;
pub mod sessions;

/// The ways in which a course is given.
pub const DELIVERIES: [&str; 2] = ["classroom", "online"];

/// One of [`DELIVERIES`].
pub struct Delivery;

word_fields! {
    Delivery: &'static str = DELIVERIES, std::convert::identity;
}

form! {
    /// A training organisation that is to be accredited.
    #[example({"name": "Lernwerk Akademie", "country": "DE", "website": "https://lernwerk.example", "accredited_from": "2024-01-01"})]
    pub struct NewTrainingOrganisation as "TrainingOrganisationRequest" {
        /// Its name.
        pub name: Title,
        /// Its name in addresses; made from the name when left out.
        pub slug: Option<Slug>,
        /// Where it is (ISO 3166-1).
        pub country: CountryCode,
        /// Its website.
        pub website: Option<Website>,
        /// The first day of its accreditation.
        pub accredited_from: NaiveDate,
        /// The last day of its accreditation.
        pub accredited_until: Option<NaiveDate>,
    }

    /// A course that is to be accredited.
    #[example({"training_organisation_id": "lumen-akademie", "qualification": "auditor", "title": "Auditing ISO/IEC 20000", "slug": "auditor-online", "languages": ["de", "en"], "delivery": ["online"], "countries": ["DE"], "accredited_from": "2024-01-01"})]
    pub struct NewCourse as "CourseRequest" {
        /// Who runs it: id or slug.
        pub training_organisation as "training_organisation_id": Key,
        /// The qualification it is accredited for.
        pub qualification: Key<{ Word::LONGEST }>,
        /// Its title.
        pub title: Title,
        /// Its name in addresses; made from the title when left out.
        pub slug: Option<Slug>,
        /// In which languages it is given (BCP 47: a language, or a language and a region).
        pub languages: OrUsual<Several<Language, 0, 100>>,
        /// In which countries (ISO 3166-1).
        pub countries: OrUsual<Several<CountryCode, 0, 300>>,
        /// How: `classroom`, `online`.
        pub delivery: OrUsual<Several<Delivery, 0, 2>>,
        /// The first day of its accreditation.
        pub accredited_from: NaiveDate,
        /// The last day of its accreditation.
        pub accredited_until: Option<NaiveDate>,
    }
}

form! {
    /// What is wrong in the record of a training organisation, and how it is right. What is left out stays; null clears.
    #[example({"website": "https://lernwerk.example/academy", "accredited_until": "2027-12-31", "reason": "The certificate of accreditation says 2027."})]
    #[derive(Default)]
    pub struct TrainingOrganisationChanges as "TrainingOrganisationPatch" {
        /// Its name.
        pub name: Replacement<Title>,
        /// Where it is (ISO 3166-1).
        pub country: Replacement<CountryCode>,
        /// Its website.
        pub website: Option<Option<Website>>,
        /// The first day of its accreditation, where another one was recorded.
        pub accredited_from: Replacement<NaiveDate>,
        /// The last day of its accreditation, where another one was recorded. A later one that was decided on is an extension.
        pub accredited_until: Option<Option<NaiveDate>>,
        /// Why, in words: needed where days are corrected.
        pub reason: Replacement<Reason>,
    }

    /// What is wrong in the record of a course, and how it is right. What is left out stays; null clears.
    #[example({"title": "Auditing ISO/IEC 20000-1", "languages": ["de"]})]
    #[derive(Default)]
    pub struct CourseChanges as "CoursePatch" {
        /// The qualification it is accredited for.
        pub qualification: Replacement<Key<{ Word::LONGEST }>>,
        /// Its title.
        pub title: Replacement<Title>,
        /// In which languages it is given (BCP 47: a language, or a language and a region).
        pub languages: Replacement<Several<Language, 0, 100>>,
        /// In which countries (ISO 3166-1).
        pub countries: Replacement<Several<CountryCode, 0, 300>>,
        /// How: `classroom`, `online`.
        pub delivery: Replacement<Several<Delivery, 0, 2>>,
        /// The first day of its accreditation, where another one was recorded.
        pub accredited_from: Replacement<NaiveDate>,
        /// The last day of its accreditation, where another one was recorded. A later one that was decided on is an extension.
        pub accredited_until: Option<Option<NaiveDate>>,
        /// Why, in words: needed where the qualification or days are corrected.
        pub reason: Replacement<Reason>,
    }
}

/// "until" before "from" is no period.
fn check_period(period: Period) -> Option<InputError> {
    let wrong = period.until.is_some_and(|until| until < period.from);
    wrong.then(|| InputError::new("/accredited_until", "ends_before_it_begins", "lies before `accredited_from`"))
}

pub fn accredit_organisation(work: &mut Work<'_>, new: NewTrainingOrganisation) -> Result<TrainingOrganisation, Error> {
    work.authorise(Permission::Administer)?;
    let accredited = Period { from: new.accredited_from, until: new.accredited_until };
    if let Some(wrong) = check_period(accredited) {
        return Err(Error::Invalid(vec![wrong]));
    }
    let id = TrainingOrganisationId::new(work.now);
    let slug = choose_slug(new.slug, new.name.as_str(), "training", &id.to_string(), |slug| {
        kept::find_organisation(work.connection, slug).map(|found| found.is_some())
    })?;
    let organisation = TrainingOrganisation {
        id,
        slug,
        name: new.name.into(),
        country: new.country,
        website: new.website,
        first_accredited: accredited,
        registered_at: work.now,
        status_changes: Vec::new(),
    };
    kept::insert_organisation(work.connection, &organisation)?;
    let data = json!({
        "slug": organisation.slug,
        "accredited_from": accredited.from,
        "accredited_until": accredited.until,
    });
    let subject = ("training_organisation", organisation.id.to_string());
    let kind = "training_organisation_accredited";
    work.record(Permission::Administer, NewEvent { kind, subject, body: None, data, personal_data: None })?;
    directory::refresh_training_organisation(work, organisation.id)?;
    Ok(organisation)
}

pub fn accredit_course(work: &mut Work<'_>, new: NewCourse) -> Result<Course, Error> {
    work.authorise(Permission::Administer)?;
    let organisation = kept::find_organisation(work.connection, &new.training_organisation)?;
    let accredited = Period { from: new.accredited_from, until: new.accredited_until };
    let mut wrong: Vec<_> = check_period(accredited).into_iter().collect();
    if organisation.is_none() {
        let detail = "there is no training organisation with this id or slug";
        wrong.push(InputError::new("/training_organisation_id", "unknown_reference", detail));
    }
    let qualification = work.scheme.qualification(&new.qualification).map(|known| known.code.clone());
    if qualification.is_none() {
        wrong.push(unknown_qualification(work.scheme, "/qualification"));
    }
    let (Some(organisation), Some(qualification), true) = (organisation, qualification, wrong.is_empty()) else {
        return Err(Error::Invalid(wrong));
    };
    let id = CourseId::new(work.now);
    let slug = choose_slug(new.slug, new.title.as_str(), "course", &id.to_string(), |slug| {
        kept::find_course(work.connection, slug).map(|found| found.is_some())
    })?;
    let course = Course {
        id,
        slug,
        training_organisation: organisation.id,
        qualification,
        title: new.title.into(),
        languages: new.languages,
        countries: new.countries.iter().map(ToString::to_string).collect(),
        delivery: new.delivery.into_iter().map(str::to_owned).collect(),
        first_accredited: accredited,
        registered_at: work.now,
        status_changes: Vec::new(),
    };
    kept::insert_course(work.connection, &course)?;
    let data = json!({
        "slug": course.slug,
        "training_organisation_id": course.training_organisation.to_string(),
        "qualification": course.qualification,
        "accredited_from": accredited.from,
        "accredited_until": accredited.until,
    });
    let subject = ("course", course.id.to_string());
    work.record(
        Permission::Administer,
        NewEvent { kind: "course_accredited", subject, body: None, data, personal_data: None },
    )?;
    directory::refresh_course(work, course.id)?;
    Ok(course)
}

/// The training organisation with this id or slug. Public.
pub fn find_organisation(work: &mut Work<'_>, id_or_slug: &str) -> Result<TrainingOrganisation, Error> {
    let found = match in_the_form_of_a_slug(id_or_slug) {
        Some(slug) => kept::find_organisation(work.connection, slug)?,
        None => None,
    };
    found.ok_or(Error::NotFound("training organisation"))
}

/// The course with this id or slug. Public.
pub fn find_course(work: &mut Work<'_>, id_or_slug: &str) -> Result<Course, Error> {
    let found = match in_the_form_of_a_slug(id_or_slug) {
        Some(slug) => kept::find_course(work.connection, slug)?,
        None => None,
    };
    found.ok_or(Error::NotFound("course"))
}

/// The id or slug, if it is of the form that both have. What is not cannot be on record, and PostgreSQL takes no NUL,
/// not even to compare with.
fn in_the_form_of_a_slug(id_or_slug: &str) -> Option<&str> {
    Slug::parse(id_or_slug).is_ok().then_some(id_or_slug)
}
