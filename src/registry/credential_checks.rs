//! Checking a file that somebody holds: whether it is ours and unaltered, and what its certificate is worth today.

use super::issuer_keys::known;
use super::verifications::{self, Question, Verification};
use super::work::Work;
use crate::clock::Moment;
use crate::error::Error;
use crate::store::credentials::{self, Credential};
use crate::trust::credential::Claims;
use crate::trust::examination::{self, Trust, TrustedKey, examine};
use crate::trust::issuer::Issuer;
use crate::trust::presented::Presented;

/// What a check finds about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// We issued it, and it is unaltered.
    Genuine,
    /// We issued it, it is unaltered, and another one took its place: the name on record changed.
    Replaced {
        /// When.
        at: Moment,
    },
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
    NoCredential(String),
}

impl Finding {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Replaced { .. } => "replaced",
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
    /// What was found.
    pub finding: Finding,
    /// What we signed; `None` where nothing in the file can be believed.
    pub claims: Option<Box<Claims>>,
    /// What the certificate is worth now; `None` where the file leads to none.
    pub verification: Option<Verification>,
    /// When it was looked up.
    pub checked_at: Moment,
}

impl CredentialCheck {
    /// Whether the file and the certificate are good: the one answer that may be taken for a yes.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.finding == Finding::Genuine && self.verification.as_ref().is_some_and(|now| now.status == "valid")
    }
}

/// Checks a file. Public.
pub fn check(work: &mut Work<'_>, issuer: &Issuer, presented: &Presented) -> Result<CredentialCheck, Error> {
    let text = match presented.credential() {
        Ok(text) => text,
        Err(why) => return Ok(bare(work, Finding::NoCredential(why.to_owned()))),
    };
    let trust = trust(work, issuer)?;
    let claims = match examine(text, &trust) {
        examination::Finding::Genuine(claims) => claims,
        // All our keys are known here, so one that is not known is not ours.
        examination::Finding::Altered | examination::Finding::UnknownKey => return Ok(bare(work, Finding::Altered)),
        examination::Finding::RevokedKey => return Ok(bare(work, Finding::RevokedKey)),
        examination::Finding::OtherIssuer(_) => return Ok(bare(work, Finding::OtherIssuer)),
        examination::Finding::NoCredential(why) => return Ok(bare(work, Finding::NoCredential(why))),
    };
    let kept = match claims.id {
        Some(id) => credentials::find(work.connection, id)?,
        None => None,
    };
    let Some(kept) = kept.filter(|kept| kept.number.to_string() == claims.number) else {
        return Ok(bare(work, Finding::NotOnRecord));
    };
    let finding = match presented {
        Presented::Pdf { digest, .. } if credentials::of_file(work.connection, digest)? != Some(kept.id) => {
            Finding::AlteredAround
        }
        _ => standing(&kept),
    };
    let question = Question { number: claims.number.clone(), family_name: None, on: None };
    let verification = verifications::verify(work, &question)?;
    Ok(CredentialCheck { finding, claims: Some(claims), verification: Some(verification), checked_at: work.now })
}

fn standing(kept: &Credential) -> Finding {
    kept.replaced_at.map_or(Finding::Genuine, |at| Finding::Replaced { at })
}

fn bare(work: &Work<'_>, finding: Finding) -> CredentialCheck {
    CredentialCheck { finding, claims: None, verification: None, checked_at: work.now }
}

/// Whom the registry trusts: itself, with all keys that it ever had.
fn trust(work: &mut Work<'_>, issuer: &Issuer) -> Result<Trust, Error> {
    let keys = known(work)?.into_iter().map(|key| TrustedKey {
        address: issuer.key_address(key.public.id()),
        revoked: key.is_revoked(),
        key: key.public,
    });
    Ok(Trust { issuer: issuer.did().to_owned(), keys: keys.collect() })
}
