//! From the records to the directory's entries.

use std::collections::HashMap;

use crate::error::Error;
use crate::ids::{BodyId, CourseId, OrganisationId, TrainingOrganisationId};
use crate::registry::work::Work;
use crate::scheme::lifecycle::{Interval, Status, joint_intervals};
use crate::store::DatabaseConnection;
use crate::store::bodies::{self, Body};
use crate::store::directory::{self as kept, Entry, Facet, Kind, Period, Standing};
use crate::store::organisation_certificates::{self, OrganisationCertificate};
use crate::store::organisations::{self, Organisation};
use crate::store::training::{self, Course, TrainingOrganisation};

/// Brings a body's entry up to date. To be called at the end of every use case that changes one.
pub fn refresh_body(work: &mut Work<'_>, id: BodyId) -> Result<(), Error> {
    let entry = bodies::find(work.connection, id)?.map(body);
    put(work.connection, &id.to_string(), entry)
}

/// Brings an organisation's entry up to date, or that of the organisation that it was merged into. To be called at the
/// end of every use case that changes one, or what is published of its certificates. An organisation without a published
/// certificate has no entry, nor has one that was merged into another.
pub fn refresh_organisation(work: &mut Work<'_>, id: OrganisationId) -> Result<(), Error> {
    refresh_certified(work.connection, id)
}

fn refresh_certified(connection: &mut DatabaseConnection, id: OrganisationId) -> Result<(), Error> {
    let mut found = organisations::find(connection, id)?;
    if let Some(into) = found.as_ref().and_then(|organisation| organisation.merged_into) {
        kept::remove(connection, &id.to_string())?;
        found = organisations::find(connection, into)?;
    }
    let Some(survivor) = found else { return Ok(()) };
    let entry = certified(connection, &[survivor.id])?.pop();
    put(connection, &survivor.id.to_string(), entry)
}

/// Brings a training organisation's entry up to date, and those of its courses, which are accredited with it. To be
/// called at the end of every use case that changes one.
pub fn refresh_training_organisation(work: &mut Work<'_>, id: TrainingOrganisationId) -> Result<(), Error> {
    let found = training::find_organisation(work.connection, &id.to_string())?;
    let Some(organisation) = found else { return kept::remove(work.connection, &id.to_string()) };
    let courses = training::courses_of(work.connection, id)?;
    let mut entries: Vec<Entry> = courses.into_iter().map(|course| of_course(course, &organisation)).collect();
    entries.push(trainer(organisation));
    kept::write(work.connection, entries)
}

/// Brings a course's entry up to date. To be called at the end of every use case that changes one.
pub fn refresh_course(work: &mut Work<'_>, id: CourseId) -> Result<(), Error> {
    refresh_accredited(work.connection, id)
}

fn refresh_accredited(connection: &mut DatabaseConnection, id: CourseId) -> Result<(), Error> {
    let subject = id.to_string();
    let entry = match training::find_course(connection, &subject)? {
        None => None,
        Some(course) => {
            let organisation = training::find_organisation(connection, &course.training_organisation.to_string())?;
            organisation.map(|organisation| of_course(course, &organisation))
        }
    };
    put(connection, &subject, entry)
}

fn put(connection: &mut DatabaseConnection, subject: &str, entry: Option<Entry>) -> Result<(), Error> {
    match entry {
        Some(entry) => kept::write(connection, vec![entry]),
        None => kept::remove(connection, subject),
    }
}

/// Makes entries of what an earlier version of the program registered: of one kind, a few at a time, beginning after this
/// id. Says how many, and remembers the last.
pub(in crate::registry) fn fill(
    connection: &mut DatabaseConnection,
    kind: Kind,
    after: &mut String,
    at_once: i64,
) -> Result<usize, Error> {
    // Looked for outside of any transaction that writes: mostly there is nothing.
    if is_complete(connection, kind, after)? {
        return Ok(0);
    }
    connection.begin()?;
    let filled = fill_some(connection, kind, after, at_once);
    connection.end(filled.is_ok())?;
    let (filled, last) = filled?;
    *after = last.unwrap_or_default();
    Ok(filled)
}

fn is_complete(connection: &mut DatabaseConnection, kind: Kind, after: &str) -> Result<bool, Error> {
    Ok(match kind {
        Kind::Body => kept::missing_bodies(connection, after, 1)?.is_empty(),
        Kind::TrainingOrganisation => kept::missing_training_organisations(connection, after, 1)?.is_empty(),
        Kind::Course => kept::missing_courses(connection, after, 1)?.is_empty(),
        Kind::Organisation => kept::missing_organisations(connection, after, 1)?.is_empty(),
    })
}

fn fill_some(
    connection: &mut DatabaseConnection,
    kind: Kind,
    after: &str,
    at_once: i64,
) -> Result<(usize, Option<String>), Error> {
    let (ids, entries) = match kind {
        Kind::Body => {
            let ids = as_texts(&kept::missing_bodies(connection, after, at_once)?);
            let found = bodies::find_all(connection, &ids)?;
            (ids, found.into_iter().map(body).collect())
        }
        Kind::TrainingOrganisation => {
            let ids = kept::missing_training_organisations(connection, after, at_once)?;
            let found = training::organisations(connection, &ids)?;
            (as_texts(&ids), found.into_iter().map(trainer).collect())
        }
        Kind::Course => {
            let ids = as_texts(&kept::missing_courses(connection, after, at_once)?);
            let entries = courses(connection, &ids)?;
            (ids, entries)
        }
        Kind::Organisation => {
            let ids = kept::missing_organisations(connection, after, at_once)?;
            let entries = certified(connection, &ids)?;
            (as_texts(&ids), entries)
        }
    };
    kept::write(connection, entries)?;
    Ok((ids.len(), ids.last().cloned()))
}

fn as_texts(ids: &[impl ToString]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn courses(connection: &mut DatabaseConnection, ids: &[String]) -> Result<Vec<Entry>, Error> {
    let courses = training::courses(connection, ids)?;
    let by: Vec<_> = courses.iter().map(|course| course.training_organisation).collect();
    let by: HashMap<_, _> = training::organisations(connection, &by)?
        .into_iter()
        .map(|organisation| (organisation.id, organisation))
        .collect();
    let entry = |course: Course| {
        let organisation = by.get(&course.training_organisation)?;
        Some(of_course(course, organisation))
    };
    Ok(courses.into_iter().filter_map(entry).collect())
}

/// The directory's word for a certificate's status.
pub(super) const fn standing(status: Status) -> Option<Standing> {
    match status {
        Status::NotYet => None,
        Status::InForce => Some(Standing::Valid),
        Status::Suspended { .. } => Some(Standing::Suspended),
        Status::Withdrawn => Some(Standing::Withdrawn),
        Status::Expired => Some(Standing::Expired),
    }
}

fn body(body: Body) -> Entry {
    let standings = body.listing().intervals().into_iter().filter_map(|interval| {
        let standing = match interval.status {
            Status::NotYet => return None,
            Status::InForce => Standing::Listed,
            Status::Suspended { .. } => Standing::Suspended,
            Status::Withdrawn | Status::Expired => Standing::Withdrawn,
        };
        Some(period(standing, &interval))
    });
    Entry {
        standings: joined(standings),
        kind: Kind::Body,
        subject: body.id.to_string(),
        slug: body.slug,
        name: body.name,
        latin_name: None,
        countries: vec![body.country.to_string()],
        texts: Vec::new(),
        numbers: Vec::new(),
        facets: vec![(Facet::Country, body.country.to_string())],
    }
}

fn trainer(organisation: TrainingOrganisation) -> Entry {
    let country = organisation.country.to_string();
    Entry {
        standings: accreditation(&organisation.accreditation().intervals()),
        kind: Kind::TrainingOrganisation,
        subject: organisation.id.to_string(),
        slug: organisation.slug,
        name: organisation.name,
        latin_name: None,
        countries: vec![country.clone()],
        texts: Vec::new(),
        numbers: Vec::new(),
        facets: vec![(Facet::Country, country)],
    }
}

/// A course is accredited while its organisation is too, and found by that one's name.
fn of_course(course: Course, organisation: &TrainingOrganisation) -> Entry {
    let all = |facet: Facet, values: &[String]| values.iter().map(|value| (facet, value.clone())).collect::<Vec<_>>();
    let mut facets = all(Facet::Country, &course.countries);
    facets.extend(all(Facet::Language, &course.languages));
    facets.extend(all(Facet::Delivery, &course.delivery));
    facets.push((Facet::Qualification, course.qualification.as_str().to_owned()));
    facets.push((Facet::TrainingOrganisation, organisation.id.to_string()));
    Entry {
        standings: accreditation(&joint_intervals(&course.accreditation(), &organisation.accreditation())),
        kind: Kind::Course,
        subject: course.id.to_string(),
        slug: course.slug,
        name: course.title,
        latin_name: None,
        countries: course.countries,
        texts: vec![organisation.name.clone()],
        numbers: Vec::new(),
        facets,
    }
}

fn accreditation(intervals: &[Interval]) -> Vec<Period> {
    let standings = intervals.iter().filter_map(|interval| {
        let standing = match interval.status {
            Status::NotYet => return None,
            Status::InForce => Standing::Accredited,
            Status::Suspended { .. } => Standing::Suspended,
            Status::Withdrawn => Standing::Withdrawn,
            Status::Expired => Standing::Expired,
        };
        Some(period(standing, interval))
    });
    joined(standings)
}

/// The entries of these organisations, none of which was merged into another: those that have a published certificate.
fn certified(connection: &mut DatabaseConnection, survivors: &[OrganisationId]) -> Result<Vec<Entry>, Error> {
    if survivors.is_empty() {
        return Ok(Vec::new());
    }
    let group = organisations::groups(connection, survivors)?;
    let members: Vec<_> = group.iter().map(|record| record.id).collect();
    let into: HashMap<_, _> = group.iter().map(|record| (record.id, record.survivor())).collect();
    let mut certificates: HashMap<OrganisationId, Vec<OrganisationCertificate>> = HashMap::new();
    for certificate in organisation_certificates::public_of_organisations(connection, &members)? {
        let survivor = into.get(&certificate.organisation).copied().unwrap_or(certificate.organisation);
        certificates.entry(survivor).or_default().push(certificate);
    }
    let survivors = group.into_iter().filter(|record| record.merged_into.is_none());
    Ok(survivors.filter_map(|record| Some((certificates.remove(&record.id)?, record))).map(of_organisation).collect())
}

fn of_organisation((certificates, organisation): (Vec<OrganisationCertificate>, Organisation)) -> Entry {
    let mut countries = vec![organisation.country.to_string()];
    let mut facets: Vec<_> = organisation.region.iter().map(|region| (Facet::Region, region.clone())).collect();
    let (mut texts, mut numbers, mut standings) = (Vec::new(), Vec::new(), Vec::new());
    for certificate in certificates {
        standings.extend(certificate_standings(&certificate));
        numbers.extend(certificate.numbers().map(str::to_owned));
        texts.push(certificate.scope_statement);
        texts.extend(certificate.particulars.trading_names);
        for site in certificate.sites {
            let country = site.country.to_string();
            if !countries.contains(&country) {
                countries.push(country);
            }
            facets.extend(site.region.map(|region| (Facet::Region, region)));
            texts.extend(site.name);
            texts.push(site.locality);
            texts.extend(site.scope);
        }
    }
    facets.extend(countries.iter().map(|country| (Facet::Country, country.clone())));
    Entry {
        kind: Kind::Organisation,
        subject: organisation.id.to_string(),
        slug: organisation.slug,
        name: organisation.name,
        latin_name: organisation.latin_name,
        countries,
        texts,
        numbers,
        facets,
        standings,
    }
}

/// What holds of a certificate when, and which body answers for it then.
fn certificate_standings(certificate: &OrganisationCertificate) -> Vec<Period> {
    let of_status = certificate.history().intervals();
    let of_status = of_status.iter().filter_map(|interval| Some(period(standing(interval.status)?, interval)));
    let mut turns: Vec<_> = certificate.transfers.iter().map(|transfer| transfer.effective_on).collect();
    turns.sort_unstable();
    turns.dedup();
    let mut periods = Vec::new();
    for mut rest in joined(of_status) {
        rest.edition = Some(certificate.edition.as_str().to_owned());
        for turn in turns.iter().copied() {
            if turn <= rest.from || rest.until.is_some_and(|until| until < turn) {
                continue;
            }
            periods.push(Period { until: turn.pred_opt(), ..rest.clone() });
            rest.from = turn;
        }
        periods.push(rest);
    }
    for period in &mut periods {
        period.body = Some(certificate.body_on(period.from));
    }
    joined(periods)
}

const fn period(standing: Standing, interval: &Interval) -> Period {
    Period { standing, from: interval.from, until: interval.until, edition: None, body: None }
}

/// Neighbouring periods of the same are one.
fn joined(periods: impl IntoIterator<Item = Period>) -> Vec<Period> {
    let mut joined: Vec<Period> = Vec::new();
    for period in periods {
        match joined.last_mut() {
            Some(last)
                if (last.standing, &last.edition, last.body) == (period.standing, &period.edition, period.body) =>
            {
                last.until = period.until;
            }
            _ => joined.push(period),
        }
    }
    joined
}
