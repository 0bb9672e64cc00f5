//! Whose registry it is, as its pages say it: read once, when the service starts.

mod markdown;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

pub use markdown::Rendered;

use crate::config::{OperatorSettings, Settings};
use crate::error::Error;
use crate::messages::Language;

/// The largest logo, in bytes: every visitor fetches it.
const LARGEST_LOGO: u64 = 64 * 1024;

/// The largest text, in bytes.
const LARGEST_TEXT: u64 = 512 * 1024;

/// The texts that an operator answers with, by the name of their page and of their files.
pub const TEXTS: [&str; 6] = ["contact", "imprint", "privacy", "terms", "accessibility", "appeals"];

/// The texts that an operator may put into the place of ours, likewise.
pub const OWN_WORDS: [&str; 4] = ["certification", "registration", "certification-scheme", "logo"];

pub struct Logo {
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

#[derive(Default)]
pub struct Operator {
    /// What the pages call the registry.
    pub site_name: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub logo: Option<Logo>,
    /// The licence of the open data, if there is one.
    pub open_data_licence: Option<String>,
    /// Rules that come after those of the stylesheet.
    pub style: String,
    /// Whether its records are invented, and gone when it is stopped.
    pub is_demonstration: bool,
    texts: Vec<(&'static str, Language, Rendered)>,
}

impl std::fmt::Debug for Operator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Operator").field("site_name", &self.site_name).finish_non_exhaustive()
    }
}

impl Operator {
    /// Reads logo and texts. What cannot be read, or is something else than it is taken for, is an error that says so.
    pub fn load(settings: &Settings) -> Result<Self, Error> {
        let operator = &settings.operator;
        Ok(Self {
            site_name: operator.site_name.clone(),
            name: operator.name.clone(),
            email: operator.email.clone(),
            logo: operator.logo_file.as_deref().map(read_logo).transpose()?,
            open_data_licence: operator.open_data_licence.clone(),
            style: style(operator),
            is_demonstration: settings.server.is_demonstration,
            texts: operator.texts_directory.as_deref().map_or_else(|| Ok(Vec::new()), read_texts)?,
        })
    }

    /// A text in a language; else in the first that there is one in, with that language.
    pub fn text(&self, page: &str, language: Language) -> Option<(Language, &Rendered)> {
        let of_page = || self.texts.iter().filter(|(known, ..)| *known == page);
        let wanted = of_page().find(|(_, known, _)| *known == language).or_else(|| of_page().next());
        wanted.map(|(_, language, text)| (*language, text))
    }
}

fn style(settings: &OperatorSettings) -> String {
    let mut style = String::new();
    let [light, dark] = settings.colours;
    // Writing to a text cannot fail.
    if let Some(colour) = light {
        let _ = writeln!(style, "@media not (prefers-color-scheme: dark) {{ :root {{ --link: {colour}; }} }}");
    }
    if let Some(colour) = dark {
        let _ = writeln!(style, "@media (prefers-color-scheme: dark) {{ :root {{ --link: {colour}; }} }}");
    }
    style
}

fn read_logo(path: &Path) -> Result<Logo, Error> {
    let bytes = read(path, "logo_file", LARGEST_LOGO)?;
    let is_svg = || std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg"));
    let content_type = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if is_svg() {
        "image/svg+xml; charset=utf-8"
    } else {
        return Err(Error::Internal(format!("logo_file: {} is neither SVG nor PNG", path.display())));
    };
    Ok(Logo { content_type, bytes })
}

fn read_texts(directory: &Path) -> Result<Vec<(&'static str, Language, Rendered)>, Error> {
    let entries = std::fs::read_dir(directory).map_err(|error| unreadable("texts_directory", directory, &error))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable("texts_directory", directory, &error))?.path();
        // What is no text, such as a note to oneself, is left alone; a name that is nearly right is not.
        let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".md"))
        else {
            continue;
        };
        let known = name.split_once('.').and_then(|(page, language)| {
            let page = TEXTS.into_iter().chain(OWN_WORDS).find(|known| *known == page)?;
            Some((page, Language::ALL.into_iter().find(|known| known.tag() == language)?))
        });
        let Some((page, language)) = known else {
            return Err(Error::Internal(format!(
                "texts_directory: {} is no text of a page; a name is one of {}, a dot, one of {}, and .md",
                path.display(),
                [&TEXTS[..], &OWN_WORDS[..]].concat().join(", "),
                Language::ALL.map(Language::tag).join(", ")
            )));
        };
        let text = String::from_utf8(read(&path, "texts_directory", LARGEST_TEXT)?)
            .map_err(|_| Error::Internal(format!("texts_directory: {} is not in UTF-8", path.display())))?;
        found.push((page, language, markdown::render(text.trim_start_matches('\u{FEFF}'))));
    }
    let place = |language: Language| Language::ALL.iter().position(|known| *known == language);
    found.sort_by_key(|(page, language, _)| (*page, place(*language)));
    Ok(found)
}

fn read(path: &Path, setting: &str, largest: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(largest + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(setting, path, &error))?;
    if bytes.len() as u64 > largest {
        return Err(Error::Internal(format!("{setting}: {} is larger than {largest} bytes", path.display())));
    }
    Ok(bytes)
}

fn unreadable(setting: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::Internal(format!("{setting}: {} cannot be read: {error}", path.display()))
}
