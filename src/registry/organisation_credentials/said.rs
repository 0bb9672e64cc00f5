//! What a credential of an organisation's certificate says, and whether that is still what is on record.

use std::collections::HashMap;

use serde_json::json;

use crate::error::Error;
use crate::ids::{CredentialId, OrganisationCertificateId};
use crate::registry::issuer_keys::Signatory;
use crate::registry::organisation_certificates::{
    OrganisationCertificate, PublicOrganisationCertificate, Site, place, show_all,
};
use crate::registry::work::Work;
use crate::scheme::Scheme;
use crate::scheme::lifecycle::Status;
use crate::store::organisation_certificates;
use crate::store::organisation_credentials::{self as kept, OrganisationCredential};
use crate::trust::credential::{Examiner, HoldingOrganisation, Statement};
use crate::trust::signatures::Signed;
use crate::trust::status_list::{Bits, Place, Purpose};
use crate::trust::{hexadecimal, sha256};

/// What a credential says of a certificate, but for when it was signed and where its status is told.
pub(super) struct Said {
    title: String,
    edition_title: String,
    scheme_title: String,
    issuer_name: String,
    /// The scope statement, in one line.
    scope: String,
    sites: String,
    register_number: String,
    pub public: PublicOrganisationCertificate,
}

impl Said {
    pub fn of(scheme: &Scheme, issuer_name: &str, public: PublicOrganisationCertificate) -> Option<Self> {
        let edition_title = scheme.standard_edition_words(&public.edition);
        let site = |site: &Site| place(site, site.country.as_str());
        Some(Self {
            title: format!("{edition_title}, certificate of an organisation"),
            edition_title,
            scheme_title: scheme.title.clone(),
            issuer_name: issuer_name.to_owned(),
            scope: public.scope_statement.split_whitespace().collect::<Vec<_>>().join(" "),
            sites: public.sites.iter().map(site).collect::<Vec<_>>().join("; "),
            register_number: public.register_number?.to_string(),
            public,
        })
    }

    /// Its digest: SHA-256, hexadecimal.
    pub fn digest(&self) -> String {
        let Self { title, edition_title, scheme_title, issuer_name, scope, sites, register_number, public } = self;
        let words = [title, edition_title, scheme_title, issuer_name, scope, sites, register_number, &public.number];
        let (organisation, body) = (&public.organisation, &public.body);
        let said = json!([
            words,
            [&organisation.name, organisation.slug.as_str()],
            [&body.name, body.slug.as_str()],
            public.edition,
            [public.issued_on, public.expires_on],
        ]);
        hexadecimal(&sha256(said.to_string().as_bytes()))
    }

    pub fn sign(
        &self,
        work: &mut Work<'_>,
        signatory: &Signatory,
        place: Place,
    ) -> Result<(CredentialId, Signed, [String; 2]), Error> {
        let pair = signatory.pair(work.connection)?;
        let (public, id) = (&self.public, CredentialId::new(work.now));
        let statement = Statement {
            id,
            subject: id,
            number: public.number.clone(),
            holder: &public.organisation.name,
            qualification: "",
            title: &self.title,
            summary: &self.scope,
            edition: public.edition.as_str(),
            edition_title: &self.edition_title,
            scheme_title: &self.scheme_title,
            examined_by: Some(Examiner { name: &public.body.name, slug: public.body.slug.as_str() }),
            organisation: Some(HoldingOrganisation {
                slug: public.organisation.slug.as_str(),
                register_number: &self.register_number,
                sites: &self.sites,
            }),
            awarded_on: public.issued_on,
            expires_on: Some(public.expires_on),
            issued_at: work.now,
            status: place,
        };
        let signed = statement.sign(signatory.issuer(), &pair.rsa, &pair.edwards)?;
        Ok((id, signed, [pair.rsa, pair.edwards].map(|key| key.public().id().to_owned())))
    }
}

/// Whether a credential still says what is on record.
pub(in crate::registry) fn is_true(
    work: &mut Work<'_>,
    issuer_name: &str,
    credential: &OrganisationCredential,
) -> Result<bool, Error> {
    let known = as_of_today(work, &[credential.certificate])?.remove(&credential.certificate);
    let said = known.and_then(|(_, public)| Said::of(work.scheme, issuer_name, public));
    Ok(said.is_some_and(|said| said.digest() == credential.says))
}

fn as_of_today(
    work: &mut Work<'_>,
    ids: &[OrganisationCertificateId],
) -> Result<HashMap<OrganisationCertificateId, (OrganisationCertificate, PublicOrganisationCertificate)>, Error> {
    let found = organisation_certificates::find_all(work.connection, ids)?;
    let shown = show_all(work, found, None)?;
    Ok(shown.into_iter().map(|one| (one.record.id, (one.record, one.public))).collect())
}

/// What the list of organisations' credentials with this number shows for a purpose.
pub(in crate::registry) fn bits(
    work: &mut Work<'_>,
    issuer_name: &str,
    list: u32,
    purpose: Purpose,
) -> Result<Bits, Error> {
    let entries = kept::of_list(work.connection, list)?;
    let mut ids: Vec<_> = entries.iter().map(|(_, certificate, _)| *certificate).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = as_of_today(work, &ids)?;
    let mut digests = HashMap::new();
    let mut statuses = HashMap::new();
    for (id, (record, public)) in known {
        // One whose body left may be over before the last day that its credential tells.
        let has_lapsed = public.status == Status::Expired && public.as_of <= record.expires_on;
        statuses.insert(id, (public.status, has_lapsed));
        digests.insert(id, Said::of(work.scheme, issuer_name, public).map(|said| said.digest()));
    }
    let mut bits = Bits::none();
    for (index, certificate, says) in entries {
        let (status, has_lapsed) = statuses.get(&certificate).copied().unwrap_or((Status::Withdrawn, true));
        let is_untrue = digests.get(&certificate) != Some(&Some(says));
        let is_set = match purpose {
            Purpose::Revocation => is_untrue || has_lapsed || status == Status::Withdrawn,
            Purpose::Suspension => matches!(status, Status::Suspended { .. }),
        };
        if is_set {
            bits.set(index);
        }
    }
    Ok(bits)
}
