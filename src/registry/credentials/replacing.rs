//! What makes a credential untrue replaces it, in the transaction of the change, and nobody need ask for a new one first:
//! its bit in the status list is set, and every check says so.

use serde_json::json;

use super::words::Words;
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::CandidateId;
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::scheme::person::full_name;
use crate::store::untrue_credentials::{self as kept, Replaceable, Unread};
use crate::trust::credential::Claims;
use crate::trust::signatures::SignedDocument;

/// How many credentials are replaced in one transaction, where many are.
const STEP: i64 = 500;

/// What of a credential is not true any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Untrue {
    /// The holder has another name on record.
    Name,
    /// The scheme, or the issuer, has other words.
    Words,
    /// A key that signed it was revoked.
    Key,
}

impl Untrue {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Words => "words",
            Self::Key => "key",
        }
    }
}

/// Replaces credentials, and says in the feed why.
pub(super) fn replace(
    work: &mut Work<'_>,
    permission: Permission,
    untrue: &[Replaceable],
    because: Untrue,
) -> Result<(), Error> {
    if untrue.is_empty() {
        return Ok(());
    }
    kept::replace(work.connection, untrue, work.now)?;
    for credential in untrue {
        let data = json!({
            "certificate_number": credential.number,
            "credential_id": credential.id,
            "because": because.as_str(),
        });
        let subject = ("certificate", credential.number.to_string());
        let event = NewEvent { kind: "credential_replaced", subject, body: credential.body, data, personal_data: None };
        work.record(permission, event)?;
    }
    Ok(())
}

/// Replaces everything that was signed of a candidate, who has another name on record from now on.
pub(in crate::registry) fn name_has_changed(work: &mut Work<'_>, candidate: CandidateId) -> Result<(), Error> {
    let untrue = kept::of_candidate(work.connection, candidate)?;
    replace(work, Permission::RegisterResults, &untrue, Untrue::Name)
}

impl Registry {
    /// Replaces all credentials whose words are not those of the scheme and of the issuer any more, some hundreds in a
    /// transaction: what is done stays done, whenever this ends. Says how many there were. Where there is nothing to
    /// replace it writes nothing.
    pub fn replace_untrue_credentials(&self, issuer_name: &str) -> Result<usize, Error> {
        let mut replaced = 0;
        for words in self.store.read(kept::words)? {
            if Words::now(self.scheme(), issuer_name, &words.qualification, &words.edition).digest() == words.digest {
                continue;
            }
            while !self.store.read(|connection| kept::with_words(connection, &words.digest, 1))?.is_empty() {
                replaced += self.write(Caller::OPERATOR, |work| {
                    let untrue = kept::with_words(work.connection, &words.digest, STEP)?;
                    replace(work, Permission::Administer, &untrue, Untrue::Words)?;
                    Ok(untrue.len())
                })?;
            }
        }
        while !self.store.read(|connection| kept::unread(connection, 1))?.is_empty() {
            replaced += self.write::<usize>(Caller::OPERATOR, |work| {
                let unread = kept::unread(work.connection, STEP)?;
                unread.iter().try_fold(0, |sum, unread| Ok(sum + read(work, issuer_name, unread)?))
            })?;
        }
        Ok(replaced)
    }
}

/// Looks at a credential that is from before words were kept, and notes them or replaces it; gives how many it replaced.
fn read(work: &mut Work<'_>, issuer_name: &str, unread: &Unread) -> Result<usize, Error> {
    let words = Words::now(work.scheme, issuer_name, &unread.qualification, &unread.edition);
    let claims = SignedDocument::parse(&unread.jws).ok().and_then(|signed| Claims::read(&signed.document));
    let untrue = match claims {
        Some(claims) if claims.holder != full_name(unread.given_names.as_deref(), &unread.family_name) => Untrue::Name,
        Some(claims) if words.are_said_by(&claims) => {
            words.keep(work, &unread.qualification, &unread.edition)?;
            kept::set_words(work.connection, unread.credential.id, &words.digest())?;
            return Ok(0);
        }
        _ => Untrue::Words,
    };
    replace(work, Permission::Administer, std::slice::from_ref(&unread.credential), untrue)?;
    Ok(1)
}
