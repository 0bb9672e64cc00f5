//! Who the registry is, to those who check what it signed: its public URL and the identifier that follows from it. They
//! are recorded with the first credential, stand in every one, and change only by a move that somebody has decided on.
//! Earlier issuers stay the registry's own.

use std::net::IpAddr;

use serde_json::json;

use super::credentials::digest_of_words;
use super::events::NewEvent;
use super::work::{Registry, Work};
use crate::auth::permission::{Caller, Permission};
use crate::error::{Code, Error};
use crate::outbound::address::is_public;
use crate::store::{issuers as kept, status_lists};
use crate::trust::issuer::Issuer;

pub use kept::{RecordedIssuer, ServiceStart};

/// Endings of names that mean something in a private network only (RFC 6761, RFC 6762, RFC 8375, and ICANN's decision on
/// `internal`).
const PRIVATE_NAMES: [&str; 5] = ["localhost", "local", "internal", "home.arpa", "localdomain"];

/// Why nobody elsewhere could follow a public URL, if so: what is signed is looked at for decades, by others.
pub fn why_unfit(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let address = match url.host()? {
        url::Host::Ipv4(address) => IpAddr::V4(address),
        url::Host::Ipv6(address) => IpAddr::V6(address),
        url::Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            let ends =
                |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            let is_private = !name.contains('.') || PRIVATE_NAMES.into_iter().any(ends);
            return is_private.then(|| format!("{name} is a name of this machine or of a private network"));
        }
    };
    (!is_public(address)).then(|| format!("{address} is an address of this machine or of a private network"))
}

/// All issuers on record, the earliest first; the last one issues now. Public.
pub fn recorded(work: &mut Work<'_>) -> Result<Vec<RecordedIssuer>, Error> {
    kept::all(work.connection)
}

/// The number of the issuer, which is recorded if it is the first. Nothing is signed for another one than the last.
///
/// # Errors
/// [`Code::IssuerUnsettled`] where the registry has moved, or another node is known by another URL.
pub(super) fn signing(work: &mut Work<'_>, permission: Permission, issuer: &Issuer) -> Result<u32, Error> {
    let Some(last) = kept::all(work.connection)?.pop() else {
        let first = record(work, 1, issuer)?;
        tell(work, permission, "issuer_recorded", &first, None)?;
        return Ok(first.number);
    };
    if last.url == issuer.url() {
        return Ok(last.number);
    }
    let detail = format!(
        "the registry issues credentials as {}, and this node is known as {}: the operator has to start it again with the \
         former as its public URL",
        last.url,
        issuer.url()
    );
    Err(Error::refused(Code::IssuerUnsettled, detail))
}

fn record(work: &mut Work<'_>, number: u32, issuer: &Issuer) -> Result<RecordedIssuer, Error> {
    let recorded =
        RecordedIssuer { number, url: issuer.url().to_owned(), did: issuer.did().to_owned(), recorded_at: work.now };
    kept::insert(work.connection, &recorded)?;
    Ok(recorded)
}

fn tell(
    work: &mut Work<'_>,
    permission: Permission,
    kind: &'static str,
    issuer: &RecordedIssuer,
    before: Option<&RecordedIssuer>,
) -> Result<(), Error> {
    let data = json!({
        "url": issuer.url,
        "did": issuer.did,
        "url_before": before.map(|before| &before.url),
        "did_before": before.map(|before| &before.did),
    });
    let subject = ("issuer", issuer.did.clone());
    work.record(permission, NewEvent { kind, subject, body: None, data, personal_data: None })
}

/// Records that the registry has moved: it issues under another public URL from now on, and what it issued before stays
/// its own. Gives the issuer before.
///
/// # Errors
/// [`Code::IssuerUnsettled`] where there is nothing to move from, nothing to move to, or the URL is not fit.
pub fn move_to(work: &mut Work<'_>, issuer: &Issuer) -> Result<RecordedIssuer, Error> {
    work.authorise(Permission::Administer)?;
    let refused = |detail: String| Err(Error::refused(Code::IssuerUnsettled, detail));
    let Some(before) = kept::all(work.connection)?.pop() else {
        return refused("no credential was issued yet, so the public URL can be changed without a move".to_owned());
    };
    if before.url == issuer.url() {
        return refused(format!("the registry issues credentials as {} already", before.url));
    }
    if let Some(why) = why_unfit(issuer.url()) {
        return refused(format!("nobody elsewhere could check what is issued as {}: {why}", issuer.url()));
    }
    let now = record(work, before.number + 1, issuer)?;
    tell(work, Permission::Administer, "issuer_moved", &now, Some(&before))?;
    Ok(before)
}

/// The issuer under whose URL a status list is served, as far as it is known.
pub(super) fn of_list(work: &mut Work<'_>, list: u32) -> Result<Option<RecordedIssuer>, Error> {
    let Some(number) = status_lists::issuer(work.connection, list)? else { return Ok(None) };
    Ok(kept::all(work.connection)?.into_iter().find(|issuer| issuer.number == number))
}

impl Registry {
    /// What the service was started with last.
    pub fn last_start(&self) -> Result<Option<ServiceStart>, Error> {
        self.store.read(kept::last_start)
    }

    /// What stands in credentials by the last start, and not by a start with this issuer's name and the scheme: nodes on
    /// one database need the same.
    pub fn other_words_at_last_start(&self, issuer_name: &str) -> Result<Option<String>, Error> {
        let Some(last) = self.last_start()? else { return Ok(None) };
        let other_name = (last.issuer_name != issuer_name).then(|| format!("the issuer name {:?}", last.issuer_name));
        let other_scheme =
            (last.words != digest_of_words(self.scheme())).then(|| "other words of the scheme".to_owned());
        let other: Vec<_> = other_name.into_iter().chain(other_scheme).collect();
        Ok((!other.is_empty()).then(|| format!("{}, on {}", other.join(" and "), last.started_at)))
    }

    /// Replaces what has become untrue with the settings or the scheme, and notes what the service is started with where
    /// that was something else before. Says how many credentials were replaced.
    pub fn settle(&self, url: &str, issuer_name: &str) -> Result<usize, Error> {
        let replaced = self.replace_untrue_credentials(issuer_name)?;
        let words = digest_of_words(self.scheme());
        let is_same = |last: ServiceStart| last.url == url && last.issuer_name == issuer_name && last.words == words;
        if !self.last_start()?.is_some_and(is_same) {
            self.write(Caller::OPERATOR, |work| {
                let (url, issuer_name) = (url.to_owned(), issuer_name.to_owned());
                let start = ServiceStart { url, issuer_name, words: words.clone(), started_at: work.now };
                kept::note_start(work.connection, &start)
            })?;
        }
        Ok(replaced)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_cannot_reach_is_unfit() {
        for (host, is_fit) in [
            ("registry.example", true),
            ("registry.example.", true),
            ("registry.example:8443", true),
            ("xn--mller-kva.example", true),
            ("notlocal.example", true),
            ("93.184.216.34", true),
            ("[2606:4700::1111]", true),
            ("0.0.0.0:8080", false),
            ("127.0.0.1:8080", false),
            ("127.1", false),
            ("2130706433", false),
            ("10.0.0.1", false),
            ("172.31.0.1", false),
            ("192.168.1.1", false),
            ("169.254.0.1", false),
            ("100.64.0.1", false),
            ("[::]", false),
            ("[::1]:8080", false),
            ("[fe80::1]", false),
            ("[fd00::1]", false),
            ("[::ffff:10.0.0.1]", false),
            ("localhost", false),
            ("LOCALHOST.", false),
            ("registry.localhost", false),
            ("printer.local", false),
            ("registry.corp.internal", false),
            ("nas.home.arpa", false),
            ("touchstone", false),
        ] {
            for scheme in ["http", "https"] {
                let why = why_unfit(&format!("{scheme}://{host}"));
                assert_eq!(why.is_none(), is_fit, "{host}: {why:?}");
            }
        }
    }
}
