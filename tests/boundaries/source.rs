//! Just enough reading of Rust to see what a file names.

use std::collections::BTreeSet;

/// The names that a path goes on with: one, or those at the front of each branch of a brace group.
pub fn first_names(tokens: &[&str], found: &mut BTreeSet<String>) {
    match tokens.first() {
        Some(&"{") => {
            let (mut depth, mut at_front) = (1, true);
            for token in &tokens[1..] {
                match *token {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    "," if depth == 1 => at_front = true,
                    name if at_front && depth == 1 => {
                        found.insert(name.to_owned());
                        at_front = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    return;
                }
            }
        }
        Some(name) => {
            found.insert((*name).to_owned());
        }
        None => {}
    }
}

/// Words, `::`, and every other character that is not space, each by itself.
pub fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if is_word(first) {
            rest.find(|character| !is_word(character)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

pub fn words(code: &str) -> Vec<&str> {
    code.split(|character| !is_word(character)).filter(|word| !word.is_empty()).collect()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The code with comments and the insides of string literals left out, so that words in them are no imports.
pub fn without_comments_and_strings(source: &str) -> String {
    let (mut code, mut rest) = (String::new(), source);
    while let Some(first) = rest.chars().next() {
        let after_word = code.chars().next_back().is_some_and(is_word);
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            1 + string_end(&rest[1..])
        } else if let Some(length) = raw_string(rest).filter(|_| !after_word) {
            length
        } else if let Some(length) = character_literal(rest) {
            length
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[length..];
    }
    code
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('r').or_else(|| text.strip_prefix("br"))?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let body = inner[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

/// `'x'`, `'\n'`, `'\u{1F600}'`, and not a lifetime.
fn character_literal(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    if let Some(escape) = inner.strip_prefix('\\') {
        return escape.get(1..)?.find('\'').map(|at| at + 4);
    }
    let length = inner.chars().next()?.len_utf8();
    inner[length..].starts_with('\'').then_some(length + 2)
}
