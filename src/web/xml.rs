//! Texts in XML.

use std::fmt::Write as _;

/// A text for content and attributes of XML. What XML 1.0 has no way to say (section 2.2: control characters and the two
/// non-characters) is shown as the replacement character.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => _ = write!(escaped, "&#{};", u32::from(character)),
            control if control.is_control() => escaped.push('\u{FFFD}'),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ugly_names_stay_names() {
        for (text, expected) in [
            ("Müller & Söhne <GmbH>", "Müller &amp; Söhne &lt;GmbH&gt;"),
            ("]]><script>\"'", "]]&gt;&lt;script&gt;&quot;&apos;"),
            ("a\0b\u{1}c\u{1b}d\u{7f}e\u{85}f", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f"),
            ("\u{fffe}\u{ffff}", "\u{fffd}\u{fffd}"),
            ("a\tb\r\nc", "a&#9;b&#13;&#10;c"),
            ("&amp;", "&amp;amp;"),
            ("株式会社 שלום 😀", "株式会社 שלום 😀"),
        ] {
            assert_eq!(escaped(text), expected, "{text:?}");
        }
    }
}
