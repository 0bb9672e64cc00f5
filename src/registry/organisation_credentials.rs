//! Credentials of organisations' certificates: what anybody is told of one, signed, so that it can be checked without asking us.
//!
//! One is issued when it is first asked for. It is good while what it says is what is on record; where that has changed, its bit
//! in the status list says so, and whoever asks again gets another one.

use serde_json::json;

use super::events::NewEvent;
use super::issuer_keys::Signatory;
use super::work::{Registry, Work};
use super::{issuers, organisation_certificates as certificates, status_lists};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::ids::CredentialId;
use crate::scheme::lifecycle::Status;
use crate::store::issuer_keys;
use crate::store::organisation_credentials::{self as kept, OrganisationCredential};
use crate::store::status_lists::Subject;
use said::Said;

pub(super) mod said;

const PERMISSION: Permission = Permission::SubmitOrganisationCertificates;

impl Registry {
    /// The credential of a published certificate: for the bodies that it concerns and for registrars. It is issued now if it was
    /// not yet, or if what the last one says is on record no more.
    ///
    /// # Errors
    /// [`Code::CertificateNotValid`] while the certificate is suspended, once it is withdrawn or has expired, and where it is
    /// confidential, so that nothing of it is told without its body;
    /// [`Code::IssuerUnsettled`] where nothing can be signed under the public URL.
    pub fn organisation_credential(
        &self,
        signatory: &Signatory,
        caller: Caller,
        id: &str,
    ) -> Result<OrganisationCredential, Error> {
        let looked = self.read(Some(caller), |work| {
            let said = find(work, signatory, id)?;
            current(work, signatory, &said)
        })?;
        if let Some(found) = looked {
            return Ok(found);
        }
        signatory.check_fit()?;
        self.prepare_issuer_keys(signatory)?;
        self.write_for_reader(caller, |work| {
            let said = find(work, signatory, id)?;
            match current(work, signatory, &said)? {
                Some(credential) => Ok(credential),
                None => issue(work, signatory, &said),
            }
        })
    }

    /// Remembers a PDF file that is about to be handed out, by its digest (SHA-256, hexadecimal).
    pub fn remember_confirmation(&self, caller: Caller, digest: &str, credential: CredentialId) -> Result<(), Error> {
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

/// What is to be said of the certificate with this id, if the asker may know all of it and it is valid.
fn find(work: &mut Work<'_>, signatory: &Signatory, id: &str) -> Result<Said, Error> {
    work.authorise(PERMISSION)?;
    let shown = certificates::read(work, id, None)?;
    if !certificates::is_known_whole(work, &shown.record) {
        let detail =
            "its credential is for the body that certified, which gives it to the organisation, and for registrars";
        return Err(Error::refused(Code::Forbidden, detail));
    }
    let is_over = shown.public.status != Status::InForce;
    let number = shown.public.number.clone();
    let said = Said::of(work.scheme, signatory.issuer().name(), shown.public).filter(|_| !is_over);
    said.ok_or_else(|| {
        let detail = format!(
            "certificate {number} is not published, confidential, suspended, withdrawn or expired; no credential of it is \
             handed out"
        );
        Error::refused(Code::CertificateNotValid, detail)
    })
}

/// The credential that is handed out, unless another one is to be: it says something else, a key that signed it was revoked, or
/// the registry has moved.
fn current(work: &mut Work<'_>, signatory: &Signatory, said: &Said) -> Result<Option<OrganisationCredential>, Error> {
    let Some(last) = kept::last(work.connection, said.public.id)? else { return Ok(None) };
    let issued_as = issuers::of_list(work, last.status_list)?;
    let is_current = last.says == said.digest()
        && issued_as.is_none_or(|issuer| issuer.url == signatory.issuer().url())
        && !issuer_keys::any_revoked(work.connection, &[&last.rs256_key, &last.eddsa_key])?;
    Ok(is_current.then_some(last))
}

fn issue(work: &mut Work<'_>, signatory: &Signatory, said: &Said) -> Result<OrganisationCredential, Error> {
    let issuer = issuers::signing(work, PERMISSION, signatory.issuer())?;
    let before = kept::last(work.connection, said.public.id)?.map(|last| last.id);
    let place = status_lists::place(work, issuer, Subject::Organisation)?;
    let (id, signed, [rs256_key, eddsa_key]) = said.sign(work, signatory, place)?;
    let credential = OrganisationCredential {
        id,
        certificate: said.public.id,
        status_list: place.list,
        status_index: place.index,
        rs256_key,
        eddsa_key,
        says: said.digest(),
        issued_at: work.now,
        jws: signed.jws,
        document: signed.document,
    };
    kept::insert(work.connection, &credential)?;
    let data = json!({
        "credential_id": id,
        "issuer": signatory.issuer().did(),
        "replaces": before,
        "key_ids": [credential.rs256_key, credential.eddsa_key],
    });
    let subject = ("organisation_certificate", said.public.id.to_string());
    let body = Some(said.public.body.id);
    work.record(
        PERMISSION,
        NewEvent { kind: "organisation_credential_issued", subject, body, data, personal_data: None },
    )?;
    Ok(credential)
}
