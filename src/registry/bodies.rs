//! Bodies: Registered Certification Bodies and their listing.

use chrono::NaiveDate;
use serde_json::json;

use super::auditors::reference::{self as auditors, AuditorReference, MOST};
use super::directory::search::{self, Search};
use super::directory::{Kind, refresh_body, refresh_organisation};
use super::events::NewEvent;
use super::patches::apply;
use super::references::{known_or, unknown_edition};
use super::slugs::choose_slug;
use super::status_changes::{NewStatusChange, admit, told};
use super::work::Work;
use super::{Page, PageRequest};
use crate::auth::permission::{Caller, Permission, Principal};
use crate::error::{Code, Error, InputError};
use crate::ids::BodyId;
use crate::input::fields::{Line, Website};
use crate::input::form::{Replacement, Several, form};
use crate::scheme::country::CountryCode;
use crate::scheme::departure::Departure;
use crate::scheme::lifecycle::{Change, Status};
use crate::scheme::listing::ListingAssessment;
use crate::scheme::text::{Contact, ForeignNumber, Slug, Title};
use crate::store::bodies as kept;
use crate::store::organisation_certificates as certificates;

pub use kept::Body;

form! {
    /// A body that is to be listed.
    #[example({"name": "Nordic Certification AB", "country": "SE", "website": "https://nordic.example", "listed_on": "2024-01-01", "auditors": [{"certificate_number": "9HX2-VM4K-BT66"}, {"approved_auditor_id": "0198f3b2-7c1e-7d30-9a55-2f3b8c6d1e42"}]})]
    pub struct NewBody as "BodyRequest" {
        /// Its name.
        pub name: Title,
        /// Its name in addresses; made from the name when left out.
        pub slug: Option<Slug>,
        /// Where it is (ISO 3166-1).
        pub country: CountryCode,
        /// Its website.
        pub website: Option<Website>,
        /// Whom to ask there.
        pub contact: Option<Contact>,
        /// Who accredited it.
        pub accredited_by: Option<Title>,
        /// The number of that accreditation.
        pub accreditation_number: Option<ForeignNumber>,
        /// For which editions of ISO/IEC 20000-1 it may certify organisations; all that there are when left out.
        pub approved_editions: Option<Several<Line<20>, 0, 20>>,
        /// The first day of the listing; today when left out.
        pub listed_on: Option<NaiveDate>,
        /// The approved auditors whom the listing names, at most 50. Each must count today, and there must be as many as the
        /// scheme asks for: at least two.
        pub auditors: Several<AuditorReference, 0, MOST>,
    }

    /// What is to change of a body. What is left out stays; null clears.
    #[example({"website": "https://nordlicht.example/certification", "contact": null})]
    #[derive(Default)]
    pub struct BodyChanges as "BodyPatch" {
        /// Its name.
        pub name: Replacement<Title>,
        /// Where it is (ISO 3166-1).
        pub country: Replacement<CountryCode>,
        /// Its website.
        pub website: Option<Option<Website>>,
        /// Whom to ask there.
        pub contact: Option<Option<Contact>>,
        /// Who accredited it.
        pub accredited_by: Option<Option<Title>>,
        /// The number of that accreditation.
        pub accreditation_number: Option<Option<ForeignNumber>>,
        /// For which editions of ISO/IEC 20000-1 it may certify organisations from now on.
        pub approved_editions: Replacement<Several<Line<20>, 0, 20>>,
    }
}

/// Lists a body.
///
/// # Errors
/// [`Code::TooFewAuditors`] where fewer of those whom it names count today than a listing needs.
pub fn list_new(work: &mut Work<'_>, new: NewBody) -> Result<Body, Error> {
    list_with(work, new, true).map(|(body, _)| body)
}

/// Takes over a listing that exists elsewhere, be it with too few approved auditors, and says what the rule says of it:
/// for the operator who sets the registry up.
///
/// # Errors
/// [`Code::Forbidden`] for anybody else.
pub fn take_over(work: &mut Work<'_>, new: NewBody) -> Result<(Body, ListingAssessment), Error> {
    if work.authorise(Permission::Administer)?.principal != Principal::Operator {
        return Err(Error::refused(Code::Forbidden, "a listing is taken over by an operator, at the command line"));
    }
    list_with(work, new, false)
}

fn list_with(work: &mut Work<'_>, new: NewBody, must_be_enough: bool) -> Result<(Body, ListingAssessment), Error> {
    let caller = work.authorise(Permission::Administer)?;
    let approved_editions = match &new.approved_editions {
        Some(wanted) => known_editions(work, wanted)?,
        None => work.scheme.standard_editions.iter().map(|edition| edition.code.as_str().to_owned()).collect(),
    };
    let (chosen, assessment) = auditors::choose_for_listing(work, &new.auditors, must_be_enough)?;
    let id = BodyId::new(work.now);
    let slug = choose_slug(new.slug, new.name.as_str(), "body", &id.to_string(), |slug| {
        kept::find_by_slug(work.connection, slug).map(|found| found.is_some())
    })?;
    let body = Body {
        id,
        slug,
        name: new.name.into(),
        country: new.country,
        website: new.website,
        contact: new.contact.map(String::from),
        accredited_by: new.accredited_by.map(String::from),
        accreditation_number: new.accreditation_number.map(String::from),
        approved_editions,
        listed_on: new.listed_on.unwrap_or_else(|| work.today()),
        registered_at: work.now,
        status_changes: Vec::new(),
    };
    kept::insert(work.connection, &body)?;
    let data = json!({
        "slug": body.slug,
        "country": body.country,
        "listed_on": body.listed_on,
        "approved_editions": body.approved_editions,
        "auditors": auditors::all_in_event(&chosen),
    });
    auditors::insert(work, &body, caller, chosen)?;
    record(work, &body, "body_listed", data)?;
    refresh_body(work, body.id)?;
    Ok((body, assessment))
}

/// Changes what can change of a body, if `unchanged` agrees with the version on record.
pub fn change(
    work: &mut Work<'_>,
    id_or_slug: &str,
    unchanged: impl Fn(&Body) -> Result<(), Error>,
    changes: &BodyChanges,
) -> Result<Body, Error> {
    work.authorise(Permission::Administer)?;
    let mut body = find(work, id_or_slug)?;
    unchanged(&body)?;
    let mut changes = changes.clone();
    if let Some(wanted) = changes.approved_editions.take() {
        changes.approved_editions = Some(known_editions(work, &wanted)?);
    }
    let fields = apply!(changes => body: name.into(), country, website, contact.map(String::from),
        accredited_by.map(String::from), accreditation_number.map(String::from), approved_editions);
    kept::update(work.connection, &body)?;
    record(work, &body, "body_changed", json!({"changed": fields}))?;
    refresh_body(work, body.id)?;
    Ok(body)
}

/// The editions that are named, in the order of the scheme and each once.
fn known_editions(work: &Work<'_>, wanted: &[String]) -> Result<Vec<String>, Error> {
    let known = || work.scheme.standard_editions.iter().map(|edition| edition.code.as_str());
    let wrong = wanted.iter().enumerate().filter(|(_, code)| known().all(|known| known != code.as_str()));
    let wrong: Vec<_> = wrong
        .map(|(place, _)| InputError { pointer: format!("/approved_editions/{place}"), ..unknown_edition(work.scheme) })
        .collect();
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    Ok(known().filter(|code| wanted.iter().any(|one| one == code)).map(str::to_owned).collect())
}

/// Suspends, reinstates or withdraws a listing.
pub fn change_status(work: &mut Work<'_>, id_or_slug: &str, new: &NewStatusChange) -> Result<Body, Error> {
    let caller = work.authorise(Permission::Administer)?;
    let mut body = find(work, id_or_slug)?;
    let status = admit(work, &body.listing(), new, caller.principal.to_string())?;
    kept::insert_status_change(work.connection, body.id, &status)?;
    let kind = told(new.change, ["body_suspended", "body_reinstated", "body_withdrawn"])?;
    let mut data =
        json!({"effective_on": new.change.from(), "until": new.change.until(), "reason_code": status.reason_code});
    if let Change::Withdrawal { from } = new.change {
        // What it certified lapses, unless another body takes it over in time.
        let left = leave(work, body.id, from)?;
        data["organisation_certificates"] = json!(left);
        data["transferable_until"] = json!(Departure::on(from).transferable_until);
    }
    record(work, &body, kind, data)?;
    refresh_body(work, body.id)?;
    body.status_changes.push(status);
    Ok(body)
}

/// Brings up to date what the directory tells of the organisations that a body certified which is withdrawn from a day on; says
/// how many certificates it leaves then.
fn leave(work: &mut Work<'_>, body: BodyId, from: NaiveDate) -> Result<usize, Error> {
    let organisations = certificates::certified_by(work.connection, body)?;
    for organisation in &organisations {
        refresh_organisation(work, *organisation)?;
    }
    let certified = certificates::of_organisations(work.connection, &organisations)?;
    Ok(certified.iter().filter(|one| one.body_on(from) == body && one.departure_on(from).is_some()).count())
}

fn record(work: &mut Work<'_>, body: &Body, kind: &'static str, data: serde_json::Value) -> Result<(), Error> {
    let subject = ("body", body.id.to_string());
    work.record(Permission::Administer, NewEvent { kind, subject, body: Some(body.id), data, personal_data: None })
}

/// The body with this id or slug. Public.
pub fn find(work: &mut Work<'_>, id_or_slug: &str) -> Result<Body, Error> {
    let found = match BodyId::parse(id_or_slug) {
        Some(id) => kept::find(work.connection, id)?,
        // What is no slug is not looked for: PostgreSQL takes no NUL, not even to compare with.
        None => match Slug::parse(id_or_slug) {
            Ok(slug) => kept::find_by_slug(work.connection, slug.as_str())?,
            Err(_) => None,
        },
    };
    found.ok_or(Error::NotFound("body"))
}

/// Agrees when the caller is no body, or one that is listed today: for work that is not a `Registry::write` of the
/// caller's, such as what a worker does in its name.
///
/// # Errors
/// [`Code::BodyNotListedToday`], with since when.
pub(super) fn require_listed(work: &mut Work<'_>) -> Result<(), Error> {
    match work.why_not_listed()? {
        None => Ok(()),
        Some(why) => Err(Error::refused(Code::BodyNotListedToday, why)),
    }
}

/// In whose name the caller records: a body in its own, a registrar in that of the body that `named` is the id or slug
/// of, or in none's.
///
/// # Errors
/// At `pointer`: a body that does not exist, and another body than the caller.
pub(super) fn in_whose_name(
    work: &mut Work<'_>,
    caller: &Caller,
    named: Option<&str>,
    pointer: &str,
) -> Result<Option<BodyId>, Error> {
    let Some(named) = named else { return Ok(caller.body()) };
    let found = match find(work, named) {
        Err(Error::NotFound(_)) => return Err(Error::missing(pointer, "body")),
        found => found?.id,
    };
    match caller.body() {
        Some(own) if own != found => {
            Err(Error::invalid(pointer, "not_allowed", "can only be your own body; leave it out"))
        }
        _ => Ok(Some(found)),
    }
}

/// The body in whose name the caller records: itself, or the one that is `named` by id or slug. What is wrong with that
/// joins `wrong`, at `/body_id`.
pub(super) fn find_acting(
    work: &mut Work<'_>,
    caller: &Caller,
    named: Option<&str>,
    wrong: &mut Vec<InputError>,
) -> Result<Option<Body>, Error> {
    let own = caller.body();
    let Some(wanted) = named.map(str::to_owned).or(own.map(|own| own.to_string())) else { return Ok(None) };
    let found = known_or(find(work, &wanted), "/body_id", "body", wrong)?;
    if found.as_ref().is_some_and(|found| own.is_some_and(|own| own != found.id)) {
        wrong.push(InputError::new("/body_id", "not_allowed", "can only be your own body; leave it out"));
        return Ok(None);
    }
    Ok(found)
}

/// The statuses by which bodies can be looked up.
pub const STATUSES: [&str; 3] = ["listed", "suspended", "withdrawn"];

/// The word for a listing's status; `None` before the listing begins.
#[must_use]
pub const fn status_word(status: Status) -> Option<&'static str> {
    match status {
        Status::InForce => Some("listed"),
        Status::Suspended { .. } => Some("suspended"),
        Status::Withdrawn | Status::Expired => Some("withdrawn"),
        Status::NotYet => None,
    }
}

/// A page of the bodies that a search finds. Public.
pub fn search(work: &mut Work<'_>, wanted: &Search, request: &PageRequest) -> Result<Page<Body>, Error> {
    let wanted = Search { kind: Some(Kind::Body), ..wanted.clone() };
    let found = search::search(work, &wanted, request)?;
    let ids: Vec<_> = found.items.into_iter().map(|one| one.subject_id).collect();
    Ok(Page { items: kept::find_all(work.connection, &ids)?, next: found.next })
}
