//! Submitting an organisation certificate for publication.

use chrono::NaiveDate;
use serde_json::json;

use super::{NOUN, OrganisationCertificate, RecordedStep, Site, description, kept, record};
use crate::auth::permission::{Caller, Permission};
use crate::clock::latest_day_on_earth;
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{OrganisationCertificateId, OrganisationId};
use crate::registry::bodies::{self, Body};
use crate::registry::organisations::{self, NewOrganisation, Organisation};
use crate::registry::references::{known_or, unknown_edition};
use crate::registry::work::Work;
use crate::scheme::country::CountryCode;
use crate::scheme::definition::EditionCode;
use crate::scheme::lifecycle::Status;
use crate::scheme::organisation_certificate::{Application, Step, check_days, listing_obstacle};
use crate::scheme::text::{ForeignNumber, Region, ScopeStatement, Title};

/// A certificate that a body submits.
#[derive(Clone, Debug)]
pub struct NewOrganisationCertificate {
    /// The body that audited: id or slug. A registrar must name it; a body is always itself.
    pub body: Option<String>,
    /// Who is certified.
    pub organisation: NamedOrganisation,
    /// The body's number.
    pub number: ForeignNumber,
    /// The code of the edition of the standard.
    pub edition: String,
    /// The first day.
    pub issued_on: NaiveDate,
    /// The last day.
    pub expires_on: NaiveDate,
    /// Where the organisation is certified; at least one place.
    pub sites: Vec<NewSite>,
    /// What it is certified for.
    pub scope_statement: ScopeStatement,
    /// The id of the certificate that it renews.
    pub renews: Option<String>,
}

/// The organisation that a certificate is for.
#[derive(Clone, Debug)]
pub enum NamedOrganisation {
    /// One on record: id or slug.
    Known(String),
    /// One that is not on record yet.
    New(NewOrganisation),
}

/// A place at which an organisation is certified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    /// What it is called there.
    pub name: Option<Title>,
    /// The town.
    pub locality: Title,
    /// The part of the country.
    pub region: Option<Region>,
    /// The country.
    pub country: CountryCode,
}

impl From<NewSite> for Site {
    fn from(new: NewSite) -> Self {
        Self {
            name: new.name.map(String::from),
            locality: new.locality.into(),
            region: new.region.map(String::from),
            country: new.country,
        }
    }
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is submitted, and waits for its review.
    New,
    /// The very same was submitted before; nothing was done.
    Unchanged,
}

/// A submission whose values are possible, with what they refer to.
struct Submission {
    body: Body,
    /// Who it is for; `None` for one that is not on record yet.
    organisation: Option<Organisation>,
    edition: EditionCode,
    sites: Vec<Site>,
    renewed: Option<OrganisationCertificate>,
    /// What the body has on record under the number.
    known: Option<OrganisationCertificate>,
}

/// Submits a certificate for review. The very same submission again is what is on record.
///
/// # Errors
/// [`Error::Invalid`] with every impossible value, pointed at by `/body_id`, `/organisation_id`, `/edition`, `/issued_on`,
/// `/expires_on`, `/sites` and `/renews_id`; [`Code::BodyNotListed`]; [`Code::Duplicate`] for a number or a renewal that is
/// on record with other content; [`Code::StatusConflict`] for the renewal of a withdrawn one.
pub fn submit(
    work: &mut Work<'_>,
    new: NewOrganisationCertificate,
) -> Result<(OrganisationCertificate, Outcome), Error> {
    submit_for(work, new, None)
}

/// The same; a new organisation is taken for the one on record with the id `joined`, which the body described before.
pub(super) fn submit_for(
    work: &mut Work<'_>,
    new: NewOrganisationCertificate,
    joined: Option<OrganisationId>,
) -> Result<(OrganisationCertificate, Outcome), Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let submission = check(work, caller, &new, joined)?;
    let (body, number) = (submission.body.id, new.number.as_str());
    if let Some(known) = &submission.known {
        let differences = differences(work, known, &new, &submission)?;
        if differences.is_empty() {
            return Ok((known.clone(), Outcome::Unchanged));
        }
        return Err(other_content(&submission.body, number, differences));
    }
    if kept::has_transfer_number(work.connection, body, number)? {
        let detail =
            format!("{} gave the number {number} to a certificate that was transferred to it", submission.body.name);
        return Err(duplicate("/number", &detail));
    }
    check_listing(&submission.body, new.issued_on)?;
    if let Some(renewed) = &submission.renewed {
        check_renewable(work, renewed, new.issued_on)?;
    }
    let certificate = enter(work, caller, new, submission)?;
    Ok((certificate, Outcome::New))
}

/// Looks at all values.
fn check(
    work: &mut Work<'_>,
    caller: Caller,
    new: &NewOrganisationCertificate,
    joined: Option<OrganisationId>,
) -> Result<Submission, Error> {
    let mut wrong = Vec::new();
    let body = find_certifier(work, caller, new, &mut wrong)?;
    let mut organisation = match &new.organisation {
        NamedOrganisation::New(_) => joined.map(|id| organisations::find(work, &id.to_string())).transpose()?,
        NamedOrganisation::Known(named) => {
            known_or(organisations::find_visible(work, named), "/organisation_id", "organisation", &mut wrong)?
        }
    };
    let edition = work.scheme().standard_edition(&new.edition).map(|edition| edition.code.clone());
    if edition.is_none() {
        wrong.push(unknown_edition(work.scheme()));
    }
    for (name, complaint) in check_days(new.issued_on, new.expires_on, latest_day_on_earth(work.now)) {
        wrong.push(InputError::new(format!("/{name}"), complaint.code, complaint.detail));
    }
    if new.sites.is_empty() {
        wrong.push(InputError::new("/sites", "required", "name at least one place at which it is certified"));
    }
    let known = match &body {
        Some(body) => kept::find_by_number(work.connection, body.id, new.number.as_str())?,
        None => None,
    };
    let renewed = match (&new.renews, &body) {
        (Some(renews), Some(body)) => {
            find_renewed(work, renews, new, (body, known.as_ref()), &mut organisation, &mut wrong)?
        }
        _ => None,
    };
    match (body, edition) {
        (Some(body), Some(edition)) if wrong.is_empty() => {
            let sites = new.sites.iter().cloned().map(Site::from).collect();
            Ok(Submission { body, organisation, edition, sites, renewed, known })
        }
        _ => Err(Error::Invalid(wrong)),
    }
}

/// The body that audited: the caller itself, or the one that a registrar names.
pub(super) fn find_certifier(
    work: &mut Work<'_>,
    caller: Caller,
    new: &NewOrganisationCertificate,
    wrong: &mut Vec<InputError>,
) -> Result<Option<Body>, Error> {
    let own = caller.body().map(|own| own.to_string());
    let Some(named) = new.body.as_ref().or(own.as_ref()) else {
        wrong.push(InputError::new("/body_id", "required", "is missing: a registrar names the body that audited"));
        return Ok(None);
    };
    let found = known_or(bodies::find(work, named), "/body_id", "body", wrong)?;
    if found.as_ref().is_some_and(|found| caller.body().is_some_and(|own| own != found.id)) {
        wrong.push(InputError::new("/body_id", "not_allowed", "can only be your own body; leave it out"));
        return Ok(None);
    }
    Ok(found)
}

/// The certificate that is renewed. It is of the same body on the day of issue, and of the same organisation: a new one of
/// that very name is taken for it, because the body itself says so by naming the certificate.
fn find_renewed(
    work: &mut Work<'_>,
    renews: &str,
    new: &NewOrganisationCertificate,
    (body, known): (&Body, Option<&OrganisationCertificate>),
    organisation: &mut Option<Organisation>,
    wrong: &mut Vec<InputError>,
) -> Result<Option<OrganisationCertificate>, Error> {
    let mut complain = |code, detail: String| wrong.push(InputError::new("/renews_id", code, detail));
    let found = match OrganisationCertificateId::parse(renews) {
        Some(id) => kept::find(work.connection, id)?.filter(OrganisationCertificate::is_published),
        None => None,
    };
    let Some(renewed) = found else {
        complain("unknown_reference", format!("there is no published {NOUN} with this id"));
        return Ok(None);
    };
    if renewed.body_on(new.issued_on) != body.id {
        let detail = format!("on {} another body answered for it; a body renews its own", new.issued_on);
        complain("not_allowed", detail);
    }
    if new.issued_on <= renewed.issued_on {
        let detail = format!("was issued on {}; what renews it is issued later", renewed.issued_on);
        complain("not_earlier", detail);
    }
    let certified = organisations::find(work, &renewed.organisation.to_string())?;
    let is_same = match (&new.organisation, organisation.as_ref()) {
        (NamedOrganisation::New(named), _) => description::is_of_renewed(work, &renewed, known, named)?,
        (NamedOrganisation::Known(_), Some(named)) => named.id == certified.id,
        // It is not on record, and that is said already.
        (NamedOrganisation::Known(_), None) => true,
    };
    if is_same && matches!(new.organisation, NamedOrganisation::New(_)) {
        *organisation = Some(certified);
    } else if !is_same {
        let detail =
            format!("is a certificate of another organisation, {} ({})", certified.name, certified.slug.as_str());
        complain("other_organisation", detail);
    }
    Ok(Some(renewed))
}

/// In what a submission differs from what is on record under its number.
fn differences(
    work: &mut Work<'_>,
    known: &OrganisationCertificate,
    new: &NewOrganisationCertificate,
    submission: &Submission,
) -> Result<Vec<InputError>, Error> {
    let mut differences = Vec::new();
    let mut differs = |pointer: &str, detail: String| differences.push(InputError::new(pointer, "differs", detail));
    let survivor = organisations::find(work, &known.organisation.to_string())?;
    let (pointer, is_same) = match &new.organisation {
        NamedOrganisation::Known(_) => {
            ("/organisation_id", submission.organisation.as_ref().is_some_and(|named| named.id == survivor.id))
        }
        NamedOrganisation::New(described) => ("/organisation", description::is_of(work, known, described)?),
    };
    if !is_same {
        differs(pointer, format!("is {} ({}) on record", survivor.name, survivor.slug.as_str()));
    }
    if submission.edition != known.edition {
        differs("/edition", format!("is {} on record", known.edition));
    }
    if new.issued_on != known.issued_on {
        differs("/issued_on", format!("is {} on record", known.issued_on));
    }
    if new.expires_on != known.expires_on {
        differs("/expires_on", format!("is {} on record", known.expires_on));
    }
    if submission.sites != known.sites {
        differs("/sites", "are others on record, or in another order".to_owned());
    }
    // What was handed in first is the same submission, whatever became of its statement in the review.
    let statement = new.scope_statement.as_str();
    if statement != known.scope_statement {
        let steps = kept::steps(work.connection, known.id)?;
        if steps.first().and_then(|first| first.scope_statement.as_deref()) != Some(statement) {
            differs("/scope_statement", "is another one on record; while it is returned it can be revised".to_owned());
        }
    }
    if submission.renewed.as_ref().map(|renewed| renewed.id) != known.renews {
        let detail =
            known.renews.map_or_else(|| "is not there on record".to_owned(), |id| format!("is {id} on record"));
        differs("/renews_id", detail);
    }
    Ok(differences)
}

/// The refusal of a number that stands for something else.
fn other_content(body: &Body, number: &str, differences: Vec<InputError>) -> Error {
    let fields: Vec<_> = differences.iter().map(|one| one.pointer.trim_start_matches('/')).collect();
    let detail = format!(
        "{} has submitted the number {number} before, with another content: {}; nothing was changed",
        body.name,
        fields.join(", ")
    );
    Error::Refused(Refusal { code: Code::Duplicate, detail, errors: differences, assessment: None })
}

fn duplicate(pointer: &str, detail: &str) -> Error {
    let errors = vec![InputError::new(pointer, "duplicate", detail)];
    Error::Refused(Refusal { code: Code::Duplicate, detail: detail.to_owned(), errors, assessment: None })
}

/// A body certifies while it is listed. A registrar may also record what a body issued that is listed no more.
fn check_listing(body: &Body, issued_on: NaiveDate) -> Result<(), Error> {
    let Some(why) = listing_obstacle(&body.listing(), issued_on) else { return Ok(()) };
    let name = &body.name;
    let detail =
        format!("the day of issue, {issued_on}, is outside the days on which the body was listed: on it {name} {why}");
    Err(Error::refused(Code::BodyNotListed, detail))
}

/// Each certificate is renewed once, and a withdrawn one never.
fn check_renewable(work: &mut Work<'_>, renewed: &OrganisationCertificate, issued_on: NaiveDate) -> Result<(), Error> {
    if renewed.history().status_on(issued_on) == Status::Withdrawn {
        let number = renewed.number_on(issued_on);
        let detail = format!(
            "{number} is withdrawn on {issued_on}, and a withdrawal is for good; submit a new one without `renews_id`"
        );
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    match kept::find_renewal(work.connection, renewed.id)? {
        None => Ok(()),
        Some(renewal) => {
            let detail = format!("the certificate is renewed already, by {renewal}");
            Err(duplicate("/renews_id", &detail))
        }
    }
}

/// Enters the application, with its organisation where that is new, and their one event.
fn enter(
    work: &mut Work<'_>,
    caller: Caller,
    new: NewOrganisationCertificate,
    submission: Submission,
) -> Result<OrganisationCertificate, Error> {
    let is_new = submission.organisation.is_none();
    let described = description::of_new(&new.organisation);
    let organisation = match (submission.organisation, new.organisation) {
        (Some(known), _) => known,
        (None, NamedOrganisation::New(named)) => organisations::register(work, named)?,
        (None, NamedOrganisation::Known(_)) => return Err(Error::Internal("an organisation was lost".to_owned())),
    };
    let certificate = OrganisationCertificate {
        id: OrganisationCertificateId::new(work.now),
        organisation: organisation.id,
        body: submission.body.id,
        number: new.number.into(),
        edition: submission.edition,
        issued_on: new.issued_on,
        expires_on: new.expires_on,
        renews: submission.renewed.map(|renewed| renewed.id),
        application: Application::SUBMITTED,
        scope_statement: new.scope_statement.into(),
        submitted_by: caller.principal.to_string(),
        submitted_at: work.now,
        published_at: None,
        sites: submission.sites,
        status_changes: Vec::new(),
        transfers: Vec::new(),
        renewed_by: None,
    };
    let first = RecordedStep {
        step: Step::Submission,
        scope_statement: Some(certificate.scope_statement.clone()),
        words: None,
        recorded_by: certificate.submitted_by.clone(),
        recorded_at: work.now,
    };
    kept::insert(work.connection, &certificate, described.as_ref(), &first)?;
    let data = json!({
        "organisation_id": organisation.id.to_string(),
        "organisation_is_new": is_new,
        "number": certificate.number,
        "edition": certificate.edition,
        "issued_on": certificate.issued_on,
        "expires_on": certificate.expires_on,
        "renews_id": certificate.renews.map(|renewed| renewed.to_string()),
        "scope_statement": certificate.scope_statement,
    });
    let kind = "organisation_certificate_submitted";
    record(work, Permission::SubmitOrganisationCertificates, &certificate, kind, data, None)?;
    Ok(certificate)
}
