//! The worst that a stranger can send to each public operation, many at once: it is refused with its reason or answered,
//! and meanwhile the service answers everybody else at once.

use std::io::Write as _;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};

use crate::support::steps::certificate_of;
use crate::support::world::World;
use crate::support::{Answer, Client, Service, on_both_engines};

/// How many send the same at once.
const AT_ONCE: usize = 32;

/// How long others may be waiting meanwhile, at the median.
const MEDIAN: Duration = Duration::from_millis(100);

/// One thing that is sent.
#[derive(Clone)]
struct Worst {
    name: &'static str,
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    /// The status of the answer, and a word that names the reason; where too many are sent at once, some may be turned
    /// away with 429 or 503.
    status: u16,
    reason: &'static str,
}

fn get(name: &'static str, path: impl Into<String>, status: u16, reason: &'static str) -> Worst {
    Worst { name, method: "GET", path: path.into(), headers: Vec::new(), body: Vec::new(), status, reason }
}

fn post(
    name: &'static str,
    path: &str,
    kind: &str,
    body: impl Into<Vec<u8>>,
    status: u16,
    reason: &'static str,
) -> Worst {
    let headers = vec![("content-type", kind.to_owned())];
    Worst { name, method: "POST", path: path.to_owned(), headers, body: body.into(), status, reason }
}

impl Worst {
    fn with(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }
}

/// As many as fit into so many bytes.
fn filled(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes);
    for number in 0.. {
        let piece = piece(number);
        if text.len() + piece.len() > bytes {
            break;
        }
        text.push_str(&piece);
    }
    text
}

/// A service with debug assertions takes some twenty times as long, so what is long is sent to it at a quarter of the length.
const SCALE: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// The largest body that most operations take, in bytes; a little less, for what stands around.
const MOST: usize = (1 << 20) / SCALE - 1000;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=x";

/// A document whose proof has these members in place of the usual ones.
fn document(members: &Value, proof: &Value) -> String {
    let mut whole = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1", "issuer": {"id": "did:web:a"},
        "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod",
            "verificationMethod": "did:web:a#b", "proofValue": format!("z{}", "1".repeat(64))},
    });
    for (name, value) in members.as_object().unwrap() {
        whole[name] = value.clone();
    }
    for (name, value) in proof.as_object().unwrap() {
        whole["proof"][name] = value.clone();
    }
    whole.to_string()
}

/// A PDF that unpacks to as much as is unpacked, and is full of what is looked at over and over.
fn hostile_pdf(length: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all("1 0 [[[[ << /A ".repeat((4 << 16) / SCALE).as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let head = format!(
        "%PDF-1.7\n9 0 obj <</Type /ObjStm /First 4000000 /Filter /FlateDecode /Length {}>> stream\r\n",
        packed.len()
    );
    let mut file = [head.as_bytes(), &packed, b"\nendstream endobj\n"].concat();
    while file.len() + 64 < length {
        file.extend_from_slice(b"1 0 obj << /A [[[[(((((( ");
    }
    file.extend_from_slice(b"trailer <</Root 1 0 R>>");
    file
}

/// What is sent to the check of credentials, with the reason that the answer tells.
fn credentials() -> Vec<Worst> {
    let check = |name, body: String, reason| post(name, "/v1/credential-checks", "", body, 200, reason);
    let signature = |text: String| document(&json!({}), &json!({ "proofValue": text }));
    let names: Vec<_> = (0..40_000).map(|number| json!(number.to_string())).collect();
    vec![
        check(
            "a long signature in base58",
            signature(format!("z{}", "z".repeat(100_000))),
            "not a signature of Ed25519",
        ),
        check("zeros in base58", signature(format!("z{}", "1".repeat(200_000))), "not a signature of Ed25519"),
        check("a credential of a megabyte", signature(format!("z{}", "z".repeat(300_000))), "larger than any"),
        check(
            "a signature of no known kind",
            json!({"proof": {"proofValue": "z".repeat(100_000)}}).to_string(),
            "not a Data Integrity",
        ),
        check("many proofs", json!({"proof": vec![json!({"proofValue": "zz"}); 10_000]}).to_string(), "no proof"),
        check(
            "a long name of a key",
            document(&json!({}), &json!({"verificationMethod": format!("did:{}", "a".repeat(200_000))})),
            "the id",
        ),
        check(
            "an id that is multiplied",
            document(&json!({"id": format!("urn:{}", "a".repeat(100_000)), "name": &names[..15_000]}), &json!({})),
            "the id",
        ),
        check("many statements", document(&json!({"name": &names[..20_000]}), &json!({})), "more than 1024 statements"),
        check(
            "an unknown type of a hundred kilobytes",
            document(&json!({"type": "T".repeat(200_000)}), &json!({})),
            "the type",
        ),
        check("brackets", "[".repeat(300_000), "larger than any"),
        check("objects in objects", "{\"a\":".repeat(50_000), "not JSON"),
        check("dots", ".".repeat(250_000), "neither JSON nor three parts"),
        check(
            "a long header of a signature",
            format!("{}.e30.e30", "A".repeat(250_000)),
            "longer than that of any credential",
        ),
        check("a long payload", format!("e30.{}.e30", "A".repeat(250_000)), "not base64url"),
        check("a number of many digits", format!("{{\"a\":{},\"proof\":1}}", "9".repeat(250_000)), "not JSON"),
        post("a PDF", "/v1/credential-checks", "", hostile_pdf(MOST), 200, "more complicated than any"),
        post("a short PDF", "/v1/credential-checks", "", hostile_pdf(0), 200, "The PDF"),
    ]
}

/// What is sent to the pages with forms.
fn pages(number: &str) -> Vec<Worst> {
    const FILE: usize = (5 << 20) / SCALE;
    let file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n";
    let form = |content: &[u8]| [file.as_bytes(), content, b"\r\n--x--\r\n"].concat();
    let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
    let name = format!("family_name={}", "%CC%81%CC%96".repeat(600));
    let wide = |bytes: usize| "%CC%81%CC%96%EF%B7%BA".repeat(bytes / 21);
    vec![
        post("a form of line ends", "/verify/file", MULTIPART, form(&vec![b'\r'; FILE - 1000]), 200, "file"),
        post(
            "a form of beginnings",
            "/verify/file",
            MULTIPART,
            form("\r\n--y".repeat(FILE / 5 - 100).as_bytes()),
            200,
            "file",
        ),
        post("a form of parts", "/verify/file", MULTIPART, part.repeat(FILE / part.len()), 400, ""),
        post("a PDF in a form", "/verify/file", MULTIPART, form(&hostile_pdf(FILE - 1000)), 200, "file"),
        post(
            "a form that is too large",
            &format!("/verify/{number}"),
            FORM,
            format!("family_name={}", "a".repeat(100_000)),
            413,
            "",
        ),
        post("a name of accents", &format!("/verify/{number}"), FORM, name, 422, ""),
        post("a form with many fields", &format!("/verify/{number}"), FORM, "a&".repeat(4000), 422, ""),
        get("a number of accents", format!("/verify/{}", wide(16_000)), 404, ""),
        get("an address that is too long", format!("/verify/{}", "7".repeat(20_000)), 414, ""),
        get("a long search", format!("/search?q={}", wide(16_000)), 422, ""),
        get("a long search for organisations", format!("/organisations?q={}", wide(16_000)), 422, ""),
        get(
            "a form of many periods",
            format!("/eligibility/auditor?{}", filled(16_000, |number| format!("from-{number}=2011-01-01&"))),
            422,
            "",
        ),
        get("many wishes for a language", "/verify", 200, "")
            .with("accept-language", filled(16_000, |_| "xx;q=0.00000001,".to_owned())),
        get("a long link", format!("/holder/ts_link_{}", "a".repeat(16_000)), 404, ""),
    ]
}

/// What is sent to the other operations that anybody may use.
fn anybody(number: &str) -> Vec<Worst> {
    let assess =
        |name, body: String, status, reason| post(name, "/v1/eligibility-assessments", JSON, body, status, reason);
    let unknown = |bytes| filled(bytes, |number| format!("\"coursf{number}\":0,"));
    let claims = |inner: &str| format!("{{\"qualification\":\"auditor\",\"external_certificates\":[{inner}]}}");
    let token = format!("{}.e30.c2ln", "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSIsImtpZCI6ImEifQ");
    vec![
        assess(
            "unknown members",
            format!("{{{}\"qualification\":\"auditor\"}}", unknown(MOST)),
            422,
            "more than 100 things",
        ),
        assess(
            "unknown members in each of many",
            claims(&vec![format!("{{{}\"a\":0}}", unknown(20_000 / SCALE)); 50].join(",")),
            422,
            "more than 100 things",
        ),
        assess("many claims", claims(&vec!["{}"; 300_000 / SCALE].join(",")), 422, "from 0 to 50"),
        assess("a long name of a member", format!("{{\"{}\":0}}", "é".repeat(500_000 / SCALE)), 422, "unknown"),
        assess(
            "names that are long alike",
            format!("{{{}\"a\":0}}", filled(MOST, |number| format!("\"{}{number}\":0,", "a".repeat(2000)))),
            422,
            "more than 100",
        ),
        assess("the same member again", format!("{{{}\"a\":0}}", "\"a\":0,".repeat(160_000 / SCALE)), 400, "twice"),
        assess("brackets", "[".repeat(MOST), 400, "recursion limit"),
        assess("arrays", format!("[{}0]", "[],".repeat(300_000 / SCALE)), 422, "object"),
        assess("a number of many digits", format!("{{\"a\":{}}}", "9".repeat(MOST)), 400, "out of range"),
        assess("a number with a large exponent", "[1e999999999999]".to_owned(), 400, "out of range"),
        assess("a fraction of many digits", format!("{{\"a\":0.{}}}", "1".repeat(MOST)), 422, "unknown"),
        assess(
            "accents",
            claims(&format!("{{\"certification\":\"{}\"}}", "\u{301}\u{316}".repeat(250_000 / SCALE))),
            422,
            "not_a_code",
        ),
        assess(
            "a qualification of accents",
            format!("{{\"qualification\":\"{}\"}}", "\u{301}\u{316}".repeat(250_000 / SCALE)),
            422,
            "too_long",
        ),
        get(
            "a name of accents",
            format!("/v1/verifications/{number}?family_name={}", "%CC%81%CC%96".repeat(1300)),
            400,
            "too_long",
        ),
        get(
            "many parameters",
            format!("/v1/verifications/{number}?{}", "a&".repeat(8000)),
            400,
            "more than 100 parameters",
        ),
        get("more parameters", format!("/v1/verifications/{number}?{}", "a&".repeat(10_000)), 414, "uri_too_long"),
        get("a long number", format!("/v1/verifications/{}", "7".repeat(16_000)), 200, "mistyped"),
        get("a long cursor", format!("/v1/bodies?cursor={}", "A".repeat(16_000)), 400, "invalid_cursor"),
        get(
            "a list that there is not",
            format!("/v1/status-lists/{}/revocation", "9".repeat(16_000)),
            404,
            "not_found",
        ),
        get("many media types", "/v1/bodies", 200, "").with("accept", "a/b;q=0.1,".repeat(1600)),
        get("many encodings", "/v1/bodies", 200, "")
            .with("accept-encoding", filled(16_000, |number| format!("x{number};q=0.{number:03},"))),
        get("many tags", "/v1/bodies", 200, "").with("if-none-match", "W/\"a\",".repeat(2500)),
        get("a long header", "/v1/bodies", 431, "headers_too_large").with("x-a", "a".repeat(17_000)),
        get("many headers", "/v1/bodies", 431, "headers_too_large")
            .with("x-a", "a".repeat(16_000))
            .with("x-b", "b".repeat(16_000))
            .with("x-c", "c".repeat(16_000)),
        get("a long token", "/v1/candidates", 401, "too long")
            .with("authorization", format!("Bearer {}", "a".repeat(16_000))),
        get("a token of an unknown key", "/v1/candidates", 401, "key that is not in use")
            .with("authorization", format!("Bearer {token}")),
        get("a long token of a link", "/v1/candidates", 401, "")
            .with("authorization", format!("Bearer ts_link_{}", "a".repeat(16_000))),
        post("a form that is too large", "/oauth/token", FORM, "a&".repeat(50_000), 413, "8192 bytes"),
        post("a form of many fields", "/oauth/token", FORM, "a&".repeat(4000), 401, "invalid_client"),
        post("a long secret", "/oauth/token", FORM, "", 401, "invalid_client")
            .with("authorization", format!("Basic {}", "YWFh".repeat(4000))),
    ]
}

/// What clients send.
fn clients(world: &World) -> Vec<(&Client, Worst)> {
    let (employer, body) = (&world.employer.client, &world.body.caller.client);
    let one = format!("{{\"number\":\"7\",{}\"a\":0}}", filled(900 / SCALE, |number| format!("\"numbes{number}\":0,")));
    let many = format!("{{\"verifications\":[{}]}}", vec![one; 1000].join(","));
    let rows = format!(
        "[{}]",
        vec![format!("{{{}\"a\":0}}", filled(1900 / SCALE, |number| format!("\"numbes{number}\":0,"))); 1000].join(",")
    );
    let files = "/v1/organisation-certificate-files";
    vec![
        (
            employer,
            post("unknown members in each question", "/v1/verifications", JSON, many, 422, "more than 100 things"),
        ),
        (body, post("a header of separators", files, "text/csv", ",".repeat((2 << 20) / SCALE), 422, "columns")),
        (body, post("a line without end", files, "text/csv", "a".repeat((2 << 20) / SCALE), 422, "")),
        (body, post("unknown members in each row", files, JSON, rows, 200, "\"refused\":1000")),
        (
            body,
            post(
                "a header of separators",
                "/v1/result-batches",
                "text/csv",
                ",".repeat((4 << 20) / SCALE),
                422,
                "columns",
            ),
        ),
        (
            body,
            post(
                "a line without end",
                "/v1/result-batches",
                "text/csv",
                format!("reference,{}", "\"".repeat((4 << 20) / SCALE)),
                422,
                "",
            ),
        ),
        (
            body,
            post(
                "an object without end",
                "/v1/result-batches",
                "application/x-ndjson",
                "[".repeat((4 << 20) / SCALE),
                422,
                "",
            ),
        ),
        (
            body,
            post(
                "a name of accents",
                "/v1/candidates",
                JSON,
                json!({"family_name": "\u{301}\u{316}".repeat(200_000)}).to_string(),
                422,
                "too_long",
            ),
        ),
    ]
}

/// Sends the same from as many addresses at once as are meant, while somebody else asks for other things.
fn send(service: &Service, number: &str, client: &Client, worst: &Worst) -> (Vec<Answer>, Vec<Duration>) {
    let (barrier, done) = (Barrier::new(AT_ONCE + 1), AtomicBool::new(false));
    let (barrier, done) = (&barrier, &done);
    std::thread::scope(|scope| {
        let probe = scope.spawn(move || {
            let client = service.client().with_own_connections();
            barrier.wait();
            let mut waits = Vec::new();
            while !done.load(Ordering::Relaxed) || waits.len() < 10 {
                for path in ["/readyz", &format!("/v1/verifications/{number}")] {
                    let started = Instant::now();
                    client.get(path).expect(200);
                    waits.push(started.elapsed());
                }
            }
            waits
        });
        let senders: Vec<_> = (0..AT_ONCE)
            .map(|sender| {
                let address = format!("198.51.100.{sender}");
                let client = client.with_own_connections().with_header("x-forwarded-for", &address);
                scope.spawn(move || {
                    let headers: Vec<_> = worst.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    barrier.wait();
                    client.try_send(worst.method, &worst.path, &headers, &worst.body)
                })
            })
            .collect();
        // A body that is refused before its end may lose its answer with the connection.
        let answers = senders.into_iter().filter_map(|sender| sender.join().unwrap().ok()).collect();
        done.store(true, Ordering::Relaxed);
        (answers, probe.join().unwrap())
    })
}

fn median(mut waits: Vec<Duration>) -> Duration {
    waits.sort();
    waits[waits.len() / 2]
}

/// What is wrong with how the service takes it; nothing, where all is refused or answered and nobody else waits for it.
fn complaints(service: &Service, number: &str, client: &Client, worst: &Worst, usual: Duration) -> Vec<String> {
    let (answers, waits) = send(service, number, client, worst);
    let name = format!("{} {:.40}: {}", worst.method, worst.path, worst.name);
    let is_expected = |answer: &&Answer| answer.status == worst.status;
    let mut wrong = Vec::new();
    for answer in answers.iter().filter(|answer| !is_expected(answer) && ![429, 503].contains(&answer.status)) {
        wrong.push(format!("{name}: {:.500}", answer.to_string()));
    }
    let expected: Vec<_> = answers.iter().filter(is_expected).collect();
    // The answer to what is refused before its end may be lost with the connection.
    if expected.is_empty() && ![413, 431].contains(&worst.status) {
        wrong.push(format!("{name}: of {} nobody got {}", answers.len(), worst.status));
    }
    for answer in expected.iter().filter(|answer| !answer.text().contains(worst.reason)) {
        wrong.push(format!("{name}: {:?} is not said: {:.1000}", worst.reason, answer.to_string()));
    }
    for answer in answers.iter().filter(|answer| answer.status >= 400 && answer.body.len() > 50_000) {
        wrong.push(format!("{name}: {} bytes with {}", answer.body.len(), answer.status));
    }
    let waited = median(waits);
    // On a machine that is busy with something else everything takes longer.
    if waited >= MEDIAN.max(usual * 20) {
        wrong.push(format!("{name}: others waited {waited:?}, and usually {usual:?}"));
    }
    wrong.dedup();
    wrong
}

on_both_engines! {
    fn nobody_waits_for_what_strangers_send(service: Service) with [
        ("TOUCHSTONE_VERIFICATIONS_PER_MINUTE", "0"), ("TOUCHSTONE_TOKENS_PER_MINUTE", "0"),
        ("TOUCHSTONE_NAME_CHECKS_PER_MINUTE", "0"), ("TOUCHSTONE_TRUSTED_PROXIES", "127.0.0.0/8"),
    ] {
        let world = World::new(&service);
        let number = certificate_of(&world.certified_candidate(&Value::Null).1);
        let all = [credentials(), pages(&number), anybody(&number)].concat();
        let usual = median(send(&service, &number, &world.public, &get("nothing", "/livez", 200, "")).1);
        let mut wrong = Vec::new();
        for worst in &all {
            wrong.extend(complaints(&service, &number, &world.public, worst, usual));
        }
        for (client, worst) in clients(&world) {
            wrong.extend(complaints(&service, &number, client, &worst, usual));
        }
        assert!(wrong.is_empty(), "{} complaints:\n{}", wrong.len(), wrong.join("\n"));
        assert!(!service.log().contains("panicked"), "{}", service.log());
    }
}
