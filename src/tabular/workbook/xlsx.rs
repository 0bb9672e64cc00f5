//! What is in an `.xlsx` (ISO/IEC 29500, in both of its forms): sheets, formats, and where they are.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::archive::Archive;
use super::shared::SharedTexts;
use super::sheets::{Sheets, Take};
use super::values::Shown;
use super::worksheet::{Book, read_cells};
use super::xml::{Element, Node, Xml};
use super::{FileError, damaged, too_large};

/// The longest code of a format, in bytes; Excel takes 255 characters.
const LONGEST_FORMAT: usize = 512;

/// The most parts that one part of a workbook refers to.
const MOST_REFERENCES: usize = 10_000;

/// The most sheets, and the most formats that cells have.
const MOST_SHEETS: usize = 1000;
const MOST_FORMATS: usize = 65_536;

pub(super) struct Package<R> {
    archive: Archive<R>,
    names: Vec<(String, bool)>,
    /// Where each sheet is.
    places: Vec<String>,
    /// Where the shared texts are, until they are read.
    texts: Option<String>,
    book: Book,
}

/// What a part refers to: by its id, what kind of thing it is and where.
type References = HashMap<String, (String, String)>;

impl<R: Read + Seek> Package<R> {
    pub fn open(mut archive: Archive<R>) -> Result<Self, FileError> {
        let root = read_references(&mut archive, "")?;
        let main = root.values().find(|(kind, _)| kind == "officeDocument").map(|(_, place)| place.clone());
        let main = main.ok_or_else(|| damaged("it does not say where its sheets are"))?;
        let references = read_references(&mut archive, &main)?;
        let (found, since_1904) = read_workbook(&mut archive, &main)?;
        let (mut names, mut places) = (Vec::new(), Vec::new());
        for (name, is_visible, id) in found {
            // Charts have sheets of their own, without cells.
            if let Some((_, place)) = references.get(&id).filter(|(kind, _)| kind == "worksheet") {
                names.push((name, is_visible));
                places.push(place.clone());
            }
        }
        let of_kind =
            |wanted: &str| references.values().find(|(kind, _)| kind == wanted).map(|(_, place)| place.clone());
        let formats = match of_kind("styles") {
            Some(place) => read_formats(&mut archive, &place)?,
            None => Vec::new(),
        };
        let book = Book { since_1904, formats, texts: SharedTexts::default() };
        Ok(Self { texts: of_kind("sharedStrings"), archive, names, places, book })
    }
}

impl<R: Read + Seek> Sheets for Package<R> {
    fn names(&self) -> &[(String, bool)] {
        &self.names
    }

    fn read(&mut self, index: usize, take: Take<'_>) -> Result<(), FileError> {
        if let Some(place) = self.texts.take()
            && let Some(part) = self.archive.part(&place)?
        {
            self.book.texts = SharedTexts::read(part)?;
        }
        let part = self.archive.part(&self.places[index])?;
        read_cells(part.ok_or_else(|| damaged("a sheet of it is missing"))?, &self.book, take)
    }
}

fn attribute(element: &Element<'_>, name: &str) -> Result<String, FileError> {
    Ok(element.get(name)?.unwrap_or_default().into_owned())
}

/// Calls `see` for every element of a part; nothing where the part is not there.
fn each_element<R: Read + Seek>(
    archive: &mut Archive<R>,
    name: &str,
    mut see: impl FnMut(&Element<'_>, &mut Vec<String>) -> Result<(), FileError>,
) -> Result<bool, FileError> {
    let Some(part) = archive.part(name)? else { return Ok(false) };
    let mut xml = Xml::new(part);
    let mut within: Vec<String> = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(element) => {
                see(&element, &mut within)?;
                within.push(element.name().to_owned());
            }
            Node::End(_) => drop(within.pop()),
            Node::Text(_) => {}
            Node::Over => return Ok(true),
        }
    }
}

fn read_references<R: Read + Seek>(archive: &mut Archive<R>, of: &str) -> Result<References, FileError> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut references = HashMap::new();
    each_element(archive, &name, |element, _| {
        if element.name() == "Relationship" {
            let (kind, target) = (attribute(element, "Type")?, attribute(element, "Target")?);
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            if references.len() == MOST_REFERENCES {
                return Err(too_large(format!("a part of it refers to more than {MOST_REFERENCES} others")));
            }
            references.insert(attribute(element, "Id")?, (kind, resolve(folder, &target)));
        }
        Ok(())
    })?;
    Ok(references)
}

/// The name of the entry that a target is, as seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// Name, visibility and reference of a sheet.
type NamedSheet = (String, bool, String);

/// The sheets; and whether days are counted from 1904.
fn read_workbook<R: Read + Seek>(archive: &mut Archive<R>, name: &str) -> Result<(Vec<NamedSheet>, bool), FileError> {
    let (mut sheets, mut since_1904) = (Vec::new(), false);
    let is_there = each_element(archive, name, |element, _| {
        match element.name() {
            "workbookPr" => since_1904 = matches!(&*attribute(element, "date1904")?, "1" | "true"),
            "sheet" if sheets.len() == MOST_SHEETS => {
                return Err(too_large(format!("it has more than {MOST_SHEETS} sheets")));
            }
            "sheet" => {
                let is_visible = !matches!(&*attribute(element, "state")?, "hidden" | "veryHidden");
                sheets.push((attribute(element, "name")?, is_visible, attribute(element, "*:id")?));
            }
            _ => {}
        }
        Ok(())
    })?;
    if is_there { Ok((sheets, since_1904)) } else { Err(damaged("its list of sheets is missing")) }
}

/// What the formats that cells have show.
fn read_formats<R: Read + Seek>(archive: &mut Archive<R>, name: &str) -> Result<Vec<Shown>, FileError> {
    let (mut own, mut formats) = (HashMap::new(), Vec::new());
    each_element(archive, name, |element, within| {
        if formats.len() > MOST_FORMATS || own.len() > MOST_FORMATS {
            return Err(too_large(format!("it has more than {MOST_FORMATS} formats")));
        }
        let within = within.last().map(String::as_str);
        match (within, element.name()) {
            (Some("numFmts"), "numFmt") => {
                // No longer one can be entered; each cell format has a copy of it.
                let code = attribute(element, "formatCode")?;
                let shown = if code.len() > LONGEST_FORMAT { Shown::Number } else { Shown::of_code(&code) };
                own.insert(attribute(element, "numFmtId")?, shown);
            }
            (Some("cellXfs"), "xf") => {
                let id = attribute(element, "numFmtId")?;
                let built_in = || Shown::built_in(id.parse().unwrap_or_default());
                formats.push(own.get(&id).cloned().unwrap_or_else(built_in));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}
