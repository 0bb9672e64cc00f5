//! Exports and lists as workbooks: the same as in the other formats, with types.

use std::collections::{BTreeMap, BTreeSet};

use calamine::Data;
use serde_json::{Value, json};

use crate::exports::{KINDS, objects, populate, rows};
use crate::support::command::Program;
use crate::support::opened_workbooks::{ODS, XLSX, day, sheets, texts};
use crate::support::world::World;
use crate::support::{Service, on_both_engines};

/// The rows of a workbook, each by the names of its columns.
fn named(book: &[u8]) -> Vec<BTreeMap<String, Data>> {
    let mut rows = sheets(book).remove(0).1.into_iter();
    let names: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| names.iter().cloned().zip(row).collect()).collect()
}

/// The members of the document that are of this format.
fn members(document: &Value, format: &str) -> BTreeSet<String> {
    fn collect(value: &Value, format: &str, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                if let Some(Value::Object(properties)) = object.get("properties") {
                    let of_format = properties.iter().filter(|(_, member)| member["format"] == *format);
                    found.extend(of_format.map(|(name, _)| name.clone()));
                }
                object.values().for_each(|value| collect(value, format, found));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, format, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(&document["components"]["schemas"], format, &mut found);
    found
}

on_both_engines! {
    fn a_workbook_says_what_the_table_says_with_types(service: Service) {
        let world = World::new(&service);
        populate(&world);
        let client = &world.body.caller.client;
        let days = members(&client.get("/openapi.json").json(), "date");
        let mut seen = BTreeSet::new();
        for kind in KINDS {
            let table = rows(&client.get(&format!("/v1/exports/{kind}?format=csv")).text());
            for (format, media_type) in [("xlsx", XLSX), ("ods", ODS)] {
                let answer = client.get(&format!("/v1/exports/{kind}?format={format}"));
                assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{answer}");
                let ends = format!("Z.{format}\"");
                assert!(answer.header("content-disposition").ends_with(&ends), "{answer}");
                assert_eq!(sheets(&answer.body)[0].0, kind);
                let book = named(&answer.body);
                assert_eq!(book.len(), table.len());
                for (cells, texts) in book.iter().zip(&table) {
                    for (name, text) in texts.iter().filter(|(name, _)| *name != "cursor") {
                        let cell = &cells[name];
                        assert_eq!(&day(cell).unwrap_or_else(|| cell.to_string()), text, "{kind} {name}: as it is, with no guard");
                        let is_day = days.iter().any(|day| name == day || name.ends_with(&format!("_{day}")));
                        assert!(text.is_empty() || day(cell).is_some() == is_day, "{kind} {name}: {cell:?}");
                        if is_day && !text.is_empty() {
                            seen.insert(name.clone());
                        }
                    }
                }
                let by_header = client.with_header("accept", media_type).get(&format!("/v1/exports/{kind}"));
                assert_eq!(by_header.header("content-type"), media_type);
                assert!(named(&world.other_body.caller.client.get(&format!("/v1/exports/{kind}?format={format}")).body).is_empty());
            }
        }
        let expected = ["as_of", "awarded_on", "birth_date", "certificate_awarded_on", "sat_on", "status_since", "suspended_until"];
        assert_eq!(seen, expected.map(str::to_owned).into());
        let results = named(&client.get("/v1/exports/results?format=xlsx").body);
        assert!(results.iter().all(|row| matches!(row["marks"], Data::Float(_))), "marks are numbers: {results:?}");
        assert!(results.iter().any(|row| row["reference"] == Data::String("-2+3".to_owned())));
    }

    fn what_goes_on_is_a_workbook_of_its_own(service: Service) {
        let world = World::new(&service);
        populate(&world);
        let client = &world.body.caller.client;
        let all = objects(&client.get("/v1/exports/results?format=ndjson").text());
        let cursor = all[3]["cursor"].as_str().unwrap();
        let rest = named(&client.get(&format!("/v1/exports/results?format=xlsx&cursor={cursor}")).body);
        let ids: Vec<Value> = rest.iter().map(|row| json!(row["id"].to_string())).collect();
        assert_eq!(ids, all[4..].iter().map(|one| one["id"].clone()).collect::<Vec<_>>());
        let broken = client.get("/v1/exports/results?format=xlsx&cursor=x");
        broken.expect_problem(400, "invalid_cursor");
    }

    fn lists_are_workbooks_where_they_are_tables(service: Service) {
        let world = World::new(&service);
        for address in ["bodies", "courses", "organisations", "training-organisations", "directory"] {
            let address = format!("/v1/{address}?limit=1");
            let table = rows(&world.public.get(&format!("{address}&format=csv")).text());
            for (format, media_type) in [("xlsx", XLSX), ("ods", ODS)] {
                let answer = world.public.get(&format!("{address}&format={format}"));
                assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{address}");
                assert!(answer.header("content-disposition").ends_with(&format!(".{format}\"")), "{answer}");
                let json = world.public.get(&format!("{address}&format=json"));
                assert_eq!(answer.header("link").is_empty(), json.header("link").is_empty());
                let book = texts(&answer.body, 0);
                assert_eq!(book.len(), table.len() + 1);
                for (row, expected) in book[1..].iter().zip(&table) {
                    let row: BTreeMap<_, _> = book[0].iter().cloned().zip(row.iter().cloned()).collect();
                    assert_eq!(&row, expected, "{address}");
                }
                let by_header = world.public.with_header("accept", media_type).get(&address);
                assert_eq!(by_header.header("content-type"), media_type);
            }
        }
        let bodies = named(&world.public.get("/v1/bodies?format=xlsx").body);
        assert!(bodies.iter().all(|row| day(&row["listed_on"]).is_some()), "{bodies:?}");
        world.public.get("/v1/bodies?format=xlsx&separator=tab").expect_problem(400, "invalid_parameter");
    }

    fn the_operator_exports_workbooks(service: Service) {
        let world = World::new(&service);
        populate(&world);
        let program = Program::beside(&service);
        let folder = service.data_directory().parent().unwrap().to_owned();
        for format in ["xlsx", "ods"] {
            let file = folder.join(format!("certificates.{format}"));
            program.run(&["export", "certificates", "--format", format, "--output", file.to_str().unwrap()]).done();
            let book = named(&std::fs::read(&file).unwrap());
            assert_eq!(book.len(), objects(&world.registrar.client.get("/v1/exports/certificates?format=ndjson").text()).len());
        }
    }
}
