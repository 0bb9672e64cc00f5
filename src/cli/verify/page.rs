//! The page of a certificate, drawn again of the credential in it: the same credential is the same file in each language,
//! byte for byte.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::messages::Language;
use crate::pdf::Fonts;
use crate::scheme::Scheme;
use crate::scheme::definition::EditionCode;
use crate::trust::credential::Claims;
use crate::trust::paper::{Titles, draw_of};

/// Whether a PDF is the one that this program draws of the credential in it, with the built-in fonts and those in
/// `fonts`. Where it is not, it may have been altered; or the issuer's program is of another version, or has other fonts.
pub(super) fn is_drawn_of(
    file: &[u8],
    credential: &str,
    claims: &Claims,
    fonts: Option<&Path>,
) -> Result<bool, Failure> {
    let scheme = Scheme::shipped().map_err(Failure::all)?;
    let fonts = Fonts::load(fonts).map_err(|error| Failure::usage(error.to_string()))?;
    let edition = scheme.edition_title(&EditionCode::new(&claims.edition));
    let titles = Titles { scheme: &scheme.title, edition: &edition };
    let is_drawn_in =
        |language| draw_of(credential, claims, titles, language, &fonts).is_ok_and(|drawn| drawn.file == file);
    Ok(Language::ALL.into_iter().any(is_drawn_in))
}
