//! The certificate on paper: a PDF of one page that a person frames, and that a machine can check.
//!
//! Bytes in, bytes out: nothing here reads a clock, a database or a setting. The file is PDF/A-3A and PDF/UA-1 (readable
//! in fifty years, and by those who cannot see it), carries the signed credential as an attachment, and is the same,
//! byte for byte, whenever it is drawn from the same [`Sheet`] with the same fonts. Nobody is kept from it by letters that no
//! font at hand has: they are spelled out by their numbers, and the page says so.

mod attachment;
mod canvas;
mod confirmation;
mod dates;
mod file;
mod flow;
mod fonts;
mod leaflet;
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
pub use leaflet::{Leaflet, draw_leaflet};
pub use qr::code_as_svg;
pub use text::Unshown;
pub use unreadable::{LARGEST_FILE, Unreadable};

use crate::clock::Moment;
use crate::messages::Language;

/// Everything that a certificate says. Two equal sheets give the same file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// In which language it is wanted.
    pub language: Language,
    /// The title of the scheme, such as `ISO/IEC 20000 qualification scheme`.
    pub scheme_title: &'a str,
    /// What the holder is qualified as, such as `Practitioner`.
    pub qualification_title: &'a str,
    pub edition_title: &'a str,
    /// The body that examined, by name, where it is known.
    pub examined_by: Option<&'a str>,
    pub holder_name: &'a str,
    /// Where the holder is an organisation: what its body certified, which the registry confirms.
    pub certified: Option<Certified<'a>>,
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
    /// Whether it is the paper of a demonstration, about nobody.
    pub is_demonstration: bool,
    /// The signed credential as a compact JWS, which is attached as `credential.jwt`.
    pub credential: &'a str,
}

/// What an organisation is certified for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certified<'a> {
    pub scope: &'a str,
    /// Where, in words.
    pub sites: &'a str,
}

/// A certificate as it was drawn.
#[derive(Clone, Debug)]
pub struct Paper {
    pub file: Vec<u8>,
    /// The language that it is in: the one that was wanted, or English for want of a font.
    pub language: Language,
    /// What is spelled out by numbers, because no font has it.
    pub unshown: Option<Unshown>,
}

/// Why a certificate could not be drawn.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DrawError {
    /// The address for checking does not fit into a QR code.
    #[error("The address for checking the certificate is too long for a QR code: {length} bytes.")]
    AddressTooLong { length: usize },
    /// The PDF library refused, as it does when a font that the operator added is damaged.
    #[error("The certificate cannot be written as PDF/A: {reason}")]
    Refused { reason: String },
}

pub fn draw(sheet: &Sheet<'_>, fonts: &Fonts) -> Result<Paper, DrawError> {
    file::draw(sheet, fonts)
}
