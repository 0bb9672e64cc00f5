//! Cells with several things in them, read and written: entries separated by semicolons, the parts of an entry by strokes. A
//! backslash before one of these, or before another backslash, takes it for a letter.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::error::InputError;

/// How many entries of a cell are complained about.
const MOST_COMPLAINTS: usize = 20;

/// The forms of a site, each with its parts in their order.
const SITE: [&[&str]; 4] = [
    &["locality", "country"],
    &["locality", "region", "country"],
    &["name", "locality", "region", "country"],
    &["name", "street", "postcode", "locality", "region", "country", "scope"],
];

/// The forms of a legal entity.
const ENTITY: [&[&str]; 3] = [&["name"], &["name", "country"], &["name", "registration_number", "country"]];

/// What stands for a cell at its place, which is a list.
pub fn read(place: &str, text: &str, errors: &mut Vec<InputError>) -> Value {
    let complain = |index: usize, code: &'static str, detail: String, errors: &mut Vec<InputError>| {
        if index < MOST_COMPLAINTS {
            errors.push(InputError::new(format!("{place}/{index}"), code, detail));
        }
        Value::Null
    };
    let entry = |(index, parts): (usize, Vec<String>)| {
        let forms: &[&[&str]] = match place {
            "/sites" => &SITE,
            "/legal_entities" => &ENTITY,
            "/sector_codes" => {
                let code = parts.concat();
                let digits = code.trim_start_matches("IAF").trim_start();
                return digits.parse::<i64>().map_or_else(
                    |_| complain(index, "not_a_number", format!("`{code}` is no code of IAF ID 1, 1 to 39"), errors),
                    |code| json!(code),
                );
            }
            _ => return json!(parts.join(" | ")),
        };
        let Some(names) = forms.iter().find(|names| names.len() == parts.len()) else {
            let written: Vec<_> = forms.iter().map(|names| format!("`{}`", names.join(" | "))).collect();
            let detail = format!(
                "has {} parts; it is written as {}, and the next one follows after a semicolon",
                parts.len(),
                written.join(", or as ")
            );
            let code = if place == "/sites" { "not_a_site" } else { "not_an_entity" };
            return complain(index, code, detail, errors);
        };
        let given = names.iter().zip(&parts).filter(|(_, part)| !part.is_empty());
        Value::Object(given.map(|(name, part)| ((*name).to_owned(), json!(part))).collect::<Map<_, _>>())
    };
    let is_sectors = place == "/sector_codes";
    let text = if is_sectors { Cow::Owned(text.replace(',', ";")) } else { Cow::Borrowed(text) };
    entries(&text).into_iter().enumerate().map(entry).collect()
}

/// The entries of a cell with their parts; what is empty is no entry.
fn entries(text: &str) -> Vec<Vec<String>> {
    let mut entries = Vec::new();
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    loop {
        match letters.next() {
            Some('\\') if letters.peek().is_some_and(|next| is_sign(*next)) => part.extend(letters.next()),
            Some('|') => parts.push(std::mem::take(&mut part)),
            Some(letter) if !matches!(letter, ';' | '\n' | '\r') => part.push(letter),
            end => {
                parts.push(std::mem::take(&mut part));
                let parts: Vec<_> = std::mem::take(&mut parts).iter().map(|part| part.trim().to_owned()).collect();
                if parts != [""] {
                    entries.push(parts);
                }
                if end.is_none() {
                    return entries;
                }
            }
        }
    }
}

const fn is_sign(letter: char) -> bool {
    matches!(letter, '\\' | ';' | '|')
}

/// The cell that is read as this list again.
pub fn write(place: &str, list: &[Value]) -> String {
    let forms: &[&[&str]] = match place {
        "/sites" => &SITE,
        "/legal_entities" => &ENTITY,
        _ => &[],
    };
    let entries: Vec<_> = list.iter().map(|entry| written(forms, entry)).collect();
    entries.join("; ")
}

/// An entry in the shortest of the forms that say all of it.
fn written(forms: &[&[&str]], entry: &Value) -> String {
    let Value::Object(members) = entry else { return letters(entry) };
    let says_all = |names: &&&[&str]| members.keys().all(|member| names.contains(&member.as_str()));
    let names = forms.iter().find(says_all).copied().unwrap_or_default();
    let parts: Vec<_> = names.iter().map(|name| members.get(*name).map(letters).unwrap_or_default()).collect();
    parts.join(" | ")
}

fn letters(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().flat_map(|letter| is_sign(letter).then_some('\\').into_iter().chain([letter])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let sites = json!([
            {"locality": "Bonn", "country": "DE"},
            {"locality": "Graz", "region": "Steiermark", "country": "AT"},
            {"name": "A; B | C\\", "locality": "Wien", "country": "AT"},
            {"street": "Ring 1", "locality": "Wien", "country": "AT", "scope": "Hosting; and \\ more"},
        ]);
        let entities =
            json!([{"name": "A"}, {"name": "B", "country": "DE"}, {"name": "C", "registration_number": "1"}]);
        for (place, list) in [
            ("/sites", sites),
            ("/legal_entities", entities),
            ("/trading_names", json!(["Nord", "A | B"])),
            ("/sector_codes", json!([33, 35])),
        ] {
            let (cell, mut errors) = (write(place, list.as_array().unwrap()), Vec::new());
            assert_eq!((read(place, &cell, &mut errors), &errors), (list, &Vec::new()), "{cell}");
        }
        let mut errors = Vec::new();
        assert_eq!(read("/sector_codes", "IAF 33, 35\n1", &mut errors), json!([33, 35, 1]));
        assert_eq!(read("/sector_codes", "x", &mut errors), json!([null]));
        read("/legal_entities", "a|b|c|d", &mut errors);
        let told: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(told, [("/sector_codes/0", "not_a_number"), ("/legal_entities/0", "not_an_entity")]);
    }
}
