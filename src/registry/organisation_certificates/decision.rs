//! The decision about a submission: reads and writes nothing.

use chrono::NaiveDate;

use super::description::agrees;
use super::loading::{Loaded, OnRecord};
use super::{NOUN, NamedOrganisation, NewOrganisationCertificate, OrganisationCertificate, Particulars, Site};
use crate::error::{Code, Error, InputError, Refusal};
use crate::ids::{BodyId, OrganisationCertificateId};
use crate::registry::bodies::Body;
use crate::registry::organisations::{NewOrganisation, Organisation};
use crate::registry::references::unknown_edition;
use crate::registry::work::Context;
use crate::scheme::definition::EditionCode;
use crate::scheme::lifecycle::Status;
use crate::scheme::organisation_certificate::{
    State, check_days, check_original_issue, edition_obstacle, listing_obstacle,
};
use crate::store::organisation_certificates::DescribedOrganisation;

/// What was decided about a submission that is not refused.
pub(super) enum Decision {
    /// The very same was submitted before: this one.
    Unchanged(Box<OrganisationCertificate>),
    /// It is to be recorded.
    Accepted(Box<Accepted>),
}

/// What follows from an accepted submission and what is on record.
pub(super) struct Accepted {
    pub body: BodyId,
    /// Who it is for; `None` for one that is not on record yet.
    pub organisation: Option<Organisation>,
    pub edition: EditionCode,
    pub renews: Option<OrganisationCertificateId>,
    pub follows: Option<OrganisationCertificateId>,
    /// As it was said, or when what it renews was issued first, or this one.
    pub originally_issued_on: NaiveDate,
}

/// Decides about a submission.
pub(super) fn decide(
    context: &Context<'_>,
    new: &NewOrganisationCertificate,
    mut loaded: Loaded,
) -> Result<Decision, Error> {
    let mut wrong = std::mem::take(&mut loaded.wrong);
    let edition = context.scheme.standard_edition(&new.edition);
    if edition.is_none() {
        wrong.push(unknown_edition(context.scheme));
    }
    let mut days = check_days(new.issued_on, new.expires_on, context.latest_day());
    // What is on record stays what it is, whatever the scheme says of its edition by now.
    if let Some(edition) = edition.filter(|_| loaded.known.is_none()) {
        days.extend(edition.check_days(new.issued_on, new.expires_on));
    }
    let edition = edition.map(|edition| edition.code.clone());
    let renewed = loaded.renewed.as_ref().map(|renewed| renewed.certificate.originally_issued_on());
    days.extend(check_original_issue(new.originally_issued_on, new.issued_on, renewed));
    if let (Some(body), Some(edition), None) = (&loaded.body, &edition, &loaded.known)
        && let Some(why) = edition_obstacle(&body.approved_editions, edition)
    {
        wrong.push(InputError::new("/edition", "not_approved", format!("cannot be: {} {why}", body.name)));
    }
    for (name, complaint) in days {
        wrong.push(InputError::new(format!("/{name}"), complaint.code, complaint.detail));
    }
    if new.sites.is_empty() {
        wrong.push(InputError::new("/sites", "required", "name at least one place at which it is certified"));
    }
    if new.renews.is_some()
        && let Some(body) = &loaded.body
    {
        wrong.extend(check_renewed(new, body, &loaded));
    }
    if new.follows.is_some() {
        wrong.extend(check_followed(new, &loaded));
    }
    let (Some(body), Some(edition), true) = (loaded.body, edition, wrong.is_empty()) else {
        return Err(Error::Invalid(wrong));
    };
    let renews = loaded.renewed.as_ref().map(|renewed| renewed.certificate.id);
    let renewed_first = loaded.renewed.as_ref().map(|renewed| renewed.certificate.originally_issued_on());
    let originally_issued_on = new.originally_issued_on.or(renewed_first).unwrap_or(new.issued_on);
    let follows = loaded.followed.as_ref().map(|followed| followed.certificate.id);
    if let Some(known) = loaded.known {
        let named = loaded.organisation.as_ref();
        let differences =
            differences(&known, new, (named, &edition, (renews, follows), loaded.first_statement.as_deref()));
        if differences.is_empty() {
            return Ok(Decision::Unchanged(Box::new(known.certificate)));
        }
        return Err(other_content(&body, new.number.as_str(), differences));
    }
    if loaded.is_transferred {
        let (name, number) = (&body.name, new.number.as_str());
        let detail = format!("{name} gave the number {number} to a certificate that was transferred to it");
        return Err(duplicate("/number", &detail));
    }
    check_listing(&body, new)?;
    let mut organisation = loaded.organisation.or(loaded.followed.map(|followed| followed.organisation));
    if let Some(renewed) = loaded.renewed {
        check_renewable(&renewed.certificate, loaded.renewal, new)?;
        organisation = Some(renewed.organisation);
    }
    Ok(Decision::Accepted(Box::new(Accepted {
        body: body.id,
        organisation,
        edition,
        renews,
        follows,
        originally_issued_on,
    })))
}

/// What is wrong with what is renewed. It is of the same body on the day of issue, and of the same organisation: a new one
/// of that very name is taken for it, because the body itself says so by naming the certificate.
fn check_renewed(new: &NewOrganisationCertificate, body: &Body, loaded: &Loaded) -> Vec<InputError> {
    let mut wrong = Vec::new();
    let mut complain = |code, detail: String| wrong.push(InputError::new("/renews_id", code, detail));
    let Some(renewed) = &loaded.renewed else {
        complain("unknown_reference", format!("there is no published {NOUN} with this id"));
        return wrong;
    };
    let certificate = &renewed.certificate;
    if loaded.known.as_ref().is_some_and(|known| known.certificate.renews == Some(certificate.id)) {
        // What is on record stays what it is, whatever became of what it renews; its organisation is compared with that.
        return wrong;
    }
    if certificate.body_on(new.issued_on) != body.id {
        let detail = format!("on {} another body answered for it; a body renews its own", new.issued_on);
        complain("not_allowed", detail);
    }
    if new.issued_on <= certificate.issued_on {
        let detail = format!("was issued on {}; what renews it is issued later", certificate.issued_on);
        complain("not_earlier", detail);
    }
    let is_same = match (&new.organisation, &loaded.organisation) {
        (NamedOrganisation::New(described), _) => renewed.is_of(described),
        (NamedOrganisation::Known(_), Some(named)) => named.id == renewed.organisation.id,
        // It is not on record, and that is said already.
        (NamedOrganisation::Known(_), None) => true,
    };
    if !is_same {
        complain("other_organisation", format!("is a certificate of another organisation, {}", renewed.of_whom()));
    }
    wrong
}

/// What is wrong with what is followed: it is of the same organisation, and over before this one is issued.
fn check_followed(new: &NewOrganisationCertificate, loaded: &Loaded) -> Option<InputError> {
    let complain = |code, detail: String| Some(InputError::new("/follows_id", code, detail));
    let Some(followed) = &loaded.followed else {
        return complain("unknown_reference", "there is no application or certificate with this id".to_owned());
    };
    let certificate = &followed.certificate;
    if loaded.known.as_ref().is_some_and(|known| known.certificate.follows == Some(certificate.id)) {
        return None;
    }
    let is_over = match certificate.application.state {
        State::ApplicationWithdrawn => true,
        State::Published => {
            matches!(certificate.history().status_on(new.issued_on), Status::Withdrawn | Status::Expired)
        }
        State::Submitted | State::Returned => false,
    };
    if !is_over {
        let detail = "is neither a withdrawn application nor a certificate that is over when this one is issued";
        return complain("not_over", detail.to_owned());
    }
    let is_same = match (&new.organisation, &loaded.organisation) {
        (NamedOrganisation::New(described), _) => followed.is_of(described),
        (NamedOrganisation::Known(_), named) => named.as_ref().is_none_or(|named| named.id == followed.organisation.id),
    };
    let detail = || format!("is of another organisation, {}", followed.of_whom());
    if is_same { None } else { complain("other_organisation", detail()) }
}

impl OnRecord {
    /// Whether a body describes its organisation: as it was described when the certificate was submitted, or as it is on
    /// record by now, corrected or merged.
    fn is_of(&self, described: &NewOrganisation) -> bool {
        let said = DescribedOrganisation::from(described);
        self.descriptions.iter().any(|known| agrees(known, &said))
    }

    fn of_whom(&self) -> String {
        format!("{} ({})", self.organisation.name, self.organisation.slug.as_str())
    }
}

/// What a submission refers to: the organisation that it names, the edition, what it renews; and the scope statement that
/// was submitted first under its number.
type Referred<'a> = (Option<&'a Organisation>, &'a EditionCode, Before, Option<&'a str>);

/// What it renews, and what it follows.
type Before = (Option<OrganisationCertificateId>, Option<OrganisationCertificateId>);

/// In what a submission differs from what is on record under its number.
fn differences(
    on_record: &OnRecord,
    new: &NewOrganisationCertificate,
    (named, edition, (renews, follows), first_statement): Referred<'_>,
) -> Vec<InputError> {
    let mut differences = Vec::new();
    let mut differs = |pointer: &str, detail: String| differences.push(InputError::new(pointer, "differs", detail));
    let known = &on_record.certificate;
    let (pointer, is_same) = match &new.organisation {
        NamedOrganisation::Known(_) => {
            ("/organisation_id", named.is_some_and(|named| named.id == on_record.organisation.id))
        }
        NamedOrganisation::New(described) => ("/organisation", on_record.is_of(described)),
    };
    if !is_same {
        differs(pointer, format!("is {} on record", on_record.of_whom()));
    }
    if *edition != known.edition {
        differs("/edition", format!("is {} on record", known.edition));
    }
    if new.issued_on != known.issued_on {
        differs("/issued_on", format!("is {} on record", known.issued_on));
    }
    if new.expires_on != known.expires_on {
        differs("/expires_on", format!("is {} on record", known.expires_on));
    }
    if let Some(said) = new.originally_issued_on.filter(|said| *said != known.originally_issued_on()) {
        differs("/originally_issued_on", format!("is {} on record, not {said}", known.originally_issued_on()));
    }
    if new.confidential != known.confidential {
        let is = if known.confidential { "confidential" } else { "not confidential" };
        differs("/confidential", format!("it is {is} on record"));
    }
    for pointer in different_particulars(&known.particulars, &new.particulars) {
        differs(pointer, "is another one on record".to_owned());
    }
    if !new.sites.iter().cloned().map(Site::from).eq(known.sites.iter().cloned()) {
        differs("/sites", "are others on record, or in another order".to_owned());
    }
    // What was handed in first is the same submission, whatever became of its statement in the review.
    let statement = new.scope_statement.as_str();
    if statement != known.scope_statement && first_statement != Some(statement) {
        differs("/scope_statement", "is another one on record; while it is returned it can be revised".to_owned());
    }
    for (pointer, said, known) in [("/renews_id", renews, known.renews), ("/follows_id", follows, known.follows)] {
        if said != known {
            let detail = known.map_or_else(|| "is not there on record".to_owned(), |id| format!("is {id} on record"));
            differs(pointer, detail);
        }
    }
    differences
}

/// In which members two certificates say other things.
fn different_particulars(known: &Particulars, said: &Particulars) -> impl Iterator<Item = &'static str> {
    let compared = [
        ("/trading_names", known.trading_names == said.trading_names),
        ("/street", known.street == said.street),
        ("/postcode", known.postcode == said.postcode),
        ("/accreditation_body", known.accreditation_body == said.accreditation_body),
        ("/accreditation_number", known.accreditation_number == said.accreditation_number),
        ("/legal_entities", known.legal_entities == said.legal_entities),
        ("/sector_codes", known.sector_codes == said.sector_codes),
    ];
    compared.into_iter().filter(|(_, is_same)| !is_same).map(|(pointer, _)| pointer)
}

/// The refusal of a number that stands for something else.
fn other_content(body: &Body, number: &str, differences: Vec<InputError>) -> Error {
    let fields: Vec<_> = differences.iter().map(|one| one.pointer.trim_start_matches('/')).collect();
    let detail = format!(
        "{} has submitted the number {number} before, with another content: {}; nothing was changed",
        body.name,
        fields.join(", ")
    );
    Error::Refused(Refusal { errors: differences, ..Refusal::new(Code::Duplicate, detail) })
}

fn duplicate(pointer: &str, detail: &str) -> Error {
    let errors = vec![InputError::new(pointer, "duplicate", detail)];
    Error::Refused(Refusal { errors, ..Refusal::new(Code::Duplicate, detail.to_owned()) })
}

/// A body certifies while it is listed. A registrar may also record what a body issued that is listed no more.
fn check_listing(body: &Body, new: &NewOrganisationCertificate) -> Result<(), Error> {
    let (name, issued_on) = (&body.name, new.issued_on);
    let Some(why) = listing_obstacle(&body.listing(), issued_on) else { return Ok(()) };
    let detail =
        format!("the day of issue, {issued_on}, is outside the days on which the body was listed: on it {name} {why}");
    Err(Error::refused(Code::BodyNotListed, detail))
}

/// Each certificate is renewed once, and a withdrawn one never.
fn check_renewable(
    renewed: &OrganisationCertificate,
    renewal: Option<OrganisationCertificateId>,
    new: &NewOrganisationCertificate,
) -> Result<(), Error> {
    let issued_on = new.issued_on;
    if renewed.history().status_on(issued_on) == Status::Withdrawn {
        let number = renewed.number_on(issued_on);
        let detail = format!(
            "{number} is withdrawn on {issued_on}, and a withdrawal is for good; submit a new one without `renews_id`"
        );
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    match renewal {
        None => Ok(()),
        Some(renewal) => Err(duplicate("/renews_id", &format!("the certificate is renewed already, by {renewal}"))),
    }
}
