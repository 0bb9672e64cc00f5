//! Credentials of certificates. One is issued when it is first asked for, and from then on it is the same, whatever
//! becomes of the keys; until the name on record changes, or a key that signed it is revoked. Then another one takes its
//! place, and its bit in the status list is set.

use serde_json::json;

use super::certificates::{self, Certificate, as_of, status_word};
use super::events::NewEvent;
use super::holder_links;
use super::issuer_keys::Signatory;
use super::status_lists;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission, Role};
use crate::error::{Code, Error};
use crate::ids::CredentialId;
use crate::scheme::lifecycle::Status;
use crate::scheme::person::{GivenNames, full_name};
use crate::store::{candidates, credentials as kept, issuer_keys};
use crate::trust::credential::Statement;

pub use kept::Credential;

/// A certificate with its credential: what a PDF is made of.
#[derive(Clone, Debug)]
pub struct CertifiedCredential {
    /// The certificate.
    pub certificate: Certificate,
    /// Its credential.
    pub credential: Credential,
}

/// A certificate of which a credential may be handed out, and the name on record.
struct Certified {
    certificate: Certificate,
    holder: String,
}

impl Registry {
    /// The credential of the certificate with this number: any for a registrar, of its own results for a body, the one
    /// that the link is for with a holder's link. It is issued now if it was not yet.
    ///
    /// # Errors
    /// [`Code::CertificateNotValid`] while the certificate is suspended, and once it is withdrawn.
    pub fn credential(
        &self,
        signatory: &Signatory,
        caller: Caller,
        number: &str,
    ) -> Result<CertifiedCredential, Error> {
        let looked = self.read(Some(caller), |work| {
            let certified = find(work, number)?;
            let credential = current(work, &certified)?;
            Ok(credential.map(|credential| CertifiedCredential { certificate: certified.certificate, credential }))
        })?;
        if let Some(found) = looked {
            return Ok(found);
        }
        self.prepare_issuer_keys(signatory)?;
        self.write_for_reader(caller, |work| {
            let certified = find(work, number)?;
            let credential = match current(work, &certified)? {
                Some(credential) => credential,
                None => issue(work, permission(caller), signatory, &certified)?,
            };
            Ok(CertifiedCredential { certificate: certified.certificate, credential })
        })
    }

    /// Remembers a PDF file that is about to be handed out, by its digest (SHA-256, hexadecimal).
    pub fn remember_file(&self, caller: Caller, digest: &str, credential: CredentialId) -> Result<(), Error> {
        if self.store.read(|connection| kept::of_file(connection, digest))?.is_some() {
            return Ok(());
        }
        self.write_for_reader(caller, |work| {
            if kept::of_file(work.connection, digest)?.is_none() {
                kept::keep_file(work.connection, digest, credential, work.now)?;
            }
            Ok(())
        })
    }
}

/// What a caller needs to have for a credential.
const fn permission(caller: Caller) -> Permission {
    match caller.role {
        Role::Holder => Permission::HoldCertificate,
        Role::Registrar | Role::Body(_) | Role::Employer | Role::Unresolved => Permission::RegisterResults,
    }
}

fn find(work: &mut Work<'_>, number: &str) -> Result<Certified, Error> {
    let certificate = match work.caller() {
        Some(Caller { role: Role::Holder, .. }) => holder_links::read_certificate(work, number)?,
        _ => certificates::find(work, number)?,
    };
    certify(work, certificate)
}

/// Makes sure that the certificate is neither suspended nor withdrawn, and looks up the holder.
fn certify(work: &mut Work<'_>, certificate: Certificate) -> Result<Certified, Error> {
    let status = certificate.history().status_on(as_of(work, &certificate));
    if matches!(status, Status::Suspended { .. } | Status::Withdrawn | Status::NotYet) {
        let detail = format!(
            "certificate {} is {}; no credential of it is handed out",
            certificate.number,
            if status == Status::NotYet { "not yet awarded" } else { status_word(status) }
        );
        return Err(Error::refused(Code::CertificateNotValid, detail));
    }
    let candidate = candidates::find(work.connection, certificate.candidate, None)?
        .ok_or_else(|| Error::Internal(format!("the holder of certificate {} is gone", certificate.number)))?;
    let holder = full_name(candidate.given_names.as_ref().map(GivenNames::as_str), candidate.family_name.as_str());
    Ok(Certified { certificate, holder })
}

/// The credential that can still be handed out: it names the holder as the record does, and its keys are not revoked.
fn current(work: &mut Work<'_>, certified: &Certified) -> Result<Option<Credential>, Error> {
    let Some(credential) = kept::current(work.connection, certified.certificate.id)? else { return Ok(None) };
    if credential.documents.holder != certified.holder {
        return Ok(None);
    }
    let revoked = issuer_keys::any_revoked(work.connection, &[&credential.rs256_key, &credential.eddsa_key])?;
    Ok((!revoked).then_some(credential))
}

fn issue(
    work: &mut Work<'_>,
    permission: Permission,
    signatory: &Signatory,
    certified: &Certified,
) -> Result<Credential, Error> {
    let certificate = &certified.certificate;
    let replaced = kept::current(work.connection, certificate.id)?;
    if let Some(replaced) = &replaced {
        kept::replace(work.connection, replaced.id, work.now)?;
        crate::store::status_lists::touch(work.connection, certificate.id)?;
    }
    let pair = signatory.pair(work.connection)?;
    let status = status_lists::place(work)?;
    let id = CredentialId::new(work.now);
    let (title, summary) = work.scheme.qualification_words(&certificate.qualification);
    let statement = Statement {
        id,
        subject: CredentialId::new(work.now),
        number: certificate.number.to_string(),
        holder: &certified.holder,
        qualification: certificate.qualification.as_str(),
        title: &title,
        summary: &summary,
        edition: certificate.edition.as_str(),
        edition_title: &work.scheme.edition_words(&certificate.edition),
        scheme_title: &work.scheme.title,
        awarded_on: certificate.awarded_on,
        expires_on: certificate.expires_on,
        issued_at: work.now,
        status,
    };
    let signed = statement.sign(signatory.issuer(), &pair.rsa, &pair.edwards)?;
    let credential = Credential {
        id,
        certificate: certificate.id,
        number: certificate.number,
        status_list: status.list,
        status_index: status.index,
        rs256_key: pair.rsa.public().id().to_owned(),
        eddsa_key: pair.edwards.public().id().to_owned(),
        issued_at: work.now,
        replaced_at: None,
        documents: kept::Documents { holder: certified.holder.clone(), jws: signed.jws, document: signed.document },
    };
    kept::insert(work.connection, &credential)?;
    let data = json!({
        "certificate_number": certificate.number,
        "credential_id": id,
        "replaces": replaced.map(|replaced| replaced.id),
        "key_ids": [credential.rs256_key, credential.eddsa_key],
    });
    let subject = ("certificate", certificate.number.to_string());
    let event = NewEvent { kind: "credential_issued", subject, body: certificate.body, data, personal_data: None };
    work.record(permission, event)?;
    Ok(credential)
}
