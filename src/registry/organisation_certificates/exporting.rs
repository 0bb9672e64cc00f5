//! What a body has submitted, as it submits it: what is sent again, changed or not, is the same file.

use serde_json::{Value, json};

use super::{OrganisationCertificate, Shown, Site, acting_body, kept, shown};
use crate::auth::permission::Permission;
use crate::error::Error;
use crate::registry::work::Work;
use crate::registry::{Page, PageRequest};
use crate::store::organisation_certificates::{OrganisationCertificateFilter, Visible};

/// A page of what a body has submitted and not withdrawn, in the order of submission: each as the object that submits it. What was
/// transferred to the body another one has submitted.
pub fn export(work: &mut Work<'_>, body: Option<&str>, request: &PageRequest) -> Result<Page<Value>, Error> {
    let caller = work.authorise(Permission::SubmitOrganisationCertificates)?;
    let mut wrong = Vec::new();
    let Some(body) = acting_body(work, &caller, body, "/body", &mut wrong)? else { return Err(Error::Invalid(wrong)) };
    let filter = OrganisationCertificateFilter {
        visible_to: Visible::All,
        submitted_by: Some(body.id),
        ..OrganisationCertificateFilter::default()
    };
    let page = kept::list(work.connection, &filter, request)?;
    let items = shown::show(work, page.items, None)?.iter().map(object).collect();
    Ok(Page { items, next: page.next })
}

/// What submits this certificate.
fn object(shown: &Shown) -> Value {
    let Shown { record, public } = shown;
    let OrganisationCertificate { particulars, .. } = record;
    let organisation = &public.organisation;
    stripped(json!({
        "organisation": {
            "name": organisation.name,
            "latin_name": organisation.latin_name,
            "country": organisation.country.as_str(),
            "region": organisation.region,
            "website": organisation.website,
            "registration_number": organisation.registration_number,
        },
        "number": record.number,
        "edition": record.edition.as_str(),
        "issued_on": record.issued_on,
        "expires_on": record.expires_on,
        "sites": record.sites.iter().map(site).collect::<Vec<_>>(),
        "scope_statement": record.scope_statement,
        "renews_id": record.renews.map(|renewed| renewed.to_string()),
        "follows_id": record.follows.map(|followed| followed.to_string()),
        "originally_issued_on": record.originally_issued_on(),
        "trading_names": particulars.trading_names,
        "street": particulars.street,
        "postcode": particulars.postcode,
        "accreditation_body": particulars.accreditation_body,
        "accreditation_number": particulars.accreditation_number,
        "legal_entities": particulars.legal_entities,
        "sector_codes": particulars.sector_codes,
        "confidential": record.confidential,
    }))
}

fn site(site: &Site) -> Value {
    json!({
        "name": site.name,
        "street": site.street,
        "postcode": site.postcode,
        "locality": site.locality,
        "region": site.region,
        "country": site.country.as_str(),
        "scope": site.scope,
    })
}

/// A value without the members that say nothing.
fn stripped(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let said = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(said.map(|(name, value)| (name, stripped(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(stripped).collect()),
        other => other,
    }
}
