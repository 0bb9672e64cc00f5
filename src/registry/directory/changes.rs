//! What changed in the directory, the latest first: for whoever follows it.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::Kind;
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{BodyId, CourseId, EventId, OrganisationCertificateId, TrainingOrganisationId};
use crate::registry::training::courses_with_organisations;
use crate::registry::work::Work;
use crate::store::directory::certified_names;
use crate::store::events::{self, Event};
use crate::store::{bodies, training};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    BodyListed,
    BodySuspended,
    BodyReinstated,
    BodyWithdrawn,
    TrainingOrganisationAccredited,
    TrainingOrganisationExtended,
    TrainingOrganisationSuspended,
    TrainingOrganisationReinstated,
    TrainingOrganisationWithdrawn,
    TrainingOrganisationSuspensionEnded,
    TrainingOrganisationEnded,
    CourseAccredited,
    CourseExtended,
    CourseSuspended,
    CourseReinstated,
    CourseWithdrawn,
    CourseSuspensionEnded,
    CourseEnded,
    /// A certificate of an organisation was published.
    CertificatePublished,
    CertificateSuspended,
    CertificateReinstated,
    CertificateWithdrawn,
    /// Another body answers for it.
    CertificateTransferred,
    CertificateSuspensionEnded,
    CertificateExpired,
}

/// The kinds of events that are told, with what they mean.
const TOLD: [(&str, Happening); 25] = [
    ("body_listed", Happening::BodyListed),
    ("body_suspended", Happening::BodySuspended),
    ("body_reinstated", Happening::BodyReinstated),
    ("body_withdrawn", Happening::BodyWithdrawn),
    ("training_organisation_accredited", Happening::TrainingOrganisationAccredited),
    ("training_organisation_extended", Happening::TrainingOrganisationExtended),
    ("training_organisation_suspended", Happening::TrainingOrganisationSuspended),
    ("training_organisation_reinstated", Happening::TrainingOrganisationReinstated),
    ("training_organisation_withdrawn", Happening::TrainingOrganisationWithdrawn),
    ("training_organisation_suspension_ended", Happening::TrainingOrganisationSuspensionEnded),
    ("training_organisation_accreditation_ended", Happening::TrainingOrganisationEnded),
    ("course_accredited", Happening::CourseAccredited),
    ("course_extended", Happening::CourseExtended),
    ("course_suspended", Happening::CourseSuspended),
    ("course_reinstated", Happening::CourseReinstated),
    ("course_withdrawn", Happening::CourseWithdrawn),
    ("course_suspension_ended", Happening::CourseSuspensionEnded),
    ("course_accreditation_ended", Happening::CourseEnded),
    ("organisation_certificate_published", Happening::CertificatePublished),
    ("organisation_certificate_suspended", Happening::CertificateSuspended),
    ("organisation_certificate_reinstated", Happening::CertificateReinstated),
    ("organisation_certificate_withdrawn", Happening::CertificateWithdrawn),
    ("organisation_certificate_transferred", Happening::CertificateTransferred),
    ("organisation_certificate_suspension_ended", Happening::CertificateSuspensionEnded),
    ("organisation_certificate_expired", Happening::CertificateExpired),
];

impl Happening {
    /// To what kind of thing it happened.
    pub const fn kind(self) -> Kind {
        match self {
            Self::BodyListed | Self::BodySuspended | Self::BodyReinstated | Self::BodyWithdrawn => Kind::Body,
            Self::TrainingOrganisationAccredited
            | Self::TrainingOrganisationExtended
            | Self::TrainingOrganisationSuspended
            | Self::TrainingOrganisationReinstated
            | Self::TrainingOrganisationWithdrawn
            | Self::TrainingOrganisationSuspensionEnded
            | Self::TrainingOrganisationEnded => Kind::TrainingOrganisation,
            Self::CourseAccredited
            | Self::CourseExtended
            | Self::CourseSuspended
            | Self::CourseReinstated
            | Self::CourseWithdrawn
            | Self::CourseSuspensionEnded
            | Self::CourseEnded => Kind::Course,
            Self::CertificatePublished
            | Self::CertificateSuspended
            | Self::CertificateReinstated
            | Self::CertificateWithdrawn
            | Self::CertificateTransferred
            | Self::CertificateSuspensionEnded
            | Self::CertificateExpired => Kind::Organisation,
        }
    }

    /// What the event calls the first day on which it holds.
    const fn first_day(self) -> &'static str {
        match self {
            Self::BodyListed => "listed_on",
            Self::TrainingOrganisationAccredited | Self::CourseAccredited => "accredited_from",
            Self::CertificatePublished => "issued_on",
            _ => "effective_on",
        }
    }
}

/// A change of the directory.
#[derive(Clone, Debug)]
pub struct DirectoryChange {
    pub id: EventId,
    /// The kind of the event.
    pub event: &'static str,
    pub happening: Happening,
    pub recorded_at: Moment,
    /// The first day on which it holds, where another one than that of recording may be meant.
    pub effective_on: Option<NaiveDate>,
    /// The name of what it happened to, as it is called now.
    pub name: String,
    /// The slug of the page that tells of it: of a course, that of its training organisation.
    pub slug: String,
}

/// What something is called, and the slug of its page.
type Names = HashMap<String, (String, String)>;

/// The latest changes, of one kind of thing if one is given. Public.
pub fn changes(work: &mut Work<'_>, kind: Option<Kind>, limit: u32) -> Result<Vec<DirectoryChange>, Error> {
    let told: Vec<&str> = TOLD
        .iter()
        .filter(|(_, happening)| kind.is_none_or(|kind| happening.kind() == kind))
        .map(|(event, _)| *event)
        .collect();
    let latest = events::latest_of(work.connection, &told, limit)?;
    let mut names = Names::new();
    for kind in Kind::ALL {
        let of_kind = |event: &&Event| happening(event).is_some_and(|(_, known)| known.kind() == kind);
        let subjects: Vec<&str> = latest.iter().filter(of_kind).map(|event| event.subject_id.as_str()).collect();
        if !subjects.is_empty() {
            names.extend(named(work, kind, &subjects)?);
        }
    }
    Ok(latest.iter().filter_map(|event| change(event, &names)).collect())
}

fn happening(event: &Event) -> Option<(&'static str, Happening)> {
    TOLD.iter().copied().find(|(kind, _)| *kind == event.kind)
}

fn change(event: &Event, names: &Names) -> Option<DirectoryChange> {
    let (kind, happening) = happening(event)?;
    let (name, slug) = names.get(&event.subject_id)?.clone();
    let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let effective_on = data[happening.first_day()].as_str().and_then(|day| day.parse().ok());
    Some(DirectoryChange {
        id: event.id,
        event: kind,
        happening,
        recorded_at: event.recorded_at,
        effective_on,
        name,
        slug,
    })
}

/// What these are called today: one or two queries for each kind.
fn named(work: &mut Work<'_>, kind: Kind, subjects: &[&str]) -> Result<Names, Error> {
    let slug = |slug: &crate::scheme::text::Slug| slug.as_str().to_owned();
    Ok(match kind {
        Kind::Body => {
            let ids: Vec<_> = subjects.iter().filter_map(|id| BodyId::parse(id)).collect();
            let found = bodies::names(work.connection, &ids)?;
            found.into_values().map(|body| (body.id.to_string(), (body.name, slug(&body.slug)))).collect()
        }
        Kind::TrainingOrganisation => {
            let ids: Vec<_> = subjects.iter().filter_map(|id| TrainingOrganisationId::parse(id)).collect();
            let found = training::organisations(work.connection, &ids)?;
            found.into_iter().map(|one| (one.id.to_string(), (one.name, slug(&one.slug)))).collect()
        }
        Kind::Course => {
            let ids: Vec<_> = subjects.iter().filter_map(|id| CourseId::parse(id)).map(|id| id.to_string()).collect();
            let found = courses_with_organisations(work, &ids)?;
            let named = found.into_iter().map(|(course, by)| (course.id.to_string(), (course.title, slug(&by.slug))));
            named.collect()
        }
        Kind::Organisation => {
            let ids: Vec<_> = subjects.iter().filter_map(|id| OrganisationCertificateId::parse(id)).collect();
            certified_names(work.connection, &ids)?
        }
    })
}
