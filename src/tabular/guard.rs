//! Cells in which no spreadsheet finds a formula. What it would take for one gets an apostrophe in front ([`guard`]), and
//! whoever reads the file back takes it off again ([`unguard`]).

use std::borrow::Cow;

/// What a formula begins with, in the usual and the full-width form, which spreadsheets of East Asia take for the same.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What begins a cell, for a spreadsheet that separates by something else than the table: half of Europe's takes the
/// semicolon, the others the comma, and then neither quotation marks nor line breaks mean what they mean to us.
const fn breaks(separator: u8) -> [char; 4] {
    match separator {
        b',' => [';', '\t', '\r', '\n'],
        b';' => [',', '\t', '\r', '\n'],
        _ => [',', ';', '\r', '\n'],
    }
}

/// The text as a cell, of a table that `separator` separates, in which no spreadsheet finds a formula: an apostrophe stands
/// before what looks like one at the beginning, and wherever a spreadsheet with another separator would begin a cell.
///
/// A text that looks guarded already is guarded once more, so that [`unguard`] gives back exactly what it was.
pub fn guard(text: &str, separator: u8) -> Cow<'_, str> {
    let breaks = breaks(separator);
    let places: Vec<usize> = starts(text, breaks).filter(|start| looks_like_formula(text, *start, breaks)).collect();
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for place in places {
        guarded.push_str(&text[done..place]);
        guarded.push('\'');
        done = place;
    }
    guarded.push_str(&text[done..]);
    Cow::Owned(guarded)
}

/// The text of a cell that [`guard`] made; any other cell as it is.
pub fn unguard(cell: &str, separator: u8) -> Cow<'_, str> {
    let breaks = breaks(separator);
    let is_guard = |start: &usize| cell[*start..].starts_with('\'') && looks_like_formula(cell, *start, breaks);
    let places: Vec<usize> = starts(cell, breaks).filter(is_guard).collect();
    if places.is_empty() {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    let mut done = 0;
    for place in places {
        text.push_str(&cell[done..place]);
        done = place + '\''.len_utf8();
    }
    text.push_str(&cell[done..]);
    Cow::Owned(text)
}

/// The value that a cell of a file from others holds: trimmed, and without the apostrophe that our own report, and careful
/// others, put before what a spreadsheet would take for a formula. `None` for an empty one.
pub fn cell_value(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    let value = cell.strip_prefix('\'').filter(|_| is_guarded(cell)).unwrap_or(cell).trim();
    (!value.is_empty()).then_some(value)
}

/// The text as a cell of a workbook that is sent again. No text in it is a formula, so that nothing needs a guard but what looks
/// guarded: [`cell_value`] takes it off.
pub fn guard_in_sheet(text: &str) -> Cow<'_, str> {
    let read = text.trim_start();
    if is_guarded(read) { Cow::Owned(format!("'{read}")) } else { Cow::Borrowed(text) }
}

/// Whether apostrophes stand before what a spreadsheet would take for a formula.
fn is_guarded(cell: &str) -> bool {
    let rest = cell.trim_start_matches('\'');
    rest.len() < cell.len() && (rest.starts_with(FORMULA) || rest.starts_with(['\t', '\r']))
}

/// Where a spreadsheet may begin a cell.
fn starts(text: &str, breaks: [char; 4]) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices(breaks).map(|(at, found)| at + found.len()))
}

/// Whether a cell that begins at `start` would be a formula. An apostrophe in front changes nothing in this answer:
/// that is what makes a guard recognisable.
fn looks_like_formula(text: &str, start: usize, breaks: [char; 4]) -> bool {
    let cell = text[start..].trim_start_matches('\'');
    if start == 0 && cell.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let is_passed_over =
        |character: char| matches!(character, '\'' | '"') || character.is_whitespace() && !breaks.contains(&character);
    cell.trim_start_matches(is_passed_over).starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_guarded_wherever_a_spreadsheet_finds_one() {
        for (text, guarded) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1＋1", "'＝1＋1"),
            ("－1", "'－1"),
            ("\t=1", "'\t'=1"),
            ("\rx", "'\rx"),
            ("  =1", "'  =1"),
            ("\"=1", "'\"=1"),
            ("'=1", "''=1"),
            ("a;=1;b", "a;'=1;b"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("first\n=second", "first\n'=second"),
        ] {
            assert_eq!(guard(text, b','), guarded);
            assert_eq!(unguard(guarded, b','), text);
        }
        assert_eq!(guard("a,=1;=1\t=1", b';'), "a,'=1;=1\t'=1");
        assert_eq!(guard("a,=1;=1\t=1", b'\t'), "a,'=1;'=1\t=1");
    }

    #[test]
    fn what_is_no_formula_stays_as_it_is() {
        for text in ["", "O'Brien", "'Abd al-Raḥmān", "a=b", "a-b; c", "王小明", "محمد", "2015-06-01", "''", ";"]
        {
            assert_eq!(guard(text, b','), text);
            assert_eq!(unguard(text, b','), text);
        }
    }

    #[test]
    fn cells_are_trimmed_and_lose_their_guard() {
        for (cell, expected) in [
            ("", None),
            (" \t\u{A0}", None),
            (" Ada ", Some("Ada")),
            ("'=1+1", Some("=1+1")),
            ("'-5", Some("-5")),
            ("'＝x", Some("＝x")),
            ("'\tx", Some("x")),
            ("''=1", Some("'=1")),
            ("'t Hooft", Some("'t Hooft")),
            ("''", Some("''")),
            ("'", Some("'")),
        ] {
            assert_eq!(cell_value(cell), expected, "{cell:?}");
        }
        for text in ["'=1", "''-5", "=1", "'t Hooft", "'", "a\n'=1", "  '=1"] {
            assert_eq!(cell_value(&guard_in_sheet(text)), Some(text.trim()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn unguarding_gives_back_what_was_guarded(
            text in r#"[';,"=+@＝\t\r\n a王-]{0,12}"#,
            separator in proptest::sample::select(&b",;\t"[..]),
        ) {
            let guarded = guard(&text, separator);
            let back = unguard(&guarded, separator);
            prop_assert_eq!(back.as_ref(), text.as_str());
        }

        #[test]
        fn a_guarded_cell_is_no_formula(
            text in r#"[';,"=+@＝\t\r\n a王-]{0,12}"#,
            separator in proptest::sample::select(&b",;\t"[..]),
        ) {
            for cell in guard(&text, separator).split(breaks(separator)) {
                let bare = cell.trim_start_matches([' ', '"']);
                prop_assert!(!bare.starts_with(FORMULA), "{:?} of {:?}", cell, text);
            }
        }
    }
}
