//! Credentials of certificates. One is issued when it is first asked for, and from then on it is the same, whatever
//! becomes of the keys. What is true no more is replaced at once, and its bit in the status list is set; where a key was
//! revoked, that is done when another one is asked for. Where only the registry has moved, or the credential does not tell
//! who examined, another one is handed out and the one before it stays good.

mod replacing;
mod words;

use serde_json::json;

use super::certificates::{self, Certificate, as_of, status_word};
use super::events::NewEvent;
use super::holder_links;
use super::issuer_keys::Signatory;
use super::issuers;
use super::status_lists;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission, Role};
use crate::error::{Code, Error};
use crate::ids::CredentialId;
use crate::scheme::lifecycle::Status;
use crate::store::bodies::{self, BodyName};
use crate::store::status_lists::Subject;
use crate::store::{candidates, credentials as kept, issuer_keys, untrue_credentials};
use crate::trust::credential::{Claims, Examiner, Statement};
use crate::trust::signatures::SignedDocument;
use replacing::Untrue;
use words::Words;

pub use kept::{Credential, Documents};
pub(super) use replacing::name_has_changed;
pub(super) use words::digest_of_all as digest_of_words;

/// A certificate with its credential: what a PDF is made of.
#[derive(Clone, Debug)]
pub struct CertifiedCredential {
    pub certificate: Certificate,
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
    /// [`Code::CertificateNotValid`] while the certificate is suspended, and once it is withdrawn;
    /// [`Code::IssuerUnsettled`] where nothing can be signed under the public URL.
    pub fn credential(
        &self,
        signatory: &Signatory,
        caller: Caller,
        number: &str,
    ) -> Result<CertifiedCredential, Error> {
        let looked = self.read(Some(caller), |work| {
            let certified = find(work, number)?;
            let credential = current(work, signatory, &certified)?;
            Ok(credential.map(|credential| CertifiedCredential { certificate: certified.certificate, credential }))
        })?;
        if let Some(found) = looked {
            return Ok(found);
        }
        signatory.check_fit()?;
        self.prepare_issuer_keys(signatory)?;
        self.write_for_reader(caller, |work| {
            let certified = find(work, number)?;
            let credential = match current(work, signatory, &certified)? {
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
        Role::Registrar | Role::Body(_) | Role::Training(_) | Role::Employer | Role::Unresolved => {
            Permission::RegisterResults
        }
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
    let candidate = candidates::survivor(work.connection, certificate.candidate)?
        .ok_or_else(|| Error::Internal(format!("the holder of certificate {} is gone", certificate.number)))?;
    Ok(Certified { certificate, holder: candidate.full_name() })
}

/// Why a credential is not handed out any more.
enum Outdated {
    /// It is not true, or not proven.
    Untrue(Untrue),
    /// The registry has moved since.
    Moved,
    /// It does not tell what the body that examined is called now.
    BodyRenamed,
}

/// Why another credential is to be handed out, if so. Names and words are looked at when they change; the name once more,
/// because nothing is handed out that contradicts the record.
fn outdated(
    work: &mut Work<'_>,
    signatory: &Signatory,
    certified: &Certified,
    credential: &Credential,
) -> Result<Option<Outdated>, Error> {
    if credential.documents.holder != certified.holder {
        return Ok(Some(Outdated::Untrue(Untrue::Name)));
    }
    if issuer_keys::any_revoked(work.connection, &[&credential.rs256_key, &credential.eddsa_key])? {
        return Ok(Some(Outdated::Untrue(Untrue::Key)));
    }
    let issued_as = issuers::of_list(work, credential.status_list)?;
    let has_moved = match (&issued_as, issuers::recorded(work)?.last()) {
        (Some(then), Some(now)) => then.number != now.number,
        _ => issued_as.is_some_and(|then| then.url != signatory.issuer().url()),
    };
    if has_moved {
        return Ok(Some(Outdated::Moved));
    }
    let claims = SignedDocument::parse(&credential.documents.jws).ok();
    let claims = claims.and_then(|signed| Claims::read(&signed.document));
    let examiner = examiner(work, &certified.certificate)?.map(|body| body.name);
    let tells_examiner = claims.is_none_or(|claims| examiner.is_none() || claims.examined_by == examiner);
    Ok((!tells_examiner).then_some(Outdated::BodyRenamed))
}

/// What the body is called that examined.
fn examiner(work: &mut Work<'_>, certificate: &Certificate) -> Result<Option<BodyName>, Error> {
    let Some(body) = certificate.body else { return Ok(None) };
    Ok(bodies::names(work.connection, &[body])?.remove(&body))
}

/// The credential that is handed out, unless another one is to be.
fn current(work: &mut Work<'_>, signatory: &Signatory, certified: &Certified) -> Result<Option<Credential>, Error> {
    let Some(credential) = kept::current(work.connection, certified.certificate.id)? else { return Ok(None) };
    Ok(outdated(work, signatory, certified, &credential)?.is_none().then_some(credential))
}

/// Makes room for another credential of a certificate. Gives the one before it.
fn make_room(
    work: &mut Work<'_>,
    permission: Permission,
    signatory: &Signatory,
    certified: &Certified,
) -> Result<Option<CredentialId>, Error> {
    let certificate = certified.certificate.id;
    let before = kept::last(work.connection, certificate)?;
    let Some(credential) = kept::current(work.connection, certificate)? else { return Ok(before) };
    match outdated(work, signatory, certified, &credential)? {
        Some(Outdated::Untrue(because)) => {
            let untrue = untrue_credentials::of_certificate(work.connection, certificate)?;
            replacing::replace(work, permission, &untrue, because)?;
        }
        Some(Outdated::Moved | Outdated::BodyRenamed) | None => {
            kept::supersede(work.connection, credential.id, work.now)?;
        }
    }
    Ok(before)
}

fn issue(
    work: &mut Work<'_>,
    permission: Permission,
    signatory: &Signatory,
    certified: &Certified,
) -> Result<Credential, Error> {
    let certificate = &certified.certificate;
    let issuer = issuers::signing(work, permission, signatory.issuer())?;
    let before = make_room(work, permission, signatory, certified)?;
    let pair = signatory.pair(work.connection)?;
    let status = status_lists::place(work, issuer, Subject::Person)?;
    let id = CredentialId::new(work.now);
    let sat = (&certificate.edition, &certificate.format);
    let words = Words::now(work.scheme, signatory.issuer().name(), &certificate.qualification, sat);
    words.keep(work)?;
    let examiner = examiner(work, certificate)?;
    let statement = Statement {
        id,
        subject: CredentialId::new(work.now),
        number: certificate.number.to_string(),
        holder: &certified.holder,
        qualification: certificate.qualification.as_str(),
        title: &words.title,
        summary: &words.summary,
        edition: certificate.edition.as_str(),
        edition_title: &words.edition_title,
        scheme_title: words.scheme_title,
        examined_by: examiner.as_ref().map(|body| Examiner { name: &body.name, slug: body.slug.as_str() }),
        organisation: None,
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
        words: Some(words.digest()),
        replaced_at: None,
        documents: kept::Documents { holder: certified.holder.clone(), jws: signed.jws, document: signed.document },
    };
    kept::insert(work.connection, &credential)?;
    let data = json!({
        "certificate_number": certificate.number,
        "credential_id": id,
        "issuer": signatory.issuer().did(),
        "replaces": before,
        "key_ids": [credential.rs256_key, credential.eddsa_key],
    });
    let subject = ("certificate", certificate.number.to_string());
    let event = NewEvent { kind: "credential_issued", subject, body: certificate.body, data, personal_data: None };
    work.record(permission, event)?;
    Ok(credential)
}
