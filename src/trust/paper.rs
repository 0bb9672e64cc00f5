//! The certificate on paper, drawn of its credential and of nothing else: what the registry hands out and what somebody
//! draws again who checks a file without it are the same bytes.

use crate::messages::Language;
use crate::pdf::{Certified, DrawError, Fonts, Paper, Sheet, draw};

use super::credential::Claims;

/// What credentials do not say that are from before they told the titles of the scheme and of the edition.
#[derive(Clone, Copy, Debug)]
pub struct Titles<'a> {
    pub scheme: &'a str,
    pub edition: &'a str,
}

/// Draws the paper of a credential in a language; `otherwise` is what it may not say.
pub fn draw_of(
    credential: &str,
    claims: &Claims,
    otherwise: Titles<'_>,
    language: Language,
    fonts: &Fonts,
) -> Result<Paper, DrawError> {
    let nowhere = || DrawError::Refused { reason: "the credential names no status list of a registry".to_owned() };
    let registry = claims.registry().ok_or_else(nowhere)?;
    let sheet = Sheet {
        language,
        scheme_title: claims.scheme_title.as_deref().unwrap_or(otherwise.scheme),
        qualification_title: &claims.title,
        edition_title: claims.edition_title.as_deref().unwrap_or(otherwise.edition),
        examined_by: claims.examined_by.as_deref(),
        holder_name: &claims.holder,
        certified: claims.register_number.as_ref().map(|_| Certified {
            scope: claims.description.as_deref().unwrap_or_default(),
            sites: claims.sites.as_deref().unwrap_or_default(),
        }),
        number: &claims.number,
        awarded_on: claims.awarded_on,
        expires_on: claims.valid_until.and_then(|until| until.date_naive().pred_opt()),
        issued_at: claims.signed_at(),
        issuer_name: claims.issuer_name.as_deref().unwrap_or_default(),
        verify_url: &match &claims.register_number {
            None => format!("{registry}/verify/{}", claims.number),
            Some(number) => format!("{registry}/o/{number}"),
        },
        is_demonstration: claims.is_demonstration,
        credential,
    };
    draw(&sheet, fonts)
}
