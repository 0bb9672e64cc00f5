//! The fonts that certificates are set in: three that are built in, a fourth for rare letters, and the operator's.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use harfrust::{Shaper, ShaperData};
use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::{FontRef, MetadataProvider};
use thiserror::Error;

use crate::messages::{Language, characters};

/// Why the fonts could not be loaded. All of them are for the operator.
#[derive(Debug, Error)]
pub enum FontError {
    /// The font directory, or a file in it, cannot be read.
    #[error("The font directory: {} cannot be read: {source}", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    /// A file is no font.
    #[error(
        "The font directory: {} is no TrueType or OpenType font with outlines, or is damaged. Replace it or take it out.",
        path.display()
    )]
    NoFont { path: PathBuf },
    /// A font that says that it must not be embedded, which PDF/A obeys.
    #[error(
        "The font directory: {} does not permit to be embedded in documents. Take another font, for example of the Noto \
         family.",
        path.display()
    )]
    NotEmbeddable { path: PathBuf },
    /// One of the fonts that are built in; a mistake in the program.
    #[error("a font that is built in cannot be read")]
    BuiltIn,
}

#[derive(Clone)]
pub(super) struct Face {
    /// The face as the PDF library wants it.
    pub font: Font,
    data: Arc<Vec<u8>>,
    index: u32,
    /// What shaping looks up again and again.
    prepared: Arc<ShaperData>,
}

/// What finds the glyphs of a face, and lays them out.
pub(super) struct FaceShaper<'a> {
    /// Lays glyphs out.
    pub shaper: Shaper<'a>,
    charmap: Charmap<'a>,
}

impl FaceShaper<'_> {
    /// Whether the face has a glyph of its own for this character.
    pub fn has(&self, character: char) -> bool {
        self.charmap.map(character).is_some_and(|glyph| glyph.to_u32() != 0)
    }
}

/// The usage permissions of a font are the low four bits of `fsType` (OpenType, table `OS/2`); this value alone forbids
/// every embedding.
const RESTRICTED: u16 = 2;

impl Face {
    fn new(data: Arc<Vec<u8>>, index: u32) -> Option<Self> {
        let font = Font::new(Arc::clone(&data).into(), index)?;
        let read = FontRef::from_index(&data, index).ok()?;
        if read.cmap().is_err() || read.glyf().is_err() && read.cff().is_err() {
            return None;
        }
        let prepared = Arc::new(ShaperData::new(&read));
        Some(Self { font, data, index, prepared })
    }

    fn read(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.data, self.index).ok()
    }

    /// What finds and lays out the face's glyphs.
    pub fn shaper(&self) -> Option<FaceShaper<'_>> {
        let font = self.read()?;
        Some(FaceShaper { shaper: self.prepared.shaper(&font).build(), charmap: font.charmap() })
    }

    /// The characters that it has a glyph for.
    pub fn characters(&self) -> Vec<char> {
        let read = self.read();
        let mappings = read.iter().flat_map(|font| font.charmap().mappings());
        mappings.filter_map(|(code, _)| char::from_u32(code)).collect()
    }

    /// A font that says nothing of it may be embedded.
    fn may_be_embedded(&self) -> bool {
        let permissions = self.read().and_then(|font| font.os2().ok().map(|table| table.fs_type() & 0xF));
        permissions != Some(RESTRICTED)
    }
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Regular,
    Medium,
    Italic,
}

/// All fonts at hand. Cheap to share between threads; to be loaded once.
#[derive(Clone, Default)]
pub struct Fonts {
    faces: Arc<[Face]>,
    /// The letters and digits that the face in front has, and what ASCII has besides: nearly every name is made of these.
    in_front: Arc<HashSet<char>>,
}

/// The built-in faces, in the order of [`Style`], and then the one that has the rare letters.
const BUILT_IN: [&[u8]; 4] = [
    include_bytes!("fonts/EBGaramond-Regular.ttf"),
    include_bytes!("fonts/EBGaramond-Medium.ttf"),
    include_bytes!("fonts/EBGaramond-Italic.ttf"),
    include_bytes!("fonts/NotoSerif-Regular.ttf"),
];

/// How the ids of the messages begin that the paper is made of.
const WORDS: &[&str] = &["paper-", "date-day", "scheme-title", "scheme-edition"];

impl Fonts {
    /// The built-in fonts, which show Latin, Greek and Cyrillic, and every `.ttf`, `.otf` and `.ttc` of `directory`, in
    /// the order of their file names. Where several have a name's letters, the first one is taken. One that cannot be
    /// used is an error: better at the start than at a certificate.
    pub fn load(directory: Option<&Path>) -> Result<Self, FontError> {
        let built_in = BUILT_IN.iter().map(|data| Face::new(Arc::new(data.to_vec()), 0));
        let mut faces = built_in.collect::<Option<Vec<_>>>().ok_or(FontError::BuiltIn)?;
        if let Some(directory) = directory {
            for path in font_files(directory)? {
                faces.extend(read(path)?);
            }
        }
        let is_plain = |one: &char| one.is_alphanumeric() || matches!(one, ' '..='~');
        let in_front = faces.first().into_iter().flat_map(Face::characters).filter(is_plain).collect();
        Ok(Self { faces: faces.into(), in_front: Arc::new(in_front) })
    }

    /// The language in which a certificate is drawn that is wanted in this one: English, where letters of the other are
    /// missing.
    #[must_use]
    pub fn language(&self, wanted: Language) -> Language {
        if self.have(characters(wanted, WORDS)) { wanted } else { Language::English }
    }

    /// Whether a text is made of letters and digits that the face in front has, and of ASCII.
    pub(super) fn has_in_front(&self, text: &str) -> bool {
        text.chars().all(|character| self.in_front.contains(&character))
    }

    /// The faces that a text of this style is looked for in, in this order.
    pub(super) fn candidates(&self, style: Style) -> impl Iterator<Item = usize> + Clone {
        let preferred = match style {
            Style::Regular => 0,
            Style::Medium => 1,
            Style::Italic => 2,
        };
        let others = (0..self.faces.len()).filter(move |index| *index != preferred && !matches!(index, 1 | 2));
        std::iter::once(preferred).chain(others)
    }

    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Fonts({} faces)", self.faces.len())
    }
}

/// The font files that lie directly in `directory`, by name.
fn font_files(directory: &Path) -> Result<Vec<PathBuf>, FontError> {
    let unreadable = |source| FontError::Unreadable { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        if matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The faces of one file.
fn read(path: PathBuf) -> Result<Vec<Face>, FontError> {
    let data = match std::fs::read(&path) {
        Ok(data) => Arc::new(data),
        Err(source) => return Err(FontError::Unreadable { path, source }),
    };
    let count = match FileRef::new(&data) {
        Ok(FileRef::Collection(fonts)) => fonts.len(),
        Ok(FileRef::Font(_)) | Err(_) => 1,
    };
    let faces = (0..count).map(|index| Face::new(Arc::clone(&data), index)).collect::<Option<Vec<_>>>();
    match faces {
        None => Err(FontError::NoFont { path }),
        Some(faces) if !faces.iter().all(Face::may_be_embedded) => Err(FontError::NotEmbeddable { path }),
        Some(faces) => Ok(faces),
    }
}
