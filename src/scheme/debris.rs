//! What spreadsheets, converters and forms leave where a name or a number of a document should be. It is told by its form
//! wherever it has one, because every spreadsheet says it in the language of its country.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Complaint;
use super::characters::is_unseen;

mod mojibake;

pub(crate) use mojibake::is_misread;

/// What a text is read as, which decides what cannot be meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// The name of a person.
    Person,
    /// The name of an organisation, a course, a place.
    Thing,
    /// A number that somebody else gave.
    Number,
    /// What the sender calls it.
    Reference,
    /// Whole sentences.
    Statement,
}

/// Refuses what is no name, number or sentence of anybody, with what it is likely to be.
pub(crate) fn refuse(text: &str, meant: Meant) -> Result<(), Complaint> {
    let text = text.trim();
    if text.chars().all(is_unseen) {
        // Whoever wants a text has words for an empty one.
        return Ok(());
    }
    if let Some(complaint) = damaged(text) {
        return Err(complaint);
    }
    let plain = plain(text);
    let found = spreadsheet_error(&plain)
        .or_else(|| shortened(&plain).filter(|_| meant != Meant::Statement))
        .or_else(|| escaped(&plain).filter(|_| meant != Meant::Reference))
        .or_else(|| placeholder(&plain, meant));
    found.map_or(Ok(()), Err)
}

/// In the forms of ordinary letters, for comparing with what programs write.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

/// Letters that are lost, or were read in another encoding than they were written in.
fn damaged(text: &str) -> Option<Complaint> {
    if text.is_ascii() {
        return None;
    }
    if text.contains('\u{FFFD}') {
        let detail = "has U+FFFD (�) in it, which stands for a letter that a program has lost; write the letter anew, and \
                      look for others where the text comes from";
        return Some(Complaint::new("lost_character", detail));
    }
    is_misread(text).then(|| {
        let detail = "was read in another encoding than it was written in (“MÃ¼ller” is “Müller”); export it again in UTF-8, \
                      and look at all of it";
        Complaint::new("wrong_encoding", detail)
    })
}

/// Errors that do not end as others do.
const ERRORS: [&str; 14] = [
    "NV",
    "NA",
    "ND",
    "YOK",
    "PUUTTUU",
    "HIÁNYZIK",
    "NENÍ_K_DISPOZICI",
    "NEDOSTUPNÝ",
    "GETTING_DATA",
    "SAKNAS",
    "N/V",
    "N/A N/A",
    "#N/A",
    "ERROR",
];

/// "Err:502" of `LibreOffice`, in the words of its languages.
const NUMBERED: [&str; 17] = [
    "err",
    "erro",
    "error",
    "erreur",
    "errore",
    "fehler",
    "fel",
    "feil",
    "fejl",
    "fout",
    "chyba",
    "hiba",
    "virhe",
    "błąd",
    "ошибка",
    "エラー",
    "错误",
];

/// What a spreadsheet shows for a formula that failed: it begins with `#` and ends with `!`, `?` or `/A`, or is one of a
/// list. Behind an equals sign too, where the formula itself was copied.
fn spreadsheet_error(text: &str) -> Option<Complaint> {
    let shown = text.trim_start_matches(['=', '\'', '+', '@']);
    let of_one_word = |inside: &str| !inside.contains(char::is_whitespace) && inside.chars().count() <= 24;
    let is_error = |shown: &str| {
        let Some(inside) = shown.strip_prefix('#') else { return false };
        let has_letter = inside.chars().any(char::is_alphabetic);
        let is_fraction =
            inside.split_once('/').is_some_and(|(before, after)| [before, after].iter().all(|side| is_short(side)));
        let upper = inside.to_uppercase();
        has_letter && inside.ends_with(['!', '?']) && of_one_word(inside)
            || is_fraction
            || ERRORS.contains(&upper.as_str())
            || inside.len() > 1 && inside.chars().all(|one| one == '#')
    };
    let is_numbered = || {
        let (word, number) = shown.split_once(':')?;
        let number = number.trim();
        let is_code = number.len() == 3 && number.starts_with('5') && number.bytes().all(|one| one.is_ascii_digit());
        (is_code && NUMBERED.contains(&word.trim().to_lowercase().as_str())).then_some(())
    };
    // Joined with other cells, what fails at one place shows in the midst of words; there only what nobody else writes.
    let is_among_words = || {
        const SURE: [&str; 9] =
            ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#BEZUG!", "#WERT!"];
        text.contains('#') && text.split_whitespace().any(|word| SURE.contains(&word))
    };
    (is_error(shown) || is_numbered().is_some() || is_among_words()).then(|| {
        let detail = "is what a spreadsheet shows for a formula that failed; write what should stand there";
        Complaint::new("spreadsheet_error", detail)
    })
}

/// `N` and `A` of `#N/A`.
fn is_short(side: &str) -> bool {
    let letters = side.chars().count();
    (1..=2).contains(&letters) && side.chars().all(char::is_alphabetic)
}

/// `1.23E+05`: one digit, and a sign or a fraction, which tell it from numbers like `7E12`.
fn shortened(text: &str) -> Option<Complaint> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let unsigned = text.trim_start_matches(['+', '-']);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E'])?;
    let (whole, fraction) = match mantissa.split_once(['.', ',', '\u{66B}']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let size = exponent.trim_start_matches(['+', '-']);
    let is_signed = size.len() + 1 == exponent.len();
    let has_form = (1..=3).contains(&whole.len()) && digits(whole) && fraction.is_none_or(digits) && digits(size);
    let is_exponent = size.len() <= 3 && (size.len() == exponent.len() || is_signed);
    let is_sure = fraction.is_some() || is_signed && whole.len() == 1 && size.len() > 1;
    (has_form && is_exponent && is_sure).then(|| {
        let detail = "is a number that a spreadsheet has shortened, and its digits are lost; format the column as text, and \
                      write it anew";
        Complaint::new("shortened_number", detail)
    })
}

/// Letters in the notation of a web page, a program or an address: `&uuml;`, `\u00fc`, `%C3%BC`.
fn escaped(text: &str) -> Option<Complaint> {
    // Addresses of pages have such in them.
    let address = text.find("://").unwrap_or(text.len());
    let found = text.match_indices(['&', '\\', '%']).find_map(|(at, sign)| {
        let rest = &text[at + 1..];
        let length = match sign {
            "&" => entity(rest),
            "\\" => hexadecimal(rest, "u", 4).or_else(|| hexadecimal(rest, "x", 2)),
            _ => percent(rest).filter(|_| at < address),
        }?;
        Some(&text[at..=at + length])
    })?;
    let detail = format!("has “{found}” in it, which is how a program writes a character; write the character itself");
    Some(Complaint::new("escaped_character", detail))
}

/// The ends of the names by which HTML calls letters: `uuml`, `Eacute`, `szlig`.
const ENTITY_ENDS: [&str; 10] = ["uml", "acute", "grave", "circ", "tilde", "cedil", "ring", "slash", "caron", "lig"];

/// Other names of characters in HTML that stand in names.
const ENTITIES: [&str; 34] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "shy", "eth", "ETH", "thorn", "THORN", "ndash", "mdash", "lsquo",
    "rsquo", "ldquo", "rdquo", "sbquo", "bdquo", "laquo", "raquo", "hellip", "middot", "ordf", "ordm", "deg", "reg",
    "copy", "trade", "euro", "zwj", "zwnj", "bull", "inodot",
];

/// The length of an entity behind its `&`. `R&D;` is none.
fn entity(rest: &str) -> Option<usize> {
    // The longest has nine characters.
    let end = rest.bytes().take(10).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let is_one = if let Some(number) = name.strip_prefix('#') {
        let (digits, is_digit): (_, fn(&u8) -> bool) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, u8::is_ascii_hexdigit),
            None => (number, u8::is_ascii_digit),
        };
        !digits.is_empty() && digits.as_bytes().iter().all(is_digit)
    } else {
        let of_letter = || ENTITY_ENDS.iter().any(|end| name.strip_suffix(end).is_some_and(is_letter));
        ENTITIES.contains(&name) || of_letter()
    };
    is_one.then_some(name.len() + 1)
}

/// `u` of `uuml`, `sz` of `szlig`.
fn is_letter(letter: &str) -> bool {
    (1..=2).contains(&letter.len()) && letter.bytes().all(|one| one.is_ascii_alphabetic())
}

/// The length of so many hexadecimal digits behind `mark`.
fn hexadecimal(rest: &str, mark: &str, digits: usize) -> Option<usize> {
    let number = rest.strip_prefix(mark)?.as_bytes();
    (number.len() >= digits && number[..digits].iter().all(u8::is_ascii_hexdigit)).then_some(mark.len() + digits)
}

/// The length of two bytes of one character as addresses have them.
fn percent(rest: &str) -> Option<usize> {
    let is_high = |at: usize| {
        let pair = rest.as_bytes().get(at..at + 2)?;
        (pair[0].to_ascii_lowercase() >= b'8' && pair.iter().all(u8::is_ascii_hexdigit)).then_some(())
    };
    is_high(0)
        .and_then(|()| (rest.as_bytes().get(2) == Some(&b'%')).then_some(()))
        .and_then(|()| is_high(3))
        .map(|()| 5)
}

/// "Nothing" as programs and people write it where the number of a document should be. As names they are people's: there
/// are families called Null and None.
const NO_NUMBER: [&str; 17] = [
    "null",
    "none",
    "nan",
    "nil",
    "na",
    "n/a",
    "n.a.",
    "nat",
    "undefined",
    "unknown",
    "unbekannt",
    "inconnu",
    "desconocido",
    "true",
    "false",
    "tbd",
    "tba",
];

/// Truth values as a spreadsheet shows them. In capital letters only: people are called True, and families Faux or Vero.
const TRUTH: [&str; 8] = ["TRUE", "FALSE", "WAHR", "FALSCH", "VERDADERO", "VERDADEIRO", "ИСТИНА", "ЛОЖЬ"];

/// What is written to fill a place, or for a letter that could not be written.
fn placeholder(text: &str, meant: Meant) -> Option<Complaint> {
    let complaint = |detail: &str| Some(Complaint::new("placeholder", detail));
    if matches!(meant, Meant::Person | Meant::Thing) && TRUTH.contains(&text) {
        return complaint(
            "is what a spreadsheet shows for a truth value; somebody of that name is written in small letters",
        );
    }
    if meant == Meant::Number {
        let is_nothing = !text.chars().any(|one| is_seen(one) && one != '0');
        if is_nothing || NO_NUMBER.contains(&text.to_lowercase().as_str()) {
            return complaint("is no number of a document; write the one on the paper");
        }
    }
    if meant == Meant::Thing && !text.chars().any(is_seen) {
        return complaint("has neither a letter nor a digit in it, and so names nothing");
    }
    if matches!(meant, Meant::Person | Meant::Thing)
        && ["n/a", "n/d", "n/v", "[object object]"].contains(&text.to_lowercase().as_str())
    {
        return complaint("says that there is nothing to say; write the name, or leave it out where it may be");
    }
    let is_lost = match meant {
        Meant::Person => text.contains('?'),
        Meant::Thing | Meant::Number => has_question_for_letter(text),
        Meant::Reference | Meant::Statement => false,
    };
    if is_lost {
        return complaint("has “?” in the place of a letter that a program could not write; write the letter");
    }
    None
}

/// A letter or a digit that can be seen.
fn is_seen(character: char) -> bool {
    character.is_alphanumeric() && !is_unseen(character)
}

/// Whether a question mark stands where only a letter can: before one. Addresses have it so too.
fn has_question_for_letter(text: &str) -> bool {
    let is_letter = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
    !text.contains("://") && text.match_indices('?').any(|(at, _)| is_letter(text[at + 1..].chars().next()))
}

#[cfg(test)]
#[path = "debris_tests.rs"]
mod tests;
