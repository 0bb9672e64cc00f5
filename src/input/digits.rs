//! Numbers as people and spreadsheets write them into cells: digits of every script, signs of every keyboard.

use crate::scheme::Complaint;
use crate::scheme::characters::plain_digit;

/// A digit, a sign or a decimal separator in its ASCII form.
fn plain(character: char) -> char {
    match character {
        '\u{2212}' | '\u{FF0D}' | '\u{FE63}' => '-',
        '\u{FF0E}' => '.',
        '\u{66B}' | '\u{FF0C}' => ',',
        '\u{FF05}' | '\u{66A}' | '\u{FE6A}' => '%',
        '\u{FF0F}' | '\u{2044}' | '\u{2215}' => '/',
        _ => plain_digit(character),
    }
}

/// The apostrophe by which a spreadsheet is told that a cell is text.
fn without_apostrophe(text: &str) -> &str {
    text.strip_prefix(['\'', '’']).unwrap_or(text).trim_start()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The complaint about a number between two whole ones.
pub(super) fn has_a_fraction() -> Complaint {
    Complaint::new("wrong_type", "has a fraction; it must be a whole number, such as 31")
}

/// The digits of a whole number, in ASCII, with its sign: `26`, `26,0`, `٢٦`. What is none is told in words that fit.
pub(super) fn whole_number(text: &str) -> Result<String, Complaint> {
    let plain: String = without_apostrophe(text).chars().map(plain).collect();
    let (sign, unsigned) = plain.strip_prefix('-').map_or(("", &*plain), |unsigned| ("-", unsigned));
    if is_digits(unsigned) {
        return Ok(plain);
    }
    if let Some((whole, fraction)) = unsigned.split_once(['.', ','])
        && is_digits(whole)
        && (fraction.is_empty() || is_digits(fraction))
    {
        return match fraction {
            _ if fraction.bytes().any(|byte| byte != b'0') => Err(has_a_fraction()),
            "000" => {
                let detail = "may be thousands or a fraction; write it in plain digits, such as 31";
                Err(Complaint::new("wrong_type", detail))
            }
            _ => Ok(format!("{sign}{whole}")),
        };
    }
    if unsigned.ends_with('%') {
        let detail = "is a percentage; are these percentages? Send the marks, a whole number such as 31";
        return Err(Complaint::new("percentage", detail));
    }
    if let Some(of) = parts_of(unsigned) {
        let detail = format!("says of how many; write the marks alone, such as {of}");
        return Err(Complaint::new("wrong_type", detail));
    }
    Err(Complaint::new("wrong_type", "must be a whole number, such as 31"))
}

/// The 26 of `26/40` and `26 of 40`.
fn parts_of(text: &str) -> Option<&str> {
    let joined = text.split_once('/').or_else(|| {
        let (marks, rest) = text.split_once(' ')?;
        Some((marks, rest.trim_start().split_once(' ')?.1))
    });
    let (marks, of) = joined?;
    (is_digits(marks.trim()) && is_digits(of.trim())).then(|| marks.trim())
}
