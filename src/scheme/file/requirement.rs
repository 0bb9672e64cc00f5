//! Requirements in the scheme file: a table with exactly one key, which says the kind.

use toml::Spanned;
use toml::de::DeValue;

use super::reader::{Mistakes, TableReader};
use super::{Known, reference};
use crate::scheme::Complaint;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::requirement::{CountedTo, Requirement, RequirementKind as Kind};
use crate::scheme::text::Word;

pub(super) fn read<'a, 'text>(
    value: &'a Spanned<DeValue<'text>>,
    place: &str,
    mistakes: &'a Mistakes<'text>,
    known: &Known,
) -> Option<Requirement> {
    read_beside(value, place, mistakes, known, &[])
}

/// The same for a requirement that all of `beside` are asked for with.
fn read_beside<'a, 'text>(
    value: &'a Spanned<DeValue<'text>>,
    place: &str,
    mistakes: &'a Mistakes<'text>,
    known: &Known,
    beside: &[Spanned<DeValue<'text>>],
) -> Option<Requirement> {
    let table = TableReader::of(value, place.to_owned(), mistakes)?;
    let present: Vec<_> = Kind::ALL.into_iter().filter(|kind| table.get(kind.as_str()).is_some()).collect();
    table.finish();
    let [kind] = present[..] else {
        let detail =
            format!("must have exactly one of {}, but has {}", Kind::ALL.map(Kind::as_str).join(", "), present.len());
        mistakes.add(table.span(), place, detail);
        return None;
    };
    let key = kind.as_str();
    match kind {
        Kind::Anyone => read_anyone(&table, key),
        Kind::AllOf => read_parts(&table, key, known).map(Requirement::AllOf),
        Kind::AnyOf => read_parts(&table, key, known).map(Requirement::AnyOf),
        Kind::Certification => {
            let code = reference(&table, key, &known.certifications)?;
            Word::parse(&code).ok().map(Requirement::Certification)
        }
        Kind::AccreditedCourse => {
            let code = reference(&table, key, &known.qualifications)?;
            Some(Requirement::AccreditedCourse(QualificationCode::new(code)))
        }
        Kind::AuditExperience => read_experience(&table, key, beside),
    }
}

fn read_anyone(table: &TableReader<'_, '_>, key: &'static str) -> Option<Requirement> {
    if table.flag(key) {
        return Some(Requirement::Anyone);
    }
    table.complain(key, "can only be true; name what is required instead");
    None
}

fn read_parts(table: &TableReader<'_, '_>, kind: &'static str, known: &Known) -> Option<Vec<Requirement>> {
    let items = table.items(kind, table.required(kind)?);
    let beside = if kind == Kind::AllOf.as_str() { items } else { &[] };
    let parts: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            read_beside(item, &format!("{}[{index}]", table.place(kind)), table.mistakes(), known, beside)
        })
        .collect();
    parts.into_iter().collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
}

fn read_experience(
    table: &TableReader<'_, '_>,
    kind: &'static str,
    beside: &[Spanned<DeValue<'_>>],
) -> Option<Requirement> {
    let experience = TableReader::of(table.required(kind)?, table.place(kind), table.mistakes())?;
    let years = experience.number("years", 1..=50);
    let roles_value = experience.required("roles");
    let counted_to = read_counted_to(&experience, beside);
    experience.finish();
    let mut roles = Vec::new();
    for item in experience.items("roles", roles_value?) {
        match item
            .get_ref()
            .as_str()
            .ok_or_else(unknown_role)
            .and_then(|text| AuditRole::parse(text).ok_or_else(unknown_role))
        {
            Ok(role) => roles.push(role),
            Err(complaint) => experience.complain("roles", complaint.detail),
        }
    }
    if roles.is_empty() {
        return None;
    }
    Some(Requirement::AuditExperience { years: u32::from(years?), roles, counted_to: counted_to? })
}

/// Up to which day: of the sitting where nothing is said.
fn read_counted_to(experience: &TableReader<'_, '_>, beside: &[Spanned<DeValue<'_>>]) -> Option<CountedTo> {
    const KEY: &str = "counted_to";
    let [sitting, course] = CountedTo::WORDS;
    if experience.get(KEY).is_none() {
        return Some(CountedTo::Sitting);
    }
    let to_course = experience.text(KEY, |word| match word {
        _ if word == sitting => Ok(false),
        _ if word == course => Ok(true),
        _ => Err(Complaint::new("unknown_word", format!("must be \"{course}\" or \"{sitting}\""))),
    })?;
    if !to_course {
        return Some(CountedTo::Sitting);
    }
    let courses = beside.iter().filter_map(|item| item.get_ref().as_table()?.get(Kind::AccreditedCourse.as_str()));
    let codes: Vec<_> = courses.filter_map(|code| code.get_ref().as_str()).collect();
    if let [code] = codes[..] {
        return Some(CountedTo::Course(QualificationCode::new(code.to_owned())));
    }
    experience.complain(
        KEY,
        "can be \"course\" only beside exactly one `accredited_course` in the same `all_of`: up to whose day it is counted",
    );
    None
}

fn unknown_role() -> Complaint {
    let known: Vec<_> = AuditRole::ALL.into_iter().map(AuditRole::as_str).collect();
    Complaint::new("unknown_role", format!("may only name the roles {}", known.join(" and ")))
}
