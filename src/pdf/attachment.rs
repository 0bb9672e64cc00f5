//! The credential inside a PDF: ours, or one that another program saved again. Whoever sends the file may have written
//! every byte of it, so nothing in it is believed but what the credential's signature proves later.

use std::collections::HashSet;

use super::objects::Objects;
use super::syntax::{Dictionary, Effort, Value};
use super::unreadable::{LARGEST_FILE, Unreadable};

/// The name under which the credential is attached.
pub const ATTACHMENT_NAME: &str = "credential.jwt";

const LONGEST_CREDENTIAL: usize = 256 << 10;

/// How many attachments, and nodes of the tree that lists them, are looked at.
const MOST_ATTACHMENTS: usize = 256;

/// How many attachments are unpacked, at up to [`LONGEST_CREDENTIAL`] each, to look for a credential.
const MOST_LOOKED_INTO: usize = 16;

/// The signed credential (a compact JWS) that is attached to a PDF; nothing, if none is. Where several are, it is the one
/// whose name is [`ATTACHMENT_NAME`], else the first one. The signature is not looked at. However hostile the file, this
/// takes time in proportion to its length, and some ten megabytes at the most besides it.
pub fn attached_credential(pdf: &[u8]) -> Result<Option<String>, Unreadable> {
    if pdf.len() > LARGEST_FILE {
        return Err(Unreadable::TooLarge);
    }
    // Readers allow for a kilobyte of something else before the header (ISO 32000-1, Annex H).
    if !pdf[..pdf.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Err(Unreadable::NotPdf);
    }
    let effort = Effort::new(pdf.len().saturating_mul(Effort::PER_BYTE).saturating_add(1 << 16));
    let objects = Objects::read(pdf, &effort)?;
    let catalog = objects.catalog().ok_or(Unreadable::Damaged)?;
    let found = credential_of(&objects, &catalog);
    match found {
        _ if effort.is_spent() => Err(Unreadable::TooComplicated),
        // What is cut off may have had a credential.
        Ok(None) if !has_end(pdf) => Err(Unreadable::Damaged),
        found => found,
    }
}

/// Whether a file has its end mark, behind which readers allow for a kilobyte of something else (ISO 32000-1, Annex H).
fn has_end(pdf: &[u8]) -> bool {
    pdf[pdf.len().saturating_sub(1024)..].windows(5).any(|window| window == b"%%EOF")
}

fn credential_of(objects: &Objects<'_>, catalog: &Dictionary<'_>) -> Result<Option<String>, Unreadable> {
    let mut attachments = Attachments { objects, found: Vec::new(), visited: HashSet::new(), steps: 0 };
    if let Some(associated) = catalog.get("AF").and_then(|value| objects.resolved(value)?.array()) {
        for specification in associated {
            attachments.note(specification);
        }
    }
    if let Some(tree) = objects.dictionary(catalog.get("Names")).and_then(|names| names.get("EmbeddedFiles")) {
        attachments.walk(tree);
    }
    let mut found = attachments.found;
    found.sort_by_key(|(name, _)| name != ATTACHMENT_NAME);
    let mut trouble = None;
    for (_, stream) in found.into_iter().take(MOST_LOOKED_INTO) {
        match objects.content(stream, LONGEST_CREDENTIAL) {
            Ok(content) => {
                if let Some(credential) = compact_jws(&content) {
                    return Ok(Some(credential));
                }
            }
            // Something large beside the credential is nobody's trouble.
            Err(Unreadable::TooComplicated) => {}
            Err(reason) => trouble = Some(reason),
        }
    }
    trouble.map_or(Ok(None), Err)
}

/// The attachments that a file lists, with their names.
struct Attachments<'a> {
    objects: &'a Objects<'a>,
    found: Vec<(String, Value<'a>)>,
    visited: HashSet<usize>,
    steps: usize,
}

impl<'a> Attachments<'a> {
    /// Goes through a name tree (ISO 32000-1, 7.9.6), which may be tied in knots.
    fn walk(&mut self, root: Value<'a>) {
        let mut nodes = vec![root];
        while let Some(node) = nodes.pop() {
            self.steps += 1;
            let is_new = node.reference().is_none_or(|number| self.visited.insert(number));
            if self.steps > MOST_ATTACHMENTS || !is_new {
                continue;
            }
            let Some(node) = self.objects.dictionary(Some(node)) else { continue };
            let array = |key| node.get(key).and_then(|value| self.objects.resolved(value)?.array());
            let (kids, names) = (array("Kids"), array("Names"));
            nodes.extend(kids.into_iter().flatten().take(MOST_ATTACHMENTS));
            for specification in names.into_iter().flatten().skip(1).step_by(2).take(MOST_ATTACHMENTS) {
                self.note(specification);
            }
        }
    }

    /// Notes the file that a file specification has embedded (ISO 32000-1, 7.11.3).
    fn note(&mut self, specification: Value<'a>) {
        if self.found.len() >= MOST_ATTACHMENTS {
            return;
        }
        let Some(specification) = self.objects.dictionary(Some(specification)) else { return };
        let Some(embedded) = self.objects.dictionary(specification.get("EF")) else { return };
        let name = specification.get("UF").or_else(|| specification.get("F"));
        let name = name.and_then(|name| self.objects.resolved(name)?.text()).unwrap_or_default();
        if let Some(stream) = embedded.get("UF").or_else(|| embedded.get("F")) {
            self.found.push((name, stream));
        }
    }
}

/// The content, if it has the form of a compact JWS (RFC 7515, 7.1).
fn compact_jws(content: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(content).ok()?.trim();
    let parts: Vec<&str> = text.splitn(4, '.').collect();
    let is_part = |part: &&str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    (parts.len() == 3 && parts.iter().all(is_part)).then(|| text.to_owned())
}
