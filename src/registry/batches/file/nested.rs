//! A row in its nested form, as NDJSON has it.

use super::fields::{Field, GROUPS, Group};
use super::interpret::{Gathered, Piece};
use super::slot::Slot;
use crate::error::InputError;
use crate::input::given::{Given, wrong_length};
use crate::input::suggestion::did_you_mean;
use crate::input::tree::Json;

/// The most pieces of evidence of one kind.
const MOST_PIECES: usize = 100;
/// Unknown and repeated members that are complained about; after so many, the object is another thing altogether.
const MOST_UNKNOWN: usize = 20;

/// The value at a place of the nested form.
pub(super) fn find<'a>(json: &'a Json<'a>, field: Field) -> Option<&'a Json<'a>> {
    let Group { name, evidence, members } = &GROUPS[field.group];
    let object = match evidence {
        Some(_) => json.member(name)?.item(field.piece)?,
        None if name.is_empty() => json,
        None => json.member(name)?,
    };
    object.member(members[field.member].1)
}

/// All values of a row, and what is wrong with its form.
pub(super) fn gather<'a>(json: &'a Json<'a>) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let top: Vec<&'static str> = names(0).chain(GROUPS.iter().skip(1).map(|group| group.name)).collect();
    for (name, value) in members(json, "", &top, &mut gathered.errors) {
        match GROUPS.iter().position(|group| group.name == name) {
            Some(group) if GROUPS[group].evidence.is_some() => gather_evidence(value, group, &mut gathered),
            Some(group) => gather_object(value, &format!("/{name}"), (group, 0), &mut gathered),
            None => fill(0, &[(name, value)], gathered.piece(0, 0)),
        }
    }
    gathered
}

/// The names of the values of a group.
fn names(group: usize) -> impl Iterator<Item = &'static str> {
    GROUPS[group].members.iter().map(|(_, name)| *name)
}

fn fill<'a>(group: usize, found: &[(&'static str, &'a Json<'a>)], piece: &mut Piece<'a>) {
    for (name, value) in found {
        if let Some(member) = names(group).position(|known| known == *name) {
            piece.given[member] = Some(Slot::Json(value));
        }
    }
}

fn gather_object<'a>(json: &'a Json<'a>, at: &str, (group, piece): (usize, usize), gathered: &mut Gathered<'a>) {
    let found = members(json, at, &names(group).collect::<Vec<_>>(), &mut gathered.errors);
    if matches!(json, Json::Object(_)) {
        fill(group, &found, gathered.piece(group, piece));
    }
}

fn gather_evidence<'a>(json: &'a Json<'a>, group: usize, gathered: &mut Gathered<'a>) {
    let array = GROUPS[group].name;
    let complaint = match json {
        Json::Array(items) if items.len() <= MOST_PIECES => {
            for (piece, item) in items.iter().enumerate() {
                gather_object(item, &format!("/{array}/{piece}"), (group, piece), gathered);
            }
            return;
        }
        Json::Array(items) => wrong_length(&(0..=MOST_PIECES), items.len()),
        other => Given::from(other).wrong_type("an array"),
    };
    gathered.errors.push(InputError::new(format!("/{array}"), complaint.code, complaint.detail));
}

/// The members of an object that are known and not null. What is unknown or occurs twice becomes an error.
fn members<'a>(
    json: &'a Json<'a>,
    pointer: &str,
    known: &[&'static str],
    errors: &mut Vec<InputError>,
) -> Vec<(&'static str, &'a Json<'a>)> {
    let Json::Object(members) = json else {
        let complaint = Given::from(json).wrong_type("an object");
        errors.push(InputError::new(pointer, complaint.code, complaint.detail));
        return Vec::new();
    };
    let mut found: Vec<(&'static str, &'a Json<'a>)> = Vec::with_capacity(members.len().min(known.len()));
    let mut unknown = 0;
    for (name, value) in members {
        // Names from outside may be as long as the row.
        let token = || name.chars().take(100).collect::<String>().replace('~', "~0").replace('/', "~1");
        let at = || format!("{pointer}/{}", token());
        match known.iter().find(|known| *known == name) {
            Some(known) if found.iter().any(|(earlier, _)| earlier == known) => {
                unknown += 1;
                if unknown > MOST_UNKNOWN {
                    continue;
                }
                errors.push(InputError::new(at(), "duplicate_name", "this name occurs twice in the same object"));
            }
            Some(known) => found.push((known, value)),
            None if unknown < MOST_UNKNOWN => {
                unknown += 1;
                let detail = format!("is unknown here{}", did_you_mean(name, known.iter().copied()));
                errors.push(InputError::new(at(), "unknown_field", detail));
            }
            None => {}
        }
    }
    found.retain(|(_, value)| **value != Json::Null);
    found
}
