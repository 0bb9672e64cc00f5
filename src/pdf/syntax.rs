//! The syntax of PDF (ISO 32000-1, clause 7.3), read without keeping anything: a value is the stretch of bytes that it is
//! written in, and is looked into when it is asked for. So a hostile file cannot make us build large things, and the
//! [`Effort`] bounds how long it can keep us busy.

use std::cell::Cell;

/// How deep arrays and dictionaries may be nested.
const DEEPEST: usize = 64;

/// The most entries of a dictionary; ISO 32000-1 has 4,095 (Annex C).
const MOST_ENTRIES: usize = 4096;

/// How many bytes may still be looked at, over all readings of one file.
#[derive(Debug)]
pub(super) struct Effort(Cell<usize>);

impl Effort {
    /// How often, on the average, a byte of the file, or of what it unpacks to, may be looked at.
    pub const PER_BYTE: usize = 8;

    pub fn new(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    /// Allows for `bytes` more.
    pub fn allow(&self, bytes: usize) {
        // What is spent stays spent.
        if !self.is_spent() {
            self.0.set(self.0.get().saturating_add(bytes));
        }
    }

    /// Takes account of `bytes`; nothing, if that is too much.
    pub fn spend(&self, bytes: usize) -> Option<()> {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or(0));
        left.map(|_| ())
    }

    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    effort: &'a Effort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    OpenArray,
    CloseArray,
    OpenDictionary,
    CloseDictionary,
    /// A name, a string, a number or a word.
    Plain,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], at: usize, effort: &'a Effort) -> Self {
        Self { bytes, at, effort }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes past white space and comments.
    pub fn skip_space(&mut self) {
        let start = self.at;
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, 10 | 13)) {
                    self.at += 1;
                }
            } else if !is_space(byte) {
                break;
            } else {
                self.at += 1;
            }
        }
        // Who has no effort left finds out at the next token.
        let _ = self.effort.spend(self.at - start);
    }

    /// Goes past `word`, if it stands here.
    pub fn skip_word(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let stands = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if stands {
            self.at += word.len();
        }
        stands
    }

    /// A whole number without sign.
    pub fn number(&mut self) -> Option<usize> {
        self.skip_space();
        let digits = self.bytes.get(self.at..)?.iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        let text = std::str::from_utf8(&self.bytes[self.at..self.at + digits]).ok()?;
        self.at += digits;
        self.effort.spend(digits)?;
        text.parse().ok()
    }

    pub fn value(&mut self) -> Option<Value<'a>> {
        self.skip_space();
        let start = self.at;
        let mut open = Vec::new();
        loop {
            self.skip_space();
            match self.token()? {
                Token::OpenArray => open.push(Token::CloseArray),
                Token::OpenDictionary => open.push(Token::CloseDictionary),
                Token::Plain => {}
                close => {
                    if open.pop()? != close {
                        return None;
                    }
                }
            }
            if open.len() > DEEPEST {
                return None;
            }
            if open.is_empty() {
                break;
            }
        }
        self.take_rest_of_reference(start);
        Some(Value { bytes: &self.bytes[start..self.at], effort: self.effort })
    }

    /// A number may be the beginning of `12 0 R`.
    fn take_rest_of_reference(&mut self, start: usize) {
        if !self.bytes[start..self.at].iter().all(u8::is_ascii_digit) {
            return;
        }
        let mut ahead = *self;
        if ahead.number().is_some() && ahead.skip_word(b"R") && ahead.ends_word() {
            self.at = ahead.at;
        }
    }

    fn ends_word(&self) -> bool {
        self.peek().is_none_or(|byte| is_space(byte) || is_delimiter(byte))
    }

    /// What was found in `rest`; and where nothing was, the effort of having looked.
    fn spend_on(&self, rest: &[u8], length: Option<usize>) -> Option<usize> {
        if length.is_none() {
            self.effort.spend(rest.len())?;
        }
        length
    }

    fn token(&mut self) -> Option<Token> {
        let start = self.at;
        let rest = self.bytes.get(start..)?;
        let (length, token) = match rest {
            [b'<', b'<', ..] => (2, Token::OpenDictionary),
            [b'>', b'>', ..] => (2, Token::CloseDictionary),
            [b'[', ..] => (1, Token::OpenArray),
            [b']', ..] => (1, Token::CloseArray),
            [b'(', ..] => (self.spend_on(rest, literal_length(rest))?, Token::Plain),
            [b'<', ..] => (self.spend_on(rest, hexadecimal_length(rest))?, Token::Plain),
            [b'/', name @ ..] => (1 + regular_length(name), Token::Plain),
            _ => (regular_length(rest), Token::Plain),
        };
        if length == 0 {
            return None;
        }
        self.at = start + length;
        self.effort.spend(length)?;
        Some(token)
    }
}

fn regular_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !is_space(**byte) && !is_delimiter(**byte)).count()
}

/// How long a string of hexadecimal digits is, with its brackets.
fn hexadecimal_length(bytes: &[u8]) -> Option<usize> {
    Some(bytes.iter().position(|byte| *byte == b'>')? + 1)
}

/// How long a string in parentheses is, with them.
fn literal_length(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// A value, as it is written.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    bytes: &'a [u8],
    effort: &'a Effort,
}

impl<'a> Value<'a> {
    /// The number of the object that this refers to.
    pub fn reference(&self) -> Option<usize> {
        let mut cursor = Cursor::new(self.bytes, 0, self.effort);
        let number = cursor.number()?;
        cursor.number()?;
        cursor.skip_word(b"R").then_some(number)
    }

    pub fn number(&self) -> Option<usize> {
        let text = std::str::from_utf8(self.bytes).ok()?;
        text.parse().ok()
    }

    /// The name without its slash, unescaped.
    pub fn name(&self) -> Option<Vec<u8>> {
        let [b'/', name @ ..] = self.bytes else { return None };
        Some(unescaped(name))
    }

    pub fn is_name(&self, name: &str) -> bool {
        self.name().is_some_and(|own| own == name.as_bytes())
    }

    /// The text of a string, as far as it can be a file's name.
    pub fn text(&self) -> Option<String> {
        let bytes = match self.bytes {
            [b'(', inner @ .., b')'] => literal(inner),
            [b'<', inner @ .., b'>'] if inner.first() != Some(&b'<') => hexadecimal(inner),
            _ => return None,
        };
        Some(match bytes.strip_prefix(&[0xFE, 0xFF]) {
            Some(wide) => {
                let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            None => String::from_utf8_lossy(&bytes).into_owned(),
        })
    }

    /// The values of an array, one after the other.
    pub fn array(&self) -> Option<impl Iterator<Item = Value<'a>> + use<'a>> {
        let inner = self.bytes.strip_prefix(b"[")?.strip_suffix(b"]")?;
        let mut cursor = Cursor::new(inner, 0, self.effort);
        Some(std::iter::from_fn(move || cursor.value()))
    }

    pub fn dictionary(&self) -> Option<Dictionary<'a>> {
        let inner = self.bytes.strip_prefix(b"<<")?.strip_suffix(b">>")?;
        let mut cursor = Cursor::new(inner, 0, self.effort);
        let mut entries = Vec::new();
        while let Some(key) = cursor.value() {
            entries.push((key.name()?, cursor.value()?));
            if entries.len() > MOST_ENTRIES {
                return None;
            }
        }
        Some(Dictionary { entries })
    }
}

/// Names and the values that they stand for.
pub(super) struct Dictionary<'a> {
    entries: Vec<(Vec<u8>, Value<'a>)>,
}

impl<'a> Dictionary<'a> {
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        self.entries.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| *value)
    }

    pub fn has_type(&self, name: &str) -> bool {
        self.get("Type").is_some_and(|value| value.is_name(name))
    }
}

/// `#2F` in a name is the byte 2F.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, others @ ..] = rest {
        let escaped = match rest {
            [b'#', high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high * 16 + low);
            rest = &rest[3..];
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A string in parentheses. Octal escapes stay as they are: no name of ours needs one.
fn literal(inner: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner.iter();
    while let Some(byte) = rest.next() {
        match byte {
            b'\\' => bytes.extend(rest.next()),
            byte => bytes.push(*byte),
        }
    }
    bytes
}

fn hexadecimal(inner: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = inner.iter().filter_map(|byte| digit(*byte)).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}
