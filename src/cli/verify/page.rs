//! The page of a certificate, drawn again of the credential in it: the same credential is the same file, byte for byte.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::pdf::{Fonts, Sheet, draw};
use crate::scheme::Scheme;
use crate::scheme::definition::EditionCode;
use crate::trust::credential::Claims;

/// Whether a PDF is the one that this program draws of the credential in it, with the scheme that is built in and the
/// built-in fonts and those in `fonts`. Where it is not, it may have been altered; or the issuer's program is of another
/// version, or its scheme has other words.
///
/// # Errors
/// That the fonts cannot be read.
pub(super) fn is_drawn_of(
    file: &[u8],
    credential: &str,
    claims: &Claims,
    fonts: Option<&Path>,
) -> Result<bool, Failure> {
    let scheme = Scheme::shipped().map_err(Failure::all)?;
    let fonts = Fonts::load(fonts).map_err(|error| Failure::usage(error.to_string()))?;
    // The credential names its status list below the address of the registry, and the page leads there too.
    let registry = claims.status.first().and_then(|(_, address, _)| address.split_once("/v1/status-lists/"));
    let Some((registry, _)) = registry else { return Ok(false) };
    let sheet = Sheet {
        scheme_title: &scheme.title,
        qualification_title: &claims.title,
        edition_title: &scheme.edition_words(&EditionCode::new(&claims.edition)),
        holder_name: &claims.holder,
        number: &claims.number,
        awarded_on: claims.awarded_on,
        expires_on: claims.valid_until.and_then(|until| until.date_naive().pred_opt()),
        issued_at: claims.issued_at,
        issuer_name: claims.issuer_name.as_deref().unwrap_or_default(),
        verify_url: &format!("{registry}/verify/{}", claims.number),
        credential,
    };
    // What cannot be drawn here, for want of a font, is not what this program draws.
    Ok(draw(&sheet, &fonts).is_ok_and(|drawn| drawn == file))
}
