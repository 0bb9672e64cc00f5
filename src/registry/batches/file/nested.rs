//! A row in its nested form, as NDJSON has it.

use super::fields::{Content, FIELDS, Field, GROUPS, OBJECTS};
use super::interpret::Gathered;
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
pub(super) fn find<'a>(json: &'a Json<'a>, content: Content) -> Option<&'a Json<'a>> {
    match content {
        Content::Field(field) => {
            let (_, _, object, name) = FIELDS[field as usize];
            if object.is_empty() { json.member(name) } else { json.member(object)?.member(name) }
        }
        Content::Evidence { group, piece, member } => {
            let group = &GROUPS[group];
            json.member(group.array)?.item(piece)?.member(group.members[member].1)
        }
        Content::Report | Content::Nameless => None,
    }
}

/// All values of a row, and what is wrong with its form.
pub(super) fn gather<'a>(json: &'a Json<'a>) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let top: Vec<&'static str> =
        in_object("").map(|(_, name)| name).chain(OBJECTS).chain(GROUPS.iter().map(|group| group.array)).collect();
    for (name, value) in members(json, "", &top, &mut gathered.errors) {
        if let Some(group) = GROUPS.iter().position(|group| group.array == name) {
            gather_evidence(value, group, &mut gathered);
        } else if OBJECTS.contains(&name) {
            gather_object(value, name, &mut gathered);
        } else if let Some((field, _)) = in_object("").find(|(_, known)| *known == name) {
            gathered.fields[field as usize] = Some(Slot::Json(value));
        }
    }
    gathered
}

/// The fields of an object, with their names there.
fn in_object(object: &'static str) -> impl Iterator<Item = (Field, &'static str)> {
    FIELDS.iter().filter(move |(_, _, inside, _)| *inside == object).map(|(field, _, _, name)| (*field, *name))
}

fn gather_object<'a>(json: &'a Json<'a>, object: &'static str, gathered: &mut Gathered<'a>) {
    let known: Vec<&'static str> = in_object(object).map(|(_, name)| name).collect();
    for (name, value) in members(json, &format!("/{object}"), &known, &mut gathered.errors) {
        if let Some((field, _)) = in_object(object).find(|(_, known)| *known == name) {
            gathered.fields[field as usize] = Some(Slot::Json(value));
        }
    }
}

fn gather_evidence<'a>(json: &'a Json<'a>, group: usize, gathered: &mut Gathered<'a>) {
    let array = GROUPS[group].array;
    let complaint = match json {
        Json::Array(items) if items.len() <= MOST_PIECES => None,
        Json::Array(items) => Some(wrong_length(&(0..=MOST_PIECES), items.len())),
        other => Some(Given::from(other).wrong_type("an array")),
    };
    if let Some(complaint) = complaint {
        gathered.errors.push(InputError::new(format!("/{array}"), complaint.code, complaint.detail));
        return;
    }
    let Json::Array(items) = json else { return };
    let known: Vec<&'static str> = GROUPS[group].members.iter().map(|(_, name)| *name).collect();
    for (piece, item) in items.iter().enumerate() {
        let before = gathered.errors.len();
        let found = members(item, &format!("/{array}/{piece}"), &known, &mut gathered.errors);
        if found.is_empty() && gathered.errors.len() > before && !matches!(item, Json::Object(_)) {
            continue;
        }
        let given = &mut gathered.piece(group, piece).given;
        for (name, value) in found {
            if let Some(member) = known.iter().position(|known| *known == name) {
                given[member] = Some(Slot::Json(value));
            }
        }
    }
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
