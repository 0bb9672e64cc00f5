//! The certificate on paper: a PDF of one page that a person frames, and that a machine can check.
//!
//! Bytes in, bytes out: nothing here reads a clock, a database or a setting. The file is PDF/A-3A and PDF/UA-1 (readable
//! in fifty years, and by those who cannot see it), carries the signed credential as an attachment, and is the same,
//! byte for byte, whenever it is drawn from the same [`Sheet`] with the same fonts.

mod attachment;
mod canvas;
mod dates;
mod file;
mod fonts;
mod objects;
mod ornament;
mod qr;
mod sheet;
mod syntax;
mod text;
mod unreadable;

#[cfg(test)]
mod attachment_tests;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use thiserror::Error;

pub use attachment::{ATTACHMENT_NAME, attached_credential};
pub use fonts::{FontError, Fonts};
pub use unreadable::{LARGEST_FILE, Unreadable};

use crate::clock::Moment;

/// Everything that a certificate says. Two equal sheets give the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// The title of the scheme, such as `ISO/IEC 20000 qualification scheme`.
    pub scheme_title: &'a str,
    /// What the holder is qualified as, such as `Practitioner`.
    pub qualification_title: &'a str,
    pub edition_title: &'a str,
    /// The body that examined, by name, where it is known.
    pub examined_by: Option<&'a str>,
    pub holder_name: &'a str,
    /// The certificate's number in groups, such as `7K3M-9QXP-T2VC`.
    pub number: &'a str,
    pub awarded_on: NaiveDate,
    /// Of validity, if there is one.
    pub expires_on: Option<NaiveDate>,
    /// When the credential was issued; it dates the file.
    pub issued_at: Moment,
    /// Who issued it: the registry, by name.
    pub issuer_name: &'a str,
    /// Where anybody can check the certificate; the QR code holds it.
    pub verify_url: &'a str,
    /// The signed credential as a compact JWS, which is attached as `credential.jwt`.
    pub credential: &'a str,
}

/// Why a certificate could not be drawn. A certificate is whole or not there: nothing is left out silently.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DrawError {
    /// No font has these characters.
    #[error(
        "No font has the characters {characters} ({scripts}). Nothing was drawn, because a name with gaps is not a name. \
         The operator can add a font file (.ttf, .otf or .ttc) with this script to the font directory \
         (TOUCHSTONE_FONT_DIRECTORY) and start the registry again.",
        characters = listed(characters),
        scripts = scripts.join(", ")
    )]
    NoGlyphs {
        /// Each once, in the order in which they were met.
        characters: Vec<char>,
        /// English names, in the same order, each once.
        scripts: Vec<&'static str>,
    },
    /// The address for checking does not fit into a QR code.
    #[error("The address for checking the certificate is too long for a QR code: {length} bytes.")]
    AddressTooLong { length: usize },
    /// The PDF library refused, as it does when a font that the operator added is damaged.
    #[error("The certificate cannot be written as PDF/A: {reason}")]
    Refused { reason: String },
}

/// Each character as it is, where it can be seen, and by its code point.
fn listed(characters: &[char]) -> String {
    let one = |character: &char| {
        let code = format!("U+{:04X}", u32::from(*character));
        if character.is_alphanumeric() { format!("{character} ({code})") } else { code }
    };
    characters.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub fn draw(sheet: &Sheet<'_>, fonts: &Fonts) -> Result<Vec<u8>, DrawError> {
    file::draw(sheet, fonts)
}
