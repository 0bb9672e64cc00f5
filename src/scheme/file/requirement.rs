//! Requirements in the scheme file: a table with exactly one key, which says the kind.

use toml::Spanned;
use toml::de::DeValue;

use super::reader::{Findings, TableReader};
use super::{Known, reference};
use crate::scheme::Complaint;
use crate::scheme::definition::QualificationCode;
use crate::scheme::evidence::AuditRole;
use crate::scheme::requirement::Requirement;
use crate::scheme::text::Word;

const KINDS: [&str; 6] = ["anyone", "all_of", "any_of", "certification", "accredited_course", "audit_experience"];

pub(super) fn read<'a, 'text>(
    value: &'a Spanned<DeValue<'text>>,
    place: &str,
    findings: &'a Findings<'text>,
    known: &Known,
) -> Option<Requirement> {
    let table = TableReader::of(value, place.to_owned(), findings)?;
    let present: Vec<_> = KINDS.into_iter().filter(|kind| table.get(kind).is_some()).collect();
    table.finish();
    let [kind] = present[..] else {
        let detail = format!("must have exactly one of {}, but has {}", KINDS.join(", "), present.len());
        findings.add(table.span(), place, detail);
        return None;
    };
    match kind {
        "anyone" => read_anyone(&table),
        "all_of" => read_parts(&table, kind, known).map(Requirement::AllOf),
        "any_of" => read_parts(&table, kind, known).map(Requirement::AnyOf),
        "certification" => {
            let code = reference(&table, kind, &known.certifications)?;
            Word::parse(&code).ok().map(Requirement::Certification)
        }
        "accredited_course" => {
            let code = reference(&table, kind, &known.qualifications)?;
            Some(Requirement::AccreditedCourse(QualificationCode::new(code)))
        }
        _ => read_experience(&table, kind),
    }
}

fn read_anyone(table: &TableReader<'_, '_>) -> Option<Requirement> {
    if table.flag("anyone") {
        return Some(Requirement::Anyone);
    }
    table.complain("anyone", "can only be true; name what is required instead");
    None
}

fn read_parts(table: &TableReader<'_, '_>, kind: &'static str, known: &Known) -> Option<Vec<Requirement>> {
    let items = table.items(kind, table.required(kind)?);
    let parts: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(index, item)| read(item, &format!("{}[{index}]", table.place(kind)), table.findings(), known))
        .collect();
    parts.into_iter().collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
}

fn read_experience(table: &TableReader<'_, '_>, kind: &'static str) -> Option<Requirement> {
    let experience = TableReader::of(table.required(kind)?, table.place(kind), table.findings())?;
    let years = experience.number("years", 1..=50);
    let roles_value = experience.required("roles");
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
    Some(Requirement::AuditExperience { years: u32::from(years?), roles })
}

fn unknown_role() -> Complaint {
    let known: Vec<_> = AuditRole::ALL.into_iter().map(AuditRole::as_str).collect();
    Complaint::new("unknown_role", format!("may only name the roles {}", known.join(" and ")))
}
