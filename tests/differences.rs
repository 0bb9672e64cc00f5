//! The table in ARCHITECTURE.md, "Where a file and the register differ": each way in which a file that was handed out and
//! the record can come to differ, and what the API, the page and the check without the registry say then.

use serde_json::{Value, json};

use crate::page_files;
use crate::support::credentials::found;
use crate::support::steps::{certificate_of, change_certificate, patch, use_scheme};
use crate::support::world::{Caller, World, text, token_for};
use crate::support::{Service, on_both_engines};
use crate::verify_file::Desk;

/// What is answered: the finding, the certificate's status, the word on the page, the conclusion without the registry.
type Row = [String; 4];

/// What differs, and how it comes to.
type Case = (&'static str, fn(&mut Scene));

const CASES: [Case; 23] = [
    ("nothing", |_| {}),
    ("the name on record (PATCH by a registrar)", rename),
    ("the name on record (agreed identity change)", |scene| {
        let path = format!("/v1/candidates/{}/identity-changes", scene.candidate);
        let change = json!({"family_name": "Agreed", "reason": "marriage", "proof": {"method": "deed_seen"}});
        let asked = scene.world.body.caller.client.post(&path, &change).expect(201);
        let decisions = format!("{path}/{}/decisions", text(&asked, "id"));
        scene.world.registrar.client.post(&decisions, &json!({"agreed": true})).expect(201);
    }),
    ("the result, corrected to a fail", |scene| correct(scene, 3)),
    ("the result, corrected to other marks", |scene| correct(scene, 34)),
    ("the status: suspended", |scene| change(scene, "suspensions")),
    ("the status: withdrawn", |scene| change(scene, "withdrawals")),
    ("the day: expired", |scene| {
        let title = "title = \"Foundation\"\n";
        use_scheme(&mut scene.service, |shipped| shipped.replace(title, &format!("{title}valid_for_years = 1\n")));
        scene.certify();
        use_scheme(&mut scene.service, |shipped| format!("{shipped}\n# As it was.\n"));
    }),
    ("the PDF, saved anew", |scene| {
        scene.files.retain(|(name, _)| name == "file.pdf");
        scene.files[0].1.extend_from_slice(b"\n% saved anew\n");
    }),
    ("a presentation around the credential", |scene| {
        scene.files.retain(|(name, _)| name == "file.json");
        let credential: Value = serde_json::from_slice(&scene.files[0].1).unwrap();
        let context = json!(["https://www.w3.org/ns/credentials/v2"]);
        let presentation =
            json!({"@context": context, "type": ["VerifiablePresentation"], "verifiableCredential": [credential]});
        scene.files[0].1 = presentation.to_string().into_bytes();
    }),
    ("the file, altered", |scene| {
        scene.files.retain(|(name, _)| name == "file.json");
        let altered = String::from_utf8(scene.files[0].1.clone()).unwrap().replace("Frida", "Fridá");
        scene.files[0].1 = altered.into_bytes();
    }),
    ("organisations, merged: no file of a person names one", |scene| {
        let client = &scene.world.registrar.client;
        let organisations = ["Weide", "Weide Rechenzentrum"].map(|name| {
            text(&client.post("/v1/organisations", &json!({"name": name, "country": "DE"})).expect(201), "id")
        });
        let merge = json!({"duplicate_id": organisations[1], "reason": "The register has one entry."});
        client.post(&format!("/v1/organisations/{}/merges", organisations[0]), &merge).expect(201);
    }),
    ("candidates, merged: the one that stays has another name", |scene| {
        let survivor = scene.world.register_candidate(&scene.world.body.caller.client, &json!({}));
        merge(scene, &survivor);
    }),
    ("candidates, merged: the one that stays has the same name", |scene| {
        let client = &scene.world.registrar.client;
        let name = text(&client.get(&format!("/v1/candidates/{}", scene.candidate)).expect(200), "family_name");
        let survivor = scene.world.register_candidate(client, &json!({"family_name": name}));
        merge(scene, &survivor);
    }),
    ("candidates, merged and separated, under another name", |scene| {
        let client = &scene.world.registrar.client;
        let survivor = scene.world.register_candidate(client, &json!({}));
        merge(scene, &survivor);
        let path = format!("/v1/candidates/{}/separations", scene.candidate);
        client.post(&path, &json!({"reason": "Two identity cards."})).expect(201);
    }),
    ("the keys, rotated", |scene| {
        rotate(scene);
    }),
    ("the key, revoked", |scene| {
        for id in rotate(scene) {
            let revoked = scene.service.command(&["keys", "revoke", "--reason=stolen", "--", &id]);
            assert!(revoked.status.success(), "{revoked:?}");
        }
    }),
    ("the body's name, and a newer file was fetched", |scene| {
        let path = format!("/v1/bodies/{}", scene.world.body.id);
        patch(&scene.world.registrar.client, &path, &json!({"name": "Renamed Certification"})).expect(200);
        let (renamed, before) = (scene.fetched(), &scene.files);
        assert!(renamed.iter().zip(before).all(|((_, new), (_, old))| new != old), "it is issued anew");
    }),
    ("the issuer's name", |scene| {
        scene.service.set("TOUCHSTONE_ISSUER_NAME", "New Name Ltd");
        scene.service.restart();
    }),
    ("the scheme's words", |scene| {
        let title = "title = \"Foundation\"\n";
        use_scheme(&mut scene.service, |shipped| shipped.replace(title, "title = \"Foundation Level\"\n"));
    }),
    ("the issuer, moved", |scene| scene.move_to("https://registry.example")),
    ("the issuer, moved, and a newer file was fetched", |scene| {
        scene.move_to("https://new.example");
        let (moved, before) = (scene.fetched(), &scene.files);
        assert!(moved.iter().zip(before).all(|((_, new), (_, old))| new != old), "it is issued anew");
    }),
    ("the issuer, moved, and then the name on record", |scene| {
        scene.move_to("https://third.example:8443");
        scene.fetched();
        rename(scene);
    }),
];

/// A certificate with the files that were handed out.
struct Scene {
    service: Service,
    world: World,
    candidate: String,
    result: Value,
    files: Vec<(String, Vec<u8>)>,
}

impl Scene {
    fn new(service: Service) -> Self {
        let world = World::new(&service);
        let (candidate, result, files) = (String::new(), Value::Null, Vec::new());
        Self { service, world, candidate, result, files }
    }

    /// Awards another certificate, and fetches its files.
    fn certify(&mut self) {
        (self.candidate, self.result) = self.world.certified_candidate(&Value::Null);
        self.files = self.fetched();
    }

    fn fetched(&self) -> Vec<(String, Vec<u8>)> {
        let path = format!("/v1/certificates/{}", certificate_of(&self.result));
        let forms = [
            ("jwt", "credential", "application/vc+jwt"),
            ("json", "credential", "application/vc"),
            ("pdf", "pdf", "*/*"),
        ];
        let fetch = |(ending, rest, accept): (&str, &str, &str)| {
            let answer = self.world.body.caller.client.with_header("accept", accept).get(&format!("{path}/{rest}"));
            assert_eq!(answer.status, 200, "{answer}");
            (format!("file.{ending}"), answer.body)
        };
        forms.into_iter().map(fetch).collect()
    }

    /// Moves the registry, whose tokens are of another issuer then.
    fn move_to(&mut self, url: &str) {
        self.service.set("TOUCHSTONE_PUBLIC_URL", url);
        let moved = self.service.command(&["issuer", "move"]);
        assert!(moved.status.success(), "{moved:?}");
        self.service.restart();
        let renewed = |caller: &Caller| {
            caller.client.with_token(&token_for(&caller.client, &caller.client_id, &caller.client_secret))
        };
        self.world.registrar.client = renewed(&self.world.registrar);
        self.world.body.caller.client = renewed(&self.world.body.caller);
    }

    /// What is said of each file; it must be the same.
    fn told(&self) -> Row {
        let desk = Desk::new();
        let public = &self.world.public;
        let keys = save_keys(&desk, self);
        let lists = save_lists(&desk, self);
        let told = self.files.iter().map(|(name, file)| {
            let (finding, valid, status) = found(&self.world, file);
            let (_, word, _) = page_files::found(&page_files::check(public, "?lang=en", name, file));
            desk.save(name, file);
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            let lists: Vec<_> = lists.iter().map(String::as_str).collect();
            let ended = desk.run(name, &keys, &lists, &["--json"]);
            let said: Value = serde_json::from_str(&ended.printed).unwrap_or_else(|_| panic!("{ended:?}"));
            let conclusion = text(&said, "conclusion");
            assert_eq!(valid, finding == "genuine" && status.as_deref() == Some("valid"), "{name}");
            assert_eq!(ended.code == Some(0), conclusion == "valid", "{ended:?}");
            [finding, status.unwrap_or_else(|| "–".to_owned()), word, conclusion]
        });
        let told: Vec<Row> = told.collect();
        assert!(told.iter().all(|row| *row == told[0]), "the files say different things: {told:?}");
        told[0].clone()
    }
}

/// The keys of every issuer that the registry was, each as its own host shows them.
fn save_keys(desk: &Desk, scene: &Scene) -> Vec<String> {
    let issuers = scene.service.command_json(&["issuer", "list", "--json"]);
    let mut dids: Vec<String> = Vec::new();
    for issuer in issuers.as_array().unwrap() {
        let (url, did) = (text(issuer, "url"), text(issuer, "did"));
        if dids.contains(&did) {
            continue;
        }
        let host = url.split_once("://").unwrap().1;
        let name = format!("keys-{}.json", dids.len());
        let shown = scene.world.public.with_header("host", host).get("/.well-known/did.json");
        assert_eq!(text(&shown.expect(200), "id"), did);
        desk.save(&name, &shown.body);
        dids.push(did);
    }
    (0..dids.len()).map(|number| format!("keys-{number}.json")).collect()
}

/// All status lists that there are.
fn save_lists(desk: &Desk, scene: &Scene) -> Vec<String> {
    let mut names = Vec::new();
    for number in 1.. {
        for purpose in ["revocation", "suspension"] {
            let answer = scene.world.public.get(&format!("/v1/status-lists/{number}/{purpose}"));
            if answer.status == 404 {
                return names;
            }
            names.push(format!("{purpose}-{number}.jwt"));
            desk.save(names.last().unwrap(), &answer.body);
        }
    }
    unreachable!("there are not that many lists")
}

fn rename(scene: &mut Scene) {
    let path = format!("/v1/candidates/{}", scene.candidate);
    patch(&scene.world.registrar.client, &path, &json!({"family_name": "Renamed"})).expect(200);
}

/// Merges the holder's record into another one.
fn merge(scene: &Scene, survivor: &str) {
    let same = json!({"duplicate_id": scene.candidate, "reason": "One identity card."});
    scene.world.registrar.client.post(&format!("/v1/candidates/{survivor}/merges"), &same).expect(201);
}

fn correct(scene: &mut Scene, marks: u32) {
    let path = format!("/v1/results/{}/corrections", text(&scene.result, "id"));
    scene
        .world
        .registrar
        .client
        .post(&path, &json!({"marks": marks, "reason": "It was read upside down."}))
        .expect(201);
}

fn change(scene: &mut Scene, step: &str) {
    change_certificate(&scene.world, &certificate_of(&scene.result), step, "2016-01-01", None).expect(201);
}

/// Makes new keys; gives the ids of those before.
fn rotate(scene: &mut Scene) -> Vec<String> {
    let keys = scene.service.command_json(&["keys", "list", "--json"]);
    let signing = |key: &&Value| key["purpose"] == "credentials" && key["standing"] == "signs";
    let signing = keys.as_array().unwrap().iter().filter(signing).map(|key| text(key, "id")).collect();
    let rotated = scene.service.command(&["keys", "rotate", "--purpose", "credentials"]);
    assert!(rotated.status.success(), "{rotated:?}");
    signing
}

/// The rows of the table, by what differs.
fn table() -> Vec<(String, Row)> {
    let architecture = concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md");
    let architecture = std::fs::read_to_string(architecture).unwrap();
    let (_, section) =
        architecture.split_once("### Where a file and the register differ\n").expect("the section is there");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|line| {
        let cells = line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', ""));
        let cells: Vec<String> = cells.collect();
        let [what, finding, status, word, conclusion] = cells.try_into().expect("a row has five cells");
        (what, [finding, status, word, conclusion])
    })
    .collect()
}

on_both_engines! {
    fn what_is_said_about_a_file_is_what_the_table_says(service: Service) {
        let table = table();
        let named: Vec<&str> = table.iter().map(|(what, _)| what.as_str()).collect();
        assert_eq!(named, CASES.map(|(what, _)| what), "each row has its case");
        let mut scene = Scene::new(service);
        for ((what, expected), (_, differ)) in table.iter().zip(CASES) {
            scene.certify();
            differ(&mut scene);
            assert_eq!(scene.told(), *expected, "{what}");
        }
    }
}
