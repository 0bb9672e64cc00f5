//! What can be read on a certificate's PDF, as programs read it: by the characters that its fonts give for their glyphs.

use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

/// By how much the next glyph is moved away, in thousandths of an em, for readers to take the gap for a space.
const A_SPACE: f32 = 150.0;

/// The lines of the first page, in the order in which they are drawn.
pub fn lines(pdf: &[u8]) -> Vec<String> {
    lines_of(pdf, &find(pdf, "/Type/Page/").unwrap())
}

/// The lines of each page.
pub fn pages(pdf: &[u8]) -> Vec<Vec<String>> {
    let (mut pages, mut before) = (Vec::new(), 0);
    while let Some(place) = position(&pdf[before..], b"/Type/Page/") {
        pages.push(lines_of(pdf, &number_before(pdf, before + place)));
        before += place + 1;
    }
    pages
}

fn lines_of(pdf: &[u8], number: &str) -> Vec<String> {
    let page = object(pdf, number);
    let resources = text(object(pdf, &after(page, "/Resources ")));
    let fonts = resources.split_once("/Font<<").unwrap().1.split_once(">>").unwrap().0.to_owned();
    let fonts: HashMap<String, HashMap<u16, String>> = fonts
        .split('/')
        .filter_map(|font| font.split_once(' '))
        .map(|(name, number)| (name.to_owned(), characters(pdf, number.split(' ').next().unwrap())))
        .collect();
    let content = stream(pdf, &after(page, "/Contents "));
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut rest = &content[..];
    while let Some(start) = position(rest, b"BT ") {
        let end = start + position(&rest[start..], b"\nET").expect("text that begins ends");
        let piece = &rest[start..end];
        // `1 0 0 -1 x y Tm`: pieces of one line stand at one height.
        let matrix = text(&piece[..position(piece, b" Tm").unwrap()]);
        let (height, said) = (matrix.rsplit(' ').next().unwrap().to_owned(), line(piece, &fonts));
        match lines.last_mut() {
            Some((last, before)) if *last == height => before.push_str(&said),
            _ => lines.push((height, said)),
        }
        rest = &rest[end..];
    }
    lines.into_iter().map(|(_, said)| said.trim_end().to_owned()).collect()
}

/// The language that a document says that it is in.
pub fn language(pdf: &[u8]) -> String {
    let catalog = text(object(pdf, &find(pdf, "/Type/Catalog").unwrap()));
    let (_, language) = catalog.split_once("/Lang(").expect("the language is said");
    language.split(')').next().unwrap().to_owned()
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The number of the object whose dictionary has this.
fn find(pdf: &[u8], wanted: &str) -> Option<String> {
    Some(number_before(pdf, position(pdf, wanted.as_bytes())?))
}

/// The number of the object that this place is in.
fn number_before(pdf: &[u8], place: usize) -> String {
    let before = text(&pdf[..place]);
    let start = before.rfind(" 0 obj").expect("it is in an object");
    before[..start].rsplit('\n').next().unwrap().to_owned()
}

/// The number behind this.
fn after(object: &[u8], name: &str) -> String {
    let object = text(object);
    let (_, rest) = object.split_once(name).unwrap_or_else(|| panic!("{name} is not in {object}"));
    rest.split(|one: char| !one.is_ascii_digit()).next().unwrap().to_owned()
}

fn object<'a>(pdf: &'a [u8], number: &str) -> &'a [u8] {
    let start = position(pdf, format!("\n{number} 0 obj\n").as_bytes()).expect("the object is there");
    &pdf[start..start + position(&pdf[start..], b"endobj").unwrap()]
}

fn stream(pdf: &[u8], number: &str) -> Vec<u8> {
    let object = object(pdf, number);
    let data = &object[position(object, b"stream\n").unwrap() + "stream\n".len()..];
    let mut content = Vec::new();
    ZlibDecoder::new(data).read_to_end(&mut content).unwrap();
    content
}

/// What the glyphs of a font stand for.
fn characters(pdf: &[u8], font: &str) -> HashMap<u16, String> {
    let map = text(&stream(pdf, &after(object(pdf, font), "/ToUnicode ")));
    let mut found = HashMap::new();
    for block in map.split("beginbfchar").skip(1).map(|block| block.split("endbfchar").next().unwrap()) {
        for pair in block.lines().filter_map(|line| line.split_once("> <")) {
            let glyph = u16::from_str_radix(pair.0.trim_start_matches('<'), 16).unwrap();
            let units: Vec<u16> = pair.1.trim_end_matches('>').as_bytes().chunks(4).map(hexadecimal).collect();
            found.insert(glyph, String::from_utf16(&units).unwrap());
        }
    }
    found
}

fn hexadecimal(digits: &[u8]) -> u16 {
    u16::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()
}

/// What one piece of text says: `/f0 15 Tf … [(..)32(..)]TJ`.
fn line(piece: &[u8], fonts: &HashMap<String, HashMap<u16, String>>) -> String {
    let start = position(piece, b"/f").unwrap() + 1;
    let name = text(&piece[start..]).split(' ').next().unwrap().to_owned();
    let (mut said, mut number) = (String::new(), String::new());
    let mut rest = piece[position(piece, b" Tm").unwrap()..].iter().copied();
    while let Some(byte) = rest.next() {
        if matches!(byte, b'-' | b'.' | b'0'..=b'9') {
            number.push(char::from(byte));
            continue;
        }
        let glyphs = match byte {
            b'(' => literal(&mut rest),
            b'<' => rest.by_ref().take_while(|byte| *byte != b'>').collect::<Vec<_>>().chunks(2).map(byte_of).collect(),
            _ => Vec::new(),
        };
        if !glyphs.is_empty() && number.parse::<f32>().is_ok_and(|moved| -moved >= A_SPACE) {
            said.push(' ');
        }
        number.clear();
        for glyph in glyphs.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
            said.push_str(&fonts[&name][&glyph]);
        }
    }
    said
}

fn byte_of(digits: &[u8]) -> u8 {
    u8::try_from(hexadecimal(digits)).unwrap()
}

/// A string in parentheses, which may have others in it.
fn literal(rest: &mut impl Iterator<Item = u8>) -> Vec<u8> {
    let (mut bytes, mut depth) = (Vec::new(), 1);
    while let Some(byte) = rest.next() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        bytes.push(if byte == b'\\' { escaped(rest) } else { byte });
    }
    bytes
}

fn escaped(rest: &mut impl Iterator<Item = u8>) -> u8 {
    match rest.next().unwrap() {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        digit @ b'0'..=b'7' => {
            let more = [rest.next().unwrap(), rest.next().unwrap()];
            (digit - b'0') << 6 | (more[0] - b'0') << 3 | (more[1] - b'0')
        }
        other => other,
    }
}
