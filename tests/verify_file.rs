//! `touchstone verify`: files of a real service, and made ones, checked where neither the service nor its database is.

mod made;

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::presented_files::added_to;
use crate::support::command::{Ended, Program};
use crate::support::steps::{certificate_of, change_certificate, patch, use_scheme};
use crate::support::world::{World, text};
use crate::support::{Client, Service, on_both_engines, scratch};

/// The service goes by the same name on whatever port it listens.
const NAMED: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "https://registry.example");
const DID: &str = "did:web:registry.example";

/// A machine with nothing but the program and saved files.
pub struct Desk {
    directory: TempDir,
    program: Program,
}

impl Desk {
    pub fn new() -> Self {
        let directory = scratch::directory("verify");
        let program = Program::new(directory.path());
        Self { directory, program }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn save(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn load(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Saves what a client gets at an address, in the form that it asks for.
    #[track_caller]
    pub fn fetch(&self, client: &Client, path: &str, form: &str, name: &str) {
        let answer = client.with_header("accept", form).get(path);
        assert_eq!(answer.status, 200, "{answer}");
        self.save(name, &answer.body);
    }

    /// Saves the three forms of a certificate.
    fn fetch_certificate(&self, client: &Client, number: &str, name: &str) {
        let path = format!("/v1/certificates/{number}/credential");
        self.fetch(client, &path, "application/vc+jwt", &format!("{name}.jwt"));
        self.fetch(client, &path, "application/vc", &format!("{name}.json"));
        self.fetch(client, &format!("/v1/certificates/{number}/pdf"), "application/pdf", &format!("{name}.pdf"));
    }

    /// Saves the keys, and both lists in both forms.
    fn fetch_the_rest(&self, client: &Client) {
        self.fetch(client, "/.well-known/did.json", "*/*", "did.json");
        self.fetch(client, "/issuer/jwks.json", "*/*", "jwks.json");
        for purpose in ["revocation", "suspension"] {
            let path = format!("/v1/status-lists/1/{purpose}");
            self.fetch(client, &path, "application/vc+jwt", &format!("{purpose}.jwt"));
            self.fetch(client, &path, "application/vc", &format!("{purpose}.json"));
        }
    }

    pub fn run(&self, file: &str, keys: &[&str], lists: &[&str], more: &[&str]) -> Ended {
        let keys = keys.iter().flat_map(|name| ["--keys", name]);
        let lists = lists.iter().flat_map(|name| ["--status-list", name]);
        let arguments: Vec<_> =
            ["verify", file].into_iter().chain(keys).chain(lists).chain(more.iter().copied()).collect();
        self.program.run(&arguments)
    }

    /// Asserts what a check comes to, in words and for programs; only `valid` ends with 0.
    #[track_caller]
    fn check(&self, file: &str, keys: &[&str], lists: &[&str], conclusion: &str) -> Checked {
        let (told, words) = (self.run(file, keys, lists, &["--json"]), self.run(file, keys, lists, &[]));
        let code = i32::from(conclusion != "valid");
        assert_eq!((told.code, words.code), (Some(code), Some(code)), "{told:?}\n{words:?}");
        assert!(told.said.is_empty() && words.said.is_empty(), "{told:?}\n{words:?}");
        assert_eq!(told.printed.matches('\n').count(), 1, "{told:?}");
        let told: Value = serde_json::from_str(&told.printed).unwrap();
        assert_eq!(told["conclusion"], conclusion, "{file}: {told}\n{}", words.printed);
        assert_eq!(told["as_of"].is_string(), conclusion == "valid", "{told}");
        assert!(!words.printed.contains('\u{1b}'), "{words:?}");
        let last = words.printed.trim_end().rsplit("\n\n").next().unwrap().to_lowercase();
        assert!(last.starts_with(&conclusion.replace('_', " ")), "{last}");
        assert_eq!(last.starts_with("valid"), conclusion == "valid", "{last}");
        Checked { told, words: words.printed }
    }

    /// Asserts that the command line is refused as a whole, with these words.
    #[track_caller]
    fn refuses(&self, arguments: &[&str], words: &[&str]) {
        let ended = self.program.run(&[&["verify"], arguments].concat());
        assert!(ended.code == Some(2) && ended.printed.is_empty(), "{ended:?}");
        for word in words {
            assert!(ended.said.contains(word), "{word:?} is not said: {ended:?}");
        }
        assert!(!ended.said.contains("panicked"), "{ended:?}");
    }
}

/// What was said about a file.
struct Checked {
    told: Value,
    words: String,
}

impl Checked {
    /// The outcome of each check, in their order.
    fn outcomes(&self) -> Vec<(String, String)> {
        let checks = self.told["checks"].as_array().unwrap();
        checks.iter().map(|check| (text(check, "check"), text(check, "outcome"))).collect()
    }

    #[track_caller]
    fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.words.contains(word), "{word:?} is not in\n{}", self.words);
        }
        self
    }
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

const LISTS: &[&str] = &["revocation.jwt", "suspension.jwt"];
const KEYS: &[&str] = &["did.json"];

on_both_engines! {
    fn a_certificate_is_checked_where_the_registry_is_not(mut service: Service) with [NAMED] {
        let (world, desk) = (World::new(&service), Desk::new());
        let name = json!({"given_names": "Adèle", "family_name": "O'Гайяр"});
        let number = certificate_of(&world.certified_candidate(&name).1);
        desk.fetch_certificate(&world.body.caller.client, &number, "own");
        desk.fetch_the_rest(&world.public);
        let printed = service.command(&["keys", "publish"]);
        desk.save("published.json", &printed.stdout);
        service.terminate();

        for file in ["own.jwt", "own.json", "own.pdf"] {
            for keys in ["did.json", "jwks.json", "published.json"] {
                desk.check(file, &[keys], LISTS, "valid");
            }
            let checked = desk.check(file, KEYS, &["suspension.json", "revocation.json"], "valid");
            checked.says(&["Adèle O'Гайяр", &number, "Foundation", "2011", "2015-06-01", "never", DID]);
            checked.says(&["not revoked or replaced as of", "not suspended as of", "this copy is"]);
            let mut expected = vec![("issuer", "passed"), ("signature", "passed")];
            if file == "own.pdf" {
                expected.push(("page", "passed"));
            }
            expected.extend([("period", "passed"), ("revocation", "passed"), ("suspension", "passed")]);
            assert_eq!(checked.outcomes(), pairs(&expected));
            let signed = &checked.told["signed"];
            for (member, value) in [
                ("issuer", json!(DID)),
                ("holder", json!("Adèle O'Гайяр")),
                ("number", json!(number)),
                ("edition", json!("2011")),
                ("awarded_on", json!("2015-06-01")),
                ("expires_on", Value::Null),
            ] {
                assert_eq!(signed[member], value, "{member}");
            }
            assert!(text(signed, "key").starts_with("did:web:registry.example#"), "{signed}");
        }
        let input = ["verify", "-", "--keys", "did.json", "--status-list", LISTS[0], "--status-list", LISTS[1]];
        assert!(desk.program.run_with_input(&input, &desk.load("own.jwt")).done().contains("Valid as of"));

        without_all_lists(&desk);
        altered(&desk);
        as_shells_and_wallets_write_it(&desk);
    }

    fn what_becomes_of_a_certificate_is_told_by_newer_copies(mut service: Service) with [NAMED] {
        let title = "title = \"Foundation\"\n";
        use_scheme(&mut service, |scheme| scheme.replace(title, &format!("{title}valid_for_years = 50\n")));
        let (world, desk) = (World::new(&service), Desk::new());
        let client = &world.body.caller.client;
        let [suspended, withdrawn, renamed] = [(); 3].map(|()| world.certified_candidate(&Value::Null));
        for (name, (_, result)) in [("suspended", &suspended), ("withdrawn", &withdrawn), ("renamed", &renamed)] {
            desk.fetch_certificate(client, &certificate_of(result), name);
        }
        desk.fetch_the_rest(&world.public);
        for file in ["suspended.pdf", "withdrawn.json", "renamed.jwt"] {
            desk.check(file, KEYS, LISTS, "valid").says(&["after 2065-05-31", "the last day is 2065-05-31"]);
        }
        desk.save("old.jwt", desk.load("revocation.jwt"));

        change_certificate(&world, &certificate_of(&suspended.1), "suspensions", "2016-01-01", None).expect(201);
        change_certificate(&world, &certificate_of(&withdrawn.1), "withdrawals", "2016-01-01", None).expect(201);
        let married = json!({"family_name": "Married"});
        patch(&world.registrar.client, &format!("/v1/candidates/{}", renamed.0), &married).expect(200);
        desk.fetch_certificate(client, &certificate_of(&renamed.1), "anew");
        desk.fetch_the_rest(&world.public);
        for (name, conclusion, failed) in [
            ("suspended", "suspended", "suspension"),
            ("withdrawn", "revoked_or_replaced", "revocation"),
            ("renamed", "revoked_or_replaced", "revocation"),
        ] {
            for form in ["jwt", "json", "pdf"] {
                let checked = desk.check(&format!("{name}.{form}"), KEYS, LISTS, conclusion);
                let wrong: Vec<_> = checked.outcomes().into_iter().filter(|(_, outcome)| outcome == "failed").collect();
                assert_eq!(wrong, pairs(&[(failed, "failed")]), "{name}");
            }
        }
        desk.check("renamed.pdf", KEYS, &["revocation.jwt"], "revoked_or_replaced");
        desk.check("renamed.pdf", KEYS, &["suspension.jwt"], "cannot_tell");
        desk.check("anew.pdf", KEYS, LISTS, "valid").says(&["Married"]);
    }

    fn keys_of_before_stay_good_and_revoked_ones_do_not(service: Service) with [NAMED] {
        let (world, desk) = (World::new(&service), Desk::new());
        let client = &world.body.caller.client;
        let number = || certificate_of(&world.certified_candidate(&Value::Null).1);
        let (old, new) = (number(), number());
        desk.fetch_certificate(client, &old, "old");
        desk.fetch_the_rest(&world.public);
        desk.save("old-did.json", desk.load("did.json"));
        for (purpose, name) in [("revocation", "old-r.jwt"), ("suspension", "old-s.jwt")] {
            desk.save(name, desk.load(&format!("{purpose}.jwt")));
        }

        assert!(service.command(&["keys", "rotate", "--purpose", "credentials"]).status.success());
        desk.fetch_certificate(client, &new, "new");
        desk.fetch_the_rest(&world.public);
        for file in ["old.jwt", "old.json", "old.pdf", "new.jwt", "new.json", "new.pdf"] {
            desk.check(file, KEYS, LISTS, "valid");
        }
        let newer = desk.check("new.pdf", &["old-did.json"], LISTS, "not_from_a_pinned_issuer");
        newer.says(&["newer than your copy of the keys", "save the keys anew"]);
        assert_eq!(newer.told["signed"], Value::Null);
        assert!(!newer.words.contains("Ferreira"), "{}", newer.words);
        desk.check("old.pdf", &["old-did.json"], LISTS, "cannot_tell").says(&["a key that is not pinned"]);
        desk.refuses(&["old.pdf", "--keys", "old-did.json", "--keys", "did.json"], &["are both of", "the newer one alone"]);

        let signed_by = desk.check("old.json", KEYS, LISTS, "valid").told["signed"]["key"].clone();
        let id = signed_by.as_str().unwrap().rsplit('#').next().unwrap().to_owned();
        let revoked = service.command(&["keys", "revoke", &id, "--reason", "Stolen."]);
        assert!(revoked.status.success(), "{revoked:?}");
        desk.fetch(&world.public, "/.well-known/did.json", "*/*", "did.json");
        desk.check("old.json", KEYS, LISTS, "not_from_a_pinned_issuer").says(&["or the key was revoked"]);
        desk.check("old.jwt", KEYS, LISTS, "valid");
    }
}

/// Whatever is missing, old or somebody else's among the lists: nobody can tell, and it is said why.
fn without_all_lists(desk: &Desk) {
    for (lists, known) in [
        (&[][..], [false, false]),
        (&["revocation.jwt"], [true, false]),
        (&["suspension.json"], [false, true]),
        (&["revocation.jwt", "revocation.json"], [true, false]),
    ] {
        let checked = desk.check("own.pdf", KEYS, lists, "cannot_tell");
        for (purpose, known) in ["revocation", "suspension"].into_iter().zip(known) {
            let outcome = if known { "passed" } else { "not_checked" };
            assert!(checked.outcomes().contains(&(purpose.to_owned(), outcome.to_owned())), "{}", checked.words);
            let address = format!("https://registry.example/v1/status-lists/1/{purpose}");
            assert_eq!(checked.words.contains(&address), !known, "{}", checked.words);
        }
        checked.says(&["This is not a yes."]);
    }
    let list = desk.load("suspension.jwt");
    let (message, signature) = list.trim().rsplit_once('.').unwrap();
    desk.save("altered.jwt", format!("{message}.{}", signature.chars().rev().collect::<String>()));
    desk.save("binary.jwt", b"\xff\xfe\0\x01");
    desk.save("empty.jwt", "");
    desk.save("huge.jwt", vec![b'x'; 2 << 20]);
    for (list, reason) in [
        ("altered.jwt", "its signature does not fit"),
        ("own.jwt", "it is signed, and is no status list"),
        ("own.pdf", "it is signed, and is no status list"),
        ("binary.jwt", "it is neither a PDF nor a text"),
        ("empty.jwt", "the file is empty"),
        ("huge.jwt", "it is larger than 1 MiB"),
    ] {
        let checked = desk.check("own.jwt", KEYS, &["revocation.jwt", list], "cannot_tell");
        checked.says(&[&format!("{list} does not apply: {reason}")]);
        let told = checked.outcomes().pop().unwrap();
        assert_eq!(told, ("status_list".to_owned(), "not_checked".to_owned()));
    }
}

/// What was altered is refused, and nothing of it is shown as signed.
fn altered(desk: &Desk) {
    let (jws, document) = (desk.load("own.jwt"), desk.load("own.json"));
    let (message, signature) = jws.trim().rsplit_once('.').unwrap();
    desk.save("forged.jwt", format!("{message}.{}", signature.chars().rev().collect::<String>()));
    desk.save("forged.json", document.replace("Adèle", "Adele"));
    for file in ["forged.jwt", "forged.json"] {
        let checked = desk.check(file, KEYS, LISTS, "altered");
        assert_eq!(checked.outcomes(), pairs(&[("signature", "failed")]));
        assert_eq!(checked.told["signed"], Value::Null);
        assert!(!checked.words.contains("Adele"), "{}", checked.words);
    }
    let others = desk.load("did.json").replace("registry.example", "others.example");
    desk.save("others.json", others);
    for added in added_to(&document).iter().step_by(4) {
        desk.save("added.json", added);
        desk.check("added.json", KEYS, LISTS, "altered");
        desk.check("added.json", &["others.json", "did.json"], LISTS, "altered");
    }
    let mut pdf = std::fs::read(desk.path("own.pdf")).unwrap();
    pdf.extend(b"\n% and more\n");
    desk.save("around.pdf", &pdf);
    let checked = desk.check("around.pdf", KEYS, LISTS, "cannot_tell");
    checked.says(&["not checked  page", "compare what it shows with the above", "the page may show anything"]);
    desk.save("half.pdf", &pdf[..pdf.len() / 8]);
    desk.check("half.pdf", KEYS, LISTS, "no_credential");
}

/// Files in UTF-16, as a shell saves them, and a credential as a wallet hands it out.
fn as_shells_and_wallets_write_it(desk: &Desk) {
    let utf16 = |name: &str| -> Vec<u8> {
        format!("\u{feff}{}\r\n", desk.load(name)).encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    for name in ["own.jwt", "own.json", "did.json", "revocation.jwt", "suspension.json"] {
        desk.save(&format!("wide-{name}"), utf16(name));
    }
    for file in ["wide-own.jwt", "wide-own.json"] {
        desk.check(file, &["wide-did.json"], &["wide-revocation.jwt", "wide-suspension.json"], "valid");
    }
    for wrapped in [format!("[{}]", desk.load("own.json")), json!({"jwt": desk.load("own.jwt")}).to_string()] {
        desk.save("wrapped.json", wrapped);
        let checked = desk.check("wrapped.json", KEYS, LISTS, "valid");
        checked.says(&["nothing but the credential inside was looked at"]);
    }
    let (start, end) = (desk.load("own.jwt"), desk.load("own.jwt").split_off(76));
    desk.save("mail.jwt", format!("{}\r\n{end}", &start[..76]));
    desk.check("mail.jwt", KEYS, LISTS, "no_credential").says(&["line breaks or spaces within it"]);
}
