//! The number that somebody typed, dictated, photographed or pasted, or the link that it stands in, whatever mail programs
//! made of that link.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::messages::Text;
use crate::scheme::numbers::{CertificateNumber, Mistyped};

/// What stands before a number in the address of its page.
const MARK: &str = "verify/";

/// What ends a number in a link, or what was put behind the link. The double underscore is Proofpoint's (version 3).
const ENDS: [char; 18] = ['/', '?', '#', '&', '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', '|', '\\', '*', ';'];
const PROOFPOINT_END: &str = "__";

/// How Proofpoint's version 2 introduces the link that it rewrote.
const PROOFPOINT_TWO: &str = "/v2/url?u=";

/// How often a link was rewritten, at most: forwarded mail passes several programs.
const MOST_REWRITINGS: usize = 6;

/// Reads a number in any spelling that people and keyboards make of it, or out of a link that was pasted whole.
pub(super) fn read(typed: &str) -> Result<CertificateNumber, Mistyped> {
    let mistyped = match CertificateNumber::parse(typed) {
        Ok(number) => return Ok(number),
        Err(mistyped) => mistyped,
    };
    let (mut text, mut of_link) = (typed.to_owned(), None);
    for _ in 0..MOST_REWRITINGS {
        match in_link(&text).unwrap_or_else(|| CertificateNumber::parse(&text)) {
            Ok(number) => return Ok(number),
            Err(mistyped) if text.to_ascii_lowercase().contains(MARK) => _ = of_link.get_or_insert(mistyped),
            Err(_) => {}
        }
        let Some(before) = rewritten(&text) else { break };
        text = before;
    }
    Err(of_link.unwrap_or(mistyped))
}

/// Whether it is a link to a certificate, though its number may be none.
pub(super) fn is_link(typed: &str) -> bool {
    typed.to_ascii_lowercase().contains(MARK)
}

/// The number behind the last mark that has one; `None` without a mark.
fn in_link(text: &str) -> Option<Result<CertificateNumber, Mistyped>> {
    // Letters stay where they are.
    let lower = text.to_ascii_lowercase();
    let mut first = None;
    for (place, _) in lower.rmatch_indices(MARK) {
        let behind = &text[place + MARK.len()..];
        let behind = behind.split(ENDS).next().unwrap_or_default();
        let behind = behind.split(PROOFPOINT_END).next().unwrap_or_default();
        // The sentence goes on behind the link.
        let word = behind.split_whitespace().next().unwrap_or_default();
        let read =
            CertificateNumber::parse(behind).or_else(|mistyped| CertificateNumber::parse(word).map_err(|_| mistyped));
        match read {
            Ok(number) => return Some(Ok(number)),
            Err(mistyped) => _ = first.get_or_insert(mistyped),
        }
    }
    first.map(Err)
}

/// What a link was before it was last rewritten; `None` where it was not.
fn rewritten(text: &str) -> Option<String> {
    if let Some((_, link)) = text.split_once(PROOFPOINT_TWO) {
        let link = link.split('&').next().unwrap_or_default();
        return Some(without_percents(&link.replace('-', "%").replace('_', "/")));
    }
    let plain = without_percents(text);
    if plain != text {
        return Some(plain);
    }
    // Sophos writes the link in base64.
    let parts = text.split(['?', '&', '=', '/', ';']).filter(|part| part.len() > MARK.len());
    let decoded = parts.filter_map(|part| URL_SAFE_NO_PAD.decode(part).or_else(|_| STANDARD_NO_PAD.decode(part)).ok());
    decoded.filter_map(|bytes| String::from_utf8(bytes).ok()).find(|link| link.to_ascii_lowercase().contains(MARK))
}

/// Percent-encoding taken away once (RFC 3986, section 2.1). What is none stays as it is.
fn without_percents(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(super) fn explain(text: Text, mistyped: &Mistyped) -> String {
    match mistyped {
        Mistyped::Length { found: 0, .. } => text.say("mistyped-empty"),
        Mistyped::Length { found, .. } => text.say_with("mistyped-length", &[("found", (*found).into())]),
        Mistyped::Character(character) => {
            text.say_with("mistyped-character", &[("character", visible(*character).into())])
        }
        Mistyped::CheckSymbol => text.say("mistyped-check"),
    }
}

/// A character as it can be shown: what is invisible or acts on its neighbours by its code.
fn visible(character: char) -> String {
    if character.is_alphanumeric() || character.is_ascii_graphic() {
        return character.to_string();
    }
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::language::Language;

    fn number() -> CertificateNumber {
        CertificateNumber::from_entropy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    }

    fn percent(text: &str) -> String {
        let encoded = text.bytes().map(|byte| {
            if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        });
        encoded.collect()
    }

    #[test]
    fn every_spelling_of_people_is_read() {
        let (grouped, compact) = (number().to_string(), number().compact());
        let wide: String = grouped
            .chars()
            .map(|symbol| if symbol == '-' { 'ー' } else { char::from_u32(u32::from(symbol) + 0xFEE0).unwrap() })
            .collect();
        for typed in [
            grouped.clone(),
            compact.to_lowercase(),
            format!("  {grouped}\n"),
            grouped.replace('-', " – "),
            grouped.replace('-', "%2D"),
            grouped.replace('-', "%252d"),
            format!("({grouped})."),
            format!("\u{FEFF}{compact}\u{200B}"),
            format!("https://example.org/verify/{grouped}"),
            format!("example.org/verify/{compact}/?lang=de#name"),
            wide,
        ] {
            assert_eq!(read(&typed), Ok(number()), "{typed:?}");
        }
    }

    #[test]
    fn a_link_is_read_whatever_was_made_of_it() {
        let link = format!("https://registry.example/verify/{}", number());
        let (encoded, sophos) = (percent(&link), URL_SAFE_NO_PAD.encode(&link));
        let proofpoint = link.replace('-', "-2D").replace(':', "-3A").replace('/', "_");
        for typed in [
            format!(
                "https://eur01.safelinks.protection.outlook.com/?url={encoded}&data=05%7C02%7Ca%40b&sdata=x%3D&reserved=0"
            ),
            format!(
                "https://eur01.safelinks.protection.outlook.com/ap/w-59584e83/?url={}&data=05",
                percent(&format!("{link}?lang=de"))
            ),
            format!(
                "https://urldefense.proofpoint.com/v2/url?u={proofpoint}&d=DwMFAg&c=euGZstcaTDllvimEN8b7jXrwqOf-v5A_Cd&r=x"
            ),
            format!("https://urldefense.com/v3/__{link}__;!!Abc!Def_gh-ij$"),
            format!("https://urldefense.com/v3/__{link}/?lang=de__;Kg!!Abc!Def$ [urldefense[.]com]"),
            format!("https://urldefense.proofpoint.com/v1/url?u={encoded}&k=x"),
            format!("https://www.google.com/url?q={link}&sa=D&source=editors&ust=17"),
            format!("https://www.google.com/url?sa=t&url={encoded}&usg=AOvVaw"),
            format!("https://linkprotect.cudasvc.com/url?a={encoded}&c=E,1,x&typo=1"),
            format!("https://secure-web.cisco.com/1abc/{encoded}"),
            format!("https://eu-west-1.protection.sophos.com?d=registry.example&u={sophos}&i=NWY"),
            format!("https://l.example/?u={}", percent(&format!("https://safelinks.example/?url={encoded}&data=1"))),
            format!("<{link}>"),
            format!("({link})."),
            format!("\"{link}\","),
            format!("[{link}]({link})"),
            format!("„{link}“"),
            format!("See {link} for details."),
            format!("{link}/"),
            format!("{link}."),
            format!("{link}/?lang=ja#x"),
            link.to_uppercase(),
            encoded.to_lowercase(),
            link.replace('-', "%2D"),
            link.replace("registry.example", "verify.example"),
        ] {
            assert_eq!(read(&typed), Ok(number()), "{typed}");
        }
        for typed in [
            link.replace("verify/", "verify/0"),
            "https://registry.example/about".to_owned(),
            format!(
                "https://eur01.safelinks.protection.outlook.com/?url={}",
                percent("https://registry.example/verify/123")
            ),
            "%".repeat(10_000),
            "verify/".repeat(10_000),
        ] {
            assert!(read(&typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_is_explained() {
        let text = Text::new(Language::English);
        let explained = |typed: &str| explain(text, &read(typed).unwrap_err());
        for empty in ["", " - ", "\u{200B}", "https://example.org/verify/?number=7"] {
            assert!(explained(empty).starts_with("Enter the number first"), "{empty:?}");
        }
        assert!(explained("7K3M").starts_with("This has 4 characters"));
        assert!(explained("7").starts_with("This has one character;"));
        assert!(explained("7K3M-9QXP-T2VU").starts_with("“U” is in no"));
        assert!(explained("7K3M-\0").starts_with("“U+0000” is in no"));
        assert!(explained("<a></a>").starts_with("“<” is in no"));
        assert!(explained("0000-0000-0000").starts_with("A character is wrong"));
        assert!(explained(&"7".repeat(5000)).starts_with("This has 5000"));
    }
}
