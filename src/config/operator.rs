//! Whose registry it is: what its pages are called, look like and say of who answers for it.

use std::path::PathBuf;

use super::colours::{Colour, DARK, LEAST_CONTRAST, LIGHT, Neighbours};
use super::parse::Reader;
use crate::scheme::text;

#[derive(Clone, Debug)]
pub struct OperatorSettings {
    /// What the pages call the registry.
    pub site_name: String,
    /// Who operates it.
    pub name: Option<String>,
    pub email: Option<String>,
    /// An SVG or PNG file.
    pub logo_file: Option<PathBuf>,
    /// Of links and buttons, on light ground and on dark; `None` for those of the stylesheet.
    pub colours: [Option<Colour>; 2],
    /// On which terms anybody may use the open data, if somebody has said so.
    pub open_data_licence: Option<String>,
    /// Where the operator's texts lie.
    pub texts_directory: Option<PathBuf>,
}

impl OperatorSettings {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            site_name: reader.text("site_name"),
            name: reader.optional_text("operator_name"),
            email: email(reader),
            logo_file: reader.optional_text("logo_file").map(PathBuf::from),
            colours: [colour(reader, "colour", &LIGHT), colour(reader, "colour_dark", &DARK)],
            open_data_licence: reader.optional_text("open_data_licence"),
            texts_directory: reader.optional_text("texts_directory").map(PathBuf::from),
        }
    }
}

fn email(reader: &mut Reader<'_>) -> Option<String> {
    let email = reader.optional_text("operator_email")?;
    if text::email(&email).is_err() {
        reader.mistake("operator_email", format!("must be an address like office@registry.example, not `{email}`"));
    }
    Some(email)
}

fn colour(reader: &mut Reader<'_>, key: &'static str, neighbours: &Neighbours) -> Option<Colour> {
    let text = reader.optional_text(key)?;
    let Some(colour) = Colour::parse(&text) else {
        reader.mistake(key, format!("must be a colour like #14567a, not `{text}`"));
        return None;
    };
    let contrast = colour.least_contrast(neighbours);
    if contrast < LEAST_CONTRAST {
        let (scheme, direction) = (neighbours.scheme, if neighbours.scheme == "light" { "darker" } else { "lighter" });
        // Cut and not rounded: 4.49 is not 4.5.
        let contrast = (contrast * 100.0).floor() / 100.0;
        reader.mistake(
            key,
            format!(
                "must have a contrast of {LEAST_CONTRAST} to 1 with the {scheme} pages and with the writing on buttons \
                 (WCAG 2.2, 1.4.3), and {text} has {contrast}: take a {direction} one"
            ),
        );
    }
    Some(colour)
}
