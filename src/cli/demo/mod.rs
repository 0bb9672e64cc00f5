//! The demonstration: a small invented scheme, loaded through the same use cases as everything else, so that the rules
//! have decided on every record in it.

mod examples;
mod guide;
mod institutions;
mod organisations;
mod people;
mod publications;
mod staff;
mod steps;

use chrono::{Days, NaiveDate};

use crate::auth::permission::{Caller, Principal};
use crate::error::Error;
use crate::registry::Registry;
use crate::registry::approved_auditors::{self, NewApprovedAuditor};
use crate::registry::auditors::AuditorReference;
use crate::registry::bodies::{self, NewBody};
use crate::registry::clients::{self, NewClient, RoleName};
use crate::registry::status_changes::NewStatusChange;
use crate::registry::training::attendances::{self, NewAttendance};
use crate::registry::training::sessions::{self, NewCourseSession};
use crate::registry::training::{self, Course, NewCourse, NewTrainingOrganisation, TrainingOrganisation};
use crate::scheme::Complaint;
use crate::scheme::country::CountryCode;
use crate::scheme::lifecycle::Change;
use crate::scheme::person::{FamilyName, FullName, GivenNames};
use crate::scheme::text::{Reason, Slug, Title, Word, website};
use crate::secret::Secret;
use institutions::{
    ACCREDITATION, ATTENDED, AUDITORS, BODIES, BodyData, COURSES, CourseData, Happened, SESSIONS, SUSPENDED, TRAINERS,
    TrainerData,
};

pub use examples::AppointedEntropy;
pub use guide::guide;

#[derive(Debug)]
pub struct DemoClient {
    /// Its role, and for whom it acts.
    pub what: String,
    pub id: String,
    pub secret: Secret,
    caller: Caller,
}

/// What has been loaded, as far as the guide needs it.
#[derive(Debug)]
pub struct Demonstration {
    pub registrar: DemoClient,
    pub body: DemoClient,
    pub training: DemoClient,
    pub employer: DemoClient,
    /// An administrator of a body and one of the scheme office: who it is, and the token of the link that signs in.
    pub persons: [(String, Secret); 2],
    /// The number of a certificate whose holder agreed to be listed.
    pub certificate: String,
    /// The candidate's number and id whose result will be accepted.
    pub eligible: String,
    /// The id of the candidate whose result will be refused.
    pub not_eligible: String,
    /// The day of both sittings: today.
    pub today: NaiveDate,
}

/// Loads the demonstration into an empty registry, which `entropy` is that of. With the shipped scheme and a right clock no
/// use case refuses.
pub fn load(registry: &Registry, entropy: &AppointedEntropy) -> Result<Demonstration, Error> {
    entropy.expect("registrar")?;
    let registrar = client(registry, Caller::OPERATOR, "Demonstration: registrar", RoleName::Registrar, None)?;
    let approved = approve_auditors(registry, entropy, registrar.caller)?;
    let mut callers = Vec::new();
    let mut shown = None;
    for data in BODIES {
        entropy.expect(data.0)?;
        registry.write(registrar.caller, |work| bodies::list_new(work, body(data, &approved)?).map(|_| ()))?;
        let name = format!("Demonstration: {}", data.1);
        let client = client(registry, registrar.caller, &name, RoleName::Body, Some(data.0))?;
        callers.push((data.0, client.caller));
        shown.get_or_insert(client);
    }
    entropy.expect("employer")?;
    let employer = client(registry, registrar.caller, "Demonstration: employer", RoleName::Employer, None)?;
    for data in TRAINERS {
        registry.write(registrar.caller, |work| training::accredit_organisation(work, trainer(data)?).map(|_| ()))?;
    }
    for data in COURSES {
        registry.write(registrar.caller, |work| training::accredit_course(work, course(data)?).map(|_| ()))?;
    }
    change_accreditations(registry, registrar.caller)?;
    let name = format!("Demonstration: {}", TRAINERS[0].1);
    let training = client(registry, registrar.caller, &name, RoleName::Training, Some(TRAINERS[0].0))?;
    entropy.expect("attendance")?;
    registry.write(training.caller, |work| attendances::record(work, &attendance()?).map(|_| ()))?;
    for data in SESSIONS {
        entropy.expect(data.0)?;
        registry.write(training.caller, |work| sessions::publish(work, session(data, work.today())?).map(|_| ()))?;
    }
    let found = steps::load(registry, entropy, registrar.caller, &callers)?;
    publications::load(registry, entropy, registrar.caller)?;
    organisations::load(registry, entropy, registrar.caller, &callers)?;
    examples::load(registry, entropy, registrar.caller, caller_of(&callers, "nordlicht")?)?;
    let persons = staff::load(registry, entropy, registrar.caller)?;
    entropy.end()?;
    suspend_body(registry, registrar.caller)?;
    Ok(Demonstration {
        registrar,
        body: shown.ok_or_else(|| Error::Internal("the demonstration has no body".to_owned()))?,
        training,
        employer,
        persons,
        certificate: found.certificate,
        eligible: found.eligible,
        not_eligible: found.not_eligible,
        today: registry.now().date_naive(),
    })
}

fn client(
    registry: &Registry,
    caller: Caller,
    name: &str,
    role: RoleName,
    acts_for: Option<&str>,
) -> Result<DemoClient, Error> {
    let acts_for = |wanted: RoleName| acts_for.filter(|_| role == wanted).map(str::to_owned);
    let (body, training_organisation) = (acts_for(RoleName::Body), acts_for(RoleName::Training));
    let what = [Some(role.as_str().to_owned()), body.clone(), training_organisation.clone()];
    let new = NewClient { name: read(Title::parse(name))?, role, body, training_organisation };
    let (client, secret) = registry.write(caller, |work| clients::register(work, &new))?;
    let caller = Caller::new(Principal::Client(client.id), client.role);
    let what = what.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(DemoClient { what, id: client.id.to_string(), secret, caller })
}

/// Puts people on the registrar's own list, whom the bodies are listed with.
fn approve_auditors(
    registry: &Registry,
    entropy: &AppointedEntropy,
    registrar: Caller,
) -> Result<Vec<AuditorReference>, Error> {
    let approve = |&(name, approved_on): &(&str, &str)| {
        entropy.expect(name)?;
        let name = read(FullName::parse(name))?;
        let new = NewApprovedAuditor { name, note: None, approved_on: Some(day(approved_on)?) };
        let approved = registry.write(registrar, |work| approved_auditors::approve(work, new.clone()))?;
        Ok(AuditorReference::OwnList(approved.id.to_string()))
    };
    AUDITORS.iter().map(approve).collect()
}

fn caller_of(bodies: &[(&str, Caller)], slug: &str) -> Result<Caller, Error> {
    let found = bodies.iter().find(|(known, _)| *known == slug).map(|(_, caller)| *caller);
    found.ok_or_else(|| Error::Internal(format!("the demonstration has no body {slug}")))
}

fn body(
    &(slug, name, country, site, accredited_by, listed_on): &BodyData,
    approved: &[AuditorReference],
) -> Result<NewBody, Error> {
    Ok(NewBody {
        name: read(Title::parse(name))?,
        slug: Some(read(Slug::parse(slug))?),
        country: read(CountryCode::parse(country))?,
        website: Some(read(website(site))?),
        contact: None,
        accredited_by: Some(read(Title::parse(accredited_by))?),
        accreditation_number: None,
        approved_editions: None,
        listed_on: Some(day(listed_on)?),
        auditors: approved.to_vec(),
    })
}

fn trainer(&(slug, name, country, site, from, until): &TrainerData) -> Result<NewTrainingOrganisation, Error> {
    Ok(NewTrainingOrganisation {
        name: read(Title::parse(name))?,
        slug: Some(read(Slug::parse(slug))?),
        country: read(CountryCode::parse(country))?,
        website: Some(read(website(site))?),
        accredited_from: day(from)?,
        accredited_until: until.map(day).transpose()?,
    })
}

fn course(data: &CourseData) -> Result<NewCourse, Error> {
    let (from, until) = data.accredited;
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Ok(NewCourse {
        training_organisation: data.trainer.to_owned(),
        qualification: data.qualification.to_owned(),
        title: read(Title::parse(data.title))?,
        slug: Some(read(Slug::parse(data.slug))?),
        languages: words(data.languages),
        countries: data.countries.iter().map(|code| read(CountryCode::parse(code))).collect::<Result<_, _>>()?,
        delivery: data.delivery.to_vec(),
        accredited_from: day(from)?,
        accredited_until: until.map(day).transpose()?,
    })
}

fn suspend_body(registry: &Registry, registrar: Caller) -> Result<(), Error> {
    let (slug, from, code, words) = SUSPENDED;
    let change = status_change(Change::Suspension { from: day(from)?, until: None }, code, words)?;
    registry.write(registrar, |work| bodies::change_status(work, slug, &change).map(|_| ()))
}

fn session(
    (_, course, begins_in, lasts, place): (&str, &str, u64, u64, Option<(&str, &str)>),
    today: NaiveDate,
) -> Result<NewCourseSession, Error> {
    let starts_on = today + Days::new(begins_in);
    Ok(NewCourseSession {
        course: course.to_owned(),
        starts_on,
        ends_on: Some(starts_on + Days::new(lasts)),
        country: place.map(|(country, _)| read(CountryCode::parse(country))).transpose()?,
        locality: place.map(|(_, locality)| read(Title::parse(locality))).transpose()?,
        language: "en".to_owned(),
        enrol_url: read(website("https://kestrel.example/enrol"))?,
    })
}

/// What the training organisation has recorded: somebody whom nobody had on record.
fn attendance() -> Result<NewAttendance, Error> {
    let (course, completed_on, given_names, family_name, birth_date) = ATTENDED;
    Ok(NewAttendance {
        course: course.to_owned(),
        completed_on: day(completed_on)?,
        candidate_number: None,
        birth_date: day(birth_date)?,
        given_names: Some(read(GivenNames::parse(given_names))?),
        family_name: Some(read(FamilyName::parse(family_name))?),
        email: None,
        country: None,
        confirm_new: false,
    })
}

fn change_accreditations(registry: &Registry, registrar: Caller) -> Result<(), Error> {
    for (is_course, slug, happened, reason) in ACCREDITATION {
        let change = match happened {
            Happened::Extended(from, until) => Change::Extension { from: day(from)?, until: day(until)? },
            Happened::Suspended(from) => Change::Suspension { from: day(from)?, until: None },
            Happened::Reinstated(from) => Change::Reinstatement { from: day(from)? },
        };
        let new = NewStatusChange { change, reason_code: None, reason: read(Reason::parse(reason))? };
        registry.write(registrar, |work| {
            if *is_course {
                training::change_status::<Course>(work, slug, &new).map(|_| ())
            } else {
                training::change_status::<TrainingOrganisation>(work, slug, &new).map(|_| ())
            }
        })?;
    }
    Ok(())
}

fn status_change(change: Change, code: &str, words: &str) -> Result<NewStatusChange, Error> {
    Ok(NewStatusChange { change, reason_code: Some(read(Word::parse(code))?), reason: read(Reason::parse(words))? })
}

/// A value of the demonstration's own data: that it is wrong would be a mistake in the program.
fn read<T>(value: Result<T, Complaint>) -> Result<T, Error> {
    value.map_err(|complaint| Error::Internal(format!("a value of the demonstration {}", complaint.detail)))
}

fn day(text: &str) -> Result<NaiveDate, Error> {
    text.parse().map_err(|_| Error::Internal(format!("the demonstration has the day {text}")))
}

#[cfg(test)]
mod tests;
