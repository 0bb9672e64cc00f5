//! What makes a credential untrue replaces it, in the transaction of the change, and nobody need ask for a new one first:
//! its bit in the status list is set, and every check says so.

use std::collections::BTreeMap;

use serde_json::json;

use super::words::Words;
use crate::auth::permission::{Caller, Permission};
use crate::error::Error;
use crate::ids::{CandidateId, CredentialId};
use crate::registry::events::NewEvent;
use crate::registry::work::{Registry, Work};
use crate::store::untrue_credentials::{self as kept, Replaceable};
use crate::trust::credential::Claims;
use crate::trust::signatures::SignedDocument;

/// How many credentials are replaced in one transaction, where many are.
const STEP: usize = 500;

/// After how many credentials the log says how far it is.
const BETWEEN_WORDS: usize = 5000;

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

/// Replaces everything that was signed of these records of candidates, who have another name on record from now on.
pub(in crate::registry) fn name_has_changed(work: &mut Work<'_>, candidates: &[CandidateId]) -> Result<(), Error> {
    let untrue = kept::of_candidates(work.connection, candidates)?;
    replace(work, Permission::RegisterResults, &untrue, Untrue::Name)
}

/// What a step came upon.
struct Step {
    looked_at: usize,
    replaced: usize,
}

impl Registry {
    /// Replaces all credentials whose words are not those of the scheme and of the issuer any more, some hundreds in a
    /// transaction: what is done stays done, whenever this ends. Says how many there were. Where there is nothing to
    /// replace it writes nothing.
    pub(in crate::registry) fn replace_untrue_credentials(&self, issuer_name: &str) -> Result<usize, Error> {
        let mut replaced = 0;
        for words in self.store.read(kept::words)? {
            if Words::now(self.scheme(), issuer_name, &words.qualification, (&words.edition, &words.format)).digest()
                == words.digest
            {
                continue;
            }
            replaced += self.in_steps(Some(&words.digest), |work| {
                let untrue = kept::with_words(work.connection, &words.digest, STEP)?;
                replace(work, Permission::Administer, &untrue, Untrue::Words)?;
                Ok(Step { looked_at: untrue.len(), replaced: untrue.len() })
            })?;
        }
        Ok(replaced + self.in_steps(None, |work| read(work, issuer_name))?)
    }

    /// Goes through the credentials with these words, or those that were not looked at yet, and says in the log how far it
    /// is: where there are millions, nothing else is heard of a start for minutes.
    fn in_steps(
        &self,
        words: Option<&str>,
        step: impl Fn(&mut Work<'_>) -> Result<Step, Error>,
    ) -> Result<usize, Error> {
        let all = self.store.read(|connection| kept::count(connection, words))?;
        if all == 0 {
            return Ok(0);
        }
        tracing::info!("looking through {all} credentials for words and names that are true no more");
        let (mut looked_at, mut replaced) = (0, 0);
        loop {
            let found = self.write(Caller::OPERATOR, &step)?;
            (looked_at, replaced) = (looked_at + found.looked_at, replaced + found.replaced);
            if found.looked_at < STEP {
                return Ok(replaced);
            }
            if looked_at % BETWEEN_WORDS == 0 {
                tracing::info!("looked through {looked_at} of {all} credentials");
            }
        }
    }
}

/// Looks at credentials that are from before words were kept, and notes their words or replaces them.
fn read(work: &mut Work<'_>, issuer_name: &str) -> Result<Step, Error> {
    let unread = kept::unread(work.connection, STEP)?;
    let mut true_ones: BTreeMap<String, Vec<CredentialId>> = BTreeMap::new();
    let (mut names, mut others) = (Vec::new(), Vec::new());
    for one in &unread {
        let words = Words::now(work.scheme, issuer_name, &one.qualification, (&one.edition, &one.format));
        let claims = SignedDocument::parse(&one.jws).ok().and_then(|signed| Claims::read(&signed.document));
        match claims {
            Some(claims) if claims.holder != one.holder => names.push(one.credential.clone()),
            Some(claims) if words.are_said_by(&claims) => {
                let digest = words.digest();
                if !true_ones.contains_key(&digest) {
                    words.keep(work)?;
                }
                true_ones.entry(digest).or_default().push(one.credential.id);
            }
            _ => others.push(one.credential.clone()),
        }
    }
    for (digest, ids) in &true_ones {
        kept::set_words(work.connection, ids, digest)?;
    }
    replace(work, Permission::Administer, &names, Untrue::Name)?;
    replace(work, Permission::Administer, &others, Untrue::Words)?;
    Ok(Step { looked_at: unread.len(), replaced: names.len() + others.len() })
}
