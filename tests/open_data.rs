//! Open data: what is public as a whole, in files that say what the lists say, signed, and taken up where a download broke off.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use touchstone::trust::issuer::keys_in;
use touchstone::trust::signatures::SignedDocument;
use touchstone::trust::{hexadecimal, sha256};

use crate::support::organisation_certificates::{published, submit};
use crate::support::sql::Sql;
use crate::support::steps::day;
use crate::support::world::{World, text};
use crate::support::{Client, Service, events, on_both_engines};

/// The lists of the API, by the names of their files.
const LISTS: [&str; 4] = ["bodies", "courses", "organisations", "training-organisations"];

/// A world with something in every list, and something that is not public.
fn world(service: &Service) -> World {
    let world = World::new(service);
    for (name, number) in [("Juniper", "V-1"), ("東京サービス", "V-2")] {
        let organisation = json!({"name": name, "country": "JP"});
        published(&world, &json!({"number": number, "expires_on": day(300), "organisation": organisation}));
    }
    submit(
        &world.body.caller.client,
        &json!({"number": "S-1", "organisation": {"name": "Secretive", "country": "DE"}}),
    );
    world.register_candidate(&world.body.caller.client, &json!({"family_name": "Hidden", "listed": false}));
    world
}

fn make(service: &Service) -> Value {
    service.command_json(&["dump", "--again", "--json"])
}

fn part(client: &Client, path: &str, headers: &[(&str, &str)]) -> (u16, String, Vec<u8>) {
    let answer = client.send("GET", path, headers, &[]);
    let range = answer.headers.get("content-range").map_or("", |value| value.to_str().unwrap()).to_owned();
    (answer.status, range, answer.body)
}

on_both_engines! {
    fn a_dump_says_what_the_lists_say(service: Service) with [("TOUCHSTONE_OPEN_DATA_LICENCE", "CC-BY-4.0")] {
        let world = world(&service);
        assert_eq!(world.public.get("/v1/dumps").expect(200), json!({"items": []}));
        world.public.get("/v1/dumps/latest").expect_problem(404, "not_found");
        assert!(world.public.get("/open-data").text().contains("There are no files yet"));
        let made = make(&service);
        assert_eq!((&made["made"], &made["day"]), (&json!(true), &json!(day(0))));
        let again = service.command_json(&["dump", "--json"]);
        assert_eq!(again, json!({"made": false}), "once a day, whoever begins");

        let dump = world.public.get("/v1/dumps/latest").expect(200);
        assert_eq!((&dump["day"], &dump["licence"]), (&json!(day(0)), &json!("CC-BY-4.0")));
        assert_eq!(dump["files"].as_array().unwrap().len(), 2 * LISTS.len());
        let files: BTreeMap<String, Value> = dump["files"].as_array().unwrap().iter().map(|file| (text(file, "name"), file.clone())).collect();
        for list in LISTS {
            let items = events::all_items(&world.public, &format!("/v1/{list}"));
            assert!(items.len() > usize::from(list == "organisations"), "{list}: {items:?}");
            for ending in ["csv", "ndjson"] {
                let file = &files[&format!("{list}.{ending}")];
                let answer = world.public.get(&text(file, "path"));
                assert_eq!((answer.status, &file["rows"], &file["bytes"]), (200, &json!(items.len()), &json!(answer.body.len())), "{file}");
                assert_eq!(text(file, "digest"), format!("sha256:{}", hexadecimal(&sha256(&answer.body))), "{file}");
                assert_eq!(answer.header("content-type"), text(file, "media_type"));
                let content = answer.text();
                assert!(!content.contains("Secretive") && !content.contains("Hidden"), "{content}");
                if ending == "csv" {
                    let listed = world.public.get(&format!("/v1/{list}?format=csv&limit=200")).text();
                    assert_eq!(content, listed, "{list}");
                } else {
                    let lines: Vec<Value> = content.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
                    assert_eq!(lines, items, "{list}");
                }
            }
        }
        let page = world.public.get("/open-data?lang=de").text();
        assert!(page.contains("Offene Daten") && page.contains("CC-BY-4.0") && page.contains("organisations.ndjson"), "{page}");
        assert!(page.contains("accreditation_number"), "the dictionary is there");
    }

    fn the_manifest_is_signed_by_the_registry(service: Service) {
        let world = world(&service);
        make(&service);
        let answer = world.public.get(&format!("/v1/dumps/{}/manifest", day(0)));
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/jose"));
        let signed = SignedDocument::parse(&answer.text()).unwrap();
        let did = world.public.get("/.well-known/did.json").expect(200);
        let (_, key) = keys_in(&did).into_iter().find(|(address, _)| *address == signed.key_address).unwrap();
        assert!(signed.is_signed_by(&key));
        let dump = world.public.get("/v1/dumps/latest").expect(200);
        assert_eq!((&dump["licence"], &signed.document["licence"], &signed.document["day"]), (&Value::Null, &Value::Null, &dump["day"]));
        for (file, shown) in signed.document["files"].as_array().unwrap().iter().zip(dump["files"].as_array().unwrap()) {
            assert_eq!((&file["name"], &file["rows"], &file["bytes"]), (&shown["name"], &shown["rows"], &shown["bytes"]));
            assert_eq!(text(shown, "digest"), format!("sha256:{}", text(file, "sha256")));
        }
        assert!(world.public.get("/open-data").text().contains("has chosen no licence"));
    }

    fn a_download_goes_on_where_it_broke_off(service: Service) {
        let world = world(&service);
        make(&service);
        let path = "/v1/dumps/latest/files/organisations.ndjson";
        let whole = world.public.get(path);
        let (tag, content) = (whole.header("etag").to_owned(), whole.body.clone());
        assert_eq!((whole.header("accept-ranges"), whole.header("content-length")), ("bytes", content.len().to_string().as_str()));
        let last = content.len() - 1;
        let get = |headers: &[(&str, &str)]| part(&world.public, path, headers);
        assert_eq!(get(&[("range", "bytes=10-")]), (206, format!("bytes 10-{last}/{}", content.len()), content[10..].to_vec()));
        assert_eq!(get(&[("range", "bytes=0-9"), ("if-range", &tag)]), (206, format!("bytes 0-9/{}", content.len()), content[..10].to_vec()));
        assert_eq!(get(&[("range", "bytes=-5")]).2, content[content.len() - 5..]);
        assert_eq!(get(&[("range", "bytes=10-"), ("if-range", "\"another\"")]), (200, String::new(), content.clone()));
        assert_eq!(get(&[("range", "bytes=0-1,4-5")]), (200, String::new(), content.clone()));
        let beyond = format!("bytes={}-", content.len());
        let refused = world.public.with_header("range", &beyond).get(path);
        let problem = refused.expect_problem(416, "range_not_satisfiable");
        assert_eq!(refused.header("content-range"), format!("bytes */{}", content.len()), "{problem}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"another\", W/{tag}"), "*".to_owned()] {
            assert_eq!(get(&[("if-none-match", &known)]), (304, String::new(), Vec::new()), "{known}");
        }
        // What is no range, or asks for a part of a file that is not this one by a strong comparison, gets the whole.
        let weak = format!("W/{tag}");
        for (range, of) in [("bytes=+1-+4", &tag), ("bytes=--4", &tag), ("bytes=0-1", &weak), ("bytes=0-1", &"Ã©".to_owned())] {
            assert_eq!(get(&[("range", range), ("if-range", of)]), (200, String::new(), content.clone()), "{range} of {of}");
        }
        let head = world.public.send("HEAD", path, &[("range", "bytes=0-9")], &[]);
        assert_eq!((head.status, head.header("content-length")), (200, content.len().to_string().as_str()));
        let compressed = world.public.with_header("accept-encoding", "gzip").get(path);
        assert_eq!(compressed.body, content, "what is signed is sent as it is");
        world.public.get("/v1/dumps/latest/files/candidates.csv").expect_problem(404, "not_found");
        world.public.get("/v1/dumps/2001-01-01/manifest").expect_problem(404, "not_found");
    }

    /// An attempt that did not come to its end, as after a crash, takes nothing away and is in nobody's way for longer than an hour.
    fn the_dump_of_a_day_is_there_until_another_is(service: Service) {
        let world = world(&service);
        make(&service);
        let before = world.public.get("/v1/dumps/latest").expect(200);
        let (mut database, day) = (Sql::of(&service), text(&before, "day"));
        for (id, begun_at, made) in [("1", "2100-01-01", false), ("2", "2000-01-01", true)] {
            let id = format!("0198f3b2-7c1e-7d30-9a55-2f3b8c6d1ea{id}");
            database.script(&format!("INSERT INTO dumps (id, day, begun_at) VALUES ('{id}', '{day}', '{begun_at} 00:00:00')"));
            assert_eq!(world.public.get("/v1/dumps").expect(200)["items"], json!([before]));
            assert_eq!(world.public.get(&format!("/v1/dumps/{day}")).expect(200), before);
            assert_eq!(make(&service)["made"] != json!(false), made, "begun at {begun_at}");
            let shown = world.public.get("/v1/dumps").expect(200)["items"].clone();
            assert_eq!((shown.as_array().unwrap().len(), shown[0] == before), (1, !made), "{shown}");
            database.script(&format!("DELETE FROM dumps WHERE id = '{id}'"));
        }
    }

    fn the_dictionary_has_every_column_of_every_table(service: Service) {
        let world = world(&service);
        make(&service);
        let dictionary = world.public.get("/v1/data-dictionary").expect(200);
        for table in dictionary["tables"].as_array().unwrap() {
            let file = world.public.get(&format!("/v1/dumps/latest/files/{}.csv", text(table, "name"))).text();
            let head = file.trim_start_matches('\u{FEFF}').lines().next().unwrap().to_owned();
            let columns: Vec<String> = table["columns"].as_array().unwrap().iter().map(|column| text(column, "name")).collect();
            assert_eq!(head.split(',').collect::<Vec<_>>(), columns);
        }
        let of = |table: usize, column: &str| {
            let columns = dictionary["tables"][table]["columns"].as_array().unwrap();
            columns.iter().find(|one| one["name"] == column).cloned().unwrap()
        };
        assert_eq!((&of(0, "listed_on")["type"], &of(0, "website")["nullable"]), (&json!("date"), &json!(true)));
        let body = of(2, "certificates_body_name");
        assert_eq!((&body["path"], &body["type"], &body["meaning"]), (&json!("certificates/body/name"), &json!("string"), &json!("What a body is called. Its name.")));
    }

    fn the_statistics_of_the_page_are_there_for_programs(service: Service) {
        let world = world(&service);
        world.certified_candidate(&json!({}));
        let told = world.public.get("/v1/statistics").expect(200);
        assert_eq!(told["certified_organisations"]["counts"], json!([{"country": "JP", "count": 2}, {"country": "NL", "count": 2}]));
        assert_eq!(told["bodies"]["counts"], json!([{"country": "NL", "count": 2}]));
        let awarded = told["certificates_awarded"]["counts"].as_array().unwrap();
        assert!(awarded.contains(&json!({"qualification": "foundation", "year": 2015, "count": 1})), "{told}");
        let page = world.public.get("/statistics").text();
        for figure in ["certificates_awarded", "certified_organisations", "bodies"] {
            assert!(page.contains(&text(&told[figure], "definition")), "{figure}: {told}");
        }
        assert_eq!(told["as_of"], day(0));
    }
}
