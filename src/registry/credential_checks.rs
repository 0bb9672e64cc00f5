//! Checking a file that somebody holds: whether it is ours and unaltered, and what its certificate is worth today.
//!
//! In steps, so that nothing of a stranger's file is read while a connection is in hand: [`open`] and [`examine`] need
//! none, [`trust`] and [`look_up`] each need one for a moment. Ours is what bears the name of an issuer that the registry
//! is or was, and what is on record byte for byte.

use super::issuer_keys::known;
use super::issuers;
use super::organisation_certificates;
use super::organisation_credentials::said::is_true;
use super::verifications::{self, Question, Verification};
use super::work::Work;
use crate::clock::Moment;
use crate::error::Error;
use crate::store::{credentials, organisation_credentials};
use crate::trust::credential::Claims;
use crate::trust::examination::{self, Trust, TrustedKey, examine_signed, take_apart};
use crate::trust::issuer::{Issuer, key_address};
use crate::trust::no_credential::NoCredential;
use crate::trust::presented::Presented;
use crate::trust::signatures::SignedDocument;

/// What a check finds about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// We issued it, and it is unaltered.
    Genuine,
    /// We issued it, it is unaltered, and what it says is true no more: another one took its place.
    Replaced,
    /// The credential in the PDF is ours and unaltered, but the PDF around it is not the one that we made: what it shows
    /// may be anything.
    AlteredAround,
    /// It says that it is ours and is not as we signed it.
    Altered,
    /// It bears a signature of a key that we revoked: it proves nothing.
    RevokedKey,
    /// It bears our signature, and is not on record.
    NotOnRecord,
    /// Somebody else issued it.
    OtherIssuer,
    /// There is no credential in it, and why.
    NoCredential(NoCredential),
}

impl Finding {
    /// The word on the wire.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Replaced => "replaced",
            Self::AlteredAround => "altered_around",
            Self::Altered => "altered",
            Self::RevokedKey => "revoked_key",
            Self::NotOnRecord => "not_on_record",
            Self::OtherIssuer => "other_issuer",
            Self::NoCredential(_) => "no_credential",
        }
    }
}

/// The answer about a file.
#[derive(Clone, Debug)]
pub struct CredentialCheck {
    pub finding: Finding,
    /// Since when another credential has its place, whatever else is found.
    pub replaced_at: Option<Moment>,
    /// Whether the credential was inside of something else, such as a presentation, of which nothing was looked at.
    pub is_wrapped: bool,
    /// What we signed; `None` where nothing in the file can be believed.
    pub claims: Option<Box<Claims>>,
    /// What the certificate is worth now; `None` where the file leads to none.
    pub verification: Option<Verification>,
    /// The same of an organisation's certificate.
    pub organisation: Option<Box<organisation_certificates::Verification>>,
    pub checked_at: Moment,
}

impl CredentialCheck {
    /// The answer about a file in which nothing can be believed.
    pub const fn without_credential(finding: Finding, checked_at: Moment) -> Self {
        Self {
            finding,
            replaced_at: None,
            is_wrapped: false,
            claims: None,
            verification: None,
            organisation: None,
            checked_at,
        }
    }

    /// The certificate's status now.
    pub fn status(&self) -> Option<&'static str> {
        let of_organisation = self.organisation.as_ref().map(|now| now.status);
        self.verification.as_ref().map(|now| now.status).or(of_organisation)
    }

    /// The certificate's status, where it is worse than what the file looks like.
    pub fn worse_status(&self) -> Option<&'static str> {
        self.status().filter(|status| *status != "valid" && self.finding != Finding::Genuine)
    }

    /// Whether the file and the certificate are good: the one answer that may be taken for a yes.
    pub fn is_valid(&self) -> bool {
        self.finding == Finding::Genuine && self.status() == Some("valid")
    }
}

/// A file with a credential in it, taken apart; nothing in it can be believed yet.
#[derive(Clone)]
pub struct Opened {
    signed: SignedDocument,
    /// The credential as it was presented.
    text: String,
    /// The digest of the PDF around it.
    pdf: Option<String>,
}

/// A credential that we signed and that is unaltered.
pub struct Examined {
    claims: Box<Claims>,
    is_wrapped: bool,
    /// The digest of the PDF around it.
    pdf: Option<String>,
}

/// Takes a file apart. It takes time in proportion to its length.
///
/// # Errors
/// That there is no credential in it.
pub fn open(file: &[u8]) -> Result<Opened, Finding> {
    let presented = Presented::read(file);
    let text = presented.credential().map_err(Finding::NoCredential)?.trim().to_owned();
    let signed = take_apart(&text).map_err(finding)?;
    let pdf = match presented {
        Presented::Pdf { digest, .. } => Some(digest),
        _ => None,
    };
    Ok(Opened { signed, text, pdf })
}

/// Examines what was opened.
///
/// # Errors
/// What is found instead of a credential of ours that is unaltered.
pub fn examine(opened: Opened, trust: &Trust) -> Result<Examined, Finding> {
    match examine_signed(&opened.signed, trust) {
        examination::Finding::Genuine(claims) => {
            Ok(Examined { claims, is_wrapped: opened.signed.is_wrapped, pdf: opened.pdf })
        }
        other => Err(finding(other)),
    }
}

/// What is found where it is not genuine.
fn finding(found: examination::Finding) -> Finding {
    match found {
        // All our keys are known here, so one that is not known is not ours. What is genuine is never asked about here.
        examination::Finding::Altered | examination::Finding::UnknownKey | examination::Finding::Genuine(_) => {
            Finding::Altered
        }
        examination::Finding::RevokedKey => Finding::RevokedKey,
        examination::Finding::OtherIssuer(_) => Finding::OtherIssuer,
        examination::Finding::NoCredential(why) => Finding::NoCredential(why),
    }
}

/// Looks up what became of a credential. Public.
pub fn look_up(work: &mut Work<'_>, issuer: &Issuer, examined: &Examined) -> Result<CredentialCheck, Error> {
    let claims = &examined.claims;
    if let Some(number) = &claims.register_number {
        return look_up_organisation(work, issuer, examined, number);
    }
    let kept = match claims.id {
        Some(id) => credentials::find(work.connection, id)?,
        None => None,
    };
    let Some(kept) = kept.filter(|kept| kept.number.to_string() == claims.number) else {
        return Ok(CredentialCheck::without_credential(Finding::NotOnRecord, work.now));
    };
    let finding = match &examined.pdf {
        Some(digest) if credentials::of_file(work.connection, digest)? != Some(kept.id) => Finding::AlteredAround,
        _ if kept.replaced_at.is_some() => Finding::Replaced,
        _ => Finding::Genuine,
    };
    let question = Question { number: claims.number.clone(), family_name: None, on: None };
    let verification = verifications::verify(work, &question)?;
    Ok(CredentialCheck {
        finding,
        replaced_at: kept.replaced_at,
        is_wrapped: examined.is_wrapped,
        claims: Some(claims.clone()),
        verification: Some(verification),
        organisation: None,
        checked_at: work.now,
    })
}

/// The same of an organisation's credential.
fn look_up_organisation(
    work: &mut Work<'_>,
    issuer: &Issuer,
    examined: &Examined,
    number: &str,
) -> Result<CredentialCheck, Error> {
    let kept = match examined.claims.id {
        Some(id) => organisation_credentials::find(work.connection, id)?,
        None => None,
    };
    let Some(kept) = kept else {
        return Ok(CredentialCheck::without_credential(Finding::NotOnRecord, work.now));
    };
    let is_true = is_true(work, issuer.name(), &kept)?;
    let finding = match &examined.pdf {
        Some(digest) if organisation_credentials::of_file(work.connection, digest)? != Some(kept.id) => {
            Finding::AlteredAround
        }
        _ if is_true => Finding::Genuine,
        _ => Finding::Replaced,
    };
    let question = organisation_certificates::Question { number: number.to_owned(), body: None, on: None };
    let now = organisation_certificates::verify(work, &question)?;
    Ok(CredentialCheck {
        finding,
        replaced_at: None,
        is_wrapped: examined.is_wrapped,
        claims: Some(examined.claims.clone()),
        verification: None,
        organisation: Some(Box::new(now)),
        checked_at: work.now,
    })
}

/// Whom the registry trusts about a file: itself, with all keys that it ever had. That is the issuer that the file names,
/// where the registry is or was that one or has this very credential on record, and else the one that it is now.
pub fn trust(work: &mut Work<'_>, issuer: &Issuer, opened: &Opened) -> Result<Trust, Error> {
    let named = examination::issuer_of(&opened.signed).unwrap_or_default();
    let is_ours = named == issuer.did()
        || issuers::recorded(work)?.iter().any(|recorded| recorded.did == named)
        || is_on_record(work, opened)?;
    let did = if is_ours { named } else { issuer.did() };
    let keys = known(work)?.into_iter().map(|key| TrustedKey {
        address: key_address(did, key.public.id()),
        revoked: key.is_revoked(),
        key: key.public,
    });
    Ok(Trust { issuer: did.to_owned(), keys: keys.collect() })
}

/// Whether a credential is on record byte for byte as it was presented.
fn is_on_record(work: &mut Work<'_>, opened: &Opened) -> Result<bool, Error> {
    let Some(id) = Claims::read(&opened.signed.document).and_then(|claims| claims.id) else { return Ok(false) };
    if let Some(kept) = credentials::find(work.connection, id)? {
        return Ok([&kept.documents.jws, &kept.documents.document].contains(&&opened.text));
    }
    let kept = organisation_credentials::find(work.connection, id)?;
    Ok(kept.is_some_and(|kept| [&kept.jws, &kept.document].contains(&&opened.text)))
}
