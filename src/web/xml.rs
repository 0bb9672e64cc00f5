//! Texts and documents in the midst of XML and HTML, out of which nothing breaks.

use std::fmt::Write as _;

use serde_json::Value;

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

/// The form in which a JSON document stands in a page's data block: no character in it can end the block or begin another.
pub(super) fn embed(document: &Value) -> String {
    let mut text = String::new();
    for character in document.to_string().chars() {
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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

    #[test]
    fn nothing_breaks_out_of_the_block() {
        let ugly = json!({"name": "</script><script>alert(1)</script> & <!-- \u{2028} \"q\" \\ \u{202E}"});
        let text = embed(&ugly);
        assert!(!text.contains('<') && !text.contains('>') && !text.contains('&'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), ugly);
    }
}
