//! Preliminary scopes: "the body may ask for a review of a scope statement before the audit, which spends none of the three".
//!
//! Each is reviewed once. A better statement is another one, and the application that follows the audit is reviewed by itself.

use serde_json::{Value, json};

use super::events::NewEvent;
use super::organisation_certificates::Review;
use super::references::{known_or, refuse_unknown, unknown_edition};
use super::work::Work;
use super::{Page, PageRequest, bodies};
use crate::auth::permission::Permission;
use crate::error::{Code, Error, InputError};
use crate::ids::PreliminaryScopeId;
use crate::input::fields::{Line, word_fields};
use crate::input::form::form;
use crate::scheme::country::CountryCode;
use crate::scheme::organisation_certificate::{PreliminaryState, edition_obstacle};
use crate::scheme::text::{Reason, ScopeStatement, Title};
use crate::store::preliminary_scopes::{self as kept, End};

pub use kept::PreliminaryScope;

const NOUN: &str = "preliminary scope";

form! {
    /// A scope statement that is to be reviewed before the audit.
    #[example({"body_id": "nordlicht", "organisation_name": "Juniper Hosting K.K.", "country": "JP", "edition": "2018", "scope_statement": "The service management system that supports the provision of hosting services to external customers from Tokyo."})]
    pub struct NewPreliminaryScope as "PreliminaryScopeRequest" {
        /// The body that is to audit: id or slug. A registrar must name it; a body is always itself.
        pub body_id: Option<Line<80>>,
        /// What the organisation is called that is to be audited. It need not be on record.
        pub organisation_name: Title,
        /// Where it is (ISO 3166-1).
        pub country: CountryCode,
        /// Against which edition of ISO/IEC 20000-1.
        #[example("2018")]
        pub edition: Line<20>,
        /// What the organisation is to be certified for.
        pub scope_statement: ScopeStatement,
    }

    /// Which preliminary scopes are wanted.
    pub struct PreliminaryScopeQuery {
        /// Of this body: id or slug. A body is only told of its own.
        pub body: Option<Line<80>>,
        /// In this state: `requested`, `agreed`, `not_agreed` or `withdrawn`.
        pub state: Option<PreliminaryState>,
    }

    /// That a review before the audit is no longer asked for.
    #[example({"reason": "The organisation has chosen another body."})]
    pub struct NewPreliminaryWithdrawal as "PreliminaryWithdrawalRequest" {
        /// Why.
        pub reason: Reason,
    }
}

word_fields! {
    PreliminaryState: Self = Self::ALL, Self::as_str;
}

/// Asks for a review.
///
/// # Errors
/// [`Error::Invalid`] with everything that is impossible: a body that is missing or another one's, and an edition that there is
/// none of, that is closed for certification, or that the body is not approved for.
pub fn request(work: &mut Work<'_>, new: &NewPreliminaryScope) -> Result<PreliminaryScope, Error> {
    let context = work.context(Permission::SubmitOrganisationCertificates)?;
    let mut wrong = Vec::new();
    let body = bodies::find_acting(work, &context.caller, new.body_id.as_deref(), &mut wrong)?;
    if body.is_none() && wrong.is_empty() {
        wrong.push(InputError::new("/body_id", "required", "is missing: a registrar names the body that is to audit"));
    }
    let edition = context.scheme.standard_edition(&new.edition);
    match (edition, &body) {
        (None, _) => wrong.push(unknown_edition(context.scheme)),
        (Some(edition), body) => {
            if let Some(last) = edition.certified_until.filter(|last| *last < context.today()) {
                let detail = format!("is closed: the last day on which one could be certified against it was {last}");
                wrong.push(InputError::new("/edition", "edition_closed", detail));
            } else if let Some(body) = body
                && let Some(why) = edition_obstacle(&body.approved_editions, &edition.code)
            {
                wrong.push(InputError::new("/edition", "not_approved", format!("cannot be: {} {why}", body.name)));
            }
        }
    }
    let (Some(body), Some(edition), true) = (body, edition, wrong.is_empty()) else {
        return Err(Error::Invalid(wrong));
    };
    let requested = PreliminaryScope {
        id: PreliminaryScopeId::new(context.now),
        body: body.id,
        organisation_name: new.organisation_name.clone().into(),
        country: new.country,
        edition: edition.code.clone(),
        scope_statement: new.scope_statement.clone().into(),
        state: PreliminaryState::Requested,
        requested_by: context.caller.principal.to_string(),
        requested_at: context.now,
        end: None,
    };
    kept::insert(work.connection, &requested)?;
    let data = json!({"edition": requested.edition, "country": requested.country});
    record(work, Permission::SubmitOrganisationCertificates, &requested, "preliminary_scope_requested", data, None)?;
    Ok(requested)
}

/// Reviews one that waits.
///
/// # Errors
/// [`Code::StatusConflict`] for one that does not wait.
pub fn review(work: &mut Work<'_>, id: &str, review: &Review) -> Result<PreliminaryScope, Error> {
    work.authorise(Permission::Administer)?;
    let (state, words) = match review {
        Review::Agreed { words } => (PreliminaryState::Agreed, words.as_ref()),
        Review::NotAgreed { words } => (PreliminaryState::NotAgreed, Some(words)),
    };
    end(work, Permission::Administer, id, state, words)
}

/// Withdraws one that waits, for the body or for a registrar.
///
/// # Errors
/// [`Code::StatusConflict`] for one that does not wait.
pub fn withdraw(work: &mut Work<'_>, id: &str, new: &NewPreliminaryWithdrawal) -> Result<PreliminaryScope, Error> {
    let permission = Permission::SubmitOrganisationCertificates;
    end(work, permission, id, PreliminaryState::Withdrawn, Some(&new.reason))
}

fn end(
    work: &mut Work<'_>,
    permission: Permission,
    id: &str,
    state: PreliminaryState,
    words: Option<&Reason>,
) -> Result<PreliminaryScope, Error> {
    let by = work.authorise(permission)?.principal.to_string();
    let known = find(work, id)?;
    if known.state != PreliminaryState::Requested {
        let detail = format!(
            "this preliminary scope is {} already; ask for a review of another statement",
            known.state.as_str().replace('_', " ")
        );
        return Err(Error::refused(Code::StatusConflict, detail));
    }
    let end = End { by, at: work.now, words: words.map(|words| words.as_str().to_owned()) };
    kept::end(work.connection, known.id, state, &end)?;
    let ended = PreliminaryScope { state, end: Some(end), ..known };
    let is_withdrawn = state == PreliminaryState::Withdrawn;
    let kind = if is_withdrawn { "preliminary_scope_withdrawn" } else { "preliminary_scope_reviewed" };
    let personal_data = words.map(|words| json!({"words": words.as_str()}));
    record(work, permission, &ended, kind, json!({"state": state.as_str()}), personal_data.as_ref())?;
    Ok(ended)
}

/// The one with this id, if the caller may know of it.
pub fn find(work: &mut Work<'_>, id: &str) -> Result<PreliminaryScope, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let id = PreliminaryScopeId::parse(id).ok_or(Error::NotFound(NOUN))?;
    let found = kept::find(work.connection, id)?;
    found.filter(|known| caller.body().is_none_or(|own| own == known.body)).ok_or(Error::NotFound(NOUN))
}

/// A page of those that the caller may know of, in the order in which the reviews were asked for.
///
/// # Errors
/// [`Code::InvalidParameter`] for a body that is not on record, or another one's.
pub fn list(
    work: &mut Work<'_>,
    query: &PreliminaryScopeQuery,
    request: &PageRequest,
) -> Result<Page<PreliminaryScope>, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let mut wrong = Vec::new();
    let body = match &query.body {
        None => caller.body(),
        Some(named) => known_or(bodies::find(work, named), "/body", "body", &mut wrong)?.map(|body| body.id),
    };
    if let (Some(own), Some(body)) = (caller.body(), body)
        && own != body
    {
        wrong.push(InputError::new("/body", "not_allowed", "can only be your own body; leave it out"));
    }
    refuse_unknown(wrong)?;
    kept::list(work.connection, kept::PreliminaryScopeFilter { body, state: query.state }, request)
}

fn record(
    work: &mut Work<'_>,
    permission: Permission,
    scope: &PreliminaryScope,
    kind: &'static str,
    data: Value,
    personal_data: Option<&Value>,
) -> Result<(), Error> {
    let subject = ("preliminary_scope", scope.id.to_string());
    work.record(permission, NewEvent { kind, subject, body: Some(scope.body), data, personal_data })
}
