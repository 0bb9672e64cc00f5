//! The objects of a PDF file that anybody may have written: found by going through the file from front to back, as
//! readers repair a damaged one. The cross-reference table is not asked: it can be wrong or lie, and what a later
//! update of the file replaces comes later in the file.

use std::collections::HashMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::syntax::{Cursor, Dictionary, Effort, Value, is_space};
use super::unreadable::Unreadable;

/// The most bytes that object streams may unpack to, all together.
const MOST_UNPACKED: usize = 4 << 20;

const MOST_OBJECTS: usize = 500_000;

/// How many references may lead to references.
const LONGEST_WAY: usize = 8;

/// Where an object is written: in the file (0) or in an unpacked object stream (from 1 on), and from which byte on.
type Place = (usize, usize);

/// All objects of a file, by number.
pub(super) struct Objects<'a> {
    file: &'a [u8],
    unpacked: Vec<Vec<u8>>,
    /// How many bytes more may be unpacked.
    room: usize,
    places: HashMap<usize, Place>,
    effort: &'a Effort,
    root: Option<usize>,
    is_encrypted: bool,
}

/// What the search for objects stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Object,
    Trailer,
}

impl<'a> Objects<'a> {
    pub fn read(file: &'a [u8], effort: &'a Effort) -> Result<Self, Unreadable> {
        let mut objects = Self {
            file,
            unpacked: Vec::new(),
            room: MOST_UNPACKED,
            places: HashMap::new(),
            effort,
            root: None,
            is_encrypted: false,
        };
        let mut at = 0;
        while let Some((mark, place)) = objects.next_mark(at) {
            at = match mark {
                Mark::Object => objects.enter_object(place)?,
                Mark::Trailer => objects.enter_trailer(place),
            };
            if effort.is_spent() || objects.places.len() > MOST_OBJECTS {
                return Err(Unreadable::TooComplicated);
            }
        }
        if objects.is_encrypted { Err(Unreadable::Encrypted) } else { Ok(objects) }
    }

    /// The next `obj` or `trailer`, and the byte behind it.
    fn next_mark(&self, from: usize) -> Option<(Mark, usize)> {
        let rest = self.file.get(from..)?;
        let found = rest.iter().enumerate().find_map(|(offset, byte)| match byte {
            b'o' if rest[offset..].starts_with(b"obj") => Some((Mark::Object, from + offset + 3)),
            b't' if rest[offset..].starts_with(b"trailer") => Some((Mark::Trailer, from + offset + 7)),
            _ => None,
        });
        let (mark, place) = found?;
        self.effort.spend(place - from)?;
        Some((mark, place))
    }

    /// Notes the object that begins at `start`, behind its `obj`. Returns where to go on.
    fn enter_object(&mut self, start: usize) -> Result<usize, Unreadable> {
        let Some(number) = number_before(&self.file[..start - 3]) else { return Ok(start) };
        let mut cursor = Cursor::new(self.file, start, self.effort);
        let Some(value) = cursor.value() else { return Ok(start) };
        self.places.insert(number, (0, start));
        let end = cursor.at;
        let Some(dictionary) = value.dictionary() else { return Ok(end) };
        let Some(data) = stream_start(cursor) else { return Ok(end) };
        let length = self.stream_length(&dictionary, data);
        if dictionary.has_type("XRef") {
            self.note_trailer(&dictionary);
        }
        if dictionary.has_type("ObjStm") {
            self.unpack(&dictionary, &self.file[data..data + length])?;
        }
        Ok(data + length)
    }

    fn enter_trailer(&mut self, start: usize) -> usize {
        let mut cursor = Cursor::new(self.file, start, self.effort);
        if let Some(dictionary) = cursor.value().and_then(|value| value.dictionary()) {
            self.note_trailer(&dictionary);
        }
        start
    }

    fn note_trailer(&mut self, trailer: &Dictionary<'_>) {
        self.is_encrypted |= trailer.get("Encrypt").is_some();
        self.root = trailer.get("Root").and_then(|root| root.reference()).or(self.root);
    }

    /// How long the stream is that begins at `start`: as it says itself, if it ends there; else to its end mark.
    fn stream_length(&self, dictionary: &Dictionary<'_>, start: usize) -> usize {
        const END: &[u8] = b"endstream";
        let rest = &self.file[start..];
        let stated = dictionary.get("Length").and_then(|length| length.number()).filter(|length| {
            let behind = rest.get(*length..).unwrap_or_default();
            let space = behind.iter().take(3).take_while(|byte| is_space(**byte)).count();
            behind[space..].starts_with(END)
        });
        let found = stated.or_else(|| rest.windows(END.len()).position(|window| window == END));
        let length = found.unwrap_or(rest.len());
        // Whoever has no effort left finds out in `read`.
        let _ = self.effort.spend(length);
        length
    }

    /// Notes the objects of an object stream (ISO 32000-1, 7.5.7).
    fn unpack(&mut self, dictionary: &Dictionary<'_>, data: &[u8]) -> Result<(), Unreadable> {
        let content = match decoded(dictionary, data, self.room) {
            Ok(content) => content,
            Err(Unreadable::TooComplicated) => return Err(Unreadable::TooComplicated),
            // A damaged stream has no objects; what refers to them will not find them.
            Err(_) => return Ok(()),
        };
        self.effort.allow(content.len().saturating_mul(Effort::PER_BYTE));
        let container = self.unpacked.len() + 1;
        let first = dictionary.get("First").and_then(|first| first.number()).unwrap_or(content.len());
        let mut cursor = Cursor::new(content.get(..first).unwrap_or_default(), 0, self.effort);
        while let Some((number, offset)) = cursor.number().zip(cursor.number()) {
            if self.places.len() > MOST_OBJECTS {
                return Err(Unreadable::TooComplicated);
            }
            self.places.insert(number, (container, first.saturating_add(offset)));
        }
        self.room = self.room.saturating_sub(content.len());
        self.unpacked.push(content);
        Ok(())
    }

    /// The catalog: the trailer's, or, where a damaged file has lost that, the one object that says that it is it.
    pub fn catalog(&self) -> Option<Dictionary<'_>> {
        let of_trailer = self.root.and_then(|number| self.object(number)).and_then(|value| value.dictionary());
        of_trailer.or_else(|| {
            let mut numbers: Vec<usize> = self.places.keys().copied().collect();
            numbers.sort_unstable();
            let mut dictionaries = numbers.into_iter().rev().filter_map(|number| self.object(number)?.dictionary());
            dictionaries.find(|dictionary| dictionary.has_type("Catalog"))
        })
    }

    fn cursor(&self, (container, at): Place) -> Option<Cursor<'_>> {
        let bytes = if container == 0 { self.file } else { self.unpacked.get(container - 1)? };
        Some(Cursor::new(bytes, at, self.effort))
    }

    fn object(&self, number: usize) -> Option<Value<'_>> {
        self.cursor(*self.places.get(&number)?)?.value()
    }

    /// What a reference leads to; any other value itself.
    pub fn resolved<'b>(&'b self, mut value: Value<'b>) -> Option<Value<'b>> {
        for _ in 0..LONGEST_WAY {
            match value.reference() {
                Some(number) => value = self.object(number)?,
                None => return Some(value),
            }
        }
        None
    }

    pub fn dictionary<'b>(&'b self, value: Option<Value<'b>>) -> Option<Dictionary<'b>> {
        self.resolved(value?)?.dictionary()
    }

    /// The content of the stream that `value` refers to, if that is at most `most` bytes.
    pub fn content(&self, value: Value<'_>, most: usize) -> Result<Vec<u8>, Unreadable> {
        let place = value.reference().and_then(|number| self.places.get(&number)).ok_or(Unreadable::Damaged)?;
        let mut cursor = self.cursor(*place).ok_or(Unreadable::Damaged)?;
        let dictionary = cursor.value().and_then(|value| value.dictionary()).ok_or(Unreadable::Damaged)?;
        let start = stream_start(cursor).filter(|_| place.0 == 0).ok_or(Unreadable::Damaged)?;
        let length = self.stream_length(&dictionary, start);
        decoded(&dictionary, &self.file[start..start + length], most)
    }
}

/// The number of the object whose `obj` comes next: `12 0 obj`.
fn number_before(bytes: &[u8]) -> Option<usize> {
    // Two numbers of at most ten digits, and some white space.
    let tail = &bytes[bytes.len().saturating_sub(32)..];
    let mut parts = tail.rsplit(|byte| is_space(*byte)).filter(|part| !part.is_empty());
    let ends_in_space = tail.last().is_some_and(|byte| is_space(*byte));
    let generation = parts.next().filter(|part| part.iter().all(u8::is_ascii_digit) && ends_in_space);
    let digits = generation.and_then(|_| parts.next())?;
    let start = digits.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |place| place + 1);
    std::str::from_utf8(&digits[start..]).ok()?.parse().ok()
}

/// Where the data of a stream begin, if `cursor`, behind the dictionary, stands before one.
fn stream_start(mut cursor: Cursor<'_>) -> Option<usize> {
    if !cursor.skip_word(b"stream") {
        return None;
    }
    let rest = cursor.bytes.get(cursor.at..)?;
    let end_of_line = match rest {
        [13, 10, ..] => 2,
        [10 | 13, ..] => 1,
        _ => 0,
    };
    Some(cursor.at + end_of_line)
}

/// The data as they were before they were packed, if that is at most `most` bytes.
fn decoded(dictionary: &Dictionary<'_>, data: &[u8], most: usize) -> Result<Vec<u8>, Unreadable> {
    let Some(filter) = dictionary.get("Filter") else {
        return if data.len() <= most { Ok(data.to_vec()) } else { Err(Unreadable::TooComplicated) };
    };
    let filters: Vec<Value<'_>> = filter.array().map_or_else(|| vec![filter], |filters| filters.take(2).collect());
    let is_predicted = dictionary.get("DecodeParms").is_some_and(has_predictor);
    match filters.as_slice() {
        [] => Ok(data.to_vec()),
        [flate] if flate.is_name("FlateDecode") && !is_predicted => {
            let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
            let mut content = Vec::new();
            ZlibDecoder::new(data).take(limit).read_to_end(&mut content).map_err(|_| Unreadable::Damaged)?;
            if content.len() > most { Err(Unreadable::TooComplicated) } else { Ok(content) }
        }
        _ => Err(Unreadable::Packed),
    }
}

/// Whether parameters ask for more than inflating, or cannot be told without going elsewhere.
fn has_predictor(parameters: Value<'_>) -> bool {
    let of_one = |parameters: Value<'_>| match parameters.dictionary() {
        Some(entries) => entries.get("Predictor").is_some_and(|predictor| predictor.number() != Some(1)),
        None => parameters.reference().is_some(),
    };
    parameters.array().map_or_else(|| of_one(parameters), |mut each| each.any(of_one))
}
