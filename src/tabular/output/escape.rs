//! Texts inside a workbook's XML.

/// The most characters that a cell of Excel has, counted in units of UTF-16. A workbook with more is damaged to it.
pub const LONGEST: usize = 32_767;

/// Adds a text to XML. What XML cannot have at all, `unwritable` adds.
pub fn escape(text: &str, to: &mut String, unwritable: impl Fn(char, &mut String)) {
    for character in text.chars() {
        match character {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\t' | '\n' => to.push(character),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => unwritable(character, to),
            other => to.push(other),
        }
    }
}

/// What a sheet may be called, in XML: without the signs that Excel takes in no name, with room for a number behind it.
pub fn sheet_name(name: &str) -> String {
    let fit: String = name.chars().filter(|one| !"[]:*?/\\'".contains(*one) && !one.is_control()).take(26).collect();
    let mut text = String::new();
    escape(if fit.trim().is_empty() { "report" } else { fit.trim() }, &mut text, |_, _| {});
    text
}

/// The text, cut where a cell of Excel ends.
pub fn cut(text: &str) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, character)| {
        length += character.len_utf16();
        length > LONGEST
    });
    // Most texts are short, and need not be counted.
    if text.len() <= LONGEST { text } else { end.map_or(text, |(at, _)| &text[..at]) }
}
