//! XML as workbooks have it: no entities of its own, not deep, and nothing in it is long.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{damaged, failure, too_large};
use crate::tabular::FileError;

/// The longest tag or stretch of text in bytes; a cell may have 32,767 characters.
const LONGEST: usize = 1 << 20;
/// How many elements may stand in one another.
const DEEPEST: u32 = 100;

pub(super) struct Xml<R: Read> {
    reader: Reader<Bounded<BufReader<R>>>,
    buffer: Vec<u8>,
    depth: u32,
}

/// What comes next. An element without content has a beginning and an end.
pub(super) enum Node<'a> {
    Start(Element<'a>),
    End(Ending<'a>),
    Text(Cow<'a, str>),
    Over,
}

pub(super) struct Element<'a>(BytesStart<'a>);

pub(super) struct Ending<'a>(BytesEnd<'a>);

impl<R: Read> Xml<R> {
    pub fn new(content: R) -> Self {
        let mut reader = Reader::from_reader(Bounded { inner: BufReader::with_capacity(1 << 16, content), since: 0 });
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// What comes next; comments and instructions are empty texts.
    pub fn next(&mut self) -> Result<Node<'_>, FileError> {
        self.buffer.clear();
        self.reader.get_mut().since = 0;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| illegible(&error))?;
        Ok(match event {
            Event::Start(element) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(too_large(format!("more than {DEEPEST} elements stand in one another in it")));
                }
                Node::Start(Element(element))
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End(Ending(element))
            }
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(name) => Node::Text(referred(&name)?),
            Event::DocType(_) => {
                return Err(damaged("it declares a type of document, which no spreadsheet program does"));
            }
            Event::Eof if self.depth > 0 => return Err(damaged("a part of it ends too early")),
            Event::Eof => Node::Over,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Node::Text(Cow::Borrowed("")),
        })
    }

    /// Reads on to the end: only there it shows whether all of it was what it is said to be.
    pub fn drain(self) -> Result<(), FileError> {
        let mut rest = self.reader.into_inner().inner;
        io::copy(&mut rest, &mut io::sink()).map(drop).map_err(|error| failure(&error))
    }
}

impl Element<'_> {
    /// Its name without the prefix, which every program may choose.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, named as it usually is, with its prefix; `*:` stands for any.
    pub fn get(&self, name: &str) -> Result<Option<Cow<'_, str>>, FileError> {
        let broken = || damaged("a tag in it is not well-formed");
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| broken())?;
            let key = attribute.key.as_ref();
            let is_meant = match name.strip_prefix('*') {
                Some(ending) => key.ends_with(ending),
                None => key == name,
            };
            if is_meant {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| broken())?;
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

impl Element<'_> {
    /// How often a row or a cell of an `.ods` stands there.
    pub fn repeats(&self, name: &str) -> Result<u32, FileError> {
        let Some(text) = self.get(name)? else { return Ok(1) };
        text.parse().map_err(|_| damaged("it has a number of repetitions that is none"))
    }
}

impl Ending<'_> {
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// The character that a reference stands for.
fn referred(name: &BytesRef<'_>) -> Result<Cow<'static, str>, FileError> {
    let unknown = || damaged("it refers to an entity that XML does not have");
    match name.resolve_char_ref().map_err(|_| unknown())? {
        Some(character) => Ok(Cow::Owned(character.to_string())),
        None => resolve_xml_entity(name).map(Cow::Borrowed).ok_or_else(unknown),
    }
}

fn illegible(error: &quick_xml::Error) -> FileError {
    match error {
        quick_xml::Error::Io(error) => failure(error),
        _ => damaged("a part of it is not well-formed XML"),
    }
}

/// Reads on what another reader gives, and fails where more of it is taken at once than a cell or a tag has.
struct Bounded<R> {
    inner: R,
    since: usize,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LONGEST {
            let detail = format!("one cell or tag in it is longer than {} KiB", LONGEST >> 10);
            return Err(io::Error::other(too_large(detail)));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.since += amount;
        self.inner.consume(amount);
    }
}
